"""Who builds and runs it, and what the public gets: posts, taxes, bills."""

import numpy as np

from wattbook import units
from wattbook.series import over


def construction_fte(energised_it_gw, installation_it_mw_per_fte_year):
    """Construction workers on site in each month, from what is installed over the twelve months before.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    installation_it_mw_per_fte_year : (draws, 1) [MW_IT/FTE/year]

    Returns
    -------
    (draws, months) [FTE]

    Notes
    -----
    n(t) = (E(t) - E(t - 12)) / mw. Early works come before; the peak is moved, not changed.

    Examples
    --------
    >>> construction_fte(np.array([[0.0, 0.13]]), np.array([[0.13]])).round(6).tolist()
    [[0.0, 1000.0]]
    """
    before = np.pad(energised_it_gw, ((0, 0), (units.MONTHS_PER_YEAR, 0)))[:, : -units.MONTHS_PER_YEAR]
    return over((energised_it_gw - before) * units.MW_PER_GW, installation_it_mw_per_fte_year)


def construction_peak_fte(construction_fte):
    """Most construction workers on site at once.

    Parameters
    ----------
    construction_fte : (draws, months) [FTE]

    Returns
    -------
    (draws, 1) [FTE]

    Notes
    -----
    n = max over months.

    Examples
    --------
    >>> construction_peak_fte(np.array([[0.0, 5.0, 2.0]])).tolist()
    [[5.0]]
    """
    return construction_fte.max(axis=1, keepdims=True)


def construction_to_announced_ratio(construction_peak_fte, construction_jobs_count):
    """Construction workers at the peak over those announced.

    Parameters
    ----------
    construction_peak_fte : (draws, 1) [FTE]
    construction_jobs_count : (draws, 1) [count]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    x = n / announced. Outside 0.2 to 5 one of the two counts something else.

    Examples
    --------
    >>> float(construction_to_announced_ratio(4800.0, 2400.0))
    2.0
    """
    return over(construction_peak_fte, construction_jobs_count)


def construction_labour_usd(it_capacity_nominal_gw, installation_it_mw_per_fte_year, construction_wage_usd_per_fte_year):
    """Cost of labour on site over the build.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    installation_it_mw_per_fte_year : (draws, 1) [MW_IT/FTE/year]
    construction_wage_usd_per_fte_year : (draws, 1) [USD_2025/FTE/year]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    C = P / mw wage. Labour in factories is left out; it is inside the cost of equipment.

    Examples
    --------
    >>> float(construction_labour_usd(1.0, 0.1, 100000.0))
    1000000000.0
    """
    worker_years = over(it_capacity_nominal_gw * units.MW_PER_GW, installation_it_mw_per_fte_year)
    return worker_years * construction_wage_usd_per_fte_year


def operations_fte(it_capacity_nominal_gw, operations_fte_per_it_mw):
    """Permanent staff of the finished programme.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    operations_fte_per_it_mw : (draws, 1) [FTE/MW_IT]

    Returns
    -------
    (draws, 1) [FTE]

    Notes
    -----
    n = P f.

    Examples
    --------
    >>> operations_fte(1.0, 0.5)
    500.0
    """
    return it_capacity_nominal_gw * units.MW_PER_GW * operations_fte_per_it_mw


def operations_to_announced_ratio(operations_fte, permanent_jobs_count):
    """Permanent staff over the posts announced.

    Parameters
    ----------
    operations_fte : (draws, 1) [FTE]
    permanent_jobs_count : (draws, 1) [count]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    x = n / announced.

    Examples
    --------
    >>> float(operations_to_announced_ratio(400.0, 800.0))
    0.5
    """
    return over(operations_fte, permanent_jobs_count)


def operations_labour_usd_per_year(operations_fte, operations_wage_usd_per_fte_year):
    """Yearly cost of permanent staff.

    Parameters
    ----------
    operations_fte : (draws, 1) [FTE]
    operations_wage_usd_per_fte_year : (draws, 1) [USD_2025/FTE/year]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    C = n wage.

    Examples
    --------
    >>> operations_labour_usd_per_year(10.0, 1000.0)
    10000.0
    """
    return operations_fte * operations_wage_usd_per_fte_year


def local_tax_usd_per_year(it_capacity_nominal_gw, property_tax_usd_per_it_kw_year):
    """Property tax of the finished programme.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    property_tax_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    T = P t. Abatements, sales and income tax are left out.

    Examples
    --------
    >>> local_tax_usd_per_year(1.0, 143.0)
    143000000.0
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * property_tax_usd_per_it_kw_year


def bill_impact_share(
    site_facility_mw, upgrade_usd_per_facility_kw, upgrade_unpaid_share, utility_charge_per_year,
    site_region_bill_usd_per_year
):
    """Rise of electricity bills in the region from grid upgrades that the site does not pay.

    Parameters
    ----------
    site_facility_mw : (draws, site, 1) [MW_facility]
    upgrade_usd_per_facility_kw : (draws, 1) [USD_2025/kW_facility]
    upgrade_unpaid_share : (draws, 1) [fraction]
    utility_charge_per_year : (draws, 1) [fraction/year]
    site_region_bill_usd_per_year : (draws, site, 1) [USD_2025/year]

    Returns
    -------
    (draws, site, 1) [fraction]

    Notes
    -----
    x = M c unpaid charge / bills of the region. Scarcity in wholesale prices is left out.

    Examples
    --------
    >>> bill_impact_share(np.array([[[1000.0]]]), *(np.array([[x]]) for x in (300.0, 0.5, 0.1)),
    ... np.array([[[1.5e9]]])).round(6).ravel().tolist()
    [0.01]
    """
    yearly = upgrade_usd_per_facility_kw * upgrade_unpaid_share * utility_charge_per_year
    return site_facility_mw * units.KW_PER_GW / units.MW_PER_GW * yearly[:, None] / site_region_bill_usd_per_year
