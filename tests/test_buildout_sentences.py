"""Titles of the build-out notebook, branch by branch; its sentences stand in tests/test_sentences.py."""

import pytest

from wattbook import words

GONE = {"unit": "month", "p10": None, "p50": None, "p90": None}


def summary(p10, p50, p90, unit="GW_IT"):
    return {"unit": unit, "p10": p10, "p50": p50, "p90": p90}


TITLES = [
    (words.buildout.readings("December 2028", summary(0.2, 0.5, 0.8), summary(0.4, 0.6, 0.8)),
     "By December 2028 0.50 GW of the programme is energised, and 0.60 GW at attributed sites"),
    (words.buildout.readings("December 2028", summary(0.2, 0.5, 0.8), GONE),
     "By December 2028 0.50 GW of the programme is energised"),
    (words.sentences.filled("{} months for {}", summary(2, 5, 9, "month"), "0.50 GW"), "5.0 (2.0 to 9.0) months for 0.50 GW"),
    (words.sentences.filled("It buys {}", GONE), words.sentences.CANNOT),
    (words.sentences.filled("It buys {}", words.numbers.shown(float("nan"), "USD")), words.sentences.CANNOT),
    (words.sentences.filled("It is {}", words.sentences.percent(None)), words.sentences.CANNOT),
    (words.sentences.sided(GONE, "above", "below", "around"), words.sentences.CANNOT),
    (words.sentences.part(summary(0.1, 0.2, 0.3, "ratio")), "20% (10% to 30%)"),
]


@pytest.mark.parametrize(("said", "expected"), TITLES)
def test_a_title_says_what_it_should(said, expected):
    assert said == expected
    assert len(said) <= 100
