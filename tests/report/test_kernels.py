"""Kernels are forked where that is possible, each on its own; what was run once is kept; workers answer or say why not."""

import json
import operator
import os
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook import run as runs
from wattbook.report import workers, zygote

RECORD = record("one", "One?", "price_usd_per_mwh")
linux = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked here")


@linux
def test_notebooks_are_forked_from_one_process_and_see_nothing_of_each_other(own_notebooks, tmp_path):
    told = f"import os, pathlib\nassert not hasattr(np, 'mark')\nnp.mark = np.random.rand()\n" \
           f"pathlib.Path({str(tmp_path)!r}, f'{{os.getpid()}}.txt').write_text(f'{{os.getppid()}} {{np.mark}}')"
    for name in ("01_one", "02_two", "03_three"):
        folder = own_notebooks(name, LOAD, told, RECORD)
    assert run_report(folder, tmp_path / "out") == 0
    parents, marks = zip(*(path.read_text().split() for path in tmp_path.glob("*.txt")), strict=True)
    assert (len(set(parents)), len(set(marks))) == (1, 3)
    assert parents[0] != str(os.getpid())


@linux
def test_a_run_that_is_killed_takes_its_kernels_along(own_notebooks, tmp_path):
    mark = tmp_path / "kernel.pid"
    source = f"import os, pathlib, time\npathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\ntime.sleep(600)"
    process = subprocess.Popen([sys.executable, "-m", "wattbook.report.cli", "report", "--as-of", DAY, "--out",
                                str(tmp_path / "out"), "--notebooks", str(own_notebooks("01_one", source, RECORD))])
    try:
        while not (mark.exists() and mark.read_text()):
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
    kernel = Path("/proc", mark.read_text())
    for _ in range(200):
        if not kernel.exists() or "(zombie)" in (kernel / "status").read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the kernel still runs")


def test_a_notebook_is_run_again_only_where_something_changed_or_one_insists(own_notebooks, case, tmp_path):
    seen = tmp_path / "seen.txt"
    folder = own_notebooks("01_one", LOAD, f"with open({str(seen)!r}, 'a') as file:\n    file.write('x')", RECORD)

    def times(*arguments):
        before, out = len(seen.read_text()) if seen.exists() else 0, tmp_path / f"out{len([*tmp_path.iterdir()])}"
        assert run_report(folder, out, *arguments) == 0
        return len(seen.read_text()) - before

    assert [times(), times(), times("--force"), times("--seed", "2"), times("--seed", "2")] == [1, 0, 1, 1, 0]
    path = folder / "01_one.ipynb"
    path.write_text(path.read_text().replace("# 01_one?", "# Which one?"))
    assert times() == 1
    notes = case / "base" / "power.yaml"
    before = notes.read_text()
    notes.write_text(f"{before}# a remark\n")
    try:
        assert times() == 1
    finally:
        notes.write_text(before)


def test_a_run_that_is_kept_is_the_one_that_is_opened(toy):
    asked = {"scenario": "base", "as_of": "2026-06-30", "draws": 100, "seed": 1, "root": toy}
    first = runs.open_run(**asked)
    assert not first._values.keys() & runs.MODEL.functions
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "_kept", {runs._asked("base", "2026-06-30", None, 100, 1, toy): first})
        assert runs.open_run(**asked).book is first.book
        assert runs.open_run(**asked | {"seed": 2}).book is not first.book
        assert runs.open_run(**asked | {"overrides": {"cost_usd": 2}}).book is not first.book


@linux
def test_workers_answer_or_say_why_not():
    asked = [(abs, -2), (operator.truediv, 1, 0), (os._exit, 3), (np.full, 3, 8)]
    found = {place: (value, error) for place, value, error in workers.side_by_side(operator.call, asked, 2)}
    assert found[0][0] == 2
    assert isinstance(found[1][1], ZeroDivisionError)
    assert isinstance(found[2][1], workers.Died)
    assert found[3][0].tolist() == [8, 8, 8]


@linux
def test_a_worker_that_is_stopped_has_died_for_who_waits():
    with ThreadPoolExecutor(1) as beside:
        waits = beside.submit(workers.apart, time.sleep, 600)
        while not workers._running:
            time.sleep(0.01)
        workers.stop()
        with pytest.raises(workers.Died):
            waits.result()
    assert not workers._running


def test_kernels_are_imported_before_there_is_a_second_thread():
    # Two threads that import the same libraries at once can find them half imported.
    asked = ("import sys; from pathlib import Path; from wattbook.report import run; name = 'wattbook.report.kernels'; "
             "ended = run.execute_all([run.Task(Path('a'), Path('b'), {})], 1); assert name in sys.modules; ended.close()")
    subprocess.run([sys.executable, "-c", asked], check=True)


@linux
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_does_not_disturb_the_end_of_what_forks(number):
    program = f"""
import os, signal
from wattbook.report import zygote
close = zygote.Zygote.close
zygote.Zygote.close = lambda one: (os.kill(os.getpid(), signal.{number}), close(one))
print(zygote.started().process.pid)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(ProcessLookupError):
        os.kill(int(done.stdout), 0)


@linux
def test_a_fork_is_stopped_before_it_leads_a_group_of_its_own(monkeypatch):
    process = subprocess.Popen(["sleep", "20"])  # of our group
    monkeypatch.setattr(workers, "_running", {process.pid})
    workers.stop()
    assert process.wait() == -9


def test_workers_are_a_pool_where_nothing_is_forked(monkeypatch):
    monkeypatch.setenv(zygote.OFF, "1")
    asked = [(abs, -2), (operator.truediv, 1, 0)]
    found = {place: (value, error) for place, value, error in workers.side_by_side(operator.call, asked, 2)}
    assert found[0][0] == 2
    assert isinstance(found[1][1], ZeroDivisionError)


def test_what_cannot_be_forked_any_more_is_done_here(monkeypatch):
    monkeypatch.setattr(workers, "_fork", lambda *given: json.loads(""))  # a ValueError, as when what forks has been killed
    found = {place: (value, error) for place, value, error in workers.side_by_side(operator.add, [(1, 2), (3, 4)], 2)}
    assert found == {0: (3, None), 1: (7, None)}


def test_a_fork_that_ended_before_it_could_be_watched_has_ended(monkeypatch):
    def gone(child):
        os.waitpid(child, 0)
        raise ProcessLookupError

    monkeypatch.setattr(os, "pidfd_open", gone)
    _, end = zygote.fork(lambda: None)
    assert select.select([end], [], [], 0)[0] == [end]
    os.close(end)
