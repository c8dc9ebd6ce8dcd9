"""What the money buys, in IT power, facility power and accelerators of each generation."""

import numpy as np

from wattbook import units
from wattbook.series import over


def it_capacity_nominal_gw(capex_budget_usd, capex_usd_per_it_watt):
    """IT power that the budget buys at the published cost per watt.
    (draws, 1) [GW_IT]: P = K_capex / k, both in dollars of the price year.
    Left out: price changes during the build (the cost per watt is taken as paid on average).
    capex_usd_per_it_watt: above 0.
    Source: Epoch AI (May 2026), "Servers account for 60% of the total cost of ownership of a one-gigawatt AI data center".
    """
    return capex_budget_usd / (capex_usd_per_it_watt * units.W_PER_GW)


def facility_capacity_nominal_gw(it_capacity_nominal_gw, pue):
    """Facility power that the IT capacity draws at full load: the only road from IT to facility power.
    (draws, 1) [GW_facility]: P_facility = P_IT PUE.
    Left out: spare feeds for redundancy.
    pue: at least 1.
    Source: ISO/IEC 30134-2 (power usage effectiveness).
    """
    return it_capacity_nominal_gw * pue


def generation_accelerators_count(accelerators_count, it_power_per_accelerator_watt, generation_it_power_watt):
    """Accelerators that the IT capacity feeds, all of one generation; the first is the one that is bought.
    (draws, generation, 1) [count]: N_g = N for the generation that is bought, N w / w_g for the others.
    """
    power_watt = (accelerators_count * it_power_per_accelerator_watt)[:, None]
    bought = np.arange(generation_it_power_watt.shape[1])[:, None] == 0
    return np.where(bought, accelerators_count[:, None], power_watt / generation_it_power_watt)


def generation_h100e_per_it_kw(generation_peak_tflop_per_second, generation_it_power_watt, h100_peak_tflop_per_second):
    """H100 equivalents fed by a kilowatt, by generation.
    (draws, generation, 1) [H100e/kW_IT]: d_g = f_g / f_H100 / w_g.
    Left out: rates at lower precisions than dense 16-bit.
    """
    ratio = over(generation_peak_tflop_per_second, h100_peak_tflop_per_second[:, None])
    return ratio * units.W_PER_KW / generation_it_power_watt
