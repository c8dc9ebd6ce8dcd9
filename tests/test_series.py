"""Monthly series: delays, values at a date, sums and means by calendar year."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from wattbook.series import at_date, at_year_ends, delayed, first_month, in_year, shares, sum_by_year, with_end

YEARS = np.repeat([2024, 2025, 2026], 12)
STARTS = 2024 + np.arange(36) / 12
MONTHLY = arrays.arrays(float, (2, 36), elements=st.floats(-1e6, 1e6, allow_subnormal=False))
DELAYS = arrays.arrays(float, (2, 1), elements=st.floats(0, 50))

# Worked examples


def test_a_delay_of_whole_months_moves_the_series_and_holds_its_first_value():
    assert delayed(np.array([[1.0, 2.0, 5.0, 9.0]]), np.array([[2.0]])).tolist() == [[1, 1, 1, 2]]


def test_a_delay_of_a_part_of_a_month_lies_between():
    # A quarter of a month late: three parts of this month, one of the last.
    assert delayed(np.array([[0.0, 4.0, 8.0]]), np.array([[0.25]])).tolist() == [[0, 3, 7]]


def test_each_draw_has_its_own_delay():
    series = np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]])
    assert delayed(series, np.array([[0.0], [1.0]])).tolist() == [[0, 1, 2], [0, 0, 1]]


def test_the_value_at_the_end_of_a_year_is_that_of_december():
    series = np.arange(36.0)[None]
    assert at_year_ends(series, YEARS).tolist() == [[11, 23, 35]]
    assert at_date(series, STARTS, 2025 - 1 / 24).tolist() == [[11]]


def test_a_year_off_the_axis_has_no_value():
    yearly = np.array([[1.0, 2.0, 3.0]])
    assert in_year(yearly, np.unique(YEARS), 2025).tolist() == [[2]]
    each = in_year(yearly, np.unique(YEARS), np.array([[2024], [2026], [2027]]))
    assert each[:2].tolist() == [[1], [3]], "each draw may ask for another year"
    assert np.isnan(each[2])


def test_the_first_month_in_which_something_holds_is_told_from_none():
    holds = np.array([[False, True, False], [False, False, False]])
    found = first_month(holds, np.array([2026.0, 2026.5, 2027.0]))
    assert found[0].item() == 2026.5
    assert np.isnan(found[1].item())


def test_what_is_left_comes_in_the_last_month():
    assert with_end(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[10.0], [20.0]])).tolist() == [[1, 12], [3, 24]]


# Limits


def test_a_delay_beyond_the_end_leaves_the_first_value():
    assert delayed(np.array([[3.0, 4.0]]), np.array([[99.0]])).tolist() == [[3, 3]]


@pytest.mark.parametrize(("year", "value"), [(2019, 0), (2050, 35)])
def test_a_date_off_the_axis_takes_the_nearest_end(year, value):
    assert at_date(np.arange(36.0)[None], STARTS, year).tolist() == [[value]]


# Properties


@given(MONTHLY)
def test_no_delay_changes_nothing(series):
    np.testing.assert_array_equal(delayed(series, np.zeros((2, 1))), series)


@given(MONTHLY, DELAYS)
def test_what_never_falls_never_falls_when_delayed_and_is_never_ahead(series, delay):
    rising = np.sort(series, axis=-1)
    later = delayed(rising, delay)
    room = 1e-9 * np.abs(rising).max()
    assert (np.diff(later, axis=-1) >= -room).all()
    assert (later <= rising + room).all()


@given(MONTHLY, DELAYS)
def test_a_delayed_series_stays_between_the_ends_of_the_series(series, delay):
    later = delayed(series, delay)
    room = 1e-9 * np.abs(series).max()
    assert (later >= series.min(axis=-1, keepdims=True) - room).all()
    assert (later <= series.max(axis=-1, keepdims=True) + room).all()


@given(MONTHLY, st.integers(0, 17), st.integers(0, 18))
def test_whole_months_of_delay_add_up(series, first, second):
    twice = delayed(delayed(series, np.full((2, 1), first)), np.full((2, 1), second))
    np.testing.assert_array_equal(twice, delayed(series, np.full((2, 1), first + second)))


@given(MONTHLY, DELAYS, st.floats(0, 12))
def test_more_delay_of_what_never_falls_is_never_more(series, delay, more):
    rising = np.sort(series, axis=-1)
    room = 1e-9 * np.abs(rising).max()
    assert (delayed(rising, delay + more) <= delayed(rising, delay) + room).all()


@given(MONTHLY)
def test_the_years_add_up_to_the_months(series):
    np.testing.assert_allclose(sum_by_year(series, YEARS).sum(axis=-1), series.sum(axis=-1), atol=1e-6)


def test_weights_become_shares_of_their_sum_alike_where_all_are_nought():
    weights = np.array([[[1.0], [3.0]], [[0.0], [0.0]]])
    assert shares(weights)[:, :, 0].tolist() == [[0.25, 0.75], [0.5, 0.5]]
