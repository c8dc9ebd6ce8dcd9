"""Margin and cash: is the growth paid for, and are the commitments?"""

import numpy as np

from wattbook import units

# Order of the members of the axis `margin_basis`; a test holds it to the case.
MARGIN_BASES = ("total", "paying_users", "inference_only")


def gross_margin_by_basis_share(gross_margin_share, free_users_cost_share, other_cost_of_sales_share):
    """Gross margin on each published definition.

    Parameters
    ----------
    gross_margin_share : (draws, 1) [fraction]
        On total revenue and total cost of sales.
    free_users_cost_share : (draws, 1) [fraction]
        Of cost of sales.
    other_cost_of_sales_share : (draws, 1) [fraction]
        Of cost of sales: support, payment and hosting other than inference.

    Returns
    -------
    (draws, margin_basis, 1) [fraction]
        Total; without the cost of free users; inference alone.

    Notes
    -----
    m_basis = 1 - (1 - m) (1 - what the basis leaves out).

    References
    ----------
    Reports of The Information of November 2025 (paying users) and January 2026 (total).

    Examples
    --------
    >>> gross_margin_by_basis_share(np.array([[0.4]]), np.array([[0.25]]), np.array([[0.5]])).round(3).ravel().tolist()
    [0.4, 0.55, 0.7]
    """
    left_out = np.stack([np.zeros_like(free_users_cost_share), free_users_cost_share, other_cost_of_sales_share], axis=1)
    return 1 - (1 - gross_margin_share)[:, None] * (1 - left_out)


def partner_payout_usd(recognised_revenue_usd, net_recognised_revenue_usd):
    """What partners keep of revenue, by calendar year.

    Parameters
    ----------
    recognised_revenue_usd, net_recognised_revenue_usd : (draws, years) [USD]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    payout = gross - net.

    Examples
    --------
    >>> partner_payout_usd(10.0, 9.0)
    1.0
    """
    return recognised_revenue_usd - net_recognised_revenue_usd


def research_compute_usd(target_research_compute_usd, opex_growth_per_year, month_calendar_year, target_year):
    """Compute for training and research, by calendar year.

    Parameters
    ----------
    target_research_compute_usd : (draws, 1) [USD]
        In the target year.
    opex_growth_per_year : (draws, 1) [fraction/year]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    C[y] = C_target (1 + g)^(y - target year).

    Examples
    --------
    >>> research_compute_usd(10.0, 0.5, np.array([2026, 2027]), 2026).tolist()
    [10.0, 15.0]
    """
    return target_research_compute_usd * (1 + opex_growth_per_year) ** (np.unique(month_calendar_year) - target_year)


def staff_and_other_usd(target_staff_and_other_usd, opex_growth_per_year, month_calendar_year, target_year):
    """Staff, sales and everything else below gross profit, by calendar year.

    Parameters
    ----------
    target_staff_and_other_usd : (draws, 1) [USD]
        In the target year.
    opex_growth_per_year : (draws, 1) [fraction/year]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    O[y] = O_target (1 + g)^(y - target year).

    Examples
    --------
    >>> staff_and_other_usd(10.0, 0.5, np.array([2026, 2027]), 2026).tolist()
    [10.0, 15.0]
    """
    return target_staff_and_other_usd * (1 + opex_growth_per_year) ** (np.unique(month_calendar_year) - target_year)


def operating_income_usd(gross_profit_usd, partner_payout_usd, research_compute_usd, staff_and_other_usd):
    """Operating income by calendar year.

    Parameters
    ----------
    gross_profit_usd, partner_payout_usd, research_compute_usd, staff_and_other_usd : (draws, years) [USD]

    Returns
    -------
    (draws, years) [USD]
        Below 0 is a loss.

    Notes
    -----
    OI = gross profit - partners - research compute - staff and other. Rent of the programme's capacity is inside cost of
    sales and research compute; interest and tax are left out.

    References
    ----------
    2025 as reported: 4.6 of revenue, 7.33 of compute in all, -8.06 of operating income (draft prospectus, 28 September 2026).

    Examples
    --------
    >>> operating_income_usd(4.0, 1.0, 5.0, 2.0)
    -4.0
    """
    return gross_profit_usd - partner_payout_usd - research_compute_usd - staff_and_other_usd


def operating_margin_ratio(operating_income_usd, recognised_revenue_usd):
    """Operating income over revenue, by calendar year.

    Parameters
    ----------
    operating_income_usd : (draws, years) [USD]
    recognised_revenue_usd : (draws, years) [USD]
        Above 0.

    Returns
    -------
    (draws, years) [ratio]

    Notes
    -----
    OM = OI / REV.

    Examples
    --------
    >>> operating_margin_ratio(-4.0, 8.0)
    -0.5
    """
    return operating_income_usd / recognised_revenue_usd


def cash_burn_usd(operating_income_usd, staff_and_other_usd, noncash_share):
    """Cash that operations use up, by calendar year.

    Parameters
    ----------
    operating_income_usd, staff_and_other_usd : (draws, years) [USD]
    noncash_share : (draws, 1) [fraction]
        Of staff and other: paid in shares.

    Returns
    -------
    (draws, years) [USD]
        0 where operations bring cash.

    Notes
    -----
    B = max(-(OI + noncash share x O), 0). Capital spending of the subject's own and prepayments are left out.

    Examples
    --------
    >>> cash_burn_usd(np.array([[-4.0, 3.0]]), np.array([[2.0, 2.0]]), 0.5).tolist()
    [[3.0, 0.0]]
    """
    return np.maximum(-operating_income_usd - noncash_share * staff_and_other_usd, 0)


def runway_months(cash_usd, cash_burn_usd, month_calendar_year, as_of_year):
    """Months that the cash lasts at the burn of the coming calendar year.

    Parameters
    ----------
    cash_usd : (draws, 1) [USD]
    cash_burn_usd : (draws, years) [USD]
    month_calendar_year : (months,) [calendar_year]
    as_of_year : (1, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [month]
        NaN without burn.

    Notes
    -----
    m = 12 cash / B[next year].

    Examples
    --------
    >>> runway_months(10.0, np.array([[3.0, 5.0]]), np.array([2026, 2027]), np.array([[2026.5]])).tolist()
    [[24.0]]
    """
    years = np.unique(month_calendar_year)
    following = int(np.searchsorted(years, np.floor(as_of_year[0, 0]) + 1))
    burn = cash_burn_usd[:, following:][:, :1]
    return units.MONTHS_PER_YEAR * cash_usd / np.where(burn > 0, burn, np.nan)


def p_burn(cash_burn_usd):
    """Probability that operations use up cash, by calendar year.

    Parameters
    ----------
    cash_burn_usd : (draws, years) [USD]

    Returns
    -------
    (1, years) [fraction]

    Notes
    -----
    p[y] = mean over draws of B[y] > 0.

    Examples
    --------
    >>> p_burn(np.array([[0.0], [1.0]])).tolist()
    [[0.5]]
    """
    return np.mean(cash_burn_usd > 0, axis=0, keepdims=True)


def cost_of_sales_usd(recognised_revenue_usd, gross_profit_usd):
    """Cost of sales by calendar year: inference for users who pay and who do not, support, payment.

    Parameters
    ----------
    recognised_revenue_usd, gross_profit_usd : (draws, years) [USD]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    COGS = REV - GP.

    Examples
    --------
    >>> cost_of_sales_usd(10.0, 4.0)
    6.0
    """
    return recognised_revenue_usd - gross_profit_usd
