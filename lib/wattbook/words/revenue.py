"""Sentences on revenue and its forecast: how likely, by which measure, held back by what, how good. Each branch is tested."""

import numpy as np

from wattbook.words.numbers import shown, stated
from wattbook.words.sentences import CLEAR, UNCLEAR, if_known, likelihood, listed, percent, ranged, sided, span

FAR = 1.2  # two rulers further apart than this do not say the same
LEAST_SCORED, CALIBRATED = 10, (0.65, 0.95)  # of later reports inside 80% bands (S-09)
OUT = 0.975  # a report above this share of draws lies outside the 95% band
ALMOST_NONE = 0.01  # a share of revenue below this is as good as nothing


def headline(target, unit, year, p_runrate, p_recognised, later_year, p_later, required):
    """Headline of the revenue notebook: the three probabilities, always together."""
    aim = stated(target, unit)
    if p_recognised != p_recognised:
        return f"No revenue of the firm was reported: whether it makes {aim} in {year} or in {later_year} cannot be said."
    text = (f"{aim} as a run-rate by December {year}: {percent(p_runrate)}; recognised in {year}: {percent(p_recognised)}; "
            f"recognised in {later_year}: {percent(p_later)}.")
    needs = f"{year} is over: its year-end run-rate is no longer open." if required["p50"] is None else (
        f"Recognising {aim} in {year} needs a year-end run-rate of {ranged(required)}.")
    return f"{text} {needs}"


@if_known
def supply_limits(bound, year, at_end, end):
    """Say whether supply or demand limits revenue: the shares of draws in which supply does, at the ends of two years."""
    start = "Supply, not demand, limits revenue" if bound >= CLEAR else "Demand, not supply, limits revenue" if (
        bound <= 1 / 2**2) else "Whether supply or demand limits revenue cannot be concluded"
    return f"{start}: capacity binds in {percent(bound)} of draws at the end of {year}, in {percent(at_end)} at that of {end}."


@if_known
def weak_links(required, largest):
    """Name the streams whose required value exceeds their 90th percentile; both are label -> number."""
    weak = [label for label in required if required[label] > largest[label]]
    if not weak:
        return "Each stream alone could close the gap within its own range."
    if len(weak) == len(required):
        return "No stream alone can close the gap: each would have to exceed its 90th percentile."
    return f"Weak links, needed above their 90th percentile: {', '.join(weak)}."


def funded(p_burn, needed, year):
    """Say whether growth is paid for and commitments are covered; `needed` is over the last run-rate, empty where unknown."""
    covered = "No commitments were reported by then." if needed["p50"] is None else sided(
        needed, "Without further growth the commitments are not covered.",
        "The commitments would be covered without further growth, in nine of ten draws at least.",
        "Whether the commitments are covered without further growth cannot be concluded.", at=1)
    burns = f"Operations use up cash in {year} with {percent(p_burn)} probability. " if p_burn == p_burn else ""
    return f"{burns}{covered}"


def passes(claim, last, when, p_ever, today):
    """Say when the run-rate passes the claim: the last report over it, a summary of when, how often it does, and the date."""
    if last != last:
        return "No run-rate of the firm was reported."
    if last >= 1:
        return f"The last report is past {claim} already."
    start = f"The last report is {percent(last)} of {claim}"
    if p_ever <= UNCLEAR:
        return f"{start}; in {percent(1 - p_ever)} of draws the run-rate never passes it."
    if p_ever < CLEAR:
        return f"{start}; whether the run-rate passes it cannot be concluded ({percent(p_ever)} of draws)."
    how = "passes it about" if when["p90"] > today else "passed it, as we see it, about"
    return f"{start}; the run-rate {how} {ranged(when)}, sooner or later in {percent(p_ever)} of draws."


def rulers(summaries, target, claim):
    """Say on which rulers the claim is met in the median, and how far they lie apart: label -> summary."""
    if any(one["p50"] is None for one in summaries.values()):
        return "No ruler can be laid on revenue that nobody reported."
    met = [label[0].lower() + label[1:] for label, one in summaries.items() if one["p50"] >= target]
    high, low = (pick(summaries, key=lambda label: summaries[label]["p50"]) for pick in (max, min))
    apart = summaries[high]["p50"] / summaries[low]["p50"]
    told = "on all of them" if len(met) == len(summaries) else f"on {listed(met)} alone" if met else "on none of them"
    start = f"Measured on {len(summaries)} rulers the median reaches {claim} {told}"
    if apart < FAR:
        return f"{start}; they say about the same."
    return f"{start}; the highest, {high[0].lower()}{high[1:]}, is {apart:.1f} times the lowest."


@if_known
def grew(frame, start):
    """Who grew faster from a size on, for a title: from the last rows of `frames.revenue.grown`, the subject first."""
    last = frame.groupby("series", sort=False).tail(1)
    if len(last) < 2:
        return "No other firm is known from the same size on for as long"
    name, level, years = last["series"].iloc[0], last["mid"].iloc[0], last["x"].iloc[0]
    best = last.iloc[1:]["mid"].max()
    other = last["series"].iloc[1:][last["mid"].iloc[1:] == best].iloc[0]
    place = "the next" if level >= best else "the first"
    return (f"{years:.1f} years from {start} on, {name} reached {shown(level, 'USD', 2)}; {other}, {place}, "
            f"{shown(best, 'USD', 2)}")


