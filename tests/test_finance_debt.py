"""Cover ratios, and how construction is paid for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import finance

RATES = st.floats(0, 0.3)
AMOUNTS = st.floats(1, 1e9)
CASH = st.lists(st.integers(-100_000_000, 100_000_000), min_size=3, max_size=24).map(lambda cents: np.array(cents) / 100)
COSTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=36).map(np.array)

# Worked examples


def test_sources_and_uses_by_hand():
    # Half of each period's uses is debt at 10%: 100; then 100 + 5; then 0 + 10.25.
    plan = finance.sources_and_uses([100, 100, 0], 0.5, 0.1)
    assert plan.interest == pytest.approx([0, 5, 10.25])
    assert plan.debt == pytest.approx([50, 52.5, 5.125])
    assert plan.equity == pytest.approx([50, 52.5, 5.125])
    assert plan.balance == pytest.approx([50, 102.5, 107.625])


def test_limits_shift_the_burden_and_then_leave_a_gap():
    # Lenders stop at 60, owners at 100: of 100 + 100 + 5 there is 45 that nobody pays. Then 10% of 60, which nobody pays.
    plan = finance.sources_and_uses([100, 100, 0], 0.5, 0.1, debt_limit=60, equity_limit=100)
    assert plan.interest == pytest.approx([0, 5, 6])
    assert plan.debt == pytest.approx([50, 10, 0])
    assert plan.equity == pytest.approx([50, 50, 0])
    assert plan.gap == pytest.approx([0, 45, 6])


def test_interest_ends_with_the_work_that_it_is_due_on():
    # All in service at 2: 5% of 100, then of 200 and the 5. Half of it at 1: 5, then 5% of 100 and half of the 5.
    assert finance.sources_and_uses([100, 100, 0, 0], 0.5, 0.1, [0, 0, 200, 200]).interest == pytest.approx([0, 5, 10.25, 0])
    assert finance.sources_and_uses([100, 100, 0], 0.5, 0.1, [0, 100, 100]).interest == pytest.approx([0, 5, 5.125])
    simple = finance.sources_and_uses([100, 100, 0], 0.5, 0.1, interest_on_interest=False)
    assert simple.interest == pytest.approx([0, 5, 10])


def test_the_published_sources_and_uses_of_ai_data_centres_balance():
    # Morgan Stanley 2025, USD T: credit, bonds and securitised loans; cash flow and private capital; hardware and buildings.
    debt, equity, uses = 0.8 + 0.2 + 0.15, 1.4 + 0.35, np.array([1.6, 1.3])
    assert uses.sum() == pytest.approx(2.9)
    plan = finance.sources_and_uses(uses, debt / 2.9, 0, debt_limit=debt, equity_limit=equity)
    assert plan.debt.sum() == pytest.approx(1.15)
    assert plan.equity.sum() == pytest.approx(1.75)
    assert plan.gap.sum() == pytest.approx(0, abs=1e-12)
    without = finance.sources_and_uses(uses, debt / 2.9, 0, debt_limit=debt - 0.15, equity_limit=equity)
    assert without.gap.sum() == pytest.approx(0.15)


def test_without_debt_there_is_no_cover_ratio():
    assert np.isnan(finance.dscr([1, 2, 3, 4], np.zeros(4))).all()
    plan = finance.sources_and_uses([5, 5], 0, 0.1)
    assert not plan.interest.any()
    assert plan.equity == pytest.approx([5, 5])
    assert not finance.sources_and_uses([5, 5], 0.5, 0.1, debt_limit=0).interest.any(), "nor interest without a lender"


# Identities


@given(COSTS, st.floats(0, 1), RATES, st.floats(0, 2))
def test_sources_equal_uses_in_every_period(costs, debt_share, rate, debt_part):
    plan = finance.sources_and_uses(costs, debt_share, rate, debt_limit=debt_part * costs.sum())
    uses = costs + plan.interest
    size = 1e-9 * (1 + uses.sum())
    assert plan.debt + plan.equity == pytest.approx(uses, abs=size)
    assert plan.gap == pytest.approx(np.zeros(len(costs)), abs=size)
    assert plan.balance == pytest.approx(np.cumsum(plan.debt), abs=size)
    opening = np.insert(plan.balance[:-1], 0, 0)
    assert plan.interest == pytest.approx(rate * opening, abs=size), "nothing in service: all debt is on unfinished work"


@given(COSTS, st.floats(0, 1), RATES, st.floats(0, 2), st.floats(0, 2))
def test_limits_hold_and_what_is_missing_is_reported(costs, debt_share, rate, debt_part, equity_part):
    most_debt, most_equity = debt_part * costs.sum(), equity_part * costs.sum()
    plan = finance.sources_and_uses(costs, debt_share, rate, debt_limit=most_debt, equity_limit=most_equity)
    uses = costs + plan.interest
    size = 1e-9 * (1 + uses.sum())
    assert plan.balance.max() <= most_debt + size
    assert plan.equity.sum() <= most_equity + size
    assert (plan.gap >= -size).all()
    assert plan.debt + plan.equity + plan.gap == pytest.approx(uses, abs=size)


@given(COSTS, st.floats(0, 1), RATES, st.floats(0, 1), st.integers(0, 12), st.floats(0, 2), st.floats(0, 2))
def test_simple_interest_and_limits_agree_with_sums_over_the_whole_time(
    costs, debt_share, rate, ready, wait, debt_part, equity_part
):
    # The second road, without a loop over months: interest on the last month's unfinished work, limits on sums so far.
    paid, most_debt, most_equity = np.cumsum(costs), debt_part * costs.sum(), equity_part * costs.sum()
    in_service = ready * np.concatenate([np.zeros(wait), paid])[: len(costs)]
    interest = np.insert(rate * debt_share * (paid - in_service)[:-1], 0, 0)
    plan = finance.sources_and_uses(costs, debt_share, rate, in_service, interest_on_interest=False)
    size = 1e-9 * (1 + costs.sum())
    assert plan.interest == pytest.approx(interest, abs=size)
    used = np.cumsum(costs + interest)
    debt = np.minimum(debt_share * used, most_debt)
    plan = finance.sources_and_uses(costs + interest, debt_share, 0, debt_limit=most_debt, equity_limit=most_equity)
    assert np.cumsum(plan.debt) == pytest.approx(debt, abs=size)
    assert np.cumsum(plan.equity) == pytest.approx(np.minimum(used - debt, most_equity), abs=size)
    assert np.cumsum(plan.gap) == pytest.approx(np.maximum(used - debt - most_equity, 0), abs=size)


@given(COSTS, st.floats(0.1, 1), RATES, st.floats(0, 1))
def test_interest_on_interest_costs_more_and_work_in_service_costs_less(costs, debt_share, rate, ready):
    some, size = ready * np.cumsum(costs), 1e-9 * (1 + costs.sum())
    compound = finance.sources_and_uses(costs, debt_share, rate, some).interest
    simple = finance.sources_and_uses(costs, debt_share, rate, some, interest_on_interest=False).interest
    assert (compound >= simple - size).all()
    assert (simple <= finance.sources_and_uses(costs, debt_share, rate, interest_on_interest=False).interest + size).all()


@given(COSTS, st.floats(0.1, 1), RATES, st.floats(0.01, 0.1))
def test_interest_during_construction_does_not_fall_with_the_rate(costs, debt_share, rate, step):
    low, high = (finance.sources_and_uses(costs, debt_share, r).interest.sum() for r in (rate, rate + step))
    assert high >= low


def test_each_draw_has_its_own_terms():
    share, rate, limit = np.array([[0.5], [1]]), np.array([[0.1], [0.2]]), np.array([[60], [99]])
    plan = finance.sources_and_uses([100, 100], share, rate, debt_limit=limit)
    assert plan.interest == pytest.approx(np.array([[0, 5], [0, 19.8]]))
    assert plan.balance == pytest.approx(np.array([[50, 60], [99, 99]]))
