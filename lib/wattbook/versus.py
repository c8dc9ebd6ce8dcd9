"""Two runs side by side: which inputs differ, and what that does to numbers that both have."""

import numpy as np

from wattbook import exhibit, uncertainty
from wattbook.keys import parse
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import MISSING, shown, stated
from wattbook.words.sentences import percent

UNCHANGED = "no change"
BELIEF = ("value", "low", "high", "dist")


def changed(run, other):
    """Name, belief here and belief there of every assumption that differs, (value, low, high) in each."""
    pairs = [(name, a, other.book.assumptions.get(name)) for name, a in run.book.assumptions.items()]
    for name, here, there in pairs:
        if there is not None and any(getattr(here, field) != getattr(there, field) for field in BELIEF):
            for (member, *first), (_, *second) in zip(here.members(), there.members(), strict=True):
                if first != second or here.dist != there.dist:
                    yield name if member is None else f"{name}[{member}]", first, second


def versus(run, other, *keys):
    """Exhibit of the inputs that differ and of some numbers in both runs, with the change draw by draw where draws are alike.
    Where no number is named, those of the chain on the first page of a report."""
    front = run.book.case.front
    keys = keys or [front["verdict"], *(link["key"] for link in front["chain"])] if front else keys
    inputs, rows = list(changed(run, other)), []
    for name, here, there in inputs:
        unit = run.unit(parse(name).first.name)
        rows.append((f"*Input: {run.definition(name)}", *(_belief(numbers, unit) for numbers in (here, there)), ""))
    rows += [(run.definition(key), run.say(key), other.say(key), _change(run, other, key)) for key in keys]
    drawn = table({"What": TEXT, "This run": NUMBER, "The other": NUMBER, "Change, 80% range": NUMBER}, rows)
    titles = (f"{what.rstrip('.')}: {change}" for what, *_, change in rows[len(inputs):] if change != UNCHANGED)
    title = next((one for one in titles if len(one) <= exhibit.LONGEST_TITLE), "Two runs side by side")
    asked = " and ".join(dict.fromkeys(f"{one.book.scenario} as of {one.book.as_of}" for one in (run, other)))
    told = f"Inputs that differ: {len(inputs)}; {asked}; change draw by draw, 80% range"
    return exhibit.exhibit(run, "versus", title, told, drawn, keys)


def _belief(numbers, unit):
    value, low, high = (stated(number, unit) for number in numbers)
    return value if low == high else f"{value} ({low} to {high})"


def _change(run, other, key):
    """Change of a number, by draw where both runs drew alike; of a probability in points."""
    here, there = run.draws(key), other.draws(key)
    if parse(key).is_share_of_draws:
        points = there.mean() - here.mean()
        return UNCHANGED if points == 0 else f"{'+' if points > 0 else '-'}{percent(abs(points))} points".replace("%", "")
    if (run.book.draws, run.book.seed) != (other.book.draws, other.book.seed):
        return MISSING
    low, middle, high = (float(q) for q in uncertainty.quantiles(there - here))
    if np.isnan(middle):
        return MISSING
    unit = run.unit(key)
    return UNCHANGED if low == high == 0 else f"{shown(middle, unit)} ({shown(low, unit)} to {shown(high, unit)})"
