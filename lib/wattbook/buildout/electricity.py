"""Ways to supply power: price, firmness, carbon, wait, and load that can pause."""


from wattbook import units
from wattbook.series import over


def source_share(source_mix_weight_ratio):
    """Share of each way of supply in the mix.

    Parameters
    ----------
    source_mix_weight_ratio : (draws, power_source, 1) [ratio]

    Returns
    -------
    (draws, power_source, 1) [fraction]

    Notes
    -----
    s_i = w_i / sum of w.

    Examples
    --------
    >>> source_share(np.array([[[1.0], [3.0]]])).ravel().tolist()
    [0.25, 0.75]
    """
    return source_mix_weight_ratio / source_mix_weight_ratio.sum(axis=1, keepdims=True)


def source_delivered_usd_per_mwh(source_price_usd_per_mwh, source_firm_share, firming_usd_per_mwh):
    """Price of power by way of supply, with cover for hours in which it does not come.

    Parameters
    ----------
    source_price_usd_per_mwh : (draws, power_source, 1) [USD_2025/MWh]
    source_firm_share : (draws, power_source, 1) [fraction]
    firming_usd_per_mwh : (draws, 1) [USD_2025/MWh]

    Returns
    -------
    (draws, power_source, 1) [USD_2025/MWh]

    Notes
    -----
    p_i = firm_i price_i + (1 - firm_i) cover. Curtailed surplus is inside the price of own solar.

    Examples
    --------
    >>> source_delivered_usd_per_mwh(np.array([[[100.0]]]), np.array([[[0.75]]]), np.array([[200.0]])).ravel().tolist()
    [125.0]
    """
    return source_firm_share * source_price_usd_per_mwh + (1 - source_firm_share) * firming_usd_per_mwh[:, None]


def mix_price_usd_per_mwh(source_share, source_delivered_usd_per_mwh):
    """Price of power of the mix.

    Parameters
    ----------
    source_share : (draws, power_source, 1) [fraction]
    source_delivered_usd_per_mwh : (draws, power_source, 1) [USD_2025/MWh]

    Returns
    -------
    (draws, 1) [USD_2025/MWh]

    Notes
    -----
    p = sum of s_i p_i. The cost notebook uses the one all-in price instead; this shows what a mix would do to it.

    Examples
    --------
    >>> mix_price_usd_per_mwh(np.array([[[0.5], [0.5]]]), np.array([[[60.0], [100.0]]])).tolist()
    [[80.0]]
    """
    return (source_share * source_delivered_usd_per_mwh).sum(axis=1)


def mix_location_gco2e_per_kwh(source_share, source_location_gco2e_per_kwh):
    """Location-based carbon intensity of the mix.

    Parameters
    ----------
    source_share : (draws, power_source, 1) [fraction]
    source_location_gco2e_per_kwh : (draws, power_source, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [gCO2e/kWh]

    Notes
    -----
    c = sum of s_i c_i.

    References
    ----------
    GHG Protocol, Scope 2 Guidance.

    Examples
    --------
    >>> mix_location_gco2e_per_kwh(np.array([[[0.5], [0.5]]]), np.array([[[300.0], [100.0]]])).tolist()
    [[200.0]]
    """
    return (source_share * source_location_gco2e_per_kwh).sum(axis=1)


def mix_market_gco2e_per_kwh(source_share, source_market_gco2e_per_kwh):
    """Market-based carbon intensity of the mix.

    Parameters
    ----------
    source_share : (draws, power_source, 1) [fraction]
    source_market_gco2e_per_kwh : (draws, power_source, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [gCO2e/kWh]

    Notes
    -----
    c = sum of s_i c_i.

    References
    ----------
    GHG Protocol, Scope 2 Guidance.

    Examples
    --------
    >>> mix_market_gco2e_per_kwh(np.array([[[0.5], [0.5]]]), np.array([[[300.0], [0.0]]])).tolist()
    [[150.0]]
    """
    return (source_share * source_market_gco2e_per_kwh).sum(axis=1)


def mix_clean_hours_share(source_share, source_clean_hours_share):
    """Share of use that clean power meets hour by hour.

    Parameters
    ----------
    source_share, source_clean_hours_share : (draws, power_source, 1) [fraction]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    m = sum of s_i m_i. Hours are not modelled one by one: each way of supply has its matched share, and surplus of one
    does not fill gaps of another.

    Examples
    --------
    >>> mix_clean_hours_share(np.array([[[0.5], [0.5]]]), np.array([[[0.4], [0.8]]])).round(6).tolist()
    [[0.6]]
    """
    return (source_share * source_clean_hours_share).sum(axis=1)


