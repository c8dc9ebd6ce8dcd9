"""Rent of a kilowatt of IT power over its years: at the market, by contract, and if the tenant fails.

The axis ``project_year`` follows one purchase: year 0 is the purchase, year n the twelve months that end n years later.
"""

import numpy as np

from wattbook import units

MID_YEAR = 1 / 2  # a year's rent is taken at its middle


def rent_usd_per_it_kw_year(compute_price_usd_per_h100e_hour, h100e_per_it_kw, used_hours_per_year):
    """Rent of a kilowatt of IT power for a year at today's price.

    Parameters
    ----------
    compute_price_usd_per_h100e_hour : (draws, 1) [USD_2025/H100e/h]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    used_hours_per_year : (draws, 1) [h/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    R = p d h.

    Examples
    --------
    >>> rent_usd_per_it_kw_year(2.0, 1.5, 7000.0)
    21000.0
    """
    return compute_price_usd_per_h100e_hour * h100e_per_it_kw * used_hours_per_year


def running_cost_usd_per_it_kw_year(energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year):
    """Yearly cost of keeping a kilowatt of IT power running.

    Parameters
    ----------
    energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    O = c_energy + c_other.

    Examples
    --------
    >>> running_cost_usd_per_it_kw_year(600.0, 400.0)
    1000.0
    """
    return energy_usd_per_it_kw_year + other_opex_usd_per_it_kw_year


def service_share(project_age_years, it_life_years):
    """Share of each project year in which the IT is in service.

    Parameters
    ----------
    project_age_years : (draws, project_year, 1) [year]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [fraction]

    Notes
    -----
    s(n) = L - (n - 1) held between 0 and 1, and 0 in year 0.

    Examples
    --------
    >>> service_share(np.array([[[0], [1], [2], [3]]]), np.array([[1.5]])).ravel().tolist()
    [0.0, 1.0, 0.5, 0.0]
    """
    return _until(project_age_years, it_life_years)


def market_rent_usd_per_it_kw_year(rent_usd_per_it_kw_year, compute_price_decline_per_year, project_age_years):
    """Market rent in each project year.

    Parameters
    ----------
    rent_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    compute_price_decline_per_year : (draws, 1) [fraction/year]
    project_age_years : (draws, project_year, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    R(n) = R (1 - d)^(n - 1/2), and R in year 0.

    Examples
    --------
    >>> market_rent_usd_per_it_kw_year(np.array([[100.0]]), np.array([[0.75]]), np.array([[[0], [1]]])).ravel().tolist()
    [100.0, 50.0]
    """
    years = np.maximum(project_age_years - MID_YEAR, 0)
    return rent_usd_per_it_kw_year[:, None] * (1 - compute_price_decline_per_year[:, None]) ** years


def contract_rent_usd_per_it_kw_year(
    market_rent_usd_per_it_kw_year, rent_usd_per_it_kw_year, contract_discount_share, contract_term_years, project_age_years
):
    """Rent received in each project year: the contract's while it lasts, then the market's.

    Parameters
    ----------
    market_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    rent_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    contract_discount_share : (draws, 1) [fraction]
    contract_term_years : (draws, 1) [year]
    project_age_years : (draws, project_year, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    Q(n) = k(n) R (1 - discount) + (1 - k(n)) R(n), k(n) the share of the year under contract.

    Examples
    --------
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

    Parameters
    ----------
    contract_rent_usd_per_it_kw_year, market_rent_usd_per_it_kw_year : (draws, project_year, 1) [USD_2025/kW_IT/year]
    default_after_years : (draws, 1) [year]
    void_months : (draws, 1) [month]
    project_age_years : (draws, project_year, 1) [year]

    Returns
    -------
    (draws, project_year, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    Q_d(n) = b(n) Q(n) + a(n) R(n), with b and a the shares of the year before the failure and after the void.

    Examples
    --------
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
