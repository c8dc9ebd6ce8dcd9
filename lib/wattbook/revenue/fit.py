"""Growth fitted to the reports known on the as-of date: two structures, one prior class, posterior draws."""

import numpy as np

from wattbook import units

HALF_DAY = 1 / (2 * units.DAYS_PER_YEAR)
LEAST_ROOM = 0.01  # a ceiling below what is reported has been passed: the logarithms need it this share above
WIDTH_ENDS = (0.1, 0.9)  # an 80% range


def trailing_growth_per_year(observed_runrate_usd_per_year, observed_runrate_year, growth_window_months):
    """Continuous growth rate of the reported run-rate over its latest months.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
        In order of date.
    observed_runrate_year : (observations,) [calendar_year]
    growth_window_months : (draws, 1) [month]

    Returns
    -------
    (draws, 1) [ratio/year]
        NaN with fewer than two observations in the window.

    Notes
    -----
    g = slope of ln R on t. A doubling in a year is 0.69, not 1.

    Examples
    --------
    >>> trailing_growth_per_year(np.array([1.0, np.e]), np.array([2026.0, 2026.5]), np.array([[6.0]])).round(6).tolist()
    [[2.0]]
    """
    inside = observed_runrate_year >= observed_runrate_year[-1:] - growth_window_months / units.MONTHS_PER_YEAR - HALF_DAY
    weight = inside / np.maximum(inside.sum(axis=-1, keepdims=True), 1)
    log = np.log(observed_runrate_usd_per_year)
    date = observed_runrate_year - (weight * observed_runrate_year).sum(axis=-1, keepdims=True)
    spread = (weight * date**2).sum(axis=-1, keepdims=True)
    return (weight * date * log).sum(axis=-1, keepdims=True) / np.where(spread > 0, spread, np.nan)


def last_runrate_usd_per_year(observed_runrate_usd_per_year, runrate_reading_ratio):
    """Run-rate on the day of the last report, read as reports are worded.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    runrate_reading_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [USD/year]

    Notes
    -----
    R0 = last report x reading.

    Examples
    --------
    >>> last_runrate_usd_per_year(np.array([1.0, 4.0]), np.array([[0.5]])).tolist()
    [[2.0]]
    """
    return observed_runrate_usd_per_year[-1:] * runrate_reading_ratio


def ceiling_usd_per_year(demand_ceiling_usd_per_year, last_runrate_usd_per_year, observed_runrate_usd_per_year):
    """Ceiling of the run-rate on the day of the last report, above everything reported.

    Parameters
    ----------
    demand_ceiling_usd_per_year, last_runrate_usd_per_year : (draws, 1) [USD/year]
    observed_runrate_usd_per_year : (observations,) [USD/year]

    Returns
    -------
    (draws, 1) [USD/year]

    Notes
    -----
    K = max(belief, 1.01 x the highest report).

    Examples
    --------
    >>> ceiling_usd_per_year(np.array([[9.0], [3.0]]), np.array([[4.0], [4.0]]), np.array([1.0, 4.0])).tolist()
    [[9.0], [4.04]]
    """
    highest = np.maximum(last_runrate_usd_per_year, observed_runrate_usd_per_year.max())
    return np.maximum(demand_ceiling_usd_per_year, (1 + LEAST_ROOM) * highest)


