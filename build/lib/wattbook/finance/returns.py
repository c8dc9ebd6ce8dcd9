"""Rates of return, whether there is just one, and the time until money is back.

The value is worked out on u = log(1 + rate), where it is sum F(t) exp(-u t) and every rate above -1 has its place. A rate
counts where the value crosses zero, not where it only touches zero. A row is one series of flows.

Times exp(u c), with c between two flows where the sign changes, the slope of the value is again such a sum, of the flows times
c - t: one change of sign fewer. Between two crossings of the slope the value crosses once at most. So crossings are found from
those of the slope, theirs from those of its slope, down to flows of one sign, which have none. It is the proof of Descartes'
rule, read as a recipe: Jameson, Counting zeros of generalised polynomials, Mathematical Gazette 90, 2006.
"""

import numpy as np

from wattbook.finance.value import discount_factor
from wattbook.series import over

ROUNDING = 1e-12  # a sum below this share of its parts is taken for zero
TOLERANCE = {"xatol": 1e-16, "xrtol": 4 * np.finfo(float).eps, "fatol": 0}  # of u


def sign_changes(flows):
    """How often cash flows (..., periods) change sign, (..., 1) [count]; zeros do not count."""
    return np.count_nonzero(_changes(np.sign(flows)), axis=-1, keepdims=True)


def irr(flows, time=None):
    """Internal rate of return where there is exactly one; money that comes in first makes it the cost of a loan.

    Parameters
    ----------
    flows : (..., periods) [USD]
    time : (periods,) [period], when the flows stand, rising; 0, 1, 2 ... if left out, years for a rate a year

    Returns
    -------
    (..., 1) [1/period], r at which sum F(t) / (1 + r)^t crosses zero; NaN for none or several, see irr_roots_count
    """
    rows, time, shape = _rows(flows, time)
    low, high = _brackets(rows, time)
    one = np.count_nonzero(~np.isnan(low), axis=-1, keepdims=True) == 1
    found = _between(np.where(one, low, np.nan), high, rows, time)
    return np.expm1(np.fmax.reduce(found, axis=-1, initial=np.nan)).reshape(shape)


def irr_roots_count(flows, time=None):
    """How many internal rates of return there are, of arguments as for irr (..., 1) [count]; above 1 quote none, show mirr.

    Rates that differ by less than about 1e-6 of 1 + r may count as a touch, so as none.
    """
    rows, time, shape = _rows(flows, time)
    return np.count_nonzero(~np.isnan(_brackets(rows, time)[0]), axis=-1).reshape(shape)


def mirr(flows, finance_rate, reinvest_rate, time=None):
    """Modified internal rate of return, of which there is never more than one.

    Parameters
    ----------
    flows : (..., periods) [USD]
    finance_rate, reinvest_rate : (..., 1) [1/period], paid on money put in and earned on money taken out
    time : (periods,) [period], as for irr

    Returns
    -------
    (..., 1) [1/period], (inflows at the end / outflows at the start)^(1 / duration) - 1; NaN if money flows one way
    """
    time = np.arange(np.shape(flows)[-1]) if time is None else np.asarray(time)
    got = np.sum(np.maximum(flows, 0) * discount_factor(reinvest_rate, time - time[-1]), axis=-1, keepdims=True)
    put_in = -np.sum(np.minimum(flows, 0) * discount_factor(finance_rate, time - time[0]), axis=-1, keepdims=True)
    return np.where(got > 0, over(got, put_in), np.nan) ** over(1, time[-1] - time[0]) - 1


def payback(flows, rate=0):
    """Time until the money put in is back for the first time; says nothing of what comes after.

    Parameters
    ----------
    flows : (..., periods) [USD]
    rate : (..., 1) [1/period], above 0 for discounted payback

    Returns
    -------
    (..., 1) [period], t - 1 + (still out at t - 1) / F(t), cash coming in evenly; 0 if none was ever out, NaN if never back
    """
    values = flows * discount_factor(rate, np.arange(np.shape(flows)[-1]))
    so_far = np.cumsum(values, axis=-1)
    so_far = np.where(np.abs(so_far) <= ROUNDING * np.cumsum(np.abs(values), axis=-1), 0, so_far)
    out = np.logical_or.accumulate(so_far < 0, axis=-1)
    back = out & (so_far >= 0)
    first = np.argmax(back, axis=-1, keepdims=True)
    time = first - over(np.take_along_axis(so_far, first, axis=-1), np.take_along_axis(values, first, axis=-1))
    return np.where(back.any(axis=-1, keepdims=True), time, np.where(out[..., -1:], np.nan, 0))


