"""Claims judged and events watched."""

import copy
import datetime
from dataclasses import replace

import pytest

from wattbook import params, register, words
from wattbook.params.ledgers import read_ledger
from wattbook.run import open_run


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=200)


def test_every_row_of_the_article_has_a_status_a_value_or_a_reason_and_a_line(run):
    found = register.claims(run)
    assert list(found["key"]) == [f"claim_{row:02d}" for row in range(1, 64)]
    assert ((found["value"] != "") | (found["note"] != "")).all()
    assert found["line"].between(1, 134).all()


def test_a_status_follows_from_the_share_of_draws(run):
    for one in register.claims(run).itertuples():
        if one.status != "superseded":
            expected = words.verdict.claim_status(None if one.probability != one.probability else one.probability)
            assert one.status == expected, one.key


@pytest.mark.parametrize(("probability", "status"), [
    (None, "not testable"), (1.0, "supported"), (0.66, "supported"), (0.65, "open"), (0.33, "open"), (0.32, "contradicted")])
def test_each_status_has_its_band(probability, status):
    assert words.verdict.claim_status(probability) == status


def test_statuses_are_counted_in_words():
    assert words.verdict.claims_counted({"supported": 2, "open": 1}) == "Of 3 claims: 2 supported, 1 open."
    assert words.verdict.claims_counted({}) == "No claims are held against this case."


def test_a_claim_is_superseded_from_the_day_on_which_it_was(run):
    claims = read_ledger(run.book.root, "claims.yaml")
    gone = [one["superseded"]["as_of"] for one in claims.values() if "superseded" in one]
    assert gone
    assert all(isinstance(day, datetime.date) for day in gone)


def test_what_to_watch_comes_by_day_and_the_past_is_left_out(run):
    found = register.watched(run)
    assert found["by"].is_monotonic_increasing
    assert set(found["kind"]) == {"trigger", "milestone"}
    run = copy.copy(run)
    run.book = replace(run.book, as_of=datetime.date(2026, 12, 15))
    late = register.watched(run)
    assert len(late) < len(read_ledger(run.book.root, "watch.yaml"))
    assert (late["by"] >= datetime.date(2026, 12, 15)).all()


def test_claims_hold_under_no_budget_and_at_the_announcement():
    for day, overrides in (("2025-11-12", {}), ("2026-11-22", {"budget_usd": 0})):
        found = register.claims(open_run("base", day, overrides, draws=100))
        assert len(found) == 63
        assert register.claim_table(found).rows


@pytest.mark.parametrize(("body", "message"), [
    ("{line: 1, claim: A}", "test with show, or why, or superseded is needed"),
    ("{line: 1, claim: A, test: b}", "test with show"),
    ("{line: 1, claim: A, why: b, because: c}", "found 'because'")])
def test_a_mistake_in_a_claim_names_it(toy, body, message):
    (toy / "claims.yaml").write_text(f"claim_01: {body}\n", encoding="utf-8")
    with pytest.raises(params.InputError, match=message):
        read_ledger(toy, "claims.yaml")
    assert read_ledger(toy, "watch.yaml") == {}
