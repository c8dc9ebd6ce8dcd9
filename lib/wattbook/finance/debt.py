"""How well cash covers debt, and the interest on what is built before there is cash."""

import numpy as np

from wattbook.series import over


def dscr(cfads, service):
    """Debt service cover, CFADS / service (..., periods) [ratio]; NaN without service: "no debt", neither 0 nor infinity."""
    return over(np.asarray(cfads), service)


def construction_interest(costs, debt_share, rate, in_service=0, debt_limit=np.inf):
    """Interest during construction in each period, lenders paying a share of costs and interest up to their limit.

    i(t) = r (debt / uses so far) (unfinished work and interest on it), all at t - 1; `in_service` is the cost so far of what
    pays its own interest from the next period on. Left out: fees, interest on sums not drawn, income, repayment.
    """
    paid = np.cumsum(costs, axis=-1) + 0 * (debt_share + rate + np.asarray(in_service))
    unfinished = np.maximum(paid - in_service, 0)
    before = np.append(np.zeros_like(unfinished[..., :1]), unfinished[..., :-1], axis=-1)
    kept = np.nan_to_num(over(unfinished, before + np.diff(paid, axis=-1, prepend=0)))
    interest = np.zeros_like(paid)
    on_work = added = 0
    for t in range(1, paid.shape[-1]):
        last, this = np.s_[..., t - 1 : t], np.s_[..., t : t + 1]
        used = paid[last] + added
        borrowed = np.nan_to_num(over(np.minimum(debt_share * used, debt_limit), used))
        interest[this] = rate * borrowed * (unfinished[last] + on_work)
        added = added + interest[this]
        on_work = kept[this] * (on_work + interest[this])
    return interest
