"""Rules of draws and of what notebooks share, by their number in the list of integrity rules."""

from pathlib import Path

import numpy as np
import pytest

from wattbook.report import gather
from wattbook.run import open_run
from wattbook.subject import MODEL
from wattbook.uncertainty import quantiles

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
NO_VALUE = ("NaN", "no value")  # how a quantity says in which draws it has none


@pytest.fixture(scope="module")
def found():
    return open_run("base", "2026-11-22", draws=300)


@pytest.fixture(scope="module")
def records():
    return [gather.stored_record(path) for path in NOTEBOOKS]


def test_every_output_has_quantiles_in_order_and_says_where_it_has_no_value(found):  # S-01
    for name, function in MODEL.functions.items():
        drawn = np.asarray(found[name], dtype=float)
        low, middle, high = quantiles(drawn.reshape(len(drawn), -1) if drawn.ndim else drawn.reshape(1, 1))
        assert not ((low > middle) | (middle > high)).any(), name
        assert not np.isinf(drawn).any(), name
        failed = np.isnan(drawn.reshape(len(drawn), -1)) if drawn.ndim > 1 else np.zeros((1, 1), bool)
        if (failed.any(axis=0) & ~failed.all(axis=0)).any():
            assert any(word in function.__doc__ for word in NO_VALUE), name


def test_a_share_of_draws_without_a_return_is_printed(found):  # S-01
    assert np.isnan(found.draws("irr_per_year")).mean() < 0.01 or "No single rate" in verdict_text()


def verdict_text():
    """All text that the stored verdict shows."""
    import nbformat

    return " ".join(str(out.get("data", {}).get("text/plain", "")) for cell in nbformat.read(NOTEBOOKS[-1], 4).cells
                    for out in cell.get("outputs", ()))


def test_notebooks_stand_on_one_run_and_each_number_is_recorded_once(records):  # N-01, N-03
    used = [{name: one["used"][name] for name in ("scenario", "as_of", "overrides", "draws", "seed")} for one in records]
    assert all(one == used[0] for one in used)
    names = [one["name"] for record in records for one in record["outputs"]]
    assert len(names) == len(set(names))  # so that no two can differ


def test_power_that_is_on_is_one_array_whoever_opens_the_run():  # N-01
    first, second = (open_run("base", "2026-11-22", draws=100)["energised_it_gw"].tobytes() for _ in range(2))
    assert first == second


def test_the_cost_of_a_token_lies_under_the_price_it_is_sold_at(found):  # N-02
    for workload in found.labels("floor_price_usd_per_mtoken"):
        assert found.mean(f"floor_price_usd_per_mtoken[{workload}] <= realised_price_usd_per_mtoken") > 0.5, workload


def test_labs_are_ranked_by_one_measure(found):  # N-04
    names = "observed_runrate_usd_per_year", "lab_report_usd_per_year", "lab_path_usd_per_year"
    assert len({tuple(found.book.case.series[name][one] for one in ("measure", "basis", "unit")) for name in names}) == 1
