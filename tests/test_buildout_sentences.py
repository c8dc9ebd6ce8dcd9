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
    (words.buildout.published_costs([0.5, 1.6]), "Published costs per watt buy 0.50 to 1.6 GW"),
    (words.buildout.published_costs([]), "No published cost changes what the budget buys"),
    (words.buildout.tracked(28.84), "Half of the tracked sites have power within 29 months of first works"),
    (words.buildout.tracked(float("nan")), "No tracked site was known on this date"),
    (words.buildout.ahead(summary(2, 5, 9, "month")), "Several sites are 5.0 (2.0 to 9.0) months ahead of one large site"),
    (words.buildout.ahead(summary(-9, -5, -2, "month")), "One large site is 5.0 (2.0 to 9.0) months ahead of several"),
    (words.buildout.ahead(summary(-9, 1, 9, "month")),
     "One large site or several cannot be told apart: 1.0 (−9.0 to 9.0) months"),
    (words.buildout.ahead(GONE), "Nothing is built, at one site or several"),
    (words.buildout.rules(["in force", "in force, result due", "not signed"]), "2 of 3 rules on new sites are in force"),
    (words.buildout.rules([]), "No rule that holds sites was known on this date"),
    (words.buildout.late(["26%", "9%", "40%"]), "3 published counts call 9% to 40% late"),
    (words.buildout.late([]), "No share of late sites was published by then"),
    (words.buildout.sooner("Own gas", summary(2, 5, 9, "month")), "Own gas comes 5.0 (2.0 to 9.0) months before the grid"),
    (words.buildout.sooner("Own gas", summary(-9, -5, -2, "month")), "The grid comes 5.0 (2.0 to 9.0) months before own gas"),
    (words.buildout.sooner("Own gas", summary(-9, 5, 9, "month")),
     "Whether own gas comes before the grid cannot be told: 5.0 (−9.0 to 9.0) months"),
    (words.sentences.part(summary(0.1, 0.2, 0.3, "ratio")), "20% (10% to 30%)"),
]


@pytest.mark.parametrize(("said", "expected"), TITLES)
def test_a_title_says_what_it_should(said, expected):
    assert said == expected
    assert len(said) <= 100
