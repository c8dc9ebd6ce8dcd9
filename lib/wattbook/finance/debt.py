"""Debt: repayment schedules and how well cash covers them.

Interest is the opening balance times the rate. Money is drawn and paid at the end of a period: what is drawn at `start`
bears interest, and is first repaid, one period later.
"""

from typing import NamedTuple

import numpy as np

from wattbook.finance import arguments
from wattbook.finance.annuity import annuity_factor, annuity_payment
from wattbook.finance.discounting import discount_factor


class Debt(NamedTuple):
    """A loan over time, each line of shape (..., periods) in USD.

    ``opening + drawn - repayment = closing`` and ``service = interest + repayment``.
    """

    opening: np.ndarray
    drawn: np.ndarray
    interest: np.ndarray
    repayment: np.ndarray
    service: np.ndarray
    closing: np.ndarray


def level_debt(principal, rate, tenor, balloon=0, start=0, periods=None):
    """Return the schedule of a loan with equal payments.

    Parameters
    ----------
    principal : array_like
        Sum drawn at `start`, at least 0: one number or shape (draws, 1) [USD].
    rate : array_like
        Interest rate, above -1: one number or shape (draws, 1) [1/period].
    tenor : array_like
        Number of payments, whole, at least 1: one number or shape (draws, 1) [period].
    balloon : array_like, optional
        What is still owed after the last payment, at least 0: one number or shape (draws, 1) [USD].
    start : array_like, optional
        Moment of drawing, whole, at least 0: one number or shape (draws, 1) [period].
    periods : int, optional
        Length of the schedule; up to the last payment if left out [period].

    Returns
    -------
    Debt
        Lines of shape (..., periods) [USD]. The balance ends at 0 or at the balloon, which then bears interest until
        the window ends: repaying or renewing it is for the caller to say.

    Notes
    -----
    ``closing[t] = payment * annuity_factor(left) + balloon * (1 + rate) ** -left`` with `left` payments to come.
    Left out: fees, grace periods and rates that change over time.

    References
    ----------
    numpy-financial, documentation of ``ipmt``, for a schedule.

    Examples
    --------
    >>> loan = level_debt(principal=210, rate=0.1, tenor=2)
    >>> print(loan.closing.round(9), loan.interest.round(9), loan.service.round(9))
    [210. 110.   0.] [ 0. 21. 11.] [  0. 121. 121.]
    """
    principal = arguments.per_draw("principal", principal, arguments.not_negative)
    rate = arguments.per_draw("rate", rate, arguments.rate)
    tenor = arguments.per_draw("tenor", tenor, arguments.whole)
    balloon = arguments.per_draw("balloon", balloon, arguments.not_negative)
    start = arguments.per_draw("start", start, lambda name, value: arguments.whole(name, value, least=0))
    arguments.fit_together(principal=principal, rate=rate, tenor=tenor, balloon=balloon, start=start)
    length = int(np.max(start + tenor)) + 1 if periods is None else int(arguments.whole("periods", periods))
    paid = np.arange(length) - start
    left = np.clip(tenor - paid, 0, tenor)
    payment = annuity_payment(rate, tenor, principal, balloon)
    owed = payment * annuity_factor(rate, left) + balloon * discount_factor(rate, left)
    closing, drawn = np.where(paid >= 0, owed, 0), np.where(paid == 0, owed, 0)
    opening = _opening(closing)
    interest, repayment = opening * rate, opening + drawn - closing
    return Debt(opening, drawn, interest, repayment, interest + repayment, closing)


