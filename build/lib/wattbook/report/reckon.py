"""Answer for numbers of several folders of assumptions: ``python -m wattbook.report.reckon < request > answer``, in JSON.

A comparison asks this of each library that it compares, in a process of its own: a request and an answer may gain fields and
never lose any. Request: ``keys``; ``books``, folders and settings; ``walks``, {from, to, names}: places of two books, and the
assumptions to take over one after the other. Answer: ``values``, for each book {key: {p10, p50, p90} or null} or {"error"};
``walks``, for each {key: medians after each step, [forward, backward]}; ``words``, {key: {definition, unit}}.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from wattbook import moves
from wattbook.params import InputError, load
from wattbook.run import Run

PERCENTILES = ("p10", "p50", "p90")
_asked = set()  # processes


def ask(library, request):
    """Put a request to the library in a folder and return its answer, or raise InputError with the last thing it said."""
    environment = {**os.environ, "PYTHONPATH": str(library), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen([sys.executable, "-m", "wattbook.report.reckon"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment, cwd=library)
    _asked.add(process)
    try:
        answered, error = process.communicate(json.dumps(request))
    finally:
        process.kill()
        _asked.discard(process)
    if process.returncode:
        raise InputError(f"the library in {library} does not answer: {(error.strip().splitlines() or ['it died'])[-1]}")
    return json.loads(answered)


def stop():
    """End whatever is being asked; who waits for it gets an error."""
    for process in list(_asked):
        process.kill()


def answers(library):
    """Whether the library in a folder knows these questions."""
    return (Path(library) / "wattbook" / "report" / "reckon.py").is_file()


def answer(request):
    """Answer a request."""
    keys, runs = request["keys"], [_opened(book) for book in request["books"]]
    last = next((run for run in runs[::-1] if isinstance(run, Run)), None)
    return {"values": [{key: _summary(run, key) for key in keys} if isinstance(run, Run) else run for run in runs],
            "walks": [_walked(runs[walk["from"]], runs[walk["to"]], walk["names"], keys) for walk in request["walks"]],
            "words": {key: {"definition": last.definition(key), "unit": last.unit(key)} for key in keys
                      if last and _summary(last, key)}}


def _opened(book):
    try:
        return Run(load(*(book[name] for name in ("scenario", "as_of", "overrides", "draws", "seed", "root"))))
    except InputError as error:
        return {"error": str(error)}


def _summary(run, key):
    """Percentiles, or None where this library or these inputs know no such number or do not define it."""
    with suppress(InputError, KeyError):
        found = {name: run.summary(key)[name] for name in PERCENTILES}
        return None if None in found.values() else found


def _walked(start, end, names, keys):
    """Medians of each key along a walk and along its reverse."""
    if not (isinstance(start, Run) and isinstance(end, Run)):
        return {}
    paths = {key: [] for key in keys}
    for way in (names, names[::-1]):
        steps = [start]
        for name in way:
            steps.append(moves.given(steps[-1], {name: end.book.values[name]}))
        for key, path in paths.items():
            path.append([(_summary(run, key) or {"p50": None})["p50"] for run in steps])
    return paths


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
