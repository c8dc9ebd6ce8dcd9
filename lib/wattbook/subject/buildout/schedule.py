"""When the money is spent, when the capacity is energised, and how far one runs behind the other."""

import numpy as np

from wattbook import units
from wattbook.series import delayed


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
