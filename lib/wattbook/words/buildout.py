"""Sentences on the build-out: power, sites, waiting, efficiency. Each branch is tested."""

from wattbook.words.numbers import shown, stated
from wattbook.words.sentences import likelihood, percent, ranged


def headline(year, energised, nominal, budget, share, p_any):
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


def binding(limit, share, gain, other, other_gain):
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


def attributed(sites, year, attributed, energised):
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


def reference(months, slow, sites, waiting):
    """Say how long tracked sites take, and how many had no power yet; NaN where none was known."""
    if months != months:
        return "No tracked site was known on this date: the list of waits stands alone."
    rest = f"{waiting:.0f} of {sites:.0f} had none yet and count as waiting" if waiting else f"all {sites:.0f} have it"
    return (f"Half of the tracked sites have power within {months:.0f} months of first works and nine in ten within "
            f"{slow:.0f}; {rest}.")


def splitting(sites, efficiency, net):
    """Say whether training across several sites is worth what it loses; a gain is stated only where the range supports it."""
    lost = f"Training across {sites} sites keeps {ranged(efficiency)} of its speed"
    if net["p10"] > 0:
        return f"{lost} and gains {ranged(net)} months of full computing against one large site."
    if net["p90"] < 0:
        ahead = {**net, "p10": -net["p90"], "p50": -net["p50"], "p90": -net["p10"]}
        return f"{lost}; one large site would be ahead by {ranged(ahead)} months."
    return f"{lost}; whether several sites are ahead of one large site cannot be concluded ({ranged(net)} months)."


def definition(published, ours):
    """Say whether the definition of a gigawatt matters more than our uncertainty about its price."""
    spread, range_ = max(published) - min(published), ours["p90"] - ours["p10"]
    if spread > range_:
        return "The definition of a gigawatt matters more than its price: published costs differ by more than our 80% range."
    return "Published costs differ by no more than our 80% range."
