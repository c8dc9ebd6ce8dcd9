"""Build reports: all notebooks of all editions through one pool, each report published as soon as it is whole."""

import datetime
import shutil
import signal
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from wattbook.params import InputError
from wattbook.params.snapshot import safe_load
from wattbook.report import changes, compare, edition, figures, gather, index, publish, reckon, run, states, told, zygote
from wattbook.report.edition import Edition

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@dataclass
class Result:
    """What became of one edition."""

    edition: Edition
    folder: Path
    failures: list = field(default_factory=list)  # texts for the user; empty when the report stands
    moved: list = field(default_factory=list)  # lines about outputs that differ from the report that was replaced
    seconds: dict = field(default_factory=dict)  # notebook -> run time [s]


def build(editions, notebooks, out, jobs, root, timeout=run.TIMEOUT, replace=False, again=None, anew=False,
          lean=False):
    """Run and publish editions, `jobs` notebooks at a time; return a Result for each. A failed one leaves the others alone.

    `out` is the folder of all reports, `root` the checkout, `timeout` what a cell may take [s]; with `replace`, a report from
    other inputs may be replaced; `again` holds the facts of the run of a report that is made once more, to be checked; with
    `anew`, notebooks run even where what they gave is kept; a `lean` report goes without pictures beside its pages.
    """
    facts = {"out": out, "jobs": jobs, "root": root, "notebooks": notebooks, "replace": replace, "again": again or {},
             "lean": lean, "made": {one.name: gather.made_from(one, notebooks) for one in editions},
             "started": datetime.datetime.now(datetime.UTC)}
    with stoppable(), ExitStack() as stack:
        beside = stack.enter_context(ThreadPoolExecutor(1))
        stack.callback(reckon.stop)
        drawing = beside.submit(_prepared)
        facts["compared"] = {one.name: beside.submit(index.compare, one, facts["again"]) for one in editions}
        facts["changes"] = {one.name: beside.submit(_changes, one, facts) for one in editions}
        publish.tidy(out)
        results = {stack.enter_context(publish.workshop(one.folder(out))): Result(one, one.folder(out)) for one in editions}
        tasks = _tasks(results, notebooks, facts["made"], anew or bool(again))
        for one in editions:
            stack.callback(zygote.end, one.parameters())
        zygote.begin(*[task.parameters for task in tasks if not run.is_kept(task)][:1], None)
        run.ready()
        ended = stack.enter_context(closing(run.execute_all(tasks, jobs, timeout)))
        left = Counter(task.output.parent for task in tasks)
        for task, seconds, failure in _with_bar(ended, len(tasks)):
            place, result = task.output.parent, results[task.output.parent]
            left[place] -= 1
            if not left[place]:
                zygote.end(task.parameters)
            if failure is not None:
                result.failures.append(_keep_partial(failure))
                continue
            result.seconds[task.notebook.stem] = seconds
            if len(result.seconds) == len(notebooks):
                _publish(result, place, facts, drawing.result())
    return list(results.values())


def _tasks(results, notebooks, made, anew):
    """Every notebook of every edition; of each edition first what has most to say, which takes longest."""
    tasks = []
    for place, result in results.items():
        one = result.edition
        keys = gather.decides(one, made[one.name], notebooks)
        tasks += [run.Task(path, place / path.name, one.parameters(), keys[path], anew)
                  for path in sorted(notebooks, key=lambda path: -path.stat().st_size)]
    return tasks


def _prepared():
    """What is slow and needed only at the end: the script that draws charts, and the engine of the pages."""
    from wattbook.report import page

    page.template("page.html.j2")
    return figures.bundle()


def _changes(one, facts):
    """What changed since the report before, or None where there is none; of a report made again it may be told."""
    before = facts["again"].pop("changes", None) or edition.previous(one, facts["out"], facts["replace"])
    if isinstance(before, dict) or before is None:
        return before
    folder = facts["out"] / before
    return {**compare.since(one, folder, facts["notebooks"], facts["root"]),
            "pages": sorted(path.stem for path in folder.glob("*.html"))}


def _publish(result, place, facts, script):
    """Write and move one report; a notebook that recorded badly or a full disk is a failure like any other."""
    try:
        outputs = publish.write(place, result.edition, {**facts, "seconds": result.seconds}, script)
        made = facts["made"][result.edition.name]
        result.folder, before = publish.move_into_place(
            place, lambda: edition.place_for(result.edition, facts["out"], made, facts["replace"]))
    except (gather.BadRecord, InputError) as error:
        result.failures.append(str(error))
    except OSError as error:
        result.failures.append(f"{result.folder}: cannot be written: {error.strerror or error}")
    else:
        result.moved = _told(result, place, before, outputs) if before else []


def _told(result, place, before, outputs):
    """Closing lines about a report that was replaced, which stands where the new one was made."""
    listed = changes.changed(states.read_inputs(place), safe_load(result.edition.inputs))
    return [changes.line(listed), *(f"moved: {line}" for line in told.moved(before["outputs"], outputs["outputs"]))]


def _keep_partial(failure):
    """Keep a failed notebook where it can be looked at, away from all reports."""
    output = failure.task.output
    try:
        kept = Path(tempfile.mkdtemp(prefix="wattbook-failed-")) / output.name
        shutil.copy(output, kept)
    except OSError:
        return str(failure)
    return f"{failure}\n  the notebook up to there: {kept}"


def _with_bar(ended, total):
    """Show how far the pool is, where someone looks at a terminal."""
    from tqdm import tqdm

    return tqdm(ended, total=total, unit="notebook", disable=None, leave=False)


@contextmanager
def stoppable():
    """Let a request to end, or the loss of the terminal, do what Ctrl-C does; a second one does not disturb the tidying."""
    def stop(number, frame):
        for one in before:
            signal.signal(one, lambda *_: None)
        raise KeyboardInterrupt

    main = threading.current_thread() is threading.main_thread()
    # What the caller has told us to ignore, as nohup does, stays ignored.
    before = {one: signal.getsignal(one) for one in SIGNALS if main and signal.getsignal(one) is not signal.SIG_IGN}
    for one in before:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
