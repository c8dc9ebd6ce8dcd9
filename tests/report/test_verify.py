"""A report holds what it held, and a stranger can tell."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook.report import gather, states
from wattbook.report.cli import main

RECORD = record("one", "One?", "price_usd_per_mwh")


def verify(folder, notebooks, jobs=1):
    return main(["verify", str(folder), "--notebooks", str(notebooks), "--jobs", str(jobs)])


def copied(printed, tmp_path):
    return shutil.copytree(printed / "base", tmp_path / DAY / "base")


def test_a_report_that_nobody_touched_holds(printed, notebooks, tmp_path, capsys):
    assert verify(copied(printed, tmp_path), notebooks, jobs=2) == 0
    assert "every file and every number holds, with the library here, which is the one that made it" in capsys.readouterr().out


def test_a_report_is_made_again_from_its_own_inputs_whatever_the_folder_of_assumptions_says_now(
        printed, notebooks, case, tmp_path, monkeypatch):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(tmp_path / "gone"))
    assert verify(copied(printed, tmp_path), notebooks) == 0


TAMPERED = {
    "a headline": ("01_price.html", "A megawatt-hour costs $70.", "A megawatt-hour costs $71.",
                   "$70 -> ", "What does $5 of power cost?"),
    "a table": ("index.html", "The price is 70.", "The price is 60.", "60", "index.html"),
    "an output": ("outputs.json", '"p50": 7', '"p50": 8', "outputs again_usd_per_mwh p50", "outputs.json"),
    "a chart": ("01_price.html", '"price":7', '"price":8', '"price":', "01_price.html"),
    "a notebook": ("01_price.ipynb", "The price is 70.", "The price is 7.", "70", "01_price.ipynb"),
}


@pytest.mark.parametrize(("name", "old", "new", "told", "where"), TAMPERED.values(), ids=list(TAMPERED))
def test_a_number_that_was_changed_is_found_even_where_its_hash_was_changed_with_it(
        name, old, new, told, where, printed, notebooks, tmp_path, capsys):
    folder = copied(printed, tmp_path)
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = gather.hashes(folder)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert verify(folder, notebooks) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) <= 3
    assert any(line.startswith(f"wattbook: {name}: ") and told.replace("$70 -> ", "71 -> ") in line for line in lines), lines


def test_files_that_were_changed_added_or_taken_away_are_named(printed, notebooks, tmp_path, capsys):
    folder = copied(printed, tmp_path)
    (folder / "01_price.html").write_text((folder / "01_price.html").read_text() + "<!-- more -->")
    (folder / "02_again.html").unlink()
    (folder / "03_new.html").write_text("new")
    assert verify(folder, notebooks) == 1
    assert capsys.readouterr().err.splitlines() == [
        "wattbook: 01_price.html: it is not as it was published", "wattbook: 02_again.html: it is gone",
        "wattbook: 03_new.html: it was not published",
        "wattbook: 01_price.html: it is written differently, with the same numbers"]


def test_inputs_that_were_changed_show_in_every_number_that_rests_on_them(printed, notebooks, tmp_path, capsys):
    folder = copied(printed, tmp_path)
    text = (folder / "inputs.yaml").read_text()
    (folder / "inputs.yaml").write_text(text.replace("value: 70", "value: 75"))
    assert verify(folder, notebooks) == 1
    said = capsys.readouterr().err
    assert "outputs.json: outputs again_usd_per_mwh p50: 7" in said
    assert "inputs.yaml: it is not as it was published" in said


@pytest.mark.parametrize("inputs", ["", "scenario: base", "files: {../../evil.yaml: {}}", "[1, 2]"])
def test_inputs_that_cannot_be_read_or_would_write_elsewhere_are_refused(inputs, printed, notebooks, tmp_path, capsys):
    folder = copied(printed, tmp_path)
    if inputs.startswith("files"):
        inputs = (folder / "inputs.yaml").read_text().replace("  case.yaml:", "  ../../evil.yaml:")
    (folder / "inputs.yaml").write_text(inputs)
    assert verify(folder, notebooks) == 2
    assert "inputs.yaml" in capsys.readouterr().err
    assert not list(tmp_path.rglob("evil.yaml"))


def test_a_folder_without_a_report_is_refused(case, tmp_path, notebooks, capsys):
    assert verify(tmp_path, notebooks) == 2
    assert "it holds no report" in capsys.readouterr().err


def test_what_changed_since_the_report_before_is_checked_too(own_notebooks, tmp_path, capsys):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--as-of", "2026-05-31") == 0
    assert run_report(folder, out) == 0
    report = out / DAY / "base"
    assert json.loads((report / "manifest.json").read_text())["previous"] == "2026-05-31/base"
    assert verify(report, folder) == 0
    assert verify(shutil.copytree(report, tmp_path / "alone/base"), folder) == 0  # where the one before is not beside it
    index = report / "index.html"
    index.write_text(index.read_text().replace("Of 1 headline number", "Of 2 headline number"))
    assert verify(report, folder) == 1
    assert "index.html: What changed since 2026-05-31?: 2 -> 1 in 'Of 2 headline" in capsys.readouterr().err


def test_a_report_of_an_older_commit_is_checked_by_its_own_library(case, own_notebooks, tmp_path, monkeypatch, capsys):
    checkout = tmp_path / "checkout"
    shutil.copytree(states.LIBRARY, checkout / "lib", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    shutil.copytree(own_notebooks("01_one", LOAD, RECORD), checkout / "notebooks")
    shutil.copytree(case, checkout / "params")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]):
        subprocess.run(["git", "-C", checkout, *words], check=True)
    for module in ("commands", "build"):
        monkeypatch.setattr(f"wattbook.report.{module}.CHECKOUT", checkout, raising=False)
    assert run_report(checkout / "notebooks", tmp_path / "out") == 0
    report = tmp_path / "out" / DAY / "base"
    assert not json.loads((report / "manifest.json").read_text())["commit"]["dirty"]
    path = checkout / "notebooks/01_one.ipynb"
    path.write_text(path.read_text().replace("0.1, 0.5, 0.9", "0.2, 0.5, 0.9"))
    assert verify(report, path.parent) == 0
    assert "with the library of the commit that made it" in capsys.readouterr().out
    shutil.rmtree(checkout / ".git")
    assert verify(report, path.parent) == 1
    told = capsys.readouterr()
    assert "with the library and the notebooks here" in told.out
    assert "outputs price_usd_per_mwh p10" in told.err


def test_hashes_cover_every_file(printed):
    manifest = json.loads((printed / "base/manifest.json").read_text())
    found = {str(path.relative_to(printed / "base")) for path in (printed / "base").rglob("*") if path.is_file()}
    assert set(manifest["files"]) == found - {"manifest.json"}
    assert Path("_static") in {Path(name).parent for name in manifest["files"]}
