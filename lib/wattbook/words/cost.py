"""Sentences on cost: owning against renting, life, debt. Each branch is tested."""

from wattbook.keys import lowered
from wattbook.words.numbers import shown
from wattbook.words.sentences import ALIKE, CLEAR, likelihood, percent, ranged


def headline(cost, rent, roads):
    """Headline of the cost notebook: owning against renting the same generation, and the rents at which the answer turns.

    Parameters
    ----------
    cost, rent : dict
        Summaries of an hour of one accelerator of the generation that is bought.
    roads : dict
        Each road to its rent -> share of draws in which owning is cheaper; the road that the model uses stands first.
    """
    start = f"A used accelerator hour costs {ranged(cost)} owned, against {ranged(rent)} rented by one-year contract"
    return f"{start}: {_cheaper(next(iter(roads.values())))}. {rent_roads(roads)}"


def rent_roads(roads):
    """Say against which rents the answer holds and at which it turns."""
    (first, share), *others = roads.items()
    turned = [f"{lowered(label)} ({percent(part)})" for label, part in others if _side(part) != _side(share)]
    if not others:
        return f"No other rent than {lowered(first)} was published by then."
    if not turned:
        return "The answer is the same on every road to that rent."
    return f"The answer turns on other roads to that rent, owning being cheaper in: {'; '.join(turned)}."


def _side(p_cheaper):
    """Which of the two is cheaper, owning (1) or renting (-1), or neither."""
    return (p_cheaper >= CLEAR) - (p_cheaper <= 1 - CLEAR)


def _cheaper(p_cheaper):
    """Words for that."""
    if _side(p_cheaper) == 0:
        return "at today's uncertainty owning and renting cannot be told apart"
    who, share = ("owning", p_cheaper) if _side(p_cheaper) > 0 else ("renting", 1 - p_cheaper)
    return f"{who} is cheaper in {percent(share)} of draws"


def life_against_power(life, power):
    """Say which moves the cost of an hour more over its range, life of IT or price of power.

    Parameters
    ----------
    life, power : float
        Swing of the cost when each goes from its low to its high [USD_2025/H100e/h].
    """
    first, second = ("Life of IT", "the price of power") if life >= power else ("The price of power", "life of IT")
    high, low = max(life, power), min(life, power)
    if high == 0:
        return "Neither life of IT nor the price of power has a range here."
    swing = f"moves the cost of an hour by {shown(high, 'USD', 2)} over its range"
    if low > 0 and high / low < ALIKE:
        return f"{first} {swing}, {second} by as good as the same."
    return f"{first} {swing}, {second} by {shown(low, 'USD', 2)}."


def own_or_rent(p_cheaper, freedom):
    """Say whether owning and renting can be told apart, and what the freedom to wait is worth."""
    worth = f"being free to wait and see is worth at most {shown(freedom['p50'], freedom['unit'], 2)} a kilowatt"
    if p_cheaper >= CLEAR:
        return f"Owning is {likelihood(p_cheaper)} ({percent(p_cheaper)}) the cheaper hour; {worth}."
    if p_cheaper <= 1 - CLEAR:
        return f"Renting is {likelihood(1 - p_cheaper)} ({percent(1 - p_cheaper)}) the cheaper hour; {worth}."
    return f"Owning and renting cannot be told apart at today's uncertainty; {worth}."


def book_against_rent(gap, year):
    """Say whether the books stand above what rents make the machines worth, by a summary of the difference."""
    when = f"after {year} years" if year != 1 else "after one year"
    if gap["p10"] > 0:
        return f"Books overstate the programme's machines {when} by {ranged(gap)}."
    if gap["p90"] < 0:
        return f"At present rents the programme's machines {when} are worth more than the books say."
    return f"Whether books overstate the machines {when} cannot be concluded: books less worth is {ranged(gap)}."


def price_against_floor(p_below):
    """Say whether today's token price covers the cost of serving."""
    if p_below <= 1 - CLEAR:
        return f"Today's price is {likelihood(1 - p_below)} ({percent(1 - p_below)}) to cover the cost of serving."
    if p_below >= CLEAR:
        return f"Today's price is {likelihood(p_below)} ({percent(p_below)}) to lie below the cost of serving."
    return f"Whether today's price covers the cost of serving cannot be concluded ({percent(1 - p_below)} that it does)."


def covenant(p_broken, cover, p_broken_in_default):
    """Say how safe a lender is from first power on, with the tenant and without it, or that there is no debt."""
    if cover["p50"] is None:
        return "There is no debt, so no cover to measure."
    return (f"Cover from first power on falls below what lenders ask for in some year with {percent(p_broken)} probability "
            f"({likelihood(p_broken)}), and with {percent(p_broken_in_default)} if the tenant fails.")


def funding(gap, idc):
    """Say whether the money raised covers what is spent."""
    cost = f"Interest during construction adds {ranged(idc)}"
    if gap["p50"] > 0:
        return f"{cost}; lenders and owners together leave {ranged(gap)} unpaid."
    if gap["p90"] > 0:
        missing = shown(gap["p90"], gap["unit"], 2)
        return f"{cost}; the money raised covers all in the median, and in one case of ten {missing} or more is missing."
    return f"{cost}; the money raised covers all of it."


def delay_and_debt(tenor, contract, first_power):
    """Say how long the loan runs against the contract that pays it, from first power on."""
    when = shown(first_power["p50"], first_power["unit"])
    start = f"From first power, about {when}, each part of the loan runs {ranged(tenor)} years"
    if tenor["p50"] <= contract["p50"]:
        return f"{start}, within the {ranged(contract)} years of the contract."
    return f"{start}, longer than the {ranged(contract)} years of the contract: the rest rests on the market."
