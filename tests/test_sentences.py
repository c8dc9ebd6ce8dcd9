"""Sentences that state results: every branch of every rule, the table of words, length and tone."""

import inspect
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import frames, words
from wattbook.run import open_run


def summary(p10, p50, p90, unit="ratio"):
    """Record of one number."""
    return {"unit": unit, "p10": p10, "p50": p50, "p90": p90}


def exactly(value, unit="ratio"):
    """Record of a number that is known."""
    return summary(value, value, value, unit)


GONE = summary(None, None, None)
USD, GW, MONTHS = "USD/year", "GW_IT", "month"
HOUR, RATE = "USD_2025/h", "fraction_real/year"

PEAK = exactly(2032.2, "calendar_year")
MOVED = pd.DataFrame({"label": ["Fall of rents"], "unit": ["fraction_real/year"], "shift": [-0.8], "before": [0.19],
                      "after": [0.102]})
LIMITS = pd.DataFrame({"label": ["Fall of rents", "IT life", "Share sold"], "unit": ["fraction_real/year", "year", "fraction"],
                       "low": [float("-inf"), 4, 0.5], "high": [0.106, float("inf"), 0.9]})
BUDGET = exactly(50e9, "USD_2025")
DATES = {"North": summary(2026, 2027, 2028, "calendar_year"), "South": summary(2026, 2027.5, 2029, "calendar_year")}
SLIPS = {"North": summary(5, 9, 12, MONTHS), "South": summary(5, 9, 12, MONTHS)}
TRIED = pd.DataFrame({"label": ["As we have it", "Year: 2028", "Slip: 0", "Cost: $30"], "value": [0.05, 0.9, 0.6, 0.06]})
TURNS = pd.DataFrame({"low": [1.0, 1.0], "high": [3.0, 3.0], "needed": [2.0, float("nan")], "crossing": [3, 0],
                      "published": [3, 1], "turned": [False, False]})
MOVES = pd.DataFrame({"name": ["a", "b"], "label": ["Half-life", "Structure"]})

CHANGED = pd.DataFrame({"label": ["This report", "Supply", "Growth"], "value": [60, 80, 50]})

