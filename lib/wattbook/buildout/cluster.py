"""The network inside a cluster: switches, cost, what a faster one gives."""

import numpy as np

from wattbook.buildout import fibre
from wattbook.series import over


def cluster_switches_count(accelerators_count, switch_ports_count):
    """Switches of three-tier fat trees that join all accelerators.

    Parameters
    ----------
    accelerators_count : (draws, 1) [count] [count]
    switch_ports_count : (draws, 1) [count]

    Returns
    -------
    (draws, 1) [count]

    Notes
    -----
    n = 5 N / k: 5 k^2 / 4 switches for k^3 / 4 hosts. One port an accelerator; the scale-up network inside a rack is left
    out.

    References
    ----------
    Al-Fares, Loukissas and Vahdat (2008).

    Examples
    --------
    >>> float(cluster_switches_count(27648.0, 48.0))
    2880.0
    """
    return over(accelerators_count * fibre.fat_tree_switches(switch_ports_count), fibre.fat_tree_hosts(switch_ports_count))


def accelerator_network_usd(budget_usd, budget_capex_share, network_capex_share, accelerators_count):
    """Network cost of one accelerator.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share, network_capex_share : (draws, 1) [fraction]
    accelerators_count : (draws, 1) [count] [count]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    c = K share s_network / N.

    Examples
    --------
    >>> accelerator_network_usd(100.0, 1.0, 0.13, 2.0).item()
    6.5
    """
    return budget_usd * budget_capex_share * network_capex_share / np.where(accelerators_count > 0, accelerators_count, 1)


def faster_network_gain_share(exposed_communication_share):
    """Training throughput gained if the network were twice as fast.

    Parameters
    ----------
    exposed_communication_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    g = 1 / (1 - x / 2) - 1.

    Examples
    --------
    >>> round(faster_network_gain_share(0.5), 4)
    0.3333
    """
    return 1 / (1 - exposed_communication_share / 2) - 1
