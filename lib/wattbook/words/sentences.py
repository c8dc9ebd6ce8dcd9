"""Sentences that state results, built from outputs by rules; each rule and branch is tested.

A range is always printed with its number, and where the range does not support a ranking the sentence says so.
"""

from wattbook.words.numbers import shown, stated, with_range

# probability at or above which the word holds
WORDS = ((0.99, "virtually certain"), (0.90, "very likely"), (0.66, "likely"), (0.33, "about as likely as not"),
         (0.10, "unlikely"))
ALIKE = 1.2  # two swings closer than this are as good as the same
UNCLEAR = 0.33  # under it a claim is called unlikely
CLEAR = 0.66  # a comparison is stated when at least this share of draws agrees


def likelihood(probability):
    """Word for a probability, always printed with its number.

    Examples
    --------
    >>> likelihood(0.5), likelihood(0.07), likelihood(0.9)
    ('about as likely as not', 'very unlikely', 'very likely')
    """
    return next((word for least, word in WORDS if probability >= least), "very unlikely")


def percent(probability):
    """A probability in whole percent; "under 1%" and "over 99%" where rounding would claim certainty.

    Examples
    --------
    >>> percent(0.004), percent(0.42), percent(0.997), percent(0.0)
    ('under 1%', '42%', 'over 99%', 'under 1%')
    """
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability * 100:.0f}%"


def ranged(summary):
    """A number with its 80% range in brackets.

    Examples
    --------
    >>> ranged({"unit": "USD/year", "p10": 4.4e10, "p50": 4.7e10, "p90": 5.2e10})
    '$47.0B ($44.0B to $52.0B)'
    """
    middle, ends = with_range(summary)
    return f"{middle} ({ends})" if ends else middle


def buildout_headline(year, energised, nominal, budget, share, p_any):
    """Headline of the build-out notebook.

    Parameters
    ----------
    year : int
        Target year.
    energised, nominal, budget, share : dict
        Summaries with unit, p10, p50, p90.
    p_any : float
        Share of draws with any power by then.
    """
    start, spent = f"By the end of {year}", stated(budget["p50"], budget["unit"])
    if p_any <= 0:
        return f"{start} none of the {ranged(nominal)} GW of IT power that {spent} buys is energised."
    if energised["p90"] <= 0:
        return (f"{start} it is {likelihood(1 - p_any)} ({percent(1 - p_any)}) that none of the {ranged(nominal)} GW of IT "
                f"power that {spent} buys is energised.")
    if energised["p50"] <= 0:
        most = shown(energised["p90"], energised["unit"], 2)
        return (f"{start} most likely none of the {ranged(nominal)} GW of IT power that {spent} buys is energised, with one "
                f"chance in ten of over {most} GW.")
    part = shown(share["p50"], "fraction", 2)
    return f"{start} {ranged(energised)} GW of IT power is energised, {part} of the {ranged(nominal)} GW that {spent} buys."


def binding_takeaway(limit, share, gain, other, other_gain):
    """Say which limit sets the date, and what lifting it alone would give beside the next one.

    Parameters
    ----------
    limit, other : str
        The limit that binds most of the time, and the next.
    share : float
        Part of the time under construction in which the first binds.
    gain, other_gain : dict
        Summaries of the capacity that lifting each alone would add at most.
    """
    gains = f"lifting it alone adds at most {ranged(gain)} GW, lifting {other.lower()} {ranged(other_gain)} GW."
    if share > 0.5:
        return f"{limit} sets the date: it holds installation back {percent(share)} of the time; {gains}"
    return f"No single limit sets the date: {limit.lower()} holds installation back {percent(share)} of the time; {gains}"


def attributed_headline(sites, year, attributed, energised):
    """Say what sites attributed to the same partner show, beside the programme and never added to it.

    Parameters
    ----------
    sites : list of str
    year : int
    attributed, energised : dict
        Summaries of what those sites and the programme have energised by the end of the year; None where nothing is known.
    """
    if attributed["p50"] is None:
        return "No site was attributed to the same partner on this date."
    return (f"{' and '.join(sites)}, which trackers attribute to the same partner, have {ranged(attributed)} GW by the end of "
            f"{year}, against {ranged(energised)} GW of the programme. Nobody says that they belong to it.")


def reference_takeaway(months, slow, sites, waiting):
    """Say how long tracked sites take, and how many had no power yet; NaN where none was known."""
    if months != months:
        return "No tracked site was known on this date: the list of waits stands alone."
    rest = f"{waiting:.0f} of {sites:.0f} had none yet and count as waiting" if waiting else f"all {sites:.0f} have it"
    return (f"Half of the tracked sites have power within {months:.0f} months of first works and nine in ten within "
            f"{slow:.0f}; {rest}.")


def moves_most(moves):
    """Say which assumption moves a number most, from the rows of `Run.moves`."""
    if not len(moves):
        return "No assumption moves it by more than chance would."
    return f"{moves['label'].iloc[0]} moves it most: {percent(moves['share'].iloc[0])} of its spread."


def judged(share):
    """Say how much of what moves a number is our own judgement."""
    return f"{percent(share)} of the explained spread is our own judgement."


def splitting_takeaway(sites, efficiency, net):
    """Say whether training across several sites is worth what it loses; a gain is stated only where the range supports it."""
    lost = f"Training across {sites} sites keeps {ranged(efficiency)} of its speed"
    if net["p10"] > 0:
        return f"{lost} and gains {ranged(net)} months of full computing against one large site."
    if net["p90"] < 0:
        ahead = {**net, "p10": -net["p90"], "p50": -net["p50"], "p90": -net["p10"]}
        return f"{lost}; one large site would be ahead by {ranged(ahead)} months."
    return f"{lost}; whether several sites are ahead of one large site cannot be concluded ({ranged(net)} months)."


def definition_takeaway(published, ours):
    """Say whether the definition of a gigawatt matters more than our uncertainty about its price."""
    spread, range_ = max(published) - min(published), ours["p90"] - ours["p10"]
    if spread > range_:
        return "The definition of a gigawatt matters more than its price: published costs differ by more than our 80% range."
    return "Published costs differ by no more than our 80% range."


def cost_headline(cost, rent, roads):
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
    turned = [f"{label[0].lower()}{label[1:]} ({percent(part)})" for label, part in others if _side(part) != _side(share)]
    if not others:
        return f"No other rent than {first[0].lower()}{first[1:]} was published by then."
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


def revenue_headline(target, unit, year, p_runrate, p_recognised, later_year, p_later, required):
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


def competition_headline(subject, share, rank_low, rank_high, labs, peer, ratio):
    """Headline of the competition notebook; a rank is stated only where the draws agree on one."""
    place = f"rank {rank_low}" if rank_low == rank_high else f"rank {rank_low} to {rank_high}"
    part = shown(share["p50"], "fraction", 2)
    return (f"{subject} has {part} of the run-rate of {labs} reporting labs, {place}; in its heaviest year the programme "
            f"spends {ranged(ratio)} of {peer}'s capital spending in the latest twelve months.")


def verdict_headline(capacity, peak, target, unit, p_capacity, p_irr, wacc):
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


def value_headline(value, p_worth):
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


def delay_and_debt(tenor, contract, first_power):
    """Say how long the loan runs against the contract that pays it, from first power on."""
    when = shown(first_power["p50"], first_power["unit"])
    start = f"From first power, about {when}, each part of the loan runs {ranged(tenor)} years"
    if tenor["p50"] <= contract["p50"]:
        return f"{start}, within the {ranged(contract)} years of the contract."
    return f"{start}, longer than the {ranged(contract)} years of the contract: the rest rests on the market."
