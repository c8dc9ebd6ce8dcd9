"""An edition: everything that decides what a report says, settled before anything runs."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from wattbook import params
from wattbook.params.snapshot import dumped
from wattbook.record import used

MANIFEST = "manifest.json"
INPUTS = "inputs.yaml"
OUTPUTS = "outputs.json"
CHANGES = "changes.json"
SCENARIOS = "scenarios.json"  # what the index compares, so that a lone report can be verified
SHORT_HASH = 8  # characters of a hash that tell one set of overrides from another


@dataclass(frozen=True)
class Edition:
    """One scenario on one date, with what was set by hand."""

    scenario: str
    as_of: str
    overrides: dict = field(default_factory=dict)
    draws: int = 2000
    seed: int = 1
    inputs: str = ""
    title: str = ""
    story: str = ""
    question: str = ""

    @property
    def name(self):
        """Name of the report's folder: the scenario, marked when something was set by hand."""
        plain = self.scenario.replace("/", "-")
        if not self.overrides:
            return plain
        told = json.dumps(self.overrides, sort_keys=True)
        return f"{plain}+set-{hashlib.sha256(told.encode()).hexdigest()[:SHORT_HASH]}"

    @property
    def inputs_sha256(self):
        """Hash of the resolved inputs, which hold scenario, date, draws, seed and every assumption as used."""
        return hashlib.sha256(self.inputs.encode()).hexdigest()

    @property
    def knowledge_sha256(self):
        """The same hash without the date: equal where a later date brought nothing new."""
        return hashlib.sha256(self.inputs.replace(f"as_of: {self.as_of}\n", "", 1).encode()).hexdigest()

    def folder(self, out):
        """Where the report goes under `out`."""
        return Path(out) / self.as_of / self.name

    def parameters(self):
        """What is put into the notebooks' cell tagged ``parameters``."""
        return used(self)


def settle(scenario, as_of, overrides=None, draws=2000, seed=1, root=None):
    """Read and check the inputs of one edition; the arguments are those of `wattbook.params.load`."""
    overrides = overrides or {}
    draws = params.check_draws(draws)
    book = params.load(scenario, as_of, overrides, draws=1, seed=seed, root=root)
    text = dumped({**book.resolved(), "draws": draws})
    return Edition(book.scenario, str(book.as_of), overrides, draws, seed, text, book.title, book.story, book.case.question)


def read_json(path, needed):
    """Read a mapping that a report wrote, or say which file of it is broken."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found[needed]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise params.InputError(f"{path}: it is broken, and with it the report there; move its folder away") from None
    return found


def published(folder):
    """Return the manifest of the report in `folder`, or None where there is none."""
    path = Path(folder) / MANIFEST
    return read_json(path, "inputs_sha256") if path.is_file() else None


def standing(name, day):
    """Folders of the reports of one name in the folder of a day, oldest first: NAME, NAME-2, NAME-3 ..."""
    found = {}
    for path in Path(day).glob(f"{name}*"):
        number = re.fullmatch(rf"{re.escape(name)}(?:-([1-9][0-9]*))?", path.name)
        if number:
            found[int(number[1] or 1)] = path
    return [found[number] for number in sorted(found)]


def place_for(edition, out, made, replace):
    """Folder for a report made from `made`, and whether the newest that stands there was made from the very same.
    A published report is not edited: one from other inputs, notebooks or library gets the next number, unless it may replace.
    """
    folder = edition.folder(out)
    newest = (standing(edition.name, folder.parent) or [None])[-1]
    if newest is None:
        return folder, False
    manifest = published(newest)
    if manifest is None:
        raise params.InputError(f"{newest}: it is in the way and holds no report ({MANIFEST} is missing); move it away")
    read_json(newest / OUTPUTS, "outputs")
    if made.items() <= manifest.items():
        return newest, True
    number = int(newest.name.removeprefix(edition.name).strip("-") or 1) + 1
    return newest if replace else folder.with_name(f"{edition.name}-{number}"), False


def previous(edition, out, replace=False):
    """Folder, under `out`, of the report of the same name before this one, of the same date or an earlier one; or None."""
    days = sorted((path for path in Path(out).glob("*-*-*") if path.name <= edition.as_of), reverse=True)
    found = [path for day in days for path in reversed(standing(edition.name, day)) if (path / MANIFEST).is_file()]
    found = found[bool(replace and found and found[0].parent.name == edition.as_of):]  # not the one that goes
    return found[0].relative_to(out) if found else None
