"""The outside view: how long tracked frontier sites took."""

import numpy as np

from wattbook import units


def tracked_time_to_power_months(tracked_site_works_year, tracked_site_power_year):
    """Months from first works to first power at each tracked site.

    Parameters
    ----------
    tracked_site_works_year, tracked_site_power_year : (draws, tracked_site, 1) [calendar_year]

    Returns
    -------
    (draws, tracked_site, 1) [month]

    Notes
    -----
    m = 12 (first power - first works). Sites without power yet have no value, so the mean leans to the quick ones. Dates
    are those of satellite images.

    References
    ----------
    Epoch AI, Frontier AI Data Centers (December 2025).

    Examples
    --------
    >>> tracked_time_to_power_months(np.array([[[2024.0]]]), np.array([[[2025.5]]])).ravel().tolist()
    [18.0]
    """
    return (tracked_site_power_year - tracked_site_works_year) * units.MONTHS_PER_YEAR


def tracked_pace_months_per_facility_mw(tracked_site_works_year, tracked_site_largest_year, tracked_site_energised_mw):
    """Months of works per MW of facility power at each tracked site.

    Parameters
    ----------
    tracked_site_works_year, tracked_site_largest_year : (draws, tracked_site, 1) [calendar_year]
    tracked_site_energised_mw : (draws, tracked_site, 1) [MW_facility]

    Returns
    -------
    (draws, tracked_site, 1) [month/MW_facility]

    Notes
    -----
    b = 12 (date of the largest power - first works) / that power. Older sites were built at the pace of demand, not in a
    hurry.

    References
    ----------
    Epoch AI, Frontier AI Data Centers (December 2025).

    Examples
    --------
    >>> tracked_pace_months_per_facility_mw(np.array([[[2024.0]]]), np.array([[[2025.5]]]),
    ... np.array([[[450.0]]])).ravel().tolist()
    [0.04]
    """
    power = np.where(tracked_site_energised_mw > 0, tracked_site_energised_mw, np.nan)
    return (tracked_site_largest_year - tracked_site_works_year) * units.MONTHS_PER_YEAR / power


def reference_time_to_power_months(tracked_time_to_power_months):
    """Median months from first works to first power over the tracked sites that have power.

    Parameters
    ----------
    tracked_time_to_power_months : (draws, tracked_site, 1) [month]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    m = median over sites with power.

    Examples
    --------
    >>> reference_time_to_power_months(np.array([[[6.0], [18.0], [np.nan], [30.0]]])).tolist()
    [[18.0]]
    """
    return _over_sites(tracked_time_to_power_months, 1 / 2)


def reference_powered_share(tracked_time_to_power_months, tracked_site_works_year):
    """Share of the tracked sites with works begun that have power.

    Parameters
    ----------
    tracked_time_to_power_months : (draws, tracked_site, 1) [month]
    tracked_site_works_year : (draws, tracked_site, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s = sites with power / sites with works.

    Examples
    --------
    >>> reference_powered_share(np.array([[[6.0], [np.nan]]]), np.array([[[2024.0], [2025.0]]])).tolist()
    [[0.5]]
    """
    begun = np.sum(~np.isnan(tracked_site_works_year), axis=1)
    powered = np.sum(~np.isnan(tracked_time_to_power_months), axis=1)
    return np.where(begun > 0, powered / np.maximum(begun, 1), np.nan)


def base_rate_slip_months(tracked_time_to_power_months, site_works_start_year, site_planned_power_year):
    """Months by which the programme runs late if its sites take as long as tracked ones, mean over sites.

    Parameters
    ----------
    tracked_time_to_power_months : (draws, tracked_site, 1) [month]
    site_works_start_year, site_planned_power_year : (draws, site, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    x = mean over sites of (works + median reference - planned power). Negative is early.

    Examples
    --------
    >>> base_rate_slip_months(np.array([[[20.0]]]), np.array([[[2025.0]]]), np.array([[[2026.0]]])).tolist()
    [[8.0]]
    """
    planned = (site_planned_power_year - site_works_start_year).mean(axis=1) * units.MONTHS_PER_YEAR
    return _over_sites(tracked_time_to_power_months, 1 / 2) - planned


def _over_sites(months, rank):
    """Quantile over the sites that have a value, (draws, 1); NaN where none has."""
    known = months[:, ~np.isnan(months).any(axis=(0, 2))]
    return np.quantile(known, rank, axis=1) if known.shape[1] else np.full((len(months), 1), np.nan)
