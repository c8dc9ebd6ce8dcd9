"""What the programme must earn a year, by rules of thumb as their authors published them: they answer different questions."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import over, sum_by_year


def required_revenue_payback_usd_per_year(capex_budget_usd, payback_rule_life_years, payback_rule_margin_share):
    """Revenue a year that pays the capital back over its life out of a margin.
    (draws, 1) [USD_2025/year]: R = K_capex / L / m.
    No return on capital is asked.
    Source: Kupperman, "Global crossing is reborn" (2025): 400 at 25% over 10, 5, 3 1/3 years gives 160, 320, 480.
    """
    return capex_budget_usd / payback_rule_life_years / payback_rule_margin_share


def required_revenue_chips_usd_per_year(capex_budget_usd, server_capex_share, total_to_chip_cost_ratio, gross_margin_rule_share,
                                        it_life_years):
    """Revenue a year by the rule that doubles the chip bill for the site and again for the margin.
    (draws, 1) [USD_2025/year]: R = chips x 2 / (1 - m) / L.
    The rule as published states lifetime revenue; here it is spread over the life of IT.
    Source: Cahn (Sequoia), "AI's $600B question" (2024): chips 50 at 50% gives 200, 150 gives 600.
    """
    chips = capex_budget_usd * server_capex_share
    return chips * total_to_chip_cost_ratio / (1 - gross_margin_rule_share) / it_life_years


def required_revenue_cost_usd_per_year(programme_cost_usd_per_year, gross_margin_share):
    """Revenue a year whose cost of compute leaves the subject's gross margin.
    (draws, 1) [USD_2025/year]: R = C / (1 - GM), as if compute were all of the cost of revenue.
    gross_margin_share: below 1.
    Source: Epoch AI (May 2026) for the cost; the margin is the subject's.
    """
    return programme_cost_usd_per_year / (1 - gross_margin_share)


def required_revenue_yield_usd_per_year(capex_budget_usd, capital_yield_rule_per_year):
    """Revenue a year as a share of all capital, which a bank gave for a return of a tenth.
    (draws, 1) [USD_2025/year]: R = K_capex y.
    Not reproducible: the inputs of the rule are unpublished; only its ratio, 650 over 5,000, is used.
    Source: JP Morgan (November 2025), as relayed.
    """
    return capex_budget_usd * capital_yield_rule_per_year


def required_revenue_spend_usd_per_year(capex_budget_usd, spend_duration_months, spend_to_revenue_rule_share):
    """Revenue a year that bears such a rate of spending, if spending is a share of revenue that firms sustain.
    (draws, 1) [USD_2025/year]: R = K_capex / T / s.
    Not reproducible: the share is read off two published sums, 500 a year on 2,000 of revenue.
    Source: Bain, "Technology Report" (September 2025), as relayed.
    """
    return over(capex_budget_usd * units.MONTHS_PER_YEAR, spend_duration_months) / spend_to_revenue_rule_share


def required_revenue_peers_usd_per_year(capex_budget_usd, spend_duration_months, peer_capex_trailing_usd, peer_sales_usd):
    """Revenue a year at which the programme weighs as much as capital spending does on large cloud firms, taken together.
    (draws, 1) [USD_2025/year]: R = K_capex / T x sum of sales / sum of capital spending, over their latest twelve months.
    Our own rule on published figures: their filings.
    """
    both = ~np.isnan(peer_capex_trailing_usd + peer_sales_usd)
    sales, spent = (one.sum(axis=1, where=both) for one in (peer_sales_usd, peer_capex_trailing_usd))
    return over(capex_budget_usd * units.MONTHS_PER_YEAR, spend_duration_months) * over(sales, spent)


def required_revenue_capacity_usd_per_year(it_capacity_nominal_gw, capacity_yield_rule_usd_per_it_kw_year):
    """Revenue a year of the finished programme at what lessors of machines contract a kilowatt for.
    (draws, 1) [USD_2025/year]: R = P y.
    Our own rule on a published figure.
    Source: Nebius, letter to shareholders (August 2026): 12 million dollars a megawatt and year.
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * capacity_yield_rule_usd_per_it_kw_year


def required_revenue_debt_usd_per_year(debt_service_usd_per_month, price_index_usd_per_real_usd, month_calendar_year,
                                       target_dscr_ratio, upkeep_usd_per_month):
    """Revenue a year that pays running cost and covers the heaviest year of debt service as often as lenders ask.
    (draws, 1) [USD_2025/year]: R = max over years of (d DS[y] + C[y]), both in dollars of the price year.
    Our own rule on a published figure: the cover that lenders against accelerators ask, as surveyed.
    """
    service = debt_service_usd_per_month / price_index_usd_per_real_usd
    yearly = sum_by_year(target_dscr_ratio * service + upkeep_usd_per_month, month_calendar_year)
    return yearly.max(axis=-1, keepdims=True)


def required_revenue_usd_per_year(required_revenue_yield_usd_per_year, required_revenue_debt_usd_per_year,
                                  required_revenue_capacity_usd_per_year, required_revenue_chips_usd_per_year,
                                  required_revenue_cost_usd_per_year, required_revenue_payback_usd_per_year,
                                  required_revenue_peers_usd_per_year, required_revenue_spend_usd_per_year):
    """Revenue a year that the programme must earn, by each rule.
    (draws, method, 1) [USD_2025/year]: R = each of them.
    """
    rules = {"yield": required_revenue_yield_usd_per_year, "debt": required_revenue_debt_usd_per_year,
             "capacity": required_revenue_capacity_usd_per_year, "chips": required_revenue_chips_usd_per_year,
             "cost": required_revenue_cost_usd_per_year, "payback": required_revenue_payback_usd_per_year,
             "peers": required_revenue_peers_usd_per_year, "spend": required_revenue_spend_usd_per_year}
    return np.stack(np.broadcast_arrays(*(rules[method] for method in AXES["method"])), axis=1)
