"""Links between sites: distance, bandwidth, cost, and training across them."""

import numpy as np

from wattbook import units
from wattbook.buildout import fibre
from wattbook.series import over


def site_hub_km(site_latitude_deg, site_longitude_deg):
    """Great-circle distance of each site from the first.

    Parameters
    ----------
    site_latitude_deg, site_longitude_deg : (draws, site, 1) [deg]

    Returns
    -------
    (draws, site, 1) [km]

    Notes
    -----
    d = haversine. Regions, not addresses.

    Examples
    --------
    >>> site_hub_km(np.array([[[0.0], [0.0]]]), np.array([[[0.0], [180.0]]])).round().ravel().tolist()
    [0.0, 20015.0]
    """
    return fibre.great_circle_km(site_latitude_deg[:, :1], site_longitude_deg[:, :1], site_latitude_deg, site_longitude_deg)


def site_hub_ms(site_hub_km, fibre_route_ratio):
    """Round-trip time between the first site and each other.

    Parameters
    ----------
    site_hub_km : (draws, site, 1) [km]
    fibre_route_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, site, 1) [ms]

    Notes
    -----
    t = 2 d route / 200 km a ms. Switching adds less than a millisecond.

    Examples
    --------
    >>> site_hub_ms(np.array([[[2500.0]]]), np.array([[1.0]])).ravel().tolist()
    [25.0]
    """
    return fibre.round_trip_ms(site_hub_km * fibre_route_ratio[:, None])


def ring_km(site_latitude_deg, site_longitude_deg, fibre_route_ratio):
    """Length of a fibre ring through all sites in their order.

    Parameters
    ----------
    site_latitude_deg, site_longitude_deg : (draws, site, 1) [deg]
    fibre_route_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [km]

    Notes
    -----
    d = route sum of d(s, s + 1).

    Examples
    --------
    >>> ring_km(np.zeros((1, 2, 1)), np.array([[[0.0], [180.0]]]), np.array([[1.0]])).round().tolist()
    [[40030.0]]
    """
    after = [np.roll(degrees, -1, axis=1) for degrees in (site_latitude_deg, site_longitude_deg)]
    return fibre.great_circle_km(site_latitude_deg, site_longitude_deg, *after).sum(axis=1) * fibre_route_ratio


def sync_seconds(synchronised_model_gb, intersite_bandwidth_tb_per_second, encryption_overhead_share, site_hub_ms):
    """Seconds that one synchronisation across all sites takes.

    Parameters
    ----------
    synchronised_model_gb : (draws, 1) [GB]
    intersite_bandwidth_tb_per_second : (draws, 1) [Tb/s]
    encryption_overhead_share : (draws, 1) [fraction]
    site_hub_ms : (draws, site, 1) [ms]

    Returns
    -------
    (draws, 1) [s]

    Notes
    -----
    t = 2 bytes (n - 1) / n / bandwidth + largest round trip. The slowest link sets the pace.

    References
    ----------
    Patarasuk and Yuan (2009), ring all-reduce.

    Examples
    --------
    >>> sync_seconds(np.array([[1000.0]]), np.array([[8.0]]), np.array([[0.0]]), np.array([[[0.0], [25.0]]])).tolist()
    [[1.025]]
    """
    bandwidth = intersite_bandwidth_tb_per_second * (1 - encryption_overhead_share)
    sites = site_hub_ms.shape[1]
    return fibre.ring_exchange_seconds(synchronised_model_gb, bandwidth, sites, site_hub_ms.max(axis=1))


def distributed_training_share(sync_interval_seconds, sync_seconds, sync_overlap_share):
    """Efficiency of training across all sites against one site.

    Parameters
    ----------
    sync_interval_seconds, sync_seconds : (draws, 1) [s]
    sync_overlap_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    e = t_compute / (t_compute + t_sync (1 - overlap)). Slower learning from rare synchronisation is left out.

    References
    ----------
    Douillard et al. (2023), "DiLoCo".

    Examples
    --------
    >>> float(distributed_training_share(9.0, 2.0, 0.5))
    0.9
    """
    return over(sync_interval_seconds, sync_interval_seconds + sync_seconds * (1 - sync_overlap_share))


