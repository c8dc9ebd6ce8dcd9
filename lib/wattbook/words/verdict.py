"""Sentences of the verdict. Each branch is tested."""

from wattbook.words.numbers import shown, stated
from wattbook.words.sentences import CLEAR, UNCLEAR, likelihood, percent, ranged


def headline(capacity, peak, target, unit, p_capacity, p_irr, wacc):
    """Headline of the verdict notebook; `peak` is the date of the highest revenue, as a summary in calendar years."""
    start = f"At its peak, about {peak['p50']:.0f}, the programme could carry {ranged(capacity)} of revenue a year"
    aim = stated(target, unit)
    if p_capacity >= CLEAR:
        carry = f"it is {likelihood(p_capacity)} ({percent(p_capacity)}) to be able to carry {aim}"
    elif p_capacity < UNCLEAR:
        carry = f"it is {likelihood(p_capacity)} ({percent(p_capacity)}) to be able to carry {aim} alone"
    else:
        carry = f"whether it could carry {aim} alone cannot be concluded ({percent(p_capacity)})"
    hurdle = shown(wacc["p50"], "fraction", 2)
    return f"{start}: {carry}. It earns its {hurdle} cost of capital with {percent(p_irr)} probability."


def worth(value, p_worth):
    """Say whether the programme is likely worth what it costs, at market rents and its cost of capital."""
    worth = f"net present value is {ranged(value)}"
    if p_worth >= CLEAR or p_worth < UNCLEAR:
        return f"It is {likelihood(p_worth)} ({percent(p_worth)}) to be worth what it costs: {worth}."
    return f"Whether it is worth what it costs cannot be concluded ({percent(p_worth)} that it is): {worth}."


def returns(rate, hurdle, modified, p_no_rate):
    """Say what it returns against what is asked; the modified rate where no single rate fits.

    Parameters
    ----------
    rate, hurdle, modified : dict
        Summaries of the internal rate, the cost of capital and the modified rate, all real and before tax.
    p_no_rate : float
        Share of draws in which no rate fits, or several.
    """
    asked = f"against the {stated(hurdle['p50'], hurdle['unit'])} asked, both real and before tax"
    if rate["p50"] is None or p_no_rate > 1 - CLEAR:
        if modified["p50"] is None:
            return "Nothing is put in or nothing comes back, so there is no return to speak of."
        none = f"No single rate fits the flows in {percent(p_no_rate)} of draws"
        return f"{none}; the modified rate is {ranged(modified)}, {asked}."
    few = "" if p_no_rate == 0 else f" No single rate fits in {percent(p_no_rate)} of draws, which are left out."
    if rate["p10"] >= hurdle["p50"]:
        return f"It returns {ranged(rate)} a year, {asked}: enough in nine draws of ten.{few}"
    if rate["p90"] < hurdle["p50"]:
        return f"It returns {ranged(rate)} a year, {asked}: too little in nine draws of ten.{few}"
    return f"It returns {ranged(rate)} a year, {asked}: whether that is enough cannot be concluded.{few}"


def claim_status(probability):
    """Status of a claim whose rule holds with a probability; None where no rule can be held against it."""
    if probability is None:
        return "not testable"
    if probability >= CLEAR:
        return "supported"
    return "contradicted" if probability < UNCLEAR else "open"


def claims_counted(counts):
    """Say how the claims stand: status -> count."""
    told = ", ".join(f"{counts[status]} {status}" for status in ("supported", "contradicted", "superseded", "open", "not testable")
                     if counts.get(status))
    return f"Of {sum(counts.values())} claims: {told}." if told else "No claims are held against this case."
