"""When power is ready at each site: permits, shell, equipment and power, beside how long tracked sites took."""

import numpy as np

from wattbook import survival, units
from wattbook.axes import member
from wattbook.series import first_month


def site_permit_hold_months(site_works_start_year, site_permit_weeks, site_freeze_probability, site_freeze_rank_share,
                            site_freeze_start_year, permit_freeze_months):
    """Months by which a freeze holds the permits of each site.
    (draws, site, 1) [month]: h = end of the freeze - day due, where luck < probability and the day due lies in the freeze.
    """
    due = site_works_start_year + site_permit_weeks * units.DAYS_PER_WEEK / units.DAYS_PER_YEAR
    return _held(due, site_freeze_rank_share < site_freeze_probability, site_freeze_start_year, permit_freeze_months)


def site_permit_months(site_permit_weeks, site_permit_hold_months):
    """Months from first works until land and permits are in hand, a freeze included where it holds them.
    (draws, site, 1) [month]: m = weeks + hold.
    Left out: works that a freeze lets go on.
    """
    return site_permit_weeks * units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR + site_permit_hold_months


def tracked_time_to_power_months(tracked_site_works_year, tracked_site_power_year):
    """Months from first works to first power at each tracked site.
    (draws, tracked_site, 1) [month]: m = 12 (first power - first works). No value without power yet.
    Source: Epoch AI, Frontier AI Data Centers (December 2025).
    """
    return (tracked_site_power_year - tracked_site_works_year) * units.MONTHS_PER_YEAR


def tracked_waited_months(tracked_site_works_year, tracked_site_power_year, tracked_site_seen_year):
    """Months that each tracked site without power had waited when it was last looked at.
    (draws, tracked_site, 1) [month]: m = 12 (last look - first works); no value where power is on.
    """
    waited = (tracked_site_seen_year - tracked_site_works_year) * units.MONTHS_PER_YEAR
    return np.where(np.isnan(tracked_site_power_year), waited, np.nan)


def reference_time_to_power_months(tracked_time_to_power_months, tracked_waited_months, reference_tail_months):
    """Median months from first works to first power over the tracked sites, those that still wait counted.
    (draws, 1) [month]: m = Q(1/2), Q the Kaplan-Meier quantiles with an exponential tail; no value where none has power.
    Source: Kaplan and Meier (1958), Journal of the American Statistical Association 53(282).
    """
    known = _curve(tracked_time_to_power_months, tracked_waited_months)
    return survival.quantile(*known, 1 / 2, reference_tail_months)


def base_rate_slip_months(reference_time_to_power_months, site_works_start_year, site_planned_power_year):
    """Months by which the programme runs late if its sites take as long as tracked ones, mean over sites.
    (draws, 1) [month]: x = mean over sites of (works + median reference - planned power). Negative is early.
    """
    planned = (site_planned_power_year - site_works_start_year).mean(axis=1) * units.MONTHS_PER_YEAR
    return reference_time_to_power_months - planned


def equipment_wait_months(transformer_lead_weeks, switchgear_lead_weeks, generator_lead_months, equipment_ordered_ahead_months,
                          generator_ordered_ahead_months):
    """Months from first works until transformers, switchgear and own generators are there.
    (draws, equipment, 1) [month]: m = max(lead - ordered ahead, 0). Order of the axis: transformers, switchgear, generators.
    """
    weeks = units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR
    leads = (transformer_lead_weeks * weeks, switchgear_lead_weeks * weeks, generator_lead_months)
    ahead = (equipment_ordered_ahead_months, equipment_ordered_ahead_months, generator_ordered_ahead_months)
    return np.stack([np.maximum(lead - early, 0) for lead, early in zip(leads, ahead, strict=True)], axis=1)


def site_grid_hold_months(site_works_start_year, site_grid_wait_months, site_queue_ahead_months, site_pause_probability,
                          site_freeze_rank_share, site_pause_start_year, grid_pause_months):
    """Months by which a pause in energising large loads holds the grid connection of each site.
    (draws, site, 1) [month]: h = end of the pause - day due, where luck < probability and the day due lies in the pause.
    """
    due = site_works_start_year + np.maximum(site_grid_wait_months - site_queue_ahead_months, 0) / units.MONTHS_PER_YEAR
    return _held(due, site_freeze_rank_share < site_pause_probability, site_pause_start_year, grid_pause_months)


def site_rule_hold_months(site_permit_hold_months, site_grid_hold_months):
    """Months by which rules hold each site: a freeze its permits and a pause its grid connection, together.
    (draws, site, 1) [month]: h = h_permits + h_grid.
    """
    return site_permit_hold_months + site_grid_hold_months


def site_grid_months(site_grid_wait_months, site_queue_ahead_months, site_grid_hold_months):
    """Months from first works until the grid delivers, a pause included where it holds the site.
    (draws, site, 1) [month]: m = max(wait - head start, 0) + hold.
    """
    return np.maximum(site_grid_wait_months - site_queue_ahead_months, 0) + site_grid_hold_months


def site_onsite_months(site_fuel_line_months, equipment_wait_months):
    """Months from first works until an own power plant delivers.
    (draws, site, 1) [month]: m = max(fuel line, generators).
    """
    return np.maximum(site_fuel_line_months, member(equipment_wait_months, "equipment", "generator"))


