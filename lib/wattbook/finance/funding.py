"""Funding: what is paid, who pays for it, and balances that must close."""

from typing import NamedTuple

import numpy as np

from wattbook.finance import arguments


class Balance(NamedTuple):
    """A balance over time, each line of shape (..., periods) in USD: ``opening + change = closing``."""

    opening: np.ndarray
    change: np.ndarray
    closing: np.ndarray


def corkscrew(opening, *flows):
    """Return a balance over time: what was there, what was added, what is left.

    Parameters
    ----------
    opening : array_like
        Balance before the first period: one number or shape (draws, 1) [USD].
    *flows : array_like
        Flows into the balance, out negative, shape (..., periods) [USD].

    Returns
    -------
    Balance
        Opening, change and closing in every period, shape (..., periods) [USD].

    Notes
    -----
    ``opening[t + 1] = closing[t] = opening[t] + sum of flows[t]``. Left out: interest on the balance.

    References
    ----------
    The FAST standard, on corkscrews (opening balance, flows, closing balance).

    Examples
    --------
    >>> print(corkscrew(10, [5, 5, 5], [-8, -8, -8]).closing)
    [7. 4. 1.]
    """
    if not flows:
        raise ValueError("flows has 0 series; allowed: one or more.")
    opening = arguments.per_draw("opening", opening)
    series = {f"flows[{number}]": arguments.series(f"flows[{number}]", flow) for number, flow in enumerate(flows)}
    arguments.fit_together(opening=opening, **series)
    change = sum(series.values()) + np.zeros_like(opening)
    closing = opening + np.cumsum(change, axis=-1)
    first = np.broadcast_to(opening, closing[..., :1].shape)
    return Balance(np.concatenate([first, closing[..., :-1]], axis=-1), change, closing)


def shortfall(closing, minimum=0):
    """Return by how much a balance falls below its minimum.

    Parameters
    ----------
    closing : array_like
        Balance, shape (..., periods) [USD].
    minimum : array_like, optional
        Least balance allowed, shape (...) [USD].

    Returns
    -------
    ndarray
        ``max(minimum - closing, 0)``, shape (..., periods) [USD]. Its largest value is the funding gap.

    Notes
    -----
    Left out: the interest on money that would fill the gap.

    References
    ----------
    The FAST standard, on cash that may not turn negative unnoticed.

    Examples
    --------
    >>> print(shortfall([7, -2, 1], minimum=2))
    [0. 4. 1.]
    """
    closing = arguments.series("closing", closing)
    minimum = arguments.numbers("minimum", minimum)
    arguments.fit_together(closing=closing, minimum=minimum)
    return np.maximum(minimum - closing, 0)


def funding_gap(sources, uses):
    """Return uses less sources of money, line by line given, added here.

    Parameters
    ----------
    sources : dict
        Name to amount, at least 0, each shape (...) [USD].
    uses : dict
        Name to amount, at least 0, each shape (...) [USD].

    Returns
    -------
    ndarray
        ``sum of uses - sum of sources``, shape of all together [USD]. 0: they balance; above 0: money is missing;
        below 0: more is raised than is spent.

    Notes
    -----
    Left out: when money is raised ahead of need; give each period on its own.

    References
    ----------
    The FAST standard, on checks that sources equal uses.

    Examples
    --------
    >>> print(funding_gap({"equity": [30, 10], "debt": [70, 0]}, {"building": [60, 20], "machines": [40, 0]}))
    [ 0. 10.]
    """
    lines = {
        f"{side}[{name!r}]": (sign, arguments.not_negative(f"{side}[{name!r}]", amount))
        for side, sign, amounts in (("uses", 1, uses), ("sources", -1, sources))
        for name, amount in amounts.items()
    }
    if not sources or not uses:
        raise ValueError(f"{'uses' if sources else 'sources'} has 0 lines; allowed: one or more.")
    arguments.fit_together(**{name: amount for name, (_, amount) in lines.items()})
    return sum(sign * amount for sign, amount in lines.values())


class Funding(NamedTuple):
    """How construction is paid for, each line of shape (..., periods) in USD.

    ``uses = costs + interest = debt + equity + gap``, and `balance` is the debt at the end of the period.
    """

    costs: np.ndarray
    interest: np.ndarray
    uses: np.ndarray
    debt: np.ndarray
    equity: np.ndarray
    gap: np.ndarray
    balance: np.ndarray


def sources_and_uses(costs, debt_share, rate, debt_limit=np.inf, equity_limit=np.inf):
    """Return how costs and the interest during construction are paid for in each period.

    Parameters
    ----------
    costs : array_like
        What construction costs, without interest, at least 0, shape (..., periods) [USD].
    debt_share : array_like
        Share of each period's uses that lenders pay: one number or shape (draws, 1) [fraction].
    rate : array_like
        Interest rate, at least 0: one number or shape (draws, 1) [1/period].
    debt_limit : array_like, optional
        Most that lenders give, interest included: one number or shape (draws, 1) [USD].
    equity_limit : array_like, optional
        Most that owners give: one number or shape (draws, 1) [USD].

    Returns
    -------
    Funding
        Lines of shape (..., periods) [USD]. `gap` is what nobody pays, 0 in a plan that holds.

    Notes
    -----
    ``interest[t] = balance[t - 1] * rate`` is a use of money, paid from the same sources as the costs, and so counted
    once: it is in the balance or in the equity, not in both. Where lenders reach their limit owners pay the rest; where
    owners reach theirs, it is a gap. Left out: fees, interest on undrawn sums, and income during construction.

    References
    ----------
    Yescombe, Principles of Project Finance, on interest during construction and drawdown.

    Examples
    --------
    >>> plan = sources_and_uses([100, 100], debt_share=0.5, rate=0.1)
    >>> print(plan.interest, plan.debt, plan.equity, plan.balance)
    [0. 5.] [50.  52.5] [50.  52.5] [ 50.  102.5]
    """
    costs = arguments.series("costs", costs, arguments.not_negative)
    debt_share = arguments.per_draw("debt_share", debt_share, arguments.share)
    rate = arguments.per_draw("rate", rate, arguments.not_negative)
    debt_limit = arguments.per_draw("debt_limit", debt_limit, arguments.limit)
    equity_limit = arguments.per_draw("equity_limit", equity_limit, arguments.limit)
    arguments.fit_together(costs=costs, debt_share=debt_share, rate=rate, debt_limit=debt_limit, equity_limit=equity_limit)
    balance = paid_in = 0 * (costs[..., :1] + debt_share + rate)
    rows = []
    for cost in np.split(costs, costs.shape[-1], axis=-1):
        interest = balance * rate
        uses = cost + interest
        debt = np.minimum(debt_share * uses, debt_limit - balance)
        equity = np.minimum(uses - debt, equity_limit - paid_in)
        balance, paid_in = balance + debt, paid_in + equity
        rows.append(np.broadcast_arrays(cost, interest, uses, debt, equity, uses - debt - equity, balance))
    return Funding(*(np.concatenate(line, axis=-1) for line in zip(*rows, strict=True)))
