"""Uncertainty: beliefs and seeded draws, what moves a result, and what a decision can make of it.

A belief is three numbers: `low` (5th percentile), `value` (median) and `high` (95th percentile). The sampler honours all
three: it is a two-piece normal in a scale where the quantity has no bounds (itself, its logarithm or its log-odds). Wallis
(2014), "The two-piece normal, binormal, or double Gaussian distribution", Statistical Science 29(1).
"""

import warnings
import zlib
from functools import cache
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy.special import chdtri, expit, logit, ndtri

TAIL = 0.05  # `low` and `high` cut off this share on each side
DISTRIBUTIONS = ("fixed", "normal", "lognormal", "logit", "uniform", "path")  # path: normal, each month drawn anew
ENOUGH = 10  # draws a quantity from which chance correlations are taken out of a sample
SLACK = 1e-9  # an eigenvalue above -SLACK counts as none below zero
ROUNDS = 500
# the scale in which a belief has no bounds, and the way back
SCALES = dict.fromkeys(DISTRIBUTIONS, (np.asarray, np.asarray)) | {"lognormal": (np.log, np.exp), "logit": (logit, expit)}
PARTS = 5  # an input's lowest and highest fifth of the draws are its ends
SURE = 0.999  # a share is told where chance gives one as large in fewer than one case of a thousand
APART = 2.576 * 2**0.5  # standard errors by which two shares differ in more than one case of a hundred
GRID = 17
NEAR = 2.0**-24  # of a step of the grid
SEARCH = 20  # how many times the value is searched up and down where nothing bounds it
TAIL_SHARE = 0.05  # the worst of the draws, for what is lost on average in it
STATED = 2.576 * 1.5**0.5  # standard errors within which a number stays, 99 times of 100, when twice as many draws are made
DEGREE = 3  # of the polynomials by which an expectation is read from the draws
PEEL, LEAST_BOX, DENSE = 0.05, 0.05, 0.9  # PRIM: share peeled at a time, smallest box, and the density at which it stops


def quantile(probability, value, low, high, dist):
    """Value of a belief at probabilities strictly between 0 and 1.
    q(p) = T^-1( T(value) + d z(p) / z(0.95) ), d = T(value) - T(low) below the median and T(high) - T(value) above;
    for uniform, z(p) is p - 1/2. The density has a step at the median where low and high are not symmetric."""
    to, back = SCALES[dist]
    probability = np.asarray(probability, dtype=float)
    if dist == "fixed":
        return np.full(probability.shape, float(value))
    score = (probability - 1 / 2) / (1 / 2 - TAIL) if dist == "uniform" else ndtri(probability) / ndtri(1 - TAIL)
    centre = to(float(value))
    step = np.where(score < 0, centre - to(float(low)), to(float(high)) - centre)
    with np.errstate(over="ignore"):  # who asks refuses infinity
        return np.where(score == 0, float(value), back(centre + score * step))


def score(drawn, value, low, high, dist):
    """Standard score of values of a belief, (n,) [ratio]: `quantile` turned round; 0 where the belief has no width."""
    to, _ = SCALES[dist]
    if dist == "fixed" or low == high:
        return np.zeros(np.shape(drawn))
    gap = to(np.asarray(drawn, dtype=float)) - to(float(value))
    step = np.where(gap < 0, to(float(value)) - to(float(low)), to(float(high)) - to(float(value)))
    share = np.divide(gap, step, out=np.zeros(gap.shape), where=step > 0)
    return ndtri(1 / 2 + share * (1 / 2 - TAIL)) if dist == "uniform" else share * ndtri(1 - TAIL)


def strata(name, draws, seed):
    """Probabilities at which one quantity is drawn: mid-points of equal strata, shuffled by its name; one draw is the median.
    Latin hypercube sampling (McKay, Beckman and Conover 1979, Technometrics 21(2)); adding an assumption moves no other draw.
    """
    order = np.random.default_rng([seed, zlib.crc32(name.encode())]).permutation(draws)
    return (order + 1 / 2) / draws


