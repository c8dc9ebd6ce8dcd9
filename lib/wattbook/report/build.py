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
from wattbook.report import compare, edition, figures, gather, publish, run, states, workers, zygote
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


def build(editions, notebooks, out, jobs, root, timeout=run.TIMEOUT, replace=False, again=None, anew=False, lean=False):
    """Run and publish editions, `jobs` notebooks at a time; return a Result for each. A failed one leaves the others alone.
    `out` is the folder of all reports, `root` the checkout, `timeout` what a cell may take [s]; with `replace`, a report from
    other inputs may be replaced; `again` holds the facts of the run of a report that is made once more, to be checked; with
    `anew`, notebooks run even where what they gave is kept; a `lean` report is packed, see `wattbook.report.pack`."""
    again, made = again or {}, {one.name: gather.made_from(one, notebooks) for one in editions}
    facts = {"out": out, "jobs": jobs, "root": root, "stems": [path.stem for path in notebooks], "replace": replace,
             "again": {name: told for name, told in again.items() if name not in ("changes", "compared")}, "lean": lean,
             "started": datetime.datetime.now(datetime.UTC)}
    with stoppable(), ExitStack() as stack:
        beside = stack.enter_context(ThreadPoolExecutor(2))
        stack.callback(workers.stop)
        script = beside.submit(figures.bundle)
        publish.tidy(out)
        results = {stack.enter_context(publish.workshop(one.folder(out))): Result(one, one.folder(out)) for one in editions}
        tasks = _tasks(results, notebooks, made, anew or bool(again))
        for one in editions:
            stack.callback(zygote.tell, close=one.parameters())
        zygote.tell(open=editions[0].parameters())
        ended = stack.enter_context(closing(run.execute_all(tasks, jobs, timeout)))
        known = {one.name: {"changes": beside.submit(_changes, one, again, notebooks, facts),
                            "compared": beside.submit(_compared, one, again)} for one in editions}
        left = Counter(task.output.parent for task in tasks)
        for task, seconds, failure in with_bar(ended, len(tasks), "notebook"):
            place, result = task.output.parent, results[task.output.parent]
            left[place] -= 1
            result.failures += [_keep_partial(failure)] if failure else []
            result.seconds |= {} if failure else {task.notebook.stem: seconds}
            if len(result.seconds) == len(notebooks):
                name = result.edition.name
                _publish(result, place, {**facts, "made": made[name], "seconds": result.seconds, "script": script.result(),
                                         **{one: future.result() for one, future in known[name].items()}})
            if not left[place]:
                zygote.tell(close=task.parameters)
    return list(results.values())


def _tasks(results, notebooks, made, anew):
    """Every notebook of every edition; of each edition the verdict first, which takes longest."""
    return [run.Task(path, place / path.name, result.edition.parameters(), keys[path], anew)
            for place, result in results.items()
            for keys in [gather.decides(result.edition, made[result.edition.name], notebooks)]
            for path in notebooks[::-1]]


def _changes(one, again, notebooks, facts):
    """What changed since the report before, or None where there is none; of a report made again it may be told."""
    before = again.get("changes") or edition.previous(one, facts["out"], facts["replace"])
    if isinstance(before, dict) or before is None:
        return before
    folder = facts["out"] / before
    pages = sorted(path.stem for path in folder.glob("*.html"))
    return {**compare.since(one, folder, notebooks, facts["root"]), "pages": pages}


def _compared(one, again):
    from wattbook.report import index  # slow to import: while notebooks run

    return index.compare(one, again)


def _publish(result, place, facts):
    """Write and move one report; a notebook that recorded badly or a full disk is a failure like any other."""
    try:
        zygote.tell(open=result.edition.parameters())
        outputs = workers.apart(publish.write, place, result.edition, facts)
        result.folder, before = publish.move_into_place(
            place, lambda: edition.place_for(result.edition, facts["out"], facts["made"], facts["replace"]))
    except (gather.BadRecord, InputError) as error:
        result.failures.append(str(error))
    except OSError as error:
        result.failures.append(f"{result.folder}: cannot be written: {error.strerror or error}")
    else:
        if before:  # closing lines about the report that was replaced, which stands where the new one was made
            listed = states.changed(states.read_inputs(place), safe_load(result.edition.inputs))
            result.moved = [states.line(listed), *(f"moved: {line}" for line in compare.moved(
                before["outputs"], outputs["outputs"]))]


def _keep_partial(failure):
    """Keep a failed notebook where it can be looked at, away from all reports."""
    output = failure.task.output
    try:
        kept = Path(tempfile.mkdtemp(prefix="wattbook-failed-")) / output.name
        shutil.copy(output, kept)
    except OSError:
        return str(failure)
    return f"{failure}\n  the notebook up to there: {kept}"


def with_bar(ended, total, unit):
    """Show how far it is, where someone looks at a terminal."""
    from tqdm import tqdm

    return tqdm(ended, total=total, unit=unit, disable=None, leave=False)


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
