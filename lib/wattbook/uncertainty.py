"""Uncertainty: quantiles of belief, seeded draws, and what moves a result.

A belief is three numbers: `low` (5th percentile), `value` (median) and `high` (95th percentile). The sampler honours all
three: it is a two-piece normal in a scale where the quantity has no bounds (itself, its logarithm or its log-odds).
"""

import zlib

import numpy as np

TAIL = 0.05  # `low` and `high` cut off this share on each side
DISTRIBUTIONS = ("fixed", "normal", "lognormal", "logit", "uniform")


def quantile(probability, value, low, high, dist):
    """Value of a belief at the given probability.

    Parameters
    ----------
    probability : (n,)
        Cumulative probability, strictly between 0 and 1 [fraction].
    value, low, high : float
        Median, 5th and 95th percentile, in the unit of the quantity [any].
    dist : str
        One of `DISTRIBUTIONS`.

    Returns
    -------
    (n,)
        Quantiles, in the unit of the quantity [any].

    Raises
    ------
    ValueError
        The distribution is unknown.

    Notes
    -----
    q(p) = T^-1( T(value) + d z(p) / z(0.95) ), d = T(value) - T(low) below the median and T(high) - T(value) above,
    with T the identity (normal), ln (lognormal) or log-odds (logit); for uniform, z(p) is replaced by p - 1/2.
    The density has a step at the median where low and high are not symmetric; a smooth curve is left out because the
    three quantiles are all that a source ever gives.

    References
    ----------
    Wallis, K. F. (2014), "The two-piece normal, binormal, or double Gaussian distribution", Statistical Science 29(1).

    Examples
    --------
    >>> quantile(np.array([0.05, 0.5, 0.95]), 38.0, 33.0, 50.0, "lognormal").round(6).tolist()
    [33.0, 38.0, 50.0]
    """
    from scipy.special import expit, logit, ndtri

    scales = {"normal": (np.asarray, np.asarray), "uniform": (np.asarray, np.asarray), "fixed": (np.asarray, np.asarray),
              "lognormal": (np.log, np.exp), "logit": (logit, expit)}
    if dist not in scales:
        raise ValueError(f"dist: found {dist!r}; allowed: {', '.join(DISTRIBUTIONS)}")
    probability = np.asarray(probability, dtype=float)
    if dist == "fixed":
        return np.full(probability.shape, float(value))
    to, back = scales[dist]
    score = (probability - 1 / 2) / (1 / 2 - TAIL) if dist == "uniform" else ndtri(probability) / ndtri(1 - TAIL)
    centre = to(float(value))
    step = np.where(score < 0, centre - to(float(low)), to(float(high)) - centre)
    return np.where(score == 0, float(value), back(centre + score * step))


def strata(name, draws, seed):
    """Return the probabilities at which one quantity is drawn: mid-points of equal strata, shuffled.

    This is Latin hypercube sampling with the shuffle seeded by the name, so that adding an assumption moves no other
    draw; one draw is the median, so a scalar run is the run with ``draws=1``.

    Parameters
    ----------
    name : str
        Name of the quantity.
    draws : int
        Number of draws.
    seed : int
        Seed of the whole run.

    Returns
    -------
    (draws,)
        Cumulative probabilities [fraction].

    References
    ----------
    McKay, Beckman and Conover (1979), "A comparison of three methods for selecting values of input variables",
    Technometrics 21(2).

    Examples
    --------
    >>> strata("pue", 1, seed=7).tolist(), sorted(strata("pue", 4, seed=7).tolist())
    ([0.5], [0.125, 0.375, 0.625, 0.875])
    """
    order = np.random.default_rng([seed, zlib.crc32(name.encode())]).permutation(draws)
    return (order + 1 / 2) / draws


def quantiles(draws_of_output, probabilities=(0.1, 0.5, 0.9)):
    """Quantiles over the draws (first axis), NaN draws left out; NaN where no draw is left.

    Parameters
    ----------
    draws_of_output : (draws, ...)
        Any output [any].
    probabilities : sequence of float
        Cumulative probabilities [fraction].

    Returns
    -------
    (len(probabilities), ...)
        Quantiles in the unit of the output [any].

    Examples
    --------
    >>> quantiles(np.array([[1.0], [2.0], [3.0]]))[:, 0].tolist()
    [1.2, 2.0, 2.8]
    """
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN slices are "not reported", not a fault
        return np.nanquantile(np.asarray(draws_of_output, dtype=float), probabilities, axis=0)


