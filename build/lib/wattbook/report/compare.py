"""What changed between two states, and how each headline moved, split exactly by data, assumptions, model and scenario."""

import tempfile
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, pairwise
from math import factorial
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.params.snapshot import safe_load
from wattbook.report import changes, gather, reckon, states
from wattbook.report.changes import ASSUMPTIONS, DATA, SCENARIO
from wattbook.report.states import LIBRARY, State

MODEL, INPUTS = "model", "inputs"


@dataclass
class Move:
    """One headline number before and after, and what moved it."""

    key: str
    definition: str
    unit: str
    before: dict | None  # p10, p50, p90
    after: dict | None
    parts: dict = field(default_factory=dict)  # what changed -> its part of the move of the P50
    inputs: dict = field(default_factory=dict)  # assumption -> its part of theirs

    @property
    def shift(self):
        """Move of the P50 over the old 80% range."""
        return gather.shift(self.before, self.after, self.unit, ("p50",))


@dataclass
class Comparison:
    """Two states, the inputs that differ, whether the library does, and the moves, the largest first."""

    old: State
    new: State
    changes: list
    other_library: bool
    moves: list
    notes: list


def compared(old, new, keys, place):
    """Compare two states; `place` is an empty folder for what has to be laid out."""
    listed, notes = [*_asked(old, new), *changes.changed(old.files, new.files)], []
    if old.library and not reckon.answers(old.library):
        old = replace(old, library=None)
    missing = [state.said for state in (old, new) if state.library is None]
    if missing:
        notes.append(f"The library of {' and '.join(missing)} is not here, or too old to ask: the part of the model is what "
                     "the others leave." if old.outputs else f"Both are reckoned with the library of {new.said}.")
    kinds = {change.kind for change in listed} | ({DATA} if old.as_of != new.as_of else set())
    table = _Table(old, new, keys, place)
    try:
        table.fill([kind for kind in changes.KINDS if kind in kinds])
    except InputError as error:
        notes.append(f"Data, assumptions and scenario do not go together one by one: {error}")
        table.fill([INPUTS])
    if (old.asked["draws"], old.asked["seed"]) != (new.asked["draws"], new.asked["seed"]):
        notes.append("Both are reckoned with the draws and the seed of the later.")
    moves = sorted((table.move(key) for key in keys), key=lambda move: -move.shift)
    return Comparison(old, new, listed, table.both or bool(missing), moves, notes)


def since(edition, folder, notebooks, checkout):
    """What changed from the report in a folder to an edition, for a page: words, and heads and rows of two tables."""
    from wattbook.report import told

    with tempfile.TemporaryDirectory() as place:
        try:
            old = states.of_report(folder, Path(place), checkout)
            new = State(f"{edition.name}@{edition.as_of}", safe_load(edition.inputs)["files"], edition.parameters(), LIBRARY)
            return told.page(compared(old, new, headline_keys(old, new, notebooks), Path(place)))
        except InputError as error:
            return {"words": [f"The report before cannot be compared: {error}"], "figures": ((), ()), "inputs": ((), ())}


def headline_keys(old, new, notebooks):
    """Headline numbers of two reports, the later first; of what is no report, those of the stored notebooks."""
    return list(dict.fromkeys((*new.heads, *old.heads))) or gather.heads(map(gather.stored_record, notebooks))


def subsets(names):
    """All subsets of some names, the empty one first."""
    return [frozenset(one) for one in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))]


def weights(names):
    """Subset of the other names -> share of all orders in which just these come before one more name."""
    most = len(names)
    return {one: factorial(len(one)) * factorial(most - len(one)) / factorial(most + 1) for one in subsets(names)}


def shapley(value, names):
    """Name -> part of it in value(all) - value(none), where `value` takes the set of names that have changed."""
    return {name: sum(weight * (value(others | {name}) - value(others))
                      for others, weight in weights([one for one in names if one != name]).items()) for name in names}


