"""What takes how long beside the stock tools, as ratios within one run: ``make benchmarks`` or, with ARGS, some of them.

Names: cells, report, nbval, sweep, draws, cluster, growth. What is printed is the table of the README; nothing is asserted.
Beside the time on the clock stands the work of the processors, which counts where a machine is busy with other things. EMA
workbench and MyST, which `make benchmarks` fetches, are left out where they are absent.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, suppress
from pathlib import Path

import psutil

ROOT, BIN, DAY = Path(__file__).parents[2], Path(sys.executable).parent, "2026-11-22"
BESIDE = BIN.parent / "beside"  # where `make benchmarks` puts what it compares with
ALONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CELLS, SEEDS, DRAWS, TRIED = 4, 60, 2000, 200  # reports and seeds of a sweep; draws at once; draws taken one at a time


class Taken:
    """What happens inside: time on the clock, work of all processes below this one, and the most memory they have at once."""

    def __enter__(self):
        self.work, self.most, self.over = {}, 0, threading.Event()
        self.before = {process: sum(process.cpu_times()[:2]) for process in psutil.Process().children(recursive=True)}
        self.own = -time.process_time()
        self.watching = threading.Thread(target=self._watch)
        self.watching.start()
        self.clock = -time.monotonic()
        return self

    def __exit__(self, *_):
        self.clock += time.monotonic()
        self.over.set()
        self.watching.join()
        self.cpu = self.own + time.process_time() + sum(self.work.values()) - sum(
            taken for process, taken in self.before.items() if (process.pid, process.create_time()) in self.work)

    def _watch(self):
        while not self.over.wait(0.1):
            memory = 0
            for one in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    self.work[one.pid, one.create_time()] = sum(one.cpu_times()[:2])
                    memory += one.memory_full_info().pss
            self.most = max(self.most, memory)


def seconds(*commands, check=True, **env):
    """What commands take, one after the other."""
    with Taken() as taken:
        for command in commands:
            subprocess.run([str(part) for part in command], check=check, cwd=ROOT, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, env={**os.environ, **env})
    return taken


def told(name, ours, **others):
    """Print one line of the table."""
    beside = "; ".join(f"{other}: {one.clock / ours.clock:.1f} times as long, {one.cpu / ours.cpu:.1f} times the work"
                       for other, one in others.items())
    print(f"| {name} | {ours.clock:.1f} s, {ours.cpu:.1f} s of work | {beside} |", flush=True)


def cells(place):
    """The cells alone, in one process with the case opened: what no report can do without."""
    os.environ.update(ALONE)
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    from wattbook import run
    from wattbook.report.run import defaults

    run.keep_open(**defaults(NOTEBOOKS[0]))
    shell, started = InteractiveShell.instance(), time.process_time()
    for path in NOTEBOOKS:
        shell.reset(new_session=False)
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                with capture_output():
                    shell.run_cell("".join(cell["source"])).raise_error()
    print(f"| cells of all notebooks alone | {time.process_time() - started:.1f} s of work | |", flush=True)


def report(place):
    """A set of pages against one papermill command a notebook and nbconvert, and against MyST where it is installed."""
    copies = [place / path.name for path in NOTEBOOKS]
    others = {"papermill and nbconvert": seconds(
        *([BIN / "papermill", "--cwd", path.parent, path, copy] for path, copy in zip(NOTEBOOKS, copies, strict=True)),
        [BIN / "jupyter", "nbconvert", "--to", "html", *copies])}
    if (BESIDE / "node_modules/.bin/myst").exists():  # its pages need a theme from elsewhere: it executes and writes Markdown
        shutil.copytree(ROOT / "notebooks", place / "myst")
        (place / "myst/myst.yml").write_text("version: 1\nproject: {title: Notebooks}\nsite: {template: none}\n")
        others["MyST, no pages"] = seconds(
            ["sh", "-c", f"cd {place / 'myst'} && myst build --execute --md *.ipynb"], check=False,
            PATH=f"{BESIDE / 'node_modules/.bin'}:{BIN}:{os.environ['PATH']}", WATTBOOK_PARAMS=str(ROOT / "params"))
    command = [BIN / "wattbook", "report", "--as-of", DAY, "--out"]
    seconds([*command, place / "first"])
    told("report, every notebook run", seconds([*command, place / "second", "--force"]), **others)
    told("report, every notebook kept", seconds([*command, place / "third"]), **others)


def nbval(place):
    """The comparison of stored notebooks by one process, against stock nbval, which starts every kernel on its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", ROOT / "notebooks"]
    stock = seconds([*command, "--noconftest", "-c", os.devnull], check=False)  # it knows no tolerance
    told("nbval", seconds(command), stock=stock)


def _papermill(task):
    import papermill

    papermill.execute_notebook(str(task[0]), str(task[1]), parameters=task[2], cwd=str(task[0].parent), progress_bar=False)


