"""What the money buys: IT power, facility power, accelerators, H100 equivalents and useful compute."""

import numpy as np

from wattbook import units
from wattbook.series import over


def it_capacity_nominal_gw(capex_budget_usd, capex_usd_per_it_watt):
    """IT power that the budget buys at the published cost per watt.
    (draws, 1) [GW_IT]: P = K_capex / k, both in dollars of the price year.
    Left out: price changes during the build (the cost per watt is taken as paid on average).
    Source: Epoch AI (May 2026), "Servers account for 60% of the total cost of ownership of a one-gigawatt AI data center".
    """
    return capex_budget_usd / (capex_usd_per_it_watt * units.W_PER_GW)


def facility_capacity_nominal_gw(it_capacity_nominal_gw, pue):
    """Facility power that the IT capacity draws at full load: the only road from IT to facility power.
    (draws, 1) [GW_facility]: P_facility = P_IT PUE.
    Left out: spare feeds for redundancy.
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


def accelerators_count(it_capacity_nominal_gw, it_power_per_accelerator_watt):
    """Accelerators that the IT capacity can feed.
    (draws, 1) [count]: N = P / w.
    Source: Epoch AI, frontier data centre model: server rating times 1.14 over the accelerators in it.
    """
    return it_capacity_nominal_gw * units.W_PER_GW / it_power_per_accelerator_watt


def h100e_per_accelerator_ratio(accelerator_peak_tflop_per_second, h100_peak_tflop_per_second):
    """H100 equivalents in one accelerator, by dense 16-bit peak throughput.
    (draws, 1) [ratio]: h = f / f_H100.
    Left out: memory, interconnect and lower precisions (they differ by workload).
    Source: Epoch AI, AI chip counts: H100 equivalents by peak throughput.
    """
    return accelerator_peak_tflop_per_second / h100_peak_tflop_per_second


def h100e_per_it_kw(h100e_per_accelerator_ratio, it_power_per_accelerator_watt):
    """H100 equivalents that a kilowatt of IT power feeds.
    (draws, 1) [H100e/kW_IT]: d = h / w.
    Source: Tracked frontier sites lie at 0.63-0.93 per kW of facility power (Epoch AI, December 2025).
    """
    return h100e_per_accelerator_ratio * units.W_PER_KW / it_power_per_accelerator_watt


def h100e_nominal_count(it_capacity_nominal_gw, h100e_per_it_kw):
    """H100 equivalents of the whole programme.
    (draws, 1) [H100e]: H = P d.
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * h100e_per_it_kw


def effective_flop_per_year(useful_h100e, h100_peak_tflop_per_second):
    """Useful compute of the whole programme: peak times what training really gets out of it.
    (draws, 1) [FLOP/year]: F = H_useful f 8760 h.
    Source: Chowdhery et al. (2022), "PaLM" (model FLOP utilisation); DeepSeek-V3 technical report (2024) as a check.
    """
    return useful_h100e * h100_peak_tflop_per_second * units.FLOP_PER_TFLOP * units.HOURS_PER_YEAR * units.SECONDS_PER_HOUR


def largest_training_run_flop(effective_flop_per_year, training_compute_share, training_run_days):
    """Largest training run that the finished programme can do.
    (draws, 1) [FLOP]: C = F s days / 365.
    Left out: losses from training across sites.
    Source: Hoffmann et al. (2022) count training compute the same way, 6 N D.
    """
    return effective_flop_per_year * training_compute_share * training_run_days / units.DAYS_PER_YEAR
