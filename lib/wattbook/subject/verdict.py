"""Verdict: what the programme must earn by published rules, what it returns, and how it stands to the claim."""

import numpy as np

from wattbook import finance, units


def required_revenue_payback_usd_per_year(budget_usd, budget_capex_share, payback_rule_life_years, payback_rule_margin_share):
    """Revenue a year that pays the capital back over its life out of a margin.

    (draws, 1) [USD_2025/year]
    R = K share / L / m.
    No return on capital is asked.
    Source: Kupperman, "Global crossing is reborn" (2025): 400 at 25% over 10, 5, 3 1/3 years gives 160, 320, 480.

    >>> required_revenue_payback_usd_per_year(400.0, 1.0, 10.0, 0.25)
    160.0
    """
    return budget_usd * budget_capex_share / payback_rule_life_years / payback_rule_margin_share


def required_revenue_chips_usd_per_year(
    budget_usd, budget_capex_share, server_capex_share, total_to_chip_cost_ratio, gross_margin_rule_share, it_life_years
):
    """Revenue a year by the rule that doubles the chip bill for the site and again for the margin.

    (draws, 1) [USD_2025/year]
    R = chips x 2 / (1 - m) / L.
    The rule as published states lifetime revenue; here it is spread over the life of IT.
    Source: Cahn (Sequoia), "AI's $600B question" (2024): chips 50 at 50% gives 200, 150 gives 600.

    >>> required_revenue_chips_usd_per_year(50.0, 1.0, 1.0, 2.0, 0.5, 1.0)
    200.0
    """
    chips = budget_usd * budget_capex_share * server_capex_share
    return chips * total_to_chip_cost_ratio / (1 - gross_margin_rule_share) / it_life_years


def required_revenue_cost_usd_per_year(programme_cost_usd_per_year, gross_margin_share):
    """Revenue a year whose cost of compute leaves the subject's gross margin.

    (draws, 1) [USD_2025/year]
    R = C / (1 - GM), as if compute were all of the cost of revenue.
    gross_margin_share: below 1.
    Source: Epoch AI (May 2026) for the cost; the margin is the subject's.

    >>> required_revenue_cost_usd_per_year(8.5, 0.5)
    17.0
    """
    return programme_cost_usd_per_year / (1 - gross_margin_share)


def compute_margin_usd_per_it_kw_year(
    month_start_year, as_of_year, compute_price_usd_per_h100e_hour, compute_price_decline_per_year, h100e_per_it_kw,
    used_hours_per_year, energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year,
):
    """Rental value of a kilowatt of IT power in each month, less its running cost, at an annual rate.

    (draws, months) [USD_2025/kW_IT/year]
    m(t) = p (1 - d)^(t - t_asof) h d_H100e - c_energy - c_other.
    Compute used by its owner is worth its rental price.

    >>> compute_margin_usd_per_it_kw_year(np.array([2027.0]), 2026.0, 2.0, 0.5, 1.0, 1000.0, 100.0, 50.0).tolist()
    [850.0]
    """
    years = np.maximum(month_start_year - as_of_year, 0)
    price = compute_price_usd_per_h100e_hour * (1 - compute_price_decline_per_year) ** years
    return price * h100e_per_it_kw * used_hours_per_year - energy_usd_per_it_kw_year - other_opex_usd_per_it_kw_year


def facility_residual_usd(
    budget_usd, budget_capex_share, facility_capex_share, land_capex_share, facility_life_years, energised_share
):
    """Book value of land and facility at the end of the time axis.

    (draws, 1) [USD_2025]
    V = K share (s_land + s_facility max(0, 1 - age / L)), age = sum of e(t) / 12: the years that the average watt has been
    energised by the end of the axis.

    >>> facility_residual_usd(100.0, 1.0, 0.5, 0.0, 2.0, np.array([[0.0] * 6 + [0.5] * 12 + [1.0] * 6])).round(6).tolist()
    [[25.0]]
    """
    age = energised_share.sum(axis=-1, keepdims=True) / units.MONTHS_PER_YEAR
    left = np.clip(1 - age / facility_life_years, 0, 1)
    return budget_usd * budget_capex_share * (land_capex_share + facility_capex_share * left)


def programme_cash_flow_usd_per_month(
    in_service_it_gw, compute_margin_usd_per_it_kw_year, spend_usd_per_month, facility_residual_usd
):
    """Cash flow of the programme in each month, before tax and financing.

    (draws, months) [USD_2025/month]
    F(t) = S(t) m(t) / 12 - c(t), plus the residual in the last month.
    Left out: tax and debt.

    >>> margin, spend = np.array([[24.0, 24.0]]), np.array([[5.0, 0.0]])
    >>> programme_cash_flow_usd_per_month(np.array([[1e-6, 1e-6]]), margin, spend, 1.0).tolist()
    [[-3.0, 3.0]]
    """
    operating = in_service_it_gw * units.KW_PER_GW * compute_margin_usd_per_it_kw_year / units.MONTHS_PER_YEAR
    flow = operating - spend_usd_per_month
    last = np.arange(flow.shape[-1]) == flow.shape[-1] - 1
    return flow + facility_residual_usd * last


def npv_usd(programme_cash_flow_usd_per_month, wacc_per_year, month_start_year, spend_start_year):
    """Net present value of the programme at the start of spending.

    (draws, 1) [USD_2025]
    NPV = sum F(t) / (1 + r)^(t - t0), a flow standing at the start of its month; real flows, real rate.

    >>> npv_usd(np.array([[-100.0, 146.41]]), np.array([[0.1]]), np.array([2026.0, 2028.0]), 2026.0).round(6).tolist()
    [[21.0]]
    """
    factor = (1 + wacc_per_year) ** (spend_start_year - month_start_year)
    return (programme_cash_flow_usd_per_month * factor).sum(axis=-1, keepdims=True)


def irr_per_year(programme_cash_flow_usd_per_month):
    """Real internal rate of return of the programme.

    (draws, 1) [fraction/year]
    r = (1 + i)^12 - 1 with i the monthly rate at which the flows are worth nothing; NaN where no such rate exists.

    >>> irr_per_year(np.array([[-100.0, 101.0]])).round(4).tolist()
    [[0.1268]]
    """
    return finance.annual_rate(finance.irr(programme_cash_flow_usd_per_month))
