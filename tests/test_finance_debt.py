"""Cover ratios, and what is owed on what is built before there is cash."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import finance
from wattbook.subject.cost import lender

RATES = st.floats(0, 0.3)
COSTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=36).map(np.array)


def paid_for(uses, debt_share, debt_limit, equity_limit):
    """Debt, equity and gap of each period."""
    uses = np.atleast_2d(uses)
    debt = lender.debt_drawn_usd_per_month(uses, debt_share, debt_limit)
    equity = lender.equity_drawn_usd_per_month(uses, debt, equity_limit)
    return [part[0] for part in (debt, equity, lender.funding_gap_usd_per_month(uses, debt, equity_limit))]


# Worked examples


def test_interest_and_what_pays_for_it_by_hand():
    # Half of each period's uses is debt at 10%: 100; then 100 + 5; then 0 + 10.25.
    interest = finance.construction_interest([100, 100, 0], 0.5, 0.1)
    assert interest == pytest.approx([0, 5, 10.25])
    debt, equity, gap = paid_for([100, 100, 0] + interest, 0.5, 1e9, 1e9)
    assert debt == pytest.approx([50, 52.5, 5.125])
    assert equity == pytest.approx([50, 52.5, 5.125])
    assert gap == pytest.approx([0, 0, 0])


def test_limits_shift_the_burden_and_then_leave_a_gap():
    # Lenders stop at 60, owners at 100: of 100 + 100 + 5 there is 45 that nobody pays. Then 10% of 60, which nobody pays.
    interest = finance.construction_interest([100, 100, 0], 0.5, 0.1, debt_limit=60)
    assert interest == pytest.approx([0, 5, 6])
    debt, equity, gap = paid_for([100, 100, 0] + interest, 0.5, 60, 100)
    assert debt == pytest.approx([50, 10, 0])
    assert equity == pytest.approx([50, 50, 0])
    assert gap == pytest.approx([0, 45, 6])


def test_interest_ends_with_the_work_that_it_is_due_on():
    # All in service at 2: 5% of 100, then of 200 and the 5. Half of it at 1: 5, then 5% of 100 and half of the 5.
    assert finance.construction_interest([100, 100, 0, 0], 0.5, 0.1, [0, 0, 200, 200]) == pytest.approx([0, 5, 10.25, 0])
    assert finance.construction_interest([100, 100, 0], 0.5, 0.1, [0, 100, 100]) == pytest.approx([0, 5, 5.125])


def test_the_published_sources_and_uses_of_ai_data_centres_balance():
    # Morgan Stanley 2025, USD T: credit, bonds and securitised loans; cash flow and private capital; hardware and buildings.
    debt, equity, uses = 0.8 + 0.2 + 0.15, 1.4 + 0.35, np.array([1.6, 1.3])
    assert uses.sum() == pytest.approx(2.9)
    assert [sum(part) for part in paid_for(uses, debt / 2.9, debt, equity)] == pytest.approx([1.15, 1.75, 0], abs=1e-12)
    assert sum(paid_for(uses, debt / 2.9, debt - 0.15, equity)[2]) == pytest.approx(0.15)


def test_without_debt_there_is_no_cover_ratio():
    assert np.isnan(finance.dscr([1, 2, 3, 4], np.zeros(4))).all()
    assert not finance.construction_interest([5, 5], 0, 0.1).any()
    assert not finance.construction_interest([5, 5], 0.5, 0.1, debt_limit=0).any(), "nor interest without a lender"


# Identities


@given(COSTS, st.floats(0, 1), RATES, st.floats(0, 2))
def test_while_nothing_is_in_service_interest_is_due_on_all_debt(costs, debt_share, rate, debt_part):
    limit = debt_part * costs.sum()
    interest = finance.construction_interest(costs, debt_share, rate, debt_limit=limit)
    debt = paid_for(costs + interest, debt_share, limit, np.inf)[0]
    assert interest == pytest.approx(rate * np.insert(np.cumsum(debt)[:-1], 0, 0), abs=1e-9 * (1 + (costs + interest).sum()))


@given(COSTS, st.floats(0, 1), st.floats(0, 2), st.floats(0, 2))
def test_limits_hold_and_what_is_missing_is_reported(costs, debt_share, debt_part, equity_part):
    most_debt, most_equity, size = debt_part * costs.sum(), equity_part * costs.sum(), 1e-9 * (1 + costs.sum())
    debt, equity, gap = paid_for(costs, debt_share, most_debt, most_equity)
    used = np.cumsum(costs)
    assert np.cumsum(debt) == pytest.approx(np.minimum(debt_share * used, most_debt), abs=size)
    assert np.cumsum(equity) == pytest.approx(np.minimum(used - np.cumsum(debt), most_equity), abs=size)
    assert debt + equity + gap == pytest.approx(costs, abs=size)
    assert (gap >= -size).all()


@given(COSTS, st.floats(0.1, 1), RATES, st.floats(0, 1))
def test_work_in_service_costs_less(costs, debt_share, rate, ready):
    some, size = ready * np.cumsum(costs), 1e-9 * (1 + costs.sum())
    less = finance.construction_interest(costs, debt_share, rate, some)
    assert (less <= finance.construction_interest(costs, debt_share, rate) + size).all()


@given(COSTS, st.floats(0.1, 1), RATES, st.floats(0.01, 0.1))
def test_interest_during_construction_does_not_fall_with_the_rate(costs, debt_share, rate, step):
    low, high = (finance.construction_interest(costs, debt_share, r).sum() for r in (rate, rate + step))
    assert high >= low


def test_each_draw_has_its_own_terms():
    share, rate, limit = np.array([[0.5], [1]]), np.array([[0.1], [0.2]]), np.array([[60], [99]])
    interest = finance.construction_interest([100, 100], share, rate, debt_limit=limit)
    assert interest == pytest.approx(np.array([[0, 5], [0, 19.8]]))


def test_interest_of_each_draw_is_that_of_its_own_costs():
    costs = np.array([[100.0, 0.0, 50.0], [0.0, 200.0, 0.0]])
    both = finance.construction_interest(costs, 0.5, 0.01)
    alone = [finance.construction_interest(row, 0.5, 0.01) for row in costs]
    assert both == pytest.approx(np.array(alone))
    assert both[0] != pytest.approx(both[1])
