"""Built beyond demand: capacity that nobody pays for, the capital in it, how long it stands, and which story comes about."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import at_date, delayed, in_year, over

SURGE = 1.5  # over the plan so many times is a surge


def excess_capacity_share(demand_runrate_usd_per_year, supply_limit_usd_per_year, capacity_in_use_share, month_start_year,
                          observed_runrate_year):
    """Part of the power that serves the subject that demand does not need, beyond what stood idle at the last report.
    (draws, months) [fraction]: x(t) = max(0, 1 - D(t) / (u S(t))) after the last report, with u the share in use then.
    """
    needed = over(demand_runrate_usd_per_year, capacity_in_use_share * supply_limit_usd_per_year)
    excess = np.maximum(1 - np.nan_to_num(needed, nan=1), 0)
    return np.where(month_start_year > observed_runrate_year[-1], excess, 0)


def programme_book_usd(spend_usd_per_month, it_capex_share, it_life_years, facility_life_years):
    """What is left in the books of the programme's capital in each month, by straight line.
    (draws, months) [USD_2025]: B(t) = C(t) - sum over u <= t of (C(u) - C(u - L)) / L, C spent so far, IT and the rest apart.
    """
    spent = np.cumsum(spend_usd_per_month, axis=-1)
    left = np.zeros_like(spent)
    for share, life in ((it_capex_share, it_life_years), (1 - it_capex_share, facility_life_years)):
        months = life * units.MONTHS_PER_YEAR
        left = left + share * (spent - np.cumsum((spent - delayed(spent, months)) / months, axis=-1))
    return np.maximum(left, 0)


def stranded_capital_usd(excess_capacity_share, programme_book_usd):
    """Capital of the programme in capacity that demand does not need, every kilowatt that serves the subject alike.
    (draws, months) [USD_2025]: s(t) = x(t) B(t).
    """
    return excess_capacity_share * programme_book_usd


def absorption_months(excess_capacity_share):
    """Months from the first in which capacity exceeds demand until demand has caught up, or the time axis ends.
    (draws, 1) [month]: n = t1 - t0, t0 the first t with x(t) > 0, t1 the first after it with x(t) = 0. NaN where none exceeds.
    """
    return _absorbed(excess_capacity_share > 0)


def _absorbed(beyond):
    """Months from the first that lies beyond demand to the first after it that does not, or the end; NaN where none does."""
    months = beyond.shape[-1]
    first = np.argmax(beyond, axis=-1)[:, None]
    again = ~beyond & (np.arange(months) > first)
    end = np.where(again.any(axis=-1, keepdims=True), np.argmax(again, axis=-1)[:, None], months)
    return np.where(beyond.any(axis=-1, keepdims=True), end - first, np.nan)


def industry_it_gw(firm_it_gw):
    """IT power at the tracked sites of all firms followed: what was seen, then what is announced, late as such sites are.
    (draws, months) [GW_IT]: E(t) = sum over the firms of E_f(t).
    Left out: sites that nobody tracks, and all that is not announced yet: a floor.
    """
    return np.where(np.isnan(firm_it_gw).all(axis=1), np.nan, np.nansum(firm_it_gw, axis=1))


def industry_excess_it_gw(industry_it_gw, industry_demand_growth_per_year, month_start_year, as_of_year):
    """IT power of the firms followed beyond what buyers would pay for, over what stood idle on the as-of date.
    (draws, months) [GW_IT]: X(t) = max(0, E(t) - D(t)), D(t) = E(t0) (1 + g)^(t - t0), after the as-of date t0.
    Left out: a kilowatt that earns less than today, which makes the same spending need more of them.
    """
    ahead = np.maximum(month_start_year - as_of_year, 0)
    wanted = at_date(industry_it_gw, month_start_year, as_of_year.item()) * (1 + industry_demand_growth_per_year) ** ahead
    return np.maximum(industry_it_gw - wanted, 0) * (ahead > 0)


def industry_stranded_usd(industry_excess_it_gw, capex_usd_per_it_watt):
    """Capital of the firms followed in power beyond demand, in the month in which it is highest.
    (draws, 1) [USD_2025]: S = max over t of X(t) c: the newest stands idle, so that nothing is written off yet.
    """
    return (industry_excess_it_gw * units.W_PER_GW * capex_usd_per_it_watt).max(axis=-1, keepdims=True)


def industry_absorption_months(industry_excess_it_gw):
    """Months from the first in which the firms followed have more than buyers would pay for until that has caught up.
    (draws, 1) [month]: n = t1 - t0, t0 the first t with X(t) > 0, t1 the first after it with X(t) = 0. NaN where there is none.
    """
    return _absorbed(industry_excess_it_gw > 0)


def outcome_share(recognised_revenue_usd, month_calendar_year, last_runrate_usd_per_year, planned_revenue_usd,
                  planned_revenue_from_year, planned_revenue_to_year):
    """Which of four stories comes about: one in it, nought elsewhere, so that means over the draws are probabilities.
    (draws, outcome, 1) [fraction]: o = 1 where REV of the plan's last year is under the last run-rate; under the plan; up to
    SURGE times the plan; above. NaN where no plan is known.
    """
    planned = np.floor((planned_revenue_from_year[-1:] + planned_revenue_to_year[-1:]) / 2)
    revenue = in_year(recognised_revenue_usd, np.unique(month_calendar_year), planned.item() if planned.size else np.nan)
    plan = np.full_like(revenue, planned_revenue_usd[-1] if planned.size else np.nan)
    least = {"stall": np.full_like(revenue, -np.inf), "digest": np.minimum(last_runrate_usd_per_year, plan), "plan": plan,
             "surge": SURGE * plan}
    passed = np.stack([(revenue >= least[one]).astype(float) for one in AXES["outcome"]], axis=1)
    return np.where(np.isnan(revenue)[:, None], np.nan, -np.diff(passed, axis=1, append=0))
