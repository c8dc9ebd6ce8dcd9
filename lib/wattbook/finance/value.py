"""Present value, annuities and the rates that they need."""

import numpy as np

MONTHS_PER_YEAR = 12


def discount_factor(rate, time):
    """Value now of one unit of money at `time`, (1 + r)^-t; NaN for a rate of -1 or less, where there is no such value."""
    return np.exp(-np.asarray(time) * np.log1p(rate))


def npv(rate, flows, time=None):
    """Net present value (..., 1) [USD], sum F(t) / (1 + r)^t; `time` is 0, 1, 2 ... if left out, mid-period 1/2, 3/2 ...

    Pitfall: NPV of spreadsheets lets the first flow stand at 1, not at 0.
    """
    time = np.arange(np.shape(flows)[-1]) if time is None else time
    return np.sum(flows * discount_factor(rate, time), axis=-1, keepdims=True)


def annuity_factor(rate, periods):
    """Value now of one unit of money at the end of each of `periods` periods, which may be a fraction, (...) [period].

    (1 - (1 + r)^-n) / r, and n without interest.
    """
    rate = np.asarray(rate)
    none = np.abs(rate) < np.finfo(float).tiny
    some_rate = np.where(none, 1, rate)
    # expm1 and log1p keep all digits where the rate is small and 1 + rate would lose them.
    return np.where(none, periods, np.expm1(periods * -np.log1p(some_rate)) / -some_rate)


def capital_recovery_factor(rate, periods):
    """Equal payment at the end of each period that pays off one unit of money, r / (1 - (1 + r)^-n) (...) [1/period]."""
    return 1 / annuity_factor(rate, periods)


def annual_rate(rate, periods_per_year=MONTHS_PER_YEAR):
    """Effective rate a year of a rate per period, of a month if not said otherwise, (1 + i)^m - 1 (...) [1/year]."""
    return np.expm1(np.log1p(rate) * periods_per_year)


def quoted_period_rate(quoted_rate, periods_per_year=MONTHS_PER_YEAR):
    """Rate per period of a loan quoted by the year, q / m (...) [1/period]: 12% quoted is 1% a month, 12.68% effective."""
    return quoted_rate / periods_per_year


def real_rate(nominal, inflation):
    """Real rate of a nominal one (Fisher), (1 + i) / (1 + pi) - 1 (...) [1/period]; the plain difference is too high."""
    return (nominal - inflation) / (1 + inflation)


def wacc(debt_share, cost_of_debt, cost_of_equity, tax_rate):
    """Weighted average cost of capital, g r_d (1 - tax) + (1 - g) r_e (...) [1/period]; all nominal or all real."""
    return debt_share * cost_of_debt * (1 - tax_rate) + (1 - debt_share) * cost_of_equity
