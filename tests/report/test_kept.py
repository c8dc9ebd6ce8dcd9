"""What was made once is kept, and nothing breaks where it cannot be."""

import os

import pytest

from wattbook.report import kept


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTBOOK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_drawing_is_made_once_for_each_key(cache):
    made = []
    for key in ("a", "a", "b"):
        assert kept.kept("svg", key, lambda key=key: made.append(key) or f"<svg>{key}</svg>") == f"<svg>{key}</svg>"
    assert made == ["a", "b"]


def test_where_nothing_can_be_kept_it_is_made_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("WATTBOOK_CACHE", str(tmp_path / "file"))
    assert [kept.kept("svg", "a", lambda: "x") for _ in range(2)] == ["x", "x"]


def test_what_nobody_asked_for_lately_is_thrown_away(cache):
    kept.kept("svg", "old", lambda: "old")
    kept.kept("svg", "new", lambda: "new")
    old = next(path for path in cache.iterdir() if path.read_text() == "old")
    os.utime(old, (0, 0))
    kept.forget()
    assert [path.read_text() for path in cache.iterdir()] == ["new"]
