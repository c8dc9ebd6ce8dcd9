"""What an hour of compute costs, and when owning it beats renting it."""

import numpy as np

from wattbook import units
from wattbook.series import over


def used_hours_per_year(availability, sold_hours_share):
    """Hours of a year in which a unit of compute runs and is used.

    Parameters
    ----------
    availability, sold_hours_share : (draws, 1) [fraction]

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

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]
        NaN where no hour is used.

    Notes
    -----
    x = c / (d h).

    Examples
    --------
    >>> float(cost_usd_per_h100e_hour(8760.0, 1.0, 4380.0))
    2.0
    """
    return _over(annual_cost_usd_per_it_kw_year, h100e_per_it_kw * used_hours_per_year)


def book_cost_usd_per_h100e_hour(straight_line_cost_usd_per_it_kw_year, h100e_per_it_kw, used_hours_per_year):
    """Book cost of an hour of one H100 equivalent that is used: straight line, no return.

    Parameters
    ----------
    straight_line_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    used_hours_per_year : (draws, 1) [h/year]

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]
        NaN where no hour is used.

    Notes
    -----
    x_book = c_book / (d h).

    Examples
    --------
    >>> float(book_cost_usd_per_h100e_hour(4380.0, 1.0, 4380.0))
    1.0
    """
    return _over(straight_line_cost_usd_per_it_kw_year, h100e_per_it_kw * used_hours_per_year)


def _over(amount, divisor):
    """Quotient; NaN, which reads "not defined", where nothing is there to divide by."""
    return amount / np.where(divisor > 0, divisor, np.nan)


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

    Returns
    -------
    (draws, 1) [ratio]
        NaN where nothing runs or the rent is 0.

    Notes
    -----
    u* = c / (d a 8760 p). The freedom to walk away from a rental is left out.

    Examples
    --------
    >>> float(breakeven_use_ratio(8760.0, 1.0, 1.0, 2.0))
    0.5
    """
    rent = h100e_per_it_kw * units.HOURS_PER_YEAR * availability * compute_price_usd_per_h100e_hour
    return _over(annual_cost_usd_per_it_kw_year, rent)


def cost_usd_per_running_h100e_hour(annual_cost_usd_per_it_kw_year, h100e_per_it_kw, availability):
    """Cost of an hour of one H100 equivalent that runs, used or not: the price of compute to its own user.

    Parameters
    ----------
    annual_cost_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]
    availability : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]
        NaN where nothing runs.

    Notes
    -----
    x_run = c / (d 8760 a).

    Examples
    --------
    >>> float(cost_usd_per_running_h100e_hour(8760.0, 1.0, 0.5))
    2.0
    """
    return _over(annual_cost_usd_per_it_kw_year, h100e_per_it_kw * units.HOURS_PER_YEAR * availability)


def cost_usd_per_pflop(cost_usd_per_h100e_hour, h100_peak_tflop_per_second, model_flop_utilisation):
    """Cost of a quadrillion useful operations.

    Parameters
    ----------
    cost_usd_per_h100e_hour : (draws, 1) [USD_2025/H100e/h]
    h100_peak_tflop_per_second : (draws, 1) [TFLOP/s]
    model_flop_utilisation : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD_2025/PFLOP]

    Notes
    -----
    x_flop = x / (3600 f u), f in PFLOP/s.

    Examples
    --------
    >>> float(round(cost_usd_per_pflop(1.8, 1000.0, 0.5), 6))
    0.001
    """
    pflop_per_second = h100_peak_tflop_per_second * units.FLOP_PER_TFLOP / units.FLOP_PER_PFLOP * model_flop_utilisation
    return over(cost_usd_per_h100e_hour, units.SECONDS_PER_HOUR * pflop_per_second)


def integration_saving_usd_per_h100e_hour(compute_price_usd_per_h100e_hour, cost_usd_per_h100e_hour):
    """What owning saves on a used hour against renting it.

    Parameters
    ----------
    compute_price_usd_per_h100e_hour, cost_usd_per_h100e_hour : (draws, 1) [USD_2025/H100e/h]

    Returns
    -------
    (draws, 1) [USD_2025/H100e/h]
        Below 0 where renting is cheaper.

    Notes
    -----
    s = p - x.

    Examples
    --------
    >>> integration_saving_usd_per_h100e_hour(2.5, 1.25)
    1.25
    """
    return compute_price_usd_per_h100e_hour - cost_usd_per_h100e_hour
