"""The way to users: round trips, and what several sites save."""

import numpy as np

from wattbook import units
from wattbook.buildout import fibre
from wattbook.series import over


def user_rtt_ms(user_distance_km, fibre_route_ratio, network_hops_ms, site_it_gw):
    """Round trip between a user and the nearest site.

    Parameters
    ----------
    user_distance_km : (draws, 1) [km]
    fibre_route_ratio : (draws, 1) [ratio]
    network_hops_ms : (draws, 1) [ms]
    site_it_gw : (draws, site, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [ms]

    Notes
    -----
    t = 2 d / sqrt(n) route / 200 + hops, n sites. Users and sites spread evenly; the mean distance falls with the root of
    the number of sites.

    Examples
    --------
    >>> user_rtt_ms(2500.0, 1.0, 5.0, np.zeros((1, 1, 1))).item()
    30.0
    """
    return fibre.round_trip_ms(user_distance_km / np.sqrt(site_it_gw.shape[1]) * fibre_route_ratio) + network_hops_ms


def latency_saved_ms(user_distance_km, fibre_route_ratio, site_it_gw):
    """Round trip saved by several sites against one in the middle.

    Parameters
    ----------
    user_distance_km : (draws, 1) [km]
    fibre_route_ratio : (draws, 1) [ratio]
    site_it_gw : (draws, site, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [ms]

    Notes
    -----
    x = 2 d route / 200 (1 - 1 / sqrt(n)).

    Examples
    --------
    >>> latency_saved_ms(2500.0, 1.0, np.zeros((1, 4, 1))).item()
    12.5
    """
    return fibre.round_trip_ms(user_distance_km * fibre_route_ratio) * (1 - 1 / np.sqrt(site_it_gw.shape[1]))


def latency_saved_share(latency_saved_ms, user_rtt_ms, first_token_ms, answer_tokens_count, answer_token_per_second):
    """Share of the time of an answer that several sites save.

    Parameters
    ----------
    latency_saved_ms, user_rtt_ms, first_token_ms : (draws, 1) [ms]
    answer_tokens_count : (draws, 1) [count]
    answer_token_per_second : (draws, 1) [token/s]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s = x / (x + round trip + first token + tokens / speed).

    Examples
    --------
    >>> float(latency_saved_share(10.0, 90.0, 400.0, 50.0, 100.0))
    0.01
    """
    answer = first_token_ms + over(answer_tokens_count, answer_token_per_second) * units.MS_PER_SECOND
    return over(latency_saved_ms, latency_saved_ms + user_rtt_ms + answer)
