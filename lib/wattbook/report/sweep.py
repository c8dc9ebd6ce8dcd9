"""Sweeps: many scenarios, dates, changes and seeds, of the model alone or of whole reports, here or on a cluster.

A cell is one set of inputs, named after all that decides what it gives: what is there already is not reckoned again. Whoever
reckons a cell writes it, so that processes share nothing but the folder; that may be an address such as ``s3://bucket/sweep``.
"""

import datetime
import io
import itertools
import json
import threading
import uuid
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.params.errors import check_fields, check_text, check_whole, each, of_kind, refuse
from wattbook.params.files import read_yaml
from wattbook.report import build, edition, gather, memory, places, workers
from wattbook.units import FEWEST

INPUTS = {"scenario": "base", "as_of": None, "seed": 1, "draws": 2000}
CELL = {"scenario": check_text, "as_of": None, "seed": partial(check_whole, least=0),
        "draws": partial(check_whole, least=FEWEST), "set": of_kind(dict, "a mapping of assumption: number is needed")}
WIDE = 10_000  # draws from which on they are reckoned in blocks
NAMED = 16  # characters of the name of a cell
CHUNK, PARTS = 16, 4  # cells that a process reckons at most; pieces of work for each
COLUMNS = {**dict.fromkeys(("cell", "scenario", "as_of", "overrides"), "string"), "draws": "int64", "seed": "int64",
           "number": "string", "unit": "string", **dict.fromkeys(("p10", "p50", "p90"), "float64")}
_alone = threading.Lock()  # one process runs one set of notebooks at a time


def read_grid(path):
    """Cells and numbers of a grid: a list under ``cells``, or all combinations of what is listed."""
    grid = read_yaml(path)
    ways = {"numbers": each(check_text, "a list of keys such as npv_usd is needed", 1)}
    ways |= {"cells": each(None, "a list of cells is needed")} if "cells" in grid else dict.fromkeys(INPUTS)
    check_fields(path, "grid", grid, ways if "cells" in grid else ways | {"set": CELL["set"]}, within="")
    given = grid["cells"] if "cells" in grid else [
        {**one, "set": changes} for one in _combined({name: grid.get(name, default) for name, default in INPUTS.items()})
        for changes in _combined(grid.get("set", {}))]
    for place, one in enumerate(given or refuse(path, "grid", [], "at least one cell is needed; no list may be empty"), 1):
        check_fields(path, f"cell {place}", one, CELL)
    cells = [{"scenario": one["scenario"], "as_of": str(one["as_of"] or datetime.date.today()), "overrides": one["set"],
              "draws": one["draws"], "seed": one["seed"]} for one in ({**INPUTS, "set": {}, **one} for one in given)]
    return cells, grid.get("numbers")


def _combined(lists):
    """All combinations of what stands under some names."""
    listed = [one if isinstance(one, list) else [one] for one in lists.values()]
    return [dict(zip(lists, one, strict=True)) for one in itertools.product(*listed)]


class Folder:
    """A folder on a disk or in a store of objects; a file in it is whole or not there."""

    def __init__(self, address):
        try:
            import fsspec
            import pyarrow  # noqa: F401
        except ImportError as error:
            raise InputError(f"a sweep needs {error.name}: pip install 'wattbook[cluster]'") from None
        self.system, self.root = fsspec.url_to_fs(str(address))

    def names(self, ending):
        """Names of the files in it, less their ending."""
        found = self.system.ls(self.root, detail=False, refresh=True) if self.system.exists(self.root) else []
        return {name.rsplit("/", 1)[-1].removesuffix(ending) for name in found if name.endswith(ending)}

    def write(self, name, content):
        """Write a file, at once: a store of objects shows nothing before all has come."""
        path = f"{self.root}/{name}"
        if "file" not in self.system.protocol:
            self.system.pipe_file(path, content)
            return
        half = Path(f"{path}.{uuid.uuid4().hex}.part")
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(path)

    def write_table(self, name, table):
        """Write a table as Parquet."""
        from pyarrow import parquet

        content = io.BytesIO()
        parquet.write_table(table, content)
        self.write(name, content.getvalue())


def sweep(grid, out, jobs, dask=None, reports=None, timeout=600):
    """Reckon all cells of a grid that are not there yet, and join the numbers; `reports` are notebooks to run instead.
    Returns the cells that failed and why, how many there are, and the address of the joined numbers, or of the reports."""
    cells, numbers = read_grid(grid)
    ending, folder = ".json" if reports else ".parquet", Folder(f"{out}/cells")
    if not reports:
        numbers = numbers or recorded()
    shared = [numbers, gather.library_sha256(), gather.params_files(), gather.notebooks_sha256(reports) if reports else None]
    named = {gather.sha256(gather.canonical([one, *shared]).encode())[:NAMED]: one for one in cells}
    there = folder.names(ending)
    left = {name: one for name, one in named.items() if name not in there}
    if not dask:
        memory.refuse_too_many(max((one["draws"] for one in left.values() if one["draws"] < WIDE or reports), default=1), jobs)
    work = [str(out), numbers, [str(path) for path in reports or ()], timeout]
    with build.stoppable():
        why = dict(build.with_bar((_on_cluster if dask else _here)(left, work, dask or jobs), len(left), "cell"))
    there = folder.names(ending)  # whatever was said: what is there is there
    failed = [(one, why.get(name) or "it is not there") for name, one in named.items() if name not in there]
    return failed, len(cells), f"{out}/reports" if reports else _joined(folder, [name for name in named if name in there], out)


