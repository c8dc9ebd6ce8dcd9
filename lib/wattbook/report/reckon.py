"""Answer for numbers of two folders of assumptions and all mixes, in JSON: ``python -m wattbook.report.reckon``.

Asked: ``keys``; ``old``, ``new``, how to load each; ``players``, kinds of change; ``kinds``, {assumption: that of its change}.
Told: ``values``, {players that have changed, parted by spaces: {key: {p10, p50, p90}}}; ``walks``, {others that have changed:
{key: {assumption: its part of the move}}}; ``words``. Where the two cannot be mixed, one player, ``inputs``, stands for all.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress

import numpy as np

from wattbook import moves
from wattbook.params import InputError, load
from wattbook.report import workers, zygote
from wattbook.report.gather import PERCENTILES
from wattbook.report.states import ASSUMPTIONS, DATA, LIBRARY
from wattbook.run import Run
from wattbook.uncertainty import subsets

INPUTS = "inputs"


def ask(library, request):
    """Put a request to the library in a folder and return its answer, or raise InputError with the last thing it said."""
    own = library == LIBRARY and zygote.tell()  # it is loaded there already
    try:
        return workers.apart(answer, request) if own else workers.apart(_elsewhere, library, request)
    except Exception as error:
        said = error if isinstance(error, ChildProcessError) else f"{type(error).__name__}: {error}"
        raise InputError(f"the library in {library} does not answer: {said}") from error


def _elsewhere(library, request):
    """The same of the library in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(library), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-m", "wattbook.report.reckon"], input=json.dumps(request), text=True,
                          capture_output=True, check=False, env=environment, cwd=library)
    if done.returncode:
        raise ChildProcessError((done.stderr.strip().splitlines() or ["it died"])[-1])
    return json.loads(done.stdout)


def answer(request):
    """Answer a request."""
    keys, old, new = request["keys"], *(Run(load(**request[side])) for side in ("old", "new"))
    values, walks, arrays = {}, {}, {kind: {} for kind in request["players"]} if _places(old) == _places(new) else {INPUTS: {}}
    for name, array in new.book.values.items() if arrays else ():
        if name not in old.book.values or not np.array_equal(old.book.values[name], array, equal_nan=True):
            rest = ASSUMPTIONS if name in new.book.assumptions else DATA  # as where others go with it
            arrays[next(kind for kind in (request["kinds"].get(name), rest, *arrays) if kind in arrays)][name] = array
    for changed in subsets(arrays):
        taken = {name: array for kind in changed for name, array in arrays[kind].items()}
        run, some = new if INPUTS in changed else moves.given(old, taken), " ".join(sorted(changed))
        values[some] = {key: _summary(run, key) for key in keys}
        if arrays.get(ASSUMPTIONS) and ASSUMPTIONS not in changed:  # both ways, or one way each where there are others
            ways = (list(arrays[ASSUMPTIONS]), list(arrays[ASSUMPTIONS])[::-1])
            walks[some] = _walked(run, arrays[ASSUMPTIONS], ways if len(arrays) == 1 else ways[len(changed) % 2:][:1], keys)
    words = {key: {"definition": new.definition(key), "unit": new.unit(key)} for key in keys if _summary(new, key)}
    return {"values": values, "walks": walks, "words": words}


def _places(run):
    """Months and members that the arrays are over."""
    case = run.book.case
    return case.first_month, case.months, {axis: list(members) for axis, members in case.axes.items()}


def _summary(run, key):
    """Percentiles, or None where this library or these inputs know no such number or do not define it."""
    with suppress(InputError, KeyError):
        found = {name: run.summary(key)[name] for name in PERCENTILES}
        return None if None in found.values() else found


def _walked(start, arrays, ways, keys):
    """Part of each array in the move of each key: the mean over ways of taking over one after the other."""
    parts, first = {key: dict.fromkeys(arrays, 0.0) for key in keys}, {key: _summary(start, key) for key in keys}
    for way in ways:
        run, before = start, first
        for name in way:
            run = moves.given(run, {name: arrays[name]})
            after = {key: _summary(run, key) for key in keys}
            for key in keys:
                if before[key] is None or after[key] is None:
                    parts[key] = None
                elif parts[key]:
                    parts[key][name] += (after[key]["p50"] - before[key]["p50"]) / len(ways)
            before = after
    return parts


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
