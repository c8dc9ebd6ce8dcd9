"""Sentences on competition. Each branch is tested. Intervals that overlap are never ranked: a standing is a range of places."""

import math

from wattbook.words.numbers import KNOWN, shown, stated
from wattbook.words.sentences import CANNOT, CLEAR, UNCLEAR, if_known, part, percent, ranged, sided

QUARTERS = 4  # of a year
HEAVY = 0.1  # share of a budget for IT above which a bill counts as heavy


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


def parity(subject, reached, horizon, ahead=()):
    """Say with whom the subject is level, now or by the horizon (shares of draws by rival), and who is ahead again then."""
    if not reached:
        return f"No tracked site was {KNOWN}, so parity cannot be told."
    now = [rival for rival, (has, _) in reached.items() if has >= CLEAR]
    late = [rival for rival, (has, by) in reached.items() if has < CLEAR <= by]
    never, maybe = ([f"{rival} ({percent(1 - by)} not by {horizon:.0f})" for rival, (_, by) in reached.items()
                     if low < by <= high and by < CLEAR] for low, high in ((-1, UNCLEAR), (UNCLEAR, CLEAR)))
    text = f"{subject} is likely level with {listed(now)} already" if now else f"{subject} is not yet likely level with anyone"
    text += f" and likely gets level with {listed(late)} by {horizon:.0f}" if late else ""
    text += f"; unlikely with {listed(never)}" if never else ""
    text += f"; with {listed(maybe)} this cannot be concluded" if maybe else ""
    again = [rival for rival in (*now, *late) if rival in ahead]
    more = f" By {horizon:.0f} {listed(again)} likely {'has' if len(again) == 1 else 'have'} more again." if again else ""
    return f"{text}.{more}"


def affordability(over, of):
    """Say which peers spend more on capital than operations bring in, of how many whose cash is known."""
    more = f"Of {of} peers {listed(over)} spend{'s' * (len(over) == 1)} more on capital than operations bring in."
    return more if over else f"All {of} peers pay their capital spending out of operating cash."


@if_known
def tops(frame, said, unit="fraction"):
    """Say who has most: rows of `frames.members`; {} is the number."""
    most = frame.loc[frame["value"].idxmax()]
    return f"{most['label']} {said.format(shown(most['value'], unit))}"


def announced(growth, sales):
    """Say how fast announced dollars grow beside what labs sell: summary, and rows of `frames.members`."""
    if growth["p50"] is None or not len(sales):
        return f"Too little was {KNOWN} of sums and sales to tell how fast they grow"
    ends = dict.fromkeys(shown(end(sales["value"]), "ratio") for end in (min, max))
    return f"Dollars announced grew by a factor of {ranged(growth)} a year, reported sales of labs by {' to '.join(ends)}"


def level(subject, power, computing):
    """Say whether the subject is level now with as many rivals by computing as by power: rival -> shares of draws."""
    one, other = (sum(now >= CLEAR for now, _ in reached.values()) for reached in (power, computing))
    than = "as many rivals in computing as" if one == other else (
        "fewer rivals in computing than" if other < one else "more rivals in computing than")
    return f"{subject} is likely level with {than} in power" if power and computing else f"{CANNOT}."


def shares(told, energised):
    """Say what part of the dollars announced, and of the power that is on, the programme is: summaries."""
    on = f"; whose power is on was not {KNOWN}" if energised["p50"] is None else f", of power that is on {part(energised)}"
    return f"Of dollars announced the programme has {part(told)}{on}"


@if_known
def turned(path, what):
    """Say from where to where a level went: rows of `frames.series`."""
    ends = [shown(path["mid"].iloc[place], "count", 2) for place in (0, -1)]
    way = "rose" if path["mid"].iloc[0] < path["mid"].iloc[-1] else "fell"
    went = "stayed at" if ends[0] == ends[1] else f"{way} from {ends[0]} to"
    return f"{what} {went} {ends[1]} points since {path['when'].iloc[0]:%b %Y}"


def scrutiny(cases):
    """Say how many of the cases of authorities are closed."""
    closed = sum(row["stage"].startswith("closed") for row in cases)
    return f"{closed} of {len(cases)} cases on partnerships and power over the market are closed" if cases else f"{CANNOT}."


def dial(moves, names):
    """Say which of what a buyer sets moves a number most: rows of `Run.moves`."""
    label = next((row.label.lower().split(" (")[0] for row in moves.itertuples() if row.name in names), "none of them")
    return f"Of these {len(names)} the bill moves most with: {label}"


def alone(inside, of, aim):
    """Say how many of some assumptions would reach an aim alone, each within its range."""
    return f"{inside or 'None'} of {of} assumptions alone would {aim} within {'its' if inside < 2 else 'their'} range"


@if_known
def leads(frame, what):
    """Say who is first, if the ranges leave that place to one: rows of `frames.competition.standing`."""
    could = [row.label for row in frame.itertuples() if row.first == 1]
    return f"{could[0]} is first by {what}" if len(could) == 1 else f"{listed(could)} cannot be told apart by {what}"


@if_known
def guided(frame, year):
    """Say whose guidance for a year moved most since it was first given: rows of `frames.competition.guidance`."""
    ends = frame.groupby("series", sort=False)["mid"].agg(["first", "last"])
    who = (ends["last"] / ends["first"] - 1).abs().idxmax()
    was, now = (shown(ends.loc[who, end], "USD") for end in ("first", "last"))
    return "Nobody has changed the guidance for this year" if was == now else (
        f"{who} changed its guidance for {year} most, from {was} to {now}")


