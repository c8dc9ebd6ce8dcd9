"""Present value: what money at other moments is worth now."""

import numpy as np

from wattbook.finance import arguments

DAYS_PER_YEAR = 365  # the fixed year of XNPV and XIRR, leap years too


def discount_factor(rate, time):
    """Return the value now of one unit of money at `time`.

    Parameters
    ----------
    rate : array_like
        Discount rate, above -1, shape (...) [1/period].
    time : array_like
        Periods from now; may be a fraction or negative, shape (...) [period].

    Returns
    -------
    ndarray
        ``(1 + rate) ** -time``, shape of both together [fraction].

    Notes
    -----
    Left out: rates that change over time.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2.

    Examples
    --------
    >>> print(discount_factor(0.25, [0, 1, 2]))
    [1.   0.8  0.64]
    """
    rate = arguments.rate("rate", rate)
    time = arguments.numbers("time", time)
    arguments.fit_together(rate=rate, time=time)
    return (1 + rate) ** -time


def npv(rate, flows, mid_period=False):
    """Return the net present value of equally spaced cash flows; the first is not discounted.

    Parameters
    ----------
    rate : array_like
        Discount rate, above -1: one number or shape (draws, 1) [1/period].
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    mid_period : bool, optional
        Count every flow but the first at the middle of its period, half a period earlier [flag].

    Returns
    -------
    ndarray
        ``sum(flows[t] / (1 + rate) ** t)``, shape (..., 1) [USD].

    Notes
    -----
    Pitfall: the function NPV of spreadsheets discounts the first flow too, so that it gives ``npv / (1 + rate)``.
    Left out: taxes and rates that change over time. Discount nominal flows at a nominal rate and real flows at a real
    one.

    References
    ----------
    numpy-financial, documentation of ``npv``; Microsoft, Excel help, NPV function.

    Examples
    --------
    >>> print(npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]).round(5))
    [3065.22267]
    """
    rate = arguments.per_draw("rate", rate, arguments.rate)
    flows = arguments.series("flows", flows)
    arguments.fit_together(rate=rate, flows=flows)
    time = np.arange(flows.shape[-1], dtype=float)
    if mid_period:
        time[1:] -= 1 / 2
    return np.sum(flows * discount_factor(rate, time), axis=-1, keepdims=True)


def day_offsets(flows, dates):
    """Return the days from the first of `dates` to each, one per flow, none before the first, shape (periods,) [day].

    >>> print(day_offsets(np.array([-1.0, 2.0]), ["2008-01-01", "2008-03-01"]))
    [ 0. 60.]
    """
    try:
        days = np.asarray(dates, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ValueError(f"dates is {dates!r}; allowed: dates such as 2026-01-31.") from error
    if days.shape != flows.shape[-1:] or np.isnat(days).any():
        raise ValueError(f"dates has shape {days.shape}; allowed: one date for each of {flows.shape[-1]} flows.")
    if (days < days[0]).any():
        raise ValueError(f"dates has {days.min()}; allowed: none before {days[0]}, the first.")
    return (days - days[0]).astype(float)


def xnpv(rate, flows, dates):
    """Return the net present value of dated cash flows on the first date.

    Parameters
    ----------
    rate : array_like
        Effective discount rate a year, above -1: one number or shape (draws, 1) [1/year].
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    dates : array_like
        One date for each flow, none before the first, shape (periods,) [date].

    Returns
    -------
    ndarray
        ``sum(flows / (1 + rate) ** (days / 365))``, shape (..., 1) [USD].

    Notes
    -----
    A year is 365 days, leap years too, as in spreadsheets. Left out: other day counts.

    References
    ----------
    Microsoft, Excel help, XNPV function.

    Examples
    --------
    >>> print(xnpv(0.1, [-100, 121], ["2025-01-01", "2026-01-01"]).round(9))
    [10.]
    """
    rate = arguments.per_draw("rate", rate, arguments.rate)
    flows = arguments.series("flows", flows)
    arguments.fit_together(rate=rate, flows=flows)
    years = day_offsets(flows, dates) / DAYS_PER_YEAR
    return np.sum(flows * discount_factor(rate, years), axis=-1, keepdims=True)
