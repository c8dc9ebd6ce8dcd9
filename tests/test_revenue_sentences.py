"""Rules of the sentences on revenue: each branch."""

import pytest

from wattbook import words


@pytest.mark.parametrize(
    ("bound", "release", "text"),
    [
        (0.2, None, "Demand, not supply, limits revenue: capacity binds in 20% of draws at the end of 2026."),
        (
            0.4,
            2028.2,
            "Whether supply or demand limits revenue cannot be concluded: capacity binds in 40% of draws at the end of 2026, "
            "there until about 2028.",
        ),
        (
            0.9,
            2027.0,
            "Supply, not demand, limits revenue: capacity binds in 90% of draws at the end of 2026, there until about 2027.",
        ),
    ],
)
def test_supply_is_said_to_limit_only_where_the_draws_agree(bound, release, text):
    assert words.revenue.supply_limits(bound, 2026, {"p50": release}) == text


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
        (1.1, 2.0, "in nine of ten draws at least."),
        (0.5, 0.9, "the commitments are not covered."),
        (0.8, 1.2, "cannot be concluded."),
    ],
)
def test_commitments_are_called_covered_only_where_the_draws_agree(low, high, end):
    said = words.revenue.funded(0.63, {"p10": low, "p50": (low + high) / 2, "p90": high}, 2026)
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
