"""Charts of one row a thing: dots with their ranges, parts of a whole from zero, and what such charts share.

A row's name stands above its mark, so that the plot keeps the whole width of a phone. Upright places are pixels from the
top. Labels are placed for a phone; in a wider column they only move apart.
"""

from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import axes, theme
from wattbook.charts.drawing import Layer, alone, drawing, kept, needs
from wattbook.charts.scales import share, spread, ticks
from wattbook.charts.theme import BLUE, GREY, LINE, NARROW, QUIET, TEXT, text_colour
from wattbook.charts.words import amount, amounts, lines_of, spoken, tip, width_of
from wattbook.tables import Column
from wattbook.words.sentences import percent

MARK, GAP = 16, 12  # [px] height of a mark's own strip, and from row to row
OVER = 8  # [px] from the middle of a mark up to the foot of its label
CHARACTERS = int(NARROW / width_of("n"))  # of a name in one line
BETWEEN = 8  # [px] at least between two labels


def placed(frame, lines=None):
    """Place rows from the top down, under the labels of reference lines, each as high as its words; and the height of all [px].

    ``label``; where wanted ``row`` (marks with the same one share a row), ``note`` (a quiet line under the label), ``amount``
    (at the right end of the label's line), ``own_line`` (labels of marks stand on a line of their own).
    """
    taken = max(map(len, frame["amount"])) + 2 if "amount" in frame else 0
    frame = frame.assign(name=[lines_of(one, CHARACTERS - taken) for one in frame["label"]])
    frame = frame.assign(note=[lines_of(one, CHARACTERS) for one in frame["note"]]) if "note" in frame else frame
    remark = LINE * (frame["name"].str.count("\n") + 1)
    words = remark + LINE * (frame["note"].str.count("\n") + 1 if "note" in frame else 0) + LINE * frame.get("own_line", 0)
    row = pd.factorize(frame["row"])[0] if "row" in frame else np.arange(len(frame))
    high = (words + MARK + GAP).groupby(row).max()
    head = LINE * len(lines or {}) + 4 * bool(lines)
    top = head + (high.cumsum() - high).loc[row].to_numpy()
    words = words.groupby(row).transform("max")
    return frame.assign(top=top, note_top=top + remark, y=top + words + MARK / 2), int(head + high.sum())