def _rows(flows, time):
    """Flows as (rows, periods), when they stand, and the shape of one number for each row."""
    flows = np.asarray(flows, dtype=float)
    time = np.arange(flows.shape[-1], dtype=float) if time is None else np.asarray(time, dtype=float)
    if not np.isfinite(flows).all():
        raise ValueError("flows are not all finite: nan would look like a rate that is not defined.")
    if time.shape != flows.shape[-1:] or not (np.diff(time) > 0).all():
        raise ValueError(f"time has shape {time.shape}; allowed: one for each of {flows.shape[-1]} flows, each above the last.")
    return flows.reshape(-1, flows.shape[-1]), time, (*flows.shape[:-1], 1)


def _brackets(rows, time):
    """Low and high u around each crossing of each row, (rows, most crossings), NaN where a row has fewer."""
    changes = _changes(np.sign(rows))
    if not changes.any():
        return np.empty((2, len(rows), 0))
    low, high = _bounds(rows, time)
    turns = np.clip(_turns(rows, time, changes), low[:, None], high[:, None])
    edges = np.column_stack([low, np.where(np.isnan(turns), high[:, None], turns), high])
    values, sizes = _value(edges, rows[:, None], time)
    signs = np.where(np.abs(values) <= ROUNDING * sizes, 0, np.sign(values))
    before = np.take_along_axis(edges, _last_seen(signs), axis=-1)[:, :-1]
    crossed = _changes(signs)
    return np.where(crossed, before, np.nan), np.where(crossed, edges[:, 1:], np.nan)


def _turns(rows, time, changes):
    """The u at which the value of each row times exp(u c) turns, rising, NaN where a row has fewer than others."""
    many = np.flatnonzero(np.count_nonzero(changes, axis=-1) > 1)
    if not len(many):
        return np.empty((len(rows), 0))
    middle = ((time[1:] + time[:-1]) / 2)[np.argmax(changes[many], axis=-1)]
    slopes = rows[many] * (middle[:, None] - time) / (time[-1] - time[0])
    found = np.sort(_between(*_brackets(slopes, time), slopes, time), axis=-1)
    found = found[:, ~np.isnan(found).all(axis=0)]
    turns = np.full((len(rows), found.shape[-1]), np.nan)
    turns[many] = found
    return turns


def _between(low, high, rows, time):
    """The u of the crossing in each bracket, of the shape of the brackets, NaN where there is none."""
    row, place = np.nonzero(~np.isnan(low))
    if not len(row):
        return low
    from scipy.optimize.elementwise import find_root

    ends = _ends(rows)

    def value(u, row):
        row = row.astype(int)
        return _parts(u, rows[row], time, [end[row] for end in ends]).sum(axis=-1)

    found = low.copy()
    found[row, place] = find_root(value, (low[row, place], high[row, place]), args=(row,), tolerances=TOLERANCE).x
    return found


def _value(u, rows, time):
    """Value of each row at its u, and the sum of the sizes of its parts, (...) for u (...) and rows (..., periods)."""
    parts = _parts(u, rows, time, _ends(rows))
    return parts.sum(axis=-1), np.abs(parts).sum(axis=-1)


def _parts(u, rows, time, ends):
    """Flows discounted to the first of them for rates above zero, else to the last, so that no factor exceeds 1."""
    reference = np.where(u >= 0, time[ends[0]], time[ends[1]])
    parts = u[..., None] * (reference[..., None] - time)
    np.minimum(parts, 0, out=parts)
    np.exp(parts, out=parts)
    return np.multiply(rows, parts, out=parts)


def _bounds(rows, time):
    """The u below which the last and above which the first flow outweighs all others (Cauchy)."""
    ends = (np.abs(np.take_along_axis(rows, end[:, None], axis=-1))[:, 0] for end in _ends(rows))
    largest = np.log(np.maximum(np.max(np.abs(rows), axis=-1), np.finfo(float).tiny))
    high, low = (2 + largest - np.log(np.where(end > 0, end, 1)) for end in ends)
    step = np.diff(time).min()
    return -low / step, high / step


def _ends(rows):
    """Where the first and the last flow stand that is not zero."""
    some = rows != 0
    return np.argmax(some, axis=-1), rows.shape[-1] - 1 - np.argmax(some[..., ::-1], axis=-1)


def _changes(signs):
    """Whether each sign but the first differs from the last before it that was not zero."""
    return signs[..., 1:] * np.take_along_axis(signs, _last_seen(signs), axis=-1)[..., :-1] < 0


def _last_seen(signs):
    return np.maximum.accumulate(np.where(signs != 0, np.arange(signs.shape[-1]), 0), axis=-1)
