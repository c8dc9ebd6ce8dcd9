"""Sentences on revenue: how likely, under which measure, held back by what. Each branch is tested."""

from wattbook.words.numbers import stated
from wattbook.words.sentences import CLEAR, percent, ranged


def headline(target, unit, year, p_runrate, p_recognised, later_year, p_later, required):
    """Headline of the revenue notebook: the three probabilities, always together."""
    aim = stated(target, unit)
    text = (f"{aim} as a run-rate by December {year}: {percent(p_runrate)}; recognised in {year}: {percent(p_recognised)}; "
            f"recognised in {later_year}: {percent(p_later)}.")
    if required["p50"] is None:
        return f"{text} {year} is over: its year-end run-rate is no longer open."
    return f"{text} Recognising {aim} in {year} needs a year-end run-rate of {ranged(required)}."


def measure_matters(p_runrate, p_recognised):
    """Say whether the answer depends on the measure."""
    gap = abs(p_runrate - p_recognised)
    if gap > 0.3:
        return f"The answer depends on the measure: run-rate and recognised revenue differ by {gap * 100:.0f} points."
    return "Both measures give about the same answer."


def supply_limits(bound, year, release):
    """Say whether supply or demand limits revenue; `release` is when it stops, as a summary in calendar years."""
    binds = f"capacity binds in {percent(bound)} of draws at the end of {year}"
    until = "" if release["p50"] is None else f", there until about {release['p50']:.0f}"
    if bound >= CLEAR:
        return f"Supply, not demand, limits revenue: {binds}{until}."
    if bound <= 1 / 2**2:
        return f"Demand, not supply, limits revenue: {binds}{until}."
    return f"Whether supply or demand limits revenue cannot be concluded: {binds}{until}."


def weak_links(required, largest):
    """Name the streams whose required value exceeds their 90th percentile; both are label -> number."""
    weak = [label for label in required if required[label] > largest[label]]
    if not weak:
        return "Each stream alone could close the gap within its own range."
    if len(weak) == len(required):
        return "No stream alone can close the gap: each would have to exceed its 90th percentile."
    return f"Weak links, needed above their 90th percentile: {', '.join(weak)}."


def funded(p_burn, coverage, year):
    """Say whether growth is paid for and commitments are covered; `coverage` is a summary, empty where none is known."""
    text = f"Operations use up cash in {year} with {percent(p_burn)} probability."
    if coverage["p50"] is None:
        return f"{text} No commitments were reported by then."
    if coverage["p10"] >= 1:
        return f"{text} The commitments would be covered without further growth, in nine of ten draws at least."
    if coverage["p90"] < 1:
        return f"{text} Without further growth the commitments are not covered."
    return f"{text} Whether the commitments are covered without further growth cannot be concluded."
