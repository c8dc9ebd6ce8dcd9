"""Entry: what it costs to stand at the frontier, who could pay, and what a small firm pays to use it."""

from wattbook import units
from wattbook.axes import member


def entry_cost_usd(frontier_run_cost_usd, entry_runs_count, entry_serving_it_mw, capex_usd_per_it_watt):
    """Cost of entering with a model of frontier size: its runs, and the least fleet that serves it.
    (draws, 1) [USD_2025]: X = n x + P k.
    Left out: data bought, and losses until sales come.
    """
    serving_it_watts = entry_serving_it_mw * units.W_PER_GW / units.MW_PER_GW
    return entry_runs_count * frontier_run_cost_usd + serving_it_watts * capex_usd_per_it_watt


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