def joint(names, ranks, draws, seed):
    """Probabilities of quantities that go together, each of its own strata, in the order of a Gaussian copula with the rank
    correlations asked for (Iman and Conover 1982, Communications in Statistics 11(3)); a name moves only those behind it."""
    own = ndtri(np.stack([strata(name, draws, seed) for name in names], axis=1))
    if draws >= ENOUGH * len(names):
        own = np.linalg.solve(np.linalg.cholesky(np.atleast_2d(np.corrcoef(own.T))), own.T).T
    mixed = own @ np.linalg.cholesky((1 - SLACK) * of_scores(ranks) + SLACK * np.eye(len(names))).T
    places = np.argsort(np.argsort(mixed, axis=0, kind="stable"), axis=0, kind="stable")
    return dict(zip(names, (places.T + 1 / 2) / draws, strict=True))


def of_scores(ranks):
    """Correlation of the normal scores behind rank correlations: 2 sin(pi r / 6) (Pearson 1907)."""
    return 2 * np.sin(np.pi / 6 * np.asarray(ranks, dtype=float))


def nearest_valid(ranks):
    """Nearest rank correlations whose scores can exist together (Higham 2002, IMA J. Numer. Anal. 22), or those given."""
    matrix, correction = of_scores(ranks), 0
    if np.linalg.eigvalsh(matrix)[0] >= -SLACK:
        return np.asarray(ranks, dtype=float)
    for _ in range(ROUNDS):
        values, vectors = np.linalg.eigh(matrix - correction)
        positive = (vectors * np.maximum(values, 0)) @ vectors.T
        correction = positive - (matrix - correction)
        matrix = positive.copy()
        np.fill_diagonal(matrix, 1)
    return 6 / np.pi * np.arcsin(np.clip(matrix, -1, 1) / 2)


def quantiles(draws_of_output, probabilities=(0.1, 0.5, 0.9)):
    """Quantiles over the draws (first axis), NaN draws left out: (len(probabilities), ...) [any]; NaN where none is left."""
    draws_of_output = np.asarray(draws_of_output, dtype=float)
    if draws_of_output.size and not np.isnan(draws_of_output).any():
        return np.quantile(draws_of_output, probabilities, axis=0)  # in one go, not a column at a time
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN slices are "not reported", not a fault
        return np.nanquantile(draws_of_output, probabilities, axis=0)


def error_of_share(share, draws):
    """By how much a share of draws moves, 99 times of 100 at most, when twice as many are made anew [fraction]."""
    share = (share * draws + 2) / (draws + 4)  # none of few is not taken for never (Agresti and Coull 1998)
    return float(STATED * np.sqrt(share * (1 - share) / draws))


def error_of_median(values):
    """The same of a median, in its unit: the farther of the quantiles that lie so many standard errors of their share away."""
    values = values[~np.isnan(values)]
    away = min(STATED / 2 / np.sqrt(max(len(values), 1)), 1 / 2)
    low, middle, high = quantiles(values, [1 / 2 - away, 1 / 2, 1 / 2 + away]) if len(values) else (np.nan,) * 3
    return float(max(high - middle, middle - low))


def tail_mean(values, share=TAIL_SHARE):
    """Mean of the lowest share of draws: conditional value at risk (Rockafellar and Uryasev 2000, Journal of Risk 2(3))."""
    ordered = np.sort(values[~np.isnan(values)])
    weight = np.clip(share * len(ordered) - np.arange(len(ordered)), 0, 1)
    return float(ordered @ weight / weight.sum()) if len(ordered) else float("nan")


def explained_share(inputs, output):
    """Share of the spread of an output that goes with each input alone, from `ranks`: Spearman's rho squared."""
    squares = (inputs**2).sum(axis=0)
    return (output @ inputs) ** 2 / np.where(squares > 0, squares, 1) / (output @ output or 1)


def ranks(columns):
    """Ranks in each column, equal values sharing theirs, less their mean."""
    return pd.DataFrame(columns).rank().to_numpy().reshape(np.shape(columns)) - (len(columns) + 1) / 2


def together(inputs, output):
    """One standard score of inputs that act together: their `ranks`, each weighted by its correlation with the output."""
    score = inputs @ (output @ inputs)
    return score / (score.std() or 1)


def chance_share(draws):
    """Largest share that an input which moves nothing seems to explain, but for one time in `1 / (1 - SURE)`."""
    return float(min(chdtri(1, 1 - SURE) / max(draws - 1, 1), 1))


