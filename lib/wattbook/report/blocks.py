"""Very many draws of some numbers, reckoned a block at a time: what a block needs fits the cache, and the rest lies on disk.

The draws are those of `wattbook.run.open_run`, whatever the size of a block and however many processes reckon. What takes all
draws together is found by trying, and reckoned at the end; of shares of draws, ``p_...``, whole draws are counted.
"""

import copy
import os
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from wattbook import keys as key_words
from wattbook.params.leaves import drawn_names, leaf_makers
from wattbook.report import memory, workers
from wattbook.report.places import scratch
from wattbook.run import Run
from wattbook.subject import MODEL
from wattbook.uncertainty import joint, strata

BLOCK = 1000  # draws; a smaller one spends its time on calls, a larger one waits for memory
PARTS = 4  # of the work of a process, so that none waits long for the other
FEW = 50_000  # draws that are shuffled sooner than processes are started
TRIED = 67  # draws with which we try what takes them together; no axis is that long
PLACE, NUMBER = np.dtype(np.uint32), np.dtype(float)


class Columns:
    """Columns of numbers in a file, written and read in pieces by any process."""

    def __init__(self, path, names, length, kind):
        self.path, self.length, self.kind = path, length, kind
        self.names = {name: place for place, name in enumerate(names)}

    def write(self, name, start, values):
        """Put values into a column from a place on."""
        with open(self.path, "r+b", buffering=0) as file:
            file.seek((self.names[name] * self.length + start) * self.kind.itemsize)
            file.write(np.ascontiguousarray(values, self.kind).data)

    def read(self, name, start=0, end=None):
        """Values of a column between two places."""
        end = self.length if end is None else end
        first = self.names[name] * self.length + start
        return np.fromfile(self.path, self.kind, end - start, offset=first * self.kind.itemsize)


class Wide(Run):
    """A run of which there are only the draws of some keys, on disk, and what takes all draws together."""

    def __init__(self, book, columns, values):
        super().__init__(book)
        self._columns, self._values = columns, values

    def __getitem__(self, name):
        return self._values.get(name) if name in self._values else MODEL.evaluate(self._values, [name])[name]

    def draws(self, key):
        """Draws of one of its keys."""
        return self._columns.read(key) if key in self._columns.names else super().draws(key)


@contextmanager
def wide(book, draws, keys, jobs=1, size=BLOCK):
    """A `Wide` run of so many draws for some keys; `book` is loaded with one draw and says seed and beliefs."""
    plan, book = _plan(book, keys), replace(book, draws=draws)
    varied = []
    _leaves(leaf_makers(book), plan, 1, lambda key: varied.append(key) or np.array([1 / 2]))
    groups = [(names, ranks) for names, ranks in ((drawn_names(names), ranks) for names, ranks in book.correlations)
              if not set(varied).isdisjoint(names)]
    alone = [name for name in varied if not any(name in names for names, _ in groups)]
    memory.refuse_too_wide(draws, jobs * size, len(varied) * PLACE.itemsize + len(plan["columns"]) * NUMBER.itemsize)
    with scratch() as place:
        places = Columns(os.path.join(place, "places"), varied, draws, PLACE)
        columns = Columns(os.path.join(place, "columns"), plan["columns"], draws, NUMBER)
        for one in (places, columns):
            open(one.path, "xb").close()
        step = -(-len(alone) // (jobs * PARTS)) or 1
        workers.every(_shuffle, [(places, *group, book.seed) for group in groups] + [
            (places, alone[start:start + step], None, book.seed) for start in range(0, len(alone), step)],
            jobs if draws > FEW else 1)
        step = -(-draws // (jobs * PARTS * size)) * size
        counts = workers.every(_reckon, [(book, plan, places, columns, range(start, min(start + step, draws)), size)
                                         for start in range(0, draws, step)], jobs)
        values = {name: sum(one[name] for one in counts) / draws for name in plan["counted"]}
        for name, shape in plan["given"].items():
            found = [columns.read(f"{name} {part}") for part in range(int(np.prod(shape)))]
            values[name] = np.stack(found, axis=1).reshape(draws, *shape)
        yield Wide(book, columns, values)


def _plan(book, keys):
    """What to reckon in blocks and what at the end, for some keys."""
    named = {key: {one.name for one in key_words.parse(key).operands} for key in keys}
    middles = (np.arange(TRIED) + 1 / 2) / TRIED
    tried = {name: make(TRIED, lambda key: np.roll(middles, len(key))) for name, make in leaf_makers(book).items()}
    run = Run(replace(book, values=tried))
    outputs = {name for names in named.values() for name in names if run[name] is not None} & MODEL.functions.keys()
    order = MODEL.order(outputs)
    together = [name for name in order if _takes_all(run, name)]
    late = {*together, *(user for name in together for user in MODEL.users(name, indirect=True))}
    counted = [name for name in together if name.startswith("p_")]
    given = {a for name in order if name in late and name not in counted for a in MODEL.arguments[name]} - late
    given = {name: run[name].shape[1:] for name in sorted(given)}
    early = [key for key in keys if not named[key] & late]
    wanted = {*given, *counted, *(name for key in early for name in named[key])}
    columns = early + [f"{name} {part}" for name, shape in given.items() for part in range(int(np.prod(shape)))]
    reckoned = sorted(wanted & MODEL.functions.keys())
    return {"keys": early, "given": given, "counted": counted, "columns": columns, "wanted": reckoned,
            "leaves": {*MODEL.leaves(reckoned), *wanted}}


def _leaves(makers, plan, draws, seed):
    """Values of the leaves that are needed."""
    return {name: make(draws, seed) for name, make in makers.items() if name in plan["leaves"]}


def _takes_all(run, name):
    """Whether an output of some draws depends on the others: whether half of them give something else alone."""
    half = [array[:TRIED // 2] if len(array) == TRIED else array for array in (run[a] for a in MODEL.arguments[name])]
    return not np.array_equal(MODEL.functions[name](*half), run[name][:TRIED // 2], equal_nan=True)


def _shuffle(places, names, ranks, seed):
    """Write in which strata all draws of some numbers lie; they go together where there are rank correlations."""
    draws = places.length
    together = {} if ranks is None else joint(names, ranks, draws, seed)
    for name in places.names.keys() & set(names):
        found = together[name] if together else strata(name, draws, seed)
        places.write(name, 0, np.rint(found * draws - 1 / 2))


def _reckon(book, plan, places, columns, span, size):
    """Write the columns of a span of draws; returns in how many draws holds what is counted."""
    counts, run, makers = dict.fromkeys(plan["counted"], 0), Run(book), leaf_makers(book)
    for start in range(span.start, span.stop, size):
        end = min(start + size, span.stop)
        block, part = copy.copy(run), _leaves(
            makers, plan, end - start, lambda key, ends=(start, end): (places.read(key, *ends) + 1 / 2) / places.length)
        block._values = part | MODEL.evaluate(part, plan["wanted"])
        for key in plan["keys"]:
            columns.write(key, start, np.broadcast_to(block.draws(key), end - start))
        for name in plan["given"]:
            for place, column in enumerate(block[name].reshape(end - start, -1).T):
                columns.write(f"{name} {place}", start, column)
        for name in counts:
            counts[name] = counts[name] + np.rint(block[name] * (end - start))
    return counts
