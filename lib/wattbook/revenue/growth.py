"""Run-rate: as reported, then two structures of growth under a ceiling, as far as capacity serves it."""

import numpy as np

from wattbook import units

HALF_MONTH = 1 / (2 * units.MONTHS_PER_YEAR)


def decaying_runrate_usd_per_year(
    month_start_year, observed_runrate_year, last_runrate_usd_per_year, ceiling_usd_per_year, decaying_growth_per_year,
    growth_persistence_ratio, growth_half_life_months, terminal_growth_per_year,
):
    """Demand in the middle of each month by the first structure: growth that decays under a ceiling.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    observed_runrate_year : (observations,) [calendar_year]
    last_runrate_usd_per_year, ceiling_usd_per_year : (draws, 1) [USD/year]
    decaying_growth_per_year : (draws, 1) [ratio/year]
    growth_persistence_ratio : (draws, 1) [ratio]
    growth_half_life_months : (draws, 1) [month]
        Above 0.
    terminal_growth_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, months) [USD/year]
        The last report before it.

    Notes
    -----
    R(t) = K e^(g_T dt) / (1 + (K / R0 - 1) exp(-x (1 - exp(-k dt)) / k)), x = (g p - g_T) / (1 - R0 / K), k = ln 2 / half-life,
    dt = t - t_last: the logistic curve with a growth rate that decays.

    References
    ----------
    Verhulst (1838) for the ceiling; Winsor (1932), PNAS 18(1), 1-8, for growth that decays.

    Examples
    --------
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

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    observed_runrate_year : (observations,) [calendar_year]
    last_runrate_usd_per_year, ceiling_usd_per_year : (draws, 1) [USD/year]
    gompertz_growth_per_year : (draws, 1) [ratio/year]
    growth_persistence_ratio : (draws, 1) [ratio]
    terminal_growth_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, months) [USD/year]
        The last report before it.

    Notes
    -----
    R(t) = K e^(g_T dt) (R0 / K)^exp(-c dt), c = (g p - g_T) / ln(K / R0), at least 0.

    References
    ----------
    Winsor (1932), "The Gompertz curve as a growth curve", PNAS 18(1), 1-8.

    Examples
    --------
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

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    observed_runrate_usd_per_year : (observations,) [USD/year]
        Above 0, in order of date.
    observed_runrate_year : (observations,) [calendar_year]
    decaying_runrate_usd_per_year, gompertz_runrate_usd_per_year : (draws, months) [USD/year]
    gompertz_structure_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, months) [USD/year]

    Notes
    -----
    D(t) = A(t)^(1 - w) B(t)^w: the structure is one more uncertain number, so that its weight can be compared with the
    others'. Between reports D is exponential.

    Examples
    --------
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

    Parameters
    ----------
    demand_runrate_usd_per_year, supply_limit_usd_per_year : (draws, months) [USD/year]
    month_start_year : (months,) [calendar_year]
    observed_runrate_year : (observations,) [calendar_year]

    Returns
    -------
    (draws, months) [USD/year]

    Notes
    -----
    R(t) = min(D(t), S(t)) after the last report; what is not served is lost, not kept waiting.

    Examples
    --------
    >>> runrate_usd_per_year(np.array([[9.0, 9.0]]), np.array([[5.0, 5.0]]), np.array([2025.0, 2027.0]),
    ...     np.array([2026.0])).tolist()
    [[9.0, 5.0]]
    """
    ahead = month_start_year + HALF_MONTH > observed_runrate_year[-1]
    return np.where(ahead, np.minimum(demand_runrate_usd_per_year, supply_limit_usd_per_year), demand_runrate_usd_per_year)


def target_runrate_year(runrate_usd_per_year, target_revenue_usd_per_year, month_start_year):
    """Month in which the run-rate first reaches the target.

    Parameters
    ----------
    runrate_usd_per_year : (draws, months) [USD/year]
    target_revenue_usd_per_year : (draws, 1) [USD/year]
    month_start_year : (months,) [calendar_year]

    Returns
    -------
    (draws, 1) [calendar_year]
        NaN where it never does on the time axis.

    Notes
    -----
    t* = first t with R(t) >= target.

    Examples
    --------
    >>> target_runrate_year(np.array([[60.0, 80.0]]), np.array([[70.0]]), np.array([2026.0, 2026.5])).tolist()
    [[2026.5]]
    """
    reached = runrate_usd_per_year >= target_revenue_usd_per_year
    first = month_start_year[np.argmax(reached, axis=-1)][:, None]
    return np.where(reached.any(axis=-1, keepdims=True), first, np.nan)


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
