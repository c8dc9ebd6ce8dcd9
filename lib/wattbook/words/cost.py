"""Sentences on cost: owning against renting, life, debt. Each branch is tested."""

from wattbook.words.numbers import shown, stated, with_range
from wattbook.words.sentences import ALIKE, CLEAR, likelihood, listed, part, percent, ranged


def headline(machine, cost, rent, p_cheaper, p_hurdle):
    """Headline of the cost page: an hour owned and rented, and what building to let earns."""
    start = f"An hour of a {machine} in use costs {ranged(cost)} owned"
    start += "" if rent["p50"] is None else f" and {ranged(rent)} rented: {_cheaper(p_cheaper)}"
    let = "Nothing is built to let" if p_hurdle is None else f"Building to let earns its cost of capital in {percent(p_hurdle)}"
    return f"{start}. {let}."


def _side(p_cheaper):
    """Which of the two is cheaper, owning (1) or renting (-1), or neither."""
    return (p_cheaper >= CLEAR) - (p_cheaper <= 1 - CLEAR)


def _cheaper(p_cheaper):
    """Words for that."""
    if _side(p_cheaper) == 0:
        return f"they cannot be told apart, owning being cheaper in {percent(p_cheaper)} of draws"
    who, share = ("owning", p_cheaper) if _side(p_cheaper) > 0 else ("renting", 1 - p_cheaper)
    return f"{who} is cheaper in {percent(share)} of draws"


def own_or_rent(use, used):
    """From which share of running hours on owning is the cheaper hour, beside the share that is used."""
    if use["p50"] is None:
        return "Nothing runs or no rent is known, so owning and renting cannot be compared"
    if use["p50"] > 1:
        return f"Owning does not pay at any use: it would take {part(use)} of the hours that run"
    return f"Owning pays above {part(use)} of the hours that run; {ranged(used)} are used"


def rent_roads(roads):
    """Say by which ways to the rent the answer holds and by which it turns, from the rows of `frames.rent_roads`."""
    first, *others = roads.to_dict("records")
    turned = [f"“{one['label']}” ({percent(one['cheaper'])} that owning is cheaper)" for one in others
              if _side(one["cheaper"]) != _side(first["cheaper"])]
    if not others:
        return "No other rent of it was published by then."
    if not turned:
        return f"No: by each of {len(roads)} ways to the rent the answer is the same."
    return f"Yes: of {len(roads)} ways to the rent it turns by {listed(turned)}."


def life_against_power(life, power):
    """Say which swing of the cost of an hour is wider, that by life of IT or that by the price of power."""
    first, second = ("Life of IT", "the price of power") if life >= power else ("The price of power", "life of IT")
    high, low = max(life, power), min(life, power)
    if high == 0:
        return "Neither life of IT nor the price of power moves the cost of an hour by more than chance would."
    other = "no more than chance would" if low == 0 else "as good as the same" if high / low < ALIKE else shown(low, "USD", 2)
    return f"{first} moves the cost of an hour by {shown(high, 'USD', 2)} over its range, {second} by {other}."


def lives(ours, published):
    """Say where published costs lie against our band, both by life (`x`) as `frames` gives them."""
    both = ours.merge(published, on="x", suffixes=("", "_told"))
    if not len(both):
        return "No cost of a year had been published for these lives by then."
    inside = int(((both["low"] <= both["mid_told"]) & (both["mid_told"] <= both["high"])).sum())
    at = both.iloc[len(both) // 2]
    return (f"{inside} of {len(both)} published costs lie within our 80% range; at {at['x']:g} years ours is "
            f"{shown(at['mid'], 'USD', 2)} against {shown(at['mid_told'], 'USD', 2)}.")


def history(rents, series):
    """Say how one published rent went: first, lowest and last, from the rows of `frames.rents`."""
    rows = rents[rents["series"] == series].sort_values("when")
    if not len(rows):
        return f"{series}: no rent was published by then"
    told = {row.when: f"{stated(row.mid, 'USD')} in {row.when:%b %Y}"
            for row in (rows.iloc[0], rows.loc[rows["mid"].idxmin()], rows.iloc[-1])}
    return f"{series}: {', '.join(told[when] for when in sorted(told))}"


def crossing(crossed):
    """When the books pass above what rents make machines worth, for a title: from the rows of `frames.cost.crossing`."""
    passed = crossed[crossed["mid"] >= 1 / 2]
    if not len(passed):
        return f"Books stand above what rents make machines worth in no more than {percent(crossed['mid'].max())} of draws"
    return f"By {passed['when'].iloc[0]:%b %Y} books stand above worth in {percent(passed['mid'].iloc[0])} of draws"


def price_against_floor(p_below):
    """Say whether today's token price covers the cost of serving."""
    if 1 - CLEAR < p_below < CLEAR:
        return f"Whether today's price covers the cost of serving cannot be concluded ({percent(1 - p_below)} that it does)."
    what, chance = max(("lie below", p_below), ("cover", 1 - p_below), key=lambda pair: pair[1])
    return f"Today's price is {likelihood(chance)} ({percent(chance)}) to {what} the cost of serving."


def covenant(p_short, p_broken, target, p_broken_in_default):
    """Say how safe a lender is from first power on, with the tenant and without it; `p_short` None where there is no debt."""
    if p_short is None:
        return "There is no debt, so no cover to measure."
    return (f"Cash falls short of debt service in some year in {percent(p_short)} of draws, and below the "
            f"{shown(target['p50'], 'ratio', 2)} times it that lenders ask for in {percent(p_broken)}, or in "
            f"{percent(p_broken_in_default)} if the tenant fails.")


def provider(rate, hurdle, p_hurdle, p_cheaper):
    """Say whether a provider earns its cost of capital, and why that may differ from owning an hour today."""
    if rate["p50"] is None:
        return "Nothing is built or the money never comes back, so there is no return to speak of."
    asked = f"against {with_range(hurdle)[0]} asked, both real and before tax"
    if _side(p_hurdle) == 0:
        said = f"whether that is enough cannot be concluded ({percent(p_hurdle)} that it is)"
    else:
        said = f"{'enough' if p_hurdle > CLEAR else 'too little'} in {percent(max(p_hurdle, 1 - p_hurdle))} of draws"
    why = "" if _side(p_cheaper) < 1 or p_hurdle >= CLEAR else (
        " An hour in use today is cheaper owned all the same: a provider pays before power comes, and later hours rent "
        "for less.")
    return f"Building the programme and letting it returns {ranged(rate)} a year, {asked}: {said}.{why}"
