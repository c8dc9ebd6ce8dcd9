"""Run-rate: as reported, then growth that decays under a ceiling."""

import numpy as np

from wattbook import units

HALF_DAY = 1 / (2 * units.DAYS_PER_YEAR)


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


def runrate_usd_per_year(
    month_start_year, observed_runrate_usd_per_year, observed_runrate_year, trailing_growth_per_year,
    growth_persistence_ratio, growth_half_life_months, terminal_growth_per_year, runrate_reading_ratio,
    demand_ceiling_usd_per_year,
):
    """Run-rate of each month, its mean: as reported up to the last report, then growth that decays under a ceiling.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    observed_runrate_usd_per_year : (observations,) [USD/year]
        Above 0, in order of date.
    observed_runrate_year : (observations,) [calendar_year]
    trailing_growth_per_year : (draws, 1) [ratio/year]
    growth_persistence_ratio : (draws, 1) [ratio]
    growth_half_life_months : (draws, 1) [month]
        Above 0.
    terminal_growth_per_year : (draws, 1) [fraction/year]
    runrate_reading_ratio : (draws, 1) [ratio]
    demand_ceiling_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, months) [USD/year]

    Notes
    -----
    R(t) = K exp(g_T dt) / (1 + (K / R0 - 1) exp(-G(t))), G = (g_0 - g_T)(1 - exp(-k dt)) / k, dt = t - t_last, R0 the
    last report times its reading, k = ln 2 / half-life, K the ceiling (it grows with g_T): the logistic curve with a
    growth rate that decays. Between reports R is exponential. The mean of a month is taken by Gauss's two points, since
    the value in its middle falls short by 0.7% when R triples in a quarter. Supply is not asked here.

    References
    ----------
    Verhulst (1838) for the ceiling; Winsor (1932), PNAS 18(1), 1-8, for growth that decays.

    Examples
    --------
    >>> past = runrate_usd_per_year(np.array([2026.0]), np.array([2.0, 2.0]), np.array([2025.5, 2026.5]),
    ...     np.array([[1.0]]), np.array([[1.0]]), np.array([[9.0]]), np.array([[0.1]]), np.array([[1.0]]), np.array([[9.0]]))
    >>> past.round(6).tolist()
    [[2.0]]
    """
    early, late = (
        _runrate_at(month_start_year + (1 + side * GAUSS_POINT) / (2 * units.MONTHS_PER_YEAR), observed_runrate_usd_per_year,
                    observed_runrate_year, trailing_growth_per_year * growth_persistence_ratio, growth_half_life_months,
                    terminal_growth_per_year, runrate_reading_ratio, demand_ceiling_usd_per_year)
        for side in (-1, 1)
    )
    return (early + late) / 2


GAUSS_POINT = 3**-0.5  # the two points of Gauss's rule, in half-widths from the middle


def _runrate_at(when, observed_runrate_usd_per_year, observed_runrate_year, growth_per_year, growth_half_life_months,
                terminal_growth_per_year, runrate_reading_ratio, demand_ceiling_usd_per_year):
    """Run-rate at instants: between reports exponential, after the last one by the curve."""
    past = np.exp(np.interp(when, observed_runrate_year, np.log(observed_runrate_usd_per_year)))
    ahead = np.maximum(when - observed_runrate_year[-1], 0)
    decay = np.log(2) * units.MONTHS_PER_YEAR / growth_half_life_months
    excess = growth_per_year - terminal_growth_per_year
    last = observed_runrate_usd_per_year[-1] * runrate_reading_ratio
    room = np.maximum(demand_ceiling_usd_per_year / last - 1, 0)
    fading = excess * np.expm1(-decay * ahead) / decay
    forecast = last * np.exp(terminal_growth_per_year * ahead) * (1 + room) / (1 + room * np.exp(fading))
    return np.where(ahead > 0, forecast, past)


def yearend_runrate_usd_per_year(runrate_usd_per_year, month_calendar_year):
    """Run-rate of December of each calendar year.

    Parameters
    ----------
    runrate_usd_per_year : (draws, months) [USD/year]
    month_calendar_year : (months,) [calendar_year]

    Returns
    -------
    (draws, years) [USD/year]

    Notes
    -----
    R[y] = R(t) in December of y.

    Examples
    --------
    >>> yearend_runrate_usd_per_year(np.array([[1.0, 2.0, 3.0]]), np.array([2025, 2025, 2026])).tolist()
    [[2.0, 3.0]]
    """
    last = np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1
    return runrate_usd_per_year[:, last]


def p_runrate_at_target(yearend_runrate_usd_per_year, target_revenue_usd_per_year):
    """Probability that the December run-rate is at or above the target, by calendar year.

    Parameters
    ----------
    yearend_runrate_usd_per_year : (draws, years) [USD/year]
    target_revenue_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (1, years) [fraction]

    Notes
    -----
    p[y] = mean over draws of R(December y) >= target.

    Examples
    --------
    >>> p_runrate_at_target(np.array([[60.0], [80.0]]), np.array([[70.0], [70.0]])).tolist()
    [[0.5]]
    """
    return np.mean(yearend_runrate_usd_per_year >= target_revenue_usd_per_year, axis=0, keepdims=True)
