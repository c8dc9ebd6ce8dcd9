"""Where reported revenue is heading: growth fitted to the reports, two structures under a ceiling, a class of fast growers."""

import numpy as np

from wattbook import units

HALF_DAY = 1 / (2 * units.DAYS_PER_YEAR)
LEAST_ROOM = 0.01  # a ceiling below what is reported has been passed: the logarithms need it this share above
WIDTH_ENDS = (0.1, 0.9)  # an 80% range
HALF_MONTH = 1 / (2 * units.MONTHS_PER_YEAR)


def trailing_growth_per_year(observed_runrate_usd_per_year, observed_runrate_year, growth_window_months):
    """Continuous growth rate of the reported run-rate over its latest months.

    (draws, 1) [ratio/year]
    g = slope of ln R on t.
    A doubling in a year is 0.69, not 1.
    NaN with fewer than two observations in the window.
    observed_runrate_usd_per_year: in order of date.

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

    (draws, 1) [USD/year]
    R0 = last report x reading.

    >>> last_runrate_usd_per_year(np.array([1.0, 4.0]), np.array([[0.5]])).tolist()
    [[2.0]]
    """
    return observed_runrate_usd_per_year[-1:] * runrate_reading_ratio


def ceiling_usd_per_year(demand_ceiling_usd_per_year, last_runrate_usd_per_year, observed_runrate_usd_per_year):
    """Ceiling of the run-rate on the day of the last report, above everything reported.

    (draws, 1) [USD/year]
    K = max(belief, 1.01 x the highest report).

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

    (draws, 1) [ratio/year]
    g = m + s z: the normal posterior of the slope of ln(R / (K(t) - R)) on (1 - exp(-k dt)) / k through the last report,
    with the mean of the reference class as its prior mean.
    Half-life and ceiling are as drawn: reports do not tell them.
    growth_window_months: reports fade with their age: the variance of one as old as the window is e times that of the last.
    report_error_ratio: standard error of a report about a smooth path.
    growth_score_ratio: standard normal.
    Source: Conjugate normal regression: Gelman et al., "Bayesian Data Analysis" (2013), section 14.2; fading of old data:
    West and Harrison, "Bayesian Forecasting and Dynamic Models" (1997), section 2.4.

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

    (draws, 1) [ratio/year]
    g = m + s z: as the decaying fit, with -ln ln(K(t) / R) on dt: growth falls in proportion to the way left to the
    ceiling.
    Source: Winsor (1932), "The Gompertz curve as a growth curve", PNAS 18(1), 1-8.

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

    (1, 1) [ratio]
    r = width of the 80% range of ln K, each draw weighted by its marginal likelihood under the Gompertz curve, over the
    width without weights.
    Only told, not used: the forecast keeps the belief.
    Near 1: the reports say nothing about the ceiling.
    NaN where the ceiling has no width.

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


def decaying_runrate_usd_per_year(
    month_start_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year, decaying_growth_per_year,
    growth_persistence_ratio, growth_half_life_months, terminal_growth_per_year,
):
    """Demand in the middle of each month by the first structure: growth that decays under a ceiling.

    (draws, months) [USD/year]
    R(t) = K e^(g_T dt) / (1 + (K / R0 - 1) exp(-x (1 - exp(-k dt)) / k)), x = (g p - g_T) / (1 - R0 / K), k = ln 2 /
    half-life, dt = t - t_last: the logistic curve with a growth rate that decays.
    The last report before it.
    growth_half_life_months: above 0.
    Source: Verhulst (1838) for the ceiling; Winsor (1932), PNAS 18(1), 1-8, for growth that decays.

    >>> decaying_runrate_usd_per_year(np.array([2026 - 1 / 24]), np.array([2025.0]), 1.0, 1e12, np.log(2.0), 1.0, 1e9,
    ...     0.0).round(3).tolist()
    [2.0]
    """
    ahead = np.maximum(month_start_year + HALF_MONTH - observed_runrate_year[-1], 0)
    decay = np.log(2) * units.MONTHS_PER_YEAR / growth_half_life_months
    reach = 1 - last_runrate_usd_per_year / ceiling_usd_per_year
    excess = (decaying_growth_per_year * growth_persistence_ratio - terminal_growth_per_year) / reach
    room = ceiling_usd_per_year / last_runrate_usd_per_year - 1
    fading = excess * np.expm1(-decay * ahead) / decay
    return ceiling_usd_per_year * np.exp(terminal_growth_per_year * ahead) / (1 + room * np.exp(fading))


def gompertz_runrate_usd_per_year(
    month_start_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year, gompertz_growth_per_year,
    growth_persistence_ratio, terminal_growth_per_year,
):
    """Demand in the middle of each month by the second structure: a Gompertz curve towards the ceiling.

    (draws, months) [USD/year]
    R(t) = K e^(g_T dt) (R0 / K)^exp(-c dt), c = (g p - g_T) / ln(K / R0), at least 0.
    The last report before it.
    Source: Winsor (1932), "The Gompertz curve as a growth curve", PNAS 18(1), 1-8.

    >>> gompertz_runrate_usd_per_year(np.array([2026 - 1 / 24]), np.array([2025.0]), 1.0, 9.0, np.log(9.0) * np.log(2.0), 1.0,
    ...     0.0).round(3).tolist()
    [3.0]
    """
    ahead = np.maximum(month_start_year + HALF_MONTH - observed_runrate_year[-1], 0)
    way = np.log(ceiling_usd_per_year / last_runrate_usd_per_year)
    pace = np.maximum(gompertz_growth_per_year * growth_persistence_ratio - terminal_growth_per_year, 0) / way
    return ceiling_usd_per_year * np.exp(terminal_growth_per_year * ahead - way * np.exp(-pace * ahead))


def demand_runrate_usd_per_year(
    month_start_year, observed_runrate_usd_per_year, observed_runrate_year, decaying_runrate_usd_per_year,
    gompertz_runrate_usd_per_year, gompertz_structure_share,
):
    """Demand as a run-rate: as reported up to the last report, then a mean of the two structures.

    (draws, months) [USD/year]
    D(t) = A(t)^(1 - w) B(t)^w: the structure is one more uncertain number, so that its weight can be compared with the
    others'.
    Between reports D is exponential.
    observed_runrate_usd_per_year: above 0, in order of date.

    >>> demand_runrate_usd_per_year(np.array([2026.0, 2027.0]), np.array([1.0, 4.0]),
    ...     np.array([2025 + 13 / 24, 2026 + 13 / 24]), np.array([[4.0, 4.0]]), np.array([[4.0, 16.0]]),
    ...     np.array([[0.5]])).round(6).tolist()
    [[2.0, 8.0]]
    """
    middle = month_start_year + HALF_MONTH
    past = np.exp(np.interp(middle, observed_runrate_year, np.log(observed_runrate_usd_per_year)))
    weight = gompertz_structure_share
    mixed = decaying_runrate_usd_per_year ** (1 - weight) * gompertz_runrate_usd_per_year**weight
    return np.where(middle > observed_runrate_year[-1], mixed, past)


def runrate_usd_per_year(demand_runrate_usd_per_year, supply_limit_usd_per_year, month_start_year, observed_runrate_year):
    """Run-rate in the middle of each month: as reported, then demand as far as energised capacity serves it.

    (draws, months) [USD/year]
    R(t) = min(D(t), S(t)) after the last report; what is not served is lost, not kept waiting.

    >>> runrate_usd_per_year(np.array([[9.0, 9.0]]), np.array([[5.0, 5.0]]), np.array([2025.0, 2027.0]),
    ...     np.array([2026.0])).tolist()
    [[9.0, 5.0]]
    """
    ahead = month_start_year + HALF_MONTH > observed_runrate_year[-1]
    return np.where(ahead, np.minimum(demand_runrate_usd_per_year, supply_limit_usd_per_year), demand_runrate_usd_per_year)


def target_runrate_year(runrate_usd_per_year, target_revenue_usd_per_year, month_start_year):
    """Month in which the run-rate first reaches the target.

    (draws, 1) [calendar_year]
    t* = first t with R(t) >= target.
    NaN where it never does on the time axis.

    >>> target_runrate_year(np.array([[60.0, 80.0]]), np.array([[70.0]]), np.array([2026.0, 2026.5])).tolist()
    [[2026.5]]
    """
    reached = runrate_usd_per_year >= target_revenue_usd_per_year
    first = month_start_year[np.argmax(reached, axis=-1)][:, None]
    return np.where(reached.any(axis=-1, keepdims=True), first, np.nan)


def yearend_runrate_usd_per_year(runrate_usd_per_year, month_calendar_year):
    """Run-rate of December of each calendar year.

    (draws, years) [USD/year]
    R[y] = R(t) in December of y.

    >>> yearend_runrate_usd_per_year(np.array([[1.0, 2.0, 3.0]]), np.array([2025, 2025, 2026])).tolist()
    [[2.0, 3.0]]
    """
    last = np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1
    return runrate_usd_per_year[:, last]


def p_runrate_at_target(yearend_runrate_usd_per_year, target_revenue_usd_per_year):
    """Probability that the December run-rate is at or above the target, by calendar year.

    (1, years) [fraction]
    p[y] = mean over draws of R(December y) >= target.

    >>> p_runrate_at_target(np.array([[60.0], [80.0]]), np.array([[70.0], [70.0]])).tolist()
    [[0.5]]
    """
    return np.mean(yearend_runrate_usd_per_year >= target_revenue_usd_per_year, axis=0, keepdims=True)


def growth_percentile(decaying_growth_per_year, reference_growth_per_year):
    """Share of the reference class that grew more slowly than the subject at its last report.

    (draws, 1) [fraction]
    p = mean over the class of g_reference < g_subject.
    Source: Kahneman and Tversky (1979), "Intuitive prediction": judge a case by the class it belongs to.

    >>> growth_percentile(np.array([[2.0]]), np.array([[[1.0], [3.0]]])).tolist()
    [[0.5]]
    """
    return np.mean(reference_growth_per_year < decaying_growth_per_year[:, :, None], axis=1)


def lead_over_rival_years(
    observed_runrate_usd_per_year, observed_runrate_year, rival_runrate_usd_per_year, rival_runrate_year,
    race_start_usd_per_year,
):
    """Years less that the subject took than its rival, from the same start to the highest run-rate both have reported.

    (draws, 1) [year]
    y = (t_rival(R*) - t_rival(R_0)) - (t(R*) - t(R_0)), R* the lower of both latest reports, R exponential between reports.
    Below 0 where the rival was faster.

    >>> lead_over_rival_years(np.array([1.0, 4.0]), np.array([2025.0, 2026.0]), np.array([1.0, 4.0]),
    ...     np.array([2020.0, 2023.0]), np.array([[1.0]])).tolist()
    [[2.0]]
    """
    goal = np.minimum(observed_runrate_usd_per_year.max(), rival_runrate_usd_per_year.max())
    races = ((rival_runrate_usd_per_year, rival_runrate_year), (observed_runrate_usd_per_year, observed_runrate_year))
    rival, subject = (_reached(goal, *race) - _reached(race_start_usd_per_year, *race) for race in races)
    return rival - subject


def _reached(level, runrate, dates):
    """Date at which a path of reports, held where it falls, reaches a level."""
    levels, first = np.unique(np.maximum.accumulate(runrate), return_index=True)
    return np.interp(np.log(level), np.log(levels), dates[first])
