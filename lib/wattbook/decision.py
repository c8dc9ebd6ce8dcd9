"""What a decision asks of a run: what fails together, which fact is worth finding, what flips the answer, in one rule."""

from dataclasses import replace
from itertools import product

import numpy as np
from scipy.special import ndtr

from wattbook import keys, moves, uncertainty
from wattbook.moves import believed
from wattbook.params.leaves import drawn_names

LEADING = 8  # inputs that are looked at together
FEW_DRAWS = 1000  # of a search that reckons a number many times
BOUNDED, STRONG, BOUND_DRAWS = 4, 0.9, 2000  # inputs whose correlations are turned every way, how strongly, on most draws
SOBOL_DRAWS = 256
HALVINGS, FARTHEST = 12, 4  # of the search along a direction, which ends so many times as far as expected
RULED = 3  # inputs that a rule may speak of


def leading(run, key, most=LEADING):
    """Inputs that move a number most, as rows of `Run.moves`; what is drawn month by month is left out."""
    frame = run.moves(key)
    drawn_once = frame["name"].map(lambda name: run.book.assumptions[name].dist != "path").astype(bool)
    return frame[drawn_once].head(most).reset_index(drop=True)


def scores(run, names):
    """Standard scores of some assumptions over the draws, (draws, n)."""
    drawn = [uncertainty.score(run.draws(name), *believed(run, name)) for name in names]
    return np.column_stack(drawn) if drawn else np.zeros((run.book.draws, 0))


def shifted(run, shifts, widths=None):
    """The same draws with beliefs moved by so many of their standard deviations, name -> shift, and so many times as wide."""
    values = {}
    for name, shift in shifts.items():
        belief, limits = believed(run, name), run.book.assumptions[keys.parse(name).first.name].limits
        score = uncertainty.score(run.draws(name), *belief) * (widths or {}).get(name, 1) + shift
        values[name] = np.clip(uncertainty.quantile(ndtr(score), *belief), *limits)
    return moves.holding(run, values)


def flip(run, key, threshold, target):
    """Smallest joint move of beliefs that brings the probability of reaching a threshold to a target: direction by first-order
    reliability, length by search. Dict of `moves` (label, unit, shift, before, after), `distance` in standard deviations of the
    joint belief, and `share`, which the forward run gave."""
    told, few = leading(run, key), moves.thinned(run, key, FEW_DRAWS)
    shift, distance = uncertainty.flip(scores(few, told["key"]), few.draws(key), threshold, target)
    if not np.isfinite(distance):
        return {"moves": told.head(0), "distance": distance, "share": np.mean(run.draws(key) >= threshold)}

    def share(times):
        moved = shifted(few, dict(zip(told["key"], times * shift, strict=True)))
        return float(np.mean(moved.draws(key) >= threshold))

    below, start, end = share(0) < target, 0.0, float(FARTHEST)
    for _ in range(HALVINGS):
        middle = (start + end) / 2
        start, end = (middle, end) if (share(middle) < target) == below else (start, middle)
    beliefs = [believed(run, one) for one in told["key"]]
    after = [float(uncertainty.quantile(ndtr([by]), *belief)[0]) for by, belief in zip(shift * end, beliefs, strict=True)]
    frame = told[["label", "unit"]].assign(shift=shift * end, before=[belief[0] for belief in beliefs], after=after)
    frame = frame.sort_values("shift", key=np.abs, ascending=False, ignore_index=True)
    return {"moves": frame, "distance": distance * end, "share": share(end)}


def rule(run, key, threshold):
    """Where a number reaches a threshold, as a box of the inputs that move it most: dict of `limits` (label, unit, low, high),
    `coverage` and `density`, and `base`, its share over all draws; None where it never does, or nothing tells."""
    told, holds = leading(run, key, RULED), run.draws(key) >= threshold
    if not len(told) or not holds.any():
        return None
    ends, coverage, density = uncertainty.boxed(np.column_stack([run.draws(name) for name in told["key"]]), holds)
    frame = told[["label", "unit"]].assign(low=ends[:, 0], high=ends[:, 1])
    return {"limits": frame[np.isfinite(ends).any(axis=1)].reset_index(drop=True), "coverage": coverage, "density": density,
            "base": float(holds.mean())}


def worth_finding(run, key):
    """Facts most worth finding before a decision for a value or for nothing, dearest first: label, name, value (what it gains
    on average by knowing the input first), settled_by."""
    told, value = leading(run, key), run.draws(key)
    worth = [uncertainty.evppi(column[:, None], value) for column in scores(run, told["key"]).T]
    settled = [run.book.assumptions[name].settled_by or "None was found" for name in told["name"]]
    frame = told[["label", "name"]].assign(value=worth, settled_by=settled)
    return frame.sort_values("value", ascending=False, ignore_index=True)


def shares(run, key, draws=SOBOL_DRAWS, most=LEADING):
    """Shares of a number's variance that go with each leading input: label, key, share (squared rank correlation), shapley, and
    Sobol indices, first and total, of beliefs drawn apart, all else at its centre."""
    told = leading(run, key, most)
    if not len(told):
        return told.assign(shapley=[], first=[], total=[])

    def number(z):
        central = moves.fed(run, run.book.rows([{}] * len(z)))
        return moves.holding(central, {name: uncertainty.quantile(ndtr(column), *believed(run, name))
                                       for name, column in zip(told["key"], z.T, strict=True)}).draws(key)

    first, total = uncertainty.sobol(number, len(told), draws, run.book.seed)
    return told[["label", "key", "share"]].assign(
        shapley=uncertainty.shapley(scores(run, told["key"]), run.draws(key)), first=first, total=total)


def dependence(run, key):
    """One number, or probability, as we assume, without correlations, and at its lowest and highest over strong correlations of
    the inputs that move it most, in every pattern of signs: label -> value."""
    names = tuple(leading(run, key, BOUNDED)["key"])
    others = tuple(group for group in run.book.correlations if not set(group[0]) & set(names))
    few = run if run.book.draws <= BOUND_DRAWS else type(run)(
        replace(run.book, draws=BOUND_DRAWS).redrawn(run.book.correlations))
    found = {"As we assume": moves.middle(run, key), "Independent": moves.middle(redrawn(few, ()), key)}
    signs = [np.array((1, *rest)) for rest in product((1, -1), repeat=max(len(names) - 1, 0))] if names else []
    ranks = [np.where(np.eye(len(names)) > 0, 1, STRONG * np.outer(one, one)) for one in signs]
    tried = [moves.middle(redrawn(few, (*others, (names, one))), key) for one in ranks] or [found["As we assume"]]
    return {**found, "Worst pattern": min(tried), "Best pattern": max(tried)}


def redrawn(run, correlations):
    """A run of the same draws of each belief, put in another order: beliefs that go together in another way."""
    before, after = ({name for names, _ in groups for name in names} for groups in (run.book.correlations, correlations))
    values = {}
    for names, ranks in (*correlations, *(((name,), np.eye(1)) for name in before - after)):
        drawn = uncertainty.joint(drawn_names(names), ranks, run.book.draws, run.book.seed).values()
        for name, placed in zip(names, drawn, strict=True):
            values[name] = np.sort(run.draws(name))[np.argsort(np.argsort(placed))]
    return moves.holding(run, values)
