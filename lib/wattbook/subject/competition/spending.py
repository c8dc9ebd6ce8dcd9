"""Money: what the programme and its peers spend, what entry costs, what a small firm pays, and what prices of labs ask for."""

import numpy as np

from wattbook import units
from wattbook.axes import member
from wattbook.series import over


def peak_spend_to_peer_capex_ratio(spend_nominal_usd, peer_capex_trailing_usd):
    """Programme spending in its heaviest calendar year over the latest twelve months of each peer's capital spending.
    (draws, peer, 1) [ratio]: ratio = max over y of C[y] / capex.
    Left out: that a peer's capital spending is not only for AI; finance leases.
    """
    return over(spend_nominal_usd.max(axis=-1, keepdims=True)[:, :, None], peer_capex_trailing_usd)


def net_debt_to_ebitda_ratio(peer_debt_usd, peer_cash_usd, peer_operating_income_usd, peer_depreciation_usd):
    """Debt of each peer less its cash, over its earnings of a year before interest, tax, depreciation and amortisation.
    (draws, peer, 1) [ratio]: n = (D - C) / (O + A), below nought where cash exceeds debt.
    Left out: leases, and what joint ventures owe.
    """
    return over(peer_debt_usd - peer_cash_usd, peer_operating_income_usd + peer_depreciation_usd)


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


def entry_cost_usd(frontier_run_cost_usd, entry_runs_count, entry_serving_it_mw, capex_usd_per_it_watt):
    """Cost of entering with a model of frontier size: its runs, and the least fleet that serves it.
    (draws, 1) [USD_2025]: X = n x + P k.
    Left out: data bought, and losses until sales come.
    """
    serving_usd = entry_serving_it_mw * units.W_PER_GW / units.MW_PER_GW * capex_usd_per_it_watt
    return entry_runs_count * frontier_run_cost_usd + serving_usd


def entry_funders_count(entry_cost_usd, today_price_index_usd_per_real_usd, lab_equity_usd, peer_operating_cash_usd):
    """Firms among those followed that could pay for entry: labs out of equity raised so far, peers out of a year's cash.
    (draws, 1) [count]: n = number of labs with equity >= X + number of peers with operating cash >= X.
    Left out: firms and states that are not followed, so a floor.
    """
    needed = (entry_cost_usd * today_price_index_usd_per_real_usd)[:, None]
    return (lab_equity_usd >= needed).sum(axis=1) + (peer_operating_cash_usd >= needed).sum(axis=1) * 1.0


def frontier_bill_ratio(firm_staff_fte, employee_tokens_mtoken_per_fte_year, realised_price_usd_per_mtoken,
                        firm_setup_usd_per_year, firm_it_usd_per_fte_year):
    """Yearly cost of using a frontier model over the budget for IT, by size of firm.
    (draws, firm_size, 1) [ratio]: b = (f + n v p) / (n i). Upkeep is spread over few people in a small firm.
    """
    use = (employee_tokens_mtoken_per_fte_year * realised_price_usd_per_mtoken)[:, None]
    return (firm_setup_usd_per_year[:, None] / firm_staff_fte + use) / firm_it_usd_per_fte_year


def same_model_bill_ratio(frontier_bill_ratio, same_result_cost_ratio, firm_setup_usd_per_year, firm_staff_fte,
                          firm_it_usd_per_fte_year):
    """The same in two years for the capability of today, if prices follow cost.
    (draws, firm_size, 1) [ratio]: b' = u + (b - u) c(2), u = f / (n i).
    """
    upkeep = firm_setup_usd_per_year[:, None] / firm_staff_fte / firm_it_usd_per_fte_year
    return upkeep + (frontier_bill_ratio - upkeep) * member(same_result_cost_ratio, "horizon", "m24")
