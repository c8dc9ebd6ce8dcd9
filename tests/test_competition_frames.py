"""Frames of the competition chapter, on facts made by hand."""

import datetime
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.drawn import run as evaluate
from wattbook import frames
from wattbook.run import open_run
from wattbook.tables import NUMBER, TEXT, table


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=100)


def members(*numbers):
    return np.array(numbers, dtype=float)[None, :, None]


def quarter(measure, year, part, value):
    start = year + part / 4
    return {"entity": "shop", "measure": measure, "basis": "reported", "start_year": start, "end_year": start + 0.25,
            "value": value}


def test_a_ratio_of_quarters_is_of_twelve_months_at_the_day_on_which_they_end():
    # Capital spending of 1, 2, 3, 4 and then 6 over a steady 5 a quarter: 10 / 20, then 15 / 20.
    rows = [quarter("capex_cash", 2025 + n // 4, n % 4, value) for n, value in enumerate([1, 2, 3, 4, 6])]
    rows += [quarter("operating_cash", 2025 + n // 4, n % 4, 5) for n in range(5)]
    run = SimpleNamespace(book=SimpleNamespace(known=rows, case=SimpleNamespace(axes={"peer": {"shop": "Shop"}}, firms=dict)))
    found = frames.competition.quarters(run, "capex_cash", "operating_cash", 2025)
    assert found["mid"].tolist() == [0.5, 0.75]
    assert found["when"].tolist() == [pd.Timestamp("2026-01-01"), pd.Timestamp("2026-04-01")]


def test_a_quarter_that_is_missing_makes_no_year():
    rows = [quarter(measure, 2025 + n // 4, n % 4, 1) for measure in ("capex_cash", "operating_cash") for n in (0, 1, 3, 4)]
    run = SimpleNamespace(book=SimpleNamespace(known=rows, case=SimpleNamespace(axes={"peer": {"shop": "Shop"}}, firms=dict)))
    assert frames.competition.quarters(run, "capex_cash", "operating_cash", 2025).empty


def test_notes_stand_in_a_column_of_their_own():
    made = table({"Firm": TEXT, "Power": NUMBER, "Date": TEXT}, [("A", "2", "May"), ("B", "1", "June")])
    found = frames.competition.beside(made, "Place", pd.DataFrame({"label": ["A"], "note": ["rank 1"]}))
    assert list(found.columns) == ["Firm", "Power", "Date", "Place"]
    assert found.rows == [["A", "2", "May", "rank 1"], ["B", "1", "June", ""]]


def test_who_is_level_now_is_level_by_any_later_day_and_what_is_left_never_is(run):
    found = frames.competition.reached(run, "parity_power_year", "firm_it_gw", "2028-12")
    assert set(found["label"]) < set(run.book.case.axes["firm"].values())
    assert run.book.case.first("firm") not in set(found["label"])
    assert (found["now"] <= found["by"]).all()
    never = np.isnan(run["parity_power_year"][..., 0]) | (run["parity_power_year"][..., 0] > 2028 + 11 / 12)
    shares = dict(zip(run.book.case.axes["firm"].values(), never.mean(axis=0), strict=True))
    assert (1 - found["by"]).to_list() == pytest.approx([shares[label] for label in found["label"]])


def test_who_is_ahead_is_read_in_the_unit_that_is_compared(run):
    at = run["firm_it_gw"][..., run.book.case.month_names().index("2028-12")]
    for density, levels in ((None, at), ("firm_h100e_per_it_kw", at * run["firm_h100e_per_it_kw"][..., 0])):
        found = frames.competition.reached(run, "parity_power_year", "firm_it_gw", "2028-12", density)
        found = found.set_index("label")["ahead"]
        for place, label in enumerate(run.book.case.axes["firm"].values()):
            if label in found:
                assert found[label] == pytest.approx(np.mean(levels[:, place] > levels[:, 0]))


def test_events_are_told_on_their_own_days_the_newest_first_and_a_revision_is_a_line_of_its_own(run):
    found = frames.competition.events(run)
    days = [row[0] for row in found.rows]
    assert days == sorted(days, reverse=True)
    guided = [row for row in found.rows if row[1] == "Alphabet" and row[2] == "Spending guided for 2026"]
    assert [(row[0], row[3]) for row in guided] == [("2026-07-31", "$200B"), ("2026-04-30", "$185B"), ("2026-02-08", "$180B")]
    assert ["2025-11-12", "Anthropic and Fluidstack", "Programme announced", "$50.0B"] in [row[:4] for row in found.rows]


def test_a_slope_ranks_every_stage_from_one(run):
    found = frames.competition.slope(run)
    assert (found.groupby("column")["rank"].min() == 1).all()
    assert not found.duplicated(["column", "entity"]).any()


def test_what_a_reader_sets_can_be_set_as_it_is_printed(run):
    for *_, how in frames.competition.dials(run, ["buyer_tokens_mtoken_per_year", "buyer_volume_growth_per_year"]).rows:
        name, value = how.removeprefix("--set ").split("=")
        assert float(value) == run.book.assumptions[name].value
        assert "e" not in value


def test_guidance_for_a_year_keeps_every_day_on_which_it_was_given_and_no_other_year():
    said = [("2026", datetime.date(2026, 2, 4), 180e9, 175e9, 185e9), ("2026", datetime.date(2026, 7, 23), 220e9, None, None),
            ("2025", datetime.date(2025, 7, 23), 90e9, None, None)]
    rows = [{"measure": "capex_guidance", "entity": "shop", "period": year, "as_of": day, "value": middle, "low": low,
             "high": high} for year, day, middle, low, high in said]
    book = SimpleNamespace(dated=rows[::-1], case=SimpleNamespace(axes={"peer": {"shop": "Shop"}}, firms=dict))
    found = frames.competition.guidance(SimpleNamespace(book=book), 2026)
    assert found.to_numpy().tolist() == [[datetime.date(2026, 2, 4), 180e9, 175e9, 185e9, "Shop"],
                                         [datetime.date(2026, 7, 23), 220e9, 220e9, 220e9, "Shop"]]


def test_entry_is_cheaper_and_fewer_could_pay_the_larger_the_sum(run):
    found = frames.competition.funders(run, 9).set_index("series")["mid"]
    assert (np.diff(found["Entry costs less"]) >= 0).all()
    assert (np.diff(found["Could pay"]) <= 0).all()
    assert found["Entry costs less"].iloc[-1] == 1


def test_what_flows_round_stands_on_both_sides(run):
    found = frames.competition.flows(run)
    known = frames.members(run, "supplier_commitment_usd")
    out = found.query("side == 'out'")
    assert out["value"].sum() == pytest.approx(known["value"].sum())
    assert out["value"].iloc[:5].tolist() == sorted(known["value"], reverse=True)[:5]
    assert out["label"].iloc[5:].tolist() == [f"{len(known) - 5} others"]


def test_a_bill_at_todays_prices_is_what_use_alone_would_make_of_it():
    # Prices go from 4 over 2 to 1 while the bill goes from 10 over 12 to 20: at the price of today that were 24 and 80.
    found = frames.competition.bills({"buyer_bill_usd_per_year": members(10, 12, 20),
                                      "buyer_price_usd_per_mtoken": members(4, 2, 1)})
    assert {name: one["mid"].tolist() for name, one in found.groupby("series")} == {
        "Bill": [10, 12, 20], "Today's prices": [10, 24, 80]}
    assert found["x"].tolist() == [0, 1, 2] * 2


def test_a_race_of_what_labs_report_ends_at_the_newest_report_of_each(run):
    found = frames.competition.race(run, "lab_path_usd_per_year", "forecast_lab", "2024-12", "2026-10", every=3)
    assert found["when"].max() == pd.Timestamp(2026, 10, 1)
    assert found.groupby("series")["when"].apply(lambda one: one.is_monotonic_increasing).all()
    newest = run["lab_report_usd_per_year"][0][~np.isnan(run["lab_report_usd_per_year"][0])][-1]
    assert found[found["series"] == run.book.case.axes["forecast_lab"]["anthropic"]]["mid"].iloc[-1] == pytest.approx(newest)


def test_computing_is_power_at_the_density_of_a_firms_sites(run):
    power, computing = (frames.competition.race(run, "firm_it_gw", "firm", "2026-01", "2026-12", *more)
                        for more in ((), ("firm_h100e_per_it_kw",)))
    density = run["firm_h100e_per_it_kw"][0, 0, 0]
    assert computing["mid"].iloc[0] == pytest.approx(power["mid"].iloc[0] * density * 1e6)


def test_a_grid_over_what_a_reader_has_set_to_one_value_goes_from_half_of_it_to_twice(run):
    given = open_run("base", "2026-11-22", {"buyer_outage_usd_per_hour": 20_000}, draws=100)
    found = frames.crossed(given, "second_vendor_premium_ratio", "buyer_outage_usd_per_hour", "forced_switch_per_year")
    assert sorted(found["x"].unique()) == [10_000, 15_000, 20_000, 30_000, 40_000]
    assert len(found) == found["x"].nunique() * found["y"].nunique()


def test_rings_lie_as_far_from_their_region_as_answers_take(run):
    # The trip of every place on a ring, by the formula that gives those of buyers, is what the ring says.
    region = next(iter(run.book.case.axes["region"]))
    latitude, longitude = (run.mean(f"region_{one}_deg[{region}]") for one in ("latitude", "longitude"))
    found = frames.competition.rings(run, region, 60).set_index("series")
    assert found.index.tolist() == ["30 ms", "60 ms", "120 ms"]
    for label, ring in found.iterrows():
        far = np.array([*ring["y"], latitude]), np.array([*ring["x"], longitude])
        place = {"place_latitude_deg": far[0][None, :, None], "place_longitude_deg": far[1][None, :, None],
                 "region_latitude_deg": members(latitude), "region_longitude_deg": members(longitude)}
        given = {name: np.median(run[name], keepdims=True) for name in ("fibre_route_ratio", "network_hops_ms")}
        trips = evaluate(["place_trip_ms"], {**place, **given})[0].ravel()
        assert trips[:-1] == pytest.approx(float(label.removesuffix(" ms")))
        assert trips[-1] == pytest.approx(given["network_hops_ms"].item())


def test_no_ring_is_drawn_within_what_hops_take(run):
    hops = np.median(run["network_hops_ms"])
    assert len(frames.competition.rings(run, next(iter(run.book.case.axes["region"])), hops)) == 1
    assert frames.competition.rings(run, next(iter(run.book.case.axes["region"])), hops / 3).empty


def test_the_matrix_of_places_says_yes_where_a_region_at_home_answers_in_time(run):
    found = {row[0].lstrip("*"): row for row in frames.competition.facing(run, 60).rows}
    met = (run["place_resident_ms"] <= 60).mean(axis=0).ravel() > 1 / 2
    assert [row[3] == "yes" for row in found.values()] == met.tolist()
    assert set(met) == {True, False}
    assert {row[2] == "none" for row in found.values() if row[3] == "yes"} == {False}


def test_the_four_series_of_access_are_those_whose_change_the_index_weighs(run):
    found = frames.competition.access(run)
    labels = list(run.book.case.axes["index_part"].values())
    assert found["series"].unique().tolist() == labels
    moves = frames.members(run, "centralising_part_per_year").set_index("label")["value"]
    for label in (labels[0], *labels[2:]):  # what rises without a pause has risen in every year
        mid = found.loc[found["series"] == label, "mid"].to_numpy()
        assert np.sign(mid[-1] - mid[0]) == np.sign(moves[label])
    price = found.loc[found["series"] == labels[2]].set_index("when")["mid"]
    gain = run.summary("efficiency_gain_ratio_per_year")["p50"]
    assert price[pd.Timestamp(2025, 11, 1)] / price[pd.Timestamp(2026, 11, 1)] == pytest.approx(gain, rel=0.01)
