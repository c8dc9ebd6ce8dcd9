"""Every notebook keeps the house's order: question, parameters, load, answer, ..., checks, record."""

import ast
import html
import json
import re
from pathlib import Path

import pytest

from wattbook.record import MIME

FOLDER = Path(__file__).parents[1] / "notebooks"
STEMS = ["01_buildout", "02_cost", "03_revenue", "04_competition", "05_verdict"]
PARAMETERS = {"scenario": "base", "as_of": "2026-11-22", "overrides": {}, "draws": 2000, "seed": 1}
LONGEST = 20  # lines of a code cell
LARGEST = 300_000  # bytes of a stored notebook
EXHIBIT = re.compile(r'<div class="wb-exhibit[^>]*><h4>(.*?)</h4>')


def cells(stem, kind=None):
    """Cells of one stored notebook."""
    found = json.loads((FOLDER / f"{stem}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in found if kind in (None, cell["cell_type"])]


def test_there_are_five_notebooks():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == STEMS


@pytest.mark.parametrize("stem", STEMS)
def test_the_first_cell_is_a_question_and_the_second_the_five_parameters(stem):
    first, second = cells(stem)[:2]
    assert re.match(r"# .+\?$", first["source"].splitlines()[0])
    assert second["metadata"]["tags"] == ["parameters"]
    assigned = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(second["source"]).body}
    assert assigned == PARAMETERS


@pytest.mark.parametrize("stem", STEMS)
def test_the_answer_comes_before_any_model(stem):
    code = cells(stem, "code")
    assert code[2]["metadata"].get("tags") == ["answer"]
    assert "run.answer(" in code[2]["source"]
    assert "run.exhibit(" in code[3]["source"]


@pytest.mark.parametrize("stem", STEMS)
def test_the_record_closes_the_notebook(stem):
    code = cells(stem, "code")
    assert code[-1]["source"].startswith("run.record(")
    assert sum(MIME in output.get("data", {}) for cell in code for output in cell["outputs"]) == 1


@pytest.mark.parametrize("stem", STEMS)
def test_cells_are_short_define_nothing_and_loop_over_no_scenarios(stem):
    for cell in cells(stem, "code"):
        assert len(cell["source"].splitlines()) <= LONGEST, cell["source"]
        kinds = {type(node) for node in ast.walk(ast.parse(cell["source"]))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.For, ast.While}, cell["source"]


@pytest.mark.parametrize("stem", STEMS)
def test_every_section_asks_a_question(stem):
    headings = [line for cell in cells(stem, "markdown") for line in cell["source"].splitlines() if line.startswith("## ")]
    assert len(headings) >= 8
    assert all(heading.endswith("?") for heading in headings), headings


@pytest.mark.parametrize("stem", [*STEMS[:3], "05_verdict"])
def test_every_title_is_a_finding_with_its_number(stem):
    shown = [output.get("data", {}).get("text/html", ()) for cell in cells(stem, "code") for output in cell["outputs"]]
    titles = [html.unescape(title) for markup in shown for title in EXHIBIT.findall("".join(markup))]
    assert len(titles) > 20
    assert [title for title in titles if not re.search(r"\d", title)] == []


@pytest.mark.parametrize("stem", STEMS)
def test_prose_holds_no_amount_of_money_percentage_or_power(stem):
    """R-01: a result in prose would be typed by hand; formulas and definitions may hold plain numbers."""
    result = re.compile(r"\$\s?\d|\d\s?%|\d\s?(?:GW|MW|billion|trillion)\b")
    for cell in cells(stem, "markdown"):
        words = re.sub(r"\$\$.*?\$\$", "", cell["source"], flags=re.S)
        assert not result.search(words), words


@pytest.mark.parametrize("stem", STEMS)
def test_every_integrity_check_held_at_the_draws_that_are_stored(stem):
    assert "Integrity checks fail" not in (FOLDER / f"{stem}.ipynb").read_text()


@pytest.mark.parametrize("stem", STEMS)
def test_a_stored_notebook_stays_small(stem):
    assert (FOLDER / f"{stem}.ipynb").stat().st_size < LARGEST
