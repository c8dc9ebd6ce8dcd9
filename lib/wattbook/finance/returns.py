"""Other measures of return: the modified internal rate and the time until money is back."""

import numpy as np

from wattbook.finance import arguments
from wattbook.finance.discounting import discount_factor

ROUNDING = 1e-12  # share of all money moved that counts as nothing, so that 0.1 four times pays back 0.4


def mirr(flows, finance_rate, reinvest_rate):
    """Return the modified internal rate of return; there is never more than one.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    finance_rate : array_like
        Rate paid on money put in, above -1: one number or shape (draws, 1) [1/period].
    reinvest_rate : array_like
        Rate earned on money taken out, above -1: one number or shape (draws, 1) [1/period].

    Returns
    -------
    ndarray
        ``(value of inflows at the end / value of outflows now) ** (1 / last) - 1``, shape (..., 1) [1/period]. Nan
        where money flows one way only.

    Notes
    -----
    Show it where :func:`wattbook.finance.irr` is nan because several rates fit. Left out: the size of the project.

    References
    ----------
    Microsoft, Excel help, MIRR function; numpy-financial, tests of ``mirr``.

    Examples
    --------
    >>> print(mirr([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12).round(6))
    [0.126094]
    """
    flows = arguments.series("flows", flows)
    finance_rate = arguments.per_draw("finance_rate", finance_rate, arguments.rate)
    reinvest_rate = arguments.per_draw("reinvest_rate", reinvest_rate, arguments.rate)
    arguments.fit_together(flows=flows, finance_rate=finance_rate, reinvest_rate=reinvest_rate)
    time = np.arange(flows.shape[-1])
    last = time[-1]
    got = np.sum(np.maximum(flows, 0) * discount_factor(reinvest_rate, time - last), axis=-1, keepdims=True)
    put_in = -np.sum(np.minimum(flows, 0) * discount_factor(finance_rate, time), axis=-1, keepdims=True)
    defined = (got > 0) & (put_in > 0)
    growth = np.where(defined, got, 1) / np.where(defined, put_in, 1)
    return np.where(defined, growth ** (1 / max(last, 1)) - 1, np.nan)


def payback(flows, rate=0):
    """Return the time until the money put in is back for the first time.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    rate : array_like, optional
        Discount rate, above -1; 0 gives simple payback, above 0 discounted payback: one number or shape
        (draws, 1) [1/period].

    Returns
    -------
    ndarray
        First time at which the discounted flows so far add to 0 or more, shape (..., 1) [period]. 0 where nothing is
        put in first; nan where the money is never back.

    Notes
    -----
    Within a period money comes in evenly: ``t - 1 + (still out at t - 1) / (flow of t)``. Pitfall: says nothing of what
    comes after; money may go out again.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, chapter 5, on payback.

    Examples
    --------
    >>> print(payback([-100, 50, 50, 50]), payback([-150, 100, 100]), payback([-100, 50]))
    [2.] [1.5] [nan]
    """
    flows = arguments.series("flows", flows)
    rate = arguments.per_draw("rate", rate, arguments.rate)
    arguments.fit_together(flows=flows, rate=rate)
    values = flows * discount_factor(rate, np.arange(flows.shape[-1]))
    so_far = np.cumsum(values, axis=-1)
    back = so_far >= -ROUNDING * np.sum(np.abs(values), axis=-1, keepdims=True)
    first = np.argmax(back, axis=-1, keepdims=True)
    left = np.take_along_axis(so_far, first, axis=-1)
    came_in = np.take_along_axis(values, first, axis=-1)
    waited = first > 0
    time = first - np.where(waited, left, 0) / np.where(waited & (came_in > 0), came_in, 1)
    return np.where(back.any(axis=-1, keepdims=True), time, np.nan)
