"""Faults F1 to F17 that people found at the bench, each tried on a whole wattbook by way of its command line or of Python.

`make faults` tries them on this one, where all must hold; `WATTBOOK_PYTHON=PATH` names the Python of another. On commit
020ff13, where they were found, every one of them fails: `FOUND.md` says how.
"""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from nbformat.v4 import new_markdown_cell

from tests.report.conftest import DAY, LOAD, PARAMETERS, record, tagged, write_case, write_notebook

PYTHON = os.environ.get("WATTBOOK_PYTHON", sys.executable)
PACKAGE = Path(subprocess.run([PYTHON, "-c", "import wattbook; print(wattbook.__path__[0])"], check=True, text=True,
                              capture_output=True, cwd="/").stdout.strip())
# A wattbook that does not ask what was used has nothing to import for it.
FIRST = LOAD.replace("from wattbook.record import used", "try:\n    from wattbook.record import used\n"
                     "except ImportError:\n    def used(book): return None")
RECORD = record("01_one", "One?", "price_usd_per_mwh")
MAIN = "import sys\n{}\nfrom wattbook.report.cli import main\nsys.exit(main(sys.argv[1:]))"
HANGS = 20  # [s] after which a cell that should have been stopped after 3 s hangs
AXIS = "source_price_usd_per_mwh"


class Bench:
    """A tiny case and a folder of notebooks; reports are asked for as people do."""

    def __init__(self, folder):
        self.folder, self.notebooks, self.out = folder, folder / "notebooks", folder / "out"
        self.case, self.place = write_case(folder / "params"), self.out / DAY
        self.notebooks.mkdir()
        self.environment = {**os.environ, "WATTBOOK_PARAMS": str(self.case), "WATTBOOK_CACHE": str(folder / "cache")}

    def write(self, *cells, name="01_one"):
        write_notebook(self.notebooks / f"{name}.ipynb", [
            new_markdown_cell("# One?"), *(tagged(cell) if isinstance(cell, str) else cell for cell in cells)])

    def sound(self, *sources, name="01_one"):
        self.write(tagged(PARAMETERS, "parameters"), FIRST, *sources, RECORD, name=name)

    def command(self, *arguments):
        given = ["report", *arguments, "--notebooks", str(self.notebooks), "--draws", "100", "--as-of", DAY, "--jobs", "1"]
        return given if "--out" in arguments else [*given, "--out", str(self.out)]

    def start(self, *arguments, before="", **given):
        return subprocess.Popen([PYTHON, "-c", MAIN.format(before), *self.command(*arguments)], text=True, cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment, **given)

    def report(self, *arguments, **given):
        """Status and what was said of a report."""
        process = self.start(*arguments, **given)
        said = process.communicate()[1]
        return process.returncode, said

    def refuses(self, *arguments, told="", **given):
        status, said = self.report(*arguments, **given)
        assert status == 2, (status, said[-300:])
        assert "Traceback" not in said, said[-300:]
        assert told in said, said[-300:]
        assert len(said) <= 400, f"{len(said)} characters"
        assert not list(self.place.glob("*/index.html"))

    def fails(self, told):
        status, said = self.report()
        assert (status, told in said) == (1, True), (status, said[-300:])

    def made(self, name):
        return json.loads((self.place / "base" / name).read_text(encoding="utf-8"))


def asked(code):
    """What Python code prints beside the case that comes with the library tried."""
    environment = {name: value for name, value in os.environ.items() if name != "WATTBOOK_PARAMS"}
    done = subprocess.run([PYTHON, "-c", code], check=False, capture_output=True, text=True, env=environment, cwd="/")
    assert done.returncode == 0, done.stderr.strip().splitlines()[-1][:300]
    return done.stdout.strip()


def load(overrides=None, day="2026-11-22"):
    """The mistake that loading the case names, or 'loaded'."""
    return asked(f"""if True:
        from wattbook import params
        try:
            params.load("base", {day!r}, {overrides!r}, 100, 1)
            print("loaded")
        except params.InputError as error:
            print(error)""")


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.mark.parametrize("cells", [
    [tagged(PARAMETERS, "parameters"), tagged(PARAMETERS, "parameters")],
    [new_markdown_cell("1", metadata={"tags": ["parameters"]}), tagged(PARAMETERS)]], ids=["twice", "in text"])
