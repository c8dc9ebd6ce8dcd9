"""A case as `wattbook new case` writes it goes through all five notebooks and every gate."""

import json
import operator
import re
import shutil
from pathlib import Path

import pytest
import yaml

from wattbook.report import pack, workers
from wattbook.report.cli import main

ROOT, DAY = Path(__file__).parents[2], "2026-11-22"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """The folder of params with three new cases in it: one as it is written, two of a firm of which nothing is known."""
    root = tmp_path_factory.mktemp("new") / "params"
    shutil.copytree(ROOT / "params", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WATTBOOK_PARAMS", str(root))
        for name in ("acme", "first", "last"):
            assert main(["new", "case", name]) == 0
        for name in ("first", "last"):
            path = root / "cases" / name / "case.yaml"
            declared = yaml.safe_load(path.read_text()) | {"subject": "acme", "entities": {"acme": "Acme"}}
            if name == "first":  # it stands first among the firms
                declared["first"] |= dict.fromkeys(("firm", "developer", "lab", "forecast_lab"), "acme")
            path.write_text(yaml.safe_dump(declared, sort_keys=False))
        yield root


def reported(place, *scenarios):
    """The folder of their reports."""
    assert main(["report", *scenarios, "--as-of", DAY, "--draws", "100", "--jobs", "1", "--lean", "--out", str(place)]) == 0
    return place / DAY


@pytest.fixture(scope="module")
def reports(case, tmp_path_factory):
    """Their reports; the first is as it is made for everybody, the others are written by this process."""
    place = tmp_path_factory.mktemp("reports")
    reported(place, "acme/base")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "apart", operator.call)
        return reported(place, "first/base", "last/base")


def told(folder):
    return json.loads((folder / "outputs.json").read_text())


def test_a_new_case_answers_with_the_same_five_notebooks(reports):
    found = told(reports / "acme-base")
    assert found["scenario"] == "acme/base"
    assert len(found["headlines"]) == 5


@pytest.mark.parametrize("name", ["first", "last"])
def test_a_firm_without_reports_gets_pages_that_say_what_cannot_be_said(name, reports):
    headlines = told(reports / f"{name}-base")["headlines"]
    revenue, place = headlines["03_revenue"], headlines["04_competition"]
    assert revenue.startswith("No revenue of the firm was reported")
    assert place.startswith("No tracked site of Acme" if name == "first" else "Anthropic")
    page = pack.unpacked((reports / f"{name}-base/03_revenue.html").read_text())
    assert "Not known on this date: " in page
    assert "What this rests on was not known on this date, so nothing is said." in page
    assert "Integrity checks fail" not in page
    assert "cannot be made" in page
    assert "Not known on this date: Probability of $70B or more" in page
    assert not re.search(r">[^<]*\bnan\b[^<]*<", page)
