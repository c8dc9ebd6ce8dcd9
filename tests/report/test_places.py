"""Folders of a run: held, swept, exchanged in one step, and no publisher in another's way."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.report.test_build import left_in
from wattbook.report import edition, places, publish

MADE = {"inputs_sha256": "new"}


def report(place, words, inputs=""):
    """Write what counts as a report."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "manifest.json").write_text(f'{{"inputs_sha256": "{inputs}"}}')
    (place / "outputs.json").write_text(f'{{"outputs": "{words}"}}')


@pytest.fixture(params=["linux", "darwin"])
def system(request, monkeypatch):
    """A system that exchanges two folders in one step, and one that does not."""
    monkeypatch.setattr(places.sys, "platform", request.param)
    return request.param


def test_a_replaced_report_is_never_missing_from_its_place(system, tmp_path, monkeypatch):
    report(tmp_path / "base", "old")
    rename, calls = os.rename, []
    monkeypatch.setattr(os, "rename", lambda *names: (calls.append(names), rename(*names)))
    with publish.workshop(tmp_path / "base") as place:
        report(place, "new")
        assert publish.move_into_place(place, lambda: (tmp_path / "base", False)) == (tmp_path / "base", {"outputs": "old"})
    assert len(calls) == (0 if system == "linux" else 3)
    assert (tmp_path / "base/outputs.json").read_text() == '{"outputs": "new"}'
    assert left_in(tmp_path) == ["base", "base/manifest.json", "base/outputs.json"]


def test_a_report_that_cannot_be_moved_into_place_leaves_the_old_one(tmp_path, monkeypatch):
    monkeypatch.setattr(places.sys, "platform", "darwin")
    report(tmp_path / "base", "old")
    rename, calls = os.rename, []

    def fail_once(old, new):
        calls.append(new)
        if len(calls) == 2:
            raise OSError("disk full")
        rename(old, new)

    monkeypatch.setattr(os, "rename", fail_once)
    with publish.workshop(tmp_path / "base") as place:
        report(place, "new")
        with pytest.raises(OSError, match="disk full"):
            publish.move_into_place(place, lambda: (tmp_path / "base", False))
    assert left_in(tmp_path) == ["base", "base/manifest.json", "base/outputs.json"]
    assert (tmp_path / "base/outputs.json").read_text() == '{"outputs": "old"}'


def test_a_report_moved_aside_by_a_run_that_died_comes_back_at_the_next(tmp_path):
    one = edition.Edition("base", "2026-06-30")
    report(tmp_path / "2026-06-30/.replaced-base", "old")
    publish.tidy(tmp_path)
    assert edition.place_for(one, tmp_path, MADE, replace=False) == (tmp_path / "2026-06-30/base-2", False)
    assert (tmp_path / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "old"}'
    report(tmp_path / "2026-06-30/.replaced-base", "older")
    publish.tidy(tmp_path)
    assert edition.place_for(one, tmp_path, MADE, replace=True) == (tmp_path / "2026-06-30/base", False)
    assert (tmp_path / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "old"}'
    assert [path.name for path in (tmp_path / "2026-06-30").iterdir()] == ["base"]


def test_who_waits_for_a_publisher_that_dies_between_two_names_puts_the_old_report_back_and_goes_on(tmp_path):
    one = edition.Edition("base", "2026-06-30")
    with publish.workshop(one.folder(tmp_path)) as place:
        report(place, "new")
        report(tmp_path / "2026-06-30/.replaced-base", "old", "old")
        settle = partial(edition.place_for, one, tmp_path, MADE, False)
        assert publish.move_into_place(place, settle) == (tmp_path / "2026-06-30/base-2", None)
    assert (tmp_path / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "old"}'


def test_many_publishers_at_once_leave_one_whole_report_and_nothing_else(system, tmp_path):
    folder = tmp_path / "out" / "2026-06-30" / "base"

    def publisher(number):
        for _ in range(60):
            with publish.workshop(folder) as place:
                report(place, number)
                publish.move_into_place(place, lambda: (folder, False))
            publish.tidy(tmp_path / "out")
        return True

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(publisher, range(6)))
    names = ("", "/base", "/base/manifest.json", "/base/outputs.json")
    assert left_in(tmp_path / "out") == [f"2026-06-30{name}" for name in names]


