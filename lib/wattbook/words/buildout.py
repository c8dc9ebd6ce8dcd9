"""Sentences on the build-out: power, sites, waiting, computing, energy, efficiency. Each branch is tested."""

from wattbook.words.numbers import stated, with_range
from wattbook.words.sentences import CLEAR, likelihood, listed, percent, ranged, sided


def headline(year, p_any, energised, later, nominal, budget):
    """How much runs by the end of the target year, with the chance that anything does, and how much two years later."""
    start, spent = f"By the end of {year}", ranged(budget)
    if nominal["p90"] <= 0:
        return f"{spent} buys no capacity."
    said = f"{ranged(energised)} GW of IT power is energised, of the {ranged(nominal)} GW that {spent} buys."
    if p_any <= 0.5:
        said = (f"it is {likelihood(1 - p_any)} ({percent(1 - p_any)}) that none of the {ranged(nominal)} GW of IT power that "
                f"{spent} buys is energised.")
    return f"{start} {said} By the end of {year + 2} {ranged(later)} GW is energised."


def readings(when, energised, attributed):
    """The programme beside the sites attributed to the same partner; None where no such site is known."""
    ours = f"By {when} {with_range(energised)[0]} GW of the programme is energised"
    return ours if attributed["p50"] is None else f"{ours}, and {with_range(attributed)[0]} GW at attributed sites"


def attributed(sites, year, attributed, energised):
    """What sites attributed to the same partner show, beside the programme and never added to it."""
    if attributed["p50"] is None:
        return "No site was attributed to the same partner on this date."
    return (f"{listed([*sites])}, which trackers attribute to the same partner, have {ranged(attributed)} GW by the end of "
            f"{year}, against {ranged(energised)} GW of the programme. Nobody says that they belong to it.")


def definition(published, ours, budget):
    """What the budget buys, and whether published costs of a gigawatt differ by more than our own range."""
    buys = f"{ranged(budget)} buys {ranged(ours)} GW of IT power."
    apart = max(published) - min(published) if len(published) else None
    why = "No published cost moves it." if apart is None else "Published costs differ by no more than our 80% range." if (
        apart <= ours["p90"] - ours["p10"]) else (
        "Published costs differ by more than our 80% range: by machines, by year, and by what they count as a gigawatt.")
    return f"{buys} {why}"


def lag(year, spent, energised, slip, p_half):
    """Whether power runs behind the money, by how much, and whether half of it runs a year later."""
    shares = (f"by the end of {year} {ranged(spent)} is spent and {ranged(energised)} of the capacity energised. That half of "
              f"it is energised by the end of {year + 1} is {likelihood(p_half)} ({percent(p_half)}).")
    unclear = "Whether power runs behind the money that is due to it cannot be concluded ({} months): "
    return sided(slip, "Power runs {} months behind the money that is due to it: ", unclear, unclear) + shares


def binding(limit, share, gain, other, other_gain):
    """Which limit binds most of the time, and what lifting it alone would give beside the next one."""
    gains = f"lifting it alone adds at most {ranged(gain)} GW, lifting {other.lower()} {ranged(other_gain)} GW."
    who = f"{limit} sets the date: it" if share["p50"] > 0.5 else f"No single limit sets the date: {limit.lower()}"
    return f"{who} holds installation back {ranged(share)} of the time; {gains}"


def sites(p_first, dates, slips):
    """Which site has power first, when and how late; a rank is said only where the draws agree."""
    (first, chance), (second, _) = sorted([*p_first.items(), ("", 0)], key=lambda pair: -pair[1])[:2]
    slip = sided(slips[first], "{} months after", "{turned} months before", "{} months after")
    late = f"is {slip} the date announced or read from it."
    if chance >= CLEAR or not second:
        return f"{first} is {likelihood(chance)} ({percent(chance)}) to have power first, in {ranged(dates[first])}. It {late}"
    return (f"Which site has power first cannot be concluded: {first}, in {ranged(dates[first])}, is first with "
            f"{percent(chance)} and {second}, in {ranged(dates[second])}, comes next. {first} {late}")


def compute(held, used, doublings):
    """What the finished programme holds, what training gets out of it, and whether its largest run leads the trend."""
    if held["p90"] <= 0:
        return "The budget buys no computing."
    start = f"Finished, the programme holds {ranged(held)} H100 equivalents, of whose peak training uses {ranged(used)}; "
    return start + sided(doublings, "its largest run is {} doublings ahead of the trend of the largest runs.",
                         "its largest run is {turned} doublings behind the trend of the largest runs.",
                         "whether its largest run leads the trend cannot be concluded ({} doublings).")


def energy(drawn, pue, p_cleaner):
    """What it draws, and whether its contracts emit less than the grid of its places."""
    start = f"Finished, the programme draws {ranged(drawn)} TWh a year, {ranged(pue)} times what its computing takes"
    if 1 - CLEAR < p_cleaner < CLEAR:
        return (f"{start}; whether its contracts emit less than the grid of its places cannot be concluded "
                f"({percent(p_cleaner)}).")
    less, chance = max(("less", p_cleaner), ("no less", 1 - p_cleaner), key=lambda pair: pair[1])
    return f"{start}; its contracts are {likelihood(chance)} ({percent(chance)}) to emit {less} than the grid of its places."


def public(staff, announced, per_job):
    """Whether the permanent posts announced fit what such a programme needs, and the budget beside each of them."""
    are = sided(staff, "are fewer than", "are more than", "lie within", at=announced)
    return (f"The {stated(announced, 'count')} permanent posts announced {are} the {ranged(staff)} that such a programme "
            f"needs; beside each stands {ranged(per_job)} of budget.")
