"""Rates: from year to month, from nominal to real, and the mix of debt and equity."""

import numpy as np

from wattbook.finance import arguments

MONTHS_PER_YEAR = 12


def period_rate(effective_rate, periods_per_year=MONTHS_PER_YEAR):
    """Return the rate per period that compounds to an effective rate a year.

    Parameters
    ----------
    effective_rate : array_like
        Effective rate a year, above -1, shape (...) [1/year].
    periods_per_year : array_like, optional
        Periods in a year, above 0; 12 for months [period/year].

    Returns
    -------
    ndarray
        ``(1 + effective_rate) ** (1 / periods_per_year) - 1``, shape (...) [1/period].

    Notes
    -----
    For a discount rate or cost of capital. A loan "at 5%, paid monthly" is quoted another way: see
    :func:`quoted_period_rate`.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, chapter 2, on how interest is quoted.

    Examples
    --------
    >>> print(period_rate(0.21, 2).round(12))
    0.1
    """
    effective_rate = arguments.rate("effective_rate", effective_rate)
    periods_per_year = arguments.positive("periods_per_year", periods_per_year)
    # Exact for small rates, where 1 + rate would lose digits.
    return np.expm1(np.log1p(effective_rate) / periods_per_year)


def annual_rate(rate, periods_per_year=MONTHS_PER_YEAR):
    """Return the effective rate a year of a rate per period; the way back from :func:`period_rate`.

    Parameters
    ----------
    rate : array_like
        Rate per period, above -1, or nan where it is not defined, shape (...) [1/period].
    periods_per_year : array_like, optional
        Periods in a year, above 0; 12 for months [period/year].

    Returns
    -------
    ndarray
        ``(1 + rate) ** periods_per_year - 1``, nan where the rate is nan, shape (...) [1/year].

    Notes
    -----
    Left out: quoted rates; see :func:`quoted_period_rate`.

    References
    ----------
    Microsoft, Excel help, EFFECT function.

    Examples
    --------
    >>> print(annual_rate(0.0525 / 4, 4).round(7))
    0.0535427
    """
    rate = arguments.rate_if_defined("rate", rate)
    periods_per_year = arguments.positive("periods_per_year", periods_per_year)
    return np.expm1(np.log1p(rate) * periods_per_year)


def quoted_period_rate(quoted_rate, periods_per_year=MONTHS_PER_YEAR):
    """Return the rate per period of a loan quoted by the year, by plain division.

    Parameters
    ----------
    quoted_rate : array_like
        Rate a year as loans quote it, shape (...) [1/year].
    periods_per_year : array_like, optional
        Periods in a year, above 0; 12 for months [period/year].

    Returns
    -------
    ndarray
        ``quoted_rate / periods_per_year``, shape (...) [1/period].

    Notes
    -----
    The effective rate is higher than the quoted one: 12% quoted and compounded monthly is 12.68%.

    References
    ----------
    numpy-financial, documentation of ``pmt``, which divides the rate of a mortgage by 12.

    Examples
    --------
    >>> print(quoted_period_rate(0.12).round(12))
    0.01
    """
    periods_per_year = arguments.positive("periods_per_year", periods_per_year)
    return arguments.numbers("quoted_rate", quoted_rate) / periods_per_year


def real_rate(nominal, inflation):
    """Return the real rate of a nominal one (Fisher).

    Parameters
    ----------
    nominal : array_like
        Nominal rate, above -1, or nan where it is not defined, shape (...) [1/period].
    inflation : array_like
        Rise of prices, above -1, shape (...) [1/period].

    Returns
    -------
    ndarray
        ``(1 + nominal) / (1 + inflation) - 1``, nan where the rate is nan, shape (...) [1/period].

    Notes
    -----
    Not ``nominal - inflation``, which is too high by the product of inflation and the real rate.

    References
    ----------
    Irving Fisher, The Theory of Interest, 1930.

    Examples
    --------
    >>> print(real_rate(0.21, 0.1).round(12))
    0.1
    """
    nominal = arguments.rate_if_defined("nominal", nominal)
    inflation = arguments.rate("inflation", inflation)
    arguments.fit_together(nominal=nominal, inflation=inflation)
    return (nominal - inflation) / (1 + inflation)


def wacc(debt_share, cost_of_debt, cost_of_equity, tax_rate=0):
    """Return the weighted average cost of capital.

    Parameters
    ----------
    debt_share : array_like
        Debt over debt and equity, at market value, shape (...) [fraction].
    cost_of_debt : array_like
        Rate that lenders ask, before tax, above -1, shape (...) [1/period].
    cost_of_equity : array_like
        Rate that owners ask, above -1, shape (...) [1/period].
    tax_rate : array_like, optional
        Rate of tax from which interest can be deducted, shape (...) [fraction].

    Returns
    -------
    ndarray
        ``debt_share * cost_of_debt * (1 - tax_rate) + (1 - debt_share) * cost_of_equity``, shape (...) [1/period].

    Notes
    -----
    Both costs nominal or both real. Left out: that the costs themselves rise with the share of debt.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance, on the after-tax cost of capital.

    Examples
    --------
    >>> print(wacc(0.4, 0.06, 0.125, tax_rate=0.35).round(4))
    0.0906
    """
    debt_share = arguments.share("debt_share", debt_share)
    cost_of_debt = arguments.rate("cost_of_debt", cost_of_debt)
    cost_of_equity = arguments.rate("cost_of_equity", cost_of_equity)
    tax_rate = arguments.share("tax_rate", tax_rate)
    arguments.fit_together(debt_share=debt_share, cost_of_debt=cost_of_debt, cost_of_equity=cost_of_equity, tax_rate=tax_rate)
    return debt_share * cost_of_debt * (1 - tax_rate) + (1 - debt_share) * cost_of_equity
