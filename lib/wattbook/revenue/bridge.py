"""Measures of revenue and the roads between them: run-rate to recognised, gross to net."""

import numpy as np

from wattbook import units
from wattbook.series import area_under

FOUR_WEEKS = 28  # days of use that the run-rate counts
FOUR_WEEKS_PER_YEAR = 13  # how often it counts them


def runrate_definition_ratio(subscription_share):
    """Revenue of a year over the run-rate, when nothing grows.

    Parameters
    ----------
    subscription_share : (draws, 1) [fraction]
        Of the run-rate, 12 times a month's subscriptions; the rest is 13 times 28 days of use.

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    r = (1 - s) 365 / (13 x 28) + s: at most 0.3% above 1.

    References
    ----------
    Reuters Breakingviews, as restated by Claudewave (March 2026).

    Examples
    --------
    >>> round(runrate_definition_ratio(0.0), 5), runrate_definition_ratio(1.0)
    (1.00275, 1.0)
    """
    return (1 - subscription_share) * units.DAYS_PER_YEAR / (FOUR_WEEKS_PER_YEAR * FOUR_WEEKS) + subscription_share


def bridge_to_reported_ratio(
    observed_runrate_usd_per_year, observed_runrate_year, recognised_to_runrate_ratio, reported_revenue_usd,
    reported_revenue_from_year, reported_revenue_to_year,
):
    """Revenue that the reported run-rates mean over what was reported, all periods together: how good the bridge is.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]
    recognised_to_runrate_ratio : (draws, 1) [ratio]
    reported_revenue_usd : (periods,) [USD]
    reported_revenue_from_year, reported_revenue_to_year : (periods,) [calendar_year]

    Returns
    -------
    (draws, 1) [ratio]
        NaN before anything is reported.

    Notes
    -----
    q = b sum of the areas under R / sum of reported, R exponential between reports.

    Examples
    --------
    >>> bridge_to_reported_ratio(np.array([12.0, 12.0]), np.array([2025.0, 2027.0]), np.array([[1.0]]), np.array([4.0]),
    ...     np.array([2026.0]), np.array([2026.25])).tolist()
    [[0.75]]
    """
    periods = (reported_revenue_from_year, reported_revenue_to_year)
    bridged = area_under(observed_runrate_usd_per_year, observed_runrate_year, *periods)
    reported = reported_revenue_usd.sum()
    return recognised_to_runrate_ratio * bridged.sum() / (reported if reported > 0 else np.nan)


def net_yearend_runrate_usd_per_year(yearend_runrate_usd_per_year, gross_to_net_ratio):
    """December run-rate net of partners' share, by calendar year.

    Parameters
    ----------
    yearend_runrate_usd_per_year : (draws, years) [USD/year]
    gross_to_net_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, years) [USD/year]

    Notes
    -----
    net = gross x ratio.

    Examples
    --------
    >>> net_yearend_runrate_usd_per_year(30.0, 0.9)
    27.0
    """
    return yearend_runrate_usd_per_year * gross_to_net_ratio


def target_year_revenue_usd(recognised_revenue_usd, month_calendar_year, target_year):
    """Revenue recognised in the target year, gross.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    REV_target = REV[target year], NaN off the time axis.

    Examples
    --------
    >>> target_year_revenue_usd(np.array([[1.0, 5.0]]), np.array([2025, 2026]), np.array([[2026]])).tolist()
    [[5.0]]
    """
    inside = np.unique(month_calendar_year) == target_year
    return np.where(inside.any(axis=-1, keepdims=True), (recognised_revenue_usd * inside).sum(axis=-1, keepdims=True), np.nan)