def conditional(inputs, output, middle=np.median):
    """Middle of an output over the draws in which each input lies in its lowest and in its highest fifth."""
    places = -(-len(output) // PARTS)  # half of a fifth is a tenth: conditional medians never leave the 80% range
    ordered = output[np.argsort(inputs, axis=0, kind="stable")]
    return np.stack([middle(ordered[:places], axis=0), middle(ordered[-places:], axis=0)], axis=1)


def moves(assumptions, values, output, middle=np.median, kept=None):
    """What moves a number over the draws, largest share of its spread first; what chance alone would give is left out.
    Columns name, member, label, unit, low and high (medians of the input in its lowest and highest fifth), at_low and at_high
    (`conditional`), base (the middle of all draws), share (`explained_share`), error (nearer shares are tied), swing.
    Months of a path stand `together`. Ranks of inputs are `kept` by name for the next number of the same draws."""
    output = output if np.isfinite(output).any() else np.zeros_like(output)  # what has no value is moved by nothing
    known, rows = ~np.isnan(output), []
    rest, kept = (slice(None), {} if kept is None else kept) if known.all() else (known, {})
    output = output[rest]
    placed, least = ranks(output), chance_share(len(output))
    for a in assumptions:
        believed, columns = list(a.members()), values[a.name].reshape(len(known), -1)[rest]
        if all(low == high for _, _, low, high in believed):
            continue
        kept[a.name] = ranked = kept[a.name] if a.name in kept else ranks(columns)
        by_chance = (columns.shape[1] - 1) / max(len(output) - 1, 1) if len(believed) == 1 else 0
        if by_chance:  # months of a path
            columns = together(ranked, placed)[:, None]
            ranked = ranks(columns)
        shares = explained_share(ranked, placed) - by_chance
        rows += [(a.name, member or "", a.label, a.unit, share, column) for (member, _, low, high), share, column
                 in zip(believed, shares, columns.T, strict=True) if low < high and share > least]
    rows.sort(key=lambda row: (-row[4], row[0]))
    inputs = np.column_stack([row[5] for row in rows]) if rows else np.zeros((len(output), 0))
    ordered, fifth = np.sort(inputs, axis=0), -(-len(output) // PARTS)
    (at_low, at_high), share = conditional(inputs, output, middle).T, np.array([row[4] for row in rows], dtype=float)
    error = APART * 2 * np.sqrt(share) * (1 - share) / np.sqrt(max(len(output), 1))  # of a squared correlation
    frame = pd.DataFrame([row[:4] for row in rows], columns=["name", "member", "label", "unit"])
    return frame.assign(share=share, low=np.median(ordered[:fifth], axis=0), high=np.median(ordered[-fifth:], axis=0),
                        at_low=at_low, at_high=at_high, base=middle(output), error=error, swing=np.abs(at_high - at_low))


def required_value(number, threshold, value, low, high, limits):
    """Value of one input within its limits at which a number reaches a threshold, nearest to what is believed; NaN for none."""
    from scipy.optimize import brentq

    lowest, highest = limits
    if low > 0 and highest is None:
        lowest, highest, spaced = value / SEARCH, value * SEARCH, np.geomspace
    else:
        span, spaced = SEARCH * max(high - low, abs(value)), np.linspace
        lowest, highest = value - span if lowest is None else lowest, value + span if highest is None else highest
    grid, gap = np.unique([*spaced(lowest, highest, GRID), low, value, high]), cache(lambda one: number(one) - threshold)
    away = np.abs(grid - value)
    for start, end in np.stack([grid[:-1], grid[1:]], 1)[np.argsort(np.minimum(away[:-1], away[1:]), kind="stable")]:
        if gap(start) * gap(end) <= 0:  # what is not defined counts as reached, within a bracket
            return float(brentq(lambda one: np.nan_to_num(gap(one), nan=np.inf), start, end, xtol=(end - start) * NEAR))
    return float("nan")


def evppi(scores, value):
    """Worth of knowing some inputs, by standard `score`, before choosing between a value and nothing: E max(E(v|x), 0) -
    max(E v, 0), E(v|x) by regression on the draws (Strong, Oakley and Brennan 2014, Medical Decision Making 34(3))."""
    basis = _basis(scores)
    fitted = basis @ np.linalg.lstsq(basis, value, rcond=None)[0]
    return float(np.maximum(fitted, 0).mean() - max(fitted.mean(), 0))


def _basis(scores):
    """Powers of each score, one input after another, and a constant."""
    return np.column_stack([np.ones(len(scores)), *(column**power for column in scores.T for power in range(1, DEGREE + 1))])


def shapley(scores, output):
    """Shares of the variance of an output that go with each of some inputs, fair also where they are correlated: Shapley values
    of what subsets explain, by a polynomial in each score (Owen 2014, SIAM/ASA J. Uncertainty Quantification 2(1))."""
    count = scores.shape[1]
    basis, spread = _basis(scores), output - output.mean()
    gram, moment, total = basis.T @ basis, basis.T @ spread, spread @ spread or 1
    explained = {}
    for subset in subsets(range(count)):
        used = [0, *(1 + place * DEGREE + power for place in sorted(subset) for power in range(DEGREE))]
        weight = np.linalg.lstsq(gram[np.ix_(used, used)], moment[used], rcond=None)[0]
        explained[subset] = float(weight @ moment[used]) / total
    return np.array(list(parted(explained, range(count)).values()))


def subsets(names):
    """All subsets of some names, the empty one first."""
    return [frozenset(one) for size in range(len(names) + 1) for one in combinations(names, size)]


def weights(names):
    """Set of some names -> share of all orders in which just these come before one more name."""
    return {one: 1 / (len(names) + 1) / comb(len(names), len(one)) for one in subsets(names)}


def parted(values, names):
    """Shapley value of each name: its part of the last value less the first; `values` are those of every set of names."""
    return {name: sum(weight * (values[others | {name}] - values[others])
                      for others, weight in weights([one for one in names if one != name]).items()) for name in names}


def sobol(number, count, draws, seed):
    """First-order and total Sobol indices of a number of independent standard scores; draws, a power of 2, are run (count + 2)
    times (Saltelli et al. 2010, Computer Physics Communications 181(2))."""
    from scipy.stats import norm, sobol_indices

    dists = [norm()] * max(count, 2)  # of a single score scipy says nothing: one that nobody reads goes beside it
    found = sobol_indices(func=lambda x: number(x[:count].T)[None, :], n=draws, dists=dists, rng=seed)
    return np.ravel(found.first_order)[:count], np.ravel(found.total_order)[:count]


def boxed(inputs, holds):
    """Box of some inputs in which something holds: ends (n, 2), coverage of all cases and density; None where it never holds.
    A slice is peeled off as long as that makes the box denser: the patient rule induction method (Friedman and Fisher 1999,
    Statistics and Computing 9(2))."""
    rows, count = np.arange(len(holds)), inputs.shape[1]
    ends = np.tile([-np.inf, np.inf], (count, 1))
    if not holds.any():
        return None
    while count and holds[rows].mean() < DENSE and len(rows) > LEAST_BOX * len(holds):
        low, high = np.quantile(inputs[rows], [PEEL, 1 - PEEL], axis=0)
        peels = [(holds[rows[keep]].mean(), place, side, keep) for place in range(count) for side, keep in enumerate(
            (inputs[rows, place] > low[place], inputs[rows, place] < high[place])) if keep.any()]
        density, place, side, keep = max(peels, key=lambda peel: peel[0], default=(0, 0, 0, rows))
        if density <= holds[rows].mean():
            break
        rows = rows[keep]
        ends[place, side] = (min, max)[side](inputs[rows, place])
    return ends, float(holds[rows].sum() / holds.sum()), float(holds[rows].mean())


def flip(scores, output, threshold, target):
    """Smallest joint shift of beliefs that brings the share of draws at or above a threshold to a target: shift of each input
    (n,), and its length, in standard deviations of the joint belief.
    First-order reliability (Hasofer and Lind 1974) in the normal score of the output: P = Phi(z(p) + b s), so that
    s = C b d / (b C b), |s| = |d| / sqrt(b C b), with b the regression on the inputs and C their correlation."""
    if output.min() == output.max() or not scores.shape[1]:
        return np.full(scores.shape[1], np.nan), float("nan")
    order = (np.argsort(np.argsort(output)) + 1 / 2) / len(output)
    together = np.cov(scores.T).reshape(scores.shape[1], -1)
    slope = np.linalg.lstsq(np.column_stack([scores, np.ones(len(output))]), ndtri(order), rcond=None)[0][:-1]
    share = np.clip((output >= threshold).mean(), 1 / len(output) / 2, 1 - 1 / len(output) / 2)
    gap, power = ndtri(target) - ndtri(share), slope @ together @ slope
    return together @ slope * gap / power, float(abs(gap) / np.sqrt(power))
