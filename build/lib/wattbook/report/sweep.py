"""Sweeps: many scenarios, dates, changes and seeds, of the model alone or of whole reports, here or on a cluster.

A cell is one set of inputs, named after all that decides what it gives: what is there already is not reckoned again. Whoever
reckons a cell writes it, so that processes share nothing but the folder; that may be an address such as ``s3://bucket/sweep``.
"""

import datetime
import io
import itertools
import json
import os
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.params.files import read_yaml
from wattbook.report import build, edition, gather, memory, workers

INPUTS = {"scenario": "base", "as_of": None, "seed": 1, "draws": 2000}
WIDE = 20_000  # draws from which on they are reckoned in blocks
CHUNK, PARTS = 16, 4  # cells that a process reckons at most; pieces of work for each
AT_ONCE = 16  # files read at the same time
PROTOCOLS = ("file", "local")
_alone = threading.Lock()  # one process runs one set of notebooks at a time


def read_grid(path):
    """Cells and numbers of a grid: a list under ``cells``, or all combinations of what is listed."""
    grid = read_yaml(path)
    allowed = {"numbers", "cells"} if "cells" in grid else {"numbers", "set", *INPUTS}
    for name in grid:
        if name not in allowed:
            raise InputError(f"{path}: found {name!r}{params.nearest(name, allowed)}; allowed: {', '.join(sorted(allowed))}")
    if "cells" in grid:
        given = [{**INPUTS, "set": {}, **one} for one in grid["cells"]]
    else:
        lists = [_listed(grid.get(name, default)) for name, default in INPUTS.items()]
        changes = [dict(zip(grid.get("set", {}), one, strict=True))
                   for one in itertools.product(*map(_listed, grid.get("set", {}).values()))]
        given = [dict(zip([*INPUTS, "set"], one, strict=True)) for one in itertools.product(*lists, changes)]
    today = datetime.date.today()
    cells = [{"scenario": one["scenario"], "as_of": str(one["as_of"] or today), "overrides": one["set"], "draws": one["draws"],
              "seed": one["seed"]} for one in given]
    return cells, grid.get("numbers")


def _listed(found):
    return found if isinstance(found, list) else [found]


class Folder:
    """A folder on a disk or in a store of objects; a file in it is whole or not there."""

    def __init__(self, address):
        try:
            import fsspec
            import pyarrow  # noqa: F401
        except ImportError as error:
            raise InputError(f"a sweep needs {error.name}: pip install 'wattbook[cluster]'") from None
        self.address = str(address)
        self.system, self.root = fsspec.url_to_fs(self.address)

    def names(self, ending):
        """Names of the files in it, less their ending."""
        found = self.system.ls(self.root, detail=False) if self.system.exists(self.root) else []
        return {name.rsplit("/", 1)[-1].removesuffix(ending) for name in found if name.endswith(ending)}

    def read(self, name):
        """Bytes of a file."""
        return self.system.cat_file(f"{self.root}/{name}")

    def write(self, name, content):
        """Write a file, at once."""
        path = f"{self.root}/{name}"
        if self.system.protocol[0] not in PROTOCOLS:  # a store shows nothing before all has come
            self.system.pipe_file(path, content)
            return
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        half = Path(f"{path}.{os.getpid()}.{threading.get_ident()}.part")
        half.write_bytes(content)
        half.replace(path)

    def put(self, folder, name):
        """Copy a folder into it."""
        self.system.put(f"{folder}/", f"{self.root}/{name}/", recursive=True)


def sweep(grid, out, jobs, dask=None, reports=None, timeout=600):
    """Reckon all cells of a grid that are not there yet, and join the numbers; `reports` are notebooks to run instead.

    Returns
    -------
    list of (dict, str)
        Cells that failed, and why.
    int
        How many cells there are.
    str
        Address of the joined numbers, or of the reports.
    """
    cells, numbers = read_grid(grid)
    ending, folder = ".json" if reports else ".parquet", Folder(f"{out}/cells")
    if not reports:
        numbers = numbers or recorded()
    shared = [numbers, gather.library_sha256(), gather.params_files(), gather.notebooks_sha256(reports) if reports else None]
    named = {gather.short_sha256([one, *shared]): one for one in cells}
    there = folder.names(ending)
    left = {name: one for name, one in named.items() if name not in there}
    if not dask:
        memory.refuse_too_many(max((one["draws"] for one in left.values() if one["draws"] < WIDE or reports), default=1), jobs)
    work = [str(out), numbers, [str(path) for path in reports or ()], timeout]
    with build.stoppable():
        why = dict(_with_bar((_on_cluster if dask else _here)(left, work, dask or jobs), len(left)))
    there = folder.names(ending)  # whatever was said: what is there is there
    failed = [(one, why.get(name) or "it is not there") for name, one in named.items() if name not in there]
    address = f"{out}/reports" if reports else _joined(folder, named, out)
    return failed, len(cells), address


