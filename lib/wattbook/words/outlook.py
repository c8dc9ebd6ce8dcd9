"""Sentences on the forecast of revenue: how good it was, what decides it, what the programme adds. Each branch is tested."""

import numpy as np

from wattbook.words.numbers import shown, stated
from wattbook.words.sentences import CLEAR, UNCLEAR, if_known, likelihood, percent, ranged

LEAST_SCORED, CALIBRATED = 10, (0.65, 0.95)  # of later reports inside 80% bands (S-09)
OUT = 0.975  # a report above this share of draws lies outside the 95% band
ALMOST_NONE = 0.01  # a share of revenue below this is as good as nothing


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
    came = f"{shown(told['value'], 'USD/year', 2)} came, {told['value'] / told['mid']:.1f} times the median"
    start = f"replayed with what was known on {day:%-d %b %Y}, it gives {band} for the newest report; {came} and "
    if told["low"] <= told["value"] <= told["high"]:
        return f"The forecast held: {start}inside the 80% band."
    far = f"outside {'the 80%' if told['lowest'] <= told['value'] <= told['highest'] else 'even the 95%'} band"
    low, read, high, needed, slower = (f"{np.exp(one):.2g}-fold" for one in (*told["read"], told["needed"], told["class"]))
    start, (growth, name) = f"The forecast missed: {start}{far}. It read growth of {read} a year", told["fastest"]
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


def limit_missed(demand_below, served_below):
    """Say whether an earlier limit of supply ruled out what came: shares of draws below the newest report, or nothing."""
    if served_below is None:
        return "No earlier limit of supply can be held to a report."
    if served_below < OUT:
        return f"The limit of supply believed then did not rule it out ({percent(served_below)} of draws lay below)."
    if demand_below >= OUT:
        return "Demand and the limit of supply, as believed then, both ruled it out."
    return (f"The limit of supply believed then ruled it out ({percent(served_below)} of draws lay below), demand alone did "
            f"not ({percent(demand_below)}): the limit was the larger error, and it rests on our assumptions today as well.")


@if_known
def supply_decides(p_with, p_without, claim):
    """Say whether the limit of supply decides how likely a claim is; both ways are always printed."""
    first, second = likelihood(p_with), likelihood(p_without)
    if first == second:
        return f"With or without the limit of supply, {claim} is {first} ({percent(p_with)} and {percent(p_without)})."
    return (f"Supply decides, and it is our assumption: {claim} is {first} ({percent(p_with)}) with the limit, {second} "
            f"({percent(p_without)}) were all demand served.")


@if_known
def structures(shares, claim):
    """Say whether the word for a claim holds under every structure of the forecast: label -> probability (S-10)."""
    (low, least), (high, most) = (end(shares.items(), key=lambda pair: pair[1]) for end in (min, max))
    if likelihood(least) == likelihood(most):
        return f"Every structure tried calls {claim} {likelihood(least)} ({percent(least)} to {percent(most)})."
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
        return f"The capacity can produce all tokens sold at {stated(price['p50'], price['unit'])} a million."
    return (f"In {percent(p_short)} of draws the tokens sold at our price of {ranged(price)} a million exceed what capacity "
            f"can produce for pay. Revenue is reported and power is bounded, so the price gives way: {ranged(clearing)}.")
