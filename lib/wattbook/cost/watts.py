"""What a watt saved is worth where power is short and where cash is short, and how soon better cooling pays."""

import numpy as np

from wattbook import units
from wattbook.finance import annuity_factor


def value_power_limited_usd_per_it_watt(
    rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, it_charge_usd_per_it_kw_year, wacc_per_year, it_life_years
):
    """Value of a watt of IT power freed where power is short, so that it is filled with more computing.

    Parameters
    ----------
    rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    it_charge_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    wacc_per_year : (draws, 1) [fraction/year]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [USD_2025/W_IT]

    Notes
    -----
    v = (rent - running cost - c_it) A(r, L): what computing earns at today's rent once its chips are paid.

    Examples
    --------
    >>> float(value_power_limited_usd_per_it_watt(16000.0, 1000.0, 5000.0, 0.0, 5.0))
    50.0
    """
    margin = rent_usd_per_it_kw_year - running_cost_usd_per_it_kw_year - it_charge_usd_per_it_kw_year
    return margin / units.W_PER_KW * annuity_factor(wacc_per_year, it_life_years)


def value_cash_limited_usd_per_it_watt(energy_usd_per_it_kw_year, wacc_per_year, it_life_years):
    """Value of a watt of IT power saved where cash is short and the watt is not used again: its electricity.

    Parameters
    ----------
    energy_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    wacc_per_year : (draws, 1) [fraction/year]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [USD_2025/W_IT]

    Notes
    -----
    v = c_energy A(r, L).

    Examples
    --------
    >>> float(value_cash_limited_usd_per_it_watt(600.0, 0.0, 5.0))
    3.0
    """
    return energy_usd_per_it_kw_year / units.W_PER_KW * annuity_factor(wacc_per_year, it_life_years)


def liquid_cooling_payback_years(
    liquid_cooling_premium_usd_per_it_watt, air_cooled_pue, pue, it_load_share, electricity_price_usd_per_mwh
):
    """Years until the electricity saved by the site's cooling has paid for what it cost more than air.

    Parameters
    ----------
    liquid_cooling_premium_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
    air_cooled_pue, pue : (draws, 1) [ratio]
    it_load_share : (draws, 1) [fraction]
    electricity_price_usd_per_mwh : (draws, 1) [USD_2025/MWh]

    Returns
    -------
    (draws, 1) [year]
        NaN where nothing is saved.

    Notes
    -----
    T = k / ((PUE_air - PUE) load 8760 h p). The density that liquid allows, and water, are left out.

    Examples
    --------
    >>> liquid_cooling_payback_years(0.7008, np.array([[1.4, 1.2]]), 1.2, 0.8, 100.0).round(6).tolist()
    [[5.0, nan]]
    """
    price_usd_per_kw_year = units.HOURS_PER_YEAR * electricity_price_usd_per_mwh / units.KWH_PER_MWH
    saved = (air_cooled_pue - pue) * it_load_share * price_usd_per_kw_year
    cost = liquid_cooling_premium_usd_per_it_watt * units.W_PER_KW
    return np.where(saved > 0, cost / np.where(saved > 0, saved, 1), np.nan)


def facility_tokens_per_joule_gain_ratio(air_cooled_pue, pue):
    """Tokens per joule drawn from the grid, over those of the same machines cooled by air.

    Parameters
    ----------
    air_cooled_pue, pue : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    g = PUE_air / PUE.

    Examples
    --------
    >>> facility_tokens_per_joule_gain_ratio(1.5, 1.25)
    1.2
    """
    return air_cooled_pue / pue
