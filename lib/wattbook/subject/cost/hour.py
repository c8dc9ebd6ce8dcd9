"""What an hour of compute costs to own, rent or lease, how rents move, and what a watt saved is worth."""

import numpy as np

from wattbook import units
from wattbook.finance import annuity_factor
from wattbook.series import over, reverting


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


def rent_usd_per_it_kw_year(accelerator_rent_usd_per_hour, it_power_per_accelerator_watt, used_hours_per_year):
    """Rent of a kilowatt of IT power for a year at today's price of the generation that is bought.
    (draws, 1) [USD_2025/kW_IT/year]: R = p h / w.
    """
    return accelerator_rent_usd_per_hour * used_hours_per_year * units.W_PER_KW / it_power_per_accelerator_watt


def road_rent_usd_per_hour(accelerator_rent_usd_per_hour, compute_price_usd_per_h100e_hour, h100e_per_accelerator_ratio,
                           index_new_rent_usd_per_hour, index_h100_rent_usd_per_h100e_hour, vendor_new_rent_usd_per_hour,
                           vendor_h100_rent_usd_per_h100e_hour, today_price_index_usd_per_real_usd):
    """Rent of an accelerator of the generation that is bought, by every road to it: a cross-check, never averaged.
    (draws, rent_road, 1) [USD_2025/h]: p_road = own rent; H100 rent by peak rate; H100 rent by the ratio of one index; by the
    vendor's ratio; the vendor's figure. Only the first is used elsewhere.
    """
    h100 = compute_price_usd_per_h100e_hour
    roads = (
        accelerator_rent_usd_per_hour, h100 * h100e_per_accelerator_ratio,
        h100 * over(index_new_rent_usd_per_hour, index_h100_rent_usd_per_h100e_hour),
        h100 * over(vendor_new_rent_usd_per_hour, vendor_h100_rent_usd_per_h100e_hour),
        vendor_new_rent_usd_per_hour / today_price_index_usd_per_real_usd,
    )
    return np.stack(np.broadcast_arrays(*roads), axis=1)


def new_rent_ratio(settled_rent_ratio, rent_half_life_months, month_start_year, as_of_year):
    """Rent of a new machine in each month over today's: what is short or in glut today settles.
    (draws, months) [ratio]: s(t) = q + (1 - q) 2^(-(t - t_asof) / half-life).
    Left out: cycles after the present one.
    """
    ahead = np.maximum(month_start_year - as_of_year, 0) * units.MONTHS_PER_YEAR
    return reverting(1, settled_rent_ratio, ahead, rent_half_life_months)


def observed_rent_fall_per_year(contract_rent_usd_per_h100e_hour, contract_rent_from_year, contract_rent_to_year,
                                inflation_per_year):
    """Yearly fall of the one-year contract rent of one chip as it aged, fitted to what had been observed.
    (draws, 1) [fraction_real/year]: d = 1 - exp(b) / (1 + pi), b the slope of ln(rent) on time by least squares.
    """
    time = (contract_rent_from_year + contract_rent_to_year) / 2
    if time.size < 2:
        return np.full_like(inflation_per_year, np.nan)
    time = time - time.mean()
    slope = np.sum(time * np.log(contract_rent_usd_per_h100e_hour)) / np.sum(time**2)
    return 1 - np.exp(slope) / (1 + inflation_per_year)


def hedge_cost_ratio(compute_price_usd_per_h100e_hour, today_price_index_usd_per_real_usd, posted_rent_usd_per_h100e_hour):
    """What a seller gives up to fix its price for a year: contract price below the latest posted price.
    (draws, 1) [ratio]: h = 1 - p_contract I / p_posted. Posted prices are asked, not always paid.
    """
    return 1 - compute_price_usd_per_h100e_hour * today_price_index_usd_per_real_usd / posted_rent_usd_per_h100e_hour
