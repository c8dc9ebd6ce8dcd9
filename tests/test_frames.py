"""Frames for charts: what is drawn is what was reckoned."""

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


# Worked examples


def test_bands_are_the_quantiles_of_the_draws():
    # 0 to 200 in 201 draws: the 2.5th percentile is 5, the 10th 20.
    frame = frames.bands(np.arange(201.0)[:, None])
    assert frame.loc[0].to_dict() == pytest.approx({"lowest": 5, "low": 20, "mid": 100, "high": 180, "highest": 195})


def test_a_series_runs_from_month_to_month(run):
    frame = frames.series(run, "energised_it_gw", "2026-03", "2026-05")
    assert frame["when"].tolist() == [pd.Timestamp(2026, month, 1) for month in (3, 4, 5)]
    first = run.book.case.month_names().index("2026-03")
    assert frame["mid"].iloc[0] == pytest.approx(np.median(run["energised_it_gw"][:, first]))


def test_a_series_without_ends_is_the_whole_time_axis(run):
    assert len(frames.series(run, "energised_it_gw")) == run.book.case.months


def test_several_frames_keep_their_names():
    frame = frames.several(One=pd.DataFrame({"x": [1]}), Two=pd.DataFrame({"x": [2]}))
    assert frame.to_dict("list") == {"x": [1, 2], "series": ["One", "Two"]}


def test_numbers_stand_side_by_side_and_what_is_not_defined_is_left_out(book):
    made = Run(dataclasses.replace(book, values={
        **book.values, "npv_usd": np.arange(11.0)[:, None], "irr_per_year": np.full((11, 1), np.nan)}))
    frame = frames.numbers(made, {"Value": "npv_usd", "Return": "irr_per_year"})
    assert frame.to_dict("list") == {"label": ["Value"], "value": [5], "low": [1], "high": [9]}


def test_observed_values_stand_at_their_dates(run):
    frame = frames.observed(run, "observed_runrate_usd_per_year")
    facts = [row for row in run.book.known
             if (row["entity"], row["measure"], row["basis"]) == (run.book.case.subject, "revenue_run_rate", "gross")]
    assert len(frame) == len(facts)
    for when, row in zip(frame["when"], sorted(facts, key=lambda row: row["end_year"]), strict=True):
        assert abs((when - pd.Timestamp(row["period"])).days) <= 2  # decimal years count twelfths as equal
        assert when.year == int(row["period"][:4])


def test_members_are_named_as_readers_know_them(run):
    frame = frames.members(run, "lab_runrate_share")
    assert set(frame["label"]) <= set(run.book.case.axes["forecast_lab"].values())
    assert len(frame) == run.reported("comparable_runrate_usd_per_year")


# Identities


def test_a_sweep_at_the_drawn_values_is_the_run_itself(run):
    record = run.book.assumptions["payback_rule_life_years"]
    lives = [record.value, 2 * record.value]
    frame = frames.sweep(run, "required_revenue_payback_usd_per_year", "payback_rule_life_years", lives)
    ours = run.summary("required_revenue_payback_usd_per_year")
    assert frame.loc[0, ["low", "mid", "high"]].tolist() == pytest.approx([ours["p10"], ours["p50"], ours["p90"]])
    assert frame.loc[1, "mid"] == pytest.approx(frame.loc[0, "mid"] / 2)
    assert frame["x"].tolist() == lives


def test_a_sweep_of_what_reaches_the_output_indirectly_reckons_it_anew(run):
    # Twice the availability is not allowed, half of it is: half the hours, twice the cost.
    frame = frames.sweep(run, "cost_usd_per_h100e_hour", "availability", [0.8, 0.4])
    assert frame.loc[1, "mid"] == pytest.approx(2 * frame.loc[0, "mid"])


def test_a_sweep_may_be_of_one_year(run):
    frame = frames.sweep(run, "net_recognised_revenue_usd[2027]", "gross_to_net_ratio", [1.0, 0.5])
    assert frame.loc[1, "mid"] == pytest.approx(frame.loc[0, "mid"] / 2)
    assert frame.loc[0, "mid"] == pytest.approx(run.summary("recognised_revenue_usd[2027]")["p50"])


def test_a_grid_holds_every_pair_once_at_the_central_values_of_the_rest(run):
    frame = frames.grid(run, "it_capacity_nominal_gw", "budget_usd", [38e9, 76e9], "capex_usd_per_it_watt", [38.0, 19.0])
    real = run.central("capex_budget_usd").item() / run.book.assumptions["budget_usd"].value
    assert frame["value"].to_numpy() == pytest.approx(np.array([1, 2, 2, 4]) * real)
    assert list(frame.columns) == ["x", "y", "value"]


def test_published_values_start_with_our_own(run):
    frame = frames.published(run, "it_capacity_nominal_gw", "capex_usd_per_it_watt")
    assert frame["ours"].tolist() == [True] + [False] * len(run.book.assumptions["capex_usd_per_it_watt"].alternatives)
    assert frame.loc[0, "value"] == pytest.approx(run.summary("it_capacity_nominal_gw")["p50"])
    dearest = np.median(run.draws("capex_budget_usd")) / 90e9  # 90 USD per watt
    assert frame["value"].min() == pytest.approx(dearest)


def test_the_parts_of_a_waterfall_add_up_to_its_total(run):
    frame = frames.waterfall(
        run, {"IT": "it_charge_usd_per_it_kw_year", "Facility": "facility_charge_usd_per_it_kw_year",
              "Energy": "energy_usd_per_it_kw_year", "Other": "other_opex_usd_per_it_kw_year"},
        {"All": "annual_cost_usd_per_it_kw_year"})
    assert frame["kind"].tolist() == ["change"] * 4 + ["total"]
    assert frame["value"].iloc[:4].sum() == pytest.approx(frame["value"].iloc[4])


def test_a_minus_turns_a_part_round(run):
    frame = frames.waterfall(run, {"Less energy": "-energy_usd_per_it_kw_year"}, {})
    assert frame["value"].tolist() == [-run.mean("energy_usd_per_it_kw_year")]
