"""Cost: what a kilowatt of IT power costs a year, and so an hour of compute and a million tokens."""

from wattbook import units
from wattbook.finance import capital_recovery_factor


def it_capex_share(server_capex_share, network_capex_share):
    """Share of the capital cost that wears out with the IT: servers and network.

    Parameters
    ----------
    server_capex_share : (draws, 1) [fraction]
    network_capex_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s_it = s_servers + s_network.

    References
    ----------
    Epoch AI (May 2026), one-gigawatt cost model: 21.188 and 4.925 of 37.883 USD B.

    Examples
    --------
    >>> it_capex_share(0.5, 0.25)
    0.75
    """
    return server_capex_share + network_capex_share


def shell_capex_share(it_capex_share, land_capex_share, utility_works_capex_share):
    """Share of the capital cost that is shell, power and cooling: what IT, land and utility works leave.

    Parameters
    ----------
    it_capex_share : (draws, 1) [fraction]
    land_capex_share : (draws, 1) [fraction]
    utility_works_capex_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s_shell = 1 - s_it - s_land - s_utility, so that the layers add up to the whole.

    Examples
    --------
    >>> shell_capex_share(0.5, 0.125, 0.125)
    0.25
    """
    return 1 - it_capex_share - land_capex_share - utility_works_capex_share


def facility_capex_share(shell_capex_share, utility_works_capex_share):
    """Share of the capital cost that wears out with the facility.

    Parameters
    ----------
    shell_capex_share : (draws, 1) [fraction]
    utility_works_capex_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s_facility = s_shell + s_utility.

    Examples
    --------
    >>> facility_capex_share(0.25, 0.125)
    0.375
    """
    return shell_capex_share + utility_works_capex_share


def it_charge_usd_per_it_kw_year(capex_usd_per_it_watt, it_capex_share, it_life_years, wacc_per_year):
    """Yearly charge that recovers the IT capital with its return over its life.

    Parameters
    ----------
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    it_capex_share : (draws, 1) [fraction]
    it_life_years : (draws, 1) [year]
        Above 0.
    wacc_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c_it = k s_it CRF(r, L_it). Price falls of the next generation are left out; a shorter life stands for them.

    References
    ----------
    Capital recovery factor: NREL, levelised cost of energy calculator.

    Examples
    --------
    >>> float(it_charge_usd_per_it_kw_year(30.0, 1.0, 5.0, 0.0))
    6000.0
    """
    return capex_usd_per_it_watt * units.W_PER_KW * it_capex_share * capital_recovery_factor(wacc_per_year, it_life_years)


def facility_charge_usd_per_it_kw_year(
    capex_usd_per_it_watt, facility_capex_share, land_capex_share, facility_life_years, wacc_per_year
):
    """Yearly charge that recovers the facility over its life and earns a return on the land.

    Parameters
    ----------
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    facility_capex_share : (draws, 1) [fraction]
    land_capex_share : (draws, 1) [fraction]
    facility_life_years : (draws, 1) [year]
        Above 0.
    wacc_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c_facility = k (s_facility CRF(r, L_facility) + s_land r): land keeps its real value.

    References
    ----------
    Capital recovery factor: NREL, levelised cost of energy calculator.

    Examples
    --------
    >>> float(facility_charge_usd_per_it_kw_year(10.0, 1.0, 0.0, 10.0, 0.0))
    1000.0
    """
    recovery = facility_capex_share * capital_recovery_factor(wacc_per_year, facility_life_years)
    return capex_usd_per_it_watt * units.W_PER_KW * (recovery + land_capex_share * wacc_per_year)


def energy_usd_per_it_kw_year(it_load_share, pue, electricity_price_usd_per_mwh):
    """Yearly electricity cost of a kilowatt of IT power.

    Parameters
    ----------
    it_load_share : (draws, 1) [fraction]
    pue : (draws, 1) [ratio]
    electricity_price_usd_per_mwh : (draws, 1) [USD_2025/MWh]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c_energy = load PUE 8760 h p.

    References
    ----------
    Hamilton (2008), "Cost of power in large-scale data centers", for the form.

    Examples
    --------
    >>> round(energy_usd_per_it_kw_year(0.8, 1.25, 70.0), 1)
    613.2
    """
    return it_load_share * pue * units.HOURS_PER_YEAR * electricity_price_usd_per_mwh / units.KWH_PER_MWH


def other_opex_usd_per_it_kw_year(
    maintenance_usd_per_it_kw_year, property_tax_usd_per_it_kw_year, labour_usd_per_it_kw_year, water_usd_per_it_kw_year
):
    """Yearly operating cost other than electricity.

    Parameters
    ----------
    maintenance_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    property_tax_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    labour_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    water_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c_other = the sum of the four. Insurance, software and head office are left out.

    References
    ----------
    Epoch AI (May 2026), one-gigawatt cost model.

    Examples
    --------
    >>> other_opex_usd_per_it_kw_year(120.0, 143.0, 40.0, 6.0)
    309.0
    """
    return (maintenance_usd_per_it_kw_year + property_tax_usd_per_it_kw_year + labour_usd_per_it_kw_year
            + water_usd_per_it_kw_year)


