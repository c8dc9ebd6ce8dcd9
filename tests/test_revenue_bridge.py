"""Measures of revenue: the run-rate formula, the bridge to recognised revenue, gross and net, years and quarters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import params
from wattbook.series import area_under
from wattbook.subject import MODEL
from wattbook.subject.revenue import measures

AMOUNT = st.floats(1e6, 1e12)


def quarter(start, end, length=0.25):
    """Area under an exponential path from one level to another over a quarter."""
    return area_under(
        np.array([start, end]), np.array([2026.0, 2026 + length]), np.array([2026.0]), np.array([2026 + length])
    ).item()


def test_nine_to_thirty_over_a_quarter_recognises_four_point_four():
    # Press on the draft prospectus, 28 September 2026: run-rate 9 to 30 in Q1 2026 -> 4.4, reported 4.8.
    assert quarter(9, 30) == pytest.approx(4.4, abs=0.05)


@pytest.mark.parametrize(("end", "recognised_b"), [(62, 11.0), (65, 11.3)])
def test_thirty_to_the_sixties_over_a_quarter_recognises_eleven(end, recognised_b):
    # The same: 30 to 62-65 in Q2 2026 -> 11.0 to 11.3, reported 11.5.
    assert quarter(30, end) == pytest.approx(recognised_b, abs=0.05)


def test_at_a_level_run_rate_a_month_recognises_a_twelfth():
    assert quarter(12, 12, length=1 / 12) == pytest.approx(1, rel=1e-12)


@given(level=AMOUNT, rise=st.floats(1e-9, 1e-7))
def test_the_bridge_has_no_jump_where_growth_becomes_nothing(level, rise):
    assert quarter(level, level * (1 + rise)) == pytest.approx(level / 4, rel=1e-6)


@given(start=AMOUNT, end=AMOUNT)
def test_the_area_lies_between_that_of_its_ends_and_splits_in_halves(start, end):
    whole = quarter(start, end)
    middle = np.sqrt(start * end)
    low, high = sorted((start, end))
    assert low / 4 * (1 - 1e-9) <= whole <= high / 4 * (1 + 1e-9)
    assert whole == pytest.approx(quarter(start, middle, 0.125) + quarter(middle, end, 0.125), rel=1e-9)


def test_four_quarters_add_up_to_the_year():
    dates, levels = np.array([2025.0, 2025.4, 2026.0]), np.array([1.0, 7.0, 9.0])
    starts = 2025 + np.arange(4) / 4
    quarters = area_under(levels, dates, starts, starts + 0.25).sum()
    assert quarters == pytest.approx(area_under(levels, dates, np.array([2025.0]), np.array([2026.0])).item())


@pytest.mark.parametrize("as_of", ["2025-11-12", "2026-11-22"])
def test_the_range_of_the_bridge_holds_what_the_definition_of_a_run_rate_says(as_of):
    # 13 times 28 days of use are 364 days, subscriptions count a whole year: a level run-rate books 1 to 365 / 364 of itself.
    bridge = params.load(as_of=as_of).assumptions["recognised_to_runrate_ratio"]
    assert bridge.low < 1 < 365 / 364 < bridge.high


def test_a_bridge_that_gives_nine_of_ten_reported_is_nine_tenths_good():
    # A run-rate of 12 books 3 a quarter, half as much again by the bridge; two quarters of 9 in all against 10 reported.
    quarters = np.array([2026.0, 2026.25]), np.array([2026.25, 2026.5])
    found = measures.bridge_to_reported_ratio(
        np.array([12.0, 12.0]), np.array([2025.0, 2027.0]), np.array([[1.5]]), np.array([6.0, 4.0]), *quarters)
    assert found.item() == pytest.approx(0.9)


def test_a_bridge_is_not_defined_before_anything_is_reported():
    nothing = np.array([])
    assert np.isnan(
        measures.bridge_to_reported_ratio(np.array([1.0]), np.array([2025.0]), np.array([[1.0]]), nothing, nothing, nothing)
    )


@given(gross=AMOUNT, ratio=st.floats(0, 1))
def test_net_never_exceeds_gross(gross, ratio):
    assert measures.net_yearend_runrate_usd_per_year(gross, ratio) <= gross
    assert measures.net_recognised_revenue_usd(gross, ratio) <= gross


def test_the_target_year_is_taken_out_of_the_years_and_not_defined_off_the_axis():
    revenue, months = np.array([[1.0, 5.0]]), np.array([2025, 2026])
    assert measures.target_year_revenue_usd(revenue, months, np.array([[2026.0]])).item() == 5
    assert np.isnan(measures.target_year_revenue_usd(revenue, months, np.array([[2040.0]]))).all()


def test_seventy_recognised_after_sixteen_in_the_first_half_needs_a_run_rate_of_150_at_the_end_of_the_year():
    # 16.3 in the first half leaves 53.7: a mean run-rate of 107.4 over half a year, 150 at its end after 65 at its start,
    # by a straight line from mid-year.
    monthly = np.full((1, 12), 16.3 / 6)
    start = 2026 + np.arange(12) / 12
    found = measures.required_yearend_runrate_usd_per_year(
        70.0, np.array([[2026]]), monthly, 1.0, start, np.array([65.0]), np.array([2026.5])
    )
    assert found.item() == pytest.approx(2 * 107.4 - 65)


def test_reported_quarters_are_met_whatever_the_growth():
    book = params.load(as_of="2026-11-22", draws=50)
    months = MODEL.evaluate(book.values, ["recognised_revenue_usd_per_month"])["recognised_revenue_usd_per_month"]
    # January 2024 is month 0: Q1 2026 is months 24 to 26, Q2 27 to 29; 4.8 and 11.5 as reported.
    assert months[:, 24:27].sum(axis=1) == pytest.approx(4.8e9)
    assert months[:, 27:30].sum(axis=1) == pytest.approx(11.5e9)