RULES = [
    # Build-out
    (words.buildout.headline(2026, 0.9, summary(0.1, 0.2, 0.3, GW), summary(0.4, 0.5, 0.6, GW), summary(1, 1.25, 1.5, GW),
                             BUDGET),
     "By the end of 2026 0.20 (0.10 to 0.30) GW of IT power is energised, of the 1.2 (1.0 to 1.5) GW that $50B buys. By "
     "the end "
     "of 2028 0.50 (0.40 to 0.60) GW is energised."),
    (words.buildout.headline(2026, 0.06, exactly(0, GW), exactly(0.5, GW), exactly(1.25, GW), BUDGET),
     "By the end of 2026 it is very likely (94%) that none of the 1.25 GW of IT power that $50B buys is energised. By the "
     "end of "
     "2028 0.5 GW is energised."),
    (words.buildout.headline(2026, 0, exactly(0, GW), exactly(0, GW), exactly(0, GW), exactly(0, "USD")),
                             "$0 buys no capacity."),
    (words.buildout.attributed(["North", "South"], 2026, summary(0.1, 0.17, 0.24, GW), exactly(0, GW)),
     "North and South, which trackers attribute to the same partner, have 0.17 (0.10 to 0.24) GW by the end of 2026, against 0 "
     "GW of the programme. Nobody says that they belong to it."),
    (words.buildout.attributed(["North"], 2026, GONE, exactly(0, GW)),
     "No site was attributed to the same partner on this date."),
    (words.buildout.binding("Power", exactly(0.6, "fraction"), exactly(0.5, GW), "Crews", exactly(0.1, GW)),
     "Power sets the date: it holds installation back 60% of the time; lifting it alone adds at most 0.5 GW, lifting crews "
     "0.1 GW."),
    (words.buildout.binding("Power", exactly(0.5, "fraction"), exactly(0.5, GW), "Crews", exactly(0.1, GW)),
     "No single limit sets the date: power holds installation back 50% of the time; lifting it alone adds at most 0.5 GW, "
     "lifting crews 0.1 GW."),
    (words.buildout.definition([30, 60], summary(30, 38, 50, GW), BUDGET),
     "$50B buys 38 (30 to 50) GW of IT power. Published costs differ by more than our 80% range: by machines, by year, and by "
     "what they count as a gigawatt."),
    (words.buildout.definition([30, 50], summary(30, 38, 50, GW), BUDGET),
     "$50B buys 38 (30 to 50) GW of IT power. Published costs differ by no more than our 80% range."),
    (words.buildout.definition([], exactly(0, GW), exactly(0, "USD")), "$0 buys 0 GW of IT power. No published cost moves it."),
    (words.buildout.lag(2027, exactly(0.75, "fraction"), exactly(0.25, "fraction"), summary(2, 9, 20, MONTHS), 0.4),
     "Power runs 9.0 (2.0 to 20) months behind the money that is due to it: by the end of 2027 75% is spent and 25% of the "
     "capacity energised. That half of it is energised by the end of 2028 is about as likely as not (40%)."),
    (words.buildout.lag(2027, exactly(0.75, "fraction"), exactly(0.75, "fraction"), summary(0, 1, 2, MONTHS), 0.95),
     "Whether power runs behind the money that is due to it cannot be concluded (1.0 (0 to 2.0) months): by the end of "
     "2027 75% "
     "is spent and 75% of the capacity energised. That half of it is energised by the end of 2028 is very likely (95%)."),
    (words.buildout.sites({"North": 0.8, "South": 0.2}, DATES, SLIPS),
     "North is likely (80%) to have power first, in Jan 2027 (Jan 2026 to Jan 2028). It is 9.0 (5.0 to 12) months "
     "after the date announced or read from it."),
    (words.buildout.sites({"North": 0.8, "South": 0.2}, DATES, {**SLIPS, "North": summary(-3, -2, -1, MONTHS)}),
     "North is likely (80%) to have power first, in Jan 2027 (Jan 2026 to Jan 2028). It is 2.0 (1.0 to 3.0) months before "
     "the date announced or read from it."),
    (words.buildout.sites({"South": 0.4, "North": 0.6}, DATES, SLIPS),
     "Which site has power first cannot be concluded: North, in Jan 2027 (Jan 2026 to Jan 2028), is first with 60% and "
     "South, in "
     "Jul 2027 (Jan 2026 to Jan 2029), comes next. North is 9.0 (5.0 to 12) months after the date announced or read from it."),
    (words.buildout.sites({"North": 1.0}, DATES, SLIPS),
     "North is virtually certain (over 99%) to have power first, in Jan 2027 (Jan 2026 to Jan 2028). It is 9.0 (5.0 to "
     "12) months after the date announced or read from it."),
    (words.buildout.compute(exactly(0, "H100e"), exactly(0.4, "fraction"), GONE), "The budget buys no computing."),
    (words.buildout.compute(exactly(2e6, "H100e"), exactly(0.4, "fraction"), summary(-3, -2, -1)),
     "Finished, the programme holds 2M H100 equivalents, of whose peak training uses 40%; its largest run is 2.0 (1.0 to 3.0) "
     "doublings behind the trend of the largest runs."),
    (words.buildout.compute(exactly(2e6, "H100e"), exactly(0.4, "fraction"), summary(1, 2, 3)),
     "Finished, the programme holds 2M H100 equivalents, of whose peak training uses 40%; its largest run is 2.0 (1.0 to 3.0) "
     "doublings ahead of the trend of the largest runs."),
    (words.buildout.compute(exactly(2e6, "H100e"), exactly(0.4, "fraction"), summary(-1, 1, 3)),
     "Finished, the programme holds 2M H100 equivalents, of whose peak training uses 40%; whether its largest run leads "
     "the trend "
     "cannot be concluded (1.0 (−1.0 to 3.0) doublings)."),
    (words.buildout.energy(exactly(8, "TWh/year"), exactly(1.2), 0.9),
     "Finished, the programme draws 8 TWh a year, 1.2 times what its computing takes; its contracts are very likely (90%) "
     "to emit "
     "less than the grid of its places."),
    (words.buildout.energy(exactly(8, "TWh/year"), exactly(1.2), 0.2),
     "Finished, the programme draws 8 TWh a year, 1.2 times what its computing takes; its contracts are likely (80%) to "
     "emit no "
     "less than the grid of its places."),
    (words.buildout.energy(exactly(8, "TWh/year"), exactly(1.2), 0.5),
     "Finished, the programme draws 8 TWh a year, 1.2 times what its computing takes; whether its contracts emit less than the "
     "grid of its places cannot be concluded (50%)."),
    (words.buildout.public(summary(300, 700, 1200, "FTE"), 800, exactly(62.5e6, "USD/job")),
     "The 800 permanent posts announced lie within the 700 (300 to 1,200) that such a programme needs; beside each stands "
     "$62.5M "
     "of budget."),
    (words.buildout.public(summary(300, 500, 700, "FTE"), 800, exactly(62.5e6, "USD/job")),
     "The 800 permanent posts announced are more than the 500 (300 to 700) that such a programme needs; beside each "
     "stands $62.5M "
     "of budget."),
    (words.buildout.public(summary(900, 1000, 1200, "FTE"), 800, exactly(62.5e6, "USD/job")),
     "The 800 permanent posts announced are fewer than the 1,000 (900 to 1,200) that such a programme needs; beside each "
     "stands "
     "$62.5M of budget."),
    (words.sentences.tipped("That it runs", 0.05, TRIED, 0.5),
     "That it runs is very unlikely (5%); 2 of 3 single changes turn that: “Year: 2028”; “Slip: 0”."),
    (words.sentences.moves_most(MOVES.assign(share=[0.4, 0.1])), "“Half-life” moves it most: 40% of its spread."),
    (words.sentences.moves_most(MOVES.assign(share=[0.4, 0.36], error=[0.05, 0.05])),
     "“Half-life” and “Structure” move it most, alike: 40% and 36% of its spread."),
    (words.sentences.moves_most(MOVES.iloc[:0].assign(share=[])), "No assumption moves it by more than chance would."),
    (words.sentences.moves_most(MOVES.iloc[:1].assign(share=0.0)), "No assumption moves it by more than chance would."),
    (words.sentences.judged(0.88), "88% of the explained spread is our own assumption."),
    # Worth, return and checks
    (words.verdict.returns(exactly(0.12, RATE), exactly(0.08, RATE), exactly(0.1, RATE), 0, GONE),
     "It returns 12% a year, against the 8% asked, both real and before tax: enough in nine draws of ten."),
    (words.verdict.returns(summary(0.01, 0.03, 0.05, RATE), exactly(0.08, RATE), exactly(0.1, RATE), 0.05, GONE),
     "It returns 3.0% (1.0% to 5.0%) a year, against the 8% asked, both real and before tax: too little in nine draws of ten."
     " No single rate fits in 5% of draws, which are left out."),
    (words.verdict.returns(summary(-0.11, 0.02, 0.23, RATE), exactly(0.08, RATE), exactly(0.1, RATE), 0,
                           exactly(0.09, RATE)),
     "It returns 2.0% (−11% to 23%) a year, against the 8% asked, both real and before tax: the range lies on both sides of "
     "it. Let by contract at first, as on the page of cost, it returns 9%."),
    (words.verdict.returns(exactly(0.12, RATE), exactly(0.08, RATE), exactly(0.1, RATE), 0.4, GONE),
     "No single rate fits the flows in 40% of draws; the modified rate is 10%, against the 8% asked, both real and before "
     "tax."),
    (words.verdict.returns(GONE, exactly(0.08, RATE), GONE, 1, GONE),
     "Nothing is put in or nothing comes back, so there is no return to speak of."),
    (words.sentences.checked([["Sums", "holds"], ["Units", "off by 0.1"]]), "1 of 2 identities hold in every draw."),
    # What turns an answer
    (words.sentences.flips(TURNS), "1 of 2 assumptions turns the answer alone, inside the 80% range; 3 of 4 published "
     "values of theirs do."),
    (words.sentences.flips(TURNS.assign(turned=[True, False])),
     "1 of 2 assumptions turns the answer alone, inside the 80% range, 1 of them at the very value that we use, so near is it; "
     "3 of 4 published values of theirs do."),
    (words.sentences.flips(TURNS.iloc[1:]),
     "No single assumption turns the answer within its own 80% range; none of 1 published value of theirs does."),
    (words.sentences.flips(TURNS.assign(published=0, crossing=0).iloc[1:]),
     "No single assumption turns the answer within its own 80% range; none of them has a published value."),
    (words.sentences.alone(TURNS, "turns", "turn") + ".", "1 of 2 assumptions turns."),
    (words.sentences.counted(0, 2, "supplier{}", "pays", "pay") + ".", "None of 2 suppliers pays."),
    (words.sentences.counted(1, 1, "rule{} on sites", "holds", "hold") + ".", "1 of 1 rule on sites holds."),
    (words.sentences.counted(2, 3, "car{}", "runs", "run") + ".", "2 of 3 cars run."),
    (f"{words.sentences.span(0.14, 0.3)}; {words.sentences.span(0.001, 0.009)}.", "14% to 30%; under 1%."),
    (words.sentences.listed(["Google", "Meta", "xAI"]) + ".", "Google, Meta and xAI."),
    (words.sentences.listed([]) + ".", "none."),
    # Revenue
    (words.revenue.headline(70e9, USD, 2026, 0.4, 0.004, 2028, 0.995, exactly(150e9, USD)),
     "$70B as a run-rate by December 2026: 40%; recognised in 2026: under 1%; recognised in 2028: over 99%. Recognising $70B "
     "in 2026 needs a year-end run-rate of $150B."),
    (words.revenue.headline(70e9, USD, 2025, 0.0, 0.0, 2028, 0.5, GONE),
     "$70B as a run-rate by December 2025: under 1%; recognised in 2025: under 1%; recognised in 2028: 50%. 2025 is over: its "
     "year-end run-rate is no longer open."),
    (words.revenue.supply_limits(0.7, 2026, 0.6, 2035),
     "Supply, not demand, limits revenue: capacity binds in 70% of draws at the end of 2026, in 60% at that of 2035."),
    (words.revenue.supply_limits(0.1, 2026, 0, 2035),
     "Demand, not supply, limits revenue: capacity binds in 10% of draws at the end of 2026, in under 1% at that of "
     "2035."),
    (words.revenue.supply_limits(0.5, 2026, 0.5, 2035),
     "Whether supply or demand limits revenue cannot be concluded: capacity binds in 50% of draws at the end of 2026, in "
     "50% at that of 2035."),
    (words.revenue.supply_limits(float("nan"), 2026, 0.5, 2035),
     "What this rests on was not known on this date, so nothing is said."),
    (words.revenue.weak_links({"A": 1, "B": 1}, {"A": 2, "B": 2}),
     "Each stream alone could close the gap within its own range."),
    (words.revenue.weak_links({"A": 3, "B": 3}, {"A": 2, "B": 2}),
     "No stream alone can close the gap: each would have to exceed its 90th percentile."),
    (words.revenue.weak_links({"A": 3, "B": 1, "C": 3}, {"A": 2, "B": 2, "C": 2}),
     "Weak links, needed above their 90th percentile: A, C."),
    (words.revenue.funded(0.4, GONE, 2026),
     "Operations use up cash in 2026 with 40% probability. No commitments were reported by then."),
    (words.revenue.funded(0.4, summary(0.1, 0.5, 0.9), 2026),
     "Operations use up cash in 2026 with 40% probability. The commitments would be covered without further growth, in nine of "
     "ten draws at least."),
    (words.revenue.funded(0.4, summary(1.1, 2, 3), 2026),
     "Operations use up cash in 2026 with 40% probability. Without further growth the commitments are not covered."),
    (words.revenue.funded(0.4, summary(0.1, 0.9, 1.5), 2026),
     "Operations use up cash in 2026 with 40% probability. Whether the commitments are covered without further growth cannot "
     "be concluded."),
    (words.revenue.passes("$70B", 1.2, GONE, 1.0, 2026.9), "The last report is past $70B already."),
    (words.revenue.passes("$70B", 0.9, exactly(2027.5, "calendar_year"), 0.2, 2026.9),
     "The last report is 90% of $70B; in 80% of draws the run-rate never passes it."),
    (words.revenue.passes("$70B", 0.9, exactly(2027.5, "calendar_year"), 0.5, 2026.9),
     "The last report is 90% of $70B; whether the run-rate passes it cannot be concluded (50% of draws)."),
    (words.revenue.passes("$70B", 0.9, exactly(2027.5, "calendar_year"), 0.9, 2026.9),
     "The last report is 90% of $70B; the run-rate passes it about Jul 2027, sooner or later in 90% of draws."),
    (words.revenue.passes("$70B", 0.9, exactly(2026.5, "calendar_year"), 0.9, 2026.9),
     "The last report is 90% of $70B; the run-rate passed it, as we see it, about Jul 2026, sooner or later in 90% of draws."),
    (words.revenue.rulers({"Gross": exactly(80), "Net": exactly(40)}, 70, "$70B"),
     "Measured on 2 rulers the median reaches $70B on gross alone; the highest, gross, is 2.0 times the lowest."),
    (words.revenue.rulers({"Gross": exactly(80), "Net": exactly(75)}, 70, "$70B"),
     "Measured on 2 rulers the median reaches $70B on all of them; they say about the same."),
    (words.revenue.rulers({"Gross": exactly(60), "Net": exactly(59)}, 70, "$70B"),
     "Measured on 2 rulers the median reaches $70B on none of them; they say about the same."),
    (words.revenue.price(exactly(2, "ratio"), GONE),
     "A small price cut brings more revenue; without a margin no cut pays."),
    (words.revenue.price(exactly(2, "ratio"), exactly(1.5, "ratio")),
     "A small price cut brings more revenue; it brings more gross profit (elasticity 2, against 1.5 at which it breaks even)."),
    (words.revenue.price(exactly(0.5, "ratio"), exactly(1.5, "ratio")),
     "A small price cut brings less revenue; it brings less gross profit (elasticity 0.5, against 1.5 at which it breaks "
     "even)."),
    (words.revenue.price(summary(0.5, 1.2, 2, "ratio"), exactly(1.5, "ratio")),
     "Whether a small price cut brings more revenue cannot be concluded; whether it brings more gross profit cannot be "
     "concluded (elasticity 1.2 (0.50 to 2.0), against 1.5 at which it breaks even)."),
    (words.sentences.tipped("It", 0.2, CHANGED, 90), "It is unlikely (20%); no single change turns that (2 tried)."),
    (words.sentences.tipped("It", 0.2, CHANGED, 70), "It is unlikely (20%); 1 of 2 single changes turns that: “Supply”."),
    (words.sentences.tipped("It", 0.7, CHANGED, 55), "It is likely (70%); 1 of 2 single changes turns that: “Growth”."),
    # Verdict
    (words.verdict.claimed("$70B", 2026, 0.09, 0.93, 0.96),
     "$70B in 2026 is very unlikely (9%) as recognised revenue and very likely (93%) as December's run-rate; that none of the "
     "programme's own power is on by then is very likely (96%)."),
    (words.verdict.claimed("$70B", 2028, 0.5, 1, 0),
     "$70B in 2028 is about as likely as not (50%) as recognised revenue and virtually certain (over 99%) as December's "
     "run-rate; that some of the programme's own power is on by then is virtually certain (over 99%)."),
    (words.verdict.claimed("$70B", 2030, 0.36, 0.38, 0.5),
     "$70B in 2030 is about as likely as not, as recognised revenue (36%) and as December's run-rate (38%); that none of the "
     "programme's own power is on by then is about as likely as not (50%)."),
    (words.verdict.headline(0.29, exactly(0.08, RATE), exactly(0.02, RATE), (6e9, 58e9), exactly(50e9, USD)),
     "It is unlikely (29%) that the programme earns its 8% cost of capital: median return 2%. Published rules ask it for "
     "$6.0B to $58B of revenue a year."),
    (words.verdict.headline(0.7, exactly(0.08, RATE), GONE, (6e9, 58e9), exactly(50e9, USD)),
     "It is likely (70%) that the programme earns its 8% cost of capital. Published rules ask it for $6.0B to $58B of "
     "revenue a year."),
    (words.verdict.headline(0.5, exactly(0.08, RATE), exactly(0.08, RATE), (6e9, 58e9), exactly(50e9, USD)),
     "Whether the programme earns its 8% cost of capital cannot be concluded (50%): median return 8%. Published rules ask "
     "it for $6.0B to $58B of revenue a year."),
    (words.verdict.headline(0, exactly(0.08, RATE), GONE, (0, 0), exactly(0, USD)),
     "Nothing is spent, so there is nothing to earn back."),
    (words.verdict.carries(exactly(90e9, USD), PEAK, 70e9, USD, 0.9),
     "At its peak, about 2032, the programme could carry $90B of revenue a year: it is very likely (90%) to be able to carry "
     "$70B alone."),
    (words.verdict.carries(exactly(20e9, USD), PEAK, 70e9, USD, 0.05),
     "At its peak, about 2032, the programme could carry $20B of revenue a year: it is very unlikely (5%) to be able to carry "
     "$70B alone."),
    (words.verdict.hour(0.97, 0.29, 0.96, 0.51),
     "In 97% of draws an hour is cheaper owned at today's rent all the same: the programme would be worth its cost in 96% if "
     "rents did not fall as machines age and the market settles, and in 51% if power were on as soon as it is paid for."),
    (words.verdict.hour(0.6, 0.2, 0.3, 0.6) + words.verdict.hour(0.97, 0.7, 0.9, 0.8) + ".", "."),
    (words.verdict.carries(exactly(70e9, USD), PEAK, 70e9, USD, 0.5),
     "At its peak, about 2032, the programme could carry $70B of revenue a year: whether it could carry $70B alone cannot be "
     "concluded (50%)."),
    (words.verdict.carries(exactly(0, USD), PEAK, 70e9, USD, 0), "No capacity is bought, so nothing can be carried."),
    (words.verdict.tail(-34e9, 450e6, 0.29, 0.01),
     "In the worst twentieth of draws it loses $34B on average. Twice as many draws would move the median by less than $450M "
     "and the 29% by less than 1.0 points, 99 times in 100."),
    (words.verdict.tail(1e9, 450e6, 1, 0), "Even the worst twentieth of draws loses nothing on average."),
    (words.verdict.rules_differ(["A", "B"], [6e9, 60e9]),
     "The same sum needs $6.0B a year by one published rule (A) and $60B by another (B): 10 times as much. They answer "
     "different questions."),
    (words.verdict.rules_differ(["A", "B"], [0, 0]), "Every rule asks for nothing, since nothing is spent."),
    (words.verdict.flipped({"distance": float("nan")}, 0.66), "Nothing moves the answer, so nothing flips it."),
    (words.verdict.flipped({"distance": 4.0, "share": 0.66}, 0.66),
     "No joint move of beliefs within 3 standard deviations makes it likely (66%)."),
    (words.verdict.flipped({"distance": 2.0, "share": 0.4}, 0.66),
     "No joint move of beliefs within 3 standard deviations makes it likely (66%)."),
    (words.verdict.flipped({"distance": 0.2, "share": 0.66, "moves": MOVED}, 0.66),
     "Within a rounding of our beliefs: a joint move of 0.2 standard deviations makes it likely (66%), with fall of rents at "
     "10.2% instead of 19% as its largest part."),
    (words.verdict.flipped({"distance": 1.0, "share": 0.66, "moves": MOVED}, 0.66),
     "Not far off: a joint move of 1.0 standard deviations makes it likely (66%), with fall of rents at 10.2% instead of 19% "
     "as its largest part."),
    (words.verdict.flipped({"distance": 2.0, "share": 0.66, "moves": MOVED}, 0.66),
     "Far off: a joint move of 2.0 standard deviations makes it likely (66%), with fall of rents at 10.2% instead of 19% "
     "as its largest part."),
    (words.verdict.ruled(None, "pays"), "It pays in no draw, so no rule can be given."),
    (words.verdict.ruled({"base": 1}, "pays"), "It pays in every draw, so no rule is needed."),
    (words.verdict.ruled({"base": 0.3, "density": 0.4, "coverage": 0.9, "limits": LIMITS}, "pays"),
     "No rule in a few words tells where it pays."),
    (words.verdict.ruled({"base": 0.3, "density": 0.9, "coverage": 0.4, "limits": LIMITS}, "pays"),
     "It pays where fall of rents is at most 11%, IT life is at least 4.0 and share sold lies between 50% and 90%: in 90% "
     "of such draws, which hold 40% of all in which it does."),
    (words.verdict.facts(pd.DataFrame({"label": [], "value": []}), 50e9), "No single fact would change the decision."),
    (words.verdict.facts(pd.DataFrame({"label": ["Life"], "value": [1e6]}), 50e9), "No single fact would change the decision."),
    (words.verdict.facts(pd.DataFrame({"label": ["Life"], "value": [3.6e9]}), 50e9),
     "Most worth finding: life, worth $3.6B before the decision."),
    (words.verdict.together({"Worst pattern": 0.14, "Best pattern": 0.38, "As we assume": 0.29}),
     "How beliefs go together changes the word, unlikely to about as likely as not: 14% to 38% over correlations of 0.9 "
     "among what moves it most; 29% as we assume."),
    (words.verdict.together({"Worst pattern": 0.14, "Best pattern": 0.3, "As we assume": 0.29}),
     "However beliefs go together, the word is the same: 14% to 30% over correlations of 0.9 among what moves it most; "
     "29% as we assume."),
    (words.verdict.overbuilt(0.2, 2028, exactly(0, "USD_2025"), GONE),
     "By the end of 2028 capacity that serves the firm exceeds demand with 20% probability; none of the programme's capital "
     "stands idle in nine of ten draws."),
    (words.verdict.overbuilt(0.2, 2028, exactly(18e9, "USD_2025"), exactly(8, "month")),
     "By the end of 2028 capacity that serves the firm exceeds demand with 20% probability; in one draw of ten $18B or more of "
     "the programme stands idle at some time; where it happens, demand catches up after 8 months."),
    (words.verdict.overbuilt(0.2, 2028, exactly(18e9, "USD_2025"), GONE),
     "By the end of 2028 capacity that serves the firm exceeds demand with 20% probability; in one draw of ten $18B or more of "
     "the programme stands idle at some time."),
    (words.verdict.stories(pd.DataFrame({"label": ["Stall", "Plan"], "probability": [0.2, 0.8]})),
     "Plan is the most likely story (80%), before stall (20%)."),
    (words.verdict.stories(pd.DataFrame({"label": ["Digest", "Plan"], "probability": [0.49, 0.51]})),
     "Plan (51%) and digest (49%) are about equally likely."),
    (words.verdict.stories(pd.DataFrame({"label": ["Stall"], "probability": [float("nan")]})),
     "The plan's last year lies off the time axis, so no story can be told."),
    (words.verdict.reader({"question": "Pay?", "label": "Life", "unit": "year", "needed": 6.5, "used": 5,
                           "aim": "it pays"}),
     "Pay? In the median it pays with life at 6.5, all else as drawn; we use 5."),
    (words.verdict.reader({"question": "Pay?", "label": "Life", "needed": float("nan"), "aim": "it pays"}),
     "Pay? No value of life alone is enough that in the median it pays."),
    (words.verdict.scored({"all": 0}), "No registered forecast had come due."),
    (words.verdict.scored({"all": 12, "bands": 7, "inside80": 3 / 7, "probabilities": 5, "brier": 0.365, "replays": 12}),
     "Of 12 registered forecasts that came due, 3 of 7 bands of 80% held what came and 5 probabilities have a mean Brier score "
     "of 0.36 (a coin has 0.25). Too few to judge the bands. Reliability is drawn from 10 probabilities on; 5 came due. They "
     "are replays: made later from what was known on their date, "
     "not forecasts made then."),
    (words.verdict.scored({"all": 13, "bands": 13, "inside80": 10 / 13, "probabilities": 0, "brier": 0, "replays": 2}),
     "Of 13 registered forecasts that came due, 10 of 13 bands of 80% held what came. Reliability is drawn from 10 "
     "probabilities on; 0 came due. Some are replays: made later from what "
     "was known on their date, not forecasts made then."),
    (words.verdict.scored({"all": 20, "bands": 10, "inside80": 0.8, "probabilities": 10, "brier": 0.2, "replays": 0}),
     "Of 20 registered forecasts that came due, 8 of 10 bands of 80% held what came and 10 probabilities have a mean Brier "
     "score of 0.20 (a coin has 0.25)."),
    (words.verdict.industry(0, 2028, GONE, GONE, GONE),
     "No site of another firm was tracked by then, so that nothing can be said of the industry."),
    (words.verdict.industry(0.1, 2028, exactly(24, GW), exactly(0, "USD_2025"), GONE),
     "The firms followed have 24 GW announced by the end of 2028, more than demand with 10% probability; none of their capital "
     "stands idle in nine of ten draws."),
    (words.verdict.industry(0.54, 2028, summary(22, 24.7, 28, GW), exactly(1e11, "USD_2025"), exactly(8, MONTHS)),
     "The firms followed have 24.7 (22.0 to 28.0) GW announced by the end of 2028, more than demand with 54% probability; in "
     "the worst month $100B stands idle, until demand catches up after 8 months."),
]


