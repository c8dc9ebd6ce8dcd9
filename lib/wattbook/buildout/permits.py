"""Permits and rules: how long they take, what they cost, what can stop a site."""

import numpy as np

from wattbook import units


def site_permit_months(site_permit_weeks, site_freeze_probability, site_freeze_rank_share, permit_freeze_months):
    """Months from first works until land and permits are in hand, a freeze included where it strikes.

    Parameters
    ----------
    site_permit_weeks : (draws, site, 1) [week]
    site_freeze_probability, site_freeze_rank_share : (draws, site, 1) [fraction]
    permit_freeze_months : (draws, 1) [month]

    Returns
    -------
    (draws, site, 1) [month]

    Notes
    -----
    m = weeks + freeze where rank < probability. Works that a freeze lets go on are left out.

    Examples
    --------
    >>> site_permit_months(np.array([[[365 / 7]]]), np.array([[[0.3]]]), np.array([[[0.2]]]),
    ... np.array([[12.0]])).round(6).ravel().tolist()
    [24.0]
    """
    months = site_permit_weeks * units.DAYS_PER_WEEK * units.MONTHS_PER_YEAR / units.DAYS_PER_YEAR
    frozen = site_freeze_rank_share < site_freeze_probability
    return months + np.where(frozen, permit_freeze_months[:, None], 0)


def p_site_frozen(site_freeze_probability, site_freeze_rank_share):
    """Probability that a permit freeze stops each site.

    Parameters
    ----------
    site_freeze_probability, site_freeze_rank_share : (draws, site, 1) [fraction]

    Returns
    -------
    (1, site, 1) [fraction]

    Notes
    -----
    p = mean over draws of rank < probability.

    Examples
    --------
    >>> p_site_frozen(np.array([[[0.3]], [[0.3]]]), np.array([[[0.2]], [[0.6]]])).ravel().tolist()
    [0.5]
    """
    return np.mean(site_freeze_rank_share < site_freeze_probability, axis=0, keepdims=True)


def compliance_usd_per_year(it_capacity_nominal_gw, compliance_usd_per_it_kw_year):
    """Yearly cost of permits, reports and audits.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    compliance_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    C = P c. Data sovereignty is left out: see the competition notebook.

    Examples
    --------
    >>> compliance_usd_per_year(1.0, 3.0)
    3000000.0
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * compliance_usd_per_it_kw_year
