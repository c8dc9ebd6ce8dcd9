"""What stands on a page, and that no content can break it."""

import csv
import json
import re
import urllib.parse
from xml.etree import ElementTree

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from wattbook import charts, exhibit
from wattbook.report import cards, figures, page, prose, tables
from wattbook.words import numbers


@pytest.fixture(scope="module")
def text(printed):
    return (printed / "base" / "01_price.html").read_text()


@pytest.fixture(scope="module")
def shown(text):
    return BeautifulSoup(text, "html.parser")


VALUES = pd.DataFrame({"label": ["One, of two", "</script>"], "value": [5e9, 7.25e9], "low": [1e9, 6e9], "high": [9e9, 8e9]})
CONTENT = {
    "anchor": "worth", "numbers": ["npv_usd >= 0"],
    "title": "It is <$5B>", "subtitle": "Value, USD", "note": "Dot: median.", "folded": False,
    "table": {"columns": [["Item", ["label"], ""], ["Value", ["value"], "USD"], ["Range", ["low", "high"], "USD"]]},
    "assumptions": {"count": 3, "rows": ["A & B\t$1\t$0 to $2\tUSD\t40%\tA paper (2026-01-02), T2"]},
    "method": {"steps": ["npv_usd\tNet present value\tV = sum F < 0."]},
    "sources": {"ours": True, "cited": [
        {"key": "paper_2026", "publisher": "Paper", "date": "2026-01-02", "tier": "T2", "plotted": True,
         "url": "https://example.org/a?b&c"}]},
    "record": {"scenario": "Base", "as_of": "2026-11-22"}}


NAMED = {"npv_usd": "npv_usd", "A & B": "a_usd"}


def printed_card(**changes):
    """One card, and its chart's specification."""
    spec = charts.dots(VALUES, quantity="Value", unit="USD")._repr_mimebundle_()["application/vnd.vegalite.v5+json"]
    spec = None if "rows" in changes.get("table", ()) else spec
    return BeautifulSoup(cards.card({**CONTENT, **changes}, spec, 3, "02_cost.html", NAMED), "html.parser")


@pytest.fixture(scope="module")
def card():
    return printed_card()


def test_the_strip_names_question_scenario_date_and_index(shown):
    assert shown.title.text == "What does $5 of power cost? · wattbook"
    strip = shown.find(class_="strip")
    assert "Base as of 30 Jun 2026" in strip.get_text(" ", strip=True)
    assert strip.find("a", href="index.html")
    assert strip.find("a", href="appendix.html", string="Appendix")


def test_a_text_that_ends_a_script_stays_a_text(shown):
    specs = [json.loads(one.string) for one in shown.find_all("script", type="application/vnd.vegalite+json")]
    assert [spec["title"] for spec in specs] == ["Price </script><b>&"] * 2
    assert specs[0]["data"]["values"][0]["at"] == "</script><script>document.title='broken'</script>"


def test_every_chart_has_words_for_those_who_cannot_see_it(shown):
    assert [plot["aria-label"] for plot in shown.select("figure.card [role=img]")] == ["Bars of the price"] * 2


def test_every_chart_has_a_drawing_for_when_scripts_do_not_run(shown):
    for width in ("wide", "narrow"):
        assert all(figure.select_one(f".static.{width} svg") for figure in shown.select("figure.card"))


