"""What a million tokens cost to serve and where the price meets its floor, and what a frontier training run costs."""

import numpy as np

from wattbook import units
from wattbook.engineering import decode_step_ms, prefill_second, usd_per_mtoken
from wattbook.finance import amortised_cost
from wattbook.series import over


def output_cost_usd_per_mtoken(cost_usd_per_running_h100e_hour, h100e_per_accelerator_ratio, decode_weights_gb, decode_cache_gb,
                               decode_batch_count, accelerator_bandwidth_gb_per_second, decode_efficiency,
                               serving_intensity_ratio):
    """Cost of a million output tokens of the subject's models on hardware that is always busy.
    (draws, 1) [USD_2025/Mtoken]: c_out = x_run h q 1e6 / (3600 n), n = B u / t_step the tokens a second of the reference model.
    """
    hour = cost_usd_per_running_h100e_hour * h100e_per_accelerator_ratio
    step = decode_step_ms(decode_weights_gb, decode_cache_gb, decode_batch_count, accelerator_bandwidth_gb_per_second)
    tokens_per_second = over(decode_batch_count * decode_efficiency * units.MS_PER_SECOND, step)
    return usd_per_mtoken(hour, tokens_per_second) * serving_intensity_ratio


def input_cost_usd_per_mtoken(cost_usd_per_running_h100e_hour, h100e_per_accelerator_ratio, reference_active_parameters_count,
                              accelerator_peak_tflop_per_second, prefill_efficiency, serving_intensity_ratio):
    """Cost of a million new input tokens of the subject's models on hardware that is always busy.
    (draws, 1) [USD_2025/Mtoken]: c_in = x_run h q t(1e6 tokens) / 3600, t the prefill time of the reference model.
    """
    peak = accelerator_peak_tflop_per_second * units.FLOP_PER_TFLOP
    seconds = prefill_second(reference_active_parameters_count, units.TOKENS_PER_MTOKEN, peak, prefill_efficiency)
    hour = cost_usd_per_running_h100e_hour * h100e_per_accelerator_ratio
    return hour * serving_intensity_ratio * seconds / units.SECONDS_PER_HOUR


def floor_price_usd_per_mtoken(input_cost_usd_per_mtoken, output_cost_usd_per_mtoken, cached_compute_ratio,
                               workload_output_share, workload_cached_share, workload_busy_share, workload_paid_share):
    """Price of an average token at which serving just pays, by kind of work, idle hours and free users carried.
    (draws, workload, 1) [USD_2025/Mtoken]: p_min = (o c_out + (1 - o)(1 - h + h k) c_in) / (busy paid).
    Left out: training, staff and sales.
    """
    new = 1 - workload_cached_share * (1 - cached_compute_ratio[:, None])
    read = (1 - workload_output_share) * new * input_cost_usd_per_mtoken[:, None]
    written = workload_output_share * output_cost_usd_per_mtoken[:, None]
    return over(read + written, workload_busy_share * workload_paid_share)


def serving_cost_usd_per_mtoken(annual_cost_usd_per_it_kw_year, inference_compute_share, tokens_per_it_kw_year,
                                paid_token_share):
    """Cost of a million paid tokens of the mix by the energy that a token takes: the second road to the floor.
    (draws, 1) [USD_2025/Mtoken]: p_mix = c s_inference 1e6 / (n paid), on the as-of date.
    """
    paid_mtokens = tokens_per_it_kw_year * paid_token_share / units.TOKENS_PER_MTOKEN
    return over(annual_cost_usd_per_it_kw_year * inference_compute_share, paid_mtokens)


def floor_price_path_usd_per_mtoken(serving_cost_usd_per_mtoken, token_price_index_ratio, efficiency_to_price_ratio):
    """Cost of a million paid tokens of the mix in each month, falling as tokens per joule rise.
    (draws, months) [USD_2025/Mtoken]: p_min(t) = p_mix i(t)^q, as tokens a year rise by i(t)^-q on the same watts.
    """
    return serving_cost_usd_per_mtoken * token_price_index_ratio**efficiency_to_price_ratio


