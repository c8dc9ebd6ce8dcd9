"""What changed between two states, and how each headline moved, split exactly by data, assumptions, model and scenario."""

import tempfile
from dataclasses import dataclass, replace
from math import factorial
from pathlib import Path

from wattbook.params import InputError
from wattbook.params.snapshot import safe_load
from wattbook.report import changes, gather, reckon, states, told
from wattbook.report.changes import ASSUMPTIONS, DATA, KINDS
from wattbook.report.reckon import INPUTS, subsets
from wattbook.report.states import LIBRARY, State

MODEL = "model"


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
    listed, notes, one_library = changes.changed(old.inputs, new.inputs), [], old.library == new.library
    old, new = (one if one.library and reckon.answers(one.library) else replace(one, library=None) for one in (old, new))
    try:
        table = _Table(old, new, keys, listed, place)
    except InputError:  # it may be that the old library cannot read the new inputs
        if old.library in (None, new.library):
            raise
        old = replace(old, library=None)
        table = _Table(old, new, keys, listed, place)
    missing = [state.said for state in (old, new) if state.library is None]
    if missing:
        notes.append(f"The library of {' and '.join(missing)} is not here, or too old to ask: the part of the model is what "
                     "the others leave." if table.published else "Both are reckoned with the library of "
                     f"{new.said if new.library else 'this checkout'}.")
    if INPUTS in table.players:
        notes.append("Data, assumptions and scenario do not go together one by one: months or members are others.")
    if any(old.asked[name] != new.asked[name] for name in ("draws", "seed")):
        notes.append("Both are reckoned with the draws and the seed of the later.")
    moves = sorted(map(table.move, keys), key=lambda move: -move.shift)
    return Comparison(old, new, listed, MODEL in table.players or bool(missing and not one_library), moves, notes)


def since(edition, folder, notebooks, checkout):
    """What changed from the report in a folder to an edition, for a page: words, and heads and rows of two tables."""
    with tempfile.TemporaryDirectory() as place:
        try:
            old = states.of_report(folder, Path(place), checkout)
            new = State(f"{edition.name}@{edition.as_of}", safe_load(edition.inputs), LIBRARY)
            return told.page(compared(old, new, headline_keys(old, new, notebooks), Path(place)))
        except InputError as error:
            return {"words": [f"The report before cannot be compared: {error}"], "figures": ((), ()), "inputs": ((), ())}


def headline_keys(old, new, notebooks):
    """Headline numbers of two reports, the later first; of what is no report, those of the stored notebooks."""
    return list(dict.fromkeys((*new.heads, *old.heads))) or gather.heads(map(gather.stored_record, notebooks))


def weights(names):
    """Set of some names -> share of all orders in which just these come before one more name."""
    return {one: factorial(len(one)) * factorial(len(names) - len(one)) / factorial(len(names) + 1) for one in subsets(names)}


def shapley(values, names):
    """Name -> its part of the last value less the first; `values` are those of every set of names that have changed."""
    return {name: sum(weight * (values[others | {name}] - values[others])
                      for others, weight in weights([one for one in names if one != name]).items()) for name in names}


class _Table:
    """Values of the keys for every set of things that have changed, each from the library that belongs to it."""

    def __init__(self, old, new, keys, listed, place):
        here, libraries = new.library or LIBRARY, (old.library, new.library)
        self.published = (old.outputs, new.outputs) if old.outputs and new.outputs and None in libraries else ()
        kinds = {change.name.partition("[")[0]: change.kind for change in listed}
        dated = {DATA} if old.asked["as_of"] != new.asked["as_of"] else set()
        request = {"keys": keys, "kinds": kinds, "players": [kind for kind in KINDS if kind in dated.union(kinds.values())]}
        for side, state in (("old", old), ("new", new)):
            asked = states.asked_again(state.inputs, place / side)
            request[side] = {**asked, "draws": new.asked["draws"], "seed": new.asked["seed"], "root": str(asked["root"])}
        self.values, self.walks, self.words = {}, {}, {}
        other = old.library is not None and gather.library_sha256(old.library) != gather.library_sha256(here)
        for library, model in ((old.library, ()), (here, (MODEL,))) if other else ((here, ()),):
            answer = reckon.ask(library, request)
            self.values |= {frozenset((*some.split(), *model)): value for some, value in answer["values"].items()}
            self.walks |= {frozenset((*some.split(), *model)): parts for some, parts in answer["walks"].items()}
            self.words |= answer["words"]
        self.players = sorted(frozenset().union(*self.values), key=[*KINDS, INPUTS, MODEL].index)

    def move(self, key):
        """What moved one number."""
        known = self.published[1].get(key, {}) if self.published else {}
        words = self.words.get(key, {"definition": key, "unit": "ratio", **known})
        ends = [self.values[frozenset(one)][key] for one in ((), self.players)]
        sides = [one.get(key) for one in self.published] or ends
        move = told.Move(key, words["definition"].rstrip("."), words["unit"], *sides)
        middles = {one: value[key] and value[key]["p50"] for one, value in self.values.items()}
        if None not in (*middles.values(), move.before, move.after):
            move.parts, move.inputs = shapley(middles, self.players), self._by_input(key)
            if self.published:
                move.parts[MODEL] = move.after["p50"] - move.before["p50"] - (ends[1]["p50"] - ends[0]["p50"])
        return move

    def _by_input(self, key):
        """Part of each assumption in what all of them moved."""
        parts = {}
        for others, weight in weights([one for one in self.players if one != ASSUMPTIONS]).items() if self.walks else ():
            for name, part in (self.walks[others][key] or {}).items():
                parts[name] = parts.get(name, 0) + weight * part
        return {name: part for name, part in parts.items() if part}