def intersite_required_tb_per_second(
    synchronised_model_gb, sync_interval_seconds, sync_overlap_share, encryption_overhead_share, sync_target_share,
    site_hub_ms
):
    """Bandwidth between sites for the efficiency asked; missing where the round trip alone is too long.

    Parameters
    ----------
    synchronised_model_gb : (draws, 1) [GB]
    sync_interval_seconds : (draws, 1) [s]
    sync_overlap_share, encryption_overhead_share, sync_target_share : (draws, 1) [fraction]
    site_hub_ms : (draws, site, 1) [ms]

    Returns
    -------
    (draws, 1) [Tb/s]

    Notes
    -----
    B = 2 bytes (n - 1) / n / (t_compute (1 / e - 1) / (1 - overlap) - round trip).

    Examples
    --------
    >>> intersite_required_tb_per_second(*(np.array([[x]]) for x in (1000.0, 9.0, 0.5, 0.0, 0.9)), np.zeros((1, 2,
    ... 1))).round(6).tolist()
    [[4.0]]
    """
    allowed = over(sync_interval_seconds * (1 - sync_target_share), sync_target_share * (1 - sync_overlap_share))
    left = allowed - site_hub_ms.max(axis=1) / units.MS_PER_SECOND
    sent = fibre.ring_exchange_seconds(synchronised_model_gb, 1, site_hub_ms.shape[1], 0)
    return over(over(sent, np.where(left > 0, left, 0)), 1 - encryption_overhead_share)


def intersite_capex_usd(
    ring_km, fibre_usd_per_km, intersite_bandwidth_tb_per_second, intersite_optics_usd_per_tb_per_second, site_hub_ms
):
    """Capital cost of the ring between sites.

    Parameters
    ----------
    ring_km : (draws, 1) [km]
    fibre_usd_per_km : (draws, 1) [USD_2025/km]
    intersite_bandwidth_tb_per_second : (draws, 1) [Tb/s]
    intersite_optics_usd_per_tb_per_second : (draws, 1) [USD_2025/Tb/s]
    site_hub_ms : (draws, site, 1) [ms]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    K = km c_fibre + n B c_optics. Amplifier huts and upkeep are inside the right.

    Examples
    --------
    >>> intersite_capex_usd(1000.0, 10.0, 2.0, 100.0, np.zeros((1, 3, 1)))
    10600.0
    """
    optics = intersite_bandwidth_tb_per_second * intersite_optics_usd_per_tb_per_second
    return ring_km * fibre_usd_per_km + site_hub_ms.shape[1] * optics


def intersite_capex_share(intersite_capex_usd, budget_usd, budget_capex_share):
    """Links between sites as a share of capital.

    Parameters
    ----------
    intersite_capex_usd, budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s = K_links / K.

    Examples
    --------
    >>> intersite_capex_share(1.0, 100.0, 0.5).item()
    0.02
    """
    capital = budget_usd * budget_capex_share
    return intersite_capex_usd / np.where(capital > 0, capital, 1)


def splitting_gain_months(
    site_works_start_year, site_first_power_year, site_full_power_year, site_facility_mw, build_pace_months_per_facility_mw
):
    """Months by which the mean kilowatt of several sites is ready before that of one site with all of it.

    Parameters
    ----------
    site_works_start_year, site_first_power_year, site_full_power_year : (draws, site, 1) [calendar_year]
    site_facility_mw : (draws, site, 1) [MW_facility]
    build_pace_months_per_facility_mw : (draws, 1) [month/MW_facility]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    g = 12 (mean of first and full power at the first site alone - mean over sites of the same, by M), full power alone =
    max(first power, works + pace sum of M). Negative where one site is sooner. Crews are not shared out anew.

    Examples
    --------
    >>> splitting_gain_months(np.array([[[2025.0], [2025.0]]]), np.array([[[2027.0], [2027.0]]]),
    ... np.array([[[2027.0], [2027.0]]]), np.array([[[500.0], [500.0]]]), np.array([[0.048]])).tolist()
    [[12.0]]
    """
    total = site_facility_mw.sum(axis=1)
    started, powered = site_works_start_year[:, 0], site_first_power_year[:, 0]
    full = np.maximum(powered, started + build_pace_months_per_facility_mw * total / units.MONTHS_PER_YEAR)
    ready = (site_first_power_year + site_full_power_year) / 2 * site_facility_mw
    several = ready.sum(axis=1) / np.where(total > 0, total, 1)
    return ((powered + full) / 2 - several) * units.MONTHS_PER_YEAR


def splitting_net_months(splitting_gain_months, distributed_training_share, training_compute_share, it_life_years):
    """Months of full computing gained by splitting, less what training across sites loses over the life of the equipment.

    Parameters
    ----------
    splitting_gain_months : (draws, 1) [month]
    distributed_training_share, training_compute_share : (draws, 1) [fraction]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [month]

    Notes
    -----
    n = g - (1 - e) s_training L 12. All large runs are taken to span all sites.

    Examples
    --------
    >>> splitting_net_months(12.0, 0.9, 0.25, 5.0)
    10.5
    """
    lost_share = (1 - distributed_training_share) * training_compute_share
    return splitting_gain_months - lost_share * it_life_years * units.MONTHS_PER_YEAR
