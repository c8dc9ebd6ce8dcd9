"""Check one assumption and turn it into a record."""

import datetime
import math
import numbers
import re
from dataclasses import dataclass, field

from wattbook import units
from wattbook.params.errors import check_among, listed, nearest, refuse
from wattbook.uncertainty import DISTRIBUTIONS, quantile

TOP_FIELDS = ("label", "unit", "limits", "axis", "tags", "vintages", "alternatives", "settled_by")
VINTAGE_FIELDS = ("as_of", "value", "low", "high", "dist", "source", "at", "note")
ALTERNATIVE_FIELDS = ("as_of", "value", "source", "at", "note")
OVERLAY_FIELDS = ("value", "low", "high", "dist", "source", "at", "note")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python also reads 2026-W10-1
TAG_NAME = re.compile(r"[a-z][a-z0-9_]*")
UNSOURCED = ("judgement", "definition")  # in place of a source: a belief of ours; a dial, an axis or even chance
EVERY = "every"  # in place of the members of an axis that are not named
PERCENT = 100
EXTREME = 0.01  # the 1st and 99th percentile must stay within physical limits


@dataclass(frozen=True)
class Assumption:
    """One assumption as it stands on the as-of date, after scenario and overrides."""

    name: str
    label: str
    unit: str
    value: object
    low: object
    high: object
    dist: str
    source: str
    at: str
    note: str
    as_of: datetime.date
    limits: tuple
    axis: str | None = None
    origin: str = "base"
    alternatives: tuple = field(default=())
    vintages: tuple = ()  # of the base, as known on the as-of date, oldest first
    tags: tuple = ()  # names of what it belongs to, so that one change can move it all
    settled_by: str = ""  # the document that would settle it

    def members(self):
        """Yield (member, value, low, high); one nameless member where there is no axis."""
        if self.axis is None:
            yield None, self.value, self.low, self.high
        else:
            for member in self.value:
                yield member, self.value[member], self.low[member], self.high[member]


def check_fields(path, key, record, allowed, needed=()):
    """Refuse unknown and missing fields."""
    if not isinstance(record, dict):
        refuse(path, key, record, f"a mapping is needed, with {listed(allowed)}")
    for name in record:
        if name not in allowed:
            refuse(path, key, name, f"allowed fields: {listed(allowed)}", allowed)
    for name in needed:
        if record.get(name) is None:
            refuse(path, key, "nothing", f"field '{name}' is needed")


def check_number(path, key, found):
    """Return `found` as a float, or refuse text, booleans, NaN and infinities."""
    if isinstance(found, bool) or not isinstance(found, numbers.Real):
        refuse(path, key, found, "a number is needed")
    if not math.isfinite(found):
        refuse(path, key, found, "a finite number is needed")
    return float(found)


def check_text(path, key, found):
    """Return `found` with single spaces, or refuse what is no text."""
    if not isinstance(found, str):
        refuse(path, key, found, "text is needed")
    return " ".join(found.split())


def check_date(path, key, found):
    """Return `found` as a date, or refuse it."""
    if type(found) is datetime.date:
        return found
    try:
        if isinstance(found, str) and DAY.fullmatch(found):
            return datetime.date.fromisoformat(found)
    except ValueError:
        pass
    refuse(path, key, found, "a date such as 2026-01-31 is needed")


def check_unit(path, key, unit):
    """Refuse a unit that is not made of known tokens, naming the first unknown one."""
    if isinstance(unit, str) and units.known(unit):
        return
    allowed = [*units.DIMENSIONLESS, *units.RATES, *units.TOKENS]
    wrong = next((token for token in str(unit).split("/") if token not in units.TOKENS), unit)
    refuse(path, key, unit, f"allowed: {listed(allowed)}, joined by /{nearest(wrong, allowed)}")


