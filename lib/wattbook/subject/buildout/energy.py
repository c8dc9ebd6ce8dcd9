"""Electricity, carbon and water: what the programme draws, from which supply, under which cooling."""

import numpy as np

from wattbook import units
from wattbook.axes import member
from wattbook.series import over, shares

NOON = 12
_FROM_SIX = np.arange(units.HOURS_PER_DAY)[:, None] + 1 / 2 - NOON / 2  # hours since six, in the middle of each hour
SUN = np.maximum(np.sin(np.pi * _FROM_SIX / NOON), 0)
SUN = SUN / SUN.mean()  # of a clear day at the equinox, over use

def facility_energy_twh_per_year(it_capacity_nominal_gw, it_load_share, pue):
    """Electricity that the finished programme draws in a year.
    (draws, 1) [TWh/year]: W = P load PUE 8760 h.
    Source: Hamilton (2008), "Cost of power in large-scale data centers", for the form.
    """
    kwh = it_capacity_nominal_gw * units.KW_PER_GW * it_load_share * pue * units.HOURS_PER_YEAR
    return kwh / units.KWH_PER_TWH


def emissions_tco2e_per_year(facility_energy_twh_per_year, grid_carbon_gco2e_per_kwh, mix_market_gco2e_per_kwh,
                             accelerators_count, accelerator_embodied_kgco2e, it_life_years):
    """Life-cycle emissions of the finished programme, by scope.
    (draws, scope, 1) [tCO2e/year]: M = W c_grid by place; W c_mix by contract; N m / L, making the accelerators. The first two
    count the same electricity twice.
    Left out: making buildings and plant.
    Source: GHG Protocol, Scope 2 Guidance (location-based and market-based method).
    """
    kwh = facility_energy_twh_per_year * units.KWH_PER_TWH
    made = over(accelerators_count * accelerator_embodied_kgco2e / units.KG_PER_T, it_life_years)
    parts = kwh * grid_carbon_gco2e_per_kwh / units.G_PER_T, kwh * mix_market_gco2e_per_kwh / units.G_PER_T, made
    return np.stack(np.broadcast_arrays(*parts), axis=1)


def water_m3_per_year(facility_energy_twh_per_year, pue, wue_litre_per_kwh):
    """Water used on site in a year.
    (draws, 1) [m3/year]: V = W / PUE WUE.
    Left out: water used where the power is made.
    Source: ISO/IEC 30134-9 (water usage effectiveness).
    """
    it_kwh = facility_energy_twh_per_year * units.KWH_PER_TWH / pue
    return it_kwh * wue_litre_per_kwh / units.L_PER_M3


def source_share(source_mix_weight_ratio):
    """Share of each way of supply in the mix.
    (draws, power_source, 1) [fraction]: s_i = w_i / sum of w, alike where all weights are nought.
    """
    return shares(source_mix_weight_ratio)


def source_delivered_usd_per_mwh(source_price_usd_per_mwh, source_firm_share, firming_usd_per_mwh):
    """Price of power by way of supply, with cover for hours in which it does not come.
    (draws, power_source, 1) [USD_2025/MWh]: p_i = firm_i price_i + (1 - firm_i) cover.
    """
    return source_firm_share * source_price_usd_per_mwh + (1 - source_firm_share) * firming_usd_per_mwh[:, None]


def mix_price_usd_per_mwh(source_share, source_delivered_usd_per_mwh):
    """Price of power of the mix.
    (draws, 1) [USD_2025/MWh]: p = sum of s_i p_i. Cost uses the all-in price instead.
    """
    return (source_share * source_delivered_usd_per_mwh).sum(axis=1)


def mix_market_gco2e_per_kwh(source_share, source_market_gco2e_per_kwh):
    """Market-based carbon intensity of the mix.
    (draws, 1) [gCO2e/kWh]: c = sum of s_i c_i.
    """
    return (source_share * source_market_gco2e_per_kwh).sum(axis=1)


def own_solar_by_hour_share(source_firm_share, storage_day_share):
    """Share of use that own solar and storage meet in each hour, where they bring as much in a day as is used.
    (draws, hour, 1) [fraction]: m(h) = firm (min(s(h), 1) + v(h)), s(h) the half sine of a day from six to six, of mean 1: its
    surplus fills storage up to its size, which empties from dusk on as use asks.
    Left out: seasons and losses of storage; clouds are in the share of hours in which it delivers.
    """
    short = np.roll(np.maximum(1 - SUN, 0), -NOON, axis=0)
    held = np.minimum(storage_day_share * units.HOURS_PER_DAY, np.maximum(SUN - 1, 0).sum())[:, None]
    given = np.diff(np.minimum(short.cumsum(axis=0), held), axis=1, prepend=0)
    firm = member(source_firm_share, "power_source", "solar_storage")
    return firm * (np.minimum(SUN, 1) + np.roll(given, NOON, axis=1))


