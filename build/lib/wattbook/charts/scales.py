"""Where things stand in a plot: ticks, room for labels, and numbers no finer than the eye."""

import math

import numpy as np

FIGURES = 4  # significant figures of a number in a specification
STEPS = (1, 2, 2.5, 5, 10)  # tick steps that a reader can count in, per power of ten
COARSE, FINE = (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)  # ticks of a logarithmic axis, per power of ten
FEW, MANY = 0.7, 2  # powers of ten: up to FEW the ticks are fine, beyond MANY only powers stand between the ends
TICKS = 5


def rounded(frame):
    """A copy of a frame, its numbers rounded to what can be seen: finer where a column moves little, as dates do."""
    frame = frame.copy()
    for name in frame.select_dtypes("floating"):
        span = np.ptp(frame[name].dropna().to_numpy()) if frame[name].notna().any() else 0.0
        frame[name] = [_rounded(value, span) for value in frame[name]]
    return frame


def _rounded(value, span):
    if not math.isfinite(value) or value == 0:
        return value
    own = FIGURES - 1 - math.floor(math.log10(abs(value)))
    least = own + FIGURES  # a small span asks for more figures, but never for more than a float holds
    return round(value, min(max(own, FIGURES - 1 - math.floor(math.log10(span))), least) if span else least)


def ticks(values, zero=True, log=False, top=None):
    """Round ticks that cover the values, rising; the first and last are the ends of the axis.

    NaN is passed over; `zero` starts a plain axis at zero where nothing is below it; `top` ends it even if values lie beyond.
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
    least = (high - low) / TICKS
    step = next(one for one in 10.0 ** math.floor(math.log10(least)) * np.array(STEPS) if one >= least * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{step * place:.12g}") for place in range(first, last + 1)]


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
    """How far along an axis values lie: 0 at its first end, 1 at its last."""
    values, (first, last) = np.asarray(values, dtype=float), ends
    return np.log(values / first) / np.log(last / first) if log else (values - first) / (last - first)


def spread(places, sizes, room):
    """Move labels of some sizes apart so that none covers another, each as near to its own place as the rest allow [px].

    The first may begin at 0 and the last end at `room`. Least squares under the gaps is isotonic regression of the places
    less the labels stacked before them.
    """
    places, sizes = np.asarray(places, dtype=float), np.asarray(sizes, dtype=float)
    order = np.argsort(places, kind="stable")
    widths = sizes[order]
    offsets = np.cumsum(widths) - widths + (widths - widths[0]) / 2
    placed = places[order] - offsets
    if (np.diff(placed) < 0).any():  # only then is it worth loading the solver
        from scipy.optimize import isotonic_regression

        placed = isotonic_regression(placed).x
    lowest, highest = widths[0] / 2, room - widths[-1] / 2 - offsets[-1]
    result = np.empty_like(placed)
    result[order] = np.clip(placed, lowest, max(lowest, highest)) + offsets
    return result

