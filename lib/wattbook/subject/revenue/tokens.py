"""Tokens the capacity can serve, their price, and the revenue it could carry."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import at_date


def energy_joule_per_token(reference_energy_joule_per_token, serving_intensity_ratio, prefill_energy_ratio, output_token_share):
    """IT energy of an average token served, input and output mixed.
    (draws, 1) [J_IT/token]: e = e_ref q (o + (1 - o) i).
    Source: DeepSeek open-infra-index, day six (February 2025), for i and o.
    """
    mix = output_token_share + (1 - output_token_share) * prefill_energy_ratio
    return reference_energy_joule_per_token * serving_intensity_ratio * mix


def tokens_per_it_kw_year(energy_joule_per_token, inference_compute_share, serving_utilisation_share, availability):
    """Tokens that a kilowatt of IT power serves in a year on the as-of date.
    (draws, 1) [token/kW_IT/year]: n = 1000 W x s u a x 31,536,000 s / e.
    Source: SemiAnalysis InferenceX.
    """
    seconds = units.HOURS_PER_YEAR * units.SECONDS_PER_HOUR
    busy = inference_compute_share * serving_utilisation_share * availability
    return units.W_PER_KW * busy * seconds / energy_joule_per_token


def token_price_index_ratio(token_price_decline_per_year, month_start_year, as_of_year):
    """Realised price of a token over its price on the as-of date.
    (draws, months) [ratio]: i(t) = (1 - d)^(t - t_asof), 1 before the knowledge date.
    """
    return (1 - token_price_decline_per_year) ** np.maximum(month_start_year - as_of_year, 0)


def realised_price_usd_per_mtoken(cached_mix_price_usd_per_mtoken, realised_discount_share):
    """Price realised per million tokens of the mix, on the as-of date.
    (draws, 1) [USD_2025/Mtoken]: p = p_cached (1 - d).
    Source: DeepSeek open-infra-index, day six (February 2025).
    """
    return cached_mix_price_usd_per_mtoken * (1 - realised_discount_share)


def revenue_by_road_usd_per_it_kw_year(last_runrate_usd_per_year, compute_it_gw, price_index_usd_per_real_usd, month_start_year,
                                       observed_runrate_year, tokens_per_it_kw_year, paid_token_share,
                                       realised_price_usd_per_mtoken, benchmark_revenue_usd_per_facility_kw_year, pue):
    """Revenue of a kilowatt of IT power in a year, by three roads, as of the year of the last report.
    (draws, road, 1) [USD_2025/kW_IT/year]: r = (R0 / C(t_last) / I(t_last), n paid p, b PUE). All before partners' shares.
    """
    served = at_date(compute_it_gw * price_index_usd_per_real_usd, month_start_year, observed_runrate_year[-1])
    roads = {"observed": last_runrate_usd_per_year / (served * units.KW_PER_GW),
             "tokens": tokens_per_it_kw_year / units.TOKENS_PER_MTOKEN * paid_token_share * realised_price_usd_per_mtoken,
             "benchmark": benchmark_revenue_usd_per_facility_kw_year * pue}
    return np.stack(np.broadcast_arrays(*(roads[road] for road in AXES["road"])), axis=1)


def revenue_capacity_nominal_usd_per_year(in_service_it_gw, tokens_per_it_kw_year, token_price_index_ratio,
                                          efficiency_to_price_ratio, paid_token_share, realised_price_usd_per_mtoken,
                                          price_index_usd_per_real_usd):
    """Revenue that the capacity in service could carry if every paid token it can serve were sold, in dollars of the day.
    (draws, months) [USD/year]: R(t) = S(t) n i(t)^-q paid p i(t) I(t). A ceiling: demand is not asked. Efficiency is tied to
    the price, because competition hands it on; two free rates would compound to a range that no market has shown.
    """
    tokens = in_service_it_gw * units.KW_PER_GW * tokens_per_it_kw_year * token_price_index_ratio**-efficiency_to_price_ratio
    price = realised_price_usd_per_mtoken * token_price_index_ratio * price_index_usd_per_real_usd
    return tokens / units.TOKENS_PER_MTOKEN * paid_token_share * price


def peak_revenue_capacity_year(revenue_capacity_nominal_usd_per_year, month_start_year):
    """Month in which the programme could carry its highest revenue.
    (draws, 1) [calendar_year]: t* = argmax over t of R_nominal(t).
    """
    return month_start_year[revenue_capacity_nominal_usd_per_year.argmax(axis=-1)][:, None]
