"""How long something takes where some have not got there yet: the Kaplan-Meier estimate, with a tail beyond what was seen."""

import numpy as np

LEAST = np.finfo(float).eps  # a tail of nought ends at once, and a rank of 1 is not for ever


def curve(ended, waiting):
    """Share that has got there by each time at which one did, those still waiting counted for as long as they were seen.

    S(t) = product over events up to t of 1 - ended / still at risk; the share is 1 - (S before + S after) / 2. Source: Kaplan
    and Meier (1958), "Nonparametric estimation from incomplete observations", Journal of the American Statistical Association
    53(282).

    Parameters
    ----------
    ended, waiting : (n,), (m,) [any], times taken, and times waited so far; NaN is left out

    Returns
    -------
    times, shares : (events,) [any], [fraction], the shares stand at the middle of each step, so that the median of an odd
        number of cases is the middle one
    """
    ended, waiting = (np.asarray(one, dtype=float)[~np.isnan(one)] for one in (ended, waiting))
    times, counts = np.unique(ended, return_counts=True)
    at_risk = (np.concatenate([ended, waiting])[:, None] >= times).sum(axis=0)
    left = np.cumprod(1 - counts / at_risk) if times.size else np.zeros(0)
    return times, 1 - (np.concatenate([np.ones(1), left])[:-1] + left) / 2


def quantile(times, shares, rank, tail):
    """Time by which a share of all has got there.

    Parameters
    ----------
    times, shares : (events,) [any], [fraction], as `curve` gives them
    rank : array [fraction]
    tail : array [any], mean further wait of those that take longer than the last event: an exponential tail

    Returns
    -------
    array, straight between the steps, the first event below them; NaN where nothing has got there [any]
    """
    if not times.size:
        return np.full(np.broadcast_shapes(np.shape(rank), np.shape(tail)), np.nan)
    left = np.clip(1 - rank, LEAST, 1 - shares[-1])
    beyond = times[-1] + tail * np.log((1 - shares[-1]) / left)
    return np.where(rank > shares[-1], beyond, np.interp(rank, shares, times))


def share_before(times, shares, time, tail):
    """Share that has got there by a time: the inverse of `quantile`; NaN where nothing has got there."""
    if not times.size:
        return np.full(np.broadcast_shapes(np.shape(time), np.shape(tail)), np.nan)
    beyond = 1 - (1 - shares[-1]) * np.exp(-np.maximum(time - times[-1], 0) / np.maximum(tail, LEAST))
    return np.where(time > times[-1], beyond, np.interp(time, times, shares, left=0))
