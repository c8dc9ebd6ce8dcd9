"""Check a report: hash every file, make the report again from its own inputs, and list every number that differs."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.report import build, edition, gather, states
from wattbook.report.differences import differences, json_differences, page_differences, text_differences
from wattbook.report.edition import CHANGES, MANIFEST, SCENARIOS, published

SHOWN = 40  # lines of one file
DRAWN = (".svg", ".png")  # drawings follow from numbers that are compared
OF_THE_RUN = ("commit", "packages", "python", "seconds", "started_utc", "previous")  # facts that no input decides


def verified(folder, notebooks, checkout, jobs):
    """What is wrong with a report, as lines, and how that was found."""
    folder = Path(folder).resolve()
    manifest = published(folder)
    if manifest is None:
        raise InputError(f"{folder}: it holds no report ({MANIFEST} is missing)")
    wrong = list(_files(manifest.get("files", {}), gather.hashes(folder)))
    with tempfile.TemporaryDirectory() as place:
        same = all(manifest.get(name) == found for name, found in (
            ("library_sha256", gather.library_sha256()), ("notebooks_sha256", gather.notebooks_sha256(notebooks))))
        older = None if same else states.commit_of(manifest, Path(place), checkout)
        if older:
            return _elsewhere(folder, older, jobs)
        wrong += _recomputed(folder, manifest, notebooks, checkout, jobs, Path(place))
    return wrong, "with the library here, which is the one that made it" if same else (
        "with the library and the notebooks here: those that made it are no commit of this checkout")


def _files(listed, found):
    """Files that are not as they were published."""
    for name in sorted({*listed, *found}):
        if listed.get(name) != found.get(name):
            yield f"{name}: it {'is gone' if name not in found else 'is not as it was' if name in listed else 'was not'}" + (
                " published" if name in found else "")


def _elsewhere(folder, older, jobs):
    """Let the library of the commit that made the report check it."""
    done = subprocess.run([sys.executable, "-m", "wattbook.report.cli", "verify", str(folder), "--notebooks",
                           str(older / "notebooks"), "--jobs", str(jobs)], capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(older / "lib")}, cwd=older / "lib")
    wrong = [line.removeprefix("wattbook: ") for line in done.stderr.splitlines()]
    return wrong if done.returncode else [], "with the library of the commit that made it"


def _recomputed(folder, manifest, notebooks, checkout, jobs, place):
    """Make the report again and yield what differs."""
    again = _remade(folder, manifest, notebooks, checkout, jobs, place)
    if isinstance(again, list):
        yield from again
        return
    for path in sorted(again.rglob("*")):
        name = path.relative_to(again)
        other = folder / name
        if path.is_file() and path.name != MANIFEST and other.is_file() and path.read_bytes() != other.read_bytes():
            found = list(_told(other, path))[:SHOWN] or ["it is written differently, with the same numbers"]
            yield from (f"{name}: {line.strip()}" for line in found)


def _remade(folder, manifest, notebooks, checkout, jobs, place):
    """Folder of the report made again from its own inputs, or what stopped it, as a list of lines."""
    inputs = states.read_inputs(folder)
    root = params.lay(inputs["files"], place / "params")
    one = edition.settle(*(str(inputs[name]) if name == "as_of" else inputs[name] for name in states.ASKED), root)
    before = folder.parent.parent / str(manifest.get("previous"))
    again = {name: manifest[name] for name in OF_THE_RUN if name in manifest}
    # Where the report before is not beside this one, what changed since cannot be told again: it is taken as it stands.
    again["changes"] = before if published(before) else edition.read_json(folder / CHANGES, "words") if (
        manifest.get("previous")) else None
    again["compared"] = edition.read_json(folder / SCENARIOS, one.scenario) if (folder / SCENARIOS).is_file() else {}
    stored = os.environ.get("WATTBOOK_PARAMS")
    os.environ["WATTBOOK_PARAMS"] = str(root)
    try:
        (result,) = build.build([one], notebooks, place / "reports", jobs, checkout, again=again)
    finally:
        os.environ.pop("WATTBOOK_PARAMS")
        if stored is not None:
            os.environ["WATTBOOK_PARAMS"] = stored
    return result.failures or result.folder


def _told(old, new):
    """What differs between two files, line by line."""
    if old.suffix == ".xlsx":
        with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
            for name in sorted({*one.namelist()} & {*other.namelist()}):
                yield from text_differences(name, *(book.read(name).decode(errors="replace") for book in (one, other)))
    elif old.suffix not in DRAWN:
        try:
            yield from _texts(old.suffix, *(path.read_text(encoding="utf-8") for path in (old, new)))
        except ValueError as error:
            yield f"it cannot be read: {error}"


def _texts(suffix, old, new):
    """Differences between two texts of one kind."""
    if suffix == ".html":
        yield from page_differences(old, new)
    elif suffix == ".json":
        yield from json_differences("", json.loads(old), json.loads(new))
    elif suffix == ".ipynb":
        for number, cells in enumerate(zip(*(json.loads(text)["cells"] for text in (old, new)), strict=False)):
            yield from (f"cell {number}: {line}" for line in differences(*(cell.get("outputs", []) for cell in cells)))
    else:
        for number, pair in enumerate(zip(old.splitlines(), new.splitlines(), strict=False), 1):
            yield from text_differences(f"line {number}", *pair)