def test_f1_odd_cells_of_parameters(bench, cells):
    bench.write(*cells, FIRST, RECORD)
    bench.refuses("dear", told="tagged 'parameters'")


def test_f1_a_leftover_under_the_parameters(bench):
    bench.sound()
    bench.write(tagged(PARAMETERS, "parameters"), "as_of = '2026-05-31'", FIRST, RECORD)
    bench.fails("was asked for, it ran with")


@pytest.mark.parametrize("content", [b"", b"<<<<<<< HEAD\n{}\n=======\n>>>>>>> b\n", b"\xef\xbb\xbf{}"],
                         ids=["empty", "merged", "marked"])
def test_f2_a_notebook_that_is_none(bench, content):
    (bench.notebooks / "01_one.ipynb").write_bytes(content)
    bench.refuses(told="01_one.ipynb")


def test_f2_a_manifest_that_is_empty(bench):
    bench.sound()
    (bench.place / "base").mkdir(parents=True)
    (bench.place / "base/manifest.json").write_text("")
    bench.refuses("--replace", told="manifest.json")


def test_f3_the_commit_of_another_repository(bench):
    inside = bench.folder / "outer/inside"
    shutil.copytree(PACKAGE, inside / "lib/wattbook", ignore=shutil.ignore_patterns("__pycache__"))
    for words in (["init", "-q"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "a"]):
        subprocess.run(["git", "-C", inside.parent, *words], check=True)
    bench.environment["PYTHONPATH"] = str(inside / "lib")
    bench.sound()
    assert bench.report()[0] == 0
    assert bench.made("manifest.json")["commit"] is None


def test_f4_a_long_name_of_the_temporary_folder(bench):
    long = bench.folder / ("a" * 100)
    long.mkdir()
    bench.environment["TMPDIR"] = str(long)
    bench.sound()
    status, said = bench.report()
    assert status == 0, said[-300:]


@pytest.mark.parametrize("name", ["ir", "my-env", "python3"])
def test_f5_a_foreign_kernel(bench, name):
    bench.sound()
    path = bench.notebooks / "01_one.ipynb"
    path.write_text(path.read_text().replace('"python3"', f'"{name}"'))
    spec = bench.folder / "jupyter/kernels/python3/kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["false"], "display_name": "It fails", "language": "R"}')
    if name == "python3":
        bench.environment["JUPYTER_PATH"] = str(bench.folder / "jupyter")
    status, said = bench.report()
    assert status == 0, said[-300:]


@pytest.mark.parametrize("out", ["/dev/null", "/dev/null/reports", "/proc/reports"])
def test_f6_a_place_that_cannot_be_written(bench, out):
    bench.sound()
    bench.refuses("--out", out, told=out)


def test_f6_a_name_of_240_letters(bench):
    bench.sound()
    (bench.case / "scenarios/dear.yaml").rename(bench.case / f"scenarios/{'a' * 240}.yaml")
    bench.refuses("a" * 240, told="name")


@pytest.mark.parametrize("page", ["04_competition", "05_verdict"])
def test_f7_a_programme_of_nothing(bench, page):
    for one in {"04_competition", page}:
        shutil.copy(PACKAGE.parents[1] / f"notebooks/{one}.ipynb", bench.notebooks)
    if page == "05_verdict":
        (bench.notebooks / "04_competition.ipynb").unlink()
    del bench.environment["WATTBOOK_PARAMS"]
    status, said = bench.report("--set", "budget_usd=0")
    assert status == 0, said[-300:]
    (text,) = (path.read_text(encoding="utf-8") for path in bench.place.glob(f"*/{page}.html"))
    assert "99% probability" not in text


def test_f8_a_range_by_hand_keeps_the_distribution(bench):
    bench.sound()
    assert bench.report("--set", "price_usd_per_mwh=70,50,90")[0] == 0
    (inputs,) = (yaml.safe_load(path.read_text()) for path in bench.place.glob("*/inputs.yaml"))
    assert inputs["assumptions"]["price_usd_per_mwh"]["dist"] == "normal"


def test_f8_one_number_for_all_members_is_asked_about():
    assert "a number for each of" in load({AXIS: 50})