def sweep(place):
    """The recorded numbers of a grid, and whole reports, against papermill in a pool of processes, which writes no pages."""
    (place / "grid.yaml").write_text(f"as_of: {DAY}\nset: {{budget_usd: {[4e10 + one for one in range(CELLS)]}}}\n")
    tasks = [(path, place / f"{one}-{path.name}", {"overrides": {"budget_usd": 4e10 + one}})
             for one in range(CELLS) for path in NOTEBOOKS]
    with Taken() as stock, ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_papermill, tasks))
    command = [BIN / "wattbook", "sweep", place / "grid.yaml", "--out"]
    told(f"sweep of {CELLS} cells, every recorded number", seconds([*command, place / "numbers"]), papermill=stock)
    told(f"sweep of {CELLS} whole reports, {len(tasks)} notebooks", seconds([*command, place / "pages", "--reports"]),
         papermill=stock)


def draws(place):
    """Draws at once against a draw at a time, and against EMA workbench where it is installed."""
    import numpy as np

    from wattbook import params
    from wattbook.subject import MODEL

    book, wanted = params.load("base", DAY, draws=DRAWS, root=ROOT / "params"), ["npv_usd"]

    def one(place, **given):
        values = {name: array[place:place + 1] if len(array) == DRAWS else array for name, array in book.values.items()}
        return MODEL.evaluate(values | given, wanted)["npv_usd"]

    one(0)
    started = time.monotonic()
    MODEL.evaluate(book.values, wanted)
    ours, started = time.monotonic() - started, time.monotonic()
    for place in range(TRIED):
        one(place)
    others = {"one at a time": (time.monotonic() - started) / TRIED * DRAWS}
    sys.path.append(str(BESIDE))
    with suppress(ImportError), redirect_stderr(io.StringIO()):  # it draws bars
        from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

        model = Model("wattbook", lambda wacc_per_year: {
            "npv_usd": float(one(0, wacc_per_year=np.full((1, 1), wacc_per_year))[0, 0])})
        model.uncertainties, model.outcomes = [RealParameter("wacc_per_year", 0.05, 0.15)], [ScalarOutcome("npv_usd")]
        started = time.monotonic()
        perform_experiments(model, TRIED)
        others["EMA workbench"] = (time.monotonic() - started) / TRIED * DRAWS
    for other, taken in others.items():
        print(f"| {DRAWS:,} draws of the net present value | {ours:.2f} s | {other}: {taken / ours:.0f} times as long |")


@contextmanager
def _cluster(place, workers):
    file = place / f"{workers}.json"
    commands = [["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
                *[["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]] * workers]
    started = [subprocess.Popen([BIN / "dask", *command, "--scheduler-file", file], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env={**os.environ, **ALONE}) for command in commands]
    try:
        while not (file.exists() and file.read_text().endswith("}")):
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()


def cluster(place):
    """A sweep of the model on one worker of a Dask cluster and on two; both have imported what they need before."""
    found, grids = [], {name: place / f"{name}.yaml" for name in ("first", "grid")}
    grids["first"].write_text(f"as_of: {DAY}\ndraws: 100\nseed: {list(range(8))}\n")
    grids["grid"].write_text(f"as_of: {DAY}\nseed: {list(range(SEEDS))}\n")
    for workers in (1, 2):
        with _cluster(place, workers) as address:
            times = [seconds([BIN / "wattbook", "sweep", grid, "--dask", address, "--out", place / f"{workers}-{name}"])
                     for name, grid in grids.items()]
            found.append(times[1])
    told(f"sweep of {SEEDS} cells on two workers of a cluster", found[1], **{"on one": found[0]})
    print(f"| a million draws of every recorded number | {found[0].cpu / SEEDS / DRAWS * 1e6 / 3600:.2f} core hours | |")


def growth(place):
    """Time and memory of draws in blocks, from ten thousand to a million; the first is there to start the processes."""
    from wattbook import params
    from wattbook.report import blocks, gather

    book = params.load("base", DAY, root=ROOT / "params")
    headlines = gather.heads(map(gather.stored_record, NOTEBOOKS))
    for count in (2000, 10_000, 100_000, 1_000_000):
        with Taken() as taken, blocks.wide(book, count, headlines, os.cpu_count()) as run:
            for key in headlines:
                run.summary(key)
        print(f"| {count:,} draws of {len(headlines)} headline numbers | {taken.clock:.1f} s, {taken.cpu:.1f} s of work | "
              f"{taken.cpu / count * 1e6:.0f} us of work a draw, {taken.most / 2**30:.2f} GiB |", flush=True)


def main():
    """Measure what is named."""
    measures = {one.__name__: one for one in (cells, report, nbval, sweep, draws, cluster, growth)}
    print("| What | wattbook | Beside |\n|---|---|---|")
    for name in sys.argv[1:] or measures:
        with tempfile.TemporaryDirectory() as place:
            os.environ["WATTBOOK_CACHE"] = f"{place}/cache"
            measures[name](Path(place))
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