@pytest.mark.parametrize(("said", "expected"), RULES)
def test_a_rule_says_what_it_should(said, expected):
    assert said == expected


@pytest.mark.parametrize(
    ("probability", "word"),
    [(1, "virtually certain"), (0.99, "virtually certain"), (0.984, "very likely"), (0.90, "very likely"),
     (0.896, "very likely"), (0.894, "likely"),
     (0.66, "likely"), (0.654, "about as likely as not"), (0.33, "about as likely as not"), (0.324, "unlikely"),
     (0.10, "unlikely"), (0.094, "very unlikely"), (0, "very unlikely")])
def test_words_for_probabilities_stand_at_their_bands(probability, word):
    """As they are printed: what rounds to 90% is very likely."""
    assert words.sentences.likelihood(probability) == word


@pytest.mark.parametrize(
    ("probability", "text"), [(0, "under 1%"), (0.0099, "under 1%"), (0.01, "1%"), (0.333, "33%"), (0.99, "99%"),
                              (0.991, "over 99%"), (1, "over 99%")])
def test_rounding_never_claims_certainty(probability, text):
    assert words.sentences.percent(probability) == text


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_probability_never_gets_a_weaker_word(one, other):
    order = ["very unlikely", *(word for _, word in reversed(words.sentences.WORDS))]
    low, high = sorted([one, other])
    assert order.index(words.sentences.likelihood(low)) <= order.index(words.sentences.likelihood(high))


