"""Parts that several shapes share: axes, reference lines, a marked point, and labels beside the plot."""

import altair as alt
import pandas as pd

from wattbook.charts.scales import month_step, rounded, share, spread
from wattbook.charts.theme import GREY, HEIGHT, QUIET, SMALL, TEXT, text_colour
from wattbook.charts.words import axis_title, figure, lines_of, number_expression, width_of

TITLED = 34  # [px] over a plot whose upright axis has its title there
NAMED = 48  # [px] under a plot whose lying axis has a title
LINE_HEIGHT = 14  # [px] of a label's text
BETWEEN = 3  # [px] at least between two labels
DASH = [4, 3]  # [px]
BESIDE = 9  # [px] from the end of a mark to its label
TICK_ROOM = 12  # [px] between the tick labels and the plot, and to spare
POINT_CHARACTERS = 22  # of one line of the label of a marked point
LATE = 0.62  # share of an axis beyond which the label of an upright stands on its left


def columns(frame, needed, shape):
    """Return a copy of a frame if it has the columns that a shape needs.

    Raises
    ------
    ValueError
        A column is missing, or there is no row.

    Examples
    --------
    >>> columns(pd.DataFrame({"label": ["a"]}), ["label", "value"], "bars")
    Traceback (most recent call last):
    ...
    ValueError: bars: found columns label; needs label, value
    """
    if not set(needed) <= set(frame.columns):
        raise ValueError(f"{shape}: found columns {', '.join(map(str, frame.columns))}; needs {', '.join(needed)}")
    if frame.empty:
        raise ValueError(f"{shape}: found no row; needs at least one")
    return frame.reset_index(drop=True)


def drawn(frame):
    """Start a chart on a frame, its numbers rounded to what can be seen."""
    return alt.Chart(rounded(frame))


def dated(values):
    """Return a column as dates, or unchanged where it holds numbers such as years."""
    return values if pd.api.types.is_numeric_dtype(values) else pd.to_datetime(values)


def is_time(values):
    """Say whether a column holds dates."""
    return pd.api.types.is_datetime64_any_dtype(values)


def with_today(at, today):
    """Add the as-of date to the upright reference lines.

    Examples
    --------
    >>> with_today(None, "2026-11-22")
    {'As of 22 Nov 2026': '2026-11-22'}
    """
    return {**(at or {}), **({} if today is None else {f"As of {pd.Timestamp(today):%-d %b %Y}": today})}


def scale_over(first, last, log=False):
    """Scale from one number to another, and no farther."""
    if log:
        return alt.Scale(domain=[float(first), float(last)], nice=False, type="log")
    return alt.Scale(domain=[float(first), float(last)], nice=False, zero=False)


def is_log(encoding):
    """Say whether an axis that `scale_over` made is logarithmic."""
    return encoding["scale"].to_dict().get("type") == "log"


def value_axis(quantity, unit, ticks, log=False):
    """Upright axis of a quantity, its title lying above it.

    Returns
    -------
    dict
        ``axis`` and ``scale`` of an encoding.
    float
        Width of the axis [px].
    """
    left = max(width_of(figure(one, unit), TEXT) for one in ticks) + TICK_ROOM
    axis = alt.Axis(
        title=axis_title(quantity, unit, log), titleAngle=0, titleAlign="left", titleBaseline="bottom", titleX=-left,
        titleY=-BESIDE - BETWEEN, values=ticks, labelExpr=number_expression(unit, ticks[-1]), minExtent=left, maxExtent=left)
    return {"axis": axis, "scale": scale_over(ticks[0], ticks[-1], log)}, left


def level_axis(quantity, unit, ticks, log=False):
    """Lying axis of a quantity, its title under it: ``axis`` and ``scale`` of an encoding."""
    said = number_expression(unit, ticks[-1])
    axis = alt.Axis(title=axis_title(quantity, unit, log), values=ticks, labelExpr=said, labelOverlap="greedy")
    return {"axis": axis, "scale": scale_over(ticks[0], ticks[-1], log)}


def time_axis(when):
    """Lying axis of dates, or of whole years: ``axis`` and ``scale`` of an encoding."""
    if not is_time(when):
        years = sorted({int(one) for one in when})
        axis = alt.Axis(title=None, values=years, format="d", labelOverlap="greedy")
        return {"axis": axis, "scale": scale_over(years[0], years[-1])}
    every = alt.TimeIntervalStep(interval="month", step=month_step(when))
    ends = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in (when.min(), when.max())]
    return {"axis": alt.Axis(title=None, tickCount=every, format="%b %Y", labelOverlap="greedy"),
            "scale": alt.Scale(domain=ends, nice=False)}


