"""Sentences of the first page: the verdict in few words, how far it rests on opinion, what flips it. Each branch is tested."""

from wattbook.keys import lowered
from wattbook.words.sentences import percent

MOST_WORDS = 35  # of the verdict
LONGEST_TITLE = 100  # characters


def lead(headline):
    """The first sentences of a headline, as many as its readers take in at a glance, and the rest."""
    first, *others = headline.split(". ")
    while others and len(f"{first}. {others[0]}".split()) <= MOST_WORDS:
        first = f"{first}. {others.pop(0)}"
    return (f"{first}." if others else first), ". ".join(others)


def opinion(what, share):
    """Say how much of a number's spread is our own assumption."""
    return f"Our own assumptions make {percent(share)} of the explained spread of the {lowered(what)}."


def flips(count, crossing, target, above):
    """Say how many of the published values that move the median carry it over the target; `above`: it lies there already."""
    where = f"below {target}" if above else f"to {target}"
    if not count:
        return "No published value differs from ours and moves the median."
    if not crossing:
        return f"None of the {count} published values that move the median brings it {where}."
    return f"{crossing} of the {count} published values that move the median bring{'s' if crossing == 1 else ''} it {where}:"


def alone(solved, target, above):
    """Say what each of some assumptions alone would have to be: label, needed, used, range, whether inside it."""
    where = f"below {target}" if above else f"to {target}"
    inside = [(label, needed, used, ends) for label, needed, used, ends, holds in solved if holds]
    if not solved:
        return "No assumption moves it by more than chance would."
    if not inside:
        return (f"None of the assumptions that move it most ({len(solved)}) gets the median {where} alone, "
                "inside its own 80% range.")
    told = "; or ".join(f"{lowered(label)} of {needed} (we use {used}, {ends})"
                        for label, needed, used, ends in inside)
    return f"One assumption alone, the rest as drawn, brings the median {where} with {told}."


def scenarios(what, lowest, highest):
    """Title of the scenarios side by side: the lowest and the highest of them, title and value."""
    if lowest == highest:
        return f"{what}: {lowest[1]}"
    said = f"{what}: {lowest[1]} if “{lowest[0]}”, {highest[1]} if “{highest[0]}”"
    return said if len(said) <= LONGEST_TITLE else f"{what}, by scenario: {lowest[1]} to {highest[1]}"
