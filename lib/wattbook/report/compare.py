"""What changed between two states, how each headline moved, split exactly by what changed, and how that is told."""

import math
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace

from wattbook.params import InputError
from wattbook.params.snapshot import safe_load
from wattbook.report import gather, places, reckon, states
from wattbook.report.gather import PERCENTILES
from wattbook.report.reckon import INPUTS
from wattbook.report.states import ASSUMPTIONS, DATA, KINDS, LIBRARY, NAMED, SCENARIO, State, counted
from wattbook.uncertainty import parted, subsets, weights
from wattbook.units import MONTHS_PER_YEAR
from wattbook.words import numbers

MODEL = "model"
COUNTED = {DATA: ("observation or file of data", "observations or files of data"), ASSUMPTIONS: ("assumption", "assumptions"),
           SCENARIO: ("setting of the scenario", "settings of the scenario")}
LISTED = 12  # inputs of a kind that are listed, and outputs that moved
SMALL = 0.02  # of the old 80% range: a smaller shift is folded
NEGLIGIBLE = 0.005  # of the old 80% range: a smaller part is not told
FIGURES = 2
SAME = 1e-9  # relative difference below which a number has not moved


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
    listed, notes, one_library = states.changed(old.inputs, new.inputs), [], old.library == new.library
    sides = {"old": old, "new": new}
    for gone in subsets(sides):  # a library may be too old to be asked, or to read the inputs of the other
        old, new = (replace(one, library=None) if side in gone else one for side, one in sides.items())
        with suppress(InputError, KeyError) if {old.library, new.library} - {None, LIBRARY} else nullcontext():
            table = _Table(old, new, keys, listed, place)
            break
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
    with places.scratch() as place:
        try:
            old = states.of_report(folder, place, checkout)
            new = State(f"{edition.name}@{edition.as_of}", safe_load(edition.inputs), LIBRARY)
            return page(compared(old, new, headline_keys(old, new, notebooks), place))
        except InputError as error:
            return {"words": [f"The report before cannot be compared: {error}"], "figures": ((), ()), "inputs": ((), ())}


def headline_keys(old, new, notebooks):
    """Headline numbers of two reports, the later first; of what is no report, those of the stored notebooks."""
    return list(dict.fromkeys((*new.heads, *old.heads))) or gather.heads(map(gather.stored_record, notebooks))


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
        move = Move(key, words["definition"].rstrip("."), words["unit"], *sides)
        middles = {one: value[key] and value[key]["p50"] for one, value in self.values.items()}
        if None not in (*middles.values(), move.before, move.after):
            move.parts = parted(middles, self.players)
            for others, weight in weights([one for one in self.players if one != ASSUMPTIONS]).items() if self.walks else ():
                for name, part in (self.walks[others][key] or {}).items():
                    move.inputs |= {name: move.inputs.get(name, 0) + weight * part} if part else {}
            if self.published:
                move.parts[MODEL] = move.after["p50"] - move.before["p50"] - (ends[1]["p50"] - ends[0]["p50"])
        return move


@dataclass
class Move:
    """One number before and after (p10, p50, p90), and what moved it."""

    key: str
    definition: str
    unit: str
    before: dict | None
    after: dict | None
    parts: dict = field(default_factory=dict)  # what changed -> its part of the move of the P50
    inputs: dict = field(default_factory=dict)  # assumption -> its part of theirs

    def __post_init__(self):
        self.before, self.after = (one if one and one["p50"] is not None else None for one in (self.before, self.after))

    @property
    def width(self):
        """The old 80% range; where it has none, the whole of a share or the value itself."""
        return self.before["p90"] - self.before["p10"] or (1 if self.unit == "fraction" else abs(self.before["p50"])) or 1

    @property
    def shift(self):
        """Largest move of the three over that width."""
        if self.before is None or self.after is None:
            return 0.0 if self.before is self.after else math.inf
        pairs = [(self.before[name], self.after[name]) for name in PERCENTILES]
        return max(0.0 if math.isclose(one, two, rel_tol=SAME) else abs(two - one) for one, two in pairs) / self.width

    def said(self, in_full=False):
        """Both as words: the medians; with their ranges in full, or where these alone differ."""
        sides = [numbers.with_range({**one, "unit": self.unit}) if one else (numbers.MISSING, "")
                 for one in (self.before, self.after)]
        in_full = in_full or sides[0][0] == sides[1][0]
        return [both(*side) if in_full else side[0] for side in sides]


def both(middle, ends):
    """A median with its range."""
    return f"{middle} ({ends})" if ends else middle


