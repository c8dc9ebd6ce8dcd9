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


def money(*numbers):
    return made(*numbers, unit="USD")


def part(*numbers):
    return made(*numbers, unit="fraction")


def spending(*parts):
    """Spending over sales by quarter of so many peers."""
    return pd.DataFrame([(f"Peer {number}", one) for number, values in enumerate(parts) for one in values],
                        columns=["series", "mid"])


EMPTY = {"unit": "count", "p10": None, "p50": None, "p90": None}
CANNOT = "What this rests on was not known on this date, so nothing is said."
STOOD = pd.DataFrame({"label": ["Ours", "Theirs", "Last"], "first": [1, 1, 3], "last": [1, 2, 3]})
MEMBERS = pd.DataFrame({"label": ["Amazon", "Meta"], "value": [0.2, 0.3]})
PATH = pd.DataFrame({"when": pd.to_datetime(["2024-06-01", "2025-06-01"]), "mid": [1100.0, 1200]})
GUIDED = pd.DataFrame({"series": ["A", "A", "B", "B"], "mid": [100e9, 110e9, 100e9, 80e9]})  # up by 10%, down by 20%
RULES = [
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
    (competition.parity("Anthropic", {"OpenAI": (0.9, 0.95), "Meta": (0.2, 0.8), "Google": (0, 0.4)}, 2028),
     "Anthropic is likely level with OpenAI already and likely gets level with Meta by 2028; with Google (60% not by 2028) "
     "this cannot be concluded."),
    (competition.parity("Anthropic", {"OpenAI": (0.1, 0.3), "Meta": (0, 0)}, 2028),
     "Anthropic is not yet likely level with anyone; unlikely with OpenAI (70% not by 2028) and Meta (over 99% not by 2028)."),
    (competition.parity("Anthropic", {"OpenAI": (1, 1)}, 2028), "Anthropic is likely level with OpenAI already."),
    (competition.parity("Anthropic", {"OpenAI": (1, 1), "Meta": (0, 0.9)}, 2028, ["OpenAI", "Google"]),
     "Anthropic is likely level with OpenAI already and likely gets level with Meta by 2028. By 2028 OpenAI likely has "
     "more again."),
    (competition.parity("Anthropic", {"OpenAI": (1, 1), "Meta": (1, 1)}, 2028, ["OpenAI", "Meta"]),
     "Anthropic is likely level with OpenAI and Meta already. By 2028 OpenAI and Meta likely have more again."),
    (competition.parity("Anthropic", {}, 2028), "No tracked site was known on this date, so parity cannot be told."),
    (competition.affordability(["Amazon"], 4), "Of 4 peers Amazon spends more on capital than operations bring in."),
    (competition.affordability(["Amazon", "Meta"], 4),
     "Of 4 peers Amazon and Meta spend more on capital than operations bring in."),
    (competition.affordability([], 4), "All 4 peers pay their capital spending out of operating cash."),
    (competition.tops(MEMBERS, "spends {} of it") + ".", "Meta spends 30.0% of it."),
    (competition.tops(MEMBERS, "adds {} points", "count") + ".", "Meta adds 0.300 points."),
    (competition.tops(MEMBERS[:0], "spends {} of it"), CANNOT),
    (competition.announced(made(2.5), MEMBERS.assign(value=[10.33, 2.81])) + ".",
     "Dollars announced grew by a factor of 2.5 a year, reported sales of labs by 2.81 to 10.3."),
    (competition.announced(made(2.5), MEMBERS[:1].assign(value=9)) + ".",
     "Dollars announced grew by a factor of 2.5 a year, reported sales of labs by 9.00."),
    (competition.announced(EMPTY, MEMBERS) + ".",
     "Too little was known on this date of sums and sales to tell how fast they grow."),
    (competition.announced(made(2.5), MEMBERS[:0]) + ".",
     "Too little was known on this date of sums and sales to tell how fast they grow."),
    (competition.level("Anthropic", {"Meta": (0.5, 1), "xAI": (0.7, 1)}, {"Meta": (0.1, 1), "xAI": (1, 1)}) + ".",
     "Anthropic is likely level with as many rivals in computing as in power."),
    (competition.level("Anthropic", {"Meta": (0.7, 1), "xAI": (0.7, 1)}, {"Meta": (0.6, 1), "xAI": (1, 1)}) + ".",
     "Anthropic is likely level with fewer rivals in computing than in power."),
    (competition.level("Anthropic", {"Meta": (0.6, 1)}, {"Meta": (0.7, 1)}) + ".",
     "Anthropic is likely level with more rivals in computing than in power."),
    (competition.level("Anthropic", {}, {}), CANNOT),
    (competition.level("Anthropic", {"Meta": (1, 1)}, {}), CANNOT),
    (competition.shares(part(0.043), part(0.1, 0, 0.2)) + ".",
     "Of dollars announced the programme has 4.3%, of power that is on 10% (0% to 20%)."),
    (competition.shares(part(0.043), EMPTY) + ".",
     "Of dollars announced the programme has 4.3%; whose power is on was not known on this date."),
    (competition.turned(PATH, "Concentration") + ".", "Concentration rose from 1,100 to 1,200 points since Jun 2024."),
    (competition.turned(PATH.assign(mid=[1249.0, 1151]), "Concentration") + ".",
     "Concentration stayed at 1,200 points since Jun 2024."),
    (competition.turned(PATH.assign(mid=[1300.0, 1100]), "Concentration") + ".",
     "Concentration fell from 1,300 to 1,100 points since Jun 2024."),
    (competition.turned(PATH[:0], "Concentration"), CANNOT),
    (competition.scrutiny([{"stage": "closed, no jurisdiction"}, {"stage": "inquiry"}]) + ".",
     "1 of 2 cases on partnerships and power over the market are closed."),
    (competition.scrutiny([]), CANNOT),
    (competition.dial(pd.DataFrame({"name": ["price", "growth", "limit"], "label": ["Price", "Growth of use (own)", "Limit"]}),
                      ["limit", "growth"]) + ".", "Of these 2 the bill moves most with: growth of use."),
    (competition.dial(pd.DataFrame({"name": ["price"], "label": ["Price"]}), ["limit", "growth"]) + ".",
     "Of these 2 the bill moves most with: none of them."),
    (competition.alone(0, 4, "fit") + ".", "None of 4 assumptions alone would fit within its range."),
    (competition.alone(1, 4, "fit") + ".", "1 of 4 assumptions alone would fit within its range."),
    (competition.alone(2, 4, "fit") + ".", "2 of 4 assumptions alone would fit within their range."),
    (competition.leads(STOOD[:1], "sales") + ".", "Ours is first by sales."),
    (competition.leads(STOOD, "sales") + ".", "Ours and Theirs cannot be told apart by sales."),
    (competition.leads(STOOD[:0], "sales"), CANNOT),
    (competition.guided(GUIDED, 2026) + ".", "B changed its guidance for 2026 most, from $100B to $80.0B."),
    (competition.guided(GUIDED[:1], 2026) + ".", "Nobody has changed the guidance for this year."),
    (competition.guided(GUIDED[:0], 2026), CANNOT),
    (competition.outruns(spending([0.2, 0.22, 0.25, 0.28, 0.3], [0.1, 0.1, 0.1, 0.1, 0.15])) + ".",
     "Capital spending takes 15% to 30% of sales, 10% to 20% a year before; more at 2 of 2 peers."),
    (competition.outruns(spending([0.2, 0.22, 0.25, 0.28, 0.3], [0.1, 0.1, 0.1, 0.1, 0.1])) + ".",
     "Capital spending takes 10% to 30% of sales, 10% to 20% a year before; more at 1 of 2 peers."),
    (competition.outruns(spending([0.2, 0.3, 0.3, 0.3])) + ".",
     "No two years of spending and sales of a peer were known on this date."),
    (competition.outruns(pd.DataFrame()) + ".", "No two years of spending and sales of a peer were known on this date."),
    (competition.lag("Anthropic", {"Anthropic": made(3.4, 0.5, 5.3), "OpenAI": made(1, 0, 2), "Meta": made(14, 13, 18),
                                   "xAI": EMPTY}, 2025.93),
     "Anthropic's best model trailed the best of all by 3.4 (0.50 to 5.3) months in Dec 2025, which cannot be told from "
     "OpenAI; Meta trailed further."),
    (competition.lag("Anthropic", {"Meta": made(14, 13, 18), "Anthropic": made(0), "xAI": made(9, 8, 10)}, 2025.93),
     "Anthropic's best model was the best of all in Dec 2025; Meta and xAI trailed further."),
    (competition.lag("Anthropic", {"Anthropic": made(0), "OpenAI": made(0)}, 2025.93),
     "Anthropic's best model was the best of all in Dec 2025, which cannot be told from OpenAI."),
    (competition.lag("Anthropic", {"Anthropic": made(9, 8, 10), "OpenAI": made(1, 0, 2)}, 2025.93),
     "Anthropic's best model trailed the best of all by 9.00 (8.00 to 10.0) months in Dec 2025."),
    (competition.lag("Anthropic", {"Anthropic": EMPTY}, 2025.93), CANNOT),
    (competition.concentrated("Ownership", made(2500, 2000, 3000), 1800),
     "Ownership stands at 2,500 (2,000 to 3,000) points, as if 4 firms of one size held it: above the 1,800 of the "
     "guidelines."),
    (competition.concentrated("Ownership", made(1250, 1000, 1500), 1800),
     "Ownership stands at 1,200 (1,000 to 1,500) points, as if 8 firms of one size held it: below the 1,800 of the "
     "guidelines."),
    (competition.concentrated("Ownership", made(1250, 1000, 2500), 1800),
     "Ownership stands at 1,200 (1,000 to 2,500) points, as if 8 firms of one size held it: whether above the 1,800 of the "
     "guidelines cannot be concluded."),
    (competition.concentrated("ownership", EMPTY, 1800), CANNOT),
    (competition.mergers({"OpenAI": 0.9, "Mistral": 0.0}),
     "A merger with OpenAI (90%) would be presumed to lessen competition under the guidelines of 2023."),
    (competition.mergers({"Mistral": 0.0}),
     "No merger with another lab would likely be presumed to lessen competition under the guidelines of 2023."),
    (competition.entry(money(5e9, 2e9, 9e9), made(7), 9),
     "To enter with a model of frontier size costs $5.0B ($2.0B to $9.0B); 7 of 9 firms followed could pay that out of "
     "equity raised or a year's operating cash."),
    (competition.affordable({"10 people": made(0.6, 0.2, 1.6), "100 people": made(0.13, 0.04, 0.5)}),
     "Use by all staff takes over a tenth of the budget for IT at 10 people; at 100 people this cannot be concluded."),
    (competition.affordable({"10 people": made(0.05, 0.02, 0.2)}),
     "Use by all staff surely takes over a tenth of the budget for IT at no size of firm; at 10 people this cannot be "
     "concluded."),
    (competition.dependence("Broadcom", part(0.31), money(24e9, 12e9, 38e9), made(14, 7, 22)),
     "Broadcom holds 31% of all commitments; were it gone, at most $24B ($12B to $38B) of sales would be lost in the 14 "
     "(7.0 to 22) months until its computing stands elsewhere."),
    (competition.dependence("", EMPTY, EMPTY, EMPTY), CANNOT),
    (competition.circles("Anthropic", {"Google": 0.117, "Microsoft": 0.159}),
     "Suppliers paid in 12% to 16% of what Anthropic orders from them."),
    (competition.circles("Anthropic", {"Google": 0.117}), "Suppliers paid in 12% of what Anthropic orders from them."),
    (competition.circles("Anthropic", {}), "No order from a supplier with shares in Anthropic was known on this date."),
    (competition.regions(2, 9, True, 60) + ".", "At 2 of 9 places a region keeps data at home and answers within 60 ms."),
    (competition.regions(0, 9, False, 5) + ".", "At 0 of 9 places a region answers within 5 ms."),
    (competition.downtime(made(62, 40, 93), made(2.3, 0.7, 6.7), made(2.2, 0.6, 6.5)),
     "One vendor is out 62 (40 to 93) hours a year, two at once 2.3 (0.70 to 6.7); a third adds under 1% of what the "
     "second spares."),
    (competition.downtime(made(62, 40, 93), made(60, 38, 90), made(60, 38, 90)),
     "One vendor is out 62 (40 to 93) hours a year, two at once 60 (38 to 90): whether the second spares anything cannot "
     "be concluded."),
    (competition.bill(made(0.5, 0.3, 0.7, "ratio"), [money(2e6), money(7e6, 2e6, 36e6)], 0.88),
     "The bill rises in 88% of draws, from $2M a year to $7.0M ($2.0M to $36M) in three years; a million tokens then cost 50% "
     "(30% to 70%) of today's price."),
    (competition.bill(made(0.5, 0.3, 0.7, "ratio"), [money(2e6), money(1e6)], 0.2),
     "The bill falls in 80% of draws, from $2M a year to $1M in three years; a million tokens then cost 50% (30% to 70%) of "
     "today's price."),
    (competition.bill(made(0.5, 0.3, 0.7, "ratio"), [money(2e6), money(2e6)], 0.5),
     "The bill may rise or fall, from $2M a year to $2M in three years; a million tokens then cost 50% (30% to 70%) of today's "
     "price."),
    (competition.tiers({"Largest models": 0.21, "Middle models": 0.56, "Small models": 1.1}),
     "In three years prices fall by 79% for largest models, 44% for middle models and under 1% for small models."),
    (competition.leaving(money(1e6, 5e5, 2e6), made(5, 3, 9), part(0.17, 0.06, 0.62)),
     "To move all work costs $1.0M ($500k to $2.0M) and takes 5.0 (3.0 to 9.0) months. A second vendor kept ready pays where "
     "it costs less than 17% (6.0% to 62%) of a year's bill."),
    (competition.leaving(money(1e6, 5e5, 2e6), made(5, 3, 9), EMPTY),
     "To move all work costs $1.0M ($500k to $2.0M) and takes 5.0 (3.0 to 9.0) months."),
    (competition.bill(EMPTY, [money(0), money(0)], 0.0), "Nothing is used, so there is no bill."),
    (competition.affordable({"10 people": made(0.5, 0.2, 0.9)}),
     "Use by all staff takes over a tenth of the budget for IT at 10 people."),
    (competition.rationing({"Reserved capacity": made(0), "Pay as you go": made(0.9, 0, 1), "Free use": made(0.6, 0, 1)}) + ".",
     "In a year pay as you go and free use must wait in the median."),
    (competition.rationing({"Reserved capacity": made(0), "Free use": made(0, 0, 1)}) + ".",
     "In a year nobody must wait in the median."),
    (competition.rationing({"Reserved capacity": EMPTY}), CANNOT),
    (competition.valued("Anthropic", money(540e9, 300e9, 1000e9), part(0.3, 0.17, 0.58), part(1.5, 1.1, 2)),
     "Anthropic's valuation asks for $540B ($300B to $1.0T) of sales a year, 30% (17% to 58%) of the market forecast; all "
     "labs followed ask for 150% (110% to 200%) of it, more than there is: not all can be right."),
    (competition.valued("Anthropic", money(540e9, 300e9, 1000e9), part(0.3, 0.17, 0.58), part(0.5, 0.4, 0.9)),
     "Anthropic's valuation asks for $540B ($300B to $1.0T) of sales a year, 30% (17% to 58%) of the market forecast; all "
     "labs followed ask for 50% (40% to 90%) of it, which fits."),
    (competition.valued("Anthropic", money(540e9, 300e9, 1000e9), part(0.3, 0.17, 0.58), part(0.7, 0.4, 1.3)),
     "Anthropic's valuation asks for $540B ($300B to $1.0T) of sales a year, 30% (17% to 58%) of the market forecast; all "
     "labs followed ask for 70% (40% to 130%) of it, which may or may not fit."),
    (competition.valued("Anthropic", EMPTY, EMPTY, EMPTY), CANNOT),
    (competition.access(part(0.7, 0.6, 0.8), 4, 4),
     "4 of 4 series are known; 70.0% (60.0% to 80.0%) of the weight is on those towards fewer hands: in nine weightings of ten "
     "that is most of it."),
    (competition.access(part(0.3, 0.2, 0.4), 3, 4),
     "3 of 4 series are known; 30% (20% to 40%) of the weight is on those towards fewer hands: in nine weightings of ten that "
     "is the lesser part."),
    (competition.access(part(0.5, 0.3, 0.7), 4, 4),
     "4 of 4 series are known; 50% (30% to 70%) of the weight is on those towards fewer hands: whether access narrows or "
     "widens depends on the weights."),
    (competition.listed(["Google", "Meta", "xAI"]) + ".", "Google, Meta and xAI."),
    (competition.listed([]) + ".", "none."),
    (competition.rebound(made(2, 1.1, 3), made(0)),
     "Cheaper work is done more: demand for computing would be 2.0 (1.1 to 3.0) times today's."),
    (competition.rebound(made(0.5, 0.4, 0.9), made(0.5, 0.1, 0.6, "GW_IT")),
     "More efficient work needs less and leaves 0.50 (0.10 to 0.60) GW idle: demand for computing would be 0.50 (0.40 to "
     "0.90) times today's."),
    (competition.rebound(made(1.3, 0.7, 3), made(0)),
     "Whether more efficient work needs less cannot be concluded: demand for computing would be 1.3 (0.70 to 3.0) times "
     "today's."),
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


def test_another_firm_stands_in_for_one_that_nobody_follows():
    assert competition.stands_in("Acme", "Acme") == ""
    said = "Acme is none of the firms that are followed here, so Meta stands in its place. "
    assert competition.stands_in("Acme", "Meta") == said