def x_of(name, values, **encoding):
    """Encode the lying position by a column."""
    return alt.X(name, type="temporal" if is_time(values) else "quantitative", **encoding)


def by_series(shades):
    """Colour marks by their series, without a legend.

    Parameters
    ----------
    shades : dict of str to str
        Colour of each series.
    """
    return alt.Color("series:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)


def levels(lines, y, crowded=None):
    """Lying reference lines, each labelled on the line.

    Parameters
    ----------
    lines : dict of str to float or None
        What a line is, and where [unit of the axis].
    y : dict
        Encoding of the axis.
    crowded : callable or None
        Says for a level whether its label has more room at the right.

    Returns
    -------
    list of altair.Chart
        Rules and texts.
    """
    made = []
    for label, value in (lines or {}).items():
        base = drawn(pd.DataFrame({"label": [label], "level": [float(value)]})).encode(y=alt.Y("level:Q", **y))
        side = {"x": "width", "dx": -3, "align": "right"} if crowded and crowded(value) else {"x": 0, "dx": 3, "align": "left"}
        made += [base.mark_rule(strokeWidth=1.25, opacity=0.85),
                 base.mark_text(dy=-4, baseline="bottom", fontWeight=600, **side).encode(text="label:N")]
    return made


def uprights(at, values, x):
    """Upright reference lines with their labels at the top.

    Parameters
    ----------
    at : dict of str to float or date
        What a line is, and where [unit of the axis].
    values : pandas.Series
        The column along the axis: its kind and its ends.
    x : dict
        Encoding of the axis.

    Returns
    -------
    list of altair.Chart
        Rules and texts.
    """
    made = []
    for label, where in (at or {}).items():
        place = dated(pd.Series([where]))
        late = (place[0] - values.min()) / (values.max() - values.min()) > LATE
        side = {"dx": -4, "align": "right"} if late else {"dx": 4, "align": "left"}
        base = drawn(pd.DataFrame({"at": place, "label": [label]})).encode(x=x_of("at", values, **x))
        made += [base.mark_rule(strokeDash=DASH, opacity=0.6),
                 base.mark_text(y=0, dy=1, baseline="top", fontSize=SMALL, opacity=QUIET, **side).encode(text="label:N")]
    return made


def beside(frame, x, y):
    """Labels at the right of a plot, moved apart where they would meet.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``level`` (where the label belongs on the upright axis), ``label``, ``colour`` and, with x, ``at`` on the lying one.
    x, y : dict
        Encodings of the axes; x may be None for labels at the right edge.

    Returns
    -------
    altair.Chart
        Text.
    """
    broken = ["\n".join(map(lines_of, one.split("\n"))) for one in frame["label"]]
    heights = [LINE_HEIGHT * (one.count("\n") + 1) + BETWEEN for one in broken]
    frame = frame.assign(label=broken, colour=frame["colour"].map(text_colour),
                         level=spread(frame["level"], y["scale"].domain, heights, HEIGHT, is_log(y)))
    edge, where = ({"x": "width"}, {}) if x is None else ({}, {"x": x_of("at", frame["at"], **x)})
    return drawn(frame).mark_text(
        align="left", baseline="middle", dx=BESIDE, fontWeight=600, lineHeight=LINE_HEIGHT, lineBreak="\n", **edge).encode(
        **where, y=alt.Y("level:Q", **y), text="label:N", color=alt.Color("colour:N", scale=None))


def marked(point, x, y, colour=GREY):
    """One labelled point.

    Parameters
    ----------
    point : tuple
        Both coordinates [units of the axes] and what the point is.
    x, y : dict
        Encodings of the axes.
    colour : str
        Of the point.

    Returns
    -------
    list of altair.Chart
        Point and text.
    """
    across, up, label = point
    late = share(across, x["scale"].domain, is_log(x)) > LATE
    side = {"dx": -BESIDE, "align": "right"} if late else {"dx": BESIDE, "align": "left"}
    base = drawn(pd.DataFrame({"x": [across], "y": [up], "label": [lines_of(label, POINT_CHARACTERS)]})).encode(
        x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y))
    text = base.mark_text(dy=-8, baseline="bottom", fontWeight=600, lineBreak="\n", lineHeight=LINE_HEIGHT, **side)
    return [base.mark_point(filled=True, size=70, color=colour, opacity=1), text.encode(text="label:N")]
