"""An edition: everything that decides what a report says, settled before anything runs."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from wattbook import params
from wattbook.report import places

MANIFEST = "manifest.json"
INPUTS = "inputs.yaml"
OUTPUTS = "outputs.json"
SHORT_HASH = 8  # characters of a hash that tell one set of overrides from another
LONG_LINE = 10**6  # never fold a line of the inputs file


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
        """Name of the report's folder: the scenario, marked when something was set by hand.

        Examples
        --------
        >>> Edition("base", "2026-11-22").name, Edition("base", "2026-11-22", {"pue": 1.2}).name
        ('base', 'base+set-9adf20c5')
        """
        if not self.overrides:
            return self.scenario
        told = json.dumps(self.overrides, sort_keys=True)
        return f"{self.scenario}+set-{hashlib.sha256(told.encode()).hexdigest()[:SHORT_HASH]}"

    @property
    def inputs_sha256(self):
        """Hash of the resolved inputs, which hold scenario, date, draws, seed and every assumption as used."""
        return hashlib.sha256(self.inputs.encode()).hexdigest()

    def folder(self, out):
        """Where the report goes under `out`."""
        return Path(out) / self.as_of / self.name

    def parameters(self):
        """What is put into the notebooks' cell tagged ``parameters``."""
        return {"scenario": self.scenario, "as_of": self.as_of, "overrides": self.overrides,
                "draws": self.draws, "seed": self.seed}


def settle(scenario, as_of, overrides=None, draws=2000, seed=1, root=None):
    """Read and check the inputs of one edition; the arguments are those of `wattbook.params.load`."""
    overrides = overrides or {}
    book = params.load(scenario, as_of, overrides, draws=1, seed=seed, root=root)
    today = datetime.date.today()
    if book.as_of > today:
        raise params.InputError(f"as-of date: found {book.as_of}; today is {today}, and nobody knows more")
    resolved = {**book.resolved(), "draws": draws, "seed": seed}
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(resolved, Dumper=dumper, sort_keys=False, allow_unicode=True, width=LONG_LINE)
    return Edition(scenario, str(book.as_of), overrides, draws, seed, text, book.title, book.story, book.case.question)


def read_json(path, needed):
    """Read a mapping that a report wrote, or say which file of it is broken."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        found[needed]
    except (OSError, ValueError, TypeError, KeyError):
        raise params.InputError(f"{path}: it is broken, and with it the report there; move its folder away") from None
    return found


def published(folder):
    """Return the manifest of the report in `folder`, or None where there is none."""
    path = Path(folder) / MANIFEST
    return read_json(path, "inputs_sha256") if path.is_file() else None


def refuse_clash(edition, out, replace):
    """Refuse to put an edition in the place of a report from other inputs, unless asked to, or of what is no report."""
    folder = edition.folder(out)
    places.recover(folder)
    if not folder.exists():
        return
    manifest = published(folder)
    if manifest is None:
        raise params.InputError(f"{folder}: it is in the way and holds no report ({MANIFEST} is missing); move it away")
    read_json(folder / OUTPUTS, "outputs")
    if manifest["inputs_sha256"] != edition.inputs_sha256 and not replace:
        raise params.InputError(f"{folder}: it holds a report made from other inputs, and a published report is not "
                                "edited; choose another --out, or say --replace (with make: ARGS=--replace)")


def previous(edition, out):
    """Return the date of the newest earlier report of the same name under `out`, or None."""
    days = sorted(path.parent.parent.name for path in Path(out).glob(f"*/{edition.name}/{MANIFEST}"))
    earlier = [day for day in days if day < edition.as_of]
    return earlier[-1] if earlier else None
