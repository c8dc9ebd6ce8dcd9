"""The appendix holds every number, and other pages lead to it."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from wattbook import exhibit, params
from wattbook.report import appendix
from wattbook.run import open_run
from wattbook.subject import CHECKS, MODEL

SHIPPED = "2026-11-22"


@pytest.fixture(scope="module")
def run():
    """The shipped case, few draws."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("WATTBOOK_PARAMS", raising=False)
        return open_run("base", SHIPPED, draws=100)


@pytest.fixture(scope="module")
def found(run):
    record = {"outputs": [run.summary("npv_usd >= 0"), run.summary("budget_usd / permanent_jobs_count")]}
    shown = {"stem": "05_verdict", "content": {"numbers": ["npv_usd"], "anchor": "worth", "title": "So it is"}}
    return appendix.contents(run, [record], [shown])


@pytest.fixture(scope="module")
def entries(found):
    return {one["id"]: one for one in [*found["outputs"], *found["inputs"]]}


def test_every_output_input_and_series_has_an_entry(found, entries, run):
    assert {one["id"] for one in found["outputs"]} == set(MODEL.functions)
    assert set(entries) == {*MODEL.functions, *run.book.values}
    assert {name for one in entries.values() for name in [*one.get("inputs", ()), *one["users"]]} <= set(entries)
    assert [len(found["checks"])] == [len(CHECKS.functions)]


def test_an_output_says_how_it_is_reckoned_what_it_feeds_and_where_it_is_shown(entries):
    one = entries["npv_usd"]
    assert one["equation"] == MODEL.describe("npv_usd").equation
    assert one["inputs"] == MODEL.arguments["npv_usd"]
    assert one["pages"] == [("05_verdict.html#worth", "So it is")]
    assert [key for key, _ in one["cited"]] == ["npv_usd >= 0"]
    assert re.fullmatch(r"wattbook/subject/\w+(/\w+)?\.py, line \d+", one["code"])


def test_a_number_is_said_as_on_its_page(run, entries):
    assert entries["npv_usd"]["value"].startswith(run.say("npv_usd"))
    assert exhibit.told({"name": "a_usd >= 0", "unit": "fraction", "p10": 1, "p50": 1, "p90": 1}) == ("over 99%", "")
    assert exhibit.told({"name": "a_usd", "unit": "USD", "p10": None, "p50": None, "p90": None}) == ("not defined", "")


def test_a_path_of_months_shows_the_last_of_each_year_and_an_axis_its_members(run, entries):
    years = run.book.case.years()
    assert [row[0] for row in entries["energised_it_gw"]["rows"]] == [f"{year}-12" for year in years]
    assert [row[0] for row in entries["party_exposure_usd"]["rows"]] == list(run.book.case.axes["party"].values())


def test_an_input_shows_the_vintages_known_on_the_date_newest_first(run, entries):
    one = entries["accelerator_rent_usd_per_hour"]
    days = [was["day"] for was in one["vintages"]]
    assert days == sorted(days, reverse=True)
    assert days[-1] == "From 2025-11-12"
    assert len(days) == len(run.book.assumptions["accelerator_rent_usd_per_hour"].vintages)
    early = open_run("base", "2025-11-12", draws=100, root=run.book.root)
    assert len(early.book.assumptions["accelerator_rent_usd_per_hour"].vintages) == 1
    assert appendix._input(early, "accelerator_rent_usd_per_hour")["vintages"][0]["value"] == (
        "$4.4 ($2.9 to $6) USD of 2025 per h; brackets: 90% range, lognormal")


def test_a_scenario_stands_before_the_vintages_of_the_base(run):
    stalls = open_run("growth_stalls", SHIPPED, draws=100, root=run.book.root)
    name = next(name for name, a in stalls.book.assumptions.items() if a.origin != "base")
    assert appendix._input(stalls, name)["vintages"][0]["day"] == "Set by the scenario"


def test_a_source_lists_what_rests_on_it(run, found):
    for one in found["sources"]:
        assert one["inputs"] or one["facts"]
    key = run.book.assumptions["accelerator_rent_usd_per_hour"].source
    assert "accelerator_rent_usd_per_hour" in next(one for one in found["sources"] if one["key"] == key)["inputs"]


def test_only_a_label_that_no_two_share_stands_for_an_entry():
    entries = [{"id": "a_usd", "label": "Cost"}, {"id": "b_usd", "label": "Cost"}, {"id": "c_usd", "label": "Price"}]
    assert appendix.named({"outputs": entries[:1], "inputs": entries[1:]}) == {
        "Price": "c_usd", "a_usd": "a_usd", "b_usd": "b_usd", "c_usd": "c_usd"}


def test_a_case_without_the_numbers_of_the_model_lists_what_it_has(printed):
    shown = BeautifulSoup((printed / "base" / "appendix.html").read_text(), "html.parser")
    assert [one["id"] for one in shown.select("details.entry")] == ["price_usd_per_mwh", *sorted(params.CALENDARS)]
    assert "Made up for a test" in shown.get_text()


def test_pages_lead_to_entries_that_are_there(printed):
    shown = BeautifulSoup((printed / "base" / "appendix.html").read_text(), "html.parser")
    entries = {one["id"] for one in shown.select("[id]")}
    for path in (printed / "base").glob("*.html"):
        links = re.findall(r'href="appendix\.html#([^"]+)"', path.read_text())
        assert set(links) <= entries


def test_the_index_finds_every_entry(printed):
    shown = BeautifulSoup((printed / "base" / "index.html").read_text(), "html.parser")
    assert [one[0] for one in json.loads(shown.select_one("#known").string)] == ["price_usd_per_mwh", *sorted(params.CALENDARS)]
    assert shown.find("a", href="appendix.html", string="or read them all")
