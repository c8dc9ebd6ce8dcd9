"""Reports are whole or not there, and the same inputs give the same bytes."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook.report import gather, publish

RECORD = record("one", "One?", "price_usd_per_mwh")
FILES = {"index.html", "inputs.yaml", "manifest.json", "outputs.json", "_static", "01_price.html", "01_price.ipynb",
         "02_again.html", "02_again.ipynb"}


def left_in(folder):
    """Everything under a folder, hidden things too."""
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))


def test_a_report_holds_pages_notebooks_inputs_outputs_and_the_facts_of_its_run(printed):
    assert {path.name for path in (printed / "base").iterdir()} == FILES
    assert {path.name for path in printed.iterdir()} == {"base", "dear"}


def test_the_same_inputs_give_the_same_bytes_whatever_runs_beside_them(printed, notebooks, tmp_path):
    assert run_report(notebooks, tmp_path / "out", "--jobs", "1") == 0
    for name in ("outputs.json", "inputs.yaml", "01_price.ipynb", "02_again.ipynb"):
        assert (tmp_path / "out" / DAY / "base" / name).read_bytes() == (printed / "base" / name).read_bytes(), name


def test_the_scenario_reaches_the_notebooks(printed):
    base, dear = (json.loads((printed / name / "outputs.json").read_text()) for name in ("base", "dear"))
    assert base["outputs"]["price_usd_per_mwh"]["p50"] == pytest.approx(70, abs=1)
    assert dear["outputs"]["price_usd_per_mwh"]["p50"] == pytest.approx(140, abs=2)
    assert base["headlines"]["01_price"] == "The price is 70."


def test_outputs_hold_no_time_and_no_place(printed):
    text = (printed / "base" / "outputs.json").read_text()
    assert str(printed) not in text
    assert not re.search(r"\d\d:\d\d", text)


def test_nothing_in_a_report_names_a_folder_of_this_machine(printed, notebooks):
    for path in (printed / "base").iterdir():
        if path.is_file():
            text = path.read_text()
            assert str(printed.parent) not in text, path.name
            assert str(notebooks) not in text, path.name


def test_the_inputs_are_the_ones_that_were_used(printed):
    inputs = yaml.safe_load((printed / "dear" / "inputs.yaml").read_text())
    assert inputs["assumptions"]["price_usd_per_mwh"]["value"] == 140
    assert (inputs["scenario"], inputs["draws"], inputs["seed"]) == ("dear", 50, 1)


def test_the_manifest_says_what_the_report_was_made_from(printed):
    manifest = json.loads((printed / "base" / "manifest.json").read_text())
    assert manifest["inputs_sha256"] == gather._sha256((printed / "base" / "inputs.yaml").read_bytes())
    assert manifest["outputs_sha256"] == gather._sha256((printed / "base" / "outputs.json").read_bytes())
    assert set(manifest["seconds"]) == {"01_price", "02_again"}
    assert min(manifest["seconds"].values()) > 0
    assert {"wattbook", "numpy", "altair", "papermill"} <= set(manifest["packages"])
    assert set(manifest["commit"] or {"id", "dirty"}) == {"id", "dirty"}


def test_what_is_set_by_hand_reaches_the_notebooks_and_is_shown(own_notebooks, tmp_path):
    folder = own_notebooks("one", LOAD, RECORD)
    assert run_report(folder, tmp_path / "out", "--set", "price_usd_per_mwh=33") == 0
    (made,) = (tmp_path / "out" / DAY).iterdir()
    assert made.name.startswith("base+set-")
    output = json.loads((made / "outputs.json").read_text())["outputs"]["price_usd_per_mwh"]
    assert [output[name] for name in ("p10", "p50", "p90")] == [33, 33, 33]
    assert "Set by hand for this report: price_usd_per_mwh = 33.0." in (made / "index.html").read_text()


@pytest.mark.parametrize(("source", "told"), [
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("import os\nos._exit(3)", "DeadKernelError"),
])
def test_a_failing_cell_leaves_no_report_and_says_where_to_look(source, told, own_notebooks, tmp_path, capsys):
    folder = own_notebooks("one", LOAD, RECORD)
    own_notebooks("two", "before = 'seen'", source, RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    error = capsys.readouterr().err
    assert "two.ipynb, cell [" in error
    assert told in error
    assert "no report was written" in error
    kept = Path(re.search(r"up to there: (\S+)", error)[1])
    assert "before = 'seen'" in kept.read_text()
    assert not (tmp_path / "out").exists()
    shutil.rmtree(kept.parent)


def test_one_failing_scenario_does_not_hold_up_the_others(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("one", LOAD, "assert scenario != 'dear'", RECORD)
    assert run_report(folder, tmp_path / "out", "dear", "base") == 1
    told = capsys.readouterr()
    assert "dear: no report was written" in told.err
    assert told.out.splitlines() == [str(tmp_path / "out" / DAY / "base" / "index.html")]
    assert [path.name for path in (tmp_path / "out" / DAY).iterdir()] == ["base"]
    shutil.rmtree(Path(re.search(r"up to there: (\S+)", told.err)[1]).parent)


@pytest.mark.parametrize(("change", "told"), [
    ("low, high = high, low", "out of order"),
    ("low = float('nan')", "not three finite numbers"),
])
def test_a_record_that_is_not_sound_leaves_no_report(change, told, own_notebooks, tmp_path, capsys):
    folder = own_notebooks("one", LOAD, change, RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_two_notebooks_may_not_contradict_each_other(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("one", LOAD, RECORD)
    own_notebooks("two", LOAD, "high += 1", RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    assert "two: output price_usd_per_mwh differs from what one records" in capsys.readouterr().err


def test_two_notebooks_may_record_the_same_number(own_notebooks, tmp_path):
    folder = own_notebooks("one", LOAD, RECORD)
    own_notebooks("two", LOAD, RECORD)
    assert run_report(folder, tmp_path / "out") == 0
    outputs = json.loads((tmp_path / "out" / DAY / "base" / "outputs.json").read_text())["outputs"]
    assert {name: output["notebook"] for name, output in outputs.items()} == {"price_usd_per_mwh": "one"}


def test_stopping_by_hand_leaves_nothing_half_written_and_no_kernel_behind(own_notebooks, tmp_path):
    mark = tmp_path / "kernel.pid"
    source = f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    command = [sys.executable, "-m", "wattbook.report.cli", "report", "--as-of", DAY, "--out", str(tmp_path / "out"),
               "--notebooks", str(own_notebooks("one", source))]
    # A shell that runs this in the background has told its children to ignore the signal.
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    try:
        while not (mark.exists() and mark.read_text()):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "nothing half written is left" in error
    assert not (tmp_path / "out").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_report_that_cannot_be_moved_into_place_leaves_the_old_one(tmp_path, monkeypatch):
    folder = tmp_path / "2026-06-30" / "base"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{}")
    (folder / "outputs.json").write_text('{"outputs": {}}')
    rename, calls = os.rename, []

    def fail_once(old, new):
        calls.append(new)
        if len(calls) == 2:
            raise OSError("disk full")
        rename(old, new)

    monkeypatch.setattr(os, "rename", fail_once)
    with publish.workshop(folder) as place, pytest.raises(OSError, match="disk full"):
        publish.move_into_place(place, folder)
    names = ("", "/base", "/base/manifest.json", "/base/outputs.json")
    assert left_in(tmp_path) == [f"2026-06-30{name}" for name in names]


def test_a_later_report_links_to_the_one_before_and_says_what_moved(own_notebooks, tmp_path):
    folder, out = own_notebooks("one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--as-of", "2026-05-31") == 0
    own_notebooks("one", LOAD, "low, middle, high = low * 2, middle * 2, high * 2", RECORD)
    assert run_report(folder, out, "--as-of", "2026-06-30") == 0
    index, page = ((out / "2026-06-30/base" / name).read_text() for name in ("index.html", "one.html"))
    assert "What moved since 2026-05-31?" in index
    assert 'href="../../2026-05-31/base/index.html"' in index
    assert 'href="../../2026-05-31/base/one.html"' in page
    assert "Previous" not in (out / "2026-05-31/base/index.html").read_text()
