"""Keys: how a cell asks for a number.

    npv_usd                                          one number a draw
    recognised_revenue_usd[2028]                     one of its years, months or members
    npv_usd >= 0                                     the share of draws in which it holds; also >, < and <=
    budget_usd / permanent_jobs_count                a quotient, difference or sum of two
    sum(debt_drawn_usd_per_month)                    over its last axis; also max(...) and min(...)

Unlike units are never compared, added or subtracted; but what a calendar year adds up to is a flow a year, so that
``recognised_revenue_usd[2028] >= target_revenue_usd_per_year`` is a fair question.
"""

import operator
import re
from dataclasses import dataclass

import numpy as np

from wattbook import units
from wattbook.params import InputError
from wattbook.series import over

OPERAND = r"(?:(?:sum|max|min)\(\w+\)|\w+(?:\[[^\]]+\])?)"
NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?"
KEY = re.compile(rf"^(?P<first>{OPERAND})(?: (?P<sign>>=|<=|>|<|/|-|\+) (?P<second>{OPERAND}|{NUMBER}))?$")
PART = re.compile(r"^(?:(?P<how>sum|max|min)\((?P<whole>\w+)\)|(?P<name>\w+)(?:\[(?P<label>[^\]]+)\])?)$")
COMPARED = {">=": (operator.ge, "at least"), ">": (operator.gt, "above"), "<": (operator.lt, "below"),
            "<=": (operator.le, "at most")}
JOINED = {"/": (over, "over"), "-": (operator.sub, "less"), "+": (operator.add, "plus")}
SIGNS = {sign: reckon for sign, (reckon, _) in (JOINED | COMPARED).items()}
OVER_TIME = {"sum": np.sum, "max": np.max, "min": np.fmin.reduce}  # what is not defined is never lowest
HOW_WORDS = {"sum": "Sum", "max": "Highest", "min": "Lowest"}


@dataclass(frozen=True)
class Operand:
    """One name in a key, with its label or with what is done over its last axis."""

    name: str
    label: str | None = None
    how: str | None = None


@dataclass(frozen=True)
class Key:
    """A key taken apart: `sign` and `second` are None where it is one operand."""

    first: Operand
    sign: str | None = None
    second: Operand | float | None = None

    @property
    def operands(self):
        """The operands that are names."""
        return [one for one in (self.first, self.second) if isinstance(one, Operand)]

    @property
    def is_share_of_draws(self):
        """Whether the key asks in how many draws something holds."""
        return self.sign in COMPARED


def parse(text):
    """Take a key apart."""
    match = KEY.match(text)
    if match is None:
        raise InputError(f"{text!r}: a key is needed: name, name[label], sum(name), or two of them around {' '.join(SIGNS)}")
    second = match["second"]
    if second is not None:
        second = float(second) if re.fullmatch(NUMBER, second) else _operand(second)
    return Key(_operand(match["first"]), match["sign"], second)


def _operand(text):
    match = PART.match(text)
    return Operand(match["whole"] or match["name"], match["label"], match["how"])


def joined(key, first, second):
    """Join the arrays of a key's operands; a number a draw goes with every member of the other."""
    first, second = (one[:, None] if np.ndim(one) < max(np.ndim(first), np.ndim(second)) > 2 and np.ndim(one) else one
                     for one in (first, second))
    return SIGNS[key.sign](first, second) + 0.0


def unit(key, first, second):
    """Unit of a key of two operands; unlike units are never added, subtracted or compared."""
    if key.sign == "/":
        return units.quotient(first, second) if second else first
    of_a_year = key.is_share_of_draws and second == f"{first}/year" and re.fullmatch(r"\d{4}", key.first.label or "")
    if second not in (first, None) and not of_a_year:
        raise InputError(f"{key.first.name} {key.sign} {key.second.name}: found {first} and {second}; the same unit is needed")
    return "fraction" if key.is_share_of_draws else first


def operand_unit(operand, unit):
    """Unit of an operand: a flow a month that is summed is no flow any more."""
    return unit.removesuffix("/month") if operand.how == "sum" else unit


def definition(key, first, second):
    """Words for a key of two operands, from theirs."""
    if key.is_share_of_draws:
        return f"Probability: {lowered(first)}, {COMPARED[key.sign][1]} {second}"
    return f"{first} {JOINED[key.sign][1]} {lowered(second)}"


def lowered(text):
    """A text with a small first letter, to go on within a sentence; IT and H100 stay as they are."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
