"""Folders of a run: held, swept, exchanged in one step, and no publisher in another's way."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.report.test_build import left_in
from wattbook.report import edition, places, publish


def report(place, words):
    """Write what counts as a report."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "manifest.json").write_text('{"inputs_sha256": ""}')
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
        assert publish.move_into_place(place, tmp_path / "base") == {"outputs": "old"}
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
            publish.move_into_place(place, tmp_path / "base")
    assert left_in(tmp_path) == ["base", "base/manifest.json", "base/outputs.json"]
    assert (tmp_path / "base/outputs.json").read_text() == '{"outputs": "old"}'


def test_a_report_moved_aside_by_a_run_that_died_comes_back_at_the_next(tmp_path):
    one = edition.Edition("base", "2026-06-30")
    report(tmp_path / "2026-06-30/.replaced-base", "old")
    with pytest.raises(ValueError, match="made from other inputs"):
        edition.refuse_clash(one, tmp_path, replace=False)
    assert (tmp_path / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "old"}'
    report(tmp_path / "2026-06-30/.replaced-base", "older")
    edition.refuse_clash(one, tmp_path, replace=True)
    assert (tmp_path / "2026-06-30/base/outputs.json").read_text() == '{"outputs": "old"}'
    assert [path.name for path in (tmp_path / "2026-06-30").iterdir()] == ["base"]


def test_many_publishers_at_once_leave_one_whole_report_and_nothing_else(system, tmp_path):
    folder = tmp_path / "out" / "2026-06-30" / "base"

    def publisher(number):
        for _ in range(60):
            with publish.workshop(folder) as place:
                report(place, number)
                publish.move_into_place(place, folder)
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


def test_another_run_may_have_published_other_inputs_meanwhile(tmp_path):
    one = edition.Edition("base", "2026-06-30")
    folder = one.folder(tmp_path)
    with publish.workshop(folder) as place:
        report(place, "late")
        report(folder, "early")
        with pytest.raises(ValueError, match="made from other inputs"):
            publish.move_into_place(place, folder, lambda: edition.refuse_clash(one, tmp_path, False))
    assert (folder / "outputs.json").read_text() == '{"outputs": "early"}'
