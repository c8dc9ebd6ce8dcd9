"""What each shape draws: the rows and edges behind its marks, worked by hand, and the frames that it refuses."""

import json
import math

import pandas as pd
import pytest

from tests.chart_shapes import (
    AMOUNTS,
    AREAS,
    AXES,
    BANDED,
    CHANCES,
    GRID,
    MONEY,
    OBSERVED,
    PARTS,
    RANKS,
    SPANS,
    STEPS,
    SWINGS,
    WAYS,
    axis_titles,
    drawn,
    made,
    rows_of,
    spec,
    texts,
)
from wattbook import charts
from wattbook.report import figures

# Fan and curve


def test_a_fan_has_both_bands_in_the_colour_of_their_line_at_18_and_8_percent():
    layers = spec("fan")["layer"]
    bands = [one for one in layers if one["mark"]["type"] == "area"]
    assert [(one["encoding"]["y"]["field"], one["encoding"]["y2"]["field"], one["mark"]["opacity"]) for one in bands] == [
        ("lowest", "highest", 0.08), ("low", "high", 0.18)]
    assert bands[0]["encoding"]["color"]["scale"] == {"domain": ["Ours", "Theirs"], "range": ["#0072B2", "#D55E00"]}
    line = next(one for one in layers if one["mark"]["type"] == "line")
    assert {one["encoding"]["color"]["field"] for one in [*bands, line]} == {"series"}


def test_a_fan_labels_every_line_at_its_end_with_name_and_median():
    # ranges of 40 to 90 and 5 to 12 are worth two figures
    assert {"Ours\n$60B", "Theirs\n$7.0B"} <= set(texts("fan"))


def test_a_fan_without_a_range_draws_no_band_and_claims_none():
    drawing = charts.fan(BANDED[["when", "series", "mid"]], **MONEY)
    assert not [one for one in spec(drawing)["layer"] if one["mark"]["type"] == "area"]
    assert "range" not in drawing.note


def test_a_fan_draws_what_was_observed_as_points_of_the_same_colour_that_name_their_source():
    data, layer = rows_of("fan", "point")
    assert data["value"].tolist() == [4e9]
    assert layer["encoding"]["color"]["field"] == "series"
    assert '"Source": datum.source' in layer["mark"]["tooltip"]["expr"]
    assert "Dots: observed." in made("fan").note
    assert made("fan").table().rows[-1] == ["Oct 2025", "Theirs", "", "", "", "$4.00B", OBSERVED["source"][0]]


def test_a_band_answers_to_the_pointer_at_each_of_its_places():
    hover = next(one for one in spec("fan")["layer"] if one.get("name") == "hover-lowest")
    assert hover["encoding"]["y2"]["field"] == "highest"
    assert hover["mark"]["strokeWidth"] == 60  # three places: 680 / 3 is more than enough
    assert all(f'"{one}"' in hover["mark"]["tooltip"]["expr"] for one in ("Series", "Median", "80% range", "95% range"))


def test_reference_lines_are_labelled_on_the_line():
    assert {"Target", "As of 22 Nov 2026"} <= set(texts("fan"))
    data, _ = rows_of("fan", "rule")
    assert data["level"].tolist() == [70e9]


def test_of_two_reference_lines_that_are_close_one_has_its_label_under_it():
    high = BANDED.assign(lowest=190e9, low=190e9, mid=190e9, high=190e9, highest=190e9)
    drawing = charts.fan(high, **MONEY, lines={"One": 70e9, "Two": 72e9})
    sides = [one["mark"]["dy"] for one in spec(drawing)["layer"]
             if one["mark"]["type"] == "text" and one["encoding"].get("y", {}).get("field") == "level"]
    assert sides == [-10, 10]


def test_a_label_of_a_reference_line_stands_where_no_line_runs_through_it():
    falling = BANDED.iloc[:2].assign(mid=[100e9, 0.0], low=[100e9, 0.0], high=[100e9, 0.0], lowest=[100e9, 0.0],
                                     highest=[100e9, 0.0], series="Falls")
    drawing = charts.fan(falling, **MONEY, lines={"At 30": 30e9})  # the line passes 30 at 0.7 of the plane: left is free
    label, = (one["mark"] for one in spec(drawing)["layer"] if one["encoding"].get("text", {}).get("field") == "label"
              and one["encoding"].get("y", {}).get("field") == "level")
    assert (label["align"], label["dy"]) == ("left", -10)
    flat = falling.assign(mid=30e9)
    crossed = charts.fan(pd.concat([flat.assign(mid=26e9, series="A"), flat.assign(mid=34e9, series="B")]), **MONEY,
                         lines={"At 30": 30e9})  # 4 of 100 are 12 px over and under it: words there would touch
    assert beside(crossed) == ["B\n$34B", "At 30", "A\n$26B"]


