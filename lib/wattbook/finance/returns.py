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
    """Internal rate of return (..., 1) [1/period], r at which sum F(t) / (1 + r)^t crosses zero; NaN for none or several.

    `time` says when flows stand, rising; 0, 1, 2 ... if left out. ValueError: flows that are not finite, times that do not
    rise.
    """
    rows, time, shape = _rows(flows, time)
    changes, found = sign_changes(rows)[:, 0], np.full(len(rows), np.nan)
    once = rows[changes == 1]
    found[changes == 1] = _root(*_bounds(once, time), once, time)
    for place in np.flatnonzero(changes > 1):
        several = _roots(rows[place], time)
        found[place] = several[0] if len(several) == 1 else np.nan
    return np.expm1(found).reshape(shape)


def irr_roots_count(flows, time=None):
    """How many internal rates of return there are, of arguments as for irr (..., 1) [count]; above 1 quote none, show mirr.

    Rates that differ by less than about 1e-6 of 1 + r may count as a touch, so as none.
    """
    rows, time, shape = _rows(flows, time)
    return np.array([len(_roots(row, time)) for row in rows]).reshape(shape)


def mirr(flows, finance_rate, reinvest_rate, time=None):
    """Modified internal rate of return (..., 1) [1/period], of which there is never more than one; NaN if money flows one way.

    (inflows at the end, reinvested / outflows at the start, financed)^(1 / duration) - 1.
    """
    time = np.arange(np.shape(flows)[-1]) if time is None else np.asarray(time)
    got = np.sum(np.maximum(flows, 0) * discount_factor(reinvest_rate, time - time[-1]), axis=-1, keepdims=True)
    put_in = -np.sum(np.minimum(flows, 0) * discount_factor(finance_rate, time - time[0]), axis=-1, keepdims=True)
    return np.where(got > 0, over(got, put_in), np.nan) ** over(1, time[-1] - time[0]) - 1


def payback(flows, rate=0):
    """Time (..., 1) [period] until the money put in is back for the first time; says nothing of what comes after.

    t - 1 + (still out at t - 1) / F(t), discounted at `rate`; 0 if none was ever out, NaN if never back.
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


def _roots(flow, time):
    """Every u, rising, at which the value of one series of flows crosses zero: once at most between the roots of its slope."""
    from scipy.optimize import brentq  # for one row a hundred times as fast as what finds roots of many

    changes = np.flatnonzero(_changes(np.sign(flow)))
    if not len(changes):
        return np.empty(0)
    middle = (time[changes[0]] + time[changes[0] + 1]) / 2
    turns = _roots(flow * (middle - time) / (time[-1] - time[0]), time)
    low, high = _bounds(flow[None], time)
    edges = np.concatenate([low, np.clip(turns, low, high), high])
    parts = _parts(edges, flow, time, _ends(flow))
    value, size = parts.sum(axis=-1), np.abs(parts).sum(axis=-1)
    signs = np.where(np.abs(value) <= ROUNDING * size, 0, np.sign(value))
    crossed, before, ends = _changes(signs), edges[_last_seen(signs)][:-1], _ends(flow)
    return np.array([brentq(lambda u: _parts(np.array(u), flow, time, ends).sum(), *pair, xtol=TOLERANCE["xatol"],
                            rtol=TOLERANCE["xrtol"]) for pair in zip(before[crossed], edges[1:][crossed], strict=True)])


def _root(low, high, rows, time):
    """The u at which the value of each row crosses zero between a low and a high u."""
    if not len(rows):
        return low
    from scipy.optimize.elementwise import find_root

    def value(u, row):
        chosen = rows[row.astype(int)]
        return _parts(u, chosen, time, _ends(chosen)).sum(axis=-1)

    return find_root(value, (low, high), args=(np.arange(len(rows)),), tolerances=TOLERANCE).x


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
    step = np.diff(time).min(initial=np.inf)
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
