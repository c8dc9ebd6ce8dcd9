"""What a provider earns on a kilowatt of IT power that it buys today, lets by contract and then at the market.

The axis ``project_year`` follows one purchase: year 0 is the purchase, year n the twelve months that end n years later.
"""

import numpy as np

from wattbook import finance, units
from wattbook.series import over

MID_YEAR = 1 / 2  # a year's rent is taken at its middle


def rent_usd_per_it_kw_year(compute_price_usd_per_h100e_hour, h100e_per_it_kw, used_hours_per_year):
    """Rent of a kilowatt of IT power for a year at today's price.

    (draws, 1) [USD_2025/kW_IT/year]
    R = p d h.

    >>> rent_usd_per_it_kw_year(2.0, 1.5, 7000.0)
    21000.0
    """
    return compute_price_usd_per_h100e_hour * h100e_per_it_kw * used_hours_per_year


def running_cost_usd_per_it_kw_year(energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year):
    """Yearly cost of keeping a kilowatt of IT power running.

    (draws, 1) [USD_2025/kW_IT/year]
    O = c_energy + c_other.

    >>> running_cost_usd_per_it_kw_year(600.0, 400.0)
    1000.0
    """
    return energy_usd_per_it_kw_year + other_opex_usd_per_it_kw_year


def service_share(project_age_years, it_life_years):
    """Share of each project year in which the IT is in service.

    (draws, project_year, 1) [fraction]
    s(n) = L - (n - 1) held between 0 and 1, and 0 in year 0.

    >>> service_share(np.array([[[0], [1], [2], [3]]]), np.array([[1.5]])).ravel().tolist()
    [0.0, 1.0, 0.5, 0.0]
    """
    return _until(project_age_years, it_life_years)


def market_rent_usd_per_it_kw_year(rent_usd_per_it_kw_year, compute_price_decline_per_year, project_age_years):
    """Market rent in each project year.

    (draws, project_year, 1) [USD_2025/kW_IT/year]
    R(n) = R (1 - d)^(n - 1/2), and R in year 0.

    >>> market_rent_usd_per_it_kw_year(np.array([[100.0]]), np.array([[0.75]]), np.array([[[0], [1]]])).ravel().tolist()
    [100.0, 50.0]
    """
    years = np.maximum(project_age_years - MID_YEAR, 0)
    return rent_usd_per_it_kw_year[:, None] * (1 - compute_price_decline_per_year[:, None]) ** years


def contract_rent_usd_per_it_kw_year(
    market_rent_usd_per_it_kw_year, rent_usd_per_it_kw_year, contract_discount_share, contract_term_years, project_age_years
):
    """Rent received in each project year: the contract's while it lasts, then the market's.

    (draws, project_year, 1) [USD_2025/kW_IT/year]
    Q(n) = k(n) R (1 - discount) + (1 - k(n)) R(n), k(n) the share of the year under contract.

    >>> market, age = np.array([[[100.0], [80.0], [60.0]]]), np.array([[[0], [1], [2]]])
    >>> let = np.array([[100.0]]), np.array([[0.1]]), np.array([[1.5]])
    >>> contract_rent_usd_per_it_kw_year(market, *let, age).ravel().tolist()
    [100.0, 90.0, 75.0]
    """
    under = _until(project_age_years, contract_term_years)
    fixed = (rent_usd_per_it_kw_year * (1 - contract_discount_share))[:, None]
    return under * fixed + (1 - under) * market_rent_usd_per_it_kw_year


def default_rent_usd_per_it_kw_year(
    contract_rent_usd_per_it_kw_year, market_rent_usd_per_it_kw_year, default_after_years, void_months, project_age_years
):
    """Rent received in each project year if the tenant fails: the contract, nothing while empty, then the market.

    (draws, project_year, 1) [USD_2025/kW_IT/year]
    Q_d(n) = b(n) Q(n) + a(n) R(n), with b and a the shares of the year before the failure and after the void.

    >>> contract, age = np.array([[[9.0], [9.0], [9.0]]]), np.array([[[0], [1], [2]]])
    >>> default_rent_usd_per_it_kw_year(contract, contract - 1, np.array([[0.5]]), np.array([[12.0]]), age).ravel().tolist()
    [0.0, 4.5, 4.0]
    """
    before = _until(project_age_years, default_after_years)
    let_again = default_after_years + void_months / units.MONTHS_PER_YEAR
    after = np.where(project_age_years > 0, 1 - _until(project_age_years, let_again), 0)
    return before * contract_rent_usd_per_it_kw_year + after * market_rent_usd_per_it_kw_year


