"""Loans, how well cash covers them, and how construction is paid for before there is cash."""

from collections import namedtuple

import numpy as np

from wattbook.finance.value import annuity_factor, capital_recovery_factor, discount_factor
from wattbook.series import over

# Lines (..., periods) [USD]. A loan is drawn at 0; closing is what it was, plus drawn less repayment.
Debt = namedtuple("Debt", "drawn interest repayment service closing")
# Costs + interest = debt + equity + gap, which nobody pays; balance is all debt drawn so far.
Funding = namedtuple("Funding", "interest debt equity gap balance")


def level_debt(principal, rate, tenor, periods=None):
    """Loan with equal payments.

    Parameters
    ----------
    principal : (..., 1) [USD]
    rate : (..., 1) [1/period]
    tenor : (..., 1) [period], number of payments, whole
    periods : int [period], length of the schedule; up to the last payment if left out

    Returns
    -------
    Debt, closing = P CRF(r, T) a(r, T - t)
    """
    now = np.arange(int(np.max(tenor)) + 1 if periods is None else periods)
    owed = principal * capital_recovery_factor(rate, tenor) * annuity_factor(rate, np.maximum(tenor - now, 0))
    interest, drawn = _before(owed) * rate, np.where(now == 0, owed, 0)
    repayment = _before(owed) + drawn - owed
    return Debt(drawn, interest, repayment, interest + repayment, owed)


def sculpted_debt(cfads, rate, target_dscr, tenor):
    """Largest loan whose payments leave cash a set multiple of them in every period.

    Parameters
    ----------
    cfads : (..., periods) [USD], cash flow available for debt service
    rate : (..., 1) [1/period]
    target_dscr : (..., 1) or (..., periods) [ratio], cash over debt service that lenders ask for
    tenor : (..., 1) [period], number of payments, whole

    Returns
    -------
    Debt, service = max(CFADS, 0) / DSCR until T; repayment below 0: cash is short of the interest and the balance grows
    """
    now = np.arange(np.shape(cfads)[-1])
    if np.max(tenor) > now[-1]:
        raise ValueError(f"tenor has {np.max(tenor)}; allowed: at most {now[-1]}, the last period of cfads.")
    service = np.where((now > 0) & (now <= tenor), np.maximum(cfads, 0) / target_dscr, 0)
    factor = discount_factor(rate, now)
    to_come = np.cumsum((service * factor)[..., ::-1], axis=-1)[..., ::-1]
    owed = np.append(to_come[..., 1:], np.zeros_like(to_come[..., :1]), axis=-1) / factor
    interest = _before(owed) * rate
    # Not interest + repayment: that would leave a trace of rounding, and a cover ratio, where no cash means no service.
    return Debt(np.where(now == 0, owed, 0), interest, service - interest, service, owed)


def _before(closing):
    return np.append(np.zeros_like(closing[..., :1]), closing[..., :-1], axis=-1)


def dscr(cfads, service):
    """Debt service cover, CFADS / service (..., periods) [ratio]; NaN without service: "no debt", neither 0 nor infinity."""
    return over(np.asarray(cfads), service)


def min_dscr(cfads, service):
    """Lowest debt service cover ratio over time, which covenants test, (..., 1) [ratio]; NaN without any service."""
    return np.fmin.reduce(dscr(cfads, service), axis=-1, keepdims=True)


def sources_and_uses(
    costs, debt_share, rate, in_service=0, debt_limit=np.inf, equity_limit=np.inf, interest_on_interest=True
):
    """How costs and the interest during construction are paid for: a share by lenders, then owners, each to a limit.

    Interest is a use of money, counted once. Left out: fees, interest on sums not drawn, income, repayment.

    Parameters
    ----------
    costs : (..., periods) [USD], without interest
    debt_share : (..., 1) [fraction]
    rate : (..., 1) [1/period]
    in_service : (..., periods) [USD], cost so far of what pays its own interest from the next period on
    debt_limit, equity_limit : (..., 1) [USD], most that each gives in all, interest included
    interest_on_interest : bool, whether interest on unfinished work bears interest until that work is in service

    Returns
    -------
    Funding, interest(t) = r (debt / uses so far) (unfinished work and interest on it), all at t - 1
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
