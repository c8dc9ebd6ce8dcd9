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
from wattbook.report.edition import MANIFEST, published

SHOWN = 40  # lines of one report
DRAWN = (".svg", ".png")  # drawings follow from numbers that are compared
OF_THE_RUN = ("commit", "packages", "python", "seconds", "started_utc")  # facts of a manifest that no input decides


def verified(folder, notebooks, checkout, jobs):
    """Check one report.

    Returns
    -------
    list of str
        What is wrong, as lines; empty where every file is as it was published and every number comes out again.
    str
        How it was checked.
    """
    folder = Path(folder).resolve()
    manifest = published(folder)
    if manifest is None:
        raise InputError(f"{folder}: it holds no report ({MANIFEST} is missing)")
    wrong = list(_files(folder, manifest))
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        same = (manifest.get("library_sha256") == gather.library_sha256()
                and manifest.get("notebooks_sha256") == gather.notebooks_sha256(notebooks))
        older = None if same else states.commit_of(manifest, place, checkout)
        if older:
            return _elsewhere(folder, older, jobs)
        found = list(_recomputed(folder, manifest, notebooks, checkout, jobs, place))
    how = "with the library here, which is the one that made it" if same else (
        "with the library and the notebooks here: those that made it are no commit of this checkout")
    return wrong + found, how


def _files(folder, manifest):
    """Files that are not as they were published."""
    listed, found = manifest.get("files"), gather.hashes(folder)
    if not isinstance(listed, dict):
        yield f"{MANIFEST}: it lists no files"
        return
    for name in sorted({*listed, *found}):
        if name not in found:
            yield f"{name}: it is gone"
        elif name not in listed:
            yield f"{name}: it was not published"
        elif listed[name] != found[name]:
            yield f"{name}: it is not as it was published"


def _elsewhere(folder, older, jobs):
    """Let the library of the commit that made the report check it."""
    environment = {**os.environ, "PYTHONPATH": str(older / "lib")}
    done = subprocess.run([sys.executable, "-m", "wattbook.report.cli", "verify", str(folder), "--notebooks",
                           str(older / "notebooks"), "--jobs", str(jobs)], capture_output=True, text=True, check=False,
                          env=environment, cwd=older / "lib")
    wrong = [line.removeprefix("wattbook: ") for line in done.stderr.splitlines()]
    return wrong if done.returncode else [], "with the library of the commit that made it"


def _recomputed(folder, manifest, notebooks, checkout, jobs, place):
    """Make the report again and yield what differs."""
    again = remade(folder, manifest, notebooks, checkout, jobs, place)
    if isinstance(again, list):
        yield from again
        return
    for path in sorted(again.rglob("*")):
        other = folder / path.relative_to(again)
        if path.is_file() and path.name != MANIFEST and other.is_file() and path.read_bytes() != other.read_bytes():
            for line in _told(other, path)[:SHOWN]:
                yield f"{path.relative_to(again)}: {line.strip()}"


def remade(folder, manifest, notebooks, checkout, jobs, place):
    """Folder of the report made again from its own inputs, or what stopped it, as a list of lines."""
    inputs = states.read_inputs(folder)
    root = params.lay(inputs["files"], place / "params")
    one = edition.settle(inputs["scenario"], str(inputs["as_of"]), inputs["overrides"], inputs["draws"], inputs["seed"], root)
    out = place / "reports"
    for before in [manifest.get("previous")] if manifest.get("previous") else []:
        beside = folder.parent.parent / before
        if beside.is_dir() and len(Path(before).parts) == 2 and ".." not in before:
            (out / before).parent.mkdir(parents=True, exist_ok=True)
            (out / before).symlink_to(beside)
    stored = os.environ.get("WATTBOOK_PARAMS")
    os.environ["WATTBOOK_PARAMS"] = str(root)
    try:
        (result,) = build.build([one], notebooks, out, jobs, checkout, again={
            name: manifest[name] for name in OF_THE_RUN if name in manifest})
    finally:
        if stored is None:
            del os.environ["WATTBOOK_PARAMS"]
        else:
            os.environ["WATTBOOK_PARAMS"] = stored
    return result.failures or result.folder


def _told(old, new):
    """What differs between two files, line by line; one line where no number does."""
    if old.suffix in DRAWN:
        found = []
    elif old.suffix == ".xlsx":
        found = _sheets(old, new)
    else:
        try:
            found = _texts(old, *(path.read_text(encoding="utf-8") for path in (old, new)))
        except ValueError as error:
            found = [f"it cannot be read: {error}"]
    return list(found) or ["it is written differently, with the same numbers"]


def _texts(path, old, new):
    """Differences between two texts of one kind."""
    if path.suffix == ".html":
        return page_differences(old, new)
    if path.suffix == ".json":
        return json_differences("", json.loads(old), json.loads(new))
    if path.suffix == ".ipynb":
        return _cells(json.loads(old)["cells"], json.loads(new)["cells"])
    return [line for number, pair in enumerate(zip(old.splitlines(), new.splitlines(), strict=False), 1) if pair[0] != pair[1]
            for line in text_differences(f"line {number}", *pair)]


def _cells(old, new):
    """Differences between the outputs of two notebooks."""
    return [f"cell {number}: {line}" for number, (one, other) in enumerate(zip(old, new, strict=False))
            for line in differences(one.get("outputs", []), other.get("outputs", []))]


def _sheets(old, new):
    """Differences between the parts of two workbooks."""
    with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
        names = sorted({*one.namelist()} & {*other.namelist()})
        return [line for name in names
                for line in text_differences(name, *(book.read(name).decode(errors="replace") for book in (one, other)))]
