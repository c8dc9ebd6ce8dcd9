"""Split a movement exactly among the things that changed: each gets its mean effect over all orders of changing them."""

from itertools import chain, combinations, pairwise
from math import factorial


def subsets(names):
    """All subsets of some names, the empty one first."""
    return [frozenset(one) for one in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))]


def weights(names):
    """Subset of the other names -> share of all orders in which just these come before one more name."""
    most = len(names)
    return {one: factorial(len(one)) * factorial(most - len(one)) / factorial(most + 1) for one in subsets(names)}


def shapley(value, names):
    """Name -> part of it in value(all) - value(none), where `value` takes the set of names that have changed."""
    return {name: sum(weight * (value(others | {name}) - value(others))
                      for others, weight in weights([one for one in names if one != name]).items()) for name in names}


def along(paths, names):
    """Part of each name from values along a walk that changes one after the other, and its reverse: exact for pairs."""
    forward, backward = ([after - before for before, after in pairwise(path)] for path in paths)
    return {name: (one + other) / 2 for name, one, other in zip(names, forward, reversed(backward), strict=True)}
