"""When power is ready at each site: the slowest of permits, shell, equipment and power, then testing."""

import numpy as np

from wattbook import units

GENERATOR = 2  # place of own generators on the equipment axis


def equipment_wait_months(
    transformer_lead_weeks, switchgear_lead_weeks, generator_lead_months, equipment_ordered_ahead_months,
    generator_ordered_ahead_months
):
    """Months from first works until transformers, switchgear and own generators are there.

    Parameters
    ----------
    transformer_lead_weeks, switchgear_lead_weeks : (draws, 1) [week]
    generator_lead_months, equipment_ordered_ahead_months, generator_ordered_ahead_months : (draws, 1) [month]

    Returns
    -------
    (draws, equipment, 1) [month]

    Notes
    -----
    m = max(lead - ordered ahead, 0). Order of the axis: transformers, switchgear, generators.

    Examples
    --------
    >>> equipment_wait_months(*(np.array([[x]]) for x in (365 / 7 * 3, 365 / 7, 18.0, 24.0, 4.0))).round(6).ravel().tolist()
    [12.0, 0.0, 14.0]
    """
    weeks = units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR
    leads = (transformer_lead_weeks * weeks, switchgear_lead_weeks * weeks, generator_lead_months)
    ahead = (equipment_ordered_ahead_months, equipment_ordered_ahead_months, generator_ordered_ahead_months)
    return np.stack([np.maximum(lead - early, 0) for lead, early in zip(leads, ahead, strict=True)], axis=1)


def site_grid_months(site_grid_wait_months, site_queue_ahead_months):
    """Months from first works until the grid delivers.

    Parameters
    ----------
    site_grid_wait_months, site_queue_ahead_months : (draws, site, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    m = max(wait - head start, 0).

    Examples
    --------
    >>> site_grid_months(np.array([[[30.0]]]), np.array([[[24.0]]])).ravel().tolist()
    [6.0]
    """
    return np.maximum(site_grid_wait_months - site_queue_ahead_months, 0)


def site_onsite_months(site_fuel_line_months, equipment_wait_months):
    """Months from first works until an own power plant delivers.

    Parameters
    ----------
    site_fuel_line_months : (draws, site, 1) [month]
    equipment_wait_months : (draws, equipment, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    m = max(fuel line, generators).

    Examples
    --------
    >>> site_onsite_months(np.array([[[8.0]]]), np.array([[[12.0], [0.0], [14.0]]])).ravel().tolist()
    [14.0]
    """
    return np.maximum(site_fuel_line_months, equipment_wait_months[:, GENERATOR:])


def site_power_months(site_grid_months, site_onsite_months):
    """Months from first works until power comes, by grid or own plant, whichever is sooner.

    Parameters
    ----------
    site_grid_months, site_onsite_months : (draws, site, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    m = min(grid, own).

    Examples
    --------
    >>> site_power_months(np.array([[[6.0]]]), np.array([[[14.0]]])).ravel().tolist()
    [6.0]
    """
    return np.minimum(site_grid_months, site_onsite_months)


def site_own_view_months(
    site_permit_months, shell_construction_months, equipment_wait_months, site_power_months, commissioning_months
):
    """Months from first works to first power as the list of waits gives them.

    Parameters
    ----------
    site_permit_months : (draws, site, 1) [month]
    shell_construction_months : (draws, 1) [month]
    equipment_wait_months : (draws, equipment, 1) [month]
    site_power_months : (draws, site, 1) [month]
    commissioning_months : (draws, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    m = max(permits, shell, transformers, switchgear, power) + commissioning. The waits run side by side.

    Examples
    --------
    >>> site_own_view_months(np.array([[[5.0]]]), np.array([[16.0]]), np.array([[[12.0], [0.0], [14.0]]]),
    ... np.array([[[20.0]]]), np.array([[3.0]])).ravel().tolist()
    [23.0]
    """
    equipment = equipment_wait_months[:, :GENERATOR].max(axis=1, keepdims=True)
    works = np.maximum(site_permit_months, shell_construction_months[:, None])
    slowest = np.maximum(works, np.maximum(equipment, site_power_months))
    return slowest + commissioning_months[:, None]


