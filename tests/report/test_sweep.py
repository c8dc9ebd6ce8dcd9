"""Sweeps reckon every cell once, list what fails, and lose nothing, here, on a cluster of Dask and in a store of objects."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from wattbook.report import sweep
from wattbook.report.cli import main
from wattbook.run import open_run

pq = pytest.importorskip("pyarrow.parquet")
ROOT, BIN = Path(__file__).parents[2], Path(sys.executable).parent
GRID = """\
scenario: [base, dear]
as_of: 2026-06-30
set: {price_usd_per_mwh: [40, 50]}
seed: [1, 2]
draws: 100
numbers: [price_usd_per_mwh, price_usd_per_mwh >= 45]
"""


@pytest.fixture
def grid(tmp_path, case):
    """A file with that grid, or with another: write(text)."""
    path = tmp_path / "grid.yaml"
    path.write_text(GRID)
    return path


def rows(out):
    return pq.read_table(out / "outputs.parquet").to_pylist()


def test_a_grid_is_all_combinations_of_what_it_lists(grid):
    cells, numbers = sweep.read_grid(grid)
    assert len(cells) == 2 * 2 * 2
    assert cells[0] == {"scenario": "base", "as_of": "2026-06-30", "overrides": {"price_usd_per_mwh": 40}, "draws": 100,
                        "seed": 1}
    assert numbers == ["price_usd_per_mwh", "price_usd_per_mwh >= 45"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_cell_and_number_has_a_row_with_what_a_run_gives(jobs, grid, tmp_path, capsys):
    assert main(["sweep", str(grid), "--out", str(tmp_path / "out"), "--jobs", jobs]) == 0
    found = rows(tmp_path / "out")
    assert len(found) == 8 * 2
    assert {(row["overrides"], row["number"], row["p50"]) for row in found} == {
        ('{"price_usd_per_mwh": 40}', "price_usd_per_mwh", 40), ('{"price_usd_per_mwh": 40}', "price_usd_per_mwh >= 45", 0),
        ('{"price_usd_per_mwh": 50}', "price_usd_per_mwh", 50), ('{"price_usd_per_mwh": 50}', "price_usd_per_mwh >= 45", 1)}
    assert capsys.readouterr().out == f"{tmp_path / 'out' / 'outputs.parquet'}\n"


def test_a_cell_that_fails_is_listed_and_tried_again_and_the_others_are_not_reckoned_twice(grid, tmp_path, capsys):
    out = tmp_path / "out"
    grid.write_text("cells:\n  - {scenario: base, as_of: 2026-06-30, draws: 100}\n  - {scenario: none, as_of: 2026-06-30}\n"
                    "numbers: [price_usd_per_mwh]\n")
    assert main(["sweep", str(grid), "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "scenario=none as_of=2026-06-30" in told
    assert "1 of 2 cells are there" in told
    before = {path.name: path.stat().st_mtime_ns for path in (out / "cells").iterdir()}
    assert main(["sweep", str(grid), "--out", str(out)]) == 1
    assert {path.name: path.stat().st_mtime_ns for path in (out / "cells").iterdir()} == before
    assert [row["scenario"] for row in rows(out)] == ["base"]


@pytest.mark.parametrize(("text", "told"), [
    ("scenarios: [base]",
    "grid: found 'scenarios'; allowed fields: numbers, scenario, as_of, seed, draws, set; did you mean 'scenario'?"),
    ("cells: 5", "cells: found 5; a list of cells is needed"),
    ("cells: []", "grid: found []; at least one cell is needed; no list may be empty"),
    ("seed: []", "grid: found []; at least one cell is needed; no list may be empty"),
    ("cells: [{}, 5]", "cell 2: found 5; a mapping is needed, with scenario, as_of, seed, draws, set"),
    ("cells: [{scenaro: dear}]", "cell 1: found 'scenaro'; allowed fields: scenario, as_of, seed, draws, set; did you mean"),
    ("set: [1]", "set: found [1]; a mapping of assumption: number is needed"),
    ("draws: [200, many]", "cell 2: draws: found 'many'; a whole number of at least 100 is needed"),
    ("draws: 5", "cell 1: draws: found 5; a whole number of at least 100 is needed"),
    ("seed: {a: 1}", "cell 1: seed: found {'a': 1}; a whole number of at least 0 is needed"),
    ("scenario: 5", "cell 1: scenario: found 5; text is needed"),
    ("numbers: 5", "numbers: found 5; a list of keys such as npv_usd is needed"),
    ("numbers: []", "numbers: found []; a list of keys such as npv_usd is needed"),
])
def test_a_mistake_in_a_grid_is_one_line_and_nothing_is_reckoned(grid, tmp_path, capsys, text, told):
    grid.write_text(f"{text}\n")
    assert main(["sweep", str(grid), "--out", str(tmp_path / "out")]) == 2
    assert f"wattbook: {grid}: {told}" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_draws_in_blocks_give_what_a_run_gives(grid, tmp_path, monkeypatch):
    monkeypatch.setattr(sweep, "WIDE", 100)
    grid.write_text("as_of: 2026-06-30\ndraws: 3000\nnumbers: [price_usd_per_mwh]\n")
    assert main(["sweep", str(grid), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    wanted = open_run("base", "2026-06-30", draws=3000).summary("price_usd_per_mwh")
    (row,) = rows(tmp_path / "out")
    assert [row[name] for name in ("p10", "p50", "p90")] == [wanted[name] for name in ("p10", "p50", "p90")]


def test_a_sweep_that_is_stopped_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(ROOT / "params"))
    (tmp_path / "tmp").mkdir()
    grid = tmp_path / "grid.yaml"
    grid.write_text("as_of: 2026-11-22\ndraws: 500000\nnumbers: [npv_usd]\n")
    command = [sys.executable, "-m", "wattbook.report.cli", "sweep", str(grid), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path / "tmp")})
    try:
        wait_for(lambda: list(tmp_path.glob("tmp/wb-*/columns")))
        process.terminate()
        _, error = process.communicate()
    finally:
        process.kill()
    assert (process.returncode, error) == (130, "wattbook: stopped; nothing half written is left\n")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_whole_reports_are_made_once_and_one_that_fails_stops_nothing(grid, tmp_path, notebooks, capsys):
    out = tmp_path / "out"
    grid.write_text("scenario: [base, dear, none]\nas_of: 2026-06-30\ndraws: 100\n")
    asked = ["sweep", str(grid), "--out", str(out), "--reports", "--notebooks", str(notebooks)]
    assert main(asked) == 1
    assert "2 of 3 cells are there" in capsys.readouterr().err
    made = sorted((out / "reports" / "2026-06-30").iterdir())
    assert [path.name.rsplit("-", 1)[0] for path in made] == ["base", "dear"]
    dear = json.loads((made[1] / "outputs.json").read_text())["outputs"]["price_usd_per_mwh"]
    assert dear["p50"] == pytest.approx(140, abs=2)
    before = made[0].stat().st_mtime_ns
    assert main(asked) == 1
    assert made[0].stat().st_mtime_ns == before


@contextmanager
def running(*commands, errors=subprocess.DEVNULL):
    """Processes that are killed at the end."""
    started = [subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=errors, text=True)
               for command in commands]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


def wait_for(happened):
    """Wait until something has happened; a machine may be busy."""
    for _ in range(1200):
        if happened():
            return
        time.sleep(0.05)
    pytest.fail("it did not happen")


def test_a_worker_of_a_cluster_that_dies_loses_nothing(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setenv("WATTBOOK_PARAMS", str(ROOT / "params"))
    grid, place, out = tmp_path / "grid.yaml", tmp_path / "scheduler.json", tmp_path / "out"
    grid.write_text(f"seed: {list(range(16))}\nas_of: 2026-11-22\ndraws: 100\nnumbers: [npv_usd]\n")
    worker = [BIN / "dask", "worker", "--scheduler-file", place, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    with running([BIN / "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", place, "--no-dashboard"],
                 worker, worker) as processes:
        wait_for(lambda: place.exists() and place.read_text().endswith("}"))
        address = json.loads(place.read_text())["address"]
        with running([sys.executable, "-m", "wattbook.report.cli", "sweep", grid, "--dask", address, "--out", out],
                     errors=subprocess.PIPE) as (asks,):
            wait_for(lambda: len(list(out.glob("cells/*.parquet"))) >= 2)
            processes[1].kill()
            assert asks.communicate()[1].endswith("wattbook: 16 of 16 cells are there\n")
    assert sorted(row["seed"] for row in rows(out)) == list(range(16))
    assert not list(out.glob("cells/*.part"))


@pytest.fixture
def store(monkeypatch):
    """Address of a bucket of a server that speaks S3, on this machine."""
    pytest.importorskip("moto")
    s3fs = pytest.importorskip("s3fs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for name, value in (("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"), ("AWS_ACCESS_KEY_ID", "test"),
                        ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(name, value)
    with running([BIN / "moto_server", "-H", "127.0.0.1", "-p", port]):
        wait_for(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir("bucket")
        yield "s3://bucket/sweep"
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_sweep_goes_to_a_store_of_objects_and_is_taken_up_from_there(grid, store, notebooks, capsys):
    import s3fs

    for _ in range(2):
        assert main(["sweep", str(grid), "--out", store]) == 0
        assert capsys.readouterr().out == f"{store}/outputs.parquet\n"
    files = s3fs.S3FileSystem()
    with files.open(f"{store}/outputs.parquet") as file:
        assert len(pq.read_table(file)) == 8 * 2
    assert len(files.ls(f"{store}/cells")) == 8
    grid.write_text("as_of: 2026-06-30\ndraws: 100\n")
    assert main(["sweep", str(grid), "--out", store, "--reports", "--notebooks", str(notebooks)]) == 0
    assert len(files.glob(f"{store}/reports/2026-06-30/base-*/index.html")) == 1