def test_drawings_on_one_page_share_no_names(text):
    drawings = re.findall(r'<div class="static \w+">.*?</svg>', text, flags=re.S)
    names = [set(re.findall(r'\bid="([^"]+)"', drawing)) for drawing in drawings]
    assert len(names) == 4
    assert names[0]
    assert sum(map(len, names)) == len(set.union(*names))
    for defined, drawing in zip(names, drawings, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", drawing)) <= defined


def test_a_page_asks_the_network_for_nothing(shown):
    asked = [tag[name] for name in ("src", "href") for tag in shown.find_all(attrs={name: True}) if tag.name != "a"]
    assert [address for address in asked if "://" in address or address.startswith("//")] == []
    assert not re.search(r"@import|url\(['\"]?http", shown.style.string)


def test_cells_tagged_for_removal_are_left_out_and_hidden_sources_too(text):
    assert "not for readers" not in text
    assert "hidden source" not in text
    assert "shown result" in text


@pytest.mark.parametrize(("text", "shown"), [
    ("Power costs $70 & more.", "<p>Power costs $70 &amp; more.</p>"),
    ("array([1., 2.])", None), ("price\n  = 70.", None), ("Word.", None),
])
def test_a_sentence_is_set_as_text_and_a_print_out_is_not(text, shown):
    printed = page._printed(nbformat.v4.new_output("execute_result", {"text/plain": text}))
    assert printed == (shown or f'<pre class="stream">{text}</pre>')


def test_the_code_of_a_page_is_folded_behind_one_line_at_its_end(shown):
    (folded,) = shown.select("details.code")
    assert not folded.has_attr("open")
    assert not [pre for pre in shown.select("pre.source") if pre.find_parent("details") is None]
    assert folded.get_text().index("params.load") < folded.get_text().index("display(")
    assert folded.find_next("h2") is None


def test_the_contents_lead_to_every_section(shown):
    links = [a["href"][1:] for a in shown.select("nav.contents a")]
    assert len(links) == len(set(links)) == 3
    assert all(shown.find("h2", id=name) for name in links)


def test_formulas_are_drawn_without_a_script_and_dollars_stay_dollars(shown):
    assert shown.find("math", display="block")
    assert "Since one $ is little." in shown.get_text()


def test_the_answer_card_is_marked(shown):
    assert "A megawatt-hour costs $70." in shown.select_one("section.answer .wb-headline").text


def test_what_was_recorded_is_not_printed_again(shown):
    assert "1 output" not in [one.get_text() for one in shown.select("pre.stream")]


def test_the_index_shows_every_headline_with_its_link(printed):
    index = BeautifulSoup((printed / "base" / "index.html").read_text(), "html.parser")
    shown = {a["href"]: a.select_one(".say").text for a in index.select(".headlines a")}
    assert shown == {"01_price.html": "The price is 70.", "02_again.html": "The answer above."}
    assert index.h1.text == "Is the tiny case any good?"
    assert "Hash of the inputs" in index.text


# Tables


def test_every_cell_knows_its_head_and_every_head_its_scope(card):
    table = card.select_one(".more table")
    heads = [head.get_text() for head in table.select("thead th")]
    assert all(heads)
    assert {head["scope"] for head in table.select("thead th")} == {"col"}
    assert {row.th["scope"] for row in table.select("tbody tr")} == {"row"}
    assert [cell["data-head"] for cell in table.select("tbody tr")[0].find_all("td")] == heads[1:]


def test_a_table_from_elsewhere_scrolls_in_a_box_of_its_own_if_it_is_wide():
    row = "".join(f"<th>{one}</th>" for one in "abcdefgh")
    made = tables.labelled(f"<table border='1'><thead><tr>{row}</tr></thead></table>")
    assert made.startswith('<div class="scroll" tabindex="0"><table><thead>')


def test_what_stands_outside_tables_is_not_touched():
    assert tables.labelled('<svg viewBox="0 0 1 1"/><p>x<br>') == '<svg viewBox="0 0 1 1"/><p>x<br>'


# Cards


def quiet(card):
    """What stands in the quiet line: word -> element."""
    held = card.select_one(".more").find_all(["details", "a"], recursive=False)
    return {(one.summary or one).get_text(): one for one in held}


def test_a_card_has_number_title_subtitle_chart_source_and_one_quiet_line(card):
    figure = card.select_one("figure#worth")
    assert figure.h3.get_text() == "3 It is <$5B>"
    assert figure.select_one(".subtitle").get_text() == "Value, USD"
    assert figure.select_one(".plot")["aria-label"] == "It is <$5B>. Value, USD. Dot: median."
    source = figure.select_one(".source")
    assert source.get_text() == "Dot: median. Source: Paper (Jan 2026), T2; our assumptions; this model"
    assert source.a["href"] == "https://example.org/a?b&c"
    assert list(quiet(card)) == ["Table", "Assumptions (3)", "Method", "CSV", "SVG", "Cite", "#"]
    assert quiet(card)["#"]["href"] == "#worth"


def test_the_file_of_values_and_the_table_hold_what_is_drawn(card):
    link = quiet(card)["CSV"]
    assert link["download"] == "worth.csv"
    text = urllib.parse.unquote(link["href"].removeprefix("data:text/csv;charset=utf-8,"))
    assert list(csv.reader(text.splitlines())) == [
        ["Item", "Value [USD]", "Range, low [USD]", "Range, high [USD]"],
        ["</script>", "7250000000", "6000000000", "8000000000"], ["One, of two", "5000000000", "1000000000", "9000000000"]]
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in quiet(card)["Table"].select("tr")]
    assert cells[1] == ["</script>", "$7.25B", "$6.00B to $8.00B"]
    assert quiet(card)["Table"].caption.get_text() == "Value, USD"


def test_the_picture_stands_alone_with_title_and_source_on_white(card):
    link = quiet(card)["SVG"]
    assert link["download"] == "worth.svg"
    drawing = card.select_one(".static.wide svg")
    svg = link["data-frame"].replace("</g>", f"{drawing}</g>")
    words = " ".join(ElementTree.fromstring(svg).itertext())
    assert "It is <$5B>" in words
    assert "Source: Paper (Jan 2026), T2; our assumptions; this model" in words
    assert "scenario Base, as of 2026-11-22" in words
    assert not re.findall(r"currentColor|var\(", link["data-frame"])


