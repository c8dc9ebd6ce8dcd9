"""Where a sum of cash flows, each discounted for its time, crosses zero as the rate rises.

All work is done on u = log(1 + rate), where every rate above -1 has its place: the value is
``sum(flows * exp(-u * time))``. A row is one series of flows; `time` rises and is common to all rows.

A row crosses zero above u at most as often as its discounted flows, added up from the first on, change sign; less often
by an even number. For the whole line the flows themselves are counted. Both are forms of Descartes' rule of signs for
sums of exponentials: Jameson, Counting zeros of generalised polynomials, Mathematical Gazette 90, 2006.
"""

import numpy as np

ROUNDING = 1e-9  # a sum below this share of its parts is taken for zero
TOLERANCE = 1e-14  # of u
NEAR_REAL = 1e-3  # a complex root may split the search this close to a real one; more splits do no harm
GRID = 64  # points at which the sign is tried before all roots are computed


def sign_changes(values):
    """Return how often values (..., periods) change sign along the last axis, shape (..., 1); zeros do not count.

    >>> print(sign_changes(np.array([0, -1, 0, 2, -3, -3])))
    [2]
    """
    signs = np.sign(values)
    last_seen = np.maximum.accumulate(np.where(signs != 0, np.arange(signs.shape[-1]), 0), axis=-1)
    signs = np.take_along_axis(signs, last_seen, axis=-1)
    return np.count_nonzero(signs[..., 1:] * signs[..., :-1] < 0, axis=-1, keepdims=True)


def at_most(rows, time, above):
    """Return the largest possible number of crossings of each row above u; the true number is this or an even number less.

    >>> print(at_most(np.array([[-100.0, 230.0, -132.0]]), np.arange(3), above=np.log(1.15)))
    [1]
    """
    if np.isneginf(above):
        return sign_changes(rows)[:, 0]
    return sign_changes(_sums(rows * _weights(np.full((len(rows), 1), above), rows, time)))[:, 0]


def only(rows, time, above):
    """Return u of the one crossing of each row above a u, nan where there is surely not just one, and whether that is sure.

    >>> found, sure = only(np.array([[-100.0, 110.0], [1.0, 1.0]]), np.arange(2), above=-np.inf)
    >>> print(np.exp(found).round(9), sure)
    [1.1 nan] [ True  True]
    """
    most = at_most(rows, time, above)
    # With an even bound the crossings are even in number, so never one.
    odd = most % 2 == 1
    found = np.full(len(rows), np.nan)
    sure = np.ones(len(rows), dtype=bool)
    if odd.any():
        low, high = _bounds(rows[odd], time)
        found[odd] = _between(rows[odd], time, np.maximum(low, above), high)
        sure[odd] = (most[odd] == 1) | _never_turns(rows[odd], time, found[odd])
    return found, sure


def least_and_most(rows, time, above):
    """Return bounds of the number of crossings of each row above a u, from signs and bounds on a grid.

    The most is the least, over the grid, of the bounds to the right and to the left of a point added.

    >>> print(*least_and_most(np.array([[-100.0, 230.0, -120.0]]), np.arange(3), above=-np.inf))
    [2] [2]
    """
    low, high = (np.maximum(end, above) for end in _bounds(rows, time))
    grid = np.linspace(low, high, GRID)
    most = at_most(rows, time, above)
    signs = []
    for point in grid[..., None]:
        values = rows * _weights(point, rows, time)
        right, left = _sums(values), _sums(values[:, ::-1])
        signs.append(right[:, -1] > 0)
        here = (sign_changes(right) + sign_changes(left))[:, 0]
        # Where the value is zero to rounding the point may itself be a crossing, which neither side counts.
        most = np.where(right[:, -1] != 0, np.minimum(most, here), most)
    return np.count_nonzero(np.diff(signs, axis=0), axis=0), most