def test_a_logarithmic_axis_says_so_and_refuses_zero():
    drawing = charts.fan(BANDED, **MONEY, log=True)
    assert axis_titles(drawing) == {"Revenue, USD per year, log scale"}
    with pytest.raises(ValueError, match=r"found 0 on a logarithmic axis; allowed: above 0"):
        charts.fan(BANDED.assign(lowest=0.0), **MONEY, log=True)


def test_an_axis_that_is_cut_says_where_and_clips_what_lies_beyond():
    drawing = charts.fan(BANDED, **MONEY, top=100e9)
    assert "The axis is cut at $100B." in drawing.note
    assert all(one["mark"]["clip"] for one in spec(drawing)["layer"] if one["mark"]["type"] in ("area", "line")
               or one.get("name", "").startswith("hover-"))


def test_years_stand_as_years_and_dates_as_months():
    by_year = charts.fan(pd.DataFrame({"when": [2026, 2027], "mid": [1.0, 2.0]}), **MONEY)
    x = rows_of(by_year, "line")[1]["encoding"]["x"]
    assert (x["type"], x["axis"]["values"], x["axis"]["format"]) == ("quantitative", [2026, 2027], "d")
    x = spec("fan")["layer"][0]["encoding"]["x"]
    assert (x["type"], x["axis"]["format"]) == ("temporal", "%b %Y")


# Stack


def test_the_edges_of_parts_are_their_running_sums():
    assert drawn("stack of rows").groupby("series")[["start", "end"]].agg(list).T.to_dict() == {
        "API": {"start": [0, 0], "end": [3e9, 6e9]}, "Apps": {"start": [3e9, 6e9], "end": [4e9, 8e9]}}