def sculpted_debt(cfads, rate, target_dscr, tenor, start=0):
    """Return the largest loan whose payments leave cash a set multiple of them in every period.

    Parameters
    ----------
    cfads : array_like
        Cash flow available for debt service, shape (..., periods) [USD].
    rate : array_like
        Interest rate, above -1: one number or shape (draws, 1) [1/period].
    target_dscr : array_like
        Cash over debt service that lenders ask for, above 0: one number, shape (draws, 1) or (..., periods) [ratio].
    tenor : array_like
        Number of payments, whole, at least 1: one number or shape (draws, 1) [period].
    start : array_like, optional
        Moment of drawing, whole, at least 0: one number or shape (draws, 1) [period].

    Returns
    -------
    Debt
        Lines of shape (..., periods) [USD]. What is drawn at `start` is the most that can be borrowed. A negative
        repayment means that cash is too low at first to pay the interest, so that the balance grows.

    Notes
    -----
    ``service[t] = max(cfads[t], 0) / target_dscr`` after `start`, and
    ``principal = sum(service[t] / (1 + rate) ** (t - start))``. A cap on the share of debt below this is met by raising
    `target_dscr` in proportion. Left out: reserve accounts and taxes that depend on the interest.

    References
    ----------
    Yescombe, Principles of Project Finance, on debt sizing and sculpted repayment.

    Examples
    --------
    >>> loan = sculpted_debt(cfads=[0, 165, 181.5], rate=0.1, target_dscr=1.5, tenor=2)
    >>> print(loan.drawn.round(9), loan.service.round(9))
    [200.   0.   0.] [  0. 110. 121.]
    """
    cfads = arguments.series("cfads", cfads)
    rate = arguments.per_draw("rate", rate, arguments.rate)
    target_dscr = arguments.positive("target_dscr", target_dscr)
    tenor = arguments.per_draw("tenor", tenor, arguments.whole)
    start = arguments.per_draw("start", start, lambda name, value: arguments.whole(name, value, least=0))
    arguments.fit_together(cfads=cfads, rate=rate, target_dscr=target_dscr, tenor=tenor, start=start)
    last = cfads.shape[-1] - 1
    arguments.numbers("start + tenor", start + tenor, f"at most {last}, the last period of cfads", lambda x: x <= last)
    paid = np.arange(last + 1) - start
    service = np.where((paid > 0) & (paid <= tenor), np.maximum(cfads, 0) / target_dscr, 0)
    factor = discount_factor(rate, paid)
    to_come = np.cumsum((service * factor)[..., ::-1], axis=-1)[..., ::-1]
    owed = np.concatenate([to_come[..., 1:], np.zeros_like(to_come[..., :1])], axis=-1) / factor
    closing, drawn = np.where(paid >= 0, owed, 0), np.where(paid == 0, owed, 0)
    opening = _opening(closing)
    interest = opening * rate
    # Not interest + repayment: that would leave a trace of rounding, and a cover ratio, where no cash means no service.
    return Debt(opening, drawn, interest, service - interest, service, closing)


def _opening(closing):
    return np.concatenate([np.zeros_like(closing[..., :1]), closing[..., :-1]], axis=-1)


def dscr(cfads, service):
    """Return the debt service cover ratio.

    Parameters
    ----------
    cfads : array_like
        Cash flow available for debt service, shape (..., periods) [USD].
    service : array_like
        Interest and repayment, at least 0, shape (..., periods) [USD].

    Returns
    -------
    ndarray
        ``cfads / service``, shape (..., periods) [ratio]. Nan where there is no service: "no debt", neither 0 nor
        infinity.

    Notes
    -----
    Below 1 the cash does not cover the payments. Left out: reserves that would fill the gap.

    References
    ----------
    Yescombe, Principles of Project Finance, on cover ratios.

    Examples
    --------
    >>> print(dscr([100, 150, 90], [0, 100, 100]))
    [nan 1.5 0.9]
    """
    cfads = arguments.series("cfads", cfads)
    service = arguments.series("service", service, arguments.not_negative)
    arguments.fit_together(cfads=cfads, service=service)
    return np.where(service > 0, cfads / np.where(service > 0, service, 1), np.nan)


def min_dscr(cfads, service):
    """Return the lowest debt service cover ratio over time, which covenants test.

    Parameters
    ----------
    cfads : array_like
        Cash flow available for debt service, shape (..., periods) [USD].
    service : array_like
        Interest and repayment, at least 0, shape (..., periods) [USD].

    Returns
    -------
    ndarray
        Lowest :func:`dscr` of the periods with service, shape (..., 1) [ratio]. Nan where there is none: "no debt".

    Notes
    -----
    Left out: averages over several periods, which some covenants use.

    References
    ----------
    Yescombe, Principles of Project Finance, on cover ratios.

    Examples
    --------
    >>> print(min_dscr([100, 150, 90], [0, 100, 100]), min_dscr([100, 150], [0, 0]))
    [0.9] [nan]
    """
    return np.fmin.reduce(dscr(cfads, service), axis=-1, keepdims=True)
