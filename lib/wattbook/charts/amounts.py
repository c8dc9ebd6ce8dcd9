"""Amounts side by side: bars from zero, and dots for published values."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks, rows, theme
from wattbook.charts.scales import ticks
from wattbook.charts.theme import BLUE, GREY
from wattbook.charts.words import amount


def bars(frame, *, title, subtitle, source, quantity, unit, lines=None, highlight=None, colours=None, keep_order=False,
         alt_text=None):
    """Amounts side by side, from zero, the largest on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``label``, ``value`` [unit] and, where there is a range, ``low`` and ``high`` [unit]; ``entity`` where the colour
        is that of a firm or stream.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the axis, without unit.
    unit : str
        Unit of the values, as in the records of outputs.
    lines : dict of str to float or None
        Upright reference lines, label to place [unit].
    highlight : collection of str or None
        Labels drawn in the subject's blue, the rest in grey; by default all are blue.
    colours : dict of str to str or None
        Colour of each ``entity`` (or label, without that column); those not named are grey.
    keep_order : bool
        Whether rows keep the order of the frame.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Bars, whiskers, reference lines and labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Margin rule", "Life rule"], "value": [4e10, 2e11]})
    >>> chart = bars(frame, title="Rules differ", subtitle="Revenue", source="model", quantity="Revenue", unit="USD/year")
    >>> chart.layer[0].data["wide"].tolist()
    ['Life rule', 'Margin rule']
    """
    frame, step = _rows(marks.columns(frame, ["label", "value"], "bars"), unit, keep_order)
    frame["colour"] = _shades(frame, highlight, colours)
    frame["end"] = frame[["value", "high"]].max(axis=1).clip(lower=0)
    held = _ticks(frame, lines)
    x, y = rows.with_room(marks.level_axis(quantity, unit, held), frame), rows.axis(len(frame))
    layers = [*rows.names(frame, y), rows.boxes(frame.assign(zero=0), x, y, "zero", "value", "datum.label + ': ' + datum.said"),
              rows.rule(0, frame, step, x, y, opacity=0.6), *rows.references(lines, frame, step, x, y, (held[0], held[-1])),
              *rows.whiskers(frame, x, y), rows.figures(frame, x, y)]
    note = "Whiskers: 80% range." if frame["low"].notna().any() else ""
    return rows.framed_rows(layers, frame, step, lines, title=title, subtitle=subtitle, source=source, alt_text=alt_text,
                            note=note)


def dots(frame, *, title, subtitle, source, quantity, unit, lines=None, log=False, zero=False, keep_order=False,
         ranges=None, alt_text=None):
    """Published values side by side with what each of them means, ours marked.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``label`` (who says it), ``value`` [unit] and, where there is a range, ``low`` and ``high`` [unit]; ``note`` (what it
        means, in a few words); ``ours`` (bool), drawn in blue.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the axis, without unit.
    unit : str
        Unit of the values, as in the records of outputs.
    lines : dict of str to float or None
        Upright reference lines, label to place [unit].
    log, zero : bool
        Whether the axis is logarithmic, and whether a plain one starts at zero.
    keep_order : bool
        Whether rows keep the order of the frame, rather than the largest on top.
    ranges : str or None
        What the whiskers are, for the caption; by default as published, or our 80% range where only ours has one.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Dots, whiskers, reference lines and labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["One", "Another"], "value": [38.0, 55.0], "note": ["IT", "all in"],
    ...                       "ours": [True, False]})
    >>> chart = dots(frame, title="The definition matters", subtitle="Cost of a watt", source="publishers", quantity="Cost",
    ...              unit="USD_2025/W_IT")
    >>> chart.usermeta["caption"]
    'Blue: the value used here. Source: publishers'
    """
    frame, step = _rows(marks.columns(frame, ["label", "value"], "dots"), unit, keep_order)
    frame["said"] = [amount(value, unit) for value in frame["value"]]  # as precise as published, whatever the range
    ours = frame["ours"].astype(bool) if "ours" in frame else pd.Series(False, index=frame.index)
    frame["colour"] = np.where(ours, BLUE, GREY)
    frame["end"] = frame[["value", "high"]].max(axis=1)
    held = _ticks(frame, lines, zero, log)
    x, y = rows.with_room(marks.level_axis(quantity, unit, held, log), frame), rows.axis(len(frame))
    tip = "datum.label + ': ' + datum.said" + (" + ', ' + datum.note" if "note" in frame else "")
    dot = marks.drawn(frame).mark_point(filled=True, size=90, opacity=1, tooltip={"expr": tip}).encode(
        x=alt.X("value:Q", **x), y=alt.Y("middle:Q", **y), color=alt.Color("colour:N", scale=None))
    layers = [*rows.names(frame, y), *rows.references(lines, frame, step, x, y, (held[0], held[-1])),
              *rows.whiskers(frame, x, y, coloured=True), dot, rows.figures(frame, x, y)]
    ranged = frame["low"].notna()
    ranges = ranges or ("80% range" if ours[ranged].all() else "range as published")
    said = (("Blue: the value used here.", ours.any()), (f"Whiskers: {ranges}.", ranged.any()))
    return rows.framed_rows(layers, frame, step, lines, title=title, subtitle=subtitle, source=source, alt_text=alt_text,
                            note=" ".join(text for text, holds in said if holds))


def _rows(frame, unit, keep_order):
    """Rows in order and in place, each with its figure."""
    frame = frame.assign(**{name: np.nan for name in ("low", "high") if name not in frame})
    if not keep_order:
        frame = frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    ends = zip(frame["value"], frame["low"], frame["high"], strict=True)
    return rows.placed(frame.assign(said=[amount(value, unit, low, high) for value, low, high in ends]))


def _shades(frame, highlight, given):
    if given is not None:
        entity = frame["entity"] if "entity" in frame else frame["label"]
        return entity.map(theme.colours(entity, given))
    return [BLUE if highlight is None or label in highlight else GREY for label in frame["label"]]


def _ticks(frame, lines, zero=True, log=False):
    return ticks(np.concatenate([frame["value"], frame["low"], frame["high"], list((lines or {}).values())]), zero, log)
