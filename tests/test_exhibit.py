"""An exhibit: what stands behind its numbers is found in the graph, and one that could mislead is refused."""

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest

from tests.test_graph import BAKERY
from wattbook import charts, exhibit, frames, params
from wattbook.run import Run
from wattbook.subject import CHECKS, MODEL
from wattbook.tables import table

LATE = "2026-11-22"


@pytest.fixture(scope="module")
def run(book):
    """The shipped case."""
    return Run(book)


def standing(book, **arrays):
    """A run in which some outputs are given, so that what is said of them can be worked out by hand."""
    return Run(dataclasses.replace(book, values={**book.values, **arrays}))


@pytest.fixture(scope="module")
def even(book):
    """A run whose value is spread evenly from 0 to 10 billion: P10 is 1, the median 5, P90 9."""
    return standing(book, npv_usd=np.linspace(0, 10e9, book.draws)[:, None])


VALUES = pd.DataFrame({"label": ["One", "Two"], "value": [5e9, 7e9], "low": [1e9, 6e9], "high": [9e9, 8e9]})


def drawing(frame=VALUES):
    """A drawing of two values."""
    return charts.dots(frame, quantity="Value", unit="USD")


def made(run, title="It is $5.0B", drawn=None, numbers=("npv_usd",), **more):
    """An exhibit of two values."""
    return run.exhibit("worth", title, "Value, USD", drawn or drawing(), numbers, **more)


# What stands behind the numbers


def test_what_feeds_a_number_is_ranked_by_how_much_it_moves_it(run):
    # the number is an assumption itself, or twice it: it moves alone, all the way
    assert exhibit.ranked(run, ["budget_usd", "pue"], [])[0] == ("budget_usd", 0)
    (name, share), *rest = exhibit.ranked(run, ["it_life_years", "pue"], ["it_life_years"])
    assert (name, share) == ("it_life_years", pytest.approx(1))
    assert {share for _, share in rest} == {0}


def test_several_numbers_rank_by_the_mean_of_their_shares(run):
    found = dict(exhibit.ranked(run, ["it_life_years"], ["it_life_years", "it_life_years > 0"]))
    assert found["it_life_years"] == pytest.approx(0.5)  # nothing moves the second, which always holds


def test_members_of_an_axis_count_together_as_in_what_moves_the_number(run):
    key = "energised_it_gw[2026-12]"
    shares = run.moves(key).groupby("name")["share"].sum()
    found = dict(exhibit.ranked(run, ["energised_it_gw"], [key]))
    assert {name: share for name, share in found.items() if share} == pytest.approx(dict(shares))
    assert set(found) == {name for name in MODEL.leaves(["energised_it_gw"]) if name in run.book.assumptions}


def test_the_equations_within_some_steps_are_shown():
    assert exhibit.method(BAKERY, ["profit_usd"], near=True) == {"steps": [
        "profit_usd\tProfit of the bakery\tP = n (p - c) - R.", "rent_total_usd\tRent of all sites\tR = sum of r."]}
    assert exhibit.method(BAKERY, ["profit_usd"], near=False) == {
        "steps": ["profit_usd\tProfit of the bakery\tP = n (p - c) - R."]}


def test_a_folded_exhibit_shows_its_chart_and_lists_fewer_assumptions(even):
    shown = made(even, folded=True)
    assert "<table" not in shown.bundles()[0]["text/html"]
    assert len(shown.bundles()) == 2
    assert len(shown.content["assumptions"]["rows"]) == exhibit.FOLDED < shown.content["assumptions"]["count"]


# What an exhibit holds


def test_an_exhibit_is_words_with_all_a_page_needs_and_then_the_chart(even):
    shown = made(even)
    words, chart = shown.bundles()
    assert set(words) == {"text/html", "text/plain"}
    assert "application/vnd.vegalite.v5+json" in chart
    content = shown.content
    assert (content["anchor"], content["title"], content["subtitle"], content["folded"]) == (
        "worth", "It is $5.0B", "Value, USD", False)
    assert content["table"]["columns"][1] == ["Value", ["value"], "USD"]
    assert content["note"] == "Dot: median, pale bar: 80% range."
    assert content["record"] == {"scenario": "Base", "as_of": LATE}


def test_its_markup_reads_well_without_any_style(even):
    markup = made(even, note="So <there>.").bundles()[0]["text/html"]
    assert markup.startswith('<div class="wb-exhibit mathjax_ignore" data-numbers="npv_usd"><h4>It is $5.0B</h4>'
                             "<p>Value, USD. Dot: median,")
    assert "So &lt;there&gt;." in markup
    assert "style" not in markup
    listed = re.findall(r"<li>(.*?)</li>", markup)
    assert len(listed) == exhibit.CITED


