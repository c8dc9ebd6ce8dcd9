"""Rules of the sentences on revenue: each branch."""

import pandas as pd
import pytest

from wattbook import words


@pytest.mark.parametrize(
    ("needed", "start"),
    [
        ({"API": 40, "Custom": 1}, "Each stream alone could"),
        ({"API": 60, "Custom": 3}, "No stream alone"),
        ({"API": 40, "Custom": 3}, "Weak links, needed above their 90th percentile: Custom"),
    ],
)
def test_streams_needed_above_their_ninetieth_percentile_are_named(needed, start):
    assert words.revenue.weak_links(needed, {"API": 50, "Custom": 2}).startswith(start)


@pytest.mark.parametrize(
    ("low", "high", "end"),
    [
        (0.5, 0.9, "in nine of ten draws at least."),
        (1.1, 2.0, "the commitments are not covered."),
        (0.8, 1.2, "cannot be concluded."),
    ],
)
def test_commitments_are_called_covered_only_where_the_draws_agree(low, high, end):
    said = words.revenue.funded(0.63, {"unit": "ratio", "p10": low, "p50": (low + high) / 2, "p90": high}, 2026)
    assert said.startswith("Operations use up cash in 2026 with 63% probability.")
    assert said.endswith(end)


def test_without_reported_commitments_nothing_is_said_of_their_coverage():
    assert words.revenue.funded(0.2, {"p10": None, "p50": None, "p90": None}, 2026).endswith(
        "No commitments were reported by then."
    )


def test_the_headline_says_three_probabilities_together_and_the_run_rate_needed():
    said = words.revenue.headline(
        70e9, "USD/year", 2026, 0.98, 0.0, 2028, 0.99, {"unit": "USD/year", "p10": 144e9, "p50": 156e9, "p90": 171e9}
    )
    assert "run-rate by December 2026: 98%; recognised in 2026: under 1%; recognised in 2028: 99%." in said
    assert "Recognising $70B in 2026 needs a year-end run-rate of" in said


def test_once_the_year_is_over_no_run_rate_is_said_to_be_needed():
    said = words.revenue.headline(
        70e9, "USD/year", 2026, 0.98, 0.0, 2028, 0.99, {"unit": "USD/year", "p10": None, "p50": None, "p90": None}
    )
    assert said.endswith("2026 is over: its year-end run-rate is no longer open.")


def when(*texts):
    return pd.to_datetime(list(texts))


MIXED = pd.DataFrame({"when": ["then", "then", "now", "now"], "series": ["API", "Apps"] * 2, "value": [0.4, 0.6, 0.7, 0.3]})
FALLS = pd.DataFrame({"when": when("2027-01-01", "2029-01-01").repeat(2), "series": ["Cloud", "Rest"] * 2,
                      "value": [5e9, 9e9, 4e9, 9e9]})
LICENCES = pd.DataFrame({"label": ["Fee and royalty", "100 licensees"], "value": [58e6, 2e9]})
REACH = pd.DataFrame({"value": [59e9, 65e9, 40e9]})
GREW = pd.DataFrame({"x": [1.5, 1.5], "series": ["Anna", "Bert"], "mid": [65e9, 19e9]})


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (words.revenue.grew(GREW, "$1B"), "1.5 years from $1B on, Anna reached $65B; Bert, the next, $19B"),
        (words.revenue.grew(GREW.assign(mid=[9e9, 19e9]), "$1B"),
         "1.5 years from $1B on, Anna reached $9.0B; Bert, the first, $19B"),
        (words.revenue.grew(GREW.iloc[:1], "$1B"), "No other firm is known from the same size on for as long"),
        (words.revenue.mix(MIXED), "API: 70% of revenue, 40% as of the first day"),
        (words.revenue.mix(MIXED[:2]), "Apps: 60% of revenue"),
        (words.revenue.custom(100, {"p50": 120}), "Staff limit custom work: 100 clients, of 120 that want a solution"),
        (words.revenue.custom(120, {"p50": 100}), "Clients limit custom work: 100 clients, of 120 that staff could serve"),
        (words.revenue.licences(LICENCES, "$70B"), "Licences bring $58M, $2.0B with 100 licensees, of $70B claimed"),
        (words.revenue.cliff(FALLS), "Of terms that were published most is due to Cloud: $5.0B a year"),
        (words.revenue.cliff(FALLS[1:2]), "No term of a commitment was published by then"),
        (words.revenue.nearest(REACH, 70e9, "revenue"), "The best single change brings revenue to $65B"),
        (words.revenue.nearest(REACH, 50e9, "revenue"), "The worst single change brings revenue to $40B"),
    ],
)
def test_titles_say_the_finding(made, said):
    assert made == said
