"""Split a movement exactly among the things that changed: each gets its mean effect over all orders of changing them."""

from itertools import chain, combinations, pairwise
from math import factorial


def subsets(names):
    """All subsets of some names, the empty one first."""
    return [frozenset(one) for one in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))]


def weights(names):
    """Subset of the other names -> share of all orders in which just these come before one more name.

    Examples
    --------
    >>> [round(weight, 3) for weight in weights(["data", "model"]).values()]
    [0.333, 0.167, 0.167, 0.333]
    """
    most = len(names)
    return {one: factorial(len(one)) * factorial(most - len(one)) / factorial(most + 1) for one in subsets(names)}


def shapley(value, names):
    """Part of each name in value(all) - value(none).

    Parameters
    ----------
    value : callable
        Set of names that have changed -> number.
    names : sequence of str

    Returns
    -------
    dict
        name -> part; the parts add up to the whole.

    Examples
    --------
    Two changes that each add 1 and together 4 share what they do together.

    >>> shapley(lambda changed: [0, 1, 4][len(changed)], ["data", "model"])
    {'data': 2.0, 'model': 2.0}
    """
    return {name: sum(weight * (value(others | {name}) - value(others))
                      for others, weight in weights([one for one in names if one != name]).items()) for name in names}


def along(paths, names):
    """Part of each name from walks that change one after the other, each way round: exact where they act in pairs.

    Parameters
    ----------
    paths : sequence of sequence of float
        Values along the order of `names`, and along the reverse of it: one more than there are names.

    Examples
    --------
    >>> along([[0, 1, 4], [0, 1, 4]], ["life", "price"])
    {'life': 2.0, 'price': 2.0}
    """
    forward, backward = ([after - before for before, after in pairwise(path)] for path in paths)
    return {name: (one + other) / 2 for name, one, other in zip(names, forward, reversed(backward), strict=True)}
