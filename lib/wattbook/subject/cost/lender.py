"""How construction is paid for, month by month, and how well cash covers the debt from first power on. All in dollars of the
day, as lenders count; what is wanted in dollars of the price year says so.
"""

import numpy as np

from wattbook import finance, units
from wattbook.series import cohorts, over, sum_by_year

IT_TAX_CLASS_YEARS = 5  # computers, IRS Publication 946


def idc_usd_per_month(spend_usd_per_month, price_index_usd_per_real_usd, energised_share, programme_budget_usd,
                      budget_capex_share, debt_share, debt_rate_per_year, debt_available_usd):
    """Interest during construction in each month: a nominal rate on debt in dollars of the day for what has no power yet.
    (draws, months) [USD/month]: i(t) = r / 12 x debt over uses x (sum of c I + i to t - 1, less K share e(t - 1)).
    Left out: fees and a return to owners while they wait.
    """
    has_power = programme_budget_usd * budget_capex_share * energised_share
    return finance.construction_interest(spend_usd_per_month * price_index_usd_per_real_usd, debt_share,
                                         finance.quoted_period_rate(debt_rate_per_year), has_power, debt_available_usd)


def idc_usd(idc_usd_per_month, price_index_usd_per_real_usd):
    """Interest during construction over the whole programme, in dollars of the price year.
    (draws, 1) [USD_2025]: I = sum of i(t) / I(t). Inflation wears the real burden down.
    """
    return (idc_usd_per_month / price_index_usd_per_real_usd).sum(axis=-1, keepdims=True)


def construction_uses_usd_per_month(spend_usd_per_month, price_index_usd_per_real_usd, idc_usd_per_month):
    """What must be paid in each month until all has power: spending and the interest on it, in dollars of the day.
    (draws, months) [USD/month]: U(t) = c(t) I(t) + i(t).
    """
    return spend_usd_per_month * price_index_usd_per_real_usd + idc_usd_per_month


def debt_drawn_usd_per_month(construction_uses_usd_per_month, debt_share, debt_available_usd):
    """Debt drawn in each month: a share of what is used, until lenders reach their limit.
    (draws, months) [USD/month]: D(t) = min(g sum of U, limit); the flow is its difference.
    """
    used = np.cumsum(construction_uses_usd_per_month, axis=-1)
    return np.diff(np.minimum(debt_share * used, debt_available_usd), axis=-1, prepend=0)


def equity_drawn_usd_per_month(construction_uses_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """Equity paid in each month: what debt leaves, until owners reach their limit.
    (draws, months) [USD/month]: E(t) = min(sum of U - D, limit); the flow is its difference.
    """
    left = np.cumsum(construction_uses_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.minimum(left, equity_available_usd), axis=-1, prepend=0)


def funding_gap_usd_per_month(construction_uses_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """What nobody pays in each month: what debt and owners' limit leave.
    (draws, months) [USD/month]: gap(t) = max(sum of U - D - limit, 0); the flow is its difference.
    """
    left = np.cumsum(construction_uses_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.maximum(left - equity_available_usd, 0), axis=-1, prepend=0)


def wacc_parts_per_year(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share, inflation_per_year,
                        rent_fall_by_age_per_year):
    """Real cost of capital before tax, put together from its parts: the second road to the hurdle that we assume.
    (draws, 1) [fraction_real/year]: r_pre = (r + d) (1 - tax z) / (1 - tax) - d, 1 + r = (1 + n) / (1 + inflation), n = g r_d
    (1 - tax) + (1 - g) r_e, z the value at n of what may be deducted on a dollar of computers. Flows here are before tax, so
    the hurdle is as well.
    Source: Hall and Jorgenson (1967), "Tax policy and investment behavior", American Economic Review 57; IRS, Publication 946,
    table A-1.
    """
    nominal = finance.wacc(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share)
    shares = finance.macrs(IT_TAX_CLASS_YEARS)
    deducted = (shares * (1 + nominal) ** -np.arange(shares.size)).sum(axis=-1, keepdims=True)
    wear = rent_fall_by_age_per_year
    return (finance.real_rate(nominal, inflation_per_year) + wear) * (1 - tax_share * deducted) / (1 - tax_share) - wear


def loan_tenor_years(debt_tenor_years, it_life_years, economic_life_years):
    """Years over which each part of the loan is repaid from first power on, never longer than the machines live.
    (draws, 1) [year]: T = min(tenor, life in the books, life by rents), whole months, at least one.
    """
    years = np.minimum(np.minimum(debt_tenor_years, it_life_years), economic_life_years)
    return np.maximum(np.floor(years * units.MONTHS_PER_YEAR), 1) / units.MONTHS_PER_YEAR


def debt_service_usd_per_month(debt_drawn_usd_per_month, energised_share, debt_rate_per_year, loan_tenor_years):
    """Interest and repayment in each month from first power on: level for each part that gets power, nothing left at its end.
    (draws, months) [USD/month]: S(t) = D CRF(r_d / 12, 12 T) sum over months s of de(s), 1 to 12 T months after power.
    """
    payments = np.rint(loan_tenor_years * units.MONTHS_PER_YEAR)
    one = np.ones_like(payments)
    paying = cohorts(np.diff(energised_share, axis=-1, prepend=0), one, one, payments + 1)
    part = finance.capital_recovery_factor(finance.quoted_period_rate(debt_rate_per_year), payments)
    return debt_drawn_usd_per_month.sum(axis=-1, keepdims=True) * part * paying


def dscr_ratio(provider_operating_usd_per_month, price_index_usd_per_real_usd, debt_service_usd_per_month, month_calendar_year):
    """Cash over debt service in each calendar year from first power on.
    (draws, years) [ratio]: DSCR[y] = sum of M(t) I(t) / sum of S(t). NaN where there is no debt to serve.
    Left out: tax, reserves and what the site is worth at the end.
    """
    cash, service = (sum_by_year(series, month_calendar_year) for series in (
        provider_operating_usd_per_month * price_index_usd_per_real_usd, debt_service_usd_per_month))
    return finance.dscr(cash, service)


def default_dscr_ratio(default_operating_usd_per_month, price_index_usd_per_real_usd, debt_service_usd_per_month,
                       month_calendar_year):
    """Cash over debt service in each calendar year if the tenant fails.
    (draws, years) [ratio]: DSCR_d[y] = sum of M_d(t) I(t) / sum of S(t). NaN where there is no debt to serve.
    """
    return dscr_ratio(default_operating_usd_per_month, price_index_usd_per_real_usd, debt_service_usd_per_month,
                      month_calendar_year)


def sculpted_debt_to_spend_ratio(provider_operating_usd_per_month, spend_usd_per_month, price_index_usd_per_real_usd,
                                 debt_service_usd_per_month, debt_rate_per_year, target_dscr_ratio):
    """Largest loan whose payments follow the cash at the cover that lenders ask for, over what is spent.
    (draws, 1) [ratio]: g_max = sum of max(M(t) I(t), 0) / DSCR v^t over the months of the loan, over sum of c(t) I(t) v^t, v =
    1 / (1 + r_d / 12). Above 1, cash could carry more than the whole cost.
    """
    worth = (1 + finance.quoted_period_rate(debt_rate_per_year)) ** -np.arange(spend_usd_per_month.shape[-1])
    worth = worth * price_index_usd_per_real_usd
    cash = np.where(debt_service_usd_per_month > 0, np.maximum(provider_operating_usd_per_month, 0), 0) / target_dscr_ratio
    return over((cash * worth).sum(axis=-1, keepdims=True), (spend_usd_per_month * worth).sum(axis=-1, keepdims=True))