def test_f8_one_member_can_be_set():
    assert load({f"{AXIS}[grid]": 95}) == "loaded"


@pytest.mark.parametrize(("arguments", "told"), [
    (("--set", "price_usd_per_mwh=60", "--set", "price_usd_per_mwh=80"), "2 times"),
    (("--as-of", "2999-01-01"), "today is")], ids=["twice", "future"])
def test_f9_arguments_that_nobody_can_mean(bench, arguments, told):
    bench.sound()
    process = subprocess.run([PYTHON, "-m", "wattbook.report.cli", *bench.command(), *arguments], check=False, text=True,
                             capture_output=True, env=bench.environment, cwd=bench.folder)
    assert (process.returncode, told in process.stderr) == (2, True), (process.returncode, process.stderr[-300:])


def test_f9_a_rate_of_800_percent():
    assert "did you mean 0.08?" in load({"wacc_per_year": 8})


def test_f9_one_draw(bench):
    bench.sound()
    process = subprocess.run([PYTHON, "-m", "wattbook.report.cli", *bench.command(), "--draws", "1"], check=False, text=True,
                             capture_output=True, env=bench.environment, cwd=bench.folder)
    assert (process.returncode, "at least 100" in process.stderr) == (2, True), (process.returncode, process.stderr[-300:])


def test_f10_a_cell_that_hangs(bench):
    bench.sound("import time\ntime.sleep(120)")
    limit = ["--timeout", "3"] if "--timeout" in asked("import sys\nfrom wattbook.report.cli import main\n"
                                                      "try: main(['report', '--help'])\nexcept SystemExit: pass") else []
    process = bench.start(*limit, start_new_session=True)
    try:
        said = process.communicate(timeout=HANGS if not limit else None)[1]
    except subprocess.TimeoutExpired:
        raise AssertionError(f"it still runs after {HANGS} s") from None
    finally:
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
    assert "cell [4]: it took longer than 3 s" in said


@pytest.mark.parametrize(("source", "told"), [
    ("import os\nos._exit(3)", "cell [4]: "), ("import sys\nsys.exit(0)", "a cell left the notebook before its end")],
    ids=["dies", "leaves"])
def test_f10_a_cell_that_dies_or_leaves(bench, source, told):
    bench.sound(source)
    bench.fails(told)


def test_f10_a_cell_that_prints_without_end(bench):
    bench.sound("for _ in range(2000):\n    print('x' * 999)")
    assert bench.report()[0] == 0
    assert (bench.place / "base/01_one.ipynb").stat().st_size < 200_000


def test_f10_a_lost_terminal(bench):
    mark = bench.folder / "pid"
    bench.sound(f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(120)")
    process = bench.start(preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL))
    while not (mark.exists() and mark.read_text()):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGHUP)
    process.wait()
    try:
        assert not list(bench.out.rglob(".writing-*")), "half a report is left"
        assert process.returncode == 130
    finally:
        subprocess.run(["kill", "-9", mark.read_text()], check=False, stderr=subprocess.DEVNULL)


def test_f10_stopped_while_it_is_being_loaded(bench):
    bench.sound()
    status, said = bench.report(before="""
class Stop:
    def find_spec(name, *rest):
        if name == "wattbook.params":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop)""")
    assert (status, said) == (130, "wattbook: stopped; nothing half written is left\n")


def test_f11_more_draws_than_fit(bench):
    bench.sound()
    process = subprocess.run([PYTHON, "-m", "wattbook.report.cli", *bench.command(), "--draws", "99999999999"], check=False,
                             text=True, capture_output=True, env=bench.environment, cwd=bench.folder)
    assert (process.returncode, "--draws: found 99999999999" in process.stderr) == (2, True), process.stderr[-300:]


@pytest.mark.parametrize(("question", "told"), [
    ("run.explain('foo')", "'foo': no output"),
    ("run['recognised_revenue_usd[2031]']", "run.draws('recognised_revenue_usd[2031]')")], ids=["name", "number"])
def test_f12_a_question_about_a_name(question, told):
    assert told in asked(f"""if True:
        from wattbook import params
        try:
            from wattbook.run import open_run
        except ImportError:
            from wattbook.notebook import open as open_run
        try:
            {question.replace("run", 'open_run("base", "2026-11-22", None, 100)', 1)}
        except params.InputError as error:
            print(error)""")


