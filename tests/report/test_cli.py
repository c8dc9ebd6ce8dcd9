"""What the command line refuses, and that it refuses before anything runs."""

import subprocess
import sys

import pytest

from tests.report.conftest import LOAD, record, run_report, tagged, write_notebook
from wattbook.report import edition
from wattbook.report.cli import main

SEEDED = "low, middle, high = low + seed, middle + seed, high + seed"


def test_help_loads_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'scipy', 'altair', 'nbconvert', 'papermill', 'yaml'}"
    code = f"import sys, wattbook.report.cli; sys.exit(sorted({heavy} & set(sys.modules)) or 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("arguments", "told"), [
    (["--as-of", "2026-13-01"], "2026-13-01"),
    (["--jobs", "0"], "whole number of at least 1"),
    (["--set", "price"], "NAME=VALUE"),
    (["--set", "price=cheap"], "NAME=VALUE"),
    (["--set", "price=1,2"], "NAME=VALUE,LOW,HIGH"),
])
def test_an_argument_that_cannot_be_read_ends_with_status_2_and_says_what_is_allowed(arguments, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["report", *arguments])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "told"), [
    (["--set", "price_usd_per_mwhh=3"], "did you mean 'price_usd_per_mwh'?"),
    (["deer"], "did you mean 'dear'?"),
    (["base", "deer"], "did you mean 'dear'?"),
    (["--as-of", "2020-01-01"], "price_usd_per_mwh"),
    (["--set", "price_usd_per_mwh=3,9,4"], "price_usd_per_mwh"),
])
def test_a_mistake_about_the_inputs_ends_with_status_2_before_anything_is_written(arguments, told, notebooks, tmp_path, capsys):
    assert run_report(notebooks, tmp_path / "out", *arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert not (tmp_path / "out").exists()


def test_a_folder_without_notebooks_is_refused(case, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert run_report(tmp_path / "empty", tmp_path / "out") == 2
    assert "no notebooks" in capsys.readouterr().err


def test_a_notebook_that_takes_no_parameters_is_refused(case, tmp_path, capsys):
    write_notebook(tmp_path / "plain.ipynb", [tagged("1")])
    assert run_report(tmp_path, tmp_path / "out") == 2
    assert "plain.ipynb: no cell is tagged 'parameters'" in capsys.readouterr().err


def test_a_folder_in_the_way_that_holds_no_report_is_left_alone(notebooks, tmp_path, capsys):
    thesis = tmp_path / "out" / "2026-06-30" / "base" / "thesis.txt"
    thesis.parent.mkdir(parents=True)
    thesis.write_text("years of work")
    assert run_report(notebooks, tmp_path / "out", "--replace") == 2
    assert "holds no report" in capsys.readouterr().err
    assert thesis.read_text() == "years of work"


def test_a_report_from_other_inputs_stays_unless_its_replacement_is_asked_for(own_notebooks, tmp_path, capsys):
    folder, out = own_notebooks("one", LOAD, SEEDED, record("one", "One?", "price_usd_per_mwh")), tmp_path / "out"
    assert run_report(folder, out) == 0
    before = (out / "2026-06-30/base/outputs.json").read_text()
    assert run_report(folder, out, "--seed", "7") == 2
    assert "--replace" in capsys.readouterr().err
    assert (out / "2026-06-30/base/outputs.json").read_text() == before
    assert run_report(folder, out, "--seed", "7", "--replace") == 0
    told = capsys.readouterr()
    assert "moved: price_usd_per_mwh p10: " in told.err
    assert (out / "2026-06-30/base/outputs.json").read_text() != before


def test_what_is_set_by_hand_gets_a_folder_of_its_own():
    plain = edition.Edition("base", "2026-06-30")
    fixed = edition.Edition("base", "2026-06-30", {"pue": 1.2})
    other = edition.Edition("base", "2026-06-30", {"pue": 1.3})
    assert plain.name == "base"
    assert fixed.name.startswith("base+set-")
    assert len({plain.name, fixed.name, other.name}) == 3


def test_the_order_of_what_is_set_by_hand_does_not_matter():
    one = edition.Edition("base", "2026-06-30", {"a": 1.0, "b": 2.0})
    two = edition.Edition("base", "2026-06-30", {"b": 2.0, "a": 1.0})
    assert one.name == two.name
