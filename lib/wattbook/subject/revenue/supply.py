"""Tokens the capacity can serve, their price, the revenue it could carry, and what stays unserved."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import at_date, at_year_ends, sum_by_year


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


def leased_it_gw(month_start_year, leased_first_it_gw, leased_last_it_gw, leased_first_year, leased_last_year):
    """IT power of others that serves the subject, declared: a geometric path between two dates.
    (draws, months) [GW_IT]: L(t) = L0 (L1 / L0)^x, x = (t - t0) / (t1 - t0) clipped to 0..1: level before and after.
    """
    way = np.clip((month_start_year - leased_first_year) / (leased_last_year - leased_first_year), 0, 1)
    return leased_first_it_gw * (leased_last_it_gw / leased_first_it_gw) ** way


def compute_it_gw(leased_it_gw, in_service_it_gw):
    """IT power that serves the subject: leased, and the programme's own in service.
    (draws, months) [GW_IT]: C(t) = L(t) + S(t).
    """
    return leased_it_gw + in_service_it_gw


def supply_limit_usd_per_year(last_runrate_usd_per_year, capacity_in_use_share, compute_it_gw, month_start_year,
                              observed_runrate_year, revenue_per_watt_growth_per_year):
    """Run-rate that the capacity could serve, reckoned from what it served at the last report.
    (draws, months) [USD/year]: S(t) = R0 / use x C(t) / C(t_last) x (1 + h)^dt: revenue per watt as the subject has shown it.
    """
    growth = compute_it_gw / at_date(compute_it_gw, month_start_year, observed_runrate_year[-1])
    ahead = np.maximum(month_start_year - observed_runrate_year[-1], 0)
    return last_runrate_usd_per_year / capacity_in_use_share * growth * (1 + revenue_per_watt_growth_per_year) ** ahead


def revenue_caused_usd(recognised_revenue_usd_per_month, runrate_usd_per_year, supply_limit_usd_per_year, leased_it_gw,
                       compute_it_gw, month_start_year, month_calendar_year, observed_runrate_year):
    """Revenue recognised in each calendar year that would not be there without the programme.
    (draws, years) [USD]: dREV[y] = sum over the months of y of r(t) (1 - min(R(t), S(t) L(t) / C(t)) / R(t)) after the last
    report: only what is leased in the limit.
    Left out: what the subject would lease in its place; so this is the most that the programme can cause.
    """
    leased_limit = supply_limit_usd_per_year * (leased_it_gw / compute_it_gw)
    ahead = month_start_year + units.HALF_MONTH > observed_runrate_year[-1]
    lost = np.where(ahead, 1 - np.minimum(leased_limit / runrate_usd_per_year, 1), 0)
    return sum_by_year(recognised_revenue_usd_per_month * lost, month_calendar_year)


def revenue_attributed_usd(recognised_revenue_usd_per_month, in_service_it_gw, compute_it_gw, month_calendar_year):
    """Revenue recognised in each calendar year that the programme's capacity serves, every kilowatt earning alike.
    (draws, years) [USD]: REV_p[y] = sum over the months of y of r(t) S(t) / C(t): a share, not a cause.
    """
    return sum_by_year(recognised_revenue_usd_per_month * in_service_it_gw / compute_it_gw, month_calendar_year)


def programme_compute_share(in_service_it_gw, compute_it_gw, month_calendar_year):
    """Share of the programme in all the IT power that serves the subject, in December of each calendar year.
    (draws, years) [fraction]: s[y] = S / C in December of y.
    """
    return at_year_ends(in_service_it_gw / compute_it_gw, month_calendar_year)