def test_tables_and_names_lead_to_their_entries_and_the_rest_of_the_sources_to_the_assumptions(card):
    links = {a.get_text(): a["href"].removeprefix("appendix.html") for part in ("Table", "Assumptions (3)", "Method")
             for a in quiet(card)[part].select("a")}
    assert links == {"npv_usd >= 0": "#npv_usd", "A & B": "#a_usd", "npv_usd": "#npv_usd", "Paper": "#source-paper_2026"}
    assert quiet(card)["Assumptions (3)"]["id"] == "worth-behind"


def test_a_tile_leads_to_its_entry_and_an_unknown_name_nowhere():
    tile = '<li data-key="npv_usd &gt;= 0"><strong class="wb-value">27%</strong></li><code>what</code>'
    assert tables.linked(tile, NAMED) == tile.replace("27%", '<a href="appendix.html#npv_usd">27%</a>')


def test_method_and_citation_are_text(card):
    assert "V = sum F < 0." in quiet(card)["Method"].get_text()
    assert quiet(card)["Cite"].p.get_text() == (
        "“It is <$5B>.” 02_cost.html#worth, exhibit 3. wattbook, scenario Base, as of 2026-11-22. MIT licence.")


def test_a_folded_exhibit_is_closed_with_its_title_in_sight_and_its_anchor_inside():
    folded = printed_card(folded=True).details
    assert folded["class"] == ["folded"]
    assert not folded.has_attr("open")
    assert folded.summary.get_text() == "3 It is <$5B>"
    assert folded.figure["id"] == "worth"
    assert folded.h3 is None


def test_a_table_is_its_own_card():
    made = printed_card(table={"columns": [["What", "text"], ["GW", "number"]], "rows": [["*All", "1.5"]]})
    assert made.select_one("figure > table").caption.get_text() == "Value, USD"
    assert list(quiet(made)) == ["Assumptions (3)", "Method", "CSV", "Cite", "#"]
    assert urllib.parse.unquote(quiet(made)["CSV"]["href"]).endswith("What,GW\nAll,1.5\n")


def test_an_exhibit_and_its_chart_are_one_card_and_cards_are_numbered_down_the_page():
    chart = charts.dots(VALUES, quantity="Value", unit="USD")._repr_mimebundle_()
    stored = {exhibit.MIME: json.dumps(CONTENT), "text/html": "<p>As stored.</p>"}
    outputs = [nbformat.v4.new_output("display_data", one) for one in (stored, chart)]
    cells = [nbformat.v4.new_code_cell("run.exhibit()", outputs=outputs) for _ in range(2)]
    made, _ = page.blocks(nbformat.v4.new_notebook(cells=cells), "page.html", {})
    shown = BeautifulSoup("".join(made), "html.parser")
    assert [one.get_text() for one in shown.select("figure.card h3 .number")] == ["1", "2"]
    assert "As stored." not in shown.get_text()


@pytest.mark.parametrize(("value", "unit", "figures", "words"), [
    (999_999, "count", 3, "1.00M"), (12_345, "count", 3, "12,300"), (9_999, "count", 2, "10,000"), (0, "USD", 3, "$0"),
    (5e10, "USD_2025", 3, "$50.0B"), (-2.5e9, "USD/year", 2, "−$2.5B"), (0.0042, "USD/token", 2, "$0.0042"),
    (1, "fraction", 3, "100%"), (0.0996, "fraction", 2, "10%"), (2026.0, "calendar_year", 3, "Jan 2026"),
    (2025.99, "calendar_year", 3, "Dec 2025"), (1.996, "GW", 3, "2.00"), (None, "GW", 3, "not defined"),
    (float("inf"), "USD", 3, "not defined"),
    (2.1e-13, "fraction", 2, "2.1×10⁻¹¹%"), (-2e-9, "USD", 3, "−$2.00×10⁻⁹"), (3.456e20, "USD", 3, "$3.46×10²⁰"),
    (5e-324, "ratio", 2, "4.9×10⁻³²⁴"), (1e-6, "ratio", 1, "0.000001"), (9.999e17, "USD", 3, "$1,000,000T"),
])
def test_numbers_are_said_as_a_reader_would(value, unit, figures, words):
    assert numbers.shown(value, unit, figures) == words


def test_a_formula_that_cannot_be_read_is_shown_as_written():
    assert "frac{" in prose.mathml(r"\frac{")


def test_the_script_that_draws_charts_is_classic_and_cannot_end_its_element():
    name, text = figures.bundle()
    assert re.fullmatch(r"vega-[0-9a-f]{12}\.js", name)
    assert "</script" not in text
    assert not re.search(r"^\s*(import|export)\b", text, flags=re.M)


def test_a_page_and_its_charts_mean_the_same_columns():
    from wattbook.charts import theme

    assert (figures.WIDE, figures.NARROW, figures.ROOM) == (theme.WIDE, theme.NARROW, theme.ROOM)
