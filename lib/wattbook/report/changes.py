"""Which inputs differ between two sets, each as inputs.yaml holds it: old -> new, with the source of the new."""

import csv
import io
from typing import NamedTuple

from wattbook.params.observations import IDENTITY
from wattbook.params.overlay import BASE, BELIEF
from wattbook.words.numbers import stated, unit_words

KINDS = DATA, ASSUMPTIONS, SCENARIO = "data", "assumptions", "scenario"
NAMED = 3  # inputs named in one line


class Fact(NamedTuple):
    """One thing that a set says: its value is compared; it is told briefly, or in full where brief texts are the same."""

    kind: str
    words: str
    value: object
    brief: str
    full: str = ""
    unit: str = ""
    source: str = ""


class Change(NamedTuple):
    """One input that differs; the text of the old or the new is empty where there is none."""

    kind: str
    name: str
    words: str
    old: str
    new: str
    unit: str
    source: str

    def __str__(self):
        told = f"{self.old} -> {self.new}" if self.old and self.new else f"{self.new} (new)" if self.new else "gone"
        return " ".join(f"{self.name} {told}".split())


def changed(old, new):
    """List what differs between two sets of inputs: data, assumptions, scenario."""
    found, before, after = [], dict(_facts(old)), dict(_facts(new))
    for name in {**before, **after}:
        one, two = before.get(name), after.get(name)
        if one is None or two is None or one.value != two.value:
            last, in_full = two or one, one and two and one.brief == two.brief
            texts = (((in_full and fact.full) or fact.brief) if fact else "" for fact in (one, two))
            kind = SCENARIO if one and one.kind == SCENARIO else last.kind  # also what a scenario no longer sets
            found.append(Change(kind, name, last.words, *texts, last.unit, last.source))
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.name))


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


def kind_of(name):
    """What a file of assumptions belongs to."""
    if name.startswith("scenarios/"):
        return SCENARIO
    return DATA if name.endswith(".csv") or name == "case.yaml" else ASSUMPTIONS


def _facts(inputs):
    """Everything that a set says: name -> Fact. What is believed is told of each member; other words are no other belief."""
    files = inputs["files"]
    yield "scenario", Fact(SCENARIO, "Scenario", inputs["scenario"], inputs["scenario"])
    for name, one in inputs["assumptions"].items():
        for member in one["value"] if isinstance(one["value"], dict) else [None]:
            value, *ends = (one[end] if member is None else one[end][member] for end in BELIEF)
            brief, (low, high) = stated(value, one["unit"]), (stated(end, one["unit"]) for end in ends)
            yield f"{name}[{member}]" if member else name, Fact(
                ASSUMPTIONS if one["origin"] == BASE else SCENARIO, f"{one['label']}: {member}" if member else one["label"],
                (value, *ends, one["dist"]), brief, f"{brief} ({low} to {high}, {one['dist']})", unit_words(one["unit"]),
                _cite(one, files))
    rows = csv.DictReader(io.StringIO(files.get("observations.csv", "")))
    for row in sorted(rows, key=lambda row: row["as_of"]):
        yield " ".join(row[column] for column in IDENTITY), _observed(row, files)
    for place, content in files.items():
        if not place.startswith(("base/", "scenarios/")) and place not in ("sources.yaml", "observations.csv"):
            yield place, Fact(kind_of(place), f"The file {place}", content, f"{len(content)} entries")


def _observed(row, files):
    try:
        said = stated(float(row["value"]), row["unit"])
    except ValueError:  # withdrawn
        said = row["value"]
    who = files["case.yaml"]["entities"].get(row["entity"], row["entity"])
    return Fact(DATA, f"{who}: {row['measure'].replace('_', ' ')}, {row['basis']}, {row['period']}",
                [row[one] for one in BELIEF], said, f"{said} ({row['low']} to {row['high']})", unit_words(row["unit"]),
                _cite(row, files))


def _cite(record, files):
    """Publisher, date and tier of a source."""
    source = files["sources.yaml"].get(record.get("source"))
    return f"{source['publisher']} ({source['date']}), {source['tier']}" if source else "our assumption"