@pytest.mark.parametrize(("ends", "at", "said"), [
    ((1, 2, 4), 0, "up 2.0 (1.0 to 4.0)"), ((-4, -2, -1), 0, "down 2.0 (1.0 to 4.0)"),
    ((-1, 2, 4), 0, "either 2.0 (−1.0 to 4.0)"),
    ((1, 2, 4), 5, "down −2.0 (−4.0 to −1.0)")])
def test_what_a_range_lies_above_or_below_of_is_said_only_where_all_of_it_does(ends, at, said):
    assert words.sentences.sided(summary(*ends), "up {}", "down {turned}", "either {}", at=at) == said


def test_nothing_is_said_of_a_number_that_is_not_known():
    unknown = {"unit": "ratio", "p10": None, "p50": None, "p90": None}
    assert words.sentences.sided(unknown, "up", "down", "either") == words.sentences.CANNOT


@pytest.mark.parametrize("module", ["sentences", "buildout", "cost", "revenue", "competition", "verdict"])
def test_every_rule_is_tested_in_words(module):
    """By a call that names the module and the rule."""
    texts = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    rules = [name for name, rule in vars(getattr(words, module)).items()
             if inspect.isfunction(rule) and rule.__module__ == f"wattbook.words.{module}" and not name.startswith("_")]
    assert [name for name in rules if not re.search(rf"\b{module}\.{name}\b", texts)] == []


