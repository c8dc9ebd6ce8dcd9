"""What a report must not show is refused, in one line each: an error is planted for every gate."""

import copy
import dataclasses
import json

import nbformat
import numpy as np
import pandas as pd
import pytest

from tests.report.conftest import record, run_report
from wattbook import charts, exhibit, tables
from wattbook.report import gates, gather
from wattbook.report.gather import BadRecord
from wattbook.run import Run, open_run

VALUES = pd.DataFrame({"label": ["One", "Two"], "value": [5e9, 7e9], "low": [1e9, 6e9], "high": [9e9, 8e9]})


@pytest.fixture(scope="module")
def run():
    """The shipped case, in which value is spread evenly from 0 to 10 billion: P10 is 1, the median 5, P90 9."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("WATTBOOK_PARAMS", raising=False)
        book = open_run("base", "2026-11-22", draws=101).book
    return Run(dataclasses.replace(book, values={**book.values, "npv_usd": np.linspace(0, 10e9, 101)[:, None]}))


def notebook(run, title="It is $5.0B", prose="# Is it $5B?"):
    """A notebook with one exhibit."""
    drawn = charts.dots(VALUES, quantity="Value", unit="USD")
    made = run.exhibit("worth", title, "Value, USD", drawn, ["npv_usd"])
    bundles = copy.deepcopy(made.bundles())
    bundles[0][exhibit.MIME] = json.dumps(made.content)
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


def test_a_sound_page_passes(run):
    assert found(run, notebook(run)) is None


@pytest.mark.parametrize("prose", ["It earns $5B.", "So 43 % of it.", "It is 1.3 GW.", r"It earns \$5B.",
                                   "It takes 12 months.", "It is 3 times as much.", "It draws 8.2 TWh."])
def test_a_result_that_is_typed_in_prose_is_refused(run, prose):
    assert "typed in prose" in found(run, notebook(run, prose=prose))


def test_formulas_and_the_question_may_hold_numbers(run):
    assert found(run, notebook(run, prose="# Can $5B do it?\n\n$$x = 5% \\cdot 3 GW$$\n\nOf 100 sites.")) is None


def labelled(run, said):
    """The page with other digits in its plot."""
    made = notebook(run)
    chart = made.cells[1].outputs[1]
    chart["data"] = nbformat.from_dict(json.loads(json.dumps(chart["data"]).replace("$5.0B", said)))
    return made


def test_a_label_finer_than_its_words_or_of_four_figures_is_refused(run):
    assert found(run, labelled(run, "$5.0B")) is None
    assert found(run, labelled(run, "$5.00B")) == "exhibit worth of 01_one: its plot says $5.00B for npv_usd, words say $5.0B"
    assert found(run, labelled(run, "$5.123B")) == "exhibit worth of 01_one: its plot says 5.123; at most 3 figures are allowed"
    assert found(run, labelled(run, "5,120,000 users in 2026")) is None  # three figures, and a year
    assert "1,234" in found(run, labelled(run, "1,234 users"))


def test_what_a_source_says_may_have_its_own_figures(run):
    page = notebook(run)
    spec = page.cells[1].outputs[1]["data"]["application/vnd.vegalite.v5+json"]
    said = "37.883 billion for 1 GW"
    spec["datasets"]["drawn"] = [{**row, "note": said} for row in tables.unpacked(spec["datasets"]["drawn"])]
    spec["datasets"]["d9"] = [{"said": said}]
    assert found(run, page) is None
    spec["datasets"]["d9"] = [{"said": "37.883"}]
    assert "37.883" in found(run, page)


def test_another_number_of_a_headline_may_round_to_the_same_percent(run):
    def differ(*outputs):
        said = [{"notebook": "01_one", "headline": "It is 63% that none is on.", "outputs": outputs}]
        return list(gates.differing(run, {"01_one": nbformat.v4.new_notebook()}, [], said))

    share = {"name": "binding_time_share[power]", "unit": "fraction", "p10": 0.626, "p50": 0.626, "p90": 0.626}
    chance = {"name": "npv_usd >= 1", "unit": "fraction", "p10": 0.37, "p50": 0.37, "p90": 0.37}
    assert differ(share) == ["binding_time_share[power]: 01_one shows 62.6%, the headline of 01_one shows 63%"]
    assert differ(share, chance) == []
    half = {"name": "wacc_per_year", "unit": "fraction", "p10": 0.629, "p50": 0.63, "p90": 0.631}  # told as 63.0%
    assert differ(share, half) == []


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


UNSOUND = {
    "01_title": ("'It is $4', 'Price', sound", "found $4 in its title, which is neither plotted nor among its numbers"),
    "02_long": ("'x' * 101, 'Price', sound", "the title has 101 characters; at most 100 are allowed"),
    "03_range": ("'No number', 'Price', dots(value=[95.0])", "found 95 for Here, which lies outside"),
    "04_wide": ("'No number', 'Price', table(dict.fromkeys('abcdefgh', 'text'), ['abcdefgh'])", "its table has 8 columns"),
    "05_empty": ("'No number', 'Price', table(dict.fromkeys(('a', '80% range'), 'text'), [('a', '')])", "its column"),
    "06_source": ("'No number', 'Price', dots(source=['A blog'])", "found 'A blog' plotted, which its sources do not name")}
SOUND = """\
import pandas as pd
from wattbook import charts, exhibit
from wattbook.run import open_run
from wattbook.tables import table
run = open_run(scenario, as_of, overrides, draws, seed)
frame = pd.DataFrame({"label": ["Here"], "low": [50.0], "value": [70.0], "high": [90.0]})
dots = lambda **changes: charts.dots(frame.assign(**changes), quantity="Price", unit="USD/MWh")
sound = dots()
"""


def test_a_report_with_an_exhibit_that_could_mislead_is_not_published(own_notebooks, tmp_path, capsys):
    for stem, (said, _) in UNSOUND.items():
        folder = own_notebooks(stem, f"{SOUND}run.exhibit('price', {said}, ['price_usd_per_mwh'])\nrun.record('So it is.')")
    assert run_report(folder, tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert [stem for stem, (_, wrong) in UNSOUND.items() if f"exhibit price: {wrong}" not in told] == []
    assert not list((tmp_path / "out").rglob("*.html"))


def test_over_99_percent_is_not_another_number_that_is_99_percent():
    summary = {"name": "kept_share", "unit": "fraction", "p10": 0.98, "p50": 0.988, "p90": 0.99}
    assert list(gates._within(summary, "It is virtually certain (over 99%) that none runs.")) == []
    assert list(gates._within(summary, "It keeps 99%.")) == ["99%"]