def price_path_usd_per_mtoken(realised_price_usd_per_mtoken, token_price_index_ratio):
    """Realised price of a million tokens of the mix in each month.
    (draws, months) [USD_2025/Mtoken]: p(t) = p i(t).
    """
    return realised_price_usd_per_mtoken * token_price_index_ratio


def frontier_run_h100e_hours(frontier_run_flop, failed_run_ratio, h100_peak_tflop_per_second, model_flop_utilisation):
    """Hours of H100 equivalents that a run the size of the largest known takes, failed runs included.
    (draws, 1) [H100e_hour]: n = C (1 + f) / (3600 F u).
    Source: DeepSeek-V3 technical report (2024): 3.286e24 FLOP in 2.788 million hours is 0.216 of 1.513e15 FLOP/s.
    """
    rate = h100_peak_tflop_per_second * units.FLOP_PER_TFLOP * model_flop_utilisation * units.SECONDS_PER_HOUR
    return over(frontier_run_flop * (1 + failed_run_ratio), rate)


def frontier_run_cost_usd(frontier_run_h100e_hours, cost_usd_per_running_h100e_hour, training_staff_ratio):
    """Cost of such a run on this fleet by hours, with the staff that prepares it.
    (draws, 1) [USD_2025]: x = n x_run (1 + staff).
    Left out: data, and trials before the run other than failed ones.
    """
    return frontier_run_h100e_hours * cost_usd_per_running_h100e_hour * (1 + training_staff_ratio)


def frontier_run_amortised_usd(frontier_run_h100e_hours, capex_usd_per_it_watt, server_capex_share, network_capex_share,
                               h100e_per_it_kw, chip_age_at_run_days, chip_value_decline_per_year, it_load_share, pue,
                               electricity_price_usd_per_mwh, training_staff_ratio):
    """Cost of such a run by the amortised method: the value its chips lose, their network, energy, and staff.
    (draws, 1) [USD_2025]: x = (chips + network + energy)(1 + staff).
    Left out: building and return on capital (so it lies below the cost by hours unless value falls fast).
    """
    usd_per_h100e = capex_usd_per_it_watt * units.W_PER_KW * server_capex_share / h100e_per_it_kw
    network = over(network_capex_share, server_capex_share + network_capex_share)
    run = amortised_cost(
        0, frontier_run_h100e_hours, usd_per_h100e, chip_age_at_run_days, -np.log10(1 - chip_value_decline_per_year), network,
        it_load_share * pue / h100e_per_it_kw, electricity_price_usd_per_mwh / units.KWH_PER_MWH)
    return run.total * (1 + training_staff_ratio)


def training_cost_trend_usd(training_cost_base_usd, training_cost_base_year, training_cost_growth_ratio, month_start_year):
    """Cost of a frontier run along the published trend.
    (draws, months) [USD_2025]: x(t) = x0 g^(t - t0). Amortised and without staff, as published.
    Source: Cottier and others (2024): 2.4 times a year, 95% interval 2.0 to 3.1.
    """
    return training_cost_base_usd * training_cost_growth_ratio ** (month_start_year - training_cost_base_year)


def largest_run_cost_usd(largest_training_run_flop, frontier_run_flop, frontier_run_cost_usd):
    """Cost of the largest run that the finished programme can do, by hours, with staff and failed runs.
    (draws, 1) [USD_2025]: x = x_frontier C_largest / C_frontier.
    """
    return over(frontier_run_cost_usd * largest_training_run_flop, frontier_run_flop)


def frontier_runs_per_year(effective_flop_per_year, training_compute_share, frontier_run_flop, failed_run_ratio):
    """Runs the size of the largest known that the finished programme affords in a year.
    (draws, 1) [count/year]: n = F s / (C (1 + f)).
    """
    return over(effective_flop_per_year * training_compute_share, frontier_run_flop * (1 + failed_run_ratio))
