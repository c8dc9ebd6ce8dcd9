"""What holds installation back each month, and what relieving each limit would give."""

import numpy as np

from wattbook import units
from wattbook.series import delayed

CREWS = 2  # place of crews on the constraint axis
ROUNDING = 1e-12  # a smaller gain is what adding floats leaves


def site_power_ready_share(month_start_year, site_first_power_year, site_full_power_year):
    """Share of the power of each site that is ready by the end of each month.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    site_first_power_year, site_full_power_year : (draws, site, 1) [calendar_year]

    Returns
    -------
    (draws, site, months) [fraction]

    Notes
    -----
    r(t) = (t - first power) / (full power - first power), within 0 and 1.

    Examples
    --------
    >>> site_power_ready_share(np.array([2026.5 - 1 / 12]), np.array([[[2026.0]]]),
    ... np.array([[[2028.0]]])).round(6).ravel().tolist()
    [0.25]
    """
    month_end = month_start_year + 1 / units.MONTHS_PER_YEAR
    return np.clip((month_end - site_first_power_year) / (site_full_power_year - site_first_power_year), 0, 1)


def power_ready_share(site_power_ready_share, site_it_gw, it_capacity_nominal_gw):
    """Share of the programme for which power is ready by the end of each month.

    Parameters
    ----------
    site_power_ready_share : (draws, site, months) [fraction]
    site_it_gw : (draws, site, 1) [GW_IT]
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    r(t) = sum of P_s r_s(t) / P.

    Examples
    --------
    >>> power_ready_share(np.array([[[1.0], [0.5]]]), np.array([[[1.0], [3.0]]]), np.array([[4.0]])).tolist()
    [[0.625]]
    """
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1)
    return np.minimum((site_power_ready_share * site_it_gw).sum(axis=1) / built, 1)


def accelerators_delivered_share(month_start_year, accelerator_first_delivery_year, accelerator_delivery_months):
    """Share of the accelerators delivered by the end of each month.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    accelerator_first_delivery_year : (draws, 1) [calendar_year]
    accelerator_delivery_months : (draws, 1) [month]

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    a(t) = (t - first delivery) / duration, within 0 and 1. Deliveries are even, over at least a month.

    Examples
    --------
    >>> accelerators_delivered_share(np.array([2026.5]), np.array([[2026.0]]), np.array([[28.0]])).round(6).tolist()
    [[0.25]]
    """
    elapsed = (month_start_year - accelerator_first_delivery_year) * units.MONTHS_PER_YEAR + 1
    return np.clip(elapsed / np.maximum(accelerator_delivery_months, 1), 0, 1)


def crew_installed_share(
    month_start_year, spend_start_year, construction_workers_count, crew_filled_share, installation_it_mw_per_fte_year,
    it_capacity_nominal_gw
):
    """Share of the programme that the crews can have installed by the end of each month.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    spend_start_year : (draws, 1) [calendar_year]
    construction_workers_count : (draws, 1) [count]
    crew_filled_share : (draws, 1) [fraction]
    installation_it_mw_per_fte_year : (draws, 1) [MW_IT/FTE/year]
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    c(t) = workers filled mw (t - start) / P, within 0 and 1. Crews work at full strength from the start.

    Examples
    --------
    >>> crew_installed_share(np.array([2026.0 - 1 / 12]), *(np.array([[x]]) for x in (2025.0, 5000.0, 0.8, 0.1,
    ... 1.6))).round(6).tolist()
    [[0.25]]
    """
    mw_per_year = construction_workers_count * crew_filled_share * installation_it_mw_per_fte_year
    years = np.maximum(month_start_year + 1 / units.MONTHS_PER_YEAR - spend_start_year, 0)
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, np.nan)
    return np.nan_to_num(np.clip(mw_per_year * years / units.MW_PER_GW / built, 0, 1), nan=1)


def paid_share(spend_cumulative_share, spend_to_power_lag_months):
    """Share of the programme that is paid for and has had time to become power.

    Parameters
    ----------
    spend_cumulative_share : (draws, months) [fraction] [fraction]
    spend_to_power_lag_months : (draws, 1) [month]

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    p(t) = w(t - lag).

    Examples
    --------
    >>> paid_share(np.array([[0.0, 0.5, 1.0]]), np.array([[1.0]])).tolist()
    [[0.0, 0.0, 0.5]]
    """
    return delayed(spend_cumulative_share, spend_to_power_lag_months)


def limit_share(power_ready_share, accelerators_delivered_share, crew_installed_share, paid_share):
    """Share of the programme that each limit alone would allow by the end of each month.

    Parameters
    ----------
    power_ready_share, accelerators_delivered_share, crew_installed_share, paid_share : (draws, months) [fraction]

    Returns
    -------
    (draws, constraint, months) [fraction]

    Notes
    -----
    l_i(t) = ready, delivered, installed, paid, in this order.

    Examples
    --------
    >>> limit_share(*(np.array([[x]]) for x in (0.1, 0.2, 0.3, 0.4))).ravel().tolist()
    [0.1, 0.2, 0.3, 0.4]
    """
    return np.stack([power_ready_share, accelerators_delivered_share, crew_installed_share, paid_share], axis=1)


