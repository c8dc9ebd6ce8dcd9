"""From one number to another: step by step (waterfall), and assumption by assumption (tornado)."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks, rows
from wattbook.charts.scales import ticks
from wattbook.charts.theme import BLUE, GREEN, ORANGE, SMALL, VERMILION, text_colour
from wattbook.charts.words import amount, axis_title, figure

TOTAL, CHANGE = "total", "change"
TIE = 1e-6  # relative: a total further than this from what leads up to it is an error
ROOM = 0.2  # share of the answer's reach kept free at each end, for the values at the ends of bars
CLEAR = 0.06  # share of the axis at each end that has no tick
HOW = ("Each bar goes from the median over the fifth of the draws in which one assumption is lowest (orange) to that over the "
       "fifth in which it is highest (blue); at the ends stand its medians there.")


def waterfall(frame, *, title, subtitle, source, quantity, unit, alt_text=None):
    """From a first total to a last one, each step in its place.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``label``, ``value`` [unit] and ``kind``: ``total`` (a level, also between) or ``change`` (added to the level).
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the axis, without unit.
    unit : str
        Unit of the values, as in the records of outputs.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Bars, joints and figures.

    Raises
    ------
    ValueError
        An unknown kind, or a total that its steps do not lead to.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["List", "Discount", "Realised"], "value": [3.0, -1.0, 2.0],
    ...                       "kind": ["total", "change", "total"]})
    >>> chart = waterfall(frame, title="A third is given away", subtitle="Price", source="model", quantity="Price",
    ...                   unit="USD/Mtoken")
    >>> chart.height
    144
    """
    frame, step = rows.placed(_levels(marks.columns(frame, ["label", "value", "kind"], "waterfall")))
    total = frame["kind"] == TOTAL
    frame["colour"] = np.where(total, BLUE, np.where(frame["value"] < 0, VERMILION, GREEN))
    signs = np.where(~total & (frame["value"] > 0), "+", "")
    frame["said"] = [sign + amount(value, unit) for sign, value in zip(signs, frame["value"], strict=True)]
    frame["end"] = frame[["before", "after"]].max(axis=1)
    x = rows.with_room(marks.level_axis(quantity, unit, ticks(frame[["before", "after"]].to_numpy().ravel())), frame)
    y = rows.axis(len(frame))
    layers = [*rows.names(frame, y), rows.boxes(frame, x, y, "before", "after", "datum.label + ': ' + datum.said"),
              rows.rule(0, frame, step, x, y, opacity=0.6), *_joints(frame, x, y), rows.figures(frame, x, y)]
    return rows.framed_rows(layers, frame, step, None, title=title, subtitle=subtitle, source=source, alt_text=alt_text)


def _levels(frame):
    """Level before and after each step."""
    unknown = sorted(set(frame["kind"]) - {TOTAL, CHANGE})
    if unknown:
        raise ValueError(f"waterfall: found kind {unknown[0]!r}; allowed: {TOTAL}, {CHANGE}")
    level, before, after = 0.0, [], []
    for place, row in enumerate(frame.itertuples()):
        if row.kind == TOTAL and place and abs(row.value - level) > TIE * max(abs(row.value), abs(level)):
            raise ValueError(f"waterfall: found {row.value:g} for {row.label}; its steps lead to {level:g}")
        before.append(0.0 if row.kind == TOTAL else level)
        level = row.value if row.kind == TOTAL else level + row.value
        after.append(level)
    return frame.assign(before=before, after=after)


def _joints(frame, x, y):
    """Thin lines that carry a level from one bar to the next."""
    joint = pd.DataFrame({"at": frame["after"][:-1], "top": frame["foot"][:-1], "foot": frame["top"].shift(-1)[:-1]})
    if joint.empty:
        return []
    return [marks.drawn(joint).mark_rule(opacity=0.45, strokeDash=[2, 2]).encode(
        x=alt.X("at:Q", **x), y=alt.Y("top:Q", **y), y2="foot:Q")]


def tornado(frame, *, title, subtitle, source, quantity, unit, lines=None, alt_text=None):
    """How far each assumption alone moves the answer, the widest on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `wattbook.uncertainty.moves` gives it: ``label`` and ``unit`` of the assumption, its ``low`` and ``high``
        [unit of the assumption], the answer ``at_low``, ``at_high`` and ``base`` [unit].
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the answer, without unit.
    unit : str
        Unit of the answer, as in the records of outputs.
    lines : dict of str to float or None
        Upright reference lines, label to place [unit].
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Bars about the base; at their ends the assumption's own values.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Electricity price"], "unit": ["USD_2025/MWh"], "low": [55.0], "high": [95.0],
    ...                       "at_low": [2.0], "at_high": [2.6], "base": [2.3]})
    >>> tornado(frame, title="Power moves cost", subtitle="An hour", source="model", quantity="Cost", unit="USD/h").height
    48
    """
    frame = marks.columns(frame, ["label", "unit", "low", "high", "at_low", "at_high", "base"], "tornado")
    frame = frame.assign(label=list(map(axis_title, frame["label"], frame["unit"])))
    widest = (frame["at_high"] - frame["at_low"]).abs().sort_values(ascending=False, kind="stable").index
    frame, step = rows.placed(frame.loc[widest].reset_index(drop=True))
    ends = frame[["at_low", "at_high"]]
    frame = frame.assign(start=ends.min(axis=1), end=ends.max(axis=1))
    base = float(frame["base"].iloc[0])
    lines = {f"Median {amount(base, unit)}": base, **(lines or {})}
    x, y = _reach(frame, lines, quantity, unit), rows.axis(len(frame))
    layers = [*rows.names(frame, y), *_swings(frame, x, y, unit), *rows.references(lines, frame, step, x, y, x["scale"].domain)]
    return rows.framed_rows(layers, frame, step, lines, title=title, subtitle=subtitle, source=source, alt_text=alt_text,
                            note=HOW)


def _reach(frame, lines, quantity, unit):
    """Axis of the answer, with room at its ends."""
    reach = np.concatenate([frame["at_low"], frame["at_high"], list(lines.values())])
    room = ROOM * (np.ptp(reach) or abs(reach[0]) or 1)
    ends = reach.min() - room, reach.max() + room
    clear = CLEAR * (ends[1] - ends[0])
    held = [one for one in ticks(reach, zero=False) if ends[0] + clear <= one <= ends[1] - clear]
    x = marks.level_axis(quantity, unit, held)
    return {**x, "scale": marks.scale_over(*ends)}


def _swings(frame, x, y, unit):
    """Both halves of every bar and the values at their ends."""
    made = []
    for end, other, colour in (("low", "high", ORANGE), ("high", "low", BLUE)):
        part = frame[["base", "top", "middle", "foot", "label"]].assign(
            to=frame[f"at_{end}"], colour=colour, said=list(map(figure, frame[end], frame["unit"])),
            answer=[amount(value, unit) for value in frame[f"at_{end}"]])
        made.append(rows.boxes(part, x, y, "base", "to", "datum.label + ' at ' + datum.said + ': ' + datum.answer"))
        part = part[_has_room(frame[f"at_{end}"], frame[f"at_{other}"], frame["base"], end == "high")]
        for side, half in ((-1, part[part["to"] < part["base"]]), (1, part[part["to"] >= part["base"]])):
            if not half.empty:
                made.append(marks.drawn(half[["to", "middle", "said"]]).mark_text(
                    align="left" if side > 0 else "right", dx=5 * side, baseline="middle", fontSize=SMALL, fontWeight=600,
                    color=text_colour(colour)).encode(x=alt.X("to:Q", **x), y=alt.Y("middle:Q", **y), text="said:N"))
    return made


def _has_room(to, other, base, preferred):
    """Where both ends of a bar lie on one side of the base, only the farther one has room for its value."""
    same_side = np.sign(to - base) * np.sign(other - base) > 0
    farther = (to - base).abs() > (other - base).abs()
    return (~same_side | farther | ((to == other) & preferred)) & (to != base)
