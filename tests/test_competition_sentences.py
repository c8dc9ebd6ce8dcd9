"""Sentences of the competition chapter: every rule, branch by branch."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_sentences import SIZE
from wattbook import frames
from wattbook.words import competition


def made(p50, p10=None, p90=None, unit="count"):
    return {"unit": unit, "p10": p50 if p10 is None else p10, "p50": p50, "p90": p50 if p90 is None else p90}


def part(*numbers):
    return made(*numbers, unit="fraction")


def rivals(**shares):
    """Rows of `frames.competition.reached`: share of draws level now, by a month, and ahead then."""
    return pd.DataFrame([(label, *three) for label, three in shares.items()], columns=["label", "now", "by", "ahead"])


EMPTY = {"unit": "count", "p10": None, "p50": None, "p90": None}
CANNOT = "What this rests on was not known on this date, so nothing is said."
STOOD = pd.DataFrame({"label": ["Ours", "Theirs", "Last"], "first": [1, 1, 3], "last": [1, 2, 3]})
MEMBERS = pd.DataFrame({"label": ["Amazon", "Meta"], "value": [0.2, 0.3]})
RULES = [
    (competition.parts(part(0.04), part(0, 0, 0.1)) + ".",
     "Of dollars announced the programme has 4%, of power that is on 0% (0% to 10%)."),
    (competition.parts(part(0.04), EMPTY) + ".", "Of dollars announced the programme has 4%."),
    # e^0 = 1, e^0.693147 = 2, e^1.386294 = 4
    (competition.grows("Ours", made(0.693147, 0, 1.386294)) + ".",
     "Sales of Ours grow by a factor of 2.0 (1.0 to 4.0) a year."),
    (competition.grows("Ours", EMPTY) + ".", "Sales of Ours grow by a factor of not defined a year."),
    (competition.trails("Ours", made(3, 1, 6, "month")) + ".", "Ours trails by 3.0 (1.0 to 6.0) months."),
    (competition.trails("Ours", made(0, 0, 1, "month")) + ".", "Ours trails nobody in the median."),
    (competition.headline("Theirs", STOOD, part(0.15, 0.12, 0.18), 3, 4),
     "Theirs uses 15% (12% to 18%) of the IT power seen at tracked sites of 3 firms, rank 1 to 2; by dollars announced "
     "its programme has rank 3 of 4."),
    (competition.headline("Anthropic", STOOD, EMPTY, 3, 4),
     "No tracked site of Anthropic or its rivals was known on this date; by dollars announced its programme has rank 3 of "
     "4."),
    (competition.stages((3, 6), (4, 6)),
     "What is announced and what is on differ: rank 3 of 4 by dollars, rank 6 of 6 by power that is on."),
    (competition.stages((3, 2), (4, 6)),
     "Announced and on agree within one place: rank 3 of 4 by dollars, rank 2 of 6 by power that is on."),
    (competition.stages((3, float("nan")), (4, 0)),
     "By dollars the programme has rank 3 of 4; no other programme's power was known on this date."),
    (competition.holds({"OpenAI": 0.9, "Meta": 0.66, "Google": 0.4, "xAI": 0.33}, "Level with {}", "Level with nobody") + ".",
     "Level with OpenAI and Meta; for Google (40%) this cannot be concluded."),
    (competition.holds({"OpenAI": 1.0, "Meta": 0.1}, "Level with {}", "Level with nobody") + ".", "Level with OpenAI."),
    (competition.holds({"OpenAI": 0.5}, "Level with {}", "Level with nobody") + ".",
     "Level with nobody; for OpenAI (50%) this cannot be concluded."),
    (competition.holds({"OpenAI": 0.0}, "Level with {}", "Level with nobody") + ".", "Level with nobody."),
    (competition.holds({}, "Level with {}", "Level with nobody") + ".", CANNOT),
    (competition.parity("Anthropic", rivals(OpenAI=(0.9, 0.95, 0), Meta=(0.2, 0.8, 0), Google=(0, 0.4, 1)), "May 2028"),
     "Anthropic is likely level with OpenAI already. By May 2028 it likely gets level with Meta; for Google (40%) this "
     "cannot be concluded."),
    (competition.parity("Anthropic", rivals(OpenAI=(0.1, 0.3, 0), Meta=(0, 0, 0)), "May 2028"),
     "Anthropic is not yet likely level with anyone. By May 2028 with nobody more."),
    (competition.parity("Anthropic", rivals(OpenAI=(1, 1, 0)), "May 2028"), "Anthropic is likely level with OpenAI already."),
    (competition.parity("Anthropic", rivals(OpenAI=(1, 1, 0.7), Meta=(0, 0.9, 0.1), Google=(0, 0, 1)), "May 2028"),
     "Anthropic is likely level with OpenAI already. By May 2028 it likely gets level with Meta. Likely ahead again by then: "
     "OpenAI."),
    (competition.parity("Anthropic", rivals(), "May 2028"), CANNOT),
    (competition.tops(MEMBERS, "spends {} of it") + ".", "Meta spends 30.0% of it."),
    (competition.tops(MEMBERS, "adds {} points", "count") + ".", "Meta adds 0.300 points."),
    (competition.tops(MEMBERS[:0], "spends {} of it"), CANNOT),
    (competition.leads(STOOD[:1], "sales") + ".", "Ours is first by sales."),
    (competition.leads(STOOD, "sales") + ".", "Ours and Theirs cannot be told apart by sales."),
    (competition.leads(STOOD[:0], "sales"), CANNOT),
    # e^0 = 1, e^0.693147 = 2, e^1.609438 = 5: a continuous rate is said as the factor that it makes of a year
    (competition.grows("Anthropic", made(0.693147, 0, 1.609438)) + ".",
     "Sales of Anthropic grow by a factor of 2.0 (1.0 to 5.0) a year."),
    (competition.grows("Anthropic", EMPTY) + ".", "Sales of Anthropic grow by a factor of not defined a year."),
]


@pytest.mark.parametrize(("said", "text"), RULES)
def test_a_rule_says_what_its_branch_means(said, text):
    assert said == text


@pytest.mark.parametrize("said", [said for said, _ in RULES])
def test_a_sentence_has_no_word_of_size_without_a_number_and_no_exclamation(said):
    assert not SIZE.search(said)
    assert "!" not in said
    assert said.endswith(".")
    assert "nan" not in said.lower().split()


# Places are never claimed where intervals overlap


INTERVALS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50), st.floats(0, 50)), min_size=2, max_size=7)


@given(INTERVALS)
def test_firms_whose_intervals_overlap_never_get_places_that_part_them(drawn):
    low, high = zip(*((middle - down, middle + up) for middle, down, up in drawn), strict=True)
    stood = frames.competition.standing(pd.DataFrame({"low": low, "high": high}))
    first, last = stood["first"], stood["last"]
    for one in range(len(drawn)):
        assert 1 <= first[one] <= last[one] <= len(drawn)
        for other in range(len(drawn)):
            if low[one] <= high[other] and low[other] <= high[one]:  # they overlap: each may stand before the other
                assert first[one] <= last[other]
            elif low[one] > high[other]:
                assert first[one] < first[other]
                assert last[one] < last[other]


@pytest.mark.parametrize(("first", "last", "text"), [(1, 1, "rank 1"), (2, 4, "rank 2 to 4")])
def test_a_rank_is_one_place_only_where_the_intervals_leave_one(first, last, text):
    assert competition.place(first, last) == text
