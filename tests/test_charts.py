"""The look of charts: colours, numbers, what they hold, and how a notebook shows them.

Colours are those published by Okabe and Ito, "Color Universal Design" (2008); contrast follows the formulas of WCAG 2.1,
"relative luminance" and "contrast ratio".
"""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
from nbformat import v4, validate

from tests.chart_shapes import AMOUNTS, MONEY, SHAPES, axis_titles, drawn, every_shape, made, spec, texts, walk
from wattbook import charts, tables
from wattbook.charts import theme, words
from wattbook.tables import drawn_csv

OKABE_ITO = {"#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"}
PAGE = (Path(theme.__file__).parents[1] / "report" / "templates" / "report.css").read_text()
SCRIPT = (Path(theme.__file__).parents[1] / "report" / "templates" / "report.js").read_text()


def luminance(colour):
    parts = [int(colour[place: place + 2], 16) / 255 for place in (1, 3, 5)]
    return sum(weight * (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)
               for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# What every drawing holds


@every_shape
def test_a_chart_only_draws(shape):
    whole = spec(shape)
    assert not {"title", "description"} & set(whole)
    assert whole["width"] == theme.WIDE
    assert whole["autosize"]["type"] == "fit-x"


@every_shape
def test_the_table_and_the_file_of_values_hold_what_is_drawn(shape):
    drawing = made(shape)
    fields = [field for column in drawing.columns for field in column.fields]
    rows = list(csv.reader(drawn_csv(drawing.columns, drawing.records).splitlines()))[1:]
    assert len(rows) == len(drawing.records) == len(drawing.table().rows)
    for field, cells in zip(fields, zip(*rows, strict=True), strict=True):
        numbers = [(cell, record[field]) for cell, record in zip(cells, drawing.records, strict=True)
                   if isinstance(record.get(field), (int, float))]
        assert all(float(cell) == number for cell, number in numbers)
    assert len(drawing.table().columns) <= 7


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
def test_every_mark_answers_to_the_pointer(shape):
    tips = [layer["mark"]["tooltip"]["expr"] for layer in spec(shape)["layer"] if "tooltip" in layer["mark"]]
    assert tips
    assert all(one.startswith(('{" ": ', '{"Use": ', '{"Life": ')) for one in tips)


@every_shape
def test_what_only_answers_to_the_pointer_is_named_so_that_a_still_drawing_leaves_it_out(shape):
    for layer in spec(shape)["layer"]:
        assert (layer["mark"].get("opacity") == 0) == layer.get("name", "").startswith("hover-")


@every_shape
def test_axis_titles_carry_the_unit(shape):
    titles = axis_titles(shape)
    assert titles or shape in ("slope", "flow", "strips")  # ranks and amounts stand at their names
    assert all(", " in title or title == "Year" for title in titles)


@every_shape
def test_a_specification_is_the_same_whenever_it_is_made(shape):
    assert json.dumps(spec(SHAPES[shape]())) == json.dumps(spec(shape))


@every_shape
def test_a_specification_says_axes_and_scales_once(shape):
    for channel in ("x", "y"):
        whole = made(shape)._repr_mimebundle_()[theme.MIME]
        said = [one["encoding"].get(channel) or {} for one in (whole, *whole["layer"])]
        assert sum(bool(one.get("scale")) for one in said) <= 1


@every_shape
def test_what_a_notebook_stores_draws_the_same(shape):
    import vl_convert

    def drawn_from(whole):
        names = {}
        return re.sub(r"(?:clip|gradient|pattern)[\w-]*", lambda found: names.setdefault(found[0], f"name{len(names)}"),
                      vl_convert.vegalite_to_svg(whole))

    stored = json.loads(json.dumps(made(shape)._repr_mimebundle_()[theme.MIME]))
    assert drawn_from(stored) == drawn_from(made(shape).spec)
    assert {name: tables.unpacked(rows) for name, rows in stored["datasets"].items() if name in ("drawn", "observed")} == {
        name: rows for name, rows in made(shape).spec["datasets"].items() if name in ("drawn", "observed")}


@every_shape
@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_old_and_new_viewers_draw_every_shape(shape, version):
    import vl_convert

    svg = vl_convert.vegalite_to_svg({**made(shape)._repr_mimebundle_()[theme.MIME], "width": 680}, vl_version=version)
    assert "NaN" not in svg
    for text in texts(shape):
        assert all(f">{line}<" in svg.replace("&amp;", "&") for line in text.split("\n") if line.strip()), text


@every_shape
@pytest.mark.parametrize("version", ["5.8", "6.4"])
def test_the_repair_for_columns_of_no_width_meets_the_signal_it_mends(shape, version):
    import vl_convert

    signal = vl_convert.vegalite_to_vega({**made(shape)._repr_mimebundle_()[theme.MIME], "width": "container"},
                                         vl_version=version)["signals"][0]
    assert signal["name"] == "width"
    assert {"init", "on"} <= set(signal)
    assert '["init", "on/0/update"]' in SCRIPT


# Colours


@every_shape
def test_colours_are_the_published_ones_grey_or_those_of_the_page(shape):
    chart = json.dumps(spec(shape))
    assert set(re.findall(r"#[0-9a-fA-F]{6}\b", chart)) <= OKABE_ITO | {theme.GREY}
    assert '"background": "transparent"' in chart


@pytest.mark.parametrize("colour", [*sorted(OKABE_ITO), theme.GREY])
def test_a_label_in_the_colour_of_its_series_can_be_read_on_both_papers_of_a_page(colour):
    name = re.fullmatch(r"var\((--text-\w+), currentColor\)", theme.text_colour(colour))[1]
    papers, shades = re.findall(r"--paper: (#\w{6});", PAGE)[:2], re.findall(rf"{name}: (#\w{{6}});", PAGE)[:2]
    assert len(papers) == len(shades) == 2
    assert all(contrast(shade, paper) >= 4.5 for shade, paper in zip(shades, papers, strict=True))  # WCAG 2.1, 1.4.3


@pytest.mark.parametrize("name", ["ink", "soft", "faint", "accent", "good", "bad"])
def test_words_of_a_page_can_be_read_on_both_papers(name):
    papers, shades = re.findall(r"--paper: (#\w{6});", PAGE)[:2], re.findall(rf"--{name}: (#\w{{6}});", PAGE)[:2]
    assert all(contrast(shade, paper) >= 4.5 for shade, paper in zip(shades, papers, strict=True))


def test_at_most_five_series_are_coloured_and_the_rest_are_grey():
    shades = charts.colours(list("abcdefg"))
    assert list(shades.values()) == ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#6B7280", "#6B7280"]


# Words


@pytest.mark.parametrize(("quantity", "unit", "title"), [
    ("Cost of capital", "fraction/year", "Cost of capital, % per year"), ("Chip life", "year", "Chip life, years"),
    ("Months of delay", "month", "Months of delay"), ("Power", "GW_IT", "Power, GW (IT)")])
def test_an_axis_is_named_by_its_quantity_and_unit(quantity, unit, title):
    assert words.axis_title(quantity, unit) == title


@pytest.mark.parametrize(("amount", "said"), [
    ((2.5, "USD/h"), "$2.5"), ((3.0, "kWh/token"), "3"), ((-0.125, "fraction"), "−12.5%"),
    ((2027.25, "calendar_year"), "Apr 2027"), ((160e9, "USD", 120e9, 220e9), "$160B"),
    ((7e9, "USD", 5e9, 12e9), "$7.0B"),
    ((8.0, "ratio", 8 - 1e-15, 8 + 1e-14), "8"), ((5.0, "year", np.nan, np.nan), "5 years")])
def test_a_number_is_said_with_the_digits_that_its_range_deserves(amount, said):
    assert words.amount(*amount) == said


def test_the_numbers_of_one_drawing_have_the_digits_of_the_widest_range_among_them():
    rows = pd.DataFrame({"value": [5.77e9, 35.5e9, 58e9], "low": [5.7e9, 33e9, 30e9], "high": [5.8e9, 38e9, 90e9]})
    assert words.amounts(rows, "USD") == ["$5.8B", "$36B", "$58B"]  # 60 of 58 is more than 30%: two figures
    assert words.amounts(rows[:2], "USD") == ["$5.77B", "$35.5B"]  # 0.1 of 5.77 and 5 of 35.5 are not: three
    lines = rows.assign(low=[None, 33e9, 30e9], high=[None, 38e9, 90e9]).astype(float)
    assert words.amounts(lines, "USD", alike=False) == ["$5.8B", "$35.5B", "$58B"]


def test_a_label_is_broken_between_words():
    assert words.lines_of("Under construction in Texas", 15) == "Under\nconstruction in\nTexas"


# How a notebook shows a chart


def test_importing_charts_makes_their_look_and_their_renderer_the_ones_in_force():
    assert alt.renderers.active == "wattbook"
    assert alt.theme.active == "wattbook"


def test_a_chart_at_the_end_of_a_cell_is_an_output_that_notebooks_may_hold():
    bundle = made("fan")._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.vegalite.v5+json", "image/png", "text/plain"}
    assert len(bundle["image/png"]) < 100  # a single pixel: JupyterLab would store a picture where there is none
    assert "$schema" not in bundle["application/vnd.vegalite.v5+json"]  # viewers warn of versions that are not theirs
    cell = v4.new_code_cell("chart", outputs=[v4.new_output("display_data", bundle)])
    validate(v4.new_notebook(cells=[cell]))


def test_a_hostile_label_stays_data():
    from wattbook.report.figures import as_data

    nasty = "</script><script>alert(1)</script>"
    drawing = charts.dots(AMOUNTS.assign(label=[nasty, "b", "c"]), **MONEY)
    bundle = drawing._repr_mimebundle_()
    assert nasty in drawn(drawing)["label"].tolist()
    assert "<" not in as_data(bundle[theme.MIME])
    assert json.loads(as_data(bundle[theme.MIME])) == bundle[theme.MIME]


def test_whole_numbers_are_stored_whole_and_nothing_is_stored_as_nothing():
    rows = drawn(charts.dots(pd.DataFrame({"label": ["a", "b"], "value": [173e9, 0.5]}), **MONEY))
    assert json.dumps(rows["value"].tolist()) == "[173000000000.0, 0.5]"
    text = charts.dots(pd.DataFrame({"label": ["a", "b"], "value": [173e9, 0.5]}), **MONEY)._repr_mimebundle_()
    assert '"value":173000000000,' in text[theme.MIME]["datasets"]["drawn"]
    assert rows["low"].isna().all()


def test_wattbook_alone_does_not_load_the_drawing_library():
    code = "import sys, wattbook, wattbook.run; sys.exit('altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
