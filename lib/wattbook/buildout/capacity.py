"""What the money buys, in IT and in facility power."""

from wattbook import units


def it_capacity_nominal_gw(budget_usd, budget_capex_share, capex_usd_per_it_watt):
    """IT power that the budget buys at the published cost per watt.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
        Above 0.

    Returns
    -------
    (draws, 1) [GW_IT]

    Notes
    -----
    P = K share / k. Price changes during the build are left out: the cost per watt is taken as paid on average.

    References
    ----------
    Epoch AI (May 2026), "Servers account for 60% of the total cost of ownership of a one-gigawatt AI data center".

    Examples
    --------
    >>> it_capacity_nominal_gw(50e9, 1.0, 38.0).__round__(2)
    1.32
    """
    return budget_usd * budget_capex_share / (capex_usd_per_it_watt * units.W_PER_GW)


def facility_capacity_nominal_gw(it_capacity_nominal_gw, pue):
    """Facility power that the IT capacity draws at full load: the only road from IT to facility power.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    pue : (draws, 1) [ratio]
        At least 1.

    Returns
    -------
    (draws, 1) [GW_facility]

    Notes
    -----
    P_facility = P_IT PUE. Spare feeds for redundancy are left out.

    References
    ----------
    ISO/IEC 30134-2 (power usage effectiveness).

    Examples
    --------
    >>> facility_capacity_nominal_gw(1.0, 1.2)
    1.2
    """
    return it_capacity_nominal_gw * pue
