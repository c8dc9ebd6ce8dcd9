"""What a comparison compares: a folder of assumptions as known on a date, how it was asked, and a library."""

import datetime
import io
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from wattbook import params
from wattbook.params.files import read_yaml
from wattbook.params.snapshot import known_files
from wattbook.report import changes, gather
from wattbook.report.edition import INPUTS, OUTPUTS, published, read_json

LIBRARY = Path(__file__).parents[2]
NAMED = re.compile(r"([a-z][a-z0-9_]*)@(\d{4}-\d\d-\d\d)")
ARCHIVED = ("lib", "notebooks", "params")


@dataclass(frozen=True)
class State:
    """One side of a comparison."""

    said: str  # for readers
    files: dict  # of assumptions, as known on the date
    asked: dict  # scenario, as_of, overrides, draws, seed
    library: Path | None  # None where it is not to be had
    outputs: dict = field(default_factory=dict)  # as published, where it is a report
    heads: tuple = ()  # its headline numbers

    @property
    def as_of(self):
        """Its date."""
        return self.asked["as_of"]


def opened(text, place, checkout, asked):
    """What a text names: the folder of a report, SCENARIO@DATE, a checkout, or a revision of git.

    `place` is an empty folder for what has to be unpacked; `asked` holds the settings of what is no report.
    """
    folder, named = Path(text), NAMED.fullmatch(text)
    if published(folder) is not None:
        return of_report(folder, place, checkout)
    if named:
        return of_root(text, params.default_root(), {**asked, "scenario": named[1], "as_of": named[2]}, LIBRARY)
    if (folder / "params").is_dir():
        own = folder / "lib"
        return of_root(text, folder / "params", asked, own.resolve() if own.is_dir() else LIBRARY)
    unpacked = archive(text, place, checkout)
    if unpacked is None:
        raise params.InputError(f"{text}: a folder of a report, SCENARIO@DATE such as base@2026-01-31, a checkout or a "
                                "revision of git is needed")
    return of_root(text, unpacked / "params", asked, unpacked / "lib")


def of_root(said, root, asked, library):
    """State of a folder of assumptions."""
    book = params.load(asked["scenario"], asked["as_of"], asked["overrides"], root=root)
    day = str(book.as_of)
    return State(said, known_files(Path(root), asked["scenario"], book.as_of), {**asked, "as_of": day}, library)


def of_report(folder, place, checkout):
    """State of a published report; its library is the one here if it is the same, else that of its commit."""
    manifest, inputs = published(folder), read_inputs(folder)
    asked = {name: inputs[name] for name in ("scenario", "as_of", "overrides", "draws", "seed")}
    asked["as_of"] = str(asked["as_of"])
    told = read_json(folder / OUTPUTS, "outputs")
    return State(f"{folder.name}@{asked['as_of']}", inputs["files"], asked, library_of(manifest, place, checkout),
                 told["outputs"], tuple(told.get("heads", ())))


def read_inputs(folder):
    """The inputs of a report, or the message that they are broken."""
    inputs = read_yaml(Path(folder) / INPUTS)
    missing = [name for name in ("scenario", "as_of", "overrides", "draws", "seed", "files") if name not in inputs]
    if missing:
        raise params.InputError(f"{Path(folder) / INPUTS}: it lacks {', '.join(missing)}")
    return inputs


def library_of(manifest, place, checkout):
    """Folder of the library that a report was made with, or None where it is not to be had."""
    if manifest.get("library_sha256") == gather.library_sha256():
        return LIBRARY
    unpacked = commit_of(manifest, place, checkout)
    return unpacked and unpacked / "lib"


def commit_of(manifest, place, checkout):
    """Library, notebooks and assumptions of the commit that a report was made from, or None where they are not to be had."""
    commit = manifest.get("commit") or {}
    if commit.get("dirty", True) or not re.fullmatch(r"[0-9a-f]{40,64}", str(commit.get("id"))):
        return None
    return archive(commit["id"], place, checkout)


def archive(revision, place, checkout):
    """Unpack what decides a result from a revision into a new folder under `place`; None where there is no such revision."""
    def git(*words):
        return subprocess.run(["git", "-C", str(checkout), *words], capture_output=True, text=True, check=True).stdout.strip()

    try:
        commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if Path(git("rev-parse", "--show-toplevel")).resolve() != Path(checkout).resolve():
            return None
        wanted = [name for name in git("ls-tree", "--name-only", commit).split() if name in ARCHIVED]
    except (OSError, subprocess.CalledProcessError):
        return None
    folder = place / commit
    if not folder.exists():
        packed = subprocess.run(["git", "-C", str(checkout), "archive", commit, *wanted], capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archived:
            archived.extractall(folder, filter="data")
    return folder


def since_stored(checkout, root, used):
    """Inputs that changed since the commit that last stored the notebooks; None where git does not know one.

    `root` is the folder of assumptions, `used` what the stored notebooks ran with.
    """
    told = subprocess.run(["git", "-C", str(checkout), "log", "-1", "--format=%H", "--", "notebooks"], capture_output=True,
                          text=True, check=False)
    with tempfile.TemporaryDirectory() as place:
        unpacked = archive(told.stdout.strip(), Path(place), checkout) if told.stdout.strip() else None
        if unpacked is None:
            return None
        day = datetime.date.fromisoformat(used["as_of"])
        return changes.changed(*(known_files(Path(folder), used["scenario"], day) for folder in (unpacked / "params", root)))
