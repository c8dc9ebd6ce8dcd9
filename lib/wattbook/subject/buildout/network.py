"""Spare modules and what an avoided hour costs; links in a cluster, between sites and to users, and what they cost training."""

import numpy as np

from wattbook import engineering, units
from wattbook.axes import first, member
from wattbook.engineering import common_cause_unavailability
from wattbook.series import over


def design_downtime_hours_per_year(module_unavailable_share, common_cause_share, modules_needed_count, design_spare_count):
    """Hours a year in which a block lacks full power or cooling, by design.
    (draws, design, 1) [h/year]: h = 8760 (beta u + P(fewer than k of k + spare work at (1 - beta) u)). 2N is counted as any k
    of 2k, a little better than two separate halves.
    """
    module, common, needed = (x[:, None] for x in (module_unavailable_share, common_cause_share, modules_needed_count))
    return units.HOURS_PER_YEAR * common_cause_unavailability(module, common, needed, design_spare_count)


def design_lost_h100e_hours_per_year(design_downtime_hours_per_year, h100e_nominal_count):
    """Computing lost in a year to power and cooling, by design.
    (draws, design, 1) [H100e_hour/year]: L = h H. An outage is taken to stop its block only in the mean.
    """
    return design_downtime_hours_per_year * h100e_nominal_count[:, None]


def design_capex_usd(it_capacity_nominal_gw, module_capex_usd_per_it_kw, design_spare_count, modules_needed_count):
    """Capital cost of the spare modules, by design.
    (draws, design, 1) [USD_2025]: K = P k spare / needed.
    """
    blocks = over(design_spare_count, modules_needed_count[:, None])
    return (it_capacity_nominal_gw * units.KW_PER_GW * module_capex_usd_per_it_kw)[:, None] * blocks


def design_usd_per_avoided_hour(design_capex_usd, design_downtime_hours_per_year, facility_life_years):
    """Cost of each hour of outage avoided against the first design, N; missing for N itself.
    (draws, design, 1) [USD_2025/h]: x = K / L / (h_N - h).
    """
    least = member(design_downtime_hours_per_year, "design", "n")
    avoided = (least - design_downtime_hours_per_year) * facility_life_years[:, None]
    return np.where(avoided > 0, design_capex_usd / np.where(avoided > 0, avoided, 1), np.nan)


def all_sites_down_hours_per_year(design_downtime_hours_per_year, common_cause_share, site_it_gw):
    """Hours a year in which all sites are down at once, each of the second design, N+1.
    (draws, 1) [h/year]: h = 8760 ((1 - beta)^n U^n + beta U), n sites. They share no grid.
    """
    unavailable = member(design_downtime_hours_per_year, "design", "n_plus_1")[:, 0] / units.HOURS_PER_YEAR
    spares = site_it_gw.shape[1] - 1
    return units.HOURS_PER_YEAR * common_cause_unavailability(unavailable, common_cause_share, 1, spares)


def accelerator_network_usd(capex_budget_usd, network_capex_share, accelerators_count):
    """Network cost of one accelerator.
    (draws, 1) [USD_2025]: c = K_capex s_network / N.
    """
    return capex_budget_usd * network_capex_share / np.where(accelerators_count > 0, accelerators_count, 1)


def faster_network_gain_share(exposed_communication_share):
    """Training throughput gained if the network were twice as fast.
    (draws, 1) [fraction]: g = 1 / (1 - x / 2) - 1.
    """
    return 1 / (1 - exposed_communication_share / 2) - 1


def site_hub_km(site_latitude_deg, site_longitude_deg):
    """Great-circle distance of each site from the first.
    (draws, site, 1) [km]: d = haversine. Regions, not addresses.
    """
    hub = first(site_latitude_deg), first(site_longitude_deg)
    return engineering.great_circle_km(*hub, site_latitude_deg, site_longitude_deg)


def site_hub_ms(site_hub_km, fibre_route_ratio):
    """Round-trip time between the first site and each other.
    (draws, site, 1) [ms]: t = 2 d route / 200 km a ms. Switching adds less than a millisecond.
    """
    return engineering.round_trip_ms(site_hub_km * fibre_route_ratio[:, None])


def distributed_training_share(sync_interval_seconds, synchronised_model_gb, intersite_bandwidth_tb_per_second,
                               encryption_overhead_share, site_hub_ms, sync_overlap_share):
    """Efficiency of training across all sites against one site.
    (draws, 1) [fraction]: e = t_compute / (t_compute + t_sync (1 - overlap)), t_sync = 2 bytes (n - 1) / n / bandwidth +
    largest round trip: the slowest link sets the pace.
    Left out: slower learning from rare synchronisation.
    Source: Douillard et al. (2023), "DiLoCo".
    """
    bandwidth = intersite_bandwidth_tb_per_second * (1 - encryption_overhead_share)
    sync = engineering.ring_exchange_seconds(synchronised_model_gb, bandwidth, site_hub_ms.shape[1], site_hub_ms.max(axis=1))
    return over(sync_interval_seconds, sync_interval_seconds + sync * (1 - sync_overlap_share))


