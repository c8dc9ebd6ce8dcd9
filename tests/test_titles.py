"""A title is refused when one of its numbers is not what is drawn under it, what it is about, or a count of its rows."""

import dataclasses
import html
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wattbook import charts, params, titles
from wattbook.run import Run
from wattbook.tables import table

RULES = table({"Rule": "text", "Stage": "text", "Since": "text", "Cost": "number"},
              [("*A", "in force", "2026-03", "$4.0B"),
               ("B", "in force, appealed", "2027", "$6.0B"), ("C", "draft", "", "$6.0B")])
BARE = table({"Rule": "text"}, [["A"], ["B"]])
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
TITLE = re.compile(r"<h4>(.*?)</h4>")
DRAWN = ("drawn", "observed")
ALIKE = 0.05  # two figures are no farther from the number that they stand for
MONTHS = pd.date_range("2026-01-01", periods=24, freq="MS")


@pytest.fixture(scope="module")
def run(book):
    """A run whose value is spread evenly from -20 to 80 billion: P10 is -10, median 30, P90 70; four in five are positive."""
    even = np.linspace(-20e9, 80e9, book.draws)[:, None]
    return Run(dataclasses.replace(book, values={**book.values, "npv_usd": even, "absorption_months": even / 5e9 + 14,
                                                 "site_first_power_year": np.full((book.draws, 1, 1), 2027.55)}))


def line():
    """Two years of months: 0.10 at first, 0.90 in October 2026, 0.33 at last."""
    share = np.full(24, 0.5)
    share[[0, 9, -1]] = 0.1, 0.9, 0.33
    return charts.fan(pd.DataFrame({"when": MONTHS, "mid": share}), quantity="Share", unit="fraction")


def refused(run, title, drawn=RULES, numbers=("npv_usd", "npv_usd > 0", "absorption_months"), counts=()):
    """The part of a title that may not stand in it, or None."""
    return titles.unfounded(run, title, drawn, numbers, counts)


@pytest.mark.parametrize("title", [
    "It is worth $30B (−$10B to $70B), which lasts 20 months", "Worth 80% of draws", "3 rules", "C costs $6.0B, A $4B",
    "In force from Mar 2026", "In force from March 2026 and 2027", "N+1 and H100 are names",
    "It is $4B, as far as known on this date"])
def test_what_is_drawn_or_given_may_be_said(run, title):
    assert refused(run, title) is None


@pytest.mark.parametrize(("title", "wrong"), [
    ("It is worth $31B", "$31B"), ("It is worth $30M", "$30M"), ("It is worth $30.1B", "$30.1B"), ("Worth −$30B", "−$30B"),
    ("A loss of $10B", "$10B"), ("C costs $7.0B", "$7.0B"), ("Worth 79% of draws", "79%"),
    ("Worth under 1% of draws", "under 1%"), ("It lasts 21 months", "21 months"), ("It lasts 3 months", "3 months"),
    ("It takes 4x as much", "4x"), ("It takes 7 times as much", "7"), ("In force from Apr 2026", "Apr 2026"),
    ("In force from 2028", "2028"), ("In force from 2026-04-01", "2026-04-01"), ("4 rules", "4"), ("It is 20 GW", "20 GW"),
    ("6.0 rules", "6.0"), ("It is $5B, as far as known on this date", "$5B")])
def test_a_number_that_is_neither_is_refused(run, title, wrong):
    assert refused(run, title) == wrong


def test_how_many_of_the_rows_must_be_counted_in_a_column(run):
    stage, bold = ("Stage", "in force"), ("Rule", "*")
    assert refused(run, "2 of 3 rules are in force", counts=[stage]) is None
    assert refused(run, "1 of 3 rules is in force", counts=[stage]) == "1 of 3"
    assert refused(run, "1 of 3 rules costs enough alone", counts=[bold]) is None
    assert refused(run, "3 of 3 rules are in force", counts=[stage]) == "3 of 3"
    assert refused(run, "2 of 4 rules are in force", counts=[stage]) == "2 of 4"
    assert refused(run, "2 of 3 rules cost $6.0B") == "2 of 3"  # equal cells count for nothing by themselves
    assert refused(run, "2 cost $6.0B") == "2"
    assert refused(run, "7 are in force", counts=[stage]) == "7"


