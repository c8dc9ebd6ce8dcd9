"""What computing is worth as it ages: in the books, for tax, and by the rent it can still earn."""

import numpy as np

from wattbook import finance, units
from wattbook.series import over

TAX_CLASS_YEARS = 5  # computers, IRS Publication 946


def book_value_share(project_age_years, it_life_years):
    """Share of the cost of IT that is left in the books by straight line.

    (draws, project_year, 1) [fraction]
    b(n) = 1 - n / L, not below 0.

    >>> book_value_share(np.array([[[0], [1], [5]]]), np.array([[4.0]])).ravel().tolist()
    [1.0, 0.75, 0.0]
    """
    return np.clip(1 - project_age_years / it_life_years[:, None], 0, 1)


def tax_value_share(project_age_years):
    """Share of the cost of IT that is left for tax by the five-year table.

    (draws, project_year, 1) [fraction]
    m(n) = 1 - sum of the table's first n years.
    Left out: expensing at once (bonus depreciation).
    Source: IRS, Publication 946, table A-1: 20, 32, 19.2, 11.52, 11.52, 5.76.

    >>> tax_value_share(np.array([[[0], [1], [2], [9]]])).round(6).ravel().tolist()
    [1.0, 0.8, 0.48, 0.0]
    """
    left = np.append(np.cumsum(finance.macrs(TAX_CLASS_YEARS)[::-1])[::-1], 0)
    return np.interp(project_age_years, np.arange(left.size), left)


def observed_rent_decline_per_year(observed_rent_usd_per_h100e_hour, observed_rent_year):
    """Yearly fall of posted rents, fitted to what had been observed.

    (1, 1) [fraction/year]
    d = 1 - exp(b), b the slope of ln(rent) on time by least squares.
    Sellers differ, so it is rough.
    NaN with fewer than two observations.

    >>> observed_rent_decline_per_year(np.array([4.0, 2.0, 1.0]), np.array([2024.0, 2025.0, 2026.0])).round(6).tolist()
    [[0.5]]
    """
    if observed_rent_year.size < 2:
        return np.full((1, 1), np.nan)
    time = observed_rent_year - observed_rent_year.mean()
    slope = np.sum(time * np.log(observed_rent_usd_per_h100e_hour)) / np.sum(time**2)
    return np.array([[-np.expm1(slope)]])


def economic_life_years(
    rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year,
    compute_price_decline_per_year,
    it_physical_life_years,
):
    """Years until rent no longer covers running the machines and the room they stand in.

    (draws, 1) [year]
    L* = ln(R / (O + c_facility)) / -ln(1 - d), between 0 and the physical life.
    At most the physical life, which binds where rents fall slowly or rise.

    >>> economic_life_years(np.array([[800.0]]), 60.0, 40.0, np.array([[0.5]]), 9.0).round(6).tolist()
    [[3.0]]
    """
    need = running_cost_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year
    speed = -np.log1p(-compute_price_decline_per_year)
    falling = speed > 0
    times = np.where(need > 0, over(rent_usd_per_it_kw_year, need), np.inf)
    years = np.log(np.where(times > 0, times, 1)) / np.where(falling, speed, 1)
    covered = np.where(falling, years, np.where(rent_usd_per_it_kw_year > need, np.inf, 0))
    return np.clip(covered, 0, it_physical_life_years)


def history_economic_life_years(
    rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year,
    observed_rent_decline_per_year,
    it_physical_life_years,
):
    """Years until rent no longer covers running cost and room, if rents go on falling as they have been seen to.

    (draws, 1) [year]
    L* = ln(R / (O + c_facility)) / -ln(1 - d_observed), between 0 and the physical life.

    >>> history_economic_life_years(np.array([[800.0]]), 60.0, 40.0, np.array([[0.5]]), 9.0).round(6).tolist()
    [[3.0]]
    """
    return economic_life_years(rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year,
                               observed_rent_decline_per_year, it_physical_life_years)


