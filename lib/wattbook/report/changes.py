"""Which inputs differ between two sets, each as inputs.yaml holds it: old -> new, with the source of the new."""

import csv
import io
from typing import NamedTuple

from wattbook.params.observations import IDENTITY
from wattbook.params.overlay import BASE, BELIEF
from wattbook.words.numbers import stated, unit_words

KINDS = DATA, ASSUMPTIONS, SCENARIO = "data", "assumptions", "scenario"
NAMED = 3  # inputs named in one line


class Change(NamedTuple):
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
    """List what differs between two sets of inputs: data, assumptions, scenario."""
    found, (before, after) = [], ({fact.name: (value, fact) for value, fact in _facts(inputs)} for inputs in (old, new))
    for name in {**before, **after}:
        (one, was), (two, now) = (facts.get(name, (None, None)) for facts in (before, after))
        if one != two:
            texts = [fact.new if fact else "" for fact in (was, now)]
            brief = [text.partition(" (")[0] for text in texts]  # a range is told only where the middle is the same
            texts = brief if brief[0] != brief[1] else texts
            kind = SCENARIO if was and was.kind == SCENARIO else (now or was).kind  # also what a scenario no longer sets
            found.append((now or was)._replace(kind=kind, old=texts[0], new=texts[1]))
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


def _facts(inputs):
    """Everything that a set says: what is compared, and how it is told, as if it were new; other words are no other belief."""
    files = inputs["files"]
    yield inputs["scenario"], Change(SCENARIO, "scenario", "Scenario", "", inputs["scenario"])
    for name, one in inputs["assumptions"].items():
        for member in one["value"] if isinstance(one["value"], dict) else [None]:
            numbers = [one[end] if member is None else one[end][member] for end in BELIEF]
            middle, low, high = (stated(number, one["unit"]) for number in numbers)
            yield (numbers, one["dist"]), Change(
                ASSUMPTIONS if one["origin"] == BASE else SCENARIO, f"{name}[{member}]" if member else name,
                f"{one['label']}: {member}" if member else one["label"], "", f"{middle} ({low} to {high}, {one['dist']})",
                unit_words(one["unit"]), _cite(one, files))
    rows = csv.DictReader(io.StringIO(files.get("observations.csv", "")))
    for row in sorted(rows, key=lambda row: row["as_of"]):
        value = row["value"] if row["value"][:1].isalpha() else stated(float(row["value"]), row["unit"])  # or withdrawn
        who = files["case.yaml"]["entities"].get(row["entity"], row["entity"])
        yield [row[end] for end in BELIEF], Change(
            DATA, " ".join(row[column] for column in IDENTITY),
            f"{who}: {row['measure'].replace('_', ' ')}, {row['basis']}, {row['period']}", "",
            f"{value} ({row['low']} to {row['high']})", unit_words(row["unit"]), _cite(row, files))
    for place, content in files.items():
        if not place.startswith(("base/", "scenarios/")) and place not in ("sources.yaml", "observations.csv"):
            yield content, Change(DATA if place.endswith(".csv") or place == "case.yaml" else ASSUMPTIONS, place,
                                  f"The file {place}", "", f"{len(content)} entries")


def _cite(record, files):
    """Publisher, date and tier of a source."""
    source = files["sources.yaml"].get(record.get("source"))
    return f"{source['publisher']} ({source['date']}), {source['tier']}" if source else "our assumption"
