"""What moves a number, what would have to be true and what a disagreement does: judged over the draws of a run."""

import copy
from dataclasses import replace

import numpy as np
import pandas as pd

from wattbook import keys, uncertainty
from wattbook.params import InputError, unknown
from wattbook.subject import MODEL

SEARCHED_DRAWS, HELD_DRAWS = 400, 2000  # most draws of a search, and where each published value is put in


def middle(run, key):
    """Median of a number over the draws, or the share of draws in which what the key asks holds."""
    draws = run.draws(key)
    return float(np.mean(draws) if keys.parse(key).is_share_of_draws else uncertainty.quantiles(draws)[1])


def believed(run, key):
    """Value, low, high and distribution of one assumption, or of one member of it."""
    operand, known = keys.parse(key).first, run.book.assumptions
    if operand.name not in known:
        raise InputError(f"{operand.name}: no assumption has this name{unknown(operand.name, known)}")
    a = known[operand.name]
    return next((*belief, a.dist) for member, *belief in a.members() if member == operand.label)


def holding(run, values):
    """A run of the same draws with names, or name[member], held at one number or at draws; what they feed is reckoned anew."""
    arrays = {}
    for key, value in values.items():
        operand = keys.parse(key).first
        array = arrays.setdefault(operand.name, run[operand.name].copy())
        array.reshape(len(array), -1)[:, run.place(operand)] = value if operand.label else np.reshape(value, (-1, 1))
    return given(run, arrays)


def given(run, arrays):
    """A run of the same draws with other arrays under some names; only what they feed is reckoned anew."""
    anew = {user for name in arrays for user in MODEL.users(name, indirect=True)}
    return fed(run, {name: array for name, array in run._values.items() if name not in anew} | arrays)


def thinned(run, key, most=SEARCHED_DRAWS, also=()):
    """A run of fewer draws, spread evenly over the values of one number, fed with what that number needs and some others."""
    key = keys.parse(key)
    level = run.draws(replace(key, sign="-") if key.is_share_of_draws else key)
    draws, names = len(level), {*also, *(operand.name for operand in key.operands)}
    most, outputs = min(most, draws), names & set(MODEL.functions)
    kept = np.argsort(level, kind="stable")[((np.arange(most) + 1 / 2) * draws / most).astype(int)]
    needed = {name: run[name] for name in names | {*MODEL.order(outputs), *MODEL.leaves(outputs)}}
    return fed(run, {name: array[kept] if array.ndim > 1 and len(array) == draws else array for name, array in needed.items()})


def fed(run, arrays):
    """A run of the same book over other arrays."""
    other = copy.copy(run)
    other._moves, other._ranked, other._values = {}, {}, dict(arrays)
    return other


def _feeding(run, key):
    """Assumptions that a number rests on."""
    names = {operand.name for operand in keys.parse(key).operands}
    names |= set(MODEL.leaves(names & set(MODEL.functions)))
    return [a for name, a in run.book.assumptions.items() if name in names]


def moves(run, key):
    """Frame of what moves one number, largest share first, with label and key: see `wattbook.uncertainty.moves`."""
    is_share = keys.parse(key).is_share_of_draws
    frame = uncertainty.moves(_feeding(run, key), run, run.draws(key), np.mean if is_share else np.median, run._ranked)
    told = [(run.book.assumptions[name], member) for name, member in zip(frame["name"], frame["member"], strict=True)]
    labels = [a.label if a.axis is None else f"{a.label}: {run.book.case.axes[a.axis][member]}" for a, member in told]
    return frame.assign(label=labels, key=[f"{a.name}[{member}]" if member else a.name for a, member in told])


def unmoved(base):
    """What `moves` gives, as one row, for a number that no assumption moves, or that is not defined."""
    row = {"name": "", "member": "", "label": "No assumption moves it", "unit": "ratio", "low": 0.0, "high": 0.0, "share": 0.0}
    return pd.DataFrame([row | {"at_low": base, "at_high": base, "base": base, "swing": 0.0}])


def judged_share(run, key):
    """Share of the explained spread of one number that is our own judgement; NaN where it is not defined."""
    if np.isnan(middle(run, key)):
        return np.nan
    frame = run.moves(key)
    return float(frame.loc[frame["name"].map(run.book.tier) == "judgement", "share"].sum() / (frame["share"].sum() or 1))


def disagreements(run, key, threshold=None):
    """Median of one number with each published value put in for all draws, where that moves it.
    Columns name, label, unit, published, used (our central value), at, source, result, base (the median as it stands), and,
    against a threshold, reached (share of draws at or above it) and crosses (whether the median lies on its other side)."""
    few, rows = thinned(run, key, HELD_DRAWS), []
    base = middle(few, key)
    for a in _feeding(run, key):
        for told in a.alternatives:
            other = holding(few, {a.name: told["value"]})
            result = middle(other, key)
            against = (np.nan, False) if threshold is None else (
                float(np.mean(other.draws(key) >= threshold)), (result >= threshold) != (base >= threshold))
            rows.append((a.name, a.label, a.unit, told["value"], a.value, told.get("at", ""), told["source"], result, base,
                         *against))
    columns = ["name", "label", "unit", "published", "used", "at", "source", "result", "base", "reached", "crosses"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame[frame["name"].isin(frame.loc[frame["result"] != frame["base"], "name"])].reset_index(drop=True)


def flips(run, key, threshold, most=8, names=()):
    """What each assumption alone, of `names` or of those that move a number most, would have to be for its median to cross a
    threshold: label, unit, used, low and high (median and 80% range of the draws), needed (NaN where no value gets there),
    least and most of the published values, published and crossing (how many there are, and cross it), turned (whether ours,
    held, crosses it)."""
    told, rows, moved, few = run.disagreements(key, threshold), [], run.moves(key).head(most), thinned(run, key)
    over = middle(few, key) >= threshold
    for name in names or [*moved["key"], *told.loc[~told["name"].isin(moved["name"]), "name"].unique()]:
        low, used, high = uncertainty.quantiles(run.array(name).ravel())
        turned = (middle(holding(few, {name: used}), key) >= threshold) != over
        mine = told[told["name"] == keys.parse(name).first.name]
        rows.append((run.definition(name), run.unit(name), used, low, high, required_value(run, key, threshold, name),
                     mine["published"].min(), mine["published"].max(), len(mine), int(mine["crosses"].sum()), turned))
    columns = ["label", "unit", "used", "low", "high", "needed", "least", "most", "published", "crossing", "turned"]
    return pd.DataFrame(rows, columns=columns)


def required_value(run, key, threshold, name):
    """Value of one assumption, or of one member of it, held in every draw, that brings the median (or the probability) to a
    threshold while all other draws stay; see `wattbook.uncertainty.required_value`."""
    a = run.book.assumptions[keys.parse(name).first.name]
    if a not in _feeding(run, key):
        return float("nan")
    few, (*belief, _) = thinned(run, key), believed(run, name)
    return uncertainty.required_value(lambda one: middle(holding(few, {name: one}), key), threshold, *belief, a.limits)
