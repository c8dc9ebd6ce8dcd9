"""A belief is three numbers: `low` (5th percentile), `value` (median) and `high` (95th percentile).

The sampler honours all three: it is a two-piece normal in a scale where the quantity has no bounds (itself, its logarithm or
its log-odds). Wallis (2014), "The two-piece normal, binormal, or double Gaussian distribution", Statistical Science 29(1).
"""

import zlib

import numpy as np
from scipy.special import expit, logit, ndtri

TAIL = 0.05  # `low` and `high` cut off this share on each side
DISTRIBUTIONS = ("fixed", "normal", "lognormal", "logit", "uniform", "path")  # path: normal, each month drawn anew
ENOUGH = 10  # draws a quantity from which chance correlations are taken out of a sample
SLACK = 1e-9  # an eigenvalue above -SLACK counts as none below zero
ROUNDS = 500
# the scale in which a belief has no bounds, and the way back
SCALES = dict.fromkeys(DISTRIBUTIONS, (np.asarray, np.asarray)) | {"lognormal": (np.log, np.exp), "logit": (logit, expit)}


def quantile(probability, value, low, high, dist):
    """Value of a belief at probabilities strictly between 0 and 1.

    q(p) = T^-1( T(value) + d z(p) / z(0.95) ), d = T(value) - T(low) below the median and T(high) - T(value) above;
    for uniform, z(p) is p - 1/2. The density has a step at the median where low and high are not symmetric.
    """
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
