"""Which site is energised when, and how far the programme runs behind its money."""

import numpy as np

from wattbook import units
from wattbook.series import at_year_end


def site_energised_it_gw(energised_it_gw, site_power_ready_share, site_it_gw):
    """IT power energised at each site by the end of each month.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    site_power_ready_share : (draws, site, months) [fraction]
    site_it_gw : (draws, site, 1) [GW_IT]

    Returns
    -------
    (draws, site, months) [GW_IT]

    Notes
    -----
    E_s(t) = E_s(t - 1) + (E(t) - E(t - 1)) room_s / sum of room, room_s = P_s r_s(t) - E_s(t - 1). What is installed in a
    month goes to sites in proportion to ready power not yet used, and never moves again.

    Examples
    --------
    >>> site_energised_it_gw(np.array([[0.5, 1.0]]), np.array([[[1.0, 1.0], [0.0, 1.0]]]), np.array([[[0.5],
    ... [0.5]]])).tolist()
    [[[0.5, 0.5], [0.0, 0.5]]]
    """
    ready = site_power_ready_share * site_it_gw
    energised = np.zeros_like(ready)
    before = np.zeros(ready.shape[:2])
    for month in range(ready.shape[2]):
        room = np.maximum(ready[:, :, month] - before, 0)
        total = room.sum(axis=1, keepdims=True)
        added = energised_it_gw[:, month, None] - before.sum(axis=1, keepdims=True)
        before = before + added * room / np.where(total > 0, total, 1)
        energised[:, :, month] = before
    return energised


def site_energised_year_after_it_gw(site_energised_it_gw, month_calendar_year, target_year):
    """IT power energised at each site at the end of the year after the target year.

    Parameters
    ----------
    site_energised_it_gw : (draws, site, months) [GW_IT]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, site, 1) [GW_IT]

    Notes
    -----
    E_s = E_s(t), t December of the year after the target.

    Examples
    --------
    >>> site_energised_year_after_it_gw(np.array([[[0.1, 0.4]]]), np.array([2026, 2027]),
    ... np.array([[2026]])).ravel().tolist()
    [0.4]
    """
    sites = np.moveaxis(site_energised_it_gw, 1, 0)
    return np.stack([at_year_end(site, month_calendar_year, target_year + 1) for site in sites], axis=1)


def sites_energised_count(site_energised_it_gw):
    """Sites with power on by the end of each month.

    Parameters
    ----------
    site_energised_it_gw : (draws, site, months) [GW_IT]

    Returns
    -------
    (draws, months) [count]

    Notes
    -----
    n(t) = sites with E_s(t) > 0.

    Examples
    --------
    >>> sites_energised_count(np.array([[[0.0, 0.1], [0.2, 0.2]]])).tolist()
    [[1.0, 2.0]]
    """
    return (site_energised_it_gw > 0).sum(axis=1).astype(float)


def yearend_energised_it_gw(energised_it_gw):
    """IT power energised at the end of each calendar year.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]

    Returns
    -------
    (draws, years) [GW_IT]

    Notes
    -----
    E_y = E(t), t December of the year. The time axis holds whole calendar years.

    Examples
    --------
    >>> yearend_energised_it_gw(np.arange(24.0)[None]).tolist()
    [[11.0, 23.0]]
    """
    return energised_it_gw[:, units.MONTHS_PER_YEAR - 1 :: units.MONTHS_PER_YEAR]


def programme_slip_months(paid_share, energised_share):
    """Months by which the mean kilowatt is energised after it is paid for and due.

    Parameters
    ----------
    paid_share, energised_share : (draws, months) [fraction]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    x = sum over months of p(t) - e(t): the area between the two curves. Within the time axis.

    Examples
    --------
    >>> programme_slip_months(np.array([[0.5, 1.0, 1.0]]), np.array([[0.0, 0.5, 1.0]])).tolist()
    [[1.0]]
    """
    return (paid_share - energised_share).sum(axis=1, keepdims=True)


def waiting_accelerators_count(accelerators_delivered_share, energised_share, accelerators_count):
    """Accelerators delivered and not yet installed.

    Parameters
    ----------
    accelerators_delivered_share, energised_share : (draws, months) [fraction]
    accelerators_count : (draws, 1) [count] [count]

    Returns
    -------
    (draws, months) [count]

    Notes
    -----
    n(t) = N (a(t) - e(t)).

    Examples
    --------
    >>> waiting_accelerators_count(np.array([[0.5]]), np.array([[0.25]]), np.array([[8.0]])).tolist()
    [[2.0]]
    """
    return accelerators_count * (accelerators_delivered_share - energised_share)
