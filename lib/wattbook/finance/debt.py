"""How well cash covers debt, and how construction is paid for before there is cash."""

from collections import namedtuple

import numpy as np

from wattbook.series import over

# Lines (..., periods) [USD]: costs + interest = debt + equity + gap, which nobody pays; balance is all debt drawn so far.
Funding = namedtuple("Funding", "interest debt equity gap balance")


def _before(closing):
    return np.append(np.zeros_like(closing[..., :1]), closing[..., :-1], axis=-1)


def dscr(cfads, service):
    """Debt service cover, CFADS / service (..., periods) [ratio]; NaN without service: "no debt", neither 0 nor infinity."""
    return over(np.asarray(cfads), service)


def sources_and_uses(
    costs, debt_share, rate, in_service=0, debt_limit=np.inf, equity_limit=np.inf, interest_on_interest=True
):
    """How costs and the interest during construction are paid: a share by lenders, then owners, each to a limit, as Funding.

    interest(t) = r (debt / uses so far) (unfinished work and interest on it), all at t - 1; `in_service` is the cost so far of
    what pays its own interest from the next period on. Left out: fees, interest on sums not drawn, income, repayment.
    """
    paid = np.cumsum(costs, axis=-1) + 0 * (debt_share + rate + np.asarray(in_service))
    unfinished = np.maximum(paid - in_service, 0)
    kept = np.nan_to_num(over(unfinished, _before(unfinished) + np.diff(paid, axis=-1, prepend=0)))
    interest = np.zeros_like(paid)
    on_work = added = 0
    for t in range(1, paid.shape[-1]):
        last, this = np.s_[..., t - 1 : t], np.s_[..., t : t + 1]
        used = paid[last] + added
        borrowed = np.nan_to_num(over(np.minimum(debt_share * used, debt_limit), used))
        interest[this] = rate * borrowed * (unfinished[last] + on_work)
        added = added + interest[this]
        on_work = interest_on_interest * kept[this] * (on_work + interest[this])
    used = paid + np.cumsum(interest, axis=-1)
    debt = np.minimum(debt_share * used, debt_limit)
    equity = np.minimum(used - debt, equity_limit)
    flows = (np.diff(total, axis=-1, prepend=0) for total in (debt, equity, used - debt - equity))
    return Funding(interest, *flows, debt)
