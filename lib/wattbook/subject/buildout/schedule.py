"""When the money is spent, what holds installation back, when capacity is energised, and what relief and waiting are worth."""

import numpy as np

from wattbook import units
from wattbook.series import at_year_ends, delayed, in_year, sum_by_year

ROUNDING = 1e-12  # a smaller difference is what adding floats leaves


def site_power_ready_share(month_start_year, site_first_power_year, site_full_power_year):
    """Share of the power of each site that is ready by the end of each month.
    (draws, site, months) [fraction]: r(t) = (t - first power) / (full power - first power), 0 to 1.
    """
    month_end = month_start_year + 1 / units.MONTHS_PER_YEAR
    return np.clip((month_end - site_first_power_year) / (site_full_power_year - site_first_power_year), 0, 1)


def power_ready_share(site_power_ready_share, site_it_gw, it_capacity_nominal_gw):
    """Share of the programme for which power is ready by the end of each month.
    (draws, months) [fraction]: r(t) = sum of P_s r_s(t) / P.
    """
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1)
    return np.minimum((site_power_ready_share * site_it_gw).sum(axis=1) / built, 1)


def accelerators_delivered_share(month_start_year, accelerator_first_delivery_year, accelerator_delivery_months):
    """Share of the accelerators delivered by the end of each month.
    (draws, months) [fraction]: a(t) = (t - first delivery) / duration, within 0 and 1.
    """
    elapsed = (month_start_year - accelerator_first_delivery_year) * units.MONTHS_PER_YEAR + 1
    return np.clip(elapsed / np.maximum(accelerator_delivery_months, 1), 0, 1)


def crew_installed_share(month_start_year, spend_start_year, construction_workers_count, crew_filled_share,
                         installation_it_mw_per_fte_year, it_capacity_nominal_gw):
    """Share of the programme that the crews can have installed by the end of each month.
    (draws, months) [fraction]: c(t) = workers filled mw (t - start) / P, within 0 and 1.
    """
    mw_per_year = construction_workers_count * crew_filled_share * installation_it_mw_per_fte_year
    years = np.maximum(month_start_year + 1 / units.MONTHS_PER_YEAR - spend_start_year, 0)
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, np.nan)
    return np.nan_to_num(np.clip(mw_per_year * years / units.MW_PER_GW / built, 0, 1), nan=1)


def paid_share(spend_cumulative_share, spend_to_power_lag_months):
    """Share of the programme that is paid for and has had time to become power.
    (draws, months) [fraction]: p(t) = w(t - lag).
    """
    return delayed(spend_cumulative_share, spend_to_power_lag_months)


def limit_share(power_ready_share, accelerators_delivered_share, crew_installed_share, paid_share):
    """Share of the programme that each limit alone would allow by the end of each month.
    (draws, constraint, months) [fraction]: l_i(t) = ready, delivered, installed, paid, in this order.
    """
    return np.stack([power_ready_share, accelerators_delivered_share, crew_installed_share, paid_share], axis=1)


def p_binding(limit_share):
    """Share of draws in which each limit holds installation back, month by month.
    (1, constraint, months) [fraction]: p_i(t) = mean over draws of l_i(t) is the lowest and below 1.
    """
    least = limit_share.min(axis=1, keepdims=True)
    lowest = (limit_share <= least + ROUNDING).argmax(axis=1)[:, None]
    places = np.arange(limit_share.shape[1])[:, None]
    unfinished = least < 1 - ROUNDING
    return np.mean((lowest == places) & unfinished, axis=0, keepdims=True)


def binding_time_share(p_binding):
    """Share of the time under construction in which each limit holds installation back.
    (1, constraint, 1) [fraction]: s_i = sum over months of p_i / sum over limits and months.
    """
    total = p_binding.sum(axis=(1, 2), keepdims=True)
    return p_binding.sum(axis=2, keepdims=True) / np.where(total > 0, total, 1)


def relief_it_gw(limit_share, it_capacity_nominal_gw):
    """Largest extra capacity in any month if one limit alone is lifted.
    (draws, constraint, 1) [GW_IT]: G_i = P max over months of (min over the other limits - min over all).
    """
    items = range(limit_share.shape[1])
    lifted = np.stack([np.delete(limit_share, item, axis=1).min(axis=1) for item in items], axis=1)
    return it_capacity_nominal_gw[:, None] * _gain(lifted, limit_share).max(axis=2, keepdims=True)


def month_sooner_mw_year(limit_share, it_capacity_nominal_gw):
    """Extra capacity over time if one limit alone is eased by one month.
    (draws, constraint, 1) [MW_year]: G_i = P sum over months of min(l_i(t + 1), other l_j(t)) - min over all, over 12.
    """
    sooner = np.concatenate([limit_share[:, :, 1:], limit_share[:, :, -1:]], axis=2)
    items = np.arange(limit_share.shape[1])[:, None]
    eased = np.stack([np.where(items == item, sooner, limit_share).min(axis=1) for item in items], axis=1)
    gain = _gain(eased, limit_share).sum(axis=2, keepdims=True) / units.MONTHS_PER_YEAR
    return gain * it_capacity_nominal_gw[:, None] * units.MW_PER_GW


def _gain(eased, limit_share):
    """Share gained in each month."""
    gain = eased - limit_share.min(axis=1, keepdims=True)
    return np.where(gain > ROUNDING, gain, 0)


