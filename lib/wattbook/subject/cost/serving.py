"""What a million tokens cost to serve: reading and writing apart, by kind of work, and where the price meets its floor."""

from wattbook import units
from wattbook.engineering import roofline
from wattbook.series import over


def output_cost_usd_per_mtoken(cost_usd_per_running_h100e_hour, h100e_per_accelerator_ratio, decode_weights_gb, decode_cache_gb,
                               decode_batch_count, accelerator_bandwidth_gb_per_second, decode_efficiency,
                               serving_intensity_ratio):
    """Cost of a million output tokens of the subject's models on hardware that is always busy.
    (draws, 1) [USD_2025/Mtoken]: c_out = x_run h q 1e6 / (3600 n), n = B u / t_step the tokens a second of the reference model.
    """
    hour = cost_usd_per_running_h100e_hour * h100e_per_accelerator_ratio
    step = roofline.decode_step_ms(decode_weights_gb, decode_cache_gb, decode_batch_count, accelerator_bandwidth_gb_per_second)
    tokens_per_second = over(decode_batch_count * decode_efficiency * units.MS_PER_SECOND, step)
    return roofline.usd_per_mtoken(hour, tokens_per_second) * serving_intensity_ratio


def input_cost_usd_per_mtoken(cost_usd_per_running_h100e_hour, h100e_per_accelerator_ratio, reference_active_parameters_count,
                              accelerator_peak_tflop_per_second, prefill_efficiency, serving_intensity_ratio):
    """Cost of a million new input tokens of the subject's models on hardware that is always busy.
    (draws, 1) [USD_2025/Mtoken]: c_in = x_run h q t(1e6 tokens) / 3600, t the prefill time of the reference model.
    """
    peak = accelerator_peak_tflop_per_second * units.FLOP_PER_TFLOP
    seconds = roofline.prefill_second(reference_active_parameters_count, units.TOKENS_PER_MTOKEN, peak, prefill_efficiency)
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