def residual_value_usd_per_it_kw(
    rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, facility_charge_usd_per_it_kw_year,
    compute_price_decline_per_year,
    economic_life_years, wacc_per_year, project_age_years,
):
    """What the machines on a kilowatt are worth at each age: the rent still to come, less running them and their room.

    (draws, project_year, 1) [USD_2025/kW_IT]
    RV(n) = integral from n to L* of (R e^(-f s) - O - c_facility) e^(-r (s - n)) ds, f and r continuous rates.
    A buyer is taken to pay for falling or steady rents, never for rising ones.
    Left out: failures of single chips.

    >>> low = np.array([[100.0]]), np.array([[20.0]]), np.array([[0.0]]), np.array([[0.0]]), np.array([[2.0]])
    >>> residual_value_usd_per_it_kw(*low, np.array([[0.0]]), np.array([[[0], [1], [3]]])).ravel().tolist()
    [160.0, 80.0, 0.0]
    """
    fall, rate = -np.log1p(-np.maximum(compute_price_decline_per_year, 0))[:, None], np.log1p(wacc_per_year)[:, None]
    left = np.maximum(economic_life_years[:, None] - project_age_years, 0)
    rent = rent_usd_per_it_kw_year[:, None] * np.exp(-fall * project_age_years)
    need = (running_cost_usd_per_it_kw_year + facility_charge_usd_per_it_kw_year)[:, None]
    return np.maximum(rent * _stream(fall + rate, left) - need * _stream(rate, left), 0)


def residual_to_cost_ratio(residual_value_usd_per_it_kw, capex_usd_per_it_watt, it_capex_share):
    """What the machines are worth at each age by their rent, over what they cost.

    (draws, project_year, 1) [ratio]
    q(n) = RV(n) / (k s_it).
    Above 1 where rents pay more than the machines cost.

    >>> residual_to_cost_ratio(np.array([[[10.0]]]), np.array([[0.02]]), np.array([[1.0]])).ravel().tolist()
    [0.5]
    """
    return residual_value_usd_per_it_kw / (capex_usd_per_it_watt * units.W_PER_KW * it_capex_share)[:, None]


def book_less_residual_usd(
    book_value_share, residual_to_cost_ratio, capex_usd_per_it_watt, it_capex_share, it_capacity_nominal_gw
):
    """By how much the books stand above what rents make the programme's machines worth, at each age.

    (draws, project_year, 1) [USD_2025]
    X(n) = (b(n) - q(n)) k s_it P, as if all were bought at once.
    Below 0 where rents make them worth more.

    >>> one = np.array([[1.0]])
    >>> book_less_residual_usd(np.array([[[0.5]]]), np.array([[[0.25]]]), one, one, one).ravel().tolist()
    [250000000.0]
    """
    cost = capex_usd_per_it_watt * it_capex_share * it_capacity_nominal_gw * units.W_PER_GW
    return (book_value_share - residual_to_cost_ratio) * cost[:, None]


def hedge_cost_ratio(compute_price_usd_per_h100e_hour, observed_rent_usd_per_h100e_hour):
    """What a seller gives up to fix its price for a year: contract price below the latest posted price.

    (draws, 1) [ratio]
    h = 1 - p_contract / p_posted.
    Posted prices are asked, not always paid; futures on rents are planned, not traded.
    NaN without observations.

    >>> hedge_cost_ratio(np.array([[2.0]]), np.array([4.0, 2.5])).round(6).tolist()
    [[0.2]]
    """
    posted = observed_rent_usd_per_h100e_hour[-1] if observed_rent_usd_per_h100e_hour.size else np.nan
    return 1 - compute_price_usd_per_h100e_hour / posted


def _stream(rate, years):
    """Present value of one a year, paid evenly for some years, at a continuous rate that may be 0 or below."""
    flat = np.abs(rate) < np.finfo(float).eps
    some = np.where(flat, 1, rate)
    return np.where(flat, years, -np.expm1(-some * years) / some)
