"""Simple forecasts of a level, to compare others with: each gives equally likely values of ln(level) at one later date.

Their constants were set by hand with the reports of two labs in view, which favours them.
"""

import numpy as np

from wattbook.forecast import Firm, Parameters, ahead, filtered

WINDOW = 1.6  # a random walk is measured on the reports of so many years
LEAST_STEP, LEAST_SPREAD = 0.02, 0.3  # reports closer than this [year] tell no spread; spread of a year is at least this
REPORT_ERROR, START = 0.08, 0.8  # of the two trends: error of a report, growth at the first [1/year]
EVER = 1e6  # half-life of growth that does not fade [year]


def flat(years, levels, date, draws):
    """The last report, with the spread that its own reports had about no growth."""
    return _walk(years, levels, date, draws, drifts=False)


def drift(years, levels, date, draws):
    """Random walk with drift: mean growth and spread of the firm's own reports, Student's t for their uncertainty."""
    return _walk(years, levels, date, draws, drifts=True)


def trend(years, levels, date, draws):
    """Local linear trend: level and growth both wander, growth never fades."""
    return _filtered(years, levels, date, draws, Parameters(START, 0.0, 1.2, 0.15, REPORT_ERROR, EVER))


def damped(years, levels, date, draws):
    """Damped trend: as the local linear trend, but growth fades to 0.8 a year with a half-life of a year and a half."""
    return _filtered(years, levels, date, draws, Parameters(START, 0.0, 1.5, 0.2, REPORT_ERROR, 1.5))


RIVALS = {"Flat": flat, "Random walk with drift": drift, "Local linear trend": trend, "Damped trend": damped}


def _walk(years, levels, date, draws, drifts):
    """Student's t about the last report, moved on by the mean growth or not at all."""
    from scipy.special import stdtrit

    used = years > years[-1] - WINDOW
    used[-2:] = True
    rise, gap = np.diff(levels[used]), np.diff(years[used])
    rise, gap = rise[gap > LEAST_STEP], gap[gap > LEAST_STEP]
    if not gap.size:
        rise, gap = np.diff(levels[[0, -1]]), np.diff(years[[0, -1]])
    mean, h = rise.sum() / gap.sum() if drifts else 0.0, date - years[-1]
    spread = max(np.sqrt(np.mean((rise - mean * gap) ** 2 / gap)), LEAST_SPREAD)
    score = stdtrit(max(rise.size - 1, 2), _middles(draws))
    return levels[-1] + mean * h + spread * score * np.sqrt(h + (h**2 / gap.sum() if drifts else 0))


def _filtered(years, levels, date, draws, p):
    from scipy.special import ndtri

    mean, cov, _ = filtered(Firm(tuple(years), tuple(levels)), p)
    mean, cov = ahead(mean, cov, date - years[-1], p)
    return mean[0] + np.sqrt(cov[0]) * ndtri(_middles(draws))


def _middles(draws):
    return (np.arange(draws) + 0.5) / draws
