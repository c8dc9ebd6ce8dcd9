"""A case as `wattbook new case` writes it goes through all five notebooks and every gate."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from wattbook.report import pack
from wattbook.report.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(tmp_path, monkeypatch):
    """The params with a new case in them, and its own file."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    monkeypatch.setenv("WATTBOOK_PARAMS", str(tmp_path / "params"))
    assert main(["new", "case", "acme"]) == 0
    return tmp_path / "params/cases/acme/case.yaml"


def reported(place):
    """The outputs of its report."""
    assert main(["report", "acme/base", "--as-of", "2026-11-22", "--draws", "100", "--jobs", "2", "--lean",
                 "--out", str(place / "out")]) == 0
    return json.loads((place / "out/2026-11-22/acme-base/outputs.json").read_text())


def test_a_new_case_answers_with_the_same_five_notebooks(case, tmp_path):
    told = reported(tmp_path)
    assert told["scenario"] == "acme/base"
    assert len(told["headlines"]) == 5


@pytest.mark.parametrize("followed", [True, False])
def test_a_firm_without_reports_gets_pages_that_say_what_cannot_be_said(followed, case, tmp_path):
    declared = yaml.safe_load(case.read_text()) | {"subject": "acme", "entities": {"acme": "Acme"}}
    if followed:  # as one that stands first among the firms, though nothing of it is known
        declared["first"] |= dict.fromkeys(("firm", "developer", "lab", "forecast_lab"), "acme")
    case.write_text(yaml.safe_dump(declared, sort_keys=False))
    told = reported(tmp_path)
    revenue, place = told["headlines"]["03_revenue"], told["headlines"]["04_competition"]
    assert revenue.startswith("No revenue of the firm was reported")
    assert place.startswith("No tracked site of Acme" if followed else "Anthropic")
    page = pack.unpacked((tmp_path / "out/2026-11-22/acme-base/03_revenue.html").read_text())
    assert "Not known on this date: " in page
    assert "What this rests on was not known on this date, so nothing is said." in page
    assert "Integrity checks fail" not in page
    assert "cannot be made" in page
    assert "Not known on this date: Probability of $70B or more" in page
    assert not re.search(r">[^<]*\bnan\b[^<]*<", page)
