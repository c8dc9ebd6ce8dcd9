"""Sentences of the cost page: every branch."""

import pytest

from wattbook import words


def usd(low, mid, high):
    return {"unit": "USD_2025", "p10": low, "p50": mid, "p90": high}


@pytest.mark.parametrize(
    ("life", "power", "said"),
    [
        (0.5, 0.1, "Life of IT moves the cost of an hour by $0.50 over its range, the price of power by $0.10."),
        (0.1, 0.5, "The price of power moves the cost of an hour by $0.50 over its range, life of IT by $0.10."),
        (0.5, 0.45, "Life of IT moves the cost of an hour by $0.50 over its range, the price of power by as good as the same."),
        (0.0, 0.0, "Neither life of IT nor the price of power has a range here."),
        (0.5, 0.0, "Life of IT moves the cost of an hour by $0.50 over its range, the price of power by $0."),
    ],
)
def test_life_and_power_are_ranked_only_where_they_differ(life, power, said):
    assert words.cost.life_against_power(life, power) == said


@pytest.mark.parametrize(
    ("p", "start"),
    [(0.9, "Owning is very likely (90%) the cheaper hour"), (0.2, "Renting is likely (80%) the cheaper hour"),
     (0.5, "Owning and renting cannot be told apart")],
)
def test_owning_and_renting_are_ranked_only_where_draws_agree(p, start):
    said = words.cost.own_or_rent(p, usd(2000, 2000, 2000))
    assert said.startswith(start)
    assert said.endswith("being free to wait and see is worth at most $2,000 a kilowatt.")


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (usd(1e9, 2e9, 3e9), "Books overstate the programme's machines after 3 years by $2.0B ($1.0B to $3.0B)."),
        (usd(-3e9, -2e9, -1e9), "At present rents the programme's machines after 3 years are worth more than the books say."),
        (usd(-1e9, 1e9, 3e9), "Whether books overstate the machines after 3 years cannot be concluded: "
                              "books less worth is $1.0B (−$1.0B to $3.0B)."),
    ],
)
def test_books_are_said_to_overstate_only_where_the_whole_range_does(gap, said):
    assert words.cost.book_against_rent(gap, 3) == said


def test_a_single_year_is_said_in_words():
    assert "after one year" in words.cost.book_against_rent(usd(1e9, 2e9, 3e9), 1)


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.1, "Today's price is very likely (90%) to cover the cost of serving."),
     (0.8, "Today's price is likely (80%) to lie below the cost of serving."),
     (0.5, "Whether today's price covers the cost of serving cannot be concluded (50% that it does).")],
)
def test_price_and_floor(p, said):
    assert words.cost.price_against_floor(p) == said


@pytest.mark.parametrize(
    ("gap", "end"),
    [(usd(0, 0, 0), "the money raised covers all of it."),
     (usd(0, 0, 5e9), "the money raised covers all in the median, and in one case of ten $5.0B or more is missing."),
     (usd(0, 2e9, 5e9), "lenders and owners together leave $2.0B ($0 to $5.0B) unpaid.")],
)
def test_funding_says_what_is_missing(gap, end):
    said = words.cost.funding(gap, usd(1e9, 2e9, 3e9))
    assert said.startswith("Interest during construction adds $2.0B")
    assert said.endswith(end)
