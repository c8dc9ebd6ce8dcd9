"""What an argument may be: each refusal names the argument, the value found and what is allowed.

Every function here takes the name of the argument and what the caller gave, and returns it as an array of floats or
raises ValueError, as :func:`numbers` does.
"""

import numpy as np


def numbers(name, value, allowed="finite numbers", holds=np.isfinite):
    """Return `value` as an array of floats, or raise ValueError: not numbers, or some where `holds` is not true.

    >>> numbers("rate", [0.05, float("nan")])
    Traceback (most recent call last):
    ValueError: rate has nan; allowed: finite numbers.
    """
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} is {value!r}; allowed: a number, or an array of numbers.") from error
    wrong = np.logical_not(holds(array))
    if np.any(wrong):
        raise ValueError(f"{name} has {array[wrong].flat[0]:g}; allowed: {allowed}.")
    return array


def rate(name, value):
    """Return `value` as rates above -1 [1/period]; 7% is 0.07."""
    return numbers(name, value, "above -1 and finite, as a fraction (7% is 0.07)", lambda x: np.isfinite(x) & (x > -1))


def rate_if_defined(name, value):
    """Return `value` as rates above -1, or nan where a rate of return is not defined [1/period]."""
    return numbers(name, value, "above -1 and finite, or nan where not defined", lambda x: ~(x <= -1) & ~np.isinf(x))


def positive(name, value):
    """Return `value` as numbers above 0 [unit of the argument]."""
    return numbers(name, value, "above 0 and finite", lambda x: np.isfinite(x) & (x > 0))


def not_negative(name, value):
    """Return `value` as numbers of at least 0 [unit of the argument]."""
    return numbers(name, value, "at least 0 and finite", lambda x: np.isfinite(x) & (x >= 0))


def limit(name, value):
    """Return `value` as limits of at least 0, where infinity means no limit [unit of the argument]."""
    return numbers(name, value, "at least 0, or infinity for no limit", lambda x: x >= 0)


def share(name, value):
    """Return `value` as shares from 0 to 1 [fraction]."""
    return numbers(name, value, "from 0 to 1, as a fraction (7% is 0.07)", lambda x: (x >= 0) & (x <= 1))


def whole(name, value, least=1):
    """Return `value` as whole numbers of at least `least` [count]."""
    return numbers(
        name, value, f"a whole number of at least {least}", lambda x: np.isfinite(x) & (x >= least) & (x == np.floor(x))
    )


def series(name, value, check=numbers):
    """Return `value` as series, time last, of one period or more [unit of the argument]."""
    array = check(name, value)
    if not array.ndim or not array.shape[-1]:
        raise ValueError(f"{name} has shape {array.shape}; allowed: one period or more on the last axis.")
    return array


def per_draw(name, value, check=numbers):
    """Return `value` as one number, or one per draw with shape (draws, 1) [unit of the argument].

    A plain list of numbers is refused: it would be taken for a series and would go unnoticed where its length happens
    to be the number of periods.
    """
    array = check(name, value)
    if array.ndim and array.shape[-1] != 1:
        raise ValueError(f"{name} has shape {array.shape}; allowed: one number, or one per draw with shape (draws, 1).")
    return array


def fit_together(**arrays):
    """Refuse arrays whose shapes do not fit; the keywords are the names of the arguments."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} has shape {array.shape}" for name, array in arrays.items())
        raise ValueError(f"{shapes}; allowed: shapes that fit each other, draws first and time last.") from error
