"""A comparison for readers: words first, figures after."""

import math

from wattbook.report.changes import ASSUMPTIONS, DATA, KINDS, NAMED, SCENARIO, counted
from wattbook.units import MONTHS_PER_YEAR
from wattbook.words import numbers

COUNTED = {DATA: ("observation or file of data", "observations or files of data"), ASSUMPTIONS: ("assumption", "assumptions"),
           SCENARIO: ("setting of the scenario", "settings of the scenario")}
LISTED = 12  # inputs of a kind that are listed, and outputs that moved
SMALL = 0.02  # of the old 80% range: a smaller shift is folded
NEGLIGIBLE = 0.005  # of the old 80% range: a smaller part is not told
FIGURES = 2
SAME = 1e-9  # relative difference below which a number has not moved


def shift(old, new, unit, which=("p10", "p50", "p90")):
    """Largest move of one output over its old 80% range; where it has none, over the whole of a share or the value itself."""
    pairs = [(old[name], new[name]) for name in which] if old and new else [] if old is new else [(None, 0)]
    if any((one is None) != (two is None) for one, two in pairs):
        return math.inf
    moved = [abs(two - one) for one, two in pairs if one is not None and not math.isclose(one, two, rel_tol=SAME)]
    return max(moved) / (old["p90"] - old["p10"] or (1 if unit == "fraction" else abs(old["p50"])) or 1) if moved else 0.0


def moved(old, new):
    """Lines about recorded outputs that moved, the largest shift first: the middle, or the range where that looks the same."""
    last = {**old, **new}
    shifts = {name: shift(old.get(name), new.get(name), one["unit"]) for name, one in last.items()}
    lines = []
    for name in sorted(filter(shifts.get, shifts), key=lambda name: (-shifts[name], name)):
        said, (before, ends), (after, others) = last[name]["definition"].rstrip("."), shown(old.get(name)), shown(new.get(name))
        lines += ([f"{said}: {'gone' if name in old else 'new'}"] if not (name in old and name in new) else
                  [f"{said}: {before} -> {after}"] if before != after else
                  [f"{said}, 80% range: {ends} -> {others}"] if ends != others else [])
    return lines[:LISTED] + ([f"and {len(lines) - LISTED} more"] if len(lines) > LISTED else [])


def shown(output, unit=None):
    """Median and range of an output."""
    return (numbers.MISSING, "") if output is None else numbers.with_range({**output, "unit": unit or output["unit"]})


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
    before, after = (shown(one, move.unit)[0] for one in (move.before, move.after))
    return f"{move.definition}: {before} -> {after}{': ' if parts else ''}{', '.join(parts)}."


def _largest(parts, move):
    """Parts of a move that count, the largest first."""
    width = abs(move.after["p50"] - move.before["p50"]) / move.shift if parts and move.shift else 0
    return [one for one in sorted(parts.items(), key=lambda one: -abs(one[1])) if abs(one[1]) > NEGLIGIBLE * width]


def words(comparison):
    """Sentences: what changed, how the headline numbers moved, what hardly moved, and what has to be known about that."""
    counts = {kind: sum(change.kind == kind for change in comparison.changes) for kind in KINDS}
    told = [counted(number, *COUNTED[kind]) for kind, number in counts.items() if number]
    told += ["the date"] if comparison.old.asked["as_of"] != comparison.new.asked["as_of"] else []
    told += ["the library"] if comparison.other_library else []
    labels = {change.name.partition("[")[0]: change.words.partition(":")[0] for change in comparison.changes}
    large = [sentence(move, labels) for move in comparison.moves if move.shift >= SMALL]
    still = sum(move.shift == 0 for move in comparison.moves)
    small = len(comparison.moves) - len(large) - still
    rest = [f"{small} moved by less than {SMALL:.0%} of the old 80% range"] if small else []
    rest += [f"{still} did not move"] if still else []
    closing = [f"Of {counted(len(comparison.moves), 'headline number')} {' and '.join(rest)}."] if rest else []
    return [f"From {comparison.old.said} to {comparison.new.said}: {', '.join(told) or 'nothing'} changed.", *large, *closing,
            *comparison.notes]


def inputs(comparison):
    """Heads and rows of the inputs that changed, those that moved a headline most first; the rest is counted."""
    weight, rows = {}, []
    for move in comparison.moves:
        for place, (name, _) in enumerate(_largest(move.inputs, move)):
            weight[name] = max(weight.get(name, 0), move.shift / (place + 1))
    for kind in (SCENARIO, ASSUMPTIONS, DATA):
        listed = sorted((change for change in comparison.changes if change.kind == kind),
                        key=lambda change: -weight.get(change.name.partition("[")[0], 0))
        rows += [(one.words, one.old or "new", one.new or "gone", one.unit, one.source) for one in listed[:LISTED]]
        if len(listed) > LISTED:
            rows.append((f"and {counted(len(listed) - LISTED, *COUNTED[kind])} more", "", "", "", ""))
    return ("Input", "Before", "Now", "Unit", "Source"), rows


def figures(comparison):
    """Heads and rows of the headline numbers: before and now with their ranges, and what each kind of change did."""
    kinds, rows = list(dict.fromkeys(kind for move in comparison.moves for kind in move.parts)), []
    for move in (one for one in comparison.moves if one.before or one.after):
        sides = ((f"{middle} ({ends})" if ends else middle) for middle, ends in (
            shown(one, move.unit) for one in (move.before, move.after)))
        rows.append((move.definition, *sides, *(amount(move.parts[kind], move.unit) if move.parts.get(kind) else ""
                                                for kind in kinds), numbers.unit_words(move.unit)))
    return ("Number", "Before", "Now", *map(str.capitalize, kinds), "Unit"), rows


def page(comparison):
    """All of it for a page."""
    return {"words": words(comparison), "figures": figures(comparison), "inputs": inputs(comparison)}


def text(comparison):
    """All of it for a terminal."""
    parts = ["\n".join(words(comparison))]
    for title, (heads, rows) in (("Inputs that changed", inputs(comparison)), ("Headline numbers", figures(comparison))):
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in (heads, *rows))
        parts += ["\n".join([title, *lines])] if rows else []
    return "\n\n".join(parts)
