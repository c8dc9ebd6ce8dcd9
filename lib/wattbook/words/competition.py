"""Sentences on competition. Each branch is tested. Intervals that overlap are never ranked: a standing is a range of places."""

import math

from wattbook.words.numbers import KNOWN, shown
from wattbook.words.sentences import CANNOT, CLEAR, UNCLEAR, if_known, part, percent, ranged, sided

QUARTERS = 4  # of a year


def stands_in(firm, subject):
    """Say that a firm is none of those that are compared, where another stands in its place."""
    return "" if firm == subject else f"{firm} is none of the firms that are followed here, so {subject} stands in its place. "


def place(first, last):
    """Words for a range of places."""
    return f"rank {first:.0f}" if first == last else f"rank {first:.0f} to {last:.0f}"


def listed(names):
    """Names as a list in words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


def headline(subject, league, share, announced, programmes):
    """Headline: place by power used among the firms of a standing, where sites are known, and by dollars announced."""
    told = f"by dollars announced its programme has rank {announced:.0f} of {programmes:.0f}."
    for row in league[league["label"] == subject].itertuples():
        return (f"{subject} uses {ranged(share)} of the IT power seen at tracked sites of {len(league)} firms, "
                f"{place(row.first, row.last)}; {told}")
    return f"No tracked site of {subject} or its rivals was {KNOWN}; {told}"


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
    return f"{most['label']} {said.format(shown(most['value'], unit))}"


@if_known
def turned(path, what):
    """Say from where to where a level went: rows of `frames.series`."""
    ends = [shown(path["mid"].iloc[place], "count", 2) for place in (0, -1)]
    way = "rose" if path["mid"].iloc[0] < path["mid"].iloc[-1] else "fell"
    went = "stayed at" if ends[0] == ends[1] else f"{way} from {ends[0]} to"
    return f"{what} {went} {ends[1]} points since {path['when'].iloc[0]:%b %Y}"


@if_known
def leads(frame, what):
    """Say who is first, if the ranges leave that place to one: rows of `frames.competition.standing`."""
    could = [row.label for row in frame.itertuples() if row.first == 1]
    return f"{could[0]} is first by {what}" if len(could) == 1 else f"{listed(could)} cannot be told apart by {what}"


def outruns(frame):
    """Say whether capital spending takes more of sales than a year before: rows of `frames.competition.quarters`."""
    parts = [one.to_list() for _, one in frame.groupby("series")["mid"]] if len(frame) else []
    now, ago = ([one[place] for one in parts if len(one) > QUARTERS] for place in (-1, -1 - QUARTERS))
    if not now:
        return f"No two years of spending and sales of a peer were {KNOWN}"
    faster = sum(last > before for last, before in zip(now, ago, strict=True))
    then, before = (f"{percent(min(parts))} to {percent(max(parts))}" for parts in (now, ago))
    return f"Capital spending takes {then} of sales, {before} a year before; more at {faster} of {len(now)} peers"


def downtime(alone, two, three):
    """Say what a second and a third vendor spare; summaries in hours a year."""
    text = f"One vendor is out {ranged(alone)} hours a year, two at once {ranged(two)}"
    if two["p90"] >= alone["p10"]:
        return f"{text}: whether the second spares anything cannot be concluded."
    third = percent((two["p50"] - three["p50"]) / (alone["p50"] - two["p50"]))
    return f"{text}; a third adds {third} of what the second spares."


def bill(price, bills, rises):
    """Say what becomes of price, over today's, and bill in three years; `rises`: share of draws in which the bill is higher."""
    if not bills[0]["p50"]:
        return "Nothing is used, so there is no bill."
    side = f"rises in {percent(rises)} of draws" if rises >= CLEAR else f"falls in {percent(1 - rises)} of draws" if (
        rises <= 1 - CLEAR) else "may rise or fall"
    return (f"The bill {side}, from {ranged(bills[0])} a year to {ranged(bills[-1])} in three years; a million tokens then "
            f"cost {part(price)} of today's price.")


def leaving(cost, months, premium):
    """Say what leaving a vendor costs and how much dearer a second one may be."""
    pays = "" if premium["p50"] is None else (
        f" A second vendor kept ready pays where it costs less than {part(premium)} of a year's bill.")
    return f"To move all work costs {ranged(cost)} and takes {ranged(months)} months.{pays}"


@if_known
def valued(subject, asked, share, total):
    """Say what the latest valuation asks for, and whether all of them together fit into the market; shares as summaries."""
    fit = sided(total, "more than there is: not all can be right", "which fits", "which may or may not fit", 1)
    return (f"{subject}'s valuation asks for {ranged(asked)} of sales a year, {part(share)} of the market forecast; all labs "
            f"followed ask for {part(total)} of it, {fit}.")


def access(index, count, parts):
    """Say which way access moves, from the share of weight on series that move towards fewer hands."""
    side = sided(index, "in nine weightings of ten that is most of it", "in nine weightings of ten that is the lesser part",
                 "whether access narrows or widens depends on the weights", 1 / 2)
    return f"{count} of {parts} series are known; {ranged(index)} of the weight is on those towards fewer hands: {side}."


def rebound(ratio, stranded):
    """Say what a more efficient architecture does to the demand for computing."""
    less = f"More efficient work needs less and leaves {ranged(stranded)} GW idle"
    side = sided(ratio, "Cheaper work is done more", less, "Whether more efficient work needs less cannot be concluded", 1)
    return f"{side}: demand for computing would be {ranged(ratio)} times today's."