def recorded():
    """Every number that the stored notebooks record."""
    from wattbook.report.cli import CHECKOUT
    from wattbook.report.run import find_notebooks

    return list(dict.fromkeys(one["name"] for path in find_notebooks(CHECKOUT / "notebooks")
                              for one in gather.stored_record(path)["outputs"]))


def _here(left, work, jobs):
    """Reckon cells on this machine; yield the name of each and why it failed, or None."""
    busy = [cell for cell in left.items() if work[2] or cell[1]["draws"] >= WIDE]  # they keep all processes busy
    for cells in [busy] if work[2] else [[cell] for cell in busy]:
        yield from reckon(cells, *work, jobs)
    rest = [] if work[2] else [cell for cell in left.items() if cell[1]["draws"] < WIDE]
    size = min(CHUNK, -(-len(rest) // (jobs * PARTS)) or 1)
    chunks = [rest[start:start + size] for start in range(0, len(rest), size)]
    for place, told, error in workers.side_by_side(reckon, [(chunk, *work) for chunk in chunks], jobs):
        yield from [(name, str(error)) for name, _ in chunks[place]] if error else told


def _on_cluster(left, work, address):
    """Reckon cells on a cluster that runs already. A worker that is lost is no loss: its cells go to another."""
    from distributed import Client, as_completed

    with Client(address) as client:
        futures = {client.submit(reckon, [cell], *work, key=f"wattbook-{cell[0]}", pure=False): cell[0]
                   for cell in left.items()}
        for future in as_completed(futures):
            try:
                yield from future.result()
            except Exception as error:  # its workers died, again and again
                yield futures[future], f"{type(error).__name__}: {error}"


def reckon(cells, out, numbers, notebooks, timeout, jobs=1):
    """Reckon some cells and write each; returns the name of each and why it failed, or None."""
    if notebooks:
        with _alone:
            return _reported(dict(cells), out, [Path(path) for path in notebooks], timeout, jobs)
    return [(name, _tried(_reckoned, out, name, asked, numbers, jobs)) for name, asked in cells]


def _tried(function, *arguments):
    """Why a call failed, or None."""
    try:
        function(*arguments)
    except Exception as error:  # whatever it is, the other cells go on
        return str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"
    return None


def _reckoned(out, name, asked, numbers, jobs):
    """Write the numbers of one cell."""
    import pyarrow

    from wattbook.report import blocks
    from wattbook.run import open_run

    opened = nullcontext(open_run(**asked)) if asked["draws"] < WIDE else blocks.wide(
        params.load(**{**asked, "draws": 1}), asked["draws"], numbers, jobs)
    with opened as run:
        rows = [run.summary(key) for key in numbers]
    told = {"cell": name, **asked, "overrides": json.dumps(asked["overrides"], sort_keys=True)}
    schema = pyarrow.schema([(column, pyarrow.type_for_alias(kind)) for column, kind in COLUMNS.items()])
    Folder(f"{out}/cells").write_table(f"{name}.parquet", pyarrow.Table.from_pylist(
        [{**row, **told, "number": row["name"]} for row in rows], schema))


def _reported(cells, out, notebooks, timeout, jobs):
    """Make reports and put them in their place; editions of the same date, draws and seed are made together."""
    told, groups = [], {}
    for name, asked in cells.items():
        try:
            made = edition.settle(**asked)
            groups.setdefault((asked["as_of"], asked["draws"], asked["seed"]), {})[made.name] = name, made
        except InputError as error:
            told.append((name, str(error)))
    for group in groups.values():
        with places.scratch() as place:
            editions = [made for _, made in group.values()]
            for result in build.build(editions, notebooks, place, jobs, place, timeout):
                name, _ = group[result.edition.name]
                told.append((name, "; ".join(result.failures) or _tried(_put, out, name, cells[name], result)))
    return told


def _put(out, name, asked, result):
    where, reports = f"{asked['as_of']}/{result.folder.name}-{name[:8]}", Folder(f"{out}/reports")
    reports.system.put(f"{result.folder}/", f"{reports.root}/{where}/", recursive=True)
    Folder(f"{out}/cells").write(f"{name}.json", json.dumps({**asked, "report": where}).encode())


def _joined(folder, names, out):
    """Join the numbers of some cells; returns the address of the file."""
    from pyarrow import dataset

    if not names:
        return f"{out}/cells"
    cells = dataset.dataset([f"{folder.root}/{name}.parquet" for name in names], filesystem=folder.system)
    Folder(out).write_table("outputs.parquet", cells.to_table())
    return f"{out}/outputs.parquet"
