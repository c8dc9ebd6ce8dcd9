"""What computing rents for: the generation that is bought, other roads to its rent, and how rents move with time and age."""

import numpy as np

from wattbook import units
from wattbook.series import over, reverting


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
