"""Simple forecasts of a level, to compare others with: each gives equally likely values of ln(level) at one later date.

Their constants were set by hand with the reports of two labs in view, which favours them.
"""

from functools import partial

import numpy as np
from scipy.special import ndtri, stdtrit

from wattbook.forecast import Firm, Parameters, ahead, filtered

WINDOW = 1.6  # a random walk is measured on the reports of so many years
LEAST_STEP, LEAST_SPREAD = 0.02, 0.3  # reports closer than this [year] tell no spread; spread of a year is at least this
REPORT_ERROR, START = 0.08, 0.8  # of the two trends: error of a report, growth at the first [1/year]
EVER = 1e6  # half-life of growth that does not fade [year]


def _walk(years, levels, date, draws, drifts):
    """Student's t about the last report, with the spread of the firm's own, moved on by their mean growth or not at all."""
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
    """Local linear trend: level and growth both wander, growth fades with a half-life or never."""
    mean, cov, _ = filtered(Firm(tuple(years), tuple(levels)), p)
    mean, cov = ahead(mean, cov, date - years[-1], p)
    return mean[0] + np.sqrt(cov[0]) * ndtri(_middles(draws))


def _middles(draws):
    return (np.arange(draws) + 0.5) / draws


RIVALS = {"Flat": partial(_walk, drifts=False), "Random walk with drift": partial(_walk, drifts=True),
          "Local linear trend": partial(_filtered, p=Parameters(START, 0.0, 1.2, 0.15, REPORT_ERROR, EVER)),
          "Damped trend": partial(_filtered, p=Parameters(START, 0.0, 1.5, 0.2, REPORT_ERROR, 1.5))}
