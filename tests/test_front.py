"""Sentences of the first page, branch by branch."""

import pytest

from wattbook.words import front

RANGE = ("Price", "$4.3", "$2", "$0.7 to $4.5")


def test_the_lead_is_as_many_sentences_as_can_be_read_at_a_glance():
    assert front.lead("One is so. Two is not.") == ("One is so. Two is not.", "")
    long = " ".join(["word"] * 34)
    assert front.lead(f"{long}. Next one. And more.") == (f"{long}.", "Next one. And more.")
    assert front.lead("Only one.") == ("Only one.", "")
    assert front.lead("") == ("", "")


def test_what_is_opinion_is_said_in_percent():
    assert front.opinion("Highest rate", 0.32) == "Our own assumptions make 32% of the explained spread of the highest rate."


@pytest.mark.parametrize(("count", "crossing", "above", "said"), [
    (0, 0, False, "No published value differs from ours and moves the median."),
    (24, 0, False, "None of the 24 published values that move the median brings it to $70B."),
    (24, 1, False, "1 of the 24 published values that move the median brings it to $70B:"),
    (24, 2, True, "2 of the 24 published values that move the median bring it below $70B:"),
])
def test_what_flips_the_verdict_is_counted(count, crossing, above, said):
    assert front.flips(count, crossing, "$70B", above) == said


@pytest.mark.parametrize(("solved", "above", "said"), [
    ([], False, "No assumption moves it by more than chance would."),
    ([(*RANGE, False)], False,
     "None of the assumptions that move it most (1) gets the median to $70B alone, inside its own 80% range."),
    ([(*RANGE, True), (*RANGE, False)], True,
     "One assumption alone, the rest as drawn, brings the median below $70B with price of $4.3 (we use $2, $0.7 to $4.5)."),
])
def test_what_one_assumption_alone_would_have_to_be(solved, above, said):
    assert front.alone(solved, "$70B", above) == said


@pytest.mark.parametrize(("low", "high", "said"), [
    (("A", "$1B"), ("B", "$2B"), "Worth: $1B if “A”, $2B if “B”"), (("A", "$1B"), ("A", "$1B"), "Worth: $1B"),
    (("A" * 50, "$1B"), ("B" * 50, "$2B"), "Worth, by scenario: $1B to $2B"),
])
def test_the_scenarios_have_a_title_that_fits(low, high, said):
    assert front.scenarios("Worth", low, high) == said
