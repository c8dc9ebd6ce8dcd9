"""Parts of a whole along time or over categories."""

import re

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks, theme
from wattbook.charts.scales import ticks
from wattbook.charts.theme import BELOW, HEIGHT, INK, QUIET, TEXT, framed
from wattbook.charts.words import amount, lines_of, number_expression

FILL = 0.88  # opacity of a part
THIN = 3  # [px] a part thinner than this at the right edge has its label where it is thickest
BAR = 0.62  # share of a category's room that its bar takes
NAME_ROOM = 18  # [px] under the bars for a name of one line
NAME = 12  # characters of one line of a bar's name
DATE = re.compile(r"\d{4}-\d{2}")
WHOLE = 1 + 1e-6  # shares that sum to no more than this fill an axis to 100%


def stack(frame, *, title, subtitle, source, quantity, unit, total=None, lines=None, today=None, at=None, colours=None,
          step=False, alt_text=None):
    """Parts of a whole: areas along dates, bars over anything else.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``when`` (dates for areas; years or names for bars), ``series`` and ``value`` [unit], one row each; the parts are
        stacked in order of appearance, the first at the bottom. Shares that fill 1 make an axis to 100%.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the upright axis, without unit.
    unit : str
        Unit of the values, as in the records of outputs.
    total : pandas.DataFrame or None
        ``when``, ``mid`` and, where there is a range, ``low`` and ``high`` [unit].
    lines : dict of str to float or None
        Lying reference lines, label to level [unit].
    today : date or None
        The as-of date, an upright rule over areas.
    at : dict of str to date or None
        Further upright rules over areas, label to date.
    colours : dict of str to str or None
        Colour of each series; by default in order, the subject first.
    step : bool
        Whether areas change at once, as states do, rather than gradually.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Parts, total and labels.

    Raises
    ------
    ValueError
        A part below zero, or a series without a value at some place.

    Examples
    --------
    >>> frame = pd.DataFrame({"when": [2026, 2026], "series": ["API", "Apps"], "value": [3e10, 1e10]})
    >>> stack(frame, title="API leads", subtitle="Revenue", source="model", quantity="Revenue", unit="USD/year").height
    320
    """
    frame, total = _edges(frame), _whole(total)
    time = marks.is_time(frame["when"])
    shades = theme.colours(frame["series"], colours)
    held = _ticks(frame, total, lines, unit)
    y, left = marks.value_axis(quantity, unit, held)
    x = marks.time_axis(frame["when"]) if time else _names(frame["when"])
    upright = marks.uprights(marks.with_today(at, today), frame["when"], x) if time else []
    layers = [_parts(frame, shades, x, y, unit, step), *_total(total, x, y, unit), *marks.levels(lines, y), *upright,
              *_labels(frame, shades, x, y)]
    below = BELOW if time else NAME_ROOM + marks.LINE_HEIGHT * max(one.count("\n") for one in frame["when"])
    return framed(layers, title=title, subtitle=subtitle, source=source, alt_text=alt_text, left=left, above=marks.TITLED,
                  below=below, note=_key(total, time))


def _place(values):
    """Dates stay dates; years and names become labels of bars."""
    if pd.api.types.is_numeric_dtype(values):
        return [str(int(one)) for one in values]
    if marks.is_time(values) or all(DATE.match(str(one)) for one in values):
        return pd.to_datetime(values)
    return [lines_of(one, NAME) for one in values]


def _edges(frame):
    """Lower and upper edge of every part."""
    frame = marks.columns(frame, ["when", "series", "value"], "stack")
    if not (frame["value"] >= 0).all():
        found = frame.loc[~(frame["value"] >= 0)].iloc[0]
        raise ValueError(f"stack: found {found['value']} for {found['series']} at {found['when']}; allowed: 0 and above")
    order = {name: place for place, name in enumerate(dict.fromkeys(frame["series"]))}
    places = frame["when"].nunique()
    if len(frame) != places * len(order) or frame.duplicated(["when", "series"]).any():
        raise ValueError(f"stack: found {len(frame)} rows; needs one for each of {places} places and {len(order)} series")
    frame = frame.assign(when=_place(frame["when"]), place=frame["series"].map(order))
    frame = frame.sort_values("place", kind="stable", ignore_index=True)
    high = frame.groupby("when", sort=False)["value"].cumsum()
    return frame.drop(columns="place").assign(low=high - frame["value"], high=high)


