"""Who builds and runs it, and what the public gets: posts, taxes, bills."""

import numpy as np

from wattbook import units
from wattbook.series import over


def construction_fte(energised_it_gw, installation_it_mw_per_fte_year):
    """Construction workers on site in each month, from what is installed over the twelve months before.
    (draws, months) [FTE]: n(t) = (E(t) - E(t - 12)) / mw. Early works come before; the peak is moved, not changed.
    """
    before = np.pad(energised_it_gw, ((0, 0), (units.MONTHS_PER_YEAR, 0)))[:, : -units.MONTHS_PER_YEAR]
    return over((energised_it_gw - before) * units.MW_PER_GW, installation_it_mw_per_fte_year)


def construction_labour_usd(it_capacity_nominal_gw, installation_it_mw_per_fte_year, construction_wage_usd_per_fte_year):
    """Cost of labour on site over the build.
    (draws, 1) [USD_2025]: C = P / mw wage.
    Left out: labour in factories (it is inside the cost of equipment).
    """
    worker_years = over(it_capacity_nominal_gw * units.MW_PER_GW, installation_it_mw_per_fte_year)
    return worker_years * construction_wage_usd_per_fte_year


def operations_fte(it_capacity_nominal_gw, operations_fte_per_it_mw):
    """Permanent staff of the finished programme.
    (draws, 1) [FTE]: n = P f.
    """
    return it_capacity_nominal_gw * units.MW_PER_GW * operations_fte_per_it_mw


def operations_labour_usd_per_year(operations_fte, operations_wage_usd_per_fte_year):
    """Yearly cost of permanent staff.
    (draws, 1) [USD_2025/year]: C = n wage.
    """
    return operations_fte * operations_wage_usd_per_fte_year


def local_tax_usd_per_year(it_capacity_nominal_gw, property_tax_usd_per_it_kw_year):
    """Property tax of the finished programme.
    (draws, 1) [USD_2025/year]: T = P t.
    Left out: abatements, sales and income tax.
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * property_tax_usd_per_it_kw_year


def bill_impact_share(site_facility_mw, upgrade_usd_per_facility_kw, upgrade_unpaid_share, utility_charge_per_year,
                      site_region_bill_usd_per_year):
    """Rise of electricity bills in the region from grid upgrades that the site does not pay.
    (draws, site, 1) [fraction]: x = M c unpaid charge / bills of the region.
    Left out: scarcity in wholesale prices.
    """
    yearly = upgrade_usd_per_facility_kw * upgrade_unpaid_share * utility_charge_per_year
    return site_facility_mw * units.KW_PER_GW / units.MW_PER_GW * yearly[:, None] / site_region_bill_usd_per_year
