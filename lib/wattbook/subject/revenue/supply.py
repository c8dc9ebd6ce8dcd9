"""What energised and leased capacity can serve, and what stays unserved."""

import numpy as np

from wattbook import units
from wattbook.series import at_date, at_year_ends, sum_by_year


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


def supply_release_year(demand_runrate_usd_per_year, runrate_usd_per_year, month_start_year):
    """Month from which supply no longer binds, where it binds at all.
    (draws, 1) [calendar_year]: t* = month after the last t with D(t) > R(t). NaN where supply never binds, or does to the end.
    """
    binds = demand_runrate_usd_per_year > runrate_usd_per_year
    after = binds.shape[-1] - np.argmax(binds[:, ::-1], axis=-1)[:, None]
    known = binds.any(axis=-1, keepdims=True) & ~binds[..., -1:]
    return np.where(known, month_start_year[np.minimum(after, binds.shape[-1] - 1)], np.nan)


def programme_compute_share(in_service_it_gw, compute_it_gw, month_calendar_year):
    """Share of the programme in all the IT power that serves the subject, in December of each calendar year.
    (draws, years) [fraction]: s[y] = S / C in December of y.
    """
    return at_year_ends(in_service_it_gw / compute_it_gw, month_calendar_year)
