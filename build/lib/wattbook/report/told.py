"""A comparison for readers: words first, figures after."""

from wattbook.report.changes import ASSUMPTIONS, DATA, KINDS, NAMED, SCENARIO, counted
from wattbook.units import MONTHS_PER_YEAR
from wattbook.words import numbers

COUNTED = {DATA: ("observation or file of data", "observations or files of data"), ASSUMPTIONS: ("assumption", "assumptions"),
           SCENARIO: ("setting of the scenario", "settings of the scenario")}
LISTED = 12  # inputs of a kind that are listed
SMALL = 0.02  # of the old 80% range: a smaller shift is folded
NEGLIGIBLE = 0.005  # of the old 80% range: a smaller part is not told
FIGURES = 2


def amount(value, unit):
    """A move with its sign."""
    kind, times = {"fraction": ("points", numbers.PERCENT), "calendar_year": ("months", MONTHS_PER_YEAR)}.get(unit, ("", 1))
    return f"{'−' if value < 0 else '+'}{numbers.shown(abs(value) * times, 'ratio' if kind else unit, FIGURES)} {kind}".rstrip()


def sentence(move, labels):
    """What one number did and why; `labels` are the words for the names of assumptions."""
    said = f"{move.definition}: {_shown(move.before, move.unit)[0]} -> {_shown(move.after, move.unit)[0]}"
    parts = [amount_of(kind, part, move) + _because(move, kind, labels) for kind, part in _largest(move.parts, move)]
    return f"{said}: {', '.join(parts)}." if parts else f"{said}."


def amount_of(name, part, move):
    """A named part of a move."""
    return f"{name} {amount(part, move.unit)}"


def _largest(parts, move):
    """Parts of a move that count, the largest first."""
    width = abs(move.after["p50"] - move.before["p50"]) / move.shift if parts and move.shift else 0
    return [one for one in sorted(parts.items(), key=lambda one: -abs(one[1])) if abs(one[1]) > NEGLIGIBLE * width]


def _because(move, kind, labels):
    """The inputs that count most, in brackets."""
    first = _largest(move.inputs, move)[:NAMED] if kind == ASSUMPTIONS else []
    return f" ({', '.join(amount_of(labels.get(name, name), part, move) for name, part in first)})" if first else ""


def _shown(output, unit):
    return (numbers.MISSING, "") if output is None else numbers.with_range({**output, "unit": unit})


def words(comparison):
    """Sentences: what changed, how the headline numbers moved, what hardly moved, and what has to be known about that."""
    counts = {kind: sum(change.kind == kind for change in comparison.changes) for kind in KINDS}
    told = [counted(number, *COUNTED[kind]) for kind, number in counts.items() if number]
    told += ["the date"] if comparison.old.as_of != comparison.new.as_of else []
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
    kinds = list(dict.fromkeys(kind for move in comparison.moves for kind in move.parts))
    rows = [(move.definition, *(" ".join(filter(None, (middle, ends and f"({ends})")))
                                for middle, ends in (_shown(move.before, move.unit), _shown(move.after, move.unit))),
             *(amount(move.parts[kind], move.unit) if move.parts.get(kind) else "" for kind in kinds),
             numbers.unit_words(move.unit)) for move in comparison.moves if move.before or move.after]
    return ("Number", "Before", "Now", *(kind.capitalize() for kind in kinds), "Unit"), rows


def page(comparison):
    """All of it for a page."""
    return {"words": words(comparison), "figures": figures(comparison), "inputs": inputs(comparison)}


def text(comparison):
    """All of it for a terminal."""
    parts = ["\n".join(words(comparison))]
    for title, (heads, rows) in (("Inputs that changed", inputs(comparison)), ("Headline numbers", figures(comparison))):
        table = [heads, *rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in table]
        parts += ["\n".join([title, *lines])] if rows else []
    return "\n\n".join(parts)
