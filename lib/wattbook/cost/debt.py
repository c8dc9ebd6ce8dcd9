"""How well a kilowatt's cash covers the debt on it, in dollars of the day, and how much it could carry."""

import numpy as np

from wattbook import finance, units
from wattbook.series import over


def cfads_usd_per_it_kw(operating_cash_usd_per_it_kw, inflation_per_year, project_age_years):
    """Cash available for debt service in each project year, in dollars of the day.

    Parameters
    ----------
    operating_cash_usd_per_it_kw : (draws, project_year, 1) [USD_2025/kW_IT]
    inflation_per_year : (draws, 1) [fraction/year]
    project_age_years : (draws, project_year, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD/kW_IT]

    Notes
    -----
    CFADS(n) = M(n) (1 + pi)^n. Tax, reserves and what the site is worth at the end are left out.

    Examples
    --------
    >>> cash, age = np.array([[[0.0], [100.0]]]), np.array([[[0], [1]]])
    >>> cfads_usd_per_it_kw(cash, np.array([[0.25]]), age).ravel().tolist()
    [0.0, 125.0]
    """
    return operating_cash_usd_per_it_kw * (1 + inflation_per_year[:, None]) ** project_age_years


def debt_service_usd_per_it_kw(
    all_in_capex_usd_per_it_watt, debt_share, debt_rate_per_year, debt_tenor_years, project_age_years
):
    """Interest and repayment of a level loan in each project year.

    Parameters
    ----------
    all_in_capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    debt_share : (draws, 1) [fraction]
    debt_rate_per_year : (draws, 1) [fraction/year]
    debt_tenor_years : (draws, 1) [year]
        Rounded to whole years.
    project_age_years : (draws, project_year, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD/kW_IT]

    Notes
    -----
    S = g k_all CRF(r_d, T) in years 1 to T: drawn when bought, paid off evenly, nothing left at the end.

    Examples
    --------
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

    Parameters
    ----------
    cfads_usd_per_it_kw, debt_service_usd_per_it_kw : (draws, project_year, 1) [USD/kW_IT]

    Returns
    -------
    (draws, project_year, 1) [ratio]
        NaN where there is no debt to serve.

    Notes
    -----
    DSCR(n) = CFADS(n) / S(n).

    Examples
    --------
    >>> dscr_ratio(np.array([[[0.0], [150.0]]]), np.array([[[0.0], [100.0]]])).ravel().tolist()
    [nan, 1.5]
    """
    return finance.dscr(cfads_usd_per_it_kw[..., 0], debt_service_usd_per_it_kw[..., 0])[..., None]


def min_dscr_ratio(cfads_usd_per_it_kw, debt_service_usd_per_it_kw):
    """Lowest cash over debt service in any project year.

    Parameters
    ----------
    cfads_usd_per_it_kw, debt_service_usd_per_it_kw : (draws, project_year, 1) [USD/kW_IT]

    Returns
    -------
    (draws, 1) [ratio]
        NaN where there is no debt to serve.

    Notes
    -----
    DSCR_min = min over n of DSCR(n).

    Examples
    --------
    >>> min_dscr_ratio(np.array([[[0.0], [150.0], [90.0]]]), np.array([[[0.0], [100.0], [100.0]]])).tolist()
    [[0.9]]
    """
    return finance.min_dscr(cfads_usd_per_it_kw[..., 0], debt_service_usd_per_it_kw[..., 0])


def default_min_dscr_ratio(
    default_rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, service_share, inflation_per_year, project_age_years,
    debt_service_usd_per_it_kw,
):
    """Lowest cash over debt service in any project year if the tenant fails.

    Parameters
    ----------
    default_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    running_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    service_share : (draws, project_year, 1) [fraction]
    inflation_per_year : (draws, 1) [fraction/year]
    project_age_years : (draws, project_year, 1) [year]
    debt_service_usd_per_it_kw : (draws, project_year, 1) [USD/kW_IT]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    DSCR_min = min over n of s(n) max(Q_d(n) - O, 0) (1 + pi)^n / S(n).

    Examples
    --------
    >>> rent, age = np.array([[[0.0], [60.0]]]), np.array([[[0], [1]]])
    >>> low = np.array([[10.0]]), 1.0 * age, np.array([[0.0]]), age
    >>> default_min_dscr_ratio(rent, *low, np.array([[[0.0], [100.0]]])).tolist()
    [[0.5]]
    """
    cash = service_share * np.maximum(default_rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year[:, None], 0)
    return min_dscr_ratio(cfads_usd_per_it_kw(cash, inflation_per_year, project_age_years), debt_service_usd_per_it_kw)


def covenant_headroom_ratio(min_dscr_ratio, target_dscr_ratio):
    """Lowest cover over the cover that lenders ask for; below 1 the covenant is broken.

    Parameters
    ----------
    min_dscr_ratio, target_dscr_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    h = DSCR_min / DSCR_target.

    Examples
    --------
    >>> float(covenant_headroom_ratio(3.0, 1.5))
    2.0
    """
    return over(min_dscr_ratio, target_dscr_ratio)


def p_covenant_broken(covenant_headroom_ratio):
    """Probability that cover falls below what lenders ask for in some year.

    Parameters
    ----------
    covenant_headroom_ratio : (draws, 1) [ratio]

    Returns
    -------
    (1, 1) [fraction]

    Notes
    -----
    p = mean over draws of h < 1.

    Examples
    --------
    >>> p_covenant_broken(np.array([[0.9], [1.1]])).tolist()
    [[0.5]]
    """
    return np.mean(covenant_headroom_ratio < 1, axis=0, keepdims=True)


def sculpted_debt_to_capex_ratio(
    cfads_usd_per_it_kw, debt_rate_per_year, target_dscr_ratio, debt_tenor_years, all_in_capex_usd_per_it_watt
):
    """Largest loan whose payments follow the cash at the cover that lenders ask for, over the capital cost.

    Parameters
    ----------
    cfads_usd_per_it_kw : (draws, project_year, 1) [USD/kW_IT]
    debt_rate_per_year : (draws, 1) [fraction/year]
    target_dscr_ratio : (draws, 1) [ratio]
    debt_tenor_years : (draws, 1) [year]
        Rounded to whole years.
    all_in_capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]

    Returns
    -------
    (draws, 1) [ratio]
        Above 1, cash could carry more than the whole cost; lenders cap it far below.

    Notes
    -----
    g_max = sum of CFADS(n) / DSCR / (1 + r_d)^n over n to T, over k_all.

    Examples
    --------
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
