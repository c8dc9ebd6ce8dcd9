"""Gather what the notebooks recorded, in a form that is the same to the byte for the same inputs."""

import hashlib
import json
import math
import platform
import re
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from wattbook import exhibit, params
from wattbook.record import MIME
from wattbook.report.edition import MANIFEST

PERCENTILES = ("p10", "p50", "p90")
FIELDS = ("name", "unit", *PERCENTILES, "definition")
HEADS = 2  # numbers of a notebook that stand for it where reports are compared
DIGITS = 12  # significant; the digits behind them differ between processors
RESULT_FOLDERS = ("lib", "notebooks", "params")  # a report says 'dirty' when one of these differs from its commit


class BadRecord(ValueError):
    """A notebook recorded its outputs wrongly, or not at all."""


def recorded(notebook, stem, asked=None):
    """What an executed notebook recorded, under its `stem`; BadRecord where it is wrong or other than what was `asked` for."""
    bundles = [output["data"][MIME] for cell in notebook.cells for output in cell.get("outputs", [])
               if MIME in output.get("data", {})]
    if len(bundles) != 1:
        raise BadRecord(f"{stem}: outputs were recorded {len(bundles)} times; once is needed")
    told, ran = bundles[0], bundles[0].get("used", {})
    if not {"headline", "outputs"} <= told.keys():
        raise BadRecord(f"{stem}: the record needs a headline and outputs; run.record(...) makes one")
    for output in told["outputs"]:
        missing, values = [name for name in FIELDS if name not in output], [output.get(name) for name in PERCENTILES]
        wrong = f"missing {', '.join(missing)}" if missing else ""
        if not wrong and set(values) != {None}:  # none where it is not defined
            if not all(isinstance(value, (int, float)) and math.isfinite(value) for value in values):
                wrong = f"{values} are not three finite numbers; record none of them where it is not defined"
            elif sorted(values) != values:
                wrong = f"P10, P50 and P90 are out of order: {values}"
        if wrong:
            raise BadRecord(f"{stem}: output {output.get('name', '?')}: {wrong}")
    others = [f"{name} {one!r} was asked for, it ran with {ran.get(name)!r}" for name, one in (asked or {}).items()
              if ran.get(name) != one]
    if others:
        raise BadRecord(f"{stem}: {'; '.join(others)}: a cell sets it again, or the cell tagged 'parameters' is not the only "
                        "one and a code cell")
    return {**told, "notebook": stem}


def exhibits(notebook, stem):
    """Exhibits of an executed notebook, in order: ``stem``, ``content`` and ``spec`` (None for a table) of each."""
    found, waiting = [], None
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        data = output.get("data", {})
        spec = next((one for mime, one in data.items() if "vegalite" in mime), None)
        if exhibit.MIME in data:
            waiting = {"stem": stem, "content": json.loads(data[exhibit.MIME]), "spec": None}
            found.append(waiting)
        elif spec and waiting and "rows" not in waiting["content"]["table"]:
            waiting["spec"], waiting = spec, None
    return found


def outputs(edition, records):
    """Put the records of all notebooks together; the same number twice belongs to the first, two numbers are a BadRecord."""
    named = {}
    for stem, output in ((record["notebook"], output) for record in records for output in record["outputs"]):
        found = {name: output[name] for name in FIELDS[1:]}
        found |= {name: float(f"{found[name]:.{DIGITS}g}") for name in PERCENTILES if found[name] is not None}
        first = named.setdefault(output["name"], {**found, "notebook": stem})
        if {**found, "notebook": first["notebook"]} != first:
            raise BadRecord(f"{stem}: output {output['name']} differs from what {first['notebook']} records")
    return {**edition.parameters(), "inputs_sha256": edition.inputs_sha256, "heads": heads(records), "outputs": named,
            "headlines": {record["notebook"]: record["headline"] for record in records}}


def heads(records):
    """Headline numbers: the first that each notebook records."""
    return list(dict.fromkeys(output["name"] for record in records for output in record["outputs"][:HEADS]))


def stored_record(path):
    """What a stored notebook recorded."""
    import nbformat

    return recorded(nbformat.read(path, as_version=4), path.stem)


def canonical(value):
    """Serialise so that equal content is equal to the byte."""
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def made_from(edition, notebooks):
    """All that decides a report, to be told before the run: whoever changes a file meanwhile changes the next one."""
    return {"inputs_sha256": edition.inputs_sha256, "knowledge_sha256": edition.knowledge_sha256,
            "library_sha256": library_sha256(), "notebooks_sha256": notebooks_sha256(notebooks),
            "python": platform.python_version(), "packages": versions()}


def notebooks_sha256(notebooks):
    """Hash of each notebook by its name."""
    return {path.stem: sha256(path.read_bytes()) for path in notebooks}


def library_sha256(folder=None):
    """Hash of a library, by default of the one that runs; `folder` is what Python is told to look for it in."""
    library = Path(folder) / "wattbook" if folder else Path(__file__).parents[1]
    return sha256(canonical({name: one for name, one in hashes(library).items() if not name.endswith(".pyc")}).encode())


def params_files():
    """Where the folder of assumptions stands, and the hash of each of its files."""
    return [str(params.default_root().resolve()), hashes(params.default_root())]


def decides(edition, made, notebooks):
    """All that decides what each notebook gives, as text: notebook, inputs, library, and every version."""
    installed = sorted({path.name for place in sys.path for path in Path(place or ".").glob("*.dist-info")})
    common = {**made, "notebooks_sha256": None, "parameters": edition.parameters(), "params": params_files(),
              "installed": installed, "machine": platform.platform()}
    return {path: canonical({**common, "notebook": [str(path), made["notebooks_sha256"][path.stem]]}) for path in notebooks}


def manifest(edition, made, seconds, outputs_text, started, root):
    """What the report was made from and with: plain values."""
    return {**edition.parameters(), "title": edition.title, "question": edition.question, "commit": commit(root), **made,
            "outputs_sha256": sha256(outputs_text.encode()),
            "seconds": {name: round(value, 2) for name, value in sorted(seconds.items())},
            "started_utc": started.strftime("%Y-%m-%dT%H:%M:%SZ")}


def hashes(place):
    """Hash of every file under a folder, but of a manifest, which will hold them."""
    return {str(path.relative_to(place)): sha256(path.read_bytes())
            for path in sorted(place.rglob("*")) if path.is_file() and path.name != MANIFEST}


def sha256(content):
    """Hash of bytes."""
    return hashlib.sha256(content).hexdigest()


def git(root, *words):
    """What git says of a checkout, in bytes; None where it knows nothing, as of a folder unpacked inside somebody else's."""
    def said(*more):
        return subprocess.run(["git", "-C", str(root), *more], capture_output=True, check=True).stdout

    try:
        above = said("rev-parse", "--show-toplevel").decode().strip()
        return said(*words) if Path(above).resolve() == Path(root).resolve() else None
    except (OSError, subprocess.CalledProcessError):
        return None


def commit(root):
    """Commit of the checkout and whether what decides a result differs from it; None where git knows nothing."""
    head, folders = git(root, "rev-parse", "HEAD"), [name for name in RESULT_FOLDERS if (Path(root) / name).exists()]
    return head and {"id": head.decode().strip(), "dirty": bool(git(root, "status", "--porcelain", "--", *folders))}


@cache
def versions():
    """Version of the package and of what it needs to run."""
    needed = [re.match(r"[\w.-]+", line)[0] for line in metadata.requires("wattbook") or [] if "extra ==" not in line]
    return {name: metadata.version(name) for name in sorted({"wattbook", *needed})}
