"""Frames and tables of the revenue notebook: what is drawn is what was reported or reckoned."""

import pytest

from wattbook import frames
from wattbook.run import open_run


@pytest.fixture(scope="module")
def run():
    return open_run(as_of="2026-11-22", draws=100)


def test_projections_stand_in_order_of_the_day_they_were_made_older_versions_with_them(run):
    # 70 billion for 2028 in November 2025 (The Information), 190 to 200 in August 2026 (Reuters).
    found = frames.revenue.vintages(run, 2028)
    assert found["label"].tolist() == ["Projected, Nov 2025", "Projected, Aug 2026", "This report, Nov 2026"]
    assert found["value"].tolist()[:2] == [70e9, 195e9]
    assert found["ours"].tolist() == [False, False, True]


def test_no_projection_made_after_the_date_is_shown():
    then = open_run(as_of="2025-11-12", draws=100)
    assert frames.revenue.vintages(then, 2026)["label"].tolist() == ["Projected, Nov 2025", "This report, Nov 2025"]


def test_a_year_nobody_spoke_of_shows_this_report_alone(run):
    assert frames.revenue.vintages(run, 2031)["label"].tolist() == ["This report, Nov 2026"]


def test_a_dial_turned_in_a_sweep_changes_nothing_else(run):
    found = frames.sweep(run, "runrate_at_price_usd_per_year", "price_multiple_ratio", [1.0])
    assert found["mid"].item() == pytest.approx(run.summary("last_runrate_usd_per_year")["p50"])


def test_parts_taken_off_lead_a_waterfall_to_its_total(run):
    parts = {"Revenue": "recognised_revenue_usd[2026]",
             "Partners": "net_recognised_revenue_usd[2026] - recognised_revenue_usd[2026]",
             "Cost of sales": "-recognised_revenue_usd[2026] - gross_profit_usd[2026]"}
    found = frames.waterfall(run, parts, {"Gross profit": "gross_profit_usd[2026]"})
    assert found["value"][[0, 2]].sum() == pytest.approx(found["value"][3])
    assert found["value"][1] == pytest.approx(run.mean("net_recognised_revenue_usd[2026] - recognised_revenue_usd[2026]"))


def test_a_crossed_grid_holds_the_number_at_both_central_values_in_its_middle():
    run = open_run(as_of="2026-11-22", draws=100, overrides={"custom_engineers_fte": 700, "custom_engineers_fte_per_client": 7,
                                                           "custom_churn_share": 0.1})
    frame = frames.crossed(run, "custom_revenue_usd", "custom_clients", "custom_contract_usd_per_client")
    # 700 engineers at 7 a client serve 100 of 120 clients: 100 x 7 M x 0.9 = 630 M
    assert len(frame) == 5 * 5
    assert frame.loc[12].to_dict() == pytest.approx({"x": 120, "y": 7e6, "value": 630e6})


def test_structures_show_the_forecast_with_a_belief_left_out(run):
    key = "yearend_runrate_usd_per_year[2026] >= target_revenue_usd_per_year"
    found = frames.revenue.structures(run, {"2026": key}).set_index("label")
    assert found.loc["As we assume", "2026"] == run.mean(key)
    assert found.loc["No limit of supply", "2026"] >= found.loc["As we assume", "2026"]
    assert list(found.index) == list(frames.revenue.STRUCTURES)


def test_an_output_by_year_keeps_the_years_asked_for(run):
    found = frames.revenue.yearly(run, "gross_margin_by_year_share", 2025, 2028)
    assert found["when"].tolist() == [2025, 2026, 2027, 2028]
    assert found["mid"].tolist() == [run.summary(f"gross_margin_by_year_share[{year}]")["p50"] for year in found["when"]]


def test_margins_said_of_whole_years_are_shown_newest_version_first_guided_then_planned(run):
    # 40% of 2025 (January 2026, down from 50), 63 and 70% guided (August), 77% targeted for 2028; quarters are left out
    found = frames.revenue.stated_by_year(run, "gross_margin", 2025, 2028)
    assert dict(zip(found["when"], found["value"], strict=True)) == {2025: 0.4, 2026: 0.63, 2027: 0.7, 2028: 0.77}


def test_firms_are_compared_from_the_same_size_on_and_for_as_long(run):
    found = frames.revenue.grown(run)
    assert found["series"].iloc[0] == "Anthropic"
    assert set(found.groupby("series")["x"].min()) == {0.0}
    assert set(found.groupby("series")["mid"].first()) == {1e9}
    ends = found.groupby("series", sort=False).tail(1)
    assert ends["x"].nunique() == 1
    assert ends["mid"].iloc[0] == 65e9  # July 2026
    assert ends["mid"].iloc[1:].is_monotonic_decreasing


def test_the_market_path_starts_and_ends_at_the_two_published_sizes(run):
    found = frames.revenue.market_path(run)
    assert found["when"].tolist() == list(range(2022, 2031))
    for place, name in ((0, "market_first_usd_per_year"), (-1, "market_last_usd_per_year")):
        assert found["mid"].iloc[place] == pytest.approx(run.summary(name)["p50"])


def test_a_mix_adds_up_on_each_date(run):
    found = frames.revenue.mixes(run, run.book.first)
    assert found["when"].unique().tolist() == ["As of Nov 2025", "As of Nov 2026"]
    assert found.groupby("when")["value"].sum().tolist() == pytest.approx([1, 1])


def test_licence_income_follows_its_kind_and_the_count_of_licensees(run):
    found = frames.revenue.licences(run, [1, 10]).set_index("label")["value"]
    assert found.index.tolist() == ["Fee and royalty", "Fee alone", "Royalty alone", "1 licensee", "10 licensees"]
    assert found["10 licensees"] == pytest.approx(10 * found["1 licensee"])
    assert max(found["Fee alone"], found["Royalty alone"]) < found["Fee and royalty"]


def test_commitments_fall_due_evenly_over_their_terms(run):
    found = frames.revenue.due(run, "anthropic_from_", 2027, 2035).set_index(["series", "when"])["value"]
    # Amazon: 110 billion from May 2026 to April 2036, ten years, so 11 a year, to the end of the axis
    assert found["Amazon"].tolist() == pytest.approx([11e9] * 5)
    # Google: 111.1 from April 2026 to July 2033, 7 1/3 years; seven twelfths of a year are left in 2033
    assert found["Google"].tolist() == pytest.approx([111.1e9 / (22 / 3)] * 3 + [111.1e9 / (22 / 3) * 7 / 12, 0])
    assert found["Rest, as we assume"].iloc[0] > 0


def test_single_changes_stand_beside_the_median_as_it_is(run):
    found = frames.revenue.reach(run, "recognised_revenue_usd[2026]", 70e9).set_index("label")["value"]
    assert found["As we have it"] == run.summary("recognised_revenue_usd[2026]")["p50"]
    assert found["No limit of supply"] >= found["As we have it"]
    assert found.iloc[1] > found.iloc[0]  # the better end of the range of what moves it most


def test_compute_for_safety_costs_in_proportion(run):
    found = frames.revenue.safety(run, [0.1, 0.2])
    assert [row[0] for row in found.rows] == ["10%", "20%"]
    assert "range" in list(found.columns)[-1]
