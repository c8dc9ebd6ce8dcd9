"""What the command line refuses, and that it refuses before anything runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_markdown_cell

import wattbook
from tests.report.conftest import LOAD, PARAMETERS, record, run_report, tagged, write_case, write_notebook
from wattbook.params import InputError
from wattbook.report import edition, gather, memory, start
from wattbook.report.cli import main
from wattbook.run import Run
from wattbook.subject import MODEL

SEEDED = "low, middle, high = low + seed, middle + seed, high + seed"


def test_help_loads_nothing_heavy():
    heavy = "{'numpy', 'pandas', 'scipy', 'altair', 'nbconvert', 'papermill', 'yaml'}"
    code = ("import atexit, sys, wattbook.report.cli\n"
            f"atexit.register(lambda: print(sorted({heavy} & set(sys.modules))))\nwattbook.report.cli.main(['--help'])")
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "scenarios" in done.stdout


@pytest.mark.parametrize(("arguments", "told"), [
    (["--jobs", "0"], "whole number of at least 1"),
    (["--timeout", "0"], "whole number of at least 1"),
    (["--draws", "99"], "whole number of at least 100"),
])
def test_an_argument_that_cannot_be_read_ends_with_status_2_and_says_what_is_allowed(arguments, told, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["report", *arguments])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(("arguments", "told"), [
    (["--set", "price"], "NAME=VALUE"),
    (["--set", "price=cheap"], "NAME=VALUE"),
    (["--set", "price=1,2"], "NAME=VALUE,LOW,HIGH"),
    (["--set", "price=1,2,3,normal,5"], "NAME=VALUE,LOW,HIGH"),
    (["--set", "price*=xx"], "NAME*=FACTOR"),
    (["--set", "price*=2,1,3"], "NAME*=FACTOR"),
    (["--set", "price_usd_per_mwhh=3"], "did you mean 'price_usd_per_mwh'?"),
    (["deer"], "did you mean 'dear'?"),
    (["base", "deer"], "did you mean 'dear'?"),
    (["--as-of", "2020-01-01"], "price_usd_per_mwh"),
    (["--set", "price_usd_per_mwh=3,9,4"], "price_usd_per_mwh"),
    (["--set", "price_usd_per_mwh=3,2,4,nomal"], "did you mean 'normal'?"),
    (["--set", "price_usd_per_mwh=3", "--set", "price_usd_per_mwh=4"], "--set: found price_usd_per_mwh 2 times; one value"),
    (["--as-of", "2026-13-01"], "as_of: found '2026-13-01'; a date such as 2026-01-31 is needed"),
    (["--as-of", "2026-W10-1"], "as_of: found '2026-W10-1'; a date such as 2026-01-31 is needed"),
    (["--as-of", "2999-01-01"], "; choose today or earlier"),
    (["a" * 240], "a scenario is a name of at most 100 small letters"),
])
def test_a_mistake_about_the_inputs_ends_with_status_2_before_anything_is_written(arguments, told, notebooks, tmp_path, capsys):
    assert run_report(notebooks, tmp_path / "out", *arguments) == 2
    error = capsys.readouterr().err
    assert told in error
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_no_report_is_made_of_too_few_draws_to_say_a_probability_whoever_asks(case):
    with pytest.raises(InputError, match="draws: found 99; a whole number of at least 100 is needed: fewer say no"):
        edition.settle("base", "2026-06-30", draws=99)


def test_a_folder_without_notebooks_is_refused(case, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert run_report(tmp_path / "empty", tmp_path / "out") == 2
    assert "found no notebook" in capsys.readouterr().err


RECORD = record("one", "One?", "price_usd_per_mwh")
SOUND = [tagged(PARAMETERS, "parameters"), tagged(RECORD)]
NOTEBOOKS = {
    "no parameters": ([tagged(RECORD)], "no cell is tagged 'parameters'; exactly one code cell must be"),
    "two cells of parameters": ([*SOUND, tagged("1", "parameters")], "2 cells are tagged 'parameters'; exactly one"),
    "parameters in text": (
        [new_markdown_cell("1", metadata={"tags": ["parameters"]}), tagged(RECORD)], "a markdown cell is tagged 'parameters'"),
    "no record": ([tagged(PARAMETERS, "parameters"), tagged("1")], "no cell calls run.record(...)"),
    "nothing": (b"", "not a notebook: it is empty"),
    "half a file": (b'{"cells": [', "not a notebook: Expecting value: line 1 column"),
    "conflict marks": (b'{\n<<<<<<< HEAD\n "cells": []\n=======\n>>>>>>> theirs\n}', "it holds conflict marks of git"),
    "a byte-order mark": (b"\xef\xbb\xbf{}", "it starts with a byte-order mark; save it as UTF-8 without one"),
    "other letters": (b"caf\xe9: 1", "not UTF-8 text (invalid continuation byte at byte 3)"),
    "a list": (b"[]", "not a notebook of format 4"),
    "an old format": (b'{"nbformat": 3, "worksheets": [], "cells": []}', "not a notebook of format 4; open it in JupyterLab"),
    "a cell without source": (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "not a notebook of format 4"),
    "brackets without end": (b"[" * 100_000, "not a notebook of format 4"),
    "tags that are a number": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1", "metadata": {"tags": 5}}]}',
        "not a notebook of format 4"),
    "a tag that is no list": (
        b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1", "metadata": {"tags": "parameters"}}]}',
        "no cell is tagged 'parameters'; exactly one code cell must be"),
    "cells that are a mapping": (b'{"nbformat": 4, "cells": {"a": 1}}', "not a notebook of format 4"),
    "a number": (b"NaN", "not a notebook of format 4"),
}


@pytest.mark.parametrize(("content", "told"), NOTEBOOKS.values(), ids=list(NOTEBOOKS))
def test_a_notebook_that_will_not_do_is_named_before_anything_runs(content, told, case, tmp_path, capsys):
    path = tmp_path / "02_odd.ipynb"
    write_notebook(tmp_path / "01_good.ipynb", SOUND)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        write_notebook(path, content)
    assert run_report(tmp_path, tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert error.startswith(f"wattbook: {path}: ")
    assert told in error
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_drafts_and_copies_are_named_and_left_out(own_notebooks, tmp_path, capsys):
    folder = own_notebooks("01_one", LOAD, RECORD)
    own_notebooks("Untitled", "1 / 0")
    own_notebooks("01_one-Copy1", "1 / 0")
    assert run_report(folder, tmp_path / "out") == 0
    assert capsys.readouterr().err.splitlines() == [
        f"wattbook: {name}.ipynb is ignored; a notebook of a report is named like 01_name.ipynb"
        for name in ("01_one-Copy1", "Untitled")]
    assert {path.stem for path in (tmp_path / "out/2026-06-30/base").glob("*.ipynb")} == {"01_one"}


@pytest.mark.parametrize("out", ["/dev/null", "/dev/null/reports", "/proc/reports"])
def test_a_place_where_nothing_can_be_written_is_named(out, notebooks, capsys):
    assert run_report(notebooks, out) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"wattbook: {out}")
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("broken", ["manifest.json", "outputs.json"])
@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_report_that_is_broken_is_named_and_left_alone(broken, content, notebooks, tmp_path, capsys):
    folder = tmp_path / "out" / "2026-06-30" / "base"
    folder.mkdir(parents=True)
    for name, sound in (("manifest.json", '{"inputs_sha256": ""}'), ("outputs.json", '{"outputs": {}}')):
        (folder / name).write_text(content if name == broken else sound)
    assert run_report(notebooks, tmp_path / "out", "--replace") == 2
    assert f"{folder / broken}: it is broken, and with it the report there" in capsys.readouterr().err
    assert (folder / broken).read_text() == content


def test_stopping_while_the_program_is_still_being_loaded_gives_one_line():
    code = """if True:
        import sys
        class Stop:
            def find_spec(name, *rest):
                if name == "wattbook.params":
                    raise KeyboardInterrupt
        sys.meta_path.insert(0, Stop)
        from wattbook.report.cli import main
        sys.exit(main(["report"]))"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "wattbook: stopped; nothing half written is left\n")


