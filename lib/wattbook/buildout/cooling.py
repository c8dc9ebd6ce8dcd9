"""Cooling designs against air: energy, water, money, density."""

import numpy as np

from wattbook import units
from wattbook.series import over


def energy_by_use_twh_per_year(facility_energy_twh_per_year, pue, cooling_overhead_share):
    """Electricity of the finished programme by what it is used for: IT, cooling, losses and other.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year] [TWh/year]
    pue : (draws, 1) [ratio]
    cooling_overhead_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, energy_use, 1) [TWh/year]

    Notes
    -----
    W = W / PUE + cooling + losses, overhead W (1 - 1 / PUE) split by the share of cooling.

    Examples
    --------
    >>> energy_by_use_twh_per_year(*(np.array([[x]]) for x in (10.0, 1.25, 0.75))).ravel().tolist()
    [8.0, 1.5, 0.5]
    """
    it = facility_energy_twh_per_year / pue
    overhead = facility_energy_twh_per_year - it
    return np.stack([it, overhead * cooling_overhead_share, overhead * (1 - cooling_overhead_share)], axis=1)


def cooling_energy_twh_per_year(it_capacity_nominal_gw, it_load_share, cooling_pue_ratio):
    """Electricity of the finished programme by cooling design.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    it_load_share : (draws, 1) [fraction]
    cooling_pue_ratio : (draws, cooling, 1) [ratio]

    Returns
    -------
    (draws, cooling, 1) [TWh/year]

    Notes
    -----
    W_d = P load PUE_d 8760 h.

    Examples
    --------
    >>> cooling_energy_twh_per_year(np.array([[1.0]]), np.array([[0.8]]), np.array([[[1.25]]])).round(6).ravel().tolist()
    [8.76]
    """
    it = it_capacity_nominal_gw * units.KW_PER_GW * it_load_share * units.HOURS_PER_YEAR / units.KWH_PER_TWH
    return it[:, None] * cooling_pue_ratio


def cooling_water_m3_per_year(cooling_energy_twh_per_year, cooling_pue_ratio, cooling_wue_litre_per_kwh):
    """Water used on site in a year by cooling design.

    Parameters
    ----------
    cooling_energy_twh_per_year : (draws, cooling, 1) [TWh/year]
    cooling_pue_ratio : (draws, cooling, 1) [ratio]
    cooling_wue_litre_per_kwh : (draws, cooling, 1) [L/kWh]

    Returns
    -------
    (draws, cooling, 1) [m3/year]

    Notes
    -----
    V_d = W_d / PUE_d WUE_d.

    Examples
    --------
    >>> cooling_water_m3_per_year(*(np.array([[[x]]]) for x in (1.25, 1.25, 0.5))).ravel().tolist()
    [500000.0]
    """
    return cooling_energy_twh_per_year / cooling_pue_ratio * units.KWH_PER_TWH * cooling_wue_litre_per_kwh / units.L_PER_M3


def cooling_extra_capex_usd(it_capacity_nominal_gw, cooling_capex_usd_per_it_kw):
    """Capital cost of each cooling design above the first, air.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    cooling_capex_usd_per_it_kw : (draws, cooling, 1) [USD_2025/kW_IT]

    Returns
    -------
    (draws, cooling, 1) [USD_2025]

    Notes
    -----
    dK = P (k_d - k_air).

    Examples
    --------
    >>> cooling_extra_capex_usd(np.array([[1.0]]), np.array([[[100.0], [150.0]]])).ravel().tolist()
    [0.0, 50000000.0]
    """
    above_air = cooling_capex_usd_per_it_kw - cooling_capex_usd_per_it_kw[:, :1]
    return it_capacity_nominal_gw[:, None] * units.KW_PER_GW * above_air


def cooling_saving_usd_per_year(cooling_energy_twh_per_year, electricity_price_usd_per_mwh):
    """Electricity money saved by each cooling design against the first, air.

    Parameters
    ----------
    cooling_energy_twh_per_year : (draws, cooling, 1) [TWh/year]
    electricity_price_usd_per_mwh : (draws, 1) [USD_2025/MWh]

    Returns
    -------
    (draws, cooling, 1) [USD_2025/year]

    Notes
    -----
    S = (W_air - W_d) price. Energy of fans inside servers, which liquid removes, is left out.

    Examples
    --------
    >>> cooling_saving_usd_per_year(np.array([[[10.0], [8.0]]]), np.array([[70.0]])).ravel().tolist()
    [0.0, 140000000.0]
    """
    saved = cooling_energy_twh_per_year[:, :1] - cooling_energy_twh_per_year
    return saved * units.MWH_PER_TWH * electricity_price_usd_per_mwh[:, None]


def cooling_payback_years(cooling_extra_capex_usd, cooling_saving_usd_per_year):
    """Years in which a cooling design pays back its extra cost; zero where it costs no more, missing where it saves nothing.

    Parameters
    ----------
    cooling_extra_capex_usd : (draws, cooling, 1) [USD_2025]
    cooling_saving_usd_per_year : (draws, cooling, 1) [USD_2025/year]

    Returns
    -------
    (draws, cooling, 1) [year]

    Notes
    -----
    n = max(dK, 0) / S. Water and density are left out of the money.

    Examples
    --------
    >>> cooling_payback_years(np.array([[[0.0], [50.0]]]), np.array([[[0.0], [25.0]]])).ravel().tolist()
    [nan, 2.0]
    """
    pays = cooling_saving_usd_per_year > 0
    return np.where(pays, np.maximum(cooling_extra_capex_usd, 0) / np.where(pays, cooling_saving_usd_per_year, 1), np.nan)


def cooling_rack_ratio(cooling_rack_it_kw, rack_it_kw):
    """Highest rack power of each cooling design over the power of the racks bought; below 1 it cannot cool them.

    Parameters
    ----------
    cooling_rack_it_kw : (draws, cooling, 1) [kW_IT]
    rack_it_kw : (draws, 1) [kW_IT]

    Returns
    -------
    (draws, cooling, 1) [ratio]

    Notes
    -----
    x = limit / rack.

    Examples
    --------
    >>> cooling_rack_ratio(np.array([[[35.0], [210.0]]]), np.array([[140.0]])).ravel().tolist()
    [0.25, 1.5]
    """
    return over(cooling_rack_it_kw, rack_it_kw[:, None])