# Length and tone, of every branch and of the shipped case

SIZE = re.compile(r"\b(huge|massive|enormous|tiny|staggering|impressive|dramatic\w*|significant\w*|substantial\w*|remarkabl\w*|"
                  r"very large|very small|clearly|obviously|strong\w*|great\w*)\b", re.IGNORECASE)


@pytest.mark.parametrize("said", [said for said, _ in RULES])
def test_a_sentence_has_no_word_of_size_without_a_number_and_no_exclamation(said):
    assert not SIZE.search(said)
    assert "!" not in said
    assert said.endswith(".")
    assert "nan" not in said.lower().split()


@pytest.mark.parametrize("as_of", ["2026-11-22", "2025-11-12"])
def test_headlines_of_the_shipped_case_are_at_most_35_words_a_sentence(as_of):
    run = open_run("base", as_of, draws=200)
    year = int(run.summary("target_year")["p50"])
    subject, target = run.book.case.subject, run.summary("target_revenue_usd_per_year")
    said = [
        words.buildout.headline(year, run.mean(f"energised_it_gw[{year}-12] >= 0.001"), *map(run.summary, [
            f"energised_it_gw[{year}-12]", f"energised_it_gw[{year + 2}-12]", "it_capacity_nominal_gw", "budget_usd"])),
        words.buildout.attributed(list(run.book.case.axes["attributed_site"].values()), year,
                                      *(run.summary(f"{name}[{year}-12]") for name in ("attributed_energised_it_gw",
                                                                                      "energised_it_gw"))),
        words.cost.headline(run.book.case.first("generation"), *map(run.summary, ["cost_usd_per_accelerator_hour",
                                "accelerator_rent_usd_per_hour"]), 0.5, 0.5),
        words.verdict.returns(*map(run.summary, ["irr_per_year", "wacc_per_year", "mirr_per_year"]), 0.1,
                              run.summary("provider_irr_per_year")),
        words.cost.covenant(0.4, 0.5, run.summary("target_dscr_ratio"), 0.9),
        words.cost.rent_roads(frames.cost.rent_roads(run)),
        words.revenue.headline(target["p50"], target["unit"], year, 0.5, 0.5, year + 2, 0.5,
                                   run.summary("required_yearend_runrate_usd_per_year")),
        words.competition.headline(
            run.book.case.entities[subject], frames.competition.standing(frames.members(run, "firm_energised_it_gw")),
            run.summary("firm_power_share[anthropic]"), run.summary("programme_rank_count[announced]")["p50"], 6),
        words.verdict.headline(run.mean("npv_usd > 0"), run.summary("wacc_per_year"), run.summary("irr_per_year"), (6e9, 58e9),
                               run.summary("budget_usd")),
        words.verdict.carries(run.summary("max(revenue_capacity_nominal_usd_per_year)"),
                              run.summary("peak_revenue_capacity_year"), target["p50"], target["unit"], 0.5),
    ]
    for headline in said:
        for sentence in re.split(r"(?<=[.]) (?=[A-Z0-9])", headline):
            assert len(sentence.split()) <= 35, sentence