def contract_by_hour_share(source_firm_share, grid_clean_share):
    """Share of use that a contract for as much solar as is used, and for the rest the grid, meet cleanly in each hour.
    (draws, hour, 1) [fraction]: m(h) = d(h) + (1 - d(h)) c, d(h) = firm min(s(h), 1), as own solar without storage.
    """
    sun = member(source_firm_share, "power_source", "solar_storage") * np.minimum(SUN, 1)
    return sun + (1 - sun) * grid_clean_share[:, None]


def clean_by_hour_share(source_share, grid_clean_share, own_solar_by_hour_share, contract_by_hour_share):
    """Share of use that clean power of the mix meets in each hour of the day.
    (draws, hour, 1) [fraction]: m(h) = s_grid c + s_own m_own(h) + s_contract m_contract(h); own gas is firm and never clean.
    Surplus of one way of supply does not fill gaps of another.
    """
    grid, own, contract = (member(source_share, "power_source", one) for one in ("grid", "solar_storage", "ppa"))
    return grid * grid_clean_share[:, None] + own * own_solar_by_hour_share + contract * contract_by_hour_share


def mix_clean_hours_share(clean_by_hour_share):
    """Share of use that clean power meets hour by hour.
    (draws, 1) [fraction]: m = mean of m(h) over the hours of a day.
    """
    return clean_by_hour_share.mean(axis=1)


def serving_gco2e_per_mtoken(energy_joule_per_token, pue, grid_carbon_gco2e_per_kwh):
    """Location-based operating carbon of a million tokens served.
    (draws, 1) [gCO2e/Mtoken]: g = J PUE c / 3.6.
    """
    return energy_joule_per_token * pue * units.TOKENS_PER_MTOKEN / units.J_PER_KWH * grid_carbon_gco2e_per_kwh


def energy_by_use_twh_per_year(facility_energy_twh_per_year, pue, cooling_overhead_share):
    """Electricity of the finished programme by what it is used for: IT, cooling, losses and other.
    (draws, energy_use, 1) [TWh/year]: W = W / PUE + cooling + losses, overhead W (1 - 1 / PUE) split by the share of cooling.
    """
    it = facility_energy_twh_per_year / pue
    overhead = facility_energy_twh_per_year - it
    return np.stack([it, overhead * cooling_overhead_share, overhead * (1 - cooling_overhead_share)], axis=1)


def cooling_energy_twh_per_year(it_capacity_nominal_gw, it_load_share, cooling_pue_ratio):
    """Electricity of the finished programme by cooling design.
    (draws, cooling, 1) [TWh/year]: W_d = P load PUE_d 8760 h.
    """
    it = it_capacity_nominal_gw * units.KW_PER_GW * it_load_share * units.HOURS_PER_YEAR / units.KWH_PER_TWH
    return it[:, None] * cooling_pue_ratio


def cooling_water_m3_per_year(cooling_energy_twh_per_year, cooling_pue_ratio, cooling_wue_litre_per_kwh):
    """Water used on site in a year by cooling design.
    (draws, cooling, 1) [m3/year]: V_d = W_d / PUE_d WUE_d.
    """
    return cooling_energy_twh_per_year / cooling_pue_ratio * units.KWH_PER_TWH * cooling_wue_litre_per_kwh / units.L_PER_M3


def cooling_extra_capex_usd(it_capacity_nominal_gw, cooling_capex_usd_per_it_kw):
    """Capital cost of each cooling design above the first, air.
    (draws, cooling, 1) [USD_2025]: dK = P (k_d - k_air).
    """
    above_air = cooling_capex_usd_per_it_kw - member(cooling_capex_usd_per_it_kw, "cooling", "air")
    return it_capacity_nominal_gw[:, None] * units.KW_PER_GW * above_air


def cooling_payback_years(cooling_extra_capex_usd, cooling_energy_twh_per_year, electricity_price_usd_per_mwh):
    """Years in which electricity saved against the first design, air, pays for the extra cost of each.
    (draws, cooling, 1) [year]: n = max(dK, 0) / ((W_air - W_d) price), NaN where nothing is saved.
    Left out: water, density and the energy of fans inside servers, which liquid removes.
    """
    saved = member(cooling_energy_twh_per_year, "cooling", "air") - cooling_energy_twh_per_year
    saved_usd = saved * units.MWH_PER_TWH * electricity_price_usd_per_mwh[:, None]
    return over(np.maximum(cooling_extra_capex_usd, 0), saved_usd)
