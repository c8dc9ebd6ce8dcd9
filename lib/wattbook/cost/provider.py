"""What a provider earns on a kilowatt of IT power that it buys today, lets by contract and then at the market."""

import numpy as np

from wattbook import finance, units
from wattbook.series import over


def site_left_usd_per_it_kw(
    capex_usd_per_it_watt, land_capex_share, facility_capex_share, it_life_years, facility_life_years
):
    """Book value of land and facility when the IT in it is worn out.

    Parameters
    ----------
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    land_capex_share, facility_capex_share : (draws, 1) [fraction]
    it_life_years, facility_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT]

    Notes
    -----
    V = k (s_land + s_facility max(0, 1 - L_it / L_facility)).

    Examples
    --------
    >>> float(site_left_usd_per_it_kw(10.0, 0.1, 0.5, 5.0, 10.0))
    3500.0
    """
    left = np.maximum(1 - it_life_years / facility_life_years, 0)
    return capex_usd_per_it_watt * units.W_PER_KW * (land_capex_share + facility_capex_share * left)


def operating_cash_usd_per_it_kw(service_share, contract_rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year):
    """Cash from letting a kilowatt in each project year; it is switched off where rent would not cover running it.

    Parameters
    ----------
    service_share : (draws, project_year, 1) [fraction]
    contract_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    running_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, project_year, 1) [USD_2025/kW_IT]

    Notes
    -----
    M(n) = s(n) max(Q(n) - O, 0). Tax is left out.

    Examples
    --------
    >>> operating_cash_usd_per_it_kw(np.array([[[0.5]]]), np.array([[[90.0]]]), np.array([[10.0]])).ravel().tolist()
    [40.0]
    """
    return service_share * np.maximum(contract_rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year[:, None], 0)


def provider_flow_usd_per_it_kw(
    operating_cash_usd_per_it_kw, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years
):
    """Cash flow of a kilowatt in each project year, before tax and debt.

    Parameters
    ----------
    operating_cash_usd_per_it_kw : (draws, project_year, 1) [USD_2025/kW_IT]
    all_in_capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    site_left_usd_per_it_kw : (draws, 1) [USD_2025/kW_IT]
    project_age_years : (draws, project_year, 1) [year]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD_2025/kW_IT]

    Notes
    -----
    F(n) = M(n) - k_all in year 0 + V in the year in which the IT wears out.

    Examples
    --------
    >>> cash, age = np.array([[[0.0], [600.0], [600.0]]]), np.array([[[0], [1], [2]]])
    >>> provider_flow_usd_per_it_kw(cash, np.array([[1.0]]), np.array([[50.0]]), age, np.array([[2.0]])).ravel().tolist()
    [-1000.0, 600.0, 650.0]
    """
    return _flow(operating_cash_usd_per_it_kw, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years,
                 it_life_years)


def provider_irr_per_year(provider_flow_usd_per_it_kw):
    """Real return of a provider that buys a kilowatt today and lets it by contract.

    Parameters
    ----------
    provider_flow_usd_per_it_kw : (draws, project_year, 1) [USD_2025/kW_IT]

    Returns
    -------
    (draws, 1) [fraction/year]
        NaN where money never comes back or several rates fit.

    Notes
    -----
    sum F(n) / (1 + IRR)^n = 0.

    Examples
    --------
    >>> provider_irr_per_year(np.array([[[-100.0], [110.0]]])).round(6).tolist()
    [[0.1]]
    """
    return finance.irr(provider_flow_usd_per_it_kw[..., 0])


def provider_npv_usd_per_it_kw(provider_flow_usd_per_it_kw, wacc_per_year):
    """Net present value of a kilowatt bought today and let by contract.

    Parameters
    ----------
    provider_flow_usd_per_it_kw : (draws, project_year, 1) [USD_2025/kW_IT]
    wacc_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT]

    Notes
    -----
    NPV = sum F(n) / (1 + r)^n, the purchase undiscounted.

    Examples
    --------
    >>> provider_npv_usd_per_it_kw(np.array([[[-100.0], [121.0]]]), np.array([[0.1]])).round(6).tolist()
    [[10.0]]
    """
    return finance.npv(wacc_per_year, provider_flow_usd_per_it_kw[..., 0])


