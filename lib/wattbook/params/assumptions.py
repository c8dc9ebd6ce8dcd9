"""Assumptions: check each and its vintages, read of each the newest known on a date, and lay scenarios and overrides over them:
whole records, so that the base's source vouches for no number but its own."""

# ruff: noqa: I001
import datetime
import math
import operator
import re
from dataclasses import dataclass, replace
from functools import partial

from wattbook import units
from wattbook.params.errors import (
    KEY_OF_SOURCES, InputError, among, check_among, check_date, check_fields, check_name, check_number, check_text, check_unit,
    each, listed, of_kind, refuse, unknown)
from wattbook.params.files import entries, read_yaml, yaml_files
from wattbook.params.leaves import CALENDARS
from wattbook.uncertainty import DISTRIBUTIONS, quantile

BELIEF = ("value", "low", "high")
OVERLAY = dict.fromkeys((*BELIEF, "dist", "source", "at", "note"))  # checked as one belief
UNSOURCED = ("judgement", "definition")  # in place of a source: a belief of ours; a dial, an axis or even chance
EVERY = "every"  # in place of the members of an axis that are not named
PERCENT = 100
EXTREME = 0.01  # the 1st and 99th percentile must stay within physical limits
BASE = "base"
MOVES = {"times": (operator.mul, "*", "times what stood before"),  # change what stands and keep its distribution
         "plus": (operator.add, "+", "added to what stood before")}
RELATIVE_FIELDS = dict.fromkeys((*MOVES, "source", "at", "note"))
CHANGE = re.compile(r"(?P<name>[^=]+?)(?P<how>[*+]?)=(?P<given>[^=]+)")  # NAME=1.2 or NAME=1.2,1.1,1.4 or NAME*=1.3 or NAME+=5
TAG = "tag:"
KEY = re.compile(r"(?P<name>.+?)(?:\[(?P<member>[^\[]+)\])?")
ALL = "*"


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
    found, late, first = {}, {}, []
    for path, name, declared in entries(path for folder in folders for path in yaml_files(folder)):
        if name in (*CALENDARS, *case.series_names()):
            refuse(path, name, name, "this name is kept for a calendar or for a series of case.yaml; choose another")
        vintages = read_one(path, name, declared, case, sources)
        known = tuple(record for record in vintages if record.as_of <= as_of)
        first.append(vintages[0].as_of)
        if known:
            published = tuple(one for one in known[-1].alternatives if one["as_of"] <= as_of)
            found[name] = replace(known[-1], alternatives=published, vintages=known)
        else:
            late[name] = vintages[0].as_of
    return found, late, max(first)


def read_one(path, name, declared, case, sources):
    """All vintages of one assumption, oldest first; every one is checked, whichever the date picks."""
    published = {"as_of": check_date, "value": check_number, "source": among(sources, KEY_OF_SOURCES),
                 "at": None, "note": None}
    alternative = partial(check_fields, fields=published, needed=("as_of", "value", "source"))
    told = check_fields(path, name, declared, {
        "label": check_text, "unit": check_unit, "limits": _limits, "axis": among(case.axes), "settled_by": check_text,
        "tags": each(check_text, "a list of small words is needed"), "alternatives": each(alternative, "a list is needed"),
        "vintages": each(None, "a list of at least one vintage is needed", 1)}, ("label", "unit", "vintages"))
    check_name(path, name, name, told["unit"])
    told, members, records = {"limits": units.limits(told["unit"]), **told}, case.members(told.get("axis")), {}
    for vintage in told.pop("vintages"):
        day = check_fields(path, name, vintage, {"as_of": check_date, **OVERLAY}, ("as_of", "value"))["as_of"]
        belief = check_belief(path, f"{name} ({day})", vintage, told["limits"], told["unit"], members, sources)
        source = sources.get(belief["source"])
        if source and source["date"] > day:
            refuse(path, f"{name} ({day}): source", belief["source"],
                   f"it is dated {source['date']}, after the vintage that rests on it; date the vintage later")
        if day in records:
            refuse(path, f"{name}: as_of", day, "each vintage needs a date of its own")
        records[day] = Assumption(name, as_of=day, **told, **belief)
    return [records[day] for day in sorted(records)]


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
            refuse(path, key, None, f"member '{member}' needs a number")
    return {member: check_number(path, f"{key}.{member}", found.get(member, found.get(EVERY))) for member in members}


