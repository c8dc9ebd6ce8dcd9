"""Reports are whole or not there, and the same inputs give the same bytes."""

import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import yaml

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook.report import compare, gather, kernels, publish

RECORD = record("one", "One?", "price_usd_per_mwh")
FILES = {"index.html", "appendix.html", "inputs.yaml", "manifest.json", "outputs.json", "_static", "01_price.html",
         "01_price.ipynb", "02_again.html", "02_again.ipynb", "outputs.csv", "report.xlsx", "CITATION.cff", "charts"}


def left_in(folder):
    """Everything under a folder, hidden things too."""
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))


def test_a_report_holds_pages_notebooks_inputs_outputs_and_the_facts_of_its_run(printed):
    assert {path.name for path in (printed / "base").iterdir()} == FILES
    assert {path.name for path in printed.iterdir()} == {"base", "dear"}


@pytest.mark.parametrize("off", ["", "1"], ids=["forked", "launched"])
def test_the_same_inputs_give_the_same_bytes_whatever_runs_beside_them(off, printed, notebooks, tmp_path, monkeypatch):
    monkeypatch.setenv("WATTBOOK_NO_FORK", off)
    assert run_report(notebooks, tmp_path / "out", "--jobs", "1", "--force") == 0
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
            text = path.read_text(errors="replace")
            assert str(printed.parent) not in text, path.name
            assert str(notebooks) not in text, path.name


def test_the_inputs_are_the_ones_that_were_used(printed):
    inputs = yaml.safe_load((printed / "dear" / "inputs.yaml").read_text())
    assert inputs["assumptions"]["price_usd_per_mwh"]["value"] == 140
    assert (inputs["scenario"], inputs["draws"], inputs["seed"]) == ("dear", 100, 1)


def test_the_manifest_says_what_the_report_was_made_from(printed):
    manifest = json.loads((printed / "base" / "manifest.json").read_text())
    assert manifest["inputs_sha256"] == gather.sha256((printed / "base" / "inputs.yaml").read_bytes())
    assert manifest["outputs_sha256"] == gather.sha256((printed / "base" / "outputs.json").read_bytes())
    assert set(manifest["seconds"]) == {"01_price", "02_again"}
    assert min(manifest["seconds"].values()) > 0
    assert {"wattbook", "numpy", "altair", "papermill"} <= set(manifest["packages"])
    assert set(manifest["commit"] or {"id", "dirty"}) == {"id", "dirty"}


def test_what_is_set_by_hand_reaches_the_notebooks_and_is_shown(own_notebooks, tmp_path):
    folder = own_notebooks("01_one", LOAD, RECORD)
    assert run_report(folder, tmp_path / "out", "--set", "price_usd_per_mwh=33") == 0
    (made,) = (tmp_path / "out" / DAY).iterdir()
    assert made.name.startswith("base+set-")
    output = json.loads((made / "outputs.json").read_text())["outputs"]["price_usd_per_mwh"]
    assert [output[name] for name in ("p10", "p50", "p90")] == [33, 33, 33]
    assert "Set by hand for this report: price_usd_per_mwh = 33.0." in (made / "index.html").read_text()