NONE = {"p10": None, "p50": None, "p90": None, "unit": "USD"}


@pytest.mark.parametrize(("given", "known"), [
    ((NONE,), False), ((float("nan"), 2026), False), (({"a": 1.0, "b": float("nan")},), False), (({"a": NONE},), False),
    ((pd.DataFrame({"value": []}),), False), ((pd.DataFrame({"value": [1.0, float("nan")]}), 2.0, "text"), True)])
def test_a_sentence_says_nothing_where_what_it_rests_on_is_not_known(given, known):
    said = words.sentences.if_known(lambda *numbers: "said")(*given)
    assert said == ("said" if known else "What this rests on was not known on this date, so nothing is said.")


@pytest.mark.parametrize(("low", "middle", "high", "said"), [
    (7, 7, 8, ("7", "7 to 8")), (3, 3, 3, ("3", "")), (6.5, 7, 8, ("7", "6.50 to 8")),
    (700, 1400, 1900, ("1,400", "700 to 1,900"))])
def test_a_few_things_that_are_counted_are_said_without_places(low, middle, high, said):
    assert words.numbers.with_range(summary(low, middle, high, "count")) == said


def test_a_sum_that_is_drawn_is_said_with_its_range():
    drawn = summary(290e9, 357e9, 490e9, "USD")
    assert words.buildout.definition([], exactly(8, GW), drawn).startswith("$360B ($290B to $490B) buys 8 GW of IT power.")
    assert "of the 8 GW that $360B ($290B to $490B) buys." in words.buildout.headline(
        2030, 1, exactly(5, GW), exactly(6, GW), exactly(8, GW), drawn)


def test_what_stands_behind_a_number_is_in_the_plural_where_it_is_a_word():
    told = [words.numbers.tail(unit) for unit in ("month", "year", "ms", "USD_2025/MWh", "fraction", "token/kW_IT/year")]
    assert told == ["months", "years", "ms", "per MWh", "", "tokens per kW (IT) per year"]
