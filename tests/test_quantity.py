"""The docstring of a quantity: what the one parser reads, and what it refuses."""

import pytest

from wattbook.quantity import parse

WHOLE = """Share of the programme that is paid for,
in the end.

(draws, site, months) [fraction]: p(t) = w(t - lag), for every site and
month. Sites are alike.
Left out: sites that nobody pays for, and
the rest.
Source: A. Author (2020), "A title",
A journal 1(2).
"""
PLAIN = "Cost.\n(draws, 1) [USD]: C = p n."


def test_every_part_of_a_docstring_is_read_with_its_continued_lines():
    told = parse("paid_share", WHOLE)
    assert told.summary == "Share of the programme that is paid for, in the end."
    assert (told.shape, told.unit) == (("draws", "site", "months"), "fraction")
    assert told.equation == "p(t) = w(t - lag), for every site and month."
    assert told.notes == "Sites are alike."
    assert told.left_out == "sites that nobody pays for, and the rest."
    assert told.source == 'A. Author (2020), "A title", A journal 1(2).'


def test_only_summary_shape_and_equation_are_needed():
    told = parse("cost_usd", PLAIN)
    assert (told.notes, told.left_out, told.source) == ("", "", "")


@pytest.mark.parametrize(("doc", "message"), [
    (None, "no line with shape and unit such as '(draws, 1) [USD]:' follows the summary"),
    ("Cost.", "no line with shape and unit"),
        ("Cost.\nC = p n.", "no line with shape and unit"),
    ("Cost.\n(draws, 1) [furlong]: C = p n.", "unit 'furlong' is not known"),
    ("Cost.\n(draws, 1) [USD]", "found '' under shape and unit; an equation"),
    ("Cost.\n(draws, 1) [USD]: Price times number.", "an equation that ends in a full stop"),
    ("Cost.\n(draws, 1) [USD]: C = p n", "an equation that ends in a full stop"),
    (PLAIN + "\nprize_usd: above 0.", "'prize_usd' is no part of it"),
    (PLAIN + "\nSource: one.\nSource: two.", "'Source:' stands twice"),
    (PLAIN + "\nLeft out: one.\nLeft out: two.", "'Left out:' stands twice"),
    (PLAIN + "\n\nMore words.", "nothing may follow the paragraph"),
])
def test_a_malformed_docstring_is_refused_and_the_function_named(doc, message):
    with pytest.raises(ValueError, match="cost_usd: docstring: ") as error:
        parse("cost_usd", doc)
    assert message in str(error.value)


def test_an_equation_may_stand_on_the_line_after_shape_and_unit():
    told = parse("cost_usd", PLAIN.replace(": C", "\nC") + " Prices are alike.")
    assert (told.equation, told.notes) == ("C = p n.", "Prices are alike.")
