"""Sentences on competition. Each branch is tested. Intervals that overlap are never ranked: a standing is a range of places."""

import math

from wattbook.words.numbers import KNOWN, digits, shown
from wattbook.words.sentences import CANNOT, CLEAR, UNCLEAR, if_known, listed, percent, ranged


def place(first, last):
    """Words for a range of places."""
    return f"rank {first:.0f}" if first == last else f"rank {first:.0f} to {last:.0f}"


def headline(subject, league, share, announced, programmes):
    """Headline: place by power used among the firms of a standing, where sites are known, and by dollars announced."""
    told = f"by dollars announced its programme has rank {announced:.0f} of {programmes:.0f}."
    for row in league[league["label"] == subject].itertuples():
        return (f"{subject} uses {ranged(share)} of the IT power seen at tracked sites of {len(league)} firms, "
                f"{place(row.first, row.last)}; {told}")
    return f"No tracked site of {subject} or its rivals was {KNOWN}; {told}"


def parts(announced, on):
    """Title of what the programme has of all programmes, by dollars and, where that is known, by power."""
    told = f"Of dollars announced the programme has {ranged(announced)}"
    return told if on["p50"] is None else f"{told}, of power that is on {ranged(on)}"


def grows(firm, growth):
    """Say how fast sales grow, from their continuous rate."""
    factor = {end: math.exp(growth[end]) for end in ("p10", "p50", "p90") if growth["p50"] is not None} or growth
    return f"Sales of {firm} grow by a factor of {ranged({**factor, 'unit': 'ratio'})} a year"


def trails(firm, lag):
    """Say by how many months the best model of a firm trails the best of all."""
    return f"{firm} trails {f'by {ranged(lag)} months' if lag['p50'] else 'nobody in the median'}"


def stages(ranks, counts):
    """Say whether the place of the programme changes from what is announced to what is on, each of how many."""
    (told, on), (announced, energised) = ranks, counts
    if math.isnan(on) or energised < 2:
        return f"By dollars the programme has rank {told:.0f} of {announced}; no other programme's power was {KNOWN}."
    said = "What is announced and what is on differ" if abs(told - on) >= 2 else "Announced and on agree within one place"
    return f"{said}: rank {told:.0f} of {announced} by dollars, rank {on:.0f} of {energised} by power that is on."


def holds(chances, said, none):
    """Say for which things something holds in enough draws, and for which it cannot be concluded: label -> share of draws."""
    sure = [label for label, chance in chances.items() if chance >= CLEAR]
    maybe = [f"{label} ({percent(chance)})" for label, chance in chances.items() if UNCLEAR < chance < CLEAR]
    text = said.format(listed(sure)) if sure else none if chances else CANNOT
    return f"{text}; for {listed(maybe)} this cannot be concluded" if maybe else text


def parity(subject, reached, month):
    """Say with whom the subject is level, now or by a month, and who is ahead again: rows of `frames.competition.reached`."""
    now, later = (dict(zip(one["label"], one[column], strict=True)) for one, column in (
        (reached, "now"), (reached[reached["now"] < CLEAR], "by")))
    text = holds(now, f"{subject} is likely level with {{}} already", f"{subject} is not yet likely level with anyone")
    text += f". {holds(later, f'By {month} it likely gets level with {{}}', f'By {month} with nobody more')}" if later else ""
    again = list(reached.loc[(reached["by"] >= CLEAR) & (reached["ahead"] >= CLEAR), "label"])
    return f"{text}. Likely ahead again by then: {listed(again)}." if again else f"{text}."


@if_known
def tops(frame, said, unit="fraction"):
    """Say who has most: rows of `frames.members`; {} is the number."""
    most = frame.loc[frame["value"].idxmax()]
    figures = digits(most.get("low", math.nan), most["value"], most.get("high", math.nan))  # as a drawing gives it
    return f"{most['label']} {said.format(shown(most['value'], unit, figures))}"


@if_known
def leads(frame, what):
    """Say who is first, if the ranges leave that place to one: rows of `frames.competition.standing`."""
    could = [row.label for row in frame.itertuples() if row.first == 1]
    return f"{could[0]} is first by {what}" if len(could) == 1 else f"{listed(could)} cannot be told apart by {what}"
