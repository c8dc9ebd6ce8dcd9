"""Build reports: all notebooks of all editions through one pool, each report published as soon as it is whole."""

import datetime
import shutil
import signal
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wattbook.report import figures, gather, publish, run
from wattbook.report.edition import Edition


@dataclass
class Result:
    """What became of one edition."""

    edition: Edition
    folder: Path
    failures: list = field(default_factory=list)  # texts for the user; empty when the report stands
    moved: list = field(default_factory=list)  # outputs that differ from the report that was replaced
    seconds: dict = field(default_factory=dict)  # notebook -> run time [s]


def build(editions, notebooks, out, jobs, root):
    """Run and publish.

    Parameters
    ----------
    editions : list of Edition
        What was asked for, checked.
    notebooks : list of Path
        Notebooks to run, in order.
    out : Path
        Folder of all reports.
    jobs : int
        Notebooks that run at the same time [count].
    root : Path
        Folder of the checkout, for the facts of the run.

    Returns
    -------
    list of Result
        One an edition, in their order. A failed edition leaves the others alone.
    """
    facts = {"out": out, "root": root, "notebooks": notebooks, "started": datetime.datetime.now(datetime.UTC)}
    with _stoppable(), ExitStack() as stack:
        run.ready()
        drawing = stack.enter_context(ThreadPoolExecutor(1)).submit(_prepared)
        results = {stack.enter_context(publish.workshop(edition.folder(out))): Result(edition, edition.folder(out))
                   for edition in editions}
        tasks = [run.Task(path, place / path.name, result.edition.parameters())
                 for place, result in results.items() for path in notebooks]
        ended = stack.enter_context(closing(run.execute_all(tasks, jobs)))
        for task, seconds, failure in _with_bar(ended, len(tasks)):
            place, result = task.output.parent, results[task.output.parent]
            if failure is not None:
                result.failures.append(_keep_partial(failure))
                continue
            result.seconds[task.notebook.stem] = seconds
            if len(result.seconds) == len(notebooks):
                _publish(result, place, facts, drawing.result())
    return list(results.values())


def _prepared():
    """What is slow and needed only at the end: the script that draws charts, and the engine of the pages."""
    from wattbook.report import page

    page.template("page.html.j2")
    return figures.bundle()


def _publish(result, place, facts, script):
    """Write and move one report; a notebook that recorded badly is a failure like any other."""
    try:
        outputs = publish.write(place, result.edition, {**facts, "seconds": result.seconds}, script)
    except gather.BadRecord as error:
        result.failures.append(str(error))
        return
    before = publish.move_into_place(place, result.folder)
    if before is not None:
        result.moved = gather.moved(before["outputs"], outputs["outputs"])


def _keep_partial(failure):
    """Keep a failed notebook where it can be looked at, away from all reports."""
    output = failure.task.output
    if not output.exists():
        return str(failure)
    kept = Path(tempfile.mkdtemp(prefix="wattbook-failed-")) / output.name
    shutil.copy(output, kept)
    return f"{failure}\n  the notebook up to there: {kept}"


def _with_bar(ended, total):
    """Show how far the pool is, where someone looks at a terminal."""
    from tqdm import tqdm

    return tqdm(ended, total=total, unit="notebook", disable=None, leave=False)


@contextmanager
def _stoppable():
    """Let a polite request to end do the same as Ctrl-C."""
    def stop(number, frame):
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
