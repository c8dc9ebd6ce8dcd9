"""Own, rent or lease: what each costs, what freedom to wait is worth, and who pays for which layer."""

import numpy as np

from wattbook import units
from wattbook.series import over


def lease_usd_per_it_kw_month(lease_contract_usd, lease_term_years, lease_it_mw):
    """Rent of a leased site for each kilowatt of IT power and month.

    Parameters
    ----------
    lease_contract_usd : (draws, 1) [USD]
    lease_term_years : (draws, 1) [year]
    lease_it_mw : (draws, 1) [MW_IT]

    Returns
    -------
    (draws, 1) [USD/kW_IT/month]

    Notes
    -----
    l = contract / (12 years kW). Building, power and cooling; no machines and no electricity.

    References
    ----------
    TeraWulf leases: 3.7 billion over 10 years for 200 MW is 154; 9.5 over 25 for 168 MW is 188.

    Examples
    --------
    >>> round(lease_usd_per_it_kw_month(3.7e9, 10, 200)), round(lease_usd_per_it_kw_month(9.5e9, 25, 168))
    (154, 188)
    """
    kw_months = lease_term_years * units.MONTHS_PER_YEAR * lease_it_mw * units.KW_PER_GW / units.MW_PER_GW
    return over(lease_contract_usd, kw_months)


def lease_cost_usd_per_year(lease_usd_per_it_kw_month, it_capacity_nominal_gw):
    """Rent of a site for the whole programme in a year.

    Parameters
    ----------
    lease_usd_per_it_kw_month : (draws, 1) [USD/kW_IT/month]
    it_capacity_nominal_gw : (draws, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [USD/year]

    Notes
    -----
    C = 12 l P.

    Examples
    --------
    >>> lease_cost_usd_per_year(155.0, 1.0)
    1860000000.0
    """
    return lease_usd_per_it_kw_month * units.MONTHS_PER_YEAR * it_capacity_nominal_gw * units.KW_PER_GW


def leased_cost_usd_per_h100e_hour(
    it_charge_usd_per_it_kw_year, lease_usd_per_it_kw_month, price_level_ratio, energy_usd_per_it_kw_year, h100e_per_it_kw,
    used_hours_per_year,
):
    """Cost of a used hour on one's own machines in a leased site.

    Parameters
    ----------
    it_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    lease_usd_per_it_kw_month : (draws, 1) [USD/kW_IT/month]
    price_level_ratio : (draws, 1) [ratio]
    energy_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    used_hours_per_year : (draws, 1) [h/year]

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]

    Notes
    -----
    x_lease = (c_it + 12 l / I + c_energy) / (d h). The owner of the site pays upkeep, tax and staff from the rent.

    Examples
    --------
    >>> float(leased_cost_usd_per_h100e_hour(6000.0, 100.0, 1.0, 800.0, 1.0, 8000.0))
    1.0
    """
    site = lease_usd_per_it_kw_month * units.MONTHS_PER_YEAR / price_level_ratio
    return over(it_charge_usd_per_it_kw_year + site + energy_usd_per_it_kw_year, h100e_per_it_kw * used_hours_per_year)


def price_level_ratio(inflation_per_year, lease_term_years):
    """Dollars of the day per dollar of 2025 in the middle of a lease.

    Parameters
    ----------
    inflation_per_year : (draws, 1) [fraction/year]
    lease_term_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    I = (1 + pi)^(T / 2): rent over a term is read as its mean.

    Examples
    --------
    >>> price_level_ratio(0.21, 1.0)
    1.1
    """
    return (1 + inflation_per_year) ** (lease_term_years / 2)


def walk_away_value_usd_per_it_kw(provider_npv_usd_per_it_kw):
    """Worth of being free to own only where owning pays: what renting's freedom to walk away is worth at most.

    Parameters
    ----------
    provider_npv_usd_per_it_kw : (draws, 1) [USD_2025/kW_IT]

    Returns
    -------
    (1, 1) [USD_2025/kW_IT]

    Notes
    -----
    v = mean max(NPV, 0) - max(mean NPV, 0), over draws: all is learnt at once and waiting costs nothing, so an upper limit.

    Examples
    --------
    >>> walk_away_value_usd_per_it_kw(np.array([[-4.0], [8.0]])).tolist()
    [[2.0]]
    """
    free = np.mean(np.maximum(provider_npv_usd_per_it_kw, 0), axis=0, keepdims=True)
    return free - np.maximum(np.mean(provider_npv_usd_per_it_kw, axis=0, keepdims=True), 0)


def party_exposure_usd(layer_capex_usd, provider_layer_share, landlord_layer_share):
    """Capital that each party pays for, over all layers.

    Parameters
    ----------
    layer_capex_usd : (draws, layer, 1) [USD_2025]
    provider_layer_share, landlord_layer_share : (draws, layer, 1) [fraction]

    Returns
    -------
    (draws, party, 1) [USD_2025]
        Subject, provider, owner of the site; the subject pays what the others leave.

    Notes
    -----
    X_party = sum over layers of K_layer s_party.

    Examples
    --------
    >>> shares = np.array([[[0.0], [0.5]]]), np.array([[[0.0], [0.25]]])
    >>> party_exposure_usd(np.array([[[60.0], [40.0]]]), *shares).ravel().tolist()
    [70.0, 20.0, 10.0]
    """
    subject = 1 - provider_layer_share - landlord_layer_share
    paid = [(layer_capex_usd * share).sum(axis=1) for share in (subject, provider_layer_share, landlord_layer_share)]
    return np.stack(paid, axis=1)
