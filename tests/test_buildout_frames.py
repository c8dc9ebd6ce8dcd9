"""Frames and tables of the build-out page: what is drawn is what was reckoned."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from wattbook import frames
from wattbook.run import Run


@pytest.fixture(scope="module")
def run(book):
    """The shipped case."""
    return Run(book)


def standing(book, **values):
    """The shipped case with some arrays given."""
    return Run(dataclasses.replace(book, values={**book.values, **values}))


def test_exceedance_falls_from_all_draws_to_none(book):
    # 0 to 10 in 11 draws: six of them are at least 5.
    made = standing(book, npv_usd=np.arange(11.0)[:, None])
    frame = frames.exceedance(made, "npv_usd", points=3)
    assert frame["x"].to_numpy() == pytest.approx([0.05, 5, 9.95])
    assert frame["mid"].to_numpy() == pytest.approx([10 / 11, 6 / 11, 1 / 11])


def test_what_is_held_moves_towards_the_threshold_and_ours_stands_first(run):
    frame = frames.held(run, "it_capacity_nominal_gw", 1e3, most=2)
    assert frame["ours"].tolist() == [True, *[False] * (len(frame) - 1)]
    assert frame["value"].iloc[0] == pytest.approx(run.summary("it_capacity_nominal_gw")["p50"])
    assert (frame["value"].iloc[1:] >= frame["value"].iloc[0]).all()
    # The cheapest published watt, 27 USD: the budget over it.
    cheapest = frame[frame["note"].str.contains("TPU v7")]
    assert cheapest["value"].item() == pytest.approx(np.median(run.draws("capex_budget_usd")) / 27e9)


def test_a_probability_that_is_held_has_no_range(run):
    frame = frames.held(run, "it_capacity_nominal_gw >= 1", 0.5, most=1)
    assert frame["low"].isna().all()
    assert frame["value"].iloc[0] == pytest.approx(run.mean("it_capacity_nominal_gw >= 1"))


def test_attributed_sites_are_another_reading_of_the_chance_of_power(run):
    frame = frames.buildout.any_power(run, "energised_it_gw[2026-12] >= 0.001", 2026)
    row = frame[frame["label"].str.startswith("Attributed")]
    assert row["value"].item() == pytest.approx(np.mean(run.draws("attributed_energised_it_gw[2026-12]") > 0))


def test_before_any_site_is_attributed_there_is_one_reading_only(run, book):
    none = np.full_like(run["attributed_energised_it_gw"], np.nan)
    made = standing(book, attributed_energised_it_gw=none)
    assert set(frames.buildout.energised(made, first="2026-01", last="2026-12")["series"]) == {"Programme"}
    assert not frames.buildout.any_power(made, "energised_it_gw[2026-12] >= 0.001", 2026)["label"].str.startswith("Attr").any()


def test_a_table_of_years_has_a_row_a_year(run):
    made = frames.buildout.phasing(run, [2027, 2028])
    assert [row[0] for row in made.rows] == ["2027", "2028"]
    assert made.rows[0][4] == run.say("energised_it_gw[2027-12]")


def test_the_first_of_all_members_is_counted_over_the_draws(book):
    year = np.array([[2027.0, 2028, 2029], [2028, 2027, 2029], [2027, 2028, 2029], [2027, 2028, 2026]])[:, :, None]
    few = Run(dataclasses.replace(book, draws=4, values={**book.values, "site_first_power_year": year}))
    assert list(frames.buildout.p_first(few, "site_first_power_year").values()) == [0.5, 0.25, 0.25]


def test_half_of_the_tracked_sites_have_power_at_their_median(run):
    months = run.mean("reference_time_to_power_months")
    frame = frames.buildout.reference(run, [0, months])
    tracked = frame[frame["series"] == "Tracked sites"]
    assert tracked["mid"].to_numpy() == pytest.approx([0, 0.5], abs=1e-6)
    assert frame[frame["series"] == "Programme"]["mid"].is_monotonic_increasing


def test_the_trend_of_the_largest_run_grows_by_its_rate(run):
    frame = frames.buildout.largest_runs(run, [2027, 2028])
    trend = frame[frame["series"] == "Trend"]["mid"].to_numpy()
    assert 3 < trend[1] / trend[0] < 6  # 4.5 times a year, 3.2 to 5.6
    computing = frame[frame["series"] == "Computing"]["mid"]
    assert computing.to_numpy() == pytest.approx([run.summary("largest_training_run_flop")["p50"]] * 2)


def test_large_experiments_wait_longer_and_the_share_that_waits_falls_with_the_hours(run):
    frame = frames.buildout.waits_by_size(run, [500, 8000], [1, 10, 100])
    small, large = (frame[frame["series"] == name]["mid"].to_numpy() for name in ("500 H100", "8,000 H100"))
    assert (small <= large).all()
    assert (np.diff(small) <= 0).all()
    held = run.otherwise(experiment_h100e=500)
    assert small[0] == pytest.approx(held.mean("experiment_wait_hours >= 1"))


def test_the_parts_of_an_answer_differ_by_what_several_sites_save(run):
    frame = frames.buildout.latency(run)
    one, several = (frame[frame["when"] == place]["value"].sum() for place in ("One site in the middle", "All sites"))
    assert one - several == pytest.approx(run.mean("latency_saved_ms"))


def test_a_mix_on_the_frontier_is_beaten_by_no_other(run):
    frame = frames.buildout.mixes(run).iloc[1:]
    assert not any(((frame["x"] < row.x) & (frame["y"] < row.y)).any() for row in frame.itertuples())


def test_pairs_of_sites_are_told_once_each(run):
    made = frames.buildout.site_pairs(run)
    assert [row[0] for row in made.rows] == [
        "Texas and New York", "Texas and Sites to come", "New York and Sites to come"]
    trip = run.summary("site_hub_ms[new_york]")["p50"]
    assert made.rows[0][2].startswith(f"{trip:.2g}")


def test_a_larger_exchange_trains_less_well_at_the_same_bandwidth(run):
    frame = frames.buildout.by_model_size(run, [2.0])
    assert frame["mid"].is_monotonic_decreasing
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) == 3