@if_known
def mix(mixed):
    """The largest stream now and as believed at first, for a title: from the rows of `frames.revenue.mixes`."""
    now = mixed[mixed["when"] == mixed["when"].iloc[-1]]
    name = now.loc[now["value"].idxmax(), "series"]
    first, last = (mixed.loc[mixed["series"] == name, "value"].iloc[end] for end in (0, -1))
    before = "" if percent(first) == percent(last) else f", {percent(first)} as of the first day"
    return f"{name}: {percent(last)} of revenue{before}"


@if_known
def custom(served, wanted):
    """Whether staff or clients limit custom work, for a title: clients that staff can serve, and clients who want it."""
    who, less, more = ("Staff", served, wanted["p50"]) if served < wanted["p50"] else ("Clients", wanted["p50"], served)
    return f"{who} limit custom work: {shown(less, 'count', 2)} clients, of {shown(more, 'count', 2)} that " + (
        "want a solution" if who == "Staff" else "staff could serve")


@if_known
def licences(found, claim):
    """What licences bring net of what they displace, beside the claim, for a title: rows of `frames.revenue.licences`."""
    first, last = (f"{shown(found['value'].iloc[place], 'USD', 2)}" for place in (0, -1))
    return f"Licences bring {first}, {last} with {found['label'].iloc[-1]}, of {claim} claimed"


@if_known
def cliff(falls):
    """To whom most falls due in a year, for a title: from the rows of `frames.revenue.due`, of which the last is the rest."""
    known = falls[falls["series"] != falls["series"].iloc[-1]]
    if not len(known):
        return "No term of a commitment was published by then"
    most = known.loc[known["value"].idxmax()]
    return f"Of terms that were published most is due to {most['series']}: {shown(most['value'], 'USD', 2)} a year"


@if_known
def nearest(tried, threshold, what):
    """How far the best single change takes a number to a threshold, for a title: see `frames.revenue.reach`."""
    ours, rest = tried["value"].iloc[0], tried["value"].iloc[1:]
    end, word = (rest.max(), "best") if ours < threshold else (rest.min(), "worst")
    return f"The {word} single change brings {what} to {shown(end, 'USD', 2)}"


def price(elasticity, breakeven):
    """Say whether a price cut brings more revenue and more gross profit: summaries of the elasticity and of its break-even."""
    start = sided(elasticity, "A small price cut brings more revenue", "A small price cut brings less revenue",
                  "Whether a small price cut brings more revenue cannot be concluded", at=1)
    if breakeven["p50"] is None:
        return f"{start}; without a margin no cut pays."
    profit = "more gross profit" if elasticity["p10"] > breakeven["p90"] else (
        "less gross profit" if elasticity["p90"] < breakeven["p10"] else None)
    end = f"it brings {profit}" if profit else "whether it brings more gross profit cannot be concluded"
    return f"{start}; {end} (elasticity {ranged(elasticity)}, against {ranged(breakeven)} at which it breaks even)."


def calibration(n, inside):
    """Say whether 80% bands can be read as such: n forecasts that came due, and the share of them inside."""
    told = f"{percent(inside)} of {n} forecasts that came due lie inside their 80% bands"
    if n < LEAST_SCORED:
        return f"Too few forecasts came due to judge the bands ({n})."
    if inside < CALIBRATED[0]:
        return f"Uncalibrated: only {told}; the bands are too narrow."
    return f"Uncalibrated: {told}; the bands are too wide." if inside > CALIBRATED[1] else f"Calibrated so far: {told}."


def skill(ours, name, theirs, low, high):
    """Say whether we forecast better than the best simple rival; low and high are the 80% range of its score less ours."""
    told = f"mean score {ours:.2f} against {theirs:.2f} for the best simple rival, {name.lower()} (0 is perfect)"
    if high < 0:
        return f"Worse than a simple rival: {told}; trust the rival more."
    return f"{'Better than every simple rival tried' if low > 0 else 'Not to be told apart from a simple rival'}: {told}."


def widening(factor):
    """Say what the record of other firms did to the bands."""
    if factor <= 1:
        return "The record of other firms asks for no wider bands."
    return f"The bands are {factor:.2f} times as wide as the model alone makes them, since other firms fell outside too often."


