"""Money: what the programme and its peers spend, how fast, and what the prices of labs ask for."""

import numpy as np

from wattbook.series import over, sum_by_year


def spend_nominal_usd(spend_usd_per_month, price_index_usd_per_real_usd, month_calendar_year):
    """Capital spending of the programme in each calendar year, in dollars of the day.
    (draws, years) [USD]: C[y] = sum over the months of y of c(t) I(t).
    """
    return sum_by_year(spend_usd_per_month * price_index_usd_per_real_usd, month_calendar_year)


def peak_spend_to_peer_capex_ratio(spend_nominal_usd, peer_capex_trailing_usd):
    """Programme spending in its heaviest calendar year over the latest twelve months of each peer's capital spending.
    (draws, peer, 1) [ratio]: ratio = max over y of C[y] / capex.
    Left out: that a peer's capital spending is not only for AI; finance leases.
    """
    return over(spend_nominal_usd.max(axis=-1, keepdims=True)[:, :, None], peer_capex_trailing_usd)


def implied_revenue_usd_per_year(lab_value_usd, valuation_return_per_year, cash_margin_share, steady_growth_per_year,
                                 market_last_year, as_of_year):
    """Revenue that each lab's latest valuation asks for in the year of the market's forecast.
    (draws, lab, 1) [USD/year]: R = V (1 + r)^n (r - g) / m, the value then being cash m R over r - g.
    Left out: cash burnt or paid out until then, and shares yet to be issued, so a floor.
    No value where growth for ever reaches the return asked.
    Source: Gordon (1959), "Dividends, earnings, and stock prices".
    """
    spread = valuation_return_per_year - steady_growth_per_year
    grown = (1 + valuation_return_per_year) ** (market_last_year - as_of_year)
    return lab_value_usd * over(grown * np.where(spread > 0, spread, np.nan), cash_margin_share)[:, None]
