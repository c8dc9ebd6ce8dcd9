"""Checks of fields: each takes file, key and what was found, and returns that as it is used, or refuses it."""

import datetime
import math
import numbers
import re
from contextlib import suppress
from functools import partial

from wattbook import units
from wattbook.params.errors import listed, nearest, refuse

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python also reads 2026-W10-1


def check_among(path, key, found, known, allowed=None):
    """One of the known names; only text can be."""
    if not isinstance(found, str) or found not in known:
        refuse(path, key, found, f"allowed: {allowed or listed(known) or 'none is declared'}", known)
    return found


def among(known, allowed=None):
    """The check that something is one of some names."""
    return partial(check_among, known=known, allowed=allowed)


def of_kind(kind, needed):
    """The check that something is of a kind, such as a list, which in words is `needed`."""
    return lambda path, key, found: found if isinstance(found, kind) else refuse(path, key, found, needed)


def check_fields(path, key, record, fields, needed=(), within=None):
    """A record of known fields, each as its check, if any, gives it; those `needed` are there. `within` stands before names."""
    if not isinstance(record, dict):
        refuse(path, key, record, f"a mapping is needed, with {listed(fields)}")
    for name in record:
        if name not in fields:
            refuse(path, key, name, f"allowed fields: {listed(fields)}", fields)
    for name in needed:
        if record.get(name) is None:
            refuse(path, key, "nothing", f"field '{name}' is needed")
    before = f"{key}: " if within is None else within
    return {name: fields[name](path, f"{before}{name}", found) if fields[name] else found for name, found in record.items()}


def check_text(path, key, found):
    """Text, with single spaces."""
    return " ".join(found.split()) if isinstance(found, str) else refuse(path, key, found, "text is needed")


def check_number(path, key, found):
    """A finite number, as a float; true is none."""
    if isinstance(found, bool) or not isinstance(found, numbers.Real):
        refuse(path, key, found, "a number is needed")
    with suppress(OverflowError):  # of a whole number beyond all floats
        if math.isfinite(found):
            return float(found)
    refuse(path, key, found, "a finite number is needed")


def check_date(path, key, found):
    """A date, or the text of one."""
    if type(found) is datetime.date:
        return found
    try:
        if isinstance(found, str) and DAY.fullmatch(found):
            return datetime.date.fromisoformat(found)
    except ValueError:
        pass
    refuse(path, key, found, "a date such as 2026-01-31 is needed")


def check_unit(path, key, unit):
    """A unit made of known tokens; the first unknown one is named."""
    if isinstance(unit, str) and units.known(unit):
        return unit
    allowed = [*units.DIMENSIONLESS, *units.RATES, *units.TOKENS]
    wrong = next((token for token in str(unit).split("/") if token not in units.TOKENS), unit)
    refuse(path, key, unit, f"allowed: {listed(allowed)}, joined by /{nearest(wrong, allowed)}")
