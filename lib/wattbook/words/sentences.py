"""Sentences that state results, built from outputs by rules; each rule and branch is tested. A range is always printed with
its number, and where the range does not support a ranking the sentence says so."""

import functools

from wattbook.words.numbers import KNOWN, MISSING, shown, with_range

UNKNOWN = "not known"  # a probability of what nothing was reported of
CANNOT = f"What this rests on was not {KNOWN}, so nothing is said"
WORDS = ((0.99, "virtually certain"), (0.90, "very likely"), (0.66, "likely"), (0.33, "about as likely as not"),
         (0.10, "unlikely"))  # probability at or above which the word holds
ALIKE = 1.2  # two swings closer than this are as good as the same
UNCLEAR = 0.33  # under it a claim is called unlikely
CLEAR = 0.66  # a comparison is stated when at least this share of draws agrees


def likelihood(probability):
    """Word for a probability, always printed with its number."""
    if probability is None or probability != probability:
        return UNKNOWN
    return next((word for least, word in WORDS if round(probability, 2) >= least), "very unlikely")  # as percent rounds


def percent(probability):
    """A probability in whole percent; "under 1%" and "over 99%" where rounding would claim certainty."""
    if probability is None or probability != probability:
        return UNKNOWN
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{probability * 100:.0f}%"


def span(low, high):
    """Two probabilities as a range, or as one where they read alike."""
    return " to ".join(dict.fromkeys((percent(low), percent(high))))


def if_known(sentence):
    """Let a sentence say that it says nothing where a summary, number or frame that it rests on holds no number."""
    @functools.wraps(sentence)
    def told(*numbers):
        return f"{CANNOT}." if any(map(_unknown, numbers)) else sentence(*numbers)
    return told


def _unknown(found):
    if hasattr(found, "select_dtypes"):
        return bool(found.select_dtypes("number").isna().all(axis=None))
    if isinstance(found, dict):
        return found["p50"] is None if "p50" in found else any(map(_unknown, found.values()))
    return found is None or found != found


def ranged(summary):
    """A number with its 80% range in brackets."""
    middle, ends = with_range(summary)
    return f"{middle} ({ends})" if ends else middle


def filled(text, *numbers):
    """A text with numbers in it, of which a summary is said with its range, or that one of them is not known."""
    said = [ranged(one) if isinstance(one, dict) else one for one in numbers]
    return CANNOT if MISSING in said or UNKNOWN in said else text.format(*said)


def sided(summary, above, below, between, at=0):
    """Which text holds: a number's range lies above another number, below it, or around it; {} or {turned} is the range."""
    if summary["p50"] is None:
        return CANNOT
    said = above if summary["p10"] > at else below if summary["p90"] < at else between
    turned = {**summary, "p10": -summary["p90"], "p50": -summary["p50"], "p90": -summary["p10"]}
    return said.format(ranged(summary), turned=ranged(turned))


def counted(some, every, things, one, many):
    """How many of some things do something, by the verb that one takes or many do; {} is their plural: None of 2 cars runs."""
    return f"{some or 'None'} of {every} {things.format('' if every == 1 else 's')} {many if some > 1 else one}"


def listed(names):
    """Names as a list in words."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "none"


def part(summary):
    """A quotient of like units, in percent with its 80% range."""
    return ranged({**summary, "unit": "fraction"})


def moves_most(moves):
    """Say which assumption moves a number most, from the rows of `Run.moves`."""
    if not len(moves) or not moves["share"].iloc[0]:
        return "No assumption moves it by more than chance would."
    shares, labels = list(moves["share"]), [f"“{label}”" for label in moves["label"]]
    if len(shares) > 1 and "error" in moves and shares[0] - shares[1] < moves["error"].iloc[0]:
        return f"{labels[0]} and {labels[1]} move it most, alike: {percent(shares[0])} and {percent(shares[1])} of its spread."
    return f"{labels[0]} moves it most: {percent(shares[0])} of its spread."


@if_known
def from_end_to_end(moves, what, unit):
    """From where to where the first row of `Run.moves` takes a number, for a title that ends in their unit."""
    low, high = (shown(moves[end].iloc[0], unit, 2) for end in ("at_low", "at_high"))
    return f"What moves {what} most takes it from {low} to {high}"


@if_known
def judged(share):
    """Say how much of what moves a number is our own assumption."""
    return f"{percent(share)} of the explained spread is our own assumption."


def alone(found, one, many):
    """How many assumptions do something alone, each within its 80% range: from the rows of `moves.flips`."""
    return counted(found["needed"].between(found["low"], found["high"]).sum(), len(found), "assumption{}", one, many)


@if_known
def tipped(claim, chance, tried, threshold):
    """Say how likely a claim is, and which single changes take its number across a threshold: label and value, ours first."""
    across = (tried["value"] >= threshold) != (tried["value"].iloc[0] >= threshold)
    tips, every = tried.loc[across, "label"].unique(), tried["label"].nunique() - 1
    named = "; ".join(f"“{label}”" for label in tips)
    told = f"{counted(len(tips), every, 'single change{}', 'turns', 'turn')} that: {named}" if named else (
        f"no single change turns that ({every} tried)")
    return f"{claim} is {likelihood(chance)} ({percent(chance)}); {told}."


def flips(found):
    """Say whether one assumption alone, or a published value of one, turns the answer: from the rows of `moves.flips`."""
    inside = found["needed"].between(found["low"], found["high"]).any()
    start = (f"{alone(found, 'turns', 'turn')} the answer alone, inside the" if inside else
             "No single assumption turns the answer within its own")
    near = f", {edge} of them at the very value that we use, so near is it" if (edge := found["turned"].sum()) else ""
    told = "none of them has a published value" if not found["published"].sum() else counted(
        found["crossing"].sum(), found["published"].sum(), "published value{} of theirs", "does", "do").replace("None", "none")
    return f"{start} 80% range{near}; {told}."


def checked(rows):
    """Say how many integrity checks hold, from the rows of their table."""
    held = sum(outcome == "holds" for _, outcome in rows)
    return f"{held} of {len(rows)} identities hold in every draw."
