"""A case as `wattbook new case` writes it goes through all five notebooks and every gate."""

import json
import shutil
from pathlib import Path

from wattbook.report.cli import main

ROOT = Path(__file__).parents[2]


def test_a_new_case_answers_with_the_same_five_notebooks(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "params", tmp_path / "params")
    monkeypatch.setenv("WATTBOOK_PARAMS", str(tmp_path / "params"))
    assert main(["new", "case", "acme"]) == 0
    assert main(["report", "acme/base", "--as-of", "2026-11-22", "--draws", "200", "--jobs", "2", "--lean",
                 "--out", str(tmp_path / "out")]) == 0
    told = json.loads((tmp_path / "out/2026-11-22/acme-base/outputs.json").read_text())
    assert told["scenario"] == "acme/base"
    assert len(told["headlines"]) == 5
