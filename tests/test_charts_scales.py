"""Numbers on charts, ticks, room for labels, and the breaking of lines."""

import json
import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wattbook import charts
from wattbook.charts import scales, words


@pytest.mark.parametrize(("value", "unit", "said"), [
    (5e10, "USD", "$50B"), (0.43, "fraction", "43%"), (1.3, "GW_IT", "1.3"), (-2.5e9, "USD/year", "−$2.5B"), (0, "USD", "$0")])
def test_figures_are_said_as_a_reader_says_them(value, unit, said):
    assert charts.figure(value, unit) == said


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
    held = charts.rounded(pd.DataFrame({"value": [value]}))["value"][0]
    assert abs(held - value) <= 0.0005 * abs(value) * (1 + 1e-9)
    assert len(f"{abs(held):.15g}".replace(".", "").strip("0").split("e")[0]) <= 4


def test_rounding_leaves_dates_words_and_counts_alone():
    frame = pd.DataFrame({"when": pd.to_datetime(["2026-01-01"]), "label": ["a"], "count": [123456]})
    pd.testing.assert_frame_equal(charts.rounded(frame), frame)


@given(st.lists(st.floats(-1e9, 1e12, allow_subnormal=False), min_size=1, max_size=20), st.booleans())
def test_ticks_cover_the_values_and_are_few(values, zero):
    held = scales.ticks(values, zero)
    slack = 1e-6 * max(map(abs, [*held, 1e-300]))
    assert held[0] <= min(values) + slack
    assert held[-1] >= max(values) - slack
    assert 2 <= len(held) <= 8
    assert all(one < other for one, other in pairwise(held))
    assert not zero or held[0] <= 0 <= held[-1]


@given(st.lists(st.floats(1e-3, 1e12), min_size=1, max_size=20))
@example([999999999999.998])  # its logarithm rounds to 12
def test_logarithmic_ticks_cover_the_values_and_rise(values):
    held = scales.ticks(values, log=True)
    assert held[0] <= min(values)
    assert held[-1] >= max(values)
    assert all(one < other for one, other in pairwise(held))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_labels_never_cover_each_other_and_keep_their_order(values):
    placed = scales.spread(values, (0, 100), [17] * len(values), 320)
    order = np.argsort(values, kind="stable")
    gaps = np.diff(placed[order]) * 3.2
    assert (gaps >= 17 - 1e-6).all()
    assert placed.min() * 3.2 >= 8.5 - 1e-6
    assert placed.max() * 3.2 <= 320 - 8.5 + 1e-6


def test_labels_with_room_stay_where_they_belong():
    assert scales.spread([10.0, 50.0, 90.0], (0, 100), [17, 31, 17], 320).tolist() == pytest.approx([10, 50, 90])


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=150))
def test_no_word_is_lost_in_the_breaking_of_lines(text):
    lines, count = words.wrapped(text, 16, heading=True)
    widest = json.loads(re.match(r"(?:column >= \d+ \? )?(\[.*?\])(?: : \(|$)", lines)[1])
    assert " ".join(widest).split() == text.split()
    assert str(len(widest)) == re.match(r"(?:column >= \d+ \? )?(\d+)", count)[1]
