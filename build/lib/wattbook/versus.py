"""Two runs side by side: which inputs differ, and what that does to numbers that both have."""

import numpy as np

from wattbook import uncertainty
from wattbook.keys import parse
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import MISSING, shown, stated
from wattbook.words.sentences import percent

BELIEF = ("value", "low", "high", "dist")


def changed(run, other):
    """Name, belief here and belief there of every assumption that differs, (value, low, high) in each."""
    pairs = [(name, a, other.book.assumptions.get(name)) for name, a in run.book.assumptions.items()]
    for name, here, there in pairs:
        if there is not None and any(getattr(here, field) != getattr(there, field) for field in BELIEF):
            for (member, *first), (_, *second) in zip(here.members(), there.members(), strict=True):
                if first != second or here.dist != there.dist:
                    yield name if member is None else f"{name}[{member}]", first, second


def versus(run, other, keys):
    """Table of the inputs that differ and of some numbers in both runs, with the change draw by draw where draws are alike."""
    rows = []
    for name, here, there in changed(run, other):
        unit = run.unit(parse(name).first.name)
        rows.append((f"*Input: {run.definition(name)}", *(_belief(numbers, unit) for numbers in (here, there)), ""))
    rows += [(run.definition(key), run.say(key), other.say(key), _change(run, other, key)) for key in keys]
    return table({"What": TEXT, "This run": NUMBER, "The other": NUMBER, "Change, 80% range": NUMBER}, rows)


def _belief(numbers, unit):
    value, low, high = (stated(number, unit) for number in numbers)
    return value if low == high else f"{value} ({low} to {high})"


def _change(run, other, key):
    """Change of a number, by draw where both runs drew alike; of a probability in points."""
    here, there = run.draws(key), other.draws(key)
    if parse(key).is_share_of_draws:
        points = there.mean() - here.mean()
        return "no change" if points == 0 else f"{'+' if points > 0 else '-'}{percent(abs(points))} points".replace("%", "")
    if (run.book.draws, run.book.seed) != (other.book.draws, other.book.seed):
        return MISSING
    low, middle, high = (float(q) for q in uncertainty.quantiles(there - here))
    if np.isnan(middle):
        return MISSING
    unit = run.unit(key)
    return "no change" if low == high == 0 else f"{shown(middle, unit)} ({shown(low, unit)} to {shown(high, unit)})"