def source_saved_months(source_wait_months):
    """Months by which each way of supply comes sooner than the grid, the first on the axis; negative is later.

    Parameters
    ----------
    source_wait_months : (draws, power_source, 1) [month]

    Returns
    -------
    (draws, power_source, 1) [month]

    Notes
    -----
    m_i = wait of the grid - wait_i.

    Examples
    --------
    >>> source_saved_months(np.array([[[24.0], [14.0]]])).ravel().tolist()
    [0.0, 10.0]
    """
    return source_wait_months[:, :1] - source_wait_months


def mix_market_emissions_tco2e_per_year(facility_energy_twh_per_year, mix_market_gco2e_per_kwh):
    """Market-based emissions of the finished programme with the mix.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year] [TWh/year]
    mix_market_gco2e_per_kwh : (draws, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [tCO2e/year]

    Notes
    -----
    M = W c.

    Examples
    --------
    >>> mix_market_emissions_tco2e_per_year(1.0, 200.0)
    200000.0
    """
    return facility_energy_twh_per_year * units.KWH_PER_TWH * mix_market_gco2e_per_kwh / units.G_PER_T


def mix_location_emissions_tco2e_per_year(facility_energy_twh_per_year, mix_location_gco2e_per_kwh):
    """Location-based emissions of the finished programme with the mix.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year] [TWh/year]
    mix_location_gco2e_per_kwh : (draws, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [tCO2e/year]

    Notes
    -----
    M = W c.

    Examples
    --------
    >>> mix_location_emissions_tco2e_per_year(1.0, 200.0)
    200000.0
    """
    return facility_energy_twh_per_year * units.KWH_PER_TWH * mix_location_gco2e_per_kwh / units.G_PER_T


def flexibility_usd_per_year(
    facility_capacity_nominal_gw, it_load_share, flexible_load_share, flexibility_usd_per_facility_kw_year
):
    """Worth of the load that can pause.

    Parameters
    ----------
    facility_capacity_nominal_gw : (draws, 1) [GW_facility] [GW_facility]
    it_load_share, flexible_load_share : (draws, 1) [fraction]
    flexibility_usd_per_facility_kw_year : (draws, 1) [USD_2025/kW_facility/year]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    V = P_facility load s v. Computing lost while it pauses is left out: a few hours a year.

    Examples
    --------
    >>> flexibility_usd_per_year(1.0, 1.0, 0.1, 50.0)
    5000000.0
    """
    flexible_kw = facility_capacity_nominal_gw * units.KW_PER_GW * it_load_share * flexible_load_share
    return flexible_kw * flexibility_usd_per_facility_kw_year


def embodied_tco2e_per_year(accelerators_count, accelerator_embodied_kgco2e, it_life_years):
    """Carbon of making the accelerators, spread over their life.

    Parameters
    ----------
    accelerators_count : (draws, 1) [count] [count]
    accelerator_embodied_kgco2e : (draws, 1) [kgCO2e]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [tCO2e/year]

    Notes
    -----
    M = N m / L. Buildings and plant are left out.

    Examples
    --------
    >>> float(embodied_tco2e_per_year(1000.0, 500.0, 5.0))
    100.0
    """
    return over(accelerators_count * accelerator_embodied_kgco2e / units.KG_PER_T, it_life_years)


def serving_gco2e_per_mtoken(energy_joule_per_token, pue, grid_carbon_gco2e_per_kwh):
    """Location-based operating carbon of a million tokens served.

    Parameters
    ----------
    energy_joule_per_token : (draws, 1) [J_IT/token] [J_IT/token]
    pue : (draws, 1) [ratio]
    grid_carbon_gco2e_per_kwh : (draws, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [gCO2e/Mtoken]

    Notes
    -----
    g = J PUE c / 3.6.

    Examples
    --------
    >>> serving_gco2e_per_mtoken(3.6, 1.0, 400.0)
    400.0
    """
    return energy_joule_per_token * pue * units.TOKENS_PER_MTOKEN / units.J_PER_KWH * grid_carbon_gco2e_per_kwh
