"""Sentences on the build-out: power, sites, waiting, computing, energy, efficiency. Each branch is tested."""

from wattbook.words.numbers import shown, stated
from wattbook.words.sentences import CLEAR, likelihood, percent, ranged


def headline(year, p_any, energised, later, nominal, budget):
    """How much runs by the end of the target year, with the chance that anything does, and how much two years later."""
    start, spent = f"By the end of {year}", stated(budget["p50"], budget["unit"])
    if nominal["p90"] <= 0:
        return f"{spent} buys no capacity."
    after = f"By the end of {year + 2} {ranged(later)} GW is energised."
    if p_any > 0.5:
        return (f"{start} {ranged(energised)} GW of IT power is energised, of the {ranged(nominal)} GW that {spent} buys. "
                f"{after}")
    return (f"{start} it is {likelihood(1 - p_any)} ({percent(1 - p_any)}) that none of the {ranged(nominal)} GW of IT power "
            f"that {spent} buys is energised. {after}")


def readings(when, energised, attributed):
    """The programme beside the sites attributed to the same partner; None where no such site is known."""
    ours = f"By {when} {_middle(energised)} GW of the programme is energised"
    return ours if attributed["p50"] is None else f"{ours}, and {_middle(attributed)} GW at attributed sites"


def attributed(sites, year, attributed, energised):
    """What sites attributed to the same partner show, beside the programme and never added to it."""
    if attributed["p50"] is None:
        return "No site was attributed to the same partner on this date."
    return (f"{' and '.join(sites)}, which trackers attribute to the same partner, have {ranged(attributed)} GW by the end of "
            f"{year}, against {ranged(energised)} GW of the programme. Nobody says that they belong to it.")


def definition(published, ours, budget):
    """What the budget buys, and whether the definition of a gigawatt matters more than our uncertainty about its price."""
    buys = f"{stated(budget['p50'], budget['unit'])} buys {ranged(ours)} GW of IT power."
    if not len(published):
        return f"{buys} No published cost moves it."
    if max(published) - min(published) > ours["p90"] - ours["p10"]:
        return (f"{buys} The definition of a gigawatt matters more than its price: published costs differ by more than our 80% "
                "range.")
    return f"{buys} Published costs differ by no more than our 80% range."


def published_costs(published):
    """Span of what the published costs buy, for a title."""
    if not len(published):
        return "No published cost changes what the budget buys"
    least, most = (shown(one, "GW_IT", 2) for one in (min(published), max(published)))
    return f"Published costs per watt buy {least} to {most} GW"


def lag(year, spent, energised, slip, p_half):
    """Whether power runs behind the money, by how much, and whether half of it runs a year later."""
    shares = (f"by the end of {year} {ranged(spent)} is spent and {ranged(energised)} of the capacity energised. That half of "
              f"it is energised by the end of {year + 1} is {likelihood(p_half)} ({percent(p_half)}).")
    if slip["p10"] > 0:
        return f"Power runs {ranged(slip)} months behind the money that is due to it: {shares}"
    return f"Whether power runs behind the money that is due to it cannot be concluded ({ranged(slip)} months): {shares}"


def binding(limit, share, gain, other, other_gain):
    """Which limit binds most of the time, and what lifting it alone would give beside the next one."""
    gains = f"lifting it alone adds at most {ranged(gain)} GW, lifting {other.lower()} {ranged(other_gain)} GW."
    if share > 0.5:
        return f"{limit} sets the date: it holds installation back {percent(share)} of the time; {gains}"
    return f"No single limit sets the date: {limit.lower()} holds installation back {percent(share)} of the time; {gains}"


def delay(charges, margin):
    """What a month of delay costs: charges that run on, and margin forgone, which are two views of one month."""
    return f"A month of delay runs up {_middle(charges)} of capital charges; the margin it forgoes is {_middle(margin)}"


def sites(p_first, dates, slips):
    """Which site has power first, when and how late; a rank is said only where the draws agree."""
    (first, chance), (second, _) = sorted([*p_first.items(), ("", 0)], key=lambda pair: -pair[1])[:2]
    late = f"{ranged(slips[first])} months after the date announced or read from it."
    if chance >= CLEAR or not second:
        return f"{first} is {likelihood(chance)} ({percent(chance)}) to have power first, in {ranged(dates[first])}, {late}"
    return (f"Which site has power first cannot be concluded: {first}, in {ranged(dates[first])}, is first with "
            f"{percent(chance)} and {second}, in {ranged(dates[second])}, comes next. {first} is {late}")


def tracked(months):
    """How long half of the tracked sites take, for a title; NaN where none was known."""
    return ("No tracked site was known on this date" if months != months else
            f"Half of the tracked sites have power within {shown(months, 'month', 2)} months of first works")


