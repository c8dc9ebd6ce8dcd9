"""Sentences of the cost page: every branch."""

import pandas as pd
import pytest

from wattbook import words


@pytest.mark.parametrize(
    ("life", "power", "said"),
    [
        (0.5, 0.1, "Life of IT moves the cost of an hour by $0.50 over its range, the price of power by $0.10."),
        (0.1, 0.5, "The price of power moves the cost of an hour by $0.50 over its range, life of IT by $0.10."),
        (0.5, 0.45, "Life of IT moves the cost of an hour by $0.50 over its range, the price of power by as good as the same."),
        (0.0, 0.0, "Neither life of IT nor the price of power moves the cost of an hour by more than chance would."),
        (0.5, 0.0, "Life of IT moves the cost of an hour by $0.50 over its range, "
                   "the price of power by no more than chance would."),
    ],
)
def test_life_and_power_are_ranked_only_where_they_differ(life, power, said):
    assert words.cost.life_against_power(life, power) == said


HOUR = {"unit": "USD_2025/h", "p10": 2.0, "p50": 3.0, "p90": 4.0}
NONE = {"unit": "ratio", "p10": None, "p50": None, "p90": None}


def exactly(value, unit="year"):
    return {"unit": unit, "p10": value, "p50": value, "p90": value}


@pytest.mark.parametrize(
    ("p_cheaper", "p_hurdle", "end"),
    [(0.96, 0.5, "owning is cheaper in 96% of draws. Building to let earns its cost of capital in 50%."),
     (0.2, 0.1, "renting is cheaper in 80% of draws. Building to let earns its cost of capital in 10%."),
     (0.5, 0.7, "they cannot be told apart, owning being cheaper in 50% of draws. Building to let earns its cost of capital in "
                "70%."),
     (0.96, None, "owning is cheaper in 96% of draws. Nothing is built to let.")],
)
def test_the_headline_ranks_only_where_draws_agree_and_says_what_building_earns(p_cheaper, p_hurdle, end):
    start = "An hour of a Chip in use costs $3.0 ($2.0 to $4.0) owned"
    assert words.cost.headline("Chip", HOUR, exactly(6, "USD_2025/h"), p_cheaper, p_hurdle) == f"{start} and $6 rented: {end}"


def test_without_a_rent_the_headline_compares_nothing():
    assert words.cost.headline("Chip", HOUR, NONE, 0, 0.2) == (
        "An hour of a Chip in use costs $3.0 ($2.0 to $4.0) owned. Building to let earns its cost of capital in 20%.")


@pytest.mark.parametrize(
    ("use", "said"),
    [(exactly(0.5, "ratio"), "Owning pays above 50% of the hours that run; 80% are used"),
     (exactly(1.5, "ratio"), "Owning does not pay at any use: it would take 150% of the hours that run"),
     (NONE, "Nothing runs or no rent is known, so owning and renting cannot be compared")],
)
def test_owning_pays_from_a_share_of_hours_on_or_never(use, said):
    assert words.cost.own_or_rent(use, exactly(0.8, "fraction")) == said


@pytest.mark.parametrize(
    ("shares", "said"),
    [([0.9], "No other rent of it was published by then."),
     ([0.9, 0.7], "No: by each of 2 ways to the rent the answer is the same."),
     ([0.9, 0.7, 0.2, 0.5], "Yes: of 4 ways to the rent it turns by “C” (20% that owning is cheaper) and “D” (50% that "
                            "owning is cheaper).")],
)
def test_rents_against_which_the_answer_turns_are_named(shares, said):
    roads = pd.DataFrame({"label": list("ABCD")[:len(shares)], "cheaper": shares})
    assert words.cost.rent_roads(roads) == said


def test_published_costs_are_counted_against_our_band_by_life():
    ours = pd.DataFrame({"x": [3.0, 5.0, 7.0], "low": [10.0, 8.0, 7.0], "mid": [12.0, 9.0, 8.0], "high": [14.0, 10.0, 9.0]})
    told = pd.DataFrame({"x": [3.0, 5.0, 7.0], "mid": [15.0, 8.5, 7.0]})
    assert words.cost.lives(ours, told) == (
        "2 of 3 published costs lie within our 80% range; at 5 years ours is $9.0 against $8.5.")
    assert words.cost.lives(ours, told.iloc[:0]) == "No cost of a year had been published for these lives by then."


def test_a_rent_is_told_by_its_first_lowest_and_last_report():
    when = pd.to_datetime(["2024-01-31", "2025-01-31", "2026-01-31"])
    rents = pd.DataFrame({"when": when, "mid": [3.0, 1.7, 2.8], "series": "A"})
    assert words.cost.history(rents, "A") == "A: $3 in Jan 2024, $1.7 in Jan 2025, $2.8 in Jan 2026"
    assert words.cost.history(rents.iloc[:1], "A") == "A: $3 in Jan 2024"
    assert words.cost.history(rents, "B") == "B: no rent was published by then"


def test_a_lender_is_told_of_shortfall_covenant_and_default():
    target = exactly(1.4, "ratio")
    assert words.cost.covenant(0.46, 0.66, target, 0.93) == (
        "Cash falls short of debt service in some year in 46% of draws, and below the 1.4 times it that lenders ask for in "
        "66%, or in 93% if the tenant fails.")
    assert words.cost.covenant(None, None, target, None) == "There is no debt, so no cover to measure."


@pytest.mark.parametrize(
    ("p_hurdle", "p_cheaper", "end"),
    [(0.5, 0.96, "whether that is enough cannot be concluded (50% that it is). An hour in use today is cheaper owned all the "
                 "same: a provider pays before power comes, and later hours rent for less."),
     (0.5, 0.5, "whether that is enough cannot be concluded (50% that it is)."),
     (0.8, 0.96, "enough in 80% of draws."), (0.1, 0.2, "too little in 90% of draws.")],
)
def test_a_return_is_held_against_the_hurdle_and_reconciled_with_the_hour(p_hurdle, p_cheaper, end):
    rate, hurdle = (exactly(one, "fraction_real/year") for one in (0.09, 0.08))
    assert words.cost.provider(rate, hurdle, p_hurdle, p_cheaper) == (
        f"Building the programme and letting it returns 9% a year, against 8% asked, both real and before tax: {end}")


def test_without_a_rate_there_is_no_return_to_speak_of():
    assert words.cost.provider(NONE, exactly(0.08, "fraction_real/year"), 0, 1).endswith("no return to speak of.")


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.1, "Today's price is very likely (90%) to cover the cost of serving."),
     (0.8, "Today's price is likely (80%) to lie below the cost of serving."),
     (0.5, "Whether today's price covers the cost of serving cannot be concluded (50% that it does).")],
)
def test_price_and_floor(p, said):
    assert words.cost.price_against_floor(p) == said


def test_the_crossing_is_dated_where_half_of_the_draws_have_passed_it():
    crossed = pd.DataFrame({"when": pd.to_datetime(["2026-11-01", "2027-11-01", "2028-11-01"]), "mid": [0.3, 0.5, 0.6]})
    assert words.cost.crossing(crossed) == "By Nov 2027 books stand above worth in 50% of draws"
    assert words.cost.crossing(crossed.assign(mid=[0.1, 0.2, 0.3])) == (
        "Books stand above what rents make machines worth in no more than 30% of draws")


def test_a_swing_is_told_from_end_to_end():
    moves = pd.DataFrame({"at_low": [0.2, 0.1], "at_high": [-0.02, 0.1]})
    assert words.sentences.from_end_to_end(moves, "the return", "fraction") == (
        "What moves the return most takes it from 20% to −2.0%")
