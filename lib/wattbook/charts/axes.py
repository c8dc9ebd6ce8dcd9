"""Axes and where things stand along them: ticks, reference lines, and labels that never cover each other."""

import math

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts.drawing import Layer, alone
from wattbook.charts.theme import HEIGHT, LINE, NARROW, QUIET, text_colour
from wattbook.charts.words import axis_title, lines_of, number_expression, width_of

STEPS = (1, 2, 2.5, 5, 10)  # tick steps that a reader can count in, per power of ten
COARSE, FINE = (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)  # ticks of a logarithmic axis, per power of ten
FEW, MANY = 0.7, 2  # powers of ten: up to FEW the ticks are fine, beyond MANY only powers stand between the ends
TICKS = 5
BESIDE = 9  # [px] from the end of a mark to its label
LABEL = 15  # characters of one line of a label beside the plot
TITLE = (NARROW - 50) / width_of("n", bold=False)  # characters of one line of an axis title
TOP = 0.93  # share of an axis: beyond it a label stands under its place
LOOKED = np.linspace(0, 1, 61)  # shares of a plane at which it is looked for what meets words
PLANE = 190  # [px] of a plane on a phone, right of its axis and left of the names of its lines
ASIDE = 10  # [px] from a lying line to the middle of its label
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # between dated ticks
MOST_DATES = 7


def ticks(values, zero=True, log=False, top=None):
    """Round ticks that cover the values, from zero on if `zero`, up to `top` if given: the ends are those of the axis."""
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


def scale_over(first, last, log=False):
    """Scale from one number to another, and no farther."""
    return alt.Scale(domain=[float(first), float(last)], **({"type": "log"} if log else {}))


def share(values, scale):
    """How far along a scale values lie: 0 at its first end, 1 at its last."""
    values, (first, last) = np.asarray(values, dtype=float), scale.domain
    return np.log(values / first) / np.log(last / first) if scale.type == "log" else (values - first) / (last - first)


def part(values, extent, x):
    """How far along an axis of an extent values lie, of dates too."""
    first, last = extent.min(), extent.max()
    return ((values - first) / (last - first)).to_numpy(float) if is_time(extent) else share(values, x["scale"])


def spread(places, sizes, room):
    """Move labels of some sizes apart between 0 and `room`, each as near to its own place as the rest allow [px]."""
    order = np.argsort(places, kind="stable")
    widths = np.asarray(sizes, dtype=float)[order]
    offsets = np.cumsum(widths) - widths + (widths - widths[0]) / 2
    placed = np.asarray(places, dtype=float)[order] - offsets  # least squares under gaps is isotonic regression of these
    if (np.diff(placed) < 0).any():  # only then is it worth loading the solver
        from scipy.optimize import isotonic_regression

        placed = isotonic_regression(placed).x
    lowest, highest = widths[0] / 2, room - widths[-1] / 2 - offsets[-1]
    return (np.clip(placed, lowest, max(lowest, highest)) + offsets)[np.argsort(order)]


def axis(quantity, unit, ticks, log=False, above=None):
    """Axis of a quantity: lying, its title under it, or upright, its title over the plot and `above` lines of labels."""
    lines = lines_of(axis_title(quantity, unit, log), TITLE).split("\n")
    over = -10 - LINE * (len(lines) - 1 + (above or 0))
    upright = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": over}
    made = alt.Axis(title=lines if len(lines) > 1 else lines[0], values=ticks, labelExpr=number_expression(
        unit, largest=max(map(abs, ticks))), **({"labelOverlap": "greedy"} if above is None else upright))
    return {"axis": made, "scale": scale_over(ticks[0], ticks[-1], log)}


def time_axis(when):
    """Lying axis of dates, or of whole years."""
    first, last = when.min(), when.max()
    if not is_time(when):
        years = alt.Axis(title=None, values=sorted({int(one) for one in when}), format="d", labelOverlap="greedy")
        return {"axis": years, "scale": scale_over(first, last)}
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in MONTH_STEPS if months / one <= MOST_DATES - 1), MONTH_STEPS[-1])
    ends = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in (first, last)]
    every = alt.TimeIntervalStep(interval="month", step=step)
    return {"axis": alt.Axis(title=None, tickCount=every, format="%b %Y", labelOverlap="greedy"),
            "scale": alt.Scale(domain=ends)}