def delay_cost_usd_per_month(it_capacity_nominal_gw, it_charge_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year):
    """Capital charges of the whole programme that run on in a month of delay.
    (draws, 1) [USD_2025/month]: C = P (charge of IT + charge of facility) / 12.
    """
    charge = it_charge_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year
    return it_capacity_nominal_gw * units.KW_PER_GW * charge / units.MONTHS_PER_YEAR


def delay_margin_usd_per_month(it_capacity_nominal_gw, rent_usd_per_it_kw_year, new_rent_ratio, running_cost_usd_per_it_kw_year,
                               month_calendar_year, target_year):
    """Margin of renting out the programme that a month of delay forgoes, at prices of the year after the target.
    (draws, 1) [USD_2025/month]: C = P (R s(t) - O) / 12, t December of the year after the target.
    """
    after = in_year(at_year_ends(new_rent_ratio, month_calendar_year), np.unique(month_calendar_year), target_year + 1)
    margin = rent_usd_per_it_kw_year * after - running_cost_usd_per_it_kw_year
    return it_capacity_nominal_gw * units.KW_PER_GW * margin / units.MONTHS_PER_YEAR


def spend_cumulative_share(month_start_year, spend_start_year, spend_duration_months, spend_curve_shape):
    """Share of the capital budget spent by the end of each month: an S-curve.
    (draws, months) [fraction]: w(t) = I_x(a, a), x = (t - t0) / d clipped to 0..1, I the regularised incomplete beta function.
    Source: Skitmore (1992), "Parameter prediction for cash flow forecasting models", Construction Management and Economics
    10(5).
    """
    from scipy.special import betainc

    month_end = month_start_year + 1 / units.MONTHS_PER_YEAR
    elapsed = (month_end - spend_start_year) * units.MONTHS_PER_YEAR / spend_duration_months
    return betainc(spend_curve_shape, spend_curve_shape, np.clip(elapsed, 0, 1))


def outlay_usd_per_month(programme_budget_usd, spend_cumulative_share, price_index_usd_per_real_usd):
    """What the programme pays in each month: the whole announced sum, capacity or not, in dollars of the price year.
    (draws, months) [USD_2025/month]: k(t) = K (w(t) - w(t - 1)) / I(t).
    """
    return programme_budget_usd * np.diff(spend_cumulative_share, axis=-1, prepend=0) / price_index_usd_per_real_usd


def spend_usd_per_month(outlay_usd_per_month, budget_capex_share):
    """Capital spending in each month.
    (draws, months) [USD_2025/month]: c(t) = k(t) share.
    """
    return outlay_usd_per_month * budget_capex_share


def spend_nominal_usd(spend_usd_per_month, price_index_usd_per_real_usd, month_calendar_year):
    """Capital spending of the programme in each calendar year, in dollars of the day.
    (draws, years) [USD]: C[y] = sum over the months of y of c(t) I(t).
    """
    return sum_by_year(spend_usd_per_month * price_index_usd_per_real_usd, month_calendar_year)


def energised_share(limit_share):
    """Share of the capacity that is energised by the end of each month: the lowest of the limits.
    (draws, months) [fraction]: e(t) = min over limits of l_i(t).
    """
    return limit_share.min(axis=1)


def energised_it_gw(it_capacity_nominal_gw, energised_share):
    """IT power energised by the end of each month.
    (draws, months) [GW_IT]: E(t) = P e(t).
    """
    return it_capacity_nominal_gw * energised_share


def in_service_it_gw(energised_it_gw, it_life_years):
    """IT power that is energised and not yet at the end of its life.
    (draws, months) [GW_IT]: S(t) = E(t) - E(t - L).
    Left out: refresh (the budget buys one generation).
    """
    return energised_it_gw - delayed(energised_it_gw, it_life_years * units.MONTHS_PER_YEAR)


def site_energised_it_gw(energised_it_gw, site_power_ready_share, site_it_gw):
    """IT power energised at each site by the end of each month.
    (draws, site, months) [GW_IT]: E_s(t) = E_s(t - 1) + (E(t) - E(t - 1)) room_s / sum of room, room_s = P_s r_s(t) - E_s(t -
    1). It never moves again.
    """
    ready = site_power_ready_share * site_it_gw
    energised = np.zeros_like(ready)
    before = np.zeros(ready.shape[:2])
    for month in range(ready.shape[2]):
        room = np.maximum(ready[:, :, month] - before, 0)
        total = room.sum(axis=1, keepdims=True)
        added = energised_it_gw[:, month, None] - before.sum(axis=1, keepdims=True)
        before = before + added * room / np.where(total > 0, total, 1)
        energised[:, :, month] = before
    return energised


def sites_energised_count(site_energised_it_gw):
    """Sites with power on by the end of each month.
    (draws, months) [count]: n(t) = sites with E_s(t) > 0.
    """
    return (site_energised_it_gw > 0).sum(axis=1).astype(float)


def programme_slip_months(paid_share, energised_share):
    """Months by which the mean kilowatt is energised after it is paid for and due.
    (draws, 1) [month]: x = sum over months of p(t) - e(t): the area between the two curves.
    """
    return (paid_share - energised_share).sum(axis=1, keepdims=True)
