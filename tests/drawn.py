"""The shipped case at random valid inputs, and the same with one input moved: what properties of the model run on."""

import functools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wattbook import params
from wattbook.subject import MODEL

DRAWS = 96
SEEDS = st.integers(0, 3)  # each is so many random draws of every assumption at once
EXAMPLES = 25  # of so many draws each
UNSEEN = {"given": {"as_of_year": np.array([[2000.0]])}}  # nothing was looked at: no draw is refuted by what was not seen


def over(*strategies):
    """A property over random inputs: each example holds many draws, so that few examples are many cases."""
    return lambda test: settings(max_examples=EXAMPLES)(given(*strategies)(test))


@functools.cache
def values(seed):
    """Random valid inputs: every assumption drawn from its own belief."""
    return params.load(as_of="2026-11-22", draws=DRAWS, seed=seed).values


def run(outputs, inputs):
    """Outputs by name, as a list."""
    found = MODEL.evaluate(inputs, outputs)
    return [found[name] for name in outputs]


def moved(seed, outputs, given=None, **changes):
    """Outputs before and after some inputs are changed, each by a function of its array; what is given stands in both."""
    before = {**values(seed), **(given or {})}
    after = {**before, **{name: change(before[name]) for name, change in changes.items()}}
    return run(outputs, before), run(outputs, after)


def central(**numbers):
    """Inputs of one draw from plain numbers."""
    return {name: np.full((1, 1), float(number)) for name, number in numbers.items()}


def sign_changes(flows):
    """How often each row of flows changes sign; zeros do not count."""
    return np.array([np.count_nonzero(np.diff(np.sign([flow for flow in row if flow]))) for row in np.atleast_2d(flows)])
