"""Buyers: hours without service, the bill of the coming years, what leaving costs, and who waits first when supply binds."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES, member
from wattbook.series import at_date, over


def buyer_downtime_hours_per_year(vendor_unavailable_share, vendor_common_cause_share):
    """Hours a year in which no vendor answers, with the first vendor alone and with the best one or two others beside it.
    (draws, vendors, 1) [h/year]: h = 8760 (beta min U + product of (1 - beta) U).
    Left out: answers that are slow or wrong, and the time to switch over.
    Source: IEC 61508-6 (beta factor).
    """
    beta = vendor_common_cause_share[:, None]
    own, *others = np.split(vendor_unavailable_share, vendor_unavailable_share.shape[1], axis=1)
    out = np.concatenate([own, np.sort(np.concatenate(others, axis=1), axis=1)], axis=1)
    hours = units.HOURS_PER_YEAR * (beta * np.minimum.accumulate(out, axis=1) + np.cumprod((1 - beta) * out, axis=1))
    return hours[:, : len(AXES["vendors"])]


def outage_cost_usd_per_year(buyer_downtime_hours_per_year, buyer_outage_usd_per_hour):
    """What those hours cost the buyer in a year.
    (draws, vendors, 1) [USD_2025/year]: x = h w.
    """
    return buyer_downtime_hours_per_year * buyer_outage_usd_per_hour[:, None]


def tier_price_usd_per_mtoken(realised_price_usd_per_mtoken, tier_price_ratio, tier_token_weight_ratio,
                              tier_price_decline_per_year, serving_cost_usd_per_mtoken, price_floor_margin_ratio,
                              same_result_cost_ratio):
    """Price of a million tokens by capability tier today and in one, two and three years, at least serving and a margin.
    (draws, tier, horizon, 1) [USD_2025/Mtoken]: p_i(t) = q_i max(c0 (1 + m) G^-t, p0 (1 - d_i)^t), q_i = r_i sum w / sum(w r).
    Left out: that buyers move up to newer models, and that serving may cost less for small models than their price says.
    """
    falling = (1 - tier_price_decline_per_year[:, :, None]) ** np.arange(len(AXES["horizon"]))[:, None]
    floor = (serving_cost_usd_per_mtoken * (1 + price_floor_margin_ratio))[:, None] * same_result_cost_ratio
    mean = (tier_price_ratio * tier_token_weight_ratio).sum(axis=1) / tier_token_weight_ratio.sum(axis=1)
    over_mean = (tier_price_ratio / mean[:, None])[:, :, None]
    return over_mean * np.maximum(falling * realised_price_usd_per_mtoken[:, None, None], floor[:, None])


def buyer_price_usd_per_mtoken(tier_price_usd_per_mtoken, tier_token_weight_ratio):
    """Price of a million tokens of the buyer's mix of tiers today and in one, two and three years.
    (draws, horizon, 1) [USD_2025/Mtoken]: p(t) = sum of w_i p_i(t) / sum of w_i.
    """
    weight = tier_token_weight_ratio / tier_token_weight_ratio.sum(axis=1, keepdims=True)
    return (weight[:, :, None] * tier_price_usd_per_mtoken).sum(axis=1)


def buyer_bill_usd_per_year(buyer_price_usd_per_mtoken, buyer_tokens_mtoken_per_year, buyer_volume_growth_per_year,
                            residency_premium_share, buyer_residency_share):
    """Bill of the buyer today and in one, two and three years, as its volume grows.
    (draws, horizon, 1) [USD_2025/year]: B(t) = p(t) V0 (1 + g)^t (1 + r where data must stay at home).
    """
    years = np.arange(len(AXES["horizon"]))[:, None]
    volume = buyer_tokens_mtoken_per_year[:, None] * (1 + buyer_volume_growth_per_year[:, None]) ** years
    return buyer_price_usd_per_mtoken * volume * (1 + residency_premium_share * buyer_residency_share)[:, None]


def service_credit_usd_per_year(buyer_bill_usd_per_year, service_credit_share):
    """Most that a vendor pays back in a year in which every month misses its promise.
    (draws, 1) [USD_2025/year]: k = c B(0).
    """
    return member(buyer_bill_usd_per_year, "horizon", "now")[:, 0] * service_credit_share


def switching_part_usd(buyer_applications_count, application_rework_weeks, engineer_usd_per_week, buyer_bill_usd_per_year,
                       dual_run_months, lost_commitment_share):
    """Cost of moving all work to another vendor by part: rework and tests, running both for a while, and commitments lost.
    (draws, switch_part, 1) [USD_2025]: W_i = n w e, B m / 12 and B l.
    """
    bill = member(buyer_bill_usd_per_year, "horizon", "now")[:, 0]
    rework = buyer_applications_count * application_rework_weeks * engineer_usd_per_week
    return np.stack([rework, bill * dual_run_months / units.MONTHS_PER_YEAR, bill * lost_commitment_share], axis=1)


def switching_cost_usd(switching_part_usd):
    """Cost of moving all work to another vendor.
    (draws, 1) [USD_2025]: W = sum over the parts.
    """
    return switching_part_usd.sum(axis=1)


def switching_months(buyer_applications_count, application_rework_weeks, buyer_teams_count, dual_run_months):
    """Months until all work runs at another vendor.
    (draws, 1) [month]: t = n w / teams x 7 x 12 / 365 + m.
    """
    weeks = buyer_applications_count * application_rework_weeks / buyer_teams_count
    return weeks * units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR + dual_run_months


def second_vendor_premium_ratio(outage_cost_usd_per_year, forced_switch_per_year, switching_cost_usd, buyer_bill_usd_per_year):
    """Part of a year's bill that a second vendor, kept ready, may cost more: what it saves in outages and in a forced move.
    (draws, 1) [ratio]: q = (x_1 - x_2 + f W) / B.
    """
    saved = member(outage_cost_usd_per_year, "vendors", "one")[:, 0] - member(outage_cost_usd_per_year, "vendors", "two")[:, 0]
    return over(saved + forced_switch_per_year * switching_cost_usd, member(buyer_bill_usd_per_year, "horizon", "now")[:, 0])


def rationed_share(demand_runrate_usd_per_year, runrate_usd_per_year, month_start_year, as_of_year, class_weight_ratio):
    """Part of the demand of each class of customers that waits a year from now when supply falls short, the last in line first.
    (draws, customer_class, 1) [fraction]: f_i = min(1, max(0, q - weight of those behind) / w_i), q = unserved / demand.
    Contracts are taken to be kept in the order of the axis, reserved first and free use last.
    """
    then = as_of_year.item(0) + 1
    demand, served = (at_date(one, month_start_year, then) for one in (demand_runrate_usd_per_year, runrate_usd_per_year))
    short = over(demand - served, demand)
    weight = class_weight_ratio / class_weight_ratio.sum(axis=1, keepdims=True)
    behind = weight[:, ::-1].cumsum(axis=1)[:, ::-1] - weight
    return np.clip((short[:, None] - behind) / weight, 0, 1)