def recorded():
    """Every number that the stored notebooks record."""
    from wattbook.report.cli import CHECKOUT
    from wattbook.report.run import find_notebooks

    found = [one["name"] for path in find_notebooks(CHECKOUT / "notebooks") for one in gather.stored_record(path)["outputs"]]
    return list(dict.fromkeys(found))


def _with_bar(ended, total):
    from tqdm import tqdm

    return tqdm(ended, total=total, unit="cell", disable=None, leave=False)


def _here(left, work, jobs):
    """Reckon cells on this machine; yield the name of each and why it failed, or None."""
    if work[2]:
        yield from reckon(list(left.items()), *work, jobs)
        return
    for cell in [one for one in left.items() if one[1]["draws"] >= WIDE]:  # its blocks keep all processes busy
        yield from reckon([cell], *work, jobs)
    left = {name: one for name, one in left.items() if one["draws"] < WIDE}
    size = min(CHUNK, -(-len(left) // (jobs * PARTS)) or 1)
    chunks = [list(left.items())[start:start + size] for start in range(0, len(left), size)]
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
    from wattbook.report import blocks
    from wattbook.run import open_run

    if asked["draws"] < WIDE:
        run = open_run(**asked)
        rows = [run.summary(key) for key in numbers]
    else:
        with blocks.wide(params.load(**{**asked, "draws": 1}), asked["draws"], numbers, jobs) as run:
            rows = [run.summary(key) for key in numbers]
    told = {"cell": name, **asked, "overrides": json.dumps(asked["overrides"], sort_keys=True)}
    _write_table(Folder(f"{out}/cells"), f"{name}.parquet", [
        {**told, "number": row["name"], **{field: row[field] for field in ("unit", "p10", "p50", "p90")}} for row in rows])


def _reported(cells, out, notebooks, timeout, jobs):
    """Make reports and put them in their place; editions of the same date, draws and seed are made together."""
    told, groups = [], {}
    for name, asked in cells.items():
        groups.setdefault((asked["as_of"], asked["draws"], asked["seed"]), []).append((name, asked))
    for group in groups.values():
        made, names = [], {}
        for name, asked in group:
            try:
                made.append(edition.settle(**asked))
                names[made[-1].name] = name
            except InputError as error:
                told.append((name, str(error)))
        with tempfile.TemporaryDirectory(prefix="wattbook-") as place:
            for result in build.build(made, notebooks, Path(place), jobs, Path(place), timeout) if made else []:
                name = names[result.edition.name]
                why = "; ".join(result.failures) or _tried(_put, out, name, cells[name], result)
                told.append((name, why))
    return told


def _put(out, name, asked, result):
    where = f"{asked['as_of']}/{result.folder.name}-{name[:8]}"
    Folder(f"{out}/reports").put(result.folder, where)
    Folder(f"{out}/cells").write(f"{name}.json", json.dumps({**asked, "report": where}).encode())


def _write_table(folder, name, rows):
    import pyarrow
    from pyarrow import parquet

    content = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows), content)
    folder.write(name, content.getvalue())


def _joined(folder, named, out):
    """Join the numbers of all cells that are there, in the order of the grid; returns the address of the file."""
    import pyarrow
    from pyarrow import parquet

    there = folder.names(".parquet")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = pool.map(lambda name: parquet.read_table(io.BytesIO(folder.read(f"{name}.parquet"))),
                        [name for name in named if name in there])
        tables = list(read)
    if not tables:
        return f"{out}/cells"
    content = io.BytesIO()
    parquet.write_table(pyarrow.concat_tables(tables, promote_options="default"), content)
    Folder(out).write("outputs.parquet", content.getvalue())
    return f"{out}/outputs.parquet"
