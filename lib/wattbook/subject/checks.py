"""Integrity: identities that must hold in every run. A function is one check, bound like the model's functions.

Each returns the largest relative error found; `TOLERANCE` and below passes. A failed check stands on page one.
"""

import numpy as np

from wattbook.axes import member
from wattbook.engineering import FIBRE_KM_PER_MS
from wattbook.finance import annuity_factor
from wattbook.series import over
from wattbook.units import HALF_MONTH, MONTHS_PER_YEAR

TOLERANCE = 1e-9


def spending_sums_to_capital(spend_usd_per_month, capex_budget_usd, spend_cumulative_share, price_index_usd_per_real_usd,
                             programme_budget_usd, budget_capex_share):
    """Capital spending adds up to what is due by the end of the time axis, in both kinds of dollars (B-01, U-03)."""
    due = spend_cumulative_share[:, -1:]
    nominal = (spend_usd_per_month * price_index_usd_per_real_usd).sum(axis=-1, keepdims=True)
    real = spend_usd_per_month.sum(axis=-1, keepdims=True)
    return max(_error(real, capex_budget_usd * due), _error(nominal, programme_budget_usd * budget_capex_share * due))


def energised_within_nominal(energised_it_gw, it_capacity_nominal_gw):
    """Energised capacity never falls and never exceeds what the budget buys (T-02, L-11)."""
    above = np.max(energised_it_gw - it_capacity_nominal_gw * (1 + TOLERANCE))
    falls = np.max(-np.diff(energised_it_gw, axis=-1), initial=0)
    return float(max(above, falls, 0))


def years_sum_to_months(recognised_revenue_usd, recognised_revenue_usd_per_month):
    """Recognised revenue of the calendar years adds up to that of the months (T-03)."""
    return _error(recognised_revenue_usd.sum(axis=-1), recognised_revenue_usd_per_month.sum(axis=-1))


def reported_periods_are_met(recognised_revenue_usd_per_month, month_start_year, reported_revenue_usd,
                             reported_revenue_from_year, reported_revenue_to_year):
    """Recognised revenue has the reported total in every reported period on the time axis (T-06)."""
    errors = [0.0]
    for total, start, end in zip(reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year, strict=True):
        inside = (month_start_year > start - HALF_MONTH) & (month_start_year < end - HALF_MONTH)
        if inside.any():
            errors.append(_error(recognised_revenue_usd_per_month[:, inside].sum(axis=-1), np.array(total)))
    return max(errors)


def energy_is_counted_once(facility_energy_twh_per_year, it_capacity_nominal_gw, energy_usd_per_it_kw_year,
                           electricity_price_usd_per_mwh):
    """Facility energy times its price is the energy bill: PUE and hours enter once (B-10, U-02)."""
    bill_usd_m = facility_energy_twh_per_year * electricity_price_usd_per_mwh
    return _error(bill_usd_m, energy_usd_per_it_kw_year * it_capacity_nominal_gw)


def return_and_value_agree(npv_usd, irr_per_year, provider_npv_usd_per_it_kw, provider_irr_per_year, wacc_per_year):
    """What is built, and what is let, is worth more than it costs exactly when it returns more than capital costs (N-06)."""
    errors = [0.0]
    for worth, rate in ((npv_usd, irr_per_year), (provider_npv_usd_per_it_kw, provider_irr_per_year)):
        clear = np.abs(rate - wacc_per_year) > TOLERANCE  # a rate that is not defined is not clear
        errors.append(float(np.mean((worth > 0)[clear] != (rate > wacc_per_year)[clear])) if clear.any() else 0.0)
    return max(errors)


def streams_sum_to_revenue(stream_revenue_usd, double_count_removed_usd, target_year_revenue_usd):
    """The five streams less their overlap add up to revenue, no stream is negative, no overlap exceeds its pair (B-04)."""
    if np.isnan(target_year_revenue_usd).any():
        return 0.0
    total = stream_revenue_usd.sum(axis=1) - double_count_removed_usd
    smaller = np.minimum(*(member(stream_revenue_usd, "stream", one)[:, 0] for one in ("enterprise_api", "partner")))
    beyond = np.max((double_count_removed_usd - smaller) / target_year_revenue_usd)
    negative = np.max(-np.minimum(stream_revenue_usd.min(axis=1), double_count_removed_usd) / target_year_revenue_usd)
    return max(_error(total, target_year_revenue_usd), float(beyond), float(negative), 0.0)