def site_time_to_power_months(
    site_own_view_months, tracked_time_to_power_months, site_reference_rank_share, reference_weight_share,
    schedule_slip_months
):
    """Months from first works to first power: our list of waits and the tracked sites, weighted, plus what else slips.

    Parameters
    ----------
    site_own_view_months : (draws, site, 1) [month]
    tracked_time_to_power_months : (draws, tracked_site, 1) [month]
    site_reference_rank_share : (draws, site, 1) [fraction]
    reference_weight_share : (draws, 1) [fraction]
    schedule_slip_months : (draws, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    T = (1 - w) own + w Q(rank) + slip, Q the quantiles of the tracked sites; own + slip where none is known.

    References
    ----------
    Flyvbjerg (2006), "From Nobel Prize to project management: getting risks right", Project Management Journal 37(3).

    Examples
    --------
    >>> site_time_to_power_months(np.array([[[20.0]]]), np.array([[[10.0], [30.0]]]), np.array([[[1.0]]]),
    ... np.array([[0.5]]), np.array([[3.0]])).ravel().tolist()
    [28.0]
    """
    expected = _weighted(site_own_view_months, tracked_time_to_power_months, site_reference_rank_share, reference_weight_share)
    return np.maximum(expected + schedule_slip_months[:, None], 0)


def site_first_power_year(site_works_start_year, site_time_to_power_months):
    """Date of first power at each site.

    Parameters
    ----------
    site_works_start_year : (draws, site, 1) [calendar_year]
    site_time_to_power_months : (draws, site, 1) [month]

    Returns
    -------
    (draws, site, 1) [calendar_year]

    Notes
    -----
    t = works + T / 12.

    Examples
    --------
    >>> site_first_power_year(np.array([[[2025.5]]]), np.array([[[18.0]]])).ravel().tolist()
    [2027.0]
    """
    return site_works_start_year + site_time_to_power_months / units.MONTHS_PER_YEAR


def site_slip_months(site_first_power_year, site_planned_power_year):
    """Months by which first power at each site comes after the plan.

    Parameters
    ----------
    site_first_power_year, site_planned_power_year : (draws, site, 1) [calendar_year]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    x = 12 (first power - plan); negative is early.

    Examples
    --------
    >>> site_slip_months(np.array([[[2027.0]]]), np.array([[[2026.5]]])).ravel().tolist()
    [6.0]
    """
    return (site_first_power_year - site_planned_power_year) * units.MONTHS_PER_YEAR


def site_full_power_year(
    site_works_start_year, site_first_power_year, site_facility_mw, build_pace_months_per_facility_mw,
    tracked_pace_months_per_facility_mw, site_reference_rank_share, reference_weight_share
):
    """Date at which all power of each site is ready.

    Parameters
    ----------
    site_works_start_year, site_first_power_year : (draws, site, 1) [calendar_year]
    site_facility_mw : (draws, site, 1) [MW_facility]
    build_pace_months_per_facility_mw : (draws, 1) [month/MW_facility]
    tracked_pace_months_per_facility_mw : (draws, tracked_site, 1) [month/MW_facility]
    site_reference_rank_share : (draws, site, 1) [fraction]
    reference_weight_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, site, 1) [calendar_year]

    Notes
    -----
    t = max(first power + 1 month, works + pace M), the pace weighted like the time to power.

    Examples
    --------
    >>> site_full_power_year(*(np.array([[[x]]]) for x in (2025.0, 2026.0, 600.0)), np.array([[0.04]]),
    ... np.array([[[np.nan]]]), np.array([[[0.5]]]), np.array([[0.5]])).ravel().tolist()
    [2027.0]
    """
    own = np.broadcast_to(build_pace_months_per_facility_mw[:, None], site_facility_mw.shape)
    pace = _weighted(own, tracked_pace_months_per_facility_mw, site_reference_rank_share, reference_weight_share)
    built = site_works_start_year + pace * site_facility_mw / units.MONTHS_PER_YEAR
    return np.maximum(built, site_first_power_year + 1 / units.MONTHS_PER_YEAR)


def _weighted(own, reference, rank, weight):
    """Our own view and the quantile of the reference sites at a rank, weighted; our own where no site has a value."""
    known = reference[0, ~np.isnan(reference[0, :, 0]), 0]  # observed: the same in every draw
    if known.size == 0:
        return own
    outside = np.quantile(known, rank.ravel()).reshape(rank.shape)
    return (1 - weight[:, None]) * own + weight[:, None] * outside
