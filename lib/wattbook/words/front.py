"""Sentences of the first page: the verdict in few words, how far it rests on opinion, scenarios. Each branch is tested."""

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


def scenarios(what, lowest, highest):
    """Title of the scenarios side by side: the lowest and the highest of them, title and value."""
    if lowest == highest:
        return f"{what}: {lowest[1]}"
    said = f"{what}: {lowest[1]} if “{lowest[0]}”, {highest[1]} if “{highest[0]}”"
    return said if len(said) <= LONGEST_TITLE else f"{what}, by scenario: {lowest[1]} to {highest[1]}"