def test_f12_a_notebook_without_a_record(bench):
    bench.write(tagged(PARAMETERS, "parameters"), FIRST)
    bench.refuses(told="01_one.ipynb")


@pytest.mark.parametrize("name", ["Untitled", "01_one-Copy1"])
def test_f12_drafts_and_copies(bench, name):
    bench.sound()
    if name == "Untitled":
        bench.write("1 / 0", name=name)
    else:
        shutil.copy(bench.notebooks / "01_one.ipynb", bench.notebooks / f"{name}.ipynb")
    status, said = bench.report()
    assert status == 0, said[-300:]
    assert {path.stem for path in (bench.place / "base").glob("*.ipynb")} == {"01_one"}


def test_f13_a_date_before_the_first():
    assert len(load(day="2001-01-01")) <= 300


def test_f13_names_that_differ_in_case():
    assert "did you mean 'pue'?" in load({"PUE": 1.2})


def test_f13_blank_rows(bench):
    bench.sound()
    with (bench.case / "observations.csv").open("a") as facts:
        facts.write(",,,,,,,,,\n")
    status, said = bench.report()
    assert status == 0, said[-300:]


def test_f13_a_scenario_in_yml(bench):
    bench.sound()
    (bench.case / "scenarios/dear.yaml").rename(bench.case / "scenarios/dear.yml")
    status, said = bench.report("dear")
    assert status == 0, said[-300:]


def test_f13_an_old_format_of_notebooks(bench):
    (bench.notebooks / "01_one.ipynb").write_text('{"nbformat": 3, "worksheets": [], "cells": []}')
    bench.refuses(told="not a notebook of format 4")


def test_f14_aliases_that_stand_for_gigabytes(bench):
    bench.sound()
    bomb = ", ".join(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}' if n else 'lol'] * 10)}]" for n in range(5))
    path = bench.case / "base/power.yaml"
    path.write_text(path.read_text().replace("Made up for a test.", f"{{{bomb}}}"))
    bench.refuses()


def test_f14_a_key_with_a_code_for_terminals(bench):
    bench.sound()
    with (bench.case / "base/power.yaml").open("a") as file:
        file.write('"\\e[31mred": 1\n')
    status, said = bench.report()
    assert status == 2
    assert "\x1b" not in said


def test_f15_a_disk_that_is_full_while_pages_are_written(bench):
    bench.sound()
    bench.environment["WATTBOOK_NO_FORK"] = "1"  # a fork would not know of it
    full = """
import errno, pathlib
write = pathlib.Path.write_text
def write_text(path, *rest, **given):
    if path.name == "01_one.html":
        raise OSError(errno.ENOSPC, "No space left on device", str(path))
    return write(path, *rest, **given)
pathlib.Path.write_text = write_text"""
    status, said = bench.report(before=full)
    assert (status, "Traceback" in said) == (1, False), said[-300:]
    assert not bench.out.exists()


def test_f15_killed_between_two_renames(bench):
    bench.sound()
    assert bench.report()[0] == 0
    bench.sound("low, middle, high = low + 1, middle + 1, high + 1")
    killer = """
import os, signal
rename, left = os.rename, [2]
def killing(old, new, **given):
    left[0] -= "base" in str(new)
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    rename(old, new, **given)
os.rename = killing"""
    bench.report("--replace", before=killer)
    assert (bench.place / "base/index.html").exists(), "the report is gone from its place"


def test_f16_a_week_is_no_day():
    assert "a date such as 2026-01-31 is needed" in load(day="2026-W10-1")


def test_f16_a_rate_that_there_is_is_found():
    said = asked("from wattbook import finance\nfor ask in (finance.irr_roots_count, finance.irr):\n"
                 "    print(float(ask([-1, 1e30]).item()))").split()
    assert [float(one) for one in said] == [1, pytest.approx(1e30)]


def test_f17_no_test_gives_up_on_a_slow_machine():
    """A clock may say neither whether a test passes nor when it gives up waiting for a process."""
    found = []
    for path in sorted((PACKAGE.parents[1] / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("run", "wait", "communicate"):
                found += [f"{path.name}, line {node.lineno}" for one in node.keywords if one.arg == "timeout"]
    assert not found
