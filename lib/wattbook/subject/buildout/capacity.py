"""What the money buys: power, accelerators and useful compute, and the runs, trials and models that it allows."""

import numpy as np

from wattbook import units
from wattbook.axes import member
from wattbook.engineering import queue_wait
from wattbook.series import over

FLOP_PER_PARAMETER_TOKEN = 6  # two forward, four backward: Kaplan et al. (2020)


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


def use_share(training_compute_share, inference_compute_share, research_use_share):
    """Split of working computing between uses.
    (draws, use, 1) [fraction]: s = training, inference, research = (1 - training - inference) r, and idle = the rest.
    """
    rest = 1 - training_compute_share - inference_compute_share
    parts = (training_compute_share, inference_compute_share, rest * research_use_share, rest * (1 - research_use_share))
    return np.stack(parts, axis=1)


def h100e_by_use_count(in_service_it_gw, h100e_per_it_kw, use_share):
    """H100 equivalents in service by use, month by month.
    (draws, use, months) [H100e]: H_u(t) = S(t) d s_u. The split holds at all times and sites.
    """
    return (in_service_it_gw * units.KW_PER_GW * h100e_per_it_kw)[:, None] * use_share


def useful_h100e(working_h100e, model_flop_utilisation):
    """Finished programme counted in H100 equivalents that run at their peak all year.
    (draws, 1) [H100e]: H_useful = H_working u. Idle hours are inside the split by use.
    """
    return working_h100e * model_flop_utilisation


def working_h100e(h100e_nominal_count, availability):
    """Finished programme less what is lost to parts that do not work.
    (draws, 1) [H100e]: H_working = H a.
    """
    return h100e_nominal_count * availability


def run_limit_flop(largest_training_run_flop, training_stock_token, tokens_per_parameter_ratio, run_budget_usd,
                   cost_usd_per_h100e_hour, h100_peak_tflop_per_second, model_flop_utilisation):
    """Largest training run that computing, data and money would each allow.
    (draws, run_limit, 1) [FLOP]: C = F s days / 365; 6 D^2 / r; budget / cost f u 3600 s. Power is inside computing.
    Source: Hoffmann et al. (2022), "Training compute-optimal large language models".
    """
    data = over(FLOP_PER_PARAMETER_TOKEN * training_stock_token**2, tokens_per_parameter_ratio)
    per_hour = h100_peak_tflop_per_second * units.FLOP_PER_TFLOP * model_flop_utilisation * units.SECONDS_PER_HOUR
    money = over(run_budget_usd, cost_usd_per_h100e_hour) * per_hour
    return np.stack([largest_training_run_flop, data, money], axis=1)


def p_first_limit(run_limit_flop):
    """Probability that each limit is the first to bind on the largest run.
    (1, run_limit, 1) [fraction]: p = mean over draws of the limit being the lowest.
    """
    places = np.arange(run_limit_flop.shape[1])[:, None]
    return np.mean(run_limit_flop.argmin(axis=1)[:, None] == places, axis=0, keepdims=True)


def doublings_ahead_of_trend_ratio(largest_training_run_flop, frontier_run_flop, run_size_growth_ratio_per_year,
                                   frontier_run_year, spend_start_year, spend_duration_months):
    """Doublings by which the largest run of the finished programme is ahead of the trend at the end of spending.
    (draws, 1) [ratio]: n = log2(C / (C_0 g^(t - t_0))); negative is behind. The trend may bend.
    """
    finished = spend_start_year + spend_duration_months / units.MONTHS_PER_YEAR
    years = finished - frontier_run_year
    return _log2(over(largest_training_run_flop, frontier_run_flop)) - years * _log2(run_size_growth_ratio_per_year)


def experiments_per_year(working_h100e, use_share, research_load_share, experiment_h100e, experiment_hours):
    """Median-size experiments that research can run in a year.
    (draws, 1) [count/year]: n = H_working s_research load 8760 h / (size hours).
    """
    loaded = working_h100e * member(use_share, "use", "research")[:, 0] * research_load_share
    return over(loaded * units.HOURS_PER_YEAR, experiment_h100e * experiment_hours)


def experiment_wait_hours(working_h100e, use_share, research_load_share, experiment_h100e, experiment_hours):
    """Mean wait of an experiment in a queue of the research part.
    (draws, 1) [h]: W = C(c, a) hours / (c (1 - load)), c = places of one experiment, C the formula of Erlang.
    Left out: sizes that differ, and priorities.
    """
    research = working_h100e * member(use_share, "use", "research")[:, 0]
    places = np.maximum(over(research, experiment_h100e), 1)
    wait = queue_wait(places, research_load_share, experiment_hours)
    return np.where(wait * units.SECONDS_PER_HOUR < 1, 0, wait)


def parallel_models_count(effective_flop_per_year, training_compute_share, largest_training_run_flop, special_model_flop):
    """Specialised models that can be trained in a year beside one largest run.
    (draws, 1) [count]: n = (F s - C) / C_special.
    """
    return over(np.maximum(effective_flop_per_year * training_compute_share - largest_training_run_flop, 0), special_model_flop)


def _log2(ratio):
    """Doublings; NaN for nothing."""
    return np.log2(np.where(ratio > 0, ratio, np.nan))
