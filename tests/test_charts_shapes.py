"""What each shape draws: the rows and edges behind its marks, worked by hand, and the frames that it refuses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.chart_shapes import (
    AMOUNTS,
    AXES,
    BANDED,
    GRID,
    MONEY,
    PARTS,
    RANKS,
    SAID,
    STEPS,
    SWINGS,
    axis_titles,
    rows_of,
    spec,
    texts,
)
from wattbook import charts

# Fan and curve


def test_a_fan_has_both_bands_in_the_colour_of_their_line_at_18_and_8_percent():
    made = spec("fan")
    bands = [one for one in made["layer"] if one["mark"]["type"] == "area"]
    assert [(one["encoding"]["y"]["field"], one["encoding"]["y2"]["field"], one["mark"]["opacity"]) for one in bands] == [
        ("lowest", "highest", 0.08), ("low", "high", 0.18)]
    line = next(one for one in made["layer"] if one["mark"]["type"] == "line")
    assert all(one["encoding"]["color"] == line["encoding"]["color"] for one in bands)
    assert line["encoding"]["color"]["scale"] == {"domain": ["Ours", "Theirs"], "range": ["#0072B2", "#D55E00"]}


def test_a_fan_labels_every_line_at_its_end_with_name_and_median():
    labels = [text for text in texts("fan") if "\n" in text]
    assert labels == ["Ours\n$60B", "Theirs\n$7.0B"]  # ranges of 40 to 90 and 5 to 12 are worth two figures


def test_a_fan_without_a_range_draws_no_band_and_claims_none():
    chart = charts.fan(BANDED[["when", "series", "mid"]], **SAID, **MONEY)
    assert not [one for one in spec(chart)["layer"] if one["mark"]["type"] == "area"]
    assert "range" not in chart.usermeta["caption"]


def test_a_fan_draws_what_was_observed_as_points_of_the_same_colour():
    observed = pd.DataFrame({"when": ["2025-10-01"], "series": ["Theirs"], "value": [4e9]})
    chart = charts.fan(BANDED, **SAID, **MONEY, observed=observed)
    data, layer = rows_of(chart, "point")
    assert data["value"].tolist() == [4e9]
    assert layer["encoding"]["color"]["scale"]["range"] == ["#0072B2", "#D55E00"]
    assert "Dots: observed." in chart.usermeta["caption"]


def test_reference_lines_are_labelled_on_the_line():
    chart = "fan"
    assert {"Target", "As of 22 Nov 2026"} <= set(texts(chart))
    data, _ = rows_of(chart, "rule")
    assert data["level"].tolist() == [70e9]


def test_a_logarithmic_axis_says_so_and_refuses_zero():
    chart = charts.fan(BANDED, **SAID, **MONEY, log=True)
    assert axis_titles(chart) == {"Revenue, USD per year, log scale"}
    with pytest.raises(ValueError, match=r"found 0 on a logarithmic axis; allowed: above 0"):
        charts.fan(BANDED.assign(lowest=0.0), **SAID, **MONEY, log=True)


def test_an_axis_that_is_cut_says_where():
    chart = charts.fan(BANDED, **SAID, **MONEY, top=100e9)
    assert "The axis is cut at $100B." in chart.usermeta["caption"]


def test_years_stand_as_years_and_dates_as_months():
    by_year = charts.fan(pd.DataFrame({"when": [2026, 2027], "mid": [1.0, 2.0]}), **SAID, **MONEY)
    x = rows_of(by_year, "line")[1]["encoding"]["x"]
    assert (x["type"], x["axis"]["values"], x["axis"]["format"]) == ("quantitative", [2026, 2027], "d")
    x = rows_of("fan", "line")[1]["encoding"]["x"]
    assert (x["type"], x["axis"]["format"]) == ("temporal", "%b %Y")


def test_at_most_five_series_are_coloured_and_the_rest_are_grey():
    shades = charts.colours(list("abcdefg"))
    assert list(shades.values()) == ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#6B7280", "#6B7280"]


def test_an_entity_keeps_the_colour_that_the_project_gave_it():
    chart = charts.fan(BANDED, **SAID, **MONEY, colours={"Theirs": "#009E73"})
    assert rows_of(chart, "line")[1]["encoding"]["color"]["scale"]["range"] == ["#6B7280", "#009E73"]


# Stack


def test_the_edges_of_parts_are_their_running_sums():
    data, _ = rows_of("stack of bars", "bar")
    assert data.groupby("series")[["low", "high"]].agg(list).T.to_dict() == {
        "API": {"low": [0, 0], "high": [3e9, 6e9]}, "Apps": {"low": [3e9, 6e9], "high": [4e9, 8e9]}}


def test_parts_are_stacked_from_zero():
    for name, mark in (("stack of bars", "bar"), ("stack of areas", "area")):
        assert rows_of(name, mark)[1]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_shares_of_a_whole_fill_the_axis_to_100_percent():
    shares = PARTS.assign(value=[0.75, 0.2500005, 0.6, 0.4])  # as much too much as sums of rounded shares are
    chart = charts.stack(shares, **SAID, quantity="Share", unit="fraction")
    assert rows_of(chart, "bar")[1]["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_a_part_below_zero_or_a_missing_one_is_refused():
    with pytest.raises(ValueError, match=r"found -1.0 for API at 2026; allowed: 0 and above"):
        charts.stack(PARTS.assign(value=[-1.0, 1, 1, 1]), **SAID, **MONEY)
    with pytest.raises(ValueError, match=r"found 3 rows; needs one for each of 2 places and 2 series"):
        charts.stack(PARTS[:3], **SAID, **MONEY)


def test_a_part_that_ends_before_the_right_edge_is_named_inside():
    frame = PARTS.assign(when=PARTS["when"].map("{}-01-01".format), value=[3e9, 1e9, 0.0, 2e9])
    chart = charts.stack(frame, **SAID, **MONEY)
    data, layer = rows_of(chart, "text")
    assert data["series"].tolist() == ["API"]
    assert data["level"].tolist() == [1.5e9]  # the middle of 0 to 3e9
    assert "align" not in layer["mark"]


def test_the_total_has_its_figure_over_each_bar():
    total = pd.DataFrame({"when": [2026, 2027], "mid": [4e9, 8e9], "low": [3e9, 6e9], "high": [5e9, 11e9]})
    chart = charts.stack(PARTS, **SAID, **MONEY, total=total)
    assert {"$4.0B", "$8.0B"} <= set(texts(chart))
    assert chart.usermeta["caption"].startswith("Figures and whiskers: median and 80% range of the total.")


# Waterfall and tornado


def test_a_waterfall_steps_from_level_to_level():
    data, _ = rows_of("waterfall", "bar")
    assert data[["before", "after"]].values.tolist() == [[0, 3], [3, 1.75], [1.75, 2], [0, 2]]
    assert data["said"].tolist() == ["$3", "−$1.25", "+$0.25", "$2"]


def test_a_total_that_its_steps_do_not_lead_to_is_refused():
    with pytest.raises(ValueError, match=r"found 2.1 for Realised; its steps lead to 2"):
        charts.waterfall(STEPS.assign(value=[3.0, -1.25, 0.25, 2.1]), **SAID, quantity="Price", unit="USD/Mtoken")


def test_an_unknown_kind_of_step_is_refused():
    with pytest.raises(ValueError, match=r"found kind 'sum'; allowed: total, change"):
        charts.waterfall(STEPS.assign(kind="sum"), **SAID, quantity="Price", unit="USD/Mtoken")


def test_the_widest_swing_is_on_top_and_ends_carry_the_values_of_the_assumption():
    chart = "tornado"
    data, _ = rows_of(chart, "bar")
    assert data["label"].tolist() == ["Life, years", "Power price, USD of 2025 per MWh"]  # swings of 1.5 and 0.2
    assert data["said"].tolist() == ["3", "$55"]
    assert "Median $2.3" in texts(chart)


def test_where_both_ends_lie_on_one_side_only_the_farther_is_labelled():
    one_sided = SWINGS.assign(at_low=[2.5, 2.9], at_high=[2.9, 2.5])
    chart = charts.tornado(one_sided, **SAID, quantity="Cost", unit="USD/h")
    labels = [rows for rows in spec(chart)["datasets"].values() if set(rows[0]) == {"to", "middle", "said"}]
    # the base is 2.3: a power price of $95 takes the answer to 2.9 and $55 only to 2.5; a life of 3 to 2.9 and 6 only to 2.5
    assert sorted(row["said"] for rows in labels for row in rows) == ["$95", "3"]


# Frontier


def test_a_line_of_equal_outcome_runs_where_the_outcome_is_equal():
    pieces = charts.contour(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0]), np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]), 1.5)
    assert pieces.tolist() == [[1.5, 0.0, 1.5, 1.0]]


@pytest.mark.parametrize(("level", "pieces"), [
    # corners 1 at bottom left and top right, 0 at the others; their mean is 0.5
    (0.25, [[0.75, 0, 1, 0.25], [0.25, 1, 0, 0.75]]),  # the mean is above: the two ones belong together, each zero is cut off
    (0.75, [[0, 0.25, 0.25, 0], [1, 0.75, 0.75, 1]])])  # the mean is below: each one is cut off
def test_on_a_saddle_the_mean_says_which_corners_belong_together(level, pieces):
    square = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert charts.contour(np.array([0.0, 1.0]), np.array([0.0, 1.0]), square, level).tolist() == pieces


def test_an_undefined_corner_leaves_its_cells_out():
    values = np.array([[0.0, 1.0, np.nan], [0.0, 1.0, 2.0]])
    assert charts.contour(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0]), values, 0.5).tolist() == [[0.5, 0.0, 0.5, 1.0]]


def test_the_edge_of_the_shaded_side_passes_through_every_turn_of_its_line():
    x, y = np.linspace(0.2, 2, 7), np.linspace(0.5, 5, 7)
    grid = pd.DataFrame([(a, b, a * b) for a in x for b in y], columns=["x", "y", "value"])
    chart = charts.frontier(grid, **SAID, **AXES, breakeven=2)
    turns = charts.contour(x, y, np.outer(y, x), 2)[:, :2]
    edge = pd.DataFrame(rows_of(chart, "area")[0])
    assert len(turns) > 5
    assert np.interp(turns[:, 0], edge["x"], edge["low"]) == pytest.approx(turns[:, 1], rel=2e-3)


@given(st.floats(-2, 2), st.floats(-2, 2), st.floats(0.1, 0.9))
def test_on_a_plane_every_piece_lies_on_its_level(slope_x, slope_y, level):
    across, up = np.linspace(0, 1, 4), np.linspace(0, 1, 5)
    x, y = np.meshgrid(across, up)
    pieces = charts.contour(across, up, slope_x * x + slope_y * y, level)
    ends = np.concatenate([pieces[:, :2], pieces[:, 2:]])
    assert np.allclose(slope_x * ends[:, 0] + slope_y * ends[:, 1], level)
    corners = [0, slope_x, slope_y, slope_x + slope_y]
    assert (len(pieces) > 0) == (min(corners) < level <= max(corners))


def test_the_shaded_side_begins_where_the_line_does():
    data, _ = rows_of("frontier", "area")
    # the outcome x y is 2 at y = 4 for x = 0.5, at y = 8/3 for x = 0.75 and at y = 2 for x = 1
    held = data.set_index("x")
    assert held.loc[0.5].tolist() == [4, 4]
    assert held.loc[0.75].tolist() == pytest.approx([8 / 3, 4], rel=1e-3)
    assert held.loc[1.0].tolist() == [2, 4]
    assert held.loc[0.25, "low"] == held.loc[0.25, "high"]


def test_the_shaded_side_begins_between_two_columns_where_the_line_leaves_the_plot():
    chart = charts.frontier(GRID, **SAID, **AXES, breakeven=2.5)
    data, _ = rows_of(chart, "area")
    assert data.set_index("x").loc[0.625].tolist() == [4, 4]  # 0.625 x 4 = 2.5, between the columns at 0.5 and 0.75


def test_a_grid_with_a_hole_is_refused():
    with pytest.raises(ValueError, match=r"found 24 rows over 5 x and 5 y; needs a whole grid"):
        charts.frontier(GRID[1:], **SAID, **AXES)


def test_the_break_even_line_is_named_with_its_level():
    assert {"Break-even $2", "$1", "Base\ncase"} & set(texts("frontier")) >= {"Break-even $2", "$1"}


# Points


def test_names_of_points_side_by_side_stand_at_different_corners():
    corners = {(one["mark"]["align"], one["mark"]["baseline"]) for one in spec("points")["layer"]
               if "text" in one.get("encoding", {})}
    # the plot is 280 px wide for 100 dollars: 28 px between the points; names of 28 and 85 px need two corners
    assert len(corners) == 2


def test_a_border_lies_behind_the_points():
    kinds = [one["mark"]["type"] for one in spec("points")["layer"]]
    assert kinds.index("line") < kinds.index("point")


# Slope


def test_rank_one_is_on_top_and_the_first_entity_is_blue():
    _, layer = rows_of("slope", "line")
    assert layer["encoding"]["y"]["scale"]["domain"] == [3.5, 0.5]
    shades = pd.concat([pd.DataFrame(one) for one in spec("slope")["datasets"].values() if "entity" in one[0]])
    assert shades.set_index("entity")["colour"].to_dict() == {"Ours": "#0072B2", "A": "#6B7280", "B": "#6B7280"}


def test_names_stand_at_both_sides_with_their_rank():
    assert {"Ours 1", "A 2", "B 3", "2 Ours", "1 A"} <= set(texts("slope"))


def test_two_ranks_of_one_entity_or_a_single_column_are_refused():
    with pytest.raises(ValueError, match=r"found two ranks of Ours in Announced; allowed: one"):
        charts.slope(RANKS.assign(column="Announced"), **SAID)
    with pytest.raises(ValueError, match=r"found one column, Announced; needs at least two"):
        charts.slope(RANKS[:3], **SAID)


# Bars and dots


def test_bars_begin_at_zero_and_the_largest_is_on_top():
    data, layer = rows_of("bars", "bar")
    assert data["label"].tolist() == ["Another", "One rule", "A third"]
    assert layer["encoding"]["x"]["scale"]["domain"][0] == 0
    assert layer["encoding"]["x"]["field"] == "zero"
    assert set(data["zero"]) == {0}


def test_bars_keep_the_order_of_the_frame_when_told():
    data, _ = rows_of(charts.bars(AMOUNTS, **SAID, **MONEY, keep_order=True), "bar")
    assert data["label"].tolist() == AMOUNTS["label"].tolist()


def test_bars_say_their_amount_with_the_figures_their_range_deserves():
    data, _ = rows_of("bars", "bar")
    # 170 to 230 about 200 is exactly 30% wide, which is not more than 30%: three figures; 120 to 220 about 160 is wider: two
    assert data.set_index("label")["said"].to_dict() == {"Another": "$200B", "One rule": "$160B", "A third": "$47B"}


def test_only_what_is_highlighted_is_blue():
    data, _ = rows_of(charts.bars(AMOUNTS, **SAID, **MONEY, highlight=["A third"]), "bar")
    assert data.set_index("label")["colour"].to_dict() == {"Another": "#6B7280", "One rule": "#6B7280", "A third": "#0072B2"}


def test_whiskers_are_drawn_only_where_there_is_a_range():
    made = spec("bars")
    whisker = next(one for one in made["layer"] if one["encoding"].get("x", {}).get("field") == "low")
    assert [row["label"] for row in made["datasets"][whisker["data"]["name"]]] == ["Another", "One rule"]


def test_a_reference_line_gives_way_where_a_figure_stands():
    near = pd.DataFrame({"label": ["near", "far"], "value": [65e9, 10e9]})
    chart = charts.bars(near, **SAID, **MONEY, lines={"Target": 70e9})
    rules = [one for one in spec(chart)["layer"] if one["mark"]["type"] == "rule"]
    lengths = [len(spec(chart)["datasets"][one["data"]["name"]]) for one in rules]
    assert lengths == [2, 1]  # zero past both bars; the target past the far one, since the figure of the near one begins at 65


def test_dots_mark_the_value_used_here():
    chart = "dots"
    data, _ = rows_of(chart, "point")
    assert data.set_index("label")["colour"].to_dict() == {"Another": "#6B7280", "One rule": "#0072B2", "A third": "#6B7280"}
    assert spec(chart)["usermeta"]["caption"].startswith("Blue: the value used here. Whiskers: range as published.")


def test_a_long_name_is_broken_in_two_for_a_narrow_column():
    long = AMOUNTS.assign(label=["A rule with a name that does not fit into the column of a phone", "b", "c"])
    chart = charts.bars(long, **SAID, **MONEY)
    made = spec(chart)
    named = made["datasets"][made["layer"][0]["data"]["name"]]
    assert max(len(line) for row in named for line in row["narrow"].split("\n")) <= 46  # 330 px at 0.59 x 12 px a letter
    assert {row["wide"] for row in named} == set(long["label"])
    assert chart.height == 3 * (48 + 14)  # every row has room for the second line


@pytest.mark.parametrize(("shape", "frame"), [
    (charts.bars, AMOUNTS.drop(columns="value")), (charts.bars, AMOUNTS[:0]), (charts.slope, RANKS.drop(columns="rank"))])
def test_a_frame_that_cannot_be_drawn_is_refused_with_what_is_needed(shape, frame):
    with pytest.raises(ValueError, match="needs"):
        shape(frame, **SAID, **({} if shape is charts.slope else MONEY))
