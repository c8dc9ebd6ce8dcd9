"""Stored notebooks: the same bytes for the same inputs, and what moved is said."""

import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.report.conftest import CHART, LOAD, record, write_notebooks
from wattbook.record import MIME
from wattbook.report import store

ROOT = Path(__file__).parents[2]
RECORD = record("one", "One?", "price_usd_per_mwh")


@pytest.fixture(scope="module")
def stored_once(tmp_path_factory, case):
    """Two notebooks as they are stored, to be read only."""
    folder = write_notebooks(tmp_path_factory.mktemp("stored") / "notebooks")
    assert store.main([str(folder)]) == 0
    return folder


@pytest.fixture
def stored(tmp_path, stored_once):
    """A copy of them."""
    return shutil.copytree(stored_once, tmp_path / "notebooks")


def nbval(folder):
    """Compare stored outputs with a fresh run, as `make test` does."""
    return subprocess.run([sys.executable, "-m", "pytest", "--nbval", "-p", "tests.stored_outputs", "-p", "no:cacheprovider",
                           "--color=no", "-q", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_storing_again_changes_nothing_and_says_nothing(stored, capsys):
    before = {path.name: path.read_bytes() for path in stored.iterdir()}
    capsys.readouterr()
    assert store.main([str(stored)]) == 0
    assert {path.name: path.read_bytes() for path in stored.iterdir()} == before
    assert capsys.readouterr().out == ""


def test_a_stored_notebook_holds_no_drawing(stored):
    notebook = nbformat.read(stored / "01_price.ipynb", as_version=4)
    charts = [output.data for cell in notebook.cells for output in cell.get("outputs", [])
              if any("vegalite" in mime for mime in output.get("data", {}))]
    assert len(charts) == 2
    assert all(set(data) == {"application/vnd.vegalite.v5+json", "text/plain"} for data in charts)


# As ECMAScript prints a number, "Number::toString": whole ones below 1e21 without point or exponent, no sign of zero.
AS_JAVASCRIPT = [(173e9, "173000000000"), (-2.0, "-2"), (-0.0, "0"), (0.1, "0.1"), (1e16, "10000000000000000"),
                 (123456789012345680000.0, "123456789012345680000"), (1e21, "1e+21"), (1.5e300, "1.5e+300"), (5e-324, "5e-324"),
                 (0.000001, "0.000001"), (1.2345e-7, "1.2345e-7"), (12, "12")]


@pytest.mark.parametrize(("number", "printed"), AS_JAVASCRIPT)
def test_a_number_is_stored_as_it_comes_back_from_javascript(number, printed):
    stored = store.canonical(number)
    assert (stored, type(stored)) == (json.loads(printed), type(json.loads(printed)))


def through_javascript(text):
    """What JSON text becomes when it is read and written by JavaScript."""
    script = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8'))))"
    return subprocess.run([shutil.which("node"), "-e", script], input=text, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(shutil.which("node") is None, reason="no JavaScript on this machine")
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-2**53, 2**53) | st.text(), max_size=30))
@settings(max_examples=20)
@example([one for one, _ in AS_JAVASCRIPT])
def test_what_is_stored_survives_javascript(values):
    text = json.dumps(store.canonical({"outputs": values}))
    assert json.dumps(json.loads(through_javascript(text))) == text


@pytest.mark.skipif(shutil.which("node") is None, reason="no JavaScript on this machine")
@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_the_stored_notebooks_survive_javascript(path):
    content = json.loads(path.read_text())
    assert json.dumps(json.loads(through_javascript(path.read_text()))) == json.dumps(content)


def test_a_stored_notebook_has_the_metadata_that_jupyterlab_writes(stored):
    metadata = nbformat.read(stored / "01_price.ipynb", as_version=4).metadata
    assert metadata["kernelspec"] == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert metadata["language_info"]["version"] == platform.python_version()


def test_a_stored_notebook_keeps_no_times_and_no_paths(stored):
    text = (stored / "01_price.ipynb").read_text()
    assert "papermill" not in text
    assert "iopub" not in text
    assert str(stored) not in text
    assert "injected-parameters" not in text


def test_what_did_not_change_passes_and_what_moved_ends_in_one_screen_of_words(stored):
    path = stored / "02_again.ipynb"
    content = json.loads(path.read_text())
    told = content["cells"][-1]["outputs"][0]["data"]["application/vnd.wattbook.outputs+json"]["outputs"][0]
    told.update(p10=50.0, p50=71.5, p90=90.0)
    path.write_text(json.dumps(content))
    run = nbval(stored)
    lines, screen = run.stdout.splitlines(), run.stdout
    assert run.returncode == 1
    assert len(lines) <= 24
    assert "Stored notebooks differ in 1 cell: 02_again 1" in screen
    assert "again_usd_per_mwh p10: 50" in screen
    assert "  Price of power: $72 -> $70" in screen
    assert "if meant: make notebooks" in lines[-2]
    assert "Traceback" not in screen
    cells = sum(cell["cell_type"] == "code" for one in stored.glob("*.ipynb") for cell in json.loads(one.read_text())["cells"])
    assert f"1 failed, {cells - 1} passed" in screen


def test_what_moved_is_said(own_notebooks, capsys):
    folder = own_notebooks("01_one", LOAD, RECORD)
    assert store.main([str(folder)]) == 0
    assert capsys.readouterr().out == "01_one: Price of power: new\n1 cell moved\n"
    path = folder / "01_one.ipynb"
    path.write_text(path.read_text().replace("0.1, 0.5, 0.9", "0.2, 0.5, 0.9"))
    assert store.main([str(folder)]) == 0
    # By hand: 12.16 is the standard deviation; 0.842 of it below the middle is the 20th percentile.
    assert "01_one: Price of power: $70 ($54 to $86) -> $70 ($60 to $86)" in capsys.readouterr().out


def test_a_notebook_that_is_too_large_is_refused_and_left_alone(own_notebooks, capsys):
    folder = own_notebooks("01_one", LOAD, CHART, f"'x' * {store.LARGEST}", RECORD)
    before = (folder / "01_one.ipynb").read_bytes()
    assert store.main([str(folder)]) == 1
    assert "too many" in capsys.readouterr().err
    assert (folder / "01_one.ipynb").read_bytes() == before


def test_a_notebook_that_fails_is_left_alone(own_notebooks, capsys):
    folder = own_notebooks("01_one", "1 / 0", RECORD)
    before = (folder / "01_one.ipynb").read_bytes()
    assert store.main([str(folder)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert (folder / "01_one.ipynb").read_bytes() == before


def test_the_readme_gets_the_headlines_between_its_marks(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output(
        "display_data", data={MIME: {"headline": "It costs $2.", "outputs": []}, "text/plain": ""})])])
    path = tmp_path / "01_a.ipynb"
    nbformat.write(notebook, path)
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- answer: a note -->\n- old\n<!-- /answer -->\nafter\n")
    store.tell_readme(readme, [path])
    assert readme.read_text() == "before\n<!-- answer: a note -->\n- It costs $2.\n<!-- /answer -->\nafter\n"
