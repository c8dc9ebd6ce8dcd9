"""Arithmetic on monthly series, the last axis being time: delay, value at a date or year end, sum by calendar year."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def delayed(series, delay_months):
    """Series (draws, months) that arrives later by a number of months (draws, 1), not negative, which need not be whole."""
    months, rows = series.shape[-1], series.shape[:-1]
    delay = np.minimum(delay_months, months)
    whole = delay.astype(np.intp)
    # Before its first month a row is as in it. A piece cut out of it whole costs a third of an index for each number.
    padded = np.concatenate([np.broadcast_to(series[..., :1], (*rows, months + 1)), series], axis=-1).ravel()
    starts = np.arange(months, padded.size, 2 * months + 1).reshape(rows) - whole[..., 0]
    told = sliding_window_view(padded, months + 1)[starts]
    late = told[..., :-1] - told[..., 1:]
    late *= delay - whole
    return np.add(late, told[..., 1:], out=late)


def reverting(start, end, time, half_life):
    """Level that goes from a start to an end, half of what is left in every half-life."""
    return end + (start - end) * np.exp2(-time / half_life)


def cohorts(added, keep, youngest, oldest):
    """What is left in each month of what was added before, each addition keeping a share of itself from month to month.
    Additions count from the age `youngest` up to the age `oldest` (draws, 1) [month]; what is added in a month is of age 0 in
    it."""
    kept = keep ** np.arange(added.shape[-1])
    so_far = np.zeros((*added.shape[:-1], added.shape[-1] + 1))
    np.cumsum(added / kept, axis=-1, out=so_far[..., 1:])
    young = delayed(so_far, youngest) if np.any(youngest) else so_far
    return kept * (young - delayed(so_far, oldest))[..., 1:]


def at_year_ends(series, month_calendar_year):
    """Value of a series in December of each calendar year, (draws, years)."""
    return series[..., _decembers(month_calendar_year)]


def _decembers(month_calendar_year):
    return np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1


def year_ends(series, month_calendar_year):
    """Level at the end of each calendar year, (draws, years), of a path given at the middle of months, exponential between."""
    last = _decembers(month_calendar_year)
    beyond = np.concatenate([series, series[:, -1:] * over(series[:, -1:], series[:, -2:-1])], axis=-1)
    return np.sqrt(beyond[:, last] * beyond[:, last + 1])


def at_date(series, month_start_year, date):
    """Value of a series in the month that holds a date, (draws, 1), or in its first month where the date lies before it."""
    month = np.maximum(np.searchsorted(month_start_year, date, side="right") - 1, 0)
    return series[..., [month]]


def in_year(series, years, year):
    """Value of a series in the year, or other place in time, that each draw asks for; NaN where it has none such."""
    inside = years == year
    return np.where(inside.any(axis=-1, keepdims=True), np.where(inside, series, 0).sum(axis=-1, keepdims=True), np.nan)


def first_month(holds, month_start_year):
    """Start of the first month in which something holds, (..., 1) [calendar_year]; NaN where it never does."""
    first = month_start_year[np.argmax(holds, axis=-1)]
    return np.where(holds.any(axis=-1), first, np.nan)[..., None]


def with_end(flow, left):
    """Flow with what is left at the end of the time axis in its last month."""
    return flow + left * (np.arange(flow.shape[-1]) == flow.shape[-1] - 1)


def sum_by_year(series, month_calendar_year):
    """Sum of a monthly flow over each calendar year, (draws, years)."""
    _, first = np.unique(month_calendar_year, return_index=True)
    return np.add.reduceat(series, first, axis=-1)


def area_under(levels, dates, starts, ends):
    """Area under a path, exponential between dated levels and level outside them, over each period from `starts` to `ends`.
    A piece from a to b over dt has the area dt (b - a) / ln(b / a), the logarithmic mean, which is a dt where both are equal.
    """
    knots = np.unique(np.concatenate([dates, starts, ends]))
    log = np.interp(knots, dates, np.log(levels))
    rise = np.diff(log)
    shape = np.where(rise == 0, 1, np.expm1(rise) / np.where(rise == 0, 1, rise))
    inside = (knots[:-1] >= starts[:, None]) & (knots[1:] <= ends[:, None])
    return (inside * np.diff(knots) * np.exp(log[:-1]) * shape).sum(axis=-1)


def over(part, whole):
    """Quotient that is not defined, NaN, where the whole is not above 0."""
    return part / np.where(np.asarray(whole) > 0, whole, np.nan)


def shares(weights):
    """Weights along the second axis as shares of their sum; members share alike where all weights are nought."""
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / weights.shape[1])
