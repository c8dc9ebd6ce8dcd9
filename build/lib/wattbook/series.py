"""Arithmetic on monthly series, the last axis being time: delay, value at a date or year end, sum by calendar year."""

import numpy as np


def delayed(series, delay_months):
    """Series that arrives later by a number of months, which need not be whole.

    Parameters
    ----------
    series : (draws, months) [any]
    delay_months : (draws, 1) [month], not negative

    Returns
    -------
    (draws, months) [any]
    """
    return _between(series, np.arange(series.shape[-1]) - delay_months)


def _between(series, position):
    """Values at places that need not be whole, the first and the last holding beyond the ends."""
    draws, last = np.broadcast_shapes(series.shape[:-1], position.shape[:-1]), series.shape[-1] - 1
    series = np.broadcast_to(series, (*draws, last + 1))
    position = np.broadcast_to(np.clip(position, 0, last), (*draws, position.shape[-1]))
    before = position.astype(np.intp)  # of what is not negative, the whole part
    weight = position - before
    # One index into all numbers costs a third of one into each row.
    before += (np.arange(series.size // (last + 1)) * (last + 1)).reshape(*draws, 1)
    after = before + (position < last)
    return (1 - weight) * series.take(before) + weight * series.take(after)


def reverting(start, end, time, half_life):
    """Level that goes from a start to an end, half of what is left in every half-life."""
    return end + (start - end) * 2.0 ** (-time / half_life)


def cohorts(added, keep, youngest, oldest):
    """What is left in each month of what was added before, each addition keeping a share of itself from month to month.

    Parameters
    ----------
    added : (draws, months) [any]
    keep : (draws, 1), share kept a month, above 0 [fraction]
    youngest, oldest : (draws, 1), ages that count, from the one up to the other; what is added in a month is of age 0 in it
        [month]

    Returns
    -------
    (draws, months) [any]
    """
    months = added.shape[-1]
    time = np.arange(months)
    so_far = np.cumsum(added * keep**-time, axis=-1)
    so_far = np.concatenate([np.zeros_like(so_far[:, :1]), so_far], axis=-1)
    return keep**time * (_between(so_far, time + 1 - youngest) - _between(so_far, time + 1 - oldest))


def at_year_end(series, month_calendar_year, year):
    """Value of a series in December of a calendar year.

    Parameters
    ----------
    series : (draws, months) [any]
    month_calendar_year : (months,) [calendar_year]
    year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [any]
    """
    last = np.searchsorted(month_calendar_year, np.asarray(year), side="right") - 1
    return np.take_along_axis(series, np.broadcast_to(np.maximum(last, 0), (series.shape[0], 1)), -1)


def at_year_ends(series, month_calendar_year):
    """Value of a series in December of each calendar year.

    Parameters
    ----------
    series : (draws, months) [any]
    month_calendar_year : (months,) [calendar_year], in order

    Returns
    -------
    (draws, years) [any]
    """
    last = np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1
    return series[..., last]


def year_ends(series, month_calendar_year):
    """Level at the end of each calendar year of a path given at the middle of its months, exponential between them.

    Parameters
    ----------
    series : (draws, months) [any], above 0 for a path that ends with the axis
    month_calendar_year : (months,) [calendar_year], in order

    Returns
    -------
    (draws, years) [any]
    """
    last = np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1
    beyond = np.concatenate([series, series[:, -1:] * over(series[:, -1:], series[:, -2:-1])], axis=-1)
    return np.sqrt(beyond[:, last] * beyond[:, last + 1])


def at_date(series, month_start_year, date):
    """Value of a series in the month that holds a date, or in its first month where the date lies before it.

    Parameters
    ----------
    series : (draws, months) [any]
    month_start_year : (months,) [calendar_year], in order
    date : calendar_year

    Returns
    -------
    (draws, 1) [any]
    """
    month = np.maximum(np.searchsorted(month_start_year, date, side="right") - 1, 0)
    return series[..., [month]]


def sum_by_year(series, month_calendar_year):
    """Sum of a monthly flow over each calendar year.

    Parameters
    ----------
    series : (draws, months) [any]
    month_calendar_year : (months,) [calendar_year], in order

    Returns
    -------
    (draws, years) [any]
    """
    _, first = np.unique(month_calendar_year, return_index=True)
    return np.add.reduceat(series, first, axis=-1)


def area_under(levels, dates, starts, ends):
    """Area under a path that is exponential between dated levels and level outside them.

    A piece from a to b over dt has the area dt (b - a) / ln(b / a), the logarithmic mean, which is a dt where both are equal.

    Parameters
    ----------
    levels : (observations,) [any], above 0, in order of date
    dates : (observations,) [calendar_year]
    starts, ends : (periods,) [calendar_year]

    Returns
    -------
    (periods,) [any], level times years
    """
    knots = np.unique(np.concatenate([dates, starts, ends]))
    log = np.interp(knots, dates, np.log(levels))
    rise = np.diff(log)
    shape = np.where(rise == 0, 1, np.expm1(rise) / np.where(rise == 0, 1, rise))
    inside = (knots[:-1] >= starts[:, None]) & (knots[1:] <= ends[:, None])
    return (inside * np.diff(knots) * np.exp(log[:-1]) * shape).sum(axis=-1)


def over(part, whole):
    """Quotient that is not defined, NaN, where the whole is not above 0.

    Parameters
    ----------
    part, whole : (draws, n) [any]

    Returns
    -------
    (draws, n) [any]
    """
    return part / np.where(np.asarray(whole) > 0, whole, np.nan)


def shares(weights):
    """Weights along the second axis as shares of their sum; members share alike where all weights are nought."""
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1), 1 / weights.shape[1])
