"""The look of charts: words, colours, numbers, and how a notebook shows them.

Colours are those published by Okabe and Ito, "Color Universal Design" (2008); contrast follows the formulas of WCAG 2.1,
"relative luminance" and "contrast ratio".
"""

import json
import re
import subprocess
import sys

import altair as alt
import numpy as np
import pandas as pd
import pytest
from nbformat import v4, validate

from tests.chart_shapes import AMOUNTS, MONEY, SAID, SHAPES, axis_titles, every_shape, spec, texts, walk
from wattbook import charts
from wattbook.charts import theme

OKABE_ITO = {"#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"}


def luminance(colour):
    parts = [int(colour[place: place + 2], 16) / 255 for place in (1, 3, 5)]
    return sum(weight * (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
               for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# Words around every drawing


@every_shape
def test_the_words_of_a_chart_stand_in_its_specification(shape):
    made = spec(shape)
    assert made["usermeta"]["title"] == SAID["title"]
    assert made["usermeta"]["subtitle"] == SAID["subtitle"]
    assert made["usermeta"]["caption"].endswith(f"Source: {SAID['source']}")
    assert SAID["title"] in made["title"]["text"]["expr"]
    drawn = " ".join(one["mark"]["text"]["expr"] for one in made["layer"] if isinstance(one["mark"].get("text"), dict))
    assert SAID["subtitle"] in drawn
    assert SAID["source"].split(";")[0] in drawn


@every_shape
def test_a_chart_says_itself_to_a_screen_reader(shape):
    assert spec(shape)["description"] == "The target is passed in 2027. Revenue a year, USD."
    assert spec(SHAPES[shape](**SAID, alt_text="Two lines rise."))["description"] == "Two lines rise."


def test_a_source_line_that_says_source_is_not_given_the_word_twice():
    chart = SHAPES["bars"](**{**SAID, "source": "Source: model"})
    assert chart.usermeta["caption"] == "Whiskers: 80% range. Source: model"


@every_shape
def test_a_chart_is_as_wide_as_its_column(shape):
    made = spec(shape)
    assert made["width"] == "container"
    assert made["autosize"]["type"] == "fit-x"


@pytest.mark.parametrize("name", ["fan", "curve", "stack of bars", "stack of areas", "frontier", "slope"])
def test_a_plane_is_320_pixels_high(name):
    assert spec(SHAPES[name](**SAID))["height"] == 320


def test_rows_are_roomy_when_few_and_close_when_many():
    few = charts.bars(AMOUNTS, **SAID, **MONEY)
    many = charts.bars(pd.DataFrame({"label": list("abcdefghijkl"), "value": range(12)}), **SAID, **MONEY)
    assert few.height == 3 * 48
    assert many.height == 12 * 42  # name 20, bar 16, and 3 over and under it


@every_shape
def test_nothing_is_worked_out_inside_a_chart(shape):
    for node in walk(spec(shape)):
        assert not {"aggregate", "bin", "transform", "timeUnit", "impute", "calculate"} & set(node)


@every_shape
def test_a_chart_needs_no_legend(shape):
    for node in walk(spec(shape)):
        if "field" in node and isinstance(node.get("scale"), dict) and "range" in node["scale"]:
            assert node["legend"] is None


@every_shape
def test_colours_are_the_published_ones_grey_or_the_ink_of_the_page(shape):
    chart = json.dumps(spec(shape))
    allowed = OKABE_ITO | {theme.GREY} | set(theme.TEXT_COLOURS.values())
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", chart)) <= allowed
    assert '"background": "transparent"' in chart
    assert theme.CONFIG["title"]["color"] == "currentColor"


@pytest.mark.parametrize("colour", [*sorted(OKABE_ITO), theme.GREY])
@pytest.mark.parametrize("paper", ["#ffffff", "#111111"])
def test_every_colour_can_be_read_as_text_on_white_and_on_black(colour, paper):
    assert contrast(theme.text_colour(colour), paper) >= 3  # WCAG 2.1, 1.4.11 and bold text of 1.4.3


@every_shape
def test_a_specification_is_the_same_whenever_it_is_made(shape):
    assert json.dumps(spec(SHAPES[shape](**SAID))) == json.dumps(spec(shape))


@every_shape
@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_old_and_new_viewers_draw_every_shape(shape, version):
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**spec(shape), "width": 680}, vl_version=version)
    assert "The target is passed in 2027" in svg
    assert "NaN" not in svg


@every_shape
def test_the_repair_for_columns_of_no_width_meets_the_signal_it_mends(shape):
    import vl_convert

    made = charts.theme.mimebundle(spec(shape))[theme.MIME]
    for version in ("5.8", "6.4"):
        signals = vl_convert.vegalite_to_vega(made, vl_version=version)["signals"]
        assert signals[0]["name"] == "width"
        assert {"init", "on"} <= set(signals[0])
        assert all(step["path"].startswith("/signals/0/") for step in made["usermeta"]["embedOptions"]["patch"])


@every_shape
def test_axis_titles_carry_the_unit(shape):
    titles = axis_titles(shape)
    assert titles or shape == "slope"
    assert all(", " in title for title in titles)


# How a notebook shows a chart


def test_importing_charts_makes_their_look_and_their_renderer_the_ones_in_force():
    assert alt.renderers.active == "wattbook"
    assert alt.theme.active == "wattbook"


def test_a_chart_at_the_end_of_a_cell_is_an_output_that_notebooks_may_hold():
    bundle = SHAPES["fan"](**SAID)._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.vegalite.v5+json", "text/plain"}
    assert bundle["text/plain"] == "Chart: The target is passed in 2027. Revenue a year, USD"
    cell = v4.new_code_cell("chart", outputs=[v4.new_output("display_data", bundle)])
    validate(v4.new_notebook(cells=[cell]))


def test_the_output_names_no_schema_so_that_no_viewer_warns_of_its_version():
    assert "$schema" not in SHAPES["bars"](**SAID)._repr_mimebundle_()["application/vnd.vegalite.v5+json"]


def test_a_hostile_label_stays_data():
    nasty = "</script><script>alert(1)</script>"
    chart = charts.bars(AMOUNTS.assign(label=[nasty, "b", "c"]), **{**SAID, "title": nasty}, **MONEY)
    bundle = chart._repr_mimebundle_()
    from wattbook.report.figures import as_data

    assert nasty in texts(chart)
    assert "<" not in as_data(bundle["application/vnd.vegalite.v5+json"])
    assert json.loads(as_data(bundle["application/vnd.vegalite.v5+json"]))["usermeta"]["title"] == nasty


def test_a_quote_in_a_title_cannot_end_the_expression_that_breaks_its_lines():
    import vl_convert

    chart = charts.bars(AMOUNTS, **{**SAID, "title": 'They "carry" it; C:\\new'}, **MONEY)
    assert '"carry"' in vl_convert.vegalite_to_svg({**spec(chart), "width": 680}).replace("&quot;", '"')


def test_wattbook_alone_does_not_load_the_drawing_library():
    code = "import sys, wattbook; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_more_rows_than_a_notebook_should_hold_are_refused():
    long = pd.DataFrame({"x": np.arange(6000.0), "mid": np.arange(6000.0)})
    chart = charts.curve(long, **SAID, **MONEY, x_quantity="Life", x_unit="year")
    with pytest.raises(alt.MaxRowsError):
        chart.to_dict()