def dated(values):
    """A column as dates, or unchanged where it holds numbers such as years."""
    return values if pd.api.types.is_numeric_dtype(values) else pd.to_datetime(values)


def is_time(values):
    """Whether a column holds dates."""
    return pd.api.types.is_datetime64_any_dtype(values)


def x_of(name, values, **encoding):
    """Encode the lying position by a column of numbers or dates."""
    return alt.X(name, type="temporal" if is_time(values) else "quantitative", **encoding)


def by_series(shades):
    """Colour marks by their series, without a legend."""
    return alt.Color("series:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)


def coloured(field="colour"):
    """Colour as a column gives it."""
    return alt.Color(f"{field}:N", scale=None, legend=None)


def levels(lines, y, drawn, at=()):
    """Lying reference lines, each labelled over or under it at the left, and which are not: where words of a phone would meet
    what is `drawn` (heights from left to right [px]), upright lines `at` or another label, they have no place there."""
    made, taken, bare = [], [], []
    for label, value in sorted(lines.items(), key=lambda pair: pair[1]):
        level, reach = float(share(value, y["scale"])) * HEIGHT, width_of(label) / PLANE
        near = np.concatenate([taken, *(one[reach >= LOOKED] for one in drawn)])
        free = [aside for aside in (ASIDE, -ASIDE) if LINE / 2 < level + aside < TOP * HEIGHT + LINE
                and not (abs(near - level - aside) <= LINE / 2).any() and not any(one < reach for one in at)]
        base = alone(label=[label], level=[float(value)]).encode(y=alt.Y("level:Q", **y))
        made.append(base.mark_rule(strokeWidth=1.25, opacity=0.85))
        if free:
            taken.append(level + free[0])
            made.append(base.mark_text(x=0, dx=3, dy=-free[0], align="left").encode(text="label:N"))
        else:
            bare.append(label)
    return made, bare


def uprights(at, x, extent=None):
    """Upright reference lines, their labels over the plot, one above the other; `extent` of dates."""
    made = []
    for place, (label, where) in enumerate((at or {}).items()):
        where = dated(pd.Series([where]))
        far, reach = part(where, where if extent is None else extent, x)[0], width_of(label, bold=False) / 2 / NARROW
        align = "left" if far < reach else "right" if far > 1 - reach else "center"
        base = alone(at=where, label=[label]).encode(x=x_of("at", where, **x))
        made += [base.mark_rule(strokeDash=[4, 3], opacity=0.6),
                 base.mark_text(y=-4 - LINE * place, baseline="bottom", opacity=QUIET, fontWeight=400, align=align).encode(
                     text="label:N")]
    return made


def beside(at, level, labels, shades, x, y):
    """Labels in the colours of their series, right of where lines or areas end, moved apart where they would meet."""
    said = ["\n".join(lines_of(line, LABEL) for line in one.split("\n")) for one in labels]
    more = LINE * np.array([one.count("\n") for one in said])  # under its first line, where a text of several is held
    places = spread((1 - share(level, y["scale"])) * HEIGHT, more + LINE + 2, HEIGHT + LINE) - more / 2
    rows = alone(at=list(at), y=places, said=said, shade=list(map(text_colour, shades)))
    return rows.mark_text(align="left", dx=BESIDE).encode(
        x=x_of("at", at, **x), y=alt.Y("y:Q", scale=None), text="said:N", color=alt.Color("shade:N", scale=None))


def hover(low, high, x, y, count):
    """What answers to the pointer over a range, or about a line: unseen, one mark for each of so many places."""
    chart, y = Layer(name=f"hover-{low}"), alt.Y(f"{low}:Q", **y)
    if high is None:
        return chart.mark_point(opacity=0, clip=True, size=300, filled=True, tooltip=True).encode(x=x, y=y)
    wide = float(np.clip(680 / max(count, 1), 12, 60))
    return chart.mark_rule(opacity=0, clip=True, strokeWidth=wide, tooltip=True).encode(x=x, y=y, y2=f"{high}:Q")
