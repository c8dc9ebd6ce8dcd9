"""Depreciation: the share of cost charged at each age, and the book of many assets bought over time."""

from typing import NamedTuple

import numpy as np

from wattbook.finance import arguments

PERCENT = 100
ROUNDING = 1e-9  # by which shares may add to more than 1
MACRS_PERCENT = {
    5: (20.0, 32.0, 19.2, 11.52, 11.52, 5.76),
    15: (5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95),
}  # IRS Publication 946, table A-1: general system, half-year convention


def straight_line(life, periods, residual_share=0, first_period=1):
    """Return the share of cost charged at each age, the same in every full period.

    Parameters
    ----------
    life : array_like
        Life of the asset, above 0; may be a fraction: one number or shape (draws, 1) [period].
    periods : int
        Number of ages to return, at least 1 [period].
    residual_share : array_like, optional
        Share of cost that is left at the end of life: one number or shape (draws, 1) [fraction].
    first_period : float, optional
        Part of the first period in service, above 0: 1 for all of it, 0.5 for the half-year convention [fraction].

    Returns
    -------
    ndarray
        ``(1 - residual_share) / life`` times the part of each period in service, shape (..., periods) [fraction].

    Notes
    -----
    The shares add to ``1 - residual_share`` if `periods` covers the life; a shorter window cuts them off. Left out:
    value that falls faster at first, as that of most equipment does.

    References
    ----------
    IRS, Publication 946, straight-line method and table A-8; Microsoft, Excel help, SLN function.

    Examples
    --------
    >>> print(straight_line(4, 5), straight_line(2.5, 3))
    [0.25 0.25 0.25 0.25 0.  ] [0.4 0.4 0.2]
    """
    life = arguments.per_draw("life", life, arguments.positive)
    residual_share = arguments.per_draw("residual_share", residual_share, arguments.share)
    first_period = arguments.per_draw("first_period", first_period, arguments.share)
    arguments.positive("first_period", first_period)
    arguments.fit_together(life=life, residual_share=residual_share)
    age = np.arange(arguments.whole("periods", periods))
    start = 1 - first_period
    in_service = np.minimum(age + 1, start + life) - np.maximum(age, start)
    return (1 - residual_share) * np.clip(in_service, 0, None) / life


def macrs(recovery_years):
    """Return the share of cost that US tax law lets a firm deduct in each year, by table.

    Parameters
    ----------
    recovery_years : int
        Recovery period: 5 (computers and peripherals) or 15 (land improvements, among others) [year].

    Returns
    -------
    ndarray
        Shares, one more than the years, since the first and last are half years, shape (years + 1,) [fraction].

    Notes
    -----
    The table is the rule: the formula of declining balances gives figures that differ in the last digit. Left out:
    bonus depreciation, the mid-quarter convention and which asset belongs to which class.

    References
    ----------
    IRS, Publication 946, How to Depreciate Property, appendix A, table A-1.

    Examples
    --------
    >>> print(macrs(5))
    [0.2    0.32   0.192  0.1152 0.1152 0.0576]
    """
    if recovery_years not in MACRS_PERCENT:
        raise ValueError(f"recovery_years is {recovery_years!r}; allowed: {', '.join(map(str, MACRS_PERCENT))}.")
    return np.array(MACRS_PERCENT[recovery_years]) / PERCENT


class AssetLedger(NamedTuple):
    """The book of assets, each line of shape (..., periods) in USD.

    ``opening + additions - retirements = closing``, all at cost, and ``net = closing - accumulated``, where
    ``net`` changes by ``additions - depreciation - disposals``.
    """

    opening: np.ndarray
    additions: np.ndarray
    retirements: np.ndarray
    closing: np.ndarray
    depreciation: np.ndarray
    disposals: np.ndarray
    accumulated: np.ndarray
    net: np.ndarray


def asset_ledger(additions, shares):
    """Return the book of assets bought over time: cost, charges, retirements and net value.

    Parameters
    ----------
    additions : array_like
        Cost of what goes into service in each period, at least 0, shape (..., periods) [USD].
    shares : array_like
        Share of cost charged at each age, shape (..., ages) [fraction].

    Returns
    -------
    AssetLedger
        Lines of shape (..., periods) [USD]. An asset is retired in the period after its last charge; its residual
        value then leaves the books as a disposal. An asset that is never charged, such as land, stays.

    Notes
    -----
    Left out: gain or loss on sale (compare the price with `disposals`) and early retirement.

    References
    ----------
    IRS, Publication 946, adjusted basis; the corkscrew is that of the FAST modelling standard.

    Examples
    --------
    >>> ledger = asset_ledger([100, 0, 50, 0], straight_line(2, 2))
    >>> print(ledger.closing, ledger.accumulated, ledger.net)
    [100. 100.  50.  50.] [ 50. 100.  25.  50.] [50.  0. 25.  0.]
    """
    additions = arguments.series("additions", additions, arguments.not_negative)
    shares = _padded(_shares(shares), additions.shape[-1])
    arguments.fit_together(additions=additions[..., :1], shares=shares[..., :1])
    charged = np.cumsum(shares, axis=-1)
    still_to_come = np.cumsum(shares[..., ::-1], axis=-1)[..., ::-1] > 0
    in_use = still_to_come | (charged[..., -1:] == 0)
    retired = np.concatenate([np.zeros_like(in_use[..., :1]), in_use[..., :-1] & ~in_use[..., 1:]], axis=-1)
    closing, accumulated = _by_age(additions, in_use), _by_age(additions, in_use * charged)
    return AssetLedger(
        opening=np.concatenate([np.zeros_like(closing[..., :1]), closing[..., :-1]], axis=-1),
        additions=additions + np.zeros_like(closing),
        retirements=_by_age(additions, retired),
        closing=closing,
        depreciation=_by_age(additions, shares),
        disposals=_by_age(additions, retired * (1 - charged)),
        accumulated=accumulated,
        net=closing - accumulated,
    )


def _shares(shares):
    shares = arguments.series("shares", shares, arguments.not_negative)
    arguments.numbers("sum of shares", shares.sum(axis=-1), "at most 1", lambda x: x <= 1 + ROUNDING)
    return shares


def _padded(weights, ages):
    """Return weights for exactly `ages` ages: cut off, or filled with zeros."""
    missing = np.zeros((*weights.shape[:-1], max(ages - weights.shape[-1], 0)))
    return np.concatenate([weights[..., :ages], missing], axis=-1)


def _by_age(additions, weights):
    """Return ``sum over age of additions[t - age] * weights[age]``."""
    weights = _padded(np.asarray(weights, dtype=float), additions.shape[-1])
    ages = weights.shape[-1]
    history = np.concatenate([np.zeros((*additions.shape[:-1], ages - 1)), additions], axis=-1)
    windows = np.lib.stride_tricks.sliding_window_view(history, ages, axis=-1)
    return np.einsum("...ta,...a->...t", windows, weights[..., ::-1])
