"""Money on one basis: the only roads from dollars of the price year to dollars of the day and back."""

import numpy as np

from wattbook import units
from wattbook.series import over

PRICE_YEAR = 2025.5  # middle of the price year that USD_2025 means


def price_index_usd_per_real_usd(month_start_year, inflation_per_year):
    """Dollars of the day per dollar of the price year, in the middle of each month.
    (draws, months) [USD/USD_2025]: I(t) = (1 + pi)^(t + 1/24 - 2025.5).
    Left out: that computing, building and power inflate apart.
    """
    return (1 + inflation_per_year) ** (month_start_year + units.HALF_MONTH - PRICE_YEAR)


def today_price_index_usd_per_real_usd(as_of_year, inflation_per_year):
    """Dollars of the day per dollar of the price year on the as-of date.
    (draws, 1) [USD/USD_2025]: I = (1 + pi)^(t_asof - 2025.5).
    """
    return (1 + inflation_per_year) ** (as_of_year - PRICE_YEAR)


def lease_usd_per_it_kw_year(lease_usd_per_it_kw_month, today_price_index_usd_per_real_usd, inflation_per_year,
                             lease_term_years):
    """Rent of a leased site for each kilowatt of IT power and year, in dollars of the price year.
    (draws, 1) [USD_2025/kW_IT/year]: b = 12 l / (I (1 + pi)^(T / 2)): rent over a term is read as its mean.
    """
    index = today_price_index_usd_per_real_usd * (1 + inflation_per_year) ** (lease_term_years / 2)
    return lease_usd_per_it_kw_month * units.MONTHS_PER_YEAR / index


def spent_real_usd_per_usd(spend_cumulative_share, price_index_usd_per_real_usd):
    """Dollars of the price year in a dollar of the programme, which is spent over years in which prices rise.
    (draws, 1) [USD_2025/USD]: d = sum of dw(t) / I(t) / sum of dw(t), 1 where nothing is spent.
    """
    spent = np.diff(spend_cumulative_share, axis=-1, prepend=0)
    total, real = (part.sum(axis=-1, keepdims=True) for part in (spent, spent / price_index_usd_per_real_usd))
    return np.where(total > 0, real, 1) / np.where(total > 0, total, 1)


def programme_budget_usd(budget_usd, programme_it_gw, capex_usd_per_it_watt, budget_capex_share, spent_real_usd_per_usd):
    """What the whole programme costs: the announced sum, or what its power costs where the power is what is given.
    (draws, 1) [USD]: K = P k / (share d) where P is given, else the announced sum.
    """
    priced = budget_capex_share * spent_real_usd_per_usd
    return np.where(programme_it_gw > 0, over(programme_it_gw * units.W_PER_GW * capex_usd_per_it_watt, priced), budget_usd)


def capex_budget_usd(programme_budget_usd, budget_capex_share, spent_real_usd_per_usd):
    """Part of the announced sum that buys capacity, in dollars of the price year.
    (draws, 1) [USD_2025]: K_capex = K share d.
    """
    return programme_budget_usd * budget_capex_share * spent_real_usd_per_usd