def _until(age, years):
    """Share of each project year before a time; 0 in year 0."""
    return np.where(age > 0, np.clip(years[:, None] - (age - 1), 0, 1), 0)


def site_left_usd_per_it_kw(
    capex_usd_per_it_watt, land_capex_share, facility_capex_share, it_life_years, facility_life_years
):
    """Book value of land and facility when the IT in it is worn out.

    (draws, 1) [USD_2025/kW_IT]
    V = k (s_land + s_facility max(0, 1 - L_it / L_facility)).

    >>> float(site_left_usd_per_it_kw(10.0, 0.1, 0.5, 5.0, 10.0))
    3500.0
    """
    left = np.maximum(1 - it_life_years / facility_life_years, 0)
    return capex_usd_per_it_watt * units.W_PER_KW * (land_capex_share + facility_capex_share * left)


def operating_cash_usd_per_it_kw(service_share, contract_rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year):
    """Cash from letting a kilowatt in each project year; it is switched off where rent would not cover running it.

    (draws, project_year, 1) [USD_2025/kW_IT]
    M(n) = s(n) max(Q(n) - O, 0).
    Left out: tax.

    >>> operating_cash_usd_per_it_kw(np.array([[[0.5]]]), np.array([[[90.0]]]), np.array([[10.0]])).ravel().tolist()
    [40.0]
    """
    return service_share * np.maximum(contract_rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year[:, None], 0)


def provider_flow_usd_per_it_kw(
    operating_cash_usd_per_it_kw, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years
):
    """Cash flow of a kilowatt in each project year, before tax and debt.

    (draws, project_year, 1) [USD_2025/kW_IT]
    F(n) = M(n) - k_all in year 0 + V in the year in which the IT wears out.

    >>> cash, age = np.array([[[0.0], [600.0], [600.0]]]), np.array([[[0], [1], [2]]])
    >>> provider_flow_usd_per_it_kw(cash, np.array([[1.0]]), np.array([[50.0]]), age, np.array([[2.0]])).ravel().tolist()
    [-1000.0, 600.0, 650.0]
    """
    return _flow(operating_cash_usd_per_it_kw, all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years,
                 it_life_years)


def provider_irr_per_year(provider_flow_usd_per_it_kw):
    """Real return of a provider that buys a kilowatt today and lets it by contract.

    (draws, 1) [fraction/year]
    sum F(n) / (1 + IRR)^n = 0.
    NaN where money never comes back or several rates fit.

    >>> provider_irr_per_year(np.array([[[-100.0], [110.0]]])).round(6).tolist()
    [[0.1]]
    """
    return finance.irr(provider_flow_usd_per_it_kw[..., 0])


def provider_npv_usd_per_it_kw(provider_flow_usd_per_it_kw, wacc_per_year):
    """Net present value of a kilowatt bought today and let by contract.

    (draws, 1) [USD_2025/kW_IT]
    NPV = sum F(n) / (1 + r)^n, the purchase undiscounted.

    >>> provider_npv_usd_per_it_kw(np.array([[[-100.0], [121.0]]]), np.array([[0.1]])).round(6).tolist()
    [[10.0]]
    """
    return finance.npv(wacc_per_year, provider_flow_usd_per_it_kw[..., 0])


def provider_payback_years(provider_flow_usd_per_it_kw):
    """Years until the provider has its money back, without return.

    (draws, 1) [year]
    T = first time at which the sum of F reaches 0, cash coming in evenly within a year.
    NaN where it never comes back.

    >>> provider_payback_years(np.array([[[-150.0], [100.0], [100.0]]])).tolist()
    [[1.5]]
    """
    return finance.payback(provider_flow_usd_per_it_kw[..., 0])


def provider_breakeven_usd_per_h100e_hour(
    compute_price_usd_per_h100e_hour, contract_rent_usd_per_it_kw_year, service_share, running_cost_usd_per_it_kw_year,
    all_in_capex_usd_per_it_watt, site_left_usd_per_it_kw, project_age_years, it_life_years, wacc_per_year,
):
    """Price of an H100 hour today at which the provider just earns its cost of capital.

    (draws, 1) [USD_2025/H100e/h]
    p* = p (k_all - PV(V) + PV(s O)) / PV(s Q): rents move with the price, so value is linear in it.
    Left out: the freedom to switch off.

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

    (draws, 1) [fraction/year]
    sum F_d(n) / (1 + IRR)^n = 0, F_d with the rent of the default case.

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
