"""Measures of revenue and the roads between them: run-rate to recognised, gross to net."""

import numpy as np

from wattbook import units
from wattbook.series import area_under, in_year, over, sum_by_year


def recognised_revenue_usd_per_month(runrate_usd_per_year, recognised_to_runrate_ratio, month_start_year, reported_revenue_usd,
                                     reported_revenue_from_year, reported_revenue_to_year):
    """Revenue recognised in each month: the bridge from run-rate, scaled to the totals reported.
    (draws, months) [USD/month]: r(t) = R(t) b / 12; inside a reported period r is scaled to its total.
    Source: Run-rate to recognised: Anthropic's own run-rate is 13 x four weeks of use plus 12 x subscriptions (Reuters, 2026).
    """
    bridged = runrate_usd_per_year * recognised_to_runrate_ratio / units.MONTHS_PER_YEAR
    middle = month_start_year + units.HALF_MONTH
    scale = np.ones_like(bridged)
    periods = zip(reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year, strict=True)
    for total, start, end in periods:
        inside = (middle > start) & (middle < end)
        if inside.any():
            scale[:, inside] = total / bridged[:, inside].sum(axis=-1, keepdims=True)
    return bridged * scale


def recognised_revenue_usd(recognised_revenue_usd_per_month, month_calendar_year):
    """Revenue recognised in each calendar year, gross of partner share.
    (draws, years) [USD]: REV[y] = sum over the months of y of r(t).
    """
    return sum_by_year(recognised_revenue_usd_per_month, month_calendar_year)


def net_recognised_revenue_usd(recognised_revenue_usd, gross_to_net_ratio):
    """Revenue recognised in each calendar year, net of partner share: the only road from gross to net.
    (draws, years) [USD]: net = gross x ratio.
    """
    return recognised_revenue_usd * gross_to_net_ratio


def gross_profit_usd(recognised_revenue_usd, gross_margin_by_year_share):
    """Gross profit in each calendar year.
    (draws, years) [USD]: GP[y] = REV[y] m[y].
    """
    return recognised_revenue_usd * gross_margin_by_year_share


def required_yearend_runrate_usd_per_year(target_revenue_usd_per_year, target_year, recognised_revenue_usd_per_month,
                                          recognised_to_runrate_ratio, month_start_year, observed_runrate_usd_per_year,
                                          observed_runrate_year):
    """Run-rate at the end of the target year that recognising the target within the year would need.
    (draws, 1) [USD/year]: R_end = 2 (target - done) / (b n) - R_start, with n the years left after the last report (at most
    one), done what is recognised in the target year before it, and R_start the last report, or the run-rate in January where
    the year lies after it. NaN once the year is over.
    """
    last, month = observed_runrate_year[-1], 1 / units.MONTHS_PER_YEAR
    from_year = np.maximum(last, target_year)
    before = np.clip((from_year - month_start_year) / month, 0, 1) * (month_start_year >= target_year - units.HALF_MONTH)
    done = (recognised_revenue_usd_per_month * before).sum(axis=-1, keepdims=True)
    mean = over(target_revenue_usd_per_year - done, recognised_to_runrate_ratio * (target_year + 1 - from_year))
    january = in_year(recognised_revenue_usd_per_month, np.rint(month_start_year / month), np.rint(target_year / month))
    start = np.where(target_year > last, january / (month * recognised_to_runrate_ratio), observed_runrate_usd_per_year[-1])
    return 2 * mean - start


def bridge_to_reported_ratio(observed_runrate_usd_per_year, observed_runrate_year, recognised_to_runrate_ratio,
                             reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year):
    """Revenue that the reported run-rates mean over what was reported, all periods together: how good the bridge is.
    (draws, 1) [ratio]: q = b sum of the areas under R / sum of reported, R exponential between reports.
    """
    periods = (reported_revenue_from_year, reported_revenue_to_year)
    bridged = area_under(observed_runrate_usd_per_year, observed_runrate_year, *periods)
    reported = reported_revenue_usd.sum()
    return recognised_to_runrate_ratio * bridged.sum() / (reported if reported > 0 else np.nan)


def net_yearend_runrate_usd_per_year(yearend_runrate_usd_per_year, gross_to_net_ratio):
    """December run-rate net of partners' share, by calendar year.
    (draws, years) [USD/year]: net = gross x ratio.
    """
    return yearend_runrate_usd_per_year * gross_to_net_ratio


def target_year_revenue_usd(recognised_revenue_usd, month_calendar_year, target_year):
    """Revenue recognised in the target year, gross.
    (draws, 1) [USD]: REV_target = REV[target year], NaN off the time axis.
    """
    return in_year(recognised_revenue_usd, np.unique(month_calendar_year), target_year)
