"""How construction is paid for, month by month, and how well cash covers the debt."""

import numpy as np

from wattbook import finance, units


def work_in_progress_usd(spend_usd_per_month, energised_share, budget_usd, budget_capex_share):
    """Money spent on capacity that is not yet energised, at the end of each month.

    (draws, months) [USD_2025]
    W(t) = sum of c to t - K share e(t), not below 0: what is energised pays its own interest from then on.

    >>> work_in_progress_usd(np.array([[60.0, 40.0]]), np.array([[0.0, 0.7]]), 100.0, 1.0).tolist()
    [[60.0, 30.0]]
    """
    return np.maximum(np.cumsum(spend_usd_per_month, axis=-1) - budget_usd * budget_capex_share * energised_share, 0)


def idc_usd_per_month(work_in_progress_usd, debt_share, debt_rate_per_year):
    """Interest during construction in each month.

    (draws, months) [USD_2025/month]
    i(t) = W(t - 1) g r / 12, on the opening balance.
    Left out: interest on that interest, fees and a return to owners while they wait.

    >>> idc_usd_per_month(np.array([[1200.0, 0.0]]), 0.5, 0.12).round(9).tolist()
    [[0.0, 6.0]]
    """
    opening = np.concatenate([np.zeros_like(work_in_progress_usd[:, :1]), work_in_progress_usd[:, :-1]], axis=-1)
    return opening * debt_share * finance.quoted_period_rate(debt_rate_per_year)


def idc_usd(idc_usd_per_month):
    """Interest during construction over the whole programme.

    (draws, 1) [USD_2025]
    I = sum of i(t).

    >>> idc_usd(np.array([[0.0, 6.0, 4.0]])).tolist()
    [[10.0]]
    """
    return idc_usd_per_month.sum(axis=-1, keepdims=True)


def idc_usd_per_it_watt(idc_usd, it_capacity_nominal_gw):
    """Interest during construction on a watt of IT power.

    (draws, 1) [USD_2025/W_IT]
    k_idc = I / P.
    0 for a programme that buys nothing.

    >>> idc_usd_per_it_watt(np.array([[2e9]]), np.array([[1.0]])).tolist()
    [[2.0]]
    """
    return idc_usd / (np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1) * units.W_PER_GW)


def debt_drawn_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_share, debt_available_usd):
    """Debt drawn in each month: a share of what is used, until lenders reach their limit.

    (draws, months) [USD_2025/month]
    D(t) = min(g U(t), limit), U the uses so far: spending and interest; the flow is its difference.

    >>> debt_drawn_usd_per_month(np.array([[100.0, 100.0]]), np.array([[0.0, 5.0]]), 0.5, 60.0).tolist()
    [[50.0, 10.0]]
    """
    used = np.cumsum(spend_usd_per_month + idc_usd_per_month, axis=-1)
    return np.diff(np.minimum(debt_share * used, debt_available_usd), axis=-1, prepend=0)


def equity_drawn_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """Equity paid in each month: what debt leaves, until owners reach their limit.

    (draws, months) [USD_2025/month]
    E(t) = min(U(t) - D(t), limit); the flow is its difference.

    >>> equity_drawn_usd_per_month(np.array([[100.0]]), np.array([[0.0]]), np.array([[60.0]]), 30.0).tolist()
    [[30.0]]
    """
    left = np.cumsum(spend_usd_per_month + idc_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.minimum(left, equity_available_usd), axis=-1, prepend=0)


def funding_gap_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """What nobody pays in each month: what debt and owners' limit leave.

    (draws, months) [USD_2025/month]
    gap(t) = max(U(t) - D(t) - limit, 0); the flow is its difference.

    >>> funding_gap_usd_per_month(np.array([[100.0]]), np.array([[0.0]]), np.array([[60.0]]), 30.0).tolist()
    [[10.0]]
    """
    left = np.cumsum(spend_usd_per_month + idc_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.maximum(left - equity_available_usd, 0), axis=-1, prepend=0)


def wacc_parts_per_year(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share, inflation_per_year):
    """Real cost of capital put together from its parts: the second road to the cost of capital that we assume.

    (draws, 1) [fraction/year]
    r = (1 + g r_d (1 - tax) + (1 - g) r_e) / (1 + inflation) - 1.
    Source: Brealey, Myers and Allen, Principles of Corporate Finance; Fisher (1930) for the real rate.

    >>> round(float(wacc_parts_per_year(0.5, 0.08, 0.14, 0.25, 0.0)), 6)
    0.1
    """
    nominal = finance.wacc(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share)
    return finance.real_rate(nominal, inflation_per_year)