def annual_cost_usd_per_it_kw_year(
    it_charge_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year, energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year
):
    """Yearly cost of owning and running a kilowatt of IT power, capital recovered with its return.

    Parameters
    ----------
    it_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    facility_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    energy_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    other_opex_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c = c_it + c_facility + c_energy + c_other.

    References
    ----------
    Epoch AI (May 2026): 8.5 USD B/GW a year at an IT life of 5 years.

    Examples
    --------
    >>> annual_cost_usd_per_it_kw_year(6000.0, 1300.0, 600.0, 300.0)
    8200.0
    """
    return (it_charge_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year + energy_usd_per_it_kw_year
            + other_opex_usd_per_it_kw_year)


def straight_line_cost_usd_per_it_kw_year(
    capex_usd_per_it_watt, it_capex_share, facility_capex_share, it_life_years, facility_life_years,
    energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year,
):
    """Yearly book cost of a kilowatt of IT power: straight-line depreciation and no return on capital.

    Parameters
    ----------
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    it_capex_share : (draws, 1) [fraction]
    facility_capex_share : (draws, 1) [fraction]
    it_life_years : (draws, 1) [year]
    facility_life_years : (draws, 1) [year]
    energy_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    other_opex_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/kW_IT/year]

    Notes
    -----
    c_book = k (s_it / L_it + s_facility / L_facility) + c_energy + c_other. It is lower than the cost by capital recovery by
    the return on capital, which is what a lender and an owner are paid for.

    Examples
    --------
    >>> round(straight_line_cost_usd_per_it_kw_year(38.0, 0.5, 0.5, 5.0, 10.0, 600.0, 300.0), 6)
    6600.0
    """
    wear = it_capex_share / it_life_years + facility_capex_share / facility_life_years
    return capex_usd_per_it_watt * units.W_PER_KW * wear + energy_usd_per_it_kw_year + other_opex_usd_per_it_kw_year


def programme_cost_usd_per_year(annual_cost_usd_per_it_kw_year, it_capacity_nominal_gw):
    """Yearly cost of the finished programme by capital recovery.

    Parameters
    ----------
    annual_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    it_capacity_nominal_gw : (draws, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    C = c P.

    References
    ----------
    Epoch AI (May 2026), one-gigawatt cost model.

    Examples
    --------
    >>> programme_cost_usd_per_year(8500.0, 1.0)
    8500000000.0
    """
    return annual_cost_usd_per_it_kw_year * it_capacity_nominal_gw * units.KW_PER_GW


def used_hours_per_year(availability, sold_hours_share):
    """Hours of a year in which a unit of compute runs and is used.

    Parameters
    ----------
    availability : (draws, 1) [fraction]
    sold_hours_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [h/year]

    Notes
    -----
    h = 8760 a u.

    Examples
    --------
    >>> used_hours_per_year(1.0, 0.5)
    4380.0
    """
    return units.HOURS_PER_YEAR * availability * sold_hours_share


def cost_usd_per_h100e_hour(annual_cost_usd_per_it_kw_year, h100e_per_it_kw, used_hours_per_year):
    """Cost of an hour of one H100 equivalent that is used, capital recovered with its return.

    Parameters
    ----------
    annual_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    used_hours_per_year : (draws, 1) [h/year]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]

    Notes
    -----
    x = c / (d h).

    Examples
    --------
    >>> round(cost_usd_per_h100e_hour(8760.0, 1.0, 4380.0), 2)
    2.0
    """
    return annual_cost_usd_per_it_kw_year / (h100e_per_it_kw * used_hours_per_year)


def book_cost_usd_per_h100e_hour(straight_line_cost_usd_per_it_kw_year, h100e_per_it_kw, used_hours_per_year):
    """Book cost of an hour of one H100 equivalent that is used: straight line, no return.

    Parameters
    ----------
    straight_line_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    used_hours_per_year : (draws, 1) [h/year]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]

    Notes
    -----
    x_book = c_book / (d h).

    Examples
    --------
    >>> round(book_cost_usd_per_h100e_hour(4380.0, 1.0, 4380.0), 2)
    1.0
    """
    return straight_line_cost_usd_per_it_kw_year / (h100e_per_it_kw * used_hours_per_year)


def breakeven_use_ratio(
    annual_cost_usd_per_it_kw_year, h100e_per_it_kw, availability, compute_price_usd_per_h100e_hour
):
    """Share of running hours that must be used for owning to cost no more than renting.

    Parameters
    ----------
    annual_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    availability : (draws, 1) [fraction]
    compute_price_usd_per_h100e_hour : (draws, 1) [USD_2025/H100e/h]
        Above 0.

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    u* = c / (d a 8760 p). The freedom to walk away from a rental is left out.

    Examples
    --------
    >>> breakeven_use_ratio(8760.0, 1.0, 1.0, 2.0)
    0.5
    """
    rent = h100e_per_it_kw * units.HOURS_PER_YEAR * availability * compute_price_usd_per_h100e_hour
    return annual_cost_usd_per_it_kw_year / rent
