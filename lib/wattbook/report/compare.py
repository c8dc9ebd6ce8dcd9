"""What changed between two states, and how each headline number moved: by data, assumptions, model and scenario."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from wattbook import params
from wattbook.params import InputError
from wattbook.params.snapshot import safe_load
from wattbook.report import changes, gather, mixture, reckon, split, states
from wattbook.report.states import LIBRARY, State

MODEL, DATA, ASSUMPTIONS, SCENARIO, INPUTS = "model", "data", "assumptions", "scenario", "inputs"
SMALL = 0.02  # of the old 80% range: a smaller shift is folded


@dataclass
class Move:
    """One headline number before and after, and what moved it."""

    key: str
    definition: str
    unit: str
    before: list | None  # P10, P50, P90
    after: list | None
    parts: dict = field(default_factory=dict)  # what changed -> its part of the move of the P50
    inputs: dict = field(default_factory=dict)  # assumption -> its part of theirs

    @property
    def shift(self):
        """Move of the P50 over the old 80% range; of the whole where there is none, as with a share of draws."""
        if self.before is None or self.after is None:
            return 0.0 if self.before == self.after else float("inf")
        low, middle, high = self.before
        moved = abs(self.after[1] - middle)
        return moved / (high - low or (1 if self.unit == "fraction" else abs(middle)) or 1) if moved else 0.0


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
    listed, notes = [*changes.changed(old.files, new.files), *_asked(old, new)], []
    if old.library and not reckon.answers(old.library):
        old = replace(old, library=None)
    missing = [state.said for state in (old, new) if state.library is None]
    if missing:
        notes.append(f"The library of {' and '.join(missing)} is not here, or too old to ask: the part of the model is what "
                     "the others leave." if old.outputs else f"Both are reckoned with the library of {new.said}.")
    players = [kind for kind in (DATA, ASSUMPTIONS, SCENARIO)
               if any(change.kind == kind for change in listed) or (kind == DATA and old.as_of != new.as_of)]
    table = _Table(old, new, keys, place)
    try:
        table.fill(players)
    except InputError as error:
        notes.append(f"Data, assumptions and scenario do not go together one by one: {error}")
        table.fill([INPUTS])
    if old.asked["draws"] != new.asked["draws"] or old.asked["seed"] != new.asked["seed"]:
        notes.append("Both are reckoned with the draws and the seed of the later.")
    moves = sorted((table.move(key) for key in keys), key=lambda move: -move.shift)
    return Comparison(old, new, listed, table.both or bool(missing), moves, notes)


def since(edition, folder, notebooks, checkout):
    """What changed from the report in a folder to an edition, for a page: words, and heads and rows of two tables."""
    from wattbook.report import told

    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        try:
            old = states.of_report(folder, place, checkout)
            new = State(f"{edition.name}@{edition.as_of}", safe_load(edition.inputs)["files"], edition.parameters(), LIBRARY)
            found = compared(old, new, headline_keys(old, new, notebooks), place)
        except InputError as error:
            return {"words": [f"The report before cannot be compared: {error}"], "figures": ((), ()), "inputs": ((), ())}
    return {"words": told.words(found), "figures": told.figures(found), "inputs": told.inputs(found)}


def headline_keys(old, new, notebooks):
    """Headline numbers of two reports, the later first; of what is no report, those of the stored notebooks."""
    found = [key for state in (new, old) for key in state.heads]
    return list(dict.fromkeys(found)) or gather.heads(map(gather.stored_record, notebooks))


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
        self.players = [*players, *([MODEL] if self.both else [])]
        sets = split.subsets(players)
        books = [self._book(changed) for changed in sets]
        names = [change.name.partition("[")[0] for change in changes.changed(self.old.files, self.new.files)
                 if change.kind == ASSUMPTIONS and change.old and change.new and not change.name.endswith(".yaml")]
        self.names = list(dict.fromkeys(names)) if ASSUMPTIONS in players else []
        walks = [{"from": sets.index(one), "to": sets.index(one | {ASSUMPTIONS}), "names": self.names}
                 for one in sets if ASSUMPTIONS not in one] if self.names else []
        for library, more in ((self.here, {MODEL} if self.both else set()),
                              *([(self.old.library, set())] if self.both else [])):
            told = reckon.ask(library, {"keys": self.keys, "books": books, "walks": walks})
            self.told = self.told or told["words"]
            for one, value in zip(sets, told["values"], strict=True):
                if "error" in value:
                    raise InputError(value["error"])
                self.values[one | more] = value
            for walk, paths in zip(walks, told["walks"], strict=True):
                self.walks[sets[walk["from"]] | more] = paths

    def _book(self, changed):
        """Lay the folder out in which just these have changed."""
        sides = {kind: self.new if {kind, INPUTS} & changed else self.old for kind in (DATA, ASSUMPTIONS, SCENARIO)}
        if len(set(map(id, sides.values()))) == 1:
            files, asked = sides[DATA].files, sides[DATA].asked
        else:
            files, asked = mixture.mixed(*sides.values())
        root = self.place / f"mix-{'-'.join(sorted(changed))}"
        if not root.exists():
            params.lay(files, root)
        return {**asked, "draws": self.new.asked["draws"], "seed": self.new.asked["seed"], "root": str(root)}

    def move(self, key):
        """What moved one number."""
        words = self.told.get(key, {"definition": key, "unit": "ratio"})
        first, last = self.values[frozenset()][key], self.values[frozenset(self.players)][key]
        before, after = (_published(state, key) if self.remainder else one
                         for state, one in ((self.old, first), (self.new, last)))
        move = Move(key, words["definition"].rstrip("."), words["unit"], before, after)
        middles = {one: value[key] and value[key][1] for one, value in self.values.items()}
        if None in middles.values() or None in (before, after):
            return move
        move.parts = split.shapley(lambda changed: middles[frozenset(changed)], self.players)
        if self.remainder:
            move.parts[MODEL] = after[1] - before[1] - (last[1] - first[1])
        move.inputs = self._by_input(key)
        return move

    def _by_input(self, key):
        """Part of each assumption in what all of them moved."""
        parts = dict.fromkeys(self.names, 0.0)
        for others, weight in split.weights([one for one in self.players if one != ASSUMPTIONS]).items():
            paths = self.walks.get(others, {}).get(key)
            if not paths or any(None in path for path in paths):
                return {}
            for name, part in split.along(paths, self.names).items():
                parts[name] += weight * part
        return {name: part for name, part in parts.items() if part}


def _published(state, key):
    """Three numbers of a report, or None."""
    output = state.outputs.get(key)
    return output and [output[name] for name in reckon.PERCENTILES]
