"""What a report must not show is refused, in one line each: an error is planted for every gate."""

import copy
import dataclasses

import nbformat
import numpy as np
import pandas as pd
import pytest

from tests.report.conftest import record, run_report
from wattbook import charts, exhibit
from wattbook.report import gates, gather
from wattbook.report.gather import BadRecord
from wattbook.run import Run, open_run
from wattbook.tables import table

VALUES = pd.DataFrame({"label": ["One", "Two"], "value": [5e9, 7e9], "low": [1e9, 6e9], "high": [9e9, 8e9]})


@pytest.fixture(scope="module")
def run():
    """The shipped case, in which value is spread evenly from 0 to 10 billion: P10 is 1, the median 5, P90 9."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("WATTBOOK_PARAMS", raising=False)
        book = open_run("base", "2026-11-22", draws=101).book
    return Run(dataclasses.replace(book, values={**book.values, "npv_usd": np.linspace(0, 10e9, 101)[:, None]}))


def notebook(run, title="It is $5.0B", drawn=None, prose="# Is it $5B?", change=lambda content: None):
    """A notebook with one exhibit, in which something may have been changed since."""
    drawn = charts.dots(VALUES, quantity="Value", unit="USD") if drawn is None else drawn
    bundles = copy.deepcopy(run.exhibit("worth", title, "Value, USD", drawn, ["npv_usd"]).bundles())
    change(bundles[0][exhibit.MIME])
    outputs = [nbformat.v4.new_output("display_data", one) for one in bundles]
    cells = [nbformat.v4.new_markdown_cell(prose), nbformat.v4.new_code_cell("1", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells)


def found(run, made, headline="So it is.", **others):
    """What is refused of one page, or of several."""
    pages = {"01_one": made, **others}
    said = [{"notebook": stem, "headline": headline, "outputs": [run.summary("npv_usd")]} for stem in pages]
    exhibits = [one for stem, page in pages.items() for one in gather.exhibits(page, stem)]
    try:
        gates.refuse(run, pages, exhibits, said)
    except BadRecord as error:
        return str(error)
    return None


def put(*path, value):
    """A change of one place of what is stored."""
    def change(content):
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value
    return change


def test_a_sound_page_passes(run):
    assert found(run, notebook(run)) is None


@pytest.mark.parametrize(("change", "told"), [
    (put("title", value="It is $4.0B"), "found $4B in its title, which is neither plotted nor among its numbers"),
    (put("title", value="x" * 101), "the title has 101 characters; at most 100 are allowed"),
    (put("assumptions", "rows", 0, value="Price\t$1\t\tUSD\t40%\tA paper"), "assumption 'Price' has no range"),
    (put("numbers", value=["npv_usdd"]), "npv_usdd: no output, assumption or series has this name"),
])
def test_what_an_exhibit_says_is_held_against_a_run_of_its_own(run, change, told):
    line = found(run, notebook(run, change=change))
    assert line.startswith("01_one: ")
    assert told in line
    assert "\n" not in line


def test_a_base_outside_its_own_range_is_refused(run):
    made = notebook(run)
    spec = made.cells[1].outputs[1].data["application/vnd.vegalite.v5+json"]
    spec["datasets"]["drawn"] = spec["datasets"]["drawn"].replace("5000000000", "10000000000")
    assert "found 1e+10 for One, which lies outside its own range of 1e+09 to 9e+09" in found(run, made)


@pytest.mark.parametrize(("columns", "row", "told"), [
    (dict.fromkeys("abcdefgh", "text"), list("abcdefgh"), "its table has 8 columns; at most 7 are allowed"),
    ({"What": "text", "80% range": "number"}, ["a", ""], "its column '80% range' is empty; leave it out"),
])
def test_tables_too_wide_or_with_an_empty_range_are_refused(run, columns, row, told):
    made = notebook(run, "No number", table({"What": "text"}, [["a"]]),
                    change=put("table", value={"columns": columns, "rows": [row]}))
    assert told in found(run, made)


def test_a_plotted_source_that_is_not_cited_is_refused(run):
    key = next(iter(run.book.sources))
    drawn = charts.dots(VALUES.assign(source=[run.cite(key), "our assumption"]), quantity="Value", unit="USD")
    assert found(run, notebook(run, drawn=drawn)) is None
    line = found(run, notebook(run, drawn=drawn, change=put("sources", "cited", value=[])))
    assert line == f"01_one: exhibit worth: found {run.cite(key)!r} plotted, which its sources do not name"


@pytest.mark.parametrize("prose", ["It earns $5B.", "So 43 % of it.", "It is 1.3 GW.", r"It earns \$5B."])
def test_a_result_that_is_typed_in_prose_is_refused(run, prose):
    assert "typed in prose" in found(run, notebook(run, prose=prose))


def test_formulas_and_the_question_may_hold_numbers(run):
    assert found(run, notebook(run, prose="# Can $5B do it?\n\n$$x = 5% \\cdot 3 GW$$\n\nOf 100 sites.")) is None


def test_a_number_that_two_pages_show_with_other_digits_is_refused(run):
    line = found(run, notebook(run), **{"02_two": notebook(run, "It is $5.00B")})
    assert line == "npv_usd: 01_one shows $5.0B, exhibit worth of 02_two shows $5.00B"
    assert found(run, notebook(run), "It is $5B.") == "npv_usd: 01_one shows $5.0B, the headline of 01_one shows $5B"
    assert found(run, notebook(run), "Rules ask for $5B to $9B.") is None  # ends of a range


def test_a_report_that_shows_such_a_thing_is_not_published(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", "from wattbook import params\nfrom wattbook.record import used\nfrom IPython.display "
                           "import display\nbook = params.load(scenario, as_of, overrides, draws, seed)\n"
                           "low, middle, high = 1.0, 2.0, 3.0", record("01_one", "One?", "price_usd_per_mwh"))
    page = nbformat.read(folder / "01_one.ipynb", 4)
    page.cells.append(nbformat.v4.new_markdown_cell("It costs $70.", id="typed"))
    nbformat.write(page, folder / "01_one.ipynb")
    assert run_report(folder, tmp_path / "out") == 1
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if "typed in prose" in line] == [
        "wattbook: base: 01_one: found '$7' typed in prose: It costs $70."]
    assert not list((tmp_path / "out").rglob("*.html"))


def test_over_99_percent_is_not_another_number_that_is_99_percent():
    summary = {"name": "kept_share", "unit": "fraction", "p10": 0.98, "p50": 0.988, "p90": 0.99}
    assert list(gates._within(summary, "It is virtually certain (over 99%) that none runs.")) == []
    assert list(gates._within(summary, "It keeps 99%.")) == ["99%"]
