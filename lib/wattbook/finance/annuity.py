"""Annuities: equal payments, what they are worth now and what pays off a sum."""

import numpy as np

from wattbook.finance import arguments
from wattbook.finance.discounting import discount_factor


def annuity_factor(rate, periods):
    """Return the value now of one unit of money at the end of each of `periods` periods.

    Parameters
    ----------
    rate : array_like
        Discount rate, above -1, shape (...) [1/period].
    periods : array_like
        Number of payments, at least 0; may be a fraction, shape (...) [period].

    Returns
    -------
    ndarray
        ``(1 - (1 + rate) ** -periods) / rate``, and `periods` where the rate is 0, shape (...) [period].

    Notes
    -----
    Left out: payments that grow. Multiply by ``1 + rate`` for payments at the start of each period.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2, on annuities.

    Examples
    --------
    >>> print(annuity_factor(0.25, 2).round(12), annuity_factor(0, 10))
    1.44 10.0
    """
    rate = arguments.rate("rate", rate)
    periods = arguments.not_negative("periods", periods)
    arguments.fit_together(rate=rate, periods=periods)
    flat = np.abs(rate) < np.finfo(float).tiny
    some_rate = np.where(flat, 1, rate)
    # expm1 and log1p keep all digits where the rate is small and 1 + rate would lose them.
    with np.errstate(over="ignore"):
        factor = -np.expm1(-periods * np.log1p(some_rate)) / some_rate
    return np.where(flat, periods, factor)


def capital_recovery_factor(rate, periods):
    """Return the equal payment per period that pays off one unit of money with interest.

    Parameters
    ----------
    rate : array_like
        Discount rate or interest rate, above -1, shape (...) [1/period].
    periods : array_like
        Life of the asset or number of payments, above 0; may be a fraction, shape (...) [period].

    Returns
    -------
    ndarray
        ``rate / (1 - (1 + rate) ** -periods)``, and ``1 / periods`` where the rate is 0, shape (...) [1/period].

    Notes
    -----
    Payments fall at the end of each period; a life of one period gives ``1 + rate``. Rate and life must count in the
    same period. Left out: residual value (see the balloon of :func:`annuity_payment`), taxes.

    References
    ----------
    NREL, Simple Levelized Cost of Energy Calculator, documentation.

    Examples
    --------
    >>> print(capital_recovery_factor([[0.07], [0.03]], 20).round(7))
    [[0.0943929]
     [0.0672157]]
    """
    return 1 / annuity_factor(rate, arguments.positive("periods", periods))


def annuity_payment(rate, periods, principal, balloon=0, in_advance=False):
    """Return the equal payment that pays off a loan or lease.

    Parameters
    ----------
    rate : array_like
        Interest rate, above -1, shape (...) [1/period].
    periods : array_like
        Number of payments, above 0, shape (...) [period].
    principal : array_like
        Sum to pay off, shape (...) [USD].
    balloon : array_like, optional
        What is still owed after the last payment, shape (...) [USD].
    in_advance : bool, optional
        Pay at the start of each period, as rents are, instead of at its end [flag].

    Returns
    -------
    ndarray
        ``(principal - balloon * (1 + rate) ** -periods) * CRF``, over ``1 + rate`` if in advance,
        shape (...) [USD/period].

    Notes
    -----
    Pitfall: the function PMT of spreadsheets and numpy-financial gives this with the other sign.
    Left out: fees, and payments that grow.

    References
    ----------
    numpy-financial, documentation of ``pmt``.

    Examples
    --------
    >>> print(annuity_payment(0.075 / 12, 12 * 15, 200_000).round(4))
    1854.0247
    """
    principal = arguments.numbers("principal", principal)
    balloon = arguments.numbers("balloon", balloon)
    recovery = capital_recovery_factor(rate, periods)
    arguments.fit_together(recovery=recovery, principal=principal, balloon=balloon)
    payment = (principal - balloon * discount_factor(rate, periods)) * recovery
    return payment / (1 + np.asarray(rate)) if in_advance else payment
