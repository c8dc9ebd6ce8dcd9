"""Spare power and cooling modules: hours lost and what an avoided hour costs."""

import numpy as np

from wattbook import units
from wattbook.axes import member
from wattbook.engineering.reliability import common_cause_unavailability
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