def missed(told, day):
    """Say how far an earlier forecast was from the newest report, and why; `told` comes from `hindcast.missed`."""
    if told is None:
        return f"No report has become known since {day:%d %b %Y} that a forecast of that day can be held to."
    band = ranged({"unit": "USD/year", "p10": told["low"], "p50": told["mid"], "p90": told["high"]})
    times = f"{told['value'] / told['mid']:.1f} times".replace("1.0 times", "about")
    came = f"{shown(told['value'], 'USD/year', 2)} came, {times} the median"
    start = f"replayed with what was known on {day:%-d %b %Y}, it gives {band} for the newest report; {came} and "
    if told["low"] <= told["value"] <= told["high"]:
        return f"The forecast of demand held: {start}inside the 80% band."
    far = f"outside {'the 80%' if told['lowest'] <= told['value'] <= told['highest'] else 'even the 95%'} band"
    low, read, high, needed, slower = (f"{np.exp(one):.2g}-fold" for one in (*told["read"], told["needed"], told["class"]))
    start, (growth, name) = f"The forecast of demand missed: {start}{far}. It read growth of {read} a year", told["fastest"]
    if told["value"] < told["low"]:
        return f"{start}; {needed} came."
    start = f"{start} ({low} to {high}) and let it fade towards {slower}, as elsewhere; {needed} came."
    if growth is None:
        return f"{start} No other firm of that size was known."
    fastest = f"{np.exp(growth):.2g}-fold"
    if growth < told["needed"]:
        return f"{start} No firm as large had grown faster than {fastest} ({name})."
    return f"{start} Others as large had grown as fast ({name}, {fastest}): they had too little weight."


@if_known
def replayed(then):
    """Title of a forecast held to its reports, from the rows of `hindcast.against`."""
    last = then.iloc[-1]
    return f"{stated(last['value'], 'USD')} came, {shown(last['mid'], 'USD', 2)} was forecast half a year before"


def limit_missed(believed):
    """Say whether an earlier limit of supply ruled out what came: rows of `hindcast.believed`, demand first, served last."""
    if not len(believed):
        return "No earlier limit of supply can be held to a report."
    (demand_below, served_below), served = believed["below"].iloc[[0, -1]], believed.iloc[-1]
    if served_below < OUT:
        return f"The limit of supply believed then did not rule it out ({percent(served_below)} of draws lay below)."
    if demand_below >= OUT:
        return "Demand and the limit of supply, as believed then, both ruled it out."
    band = ranged({"unit": "USD/year", "p10": served["low"], "p50": served["mid"], "p90": served["high"]})
    return (f"The limit of supply believed then, {band}, would have ruled it out ({percent(served_below)} of draws lay below), "
            f"demand did not ({percent(demand_below)}): the limit was the larger error, and it rests on our assumptions "
            "today as well.")


@if_known
def supply_decides(p_with, p_without, claim):
    """Say whether the limit of supply decides how likely a claim is; both ways are always printed."""
    first, second = likelihood(p_with), likelihood(p_without)
    if first == second:
        return (f"With the limit of supply {claim} is {first} ({percent(p_with)}), and still so were all demand served "
                f"({percent(p_without)}).")
    return (f"Supply decides, and it is our assumption: {claim} is {first} ({percent(p_with)}) with the limit, {second} "
            f"({percent(p_without)}) were all demand served.")


@if_known
def structures(shares, claim):
    """Say whether the word for a claim holds under every structure of the forecast: label -> probability (S-10)."""
    (low, least), (high, most) = (end(shares.items(), key=lambda pair: pair[1]) for end in (min, max))
    if likelihood(least) == likelihood(most):
        return f"Every structure tried calls {claim} {likelihood(least)} ({span(least, most)})."
    return (f"The structure changes the word: {claim} is {likelihood(least)} ({percent(least)}; {low.lower()}) to "
            f"{likelihood(most)} ({percent(most)}; {high.lower()}).")


@if_known
def caused(attributed, made, p_made, year):
    """Say what the programme's capacity adds to revenue beside what it serves: summaries, and how often it adds anything."""
    served = f"The programme serves {ranged(attributed)} of the revenue of {year}"
    if attributed["p90"] <= 0:
        return f"The programme serves no revenue in {year}."
    if p_made <= UNCLEAR:
        return (f"{served}, but taking it away takes none in most draws: elsewhere there is capacity enough; in "
                f"{percent(p_made)} of draws it adds some, {shown(made['p90'], made['unit'], 2)} or more in one of ten.")
    if p_made >= CLEAR:
        return f"{served}, and taking it away takes {ranged(made)}."
    return f"{served}; whether it adds any cannot be concluded ({percent(p_made)} of draws)."


@if_known
def roads(summaries, year):
    """Say what a kilowatt earns by each road, and whether the roads agree: label -> summary."""
    told = "; ".join(f"{label.lower()} {ranged(summary)}" for label, summary in summaries.items())
    start = f"A kilowatt of IT power earns in {int(year)}, three ways: {told}."
    above = max(summaries, key=lambda label: summaries[label]["p10"])
    below = min(summaries, key=lambda label: summaries[label]["p90"])
    if summaries[above]["p10"] <= summaries[below]["p90"]:
        return f"{start} The 80% ranges overlap."
    return f"{start} They do not agree: {above.lower()} lies above {below.lower()} in nine of ten draws."


def tokens_reconciled(p_short, price, clearing):
    """Say where sales could not have been produced at our price, and what gave way."""
    if p_short <= ALMOST_NONE:
        return f"The capacity can produce all tokens sold at {ranged(price)} a million."
    return (f"In {percent(p_short)} of draws the tokens sold at our price of {ranged(price)} a million exceed what capacity "
            f"can produce for pay. Revenue is reported and power is bounded, so the price gives way: {ranged(clearing)}.")