def chain_multiplies(programme_budget_usd, chain_it_watt_per_usd, chain_h100e_hours_per_it_watt_year,
                     chain_mtoken_per_h100e_hour, realised_price_usd_per_mtoken, chain_revenue_usd_per_year):
    """The yields of the chain, multiplied, give its revenue (N-05)."""
    tokens = chain_it_watt_per_usd * chain_h100e_hours_per_it_watt_year * chain_mtoken_per_h100e_hour
    made = np.nan_to_num(tokens * realised_price_usd_per_mtoken) * programme_budget_usd
    return _error(made, chain_revenue_usd_per_year)


def one_story_comes_about(outcome_share):
    """In every draw exactly one of the four stories comes about (S-07)."""
    return 0.0 if np.isnan(outcome_share).any() else _error(outcome_share.sum(axis=1), np.ones(1))


def sold_within_produced(api_sales_usd, clearing_price_usd_per_mtoken, paid_tokens_produced_mtoken):
    """Tokens sold never exceed what the capacity can produce for pay (B-11)."""
    sold = api_sales_usd / clearing_price_usd_per_mtoken
    return float(np.max(np.nan_to_num(sold / paid_tokens_produced_mtoken) - 1, initial=0))


def caused_within_attributed(revenue_caused_usd, revenue_attributed_usd, recognised_revenue_usd):
    """What the programme causes is never negative and never more than what its capacity serves (B-11)."""
    above = np.maximum(revenue_caused_usd - revenue_attributed_usd, -revenue_caused_usd)
    return float(np.max(above / recognised_revenue_usd, initial=0))


def served_within_supply(runrate_usd_per_year, supply_limit_usd_per_year, demand_runrate_usd_per_year, month_start_year,
                         observed_runrate_year):
    """After the last report the run-rate stays within what declared capacity serves; nothing unserved is negative (B-11)."""
    ahead = month_start_year + HALF_MONTH > observed_runrate_year[-1]
    above = np.max((runrate_usd_per_year / supply_limit_usd_per_year - 1)[:, ahead], initial=0)
    return float(max(above, np.max(1 - demand_runrate_usd_per_year / runrate_usd_per_year, initial=0)))


def income_and_costs_sum_to_revenue(
        recognised_revenue_usd, net_recognised_revenue_usd, gross_profit_usd, gross_margin_by_year_share, research_compute_usd,
        staff_and_other_usd, operating_income_usd):
    """Cost of sales, partners, research compute, staff and operating income add up to revenue, as far as costs go (U-05)."""
    cost_of_sales = recognised_revenue_usd * (1 - gross_margin_by_year_share)
    uses = cost_of_sales + research_compute_usd + staff_and_other_usd + operating_income_usd
    ends = ~np.isnan(research_compute_usd)
    return max(_error(uses[ends], net_recognised_revenue_usd[ends]),
               _error(gross_profit_usd + cost_of_sales, recognised_revenue_usd))


def the_reported_loss_is_met(operating_income_usd, reported_income_usd, reported_income_from_year, reported_income_to_year,
                             month_calendar_year):
    """In the latest year for which operating income is reported, ours is that (T-06)."""
    whole = reported_income_to_year - reported_income_from_year > 1 - HALF_MONTH
    latest = np.max(reported_income_from_year[whole], initial=0)
    ours = operating_income_usd[:, np.unique(month_calendar_year) == np.round(latest)]
    return min((_error(ours, np.array(one)) for one in reported_income_usd[whole]), default=0.0) if ours.size else 0.0


def layers_and_parties_sum_to_capital(layer_capex_usd, party_exposure_usd, capex_budget_usd, idc_usd):
    """Layers of capital, and what each party pays, add up to the money spent on capacity and the interest on it (B-02)."""
    due = capex_budget_usd + idc_usd
    return max(_error(layer_capex_usd.sum(axis=1), due), _error(party_exposure_usd.sum(axis=1), due))


def sources_equal_uses(spend_usd_per_month, price_index_usd_per_real_usd, idc_usd_per_month, debt_drawn_usd_per_month,
                       equity_drawn_usd_per_month, funding_gap_usd_per_month):
    """In every month debt, equity and gap add up to spending and interest, and none is negative (B-03)."""
    uses = spend_usd_per_month * price_index_usd_per_real_usd + idc_usd_per_month
    sources = (debt_drawn_usd_per_month, equity_drawn_usd_per_month, funding_gap_usd_per_month)
    total = np.maximum(uses.sum(axis=-1, keepdims=True), 1)
    below = max(float(np.max(-source / total, initial=0)) for source in sources)
    return max(float(np.max(np.abs(sum(sources) - uses) / total)), below)