def test_a_reader_that_has_seen_enough_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "wattbook.report.cli", "scenarios"], check=False, stdout=writing,
                          stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_outside_a_checkout_the_working_folder_stands_in_and_the_variable_is_named(tmp_path):
    shutil.copytree(Path(wattbook.__file__).parent, tmp_path / "site/wattbook", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "wattbook.report.cli"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    environment.pop("WATTBOOK_PARAMS", None)

    def told(*arguments):
        done = subprocess.run([*command, *arguments], check=False, capture_output=True, text=True, env=environment,
                              cwd=tmp_path)
        return done.stdout + done.stderr

    assert told("report") == (f"wattbook: {tmp_path / 'notebooks'}: found no notebook named like 01_name.ipynb; "
                              "--notebooks names their folder\n")
    assert told("find", "price") == "wattbook: params: no such folder; WATTBOOK_PARAMS names the folder of assumptions\n"
    write_case(tmp_path / "params")
    assert told("scenarios") == "base  Base\ndear  Dear power\n"


def test_draws_that_do_not_fit_into_memory_are_refused_with_the_number_that_fits(notebooks, tmp_path, monkeypatch, capsys):
    # Four fifths of 2 GB for two notebooks, 0.2 GB of each taken before: 0.6 GB, of 100 kB a draw.
    monkeypatch.setattr(memory, "free", lambda: 2e9)
    monkeypatch.setattr(memory, "bytes_per_draw", lambda case: 1e5)
    assert run_report(notebooks, tmp_path / "out", "--draws", "6001", "--jobs", "3") == 2
    assert capsys.readouterr().err == ("wattbook: --draws: found 6001; at most 6000 fit into the 2.0 GB that are free, with 2 "
                                       "notebooks at a time; --jobs 1 leaves more to each\n")
    memory.refuse_too_many(6000, 2)
    memory.refuse_too_many(14_000, 1)
    monkeypatch.setattr(memory, "free", lambda: 0)
    memory.refuse_too_many(2000, 9)


def test_the_memory_of_a_draw_is_that_of_all_outputs_and_somewhat_more(book):
    run = Run(book)
    taken = sum(run[name].nbytes for name in MODEL.functions) / book.draws
    assert taken <= memory.bytes_per_draw(book.case) <= 1.5 * taken
    assert memory.free() is None or memory.free() > 0


def test_a_report_is_made_again_only_where_something_changed(own_notebooks, tmp_path, monkeypatch, capsys):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--if-changed") == 0
    path = out / "2026-06-30/base/index.html"
    before = path.stat().st_ino
    assert capsys.readouterr().out == f"{path}\n"
    assert run_report(folder, out, "--if-changed") == 0
    assert capsys.readouterr() == (f"{path} (unchanged)\n", "")
    assert path.stat().st_ino == before
    assert run_report(folder, out) == 0  # and without asking, too
    assert capsys.readouterr() == (f"{path} (unchanged)\n", "")
    assert run_report(folder, out, "--as-of", "2026-07-31", "--if-changed") == 0  # a later day that brought nothing
    assert capsys.readouterr() == (f"{path} (unchanged)\n", "")
    own_notebooks("01_one", LOAD, "1", RECORD)
    with monkeypatch.context() as patch:
        patch.setattr(gather, "versions", lambda: dict.fromkeys(["wattbook", "numpy", "scipy", "pandas", "altair"], "9"))
        assert run_report(folder, out, "--if-changed", "--replace") == 0
    assert path.stat().st_ino != before
    known = json.loads((path.parent / "manifest.json").read_text())
    now = gather.made_from(edition.settle("base", "2026-06-30", {}, 100, 1), sorted(folder.iterdir()))
    assert {name for name, value in now.items() if known[name] != value} == {"packages"}  # they are what they were again


def test_what_a_report_is_made_from_includes_the_files_of_the_library(notebooks, tmp_path, monkeypatch):
    (tmp_path / "report").mkdir()
    monkeypatch.setattr(gather, "__file__", str(tmp_path / "report" / "gather.py"))

    def made(name, text):
        (tmp_path / name).write_text(text)
        return gather.made_from(edition.Edition("base", "2026-06-30"), sorted(notebooks.iterdir()))["library_sha256"]

    found = [made("growth.py", "life = 12"), made("growth.py", "life = 13"), made("growth.pyc", "bytes"), made("more.py", "")]
    assert len(set(found)) == 3
    assert found[1] == found[2]


def test_scenarios_are_listed_with_their_titles(case, capsys):
    assert main(["scenarios"]) == 0
    assert capsys.readouterr().out == "base  Base\ndear  Dear power\n"


@pytest.mark.parametrize(("arguments", "told"), [
    (["find", "electricity", "price"], "electricity_price_usd_per_mwh [USD_2025/MWh], assumption: "),
    (["describe", "pue"], "Feeds "),
    (["explain", "cooling_rack_it_kw", "--set", "pue=1.3"], "cooling_rack_it_kw = "),
    (["explain", "npv_usdd"], "did you mean 'npv_usd'?"),
    (["find", "price", "--scenario", "artcle"], "did you mean 'article'?"),
])
def test_questions_about_the_model_are_answered_on_the_command_line(arguments, told, monkeypatch, capsys):
    monkeypatch.delenv("WATTBOOK_PARAMS", raising=False)
    status = main([*arguments, "--draws", "100", "--as-of", "2026-11-22"])
    shown = capsys.readouterr()
    assert told in (shown.err if status else shown.out)
    assert status == (2 if "did you mean" in told else 0)


def test_a_folder_in_the_way_that_holds_no_report_is_left_alone(notebooks, tmp_path, capsys):
    thesis = tmp_path / "out" / "2026-06-30" / "base" / "thesis.txt"
    thesis.parent.mkdir(parents=True)
    thesis.write_text("years of work")
    assert run_report(notebooks, tmp_path / "out", "--replace") == 2
    assert "holds no report" in capsys.readouterr().err
    assert thesis.read_text() == "years of work"


def test_a_report_from_other_inputs_gets_a_number_or_takes_the_place_of_the_newest_where_that_is_asked_for(
        own_notebooks, tmp_path, capsys):
    folder, out = own_notebooks("01_one", LOAD, SEEDED, RECORD), tmp_path / "out"
    assert run_report(folder, out) == 0
    before = (out / "2026-06-30/base/outputs.json").read_text()
    assert run_report(folder, out, "--seed", "7") == 0
    second = out / "2026-06-30/base-2"
    assert capsys.readouterr().out.splitlines()[-1] == str(second / "index.html")
    assert 'href="../../2026-06-30/base/index.html"' in (second / "index.html").read_text()  # the one before
    assert run_report(folder, out, "--seed", "8", "--replace") == 0
    assert "moved: Price of power: $77 -> $78" in capsys.readouterr().err
    assert (out / "2026-06-30/base/outputs.json").read_text() == before
    assert 'href="../../2026-06-30/base/index.html"' in (second / "index.html").read_text()
    assert run_report(folder, out, "--seed", "8") == 0
    assert capsys.readouterr() == (f"{second / 'index.html'} (unchanged)\n", "")
    assert sorted(path.name for path in (out / "2026-06-30").iterdir()) == ["base", "base-2"]


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


def test_a_ctrl_c_while_its_modules_are_read_ends_the_command_with_a_line(monkeypatch, capsys):
    class Stopped:
        def find_spec(self, name, *_):
            if name == "wattbook.report.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "wattbook.report.cli")
    monkeypatch.setattr(sys, "meta_path", [Stopped(), *sys.meta_path])
    assert start.main() == 130
    assert capsys.readouterr().err == "wattbook: stopped; nothing half written is left\n"
