"""Which inputs differ between two folders of assumptions, old -> new, with the source of the new."""

import csv
import io
from dataclasses import dataclass

from wattbook.params.observations import IDENTITY
from wattbook.words.numbers import stated, unit_words

BELIEF = ("value", "low", "high")
OWN = "our assumption"


@dataclass(frozen=True)
class Change:
    """One input that differs."""

    kind: str  # data, assumptions or scenario
    name: str
    words: str
    old: str
    new: str
    unit: str = ""
    source: str = ""

    def __str__(self):
        told = f"{self.name} {self.old} -> {self.new}" if self.old and self.new else f"{self.name} {self.new or 'gone'}"
        return " ".join(told.split())


def newest(files):
    """Every assumption with its newest vintage in place of all."""
    declared = {name: one for place, content in files.items() if place.startswith("base/") for name, one in content.items()}
    return {name: {**one, "vintages": [max(one["vintages"], key=lambda vintage: str(vintage["as_of"]))]}
            for name, one in declared.items()}


def changed(old, new):
    """List what differs between two folders, as `known_files` gives them: assumptions, then data, then the scenario."""
    return [*_assumptions(old, new), *_rows(old, new), *_rest(old, new)]


def _assumptions(old, new):
    before, after = newest(old), newest(new)
    for name in sorted({*before, *after}):
        one, two = before.get(name), after.get(name)
        if one and two:
            yield from _beliefs(name, one, two, new)
        else:
            known, files = (one, old) if one else (two, new)
            (vintage,), said = known["vintages"], "gone" if one else "new"
            yield Change("assumptions", name, known["label"], "", said, unit_words(known["unit"]), _cite(vintage, files))


def _beliefs(name, one, two, files):
    """Changes of one assumption, a member each."""
    (old,), (new,) = one["vintages"], two["vintages"]
    both = all(isinstance(vintage["value"], dict) for vintage in (old, new))
    members = sorted({*old["value"], *new["value"]}) if both else [None]
    for member in members:
        before, after = (_belief(vintage, member) for vintage in (old, new))
        if before != after:
            texts = _told(before, one["unit"], before[0] == after[0]), _told(after, two["unit"], before[0] == after[0])
            label = two["label"] if member is None else f"{two['label']}: {member}"
            yield Change("assumptions", name if member is None else f"{name}[{member}]", label, *texts,
                         unit_words(two["unit"]), _cite(new, files))


def _belief(vintage, member):
    """Value, low, high and distribution of one member."""
    if member is not None and member not in vintage["value"]:
        return (None, None, None, "")
    numbers = [vintage.get(field, vintage["value"]) for field in BELIEF]
    return (*(number if member is None else number.get(member) for number in numbers), vintage.get("dist", "fixed"))


def _told(belief, unit, with_range):
    """A belief in words: its value, or its range too where the value did not change."""
    value, low, high, dist = belief
    if value is None or isinstance(value, dict):
        return "none" if value is None else "by member"
    ends = f" ({stated(low, unit)} to {stated(high, unit)}, {dist})" if with_range else ""
    return f"{stated(value, unit)}{ends}"


def _cite(record, files):
    """Publisher and date of a source."""
    source = files["sources.yaml"].get(record.get("source"))
    return f"{source['publisher']} ({source['date']}), {source['tier']}" if source else OWN


def _observations(files):
    """Newest version of each observation."""
    rows = csv.DictReader(io.StringIO(files.get("observations.csv", "")))
    return {tuple(row[column] for column in IDENTITY): row for row in sorted(rows, key=lambda row: row["as_of"])}


def _rows(old, new):
    """Observations that are new, revised or gone."""
    before, after = _observations(old), _observations(new)
    names, subject = new["case.yaml"]["entities"], new["case.yaml"]["subject"]
    for identity in sorted({*before, *after}, key=lambda one: (one[0] != subject, one)):
        one, two = before.get(identity), after.get(identity)
        if one and two and all(one[field] == two[field] for field in BELIEF):
            continue
        row = two or one
        who, what = names.get(row["entity"], row["entity"]), row["measure"].replace("_", " ")
        words = f"{who}: {what}, {row['basis']}, {row['period']}"
        yield Change("data", " ".join(identity), words, _observed(one), _observed(two), unit_words(row["unit"]),
                     _cite(row, new if two else old))


def _observed(row):
    try:
        return stated(float(row["value"]), row["unit"]) if row else ""
    except ValueError:  # withdrawn
        return row["value"]


def _rest(old, new):
    """Other files that differ."""
    for name in sorted({*old, *new} - {"sources.yaml", "observations.csv"}):
        if not name.startswith("base/") and old.get(name) != new.get(name):
            yield Change(kind_of(name), name, f"The file {name}", *(_stands(files, name) for files in (old, new)))


def _stands(files, name):
    """What a file says, in a few words."""
    content = files.get(name)
    if content is None:
        return ""
    return f"sets {', '.join(content['set'])}" if kind_of(name) == "scenario" else f"{len(content)} entries"


def kind_of(name):
    """What a file of assumptions belongs to: the scenario, the data, or the assumptions."""
    if name.startswith("scenarios/"):
        return "scenario"
    return "data" if name.endswith(".csv") or name == "case.yaml" else "assumptions"
