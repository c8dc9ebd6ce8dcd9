"""Frames of the verdict's page: what is drawn is what was reckoned."""

import numpy as np
import pytest

from wattbook import decision, frames, moves, uncertainty
from wattbook.run import open_run
from wattbook.subject import MODEL


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=600)


@pytest.fixture(scope="module")
def nothing():
    return open_run("base", "2026-11-22", {"budget_usd": 0}, draws=100)


def test_a_probability_shown_is_the_share_of_draws_and_so_is_every_place_of_a_curve(run):
    frame, draws = frames.exceedance(run, "npv_usd"), run.draws("npv_usd")
    assert frame["mid"].is_monotonic_decreasing
    assert [np.mean(draws >= x) for x in frame["x"]] == pytest.approx(list(frame["mid"]))  # S-07
    assert run.say("npv_usd >= 0") == f"{100 * (draws >= 0).sum() / len(draws):.0f}%"


def test_the_chain_of_a_dollar_ends_at_revenue_over_the_budget(run):
    made = np.prod([run.draws(key) for key in frames.verdict.CHAIN], axis=0) * 50e9
    assert made == pytest.approx(run.draws("chain_revenue_usd_per_year"), rel=1e-9)  # N-05
    assert len(frames.verdict.chain(run).rows) == 6


def test_stories_have_probabilities_that_sum_to_one_and_medians_of_their_own_draws(run):
    frame = frames.verdict.stories(run, "npv_usd")
    assert frame["probability"].sum() == pytest.approx(1)
    told = run.draws("outcome_share[plan]") > 0
    row = frame[frame["label"] == "Plan"].iloc[0]
    assert row["value"] == pytest.approx(uncertainty.quantiles(run.draws("npv_usd")[told])[1])


def test_other_models_are_run_and_ours_is_among_them(run):
    found = frames.verdict.structures(run, "npv_usd > 0")
    assert found["As we assume"] == run.mean("npv_usd > 0")
    hurdle = run.otherwise(wacc_per_year=run["wacc_parts_per_year"])
    assert found["Cost of capital from its parts"] == pytest.approx(hurdle.mean("npv_usd > 0"), abs=0.02)
    assert len(found) >= 4  # S-10: other roads to rent, another model of ageing
    assert next(iter(decision.dependence(run, "npv_usd > 0"))) == "As we assume"  # so that ours is drawn first of both


def test_every_published_value_stands_in_the_ledger_and_those_that_flip_are_marked(run):
    rows, frame = frames.verdict.ledger(run, "npv_usd", 0).rows, run.disagreements("npv_usd", 0)
    assert len(rows) == len(frame) > 5
    above = frame["base"].iloc[0] >= 0
    assert [row[0].startswith("*") for row in rows] == [(result >= 0) != above for result in frame["result"]]


@pytest.mark.parametrize("name", frames.verdict.READERS)
def test_every_reader_has_a_question_numbers_and_what_flips_it(run, nothing, name):
    for one in (run, nothing):
        told = frames.verdict.reader(one, name)
        assert told["question"].endswith("?")
        assert len(told["table"].rows) == 4


@pytest.mark.parametrize(("name", "mark"), [("strategy", " 6 months late"), ("policy", " costs $10M")])
def test_what_flips_a_reader_by_a_mark_of_our_own_says_the_mark_that_is_tried(run, name, mark, monkeypatch):
    assert f"{mark} (our own mark)" in frames.verdict.reader(run, name)["aim"]
    question, numbers, (key, threshold, lever, aim) = frames.verdict.READERS[name]
    monkeypatch.setitem(frames.verdict.READERS, name, (question, numbers, (key, threshold / 2, lever, aim)))
    assert mark not in frames.verdict.reader(run, name)["aim"]


def test_tables_stand_where_nothing_is_bought(nothing):
    assert frames.verdict.shares(decision.shares(nothing, "npv_usd")).rows[0][0] == "Nothing moves it"
    assert len(moves.flips(nothing, "npv_usd", 0)) == 0
    assert frames.verdict.ledger(nothing, "npv_usd", 0).rows[0][0] == "Nothing contested moves it"


def test_a_probability_with_steady_rents_or_power_when_paid_is_that_of_the_model_fed_so(run):
    fed = {name: run[name] for name in MODEL.leaves(["npv_usd"])}
    steady = fed | {"settled_rent_ratio": np.ones((1, 1)), "rent_fall_by_age_per_year": np.zeros((1, 1))}
    rents = MODEL.evaluate(steady, ["npv_usd"])["npv_usd"]
    early = {name: run[name] for name in MODEL.order(["npv_usd"])} | {"energised_share": run["spend_cumulative_share"]}
    later = [name for name in MODEL.order(["npv_usd"]) if name in MODEL.users("energised_share", indirect=True)]
    for name in later:
        early[name] = MODEL.functions[name](*(early.get(one, run[one]) for one in MODEL.arguments[name]))
    assert frames.verdict.steady(run, "npv_usd > 0") == (
        pytest.approx(np.mean(rents > 0)), pytest.approx(np.mean(early["npv_usd"] > 0)))
