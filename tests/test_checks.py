"""Integrity checks: each holds on the shipped case and fails where a function of the model is written wrongly."""

import copy
import inspect

import numpy as np
import pytest

from wattbook.subject import CHECKS, MODEL, checks

NAMES = list(CHECKS.functions)


def checked(model, inputs, name):
    """What a check finds in what a model makes of the inputs."""
    made = model.evaluate(inputs, [leaf for leaf in CHECKS.leaves([name]) if leaf in model.functions])
    return CHECKS.evaluate({**inputs, **made}, [name])[name]


# check -> errors that a programmer could make in the model: the function, what stands in it, and what is written in its place,
# with the error that the check then finds where it can be said by hand
PLANTED = {
    "spending_sums_to_capital": [
        ("spend_usd_per_month", "outlay_usd_per_month * budget_capex_share", "outlay_usd_per_month"),
        ("capex_budget_usd", "share * spent_real_usd_per_usd", "share / spent_real_usd_per_usd"),
        ("spend_usd_per_month", "outlay_usd_per_month *", "1.01 * outlay_usd_per_month *", 0.01)],
    "energised_within_nominal": [
        ("energised_it_gw", "it_capacity_nominal_gw *", "2 * it_capacity_nominal_gw *"),
        ("energised_share", "limit_share.min(axis=1)", "limit_share.min(axis=1)[:, ::-1]")],
    "years_sum_to_months": [
        ("recognised_revenue_usd", "sum_by_year(", "1.01 * sum_by_year(", 0.01)],
    "reported_periods_are_met": [("recognised_revenue_usd_per_month", "(middle > start)", "(middle > start + 0.1)"),
                                 ("recognised_revenue_usd_per_month", "= total /", "= 1.01 * total /", 0.01)],
    "energy_is_counted_once": [
        ("energy_usd_per_it_kw_year", "it_load_share * pue", "it_load_share * pue * pue"),
        ("facility_energy_twh_per_year", "units.HOURS_PER_YEAR", "units.HOURS_PER_YEAR * 1.25", 0.25)],
    "return_and_value_agree": [("npv_usd", "npv(wacc_per_year,", "npv(wacc_per_year / 12,"),
                               ("irr_per_year", "finance.annual_rate(", "("),
                               ("provider_npv_usd_per_it_kw", "npv(wacc_per_year,", "npv(wacc_per_year / 12,")],
    "streams_sum_to_revenue": [
        ("stream_revenue_usd", "(others - partner_gross_usd * partner_overlap_share)", "others"),
        ("displacement_usd", "* displaced_share", "* (1 + displaced_share)"),
        ("double_count_removed_usd", '"partner")', '"enterprise_api")')],
    "chain_multiplies": [("chain_it_watt_per_usd", "units.W_PER_GW", "units.W_PER_GW * 1.25", 0.25)],
    "one_story_comes_about": [("outcome_share", "return ", "return 2 * ", 1)],
    "sold_within_produced": [
        ("clearing_price_usd_per_mtoken", "over(api_sales_usd, paid_tokens_produced_mtoken)", "realised_price_usd_per_mtoken")],
    "caused_within_attributed": [
        ("revenue_caused_usd", "(leased_it_gw / compute_it_gw)", "(leased_it_gw / compute_it_gw) ** 2"),
        ("revenue_caused_usd", "(ahead, 1 -", "(ahead, 0.5 -")],
    "served_within_supply": [
        ("runrate_usd_per_year", "np.minimum(demand_runrate_usd_per_year, supply_limit_usd_per_year)",
         "demand_runrate_usd_per_year"),
        ("runrate_usd_per_year", "np.minimum(demand_runrate_usd_per_year, supply_limit_usd_per_year)",
         "supply_limit_usd_per_year")],
    "income_and_costs_sum_to_revenue": [
        ("operating_income_usd", " - net_recognised_revenue_usd", ""), ("operating_income_usd", "gross_profit_usd -", ""),
        ("gross_profit_usd", "* gross_margin_by_year_share", "* (1 - gross_margin_by_year_share)")],
    "the_reported_loss_is_met": [("opex_usd", "- income", "+ income")],
    "layers_and_parties_sum_to_capital": [
        ("layer_capex_usd", "shell * contingency_facility_share", "0 * shell"),
        ("layer_capex_usd", "return ", "return 1.01 * ", 0.01),
        ("layer_capex_usd", " - utility_works_capex_share", ""), ("it_capex_share", "+ network_capex_share", ""),
        ("it_capex_share", "server_capex_share +", "1 + server_capex_share +"),
        ("party_exposure_usd", "1 - provider_layer_share - landlord_layer_share", "1 - provider_layer_share"),
        ("layer_capex_usd", "*(capex_budget_usd", "*(2 * capex_budget_usd")],
    "sources_equal_uses": [
        ("construction_uses_usd_per_month", " + idc_usd_per_month", ""),
        ("debt_drawn_usd_per_month", "debt_share * used", "2 * debt_share * used"),
        ("equity_drawn_usd_per_month", "construction_uses_usd_per_month - debt_drawn_usd_per_month",
         "construction_uses_usd_per_month")],
    "debt_is_repaid": [("debt_service_usd_per_month", "payments + 1)", "payments)"),
                       ("debt_service_usd_per_month", "quoted_period_rate(debt_rate_per_year)", "quoted_period_rate(0.01)")],
    "debt_ends_before_the_machines": [
        ("loan_tenor_years", "np.minimum(debt_tenor_years, it_life_years)", "debt_tenor_years"),
        ("loan_tenor_years", "it_life_years), economic_life_years)", "it_life_years), it_life_years)")],
    "machines_are_worth_no_more_than_new": [
        ("machine_residual_usd", "(new * worth)", "(10 * new * worth)"),
        ("residual_to_cost_ratio", " / cost[:, None]", "")],
    "rents_never_rise_for_good": [("new_rent_ratio", "reverting(1,", "reverting(2,")],
    "sites_sum_to_programme": [
        ("site_energised_it_gw", "before = before + added", "before = added"),
        ("site_it_gw", "shares(site_budget_weight_ratio)", "site_budget_weight_ratio * 0.5")],
    "limits_hold_every_month": [("energised_share", "limit_share.min(axis=1)", "limit_share.max(axis=1)")],
    "shares_sum_to_one": [("use_share", "rest * (1 - research_use_share)", "rest"),
                          ("source_share", "return ", "return 0.98 * ", 0.02),
                          ("energy_by_use_twh_per_year", "(1 - cooling_overhead_share)", "cooling_overhead_share")],
    "market_shares_sum_to_one": [("owner_share", "return ", "return 1.01 * "),
                                 ("lab_runrate_share", "return ", "return 1.01 * ")],
    "stages_stay_in_order": [("programme_energised_it_gw", "/ units.MW_PER_GW", "")],
    "light_is_not_outrun": [("site_hub_ms", "* fibre_route_ratio", "/ fibre_route_ratio")],
}
CASES = [(name, *planted, *[None] * (4 - len(planted))) for name in NAMES for planted in PLANTED.get(name, [])]


