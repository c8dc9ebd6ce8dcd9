"""What a kilowatt of IT power costs a year: capital recovered, energy, and the rest of running it."""

from wattbook import units
from wattbook.finance import capital_recovery_factor


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
