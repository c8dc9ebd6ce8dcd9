"""The first page: the verdict, the chain, what is taken from the chapters, what flips it, what to watch."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.report.conftest import shown_by
from wattbook import params
from wattbook.report import edition, index, page
from wattbook.run import open_run
from wattbook.subject import MODEL

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SHIPPED = "2026-11-22"


@pytest.fixture(scope="module", autouse=True)
def shipped(printed):
    """The shipped folder of assumptions, whatever other tests read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("WATTBOOK_PARAMS", raising=False)
        yield


@pytest.fixture(scope="module")
def run(shipped):
    """The shipped case, few draws."""
    return open_run("base", SHIPPED, draws=200)


@pytest.fixture(scope="module")
def exhibits(run):
    """What the cells of the notebooks show."""
    return shown_by(sorted(NOTEBOOKS.glob("*.ipynb")), SHIPPED)


@pytest.fixture(scope="module")
def shown(run, exhibits):
    record = {"headline": "It cannot. It earns nothing."}
    listed = [{"stem": "05_verdict", "short": "5 Verdict", "question": "Is it good?", "record": record}]
    asked = edition.Edition("base", SHIPPED, draws=200, title="Base", question="Can it?")
    text = index.render({
        "edition": asked, "exhibits": exhibits, "compared": index.compare(asked), "notebooks": listed,
        "as_of_words": "22 Nov 2026",
        "manifest": {"inputs_sha256": "", "outputs_sha256": "", "draws": 200, "seconds": {}, "packages": {}},
        "named": {name: name for name in run.book.units | dict.fromkeys(MODEL.functions)}, "entries": [], "changes": None,
        "believe": "<p id='move'>Move it.</p>", "script": "", "previous": None, "previous_folder": None})
    return BeautifulSoup(text, "html.parser")


@pytest.mark.parametrize(("value", "said"), [
    (33.0, "33.0"), ([1.2, 1.1, 1.4], "1.2, 1.1, 1.4"), ({"times": 3.0}, "times 3.0"), ({"north": [1, 2]}, "north 1, 2")])
def test_a_value_set_by_hand_is_shown_as_it_was_given(value, said):
    macro = next(line for line in page.template("index.html.j2").splitlines() if "macro given" in line)
    assert page.engine().from_string(macro + "{{ given(value) }}").render(value=value) == said


def test_a_word_that_a_layman_types_leads_to_labels(run):
    found = re.search(r"ALSO = \{(.*)\}", page.template("index.js"))[1]
    labels = " ".join([*(MODEL.describe(name).summary for name in MODEL.functions),
                       *(a.label for a in run.book.assumptions.values())])
    also = set(re.findall(r': "(\w+)"', found))
    assert also
    assert [word for word in also if not re.search(rf"\b{word}", labels, re.I)] == []


def places(exhibits):
    return {f"{one['stem']}#{one['content']['anchor']}" for one in exhibits}


def test_what_the_first_page_takes_is_in_the_stored_notebooks(run, exhibits):
    front = run.book.case.front
    assert {*front["exhibits"], *(one["at"] for one in front["chain"])} <= places(exhibits)


def test_the_page_opens_with_question_verdict_date_opinion_and_integrity(run, shown):
    verdict = shown.select_one(".verdict")
    assert verdict.h1.text == "Can it?"
    assert verdict.select_one(".wb-headline").text == "It cannot. It earns nothing."
    sure = " ".join(verdict.select_one(".sure").text.split())
    assert sure.startswith("As of 22 Nov 2026, scenario Base. Our own assumptions make ")
    assert sure.endswith(f"{len(run.checked())} integrity checks hold.")


def test_each_link_of_the_chain_has_value_range_chapter_and_entry(run, shown):
    links = shown.select(".chain li")
    assert len(links) == len(run.book.case.front["chain"])
    assert links[0].select_one(".value").text == "$50B"
    assert links[0].select_one(".value")["href"] == "appendix.html#programme_budget_usd"
    assert links[0].select_one(".link")["href"].startswith("02_cost.html#")


def test_exhibits_are_those_of_the_chapters_with_the_way_back(run, exhibits, shown):
    taken = shown.select(".exhibits figure.card")
    titles = {f"{one['stem']}#{one['content']['anchor']}": one["content"]["title"] for one in exhibits}
    said = [one.h3.text.split(" ", 1)[1].replace("\u2060", "") for one in taken]  # without what holds words together
    assert said == [titles[at] for at in run.book.case.front["exhibits"]]
    back = [one.find("a", string="In its chapter")["href"] for one in taken]
    assert back == [at.replace("#", ".html#") for at in run.book.case.front["exhibits"]]


def test_every_scenario_stands_in_one_chart_at_this_date(run, shown):
    rows = [row.th.text for row in shown.select("#scenarios tbody tr")]
    assert set(params.scenarios(run.book.root).values()) <= set(rows)


def test_what_a_reader_may_move_is_put_in_as_it_is(shown):
    assert shown.select_one("#believe #move").text == "Move it."


def test_what_flips_the_verdict_is_the_table_of_its_chapter_first_rows_only(run, exhibits, shown):
    stem, anchor = run.book.case.front["flips"].split("#")
    content = next(one["content"] for one in exhibits if (one["stem"], one["content"]["anchor"]) == (stem, anchor))
    card = shown.find(id=f"{stem}-{anchor}")
    assert [row.th.text for row in card.table.tbody.find_all("tr")] == [
        row[0].lstrip("*") for row in content["table"]["rows"][:index.MOST_ROWS]]
    assert card.find("a", string="In its chapter")["href"] == f"{stem}.html#{anchor}"
    left = len(content["table"]["rows"]) - index.MOST_ROWS
    assert (f"{left} more in its chapter." in card.select_one(".source").text) == (left > 0)


def test_of_a_longer_table_the_rows_that_are_left_out_are_counted():
    content = {"anchor": "turns", "note": "Held.", "table": {"columns": [], "rows": [["a"]] * 6}}
    taken, _ = index._taken({"content": content, "spec": None}, "05_verdict#turns")
    assert (len(taken["table"]["rows"]), taken["note"]) == (4, "Held. 2 more in its chapter.")
    taken, _ = index._taken({"content": {**content, "table": {"rows": [["a"]] * 4}}, "spec": None}, "05_verdict#turns")
    assert (len(taken["table"]["rows"]), taken["note"]) == (4, "Held.")


def test_dates_to_watch_are_those_that_are_to_come_and_rules_that_end(run):
    found = index._watch(run, ["first_power_year"])
    rules = [rule for rule in run.book.rules if rule["until"] and rule["until"] >= run.book.as_of]
    assert len(found) == 1 + len(rules)
    assert index._watch(run, []) == [one for one in found if "(" in one[1]]
    assert index._watch(run, ["as_of_year - 1"]) == index._watch(run, [])  # what is past in the median


def test_a_case_without_a_first_page_shows_what_its_notebooks_say(printed):
    text = BeautifulSoup((printed / "base" / "index.html").read_text(), "html.parser")
    assert text.select_one(".wb-headline").text == "The price is 70."
    assert not text.select(".chain, .exhibits")


def test_a_case_is_compared_with_its_own_scenarios_whatever_was_kept_before(shipped, monkeypatch, tmp_path):
    monkeypatch.setenv("WATTBOOK_CACHE", str(tmp_path))
    for case in params.cases():
        found = index.compare(edition.Edition(f"{case}/base", SHIPPED, draws=100))
        assert list(found) == list(params.scenarios(case=case)) != []
    assert len(list(tmp_path.glob("*.json"))) == len(params.cases()) > 1
