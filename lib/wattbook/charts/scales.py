"""Where things stand in a plot: ticks, room for labels, and numbers no finer than the eye."""

import math

import numpy as np

FIGURES = 4  # significant figures of a number in a specification
STEPS = (1, 2, 2.5, 5, 10)  # tick steps that a reader can count in, per power of ten
COARSE, FINE = (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)  # ticks of a logarithmic axis, per power of ten
FEW, MANY = 0.7, 2  # powers of ten: up to FEW the ticks are fine, beyond MANY only powers stand between the ends
TICKS = 5
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
MOST_DATES = 7


def rounded(frame, figures=FIGURES):
    """Round the numbers of a frame to what can be seen.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any columns; those that are not floating point stay as they are.
    figures : int
        Significant figures to keep [count].

    Returns
    -------
    pandas.DataFrame
        A new frame. A number keeps more figures where its column moves by little beside its size, as dates do.

    Examples
    --------
    >>> import pandas as pd
    >>> rounded(pd.DataFrame({"year": [2026.04166, 2031.5], "usd": [47123456789.0, 0.0]})).values.tolist()
    [[2026.042, 47120000000.0], [2031.5, 0.0]]
    """
    frame = frame.copy()
    for name in frame.select_dtypes("floating"):
        span = np.ptp(frame[name].dropna().to_numpy()) if frame[name].notna().any() else 0.0
        frame[name] = [_rounded(value, span, figures) for value in frame[name]]
    return frame


def _rounded(value, span, figures):
    if not math.isfinite(value) or value == 0:
        return value
    coarsest = min(abs(value), span or abs(value))
    places = figures - 1 - math.floor(math.log10(coarsest))
    own = figures - 1 - math.floor(math.log10(abs(value)))
    # A small span asks for more figures, but never for more than a float holds.
    return round(value, min(places, own + figures))


def ticks(values, zero=True, log=False, top=None):
    """Choose round ticks that cover the values; the first and last are the ends of the axis.

    Parameters
    ----------
    values : array_like
        All that is drawn along the axis; NaN is passed over [unit of the axis].
    zero : bool
        Whether the axis starts at zero (where nothing is below it).
    log : bool
        Whether the axis is logarithmic; it then holds no zero.
    top : float or None
        Where the axis ends even if values lie beyond [unit of the axis].

    Returns
    -------
    list of float
        Rising [unit of the axis].

    Raises
    ------
    ValueError
        Nothing to draw, or values at or below zero on a logarithmic axis.

    Examples
    --------
    >>> ticks([3, 47]), ticks([2, 900], log=True)
    ([0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [2.0, 10.0, 100.0, 1000.0])
    """
    values = np.asarray(values, dtype=float)
    values = values[np.isfinite(values)]
    if values.size == 0:
        raise ValueError("values: found no finite number; a chart needs at least one")
    low, high = values.min(), values.max() if top is None else top
    if log:
        return _log_ticks(low, high)
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    if low == high:
        low, high = low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
    step = _step((high - low) / TICKS)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{step * place:.12g}") for place in range(first, last + 1)]


def _step(least):
    power = 10.0 ** math.floor(math.log10(least))
    return next(step for step in (power * one for one in STEPS) if step >= least * (1 - 1e-9))


def _log_ticks(low, high):
    if low <= 0:
        raise ValueError(f"values: found {low:g} on a logarithmic axis; allowed: above 0")
    decades = math.log10(high / low)
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)  # one more: log10 may round to a whole
    marks = [float(f"{part * 10.0**power:.12g}") for power in powers for part in (COARSE if decades > FEW else FINE)]
    start, end = max(one for one in marks if one <= low), min(one for one in marks if one >= high)
    end = end if end > start else marks[marks.index(start) + 1]
    inner = [10.0**power for power in powers] if decades > MANY else marks
    return [start, *(one for one in inner if start < one < end), end]


def share(values, ends, log=False):
    """Say how far along an axis values lie.

    Parameters
    ----------
    values : array_like
        Places [unit of the axis].
    ends : sequence of float
        First and last of the axis [unit of the axis].
    log : bool
        Whether the axis is logarithmic.

    Returns
    -------
    numpy.ndarray
        0 at the first end, 1 at the last [fraction].

    Examples
    --------
    >>> share([25.0, 50.0], (0, 100)).tolist(), float(share(10.0, (1, 100), log=True))
    ([0.25, 0.5], 0.5)
    """
    values, (first, last) = np.asarray(values, dtype=float), ends
    if log:
        return np.log(values / first) / np.log(last / first)
    return (values - first) / (last - first)


def spread(values, ends, gap, height, log=False):
    """Move labels apart so that none covers another, each as near to its own value as the rest allow.

    Parameters
    ----------
    values : array_like
        Where labels would stand [unit of the axis].
    ends : tuple of float
        Ends of the axis [unit of the axis].
    gap : array_like
        Height of each label [px].
    height : float
        Height of the plot [px].
    log : bool
        Whether the axis is logarithmic.

    Returns
    -------
    numpy.ndarray
        Where to put them, in the order given [unit of the axis].

    Notes
    -----
    Least squares under the gaps is isotonic regression of the positions less the gaps stacked below them.

    Examples
    --------
    >>> spread([50.0, 50.0], (0, 100), [10, 10], 100).round(9).tolist()
    [45.0, 55.0]
    >>> spread([10.0, 90.0], (0, 100), [10, 10], 100).tolist()
    [10.0, 90.0]
    """
    at, gap = share(values, ends, log) * height, np.asarray(gap, dtype=float)
    order = np.argsort(at, kind="stable")
    sizes = gap[order]
    offsets = np.cumsum(sizes) - sizes + (sizes - sizes[0]) / 2
    placed = at[order] - offsets
    if (np.diff(placed) < 0).any():  # only then is it worth loading the solver
        from scipy.optimize import isotonic_regression

        placed = isotonic_regression(placed).x
    lowest, highest = sizes[0] / 2, height - sizes[-1] / 2 - offsets[-1]
    placed = np.clip(placed, lowest, max(lowest, highest)) + offsets
    result = np.empty_like(at)
    result[order] = placed / height
    first, last = ends
    return first * (last / first) ** result if log else first + (last - first) * result


def month_step(when):
    """Months between dated ticks, so that they are few enough to read.

    Examples
    --------
    >>> import pandas as pd
    >>> month_step(pd.to_datetime(["2025-01-01", "2027-12-01"]))
    6
    """
    first, last = min(when), max(when)
    months = (last.year - first.year) * 12 + last.month - first.month
    return next((step for step in MONTH_STEPS if months / step <= MOST_DATES - 1), MONTH_STEPS[-1])
