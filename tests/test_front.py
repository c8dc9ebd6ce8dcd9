"""Sentences of the first page, branch by branch."""

import pytest

from wattbook.words import front


def test_the_lead_is_as_many_sentences_as_can_be_read_at_a_glance():
    assert front.lead("One is so. Two is not.") == ("One is so. Two is not.", "")
    long = " ".join(["word"] * 34)
    assert front.lead(f"{long}. Next one. And more.") == (f"{long}.", "Next one. And more.")
    assert front.lead("Only one.") == ("Only one.", "")
    assert front.lead("") == ("", "")


def test_what_is_opinion_is_said_in_percent():
    assert front.opinion("Highest rate", 0.32) == "Our own assumptions make 32% of the explained spread of the highest rate."


@pytest.mark.parametrize(("low", "high", "said"), [
    (("A", "$1B"), ("B", "$2B"), "Worth: $1B if “A”, $2B if “B”"), (("A", "$1B"), ("A", "$1B"), "Worth: $1B"),
    (("A" * 50, "$1B"), ("B" * 50, "$2B"), "Worth, by scenario: $1B to $2B"),
])
def test_the_scenarios_have_a_title_that_fits(low, high, said):
    assert front.scenarios("Worth", low, high) == said
