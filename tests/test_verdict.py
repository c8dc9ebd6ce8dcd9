"""Verdict: published rules first, then identities, limits and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn import SEEDS, UNSEEN, central, moved, run, values
from wattbook import finance, params
from wattbook import moves as what_moves
from wattbook.run import Run

# Worked examples


@pytest.mark.parametrize(("life", "revenue"), [(10, 160e9), (5, 320e9), (10 / 3, 480e9)])
def test_kuppermans_rule_gives_his_figures(life, revenue):
    # Kupperman (2025): 400 USD B at a margin of 25% over 10, 5 and 3 1/3 years needs 160, 320 and 480 a year.
    inputs = central(budget_usd=400e9, budget_capex_share=1, payback_rule_life_years=life, payback_rule_margin_share=0.25)
    assert run(["required_revenue_payback_usd_per_year"], inputs)[0] == pytest.approx(revenue)


@pytest.mark.parametrize(("chips", "revenue"), [(50e9, 200e9), (150e9, 600e9)])
def test_cahns_rule_gives_his_figures(chips, revenue):
    # Cahn, Sequoia (2024): chips x 2 for the site, x 2 for the margin, over the life of the chips: 50 gives 200, 150 gives 600.
    inputs = central(budget_usd=chips, budget_capex_share=1, server_capex_share=1, total_to_chip_cost_ratio=2,
                     gross_margin_rule_share=0.5, it_life_years=1)
    assert run(["required_revenue_chips_usd_per_year"], inputs)[0] == pytest.approx(revenue)


def test_revenue_that_leaves_the_margin_on_the_cost():
    # 8.5 USD B of cost at a margin of 60% needs 21.25.
    inputs = central(programme_cost_usd_per_year=8.5e9, gross_margin_share=0.6)
    assert run(["required_revenue_cost_usd_per_year"], inputs)[0] == pytest.approx(21.25e9)


def test_a_kilowatts_margin_is_its_rent_less_its_running():
    # A year on, 2 USD have fallen by half: 1 USD x 1,000 hours less 100 and 50.
    inputs = {"month_start_year": np.array([2025.0, 2026.0, 2027.0]), "as_of_year": np.array([[2026.0]]),
              **central(compute_price_usd_per_h100e_hour=2, compute_price_decline_per_year=0.5, h100e_per_it_kw=1,
                        used_hours_per_year=1000, energy_usd_per_it_kw_year=100, other_opex_usd_per_it_kw_year=50)}
    assert run(["compute_margin_usd_per_it_kw_year"], inputs)[0].tolist() == [[1850, 1850, 850]]


def test_present_value_counts_from_the_start_of_spending():
    # 121 two years after the start, at 10% a year, is 100 then.
    inputs = {"programme_cash_flow_usd_per_month": np.array([[-90.0, 121.0]]), "month_start_year": np.array([2026.0, 2028.0]),
              **central(wacc_per_year=0.1, spend_start_year=2026)}
    assert run(["npv_usd"], inputs)[0] == pytest.approx(np.array([[10.0]]))


def test_a_return_of_one_per_cent_a_month_is_12_68_a_year():
    inputs = {"programme_cash_flow_usd_per_month": np.array([[-100.0, 0.0, 102.01]])}
    assert run(["irr_per_year"], inputs)[0] == pytest.approx(1.01**12 - 1)


def test_money_that_never_comes_back_has_no_return():
    inputs = {"programme_cash_flow_usd_per_month": np.array([[-100.0, -1.0, -1.0], [0.0, 0.0, 0.0]])}
    assert np.isnan(run(["irr_per_year"], inputs)[0]).all()


def test_the_return_of_a_flow_that_pays_back_in_a_month_is_known_beside_one_that_never_does():
    inputs = {"programme_cash_flow_usd_per_month": np.array([[-100.0, 110.0], [-100.0, -1.0]])}
    found = run(["irr_per_year"], inputs)[0]
    assert found[0] == pytest.approx(1.1**12 - 1)
    assert np.isnan(found[1])


def test_what_is_left_at_the_end_is_land_and_the_unworn_facility():
    # Half energised for two years, the other half for one: 1.5 years on average, half of a life of 3; land keeps 10.
    inputs = {"energised_share": np.array([[0.5] * 12 + [1.0] * 12]), **central(
        budget_usd=100, budget_capex_share=1, facility_capex_share=0.5, land_capex_share=0.1, facility_life_years=3)}
    assert run(["facility_residual_usd"], inputs)[0] == pytest.approx(35)


# Identities and limits


def test_without_a_budget_there_is_nothing_to_earn_and_nothing_to_return():
    inputs = {**values(0), **central(budget_usd=0)}
    value, rate, capacity = run(["npv_usd", "irr_per_year", "peak_revenue_capacity_usd_per_year"], inputs)
    assert np.abs(value).max() == 0
    assert np.isnan(rate).all()
    assert np.abs(capacity).max() == 0


@given(SEEDS)
def test_the_value_at_the_return_is_nothing(seed):
    outputs = ["irr_per_year", "programme_cash_flow_usd_per_month", "spend_usd_per_month"]
    rate, flow, spend = run(outputs, values(seed))
    known = ~np.isnan(rate[:, 0])
    assert known.any()
    inputs = {**values(seed), "programme_cash_flow_usd_per_month": flow, "wacc_per_year": np.where(np.isnan(rate), 0, rate)}
    (value,) = run(["npv_usd"], inputs)
    assert (np.abs(value[known]) < 1e-6 * spend[known].sum(axis=-1, keepdims=True)).all()


@given(SEEDS)
def test_a_project_is_worth_something_exactly_when_it_returns_more_than_its_capital_costs(seed):
    value, rate, flow = run(["npv_usd", "irr_per_year", "programme_cash_flow_usd_per_month"], values(seed))
    wacc = values(seed)["wacc_per_year"]
    once = (finance.sign_changes(flow) == 1).reshape(-1) & ~np.isnan(rate[:, 0])
    assert once.any()
    assert ((value > 0) == (rate > wacc))[once].all()


def test_a_month_brings_a_twelfth_of_the_margin_less_spending_and_the_last_one_what_is_left():
    # 0.5 GW at 1,200 USD a kilowatt and year: 50 million a month; 30 million spent first, 7 million left at the end.
    inputs = {"in_service_it_gw": np.full((1, 3), 0.5), "compute_margin_usd_per_it_kw_year": np.full((1, 3), 1200.0),
              "spend_usd_per_month": np.array([[30e6, 0.0, 0.0]]), **central(facility_residual_usd=7e6)}
    assert run(["programme_cash_flow_usd_per_month"], inputs)[0] == pytest.approx(np.array([[20e6, 50e6, 57e6]]))


@given(SEEDS)
def test_what_is_left_is_never_negative_and_never_more_than_was_paid(seed):
    (left,) = run(["facility_residual_usd"], values(seed))
    assert (left >= 0).all()
    assert (left <= values(seed)["budget_usd"] * values(seed)["budget_capex_share"]).all()


def test_the_budget_that_carries_the_claim_is_found_by_search_and_by_division():
    # Capacity is all but proportional to the budget (crews are not): the budget that carries 70 is 50 over the ratio.
    found = Run(params.load(as_of="2026-11-22"))
    key = "peak_revenue_capacity_usd_per_year / target_revenue_usd_per_year"
    closed = found.book.assumptions["budget_usd"].value / what_moves.middle(found, key)
    assert what_moves.required_value(found, key, 1, "budget_usd") == pytest.approx(closed, rel=5e-3)


@given(st.floats(1e9, 1e12), st.floats(0.1, 1), st.floats(1, 20), st.floats(0.05, 1))
def test_revenue_by_the_payback_rule_pays_the_capital_back_over_its_life(budget, share, life, margin):
    inputs = central(budget_usd=budget, budget_capex_share=share, payback_rule_life_years=life,
                     payback_rule_margin_share=margin)
    (revenue,) = run(["required_revenue_payback_usd_per_year"], inputs)
    assert revenue * margin * life == pytest.approx(budget * share)


@given(SEEDS)
def test_revenue_by_the_margin_rule_leaves_the_margin(seed):
    revenue, cost = run(["required_revenue_cost_usd_per_year", "programme_cost_usd_per_year"], values(seed))
    np.testing.assert_allclose((revenue - cost) / revenue, values(seed)["gross_margin_share"], rtol=1e-9, atol=1e-12)


# Properties: directions over random valid inputs


@given(SEEDS, st.floats(1.01, 2))
def test_dearer_money_makes_what_is_worth_something_worth_less(seed, factor):
    # Of an outlay followed by income, worth something; a loss far off may shrink when discounted harder.
    outputs = ["npv_usd", "programme_cash_flow_usd_per_month"]
    before, after = moved(seed, outputs, wacc_per_year=lambda r: r * factor)
    sound = (finance.sign_changes(before[1]) == 1).reshape(-1) & (before[0][:, 0] > 0)
    assert sound.any()
    assert (after[0][sound] < before[0][sound]).all()


@settings(max_examples=40)
@given(SEEDS, st.floats(0.5, 24))
def test_a_delay_makes_a_paying_programme_worth_less(seed, months):
    # Running at a profit that never rises, nothing left at the end: every month of delay costs.
    inputs = {**values(seed), **UNSEEN["given"], **central(facility_residual_usd=0)}
    inputs["compute_price_decline_per_year"] = np.maximum(inputs["compute_price_decline_per_year"], 0)
    inputs["compute_price_usd_per_h100e_hour"] = inputs["compute_price_usd_per_h100e_hour"] * 10
    (before,) = run(["npv_usd"], inputs)
    (after,) = run(["npv_usd"], {**inputs, "schedule_slip_months": np.maximum(inputs["schedule_slip_months"], 0) + months})
    (margin,) = run(["compute_margin_usd_per_it_kw_year"], inputs)
    paying = (margin > 0).all(axis=-1)
    assert paying.any()
    assert (after[paying] <= before[paying] + 1).all()  # to the dollar


@given(SEEDS, st.floats(1.01, 3))
def test_a_higher_rent_makes_the_programme_worth_more(seed, factor):
    (before,), (after,) = moved(seed, ["npv_usd"], compute_price_usd_per_h100e_hour=lambda p: p * factor)
    assert (after > before).all()


@given(SEEDS, st.floats(1.01, 3))
def test_a_larger_programme_needs_more_revenue_in_proportion(seed, factor):
    outputs = [f"required_revenue_{rule}_usd_per_year" for rule in ("payback", "chips", "cost")]
    before, after = moved(seed, outputs, budget_usd=lambda k: k * factor)
    for first, second in zip(before, after, strict=True):
        np.testing.assert_allclose(second, first * factor)
