"""When power is ready at each site: permits, shell, equipment and power, beside how long tracked sites took."""

import numpy as np

from wattbook import units
from wattbook.axes import member


def site_permit_months(site_permit_weeks, site_freeze_probability, site_freeze_rank_share, permit_freeze_months):
    """Months from first works until land and permits are in hand, a freeze included where it strikes.

    (draws, site, 1) [month]
    m = weeks + freeze where rank < probability.
    Left out: works that a freeze lets go on.

    >>> site_permit_months(np.array([[[365 / 7]]]), np.array([[[0.3]]]), np.array([[[0.2]]]),
    ... np.array([[12.0]])).round(6).ravel().tolist()
    [24.0]
    """
    months = site_permit_weeks * units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR
    frozen = site_freeze_rank_share < site_freeze_probability
    return months + np.where(frozen, permit_freeze_months[:, None], 0)


def p_site_frozen(site_freeze_probability, site_freeze_rank_share):
    """Probability that a permit freeze stops each site.

    (1, site, 1) [fraction]
    p = mean over draws of rank < probability.

    >>> p_site_frozen(np.array([[[0.3]], [[0.3]]]), np.array([[[0.2]], [[0.6]]])).ravel().tolist()
    [0.5]
    """
    return np.mean(site_freeze_rank_share < site_freeze_probability, axis=0, keepdims=True)


