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
    frame = frames.sweep(run, "required_revenue_usd_per_year[payback]", "payback_rule_life_years", lives)
    ours = run.summary("required_revenue_usd_per_year[payback]")
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


def test_a_grid_holds_every_pair_once_as_the_median_of_all_else_as_drawn(run):
    frame = frames.grid(run, "it_capacity_nominal_gw", "budget_usd", [38e9, 76e9], "capex_usd_per_it_watt", [38.0, 19.0])
    real = np.median(run["capex_budget_usd"]) / run.book.assumptions["budget_usd"].value
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


# The cost page


def test_lines_without_a_number_are_left_out_and_the_rest_say_theirs(book):
    made = Run(dataclasses.replace(book, values={
        **book.values, "npv_usd": np.full((5, 1), 2e9), "idc_usd": np.zeros((5, 1)), "irr_per_year": np.full((5, 1), np.nan)}))
    keys = {"Worth": "npv_usd", "Interest": "idc_usd", "Return": "irr_per_year"}
    assert frames.levels(made, keys) == {"Worth $2B": 2e9}
    assert frames.chance(made, "npv_usd >= 0") == 1
    assert frames.chance(made, "irr_per_year >= 0") is None


def test_years_are_counted_from_that_in_which_each_draw_starts(book):
    years = book.case.years()
    cover = np.full((2, len(years)), np.nan)
    cover[0, :3], cover[1, 1:3] = [5, 6, 7], [8, 9]  # one draw starts in the first year, one in the second
    start = np.array([[years[0] + 0.9], [years[1] + 0.1]])
    made = Run(dataclasses.replace(book, values={**book.values, "dscr_ratio": cover, "first_power_year": start}))
    frame = frames.cost.since(made, "dscr_ratio", "first_power_year", kept=1)
    assert frame["x"].tolist() == [1, 2]
    assert frame["mid"].tolist() == [6.5, 7.5]
    assert frames.cost.since(made, "dscr_ratio", "first_power_year")["mid"].tolist() == [6.5, 7.5, 7]


def test_a_draw_that_never_starts_has_no_years(book):
    years = len(book.case.years())
    made = Run(dataclasses.replace(book, values={
        **book.values, "dscr_ratio": np.ones((1, years)), "first_power_year": np.array([[np.nan]])}))
    assert frames.cost.since(made, "dscr_ratio", "first_power_year").empty


def test_uses_equal_sources_in_every_year(run):
    frame = frames.cost.funding(run)
    sums = frame.groupby("when")["value"].sum()
    years = sorted({when.split()[0] for when in frame["when"]})
    assert [sums[f"{year} uses"] for year in years] == pytest.approx([sums[f"{year} sources"] for year in years])


def test_months_ahead_are_named_as_far_as_the_time_axis_goes(run):
    assert frames.months_ahead(run, 0, 12, 36, 1200) == ["2026-11", "2027-11", "2029-11"]


def test_rents_are_those_that_were_published(run):
    frame = frames.cost.rents(run, {"rent_h100_contract": "One year"})
    told = {row["end_year"] for row in run.book.known if row["entity"] == "rent_h100_contract"}
    assert len(frame) == len(told)
    assert frame["when"].is_monotonic_increasing
    assert set(frame["series"]) == {"One year"}


def test_each_rent_says_from_which_use_owning_costs_no_more(run):
    roads = frames.cost.rent_roads(run)
    own = roads.iloc[0]
    assert own["value"] == pytest.approx(run.summary("accelerator_rent_usd_per_hour")["p50"])
    assert own["use"] == pytest.approx(run.summary("breakeven_use_ratio")["p50"])
    assert own["cheaper"] == run.mean("cost_usd_per_accelerator_hour < accelerator_rent_usd_per_hour")


def test_nobody_operates_what_is_only_paid(run):
    operated = frames.cost.roles(run).set_index("Layer")["Operated by"]
    assert operated["Interest"] == "nobody"
    assert operated["Servers"] == "Anthropic"


def test_what_a_layer_costs_is_paid_in_full(run):
    for paid in frames.cost.roles(run)["Paid by"]:
        assert sum(float(part.rpartition(" ")[2].rstrip("%")) for part in paid.split(", ")) == pytest.approx(100, abs=1)


def test_books_that_have_stood_above_worth_are_counted_from_then_on(run):
    crossed = frames.cost.crossing(run)
    over = (run["book_value_share"] > run["residual_to_cost_ratio"])[:, :, 0]
    assert crossed["mid"].iloc[0] == over[:, 0].mean()
    assert crossed["mid"].iloc[1] == (over[:, 0] | over[:, 1]).mean()
    assert crossed["mid"].is_monotonic_increasing
