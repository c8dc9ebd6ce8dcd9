"""What the programme must earn a year, by rules of thumb as their authors published them: they answer different questions."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import over, sum_by_year


def required_revenue_usd_per_year(capex_budget_usd, capital_yield_rule_per_year, debt_service_usd_per_month,
                                  price_index_usd_per_real_usd, month_calendar_year, target_dscr_ratio, upkeep_usd_per_month,
                                  it_capacity_nominal_gw, capacity_yield_rule_usd_per_it_kw_year, server_capex_share,
                                  total_to_chip_cost_ratio, gross_margin_rule_share, it_life_years, programme_cost_usd_per_year,
                                  gross_margin_share, payback_rule_life_years, payback_rule_margin_share,
                                  spend_duration_months, peer_capex_trailing_usd, peer_sales_usd, spend_to_revenue_rule_share):
    """Revenue a year that the programme must earn, by each rule.
    (draws, method, 1) [USD_2025/year]: R = K_capex y, a share of all capital that a bank gave for a return of a tenth; max over
    years of (d DS[y] + C[y]), the heaviest year of debt service as often as lenders ask, and running cost; P y, what lessors of
    machines contract a kilowatt for; chips x 2 / (1 - m) / L, the chip bill doubled for the site and for the margin; C / (1 -
    GM), as if compute were all of the cost of revenue; K_capex / L / m, capital paid back out of a margin, no return asked;
    K_capex / T x sum of sales / sum of capital spending of large cloud firms; K_capex / T / s, spending as a share of revenue.
    The inputs of the first and last rule are unpublished; debt, capacity and peers are our own rules on published figures.
    Source: JP Morgan (November 2025), 650 over 5,000, as relayed; surveys of lenders against accelerators; Nebius, letter to
    shareholders (August 2026); Cahn (Sequoia), "AI's $600B question" (2024): chips 50 at 50% gives 200 over their life, 150
    gives 600; Epoch AI (May 2026); Kupperman, "Global crossing is reborn" (2025): 400 at 25% over 10, 5, 3 1/3 years gives 160,
    320, 480; filings; Bain, "Technology Report" (September 2025), as relayed: 500 a year on 2,000.
    """
    service = target_dscr_ratio * debt_service_usd_per_month / price_index_usd_per_real_usd + upkeep_usd_per_month
    chips = capex_budget_usd * server_capex_share * total_to_chip_cost_ratio
    spending = over(capex_budget_usd * units.MONTHS_PER_YEAR, spend_duration_months)
    both = ~np.isnan(peer_capex_trailing_usd + peer_sales_usd)
    sales, spent = (one.sum(axis=1, where=both) for one in (peer_sales_usd, peer_capex_trailing_usd))
    rules = {"yield": capex_budget_usd * capital_yield_rule_per_year,
             "debt": sum_by_year(service, month_calendar_year).max(axis=-1, keepdims=True),
             "capacity": it_capacity_nominal_gw * units.KW_PER_GW * capacity_yield_rule_usd_per_it_kw_year,
             "chips": chips / (1 - gross_margin_rule_share) / it_life_years,
             "cost": programme_cost_usd_per_year / (1 - gross_margin_share),
             "payback": capex_budget_usd / payback_rule_life_years / payback_rule_margin_share,
             "peers": spending * over(sales, spent),
             "spend": spending / spend_to_revenue_rule_share}
    return np.stack(np.broadcast_arrays(*(rules[method] for method in AXES["method"])), axis=1)
