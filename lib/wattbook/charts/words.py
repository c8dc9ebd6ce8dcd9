"""Words on a chart: numbers as a reader says them, axis titles with their unit, and lines that fit."""

import json
import math
import textwrap

import pandas as pd

from wattbook.charts.theme import TEXT
from wattbook.units import DIMENSIONLESS
from wattbook.words.numbers import LARGEST_SUFFIXED, SMALLEST_SUFFIXED, WIDE, digits, shown, stated, unit_words

REGULAR, BOLD = 0.58, 0.67  # mean width of a character over the size of its type, on the wide side
THOUSAND, YEAR = 1e3, "calendar_year"
MONTH = "timeFormat(datetime(floor({0}), floor(({0} - floor({0})) * 12 + 0.001), 1), '%b %Y')"  # of a calendar year
AXIS_WORDS = {"fraction": "%", "count": "number", YEAR: "year", "year": "years", "month": "months", "week": "weeks",
              "day": "days", "h": "hours", "ms": "ms"}


def number_expression(unit, field="datum.value", largest=0.0, figures=""):
    """Vega expression that says a number: $50B, 40%, 1,200; `figures` such as ``.3`` are said, of numbers up to `largest`."""
    first = unit.split("/")[0]
    if first.startswith("fraction"):
        return f"format({field}, '{figures}~%')"
    if unit == YEAR:
        return f"format(floor({field}), 'd')"
    if largest >= LARGEST_SUFFIXED and not figures:
        return f"replace(format({field}, '.1~e'), 'e+', '×10^')"
    # where the largest tick of an axis has a suffix, thousands have one as well
    least, sign = SMALLEST_SUFFIXED if figures or not largest else THOUSAND, "$" * first.startswith("USD")
    if 0 < largest < SMALLEST_SUFFIXED:
        return f"format({field}, '{sign},{figures}~r')"
    form = f"abs({field}) < {least:g} ? '{sign},{figures}~r' : '{sign}{figures}~s'"
    return f"replace(format({field}, {form}), 'G', 'B')"  # what is short enough as it is has no G


def tip(columns, frame):
    """Tool tip of rows, a Vega expression: each column that the frame has to three figures, the first without its head."""
    def said(field, unit):
        if unit == YEAR:
            return MONTH.format(f"datum.{field}")
        if pd.api.types.is_datetime64_any_dtype(frame[field]):
            return f"timeFormat(datum.{field}, '{'%b %Y' if (frame[field].dt.day == 1).all() else '%-d %b %Y'}')"
        return number_expression(unit, f"datum.{field}", frame[field].abs().max(), ".3") if unit else f"datum.{field}"

    entries = []
    for column in (one for one in columns if set(one.fields) <= set(frame)):
        ends = " + ' to ' + ".join(said(field, column.unit) for field in column.fields)
        known = f"isValid(datum.{column.fields[0]}) ? {ends} : 'none'" if frame[column.fields[0]].isna().any() else ends
        entries.append(f"{json.dumps(column.head if entries or column.unit else ' ')}: {known}")
    return {"expr": f"{{{', '.join(entries)}}}"}


def axis_title(quantity, unit, log=False):
    """Name an axis: the quantity, its unit, and the scale where it is not the plain one."""
    words = AXIS_WORDS.get(unit) or ("% " if unit.startswith("fraction") else "") + unit_words(unit)
    words = "" if words.lower() in quantity.lower() else words
    return ", ".join(part for part in (quantity, words, "log scale" if log else "") if part)


def amount(value, unit, low=math.nan, high=math.nan):
    """Say a number with as many digits as its range deserves, and its unit, where that is a word of its own."""
    ranged = math.isfinite(low) and math.isfinite(high) and shown(low, unit) != shown(high, unit)
    said = shown(float(value), unit, digits(low, value, high)) if ranged else stated(float(value), unit)
    if unit in DIMENSIONLESS or unit.startswith("USD") or "/" in unit:
        return said
    word = unit.partition("_")[0]
    return f"{said} {AXIS_WORDS.get(unit) or word + ('s' if word.islower() else '')}"


def amounts(frame, unit, name="value", alike=True):
    """Say a column; where the range of one is wide, none `alike`, or none without a range, has more digits than that one."""
    values, low, high = (frame.get(one, pd.Series(math.nan, frame.index)) for one in (name, "low", "high"))
    if ((high - low) > WIDE * values.abs()).any():
        few = low.isna() | alike
        low, high = low.mask(few, values - values.abs()), high.mask(few, values + values.abs())
    return list(map(amount, values, [unit] * len(frame), low, high))


def lines_of(text, characters):
    """Break a text into short lines, parted by a newline."""
    return "\n".join(textwrap.wrap(str(text), max(1, int(characters)), break_long_words=False)) or " "


def width_of(text, size=TEXT, bold=True):
    """Estimate how wide a text is drawn, its longest line, on the wide side [px]."""
    return max(map(len, str(text).split("\n"))) * size * (BOLD if bold else REGULAR)
