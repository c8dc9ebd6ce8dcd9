"""Numbers on charts, ticks, and room for labels."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wattbook.charts import axes, drawing, words
from wattbook.words import numbers


@pytest.mark.parametrize(("unit", "value", "said"), [
    ("USD/year", 5e10, "$50B"), ("USD/year", -2e9, "−$2B"), ("USD_2025/h", 0.5, "$0.5"), ("fraction", 0.4, "40%"),
    ("GW_IT", 1.5, "1.5"), ("count", 1200, "1,200"), ("calendar_year", 2026, "2026"), ("H100e", 2.5e6, "2.5M")])
def test_ticks_are_said_in_the_same_way(unit, value, said):
    import vl_convert

    made = {"data": {"values": [{"value": value}]}, "transform": [{"calculate": words.number_expression(unit), "as": "said"}],
            "mark": "text", "encoding": {"text": {"field": "said", "type": "nominal"}}}
    assert f">{said}</text>" in vl_convert.vegalite_to_svg(made, vl_version="6.4")


@given(st.floats(-1e12, 1e12, allow_subnormal=False).filter(lambda value: abs(value) > 1e-6))
def test_rounding_moves_a_number_by_less_than_a_thousandth(value):
    held = drawing.rounded(pd.DataFrame({"value": [value, 3 * value]}))["value"][0]
    assert abs(held - value) <= 0.0005 * abs(value) * (1 + 1e-9)
    for figures in (2, 3):  # what is said of the rounded number is what is said of the number itself
        assert numbers.shown(held, "ratio", figures) == numbers.shown(value, "ratio", figures)


@pytest.mark.parametrize(("column", "held"), [
    ([2026.04166, 2031.5], [2026.042, 2031.5]), ([47123456789.0, 0.0], [47120000000.0, 0.0]),
    ([2026.75, np.nan], [2026.75, np.nan]),
    ([np.inf, 1236.44, 1.0], [np.inf, 1236.0, 1.0]),
    # 1.1946 is said as 1.19, and 1.195 would be said as 1.20; 68.546% is said as 68.5%
    ([1.1946, 1.0, 0.0], [1.1946, 1.0, 0.0]), ([0.685461, 0.1, 0.0], [0.68546, 0.1, 0.0])])
def test_rounding_keeps_more_figures_where_a_column_moves_little(column, held):
    assert drawing.rounded(pd.DataFrame({"value": column}))["value"].tolist() == pytest.approx(held, nan_ok=True)


def test_rounding_leaves_dates_words_and_counts_alone():
    frame = pd.DataFrame({"when": pd.to_datetime(["2026-01-01"]), "label": ["a"], "count": [123456]})
    pd.testing.assert_frame_equal(drawing.rounded(frame), frame)


@given(st.lists(st.floats(-1e9, 1e12, allow_subnormal=False), min_size=1, max_size=20), st.booleans())
def test_ticks_cover_the_values_and_are_few(values, zero):
    held = axes.ticks(values, zero)
    slack = 1e-6 * max(map(abs, [*held, 1e-300]))
    assert held[0] <= min(values) + slack
    assert held[-1] >= max(values) - slack
    assert 2 <= len(held) <= 8
    assert all(one < other for one, other in pairwise(held))
    assert not zero or held[0] <= 0 <= held[-1]


@given(st.lists(st.floats(1e-3, 1e12), min_size=1, max_size=20))
@example([999999999999.998])  # its logarithm rounds to 12
def test_logarithmic_ticks_cover_the_values_and_rise(values):
    held = axes.ticks(values, log=True)
    assert held[0] <= min(values)
    assert held[-1] >= max(values)
    assert all(one < other for one, other in pairwise(held))


@pytest.mark.parametrize(("values", "log", "held"), [
    ([3, 47], False, [0, 10, 20, 30, 40, 50]), ([2, 900], True, [2, 10, 100, 1000]), ([5], False, [0, 1, 2, 3, 4, 5])])
def test_ticks_are_round(values, log, held):
    assert axes.ticks(values, log=log) == held


@given(st.lists(st.floats(0, 320), min_size=1, max_size=8))
def test_labels_never_cover_each_other_and_keep_their_order(places):
    placed = axes.spread(places, [17] * len(places), 320)
    assert (np.diff(placed[np.argsort(places, kind="stable")]) >= 17 - 1e-6).all()
    assert placed.min() >= 8.5 - 1e-6
    assert placed.max() <= 320 - 8.5 + 1e-6


@pytest.mark.parametrize(("places", "sizes", "placed"), [
    ([50, 50], [10, 10], [45, 55]), ([10, 99], [10, 10], [10, 95]), ([30, 160, 290], [17, 31, 17], [30, 160, 290])])
def test_labels_move_no_farther_than_they_must(places, sizes, placed):
    assert axes.spread(places, sizes, 320 if max(places) > 100 else 100).tolist() == pytest.approx(placed)


@pytest.mark.parametrize(("values", "ends", "log", "share"), [
    ([25.0, 50.0], (0, 100), False, [0.25, 0.5]), ([10.0], (1, 100), True, [0.5])])
def test_a_place_along_an_axis_is_a_share_of_it(values, ends, log, share):
    assert axes.share(values, axes.scale_over(*ends, log)).tolist() == pytest.approx(share)
