"""The reports that the checkout ships are whole, small, and what the library says; where they are not: make examples."""

import json
from pathlib import Path

import pytest

from wattbook import params
from wattbook.report import gather, states
from wattbook.run import Run

REPORTS = Path(__file__).parents[2] / "reports"
SETS = sorted(path.parent for path in REPORTS.glob("????-??-??/*/manifest.json"))
MOST_BYTES = 8_000_000  # as checked out


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_shipped_report_is_as_it_was_published_and_its_headlines_are_what_the_library_says(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("WATTBOOK_PARAMS", raising=False)
    assert json.loads((folder / "manifest.json").read_text())["files"] == gather.hashes(folder)
    told = json.loads((folder / "outputs.json").read_text())
    run = Run(params.load(**states.asked_again(states.read_inputs(folder), tmp_path / "params")))
    for key in told["heads"]:
        stored, now = ([one[name] for name in ("p10", "p50", "p90")] for one in (told["outputs"][key], run.summary(key)))
        if None not in stored:
            assert now == pytest.approx(stored, rel=1e-6), f"{key} moved: make examples"


def test_what_is_shipped_is_small():
    found = [path for path in REPORTS.rglob("*") if path.is_file() and not path.is_symlink() and "latest" not in path.parts]
    assert sum(path.stat().st_size for path in found) < MOST_BYTES


@pytest.mark.skipif(not SETS, reason="no report is shipped yet")
def test_both_dates_and_the_articles_own_reading_are_shipped_under_one_page():
    shipped = {f"{day}/{name}" for day in ("2025-11-12", "2026-11-27") for name in ("base", "article")}
    assert {f"{folder.parent.name}/{folder.name}" for folder in SETS} == shipped
    page = (REPORTS / "index.html").read_text()
    assert all(f'href="{one}/index.html"' in page for one in shipped)
