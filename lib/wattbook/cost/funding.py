"""How construction is paid for, month by month: interest while building, debt, equity, and what nobody pays."""

import numpy as np

from wattbook import finance, units


def work_in_progress_usd(spend_usd_per_month, energised_share, budget_usd, budget_capex_share):
    """Money spent on capacity that is not yet energised, at the end of each month.

    Parameters
    ----------
    spend_usd_per_month : (draws, months) [USD_2025/month]
    energised_share : (draws, months) [fraction]
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, months) [USD_2025]

    Notes
    -----
    W(t) = sum of c to t - K share e(t), not below 0: what is energised pays its own interest from then on.

    Examples
    --------
    >>> work_in_progress_usd(np.array([[60.0, 40.0]]), np.array([[0.0, 0.7]]), 100.0, 1.0).tolist()
    [[60.0, 30.0]]
    """
    return np.maximum(np.cumsum(spend_usd_per_month, axis=-1) - budget_usd * budget_capex_share * energised_share, 0)


def idc_usd_per_month(work_in_progress_usd, debt_share, debt_rate_per_year):
    """Interest during construction in each month.

    Parameters
    ----------
    work_in_progress_usd : (draws, months) [USD_2025]
    debt_share : (draws, 1) [fraction]
    debt_rate_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    i(t) = W(t - 1) g r / 12, on the opening balance. Interest on that interest, fees and a return to owners while
    they wait are left out.

    Examples
    --------
    >>> idc_usd_per_month(np.array([[1200.0, 0.0]]), 0.5, 0.12).round(9).tolist()
    [[0.0, 6.0]]
    """
    opening = np.concatenate([np.zeros_like(work_in_progress_usd[:, :1]), work_in_progress_usd[:, :-1]], axis=-1)
    return opening * debt_share * finance.quoted_period_rate(debt_rate_per_year)


def idc_usd(idc_usd_per_month):
    """Interest during construction over the whole programme.

    Parameters
    ----------
    idc_usd_per_month : (draws, months) [USD_2025/month]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    I = sum of i(t).

    Examples
    --------
    >>> idc_usd(np.array([[0.0, 6.0, 4.0]])).tolist()
    [[10.0]]
    """
    return idc_usd_per_month.sum(axis=-1, keepdims=True)


def idc_usd_per_it_watt(idc_usd, it_capacity_nominal_gw):
    """Interest during construction on a watt of IT power.

    Parameters
    ----------
    idc_usd : (draws, 1) [USD_2025]
    it_capacity_nominal_gw : (draws, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [USD_2025/W_IT]
        0 for a programme that buys nothing.

    Notes
    -----
    k_idc = I / P.

    Examples
    --------
    >>> idc_usd_per_it_watt(np.array([[2e9]]), np.array([[1.0]])).tolist()
    [[2.0]]
    """
    return idc_usd / (np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1) * units.W_PER_GW)


def debt_drawn_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_share, debt_available_usd):
    """Debt drawn in each month: a share of what is used, until lenders reach their limit.

    Parameters
    ----------
    spend_usd_per_month, idc_usd_per_month : (draws, months) [USD_2025/month]
    debt_share : (draws, 1) [fraction]
    debt_available_usd : (draws, 1) [USD_2025]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    D(t) = min(g U(t), limit), U the uses so far: spending and interest; the flow is its difference.

    Examples
    --------
    >>> debt_drawn_usd_per_month(np.array([[100.0, 100.0]]), np.array([[0.0, 5.0]]), 0.5, 60.0).tolist()
    [[50.0, 10.0]]
    """
    used = np.cumsum(spend_usd_per_month + idc_usd_per_month, axis=-1)
    return np.diff(np.minimum(debt_share * used, debt_available_usd), axis=-1, prepend=0)


def equity_drawn_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """Equity paid in each month: what debt leaves, until owners reach their limit.

    Parameters
    ----------
    spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month : (draws, months) [USD_2025/month]
    equity_available_usd : (draws, 1) [USD_2025]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    E(t) = min(U(t) - D(t), limit); the flow is its difference.

    Examples
    --------
    >>> equity_drawn_usd_per_month(np.array([[100.0]]), np.array([[0.0]]), np.array([[60.0]]), 30.0).tolist()
    [[30.0]]
    """
    left = np.cumsum(spend_usd_per_month + idc_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.minimum(left, equity_available_usd), axis=-1, prepend=0)


def funding_gap_usd_per_month(spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month, equity_available_usd):
    """What nobody pays in each month: what debt and owners' limit leave.

    Parameters
    ----------
    spend_usd_per_month, idc_usd_per_month, debt_drawn_usd_per_month : (draws, months) [USD_2025/month]
    equity_available_usd : (draws, 1) [USD_2025]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    gap(t) = max(U(t) - D(t) - limit, 0); the flow is its difference.

    Examples
    --------
    >>> funding_gap_usd_per_month(np.array([[100.0]]), np.array([[0.0]]), np.array([[60.0]]), 30.0).tolist()
    [[10.0]]
    """
    left = np.cumsum(spend_usd_per_month + idc_usd_per_month - debt_drawn_usd_per_month, axis=-1)
    return np.diff(np.maximum(left - equity_available_usd, 0), axis=-1, prepend=0)


def debt_drawn_usd(debt_drawn_usd_per_month):
    """Debt drawn over the whole programme.

    Parameters
    ----------
    debt_drawn_usd_per_month : (draws, months) [USD_2025/month]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    D = sum of D(t).

    Examples
    --------
    >>> debt_drawn_usd(np.array([[50.0, 10.0]])).tolist()
    [[60.0]]
    """
    return debt_drawn_usd_per_month.sum(axis=-1, keepdims=True)


def equity_drawn_usd(equity_drawn_usd_per_month):
    """Equity paid in over the whole programme.

    Parameters
    ----------
    equity_drawn_usd_per_month : (draws, months) [USD_2025/month]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    E = sum of E(t).

    Examples
    --------
    >>> equity_drawn_usd(np.array([[50.0, 10.0]])).tolist()
    [[60.0]]
    """
    return equity_drawn_usd_per_month.sum(axis=-1, keepdims=True)


def funding_gap_usd(funding_gap_usd_per_month):
    """What nobody pays over the whole programme: uses less debt less equity.

    Parameters
    ----------
    funding_gap_usd_per_month : (draws, months) [USD_2025/month]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    gap = sum of gap(t).

    Examples
    --------
    >>> funding_gap_usd(np.array([[0.0, 3.0]])).tolist()
    [[3.0]]
    """
    return funding_gap_usd_per_month.sum(axis=-1, keepdims=True)


def wacc_parts_per_year(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share, inflation_per_year):
    """Real cost of capital put together from its parts: the second road to the cost of capital that we assume.

    Parameters
    ----------
    debt_share : (draws, 1) [fraction]
    debt_rate_per_year, cost_of_equity_per_year : (draws, 1) [fraction/year]
    tax_share : (draws, 1) [fraction]
    inflation_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [fraction/year]

    Notes
    -----
    r = (1 + g r_d (1 - tax) + (1 - g) r_e) / (1 + inflation) - 1.

    References
    ----------
    Brealey, Myers and Allen, Principles of Corporate Finance; Fisher (1930) for the real rate.

    Examples
    --------
    >>> round(float(wacc_parts_per_year(0.5, 0.08, 0.14, 0.25, 0.0)), 6)
    0.1
    """
    nominal = finance.wacc(debt_share, debt_rate_per_year, cost_of_equity_per_year, tax_share)
    return finance.real_rate(nominal, inflation_per_year)