def site_own_view_months(site_permit_months, shell_construction_months, equipment_wait_months, site_grid_months,
                         site_onsite_months, commissioning_months):
    """Months from first works to first power as the list of waits gives them.
    (draws, site, 1) [month]: m = max(permits, shell, transformers, switchgear, min(grid, own power)) + commissioning.
    """
    equipment = np.maximum(*(member(equipment_wait_months, "equipment", one) for one in ("transformer", "switchgear")))
    works = np.maximum(site_permit_months, shell_construction_months[:, None])
    slowest = np.maximum(works, np.maximum(equipment, np.minimum(site_grid_months, site_onsite_months)))
    return slowest + commissioning_months[:, None]


def site_expected_months(site_own_view_months, tracked_time_to_power_months, tracked_waited_months, reference_tail_months,
                         site_reference_rank_share, reference_weight_share, schedule_slip_months):
    """Months from first works to first power before anything is seen: our list of waits and the tracked sites, weighted.
    (draws, site, 1) [month]: T = (1 - w) own + w Q(rank) + slip, Q the quantiles of the tracked sites.
    Source: Flyvbjerg (2006), "From Nobel Prize to project management: getting risks right", Project Management Journal 37(3).
    """
    known = _curve(tracked_time_to_power_months, tracked_waited_months)
    outside = survival.quantile(*known, site_reference_rank_share, reference_tail_months[:, None])
    expected = _weighted(site_own_view_months, outside, reference_weight_share)
    return np.maximum(expected + schedule_slip_months[:, None], 0)


def site_time_to_power_months(site_expected_months, site_works_start_year, as_of_year, site_unseen_probability,
                              site_unseen_rank_share, tracked_time_to_power_months, tracked_waited_months,
                              reference_tail_months):
    """Months from first works to first power, given that no power was seen at the site by the as-of date.
    (draws, site, 1) [month]: T = expected where that is later than the time gone by, e, or luck < u; else Q(F(e) + (luck - u) /
    (1 - u) (1 - F(e))). u is the chance that power is on and not seen; Q and F are those of the tracked sites, so that what is
    refuted is drawn again from those that took longer; e itself where none is known. Draws stay equally likely.
    """
    known = _curve(tracked_time_to_power_months, tracked_waited_months)
    gone, tail = (as_of_year[:, None] - site_works_start_year) * units.MONTHS_PER_YEAR, reference_tail_months[:, None]
    unseen = site_unseen_probability[:, None]
    kept = (site_expected_months >= gone) | (site_unseen_rank_share < unseen)
    place = np.maximum(site_unseen_rank_share - unseen, 0) / np.where(unseen < 1, 1 - unseen, 1)
    before = survival.share_before(*known, gone, tail)
    later = survival.quantile(*known, before + place * (1 - before), tail)
    return np.where(kept, site_expected_months, np.fmax(later, gone))


def site_first_power_year(site_works_start_year, site_time_to_power_months, site_seen_it_mw, month_start_year):
    """Date of first power at each site.
    (draws, site, 1) [calendar_year]: t = works + T / 12; where power was seen, the month in which it was.
    """
    seen = first_month(np.nan_to_num(site_seen_it_mw) > 0, month_start_year)
    return np.where(np.isnan(seen), site_works_start_year + site_time_to_power_months / units.MONTHS_PER_YEAR, seen)


def site_slip_months(site_first_power_year, site_planned_power_year):
    """Months by which first power at each site comes after the plan.
    (draws, site, 1) [month]: x = 12 (first power - plan); negative is early.
    """
    return (site_first_power_year - site_planned_power_year) * units.MONTHS_PER_YEAR


def site_full_power_year(site_works_start_year, site_first_power_year, site_facility_mw, build_pace_months_per_facility_mw,
                         tracked_site_works_year, tracked_site_largest_year, tracked_site_energised_mw,
                         site_reference_rank_share, reference_weight_share):
    """Date at which all power of each site is ready.
    (draws, site, 1) [calendar_year]: t = max(first power + 1 month, works + pace M), the pace weighted like the time to power
    with that of tracked sites, 12 (date of the largest power - first works) / that power.
    """
    own = np.broadcast_to(build_pace_months_per_facility_mw[:, None], site_facility_mw.shape)
    power = np.where(tracked_site_energised_mw > 0, tracked_site_energised_mw, np.nan)
    known = ((tracked_site_largest_year - tracked_site_works_year) * units.MONTHS_PER_YEAR / power)[0, :, 0]
    known, rank = known[~np.isnan(known)], site_reference_rank_share
    outside = np.quantile(known, rank.ravel()).reshape(rank.shape) if known.size else np.nan
    pace = _weighted(own, outside, reference_weight_share)
    built = site_works_start_year + pace * site_facility_mw / units.MONTHS_PER_YEAR
    return np.maximum(built, site_first_power_year + 1 / units.MONTHS_PER_YEAR)


def _held(due_year, strikes, start_year, months):
    """Months from the day something is due to the end of a rule that holds it; nought where none does."""
    left = (start_year - due_year) * units.MONTHS_PER_YEAR + months[:, None]
    return np.where(strikes & (due_year >= start_year), np.maximum(left, 0), 0)


def _curve(ended, waiting):
    """Kaplan-Meier curve of the tracked sites, which are the same in every draw."""
    return survival.curve(ended[0, :, 0], waiting[0, :, 0])


def _weighted(own, outside, weight):
    """Our own view and the outside one, weighted; our own where there is no other."""
    return np.where(np.isnan(outside), own, (1 - weight[:, None]) * own + weight[:, None] * outside)