def along(paths, names):
    """Part of each name from values along a walk that changes one after the other, and its reverse: exact for pairs."""
    forward, backward = ([after - before for before, after in pairwise(path)] for path in paths)
    return {name: (one + other) / 2 for name, one, other in zip(names, forward, reversed(backward), strict=True)}


def _asked(old, new):
    """What the scenario and what is set by hand are changed from and to."""
    for name, words in (("scenario", "Scenario"), ("overrides", "Set by hand")):
        one, two = old.asked[name], new.asked[name]
        if one != two:
            yield changes.Change(SCENARIO, name, words, str(one or "nothing"), str(two or "nothing"))


class _Table:
    """Values of the keys for every set of things that have changed, each from the library that belongs to it."""

    def __init__(self, old, new, keys, place):
        self.old, self.new, self.keys, self.place = old, new, keys, place
        self.here = new.library or LIBRARY
        self.both = old.library is not None and gather.library_sha256(old.library) != gather.library_sha256(self.here)
        self.remainder = bool(old.outputs and new.outputs and None in (old.library, new.library))
        self.values, self.walks, self.told = {}, {}, {}

    def fill(self, players):
        """Ask for all that is needed."""
        self.players, sets = [*players, *([MODEL] if self.both else [])], subsets(players)
        books = [self._book(changed) for changed in sets]
        before, after = (changes.newest(state.files) for state in (self.old, self.new))
        self.names = [name for name in sorted({*before} & {*after}) if before[name] != after[name] and ASSUMPTIONS in players]
        walks = [{"from": sets.index(one), "to": sets.index(one | {ASSUMPTIONS}), "names": self.names}
                 for one in sets if ASSUMPTIONS not in one] if self.names else []
        for library, more in [(self.here, {MODEL} & {*self.players}), *([(self.old.library, set())] if self.both else [])]:
            told = reckon.ask(library, {"keys": self.keys, "books": books, "walks": walks})
            self.told = self.told or told["words"]
            for one, value in zip(sets, told["values"], strict=True):
                if "error" in value:
                    raise InputError(value["error"])
                self.values[one | more] = value
            self.walks |= {sets[walk["from"]] | more: paths for walk, paths in zip(walks, told["walks"], strict=True)}

    def _book(self, changed):
        """Lay the folder out in which just these have changed."""
        sides = [self.new if {kind, INPUTS} & changed else self.old for kind in changes.KINDS]
        files, asked = (sides[0].files, sides[0].asked) if len(set(map(id, sides))) == 1 else states.mixed(*sides)
        root = self.place / f"mix-{'-'.join(sorted(changed))}"
        if not root.exists():
            params.lay(files, root)
        return {**asked, "draws": self.new.asked["draws"], "seed": self.new.asked["seed"], "root": str(root)}

    def move(self, key):
        """What moved one number."""
        words = self.told.get(key, {"definition": key, "unit": "ratio"})
        first, last = self.values[frozenset()][key], self.values[frozenset(self.players)][key]
        before, after = ([state.outputs.get(key) for state in (self.old, self.new)] if self.remainder else (first, last))
        move = Move(key, words["definition"].rstrip("."), words["unit"], before, after)
        middles = {one: value[key] and value[key]["p50"] for one, value in self.values.items()}
        if None in middles.values() or None in (before, after):
            return move
        move.parts = shapley(lambda changed: middles[frozenset(changed)], self.players)
        if self.remainder:
            move.parts[MODEL] = after["p50"] - before["p50"] - (last["p50"] - first["p50"])
        move.inputs = self._by_input(key)
        return move

    def _by_input(self, key):
        """Part of each assumption in what all of them moved."""
        parts = dict.fromkeys(self.names, 0.0)
        for others, weight in weights([one for one in self.players if one != ASSUMPTIONS]).items():
            paths = self.walks.get(others, {}).get(key)
            if not paths or None in chain.from_iterable(paths):
                return {}
            for name, part in along(paths, self.names).items():
                parts[name] += weight * part
        return {name: part for name, part in parts.items() if part}
