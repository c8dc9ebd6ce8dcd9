"""A forecaster of a level that grows, such as a firm's revenue: growth reverts to what firms of that size showed.

The state of a firm is x = ln(level / scale) and its continuous growth g [1/year]:

    dx = g dt + s_x dB,   dg = -k (g - m(x)) dt + s_g dW,   k = ln 2 / half-life,   m(x) = a exp(-b x).

A report is y = x + e, e ~ N(0, tau^2). Given a, b, s_g, s_x, tau and the half-life, a Kalman filter reads the reports of a
firm. The first five are learned from other firms: their logarithms are normal across firms. Every draw has its own, so that
trends that last and quick returns to the class stand in one forecast. Times are years.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from wattbook.uncertainty import strata

FASTEST = 4.0  # the class never grows faster [1/year], so that the power of size stays finite for a small firm
SLOWEST, QUICKEST = -1.5, 6.0  # growth of a path stays between: the steepest falls known are near -1 [1/year]
STEP = 0.25  # the growth reverted to is held within steps of this many years
LEAST_START = 0.4  # spread of growth on the day of the first report, at least [1/year]
LEAST_ROOM = 0.01  # a ceiling under the last report has been passed: it is put this far above
PRIOR_FIRMS = 1.0  # the broad start counts as one firm more: a class of few firms is not taken for certain
BANK, BANK_WIDTH = 2048, 1.2  # parameter sets at which likelihoods are known, and their spread over that of the start
ROUNDS = 6  # of expectation and maximisation
LIMIT = 9.0  # of an exponent


class Parameters(NamedTuple):
    """How firms grow, one set a place in arrays of one shape."""

    reference_growth: np.ndarray  # a, of a firm at the scale [1/year]
    scale_fall: np.ndarray  # b
    growth_shock: np.ndarray  # s_g [1/year^1.5]
    level_shock: np.ndarray  # s_x [1/year^0.5]
    report_error: np.ndarray  # tau
    half_life: np.ndarray  # of growth beyond what it reverts to [year]


class Firm(NamedTuple):
    """Reports of one firm in order of date, as tuples, so that what is learned from them is kept."""

    years: tuple
    levels: tuple  # ln(level / scale)
    error: float | None = None  # standard error of its reports; None: as the class learns it


def reference(level, p):
    """Growth that firms of a size revert to [1/year]."""
    return np.minimum(p.reference_growth * np.exp(np.clip(-p.scale_fall * level, -LIMIT, LIMIT)), FASTEST)


def ahead(mean, cov, years, p):
    """Mean (x, g) and covariance (xx, xg, gg) of the state some years on."""
    steps = max(int(np.ceil(years / STEP)), 1)
    d, k = years / steps, np.log(2) / p.half_life
    fade, reach, twice = np.exp(-k * d), -np.expm1(-k * d) / k, -np.expm1(-2 * k * d) / (2 * k)
    for _ in range(steps):
        to, (xx, xg, gg) = reference(mean[0], p), cov
        mean = (mean[0] + to * d + (mean[1] - to) * reach, to + (mean[1] - to) * fade)
        # variance of the level that a unit shock to growth makes over d years, and its limit where growth hardly fades
        made = np.where(k * d > 1e-3, (d - 2 * reach + twice) / k**2, d**3 / 3)
        cov = (xx + 2 * reach * xg + reach**2 * gg + p.growth_shock**2 * made + p.level_shock**2 * d,
               fade * xg + reach * fade * gg + p.growth_shock**2 * reach**2 / 2, fade**2 * gg + p.growth_shock**2 * twice)
    return mean, cov


def filtered(firm, p):
    """State on the day of the last report, and log-likelihood of the reports but for a constant, at every parameter set."""
    error = p.report_error if firm.error is None else firm.error
    to = reference(firm.levels[0], p)
    mean, cov, loglik = (firm.levels[0] + 0 * to, to), (error**2 + 0 * to, 0 * to, np.maximum(to, LEAST_START) ** 2), 0 * to
    for years, level in zip(np.diff(firm.years), firm.levels[1:], strict=True):
        if years > 0:
            mean, cov = ahead(mean, cov, years, p)
        spread, miss = cov[0] + error**2, level - mean[0]
        loglik = loglik - (np.log(spread) + miss**2 / spread) / 2
        to_x, to_g = cov[0] / spread, cov[1] / spread
        mean = (mean[0] + to_x * miss, mean[1] + to_g * miss)
        cov = (cov[0] - to_x * cov[0], cov[1] - to_x * cov[1], cov[2] - to_g * cov[1])
    return mean, cov, loglik


def paths(level, growth, gaps, p, shocks, ceiling=np.inf, terminal=0.0):
    """Levels (draws, dates) after each gap of time [year], one path a parameter set; shocks (2, draws, dates) go to growth and
    level; growth fades to that of the ceiling, `terminal`, as it nears."""
    k, found, growth = np.log(2) / p.half_life, [], np.clip(growth, SLOWEST, QUICKEST)
    ceiling = np.maximum(ceiling, level + LEAST_ROOM)
    room_at_start = -np.expm1(level - ceiling)
    for d, to_growth, to_level in zip(gaps, *np.moveaxis(shocks, -1, 1), strict=True):
        to = reference(level, p)
        later = to + (growth - to) * np.exp(-k * d) + p.growth_shock * np.sqrt(-np.expm1(-2 * k * d) / (2 * k)) * to_growth
        later = np.clip(later, SLOWEST, QUICKEST)
        pace = (growth + later) / 2
        room = np.clip(-np.expm1(level - ceiling) / room_at_start, 0, 1)
        over = np.minimum((pace - terminal) * room, np.maximum(ceiling - level, 0) / d)  # never past it in one step
        pace = np.where(pace > terminal, terminal + over, pace)
        level, growth, ceiling = level + pace * d + p.level_shock * np.sqrt(d) * to_level, later, ceiling + terminal * d
        found.append(level)
    return np.array(found).T


def firms(values, years, error=None):
    """Firms with two reports or more, from rows of level / scale and their dates that are filled up with NaN."""
    kept = [(row[~np.isnan(row)], when[~np.isnan(row)]) for row, when in zip(values, years, strict=True)]
    return [Firm(tuple(when.tolist()), tuple(np.log(row).tolist()), error) for row, when in kept if row.size > 1]


def learned(known, weights, centre, spread, half_life):
    """Mean and spread (5,) over firms of the logarithms of the learned parameters, from a broad start of centre and spread.
    Expectation-maximisation of a normal class (Dempster, Laird and Rubin 1977, JRSS B 39(1)), likelihoods known at a bank."""
    start = np.log(centre), np.asarray(spread, dtype=float)
    if not known:
        return start
    logs, density = _bank(tuple(centre), tuple(spread))
    loglik = np.array([_likelihood(firm, tuple(centre), tuple(spread), half_life) for firm in known]) - density
    weights = np.asarray(weights) / np.sum(weights)
    own = 1 / (1 + PRIOR_FIRMS * np.sum(weights**2))  # over the firms that these weights are worth
    mean, spread = start
    for _ in range(ROUNDS):
        w = loglik - (((logs - mean[:, None]) / spread[:, None]) ** 2).sum(axis=0) / 2
        w = np.exp(w - w.max(axis=1, keepdims=True))
        each = (w := w / w.sum(axis=1, keepdims=True)) @ logs.T
        mean = own * (weights @ each) + (1 - own) * start[0]
        across = weights @ (w @ logs.T**2 - each**2 + (each - mean) ** 2)
        spread = np.sqrt(own * across + (1 - own) * (start[1] ** 2 + (start[0] - mean) ** 2))
    return mean, spread


def drawn(own, others, share, prior, half_life, scores):
    """Parameters of a firm drawn from its class, exp(mean + spread x score); `own`, of its sector, have the weight `share`."""
    weights = [share / max(len(own), 1)] * len(own) + [(1 - share) / max(len(others), 1)] * len(others)
    mean, spread = learned(own + others, weights, *prior, half_life)
    return np.exp(mean[:, None] + spread[:, None] * scores)


@lru_cache(8)
def _bank(centre, spread):
    """Logarithms of the parameter sets of the bank, (5, BANK), and their log-density."""
    scores = BANK_WIDTH * normals("bank", BANK, len(centre))
    logs = np.log(centre)[:, None] + np.array(spread)[:, None] * scores
    return logs, -((scores / BANK_WIDTH) ** 2).sum(axis=0) / 2


@lru_cache(4096)
def _likelihood(firm, centre, spread, half_life):
    """Log-likelihood of one firm's reports at every parameter set of the bank."""
    return filtered(firm, Parameters(*np.exp(_bank(centre, spread)[0]), half_life))[2]


def normals(name, draws, dims, seed=0):
    """Standard normals, (dims, draws), each row stratified and seeded by name."""
    return ndtri([strata(f"{name}.{one}", draws, seed) for one in range(dims)])