def at_y(field="y"):
    """Upright place in pixels."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def coloured(field="colour"):
    """Colour as a column gives it."""
    return alt.Color(f"{field}:N", scale=None, legend=None)


def names(frame):
    """Name of each row, what stands quietly under it, and at the right end what it amounts to."""
    once, left = frame.drop_duplicates("top"), {"align": "left", "x": 0}
    parts = (("name", "top", {"fontWeight": 600, **left}), ("note", "note_top", {"opacity": QUIET, **left}),
             ("amount", "top", {"fontWeight": 600, "align": "right", "x": {"expr": "width"}}))
    return [alone(y=once[place], said=once[field]).mark_text(baseline="top", **style).encode(y=at_y(), text="said:N")
            for field, place, style in parts if field in frame]


def boxes(x, start, end, tip, high=MARK, colour="colour", **style):
    """Bars between two fields."""
    return Layer().mark_bar(size=high, tooltip=tip, **style).encode(
        x=alt.X(f"{start}:Q", **x), x2=f"{end}:Q", y=at_y(), color=coloured(colour))


def pale(x, tip):
    """Ranges, as thick pale strokes."""
    return Layer().mark_rule(strokeWidth=9, strokeCap="round", opacity=0.35, tooltip=tip).encode(
        x=alt.X("low:Q", **x), x2="high:Q", y=at_y(), color=coloured())


def dot(x, tip, field="value", **style):
    """A dot a row."""
    return Layer().mark_point(**{"filled": True, "size": 100, "opacity": 1, "tooltip": tip, **style}).encode(
        x=alt.X(f"{field}:Q", **x), y=at_y(), color=coloured())


def labelled(frame, lines, ends, log=False):
    """Place rows whose dots have labels; ``aside`` is how far a label moves so that it meets no other [px]."""
    frame = frame if "row" in frame else frame.assign(row=frame.index)
    wide = frame["said"].map(lambda one: width_of(one))
    at = pd.Series(share(frame["value"].to_numpy(), ends, log) * NARROW, index=frame.index)
    moved = pd.concat([pd.Series(spread(at[row], wide[row] + BETWEEN, NARROW), index=row)
                       for row in frame.groupby("row", sort=False).groups.values()])
    last = [lines_of(one, CHARACTERS).rpartition("\n")[2] for one in frame.get("note", frame["label"])]
    named = pd.Series([width_of(one, bold="note" not in frame) for one in last], index=frame.index)
    meets = (moved - wide / 2 < named + BETWEEN).groupby(frame["row"]).transform("any")
    return placed(frame.assign(aside=(moved - at).round(1), own_line=meets), lines)


def over_dots(frame, x):
    """What each dot amounts to, over it."""
    base = alone(value=frame["value"], y=frame["y"] - OVER, said=frame["said"], aside=frame["aside"],
                 shade=frame["colour"].map(text_colour))
    return base.mark_text(dx={"expr": "datum.aside"}, baseline="bottom", fontWeight=600).encode(
        x=alt.X("value:Q", **x), y=at_y(), text="said:N", color=coloured("shade"))


def references(lines, frame, x, ends, log=False):
    """Upright reference lines past every row, their labels over the rows, one above the other."""
    made = []
    for place, (label, value) in enumerate((lines or {}).items()):
        at, half = float(share(value, ends, log)) * NARROW, width_of(label) / 2
        align = "left" if at < half else "right" if at > NARROW - half else "center"
        base = alone(at=[float(value)], y=[LINE * place], label=[label]).encode(x=alt.X("at:Q", **x), y=at_y())
        made += [rule(value, [LINE * (place + 1)], [frame["y"].max() + MARK / 2], x, opacity=0.6, strokeWidth=1.25),
                 base.mark_text(align=align, baseline="top", fontWeight=600).encode(text="label:N")]
    return made


def rule(at, tops, feet, x, **style):
    """Upright pieces of a line."""
    return alone(at=[float(at)] * len(tops), y=list(map(float, tops)), foot=list(map(float, feet))).mark_rule(**style).encode(
        x=alt.X("at:Q", **x), y=at_y(), y2="foot:Q")


def zero(frame, x):
    """Where bars begin."""
    rows = np.unique(frame["y"])
    return rule(0, rows - MARK / 2 - 2, rows + MARK / 2 + 2, x, opacity=0.6)


@kept
def dots(frame, *, quantity, unit, lines=None, zone=None, log=False, zero=False, keep_order=False, ranges=None):
    """Values with their ranges, a row a label.

    ``label``, ``value`` [unit] and, where there is a range, ``low`` and ``high``; ``note`` (what it means, in a few words);
    ``series`` where a row has several dots, or rows their own colours; ``ours`` (bool): blue, the rest grey; ``source``.
    `zone`: ends of a shaded stretch of the axis, None where open. `ranges`: what they are, by default our 80% range or as
    published.
    """
    frame = needs(frame, ["label", "value"], "dots")
    frame = frame.assign(**{name: np.nan for name in ("low", "high") if name not in frame})
    several = "series" in frame and bool(frame.duplicated("label").any())
    if not (keep_order or several):
        frame = frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    whole = unit == "fraction" and frame["low"].isna().all()  # a probability is never said to a tenth of a percent
    said = list(map(percent, frame["value"])) if whole else amounts(frame, unit)
    frame = frame.assign(said=frame["series"] + " " + said if several else said, row=frame["label"] if several else frame.index)
    frame["colour"] = frame["series"].map(theme.colours(frame["series"])) if "series" in frame else np.where(
        frame.get("ours", pd.Series(True, index=frame.index)), BLUE, GREY)
    held = ticks(np.concatenate([frame["value"], frame["low"], frame["high"], list((lines or {}).values())]), zero, log)
    x, ends = axes.level_axis(quantity, unit, held, log), (held[0], held[-1])
    frame, height = labelled(frame, lines, ends, log)
    number = {name: spoken(unit, name) for name in ("value", "low", "high")}
    tips = tip({" ": "datum.label + ', ' + datum.series" if several else "datum.label", quantity: number["value"],
                "Range": f"isValid(datum.low) ? {number['low']} + ' to ' + {number['high']} : 'none'"} | (
                    {"Source": "datum.source"} if "source" in frame else {}))
    layers = [*_shaded(zone, ends, height, x), *names(frame), *references(lines, frame, x, ends, log), pale(x, tips),
              dot(x, tips), over_dots(frame, x)]
    columns = [Column("Item", ("label",)), Column("Series", ("series",)), Column("Meaning", ("note",)),
               Column(quantity, ("value",), unit), Column("Range", ("low", "high"), unit), Column("Source", ("source",))]
    columns = columns if frame["low"].notna().any() else [one for one in columns if one.head != "Range"]
    return drawing(layers, frame, columns, height=height, note=_key(frame, ranges, zone), words=lines or ())


def _shaded(zone, ends, height, x):
    if zone is None:
        return []
    start, end = (float(edge if one is None else one) for one, edge in zip(zone, ends, strict=True))
    return [alone(start=[start], end=[end], y=[0], foot=[height]).mark_rect(opacity=0.12, color=GREY).encode(
        x=alt.X("start:Q", **x), x2="end:Q", y=at_y(), y2="foot:Q")]


def _key(frame, ranges, zone):
    """How to read the marks."""
    ranged = frame["low"].notna()
    ours = frame["ours"].astype(bool) if "ours" in frame else pd.Series(True, index=frame.index)
    ranges = ranges or ("80% range" if ours[ranged].all() else "range as published")
    said = (("Blue: the value used here.", not ours.all()), (f"Dot: median, pale bar: {ranges}.", ranged.any()),
            ("Shaded: where the answer changes.", zone is not None))
    return " ".join(text for text, holds in said if holds)


def shares(frame, shades, *, quantity, unit):
    """Parts of each row's whole, side by side from zero, named over the rows (see `wattbook.charts.lines.stack`)."""
    whole = frame.groupby("when", sort=False)["value"].transform("sum")
    frame = frame.assign(label=frame["when"].astype(str), row=frame["when"], amount=[amount(one, unit) for one in whole],
                         colour=frame["series"].map(shades))
    wide, left, line = [width_of(name) + 2 * TEXT for name in shades], [0.0], [0]
    for own, following in pairwise(wide):
        turns = left[-1] + own + following > NARROW
        left, line = [*left, 0.0 if turns else left[-1] + own], [*line, line[-1] + turns]
    frame, height = placed(frame, range(line[-1] + 1))
    x = axes.level_axis(quantity, unit, ticks(whole))
    said = tip({" ": "datum.label", "Part": "datum.series", quantity: spoken(unit)})
    key = alone(x=left, y=[LINE * (one + 1 / 2) for one in line], name=list(shades), colour=list(shades.values())).encode(
        x=alt.X("x:Q", scale=None, axis=None), y=at_y())
    layers = [key.mark_square(size=110, opacity=0.9, xOffset=5).encode(color=coloured()),
              key.mark_text(align="left", dx=TEXT + 3, baseline="middle", fontWeight=600).encode(text="name:N"),
              *names(frame), boxes(x, "start", "end", said, opacity=0.9), zero(frame, x)]
    columns = [Column("Item", ("label",)), Column("Part", ("series",)), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, height=height)
