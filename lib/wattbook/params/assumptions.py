"""Assumptions: check each and its vintages, and read of each the newest that is known on a date."""

import datetime
import math
import re
from dataclasses import dataclass, replace

from wattbook import units
from wattbook.params.errors import among, check_date, check_fields, check_number, check_text, check_unit, listed, refuse
from wattbook.params.files import read_yaml, yaml_files
from wattbook.params.leaves import CALENDARS
from wattbook.uncertainty import DISTRIBUTIONS, quantile

BELIEF = ("value", "low", "high")
OVERLAY = dict.fromkeys((*BELIEF, "dist", "source", "at", "note"))  # checked as one belief
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
    alternatives: tuple = ()
    vintages: tuple = ()  # of the base, as known on the as-of date, oldest first
    tags: tuple = ()  # names of what it belongs to, so that one change can move it all
    settled_by: str = ""  # the document that would settle it

    def members(self):
        """(member, value, low, high) of each member; one nameless member where there is no axis."""
        if self.axis is None:
            return [(None, self.value, self.low, self.high)]
        return [(member, self.value[member], self.low[member], self.high[member]) for member in self.value]


def read_base(folders, case, sources, as_of):
    """Read every assumption as it was known on the date; of those not known yet, the day on which they are."""
    paths = [path for folder in folders for path in yaml_files(folder)]
    found, files, late, first = {}, {}, {}, []
    for path, name, declared in ((file, *one) for file in paths for one in read_yaml(file).items()):
        if name in files:
            refuse(path, name, name, f"it stands already in {files[name]}")
        if name in (*CALENDARS, *case.series_names()):
            refuse(path, name, name, "this name is kept for a calendar or for a series of case.yaml")
        files[name] = path
        vintages = read_one(path, name, declared, case, sources)
        known = tuple(record for record in vintages if record.as_of <= as_of)
        first.append(vintages[0].as_of)
        if known:
            published = tuple(one for one in known[-1].alternatives if check_date(path, name, one["as_of"]) <= as_of)
            found[name] = replace(known[-1], alternatives=published, vintages=known)
        else:
            late[name] = vintages[0].as_of
    return found, late, max(first)


def read_one(path, name, declared, case, sources):
    """All vintages of one assumption, oldest first; every one is checked, whichever the date picks."""
    told = check_declaration(path, name, declared, case.axes)
    vintages, members, records = told.pop("vintages"), case.members(told.get("axis")), []
    known = among(sources, "a key of sources.yaml")
    published = {"as_of": check_date, "value": check_number, "source": known, "at": None, "note": None}
    told["alternatives"] = tuple(check_fields(path, f"{name}: alternatives", one, published, ("as_of", "value", "source"))
                                 for one in told.get("alternatives", ()))
    for vintage in vintages:
        day = check_fields(path, name, vintage, {"as_of": check_date, **OVERLAY}, ("as_of", "value"))["as_of"]
        belief = check_belief(path, f"{name} ({day})", vintage, told["limits"], members, sources)
        source = sources.get(belief["source"])
        if source and source["date"] > day:
            refuse(path, f"{name} ({day}): source", belief["source"],
                   f"it is dated {source['date']}, after the vintage that rests on it")
        records.append(Assumption(name, as_of=day, **told, **belief))
    days = [record.as_of for record in records]
    if len(set(days)) < len(days):
        refuse(path, f"{name}: as_of", max(days, key=days.count), "each vintage needs a date of its own")
    return sorted(records, key=lambda record: record.as_of)


def check_declaration(path, name, declared, axes):
    """Check the top fields of one assumption: those that all its vintages share."""
    fields = {"label": check_text, "unit": check_unit, "limits": _limits, "axis": among(axes), "tags": _tags,
              "vintages": None, "alternatives": None, "settled_by": check_text}
    told = check_fields(path, name, declared, fields, ("label", "unit", "vintages"))
    if not units.name_says_unit(name, told["unit"]):
        refuse(path, name, name, f"the name must end in its unit, {told['unit']}")
    if not isinstance(told["vintages"], list) or not told["vintages"]:
        refuse(path, f"{name}: vintages", told["vintages"], "a list of at least one vintage is needed")
    if not isinstance(told.get("alternatives", []), list):
        refuse(path, f"{name}: alternatives", told["alternatives"], "a list is needed")
    return {"limits": units.limits(told["unit"]), **{field: told[field] for field in fields if field in told}}


def _tags(path, key, found):
    if not isinstance(found, list) or not all(isinstance(tag, str) and TAG_NAME.fullmatch(tag) for tag in found):
        refuse(path, key, found, "a list of small words is needed")
    return tuple(found)


def _limits(path, key, found):
    """The lowest and the highest that can be."""
    if not isinstance(found, list) or len(found) != 2:
        refuse(path, key, found, "two numbers are needed, null where open")
    lowest, highest = (None if end is None else check_number(path, key, end) for end in found)
    if lowest is not None and highest is not None and lowest >= highest:
        refuse(path, key, found, "the lowest must be below the highest")
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
    ends = [_members(path, f"{key}: {end}", record.get(end, record["value"]), members) for end in BELIEF]
    told = {"dist": "fixed", "source": "judgement", "at": "", "note": ""}
    checks = {"dist": among(DISTRIBUTIONS), "at": check_text, "note": check_text,
              "source": among((*UNSOURCED, *sources), "judgement, definition or a key of sources.yaml")}
    told = check_fields(path, key, {name: record.get(name, usual) for name, usual in told.items()}, checks)
    for member in ends[0]:
        place = key if member is None else f"{key}.{member}"
        check_range(path, place, *(end[member] for end in ends), told["dist"], limits)
    if told["source"] in UNSOURCED and not told["note"]:
        refuse(path, f"{key}: note", "nothing", f"{told['source']} must say why in a note")
    numbers = ends if members else [end[None] for end in ends]
    return {**told, **dict(zip(BELIEF, numbers, strict=True))}


def check_range(path, key, value, low, high, dist, limits):
    """Refuse a range out of order, outside the physical limits, or impossible for its distribution."""
    if low > value:
        refuse(path, f"{key}: low", low, f"low must not be above value ({value:g})")
    if high < value:
        refuse(path, f"{key}: high", high, f"high must not be below value ({value:g})")
    ends, ranged = (value, value), f"{low:g} to {high:g}"
    if low < high:
        if dist == "fixed":
            refuse(path, f"{key}: dist", dist, f"a range {ranged} needs a distribution other than fixed")
        if dist == "lognormal" and low <= 0:
            refuse(path, f"{key}: low", low, "a lognormal belief needs low above 0")
        if dist == "logit" and not 0 < low <= high < 1:
            refuse(path, f"{key}: range", ranged, "a logit belief must lie strictly between 0 and 1")
        ends = quantile([EXTREME, 1 - EXTREME], value, low, high, dist)
    if not all(map(math.isfinite, ends)):
        refuse(path, f"{key}: range", ranged, "its tail is larger than any number that can be reckoned with")
    lowest, highest = limits
    if (lowest is not None and ends[0] < lowest) or (highest is not None and ends[1] > highest):
        allowed = f"physical limits: {' to '.join('open' if end is None else f'{end:g}' for end in limits)}"
        if highest is not None and value > 1 >= highest and (lowest is None or lowest <= value / PERCENT):
            allowed += f"; did you mean {value / PERCENT:g}?"
        if ends[0] == ends[1]:
            refuse(path, f"{key}: value", value, allowed)
        refuse(path, f"{key}: range", f"{ends[0]:.6g} to {ends[1]:.6g} (1st to 99th percentile)", allowed)