def test_many_runs_that_publish_nothing_at_once_do_not_take_each_others_folders_away(tmp_path):
    def failing(number):
        for _ in range(100):
            with publish.workshop(tmp_path / "out" / "2026-06-30" / f"s{number}"):
                pass
        return True

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(failing, range(6)))
    assert set(left_in(tmp_path)) <= {"out", "out/2026-06-30"}  # who came second does not know who made them


def test_two_publishers_at_once_leave_every_report_whole_and_each_its_own(tmp_path):
    """A thousand times: two with the same inputs and two with others, of one name on one date."""
    def publisher(number):
        for turn in range(250):
            made = {"inputs_sha256": str(turn if number < 2 else f"{turn} of {number}")}
            one = edition.Edition("base", f"2026-06-{turn % 20 + 1:02d}")
            with publish.workshop(one.folder(tmp_path)) as place:
                report(place, f"{number} {turn}", made["inputs_sha256"])
                settle = partial(edition.place_for, one, tmp_path, made, False)
                assert publish.move_into_place(place, settle)[0].is_dir()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(publisher, range(4)))
    found = [(path.name, edition.published(path)["inputs_sha256"]) for path in tmp_path.glob("*/*")]
    assert len(found) == len([*tmp_path.rglob("outputs.json")])
    assert {hashed for _, hashed in found} >= {f"{turn} of {number}" for turn in range(250) for number in (2, 3)}
    for day in tmp_path.iterdir():
        assert {path.name for path in day.iterdir()} == {"base", *(f"base-{n}" for n in range(2, len(list(day.iterdir())) + 1))}


KILLER = """if True:
    import os, random, signal, sys, time
    from pathlib import Path
    from tests.report.test_places import report
    from wattbook.report import edition, publish

    out, draw = Path(sys.argv[1]), random.Random(7)
    one = edition.Edition("base", "2026-06-30")
    for kill in range(100):
        child = os.fork()
        while child == 0:
            turn = str(time.monotonic_ns())
            publish.tidy(out)
            with publish.workshop(one.folder(out)) as place:
                report(place, turn, turn)
                publish.move_into_place(place, lambda: edition.place_for(one, out, {"inputs_sha256": turn}, True))
        time.sleep(draw.uniform(0.002, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        held = edition.published(out / "2026-06-30/base")["inputs_sha256"]
        assert (out / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "%s"}' % held
    print(len(list(out.glob("*/.writing-*"))), held)
"""


def test_a_hundred_kills_at_any_moment_lose_nothing_and_the_next_run_sweeps(tmp_path):
    report(tmp_path / "2026-06-30/base", "0", "0")
    done = subprocess.run([sys.executable, "-c", KILLER, tmp_path], capture_output=True, text=True, check=True)
    leftovers, newest = done.stdout.split()
    assert newest != "0"  # reports were published between the kills
    assert int(leftovers) <= 1  # of the last one killed; the others were swept
    publish.tidy(tmp_path)
    assert left_in(tmp_path) == ["2026-06-30"] + [f"2026-06-30/base{name}" for name in ("", "/manifest.json", "/outputs.json")]


def test_another_run_may_have_published_other_inputs_meanwhile_and_both_stand(tmp_path):
    one = edition.Edition("base", "2026-06-30")
    folder = one.folder(tmp_path)
    with publish.workshop(folder) as place:
        report(place, "late")
        report(folder, "early", "other")
        found, _ = publish.move_into_place(place, lambda: edition.place_for(one, tmp_path, MADE, False))
    assert (folder / "outputs.json").read_text() == '{"outputs": "early"}'
    assert (found, (found / "outputs.json").read_text()) == (tmp_path / "2026-06-30/base-2", '{"outputs": "late"}')


def test_what_a_dead_process_left_among_temporary_files_goes_with_the_next_and_what_a_live_one_holds_stays(tmp_path):
    begin = ("import pathlib, sys, time; from wattbook.report import places\n"
             "with places.scratch(pathlib.Path(sys.argv[1])) as place:\n"
             "    (place / 'draws').write_text('many'); print(place, flush=True); time.sleep(600)")
    processes = [subprocess.Popen([sys.executable, "-c", begin, tmp_path], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        dead, alive = (Path(process.stdout.readline().strip()) for process in processes)
        processes[0].kill()
        processes[0].wait()
        with places.scratch(tmp_path) as own:
            assert sorted(tmp_path.iterdir()) == sorted([alive, own])
            assert (alive / "draws").read_text() == "many"
        assert not dead.exists()
    finally:
        for process in processes:
            process.kill()
