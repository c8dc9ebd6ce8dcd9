"""Answer for numbers of several folders of assumptions: ``python -m wattbook.report.reckon < request > answer``, in JSON.

A comparison asks this of each library that it compares, each in a process of its own: what is asked and answered here may
gain fields and never lose any.

Request: ``keys``, numbers as notebooks ask for them; ``books``, a list of folders and settings; ``walks``, a list of
{from, to, names}: the places of two books of the same axes, and the assumptions to take over one after the other.
Answer: ``values``, for each book {key: [P10, P50, P90] or null} or {"error": words}; ``walks``, for each {key: [forward,
backward]}, with the P50 after each step; ``words``, {key: {definition, unit}}.
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

_asked = set()  # processes
PERCENTILES = ("p10", "p50", "p90")


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
    runs = [_opened(book) for book in request["books"]]
    values = [one if isinstance(one, dict) else {key: _summary(one, key) for key in request["keys"]} for one in runs]
    return {"values": values, "walks": [_walked(runs, walk, request["keys"]) for walk in request["walks"]],
            "words": _words(next(one for one in [*runs[::-1], {}] if not isinstance(one, dict) or not one), request["keys"])}


def _opened(book):
    try:
        return Run(load(book["scenario"], book["as_of"], book["overrides"], book["draws"], book["seed"], book["root"]))
    except InputError as error:
        return {"error": str(error)}


def _summary(run, key):
    """Three numbers, or None where this library or these inputs know no such number or do not define it."""
    try:
        summary = run.summary(key)
    except (InputError, KeyError):
        return None
    values = [summary[name] for name in PERCENTILES]
    return None if None in values else values


def _walked(runs, walk, keys):
    """P50 of each key along a walk and along its reverse."""
    start, end = runs[walk["from"]], runs[walk["to"]]
    if isinstance(start, dict) or isinstance(end, dict):
        return {}
    paths = {key: [[], []] for key in keys}
    for way, names in enumerate((walk["names"], walk["names"][::-1])):
        run = start
        for name in [None, *names]:
            if name is not None:
                run = moves.given(run, {name: end.book.values[name]})
            for key in keys:
                summary = _summary(run, key)
                paths[key][way].append(summary and summary[1])
    return paths


def _words(run, keys):
    """Definition and unit of the keys that the last book knows."""
    told = {}
    for key in keys:
        with suppress(InputError, KeyError, AttributeError):
            told[key] = {"definition": run.definition(key), "unit": run.unit(key)}
    return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answer(json.load(sys.stdin))))
