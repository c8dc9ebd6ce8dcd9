"""Times to an end that not all have reached: by hand, then what must hold for any cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import survival

TIMES = st.lists(st.floats(0.5, 60), min_size=1, max_size=12)
NOBODY = np.zeros(0)


def test_those_still_waiting_count_for_as_long_as_they_were_seen():
    # Five cases: 6, 10+, 12, 20, 24+. S = 4/5 after 6, 4/5 x 2/3 = 8/15 after 12, 8/15 x 1/2 = 4/15 after 20.
    times, shares = survival.curve([20.0, 6.0, 12.0], [24.0, 10.0])
    assert times.tolist() == [6, 12, 20]
    assert shares == pytest.approx([1 - (1 + 4 / 5) / 2, 1 - (4 / 5 + 8 / 15) / 2, 1 - (8 / 15 + 4 / 15) / 2])
    # The median lies between 12 (1/3) and 20 (3/5): five eighths of the way.
    assert survival.quantile(times, shares, 0.5, 10.0) == pytest.approx(12 + 8 * (1 / 2 - 1 / 3) / (3 / 5 - 1 / 3))


def test_one_who_waits_until_an_event_is_still_at_risk_then():
    # 6 and 6+: of two at risk one ends, S = 1/2.
    assert survival.curve([6.0], [6.0])[1].tolist() == [0.25]


def test_equal_times_are_one_step():
    times, shares = survival.curve([6.0, 6.0, 9.0], [np.nan])
    assert times.tolist() == [6, 9]
    assert shares == pytest.approx([1 / 3, 5 / 6])


def test_without_anyone_waiting_the_median_of_an_odd_number_is_the_middle_one():
    assert survival.quantile(*survival.curve([9.0, 1.0, 4.0], NOBODY), 0.5, 10.0) == pytest.approx(4)


def test_the_tail_is_exponential_beyond_the_last_event():
    # From 0.6 to 0.8 half of those left have got there: ln 2 of a mean further wait of 10.
    times, shares = np.array([20.0]), np.array([0.6])
    assert survival.quantile(times, shares, 0.8, 10.0) == pytest.approx(20 + 10 * np.log(2))
    assert survival.share_before(times, shares, 20 + 10 * np.log(2), 10.0) == pytest.approx(0.8)


def test_where_nothing_has_ended_nothing_is_known():
    times, shares = survival.curve([np.nan], [5.0])
    assert np.isnan(survival.quantile(times, shares, np.array([0.5]), 10.0)).all()
    assert np.isnan(survival.share_before(times, shares, np.array([3.0]), 10.0)).all()


def test_leaving_out_those_who_wait_makes_all_look_quicker():
    ended, waiting = [6.0, 12.0, 20.0], [15.0, 30.0]
    kept, dropped = (survival.quantile(*survival.curve(ended, others), 0.5, 10.0) for others in (waiting, NOBODY))
    assert kept > dropped == 12


@given(TIMES, st.lists(st.floats(0.5, 60), max_size=8), st.floats(0.01, 0.99), st.floats(1, 30))
def test_the_share_before_a_quantile_is_its_rank(ended, waiting, rank, tail):
    times, shares = survival.curve(ended, waiting)
    found = survival.share_before(times, shares, survival.quantile(times, shares, np.array(rank), tail), tail)
    assert found == pytest.approx(max(rank, shares[0]), abs=1e-9)


@given(TIMES, st.lists(st.floats(0.5, 60), max_size=8), st.floats(1, 30))
def test_quantiles_rise_with_the_rank(ended, waiting, tail):
    found = survival.quantile(*survival.curve(ended, waiting), np.linspace(0.01, 0.99, 50), tail)
    assert (np.diff(found) >= -1e-9).all()
