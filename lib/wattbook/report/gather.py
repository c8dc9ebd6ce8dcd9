"""Gather what the notebooks recorded, in a form that is the same to the byte for the same inputs."""

import hashlib
import json
import math
import platform
import subprocess
from importlib import metadata
from pathlib import Path

from wattbook.record import ASKED, MIME

FIELDS = ("name", "unit", "p10", "p50", "p90", "definition")
PERCENTILES = ("p10", "p50", "p90")
DIGITS = 12  # significant; the digits behind them differ between processors
SAME = 1e-9  # relative difference below which an output has not moved
RESULT_FOLDERS = ("lib", "notebooks", "params")  # a report says 'dirty' when one of these differs from its commit


class BadRecord(ValueError):
    """A notebook recorded its outputs wrongly, or not at all."""


def recorded(notebook, stem):
    """Return what an executed notebook recorded.

    Parameters
    ----------
    notebook : NotebookNode
        Executed notebook.
    stem : str
        Name of its file, for messages.

    Returns
    -------
    dict
        ``notebook``, ``question``, ``headline`` and ``outputs``.

    Raises
    ------
    BadRecord
        Nothing was recorded, or more than once, or a record is not sound.
    """
    bundles = [output["data"][MIME] for cell in notebook.cells for output in cell.get("outputs", [])
               if MIME in output.get("data", {})]
    if len(bundles) != 1:
        raise BadRecord(f"{stem}: outputs were recorded {len(bundles)} times; once is needed")
    for output in bundles[0]["outputs"]:
        _check(output, stem)
    return {**bundles[0], "notebook": stem}


def refuse_other_run(record, asked):
    """Refuse a record of a run with other settings than were asked for.

    Raises
    ------
    BadRecord
        Names the notebook, what was asked for and what it really ran with.
    """
    ran = record.get("used", {})
    wrong = [f"{name} {asked[name]!r} was asked for, it ran with {ran.get(name)!r}"
             for name in ASKED if ran.get(name) != asked[name]]
    if wrong:
        raise BadRecord(f"{record['notebook']}: {'; '.join(wrong)}: a cell sets it again, or the cell tagged 'parameters' is "
                        "not the only one and a code cell")


def _check(output, stem):
    missing = [name for name in FIELDS if name not in output]
    if missing:
        raise BadRecord(f"{stem}: output {output.get('name', '?')}: missing {', '.join(missing)}")
    values = [output[name] for name in PERCENTILES]
    if values == [None] * len(values):
        return  # not defined
    if not all(isinstance(value, (int, float)) and math.isfinite(value) for value in values):
        raise BadRecord(f"{stem}: output {output['name']}: {values} are not three finite numbers; "
                        "record none of them where it is not defined")
    if sorted(values) != values:
        raise BadRecord(f"{stem}: output {output['name']}: P10, P50 and P90 are out of order: {values}")


def outputs(edition, records):
    """Put the records of all notebooks together.

    Parameters
    ----------
    edition : Edition
        What was asked for.
    records : list of dict
        One a notebook, from `recorded`.

    Returns
    -------
    dict
        Ready for `canonical`.

    Raises
    ------
    BadRecord
        Two notebooks give different numbers for the same name. The same number twice belongs to the first.
    """
    named = {}
    for record in records:
        for output in record["outputs"]:
            kept = {name: output[name] for name in FIELDS[1:]}
            kept.update({name: _rounded(output[name]) for name in PERCENTILES})
            first = named.setdefault(output["name"], {**kept, "notebook": record["notebook"]})
            if {**kept, "notebook": first["notebook"]} != first:
                raise BadRecord(f"{record['notebook']}: output {output['name']} differs from what {first['notebook']} records")
    headlines = {record["notebook"]: record["headline"] for record in records}
    return {**edition.parameters(), "inputs_sha256": edition.inputs_sha256, "headlines": headlines, "outputs": named}


def _rounded(value):
    return None if value is None else float(f"{value:.{DIGITS}g}")


def canonical(value):
    """Serialise so that equal content is equal to the byte.

    Examples
    --------
    >>> canonical({"b": 1.0, "a": None})
    '{\\n "a": null,\\n "b": 1.0\\n}\\n'
    """
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def moved(old, new):
    """List the outputs that moved.

    Parameters
    ----------
    old, new : dict
        name -> record with p10, p50 and p90.

    Returns
    -------
    list of tuple
        (name, percentile, old value, new value) in order of name; None where it was or is missing.

    Examples
    --------
    >>> one = {"cost": {"p10": 1.0, "p50": 2.0, "p90": 3.0}}
    >>> moved(one, {"cost": {"p10": 1.0, "p50": 2.5, "p90": 3.0}})
    [('cost', 'p50', 2.0, 2.5)]
    """
    return [(name, percentile, before, after)
            for name in sorted({*old, *new}) for percentile in PERCENTILES
            for before, after in [(old.get(name, {}).get(percentile), new.get(name, {}).get(percentile))]
            if not _same(before, after)]


def _same(before, after):
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=SAME)


def manifest(edition, seconds, outputs_text, notebooks, started, root):
    """What the report was made from and with.

    Parameters
    ----------
    edition : Edition
        What was asked for.
    seconds : dict
        Notebook -> run time [s].
    outputs_text : str
        Content of outputs.json.
    notebooks : list of Path
        The notebooks as stored.
    started : datetime
        When the run began, in UTC.
    root : Path
        Folder of the checkout.

    Returns
    -------
    dict
        Plain values.
    """
    return {
        **edition.parameters(), "title": edition.title,
        "commit": commit(root), "inputs_sha256": edition.inputs_sha256, "outputs_sha256": _sha256(outputs_text.encode()),
        "notebooks_sha256": {path.stem: _sha256(path.read_bytes()) for path in notebooks},
        "seconds": {name: round(value, 2) for name, value in sorted(seconds.items())},
        "started_utc": started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "python": platform.python_version(), "packages": versions(),
    }


def _sha256(content):
    return hashlib.sha256(content).hexdigest()


def commit(root):
    """Commit of the checkout and whether what decides a result differs from it; None where git knows nothing."""
    def git(*words):
        return subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True).stdout.strip()

    try:
        if Path(git("rev-parse", "--show-toplevel")).resolve() != Path(root).resolve():
            return None  # unpacked inside somebody else's repository
        folders = [name for name in RESULT_FOLDERS if (Path(root) / name).exists()]
        return {"id": git("rev-parse", "HEAD"), "dirty": bool(git("status", "--porcelain", "--", *folders))}
    except (OSError, subprocess.CalledProcessError):
        return None


def versions():
    """Version of the package and of what it needs to run."""
    own = metadata.distribution("wattbook")
    needed = [name for line in own.requires or [] if "extra ==" not in line
              for name in [line.split(";")[0].split("[")[0].rstrip("<>=!~0123456789. ,").strip()]]
    return {name: metadata.version(name) for name in sorted({"wattbook", *needed})}