def decaying_growth_per_year(
    observed_runrate_usd_per_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year,
    growth_half_life_months, terminal_growth_per_year, growth_window_months, report_error_ratio, reference_growth_per_year,
    growth_prior_spread_per_year, growth_score_ratio,
):
    """Growth on the day of the last report, fitted to the reports by growth that decays under a ceiling.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]
    last_runrate_usd_per_year, ceiling_usd_per_year : (draws, 1) [USD/year]
    growth_half_life_months : (draws, 1) [month]
    terminal_growth_per_year : (draws, 1) [fraction/year]
    growth_window_months : (draws, 1) [month]
        Reports fade with their age: the variance of one as old as the window is e times that of the last.
    report_error_ratio : (draws, 1) [ratio]
        Standard error of a report about a smooth path.
    reference_growth_per_year : (draws, reference, 1) [ratio/year]
    growth_prior_spread_per_year : (draws, 1) [ratio/year]
    growth_score_ratio : (draws, 1) [ratio]
        Standard normal.

    Returns
    -------
    (draws, 1) [ratio/year]

    Notes
    -----
    g = m + s z: the normal posterior of the slope of ln(R / (K(t) - R)) on (1 - exp(-k dt)) / k through the last report,
    with the mean of the reference class as its prior mean. Half-life and ceiling are as drawn: reports do not tell them.

    References
    ----------
    Conjugate normal regression: Gelman et al., "Bayesian Data Analysis" (2013), section 14.2; fading of old data: West and
    Harrison, "Bayesian Forecasting and Dynamic Models" (1997), section 2.4.

    Examples
    --------
    >>> grown = 1e6 * np.exp(np.array([-2.0, -1.0, 0.0]))
    >>> decaying_growth_per_year(grown, np.array([2024.0, 2025.0, 2026.0]), 1e6, 1e18, np.array([[1e6]]), 0.0, 12.0, 0.01,
    ...     np.array([[[5.0]]]), 9.0, 0.0).round(3).tolist()
    [[1.0]]
    """
    before = observed_runrate_year - observed_runrate_year[-1]
    k = np.log(2) * units.MONTHS_PER_YEAR / growth_half_life_months
    ceiling = ceiling_usd_per_year * np.exp(terminal_growth_per_year * before)
    level = np.log(observed_runrate_usd_per_year / (ceiling - observed_runrate_usd_per_year))
    last = np.log(last_runrate_usd_per_year / (ceiling_usd_per_year - last_runrate_usd_per_year))
    reach = 1 - last_runrate_usd_per_year / ceiling_usd_per_year
    stretch = 1 / (1 - observed_runrate_usd_per_year / ceiling)
    error = report_error_ratio * _fading(before, growth_window_months) * stretch
    prior = reference_growth_per_year.mean(axis=1) - terminal_growth_per_year
    basis = -np.expm1(-k * before) / k
    mean, spread, _ = _slope(level - last, basis, error, prior / reach, growth_prior_spread_per_year / reach)
    return (mean + spread * growth_score_ratio) * reach + terminal_growth_per_year


def gompertz_growth_per_year(
    observed_runrate_usd_per_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year,
    terminal_growth_per_year, growth_window_months, report_error_ratio, reference_growth_per_year,
    growth_prior_spread_per_year, growth_score_ratio,
):
    """Growth on the day of the last report, fitted to the reports by a Gompertz curve towards the ceiling.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]
    last_runrate_usd_per_year, ceiling_usd_per_year : (draws, 1) [USD/year]
    terminal_growth_per_year : (draws, 1) [fraction/year]
    growth_window_months : (draws, 1) [month]
    report_error_ratio : (draws, 1) [ratio]
    reference_growth_per_year : (draws, reference, 1) [ratio/year]
    growth_prior_spread_per_year : (draws, 1) [ratio/year]
    growth_score_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [ratio/year]

    Notes
    -----
    g = m + s z: as the decaying fit, with -ln ln(K(t) / R) on dt: growth falls in proportion to the way left to the ceiling.

    References
    ----------
    Winsor (1932), "The Gompertz curve as a growth curve", PNAS 18(1), 1-8.

    Examples
    --------
    >>> reports = np.exp(-np.exp(-np.array([-1.0, 0.0])))
    >>> gompertz_growth_per_year(reports, np.array([2025.0, 2026.0]), reports[-1:], np.array([[1.0]]), 0.0, 12.0, 0.01,
    ...     np.array([[[5.0]]]), 9.0, 0.0).round(3).tolist()
    [[1.0]]
    """
    mean, spread, _, reach = _gompertz(
        observed_runrate_usd_per_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year,
        terminal_growth_per_year, growth_window_months, report_error_ratio, reference_growth_per_year,
        growth_prior_spread_per_year)
    return (mean + spread * growth_score_ratio) * reach + terminal_growth_per_year


