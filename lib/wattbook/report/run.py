"""Run notebooks with papermill, several at a time."""

import ast
import json
import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from wattbook.params import InputError
from wattbook.params.errors import cut, one_line
from wattbook.params.files import read_text
from wattbook.record import MIME
from wattbook.report import kept, zygote

NAME = re.compile(r"\d\d_\w+\.ipynb")
FORMAT = 4
PARAMETERS_TAG = "parameters"
TIMEOUT = 600  # [s] for one cell
PAUSE = 0.1  # [s] between two looks at what still runs
TOLD = 300  # characters of an error


@dataclass(frozen=True)
class Task:
    """One notebook to run with one set of parameters; both paths are absolute, since threads share the working folder."""

    notebook: Path
    output: Path
    parameters: dict
    key: str = ""  # all that decides what it gives, where that is known
    anew: bool = False  # run it even where what it gave is kept


class CellFailed(RuntimeError):
    """A cell raised an error, took too long, or its kernel died."""

    def __init__(self, task, cell, error):
        super().__init__(f"{task.notebook.name}{f', cell [{cell}]' if cell else ''}: {cut(one_line(error), TOLD)}")
        self.task = task


def find_notebooks(folder):
    """Notebooks of a folder in order of name, each refused where it can be seen, without running it, that it will not do."""
    folder = Path(folder).resolve()
    found = sorted(path for path in folder.glob("*.ipynb") if NAME.fullmatch(path.name))
    if not found:
        raise InputError(f"{folder}: found no notebook named like 01_name.ipynb; --notebooks names their folder")
    for path in found:
        check(path)
    return found


def ignored(folder):
    """Names of the notebooks that `find_notebooks` leaves out: drafts, copies and what has no number."""
    return sorted(path.name for path in Path(folder).glob("*.ipynb") if not NAME.fullmatch(path.name))


def check(path):
    """Refuse what is no notebook of a report."""
    text = read_text(path, encoding="utf-8")
    try:
        notebook = json.loads(text)
        cells = [(cell["cell_type"], "".join(cell["source"]), [*cell["metadata"].get("tags", ())])
                 for cell in notebook["cells"]]
        if notebook["nbformat"] != FORMAT:
            raise KeyError
    except ValueError as error:
        why = ("it starts with a byte-order mark; save it as UTF-8 without one" if text.startswith("\ufeff") else
               "it is empty" if not text.strip() else error)
        raise InputError(f"{path}: not a notebook: {why}; save it from JupyterLab, or restore it with git") from None
    except (TypeError, KeyError, AttributeError, RecursionError):
        raise InputError(f"{path}: not a notebook of format 4; open it in JupyterLab and save it") from None
    tagged = [f"a {kind} cell is" for kind, _, tags in cells if PARAMETERS_TAG in tags]
    if tagged != ["a code cell is"]:
        found = "no cell is" if not tagged else tagged[0] if len(tagged) == 1 else f"{len(tagged)} cells are"
        raise InputError(f"{path}: {found} tagged '{PARAMETERS_TAG}'; exactly one code cell must be; see Property Inspector")
    if not any(".record(" in source or MIME in source for kind, source, _ in cells if kind == "code"):
        raise InputError(f"{path}: no cell calls run.record(...), so that a report would learn nothing; add one as the last")


def defaults(path):
    """What the parameters cell of a notebook says, where it says it in plain values."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = next("".join(cell["source"]) for cell in cells if PARAMETERS_TAG in cell["metadata"].get("tags", []))
    with suppress(ValueError, AttributeError, SyntaxError):
        return {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(source).body}
    return {}


def execute(task, timeout=TIMEOUT):
    """Run one notebook unless what it gives is kept; return how long it took [s], or raise CellFailed."""
    started = time.monotonic()
    text = kept.kept("ipynb", task.key, lambda: _run(task, timeout), task.anew) if task.key else _run(task, timeout)
    if not task.output.exists():
        try:
            task.output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise CellFailed(task, None, f"cannot be written: {error.strerror}") from error
    return time.monotonic() - started


def _run(task, timeout):
    """Run one notebook and return the text that was written, or raise CellFailed; `timeout` is for each cell [s]."""
    import papermill

    from wattbook.report.kernels import ENGINE, KERNEL, Halted

    zygote.tell(open=task.parameters or defaults(task.notebook))
    # In papermill's eyes a brace in a path is a place to put a parameter.
    paths = [str(path).replace("{", "{{").replace("}", "}}") for path in (task.notebook, task.output)]
    try:
        notebook = papermill.execute_notebook(
            *paths, parameters=task.parameters, engine_name=ENGINE, progress_bar=False, log_output=False, kernel_name=KERNEL,
            language="python", execution_timeout=timeout, folder=str(task.notebook.parent))
    except papermill.PapermillExecutionError as error:
        raise CellFailed(task, error.exec_count, f"{error.ename}: {error.evalue}".strip()) from error
    except Halted as error:
        raise CellFailed(task, error.cell, str(error)) from error
    except Exception as error:  # a kernel that does not start has no error class of its own, and a disk may be full
        raise CellFailed(task, None, f"{type(error).__name__}: {error}".strip()) from error
    for cell in notebook.cells:  # papermill takes a polite exit for the end of the notebook
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            raise CellFailed(task, cell.execution_count, "SystemExit: a cell left the notebook before its end")
    return task.output.read_text(encoding="utf-8")


def execute_all(tasks, jobs, timeout=TIMEOUT):
    """Run notebooks, `jobs` at the same time; yield task, seconds (None when it failed) and failure (None when it did not)."""
    kill_all = sockets = nullcontext
    if not all(task.key and not task.anew and kept.is_kept("ipynb", task.key) for task in tasks):  # some need a kernel
        # At once, while there is one thread: of two that import it one can find it half imported.
        from wattbook.report.kernels import kill_all, sockets
    return _all(tasks, jobs, timeout, kill_all, sockets)


def _all(tasks, jobs, timeout, kill_all, sockets):
    logging.disable(logging.CRITICAL)  # papermill and its kernels would write into the progress bar
    try:
        with sockets(), ThreadPoolExecutor(max_workers=jobs) as pool:
            futures = {pool.submit(execute, task, timeout): task for task in tasks}
            try:
                for future in as_completed(futures):
                    failure = future.exception()
                    if failure is not None and not isinstance(failure, CellFailed):
                        raise failure
                    yield futures[future], None if failure else future.result(), failure
            except BaseException:  # Ctrl-C too: nobody waits for the rest any more
                pool.shutdown(wait=False, cancel_futures=True)
                while not all(future.done() for future in futures):  # one just being started may turn up a moment later
                    kill_all()
                    time.sleep(PAUSE)
                raise
    finally:
        logging.disable(logging.NOTSET)