def every(flows):
    """Return u of every crossing of one series of equally spaced flows, rising.

    The roots of the polynomial in ``1 + rate`` part the line into stretches with at most one crossing each.

    >>> print(np.exp(every(np.array([-100.0, 230.0, -132.0]))).round(9))
    [1.1 1.2]
    """
    if not sign_changes(flows).any():
        return np.empty(0)
    growth = np.roots(np.trim_zeros(flows))
    near = (growth.real > 0) & (np.abs(growth.imag) <= NEAR_REAL * np.abs(growth))
    roots = np.unique(np.log(growth.real[near]))
    row, time = flows[None], np.arange(len(flows))
    low, high = _bounds(row, time)
    edges = np.concatenate([low, (roots[1:] + roots[:-1]) / 2, high])
    rising = _value(edges[:, None], row, time) > 0
    crossed = np.flatnonzero(rising[1:] != rising[:-1])
    return _between(np.repeat(row, len(crossed), axis=0), time, edges[crossed], edges[crossed + 1])


def _sums(values):
    """Return sums from the first value on, with zeros where only rounding is left."""
    sums = np.cumsum(values, axis=-1)
    return np.where(np.abs(sums) <= ROUNDING * np.cumsum(np.abs(values), axis=-1), 0, sums)


def _never_turns(rows, time, found):
    """Return whether the money tied up at the rate found keeps its sign; then no other rate fits (Soper)."""
    values = rows * _weights(found[:, None], rows, time)
    sizes = np.abs(values)
    before, size_before = np.cumsum(values, axis=-1)[:, :-1], np.cumsum(sizes, axis=-1)[:, :-1]
    after, size_after = _from_the_end(values)[:, 1:], _from_the_end(sizes)[:, 1:]
    # What came before and what comes after cancel out at this rate; the smaller side has the smaller rounding error.
    tied_up = np.where(size_before <= size_after, before, -after)
    tied_up = np.where(np.abs(tied_up) <= ROUNDING * np.minimum(size_before, size_after), 0, tied_up)
    return ~((tied_up > 0).any(axis=-1) & (tied_up < 0).any(axis=-1))


def _from_the_end(values):
    return np.cumsum(values[:, ::-1], axis=-1)[:, ::-1]


def _between(rows, time, low, high):
    """Return u of the crossing between `low` and `high`, one for each row."""
    if not len(rows):
        return np.empty(0)
    from scipy.optimize.elementwise import find_root

    def value(u, row):
        return _value(u[..., None], rows[row.astype(int)], time)

    tolerances = {"xatol": TOLERANCE, "xrtol": 0, "fatol": 0}
    found = find_root(value, (low, high), args=(np.arange(len(rows)),), tolerances=tolerances)
    return np.where(found.success, found.x, np.nan)


def _value(u, rows, time):
    """Return the value of each row at its u, in money of the first or last flow; the sign is that of the value now."""
    return np.sum(rows * _weights(u, rows, time), axis=-1)


def _weights(u, rows, time):
    """Return discount factors to the first flow for rates above zero, else to the last, so that none exceeds 1."""
    first, last = _ends(rows)
    reference = np.where(u >= 0, time[first], time[last])
    return np.exp(np.minimum(u * (reference - time), 0))


def _ends(rows):
    """Return where the first and last flow that is not zero stand, shape (rows, 1)."""
    flows = rows != 0
    last = flows.shape[-1] - 1
    return np.argmax(flows, axis=-1, keepdims=True), last - np.argmax(flows[:, ::-1], axis=-1, keepdims=True)


def _bounds(rows, time):
    """Return the u below which the last and above which the first flow outweighs all others (Cauchy)."""
    first, last = (np.abs(np.take_along_axis(rows, end, axis=-1))[:, 0] for end in _ends(rows))
    largest = np.max(np.abs(rows), axis=-1)
    step = np.min(np.diff(time))
    return -(1 + np.log1p(largest / last)) / step, (1 + np.log1p(largest / first)) / step
