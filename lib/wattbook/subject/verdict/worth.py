"""What the programme must earn by published rules, how the chain from dollars to revenue yields, and what it returns."""

import numpy as np

from wattbook import finance, units
from wattbook.axes import AXES, member
from wattbook.series import over, sum_by_year, with_end


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


def chain_it_watt_per_usd(it_capacity_nominal_gw, programme_budget_usd):
    """IT power that a dollar of the announced sum buys.
    (draws, 1) [W_IT/USD]: y1 = P / K.
    """
    return over(it_capacity_nominal_gw * units.W_PER_GW, programme_budget_usd)


def chain_h100e_hours_per_it_watt_year(h100e_per_it_kw, used_hours_per_year):
    """Hours of H100 equivalents that a watt gives in a year, those that run and are used.
    (draws, 1) [H100e_hour/W_IT/year]: y2 = n h.
    """
    return h100e_per_it_kw * used_hours_per_year / units.W_PER_KW


def chain_mtoken_per_h100e_hour(tokens_per_it_kw_year, paid_token_share, h100e_per_it_kw, used_hours_per_year):
    """Tokens for pay, in millions, that a used hour of an H100 equivalent can serve.
    (draws, 1) [Mtoken/H100e_hour]: y3 = t paid / (n h).
    """
    return tokens_per_it_kw_year * paid_token_share / units.TOKENS_PER_MTOKEN / (h100e_per_it_kw * used_hours_per_year)


def chain_revenue_usd_per_year(it_capacity_nominal_gw, revenue_by_road_usd_per_it_kw_year):
    """Revenue at the end of the chain: all that the finished programme can serve, sold at today's realised price.
    (draws, 1) [USD_2025/year]: R = K y1 y2 y3 p. A ceiling: nobody is asked whether the tokens are wanted.
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * member(revenue_by_road_usd_per_it_kw_year, "road", "tokens")[:, 0]


def required_price_usd_per_mtoken(target_revenue_usd_per_year, today_price_index_usd_per_real_usd, it_capacity_nominal_gw,
                                  tokens_per_it_kw_year, paid_token_share):
    """Price of a million tokens at which the finished programme alone would sell the target.
    (draws, 1) [USD_2025/Mtoken]: p* = target / I / (P t paid).
    """
    sold = it_capacity_nominal_gw * units.KW_PER_GW * tokens_per_it_kw_year * paid_token_share / units.TOKENS_PER_MTOKEN
    return over(target_revenue_usd_per_year / today_price_index_usd_per_real_usd, sold)


def useful_h100e_hours_per_usd(useful_h100e, it_life_years, programme_budget_usd):
    """Hours of H100 equivalents at their peak that a dollar of the announced sum gives over the life of the machines.
    (draws, 1) [H100e_hour/USD]: u = U 8760 L / K.
    """
    return over(useful_h100e * units.HOURS_PER_YEAR * it_life_years, programme_budget_usd)


def programme_operating_usd_per_month(aged_it_gw, rent_usd_per_it_kw_year, new_rent_ratio, upkeep_usd_per_month):
    """Rental value of the programme's computing in each month at the market, less its upkeep.
    (draws, months) [USD_2025/month]: M_market(t) = A(t) R s(t) / 12 - C(t).
    """
    yearly = aged_it_gw * units.KW_PER_GW * rent_usd_per_it_kw_year * new_rent_ratio
    return yearly / units.MONTHS_PER_YEAR - upkeep_usd_per_month


def programme_cash_flow_usd_per_month(programme_operating_usd_per_month, outlay_usd_per_month, machine_residual_usd,
                                      facility_residual_usd):
    """Cash flow of the programme in each month, before tax and financing.
    (draws, months) [USD_2025/month]: F(t) = M_market(t) - k(t), plus what machines and buildings are worth in the last month.
    """
    return with_end(programme_operating_usd_per_month - outlay_usd_per_month, machine_residual_usd + facility_residual_usd)


def npv_usd(programme_cash_flow_usd_per_month, wacc_per_year, month_start_year, spend_start_year):
    """Net present value of the programme at the start of spending.
    (draws, 1) [USD_2025]: NPV = sum F(t) / (1 + r)^(t - t0); real flows, real rate, both before tax.
    """
    return finance.npv(wacc_per_year, programme_cash_flow_usd_per_month, month_start_year - spend_start_year)


def irr_per_year(programme_cash_flow_usd_per_month):
    """Real internal rate of return of the programme.
    (draws, 1) [fraction_real/year]: r = (1 + i)^12 - 1, sum F(t) / (1 + i)^t = 0; NaN where no one rate fits.
    """
    return finance.annual_rate(finance.irr(programme_cash_flow_usd_per_month))


def mirr_per_year(programme_cash_flow_usd_per_month, wacc_per_year):
    """Real modified rate of return: income put by at the cost of capital.
    (draws, 1) [fraction_real/year]: r = (worth of inflows at the end / worth of outflows at their start)^(1 / years) - 1. NaN
    where money flows one way only.
    Source: numpy-financial, mirr.
    """
    flow = programme_cash_flow_usd_per_month
    years = np.arange(flow.shape[-1]) / units.MONTHS_PER_YEAR
    start = years[np.argmax(flow < 0, axis=-1)][:, None]
    growth = (1 + finance.mirr(flow, wacc_per_year, wacc_per_year, years)) ** years[-1]  # from the start of the axis
    return (growth / (1 + wacc_per_year) ** start) ** over(1, years[-1] - start) - 1