def check_belief(path, key, record, limits, unit, members, sources):
    """Check value, range, distribution and source of one vintage or overlay; return the fields of an Assumption."""
    ends = [_members(path, f"{key}: {end}", record.get(end, record["value"]), members) for end in BELIEF]
    told = {"dist": "fixed", "source": "judgement", "at": "", "note": ""}
    checks = {"dist": among(DISTRIBUTIONS), "at": check_text, "note": check_text,
              "source": among((*UNSOURCED, *sources), f"judgement, definition or {KEY_OF_SOURCES}")}
    told = check_fields(path, key, {name: record.get(name, usual) for name, usual in told.items()}, checks)
    for member in ends[0]:
        place = key if member is None else f"{key}.{member}"
        check_range(path, place, *(end[member] for end in ends), told["dist"], limits, unit)
    if told["source"] in UNSOURCED and not told["note"]:
        refuse(path, f"{key}: note", None, f"{told['source']} must say why in a note")
    numbers = ends if members else [end[None] for end in ends]
    return {**told, **dict(zip(BELIEF, numbers, strict=True))}


def check_range(path, key, value, low, high, dist, limits, unit):
    """Refuse a range out of order, beyond what can be or what anybody can mean, or impossible for its distribution."""
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
        refuse(path, f"{key}: range", ranged, "its tail is larger than any number that can be reckoned with; narrow or move it")
    most = units.highest(unit)
    lowest, highest = (edge if end is None else end for end, edge in zip(limits, (-most, most), strict=True))
    if ends[0] < lowest or ends[1] > highest:
        allowed = f"physical limits: {lowest:g} to {highest:g}"
        if None in limits:
            allowed = f"plausible in {unit}: {lowest:g} to {highest:g}; mend the number or its unit, or declare wider limits"
        elif value > 1 >= highest and lowest <= value / PERCENT:
            allowed += f"; did you mean {value / PERCENT:g}?"
        if ends[0] == ends[1]:
            refuse(path, f"{key}: value", value, allowed)
        ranged = f"{ends[0]:.6g} to {ends[1]:.6g} (1st to 99th percentile)"
        refuse(path, f"{key}: range", ranged, f"{allowed}; narrow or move it")


def scenario_files(root):
    """File of every scenario, by name."""
    files = {}
    for path in yaml_files(root / "scenarios"):
        if path.stem in files:
            refuse(path, "scenario", path.stem, f"it stands already in {files[path.stem]}; keep one")
        files[path.stem] = path
    return files


def read_scenario(root, name):
    """Title and story of a scenario, and (file, what it sets) of the one that it extends, if any, and of itself."""
    name = name.rpartition("/")[-1]
    if name == BASE:
        return "Base", "Every assumption at what was known on the as-of date.", []
    files = scenario_files(root)
    check_among(root / "scenarios", "scenario", name, [BASE, *files])
    path, raw = files[name], _scenario(files[name])
    other, layers = check_among(path, "extends", raw.get("extends", BASE), [BASE, *files]), [(path, raw["set"])]
    if other != BASE:
        below = _scenario(files[other])
        if below.get("extends", BASE) != BASE:
            refuse(path, "extends", other, f"it extends {below['extends']} itself; name one that extends none")
        layers.insert(0, (files[other], below["set"]))
    return raw["title"], raw["story"], layers


def _scenario(path):
    """What one file says."""
    fields = {"title": check_text, "story": check_text, "extends": None,
              "set": of_kind(dict, "a mapping of assumption: record is needed")}
    return check_fields(path, "scenario", read_yaml(path), fields, ("title", "story", "set"), within="")


def parse_change(text):
    """A change as text, such as "pue=1.2", "pue=1.2,1.1,1.4", "pue*=1.1" or "tag:electricity+=5": its name and its record."""
    match = CHANGE.fullmatch(text.replace(" ", ""))
    try:
        first, *rest = match["given"].split(",")
        numbers, word = [float(number) for number in (first, *rest[:2])], rest[2:]  # a distribution, after low and high
    except (TypeError, ValueError):
        numbers, word = [], []
    how, form = match and match["how"], (len(numbers), len(word))
    if how and form == (1, 0):
        return match["name"], {next(move for move, told in MOVES.items() if told[1] == how): numbers[0]}
    if match is None or how or form not in ((1, 0), (3, 0), (3, 1)):
        refuse("arguments", "--set", text, "allowed: NAME=VALUE, NAME=VALUE,LOW,HIGH, NAME*=FACTOR or NAME+=NUMBER, in numbers")
    return match["name"], numbers[0] if form == (1, 0) else numbers + word


