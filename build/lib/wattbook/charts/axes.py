"""Axes, reference lines with their labels, and labels beside a plot: what charts on a plane share."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts.drawing import Layer, alone
from wattbook.charts.scales import share, spread
from wattbook.charts.theme import HEIGHT, LINE, NARROW, QUIET, text_colour
from wattbook.charts.words import axis_title, lines_of, number_expression, width_of

BESIDE = 9  # [px] from the end of a mark to its label
LABEL = 15  # characters of one line of a label beside the plot
TITLE = (NARROW - 50) / width_of("n", bold=False)  # characters of one line of an axis title
HALF, TOP = 0.5, 0.93  # shares of an axis: beyond HALF a label stands at the left of its place, beyond TOP under it
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)  # between dated ticks
MOST_DATES = 7


def dated(values):
    """A column as dates, or unchanged where it holds numbers such as years."""
    return values if pd.api.types.is_numeric_dtype(values) else pd.to_datetime(values)


def is_time(values):
    """Whether a column holds dates."""
    return pd.api.types.is_datetime64_any_dtype(values)


def scale_over(first, last, log=False):
    """Scale from one number to another, and no farther."""
    return alt.Scale(domain=[float(first), float(last)], nice=False, **({"type": "log"} if log else {"zero": False}))


def is_log(encoding):
    """Whether an axis that `scale_over` made is logarithmic."""
    return encoding["scale"].to_dict().get("type") == "log"


def value_axis(quantity, unit, ticks, log=False, above=0):
    """Upright axis of a quantity, its title lying over the plot and over so many lines of labels."""
    title = lines_of(axis_title(quantity, unit, log), TITLE).split("\n")
    axis = alt.Axis(title=title, titleAngle=0, titleAlign="left", titleBaseline="bottom", titleX=0, titleY=-10 - LINE * above,
                    values=ticks, labelExpr=number_expression(unit, largest=ticks[-1]))
    return {"axis": axis, "scale": scale_over(ticks[0], ticks[-1], log)}


def level_axis(quantity, unit, ticks, log=False):
    """Lying axis of a quantity, its title under it."""
    axis = alt.Axis(title=lines_of(axis_title(quantity, unit, log), TITLE).split("\n"), values=ticks,
                    labelExpr=number_expression(unit, largest=ticks[-1]), labelOverlap="greedy")
    return {"axis": axis, "scale": scale_over(ticks[0], ticks[-1], log)}


def time_axis(when):
    """Lying axis of dates, or of whole years."""
    first, last = when.min(), when.max()
    if not is_time(when):
        axis = alt.Axis(title=None, values=sorted({int(one) for one in when}), format="d", labelOverlap="greedy")
        return {"axis": axis, "scale": scale_over(first, last)}
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((one for one in MONTH_STEPS if months / one <= MOST_DATES - 1), MONTH_STEPS[-1])
    ends = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in (first, last)]
    every = alt.TimeIntervalStep(interval="month", step=step)
    return {"axis": alt.Axis(title=None, tickCount=every, format="%b %Y", labelOverlap="greedy"),
            "scale": alt.Scale(domain=ends, nice=False)}


def x_of(name, values, **encoding):
    """Encode the lying position by a column of numbers or dates."""
    return alt.X(name, type="temporal" if is_time(values) else "quantitative", **encoding)


def by_series(shades):
    """Colour marks by their series, without a legend."""
    return alt.Color("series:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)


def levels(lines, y, drawn):
    """Lying reference lines, each labelled on the line, where what is drawn, from left to right, is farther from it."""
    made, ends, log, last = [], y["scale"].domain, is_log(y), None
    start, end = share(drawn[0], ends, log), share(drawn[-1], ends, log)
    for label, value in sorted((lines or {}).items(), key=lambda pair: pair[1]):
        at = float(share(value, ends, log))
        near = last and (at - last[0]) * HEIGHT < 2 * LINE  # two that are close stand at different sides
        right = not last[1] if near else abs(end - at) > abs(start - at)
        side = {"x": {"expr": "width"}, "dx": -3, "align": "right"} if right else {"x": 0, "dx": 3, "align": "left"}
        under = {"dy": 4, "baseline": "top"} if at > TOP else {"dy": -4, "baseline": "bottom"}
        base = alone(label=[label], level=[float(value)]).encode(y=alt.Y("level:Q", **y))
        made += [base.mark_rule(strokeWidth=1.25, opacity=0.85),
                 base.mark_text(fontWeight=600, **side, **under).encode(text="label:N")]
        last = at, right
    return made


def uprights(at, values, x):
    """Upright reference lines, their labels over the plot, one above the other."""
    made = []
    for place, (label, where) in enumerate((at or {}).items()):
        where = dated(pd.Series([where]))
        side = "right" if (where[0] - values.min()) / (values.max() - values.min()) > HALF else "left"
        base = alone(at=where, label=[label]).encode(x=x_of("at", values, **x))
        made += [base.mark_rule(strokeDash=[4, 3], opacity=0.6),
                 base.mark_text(y=-4 - LINE * place, baseline="bottom", opacity=QUIET, align=side).encode(text="label:N")]
    return made


def beside(at, level, labels, shades, x, y):
    """Labels in the colours of their series, right of where lines or areas end, moved apart where they would meet."""
    said = ["\n".join(lines_of(line, LABEL) for line in one.split("\n")) for one in labels]
    heights = [LINE * (one.count("\n") + 1) + 2 for one in said]
    places = spread((1 - share(level, y["scale"].domain, is_log(y))) * HEIGHT, heights, HEIGHT + LINE)
    rows = alone(at=list(at), y=places, said=said, shade=list(map(text_colour, shades)))
    return rows.mark_text(align="left", baseline="middle", dx=BESIDE, fontWeight=600).encode(
        x=x_of("at", at, **x), y=alt.Y("y:Q", scale=None), text="said:N", color=alt.Color("shade:N", scale=None))


def hover(low, high, tip, x, y, count):
    """What answers to the pointer over a range, or about a line: unseen, one mark for each of so many places."""
    chart, y = Layer(name=f"hover-{low}"), alt.Y(f"{low}:Q", **y)
    if high is None:
        return chart.mark_point(opacity=0, clip=True, size=300, filled=True, tooltip=tip).encode(x=x, y=y)
    wide = float(np.clip(680 / max(count, 1), 12, 60))
    return chart.mark_rule(opacity=0, clip=True, strokeWidth=wide, tooltip=tip).encode(x=x, y=y, y2=f"{high}:Q")