def cfads_usd_per_it_kw(operating_cash_usd_per_it_kw, inflation_per_year, project_age_years):
    """Cash available for debt service in each project year, in dollars of the day.

    (draws, project_year, 1) [USD/kW_IT]
    CFADS(n) = M(n) (1 + pi)^n.
    Left out: tax, reserves and what the site is worth at the end.

    >>> cash, age = np.array([[[0.0], [100.0]]]), np.array([[[0], [1]]])
    >>> cfads_usd_per_it_kw(cash, np.array([[0.25]]), age).ravel().tolist()
    [0.0, 125.0]
    """
    return operating_cash_usd_per_it_kw * (1 + inflation_per_year[:, None]) ** project_age_years


def debt_service_usd_per_it_kw(
    all_in_capex_usd_per_it_watt, debt_share, debt_rate_per_year, debt_tenor_years, project_age_years
):
    """Interest and repayment of a level loan in each project year.

    (draws, project_year, 1) [USD/kW_IT]
    S = g k_all CRF(r_d, T) in years 1 to T: drawn when bought, paid off evenly, nothing left at the end.
    debt_tenor_years: rounded to whole years.

    >>> loan = np.array([[0.42]]), np.array([[0.5]]), np.array([[0.1]]), np.array([[2.0]])
    >>> debt_service_usd_per_it_kw(*loan, np.array([[[0], [1], [2], [3]]])).round(6).ravel().tolist()
    [0.0, 121.0, 121.0, 0.0]
    """
    principal = all_in_capex_usd_per_it_watt * units.W_PER_KW * debt_share
    years = project_age_years.shape[1]
    loan = finance.level_debt(principal, debt_rate_per_year, _whole(debt_tenor_years, years), periods=years)
    return loan.service[..., None]


def dscr_ratio(cfads_usd_per_it_kw, debt_service_usd_per_it_kw):
    """Cash over debt service in each project year.

    (draws, project_year, 1) [ratio]
    DSCR(n) = CFADS(n) / S(n).
    NaN where there is no debt to serve.

    >>> dscr_ratio(np.array([[[0.0], [150.0]]]), np.array([[[0.0], [100.0]]])).ravel().tolist()
    [nan, 1.5]
    """
    return finance.dscr(cfads_usd_per_it_kw[..., 0], debt_service_usd_per_it_kw[..., 0])[..., None]


def min_dscr_ratio(cfads_usd_per_it_kw, debt_service_usd_per_it_kw):
    """Lowest cash over debt service in any project year.

    (draws, 1) [ratio]
    DSCR_min = min over n of DSCR(n).
    NaN where there is no debt to serve.

    >>> min_dscr_ratio(np.array([[[0.0], [150.0], [90.0]]]), np.array([[[0.0], [100.0], [100.0]]])).tolist()
    [[0.9]]
    """
    return finance.min_dscr(cfads_usd_per_it_kw[..., 0], debt_service_usd_per_it_kw[..., 0])


def default_min_dscr_ratio(
    default_rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, service_share, inflation_per_year, project_age_years,
    debt_service_usd_per_it_kw,
):
    """Lowest cash over debt service in any project year if the tenant fails.

    (draws, 1) [ratio]
    DSCR_min = min over n of s(n) max(Q_d(n) - O, 0) (1 + pi)^n / S(n).

    >>> rent, age = np.array([[[0.0], [60.0]]]), np.array([[[0], [1]]])
    >>> low = np.array([[10.0]]), 1.0 * age, np.array([[0.0]]), age
    >>> default_min_dscr_ratio(rent, *low, np.array([[[0.0], [100.0]]])).tolist()
    [[0.5]]
    """
    cash = service_share * np.maximum(default_rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year[:, None], 0)
    return min_dscr_ratio(cfads_usd_per_it_kw(cash, inflation_per_year, project_age_years), debt_service_usd_per_it_kw)


def sculpted_debt_to_capex_ratio(
    cfads_usd_per_it_kw, debt_rate_per_year, target_dscr_ratio, debt_tenor_years, all_in_capex_usd_per_it_watt
):
    """Largest loan whose payments follow the cash at the cover that lenders ask for, over the capital cost.

    (draws, 1) [ratio]
    g_max = sum of CFADS(n) / DSCR / (1 + r_d)^n over n to T, over k_all.
    Above 1, cash could carry more than the whole cost; lenders cap it far below.
    debt_tenor_years: rounded to whole years.

    >>> cash, loan = np.array([[[0.0], [165.0], [181.5]]]), (np.array([[0.1]]), np.array([[1.5]]), np.array([[2.0]]))
    >>> sculpted_debt_to_capex_ratio(cash, *loan, np.array([[0.4]])).round(6).tolist()
    [[0.5]]
    """
    years = cfads_usd_per_it_kw.shape[1]
    loan = finance.sculpted_debt(
        cfads_usd_per_it_kw[..., 0], debt_rate_per_year, target_dscr_ratio, _whole(debt_tenor_years, years)
    )
    return loan.drawn[:, :1] / (all_in_capex_usd_per_it_watt * units.W_PER_KW)


def _whole(tenor, years):
    """Tenor in whole years, at least one and no longer than the years looked at."""
    return np.clip(np.rint(tenor), 1, years - 1)