def test_of_a_long_series_its_ends_and_extremes_may_be_said(run):
    assert refused(run, "From 10% in January 2026 over 90% in Oct 2026 to 33% in Dec 2027", line()) is None
    assert refused(run, "It is 50% at some time", line()) == "50%"
    assert refused(run, "It is 33% in May 2027", line()) == "May 2027"
    assert refused(run, "It is 33% by 2029", line()) == "2029"


def test_labels_of_keys_and_what_they_are_held_against_may_be_said(run):
    keys = ["energised_it_gw[2027-12] >= 1", "recognised_revenue_usd[2028]"]
    assert refused(run, "By December 2027 1 GW, and in 2028 more", drawn=BARE, numbers=keys) is None
    assert refused(run, "By November 2027 1 GW", drawn=BARE, numbers=keys) == "November 2027"
    assert refused(run, "By December 2027 2 GW", drawn=BARE, numbers=keys) == "2 GW"
    assert refused(run, "In 2029 more", drawn=BARE, numbers=keys) == "2029"


def test_months_ahead_of_one_thing_are_months_behind_another(run):
    assert refused(run, "It comes 13 months before that", drawn=BARE, numbers=["absorption_months"]) == "13 months"
    late = Run(dataclasses.replace(run.book, values={**run.book.values, "absorption_months": -run["absorption_months"]}))
    assert refused(late, "It comes 20 months before that", drawn=BARE, numbers=["absorption_months"]) is None
    assert refused(late, "It comes 20 months after that", drawn=BARE, numbers=["absorption_months"]) == "20 months"


def test_members_of_an_axis_may_each_be_said(run):
    assert refused(run, "First power in Jul 2027", drawn=BARE, numbers=["site_first_power_year"]) is None
    assert refused(run, "First power in Aug 2027", drawn=BARE, numbers=["site_first_power_year"]) == "Aug 2027"


@pytest.mark.parametrize(("text", "low", "high"), [
    ("2,800", 2750, 2850), ("100", 95, 105), ("$1.30B", 1.295e9, 1.305e9), ("3.0×10²⁶", 2.95e26, 3.05e26), ("−5", -5.5, -4.5),
    ("43%", 0.425, 0.435), ("over 99%", 0.99, np.inf), ("under 0.001%", -np.inf, 1e-5), ("$60B", 59.5e9, 60.5e9)])
def test_a_number_stands_for_what_would_be_rounded_to_it(text, low, high):
    ((_, _, *ends),) = titles.said(text)
    assert ends == pytest.approx([low, high])


def test_the_exhibit_refuses_it(run):
    with pytest.raises(params.InputError, match=r"exhibit worth: found \$31B in its title, which is neither plotted nor among"):
        run.exhibit("worth", "It is worth $31B", "Value, USD", RULES, ["npv_usd"])
    assert run.exhibit("worth", "2 of 3 are in force", "Rules", RULES, ["npv_usd"], counts=[("Stage", "in force")])
    assert run.exhibit("worth", "It is not defined: $31B", "Value, USD", RULES).content["title"].startswith("Not known on this")


def texts(rows):
    """All texts in a data set, by row or by column."""
    if not isinstance(rows, (dict, list)):
        return [rows] if isinstance(rows, str) else []
    return [one for part in (rows.values() if isinstance(rows, dict) else rows) for one in texts(part)]


def drawings():
    """Title and labels of every stored drawing of the notebooks."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            title = None
            for output in cell.get("outputs", []):
                for mime, held in output.get("data", {}).items():
                    title = TITLE.search("".join(held))[1] if mime == "text/html" and TITLE.search("".join(held)) else title
                    if "vegalite" in mime and title:
                        sets = [json.loads(rows) for name, rows in held["datasets"].items() if name not in DRAWN]
                        yield f"{path.stem}: {title}", title, "\n".join(one for rows in sets for one in texts(rows))


def test_a_title_writes_a_number_with_as_many_digits_as_the_drawing_under_it():
    told = 0
    for where, title, labels in drawings():
        drawn = list(titles.said(labels))
        for text, kind, low, high in titles.said(html.unescape(title)):
            told += 1
            wrong = [other for other, its, least, most in drawn if its == kind != titles.DATE and least <= high and low <= most
                     and abs(most - least - high + low) > 0 and abs(low + high - least - most) < abs(low + high) * ALIKE]
            assert not wrong or text in {one[0] for one in drawn}, f"{where}: its drawing says {wrong[0]}, not {text}"
    assert told > 50