def reference(months, slow, sites, waiting):
    """How long tracked sites take, and how many had no power yet; NaN where none was known."""
    if months != months:
        return "No tracked site was known on this date: the list of waits stands alone."
    rest = f"{waiting:.0f} of {sites:.0f} had none yet and count as waiting" if waiting else f"all {sites:.0f} have it"
    return (f"Half of the tracked sites have power within {months:.0f} months of first works and nine in ten within "
            f"{slow:.0f}; {rest}.")


def compute(held, used, doublings):
    """What the finished programme holds, what training gets out of it, and whether its largest run leads the trend."""
    if held["p90"] <= 0:
        return "The budget buys no computing."
    start = f"Finished, the programme holds {ranged(held)} H100 equivalents, of whose peak training uses {ranged(used)}"
    if doublings["p10"] > 0:
        return f"{start}; its largest run is {ranged(doublings)} doublings ahead of the trend of the largest runs."
    if doublings["p90"] < 0:
        return f"{start}; its largest run is {ranged(_turned(doublings))} doublings behind the trend of the largest runs."
    return f"{start}; whether its largest run leads the trend cannot be concluded ({ranged(doublings)} doublings)."


def generations(reported, generations, bought):
    """How many generations have a published power, so that what the budget buys of them can be said."""
    ours = f"One accelerator of the generation that is bought counts as {ranged(bought)} H100"
    if reported == generations:
        return f"Power is published for every generation. {ours}."
    return (f"Power is published for {reported} of {generations} generations: what the budget buys of the rest cannot be said. "
            f"{ours}.")


def energy(drawn, pue, p_cleaner):
    """What it draws, and whether its contracts emit less than the grid of its places."""
    start = f"Finished, the programme draws {ranged(drawn)} TWh a year, {ranged(pue)} times what its computing takes"
    if 1 - CLEAR < p_cleaner < CLEAR:
        return (f"{start}; whether its contracts emit less than the grid of its places cannot be concluded "
                f"({percent(p_cleaner)}).")
    less, chance = ("less", p_cleaner) if p_cleaner >= CLEAR else ("no less", 1 - p_cleaner)
    return f"{start}; its contracts are {likelihood(chance)} ({percent(chance)}) to emit {less} than the grid of its places."


def splitting(sites, efficiency, net):
    """Whether training across several sites is worth what it loses; a gain is stated only where the range supports it."""
    lost = f"Training across {sites} sites keeps {ranged(efficiency)} of its speed"
    if net["p50"] is None:
        return f"{lost}; nothing is built that could gain by it."
    if net["p10"] > 0:
        return f"{lost} and gains {ranged(net)} months of full computing against one large site."
    if net["p90"] < 0:
        return f"{lost}; one large site would be ahead by {ranged(_turned(net))} months."
    return f"{lost}; whether several sites are ahead of one large site cannot be concluded ({ranged(net)} months)."


def ahead(net):
    """Which is ahead, several sites or one, for a title."""
    if net["p50"] is None:
        return "Nothing is built, at one site or several"
    if net["p10"] > 0:
        return f"Several sites are {ranged(net)} months ahead of one large site"
    if net["p90"] < 0:
        return f"One large site is {ranged(_turned(net))} months ahead of several"
    return f"One large site or several cannot be told apart: {ranged(net)} months"


def public(staff, announced, per_job):
    """Whether the permanent posts announced fit what such a programme needs, and the budget beside each of them."""
    beside = f"beside each stands {stated(per_job['p50'], per_job['unit'])} of budget."
    posts, needed = stated(announced, "count"), f"{ranged(staff)} that such a programme needs"
    if staff["p10"] <= announced <= staff["p90"]:
        return f"The {posts} permanent posts announced lie within the {needed}; {beside}"
    are = "are more than" if announced > staff["p90"] else "are fewer than"
    return f"The {posts} permanent posts announced {are} the {needed}; {beside}"


def flips(goal, reached, tried, threshold):
    """Which single change brings a number across a threshold: rows as `wattbook.frames.held` gives them, ours first."""
    base, others = tried["value"].iloc[0], tried.iloc[1:]
    tips = others[(others["value"] >= threshold) != (base >= threshold)]
    start = f"{goal} is {likelihood(reached)} ({percent(reached)})"
    if tips.empty:
        return f"{start}; no single assumption changes that, at the ends of our ranges or at a published value."
    far = tips.loc[(tips["value"] - base).abs().idxmax()]
    if len(tips) == 1:
        return f"{start}; one of {len(others)} single changes tips it: {far['label']}."
    return f"{start}; {len(tips)} of {len(others)} single changes tip it, most of all {far['label']}."


def _middle(summary):
    """The middle of a number, with as many digits as its range deserves."""
    return ranged(summary).partition(" (")[0]


def _turned(summary):
    """A number with its sign turned."""
    return {**summary, "p10": -summary["p90"], "p50": -summary["p50"], "p90": -summary["p10"]}