def with_error(output, right, wrong):
    """The model with one function written wrongly."""
    function = MODEL.functions[output]
    source = inspect.getsource(function)
    assert source.count(right) == 1, f"{output} no longer holds {right!r}"
    space = dict(vars(inspect.getmodule(function)))
    exec(source.replace(right, wrong), space)
    model = copy.copy(MODEL)
    model.functions = {**MODEL.functions, output: space[output]}
    return model


def test_every_check_has_a_planted_error():
    assert sorted(set(NAMES) - set(PLANTED)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_case_passes(book, name):
    assert checked(MODEL, book.values, name) <= checks.TOLERANCE


@pytest.mark.parametrize(("name", "output", "right", "wrong", "error"), CASES)
def test_an_error_in_the_model_is_found(book, name, output, right, wrong, error):
    found = checked(with_error(output, right, wrong), book.values, name)
    assert found > checks.TOLERANCE
    if error is not None:
        assert found == pytest.approx(error, rel=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_in_a_sentence_what_holds(name):
    assert CHECKS.functions[name].__doc__.splitlines()[0].endswith(").")  # it ends with the rule it stands for


@pytest.mark.parametrize(
    ("found", "wanted", "error"), [([1.0, 2.0], [1.0, 2.0], 0), ([1.1], [1.0], 0.1), ([0.0], [2.0], 1), ([0.5], [0.0], 0.5),
                                   ([-2.0], [2.0], 2), ([], [], 0)])
def test_the_error_is_the_largest_relative_difference(found, wanted, error):
    assert checks._error(np.array(found), np.array(wanted)) == pytest.approx(error)


def test_what_is_not_a_number_never_passes():
    assert not checks._error(np.array([1.0, np.nan]), np.array([1.0, 1.0])) <= checks.TOLERANCE