def test_areas_are_stacked_from_zero():
    assert spec("stack of areas")["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_rows_of_a_stack_say_their_whole_and_name_their_parts_over_the_rows():
    said = texts("stack of rows")
    assert {"$4B", "$8B", "API", "Apps", "2026", "2027"} == set(said)


def test_shares_of_a_whole_fill_the_axis_to_100_percent():
    shares = AREAS.assign(value=[0.75, 0.2500005, 0.6, 0.4])  # as much too much as sums of rounded shares are
    drawing = charts.stack(shares, quantity="Share", unit="fraction")
    assert spec(drawing)["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1]


def test_a_part_below_zero_or_a_missing_one_is_refused():
    with pytest.raises(ValueError, match=r"found -1.0 for API at 2026; allowed: 0 and above"):
        charts.stack(PARTS.assign(value=[-1.0, 1, 1, 1]), **MONEY)
    with pytest.raises(ValueError, match=r"found 3 rows; needs one for each of 2 places and 2 series"):
        charts.stack(PARTS[:3], **MONEY)


def beside(drawing):
    """Names at the right of a plane, from top to bottom."""
    layer = next(one for one in spec(drawing)["layer"] if one["mark"].get("dx") == 9)
    return pd.DataFrame(spec(drawing)["datasets"][layer["data"]["name"]]).sort_values("y")["said"].tolist()


def test_parts_are_named_beside_the_plane_in_the_order_of_the_stack_however_thin_they_have_become():
    drawing = charts.stack(AREAS.assign(value=[0.02, 0.98, 0.0, 1.0]), quantity="Share", unit="fraction")
    assert beside(drawing) == ["Apps", "API"]
    assert len([one for one in spec(drawing)["layer"] if one["mark"]["type"] == "text"]) == 1


def test_of_more_parts_than_have_room_for_their_names_the_thinnest_have_none():
    whole = pd.DataFrame([(when, f"Part {place}", 1e9 * place) for when in AREAS["when"].unique() for place in range(1, 13)],
                         columns=["when", "series", "value"])
    assert beside(charts.stack(whole, **MONEY)) == [f"Part {place}" for place in range(12, 3, -1)]


# Waterfall and tornado


def test_a_waterfall_steps_from_level_to_level():
    rows = drawn("waterfall")
    assert rows[["before", "after"]].values.tolist() == [[0, 3], [3, 1.75], [1.75, 2], [0, 2]]
    assert [one for one in texts("waterfall") if "$" in one] == ["$3", "−$1.25", "+$0.25", "$2"]
    assert rows["colour"].tolist() == ["#0072B2", "#D55E00", "#56B4E9", "#0072B2"]


def test_a_total_that_its_steps_do_not_lead_to_is_refused():
    with pytest.raises(ValueError, match=r"found 2.1 for Realised; its steps lead to 2"):
        charts.waterfall(STEPS.assign(value=[3.0, -1.25, 0.25, 2.1]), quantity="Price", unit="USD/Mtoken")


def test_an_unknown_kind_of_step_is_refused():
    with pytest.raises(ValueError, match=r"found kind 'sum'; allowed: total, change"):
        charts.waterfall(STEPS.assign(kind="sum"), quantity="Price", unit="USD/Mtoken")


def test_the_widest_swing_is_on_top_and_the_values_of_the_assumption_stand_at_its_name():
    rows = drawn("tornado")
    assert rows["label"].tolist() == ["Life", "Power price"]  # swings of 1.5 and 0.2
    assert {"Life: 3 to 6 years", "Power price: $55 to $95 per MWh", "Median $2.3"} <= set(texts("tornado"))


def test_the_median_has_two_figures_however_short_the_bars():
    near = SWINGS.assign(at_low=-0.464, at_high=-0.462, base=-0.4635)
    made = charts.tornado(near, quantity="Return", unit="fraction_real/year")
    assert "Median −46%" in json.dumps(made._repr_mimebundle_(), ensure_ascii=False)


def test_a_bar_runs_from_the_base_to_the_answer_at_each_end():
    ends = [(one["encoding"]["x"]["field"], one["encoding"]["x2"]["field"], one["encoding"]["color"]["field"])
            for one in spec("tornado")["layer"] if one["mark"]["type"] == "bar"]
    assert ends == [("base", "at_low", "of_low"), ("base", "at_high", "of_high")]


# Frontier


def test_cells_at_break_even_or_above_are_blue_and_deeper_the_farther_they_are():
    # the outcome x y is 2 at x = 0.5, y = 4; the farthest of all is 4 at x = 1, y = 4, and 0 is as far below
    cells = drawn("frontier").set_index(["x", "y"])
    assert (cells["colour"] == "#0072B2").tolist() == (cells["value"] >= 2).tolist()
    assert cells.loc[(1, 4), "deep"] == cells.loc[(0, 0), "deep"] == pytest.approx(0.45)
    assert cells.loc[(0.5, 4), "deep"] == pytest.approx(0.08)


def test_every_cell_says_its_outcome():
    # x y for x of 0, 0.25, 0.5, 0.75, 1 and y of 3, to two figures
    assert [texts("frontier")[place] for place in range(3, 25, 5)] == ["$0", "$0.75", "$1.5", "$2.2", "$3.0"]
    assert texts(charts.frontier(GRID.assign(value=GRID["value"].where(GRID["x"] > 0)), **AXES))[:6] == [*["–"] * 5, "$0"]


def test_the_line_runs_between_cells_on_both_sides_of_break_even():
    # x y >= 1 on a grid of 0, 1 by 0, 1: only the last cell, so its left and its lower side
    square = pd.DataFrame({"x": [0.0, 1, 0, 1], "y": [0.0, 0, 1, 1], "value": [0.0, 0, 0, 1]})
    sides, _ = rows_of(charts.frontier(square, **AXES, breakeven=1), "rule")
    assert sides[["left", "right", "under", "over"]].to_numpy().tolist() == [[0.5, 0.5, 0.5, 1.5], [0.5, 1.5, 0.5, 0.5]]
    assert "rule" not in {one["mark"]["type"] for one in spec(charts.frontier(square, **AXES, breakeven=2))["layer"]}


def test_a_grid_with_a_hole_is_refused():
    with pytest.raises(ValueError, match=r"found 24 rows over 5 x and 5 y; needs a whole grid"):
        charts.frontier(GRID[1:], **AXES)


def test_break_even_and_the_case_as_it_stands_are_named_where_they_are_on_the_grid():
    assert made("frontier").note == "Blue: $2 (break-even) or more. Dashed: nearest to Base case."
    assert charts.frontier(GRID, **AXES, breakeven=2, point=(0.5, 5, "Base case")).note == "Blue: $2 (break-even) or more."


# Points


def test_a_name_stands_at_its_point_where_it_meets_no_other():
    # On a plot of 300 px from 0 to 80 the points lie at 225 and 262.5, at the top. "Grid" is 35 px wide: at the right of its
    # point it would meet the other, so it stands left. "Grid and sun" is 105 px wide: at the right it would leave the plot, at
    # the left meet the other point, and over its point stand above the plot: it stands under it, moved back into the plot.
    names, _ = rows_of("points", "text")
    assert names[["y", "align"]].values.tolist() == [[0, "right"], [15, "center"]]
    assert names["aside"].tolist() == pytest.approx([-9, 300 - 12 * 13 * 0.67 / 2 - 262.5], abs=0.01)


def test_a_name_stands_clear_of_the_name_of_a_ring():
    # On a plot of 300 px from 0 to 100 the point is at 150 px, and the ring's name 10 px under its foot at 49 of 100, at 163:
    # right and left of the point it is met. The name stands 15 px over its point.
    spots = pd.DataFrame({"label": ["Here", "Far"], "x": [40.0, 80.0], "y": [50.0, 100.0]})
    ring = pd.DataFrame({"series": ["60 milliseconds of it"], "x": [[40.0, 40.0]], "y": [[90.0, 49.0]]})
    made = charts.points(spots, x_quantity="x", x_unit="deg", y_quantity="y", y_unit="deg", rings=ring)
    last = made.spec["layer"][-1]["data"]["name"]
    assert [(one["y"], one["align"]) for one in made.spec["datasets"][last]] == [(135, "center"), (0, "right")]


def test_rings_stand_behind_points_each_named_once_at_its_lowest_place():
    rings, layer = rows_of("map", "line")
    assert layer["mark"]["clip"]
    assert layer["encoding"]["order"] == {"value": None}  # round, not from left to right
    assert rings.groupby("series", sort=False)["y"].apply(list).to_dict() == {
        "30 ms": [90, 50, 10, 50, 90], "60 ms": [100, 50, 0, 50, 100]}
    named, _ = rows_of("map", "text")
    assert named[["label", "x", "y"]].to_numpy().tolist() == [["60 ms", 65, 0], ["30 ms", 65, 10]]
    assert [one["mark"]["type"] for one in spec("map")["layer"]] == ["line", "text", "point", "text"]


# Strips


def test_every_strip_goes_from_nought_at_its_foot_to_its_own_most_under_its_name():
    rows = drawn("strips")  # of 72 px 12 are between two strips and 30 hold two lines of words
    assert rows["foot"].tolist() == [60, 60, 60, 132, 132]
    assert (rows["foot"] - rows["y"]).tolist() == pytest.approx([18.75, 22.5, 30, 30, 15], abs=0.01)
    assert [one for one in texts("strips") if "to" in one] == ["50% to 80%", "12 months to 6 months"]


# Slope


def test_rank_one_is_on_top_and_the_first_entity_is_blue():
    assert spec("slope")["layer"][0]["encoding"]["y"]["scale"]["domain"] == [3.5, 0.5]
    assert drawn("slope").set_index("entity")["colour"].to_dict() == {"Ours": "#0072B2", "A": "#6B7280", "B": "#6B7280"}


def test_names_stand_at_the_left_and_only_ranks_at_the_right_of_lines_that_began_there():
    assert sorted(texts("slope")) == ["1", "2", "A 2", "B 3", "Ours 1"]


def test_an_entity_that_begins_later_is_named_where_it_ends():
    later = pd.concat([RANKS, pd.DataFrame({"column": ["Running"], "entity": ["New"], "rank": [3]})])
    assert "New 3" in texts(charts.slope(later))


def test_two_ranks_of_one_entity_or_a_single_column_are_refused():
    with pytest.raises(ValueError, match=r"found two ranks of Ours in Announced; allowed: one"):
        charts.slope(RANKS.assign(column="Announced"))
    with pytest.raises(ValueError, match=r"found one column, Announced; needs at least two"):
        charts.slope(RANKS[:3])


# Flow


def test_a_flow_is_as_wide_as_its_amount_and_both_sides_share_one_scale():
    # In 10 and 30, out 60: the larger side has one part, so 300 px are 60 and each side fills what its amounts take.
    rows = drawn("flow").set_index(["label", "side"])
    assert (rows["foot"] - rows["top"]).round(6).tolist() == [50, 150, 300]
    areas = [layer for layer in spec("flow")["layer"] if layer["mark"]["type"] == "area"]
    bands = {one["mark"]["opacity"]: {row["band"] for row in spec("flow")["datasets"][one["data"]["name"]]} for one in areas}
    assert bands == {0.25: {1}, 0.6: {0, 2}}  # A stands on both sides: a circle
    assert set(rows["colour"]) == {"#6B7280"}  # no firm of the case
    assert {"A $10", "B $30", "A $60", "Ours"} <= set(texts("flow"))


def test_what_is_no_amount_cannot_flow():
    with pytest.raises(ValueError, match=r"flow: found -1 for A; allowed: above 0"):
        charts.flow(WAYS.assign(value=-1.0), hub="Ours", **MONEY)


# Dots


def test_a_reference_line_crosses_every_row():
    near = pd.DataFrame({"label": ["near", "far"], "value": [65e9, 10e9]})
    drawing = charts.dots(near, **MONEY, lines={"Target": 70e9})
    rules = [one for one in spec(drawing)["layer"] if one["mark"]["type"] == "rule" and "data" in one]
    lines = [pd.DataFrame(spec(drawing)["datasets"][one["data"]["name"]]) for one in rules]
    (place,) = (at for at, one in enumerate(lines) if 70e9 in one["at"].tolist())
    assert set(rules[place]["encoding"]) == {"x"}  # from the top of the plot to its foot


def test_dots_mark_the_value_used_here_and_say_it_at_the_dot():
    assert drawn("dots").set_index("label")["colour"].to_dict() == {
        "Another": "#6B7280", "One rule": "#0072B2", "A third": "#6B7280"}
    said = next(one for one in spec("dots")["layer"] if one["mark"].get("dx") == {"expr": "datum.aside"})
    data = pd.DataFrame(spec("dots")["datasets"][said["data"]["name"]])
    # 170 to 230 about 200 is exactly 30% wide, which is not more than 30%: three figures; 120 to 220 about 160 is wider: two
    assert dict(zip(data["value"], data["said"], strict=True)) == {200e9: "$200B", 160e9: "$160B", 47e9: "$47B"}
    assert made("dots").note == "Blue: the value used here. Dot: median, pale bar: range as published."


def test_a_range_is_drawn_only_where_there_is_one():
    pale = next(one for one in spec("dots")["layer"] if one["encoding"].get("x", {}).get("field") == "low")
    assert pale["mark"]["opacity"] == 0.35
    assert drawn("dots")["low"].notna().tolist() == [True, True, False]


def test_several_dots_share_a_row_and_their_labels_neither_meet_nor_leave_a_phone():
    rows = drawn("strip")
    assert rows.groupby("label")["y"].nunique().tolist() == [1, 1]
    data = next(pd.DataFrame(spec("strip")["datasets"][one["data"]["name"]]) for one in spec("strip")["layer"]
                if one["mark"].get("dx") == {"expr": "datum.aside"})
    assert set(data["said"]) == {"2026 99%", "2027 over 99%", "2026 under 1%", "2027 45%"}
    for _, row in data.assign(at=data["value"] * 340 + data["aside"], wide=data["said"].str.len() * 13 * 0.67).groupby("y"):
        edges = [(left, right) for left, right in zip(row["at"] - row["wide"] / 2, row["at"] + row["wide"] / 2, strict=True)]
        assert edges[0][1] < edges[1][0]
        assert edges[0][0] >= 0
        assert edges[-1][1] <= 340


def test_a_zone_reaches_to_the_end_of_the_axis_where_it_is_open():
    data, _ = rows_of("strip", "rect")
    assert data[["start", "end"]].values.tolist() == [[0.5, 1.0]]
    assert "Shaded: where the answer changes." in made("strip").note


def test_a_long_name_is_broken_for_a_narrow_column():
    long = AMOUNTS.assign(label=["A rule with a name that does not fit into the column of a phone at all", "b", "c"])
    named = drawn(charts.dots(long, **MONEY))
    rows = next(rows for rows in spec(charts.dots(long, **MONEY))["datasets"].values() if "said" in rows[0])
    assert max(len(line) for row in rows for line in row["said"].split("\n")) <= 39  # 340 px at 0.67 x 13 px a letter
    assert set(named["label"]) == set(long["label"])


def test_a_row_is_as_high_as_its_words():
    def heights(frame):
        made = charts.waterfall(frame, quantity="Price", unit="USD").spec
        return made["usermeta"]["narrow"], made["height"]

    assert heights(STEPS) == (4 * (15 + 16 + 12), 4 * (16 + 12))  # name, mark, gap; beside its name a mark needs none above it
    high = STEPS.replace("List", "A name that does not fit into a single line")
    assert heights(high) == (4 * (15 + 16 + 12) + 15, 3 * (16 + 12) + 30 + 12)


def test_where_there_is_room_marks_stand_right_of_names_and_left_of_amounts_and_otherwise_under_both():
    made = charts.waterfall(STEPS, quantity="Price", unit="USD").spec
    wide, narrow = figures.static_svg(made, width=680), figures.static_svg(made, width=340)
    # the longest name has 8 letters of 0.67 x 13 px and 16 px behind it, the longest amount 6 and 8 px before it
    assert '<path d="M86,0h528v16h-528Z"' in wide  # 86 + 528 = 674 - 6 x 0.67 x 13 - 8
    assert '<path d="M0,15h33' in narrow  # under the name, which is one line of 15 px


# Gantt


def test_a_gantt_draws_start_point_end_and_plan_of_each_row():
    rows = drawn("gantt")
    assert rows["start"].tolist() == [2026, 2026.5]
    assert rows["planned"].isna().tolist() == [False, True]
    pairs = [(one["encoding"]["x"]["field"], one["encoding"]["x2"]["field"]) for one in spec("gantt")["layer"]
             if one["mark"]["type"] == "bar"]
    assert pairs == [("start", "value"), ("value", "end")]
    assert {"Apr 2027", "Jan 2028", "As of"} <= set(texts("gantt"))
    assert made("gantt").note == ("Line: from works to first power (dot), then paler to full power. Pale bar: 80% range. "
                                  "Diamond: planned.")
    assert made("gantt").table().rows[0] == ["South", "Jan 2026", "Apr 2027", "Jan 2027 to Jan 2028", "Jan 2029", "Oct 2026"]


def test_the_axis_of_a_gantt_runs_over_whole_years():
    x = next(one["encoding"]["x"] for one in spec("gantt")["layer"] if (one["encoding"].get("x") or {}).get("scale"))
    assert x["scale"]["domain"] == [2026, 2031]
    assert x["axis"]["values"] == [2026, 2027, 2028, 2029, 2030, 2031]


def test_a_gantt_that_ends_in_a_million_years_names_a_few_of_them():
    ends = {"start": 2026.0, "value": 1_002_026.0, "low": 2026.0, "high": math.inf}
    far = charts.gantt(pd.DataFrame([{"label": "A", **ends}]))
    x = next(one["encoding"]["x"] for one in far.spec["layer"] if (one["encoding"].get("x") or {}).get("scale"))
    assert x["scale"]["domain"] == [2026, 1_002_026]
    assert x["axis"]["values"] == list(range(2026, 1_002_027, 25_000))


@pytest.mark.parametrize(("shape", "frame", "more"), [
    (charts.dots, AMOUNTS.drop(columns="value"), MONEY),
    (charts.fan, BANDED[["when"]], MONEY), (charts.slope, RANKS.drop(columns="rank"), {}),
    (charts.gantt, SPANS.drop(columns="start"), {}), (charts.flow, WAYS.drop(columns="side"), {"hub": "Ours", **MONEY}),
    (charts.stack, CHANCES, MONEY)])
def test_a_frame_that_cannot_be_drawn_is_refused_with_what_is_needed(shape, frame, more):
    with pytest.raises(ValueError, match=r"found \d+ rows of .*; needs \w+"):
        shape(frame, **more)


@pytest.mark.parametrize("frame", [AMOUNTS[:0], AMOUNTS.assign(value=float("nan"))])
def test_where_nothing_is_known_to_draw_a_table_says_so(frame):
    assert charts.dots(frame, **MONEY).rows == [["Nothing that can be drawn was known on this date"]]