@pytest.mark.parametrize(("source", "told"), [
    ("1 / 0", "02_two.ipynb, cell [4]: ZeroDivisionError: division by zero\n"),
    ("import os\nos._exit(3)", "02_two.ipynb, cell [4]: DeadKernelError: Kernel died\n"),
    ("import sys\nsys.exit(0)", "02_two.ipynb, cell [4]: SystemExit: a cell left the notebook before its end\n"),
    ("raise ValueError('\\x1b[31m' + 'long ' * 1000)", "cell [4]: ValueError: \\x1b[31mlong long"),
])
def test_a_failing_cell_leaves_no_report_and_says_where_to_look(source, told, own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", LOAD, RECORD)
    own_notebooks("02_two", "before = 'seen'", source, RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    error = capsys.readouterr().err
    assert told in error
    assert len(error) < 700
    assert "no report was written" in error
    kept = Path(re.search(r"up to there: (\S+)", error)[1])
    assert "before = 'seen'" in kept.read_text()
    assert not (tmp_path / "out").exists()
    shutil.rmtree(kept.parent)


def test_one_failing_scenario_does_not_hold_up_the_others(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", LOAD, "assert scenario != 'dear'", RECORD)
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
    folder = own_notebooks("01_one", LOAD, change, RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_two_notebooks_may_not_contradict_each_other(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", LOAD, RECORD)
    own_notebooks("02_two", LOAD, "high += 1", RECORD)
    assert run_report(folder, tmp_path / "out") == 1
    assert "02_two: output price_usd_per_mwh differs from what 01_one records" in capsys.readouterr().err


def test_two_notebooks_may_record_the_same_number(own_notebooks, tmp_path):
    folder = own_notebooks("01_one", LOAD, RECORD)
    own_notebooks("02_two", LOAD, RECORD)
    assert run_report(folder, tmp_path / "out") == 0
    outputs = json.loads((tmp_path / "out" / DAY / "base" / "outputs.json").read_text())["outputs"]
    assert {name: output["notebook"] for name, output in outputs.items()} == {"price_usd_per_mwh": "01_one"}


@pytest.fixture
def short():
    """A folder with a name short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="t-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_leaves_nothing_half_written_and_no_kernel_and_no_socket(number, own_notebooks, tmp_path, short):
    mark = tmp_path / "kernel.pid"
    source = f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    command = [sys.executable, "-m", "wattbook.report.cli", "report", "--as-of", DAY, "--out", str(tmp_path / "out"),
               "--notebooks", str(own_notebooks("01_one", source, RECORD))]
    # A shell that runs this in the background has told its children to ignore the signal.
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(short)},
                               preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    try:
        while not (mark.exists() and mark.read_text()):
            assert process.poll() is None
            time.sleep(0.05)
        assert any(short.glob("wb-*/*"))
        process.send_signal(number)
        process.send_signal(number)  # whoever stops a run does it twice
        _, error = process.communicate()
    finally:
        process.kill()
    assert process.returncode == 130
    assert error == "wattbook: stopped; nothing half written is left\n"
    assert not (tmp_path / "out").exists()
    assert left_in(short) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_cell_that_hangs_is_stopped_and_named(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", "import time\ntime.sleep(600)", RECORD)
    assert run_report(folder, tmp_path / "out", "--timeout", "3") == 1
    error = capsys.readouterr().err
    assert "01_one.ipynb, cell [3]: it took longer than 3 s\n" in error  # after two cells of parameters
    shutil.rmtree(Path(re.search(r"up to there: (\S+)", error)[1]).parent)


def test_a_cell_that_prints_without_end_is_cut_and_says_so(own_notebooks, tmp_path):
    loud = "import sys\nfor _ in range(300):\n    print('x' * 999)\n    print('y' * 999, file=sys.stderr)"
    assert run_report(own_notebooks("01_one", LOAD, loud, "print('heard')", RECORD), tmp_path / "out") == 0
    text = (tmp_path / "out" / DAY / "base" / "01_one.ipynb").read_text()
    assert 100_000 < len(text) < 120_000
    assert text.count("... more than 100 kB were printed; the rest is left out") == 1
    assert "heard" in text


def test_a_print_out_is_one_output_in_however_many_pieces_it_comes(own_notebooks, tmp_path):
    slow = "import time\nprint('first', flush=True)\ntime.sleep(0.4)\nprint('second', flush=True)"
    assert run_report(own_notebooks("01_one", LOAD, slow, RECORD), tmp_path / "out") == 0
    cells = json.loads((tmp_path / "out" / DAY / "base" / "01_one.ipynb").read_text())["cells"]
    assert ["".join(output["text"]) for cell in cells for output in cell.get("outputs", []) if output["output_type"] == "stream"
            ] == ["first\nsecond\n"]


@pytest.mark.parametrize("leftover", [
    "scenario = 'dear'", "as_of = '2026-05-31'", "overrides = {'price_usd_per_mwh': 1}", "seed = 2"])
def test_a_notebook_that_did_not_run_with_what_was_asked_for_makes_no_report(leftover, own_notebooks, tmp_path, capsys):
    assert run_report(own_notebooks("01_one", leftover, LOAD, RECORD), tmp_path / "out") == 1
    name = leftover.split()[0]
    assert re.search(rf"01_one: {name} \S+ was asked for, it ran with ", capsys.readouterr().err)
    assert not (tmp_path / "out").exists()


def test_a_checkout_unpacked_inside_another_repository_has_no_commit(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "inside").mkdir()
    assert gather.commit(tmp_path / "inside") is None


def test_a_notebook_runs_in_our_python_whatever_kernels_are_installed(own_notebooks, tmp_path, monkeypatch):
    folder = own_notebooks("01_one", LOAD, f"import sys\nassert sys.executable == {sys.executable!r}", RECORD)
    path = folder / "01_one.ipynb"
    path.write_text(path.read_text().replace('"python3"', '"ir"').replace('"language": "python"', '"language": "R"'))
    for name in ("python3", "ir"):
        spec = tmp_path / "jupyter" / "kernels" / name / "kernel.json"
        spec.parent.mkdir(parents=True)
        spec.write_text('{"argv": ["false"], "display_name": "It fails", "language": "R"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    assert run_report(folder, tmp_path / "out") == 0


@pytest.mark.parametrize("longest", [70, 0])
def test_where_the_temporary_folder_has_a_long_name_sockets_go_elsewhere_or_ports_do(
        longest, own_notebooks, tmp_path, monkeypatch):
    long = tmp_path / ("a" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    monkeypatch.setattr(kernels, "LONGEST", longest)
    transport = "import json, ipykernel\ntransport = json.load(open(ipykernel.get_connection_file()))['transport']"
    folder = own_notebooks("01_one", LOAD, f"{transport}\nassert transport == {'ipc' if longest else 'tcp'!r}", RECORD)
    assert run_report(folder, tmp_path / "out") == 0


def test_a_brace_in_a_path_is_a_brace(own_notebooks, tmp_path):
    assert run_report(own_notebooks("01_one", LOAD, RECORD), tmp_path / "{draft}") == 0
    assert (tmp_path / "{draft}" / DAY / "base" / "index.html").is_file()


def test_the_folder_of_assumptions_may_be_named_from_where_one_stands(case, own_notebooks, tmp_path, monkeypatch):
    monkeypatch.chdir(case.parent)
    monkeypatch.setenv("WATTBOOK_PARAMS", case.name)
    assert run_report(own_notebooks("01_one", LOAD, RECORD), tmp_path / "out") == 0


@pytest.mark.parametrize("name", ["write_text", "rename"])
def test_a_disk_that_is_full_while_pages_are_written_gives_one_line(name, own_notebooks, tmp_path, monkeypatch, capsys):
    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")

    folder = own_notebooks("01_one", LOAD, RECORD)
    monkeypatch.setenv("WATTBOOK_NO_FORK", "1")  # a fork would not know of it
    monkeypatch.setattr(Path if name == "write_text" else os, name, full)
    assert run_report(folder, tmp_path / "out") == 1
    monkeypatch.undo()
    assert capsys.readouterr().err.splitlines() == [
        f"wattbook: base: {tmp_path / 'out' / DAY / 'base'}: cannot be written: No space left on device",
        "wattbook: base: no report was written"]
    assert left_in(tmp_path) == ["own", "own/01_one.ipynb"]


def test_what_a_run_that_died_has_left_is_swept_by_name_and_what_a_living_one_holds_is_not(own_notebooks, tmp_path, capsys):
    out = tmp_path / "out"
    for dead in (out / "2026-05-31/.writing-base-dead/page", out / DAY / ".writing-dear-dead/page"):
        dead.mkdir(parents=True)
    with publish.workshop(out / DAY / "dear") as living:
        assert run_report(own_notebooks("01_one", LOAD, RECORD), out) == 0
        assert living.is_dir()
    told = [f"swept {out / day / name}, which a run that died left half written" for day, name in (
        ("2026-05-31", ".writing-base-dead"), (DAY, ".writing-dear-dead"))]
    assert sorted(line for line in capsys.readouterr().err.splitlines() if "swept" in line) == told
    assert {path.name for path in out.iterdir()} == {DAY, "index.html", "latest"}
    assert [path.name for path in (out / DAY).iterdir()] == ["base"]


def test_a_later_report_links_to_the_one_before_and_says_what_moved(own_notebooks, tmp_path):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--as-of", "2026-05-31") == 0
    own_notebooks("01_one", LOAD, "low, middle, high = low * 2, middle * 2, high * 2", RECORD)
    assert run_report(folder, out, "--as-of", "2026-06-30") == 0
    index, page = ((out / "2026-06-30/base" / name).read_text() for name in ("index.html", "01_one.html"))
    assert "What changed since 2026-05-31?" in index
    assert 'href="../../2026-05-31/base/index.html"' in index
    assert 'href="../../2026-05-31/base/01_one.html"' in page
    assert "Previous" not in (out / "2026-05-31/base/index.html").read_text()


def recorded(said, middle, width, unit="USD/year"):
    """An output of a report."""
    return {"definition": said, "unit": unit, "p10": middle - width / 2, "p50": middle, "p90": middle + width / 2}


def test_a_replaced_report_names_its_largest_moves_in_terms_of_the_old_range_and_counts_the_rest():
    old = {f"a{n}": recorded(f"A{n}", 1e9, 1e9) for n in range(14)}
    new = {f"a{n}": recorded(f"A{n}", 1e9 + n * 1e7, 1e9) for n in range(14)}
    old |= {"wide": recorded("Wide", 5e10, 1e12, "USD"), "lost": recorded("Lost", 1, 1), "p": recorded("P", 0.5, 0, "fraction")}
    new |= {"wide": recorded("Wide", 6e10, 1e12, "USD"), "more": recorded("More", 1, 1), "p": recorded("P", 0.6, 0, "fraction")}
    lines = compare.moved(old, new)
    assert lines[:4] == ["Lost: gone", "More: new", "A13: $1.0B -> $1.1B", "A12: $1.0B -> $1.1B"]
    assert lines[6] == "P: 50% -> 60%"  # a share moves by a tenth of the whole
    assert lines[11:] == ["A5: $1.0B ($500M to $1.5B) -> $1.0B ($550M to $1.6B)", "and 5 more"]  # A4 to A1 and what is wide


def test_a_move_of_the_range_alone_is_told_and_one_that_nobody_can_see_is_not():
    old = {"cost_usd": recorded("Cost", 2.0, 2.0, "USD"), "other_usd": recorded("Other", 2.0, 2.0, "USD")}
    new = {"cost_usd": old["cost_usd"] | {"p90": 4.0}, "other_usd": recorded("Other", 2.00001, 2.0, "USD")}
    assert compare.moved(old, new) == ["Cost: $2.0 ($1.0 to $3.0) -> $2.0 ($1.0 to $4.0)"]
