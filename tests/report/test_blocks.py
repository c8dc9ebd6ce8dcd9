"""Draws in blocks are the draws of a plain run, bit for bit, whatever the size of a block and however many processes."""

from dataclasses import replace
from pathlib import Path

import pytest

from wattbook import params
from wattbook.params.leaves import leaf_makers
from wattbook.report import blocks, gather, memory
from wattbook.report.run import find_notebooks
from wattbook.run import Run, open_run

ROOT = Path(__file__).parents[2]
INPUTS = {"scenario": "base", "as_of": "2026-11-22", "root": ROOT / "params"}
DRAWS = 601


@pytest.fixture(scope="module")
def plain():
    """Every number that the stored notebooks record, and one that is counted, over all draws at once."""
    found = [one["name"] for path in find_notebooks(ROOT / "notebooks") for one in gather.stored_record(path)["outputs"]]
    run = open_run(**INPUTS, draws=DRAWS)
    return {key: run.summary(key) for key in dict.fromkeys([*found, "p_first_limit[compute]"])}


@pytest.mark.parametrize(("jobs", "size"), [(1, 97), (2, 250)])
def test_neither_the_size_of_a_block_nor_the_number_of_processes_changes_a_bit(jobs, size, plain):
    with blocks.wide(params.load(**INPUTS), DRAWS, list(plain), jobs, size) as run:
        assert {key: run.summary(key) for key in plain} == plain


def test_what_takes_all_draws_together_is_found_by_trying():
    book = params.load(**INPUTS)
    run = Run(replace(book, values={name: make(blocks.TRIED, lambda key: (blocks.np.arange(67) + 1 / 2) / 67)
                                    for name, make in leaf_makers(book).items()}))
    names = ("p_binding", "walk_away_value_usd_per_it_kw", "required_stream_usd", "npv_usd", "relief_it_gw", "limit_share")
    assert [name for name in names if blocks._takes_all(run, name)] == [
        "p_binding", "walk_away_value_usd_per_it_kw", "required_stream_usd"]


def test_draws_that_do_not_fit_are_refused_with_the_number_that_does(monkeypatch):
    monkeypatch.setattr(memory, "free", lambda: 2e9)
    # 80% of 2 GB less a block of 1000 draws of 0.4 MB each leaves 1.2 GB: at 40 bytes, 30 million draws.
    with pytest.raises(params.InputError, match=r"found 30000001; at most 30000000 fit"):
        memory.refuse_too_wide(30_000_001, 1000, 1e-6)
    memory.refuse_too_wide(30_000_000, 1000, 1e-6)
