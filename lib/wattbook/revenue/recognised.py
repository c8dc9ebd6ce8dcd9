"""From run-rate to recognised, net and gross revenue by calendar year."""

import numpy as np

from wattbook import units
from wattbook.series import sum_by_year


def recognised_revenue_usd_per_month(
    runrate_usd_per_year, recognised_to_runrate_ratio, month_start_year, reported_revenue_usd, reported_revenue_from_year,
    reported_revenue_to_year,
):
    """Revenue recognised in each month: the bridge from run-rate, scaled to the totals reported.

    Parameters
    ----------
    runrate_usd_per_year : (draws, months) [USD/year]
    recognised_to_runrate_ratio : (draws, 1) [ratio]
    month_start_year : (months,) [calendar_year]
    reported_revenue_usd : (periods,) [USD]
    reported_revenue_from_year, reported_revenue_to_year : (periods,) [calendar_year]

    Returns
    -------
    (draws, months) [USD/month]

    Notes
    -----
    r(t) = R(t) b / 12; inside a reported period r is scaled so that the period has its reported total.

    References
    ----------
    Run-rate to recognised: Anthropic's own run-rate is 13 x four weeks of use plus 12 x subscriptions (Reuters, 2026).

    Examples
    --------
    >>> recognised_revenue_usd_per_month(np.full((1, 3), 12.0), 1.0, 2026 + np.arange(3) / 12, np.array([6.0]),
    ...     np.array([2026.0]), np.array([2026 + 2 / 12])).tolist()
    [[3.0, 3.0, 1.0]]
    """
    bridged = runrate_usd_per_year * recognised_to_runrate_ratio / units.MONTHS_PER_YEAR
    middle = month_start_year + 1 / (2 * units.MONTHS_PER_YEAR)
    scale = np.ones_like(bridged)
    periods = zip(reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year, strict=True)
    for total, start, end in periods:
        inside = (middle > start) & (middle < end)
        if inside.any():
            scale[:, inside] = total / bridged[:, inside].sum(axis=-1, keepdims=True)
    return bridged * scale


def recognised_revenue_usd(recognised_revenue_usd_per_month, month_calendar_year):
    """Revenue recognised in each calendar year, gross of partner share.

    Parameters
    ----------
    recognised_revenue_usd_per_month : (draws, months) [USD/month]
    month_calendar_year : (months,) [calendar_year]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    REV[y] = sum over the months of y of r(t).

    Examples
    --------
    >>> recognised_revenue_usd(np.array([[1.0, 2.0]]), np.array([2026, 2026])).tolist()
    [[3.0]]
    """
    return sum_by_year(recognised_revenue_usd_per_month, month_calendar_year)


def net_recognised_revenue_usd(recognised_revenue_usd, gross_to_net_ratio):
    """Revenue recognised in each calendar year, net of partner share: the only road from gross to net.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    gross_to_net_ratio : (draws, 1) [ratio]
        At most 1.

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    net = gross x ratio.

    Examples
    --------
    >>> net_recognised_revenue_usd(np.array([[10.0]]), 0.9).tolist()
    [[9.0]]
    """
    return recognised_revenue_usd * gross_to_net_ratio


def gross_profit_usd(recognised_revenue_usd, gross_margin_share):
    """Gross profit in each calendar year.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    gross_margin_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    GP = REV GM.

    Examples
    --------
    >>> gross_profit_usd(np.array([[10.0]]), 0.4).tolist()
    [[4.0]]
    """
    return recognised_revenue_usd * gross_margin_share


def p_recognised_at_target(recognised_revenue_usd, target_revenue_usd_per_year):
    """Probability that revenue recognised in a calendar year is at or above the target.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    target_revenue_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (1, years) [fraction]

    Notes
    -----
    p[y] = mean over draws of REV[y] >= target x 1 year.

    Examples
    --------
    >>> p_recognised_at_target(np.array([[60.0], [80.0]]), np.array([[70.0], [70.0]])).tolist()
    [[0.5]]
    """
    return np.mean(recognised_revenue_usd >= target_revenue_usd_per_year, axis=0, keepdims=True)


def required_yearend_runrate_usd_per_year(
    target_revenue_usd_per_year, target_year, recognised_revenue_usd_per_month, recognised_to_runrate_ratio, month_start_year,
    observed_runrate_usd_per_year, observed_runrate_year,
):
    """Run-rate at the end of the target year that recognising the target within the year would need.

    Parameters
    ----------
    target_revenue_usd_per_year : (draws, 1) [USD/year]
    target_year : (draws, 1) [calendar_year]
    recognised_revenue_usd_per_month : (draws, months) [USD/month]
    recognised_to_runrate_ratio : (draws, 1) [ratio]
    month_start_year : (months,) [calendar_year]
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]

    Returns
    -------
    (draws, 1) [USD/year]
        NaN once the year is over.

    Notes
    -----
    R_end = 2 (target - done) / (b n) - R_start, with n the years left after the last report (at most one), done what is
    recognised in the target year before it, and R_start the last report, or the run-rate in January where the year lies
    after it. A path that bends up needs a higher end than this straight line.

    Examples
    --------
    >>> required_yearend_runrate_usd_per_year(70.0, np.array([[2026]]), np.full((1, 12), 2.5), 1.0, 2026 + np.arange(12) / 12,
    ...     np.array([50.0]), np.array([2026.5])).round(6).tolist()
    [[170.0]]
    """
    month = 1 / units.MONTHS_PER_YEAR
    from_year = np.maximum(observed_runrate_year[-1], target_year)
    years_left = target_year + 1 - from_year
    before = np.clip((from_year - month_start_year) / month, 0, 1) * (month_start_year >= target_year - month / 2)
    done = (recognised_revenue_usd_per_month * before).sum(axis=-1, keepdims=True)
    mean = (target_revenue_usd_per_year - done) / (recognised_to_runrate_ratio * np.where(years_left > 0, years_left, np.nan))
    months = recognised_revenue_usd_per_month.shape[-1]
    january = np.minimum(np.searchsorted(month_start_year, np.asarray(target_year) - month / 2), months - 1)
    january = np.broadcast_to(january, (recognised_revenue_usd_per_month.shape[0], 1))
    runrate = np.take_along_axis(recognised_revenue_usd_per_month, january, -1) / (month * recognised_to_runrate_ratio)
    start = np.where(target_year > observed_runrate_year[-1], runrate, observed_runrate_usd_per_year[-1])
    return 2 * mean - start
