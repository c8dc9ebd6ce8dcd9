"""Sites: what each one gets of the budget, draws from its region, costs to run and has energised."""

import numpy as np

from wattbook import units


def site_it_gw(it_capacity_nominal_gw, site_budget_weight_ratio):
    """IT power planned at each site.

    (draws, site, 1) [GW_IT]
    P_s = P w_s / sum of w.
    A dollar buys the same at every site.

    >>> site_it_gw(np.array([[2.0]]), np.array([[[1.0], [3.0]]])).ravel().tolist()
    [0.5, 1.5]
    """
    share = site_budget_weight_ratio / site_budget_weight_ratio.sum(axis=1, keepdims=True)
    return it_capacity_nominal_gw[:, None] * share


def site_capex_usd(budget_usd, budget_capex_share, site_budget_weight_ratio):
    """Capital spending at each site over the programme.

    (draws, site, 1) [USD_2025]
    K_s = K share w_s / sum of w.

    >>> site_capex_usd(np.array([[8.0]]), np.array([[0.5]]), np.array([[[1.0], [3.0]]])).ravel().tolist()
    [1.0, 3.0]
    """
    share = site_budget_weight_ratio / site_budget_weight_ratio.sum(axis=1, keepdims=True)
    return (budget_usd * budget_capex_share)[:, None] * share


def site_facility_mw(site_it_gw, pue):
    """Facility power of each site at full load.

    (draws, site, 1) [MW_facility]
    M_s = P_s PUE.
    One PUE for all sites.

    >>> site_facility_mw(np.array([[[0.5]]]), np.array([[1.2]])).ravel().tolist()
    [600.0]
    """
    return site_it_gw * pue[:, None] * units.MW_PER_GW


def site_region_peak_share(site_facility_mw, site_region_peak_gw):
    """Load of each site over the highest load of its grid region.

    (draws, site, 1) [fraction]
    h = M_s / peak of the region.
    Left out: own generation would lower it; other new load.

    >>> site_region_peak_share(np.array([[[800.0]]]), np.array([[[80.0]]])).ravel().tolist()
    [0.01]
    """
    return site_facility_mw / units.MW_PER_GW / site_region_peak_gw


def site_energy_twh_per_year(site_facility_mw, it_load_share):
    """Electricity that each finished site draws in a year.

    (draws, site, 1) [TWh/year]
    W_s = M_s load 8760 h.

    >>> site_energy_twh_per_year(np.array([[[1000.0]]]), np.array([[0.5]])).round(6).ravel().tolist()
    [4.38]
    """
    mwh = site_facility_mw * it_load_share[:, None] * units.HOURS_PER_YEAR
    return mwh / units.MWH_PER_TWH


def site_power_cost_usd_per_year(site_energy_twh_per_year, site_power_price_usd_per_mwh):
    """Electricity bill of each finished site at the price of its region.

    (draws, site, 1) [USD_2025/year]
    C_s = W_s p_s.
    Demand charges are inside the price.

    >>> site_power_cost_usd_per_year(np.array([[[2.0]]]), np.array([[[70.0]]])).ravel().tolist()
    [140000000.0]
    """
    return site_energy_twh_per_year * units.MWH_PER_TWH * site_power_price_usd_per_mwh


def site_emissions_tco2e_per_year(site_energy_twh_per_year, site_carbon_gco2e_per_kwh):
    """Location-based emissions of each finished site.

    (draws, site, 1) [tCO2e/year]
    M_s = W_s c_s.
    Source: GHG Protocol, Scope 2 Guidance (location-based method).

    >>> site_emissions_tco2e_per_year(np.array([[[1.0]]]), np.array([[[400.0]]])).ravel().tolist()
    [400000.0]
    """
    return site_energy_twh_per_year * units.KWH_PER_TWH * site_carbon_gco2e_per_kwh / units.G_PER_T


def site_water_m3_per_year(site_energy_twh_per_year, pue, site_wue_litre_per_kwh):
    """Water used on each finished site in a year.

    (draws, site, 1) [m3/year]
    V_s = W_s / PUE WUE_s.
    Source: ISO/IEC 30134-9 (water usage effectiveness).

    >>> site_water_m3_per_year(np.array([[[1.2]]]), np.array([[1.2]]), np.array([[[0.5]]])).round(6).ravel().tolist()
    [500000.0]
    """
    return site_energy_twh_per_year * units.KWH_PER_TWH / pue[:, None] * site_wue_litre_per_kwh / units.L_PER_M3


def largest_site_share(site_it_gw, it_capacity_nominal_gw):
    """Share of the programme that is lost when its largest site fails.

    (draws, 1) [fraction]
    x = max of P_s / P.

    >>> largest_site_share(np.array([[[0.5], [1.5]]]), np.array([[2.0]])).tolist()
    [[0.75]]
    """
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1)
    return site_it_gw.max(axis=1) / built