def outruns(frame):
    """Say whether capital spending takes more of sales than a year before: rows of `frames.competition.quarters`."""
    parts = [one.to_list() for _, one in frame.groupby("series")["mid"]] if len(frame) else []
    now, ago = ([one[place] for one in parts if len(one) > QUARTERS] for place in (-1, -1 - QUARTERS))
    if not now:
        return f"No two years of spending and sales of a peer were {KNOWN}"
    faster = sum(last > before for last, before in zip(now, ago, strict=True))
    then, before = (f"{percent(min(parts))} to {percent(max(parts))}" for parts in (now, ago))
    return f"Capital spending takes {then} of sales, {before} a year before; more at {faster} of {len(now)} peers"


def lag(subject, lags, until):
    """Say how far the subject's best model trails the best of all on the last day of the index: label -> summary."""
    mine, others = lags[subject], {label: one for label, one in lags.items() if label != subject and one["p50"] is not None}
    if mine["p50"] is None:
        return f"{CANNOT}."
    behind = [label for label, one in others.items() if one["p10"] > mine["p90"]]
    level = [label for label, one in others.items() if mine["p10"] <= one["p90"] and label not in behind]
    how = f"trailed the best of all by {ranged(mine)} months" if mine["p90"] > 0 else "was the best of all"
    text = f"{subject}'s best model {how} in {shown(until, 'calendar_year')}"
    text += f", which cannot be told from {listed(level)}" if level else ""
    return f"{text}; {listed(behind)} trailed further." if behind else f"{text}."


@if_known
def concentrated(what, index, threshold):
    """Say whether a layer counts as highly concentrated."""
    line = f"the {stated(threshold, 'count')} of the guidelines"
    side = sided(index, f"above {line}", f"below {line}", f"whether above {line} cannot be concluded", threshold)
    return f"{what} stands at {ranged(index)} points, as if {1e4 / index['p50']:.0f} firms of one size held it: {side}."


def mergers(above):
    """Say which mergers with the subject would be presumed unlawful: label -> share of draws above both thresholds."""
    caught = [f"{label} ({percent(share)})" for label, share in above.items() if share >= CLEAR]
    which = f"A merger with {listed(caught)} would" if caught else "No merger with another lab would likely"
    return f"{which} be presumed to lessen competition under the guidelines of 2023."


def entry(cost, payers, followed):
    """Say what entry costs and how many of those followed could pay."""
    return (f"To enter with a model of frontier size costs {ranged(cost)}; {payers['p50']:.0f} of {followed} firms followed "
            f"could pay that out of equity raised or a year's operating cash.")


def affordable(ratios):
    """Say for which sizes of firm using a frontier model takes over a tenth of the budget for IT: label -> summary."""
    heavy = [label for label, one in ratios.items() if one["p10"] > HEAVY]
    maybe = [label for label, one in ratios.items() if one["p10"] <= HEAVY < one["p90"]]
    text = f"Use by all staff takes over a tenth of the budget for IT at {listed(heavy)}" if heavy else (
        "Use by all staff surely takes over a tenth of the budget for IT at no size of firm")
    return f"{text}; at {listed(maybe)} this cannot be concluded." if maybe else f"{text}."


@if_known
def dependence(label, share, loss, months):
    """Say how much rests on the largest supplier and what its loss would cost."""
    wait = ranged({**months, **{name: round(months[name]) for name in ("p10", "p50", "p90")}})
    return (f"{label} holds {ranged(share)} of all commitments; were it gone, at most {ranged(loss)} of sales would be lost in "
            f"the {wait} months until its computing stands elsewhere.")


def circles(subject, parts):
    """Say what part of its orders its suppliers pay for: label -> share."""
    paid = " to ".join(dict.fromkeys(percent(end(parts.values())) for end in (min, max) if parts))
    return f"Suppliers paid in {paid} of what {subject} orders from them." if parts else (
        f"No order from a supplier with shares in {subject} was {KNOWN}.")


def regions(feasible, places, must_stay, limit):
    """Say at how many places a buyer finds a region that answers in time and, if it must, keeps data at home."""
    home = "keeps data at home and " * must_stay
    return f"At {feasible} of {places} places a region {home}answers within {stated(limit, 'ms')} ms"


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


def tiers(over):
    """Say how far the price of each tier of models falls in three years: label -> price over today's."""
    falls = [f"{percent(1 - ratio)} for {label.lower()}" for label, ratio in over.items()]
    return f"In three years prices fall by {listed(falls)}."


def leaving(cost, months, premium):
    """Say what leaving a vendor costs and how much dearer a second one may be."""
    pays = "" if premium["p50"] is None else (
        f" A second vendor kept ready pays where it costs less than {part(premium)} of a year's bill.")
    return f"To move all work costs {ranged(cost)} and takes {ranged(months)} months.{pays}"


@if_known
def rationing(waits):
    """Say whose demand waits a year from now: label of the class -> summary of the part that waits."""
    sure = [label.lower() for label, one in waits.items() if one["p50"] > 0] or ["nobody"]
    return f"In a year {listed(sure)} must wait in the median"


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