def moved(old, new, most=LISTED):
    """Lines about recorded outputs that moved, the largest shift first; all of them where `most` is None."""
    moves = [Move(name, one["definition"].rstrip("."), one["unit"], old.get(name), new.get(name))
             for name, one in {**old, **new}.items()]
    lines = [sentence(move, {}).removesuffix(".") if move.key in old and move.key in new else
             f"{move.definition}: {'gone' if move.key in old else 'new'}"
             for move in sorted(moves, key=lambda move: (-move.shift, move.key)) if move.shift and len({*move.said()}) > 1]
    return lines[:most] + ([f"and {len(lines) - most} more"] if most and len(lines) > most else [])


def amount(value, unit):
    """A move with its sign."""
    kind, times = {"fraction": ("points", numbers.PERCENT), "calendar_year": ("months", MONTHS_PER_YEAR)}.get(unit, ("", 1))
    return f"{'−' if value < 0 else '+'}{numbers.shown(abs(value) * times, 'ratio' if kind else unit, FIGURES)} {kind}".rstrip()


def sentence(move, labels):
    """What one number did and why, with the inputs that count most; `labels` are the words for the names of assumptions."""
    parts = []
    for kind, part in _largest(move.parts, move):
        first = _largest(move.inputs, move)[:NAMED] if kind == ASSUMPTIONS else []
        because = ", ".join(f"{labels.get(name, name)} {amount(one, move.unit)}" for name, one in first)
        parts.append(f"{kind} {amount(part, move.unit)}" + (f" ({because})" if because else ""))
    return f"{move.definition}: {' -> '.join(move.said())}{': ' if parts else ''}{', '.join(parts)}."


def _largest(parts, move):
    """Parts of a move that count, the largest first."""
    return [one for one in sorted(parts.items(), key=lambda one: -abs(one[1])) if abs(one[1]) > NEGLIGIBLE * move.width]


def words(comparison):
    """Sentences: what changed, how the headline numbers moved, what hardly moved, and what has to be known about that."""
    changes, moves = comparison.changes, comparison.moves
    counts = {kind: sum(one.kind == kind for one in changes) for kind in KINDS}
    told = [counted(number, *COUNTED[kind]) for kind, number in counts.items() if number]
    told += ["the date"] if comparison.old.asked["as_of"] != comparison.new.asked["as_of"] else []
    told += ["the library"] if comparison.other_library else []
    labels = {one.name.partition("[")[0]: one.words.partition(":")[0] for one in changes}
    large = [sentence(move, labels) for move in moves if move.shift >= SMALL]
    still = sum(move.shift == 0 for move in moves)
    small = len(moves) - len(large) - still
    rest = ([f"{small} moved by less than {SMALL:.0%} of the old 80% range"] if small else []) + (
        [f"{still} did not move"] if still else [])
    return [f"From {comparison.old.said} to {comparison.new.said}: {', '.join(told) or 'nothing'} changed.", *large,
            *([f"Of {counted(len(moves), 'headline number')} {' and '.join(rest)}."] if rest else []), *comparison.notes]


def page(comparison):
    """All of it: words, and heads and rows of two tables; inputs that moved a headline most stand first."""
    weight, inputs, figures = {}, [], []
    for move in comparison.moves:
        for place, (name, _) in enumerate(_largest(move.inputs, move), 1):
            weight[name] = max(weight.get(name, 0), move.shift / place)
    for kind in (SCENARIO, ASSUMPTIONS, DATA):
        listed = sorted((change for change in comparison.changes if change.kind == kind),
                        key=lambda change: -weight.get(change.name.partition("[")[0], 0))
        inputs += [(one.words, one.old or "new", one.new or "gone", one.unit, one.source) for one in listed[:LISTED]]
        if len(listed) > LISTED:
            inputs.append((f"and {counted(len(listed) - LISTED, *COUNTED[kind])} more", "", "", "", ""))
    kinds = list(dict.fromkeys(kind for move in comparison.moves for kind in move.parts))
    for move in (one for one in comparison.moves if one.before or one.after):
        parts = (amount(move.parts[kind], move.unit) if move.parts.get(kind) else "" for kind in kinds)
        figures.append((move.definition, *move.said(in_full=True), *parts, numbers.unit_words(move.unit)))
    return {"words": words(comparison), "inputs": (("Input", "Before", "Now", "Unit", "Source"), inputs),
            "figures": (("Number", "Before", "Now", *map(str.capitalize, kinds), "Unit"), figures)}


def text(comparison):
    """All of it for a terminal."""
    found = page(comparison)
    parts = ["\n".join(found["words"])]
    for title, (heads, rows) in (("Inputs that changed", found["inputs"]), ("Headline numbers", found["figures"])):
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in (heads, *rows))
        parts += ["\n".join([title, *lines])] if rows else []
    return "\n\n".join(parts)
