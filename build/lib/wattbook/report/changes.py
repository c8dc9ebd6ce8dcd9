"""Which inputs differ between two folders of assumptions, old -> new, with the source of the new."""

import csv
import io
from dataclasses import dataclass

from wattbook.params.observations import IDENTITY
from wattbook.words.numbers import stated, unit_words

KINDS = DATA, ASSUMPTIONS, SCENARIO = "data", "assumptions", "scenario"
BELIEF = ("value", "low", "high")
NAMED = 3  # inputs named in one line


@dataclass(frozen=True)
class Fact:
    """One thing that a folder says: its value is compared; it is told briefly, or in full where brief texts are the same."""

    words: str
    value: object
    brief: str
    full: str = ""
    unit: str = ""
    source: str = ""


@dataclass(frozen=True)
class Change:
    """One input that differs; the text of the old or the new is empty where there is none."""

    kind: str
    name: str
    words: str
    old: str
    new: str
    unit: str = ""
    source: str = ""

    def __str__(self):
        told = f"{self.old} -> {self.new}" if self.old and self.new else f"{self.new} (new)" if self.new else "gone"
        return " ".join(f"{self.name} {told}".split())


def changed(old, new):
    """List what differs between two folders, as `known_files` gives them: data, assumptions, scenario."""
    before, after = _facts(old), _facts(new)
    for key in sorted({*before, *after}, key=lambda key: (KINDS.index(key[0]), key)):
        one, two = before.get(key), after.get(key)
        if one is None or two is None or one.value != two.value:
            same = one and two and one.brief == two.brief
            texts = ("" if fact is None else fact.full if same and fact.full else fact.brief for fact in (one, two))
            yield Change(*key, (two or one).words, *texts, (two or one).unit, (two or one).source)


def line(listed, cells=None, meant=""):
    """One closing line: how many inputs changed and which, how many cells moved, and what to do if that was meant."""
    moved = "" if cells is None else f"; {counted(cells, 'cell')} moved"
    if listed is None:  # it cannot be known
        return moved.removeprefix("; ")
    named = ", ".join(map(str, listed[:NAMED])) + (f" and {len(listed) - NAMED} more" if len(listed) > NAMED else "")
    first = f"{counted(len(listed), 'input')} changed: {named}" if listed else "no input changed"
    return f"{first}{moved}{f'; if meant: {meant}' if meant else ''}"


def counted(number, one, many=None):
    """A number of things."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def newest(files):
    """Every assumption with its newest vintage in place of all."""
    declared = {name: one for place, content in files.items() if place.startswith("base/") for name, one in content.items()}
    return {name: {**one, "vintages": [max(one["vintages"], key=lambda vintage: str(vintage["as_of"]))]}
            for name, one in declared.items()}


def kind_of(name):
    """What a file of assumptions belongs to."""
    if name.startswith("scenarios/"):
        return SCENARIO
    return DATA if name.endswith(".csv") or name == "case.yaml" else ASSUMPTIONS


def _facts(files):
    """Everything that a folder says: (kind, name) -> Fact."""
    found, declared = {}, newest(files)
    for name, one in declared.items():
        found |= {(ASSUMPTIONS, key): fact for key, fact in _beliefs(name, one, one["vintages"][0], files)}
    for row in sorted(csv.DictReader(io.StringIO(files.get("observations.csv", ""))), key=lambda row: row["as_of"]):
        found[DATA, " ".join(row[column] for column in IDENTITY)] = _observed(row, files)
    for place, content in files.items():
        if place.startswith("scenarios/"):
            for name, record in content["set"].items():
                record = record if isinstance(record, dict) else {"value": record}
                found |= {(SCENARIO, key): fact for key, fact in _beliefs(name, declared.get(name, {}), record, files)}
        elif not place.startswith("base/") and place not in ("sources.yaml", "observations.csv"):
            found[kind_of(place), place] = Fact(f"The file {place}", content, f"{len(content)} entries")
    return found


def _beliefs(name, declared, record, files):
    """What is believed of one assumption, a fact for each member; other words are no other belief."""
    unit, label, value = declared.get("unit", "ratio"), declared.get("label", name), record.get("value")
    for member in value if isinstance(value, dict) else [None]:
        ends = [record.get(field, value) for field in BELIEF]
        numbers = [one if member is None else one.get(member) for one in ends]
        brief, dist = _said(numbers[0], unit), record.get("dist", "fixed")
        full = f"{brief} ({_said(numbers[1], unit)} to {_said(numbers[2], unit)}, {dist})"
        yield f"{name}[{member}]" if member else name, Fact(f"{label}: {member}" if member else label, (
            numbers, dist, record.get("times")), brief, full, unit_words(unit), _cite(record, files))


def _said(value, unit):
    return stated(value, unit) if isinstance(value, (int, float)) else "by its own rule"


def _observed(row, files):
    """One observation."""
    try:
        said = stated(float(row["value"]), row["unit"])
    except ValueError:  # withdrawn
        said = row["value"]
    who = files["case.yaml"]["entities"].get(row["entity"], row["entity"])
    return Fact(f"{who}: {row['measure'].replace('_', ' ')}, {row['basis']}, {row['period']}", [row[one] for one in BELIEF],
                said, f"{said} ({row['low']} to {row['high']})", unit_words(row["unit"]), _cite(row, files))


def _cite(record, files):
    """Publisher, date and tier of a source."""
    source = files["sources.yaml"].get(record.get("source"))
    return f"{source['publisher']} ({source['date']}), {source['tier']}" if source else "our assumption"
