"""The verdict: what the programme must earn by published rules, how the chain yields, what it returns, what is overbuilt."""

import numpy as np

from wattbook import finance, units
from wattbook.axes import AXES, member
from wattbook.series import at_date, delayed, in_year, over, sum_by_year, with_end

SURGE = 1.5  # over the plan so many times is a surge


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


def excess_capacity_share(demand_runrate_usd_per_year, supply_limit_usd_per_year, capacity_in_use_share, month_start_year,
                          observed_runrate_year):
    """Part of the power that serves the subject that demand does not need, beyond what stood idle at the last report.
    (draws, months) [fraction]: x(t) = max(0, 1 - D(t) / (u S(t))) after the last report, with u the share in use then.
    """
    needed = over(demand_runrate_usd_per_year, capacity_in_use_share * supply_limit_usd_per_year)
    excess = np.maximum(1 - np.nan_to_num(needed, nan=1), 0)
    return np.where(month_start_year > observed_runrate_year[-1], excess, 0)


def programme_book_usd(spend_usd_per_month, it_capex_share, it_life_years, facility_life_years):
    """What is left in the books of the programme's capital in each month, by straight line.
    (draws, months) [USD_2025]: B(t) = C(t) - sum over u <= t of (C(u) - C(u - L)) / L, C spent so far, IT and the rest apart.
    """
    spent = np.cumsum(spend_usd_per_month, axis=-1)
    left = np.zeros_like(spent)
    for share, life in ((it_capex_share, it_life_years), (1 - it_capex_share, facility_life_years)):
        months = life * units.MONTHS_PER_YEAR
        left = left + share * (spent - np.cumsum((spent - delayed(spent, months)) / months, axis=-1))
    return np.maximum(left, 0)


def stranded_capital_usd(excess_capacity_share, programme_book_usd):
    """Capital of the programme in capacity that demand does not need, every kilowatt that serves the subject alike.
    (draws, months) [USD_2025]: s(t) = x(t) B(t).
    """
    return excess_capacity_share * programme_book_usd


def absorption_months(excess_capacity_share):
    """Months from the first in which capacity exceeds demand until demand has caught up, or the time axis ends.
    (draws, 1) [month]: n = t1 - t0, t0 the first t with x(t) > 0, t1 the first after it with x(t) = 0. NaN where none exceeds.
    """
    return _absorbed(excess_capacity_share > 0)


def _absorbed(beyond):
    """Months from the first that lies beyond demand to the first after it that does not, or the end; NaN where none does."""
    months = beyond.shape[-1]
    first = np.argmax(beyond, axis=-1)[:, None]
    again = ~beyond & (np.arange(months) > first)
    end = np.where(again.any(axis=-1, keepdims=True), np.argmax(again, axis=-1)[:, None], months)
    return np.where(beyond.any(axis=-1, keepdims=True), end - first, np.nan)


def industry_it_gw(firm_it_gw):
    """IT power at the tracked sites of all firms followed: what was seen, then what is announced, late as such sites are.
    (draws, months) [GW_IT]: E(t) = sum over the firms of E_f(t).
    Left out: sites that nobody tracks, and all that is not announced yet: a floor.
    """
    return np.where(np.isnan(firm_it_gw).all(axis=1), np.nan, np.nansum(firm_it_gw, axis=1))


def industry_excess_it_gw(industry_it_gw, industry_demand_growth_per_year, month_start_year, as_of_year):
    """IT power of the firms followed beyond what buyers would pay for, over what stood idle on the as-of date.
    (draws, months) [GW_IT]: X(t) = max(0, E(t) - D(t)), D(t) = E(t0) (1 + g)^(t - t0), after the as-of date t0.
    Left out: a kilowatt that earns less than today, which makes the same spending need more of them.
    """
    ahead = np.maximum(month_start_year - as_of_year, 0)
    wanted = at_date(industry_it_gw, month_start_year, as_of_year.item()) * (1 + industry_demand_growth_per_year) ** ahead
    return np.maximum(industry_it_gw - wanted, 0) * (ahead > 0)


def industry_stranded_usd(industry_excess_it_gw, capex_usd_per_it_watt):
    """Capital of the firms followed in power beyond demand, in the month in which it is highest.
    (draws, 1) [USD_2025]: S = max over t of X(t) c: the newest stands idle, so that nothing is written off yet.
    """
    return (industry_excess_it_gw * units.W_PER_GW * capex_usd_per_it_watt).max(axis=-1, keepdims=True)


def industry_absorption_months(industry_excess_it_gw):
    """Months from the first in which the firms followed have more than buyers would pay for until that has caught up.
    (draws, 1) [month]: n = t1 - t0, t0 the first t with X(t) > 0, t1 the first after it with X(t) = 0. NaN where there is none.
    """
    return _absorbed(industry_excess_it_gw > 0)


def outcome_share(recognised_revenue_usd, month_calendar_year, last_runrate_usd_per_year, planned_revenue_usd,
                  planned_revenue_from_year, planned_revenue_to_year):
    """Which of four stories comes about: one in it, nought elsewhere, so that means over the draws are probabilities.
    (draws, outcome, 1) [fraction]: o = 1 where REV of the plan's last year is under the last run-rate; under the plan; up to
    SURGE times the plan; above. NaN where no plan is known.
    """
    planned = np.floor((planned_revenue_from_year[-1:] + planned_revenue_to_year[-1:]) / 2)
    revenue = in_year(recognised_revenue_usd, np.unique(month_calendar_year), planned.item() if planned.size else np.nan)
    plan = np.full_like(revenue, planned_revenue_usd[-1] if planned.size else np.nan)
    least = {"stall": np.full_like(revenue, -np.inf), "digest": np.minimum(last_runrate_usd_per_year, plan), "plan": plan,
             "surge": SURGE * plan}
    passed = np.stack([(revenue >= least[one]).astype(float) for one in AXES["outcome"]], axis=1)
    return np.where(np.isnan(revenue)[:, None], np.nan, -np.diff(passed, axis=1, append=0))
