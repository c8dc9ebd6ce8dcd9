"""What an hour of compute costs to own, rent or lease, and what a watt saved is worth."""

import numpy as np

from wattbook import units
from wattbook.finance import annuity_factor
from wattbook.series import over


def used_hours_per_year(availability, sold_hours_share):
    """Hours of a year in which a unit of compute runs and is used.
    (draws, 1) [h/year]: h = 8760 a u.
    """
    return units.HOURS_PER_YEAR * availability * sold_hours_share


def cost_usd_per_h100e_hour(annual_cost_usd_per_it_kw_year, h100e_per_it_kw, used_hours_per_year):
    """Cost of an hour of one H100 equivalent that is used, capital recovered with its return.
    (draws, 1) [USD_2025/H100e/h]: x = c / (d h). NaN where no hour is used.
    """
    return over(annual_cost_usd_per_it_kw_year, h100e_per_it_kw * used_hours_per_year)


def cost_usd_per_accelerator_hour(cost_usd_per_h100e_hour, h100e_per_accelerator_ratio):
    """Cost of a used hour of one accelerator of the generation that is bought.
    (draws, 1) [USD_2025/h]: x_acc = x h.
    """
    return cost_usd_per_h100e_hour * h100e_per_accelerator_ratio


def breakeven_use_ratio(cost_usd_per_running_h100e_hour, h100e_per_accelerator_ratio, accelerator_rent_usd_per_hour):
    """Share of running hours that must be used for owning to cost no more than renting the same generation.
    (draws, 1) [ratio]: u* = x_run h / p. NaN where nothing runs or the rent is 0.
    Left out: the freedom to walk away from a rental.
    """
    return over(cost_usd_per_running_h100e_hour * h100e_per_accelerator_ratio, accelerator_rent_usd_per_hour)


def cost_usd_per_running_h100e_hour(annual_cost_usd_per_it_kw_year, h100e_per_it_kw, availability):
    """Cost of an hour of one H100 equivalent that runs, used or not: the price of compute to its own user.
    (draws, 1) [USD_2025/H100e/h]: x_run = c / (d 8760 a). NaN where nothing runs.
    """
    return over(annual_cost_usd_per_it_kw_year, h100e_per_it_kw * units.HOURS_PER_YEAR * availability)


def lease_usd_per_it_kw_month(lease_contract_usd, lease_term_years, lease_it_mw):
    """Rent of a leased site for each kilowatt of IT power and month.
    (draws, 1) [USD/kW_IT/month]: l = contract / (12 years kW). Building, power and cooling; no machines and no electricity.
    Source: TeraWulf leases: 3.7 billion over 10 years for 200 MW is 154; 9.5 over 25 for 168 MW is 188.
    """
    kw_months = lease_term_years * units.MONTHS_PER_YEAR * lease_it_mw * units.KW_PER_GW / units.MW_PER_GW
    return over(lease_contract_usd, kw_months)


def lease_cost_usd_per_year(lease_usd_per_it_kw_month, it_capacity_nominal_gw):
    """Rent of a site for the whole programme in a year.
    (draws, 1) [USD/year]: C = 12 l P.
    """
    return lease_usd_per_it_kw_month * units.MONTHS_PER_YEAR * it_capacity_nominal_gw * units.KW_PER_GW


def leased_cost_usd_per_accelerator_hour(it_charge_usd_per_it_kw_year, lease_usd_per_it_kw_year, energy_usd_per_it_kw_year,
                                         it_power_per_accelerator_watt, used_hours_per_year):
    """Cost of a used hour of one accelerator of the generation that is bought, on one's own machines in a leased site.
    (draws, 1) [USD_2025/h]: x_lease = (c_it + b + c_energy) w / h. The owner of the site pays upkeep, tax and staff from b.
    """
    yearly = it_charge_usd_per_it_kw_year + lease_usd_per_it_kw_year + energy_usd_per_it_kw_year
    return over(yearly * it_power_per_accelerator_watt / units.W_PER_KW, used_hours_per_year)


def lease_npv_usd(facility_charge_usd_per_it_kw_year, other_opex_usd_per_it_kw_year, lease_usd_per_it_kw_year, wacc_per_year,
                  lease_term_years, it_capacity_nominal_gw):
    """What leasing every site in place of building it is worth to the programme over the term of one lease.
    (draws, 1) [USD_2025]: V = (c_facility + c_other - b) A(r, T) P: what owning a site costs less its rent.
    Left out: what the building is worth after the term.
    """
    saved = facility_charge_usd_per_it_kw_year + other_opex_usd_per_it_kw_year - lease_usd_per_it_kw_year
    return saved * annuity_factor(wacc_per_year, lease_term_years) * it_capacity_nominal_gw * units.KW_PER_GW


def walk_away_value_usd_per_it_kw(provider_npv_usd_per_it_kw):
    """Worth of being free to own only where owning pays: what renting's freedom to walk away is worth at most.
    (1, 1) [USD_2025/kW_IT]: v = mean max(NPV, 0) - max(mean NPV, 0), over draws: an upper limit.
    """
    free = np.mean(np.maximum(provider_npv_usd_per_it_kw, 0), axis=0, keepdims=True)
    return free - np.maximum(np.mean(provider_npv_usd_per_it_kw, axis=0, keepdims=True), 0)


def value_power_limited_usd_per_it_watt(rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, it_charge_usd_per_it_kw_year,
                                        wacc_per_year, it_life_years):
    """Value of a watt of IT power freed where power is short, so that it is filled with more computing.
    (draws, 1) [USD_2025/W_IT]: v = (rent - running cost - c_it) A(r, L).
    """
    margin = rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year - it_charge_usd_per_it_kw_year
    return margin / units.W_PER_KW * annuity_factor(wacc_per_year, it_life_years)


def value_cash_limited_usd_per_it_watt(energy_usd_per_it_kw_year, wacc_per_year, it_life_years):
    """Value of a watt of IT power saved where cash is short and the watt is not used again: its electricity.
    (draws, 1) [USD_2025/W_IT]: v = c_energy A(r, L).
    """
    return energy_usd_per_it_kw_year / units.W_PER_KW * annuity_factor(wacc_per_year, it_life_years)