def _whole(total):
    return None if total is None else marks.columns(total.assign(when=_place(total["when"])), ["when", "mid"], "stack")


def _ticks(frame, total, lines, unit):
    tops = [] if total is None else total.get("high", total["mid"])
    held = ticks(np.concatenate([frame["high"], tops, list((lines or {}).values())]))
    full = unit == "fraction" and frame["high"].max() <= WHOLE
    return [one for one in held if one <= 1] if full else held


def _names(values):
    """Lying axis of bars, in order of appearance."""
    axis = alt.Axis(title=None, labelAngle=0, labelExpr="split(datum.label, '\\n')", ticks=False, labelFlush=False,
                    labelOverlap="greedy")
    scale = alt.Scale(paddingInner=1 - BAR, paddingOuter=(1 - BAR) / 2)
    return {"axis": axis, "sort": list(dict.fromkeys(values)), "scale": scale}


def _across(values, x):
    return marks.x_of("when", values, **x) if marks.is_time(values) else alt.X("when:N", **x)


def _parts(frame, shades, x, y, unit, step):
    chart = marks.drawn(frame[["when", "series", "low", "high"]])
    if marks.is_time(frame["when"]):
        shaped = chart.mark_area(interpolate="step-after" if step else "linear", opacity=FILL)
    else:
        said = number_expression(unit).replace("datum.value", "(datum.high - datum.low)")
        shaped = chart.mark_bar(opacity=FILL, tooltip={"expr": f"datum.series + ': ' + {said}"})
    return shaped.encode(
        x=_across(frame["when"], x), y=alt.Y("low:Q", stack=None, **y), y2="high:Q", color=marks.by_series(shades))


def _total(total, x, y, unit):
    """The whole: a line with its range over areas, a figure with its whisker over bars."""
    if total is None:
        return []
    ranged = "low" in total and "high" in total
    base = marks.drawn(_said(total, unit, ranged)).encode(x=_across(total["when"], x))
    if marks.is_time(total["when"]):
        edge = base.mark_line(strokeWidth=1, strokeDash=marks.DASH, color=INK, opacity=QUIET)
        edges = [edge.encode(y=alt.Y(f"{name}:Q", **y)) for name in ("low", "high") if ranged]
        return [*edges, base.mark_line(strokeWidth=2, color=INK).encode(y=alt.Y("mid:Q", **y))]
    whisker = [base.mark_rule(strokeWidth=1.5).encode(y=alt.Y("low:Q", **y), y2="high:Q")] if ranged else []
    text = base.mark_text(dy=-5, baseline="bottom", fontWeight=600)
    return [*whisker, text.encode(y=alt.Y("high:Q" if ranged else "mid:Q", **y), text="said:N")]


def _said(total, unit, ranged):
    ends = zip(total["low"], total["high"], strict=True) if ranged else [(None, None)] * len(total)
    return total.assign(said=[amount(mid, unit, *end) for mid, end in zip(total["mid"], ends, strict=True)])


def _labels(frame, shades, x, y):
    """Labels level with the parts at the right; a part that has ended there is labelled inside, where it is thickest."""
    low, high = y["scale"].domain
    per_pixel = (high - low) / HEIGHT
    frame = frame.assign(thick=frame["high"] - frame["low"], level=(frame["low"] + frame["high"]) / 2)
    last = frame[frame["when"] == frame["when"].iloc[-1]]
    thickest = frame.loc[frame.groupby("series", sort=False)["thick"].idxmax()]
    gone = set(last.loc[last["thick"] < THIN * per_pixel, "series"])
    inside = thickest[thickest["series"].isin(gone) & (thickest["thick"] > TEXT * per_pixel)]
    last = last[~last["series"].isin(inside["series"])]
    made = []
    if not inside.empty:
        made.append(marks.drawn(inside[["when", "level", "series"]]).mark_text(fontWeight=600, baseline="middle").encode(
            x=_across(frame["when"], x), y=alt.Y("level:Q", **y), text="series:N"))
    if not last.empty:
        named = last[["level"]].assign(at=last["when"], label=last["series"], colour=last["series"].map(shades))
        made.append(marks.beside(named, x if marks.is_time(frame["when"]) else None, y))
    return made


def _key(total, time):
    """How to read the total."""
    if total is None or ("low" not in total and not time):
        return ""
    if "low" not in total:
        return "Line: total."
    return "Lines: median and 80% range of the total." if time else "Figures and whiskers: median and 80% range of the total."
