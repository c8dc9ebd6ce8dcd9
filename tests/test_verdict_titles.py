"""Titles of the verdict's exhibits: each says a finding, or that it cannot be said."""

import pandas as pd
import pytest

from wattbook.words import verdict
from wattbook.words.sentences import CANNOT

WIDEST = "−$29.5B (−$31.5B to −$27.5B)"
COST, RENT = ({"p10": 0.75 * value, "p50": value, "p90": 1.25 * value, "unit": "USD_2025/h"} for value in (3.14, 6.1))


@pytest.mark.parametrize(("probability", "said"), [
    (0.66, "For buyers: an hour costs $3.1 owned, $6.1 rented: owning is cheaper"),
    (0.33, "For buyers: an hour costs $3.1 owned, $6.1 rented: which is cheaper cannot be concluded"),
    (0.65, "For buyers: an hour costs $3.1 owned, $6.1 rented: which is cheaper cannot be concluded"),
    (0.32, "For buyers: an hour costs $3.1 owned, $6.1 rented: renting is cheaper"),
    (None, CANNOT), (float("nan"), CANNOT)])
def test_a_title_says_what_is_likely_and_where_nothing_can_be_concluded(probability, said):
    assert verdict.title("buyer", probability, COST, RENT) == said


def test_a_number_in_a_title_has_the_digits_that_it_has_elsewhere():
    narrow = {"p10": 9.6, "p50": 9.851, "p90": 10.1, "unit": "TWh/year"}  # a range under 30% deserves three
    assert verdict.title("policy", 1, narrow, "$60M") == (
        "For the public: it draws 9.85 TWh a year and costs $60M for each permanent job")


def test_a_title_with_a_number_that_is_not_known_says_nothing():
    assert verdict.title("buyer", 1, COST, {**RENT, "p50": None}) == CANNOT
    assert verdict.title("came", 1, "not defined", "not defined") == CANNOT
    assert verdict.title("watch", 1, 0, "nan", "not known") == CANNOT


def test_of_two_sentences_the_second_holds_where_the_first_is_not_likely():
    assert verdict.title("models", 1.0, "1%", "9%") == "Under all models tried the word for its chance is the same: 1% to 9%"
    assert verdict.title("models", 0.0, "1%", "38%") == "The model changes the word for its chance: 1% to 38%"
    assert verdict.title("registered", 0.0, 0, "") == "Nothing is left to forecast"
    assert verdict.title("shares", 1.0, "39%", "56%", "All") == (
        "All ways of counting put the same assumption first, at 39% to 56% of the spread")


@pytest.mark.parametrize("name", verdict.TITLES)
def test_no_title_is_longer_than_an_exhibit_allows(name):
    numbers = [WIDEST] * 2 if name == "stress" else ["−$29.5B", "−$29.5B", "−$29.5B", "−$29.5B"]
    numbers = ["−$29.5B", "the firms followed", "under 1%"] if name == "loss" else numbers
    numbers = ["100", "2026-12-10", "under 1%"] if name == "watch" else numbers
    for probability in (1, 0, 0.5):
        assert len(verdict.title(name, probability, *numbers)) <= 100


@pytest.mark.parametrize(("distance", "share", "said"), [
    (1.0, 0.66, "The first of these at 10.2% in place of 19%, moved with the rest, turns the answer"),
    (3.1, 0.66, "No joint move of beliefs that is in reach turns the answer"),
    (1.0, 0.5, "No joint move of beliefs that is in reach turns the answer"), (float("nan"), 0.3, CANNOT)])
def test_the_joint_move_is_told_by_its_largest_part_if_it_is_in_reach(distance, share, said):
    moves = pd.DataFrame({"label": ["Fall"], "unit": ["fraction_real/year"], "before": [0.19], "after": [0.1024]})
    assert verdict.turned({"distance": distance, "share": share, "moves": moves}, 0.66) == said