def check_declaration(path, name, declared, axes):
    """Check the top fields of one assumption and return its limits."""
    check_fields(path, name, declared, TOP_FIELDS, ("label", "unit", "vintages"))
    for text in ("label", "settled_by"):
        check_text(path, f"{name}: {text}", declared.get(text, ""))
    unit, axis = declared["unit"], declared.get("axis")
    check_unit(path, f"{name}: unit", unit)
    if not units.name_says_unit(name, unit):
        refuse(path, name, name, f"the name must end in its unit, {unit}")
    if axis is not None:
        check_among(path, f"{name}: axis", axis, axes)
    tags = declared.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) and TAG_NAME.fullmatch(tag) for tag in tags):
        refuse(path, f"{name}: tags", tags, "a list of small words is needed")
    if not isinstance(declared["vintages"], list) or not declared["vintages"]:
        refuse(path, f"{name}: vintages", declared["vintages"], "a list of at least one vintage is needed")
    limits = declared.get("limits", units.limits(unit))
    if not isinstance(limits, (list, tuple)) or len(limits) != 2:
        refuse(path, f"{name}: limits", limits, "two numbers are needed, null where open")
    lowest, highest = (None if end is None else check_number(path, f"{name}: limits", end) for end in limits)
    if lowest is not None and highest is not None and lowest >= highest:
        refuse(path, f"{name}: limits", list(limits), "the lowest must be below the highest")
    return lowest, highest


def _members(path, key, found, members):
    """Give each member of the axis its number."""
    if members is None:
        return {None: check_number(path, key, found)}
    if not isinstance(found, dict):
        refuse(path, key, found, f"a number for each of {listed(members)} is needed; an overlay may set NAME[*] or "
               f"NAME[{next(iter(members))}]")
    for member in found:
        if member not in (*members, EVERY):
            refuse(path, key, member, f"allowed members: {listed(members)}", members)
    for member in members:
        if member not in found and EVERY not in found:
            refuse(path, key, "nothing", f"member '{member}' needs a number")
    return {member: check_number(path, f"{key}.{member}", found.get(member, found.get(EVERY))) for member in members}


def check_belief(path, key, record, limits, members, sources):
    """Check value, range, distribution and source of one vintage or overlay; return the fields of an Assumption."""
    value = _members(path, f"{key}: value", record["value"], members)
    low = _members(path, f"{key}: low", record.get("low", record["value"]), members)
    high = _members(path, f"{key}: high", record.get("high", record["value"]), members)
    dist = record.get("dist", "fixed")
    check_among(path, f"{key}: dist", dist, DISTRIBUTIONS)
    for member in value:
        place = key if member is None else f"{key}.{member}"
        check_range(path, place, value[member], low[member], high[member], dist, limits)
    source = record.get("source", "judgement")
    check_among(path, f"{key}: source", source, (*UNSOURCED, *sources), "judgement, definition or a key of sources.yaml")
    for name in ("at", "note"):
        check_text(path, f"{key}: {name}", record.get(name, ""))
    if source in UNSOURCED and not record.get("note"):
        refuse(path, f"{key}: note", "nothing", f"{source} must say why in a note")
    pick = (lambda numbers: numbers[None]) if members is None else (lambda numbers: numbers)
    return {"value": pick(value), "low": pick(low), "high": pick(high), "dist": dist, "source": source,
            "at": record.get("at", ""), "note": record.get("note", "")}


def check_range(path, key, value, low, high, dist, limits):
    """Refuse a range out of order, outside the physical limits, or impossible for its distribution."""
    if low > value:
        refuse(path, f"{key}: low", low, f"low must not be above value ({value:g})")
    if high < value:
        refuse(path, f"{key}: high", high, f"high must not be below value ({value:g})")
    ends = (value, value)
    if low < high:
        if dist == "fixed":
            refuse(path, f"{key}: dist", dist, f"a range {low:g} to {high:g} needs a distribution other than fixed")
        if dist == "lognormal" and low <= 0:
            refuse(path, f"{key}: low", low, "a lognormal belief needs low above 0")
        if dist == "logit" and not 0 < low <= high < 1:
            refuse(path, f"{key}: range", f"{low:g} to {high:g}", "a logit belief must lie strictly between 0 and 1")
        ends = quantile([EXTREME, 1 - EXTREME], value, low, high, dist)
    if not all(map(math.isfinite, ends)):
        refuse(path, f"{key}: range", f"{low:g} to {high:g}", "its tail is larger than any number that can be reckoned with")
    lowest, highest = limits
    if (lowest is not None and ends[0] < lowest) or (highest is not None and ends[1] > highest):
        allowed = " to ".join("open" if end is None else f"{end:g}" for end in limits)
        if highest is not None and value > 1 >= highest and (lowest is None or lowest <= value / PERCENT):
            allowed += f"; did you mean {value / PERCENT:g}?"
        if ends[0] == ends[1]:
            refuse(path, f"{key}: value", value, f"physical limits: {allowed}")
        refuse(path, f"{key}: range", f"{ends[0]:.6g} to {ends[1]:.6g} (1st to 99th percentile)", f"physical limits: {allowed}")
