"""Run notebooks with papermill, several at a time."""

import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wattbook.params import InputError

PARAMETERS_TAG = "parameters"
PAUSE = 0.1  # [s] between two looks at what still runs


@dataclass(frozen=True)
class Task:
    """One notebook to run with one set of parameters."""

    notebook: Path
    output: Path
    parameters: dict


class CellFailed(RuntimeError):
    """A cell raised an error, or its kernel died."""

    def __init__(self, task, cell, error):
        super().__init__(f"{task.notebook.name}, cell [{cell}]: {error}")
        self.task, self.cell, self.error = task, cell, error


def find_notebooks(folder):
    """Return the notebooks of a folder in order of name.

    Raises
    ------
    InputError
        There is none, or one has no cell tagged ``parameters``: it would run, but always with its stored defaults.
    """
    found = sorted(Path(folder).resolve().glob("*.ipynb"))
    if not found:
        raise InputError(f"{folder}: no notebooks (*.ipynb) found")
    for path in found:
        cells = json.loads(path.read_text(encoding="utf-8")).get("cells", [])
        if not any(PARAMETERS_TAG in cell.get("metadata", {}).get("tags", []) for cell in cells):
            raise InputError(f"{path}: no cell is tagged '{PARAMETERS_TAG}'")
    return found


def execute(task):
    """Run one notebook.

    Parameters
    ----------
    task : Task
        Paths are absolute: the working folder of this process is never changed, since threads share it.

    Returns
    -------
    float
        How long it took [s].

    Raises
    ------
    CellFailed
        Names the notebook, the cell and the error.
    """
    import papermill

    from wattbook.report.kernels import ENGINE, KERNEL, ReportKernelManager

    started = time.monotonic()
    try:
        papermill.execute_notebook(
            task.notebook, task.output, parameters=task.parameters, engine_name=ENGINE, progress_bar=False, log_output=False,
            kernel_name=KERNEL, language="python",
            # An orderly exit of a kernel can hang for seconds, and there is nothing left that it would have to save.
            shutdown_kernel="immediate", kernel_manager_class=ReportKernelManager,
            resources={"metadata": {"path": str(task.notebook.parent)}}, raise_on_iopub_timeout=False,
        )
    except papermill.PapermillExecutionError as error:
        raise CellFailed(task, error.exec_count, f"{error.ename}: {error.evalue}".strip()) from error
    except Exception as error:  # a kernel that dies has no error class of its own
        raise CellFailed(task, "?", f"{type(error).__name__}: {error}".strip()) from error
    return time.monotonic() - started


def ready():
    """Import what runs notebooks while there is one thread: two that import the same packages can wait for each other."""
    from wattbook.report import kernels

    return kernels


def execute_all(tasks, jobs):
    """Run notebooks in a pool and yield each as it ends.

    Parameters
    ----------
    tasks : list of Task
        What to run.
    jobs : int
        How many run at the same time [count].

    Yields
    ------
    task : Task
        The notebook that ended.
    seconds : float
        How long it took [s]; None when it failed.
    failure : CellFailed
        None when it went well.
    """
    with _quiet(), ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = {pool.submit(execute, task): task for task in tasks}
        try:
            for future in as_completed(futures):
                failure = future.exception()
                if failure is not None and not isinstance(failure, CellFailed):
                    raise failure
                yield futures[future], None if failure else future.result(), failure
        except BaseException:  # Ctrl-C too: nobody waits for the rest any more
            _abandon(pool, futures)
            raise


def _abandon(pool, futures):
    """End the running kernels; one that was just being started may turn up a moment later."""
    from wattbook.report.kernels import kill_all

    pool.shutdown(wait=False, cancel_futures=True)
    while not all(future.done() for future in futures):
        kill_all()
        time.sleep(PAUSE)


@contextmanager
def _quiet():
    """Keep papermill and its kernels from writing into the progress bar."""
    names = ("papermill", "nbclient", "traitlets", "asyncio")
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
