"""Lay scenarios and overrides over the base: whole records, so that the base's source vouches for no number but its own."""

import operator
import re
from dataclasses import replace

from wattbook.params.assumptions import BELIEF, OVERLAY, check_belief
from wattbook.params.errors import InputError, check_among, check_fields, check_number, check_text, cut, listed, of_kind, refuse
from wattbook.params.files import read_yaml, yaml_files

BASE = "base"
MOVES = {"times": (operator.mul, "*", "times what stood before"),  # change what stands and keep its distribution
         "plus": (operator.add, "+", "added to what stood before")}
RELATIVE_FIELDS = dict.fromkeys((*MOVES, "source", "at", "note"))
CHANGE = re.compile(r"(?P<name>[^=]+?)(?P<how>[*+]?)=(?P<given>[^=]+)")  # NAME=1.2 or NAME=1.2,1.1,1.4 or NAME*=1.3 or NAME+=5
TAG = "tag:"
KEY = re.compile(r"(?P<name>.+?)(?:\[(?P<member>[^\[]+)\])?")
ALL = "*"


def scenario_files(root):
    """File of every scenario, by name."""
    files = {}
    for path in yaml_files(root / "scenarios"):
        if path.stem in files:
            refuse(path, "scenario", path.stem, f"it stands already in {files[path.stem]}")
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
            refuse(path, "extends", other, f"it extends {below['extends']} itself, and only one level is read")
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
        raise InputError(f"{cut(repr(text))} is not NAME=VALUE, NAME=VALUE,LOW,HIGH with numbers, NAME*=FACTOR or NAME+=NUMBER")
    return match["name"], numbers + word if len(numbers) > 1 else numbers[0]


def tagged(path, given, assumptions):
    """What is given, with each tag spread over the assumptions that bear it."""
    spread = {}
    for key, change in given.items():
        names, tag = [key], str(key).removeprefix(TAG)
        if tag != str(key):
            check_among(path, "tag", tag, sorted({one for a in assumptions.values() for one in a.tags}))
            if not isinstance(change, dict) or not MOVES.keys() & change.keys():
                refuse(path, key, change, f"what moves many is relative: one of {', '.join(MOVES)}")
            names = [name for name, a in assumptions.items() if tag in a.tags]
        for name in names:
            if name in spread:
                refuse(path, name, key, "it is set twice, by its name and by a tag or by two tags")
            spread[name] = change
    return spread


def overlay(path, origin, assumptions, given, case, sources):
    """Replace records in `assumptions` by those given; a name comes before its members, which come by name."""
    given = tagged(path, of_kind(dict, "a mapping of assumption: number is needed")(path, path, given), assumptions)
    for key in sorted(given, key=str):
        match = KEY.fullmatch(str(key))
        name, member = match.groups() if match else (key, None)
        if name not in assumptions:
            refuse(path, name, name, "it is no known assumption", assumptions)
        base = assumptions[name]
        members = case.members(base.axis)
        if member and (members is None or member not in (ALL, *members)):
            allowed = f"allowed members: {listed(members)}" if members else "it has one value only"
            refuse(path, name, member, allowed, members or ())
        record = _record(path, key, given[key], base, member, f"Set by the {origin}")
        check_fields(path, key, record, OVERLAY, ("value",))
        if member == ALL:
            record |= {field: record[field] if isinstance(record[field], dict) else dict.fromkeys(members, record[field])
                       for field in BELIEF if field in record}
        elif member:
            record = _with_others(path, key, record, base, member)
        try:
            belief = check_belief(path, key, record, base.limits, members, sources)
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
        refuse(path, key, list(given), "one number, or three: value, low, high, and behind them a distribution if it changes")
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
