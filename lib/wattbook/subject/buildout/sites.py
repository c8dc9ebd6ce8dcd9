"""Sites: what each gets of the budget and draws from its region, who works there, what the public gets, and attributed ones."""

import numpy as np

from wattbook import units
from wattbook.series import delayed, first_month, over, shares


def site_it_gw(it_capacity_nominal_gw, site_budget_weight_ratio):
    """IT power planned at each site.
    (draws, site, 1) [GW_IT]: P_s = P w_s / sum of w. A dollar buys the same at every site.
    """
    return it_capacity_nominal_gw[:, None] * shares(site_budget_weight_ratio)


def site_facility_mw(site_it_gw, pue):
    """Facility power of each site at full load.
    (draws, site, 1) [MW_facility]: M_s = P_s PUE. One PUE for all sites.
    """
    return site_it_gw * pue[:, None] * units.MW_PER_GW


def site_region_peak_share(site_facility_mw, site_region_peak_gw):
    """Load of each site over the highest load of its grid region.
    (draws, site, 1) [fraction]: h = M_s / peak of the region.
    Left out: own generation, which would lower it, and other new load.
    """
    return site_facility_mw / units.MW_PER_GW / site_region_peak_gw


def attributed_site_it_gw(attributed_seen_it_mw, attributed_projected_it_mw, projection_slip_months):
    """IT power at each site attributed to the same partner: what was seen, then what is projected, as late as such dates ran.
    (draws, attributed_site, months) [GW_IT]: E_a(t) = max(seen(t), projected(t - slip)). Nobody says that they belong to the
    programme: never add the two.
    Left out: sizes revised, and rules made after the projection.
    """
    projected = delayed(np.nan_to_num(attributed_projected_it_mw), projection_slip_months)
    known = ~np.isnan(attributed_seen_it_mw).all(axis=2, keepdims=True)
    return np.where(known, np.fmax(attributed_seen_it_mw, projected), np.nan) / units.MW_PER_GW


def attributed_energised_it_gw(attributed_site_it_gw):
    """IT power energised by the end of each month at the sites attributed to the same partner, all together.
    (draws, months) [GW_IT]: E(t) = sum of E_a(t). Never add it to the programme.
    """
    known = ~np.isnan(attributed_site_it_gw).all(axis=(1, 2))[:, None]
    return np.where(known, np.nansum(attributed_site_it_gw, axis=1), np.nan)


def attributed_first_power_year(attributed_site_it_gw, month_start_year):
    """First power at each attributed site, seen or projected, to the month.
    (draws, attributed_site, 1) [calendar_year]: t = start of the first month with E_a > 0.
    """
    return first_month(attributed_site_it_gw > 0, month_start_year)


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


def local_usd_per_year(it_capacity_nominal_gw, property_tax_usd_per_it_kw_year, compliance_usd_per_it_kw_year, operations_fte,
                       operations_wage_usd_per_fte_year, facility_capacity_nominal_gw, it_load_share, flexible_load_share,
                       flexibility_usd_per_facility_kw_year):
    """What is paid in a year where the finished programme stands.
    (draws, local, 1) [USD_2025/year]: V = P t; P c; n wage; P_facility load s v. Tax on property; permits, reports and audits;
    permanent staff; worth of the load that can pause.
    Left out: abatements, sales and income tax; computing lost while it pauses (a few hours a year).
    """
    it_kw, facility_kw = it_capacity_nominal_gw * units.KW_PER_GW, facility_capacity_nominal_gw * units.KW_PER_GW
    flexible = facility_kw * it_load_share * flexible_load_share * flexibility_usd_per_facility_kw_year
    parts = (it_kw * property_tax_usd_per_it_kw_year, it_kw * compliance_usd_per_it_kw_year,
             operations_fte * operations_wage_usd_per_fte_year, flexible)
    return np.stack(np.broadcast_arrays(*parts), axis=1)


def bill_impact_share(site_facility_mw, upgrade_usd_per_facility_kw, upgrade_unpaid_share, utility_charge_per_year,
                      site_region_bill_usd_per_year):
    """Rise of electricity bills in the region from grid upgrades that the site does not pay.
    (draws, site, 1) [fraction]: x = M c unpaid charge / bills of the region.
    Left out: scarcity in wholesale prices.
    """
    yearly = upgrade_usd_per_facility_kw * upgrade_unpaid_share * utility_charge_per_year
    return site_facility_mw * units.KW_PER_GW / units.MW_PER_GW * yearly[:, None] / site_region_bill_usd_per_year
