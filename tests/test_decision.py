"""What a decision asks of a run, on the shipped case."""

import numpy as np
import pytest

from wattbook import decision, moves
from wattbook.run import open_run

KEY = "npv_usd"


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=1000)


@pytest.mark.parametrize("target", [0.15, 0.5])
def test_the_forward_run_of_a_flip_gives_the_probability_asked_for(run, target):
    found = decision.flip(run, KEY, 0, target)
    assert found["share"] == pytest.approx(target, abs=0.01)
    assert found["distance"] > 0


def test_what_must_be_true_gives_the_target_in_a_forward_run(run):
    needed = moves.required_value(run, KEY, 0, "rent_fall_by_age_per_year")
    few = moves.thinned(run, KEY)
    assert moves.middle(moves.holding(few, {"rent_fall_by_age_per_year": needed}), KEY) == pytest.approx(0, abs=5e7)


def test_a_rule_holds_in_the_draws_as_it_says(run):
    found = decision.rule(run, KEY, 0)
    names = dict(zip(decision.leading(run, KEY)["label"], decision.leading(run, KEY)["key"], strict=True))
    inside = np.ones(1000, bool)
    for one in found["limits"].itertuples():
        inside &= (run.draws(names[one.label]) >= one.low) & (run.draws(names[one.label]) <= one.high)
    holds = run.draws(KEY) >= 0
    assert found["density"] == pytest.approx(holds[inside].mean())
    assert found["coverage"] == pytest.approx((holds & inside).sum() / holds.sum())
    assert found["density"] > found["base"]


def test_beliefs_that_are_not_moved_leave_the_draws_as_they_are(run):
    name = "rent_fall_by_age_per_year"
    assert decision.shifted(run, {name: 0.0}).draws(KEY) == pytest.approx(run.draws(KEY), rel=1e-9)
    moved = decision.shifted(run, {name: 1.0}).draws(name)
    assert decision.scores(run, [name])[:, 0] + 1 == pytest.approx(
        decision.scores(decision.shifted(run, {name: 1.0}), [name])[:, 0])
    assert (moved > run.draws(name)).all()


def test_a_fact_is_worth_no_more_than_all_facts(run):
    from wattbook.uncertainty import evpi

    worth = decision.worth_finding(run, KEY)["value"]
    assert (worth >= -1e-3).all()
    assert worth.max() <= evpi(run.draws(KEY)) * 1.02
    assert worth.is_monotonic_decreasing


def test_shares_and_indices_are_shares(run):
    shares = decision.shared(run, KEY)["value"]
    first, total = (decision.indices(run, KEY, draws=256, most=4)[one] for one in ("first", "total"))
    assert 0.3 < shares.sum() <= 1
    assert first.sum() <= 1.05  # S-06
    assert (total >= first - 0.06).all()


def test_bounds_enclose_what_we_assume(run):
    found = decision.dependence(run, "npv_usd >= 0")
    assert found["Worst pattern"] <= min(found["As we assume"], found["Independent"])
    assert max(found["As we assume"], found["Independent"]) <= found["Best pattern"]


def test_nothing_is_flipped_ruled_or_found_where_nothing_is_bought():
    none = open_run("base", "2026-11-22", {"budget_usd": 0}, draws=50)
    assert np.isnan(decision.flip(none, KEY, 0, 0.5)["distance"])
    assert decision.rule(none, KEY, 0) is None
    assert len(decision.worth_finding(none, KEY)) == 0
    assert decision.dependence(none, "npv_usd >= 0")["Worst pattern"] == 1


def test_draws_twice_as_many_move_no_headline_by_more_than_its_error():
    few, many = (open_run("base", "2026-11-22", draws=draws) for draws in (2000, 4000))
    for key in ("npv_usd >= 0", "recognised_revenue_usd[2026] >= target_revenue_usd_per_year"):
        assert abs(few.mean(key) - many.mean(key)) < 4 * max(few.error(key), 1e-3)  # S-05
    assert few.error("npv_usd >= 0") < 0.015  # S-04
    assert abs(few.summary(KEY)["p50"] - many.summary(KEY)["p50"]) < 4 * few.error(KEY)
