"""What a comparison compares: a set of inputs as known on a date, the numbers published from it, and a library."""

import io
import re
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from wattbook import params
from wattbook.params.files import read_yaml
from wattbook.record import ASKED
from wattbook.report import changes, gather
from wattbook.report.edition import INPUTS, OUTPUTS, published, read_json

LIBRARY = Path(__file__).parents[2]
NAMED = re.compile(r"((?:[a-z][a-z0-9_]*/)?[a-z][a-z0-9_]*)@(\d{4}-\d\d-\d\d)")


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
    folder, named = Path(text), NAMED.fullmatch(text)
    if published(folder) is not None:
        return of_report(folder, place, checkout)
    if named:
        return of_root(text, params.default_root(), {**asked, "scenario": named[1], "as_of": named[2]}, LIBRARY)
    unpacked = folder if (folder / "params").is_dir() else archive(text, place, checkout)
    if unpacked is None:
        raise params.InputError(f"{text}: a folder of a report, SCENARIO@DATE such as base@2026-01-31, a checkout or a "
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
        raise params.InputError(f"{Path(folder) / INPUTS}: it lacks {', '.join(missing)}")
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
    with tempfile.TemporaryDirectory() as place:
        try:
            used = gather.stored_record(notebooks[0])["used"]
            unpacked = archive(stored.decode().strip(), Path(place), checkout) if stored else None
            return unpacked and changes.changed(*(of_root("", root, used, None).inputs
                                                  for root in (unpacked / "params", params.default_root())))
        except (gather.BadRecord, KeyError, params.InputError):
            return None
