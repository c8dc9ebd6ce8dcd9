"""What the programme draws from its neighbours, and what they get: energy, carbon, water, jobs."""

from wattbook import units


def facility_energy_twh_per_year(it_capacity_nominal_gw, it_load_share, pue):
    """Electricity that the finished programme draws in a year.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    it_load_share : (draws, 1) [fraction]
    pue : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [TWh/year]

    Notes
    -----
    W = P load PUE 8760 h.

    References
    ----------
    Hamilton (2008), "Cost of power in large-scale data centers", for the form.

    Examples
    --------
    >>> round(facility_energy_twh_per_year(1.0, 0.8, 1.25), 2)
    8.76
    """
    kwh = it_capacity_nominal_gw * units.KW_PER_GW * it_load_share * pue * units.HOURS_PER_YEAR
    return kwh / units.KWH_PER_TWH


def emissions_tco2e_per_year(facility_energy_twh_per_year, grid_carbon_gco2e_per_kwh):
    """Location-based life-cycle emissions of the electricity.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year]
    grid_carbon_gco2e_per_kwh : (draws, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [tCO2e/year]

    Notes
    -----
    M = W c. Contracts for clean power (market-based accounting) and embodied carbon are left out.

    References
    ----------
    GHG Protocol, Scope 2 Guidance (location-based method).

    Examples
    --------
    >>> round(emissions_tco2e_per_year(1.0, 400.0))
    400000
    """
    return facility_energy_twh_per_year * units.KWH_PER_TWH * grid_carbon_gco2e_per_kwh / units.G_PER_T


def water_m3_per_year(facility_energy_twh_per_year, pue, wue_litre_per_kwh):
    """Water used on site in a year.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year]
    pue : (draws, 1) [ratio]
    wue_litre_per_kwh : (draws, 1) [L/kWh]

    Returns
    -------
    (draws, 1) [m3/year]

    Notes
    -----
    V = W / PUE WUE. Water used where the power is made is left out.

    References
    ----------
    ISO/IEC 30134-9 (water usage effectiveness).

    Examples
    --------
    >>> round(water_m3_per_year(1.2, 1.2, 0.5))
    500000
    """
    it_kwh = facility_energy_twh_per_year * units.KWH_PER_TWH / pue
    return it_kwh * wue_litre_per_kwh / units.L_PER_M3


def budget_usd_per_permanent_job(budget_usd, permanent_jobs_count):
    """Announced budget per announced permanent job.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    permanent_jobs_count : (draws, 1) [count]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/job]

    Notes
    -----
    x = K / J. Indirect jobs are left out.

    References
    ----------
    The announcement of 12 November 2025.

    Examples
    --------
    >>> budget_usd_per_permanent_job(50e9, 800)
    62500000.0
    """
    return budget_usd / permanent_jobs_count


def budget_usd_per_construction_job(budget_usd, construction_jobs_count):
    """Announced budget per announced construction job.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    construction_jobs_count : (draws, 1) [count]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/job]

    Notes
    -----
    x = K / J. Job-years are left out: the announcement gives none.

    References
    ----------
    The announcement of 12 November 2025.

    Examples
    --------
    >>> round(budget_usd_per_construction_job(50e9, 2400) / 1e6, 1)
    20.8
    """
    return budget_usd / construction_jobs_count