def provider_payback_years(provider_flow_usd_per_it_kw):
    """Years until the provider has its money back, without return.

    Parameters
    ----------
    provider_flow_usd_per_it_kw : (draws, project_year, 1) [USD_2025/kW_IT]

    Returns
    -------
    (draws, 1) [year]
        NaN where it never comes back.

    Notes
    -----
    T = first time at which the sum of F reaches 0, cash coming in evenly within a year.

    Examples
    --------
    >>> provider_payback_years(np.array([[[-150.0], [100.0], [100.0]]])).tolist()
    [[1.5]]
    """
    return finance.payback(provider_flow_usd_per_it_kw[..., 0])


def provider_breakeven_usd_per_h100e_hour(
    compute_price_usd_per_h100e_hour, contract_rent_usd_per_it_kw_year, service_share, running_cost_usd_per_it_kw_year,
    all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years, wacc_per_year,
):
    """Price of an H100 hour today at which the provider just earns its cost of capital.

    Parameters
    ----------
    compute_price_usd_per_h100e_hour : (draws, 1) [USD_2025/H100e/h]
    contract_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    service_share : (draws, project_year, 1) [fraction]
    running_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    all_in_capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    site_left_usd_per_it_kw : (draws, 1) [USD_2025/kW_IT]
    project_age_years : (draws, project_year, 1) [year]
    it_life_years : (draws, 1) [year]
    wacc_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]

    Notes
    -----
    p* = p (k_all - PV(V) + PV(s O)) / PV(s Q): rents move with the price, so value is linear in it. The freedom to switch
    off is left out.

    Examples
    --------
    >>> one, age = np.ones((1, 2, 1)), np.array([[[0], [1]]])
    >>> kw = np.array([[0.1]]), np.array([[0.0]]), age, np.array([[1.0]]), np.array([[0.0]])
    >>> rent = np.array([[[0.0], [200.0]]])
    >>> provider_breakeven_usd_per_h100e_hour(np.array([[2.0]]), rent, one * age, np.array([[20.0]]), *kw).round(9).tolist()
    [[1.2]]
    """
    running = -service_share * running_cost_usd_per_it_kw_year[:, None]
    cost = _flow(running, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years)
    rent = finance.npv(wacc_per_year, (service_share * contract_rent_usd_per_it_kw_year)[..., 0])
    return over(-compute_price_usd_per_h100e_hour * finance.npv(wacc_per_year, cost[..., 0]), rent)


def default_irr_per_year(
    default_rent_usd_per_it_kw_year, service_share, running_cost_usd_per_it_kw_year, all_in_capex_usd_per_it_watt,
    site_left_usd_per_it_kw, project_age_years, it_life_years,
):
    """Real return of the provider if its tenant fails.

    Parameters
    ----------
    default_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    service_share : (draws, project_year, 1) [fraction]
    running_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    all_in_capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    site_left_usd_per_it_kw : (draws, 1) [USD_2025/kW_IT]
    project_age_years : (draws, project_year, 1) [year]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [fraction/year]

    Notes
    -----
    sum F_d(n) / (1 + IRR)^n = 0, F_d with the rent of the default case.

    Examples
    --------
    >>> rent, age = np.array([[[0.0], [1100.0]]]), np.array([[[0], [1]]])
    >>> site = np.array([[1.0]]), np.array([[0.0]]), age, np.array([[1.0]])
    >>> default_irr_per_year(rent, 1.0 * age, np.array([[0.0]]), *site).round(6).tolist()
    [[0.1]]
    """
    cash = operating_cash_usd_per_it_kw(service_share, default_rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year)
    flow = _flow(cash, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years)
    return finance.irr(flow[..., 0])


def _flow(cash, capex_usd_per_it_watt, left, age, life):
    """Cash, less the purchase in year 0, plus what is left in the year in which the IT wears out."""
    worn_out = (age >= life[:, None]) & (age < life[:, None] + 1)
    return cash - (age == 0) * capex_usd_per_it_watt[:, None] * units.W_PER_KW + worn_out * left[:, None]
