"""Verdict: published rules first, then identities, limits and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import DRAWS, SEEDS, UNSEEN, central, moved, over, run, sign_changes, values
from wattbook import moves as what_moves
from wattbook import params, uncertainty, words
from wattbook.axes import member
from wattbook.run import Run
from wattbook.subject import MODEL

# Worked examples


def required(rule, **given):
    """Revenue a year by one rule, of one draw, all but the numbers given being a half."""
    inputs = central(**(dict.fromkeys(MODEL.arguments["required_revenue_usd_per_year"], 0.5) | given))
    inputs |= {name: inputs[name][:, None] for name in ("peer_capex_trailing_usd", "peer_sales_usd")}
    inputs["month_calendar_year"] = np.array([2026])
    return member(MODEL.functions["required_revenue_usd_per_year"](**inputs), "method", rule).item()




@pytest.mark.parametrize(("life", "revenue"), [(10, 160e9), (5, 320e9), (10 / 3, 480e9)])
def test_kuppermans_rule_gives_his_figures(life, revenue):
    # Kupperman (2025): 400 USD B at a margin of 25% over 10, 5 and 3 1/3 years needs 160, 320 and 480 a year.
    found = required("payback", capex_budget_usd=400e9, payback_rule_life_years=life, payback_rule_margin_share=0.25)
    assert found == pytest.approx(revenue)


@pytest.mark.parametrize(("chips", "revenue"), [(50e9, 200e9), (150e9, 600e9)])
def test_cahns_rule_gives_his_figures(chips, revenue):
    # Cahn, Sequoia (2024): chips x 2 for the site, x 2 for the margin, over the life of the chips: 50 gives 200, 150 gives 600.
    found = required("chips", capex_budget_usd=chips, server_capex_share=1, total_to_chip_cost_ratio=2, it_life_years=1)
    assert found == pytest.approx(revenue)


def test_revenue_that_leaves_the_margin_on_the_cost():
    # 8.5 USD B of cost at a margin of 60% needs 21.25.
    assert required("cost", programme_cost_usd_per_year=8.5e9, gross_margin_share=0.6) == pytest.approx(21.25e9)


def test_a_month_of_delay_forgoes_rent_less_running_cost():
    # 2,000 of rent a kilowatt, half of it once the market has settled, less 150: 850 on 1.2 GW, a twelfth of it.
    inputs = {"new_rent_ratio": np.array([[1.0, 1.0, 0.5]]), "month_calendar_year": np.array([2025, 2026, 2027]), **central(
        rent_usd_per_it_kw_year=2000, running_cost_usd_per_it_kw_year=150, it_capacity_nominal_gw=1.2, target_year=2026)}
    assert run(["delay_margin_usd_per_month"], inputs)[0] == pytest.approx(85e6)


def test_the_programme_earns_the_rent_of_what_works_by_its_age():
    # 2 GW of which one works, worth half of a new one: 0.5 x 1e6 x 2,400 x 0.9 / 12 = 90e6, less 10e6 of running cost, plus
    # 5e6 from the rooms of the other.
    inputs = {"aged_it_gw": np.array([[0.5]]), "working_it_gw": np.array([[1.0]]), "energised_it_gw": np.array([[2.0]]),
              "new_rent_ratio": np.array([[0.9]]), **central(
                  rent_usd_per_it_kw_year=2400, running_cost_usd_per_it_kw_year=120, room_usd_per_it_kw_year=60)}
    assert run(["programme_operating_usd_per_month"], inputs)[0] == pytest.approx(90e6 - 10e6 + 5e6)


def test_the_whole_announced_sum_is_spent_capacity_or_not():
    # 100 announced, of which 93 buy capacity, at price levels of 1 and 1.25: 50 and 40 real dollars go out.
    inputs = {"spend_cumulative_share": np.array([[0.5, 1.0]]), "price_index_usd_per_real_usd": np.array([[1.0, 1.25]]),
              "programme_operating_usd_per_month": np.array([[0.0, 30.0]]),
              **central(programme_budget_usd=100, budget_capex_share=0.93, machine_residual_usd=4, facility_residual_usd=2)}
    flow, spend = run(["programme_cash_flow_usd_per_month", "spend_usd_per_month"], inputs)
    assert flow.ravel() == pytest.approx([-50, 30 - 40 + 6])
    assert spend.ravel() == pytest.approx([46.5, 37.2])


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


def test_where_several_rates_fit_none_is_given_but_a_modified_one_is():
    # -100, 230, -132 a year apart fits 10% and 20%. At 10%: 230 x 1.1 = 253 on 100 + 132 / 1.21 = 209.09, in two years 10%.
    flow = np.zeros((1, 25))
    flow[0, [0, 12, 24]] = -100, 230, -132
    inputs = {"programme_cash_flow_usd_per_month": flow, **central(wacc_per_year=0.1)}
    rate, modified = run(["irr_per_year", "mirr_per_year"], inputs)
    assert np.isnan(rate).all()
    assert modified == pytest.approx((253 / 209.0909) ** 0.5 - 1, rel=1e-6)


def test_a_modified_rate_counts_from_the_first_outlay():
    # 121 two years after an outlay of 100, which a year without money precedes.
    flow = np.zeros((1, 37))
    flow[0, [12, 36]] = -100, 121
    inputs = {"programme_cash_flow_usd_per_month": flow, **central(wacc_per_year=0.04)}
    assert run(["mirr_per_year"], inputs)[0] == pytest.approx(0.1)


# Identities and limits


def test_without_a_budget_there_is_nothing_to_earn_and_nothing_to_return():
    inputs = {**values(0), **central(programme_budget_usd=0)}
    value, rate, modified, capacity = run(
        ["npv_usd", "irr_per_year", "mirr_per_year", "revenue_capacity_nominal_usd_per_year"], inputs)
    assert np.abs(value).max() == 0
    assert np.isnan(rate).all()
    assert np.isnan(modified).all()
    assert np.abs(capacity).max() == 0


@over(SEEDS)
def test_the_value_at_the_return_is_nothing(seed):
    outputs = ["irr_per_year", "programme_cash_flow_usd_per_month", "spend_usd_per_month"]
    rate, flow, spend = run(outputs, values(seed))
    known = ~np.isnan(rate[:, 0])
    assert known.any()
    inputs = {**values(seed), "programme_cash_flow_usd_per_month": flow, "wacc_per_year": np.where(np.isnan(rate), 0, rate)}
    (value,) = run(["npv_usd"], inputs)
    assert (np.abs(value[known]) < 1e-6 * spend[known].sum(axis=-1, keepdims=True)).all()


@over(SEEDS)
def test_a_project_is_worth_something_exactly_when_it_returns_more_than_its_capital_costs(seed):
    value, rate, flow = run(["npv_usd", "irr_per_year", "programme_cash_flow_usd_per_month"], values(seed))
    wacc = values(seed)["wacc_per_year"]
    once = (sign_changes(flow) == 1) & ~np.isnan(rate[:, 0])
    assert once.any()
    assert ((value > 0) == (rate > wacc))[once].all()


@over(SEEDS)
def test_a_modified_rate_exceeds_the_cost_of_capital_exactly_where_there_is_value(seed):
    value, modified = run(["npv_usd", "mirr_per_year"], values(seed))
    assert ((value > 0) == (modified > values(seed)["wacc_per_year"])).all()


@over(SEEDS)
def test_a_part_of_the_budget_that_buys_nothing_costs_its_full_sum(seed):
    # With no income and nothing left, value is the present value of all that is announced, whatever share buys capacity.
    nothing = {**values(seed), **central(machine_residual_usd=0, facility_residual_usd=0),
               "programme_operating_usd_per_month": np.zeros((DRAWS, values(seed)["month_start_year"].size))}
    (all_in,), (half,) = (run(["npv_usd"], {**nothing, **central(budget_capex_share=share)}) for share in (1, 0.5))
    assert all_in == pytest.approx(half)
    assert (all_in < 0).all()


def test_the_budget_that_carries_the_claim_is_found_by_search_and_by_division():
    # Capacity is all but proportional to the budget (crews are not): the budget that carries 70 is 50 over the ratio.
    found = Run(params.load(as_of="2026-11-22"))
    key = "max(revenue_capacity_nominal_usd_per_year) / target_revenue_usd_per_year"
    closed = found.book.assumptions["budget_usd"].value / what_moves.middle(found, key)
    assert what_moves.required_value(found, key, 1, "budget_usd") == pytest.approx(closed, rel=5e-3)


@given(st.floats(1e9, 1e12), st.floats(1, 20), st.floats(0.05, 1))
def test_revenue_by_the_payback_rule_pays_the_capital_back_over_its_life(capital, life, margin):
    revenue = required("payback", capex_budget_usd=capital, payback_rule_life_years=life, payback_rule_margin_share=margin)
    assert revenue * margin * life == pytest.approx(capital)


@over(SEEDS)
def test_revenue_by_the_margin_rule_leaves_the_margin(seed):
    rules, cost = run(["required_revenue_usd_per_year", "programme_cost_usd_per_year"], values(seed))
    revenue = member(rules, "method", "cost")[:, 0]
    np.testing.assert_allclose((revenue - cost) / revenue, values(seed)["gross_margin_share"], rtol=1e-9, atol=1e-12)


# Properties: directions over random valid inputs


@over(SEEDS, st.floats(1.01, 2))
def test_dearer_money_makes_what_is_worth_something_worth_less(seed, factor):
    # Of an outlay followed by income, worth something; a loss far off may shrink when discounted harder.
    outputs = ["npv_usd", "programme_cash_flow_usd_per_month"]
    before, after = moved(seed, outputs, wacc_per_year=lambda r: r * factor)
    sound = (sign_changes(before[1]) == 1) & (before[0][:, 0] > 0)
    assert sound.any()
    assert (after[0][sound] < before[0][sound]).all()


@over(SEEDS, st.floats(0.5, 24))
def test_a_delay_makes_a_paying_programme_worth_less(seed, months):
    # Running at a profit that never rises, nothing left at the end: every month of delay costs.
    inputs = {**values(seed), **UNSEEN["given"],
              **central(machine_residual_usd=0, facility_residual_usd=0, room_usd_per_it_kw_year=0),
              "settled_rent_ratio": np.minimum(values(seed)["settled_rent_ratio"], 1),
              "accelerator_rent_usd_per_hour": values(seed)["accelerator_rent_usd_per_hour"] * 10,
              "schedule_slip_months": np.maximum(values(seed)["schedule_slip_months"], 0)}
    (before,) = run(["npv_usd"], inputs)
    (after,) = run(["npv_usd"], {**inputs, "schedule_slip_months": inputs["schedule_slip_months"] + months})
    assert (after <= before + 1).all()  # to the dollar


@over(SEEDS, st.floats(1.01, 3))
def test_a_higher_rent_makes_the_programme_worth_more(seed, factor):
    (before,), (after,) = moved(seed, ["npv_usd"], accelerator_rent_usd_per_hour=lambda p: p * factor)
    assert (after > before).all()


@over(SEEDS, st.floats(1.01, 2))
def test_faster_ageing_and_lower_settled_rents_make_it_worth_less(seed, factor):
    for name, change in {"rent_fall_by_age_per_year": lambda d: 1 - (1 - d) ** factor,
                         "settled_rent_ratio": lambda q: q / factor}.items():
        (before,), (after,) = moved(seed, ["npv_usd"], **{name: change})
        assert (after < before).all(), name


def test_the_median_of_the_draws_is_what_is_said_and_the_central_run_is_another_number(book):
    """Sentences speak of the draws: the number in them is the median, never the run at central values."""
    draws = MODEL.evaluate(book.values, ["irr_per_year"])["irr_per_year"]
    low, median, high = uncertainty.quantiles(draws)[:, 0]
    central_run = MODEL.evaluate(book.rows([{}]), ["irr_per_year"])["irr_per_year"].item()
    summary = {"unit": "fraction_real/year", "p10": low, "p50": median, "p90": high}
    said = words.verdict.earns(0.3, {"unit": "fraction_real/year", "p10": 0.08, "p50": 0.08, "p90": 0.08}, summary)
    assert words.sentences.ranged(summary) in said
    assert words.sentences.ranged({**summary, "p50": central_run}) not in said
    assert low <= median <= high


@over(SEEDS, st.floats(1.01, 3))
def test_a_larger_programme_needs_more_revenue_in_proportion(seed, factor):
    (before,), (after,) = moved(seed, ["required_revenue_usd_per_year"], budget_usd=lambda k: k * factor)
    for rule in ("payback", "chips", "cost"):
        np.testing.assert_allclose(member(after, "method", rule), member(before, "method", rule) * factor)


# Rules of others, the chain, what is built beyond demand


def test_ratios_of_a_bank_and_of_a_consultant_are_theirs():
    # JP Morgan: 650 a year on 5,000; Bain: 2,000 of revenue bear 500 a year. Their inputs are unpublished: no more can be held.
    assert required("yield", capex_budget_usd=5000e9, capital_yield_rule_per_year=0.13) == pytest.approx(650e9)
    found = required("spend", capex_budget_usd=1500e9, spend_duration_months=36, spend_to_revenue_rule_share=0.25)
    assert found == pytest.approx(2000e9)


def test_rules_on_the_announced_sum_differ_about_tenfold(book):
    # By hand: from 6.5 (13% of 50) to 67 (50 over 3 years over 25%), were all of the 50 capital.
    known = np.ones((book.draws, 1))
    whole = {**book.values, "capex_budget_usd": 50e9 * known, "spend_duration_months": 36 * known}
    rules = MODEL.evaluate(whole, ["required_revenue_usd_per_year"])["required_revenue_usd_per_year"]
    rules = np.median(rules[:, :, 0], axis=0)
    assert rules.min() == pytest.approx(6.5e9)
    assert rules.max() == pytest.approx(66.67e9, rel=1e-3)
    assert 8 < rules.max() / rules.min() < 12


@over(SEEDS)
def test_required_revenue_by_search_is_that_by_division(seed):
    # N-06: the revenue at which margin on cost is the one asked for, found by halving, against the closed form.
    rules, cost = run(["required_revenue_usd_per_year", "programme_cost_usd_per_year"], values(seed))
    revenue = member(rules, "method", "cost")[:, 0]
    margin, low, high = values(seed)["gross_margin_share"], np.zeros_like(cost), cost * 1e4
    for _ in range(80):
        middle = (low + high) / 2
        below = middle - cost < margin * middle
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    known = margin < 0.999
    np.testing.assert_allclose(high[known], revenue[known], rtol=1e-3)


def test_a_book_is_what_straight_line_leaves():
    # 120 of machines over 10 months and 240 of buildings over 20, spent in the first month: 12 a month off each.
    spend = np.zeros((1, 30))
    spend[0, 1] = 360
    inputs = {"spend_usd_per_month": spend, **central(it_capex_share=1 / 3, it_life_years=10 / 12, facility_life_years=20 / 12)}
    (book,) = run(["programme_book_usd"], inputs)
    assert book[0, [0, 1, 2, 11, 25]] == pytest.approx([0, 336, 312, 108, 0], abs=1e-9)


@over(SEEDS)
def test_what_is_stranded_never_exceeds_what_is_left_in_the_books(seed):
    stranded, book, spend = run(["stranded_capital_usd", "programme_book_usd", "spend_usd_per_month"], values(seed))
    assert (stranded >= 0).all()
    assert (stranded <= book * (1 + 1e-12)).all()
    assert (book <= spend.sum(axis=-1, keepdims=True) * (1 + 1e-12)).all()


@over(SEEDS, st.floats(1.01, 3))
def test_more_demand_never_leaves_more_idle(seed, factor):
    (before,) = run(["excess_capacity_share"], values(seed))
    (demand,) = run(["demand_runrate_usd_per_year"], values(seed))
    (after,) = run(["excess_capacity_share"], {**values(seed), "demand_runrate_usd_per_year": demand * factor})
    assert (after <= before).all()