def intersite_required_tb_per_second(synchronised_model_gb, sync_interval_seconds, sync_overlap_share,
                                     encryption_overhead_share, sync_target_share, site_hub_ms):
    """Bandwidth between sites for the efficiency asked; missing where the round trip alone is too long.
    (draws, 1) [Tb/s]: B = 2 bytes (n - 1) / n / (t_compute (1 / e - 1) / (1 - overlap) - round trip).
    """
    allowed = over(sync_interval_seconds * (1 - sync_target_share), sync_target_share * (1 - sync_overlap_share))
    left = allowed - site_hub_ms.max(axis=1) / units.MS_PER_SECOND
    sent = engineering.ring_exchange_seconds(synchronised_model_gb, 1, site_hub_ms.shape[1], 0)
    return over(over(sent, np.where(left > 0, left, 0)), 1 - encryption_overhead_share)


def intersite_capex_usd(site_latitude_deg, site_longitude_deg, fibre_route_ratio, fibre_usd_per_km,
                        intersite_bandwidth_tb_per_second, intersite_optics_usd_per_tb_per_second):
    """Capital cost of a fibre ring through all sites in their order.
    (draws, 1) [USD_2025]: K = route sum of d(s, s + 1) c_fibre + n B c_optics. Amplifier huts and upkeep are inside the right.
    """
    after = [np.roll(degrees, -1, axis=1) for degrees in (site_latitude_deg, site_longitude_deg)]
    km = engineering.great_circle_km(site_latitude_deg, site_longitude_deg, *after).sum(axis=1) * fibre_route_ratio
    optics = intersite_bandwidth_tb_per_second * intersite_optics_usd_per_tb_per_second
    return km * fibre_usd_per_km + site_latitude_deg.shape[1] * optics


def splitting_gain_months(site_works_start_year, site_first_power_year, site_full_power_year, site_facility_mw,
                          build_pace_months_per_facility_mw):
    """Months by which the mean kilowatt of several sites is ready before that of one site with all of it.
    (draws, 1) [month]: g = 12 (mean of first and full power at the first site alone - mean over sites of the same, by M), full
    power alone = max(first power, works + pace sum of M). Negative where one site is sooner; nought where nothing is built.
    """
    total = site_facility_mw.sum(axis=1)
    started, powered = first(site_works_start_year)[:, 0], first(site_first_power_year)[:, 0]
    full = np.maximum(powered, started + build_pace_months_per_facility_mw * total / units.MONTHS_PER_YEAR)
    ready = (site_first_power_year + site_full_power_year) / 2 * site_facility_mw
    several = over(ready.sum(axis=1), total)
    return np.where(total > 0, (powered + full) / 2 - several, 0) * units.MONTHS_PER_YEAR


def splitting_net_months(splitting_gain_months, distributed_training_share, training_compute_share, it_life_years):
    """Months of full computing gained by splitting, less what training across sites loses over the life of the equipment.
    (draws, 1) [month]: n = g - (1 - e) s_training L 12. All large runs are taken to span all sites.
    """
    lost_share = (1 - distributed_training_share) * training_compute_share
    return splitting_gain_months - lost_share * it_life_years * units.MONTHS_PER_YEAR


def user_rtt_ms(user_distance_km, fibre_route_ratio, network_hops_ms, site_it_gw):
    """Round trip between a user and the nearest site.
    (draws, 1) [ms]: t = 2 d / sqrt(n) route / 200 + hops, n sites. Users and sites spread evenly.
    """
    return engineering.round_trip_ms(user_distance_km / np.sqrt(site_it_gw.shape[1]) * fibre_route_ratio) + network_hops_ms


def latency_saved_ms(user_distance_km, fibre_route_ratio, site_it_gw):
    """Round trip saved by several sites against one in the middle.
    (draws, 1) [ms]: x = 2 d route / 200 (1 - 1 / sqrt(n)).
    """
    return engineering.round_trip_ms(user_distance_km * fibre_route_ratio) * (1 - 1 / np.sqrt(site_it_gw.shape[1]))


def latency_saved_share(latency_saved_ms, user_rtt_ms, first_token_ms, answer_tokens_count, answer_token_per_second):
    """Share of the time of an answer that several sites save.
    (draws, 1) [fraction]: s = x / (x + round trip + first token + tokens / speed).
    """
    answer = first_token_ms + over(answer_tokens_count, answer_token_per_second) * units.MS_PER_SECOND
    return over(latency_saved_ms, latency_saved_ms + user_rtt_ms + answer)
