"""Verdict: what the programme must earn by published rules, what it returns, and how it stands to the claim."""

import numpy as np

from wattbook import finance, units
from wattbook.series import over


def required_revenue_payback_usd_per_year(capex_budget_usd, payback_rule_life_years, payback_rule_margin_share):
    """Revenue a year that pays the capital back over its life out of a margin.

    (draws, 1) [USD_2025/year]
    R = K_capex / L / m.
    No return on capital is asked.
    Source: Kupperman, "Global crossing is reborn" (2025): 400 at 25% over 10, 5, 3 1/3 years gives 160, 320, 480.
    """
    return capex_budget_usd / payback_rule_life_years / payback_rule_margin_share


def required_revenue_chips_usd_per_year(
    capex_budget_usd, server_capex_share, total_to_chip_cost_ratio, gross_margin_rule_share, it_life_years
):
    """Revenue a year by the rule that doubles the chip bill for the site and again for the margin.

    (draws, 1) [USD_2025/year]
    R = chips x 2 / (1 - m) / L.
    The rule as published states lifetime revenue; here it is spread over the life of IT.
    Source: Cahn (Sequoia), "AI's $600B question" (2024): chips 50 at 50% gives 200, 150 gives 600.
    """
    chips = capex_budget_usd * server_capex_share
    return chips * total_to_chip_cost_ratio / (1 - gross_margin_rule_share) / it_life_years


def required_revenue_cost_usd_per_year(programme_cost_usd_per_year, gross_margin_share):
    """Revenue a year whose cost of compute leaves the subject's gross margin.

    (draws, 1) [USD_2025/year]
    R = C / (1 - GM), as if compute were all of the cost of revenue.
    gross_margin_share: below 1.
    Source: Epoch AI (May 2026) for the cost; the margin is the subject's.
    """
    return programme_cost_usd_per_year / (1 - gross_margin_share)


def compute_margin_usd_per_it_kw_year(rent_usd_per_it_kw_year, new_rent_ratio, running_cost_usd_per_it_kw_year):
    """Rental value of a kilowatt of new machines in each month, less its running cost, at an annual rate.

    (draws, months) [USD_2025/kW_IT/year]
    m(t) = R s(t) - O.
    Compute used by its owner is worth its rental price.
    """
    return rent_usd_per_it_kw_year * new_rent_ratio - running_cost_usd_per_it_kw_year


def programme_operating_usd_per_month(aged_it_gw, rent_usd_per_it_kw_year, new_rent_ratio, upkeep_usd_per_month):
    """Rental value of the programme's computing in each month at the market, less its upkeep.

    (draws, months) [USD_2025/month]
    M_market(t) = A(t) R s(t) / 12 - C(t).
    """
    yearly = aged_it_gw * units.KW_PER_GW * rent_usd_per_it_kw_year * new_rent_ratio
    return yearly / units.MONTHS_PER_YEAR - upkeep_usd_per_month


def programme_cash_flow_usd_per_month(
    programme_operating_usd_per_month, outlay_usd_per_month, machine_residual_usd, facility_residual_usd
):
    """Cash flow of the programme in each month, before tax and financing.

    (draws, months) [USD_2025/month]
    F(t) = M_market(t) - k(t), plus what machines and buildings are worth in the last month.
    Tax stands in the cost of capital, which is before tax as well; interest in the discounting.
    """
    flow = programme_operating_usd_per_month - outlay_usd_per_month
    last = np.arange(flow.shape[-1]) == flow.shape[-1] - 1
    return flow + (machine_residual_usd + facility_residual_usd) * last


def npv_usd(programme_cash_flow_usd_per_month, wacc_per_year, month_start_year, spend_start_year):
    """Net present value of the programme at the start of spending.

    (draws, 1) [USD_2025]
    NPV = sum F(t) / (1 + r)^(t - t0), a flow standing at the start of its month; real flows, real rate, both before tax.
    """
    return finance.npv(wacc_per_year, programme_cash_flow_usd_per_month, month_start_year - spend_start_year)


def irr_per_year(programme_cash_flow_usd_per_month):
    """Real internal rate of return of the programme.

    (draws, 1) [fraction_real/year]
    r = (1 + i)^12 - 1 with i the monthly rate at which the flows are worth nothing; NaN where none fits, or several.
    """
    return finance.annual_rate(finance.irr(programme_cash_flow_usd_per_month))


def mirr_per_year(programme_cash_flow_usd_per_month, wacc_per_year):
    """Real modified rate of return: income put by at the cost of capital; there is one where several internal rates fit.

    (draws, 1) [fraction_real/year]
    r = (worth of inflows at the end / worth of outflows at their start)^(1 / years) - 1, both at the cost of capital.
    Above the cost of capital exactly where net present value is above 0.
    NaN where money flows one way only.
    Source: numpy-financial, mirr.
    """
    flow = programme_cash_flow_usd_per_month
    years = np.arange(flow.shape[-1]) / units.MONTHS_PER_YEAR
    start = years[np.argmax(flow < 0, axis=-1)][:, None]
    growth = (1 + finance.mirr(flow, wacc_per_year, wacc_per_year, years)) ** years[-1]  # from the start of the axis
    return (growth / (1 + wacc_per_year) ** start) ** over(1, years[-1] - start) - 1
