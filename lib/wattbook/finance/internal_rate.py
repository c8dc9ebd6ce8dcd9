"""Internal rate of return: the rate at which cash flows are worth nothing, and whether there is just one.

A rate counts where the net present value crosses zero. Cash flows that change sign more than once may have several such
rates or none; then no single one is the return, and the answer is nan.
"""

import numpy as np

from wattbook.finance import arguments, crossings
from wattbook.finance.discounting import DAYS_PER_YEAR, day_offsets


def sign_changes(flows):
    """Return how often cash flows change sign; zeros do not count.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].

    Returns
    -------
    ndarray
        Number of changes, shape (..., 1) [count].

    Notes
    -----
    Descartes: there are at most as many internal rates of return as sign changes, or an even number fewer.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, chapter 5, on multiple rates of return.

    Examples
    --------
    >>> print(sign_changes([[-100, 0, 60, 60], [-100, 230, 0, -132]]).ravel())
    [1 2]
    """
    return crossings.sign_changes(arguments.series("flows", flows))


def irr(flows, above=-1):
    """Return the internal rate of return of equally spaced cash flows, where there is exactly one.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    above : float, optional
        Count only rates above this, at least -1; -0.9 leaves out rates that lose nearly all in a period [1/period].

    Returns
    -------
    ndarray
        The rate at which ``sum(flows[t] / (1 + rate) ** t)`` crosses zero, shape (..., 1) [1/period]. Nan where there
        is none or more than one; :func:`irr_roots_count` tells which.

    Notes
    -----
    Monthly flows give a monthly rate; see :func:`wattbook.finance.annual_rate`. A small payment at the very end, such
    as for clearing a site, brings a second rate near -1 with it; `above` says that it is of no interest. Where money
    comes in first, the rate is the cost of a loan, and lower is better. Left out: rates at which the value touches zero
    without crossing.

    References
    ----------
    numpy-financial, documentation of ``irr``. Uniqueness: Soper, The marginal efficiency of capital, Economic Journal
    69, 1959: a rate is the only one if at that rate the money tied up never changes sign.

    Examples
    --------
    >>> print(irr([[-100, 39, 59, 55, 20], [-100, 230, -132, 0, 0]]).round(5))
    [[0.28095]
     [    nan]]
    """
    rows, time, shape = _rows(flows)
    above = _lowest(above)
    log_rates, sure = crossings.only(rows, time, above)
    for row in np.flatnonzero(~sure):
        found = _above(crossings.every(rows[row]), above)
        log_rates[row] = found[0] if len(found) == 1 else np.nan
    return np.expm1(log_rates).reshape(shape)


def irr_roots_count(flows, above=-1):
    """Return how many internal rates of return cash flows have.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    above : float, optional
        Count only rates above this, at least -1 [1/period].

    Returns
    -------
    ndarray
        Number of rates at which the net present value crosses zero, shape (..., 1) [count].

    Notes
    -----
    0 where the money never comes back or nothing is put in. Left out: rates at which the value touches zero without
    crossing.

    Examples
    --------
    >>> print(irr_roots_count([[-100, 230, -132], [-100, 60, 60], [-1, -1, -1]]).ravel())
    [2 1 0]
    """
    rows, time, shape = _rows(flows)
    above = _lowest(above)
    log_rates, sure = crossings.only(rows, time, above)
    counts = np.isfinite(log_rates).astype(int)
    unknown = np.flatnonzero(~sure | ((counts == 0) & (crossings.sign_changes(rows)[:, 0] > 0)))
    if not len(unknown):
        return counts.reshape(shape)
    least, most = crossings.least_and_most(rows[unknown], time, above)
    counts[unknown] = least
    for row in unknown[least < most]:
        counts[row] = len(_above(crossings.every(rows[row]), above))
    return counts.reshape(shape)


def has_several_irrs(flows, above=-1):
    """Return whether more than one internal rate of return fits, so that none should be quoted.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    above : float, optional
        Count only rates above this, at least -1 [1/period].

    Returns
    -------
    ndarray
        True where more than one rate fits, shape (..., 1) [flag].

    Notes
    -----
    Show :func:`wattbook.finance.mirr` or the net present value there. Left out: as for :func:`irr_roots_count`.

    Examples
    --------
    >>> print(has_several_irrs([-100, 230, -132]))
    [ True]
    """
    return irr_roots_count(flows, above) > 1


def irr_roots(flows, above=-1):
    """Return every internal rate of return of one series of cash flows.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (periods,) [USD].
    above : float, optional
        Count only rates above this, at least -1 [1/period].

    Returns
    -------
    ndarray
        All rates at which the net present value crosses zero, rising, shape (roots,) [1/period].

    Notes
    -----
    Left out: rates at which the value touches zero without crossing. Rates that differ by less than about 1e-6 may not
    be told apart.

    References
    ----------
    numpy-financial, tests of ``irr``, for the example.

    Examples
    --------
    >>> print(irr_roots([-100, 230, -132]).round(9))
    [0.1 0.2]
    """
    flows = arguments.series("flows", flows)
    if flows.ndim != 1:
        raise ValueError(f"flows has shape {flows.shape}; allowed: one series, shape (periods,).")
    return np.expm1(_above(crossings.every(flows), _lowest(above)))


def xirr(flows, dates, above=-1):
    """Return the internal rate of return a year of dated cash flows, where there is surely just one.

    Parameters
    ----------
    flows : array_like
        Cash flows, in positive and out negative, shape (..., periods) [USD].
    dates : array_like
        One date for each flow, none before the first, shape (periods,) [date].
    above : float, optional
        Count only rates above this, at least -1 [1/year].

    Returns
    -------
    ndarray
        The effective rate at which ``sum(flows / (1 + rate) ** (days / 365))`` crosses zero, shape (..., 1) [1/year].
        Nan where there is none, where there are several, and where several cannot be ruled out.

    Notes
    -----
    A year is 365 days, leap years too, as in spreadsheets. Flows on the same day are added. Left out: other day counts.

    References
    ----------
    Microsoft, Excel help, XIRR function. Uniqueness as for :func:`irr`.

    Examples
    --------
    >>> print(xirr([-100, 110], ["2025-01-01", "2026-01-01"]).round(9))
    [0.1]
    """
    rows, _, shape = _rows(flows)
    days, place = np.unique(day_offsets(rows, dates), return_inverse=True)
    by_day = rows @ (place[:, None] == np.arange(len(days)))
    log_rates, sure = crossings.only(by_day, days, _lowest(above) / DAYS_PER_YEAR)
    return np.where(sure, np.expm1(log_rates * DAYS_PER_YEAR), np.nan).reshape(shape)


def _rows(flows):
    """Return flows as (rows, periods), the times 0, 1, 2 ..., and the shape of one number for each row."""
    flows = arguments.series("flows", flows)
    return flows.reshape(-1, flows.shape[-1]), np.arange(flows.shape[-1]), (*flows.shape[:-1], 1)


def _lowest(above):
    above = arguments.numbers("above", above, "one number of at least -1", lambda x: np.isfinite(x) & (x >= -1))
    if above.ndim:
        raise ValueError(f"above has shape {above.shape}; allowed: one number of at least -1.")
    return np.log1p(above) if above > -1 else -np.inf


def _above(log_rates, above):
    return log_rates[log_rates > above]
