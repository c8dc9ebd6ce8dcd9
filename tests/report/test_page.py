"""What stands on a page, and that no content can break it."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from wattbook.report import figures, prose, tables
from wattbook.words import numbers


@pytest.fixture(scope="module")
def text(printed):
    return (printed / "base" / "01_price.html").read_text()


@pytest.fixture(scope="module")
def page(text):
    return BeautifulSoup(text, "html.parser")


def test_the_strip_names_question_scenario_date_and_index(page):
    assert page.title.text == "What does $5 of power cost? · wattbook"
    strip = page.find(class_="strip").get_text(" ", strip=True)
    assert "Base" in strip
    assert "as of 30 Jun 2026" in strip
    assert page.find("a", href="index.html", string="Index")


def test_a_text_that_ends_a_script_stays_a_text(page):
    specs = [json.loads(one.string) for one in page.find_all("script", type="application/vnd.vegalite+json")]
    assert [spec["title"] for spec in specs] == ["Price </script><b>&"] * 2
    assert specs[0]["data"]["values"][0]["at"] == "</script><script>document.title='broken'</script>"


def test_every_chart_has_words_for_those_who_cannot_see_it(page):
    assert [plot["aria-label"] for plot in page.select("figure.chart [role=img]")] == ["Bars of the price"] * 2


def test_every_chart_has_a_drawing_for_when_scripts_do_not_run(page):
    assert all(figure.select_one(".static svg") for figure in page.select("figure.chart"))


def test_drawings_on_one_page_share_no_names(text):
    drawings = re.findall(r'<div class="static">.*?</svg>', text, flags=re.S)
    names = [set(re.findall(r'\bid="([^"]+)"', drawing)) for drawing in drawings]
    assert len(names) == 2
    assert names[0]
    assert not names[0] & names[1]
    for defined, drawing in zip(names, drawings, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= defined


def test_a_page_asks_the_network_for_nothing(page):
    asked = [tag[name] for name in ("src", "href") for tag in page.find_all(attrs={name: True}) if tag.name != "a"]
    assert [address for address in asked if "://" in address or address.startswith("//")] == []
    assert not re.search(r"@import|url\(['\"]?http", page.style.string)


def test_cells_tagged_for_removal_are_left_out_and_hidden_sources_too(text):
    assert "not for readers" not in text
    assert "hidden source" not in text
    assert "shown result" in text


@pytest.mark.parametrize(("text", "shown"), [
    ("Power costs $70 & more.", "<p>Power costs $70 &amp; more.</p>"),
    ("array([1., 2.])", None), ("price\n  = 70.", None), ("Word.", None),
])
def test_a_sentence_is_set_as_text_and_a_print_out_is_not(text, shown):
    from wattbook.report import page

    printed = page._printed({"text/plain": text}, 1)
    assert printed == ({"text/plain": text} if shown is None else {"text/html": shown})


def test_code_is_folded(page):
    folded = page.select("details.code")
    assert folded
    assert not any(one.has_attr("open") for one in folded)
    assert not [pre for pre in page.select(".highlight") if pre.find_parent("details") is None]


def test_the_contents_lead_to_every_section(page):
    links = [a["href"][1:] for a in page.select("nav.contents a")]
    assert len(links) == len(set(links)) == 3
    assert all(page.find("h2", id=name) for name in links)


def test_formulas_are_drawn_without_a_script_and_dollars_stay_dollars(page):
    assert page.find("math", display="block")
    assert "Since $5 is little." in page.get_text()


def test_the_answer_card_is_marked(page):
    assert "A megawatt-hour costs $70." in page.select_one("section.answer .wb-headline").text


def test_every_table_has_its_own_box(page):
    assert page.find_all("table")
    assert all("scroll" in table.parent["class"] for table in page.find_all("table"))


def test_recorded_outputs_are_shown_as_a_table(page):
    assert "price_usd_per_mwh" in page.select_one("details.recorded table").text


def test_the_index_shows_every_headline_with_its_link(printed):
    index = BeautifulSoup((printed / "base" / "index.html").read_text(), "html.parser")
    shown = {a["href"]: a.select_one(".say").text for a in index.select(".headlines a")}
    assert shown == {"01_price.html": "The price is 70.", "02_again.html": "The price is 70."}
    assert index.h1.text == "Is the tiny case any good?"
    assert "Hash of the inputs" in index.text


def test_figures_go_to_the_right_and_words_do_not():
    marked = BeautifulSoup(tables.in_boxes(
        "<table><tr><th>Place</th><th>GW</th></tr><tr><td>Texas</td><td>1.2</td></tr>"
        "<tr><td>Ohio</td><td>not reported</td></tr></table>"), "html.parser")
    assert [cell.get("class") for cell in marked.find_all("th")] == [None, ["num"]]


def test_dates_and_long_texts_are_known_from_figures():
    row = "<td>2026-07-31</td><td>Jan 2026 to Mar 2027</td><td>" + "long words " * 9 + "</td>"
    marked = BeautifulSoup(tables.in_boxes(f"<table><tr>{row}</tr></table>"), "html.parser")
    assert [cell["class"] for cell in marked.find_all("td")] == [["date"], ["num"], ["long"]]


def test_what_stands_outside_tables_is_not_touched():
    assert tables.in_boxes('<svg viewBox="0 0 1 1"/><p>x<br>') == '<svg viewBox="0 0 1 1"/><p>x<br>'


@pytest.mark.parametrize(("value", "unit", "figures", "words"), [
    (999_999, "count", 3, "1.00M"), (12_345, "count", 3, "12,300"), (9_999, "count", 2, "10,000"), (0, "USD", 3, "$0"),
    (5e10, "USD_2025", 3, "$50.0B"), (-2.5e9, "USD/year", 2, "−$2.5B"), (0.0042, "USD/token", 2, "$0.0042"),
    (1, "fraction", 3, "100%"), (0.0996, "fraction", 2, "10%"), (2026.0, "calendar_year", 3, "Jan 2026"),
    (2025.99, "calendar_year", 3, "Dec 2025"), (1.996, "GW", 3, "2.00"), (None, "GW", 3, "not defined"),
])
def test_numbers_are_said_as_a_reader_would(value, unit, figures, words):
    assert numbers.shown(value, unit, figures) == words


def test_a_formula_that_cannot_be_read_is_shown_as_written():
    assert "frac{" in prose.mathml(r"\frac{")


@pytest.mark.parametrize(("schema", "version"), [
    ("https://vega.github.io/schema/vega-lite/v6.4.1.json", "6.4"), ("https://vega.github.io/schema/vega-lite/v6.json", "6.4"),
    ("https://vega.github.io/schema/vega-lite/v5.20.1.json", "5.20"),
])
def test_a_chart_is_drawn_with_the_version_that_it_was_written_for(schema, version):
    assert figures.version({"$schema": schema}) == version


def test_the_script_that_draws_charts_is_classic_and_cannot_end_its_element():
    name, text = figures.bundle()
    assert re.fullmatch(r"vega-[0-9a-f]{12}\.js", name)
    assert "</script" not in text
    assert not re.search(r"^\s*(import|export)\b", text, flags=re.M)