def ceiling_width_ratio(
    observed_runrate_usd_per_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year,
    terminal_growth_per_year, growth_window_months, report_error_ratio, reference_growth_per_year,
    growth_prior_spread_per_year,
):
    """Width of the belief about the ceiling once the reports have weighed it, over its width before.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]
    last_runrate_usd_per_year, ceiling_usd_per_year : (draws, 1) [USD/year]
    terminal_growth_per_year : (draws, 1) [fraction/year]
    growth_window_months : (draws, 1) [month]
    report_error_ratio : (draws, 1) [ratio]
    reference_growth_per_year : (draws, reference, 1) [ratio/year]
    growth_prior_spread_per_year : (draws, 1) [ratio/year]

    Returns
    -------
    (1, 1) [ratio]
        Near 1: the reports say nothing about the ceiling. NaN where the ceiling has no width.

    Notes
    -----
    r = width of the 80% range of ln K, each draw weighted by its marginal likelihood under the Gompertz curve, over the
    width without weights. Only told, not used: the forecast keeps the belief.

    Examples
    --------
    >>> ceiling_width_ratio(np.array([1.0, 2.0]), np.array([2025.0, 2026.0]), np.array([[2.0]]), np.array([[4.0]]), 0.0, 12.0,
    ...     0.1, np.array([[[1.0]]]), 1.0).tolist()
    [[nan]]
    """
    _, _, evidence, _ = _gompertz(
        observed_runrate_usd_per_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year,
        terminal_growth_per_year, growth_window_months, report_error_ratio, reference_growth_per_year,
        growth_prior_spread_per_year)
    order = np.argsort(ceiling_usd_per_year[:, 0])
    log = np.log(ceiling_usd_per_year[order, 0])
    weight = np.exp(evidence - evidence.max())[order, 0]
    low, high = np.interp(WIDTH_ENDS, (np.cumsum(weight) - weight / 2) / weight.sum(), log)
    before = np.diff(np.interp(WIDTH_ENDS, (np.arange(log.size) + 1 / 2) / log.size, log))[0]
    return np.array([[(high - low) / before if before > 0 else np.nan]])


def _gompertz(reports, dates, last, ceiling, terminal, window, report_error, reference, prior_spread):
    """Slope of the Gompertz fit: mean, spread, log evidence, and growth per slope."""
    before = dates - dates[-1]
    way = np.log(ceiling * np.exp(terminal * before) / reports)
    reach = np.log(ceiling / last)
    error = report_error * _fading(before, window) / way
    prior = (reference.mean(axis=1) - terminal) / reach
    return *_slope(np.log(reach) - np.log(way), before, error, prior, prior_spread / reach), reach


def _fading(before, window_months):
    """Standard error of a report over that of the last one."""
    return np.exp(-before * units.MONTHS_PER_YEAR / (2 * window_months))


def _slope(change, basis, error, prior_mean, prior_spread):
    """Normal posterior of a slope through the last report: mean, standard deviation, log evidence but for a constant."""
    precision = (basis**2 / error**2).sum(axis=-1, keepdims=True) + prior_spread**-2
    mean = ((basis * change / error**2).sum(axis=-1, keepdims=True) + prior_mean / prior_spread**2) / precision
    left = (change**2 / error**2).sum(axis=-1, keepdims=True) + (prior_mean / prior_spread) ** 2 - mean**2 * precision
    return mean, 1 / np.sqrt(precision), -left / 2 - np.log(precision * prior_spread**2) / 2
