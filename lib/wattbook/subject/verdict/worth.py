"""What the programme returns: rental value, cash, net present value, rates of return."""

import numpy as np

from wattbook import finance, units
from wattbook.series import over, with_end


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
