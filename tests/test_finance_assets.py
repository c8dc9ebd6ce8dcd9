"""Depreciation of one asset and the book of many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import finance

ADDITIONS = st.lists(st.floats(0, 1e9), min_size=1, max_size=24)

# Worked examples


def test_macrs_is_the_table_of_the_irs():
    # IRS, Publication 946, table A-1, per cent.
    five = [20, 32, 19.2, 11.52, 11.52, 5.76]
    fifteen = [5, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95]
    assert 100 * finance.macrs(5) == pytest.approx(five, rel=1e-12)
    assert 100 * finance.macrs(15) == pytest.approx(fifteen, rel=1e-12)


@pytest.mark.parametrize("years", [5, 15])
def test_macrs_writes_off_all_cost_over_one_year_more_than_its_name(years):
    shares = finance.macrs(years)
    assert len(shares) == years + 1
    assert shares.sum() == pytest.approx(1, rel=1e-12)


def test_the_macrs_formula_would_differ_from_the_table():
    # 150% declining balance with the half-year rule: 1/15 of what is left, straight line from year 7 on.
    left = 0.95 * 0.9**5
    straight = left / 9.5
    assert round(100 * straight, 2) == 5.9
    assert round(100 * finance.macrs(15)[8], 2) == 5.91


def test_straight_line_agrees_with_the_example_of_excel_help():
    # Microsoft, Excel help, SLN function: 30,000 less 7,500 over 10 years is 2,250 a year.
    charge = 30_000 * finance.straight_line(10, 10, residual_share=0.25)
    assert charge == pytest.approx(np.full(10, 2250), rel=1e-12)


def test_the_half_year_convention_agrees_with_the_irs():
    # IRS, Publication 946, table A-8, 5 years: 10, 20, 20, 20, 20, 10 per cent.
    shares = finance.straight_line(5, 6, first_period=0.5)
    assert 100 * shares == pytest.approx([10, 20, 20, 20, 20, 10], rel=1e-12)


def test_a_ledger_by_hand():
    # 100 bought at 0 and 40 at 1, both over two periods, with a tenth of cost left and sold after that.
    ledger = finance.asset_ledger([100, 40, 0, 0], finance.straight_line(2, 2, residual_share=0.1))
    assert ledger.depreciation == pytest.approx([45, 63, 18, 0])
    assert ledger.closing == pytest.approx([100, 140, 40, 0])
    assert ledger.retirements == pytest.approx([0, 0, 100, 40])
    assert ledger.disposals == pytest.approx([0, 0, 10, 4])
    assert ledger.accumulated == pytest.approx([45, 108, 36, 0])
    assert ledger.net == pytest.approx([55, 32, 4, 0])


def test_land_stays_in_the_books():
    ledger = finance.asset_ledger([7, 0, 3], [0])
    assert ledger.closing == pytest.approx([7, 7, 10])
    assert ledger.net == pytest.approx([7, 7, 10])
    assert not ledger.depreciation.any()


def test_charges_start_when_the_asset_goes_into_service():
    charge = finance.asset_ledger([0, 0, 90, 0, 0, 0], finance.straight_line(3, 3)).depreciation
    assert charge == pytest.approx([0, 0, 30, 30, 30, 0])


# Identities


@given(st.floats(0.2, 20), st.floats(0, 1), st.floats(0.01, 1))
def test_charges_over_life_are_cost_less_residual(life, residual, first_period):
    shares = finance.straight_line(life, 22, residual, first_period)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1 - residual, rel=1e-9, abs=1e-12)


@given(st.floats(0, 1e9), st.floats(0.5, 10), st.floats(0, 1))
def test_book_value_falls_from_cost_to_residual(cost, life, residual):
    value = cost * (1 - finance.straight_line(life, 11, residual).cumsum())
    assert (np.diff(value, prepend=cost) <= 1e-9 * cost).all()
    assert value[-1] == pytest.approx(residual * cost, rel=1e-9, abs=1e-9 * cost)


@given(ADDITIONS, st.floats(0.5, 30), st.floats(0, 0.9))
def test_the_ledger_closes_in_every_period(additions, life, residual):
    ledger = finance.asset_ledger(additions, finance.straight_line(life, len(additions), residual))
    size = 1e-9 * (1 + sum(additions))
    assert ledger.opening + ledger.additions - ledger.retirements == pytest.approx(ledger.closing, abs=size)
    assert ledger.opening[1:] == pytest.approx(ledger.closing[:-1], abs=0)
    assert (ledger.accumulated <= ledger.closing + size).all()
    opening_net = np.concatenate([[0], ledger.net[:-1]])
    change = ledger.additions - ledger.depreciation - ledger.disposals
    assert opening_net + change == pytest.approx(ledger.net, abs=size)


@given(ADDITIONS, st.integers(1, 12), st.floats(0, 0.9))
def test_in_the_end_everything_is_charged_or_sold(additions, life, residual):
    ledger = finance.asset_ledger(additions + [0] * (life + 1), finance.straight_line(life, life, residual))
    size = 1e-9 * (1 + sum(additions))
    assert ledger.depreciation.sum() == pytest.approx((1 - residual) * sum(additions), abs=size)
    assert ledger.disposals.sum() == pytest.approx(residual * sum(additions), abs=size)
    assert ledger.retirements.sum() == pytest.approx(sum(additions), abs=size)
    assert ledger.closing[-1] == pytest.approx(0, abs=size)


@given(ADDITIONS, st.sampled_from([5, 15]))
def test_the_charge_is_the_sum_over_the_assets_one_by_one(additions, years):
    shares = finance.macrs(years)
    by_hand = np.zeros(len(additions) + len(shares))
    for period, cost in enumerate(additions):
        by_hand[period : period + len(shares)] += cost * shares
    charge = finance.asset_ledger(additions, shares).depreciation
    assert charge == pytest.approx(by_hand[: len(additions)], abs=1e-9 * (1 + sum(additions)))


def test_each_draw_has_its_own_life():
    shares = finance.straight_line(np.array([[2.0], [4.0]]), 4)
    assert shares == pytest.approx(np.array([[0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]]))
    ledger = finance.asset_ledger([100, 0, 0, 0], shares)
    assert ledger.closing == pytest.approx(np.array([[100, 100, 0, 0], [100, 100, 100, 100]]))


@given(st.floats(1, 20), st.floats(0.1, 5))
def test_a_longer_life_gives_a_lower_first_charge(life, longer):
    assert finance.straight_line(life + longer, 1)[0] < finance.straight_line(life, 1)[0]