def compliance_usd_per_year(it_capacity_nominal_gw, compliance_usd_per_it_kw_year):
    """Yearly cost of permits, reports and audits.

    (draws, 1) [USD_2025/year]
    C = P c.
    Left out: data sovereignty (see the competition notebook).

    >>> compliance_usd_per_year(1.0, 3.0)
    3000000.0
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * compliance_usd_per_it_kw_year


def tracked_time_to_power_months(tracked_site_works_year, tracked_site_power_year):
    """Months from first works to first power at each tracked site.

    (draws, tracked_site, 1) [month]
    m = 12 (first power - first works).
    Sites without power yet have no value, so the mean leans to the quick ones.
    Dates are those of satellite images.
    Source: Epoch AI, Frontier AI Data Centers (December 2025).

    >>> tracked_time_to_power_months(np.array([[[2024.0]]]), np.array([[[2025.5]]])).ravel().tolist()
    [18.0]
    """
    return (tracked_site_power_year - tracked_site_works_year) * units.MONTHS_PER_YEAR


def tracked_pace_months_per_facility_mw(tracked_site_works_year, tracked_site_largest_year, tracked_site_energised_mw):
    """Months of works per MW of facility power at each tracked site.

    (draws, tracked_site, 1) [month/MW_facility]
    b = 12 (date of the largest power - first works) / that power.
    Older sites were built at the pace of demand, not in a hurry.
    Source: Epoch AI, Frontier AI Data Centers (December 2025).

    >>> tracked_pace_months_per_facility_mw(np.array([[[2024.0]]]), np.array([[[2025.5]]]),
    ... np.array([[[450.0]]])).ravel().tolist()
    [0.04]
    """
    power = np.where(tracked_site_energised_mw > 0, tracked_site_energised_mw, np.nan)
    return (tracked_site_largest_year - tracked_site_works_year) * units.MONTHS_PER_YEAR / power


def reference_time_to_power_months(tracked_time_to_power_months):
    """Median months from first works to first power over the tracked sites that have power.

    (draws, 1) [month]
    m = median over sites with power.

    >>> reference_time_to_power_months(np.array([[[6.0], [18.0], [np.nan], [30.0]]])).tolist()
    [[18.0]]
    """
    return _over_sites(tracked_time_to_power_months, 1 / 2)


def reference_powered_share(tracked_time_to_power_months, tracked_site_works_year):
    """Share of the tracked sites with works begun that have power.

    (draws, 1) [fraction]
    s = sites with power / sites with works.

    >>> reference_powered_share(np.array([[[6.0], [np.nan]]]), np.array([[[2024.0], [2025.0]]])).tolist()
    [[0.5]]
    """
    begun = np.sum(~np.isnan(tracked_site_works_year), axis=1)
    powered = np.sum(~np.isnan(tracked_time_to_power_months), axis=1)
    return np.where(begun > 0, powered / np.maximum(begun, 1), np.nan)


def base_rate_slip_months(tracked_time_to_power_months, site_works_start_year, site_planned_power_year):
    """Months by which the programme runs late if its sites take as long as tracked ones, mean over sites.

    (draws, 1) [month]
    x = mean over sites of (works + median reference - planned power).
    Negative is early.

    >>> base_rate_slip_months(np.array([[[20.0]]]), np.array([[[2025.0]]]), np.array([[[2026.0]]])).tolist()
    [[8.0]]
    """
    planned = (site_planned_power_year - site_works_start_year).mean(axis=1) * units.MONTHS_PER_YEAR
    return _over_sites(tracked_time_to_power_months, 1 / 2) - planned


def _over_sites(months, rank):
    """Quantile over the sites that have a value, (draws, 1); NaN where none has."""
    known = months[:, ~np.isnan(months).any(axis=(0, 2))]
    return np.quantile(known, rank, axis=1) if known.shape[1] else np.full((len(months), 1), np.nan)


def equipment_wait_months(
    transformer_lead_weeks, switchgear_lead_weeks, generator_lead_months, equipment_ordered_ahead_months,
    generator_ordered_ahead_months
):
    """Months from first works until transformers, switchgear and own generators are there.

    (draws, equipment, 1) [month]
    m = max(lead - ordered ahead, 0).
    Order of the axis: transformers, switchgear, generators.

    >>> equipment_wait_months(*(np.array([[x]]) for x in (365 / 7 * 3, 365 / 7, 18.0, 24.0, 4.0))).round(6).ravel().tolist()
    [12.0, 0.0, 14.0]
    """
    weeks = units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR
    leads = (transformer_lead_weeks * weeks, switchgear_lead_weeks * weeks, generator_lead_months)
    ahead = (equipment_ordered_ahead_months, equipment_ordered_ahead_months, generator_ordered_ahead_months)
    return np.stack([np.maximum(lead - early, 0) for lead, early in zip(leads, ahead, strict=True)], axis=1)


def site_grid_months(site_grid_wait_months, site_queue_ahead_months):
    """Months from first works until the grid delivers.

    (draws, site, 1) [month]
    m = max(wait - head start, 0).

    >>> site_grid_months(np.array([[[30.0]]]), np.array([[[24.0]]])).ravel().tolist()
    [6.0]
    """
    return np.maximum(site_grid_wait_months - site_queue_ahead_months, 0)


def site_onsite_months(site_fuel_line_months, equipment_wait_months):
    """Months from first works until an own power plant delivers.

    (draws, site, 1) [month]
    m = max(fuel line, generators).

    >>> site_onsite_months(np.array([[[8.0]]]), np.array([[[12.0], [0.0], [14.0]]])).ravel().tolist()
    [14.0]
    """
    return np.maximum(site_fuel_line_months, member(equipment_wait_months, "equipment", "generator"))


def site_power_months(site_grid_months, site_onsite_months):
    """Months from first works until power comes, by grid or own plant, whichever is sooner.

    (draws, site, 1) [month]
    m = min(grid, own).

    >>> site_power_months(np.array([[[6.0]]]), np.array([[[14.0]]])).ravel().tolist()
    [6.0]
    """
    return np.minimum(site_grid_months, site_onsite_months)


def site_own_view_months(
    site_permit_months, shell_construction_months, equipment_wait_months, site_power_months, commissioning_months
):
    """Months from first works to first power as the list of waits gives them.

    (draws, site, 1) [month]
    m = max(permits, shell, transformers, switchgear, power) + commissioning.
    The waits run side by side.

    >>> site_own_view_months(np.array([[[5.0]]]), np.array([[16.0]]), np.array([[[12.0], [0.0], [14.0]]]),
    ... np.array([[[20.0]]]), np.array([[3.0]])).ravel().tolist()
    [23.0]
    """
    equipment = np.maximum(*(member(equipment_wait_months, "equipment", one) for one in ("transformer", "switchgear")))
    works = np.maximum(site_permit_months, shell_construction_months[:, None])
    slowest = np.maximum(works, np.maximum(equipment, site_power_months))
    return slowest + commissioning_months[:, None]


def site_time_to_power_months(
    site_own_view_months, tracked_time_to_power_months, site_reference_rank_share, reference_weight_share,
    schedule_slip_months
):
    """Months from first works to first power: our list of waits and the tracked sites, weighted, plus what else slips.

    (draws, site, 1) [month]
    T = (1 - w) own + w Q(rank) + slip, Q the quantiles of the tracked sites; own + slip where none is known.
    Source: Flyvbjerg (2006), "From Nobel Prize to project management: getting risks right", Project Management Journal
    37(3).

    >>> site_time_to_power_months(np.array([[[20.0]]]), np.array([[[10.0], [30.0]]]), np.array([[[1.0]]]),
    ... np.array([[0.5]]), np.array([[3.0]])).ravel().tolist()
    [28.0]
    """
    expected = _weighted(site_own_view_months, tracked_time_to_power_months, site_reference_rank_share, reference_weight_share)
    return np.maximum(expected + schedule_slip_months[:, None], 0)


def site_first_power_year(site_works_start_year, site_time_to_power_months):
    """Date of first power at each site.

    (draws, site, 1) [calendar_year]
    t = works + T / 12.

    >>> site_first_power_year(np.array([[[2025.5]]]), np.array([[[18.0]]])).ravel().tolist()
    [2027.0]
    """
    return site_works_start_year + site_time_to_power_months / units.MONTHS_PER_YEAR


def site_slip_months(site_first_power_year, site_planned_power_year):
    """Months by which first power at each site comes after the plan.

    (draws, site, 1) [month]
    x = 12 (first power - plan); negative is early.

    >>> site_slip_months(np.array([[[2027.0]]]), np.array([[[2026.5]]])).ravel().tolist()
    [6.0]
    """
    return (site_first_power_year - site_planned_power_year) * units.MONTHS_PER_YEAR


def site_full_power_year(
    site_works_start_year, site_first_power_year, site_facility_mw, build_pace_months_per_facility_mw,
    tracked_pace_months_per_facility_mw, site_reference_rank_share, reference_weight_share
):
    """Date at which all power of each site is ready.

    (draws, site, 1) [calendar_year]
    t = max(first power + 1 month, works + pace M), the pace weighted like the time to power.

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
