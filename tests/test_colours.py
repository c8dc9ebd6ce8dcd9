"""A firm has one colour in every chart of every notebook."""

import json
from pathlib import Path

import pytest

from wattbook import charts, params, tables
from wattbook.charts import theme

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
FIRMS = params.load().case.firms()


def drawings():
    """Place and specification of each chart that the stored notebooks show or tell how to draw."""
    for path in NOTEBOOKS:
        place, shown = "", [output.get("data", {}) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
                 for output in cell.get("outputs", [])]
        for data in shown:
            if theme.MIME in data:
                yield f"{path.stem}: {place}", data[theme.MIME]
            place = data.get("text/plain")


def coloured(spec):
    """Pairs of a name and its colour in a chart, by scale or by row."""
    pairs = set()
    for part in [spec, *spec["layer"]]:
        scale = (part.get("encoding", {}).get("color") or {}).get("scale") or {}
        pairs |= set(zip(scale.get("domain", []), scale.get("range", []), strict=True))
    rows = spec["datasets"]["drawn"]
    for row in tables.unpacked(rows):
        name = next((row[field] for field in ("series", "entity", "label") if field in row), "")
        pairs |= {(name, row["colour"])} if "colour" in row else set()
    return pairs


def test_no_firm_has_two_colours_and_no_two_firms_of_a_chart_share_one():
    found, several = {}, 0
    for place, spec in drawings():
        firms = {(name, shade) for name, shade in coloured(spec) if name in FIRMS and shade != theme.GREY}
        several += len(firms) > 1
        shades = [shade for _, shade in firms]
        assert len(shades) == len(set(shades)), f"{place}: {firms}"
        for name, shade in firms:
            assert found.setdefault(FIRMS[name], shade) == shade, f"{place}: {name} is {shade}, elsewhere {found[FIRMS[name]]}"
    assert several >= 6
    assert found[0] == theme.BLUE


@pytest.mark.parametrize(("scenario", "subject"), [("base", "Anthropic"), ("stargate/base", "OpenAI")])
def test_the_subject_is_the_first_firm_and_labels_of_one_firm_share_a_place(scenario, subject):
    places = params.load(scenario).case.firms()
    assert places[subject] == 0
    assert places["Alphabet"] == places["Google"]
    assert sorted(set(places.values())) == list(range(max(places.values()) + 1))


def test_a_firm_is_coloured_by_its_place_and_grey_beyond_the_palette_or_where_it_is_none():
    assert charts.colours(["B", "A", "Z", "all"], [5, 0, 6, float("nan")]) == {
        "B": theme.SKY, "A": theme.BLUE, "Z": theme.GREY, "all": theme.GREY}
