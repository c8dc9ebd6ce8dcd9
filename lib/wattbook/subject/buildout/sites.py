"""Sites: what each one gets of the budget and draws from its region; and what sites attributed to the partner show."""

import numpy as np

from wattbook import units
from wattbook.series import delayed, first_month, shares


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