def test_the_assumptions_that_move_it_most_come_with_value_range_share_and_source(run):
    found, first = exhibit.assumptions(run, ["npv_usd"], ["npv_usd"])
    fed = [name for name in MODEL.leaves(["npv_usd"]) if name in run.book.assumptions]
    rows = [row.split("\t") for row in found["rows"]]
    assert found["count"] == len(fed)
    assert set(first) <= set(fed)
    shares = [float(re.sub(r"under (\d)", r"0.\1", row[4]).rstrip("%")) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert [row[5] for row in rows[:len(first)]] == list(map(run.source, first))
    assert [row[0] for row in rows[:len(first)]] == [run.book.assumptions[name].label for name in first]


def test_an_assumption_is_listed_with_its_median_and_80_percent_range(book):
    made = standing(book, budget_usd=np.linspace(0, 10e9, book.draws)[:, None])
    (row,) = exhibit.assumptions(made, ["budget_usd"], [])[0]["rows"]
    assert row.split("\t")[1:5] == ["$5.0B", "$1.0B to $9.0B", "USD", ""]


def test_an_assumption_with_members_is_listed_once_with_its_span(run):
    (row,) = exhibit.assumptions(run, ["site_works_start_year"], [])[0]["rows"]
    assert re.fullmatch(r"\w{3} \d{4} to \w{3} \d{4} by site", row.split("\t")[1])


def test_sources_are_those_of_what_is_plotted_and_of_the_five_that_move_it_most(run):
    key = next(iter(run.book.sources))
    frame = VALUES.assign(source=[run.cite(key), ""])
    found = made(run, "No number", drawing(frame)).content["sources"]
    first = {field: str(run.book.sources[key][field]) for field in ("publisher", "date", "tier", "url")}
    assert first.items() <= found["cited"][0].items()
    assert [one.get("plotted", False) for one in found["cited"]] == [True] + [False] * (len(found["cited"]) - 1)
    assert f'<a href="{first["url"]}">' in exhibit.source_line(found)
    assert "; this model; and " in exhibit.source_line(found)
    assert len(found["cited"]) <= 1 + exhibit.CITED


def test_a_source_line_names_each_publisher_of_what_is_plotted_once_and_counts_the_rest():
    def one(name, date="2026-08-15", plotted=True):
        return {"publisher": name, "date": date, "tier": "T1", **({"plotted": True} if plotted else {})}

    cited = [one("A", "2026-01-02"), one("A"), *map(one, "BCDE"), one("F", plotted=False), one("A", plotted=False)]
    line = exhibit.source_line({"cited": cited, "ours": False}, "#more")
    assert line == ('Source: A (Aug 2026), T1; B (Aug 2026), T1; C (Aug 2026), T1; D (Aug 2026), T1; '
                    'this model; <a href="#more">and 2 more</a>')
    behind = exhibit.source_line({"cited": [one("F", plotted=False)], "ours": True})
    assert behind == "Source: our assumptions; this model; and 1 more"


def test_an_observed_series_brings_the_documents_behind_its_rows(run):
    found = made(run, "No number", numbers=["peer_capex_trailing_usd"]).content["sources"]["cited"]
    rows = params.series_rows(run.book, "peer_capex_trailing_usd")
    assert {one["date"] for one in found} == {str(run.book.sources[row["source"]]["date"]) for row in rows}


def test_an_address_that_is_no_web_address_is_no_link():
    cited = [{"publisher": "A & B", "date": "2026-08-15", "tier": "T2", "url": "javascript:alert(1)", "plotted": True}]
    line = exhibit.source_line({"cited": cited, "ours": True})
    assert line == "Source: A &amp; B (Aug 2026), T2; our assumptions; this model"


def test_a_table_may_be_an_exhibit_and_brings_no_chart(even):
    shown = made(even, "It is $5.0B", table({"What": "text", "USD": "number"}, [("*Worth", "$5B")]))
    (only,) = shown.bundles()
    assert shown.content["table"] == {"columns": [["What", "text"], ["USD", "number"]], "rows": [["*Worth", "$5B"]]}
    assert "<table" in only["text/html"]


def test_a_cell_shows_words_and_chart_and_what_stands_behind_them_goes_with_the_words_unstored(even, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw, transient: shown.append(({*bundle}, transient)))
    one = made(even)
    one._ipython_display_()
    (words, behind), (_, nothing) = shown
    assert exhibit.MIME not in words
    assert json.loads(behind[exhibit.MIME]) == one.content
    assert "\n" not in behind[exhibit.MIME]
    assert nothing is None


# What is refused


@pytest.mark.parametrize("title", [
    "It is $5.0B", "It is $5B ($1.0B to $9.0B)", "The other is $7B", "From 2 rules", "H100 and T1 are names",
    "No number at all", "Two is under 1%"])
def test_a_title_may_hold_what_is_plotted_or_given(even, title):
    assert made(even, title, numbers=["npv_usd", "npv_usd < 0"]).content["title"] == title


@pytest.mark.parametrize(("title", "found"), [
    ("It is $4B", r"\$4B"), ("It is 5%", "5%"), ("It is $5M", r"\$5M"), ("Three rules, 12 of them", "12"), ("In 2031", "2031"),
    ("It is 4x as much", "4x"), ("It is 3GW", "3GW"), ("1 of 12 rules", "1 of 12"), ("1 of 2 rules", "1 of 2")])
def test_a_number_in_a_title_that_is_neither_plotted_nor_given_is_refused(even, title, found):
    with pytest.raises(params.InputError, match=f"exhibit worth: found {found} in its title, which is neither plotted nor"):
        made(even, title)


def test_a_year_may_stand_in_a_title_when_it_is_plotted_or_named_by_a_number(run):
    drawn = charts.fan(frames.series(run, "energised_it_gw", "2026-01", "2027-12", 6), quantity="Power", unit="GW_IT")
    assert made(run, "By 2027", drawn, ["npv_usd"])
    assert made(run, "By 2031", drawing(), ["energised_it_gw[2031-12]"])


def test_a_title_of_more_than_a_hundred_characters_is_refused(even):
    with pytest.raises(params.InputError, match="exhibit worth: the title has 101 characters; at most 100 are allowed"):
        made(even, "x" * 101)


@pytest.mark.parametrize("title", [
    "What this rests on was not known on this date, so nothing is said.", "It is not defined", "It is not known"])
def test_a_title_that_says_nothing_names_what_was_not_known_and_its_note_goes(even, title):
    content = made(even, title, note="What this rests on was not known on this date, so nothing is said").content
    assert (content["title"], content["note"]) == ("Not known on this date: Value", content["note"].partition(" What")[0])
    beside = made(even, note="What this rests on was not known on this date, so nothing is said. Two stand").content["note"]
    assert beside.endswith("Two stand.")
    assert "nothing is said" not in beside


def test_a_middle_outside_its_own_range_is_refused(even):
    with pytest.raises(params.InputError, match=r"found 1e\+10 for One, which lies outside its own range of 1e\+09 to 9e\+09"):
        made(even, "No number", drawing(VALUES.assign(value=[10e9, 7e9])))


def test_more_than_seven_columns_are_refused(even):
    wide = table(dict.fromkeys("abcdefgh", "text"), ["abcdefgh"])
    with pytest.raises(params.InputError, match="its table has 8 columns; at most 7 are allowed"):
        made(even, "No number", wide)


def test_a_column_of_ranges_that_holds_none_is_refused(even):
    with pytest.raises(params.InputError, match="its column '80% range' is empty; leave it out"):
        made(even, "No number", table({"What": "text", "80% range": "number"}, [("a", ""), ("b", "")]))


def test_a_plotted_source_that_is_not_cited_is_refused(even):
    with pytest.raises(params.InputError, match="exhibit worth: found 'A blog' plotted, which its sources do not name"):
        made(even, "No number", drawing(VALUES.assign(source=["A blog", "our assumption"])))


def test_an_unknown_number_is_refused(even):
    with pytest.raises(params.InputError, match="'npv_usdd': no output, assumption or series has this name"):
        made(even, numbers=["npv_usdd"])


# The answer


def test_the_answer_shows_sentence_definition_status_and_tiles(even):
    card = even.answer("It is <so>.", "By this we mean & that.", {"npv_usd": "Worth today"})
    markup = card._repr_html_()
    assert '<h3 class="wb-headline">It is &lt;so&gt;.</h3>' in markup
    assert "By this we mean &amp; that. Ranges in brackets are 80% ranges." in markup
    assert f"As of {LATE}; scenario: Base. Not investment advice." in markup
    assert repr(card) == "It is <so>."


def test_a_tile_reads_as_a_sentence_would_without_any_style(even):
    markup = even.answer("So.", "That.", {"npv_usd": "Worth today"})._repr_html_()
    tile = re.search(r"<li[^>]*>(.*?)</li>", markup)[1]
    assert re.sub(r"<br>", "\n", re.sub(r"</?(?:strong|span)[^>]*>", "", tile)) == "$5.0B ($1.0B to $9.0B)\nWorth today"


def test_the_answer_says_that_all_checks_hold(run):
    markup = run.answer("So.", "That.", {})._repr_html_()
    assert f"{len(CHECKS.functions)} integrity checks hold" in markup
    assert "wb-ok" in markup
    assert 'status wb-bad"' not in markup


@pytest.mark.parametrize("factor", [1.01, np.nan])
def test_the_answer_names_a_check_that_fails(run, book, factor):
    spoilt = standing(book, recognised_revenue_usd=run["recognised_revenue_usd"] * factor)
    markup = spoilt.answer("So.", "That.", {})._repr_html_()
    assert "Integrity checks fail: " in markup
    assert "years_sum_to_months" in markup
    assert 'class="wb-status wb-bad"' in markup


def test_the_columns_of_a_table_keep_their_order_when_a_notebook_sorts_names(run):
    drawn = table({"Site": "text", "First works": "text", "Announced": "text"}, [["North", "a", "b"]])
    stored = json.loads(json.dumps(exhibit.exhibit(run, "sites", "Sites", "When", drawn).content, sort_keys=True))
    assert [head for head, _ in stored["table"]["columns"]] == ["Site", "First works", "Announced"]
