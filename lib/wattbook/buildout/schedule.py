"""When the money is spent and when the capacity is energised."""

import numpy as np

from wattbook import units
from wattbook.series import at_year_end, delayed


def spend_cumulative_share(month_start_year, spend_start_year, spend_duration_months, spend_curve_shape):
    """Share of the capital budget spent by the end of each month: an S-curve.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    spend_start_year : (draws, 1) [calendar_year]
    spend_duration_months : (draws, 1) [month]
        Above 0.
    spend_curve_shape : (draws, 1) [ratio]

    Returns
    -------
    (draws, months) [fraction]
        0 before the start and 1 after the end.

    Notes
    -----
    w(t) = I_x(a, a), x = (t - t0) / d clipped to 0..1, I the regularised incomplete beta function.

    References
    ----------
    Beta S-curves are the usual form for project cash flow: Skitmore (1992), "Parameter prediction for cash flow
    forecasting models", Construction Management and Economics 10(5).

    Examples
    --------
    >>> spend_cumulative_share(np.array([2026.0, 2026 + 5 / 12]), 2026.0, 12.0, 2.0).round(3).tolist()
    [0.02, 0.5]
    """
    from scipy.special import betainc

    month_end = month_start_year + 1 / units.MONTHS_PER_YEAR
    elapsed = (month_end - spend_start_year) * units.MONTHS_PER_YEAR / spend_duration_months
    return betainc(spend_curve_shape, spend_curve_shape, np.clip(elapsed, 0, 1))


def spend_usd_per_month(budget_usd, budget_capex_share, spend_cumulative_share):
    """Capital spending in each month.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]
    spend_cumulative_share : (draws, months) [fraction]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    c(t) = K share (w(t) - w(t - 1)).

    Examples
    --------
    >>> spend_usd_per_month(100.0, 1.0, np.array([[0.25, 1.0]])).tolist()
    [[25.0, 75.0]]
    """
    return budget_usd * budget_capex_share * np.diff(spend_cumulative_share, axis=-1, prepend=0)


def energised_share(limit_share):
    """Share of the capacity that is energised by the end of each month: the lowest of the limits.

    Parameters
    ----------
    limit_share : (draws, constraint, months) [fraction]

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    e(t) = min over limits of l_i(t): ready power, delivered accelerators, crews, money. All limits rise, so this does.

    Examples
    --------
    >>> energised_share(np.array([[[0.2, 1.0], [0.5, 0.6]]])).tolist()
    [[0.2, 0.6]]
    """
    return limit_share.min(axis=1)


def energised_it_gw(it_capacity_nominal_gw, energised_share):
    """IT power energised by the end of each month.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    energised_share : (draws, months) [fraction]

    Returns
    -------
    (draws, months) [GW_IT]

    Notes
    -----
    E(t) = P e(t).

    Examples
    --------
    >>> energised_it_gw(1.3, np.array([[0.5]])).tolist()
    [[0.65]]
    """
    return it_capacity_nominal_gw * energised_share


def in_service_it_gw(energised_it_gw, it_life_years):
    """IT power that is energised and not yet at the end of its life.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, months) [GW_IT]

    Notes
    -----
    S(t) = E(t) - E(t - L). Refresh is left out: the budget buys one generation.

    Examples
    --------
    >>> in_service_it_gw(np.array([[0.0, 0.0, 5.0, 5.0]]), np.array([[1 / 12]])).tolist()
    [[0.0, 0.0, 5.0, 0.0]]
    """
    return energised_it_gw - delayed(energised_it_gw, it_life_years * units.MONTHS_PER_YEAR)


def energised_at_target_it_gw(energised_it_gw, month_calendar_year, target_year):
    """IT power energised at the end of the target year.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [GW_IT]

    Notes
    -----
    E_target = E(t) at the end of December of the target year.

    Examples
    --------
    >>> energised_at_target_it_gw(np.array([[0.1, 0.4]]), np.array([2026, 2027]), np.array([[2026]])).tolist()
    [[0.1]]
    """
    return at_year_end(energised_it_gw, month_calendar_year, target_year)


def programme_energised_at_target_share(energised_at_target_it_gw, it_capacity_nominal_gw):
    """Share of the programme that is energised at the end of the target year.

    Parameters
    ----------
    energised_at_target_it_gw, it_capacity_nominal_gw : (draws, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [fraction]
        0 for a programme that buys nothing.

    Notes
    -----
    s = E / P.

    Examples
    --------
    >>> programme_energised_at_target_share(np.array([[0.2]]), np.array([[0.8]])).tolist()
    [[0.25]]
    """
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1)
    return energised_at_target_it_gw / built
