"""What a provider earns that builds the programme, lets it by take-or-pay contract and then at the market.

The case runs on the programme's own months: construction, the slip of its sites, first power. With no construction and no
slip it is a kilowatt bought today.
"""

import numpy as np

from wattbook import finance, units
from wattbook.series import cohorts, first_month, over, with_end


def running_cost_usd_per_it_kw_year(energy_usd_per_it_kw_year, other_opex_usd_per_it_kw_year):
    """Yearly cost of keeping a kilowatt of IT power running.
    (draws, 1) [USD_2025/kW_IT/year]: O = c_energy + c_other.
    """
    return energy_usd_per_it_kw_year + other_opex_usd_per_it_kw_year


def contract_rent_usd_per_it_kw_year(accelerator_rent_usd_per_hour, it_power_per_accelerator_watt, availability,
                                     contract_discount_share):
    """Yearly rent of a kilowatt under contract at today's prices: take or pay, so that every hour that runs is paid for.
    (draws, 1) [USD_2025/kW_IT/year]: Q = p (1 - discount) 8760 a / w.
    """
    hours = units.HOURS_PER_YEAR * availability
    hour = accelerator_rent_usd_per_hour * (1 - contract_discount_share)
    return hour * hours * units.W_PER_KW / it_power_per_accelerator_watt


def provider_rent_usd_per_month(energised_it_gw, accelerator_wait_months, new_rent_ratio, price_index_usd_per_real_usd,
                                rent_usd_per_it_kw_year, contract_rent_usd_per_it_kw_year, rent_fall_by_age_per_year,
                                contract_term_years, economic_life_years):
    """Rent of the provider in each month: under contract, then at the market.
    (draws, months) [USD_2025/month]: Q(t) = sum of dE(s) Q s(s) (1 - d)^wait I(s) / I(t), up to the term, + sum of dE(s) R s(t)
    (1 - d)^age, from it up to L*. A contract is level in dollars of the day.
    """
    keep = (1 - rent_fall_by_age_per_year) ** (1 / units.MONTHS_PER_YEAR)
    new = np.diff(energised_it_gw, axis=-1, prepend=0) * units.KW_PER_GW * keep**accelerator_wait_months
    life = economic_life_years * units.MONTHS_PER_YEAR
    term = np.minimum(contract_term_years * units.MONTHS_PER_YEAR, life)
    signed = new * new_rent_ratio * price_index_usd_per_real_usd
    contract = cohorts(signed, np.ones((1, 1)), np.zeros((1, 1)), term) / price_index_usd_per_real_usd
    market = cohorts(new, keep, term, life) * new_rent_ratio
    yearly = contract * contract_rent_usd_per_it_kw_year + market * rent_usd_per_it_kw_year
    return yearly / units.MONTHS_PER_YEAR


def upkeep_usd_per_month(energised_it_gw, working_it_gw, running_cost_usd_per_it_kw_year, room_usd_per_it_kw_year):
    """Running cost of what works in each month, less what other tenants pay for rooms whose machines are worn out.
    (draws, months) [USD_2025/month]: C(t) = (W(t) O - (E(t) - W(t)) b_room) / 12.
    """
    worn_out = energised_it_gw - working_it_gw
    yearly = working_it_gw * running_cost_usd_per_it_kw_year - worn_out * room_usd_per_it_kw_year
    return yearly * units.KW_PER_GW / units.MONTHS_PER_YEAR


def provider_operating_usd_per_month(provider_rent_usd_per_month, upkeep_usd_per_month):
    """Cash from letting the programme in each month.
    (draws, months) [USD_2025/month]: M(t) = Q(t) - C(t).
    Left out: tax, which stands in the cost of capital.
    """
    return provider_rent_usd_per_month - upkeep_usd_per_month


def first_power_year(energised_share, month_start_year):
    """When the first of the programme has power.
    (draws, 1) [calendar_year]: t_1 = first month with e(t) > 0. NaN where none has it on the time axis.
    """
    return first_month(energised_share > 0, month_start_year)


