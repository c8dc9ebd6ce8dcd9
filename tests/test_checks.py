"""Integrity checks: each holds on the shipped case and fails on a planted error."""

import numpy as np
import pytest

from wattbook.subject import CHECKS, MODEL, checks

NAMES = list(CHECKS.functions)


@pytest.fixture(scope="module")
def values(book):
    """Everything the checks ask for, on the shipped case."""
    wanted = [name for name in CHECKS.leaves() if name in MODEL.functions]
    return {**book.values, **MODEL.evaluate(book.values, wanted)}


def times(factor):
    """Plant a factor."""
    return lambda array: array * factor


def plus(amount):
    """Plant an amount."""
    return lambda array: array + amount


def backwards(array):
    """Plant a reversal of time."""
    return array[..., ::-1]


def one_negative(array):
    """Plant a negative number in the first draw."""
    changed = array.copy()
    changed[0, :1] = -np.abs(changed[0, :1]) - 1e12
    return changed


# check -> what is planted: the input and how it is spoilt, with the error where it can be said by hand
PLANTED = {
    "spending_sums_to_capital": [
        ("spend_usd_per_month", times(1.01), 0.01), ("budget_usd", times(2), 0.5), ("capex_budget_usd", times(2), 0.5)],
    "layers_sum_to_capital": [("server_capex_share", plus(0.01), 0.01), ("land_capex_share", plus(-0.5), None)],
    "energised_within_nominal": [("energised_it_gw", times(2), None), ("energised_it_gw", backwards, None)],
    "years_sum_to_months": [("recognised_revenue_usd", times(1.01), 0.01)],
    "reported_periods_are_met": [("recognised_revenue_usd_per_month", times(1.01), 0.01)],
    "net_within_gross": [("net_recognised_revenue_usd", times(3), None)],
    "energy_is_counted_once": [
        ("facility_energy_twh_per_year", times(1.2), 0.2), ("electricity_price_usd_per_mwh", times(1000), 999)],
    "return_and_value_agree": [("npv_usd", times(-1), None), ("irr_per_year", plus(1), None)],
    "streams_sum_to_revenue": [
        ("stream_revenue_usd", times(1.01), None), ("stream_revenue_usd", one_negative, None),
        ("double_count_removed_usd", times(100), None)],
    "chain_multiplies": [("chain_it_watt_per_usd", times(1.01), 0.01), ("chain_revenue_usd_per_year", times(0.5), 1)],
    "one_story_comes_about": [("outcome_share", times(2), 1)],
    "sold_within_produced": [("tokens_sold_mtoken", times(1e3), None)],
    "caused_within_attributed": [("revenue_caused_usd", times(1e3), None), ("revenue_caused_usd", plus(-1e9), None)],
    "served_within_supply": [
        ("supply_limit_usd_per_year", times(0.001), None), ("unserved_demand_usd_per_year", plus(-1e12), None)],
    "income_and_costs_sum_to_revenue": [
        ("operating_income_usd", plus(1e9), None), ("partner_payout_usd", times(-1), None),
        ("gross_profit_usd", times(1.1), None)],
    "layers_and_parties_sum_to_capital": [
        ("layer_capex_usd", times(1.01), 0.01), ("party_exposure_usd", times(0.99), 0.01), ("idc_usd", plus(1e9), None)],
    "sources_equal_uses": [
        ("debt_drawn_usd_per_month", times(1.01), None), ("idc_usd_per_month", times(2), None),
        ("equity_drawn_usd_per_month", one_negative, None)],
    "debt_is_repaid": [("debt_service_usd_per_month", times(1.01), None), ("debt_rate_per_year", plus(0.01), None)],
    "debt_ends_before_the_machines": [("loan_tenor_years", times(2), None), ("it_life_years", times(0.1), None)],
    "machines_are_worth_no_more_than_new": [
        ("residual_to_cost_ratio", times(3), None), ("machine_residual_usd", plus(1e12), None)],
    "rents_never_rise_for_good": [("new_rent_ratio", times(2), None), ("aged_rent_ratio", plus(1), None)],
    "the_reported_loss_is_met": [("operating_income_usd", times(1.01), 0.01)],
    "provider_return_and_value_agree": [("provider_npv_usd_per_it_kw", times(-1), None)],
    "sites_sum_to_programme": [("energised_it_gw", times(1.01), None), ("it_capacity_nominal_gw", times(2), 0.5)],
    "limits_hold_every_month": [("energised_share", times(1.5), None), ("waiting_accelerators_count", plus(-1e12), None)],
    "shares_sum_to_one": [("use_share", times(1.01), 0.01), ("source_share", times(0.98), 0.02)],
    "market_shares_sum_to_one": [("owner_share", times(1.01), None), ("unlisted_lab_share", plus(0.1), 0.1)],
    "stages_stay_in_order": [("programme_energised_it_gw", times(100), None)],
    "energy_by_use_sums": [("energy_by_use_twh_per_year", times(1.01), 0.01)],
    "light_is_not_outrun": [("site_hub_ms", times(0.5), None)],
}
CASES = [(name, *planted) for name in NAMES for planted in PLANTED.get(name, [])]


def test_every_check_has_a_planted_error():
    assert sorted(set(NAMES) - set(PLANTED)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_case_passes(values, name):
    assert CHECKS.evaluate(values, [name])[name] <= checks.TOLERANCE


@pytest.mark.parametrize(("name", "argument", "spoil", "error"), CASES)
def test_a_planted_error_is_found(values, name, argument, spoil, error):
    found = CHECKS.evaluate({**values, argument: spoil(values[argument])}, [name])[name]
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
