"""Frames and tables of the revenue notebook: what is drawn is what was reported or reckoned."""

import pytest

from wattbook import frames
from wattbook.run import open_run


@pytest.fixture(scope="module")
def run():
    return open_run(as_of="2026-11-22", draws=100)


def test_projections_stand_in_order_of_the_day_they_were_made_older_versions_with_them(run):
    # 70 billion for 2028 in November 2025 (The Information), 190 to 200 in August 2026 (Reuters).
    found = frames.vintages(run, 2028)
    assert found["label"].tolist() == ["Projected, Nov 2025", "Projected, Aug 2026", "This report, Nov 2026"]
    assert found["value"].tolist()[:2] == [70e9, 195e9]
    assert found["ours"].tolist() == [False, False, True]


def test_no_projection_made_after_the_date_is_shown():
    then = open_run(as_of="2025-11-12", draws=5)
    assert frames.vintages(then, 2026)["label"].tolist() == ["Projected, Nov 2025", "This report, Nov 2025"]


def test_a_year_nobody_spoke_of_shows_this_report_alone(run):
    assert frames.vintages(run, 2031)["label"].tolist() == ["This report, Nov 2026"]


def test_the_bridge_is_shown_for_each_reported_period(run):
    found = frames.bridge(run)
    assert found["label"].tolist() == ["2024", "2025", "2026-Q1", "2026-Q2"]
    assert found["note"].tolist()[-1] == "$11.5B reported"
    # Q2 2026 by hand, exponential between 19 (3 Mar), 30 (6 Apr), 47 (15 May) and 65 (31 Jul): about 11.2 of 11.5
    assert found["value"].tolist()[-1] == pytest.approx(0.97, abs=0.01)


def test_a_dial_turned_in_a_sweep_changes_nothing_else(run):
    found = frames.sweep(run, "runrate_at_price_usd_per_year", "price_multiple_ratio", [1.0])
    assert found["mid"].item() == pytest.approx(run.summary("last_runrate_usd_per_year")["p50"])


def test_parts_taken_off_lead_a_waterfall_to_its_total(run):
    parts = {"Revenue": "recognised_revenue_usd[2026]", "Partners": "-partner_payout_usd[2026]",
             "Cost of sales": "-recognised_revenue_usd[2026] - gross_profit_usd[2026]"}
    found = frames.waterfall(run, parts, {"Gross profit": "gross_profit_usd[2026]"})
    assert found["value"][[0, 2]].sum() == pytest.approx(found["value"][3])
    assert found["value"][1] == pytest.approx(run.mean("net_recognised_revenue_usd[2026] - recognised_revenue_usd[2026]"))


def test_a_crossed_table_holds_the_number_at_both_central_values_in_its_middle():
    run = open_run(as_of="2026-11-22", draws=3, overrides={"custom_engineers_fte": 700, "custom_engineers_fte_per_client": 7,
                                                           "custom_churn_share": 0.1})
    told = run.crossed("custom_revenue_usd", "custom_clients", "custom_contract_usd_per_client")._repr_html_()
    # 700 engineers at 7 a client serve 100 of 120 clients: 100 x 7 M x 0.9 = 630 M
    assert told.count("<tr>") == 4
    assert "$630M" in told


def test_chances_are_shares_of_draws_by_measure_and_year(run):
    found = frames.chances(run, 70e9, (2026, 2027)).set_index(["label", "series"])["value"]
    assert found["Run-rate in December", "2026"] == (run["yearend_runrate_usd_per_year"][:, 2] >= 70e9).mean()
    assert found["Recognised in the year", "2027"] == (run["recognised_revenue_usd"][:, 3] >= 70e9).mean()
    assert len(found) == 4


def test_structures_show_the_forecast_with_a_belief_left_out(run):
    key = "yearend_runrate_usd_per_year[2026] >= target_revenue_usd_per_year"
    found = frames.structures(run, {"2026": key}).set_index("label")
    assert found.loc["As we assume", "2026"] == run.mean(key)
    assert found.loc["No limit of supply", "2026"] >= found.loc["As we assume", "2026"]
    assert list(found.index) == list(frames.STRUCTURES)
