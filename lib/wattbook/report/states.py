"""What a comparison compares, inputs as known on a date, the numbers published from them and a library; which inputs differ."""

import csv
import io
import re
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wattbook import params
from wattbook.params.assumptions import BASE, BELIEF
from wattbook.params.files import read_yaml
from wattbook.params.observations import IDENTITY
from wattbook.record import ASKED
from wattbook.report import gather, places
from wattbook.report.edition import INPUTS, OUTPUTS, published, read_json
from wattbook.words.numbers import stated, unit_words

LIBRARY = Path(__file__).parents[2]
KINDS = DATA, ASSUMPTIONS, SCENARIO = "data", "assumptions", "scenario"
NAMED = 3  # inputs named in one line
DATED = re.compile(r"((?:[a-z][a-z0-9_]*/)?[a-z][a-z0-9_]*)@(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True)
class State:
    """One side of a comparison: inputs as inputs.yaml holds them; its library is None where it is not to be had."""

    said: str
    inputs: dict
    library: Path | None
    outputs: dict = field(default_factory=dict)  # as published, where it is a report
    heads: tuple = ()  # its headline numbers

    @property
    def asked(self):
        """What the inputs were asked for."""
        return {name: self.inputs[name] for name in ASKED} | {"as_of": str(self.inputs["as_of"])}


def opened(text, place, checkout, asked):
    """What a text names: a report's folder, SCENARIO@DATE, a checkout or a revision, unpacked under an empty `place`."""
    folder, named = Path(text), DATED.fullmatch(text)
    if published(folder) is not None:
        return of_report(folder, place, checkout)
    if named:
        return of_root(text, params.default_root(), {**asked, "scenario": named[1], "as_of": named[2]}, LIBRARY)
    unpacked = folder if (folder / "params").is_dir() else archive(text, place, checkout)
    if unpacked is None:
        raise params.InputError(f"found {text!r}; a folder of a report, SCENARIO@DATE such as base@2026-01-31, a checkout or a "
                                "revision of git is needed")
    library = unpacked / "lib"
    return of_root(text, unpacked / "params", asked, library.resolve() if library.is_dir() else LIBRARY)


def of_root(said, root, asked, library):
    """State of a folder of assumptions."""
    book = params.load(asked["scenario"], asked["as_of"], asked["overrides"], root=root)
    return State(said, {**book.resolved(), "draws": asked["draws"], "seed": asked["seed"]}, library)


def of_report(folder, place, checkout):
    """State of a published report; its library is the one here if it is the same, else that of its commit."""
    manifest, inputs, told = published(folder), read_inputs(folder), read_json(folder / OUTPUTS, "outputs")
    here = manifest.get("library_sha256") == gather.library_sha256()
    unpacked = None if here else commit_of(manifest, place, checkout)
    return State(f"{folder.name}@{inputs['as_of']}", inputs, LIBRARY if here else unpacked and unpacked / "lib",
                 told["outputs"], tuple(told.get("heads", ())))


def read_inputs(folder):
    """The inputs of a report, or the message that they are broken."""
    inputs = read_yaml(Path(folder) / INPUTS)
    missing = [name for name in (*ASKED, "assumptions", "files") if name not in inputs]
    if missing:
        raise params.InputError(f"{Path(folder) / INPUTS}: it lacks {', '.join(missing)}; make the report again")
    return inputs


def asked_again(inputs, place):
    """How to load the inputs of a report once more, laid out in an empty folder: the arguments of `params.load`."""
    return {**{name: inputs[name] for name in ASKED}, "as_of": str(inputs["as_of"]), "root": params.lay(inputs["files"], place)}


def commit_of(manifest, place, checkout):
    """Library, notebooks and assumptions of the commit that a report was made from, or None where they are not to be had."""
    commit = manifest.get("commit") or {}
    known = not commit.get("dirty", True) and re.fullmatch(r"[0-9a-f]{40,64}", str(commit.get("id")))
    return archive(commit["id"], place, checkout) if known else None


def archive(revision, place, checkout):
    """Unpack what decides a result from a revision into a new folder under `place`; None where there is no such revision."""
    named = gather.git(checkout, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not named:
        return None
    folder = place / named.decode().strip()
    if not folder.exists():
        wanted = [name for name in gather.git(checkout, "ls-tree", "--name-only", folder.name).decode().split()
                  if name in gather.RESULT_FOLDERS]
        with tarfile.open(fileobj=io.BytesIO(gather.git(checkout, "archive", folder.name, *wanted))) as archived:
            archived.extractall(folder, filter="data")
    return folder


def since_stored(checkout, notebooks):
    """Inputs that changed since the commit that last stored the notebooks; None where that cannot be known."""
    stored = gather.git(checkout, "log", "-1", "--format=%H", "--", "notebooks")
    with places.scratch() as place:
        try:
            used = gather.stored_record(notebooks[0])["used"]
            unpacked = archive(stored.decode().strip(), place, checkout) if stored else None
            return unpacked and changed(*(of_root("", root, used, None).inputs
                                                  for root in (unpacked / "params", params.default_root())))
        except (gather.BadRecord, KeyError, params.InputError):
            return None


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
            key, label = (f"{name}[{member}]", f"{one['label']}: {member}") if member else (name, one["label"])
            yield (numbers, one["dist"]), Change(ASSUMPTIONS if one["origin"] == BASE else SCENARIO, key, label, "", (
                f"{middle} ({low} to {high}, {one['dist']})"), unit_words(one["unit"]), _cite(one, files))
    rows = csv.DictReader(io.StringIO(files.get("observations.csv", "")))
    for row in sorted(rows, key=lambda row: row["as_of"]):
        value = row["value"] if row["value"][:1].isalpha() else stated(float(row["value"]), row["unit"])  # or withdrawn
        who = files["case.yaml"]["entities"].get(row["entity"], row["entity"])
        label = f"{who}: {row['measure'].replace('_', ' ')}, {row['basis']}, {row['period']}"
        yield [row[end] for end in BELIEF], Change(DATA, " ".join(row[column] for column in IDENTITY), label, "", (
            f"{value} ({row['low']} to {row['high']})"), unit_words(row["unit"]), _cite(row, files))
    for place, content in files.items():
        if not place.startswith(("base/", "scenarios/")) and place not in ("sources.yaml", "observations.csv"):
            yield content, Change(DATA if place.endswith(".csv") or place == "case.yaml" else ASSUMPTIONS, place,
                                  f"The file {place}", "", f"{len(content)} entries")


def _cite(record, files):
    """Publisher, date and tier of a source."""
    source = files["sources.yaml"].get(record.get("source"))
    return f"{source['publisher']} ({source['date']}), {source['tier']}" if source else "our assumption"