def tornado(book, number, most=8, names=None):
    """Swing of one number when each uncertain assumption goes to its low and its high, one at a time.

    Every row of one vectorised run moves one assumption, the rest stand at their central values.

    Parameters
    ----------
    book : wattbook.params.Book
        Loaded assumptions.
    number : callable
        Gives one number a row of the values of a run.
    most : int or None
        How many rows to keep, largest swing first.
    names : collection of str or None
        What the number depends on, where that is known; others are not tried.

    Returns
    -------
    pandas.DataFrame
        name, label, unit, low, high (the inputs), at_low, at_high, base (the output), swing, sorted.

    Notes
    -----
    One at a time: what two assumptions do together is left out (that is what Sobol indices measure).
    """
    import pandas as pd

    moved = [a for a in book.assumptions.values()
             if a.dist != "fixed" and a.axis is None and (names is None or a.name in names)]
    rows = [{}] + [{a.name: end} for a in moved for end in (a.low, a.high)]
    result = number(book.rows(rows))
    base, ends = result[0], result[1:].reshape(-1, 2)
    frame = pd.DataFrame({
        "name": [a.name for a in moved], "label": [a.label for a in moved], "unit": [a.unit for a in moved],
        "low": [a.low for a in moved], "high": [a.high for a in moved],
        "at_low": ends[:, 0], "at_high": ends[:, 1], "base": base, "swing": np.abs(ends[:, 1] - ends[:, 0]),
    })
    frame = frame[frame["swing"] > 0].sort_values(["swing", "name"], ascending=[False, True], kind="stable")
    return frame.iloc[:most].reset_index(drop=True)


def required_value(book, number, threshold, name):
    """Value of one assumption at which a number reaches a threshold, the rest at their central values.

    Parameters
    ----------
    book : wattbook.params.Book
        Loaded assumptions.
    number : callable
        Gives one number a row of the values of a run, monotone in the assumption over the range searched.
    threshold : float
        In the unit of the output [any].
    name : str
        Assumption to solve for, searched over its physical limits, or up to `SEARCH` times its value where they are open.

    Returns
    -------
    float
        Required value [any], NaN when no value in the range reaches the threshold.

    Notes
    -----
    Each round evaluates a grid of `GRID` values in one run and zooms into the bracket; four rounds resolve the range
    to one part in GRID^4.
    """
    record = book.assumptions[name]
    low, high = record.limits
    positive = record.low > 0 and high is None
    if positive:
        low, high = record.value / SEARCH, record.value * SEARCH
    else:
        span = max(record.high - record.low, abs(record.value))
        low, high = record.value - SEARCH * span if low is None else low, record.value + SEARCH * span if high is None else high
    for _ in range(ROUNDS):
        grid = np.geomspace(low, high, GRID) if positive else np.linspace(low, high, GRID)
        gap = number(book.rows([{name: value} for value in grid])) - threshold
        crossing = np.flatnonzero(gap[:-1] * gap[1:] <= 0)
        if crossing.size == 0:
            return float("nan")
        nearest = crossing[np.argmin(np.abs(grid[crossing] - record.value))]
        low, high = grid[nearest], grid[nearest + 1]
    return float((low + high) / 2)


GRID = 65
ROUNDS = 4
SEARCH = 20  # how many times the value is searched up and down where nothing bounds it


def disagreements(book, number):
    """One number at every published alternative that moves it.

    Parameters
    ----------
    book : wattbook.params.Book
        Loaded assumptions.
    number : callable
        Gives one number a row of the values of a run.

    Returns
    -------
    pandas.DataFrame
        name, label, unit, published (the alternative), used (our central value), at, source, result, base.
    """
    import pandas as pd

    pairs = [(a, alternative) for a in book.assumptions.values() for alternative in a.alternatives]
    rows = [{}] + [{a.name: alternative["value"]} for a, alternative in pairs]
    result = number(book.rows(rows))
    frame = pd.DataFrame({
        "name": [a.name for a, _ in pairs], "label": [a.label for a, _ in pairs], "unit": [a.unit for a, _ in pairs],
        "published": [alt["value"] for _, alt in pairs], "used": [a.value for a, _ in pairs],
        "at": [alt.get("at", "") for _, alt in pairs], "source": [alt["source"] for _, alt in pairs],
        "result": result[1:], "base": result[0],
    })
    moved = frame.loc[frame["result"] != frame["base"], "name"].unique()
    return frame[frame["name"].isin(moved)].reset_index(drop=True)
