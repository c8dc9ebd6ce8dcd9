"""A comparison for readers: words first, figures after."""

from wattbook.report.compare import ASSUMPTIONS, DATA, MODEL, SCENARIO, SMALL
from wattbook.units import MONTHS_PER_YEAR
from wattbook.words import numbers

KINDS = (DATA, ASSUMPTIONS, MODEL, SCENARIO)
COUNTED = {DATA: ("observation or file of data", "observations or files of data"), ASSUMPTIONS: ("assumption", "assumptions"),
           SCENARIO: ("setting of the scenario", "settings of the scenario")}
NAMED = 3  # inputs named in one sentence
LISTED = 12  # inputs of a kind that are listed
NEGLIGIBLE = 0.005  # of the old 80% range: a part smaller than this is not told
FIGURES = 2


def line(listed, cells=None, meant=""):
    """One closing line: how many inputs changed and which, how many cells moved, and what to do if that was meant."""
    if listed is None:  # it cannot be known
        return _count(cells, "cell") + " moved"
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    named = ", ".join(str(change) for change in listed[:NAMED]) + more
    parts = [f"{_count(len(listed), 'input')} changed: {named}" if listed else "no input changed"]
    parts += [] if cells is None else [f"{_count(cells, 'cell')} moved"]
    return "; ".join([*parts, *([f"if meant: {meant}"] if meant else [])])


def _count(number, one, many=None):
    return f"{number} {one if number == 1 else many or one + 's'}"


def amount(value, unit):
    """A move with its sign."""
    sign = "−" if value < 0 else "+"
    if unit == "fraction":
        return f"{sign}{numbers.shown(abs(value) * numbers.PERCENT, 'ratio', FIGURES)} points"
    if unit == "calendar_year":
        return f"{sign}{numbers.shown(abs(value) * MONTHS_PER_YEAR, 'ratio', FIGURES)} months"
    return f"{sign}{numbers.shown(abs(value), unit, FIGURES)}"


def sentence(move, labels):
    """What one number did and why; `labels` are the words for the names of assumptions."""
    before, after = (None if one is None else one[1] for one in (move.before, move.after))
    said = f"{move.definition}: {_middle(move.before, move.unit)} -> {_middle(move.after, move.unit)}"
    if before is None or after is None:
        return f"{said}."
    width = abs(after - before) / move.shift if move.shift else 0
    parts = [f"{kind} {amount(part, move.unit)}{_because(move, kind, width, labels)}"
             for kind, part in sorted(move.parts.items(), key=lambda one: -abs(one[1])) if abs(part) > NEGLIGIBLE * width]
    return f"{said}: {', '.join(parts)}." if parts else f"{said}."


def _because(move, kind, width, labels):
    """The inputs that count most, in brackets."""
    if kind != ASSUMPTIONS:
        return ""
    first = [(name, part) for name, part in sorted(move.inputs.items(), key=lambda one: -abs(one[1]))
             if abs(part) > NEGLIGIBLE * width][:NAMED]
    return f" ({', '.join(f'{labels.get(name, name)} {amount(part, move.unit)}' for name, part in first)})" if first else ""


def _middle(output, unit):
    if output is None:
        return numbers.MISSING
    return numbers.with_range(dict(zip(("p10", "p50", "p90"), output, strict=True), unit=unit))[0]


def words(comparison):
    """Sentences: what changed, how the headline numbers moved, what hardly moved, and what has to be known about that."""
    counts = {kind: sum(change.kind == kind for change in comparison.changes) for kind in COUNTED}
    told = [_count(number, *COUNTED[kind]) for kind, number in counts.items() if number]
    told += ["the date"] if comparison.old.as_of != comparison.new.as_of else []
    told += ["the library"] if comparison.other_library else []
    labels = {change.name.partition("[")[0]: change.words.partition(":")[0] for change in comparison.changes}
    large = [move for move in comparison.moves if move.shift >= SMALL]
    still = [move for move in comparison.moves if move.shift == 0]
    small = len(comparison.moves) - len(large) - len(still)
    rest = [f"{small} moved by less than {SMALL:.0%} of the old 80% range"] if small else []
    rest += [f"{len(still)} did not move"] if still else []
    total = len(comparison.moves)
    closing = [f"Of {total} headline numbers {' and '.join(rest)}."] if rest else []
    return [f"From {comparison.old.said} to {comparison.new.said}: {', '.join(told) or 'nothing'} changed.",
            *(sentence(move, labels) for move in large), *closing, *comparison.notes]


def inputs(comparison):
    """Heads and rows of the inputs that changed, those that moved a headline most first; the rest is counted."""
    weight = {}
    for move in comparison.moves:
        scale = abs(move.after[1] - move.before[1]) / move.shift if move.parts and move.shift else 0
        for name, part in move.inputs.items():
            weight[name] = max(weight.get(name, 0), abs(part) / scale if scale else 0)
    rows = []
    for kind in (SCENARIO, ASSUMPTIONS, DATA):
        listed = [change for change in comparison.changes if change.kind == kind]
        listed.sort(key=lambda change: -weight.get(change.name.partition("[")[0], 0))
        rows += [(one.words, one.old or "new", one.new or "gone", one.unit, one.source) for one in listed[:LISTED]]
        if len(listed) > LISTED:
            rows.append((f"and {_count(len(listed) - LISTED, *COUNTED[kind])} more", "", "", "", ""))
    return ("Input", "Before", "Now", "Unit", "Source"), rows


def figures(comparison):
    """Heads and rows of the headline numbers: before and now with their ranges, and what each kind of change did."""
    kinds = [kind for kind in (*KINDS, "inputs") if any(kind in move.parts for move in comparison.moves)]
    rows = [(move.definition, _shown(move.before, move.unit), _shown(move.after, move.unit),
             *(amount(move.parts[kind], move.unit) if move.parts.get(kind) else "" for kind in kinds),
             numbers.unit_words(move.unit)) for move in comparison.moves if move.before or move.after]
    return ("Number", "Before", "Now", *(kind.capitalize() for kind in kinds), "Unit"), rows


def _shown(output, unit):
    if output is None:
        return numbers.MISSING
    middle, ends = numbers.with_range(dict(zip(("p10", "p50", "p90"), output, strict=True), unit=unit))
    return f"{middle} ({ends})" if ends else middle


def text(comparison):
    """All of it for a terminal."""
    parts = ["\n".join(words(comparison))]
    for title, (heads, rows) in (("Inputs that changed", inputs(comparison)), ("Headline numbers", figures(comparison))):
        if rows:
            parts.append(f"{title}\n{_columns([heads, *rows])}")
    return "\n\n".join(parts)


def _columns(rows):
    """Rows in columns, each as wide as its longest text."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
