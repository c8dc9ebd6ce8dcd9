"""What a watt of IT power costs to build, layer by layer, who pays, what is bought again, and what a kilowatt costs a year."""

import numpy as np

from wattbook import units
from wattbook.finance import capital_recovery_factor
from wattbook.series import delayed, sum_by_year


def it_capex_share(server_capex_share, network_capex_share):
    """Share of the capital cost that wears out with the IT: servers and network.
    (draws, 1) [fraction]: s_it = s_servers + s_network.
    Source: Epoch AI (May 2026), one-gigawatt cost model: 21.188 and 4.925 of 37.883 USD B.
    """
    return server_capex_share + network_capex_share


def layer_capex_usd(capex_budget_usd, server_capex_share, network_capex_share, it_capex_share, land_capex_share,
                    utility_works_capex_share, storage_server_share, power_cooling_facility_share, contingency_facility_share,
                    idc_usd):
    """Capital cost of the whole programme by layer, interest during construction included.
    (draws, layer, 1) [USD_2025]: K_layer = K_capex s_layer, and I; shell is what IT, land and utility works leave; storage is
    carved out of servers, contingency and power and cooling out of shell, so that all but interest add up to K_capex. That
    published costs hold the usual contingency is our reading: they are as paid.
    Source: Bernstein (October 2025) for storage and plant; Hamilton (2008): 82% of a facility is power and cooling.
    """
    shell = 1 - it_capex_share - land_capex_share - utility_works_capex_share
    works = shell * (1 - contingency_facility_share)
    shares = (server_capex_share * (1 - storage_server_share), network_capex_share, server_capex_share * storage_server_share,
              works * (1 - power_cooling_facility_share), works * power_cooling_facility_share, land_capex_share,
              utility_works_capex_share, shell * contingency_facility_share)
    return np.stack(np.broadcast_arrays(*(capex_budget_usd * share for share in shares), idc_usd), axis=1)


def party_exposure_usd(layer_capex_usd, provider_layer_share, landlord_layer_share):
    """Capital that each party pays for, over all layers.
    (draws, party, 1) [USD_2025]: X_party = sum over layers of K_layer s_party. The subject pays what the others leave.
    """
    subject = 1 - provider_layer_share - landlord_layer_share
    paid = [(layer_capex_usd * share).sum(axis=1) for share in (subject, provider_layer_share, landlord_layer_share)]
    return np.stack(paid, axis=1)


def refresh_capex_usd(spend_usd_per_month, it_capex_share, it_life_years, month_calendar_year):
    """Spending in each calendar year to replace IT that has reached the end of its life, wave after wave.
    (draws, years) [USD_2025]: C(y) = sum over the months of y of s_it sum over n >= 1 of c(t - n L).
    Left out: cheaper or dearer generations.
    """
    life_months = it_life_years * units.MONTHS_PER_YEAR
    waves = int(spend_usd_per_month.shape[-1] // life_months.min())
    again = (delayed(spend_usd_per_month, n * life_months) for n in range(1, waves + 1))
    return sum_by_year(it_capex_share * sum(again, np.zeros_like(spend_usd_per_month)), month_calendar_year)


def it_charge_usd_per_it_kw_year(capex_usd_per_it_watt, it_capex_share, it_life_years, wacc_per_year):
    """Yearly charge that recovers the IT capital with its return over its life.
    (draws, 1) [USD_2025/kW_IT/year]: c_it = k s_it CRF(r, L_it).
    Left out: price falls of the next generation (a shorter life stands for them).
    Source: NREL, levelised cost of energy calculator.
    """
    return capex_usd_per_it_watt * units.W_PER_KW * it_capex_share * capital_recovery_factor(wacc_per_year, it_life_years)


def facility_charge_usd_per_it_kw_year(capex_usd_per_it_watt, it_capex_share, land_capex_share, facility_life_years,
                                       wacc_per_year):
    """Yearly charge that recovers the facility over its life and earns a return on the land.
    (draws, 1) [USD_2025/kW_IT/year]: c_facility = k ((1 - s_it - s_land) CRF(r, L_facility) + s_land r).
    """
    recovery = (1 - it_capex_share - land_capex_share) * capital_recovery_factor(wacc_per_year, facility_life_years)
    return capex_usd_per_it_watt * units.W_PER_KW * (recovery + land_capex_share * wacc_per_year)


def energy_usd_per_it_kw_year(it_load_share, pue, electricity_price_usd_per_mwh):
    """Yearly electricity cost of a kilowatt of IT power.
    (draws, 1) [USD_2025/kW_IT/year]: c_energy = load PUE 8760 h p.
    """
    return it_load_share * pue * units.HOURS_PER_YEAR * electricity_price_usd_per_mwh / units.KWH_PER_MWH


def other_opex_usd_per_it_kw_year(maintenance_usd_per_it_kw_year, property_tax_usd_per_it_kw_year, labour_usd_per_it_kw_year,
                                  water_usd_per_it_kw_year, insurance_usd_per_it_kw_year, connectivity_usd_per_it_kw_year):
    """Yearly operating cost other than electricity.
    (draws, 1) [USD_2025/kW_IT/year]: c_other = the sum of the six.
    Left out: software and head office.
    Source: Epoch AI (May 2026), one-gigawatt cost model, for the first four.
    """
    return (maintenance_usd_per_it_kw_year + property_tax_usd_per_it_kw_year + labour_usd_per_it_kw_year
            + water_usd_per_it_kw_year + insurance_usd_per_it_kw_year + connectivity_usd_per_it_kw_year)


def annual_cost_usd_per_it_kw_year(it_charge_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year, energy_usd_per_it_kw_year,
                                   other_opex_usd_per_it_kw_year):
    """Yearly cost of owning and running a kilowatt of IT power, capital recovered with its return.
    (draws, 1) [USD_2025/kW_IT/year]: c = c_it + c_facility + c_energy + c_other.
    Source: Epoch AI (May 2026): 8.5 USD B/GW a year at an IT life of 5 years.
    """
    return (it_charge_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year + energy_usd_per_it_kw_year
            + other_opex_usd_per_it_kw_year)


def programme_cost_usd_per_year(annual_cost_usd_per_it_kw_year, it_capacity_nominal_gw):
    """Yearly cost of the finished programme by capital recovery.
    (draws, 1) [USD_2025/year]: C = c P.
    """
    return annual_cost_usd_per_it_kw_year * it_capacity_nominal_gw * units.KW_PER_GW
