"""Check a report: hash every file, make the report again from its own inputs, and list every number that differs."""

import os
import subprocess
import sys
from pathlib import Path

from wattbook.params import InputError
from wattbook.report import build, edition, gather, pack, places, states
from wattbook.report.differences import file_differences
from wattbook.report.edition import CHANGES, MANIFEST, SCENARIOS, published

SHOWN = 40  # lines of one file
OF_THE_RUN = ("commit", "packages", "python", "seconds", "started_utc", "previous")  # facts that no input decides


def verified(folder, notebooks, checkout, jobs):
    """What is wrong with a report, as lines, and how that was found."""
    folder = Path(folder).resolve()
    manifest = published(folder)
    if manifest is None:
        raise InputError(f"{folder}: it holds no report ({MANIFEST} is missing); name a folder such as reports/2026-01-31/base")
    same = all(manifest.get(name) == found for name, found in (
        ("library_sha256", gather.library_sha256()), ("notebooks_sha256", gather.notebooks_sha256(notebooks))))
    with places.scratch() as place:
        older = None if same else states.commit_of(manifest, place, checkout)
        if older:  # its own library checks it
            done = subprocess.run([sys.executable, "-m", "wattbook.report.cli", "verify", str(folder), "--notebooks",
                                   str(older / "notebooks"), "--jobs", str(jobs)], capture_output=True, text=True, check=False,
                                  env={**os.environ, "PYTHONPATH": str(older / "lib")}, cwd=older / "lib")
            wrong = [line.removeprefix("wattbook: ") for line in done.stderr.splitlines()]
            return wrong if done.returncode else [], "with the library of the commit that made it"
        listed, found = manifest.get("files", {}), gather.hashes(folder)
        wrong = [f"{name}: " + ("it is gone" if name not in found else "it was not published" if name not in listed else
                                "it is not as it was published")
                 for name in sorted({*listed, *found}) if listed.get(name) != found.get(name)]
        wrong += pack.broken(folder.parent.parent / pack.STATIC)
        wrong += _recomputed(folder, manifest, notebooks, checkout, jobs, place)
    return wrong, "with the library here, which is the one that made it" if same else (
        "with the library and the notebooks here: those that made it are no commit of this checkout")


def _recomputed(folder, manifest, notebooks, checkout, jobs, place):
    """Make the report again from its own inputs and yield what differs, or what stopped it."""
    asked = states.asked_again(states.read_inputs(folder), place / "params")
    before = folder.parent.parent / str(manifest.get("previous"))
    again = {name: manifest[name] for name in OF_THE_RUN if name in manifest}
    # Where the report before is not beside this one, what changed since cannot be told again: it is taken as it stands.
    again["changes"] = before if published(before) else edition.read_json(folder / CHANGES, "words") if (
        manifest.get("previous")) else None
    again["compared"] = edition.read_json(folder / SCENARIOS, asked["scenario"]) if (folder / SCENARIOS).is_file() else {}
    stored = dict(os.environ)
    os.environ["WATTBOOK_PARAMS"] = str(asked["root"])
    try:
        (result,) = build.build([edition.settle(**asked)], notebooks, place / "reports", jobs, checkout, again=again,
                                lean=manifest.get("lean", False))
    finally:
        os.environ.clear()
        os.environ.update(stored)
    yield from result.failures
    for path in sorted(result.folder.rglob("*")) if not result.failures else ():
        name, other = path.relative_to(result.folder), folder / path.relative_to(result.folder)
        if path.is_file() and path.name != MANIFEST and other.is_file() and path.read_bytes() != other.read_bytes():
            try:
                found = list(file_differences(other, path))[:SHOWN] or ["it is written differently, with the same numbers"]
            except ValueError as error:
                found = [f"it cannot be read: {error}"]
            yield from (f"{name}: {line.strip()}" for line in found)