def p_binding(limit_share):
    """Share of draws in which each limit holds installation back, month by month.

    Parameters
    ----------
    limit_share : (draws, constraint, months) [fraction]

    Returns
    -------
    (1, constraint, months) [fraction]

    Notes
    -----
    p_i(t) = mean over draws of l_i(t) is the lowest and below 1. Of equal limits the first counts.

    Examples
    --------
    >>> p_binding(np.array([[[0.1], [0.2]], [[1.0], [1.0]]])).ravel().tolist()
    [0.5, 0.0]
    """
    lowest = limit_share.argmin(axis=1)[:, None]
    places = np.arange(limit_share.shape[1])[:, None]
    unfinished = limit_share.min(axis=1, keepdims=True) < 1
    return np.mean((lowest == places) & unfinished, axis=0, keepdims=True)


def binding_time_share(p_binding):
    """Share of the time under construction in which each limit holds installation back.

    Parameters
    ----------
    p_binding : (1, constraint, months) [fraction]

    Returns
    -------
    (1, constraint, 1) [fraction]

    Notes
    -----
    s_i = sum over months of p_i / sum over limits and months.

    Examples
    --------
    >>> binding_time_share(np.array([[[0.5, 1.0], [0.5, 0.0]]])).ravel().tolist()
    [0.75, 0.25]
    """
    total = p_binding.sum(axis=(1, 2), keepdims=True)
    return p_binding.sum(axis=2, keepdims=True) / np.where(total > 0, total, 1)


def relieved_share(limit_share):
    """Share of the programme that is energised if one limit alone is lifted.

    Parameters
    ----------
    limit_share : (draws, constraint, months) [fraction]

    Returns
    -------
    (draws, constraint, months) [fraction]

    Notes
    -----
    e_i(t) = min over the other limits.

    Examples
    --------
    >>> relieved_share(np.array([[[0.1], [0.4], [0.7]]])).ravel().tolist()
    [0.4, 0.1, 0.1]
    """
    items = range(limit_share.shape[1])
    return np.stack([np.delete(limit_share, item, axis=1).min(axis=1) for item in items], axis=1)


def relief_months(relieved_share, energised_share):
    """Months by which the mean kilowatt works sooner if one limit alone is lifted.

    Parameters
    ----------
    relieved_share : (draws, constraint, months) [fraction]
    energised_share : (draws, months) [fraction]

    Returns
    -------
    (draws, constraint, 1) [month]

    Notes
    -----
    g_i = sum over months of e_i(t) - e(t). Within the time axis.

    Examples
    --------
    >>> relief_months(np.array([[[0.4, 1.0], [0.1, 0.9]]]), np.array([[0.1, 0.9]])).round(6).ravel().tolist()
    [0.4, 0.0]
    """
    return _gain(relieved_share, energised_share).sum(axis=2, keepdims=True)


def relief_it_gw(relieved_share, energised_share, it_capacity_nominal_gw):
    """Largest extra capacity in any month if one limit alone is lifted.

    Parameters
    ----------
    relieved_share : (draws, constraint, months) [fraction]
    energised_share : (draws, months) [fraction]
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]

    Returns
    -------
    (draws, constraint, 1) [GW_IT]

    Notes
    -----
    G_i = P max over months of e_i(t) - e(t).

    Examples
    --------
    >>> relief_it_gw(np.array([[[0.4, 1.0], [0.1, 0.9]]]), np.array([[0.1, 0.9]]),
    ... np.array([[2.0]])).round(6).ravel().tolist()
    [0.6, 0.0]
    """
    gain = _gain(relieved_share, energised_share).max(axis=2, keepdims=True)
    return it_capacity_nominal_gw[:, None] * gain


def month_sooner_mw_year(limit_share, energised_share, it_capacity_nominal_gw):
    """Extra capacity over time if one limit alone is eased by one month.

    Parameters
    ----------
    limit_share : (draws, constraint, months) [fraction]
    energised_share : (draws, months) [fraction]
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]

    Returns
    -------
    (draws, constraint, 1) [MW_year]

    Notes
    -----
    g_i = P sum over months of min(l_i(t + 1), other l_j(t)) - e(t), over 12.

    Examples
    --------
    >>> month_sooner_mw_year(np.array([[[0.0, 0.6, 1.0], [1.0, 1.0, 1.0]]]), np.array([[0.0, 0.6, 1.0]]),
    ... np.array([[1.2]])).round(6).ravel().tolist()
    [100.0, 0.0]
    """
    sooner = np.concatenate([limit_share[:, :, 1:], limit_share[:, :, -1:]], axis=2)
    items = np.arange(limit_share.shape[1])[:, None]
    eased = np.stack([np.where(items == item, sooner, limit_share).min(axis=1) for item in items], axis=1)
    gain = _gain(eased, energised_share).sum(axis=2, keepdims=True) / units.MONTHS_PER_YEAR
    return gain * it_capacity_nominal_gw[:, None] * units.MW_PER_GW


def labour_slip_months(relief_months):
    """Months by which short crews alone delay the mean kilowatt.

    Parameters
    ----------
    relief_months : (draws, constraint, 1) [month]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    x = g of crews.

    Examples
    --------
    >>> labour_slip_months(np.array([[[4.0], [0.0], [2.0], [1.0]]])).tolist()
    [[2.0]]
    """
    return relief_months[:, CREWS]


def _gain(eased, energised_share):
    """Share gained in each month."""
    gain = eased - energised_share[:, None]
    return np.where(gain > ROUNDING, gain, 0)