def default_operating_usd_per_month(provider_operating_usd_per_month, programme_operating_usd_per_month, month_start_year,
                                    first_power_year, default_after_years, void_months):
    """Cash from letting the programme if the tenant fails: contract, nothing while racks are empty, then the market.
    (draws, months) [USD_2025/month]: M_d(t) = b(t) M(t) + a(t) M_market(t): contract to t_1 + years, the market after the void.
    """
    passed = month_start_year - first_power_year - default_after_years
    passed = np.nan_to_num(passed, nan=-np.inf) * units.MONTHS_PER_YEAR  # without power none fails
    before, after = np.clip(-passed, 0, 1), np.clip(passed + 1 - void_months, 0, 1)
    return before * provider_operating_usd_per_month + after * programme_operating_usd_per_month


def provider_flow_usd_per_month(provider_operating_usd_per_month, spend_usd_per_month, machine_residual_usd,
                                facility_residual_usd):
    """Cash flow of the provider in each month, before tax and debt.
    (draws, months) [USD_2025/month]: F(t) = M(t) - c(t), plus what machines and buildings are worth in the last month.
    """
    return with_end(provider_operating_usd_per_month - spend_usd_per_month, machine_residual_usd + facility_residual_usd)


def provider_irr_per_year(provider_flow_usd_per_month):
    """Real return of a provider that builds the programme and lets it by contract.
    (draws, 1) [fraction_real/year]: sum F(t) / (1 + i)^t = 0, IRR = (1 + i)^12 - 1. NaN where no one rate fits.
    """
    return finance.annual_rate(finance.irr(provider_flow_usd_per_month))


def provider_npv_usd_per_it_kw(provider_flow_usd_per_month, wacc_per_year, month_start_year, spend_start_year,
                               it_capacity_nominal_gw):
    """What a provider's kilowatt is worth at the start of spending.
    (draws, 1) [USD_2025/kW_IT]: NPV = sum F(t) / (1 + r)^(t - t0) / P; real flows, real rate, both before tax.
    """
    worth = finance.npv(wacc_per_year, provider_flow_usd_per_month, month_start_year - spend_start_year)
    return over(worth, it_capacity_nominal_gw * units.KW_PER_GW)


def provider_payback_years(provider_flow_usd_per_month):
    """Years from the first outlay until the provider has its money back, without return.
    (draws, 1) [year]: T = first time at which the sum of F is 0 again, less the month of the first outlay. NaN for never.
    """
    first = np.argmax(provider_flow_usd_per_month < 0, axis=-1)[:, None]
    return (finance.payback(provider_flow_usd_per_month) - first) / units.MONTHS_PER_YEAR


def provider_breakeven_usd_per_hour(accelerator_rent_usd_per_hour, provider_rent_usd_per_month, provider_flow_usd_per_month,
                                    wacc_per_year, month_start_year, spend_start_year):
    """Rent of an accelerator hour today at which the provider just earns its cost of capital.
    (draws, 1) [USD_2025/h]: p* = p (1 - NPV(F) / NPV(Q)): value is linear in the price, as lives stay as they are.
    """
    flow, rent = (finance.npv(wacc_per_year, series, month_start_year - spend_start_year)
                  for series in (provider_flow_usd_per_month, provider_rent_usd_per_month))
    return accelerator_rent_usd_per_hour * (1 - over(flow, rent))


def default_irr_per_year(default_operating_usd_per_month, spend_usd_per_month, machine_residual_usd, facility_residual_usd):
    """Real return of the provider if its tenant fails.
    (draws, 1) [fraction_real/year]: sum F_d(t) / (1 + i)^t = 0, F_d with the cash of the default case.
    """
    left = machine_residual_usd + facility_residual_usd
    return finance.annual_rate(finance.irr(with_end(default_operating_usd_per_month - spend_usd_per_month, left)))
