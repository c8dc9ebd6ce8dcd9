"""The one error for a user's mistake, and checks: of file, key and what was found, they give that as it is used or refuse."""

import datetime
import math
import numbers
import re
from contextlib import suppress
from difflib import get_close_matches
from functools import partial

from wattbook import units

LONGEST = 60  # characters of what was found; the rest says nothing more
LONG_WORD = re.compile(r"(\S{60})\S{80,}(\S{40})")  # a path or name of which both ends say enough
KEY_OF_SOURCES = "a key of sources.yaml; add it there first"
MOST_NAMED, MOST_LISTED = 8, 90  # allowed names in a message, and their characters
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python also reads 2026-W10-1


class InputError(ValueError):
    """A mistake in what the user gave: one line that names the place, what was found and what is allowed."""

    def __init__(self, message):
        super().__init__(one_line(message))

    def _render_traceback_(self):  # IPython and Jupyter then show the message alone
        return [f"InputError: {self}"]


def printable(text):
    """Escape control characters, which would reach a reader's terminal as commands."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def one_line(text):
    """A message as a line that a terminal can show: without line ends and control characters, long words cut in the middle."""
    return LONG_WORD.sub(r"\1...\2", printable(" ".join(str(text).split())))


def cut(text, longest=LONGEST):
    """Shorten what is shown of a long text."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def listed(names):
    """Names that are allowed, the first few where they are many."""
    names = list(map(str, names))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return cut(", ".join(names[:MOST_NAMED]), MOST_LISTED) + more


def nearest(name, known):
    """Return '; did you mean X?' for the known name nearest to a text, or nothing."""
    folded = {str(one).lower(): str(one) for one in known}
    match = get_close_matches(str(name)[:LONGEST].lower(), folded, n=1) if isinstance(name, str | list) else ()
    return f"; did you mean '{folded[match[0]]}'?" if match else ""


def unknown(name, known):
    """What to do about a name that nothing bears."""
    return nearest(name, known) or "; wattbook find WORD lists the names that hold it"


def refuse(path, key, found, allowed, known=()):
    """Raise the InputError that names file, key, what was found and what is allowed."""
    shown = "nothing" if found is None else found.isoformat() if isinstance(found, datetime.date) else cut(repr(found))
    raise InputError(f"{path}: {cut(str(key))}: found {shown}; {allowed}{nearest(found, known) if known else ''}")


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


def each(check, needed, least=0):
    """The check that something is a list of at least so many, with a check, if any, of each; in words what is `needed`."""
    def checked(path, key, found):
        if not isinstance(found, list) or len(found) < least:
            refuse(path, key, found, needed)
        return tuple(check(path, key, one) if check else one for one in found)
    return checked


def check_fields(path, key, record, fields, needed=(), within=None):
    """A record of known fields, each as its check, if any, gives it; those `needed` are there. `within` stands before names."""
    if not isinstance(record, dict):
        refuse(path, key, record, f"a mapping is needed, with {listed(fields)}")
    for name in record:
        if name not in fields:
            refuse(path, key, name, f"allowed fields: {listed(fields)}", fields)
    for name in needed:
        if record.get(name) is None:
            refuse(path, key, None, f"field '{name}' is needed")
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


def check_whole(path, key, found, least, why=""):
    """A whole number of at least so many."""
    if isinstance(found, bool) or not isinstance(found, numbers.Integral) or found < least:
        refuse(path, key, found, f"a whole number of at least {least} is needed{why}")
    return int(found)


def check_draws(found):
    """As many draws as say a probability, on a page as in a notebook."""
    return check_whole("arguments", "draws", found, units.FEWEST, ": fewer say no probability")


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


def check_name(path, key, name, unit):
    """A name that ends in its unit."""
    if not units.name_says_unit(name, unit):
        refuse(path, key, name, f"the name must end in its unit, {unit}, as price_usd_per_mwh does in USD/MWh")


def check_unit(path, key, unit):
    """A unit made of known tokens; the first unknown one is named."""
    if isinstance(unit, str) and units.known(unit):
        return unit
    allowed = [*units.DIMENSIONLESS, *units.RATES, *units.TOKENS]
    wrong = next((token for token in str(unit).split("/") if token not in units.TOKENS), unit)
    refuse(path, key, unit, f"allowed: {listed(allowed)}, joined by /{nearest(wrong, allowed)}")
