"""What a decision can make of draws: how sure a number is, what fails in the tail, which fact is worth finding, what flips it.

Inputs stand as standard scores, (draws, n): see `wattbook.uncertainty.score`.
"""

from itertools import combinations
from math import comb

import numpy as np
from scipy.special import ndtri

from wattbook.uncertainty.spread import quantiles

TAIL_SHARE = 0.05  # the worst of the draws, for what is lost on average in it
STATED = 2.576 * 1.5**0.5  # standard errors within which a number stays, 99 times of 100, when twice as many draws are made
DEGREE = 3  # of the polynomials by which an expectation is read from the draws
PEEL, LEAST_BOX, DENSE = 0.05, 0.05, 0.9  # PRIM: share peeled at a time, smallest box, and the density at which it stops


def error_of_share(share, draws):
    """By how much a share of draws moves, 99 times of 100 at most, when twice as many are made [fraction].

    The draws are made anew, so that the variance of the move is 3/2 of that of the share; two draws are added on each side, so
    that none of few is not taken for never (Agresti and Coull 1998). Independent draws: a Latin hypercube moves less.
    """
    share = (share * draws + 2) / (draws + 4)
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


def evppi(scores, value):
    """Worth of knowing some inputs before choosing between a value and nothing, E max(E(v|x), 0) - max(E v, 0), with E(v|x) by
    regression on the draws (Strong, Oakley and Brennan 2014, Medical Decision Making 34(3)); inputs add up in it."""
    basis = _basis(scores)
    fitted = basis @ np.linalg.lstsq(basis, value, rcond=None)[0]
    return float(np.maximum(fitted, 0).mean() - max(fitted.mean(), 0))


def _basis(scores):
    """Powers of each score, one input after another, and a constant."""
    return np.column_stack([np.ones(len(scores)), *(column**power for column in scores.T for power in range(1, DEGREE + 1))])


def shapley(scores, output):
    """Shares of the variance of an output that go with each of some inputs, (n,) [fraction], fair also where they are
    correlated: Shapley values of the variance that subsets explain (Owen 2014, SIAM/ASA J. Uncertainty Quantification 2(1)).

    What subsets explain is read from the draws by a polynomial in each input; what is left of 1 is interaction and the rest.
    """
    count = scores.shape[1]
    basis, spread = _basis(scores), output - output.mean()
    columns = {place: list(range(1 + place * DEGREE, 1 + (place + 1) * DEGREE)) for place in range(count)}
    gram, moment, total = basis.T @ basis, basis.T @ spread, spread @ spread or 1
    explained = {}
    for size in range(count + 1):
        for subset in combinations(range(count), size):
            used = [0, *(column for place in subset for column in columns[place])]
            weight = np.linalg.lstsq(gram[np.ix_(used, used)], moment[used], rcond=None)[0]
            explained[subset] = float(weight @ moment[used]) / total
    return np.array([sum((explained[tuple(sorted((*subset, place)))] - explained[subset]) / count / comb(count - 1, len(subset))
                         for subset in explained if place not in subset) for place in range(count)])


def sobol(number, count, draws, seed):
    """First-order and total Sobol indices of a number, each (count,) [fraction].

    number takes standard scores (draws, count), drawn independently: under correlation the indices are of beliefs that have
    been taken apart, which is why `shapley` stands beside them. draws is a power of 2; (count + 2) times as many are run.
    Saltelli et al. (2010), Computer Physics Communications 181(2).
    """
    from scipy.stats import norm, sobol_indices

    found = sobol_indices(func=lambda x: number(x.T)[None, :], n=draws, dists=[norm()] * count, rng=seed)
    return np.ravel(found.first_order), np.ravel(found.total_order)


def boxed(inputs, holds):
    """Box of some inputs in which something holds, by the patient rule induction method (Friedman and Fisher 1999, Statistics
    and Computing 9(2)): low and high of each input (n, 2), coverage and density; None where it never holds.

    A slice is peeled off as long as that makes the box denser; coverage is the share of all cases inside, density the
    share of the box in which it holds.
    """
    rows, count = np.arange(len(holds)), inputs.shape[1]
    ends = np.tile([-np.inf, np.inf], (count, 1))
    if not holds.any():
        return None
    while count and holds[rows].mean() < DENSE and len(rows) > LEAST_BOX * len(holds):
        peels = [(holds[rows[keep]].mean(), place, side, keep) for place in range(count)
                 for side, keep in enumerate(_peels(inputs[rows, place])) if keep.any()]
        density, place, side, keep = max(peels, key=lambda peel: peel[0], default=(0, 0, 0, rows))
        if density <= holds[rows].mean():
            break
        rows = rows[keep]
        ends[place, side] = (min, max)[side](inputs[rows, place])
    return ends, float(holds[rows].sum() / holds.sum()), float(holds[rows].mean())


def _peels(values):
    low, high = np.quantile(values, [PEEL, 1 - PEEL])
    return values > low, values < high


def flip(scores, output, threshold, target):
    """Smallest joint shift of beliefs that brings the share of draws at or above a threshold to a target.

    Shift of each input in standard deviations (n,), and its length in standard deviations of the joint belief, correlations
    honoured. First-order reliability (Hasofer and Lind 1974) in the normal score of the output: P = Phi(z(p) + b s), so that
    s = C b d / (b C b), |s| = |d| / sqrt(b C b), with b the regression on the inputs and C their correlation.
    """
    if output.min() == output.max() or not scores.shape[1]:
        return np.full(scores.shape[1], np.nan), float("nan")
    ranks = (np.argsort(np.argsort(output)) + 1 / 2) / len(output)
    together = np.cov(scores.T).reshape(scores.shape[1], -1)
    slope = np.linalg.lstsq(np.column_stack([scores, np.ones(len(output))]), ndtri(ranks), rcond=None)[0][:-1]
    share = np.clip((output >= threshold).mean(), 1 / len(output) / 2, 1 - 1 / len(output) / 2)
    gap, power = ndtri(target) - ndtri(share), slope @ together @ slope
    return together @ slope * gap / power, float(abs(gap) / np.sqrt(power))