def tagged(path, given, assumptions):
    """What is given, with each tag spread over the assumptions that bear it."""
    spread = {}
    for key, change in given.items():
        names, tag = [key], str(key).removeprefix(TAG)
        if tag != str(key):
            check_among(path, "tag", tag, sorted({one for a in assumptions.values() for one in a.tags}))
            if not isinstance(change, dict) or not MOVES.keys() & change.keys():
                refuse(path, key, change, f"what moves many is relative; times or plus is needed, as in {key}*=1.2")
            names = [name for name, a in assumptions.items() if tag in a.tags]
        for name in names:
            if name in spread:
                refuse(path, name, key, "it is set twice, by its name and by a tag or by two tags; keep one")
            spread[name] = change
    return spread


def overlay(path, origin, assumptions, given, case, sources):
    """Replace records in `assumptions` by those given; a name comes before its members, which come by name."""
    given = tagged(path, of_kind(dict, "a mapping of assumption: number is needed")(path, path, given), assumptions)
    for key in sorted(given, key=str):
        match = KEY.fullmatch(str(key))
        name, member = match.groups() if match else (key, None)
        if name not in assumptions:
            refuse(path, name, name, f"no assumption has this name{unknown(name, assumptions)}")
        base = assumptions[name]
        members = case.members(base.axis)
        if member and (members is None or member not in (ALL, *members)):
            allowed = f"allowed members: {listed(members)}" if members else f"it has one value only; say {name} alone"
            refuse(path, name, member, allowed, members or ())
        record = _record(path, key, given[key], base, member, f"Set by the {origin}")
        check_fields(path, key, record, OVERLAY, ("value",))
        if member == ALL:
            record |= {field: record[field] if isinstance(record[field], dict) else dict.fromkeys(members, record[field])
                       for field in BELIEF if field in record}
        elif member:
            record = _with_others(path, key, record, base, member)
        try:
            belief = check_belief(path, key, record, base.limits, base.unit, members, sources)
        except InputError as error:
            if not isinstance(given[key], (list, tuple)):
                raise
            raise InputError(f"{error}; three numbers keep the distribution, uniform behind them changes it") from None
        assumptions[name] = replace(base, origin=origin, **belief)


def _record(path, key, given, base, member, note):
    """A number is fixed; three are value, low and high in the base's distribution, or in the one named behind them."""
    if isinstance(given, dict) and not MOVES.keys() & given.keys():
        return {"note": f"{note}.", **given}
    if isinstance(given, dict):  # what stands, times a factor or plus a number
        check_fields(path, key, given, RELATIVE_FIELDS)
        how, *others = MOVES.keys() & given.keys()
        by, (does, _, words) = check_number(path, f"{key}: {how}", given[how]), MOVES[how]
        if others or (how == "times" and by <= 0):
            refuse(path, f"{key}: {how}", by, "a factor above 0, or else a number to add, is needed")
        record = {"dist": base.dist, "note": f"{note}: {by:g} {words}.", **given}
        del record[how]
        for field, found in ((field, getattr(base, field)) for field in BELIEF):
            found = found[member] if member not in (None, ALL) else found
            record[field] = {one: does(each, by) for one, each in found.items()} if isinstance(found, dict) else does(found, by)
        return record
    if not isinstance(given, (list, tuple)):
        return {"value": given, "note": f"{note}."}
    if len(given) not in (len(BELIEF), len(BELIEF) + 1):
        refuse(path, key, list(given), "one number is needed, or three: value, low, high, and a distribution if it changes")
    dist, why = (given[3], "as asked") if len(given) > len(BELIEF) else (base.dist, "as before")
    if dist == "fixed":
        dist, why = "uniform", "since it was fixed before"
    return {**dict(zip(BELIEF, given, strict=False)), "dist": dist, "note": f"{note}; {dist}, {why}."}


def _with_others(path, key, record, base, member):
    """The record of one member beside what stands for the others; all share one distribution."""
    dist = record.get("dist", "fixed")
    if dist == "fixed":
        dist = base.dist
    elif base.dist not in ("fixed", dist):
        refuse(path, f"{key}: dist", dist, f"the members share one distribution, here {base.dist}")
    numbers = {field: {**getattr(base, field), member: record.get(field, record["value"])} for field in BELIEF}
    return {**record, **numbers, "dist": dist, "note": f"{member}: {record['note']} The others as before."}