def debt_is_repaid(debt_service_usd_per_month, debt_drawn_usd_per_month, energised_share, debt_rate_per_year, loan_tenor_years):
    """Debt service, discounted at the interest rate, and what is owed at the end are worth what was borrowed (B-07)."""
    rate, payments = debt_rate_per_year / MONTHS_PER_YEAR, np.rint(loan_tenor_years * MONTHS_PER_YEAR)
    parts = np.diff(energised_share, axis=-1, prepend=0) * debt_drawn_usd_per_month.sum(axis=-1, keepdims=True)
    months = np.arange(parts.shape[-1])
    left = np.maximum(payments - months[::-1], 0)
    owed = parts * annuity_factor(rate, left) / annuity_factor(rate, payments)
    ended = owed * (1 + rate) ** -float(months[-1])
    worth = (debt_service_usd_per_month * (1 + rate) ** -months + ended).sum(axis=-1)
    return _error(worth, (parts * (1 + rate) ** -months).sum(axis=-1))


def debt_ends_before_the_machines(loan_tenor_years, it_life_years, economic_life_years):
    """No part of the loan outlives the machines that it paid for, by the books or by rents, save for its first month (B-07)."""
    life = np.maximum(np.minimum(it_life_years, economic_life_years), 1 / MONTHS_PER_YEAR)
    return float(max(np.max(loan_tenor_years / life - 1), 0))


def machines_are_worth_no_more_than_new(residual_to_cost_ratio, machine_residual_usd, capex_budget_usd, it_capex_share):
    """Machines are worth at most what they cost, at every age and at the end of the time axis (B-06)."""
    above = np.max(machine_residual_usd - capex_budget_usd * it_capex_share * (1 + TOLERANCE))
    return float(max(np.max(residual_to_cost_ratio - 1), above, 0))


def rents_never_rise_for_good(new_rent_ratio, settled_rent_ratio):
    """A machine never rents for more than today's rent times what the market may settle at (M-06)."""
    return float(max(np.max(new_rent_ratio / np.maximum(settled_rent_ratio, 1) - 1), 0))


def sites_sum_to_programme(site_energised_it_gw, energised_it_gw, site_it_gw, it_capacity_nominal_gw):
    """Power of the sites, planned and energised, adds up to that of the programme, and no site exceeds its plan (B-02)."""
    above = np.max(site_energised_it_gw / np.maximum(site_it_gw, np.finfo(float).tiny) - 1, initial=0)
    energised, planned = site_energised_it_gw.sum(axis=1), site_it_gw.sum(axis=1)
    return max(_error(energised, energised_it_gw), _error(planned, it_capacity_nominal_gw), float(max(above, 0)))


def limits_hold_every_month(energised_share, limit_share):
    """Energised capacity exceeds no limit, so that what is installed was delivered (M-12, T-02)."""
    return float(np.max(energised_share[:, None] - limit_share, initial=0))


def shares_sum_to_one(use_share, source_share, energy_by_use_twh_per_year, facility_energy_twh_per_year):
    """Computing by use, power by way of supply, and energy by use add up to all of it (B-09, B-10, B-16)."""
    wholes = ((use_share, np.ones(1)), (source_share, np.ones(1)), (energy_by_use_twh_per_year, facility_energy_twh_per_year))
    return max(_error(parts.sum(axis=1), whole) for parts, whole in wholes)


def market_shares_sum_to_one(owner_share, unobserved_compute_share, lab_runrate_share, unlisted_lab_share):
    """Shares of owners and of labs add up to all, what is not counted included (B-13)."""
    layers = ((owner_share, unobserved_compute_share), (lab_runrate_share, unlisted_lab_share))
    sums = [np.nansum(shares, axis=1) + rest for shares, rest in layers if not np.isnan(shares).all()]
    return max((_error(total, np.ones_like(total)) for total in sums), default=0.0)


def stages_stay_in_order(programme_building_it_gw, programme_energised_it_gw):
    """No programme has more power on than it is to have (B-12)."""
    return float(np.nanmax(over(programme_energised_it_gw, programme_building_it_gw) - 1, initial=0))


def light_is_not_outrun(site_hub_ms, site_hub_km):
    """No round trip between sites is faster than light in fibre along the great circle (L-10)."""
    return float(max(np.max(2 * site_hub_km / FIBRE_KM_PER_MS - site_hub_ms, initial=0), 0))


def _error(found, wanted):
    """Largest relative difference; what is undefined on both sides, such as revenue that nobody reported, does not differ."""
    found, wanted = (np.where(np.isnan(found) & np.isnan(wanted), 0, one) for one in np.broadcast_arrays(found, wanted))
    scale = np.maximum(np.abs(wanted), np.finfo(float).tiny)
    return float(np.max(np.abs(found - wanted) / np.where(np.abs(wanted) > 0, scale, 1), initial=0))
