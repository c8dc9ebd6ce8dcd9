"""What waits for power: accelerators bought too soon, and what a month of delay costs."""


from wattbook import units
from wattbook.series import at_year_end


def waiting_inventory_usd(accelerators_delivered_share, energised_share, budget_usd, budget_capex_share, it_capex_share):
    """Value of IT equipment that is delivered and not yet switched on.

    Parameters
    ----------
    accelerators_delivered_share, energised_share : (draws, months) [fraction]
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]
    it_capex_share : (draws, 1) [fraction] [fraction]

    Returns
    -------
    (draws, months) [USD_2025]

    Notes
    -----
    V(t) = K share s_it (a(t) - e(t)). Energised capacity never exceeds what is delivered.

    Examples
    --------
    >>> waiting_inventory_usd(np.array([[0.5]]), np.array([[0.25]]), 100.0, 1.0, 0.6).tolist()
    [[15.0]]
    """
    return budget_usd * budget_capex_share * it_capex_share * (accelerators_delivered_share - energised_share)


def waiting_cost_usd(waiting_inventory_usd, wacc_per_year):
    """What equipment that waits costs in capital over the build.

    Parameters
    ----------
    waiting_inventory_usd : (draws, months) [USD_2025]
    wacc_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [USD_2025]

    Notes
    -----
    C = sum over months of V(t) r / 12. Ageing while it waits is left out here; see asset life in the cost notebook.

    Examples
    --------
    >>> waiting_cost_usd(np.array([[120.0, 0.0]]), np.array([[0.1]])).round(6).tolist()
    [[1.0]]
    """
    return waiting_inventory_usd.sum(axis=-1, keepdims=True) * wacc_per_year / units.MONTHS_PER_YEAR


def delay_cost_usd_per_month(it_capacity_nominal_gw, it_charge_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year):
    """Capital charges of the whole programme that run on in a month of delay.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    it_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year] [USD_2025/kW_IT/year]
    facility_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year] [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/month]

    Notes
    -----
    C = P (charge of IT + charge of facility) / 12. Charges begin when equipment is paid, so this holds for what waits
    ready.

    Examples
    --------
    >>> delay_cost_usd_per_month(1.0, 5000.0, 1000.0)
    500000000.0
    """
    charge = it_charge_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year
    return it_capacity_nominal_gw * units.KW_PER_GW * charge / units.MONTHS_PER_YEAR


def delay_margin_usd_per_month(it_capacity_nominal_gw, compute_margin_usd_per_it_kw_year, month_calendar_year, target_year):
    """Margin of renting out the programme that a month of delay forgoes, at prices of the year after the target.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    compute_margin_usd_per_it_kw_year : (draws, months) [USD_2025/kW_IT/year] [USD_2025/kW_IT/year]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [USD_2025/month]

    Notes
    -----
    C = P m(t) / 12, t December of the year after the target.

    Examples
    --------
    >>> delay_margin_usd_per_month(np.array([[1.0]]), np.array([[5.0, 12.0]]), np.array([2026, 2027]),
    ... np.array([[2026]])).tolist()
    [[1000000.0]]
    """
    margin = at_year_end(compute_margin_usd_per_it_kw_year, month_calendar_year, target_year + 1)
    return it_capacity_nominal_gw * units.KW_PER_GW * margin / units.MONTHS_PER_YEAR
