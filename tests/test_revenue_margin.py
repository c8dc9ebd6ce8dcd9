"""Margin, cash, commitments, compute for safety research: worked by hand and on reported figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import params
from wattbook.subject import MODEL
from wattbook.subject.revenue import margin

SHARE = st.floats(0, 1)
YEARS = np.array([2025, 2026, 2027])


def at(value):
    return np.array([[float(value)]])


def test_2025_closes_on_the_reported_loss():
    # Draft prospectus: revenue 4.6, all compute 7.33, operating loss 8.06. At a margin of 40% (January 2026) cost of sales is
    # 2.76, payouts 0.36 (plan), research compute 7.33 - 2.76 = 4.57; 4.97 is left for staff and other.
    assert margin.operating_income_usd(0.4 * 4.6, 4.6, 4.24, 4.57 + 4.97) == pytest.approx(-8.06)


def test_ten_points_between_two_definitions_are_a_sixth_of_the_cost():
    # 40% in total and 50% on paying users: free users take (0.6 - 0.5) / 0.6 of the cost.
    found = margin.gross_margin_by_basis_share(at(0.4), at(1 / 6), at(0))
    assert found.ravel() == pytest.approx([0.4, 0.5, 0.4])


def test_margin_runs_straight_through_three_years_and_is_level_outside():
    # 40% in 2025 as revised, 44% in 2026, 70% in 2028: half way between in 2027.
    years = np.arange(2024, 2031)
    found = margin.gross_margin_by_year_share(at(0.44), at(0.4), at(0.7), years, at(2026))
    assert found.ravel() == pytest.approx([0.4, 0.4, 0.44, 0.57, 0.7, 0.7, 0.7])


@given(total=st.floats(-1, 1), free=SHARE, other=SHARE)
def test_leaving_cost_out_never_lowers_a_margin_nor_lifts_it_above_one(total, free, other):
    found = margin.gross_margin_by_basis_share(at(total), at(free), at(other)).ravel()
    assert (found >= found[0] - 1e-12).all()
    assert (found <= 1).all()


def test_the_reported_loss_is_met_by_what_costs_more_than_is_known_apart():
    # Draft prospectus: revenue 4.6 and an operating loss of 8.06 in 2025; at a margin of 40% and payouts of 0.36 the costs
    # below gross profit were 1.84 - 0.36 + 8.06 = 9.54. A quarter's report does not stand for a year.
    revenue, payout = np.array([[4.6, 50.0, 90.0]]), np.array([[0.36, 2.0, 4.0]])
    income = np.array([-2.98, -8.06, 0.56]), np.array([2024.0, 2025.0, 2026.25]), np.array([2025.0, 2026.0, 2026.5])
    costs = margin.opex_usd(at(12), at(9), 0.4 * revenue, revenue, revenue - payout, *income, at(0.75), YEARS, at(2026))
    assert costs[0, 0] == pytest.approx(9.54)
    research = margin.research_compute_usd(costs, at(12), at(9))
    staff = margin.staff_and_other_usd(costs, research)
    assert research[0, :2] == pytest.approx([12 / 21 * 9.54, 12])
    assert staff[0, :2] == pytest.approx([9 / 21 * 9.54, 9])
    loss = margin.operating_income_usd(0.4 * revenue, revenue, revenue - payout, costs)
    assert loss[0, 0] == pytest.approx(-8.06)
    # From the target year on costs follow revenue: 21 x 1.8^0.75 = 32.64 in 2027, so 36 - 4 - 32.64 is left.
    assert loss[0, 2] == pytest.approx(36 - 4 - 32.64, abs=0.01)


@pytest.mark.parametrize(("elasticity", "expected"), [(0, [10, 10, 10]), (1, [5, 10, 40]), (0.5, [7.0711, 10, 20])])
def test_costs_follow_revenue_both_ways_from_the_target_year_where_nothing_is_reported(elasticity, expected):
    revenue, unknown = np.array([[5.0, 10.0, 40.0]]), [np.empty(0)] * 3
    costs = margin.opex_usd(at(10), at(3), revenue, revenue, revenue, *unknown, at(elasticity), YEARS, at(2026))
    research = margin.research_compute_usd(costs, at(10), at(3))
    assert research.ravel() == pytest.approx(expected, abs=5e-5)
    assert margin.staff_and_other_usd(costs, research) == pytest.approx(0.3 * research)


def test_where_the_target_year_is_reported_the_report_counts():
    # Revenue and gross profit of 10, no partners, a loss of 10: costs of 20.
    revenue, report = np.array([[5.0, 10.0, 40.0]]), (np.array([-10.0]), np.array([2026.0]), np.array([2027.0]))
    found = margin.opex_usd(at(99), at(99), revenue, revenue, revenue, *report, at(1), YEARS, at(2026))
    assert found.ravel() == pytest.approx([10, 20, 80])


def test_a_report_of_less_than_eleven_months_is_none_of_a_year():
    # 0.9 of a year is under 11/12: costs of 99 + 99 follow revenue, as where nothing is reported.
    revenue, report = np.array([[5.0, 10.0, 40.0]]), (np.array([-10.0]), np.array([2026.0]), np.array([2026.9]))
    found = margin.opex_usd(at(99), at(99), revenue, revenue, revenue, *report, at(1), YEARS, at(2026))
    assert found.ravel() == pytest.approx([99, 198, 792])


def test_costs_end_two_years_after_the_target_year():
    # Beyond it nothing supports them, and income of 2035 would be a number without a reason.
    run = MODEL.evaluate(params.load(as_of="2026-11-22", draws=20).values, ["operating_income_usd", "cash_burn_usd"])
    for array in run.values():
        assert np.isnan(array).all(axis=0).tolist() == [False] * 5 + [True] * 7  # 2024 to 2028 of 2024 to 2035


def test_the_shipped_case_meets_the_reported_loss_of_2025_in_every_draw():
    income = MODEL.evaluate(params.load(as_of="2026-11-22", draws=50).values, ["operating_income_usd"])["operating_income_usd"]
    assert income[:, 1] == pytest.approx(-8.06e9)


def test_cash_burn_leaves_out_pay_in_shares_and_is_never_negative():
    # loss 8, of 10 staff cost 3 in shares: 5 of cash; profit 2: none
    assert margin.cash_burn_usd(np.array([[-8.0, 2.0]]), np.array([[10.0, 10.0]]), 0.3).tolist() == [[5.0, 0.0]]


def test_the_runway_uses_the_burn_of_the_coming_year():
    found = margin.runway_months(at(12), np.array([[1.0, 2.0, 6.0]]), YEARS, at(2026.9))
    assert found.item() == 24


def test_without_burn_there_is_no_runway_to_speak_of():
    assert np.isnan(margin.runway_months(at(12), np.zeros((1, 3)), YEARS, at(2026.9))).all()


def test_reported_commitments_fall_due_at_forty_to_sixty_a_year():
    # Draft prospectus: 518, about 80% firm, over 7 to 10 years -> 59.2 to 41.4 a year
    held = np.array([[[518.0]]])
    assert margin.commitment_due_usd_per_year(held, 0.8, 7.0).item() == pytest.approx(59.2)
    assert margin.commitment_due_usd_per_year(held, 0.8, 10.0).item() == pytest.approx(41.44)


def test_revenue_that_covers_exactly_has_a_coverage_of_one_and_needs_no_growth():
    # net 60 of 75 gross, staff 10: 50 are left for 50 due
    assert margin.growth_to_cover_ratio(50.0, 10.0, 0.8, at(75)).item() == pytest.approx(1)
    assert margin.commitment_coverage_ratio(60.0, 10.0, at(50)).item() == pytest.approx(1)


@given(last=st.floats(1e9, 1e12), net=st.floats(0.1, 1), staff=st.floats(0, 1e10), due=st.floats(1e9, 1e11))
def test_at_the_run_rate_that_covers_the_coverage_is_one(last, net, staff, due):
    more = margin.growth_to_cover_ratio(due, staff, net, at(last)).item()
    assert margin.commitment_coverage_ratio(last * more * net, staff, at(due)).item() == pytest.approx(1, rel=1e-6)


def test_commitments_not_yet_reported_are_not_defined():
    run = MODEL.evaluate(params.load(as_of="2025-11-12").values, ["commitment_due_usd_per_year", "commitment_coverage_ratio"])
    assert all(np.isnan(array).all() for array in run.values())


def test_a_tenth_of_half_the_compute_is_a_twentieth():
    assert margin.safety_h100e_count(1e6, 0.5, 0.1) == pytest.approx(5e4)


def test_compute_set_aside_forgoes_the_profit_of_as_much_serving_compute():
    # Half serves users and makes 100 at 40%: a tenth of the other half is worth 0.1 x 40
    assert margin.safety_opportunity_usd(at(100), at(0.4), at(0.5), at(0.1)).item() == pytest.approx(4)
    assert margin.safety_opportunity_usd(at(100), at(-0.4), at(0.5), at(0.1)).item() == 0


def test_research_is_counted_once_beside_the_cost_of_sales(book):
    # The Wall Street Journal, May 2026: compute in all, research included, took 71 cents of a dollar of sales in the first
    # quarter and would take 56 in the second. A margin that had research inside, with research below it once more, gave 76.
    names = "gross_margin_share", "target_research_compute_usd"
    kept, research = (float(np.median(book.values[name])) for name in names)
    sales = float(np.median(MODEL.evaluate(book.values, ["target_year_revenue_usd"])["target_year_revenue_usd"]))
    assert 0.56 < 1 - kept + research / sales < 0.71
