"""How long something takes where some have not got there yet: the Kaplan-Meier estimate, with a tail beyond what was seen."""

import numpy as np

LEAST = np.finfo(float).eps  # a tail of nought ends at once, and a rank of 1 is not for ever


def curve(ended, waiting):
    """Times at which one got there, and the share that had by then, from times taken and times waited so far, NaN left out.
    Shares stand at the middle of each step, so that the median of an odd number of cases is the middle one. Kaplan and Meier
    (1958), J. American Statistical Association 53(282)."""
    ended, waiting = (np.asarray(one, dtype=float)[~np.isnan(one)] for one in (ended, waiting))
    if not ended.size:
        return np.zeros(0), np.zeros(0)
    times, ends = np.unique(ended, return_counts=True)
    left = np.cumprod(np.append(1, 1 - ends / (np.append(ended, waiting)[:, None] >= times).sum(axis=0)))
    return times, 1 - (left[:-1] + left[1:]) / 2


def quantile(times, shares, rank, tail):
    """Time by which a share has got there: straight between the steps, then an exponential tail; NaN where nothing has."""
    if not times.size:
        return np.full(np.broadcast_shapes(np.shape(rank), np.shape(tail)), np.nan)
    left = np.clip(1 - rank, LEAST, 1 - shares[-1])
    beyond = times[-1] + tail * np.log((1 - shares[-1]) / left)
    return np.where(rank > shares[-1], beyond, np.interp(rank, shares, times))


def share_before(times, shares, time, tail):
    """Share that has got there by a time: the inverse of `quantile`."""
    if not times.size:
        return np.full(np.broadcast_shapes(np.shape(time), np.shape(tail)), np.nan)
    beyond = 1 - (1 - shares[-1]) * np.exp(-np.maximum(time - times[-1], 0) / np.maximum(tail, LEAST))
    return np.where(time > times[-1], beyond, np.interp(time, times, shares, left=0))
