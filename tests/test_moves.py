"""What moves a number, what must be true and what a published value does, over the draws of the shipped case."""

import numpy as np
import pandas as pd
import pytest

from wattbook import moves, params, tables
from wattbook.run import Run
from wattbook.subject import MODEL

LATE = "2026-11-22"
NUMBERS = ("npv_usd", "energised_it_gw[2028-12]", "recognised_revenue_usd[2028]", "cost_usd_per_h100e_hour")


@pytest.fixture(scope="module")
def run():
    """The shipped case with draws enough to rank."""
    return Run(params.load(as_of=LATE, draws=500))


# Worked examples


def test_the_price_of_a_watt_alone_explains_capacity_when_the_budget_is_certain(run):
    # P = K s / k: with K and s held and no inflation, power falls as the price of a watt rises: its rank explains all of it.
    held = moves.holding(run, {"budget_usd": 50e9, "budget_capex_share": 0.9, "inflation_per_year": 0.0})
    found = moves.moves(held, "it_capacity_nominal_gw")
    assert found["name"].iloc[0] == "capex_usd_per_it_watt"
    assert found["share"].iloc[0] == pytest.approx(1)
    assert found["at_high"].iloc[0] == pytest.approx(45 / found["high"].iloc[0], rel=1e-3)


def test_a_probability_is_moved_as_a_share_of_draws(run):
    # Over 0.9 GW exactly where 50 / k times the share that is spent on capacity is at least 0.9.
    found = moves.moves(run, "it_capacity_nominal_gw >= 1")
    assert found["base"].iloc[0] == pytest.approx(run.mean("it_capacity_nominal_gw >= 1"))
    assert found.set_index("name").loc["capex_usd_per_it_watt", "at_low"] == 1


def test_a_member_is_named_as_readers_know_it(run):
    labels = moves.moves(run, "max(site_it_gw)")["label"]
    assert any(label.endswith(": Sites to come") for label in labels)


def test_a_price_that_halves_power_is_solved_for_over_the_draws(run):
    # The median of K s / k is median(K s) / k, so that k = median(K s) / 0.5 gives half a gigawatt.
    spent = np.median(run.draws("capex_budget_usd"))
    needed = moves.required_value(run, "it_capacity_nominal_gw", 0.5, "capex_usd_per_it_watt")
    assert needed == pytest.approx(spent / 0.5e9, rel=5e-3)  # the search keeps 400 draws of 500


def test_what_does_not_feed_a_number_never_brings_it_anywhere(run):
    assert np.isnan(moves.required_value(run, "it_capacity_nominal_gw", 0.5, "wacc_per_year"))


# Identities


@pytest.mark.parametrize("key", NUMBERS)
def test_the_base_and_the_ends_of_every_bar_lie_in_the_range_that_the_page_prints(run, key):
    draws = run.draws(key)
    low, high = np.nanquantile(draws, 0.1, method="lower"), np.nanquantile(draws, 0.9, method="higher")
    found = moves.moves(run, key)
    assert len(found)
    assert (found["base"] == run.summary(key)["p50"]).all()
    for column in ("base", "at_low", "at_high"):
        assert found[column].between(low, high).all()


def test_holding_a_name_gives_what_a_run_with_it_gives_and_leaves_the_rest_alone(run):
    name, output = "schedule_slip_months", "npv_usd"
    before = run["h100e_nominal_count"]
    held = moves.holding(run, {name: 12})
    expected = MODEL.evaluate({**run.book.values, name: np.full((500, 1), 12.0)}, [output])[output]
    np.testing.assert_allclose(held[output], expected, rtol=1e-12)
    assert held["h100e_nominal_count"] is before
    assert (run[name] != 12).any()


def test_one_member_is_held_alone(run):
    held = moves.holding(run, {"site_permit_weeks[texas]": 30})
    assert (held["site_permit_weeks"][:, 0] == 30).all()
    np.testing.assert_array_equal(held["site_permit_weeks"][:, 1:], run["site_permit_weeks"][:, 1:])


@pytest.mark.parametrize(("key", "threshold", "name"), [
    ("energised_share[2028-12]", 0.4, "schedule_slip_months"),
    ("it_capacity_nominal_gw >= 1", 0.5, "capex_usd_per_it_watt"),
])
def test_the_forward_run_at_the_required_value_returns_the_threshold(key, threshold, name):
    found = Run(params.load(as_of=LATE, draws=200))  # few enough that the search keeps all
    needed = moves.required_value(found, key, threshold, name)
    assert moves.middle(moves.holding(found, {name: needed}), key) == pytest.approx(threshold, abs=0.006)


def test_fewer_draws_keep_the_quantiles_of_the_number(run):
    few = moves.thinned(run, "npv_usd", 100)
    assert len(few["npv_usd"]) == 100
    for level in (0.1, 0.5, 0.9):
        whole = np.quantile(run["npv_usd"], [level - 0.01, level + 0.01])
        assert whole[0] <= np.quantile(few["npv_usd"], level) <= whole[1]


def test_a_published_value_stands_in_all_draws(run):
    found = moves.disagreements(run, "it_capacity_nominal_gw", 1.0)
    row = found[found["published"] == 35].iloc[0]
    spent = run.draws("capex_budget_usd")
    assert row["result"] == pytest.approx(np.median(spent) / 35e9)
    assert row["reached"] == pytest.approx(np.mean(spent / 35e9 >= 1))
    assert (found["base"] == np.median(run["it_capacity_nominal_gw"])).all()


def test_a_number_that_nothing_moves_has_one_row_that_says_so(run):
    held = moves.holding(run, {"permanent_jobs_count": 800.0})
    (row,) = held.tornado("permanent_jobs_count").itertuples()
    assert (row.label, row.base, row.at_low, row.at_high, row.share) == ("No assumption moves it", 800, 800, 800, 0)


# What turns an answer


def test_what_turns_an_answer_is_told_by_assumption_with_its_published_values(run):
    found = moves.flips(run, "npv_usd", 0, most=2).set_index("label")
    price = run.book.assumptions["capex_usd_per_it_watt"]
    row, told = found.loc[price.label], run.disagreements("npv_usd", 0)
    mine = told[told["name"] == price.name]
    assert row["published"] == len(mine)
    assert (row["least"], row["most"]) == (mine["published"].min(), mine["published"].max())
    assert row["crossing"] == ((mine["result"] >= 0) != (mine["base"] >= 0)).sum()
    assert set(told["label"]) <= set(found.index)  # however little it moves the number, what is contested is never left out
    held = moves.thinned(run, "npv_usd")
    ours = moves.middle(moves.holding(held, {price.name: row["used"]}), "npv_usd")
    assert row["turned"] == ((ours >= 0) != (moves.middle(held, "npv_usd") >= 0))
    assert moves.middle(moves.holding(held, {price.name: row["needed"]}), "npv_usd") == pytest.approx(0, abs=2e8)


def test_the_table_says_where_no_value_gets_there():
    found = pd.DataFrame({"label": ["Price"], "unit": ["USD_2025/h"], "used": [6.0], "low": [4.0], "high": [8.0],
                          "needed": [np.nan], "least": [2.6], "most": [8.6], "published": [5], "crossing": [0],
                          "turned": [False]})
    assert tables.flips(found).rows == [["Price, per h", "$6.0 ($4.0 to $8.0)", "no value", "$2.6 to $8.6", "0 of 5"]]
    assert tables.nothing("Why").rows == [["Why"]]


def test_a_number_that_is_not_defined_has_one_row_that_says_so():
    assert moves.unmoved(float("nan"))["base"].isna().all()
