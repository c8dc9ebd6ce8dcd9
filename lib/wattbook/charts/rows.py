"""One row a thing: values with ranges (dots), parts of a whole, steps (waterfall), swings (tornado) and times (gantt).
Names stand above marks in a narrow column and left of them in a wide one; labels stand where they fit on a phone: where there
is more room they only move apart. Upright places are pixels, of either column."""

from itertools import pairwise

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import axes, theme
from wattbook.charts.axes import coloured, share, spread, ticks
from wattbook.charts.drawing import Layer, alone, drawing, shape
from wattbook.charts.theme import BLUE, GREY, INK, LINE, NAMED, NARROW, ORANGE, QUIET, SKY, TEXT, VERMILION, text_colour
from wattbook.charts.words import YEAR, amount, amounts, lines_of, width_of
from wattbook.tables import Column
from wattbook.words.numbers import shown, stated, tail
from wattbook.words.sentences import percent

MARK, GAP = 16, 12  # [px] height of a mark's own strip, and from row to row
OVER = 8  # [px] from the middle of a mark up to the foot of its label
MOST_YEARS = 40  # between the first and the last that an axis names
STRIP = 72  # [px] from one small line to the next, its name and the gap under it included
CHARACTERS = int(NAMED / width_of("n"))  # of a name in one line
BETWEEN = 8  # [px] at least between two labels
TOTAL, CHANGE = "total", "change"
TIE = 1e-6  # relative: a total further than this from what leads up to it is an error
ENDS = "low", "high"
HOW = "Orange: the median over the fifth of draws in which an assumption is lowest; blue: highest. Its medians there are named."
PIXELS = {"scale": None, "axis": None}  # of a place in the key


def by_column(narrow, wide):
    """One of two, by the width of the column, of which a drawing leaves its padding free."""
    return {"expr": f"width<{theme.ROOM - theme.PADDING}?{narrow}:{wide}"}


def upright(field="y", more=0, channel=alt.YValue):
    """Place of a row, and some pixels under it."""
    return channel(by_column(*(f"datum.{one}{more or '':+}" if more else f"datum.{one}" for one in (field, f"w_{field}"))))


def lying(frame, quantity, unit, ticks, log=False):
    """Axis along rows, in a wide column right of their names and, where they have amounts, left of these."""
    x = axes.axis(quantity, unit, ticks, log)
    words = [lines_of(one, CHARACTERS) for field in ("label", "note") if field in frame for one in frame[field]]
    x["scale"].rangeMin = by_column(0, round(min(max(map(width_of, words)) + 2 * BETWEEN, NAMED)))
    if "amount" in frame:
        x["scale"].rangeMax = by_column("width", f"width - {max(map(width_of, frame['amount'])) + BETWEEN:.0f}")
    return x


def placed(frame, over=0):
    """Place rows, each as high as its words, in a narrow and (fields with `w_` before them) in a wide column; and both heights
    [px]: ``label``; where wanted ``row`` (the same for marks of one), ``note`` under the label, ``amount`` right of it, and
    ``own_line`` (in a narrow column what stands `over` the marks has a line of its own)."""
    taken = max(map(len, frame["amount"])) if "amount" in frame else 0
    frame = frame.assign(name=[lines_of(one, CHARACTERS - taken) for one in frame["label"]])
    frame = frame.assign(note=[lines_of(one, CHARACTERS) for one in frame["note"]]) if "note" in frame else frame
    remark = LINE * (frame["name"].str.count("\n") + 1)
    words = remark + LINE * (frame["note"].str.count("\n") + 1 if "note" in frame else 0)
    row, heights = frame.get("row", frame.index), []
    for column, high in (("", words + LINE * frame.get("own_line", 0) + MARK), ("w_", np.maximum(words, over + MARK))):
        high = high.groupby(row, sort=False).transform("max")
        each = (high + GAP).groupby(row, sort=False).first()
        start = (each.cumsum() - each).loc[row].to_numpy()
        top = start + (high - words) // 2 if column else start
        frame[f"{column}name_y"], frame[f"{column}note_y"] = top, top + remark
        frame[f"{column}y"] = start + (high + over) // 2 if column else start + high - MARK / 2
        heights.append(int(each.sum()))
    return frame, heights


def labelled(frame, x):
    """Place rows whose dots have labels; ``aside`` is how far a label moves so that it meets no other [px]."""
    frame = frame if "row" in frame else frame.assign(row=frame.index)
    wide = frame["said"].map(lambda one: width_of(one))
    at = pd.Series(share(frame["value"].to_numpy(), x["scale"]) * NARROW, index=frame.index)
    moved = pd.concat([pd.Series(spread(at[row], wide[row] + BETWEEN, NARROW), index=row)
                       for row in frame.groupby("row", sort=False).groups.values()])
    last = [lines_of(one, CHARACTERS).rpartition("\n")[2] for one in frame.get("note", frame["label"])]
    named = pd.Series([width_of(one, bold="note" not in frame) for one in last], index=frame.index)
    meets = (moved - wide / 2 < named + BETWEEN).groupby(frame["row"]).transform("any")
    return placed(frame.assign(aside=(moved - at).round(), own_line=meets), over=LINE)


def names(frame):
    """Name of each row, what stands quietly under it, and at the right end what it amounts to."""
    once, left = frame.drop_duplicates("name_y"), {"align": "left", "x": 0}
    parts = (("name", "name_y", left), ("note", "note_y", {"opacity": QUIET, "fontWeight": 400, **left}),
             ("amount", "name_y", {"align": "right", "x": {"expr": "width"}}))
    return [alone(y=once[place], w_y=once[f"w_{place}"], said=once[field]).mark_text(baseline="top", **style).encode(
        y=upright(), text="said:N") for field, place, style in parts if field in frame]


def along(x, start, end=None, **more):
    """Encode a mark at one field of its row, or one between two."""
    return {"x": alt.X(f"{start}:Q", **x), "y": upright(), **({"x2": f"{end}:Q"} if end else {}), **more}


def boxes(x, start, end, high=MARK, colour="colour", **style):
    """Bars between two fields."""
    return Layer().mark_bar(size=high, tooltip=True, **style).encode(**along(x, start, end, color=coloured(colour)))


def dot(x, field="value", **style):
    """A dot a row."""
    return Layer().mark_point(**{"filled": True, "size": 100, "opacity": 1, "tooltip": True, **style}).encode(
        **along(x, field, color=coloured()))


def ranged(frame, x):
    """Ranges as thick pale strokes, a dot a row, and over it what it amounts to; the first two, and the last, of the layers."""
    pale = Layer().mark_rule(strokeWidth=9, strokeCap="round", opacity=0.35, tooltip=True).encode(
        **along(x, "low", "high", color=coloured()))
    base = alone(**frame[["value", "y", "w_y", "said", "aside"]], shade=frame["colour"].map(text_colour))
    return [pale, dot(x)], base.mark_text(dx={"expr": "datum.aside"}, dy=-OVER, baseline="bottom").encode(
        **along(x, "value", text="said:N", color=coloured("shade")))


def rule(at, heads, feet, beyond, x, **style):
    """Upright pieces of a line, from some pixels `beyond` one row to as many beyond another."""
    places = {one + end: rows[f"{one}y"].to_numpy() for one in ("", "w_") for end, rows in (("y", heads), ("foot", feet))}
    return alone(at=at, **places).mark_rule(**style).encode(**along(x, "at") | {
        "y": upright("y", -beyond), "y2": upright("foot", beyond, alt.Y2Value)})


@shape("label", "value")
def dots(frame, *, quantity, unit, lines=None, zone=None, log=False, zero=False, keep_order=False, ranges=None):
    """Values with ranges, a row a label: ``label``, ``value``, ``low``, ``high`` [unit]; ``note`` in few words; ``series``
    of several dots in a row, or for colours; ``firm``: its place; ``ours``: blue, the rest grey; ``source``. From `zero` a bar
    leads to each. `zone`: ends of a shaded stretch, None where open; `ranges`: what they are, if not 80% or as published."""
    frame = frame.assign(**{name: np.nan for name in ("low", "high") if name not in frame})
    several = "series" in frame and bool(frame.duplicated("label").any())
    if not (keep_order or several):
        frame = frame.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    whole = unit == "fraction" and frame["low"].isna().all()  # a probability is never said to a tenth of a percent
    said = list(map(percent, frame["value"])) if whole else amounts(frame, unit)
    frame = frame.assign(said=frame["series"] + " " + said if several else said, row=frame["label"] if several else frame.index)
    ours = frame["ours"].astype(bool) if "ours" in frame else pd.Series(True, index=frame.index)
    hued = "series" if "series" in frame else "label" if "firm" in frame else None
    frame["colour"] = frame[hued].map(theme.colours(frame[hued], frame.get("firm"))) if hued else np.where(ours, BLUE, GREY)
    lines, known = lines or {}, frame["low"].notna()
    places = [*frame[["value", "low", "high"]].to_numpy().ravel(), *lines.values()]
    x = lying(frame, quantity, unit, ticks(places, zero, log), log)
    frame, heights = labelled(frame, x)
    marks, over = ranged(frame, x)
    bars = [Layer().mark_bar(size=3, orient="horizontal").encode(**along(x, "value", color=coloured(), x2=alt.X2Datum(0)))]
    layers = [*names(frame), *axes.uprights(lines, x), *(bars if zero and not (log or several) else []), *marks, over]
    if zone:
        start, end = (edge if one is None else one for one, edge in zip(zone, x["scale"].domain, strict=True))
        shade = alone(start=[start], end=[end]).mark_rect(opacity=0.12, color=GREY, y=0, y2={"expr": "height"})
        layers.insert(0, shade.encode(x=alt.X("start:Q", **x), x2="end:Q"))
    columns = [Column("Item", ("label",)), Column("Series", ("series",)), Column("Meaning", ("note",)),
               Column(quantity, ("value",), unit), *([Column("Range", ("low", "high"), unit)] if known.any() else []),
               Column("Source", ("source",))]
    ranges = ranges or ("80% range" if ours[known].all() else "range as published")
    key = {"Blue: the value used here.": not ours.all(), f"Dot: median, pale bar: {ranges}.": known.any(),
           "Shaded: where the answer changes.": zone}
    return drawing(layers, frame, columns, heights=heights, note=" ".join(one for one in key if key[one]), words=lines)


def shares(frame, shades, *, quantity, unit):
    """Parts of each row's whole, side by side from zero, named over the rows (see `wattbook.charts.plane.stack`)."""
    whole = frame.groupby("when", sort=False)["value"].transform("sum")
    frame = frame.assign(label=frame["when"].astype(str), row=frame["when"], amount=[amount(one, unit) for one in whole],
                         colour=frame["series"].map(shades))
    wide, left, line = [width_of(name) + 2 * TEXT for name in shades], [0.0], [0]
    for own, following in pairwise(wide):
        turns = left[-1] + own + following > NARROW
        left, line = [*left, 0.0 if turns else left[-1] + own], [*line, line[-1] + turns]
    frame, heights = placed(frame)
    x = lying(frame, quantity, unit, ticks(whole))
    up = [LINE * (one - line[-1] - 1 / 2) - 4 for one in line]
    key = alone(x=left, y=up, name=list(shades), colour=list(shades.values())).encode(
        x=alt.X("x:Q", **PIXELS), y=alt.Y("y:Q", **PIXELS))
    layers = [key.mark_square(size=110, opacity=0.9, xOffset=5).encode(color=coloured()),
              key.mark_text(align="left", dx=TEXT + 3).encode(text="name:N"),
              *names(frame), boxes(x, "start", "end", opacity=0.9)]
    columns = [Column("Item", ("label",)), Column("Part", ("series",)), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, heights=heights)


@shape("series", "when", "mid", "unit")
def strips(frame):
    """Small multiples along dates, a strip a series, each from nought to its own most: ``series``, ``when``, ``mid`` [unit]."""
    frame = frame.assign(name=frame["series"], said=list(map(amount, frame["mid"], frame["unit"])))
    each = frame.groupby("series", sort=False)
    foot, high = (each.ngroup() + 1) * STRIP - GAP, (STRIP - GAP - 2 * LINE) * frame["mid"] / each["mid"].transform("max")
    top = foot + GAP - STRIP
    frame = frame.assign(name_y=top, w_name_y=top, note_y=top + LINE, w_note_y=top + LINE, foot=foot, y=foot - high,
                         note=each["said"].transform("first") + " to " + each["said"].transform("last"))
    place, level = axes.x_of("when", frame["when"], **axes.time_axis(frame["when"])), alt.Y("y:Q", stack=None, **PIXELS)
    marks = (Layer().mark_area(opacity=0.18, color=BLUE).encode(y2="foot:Q"), Layer().mark_line(strokeWidth=2.25, color=BLUE),
             Layer().mark_point(filled=True, size=40, opacity=1, color=BLUE, tooltip=True))
    layers = [*names(frame), *(one.encode(x=place, y=level, detail="series:N") for one in marks)]
    columns = [Column("Series", ("series",)), Column("Date", ("when",)), Column("Value", ("said",))]
    return drawing(layers, frame[["series", "when", "said", "y", "foot"]], columns, heights=(int(foot.max()),),
                   note="Each line has a scale of its own, from nought.")


@shape("label", "value", "kind")
def waterfall(frame, *, quantity, unit):
    """From a first total to a last one, step by step: ``label``, ``value`` [unit], ``kind`` (``total`` or ``change``); where a
    range says how many digits it deserves ``low`` and ``high``. A total that its steps do not lead to is refused."""
    unknown, level, levels = sorted(set(frame["kind"]) - {TOTAL, CHANGE}), 0.0, []
    if unknown:
        raise ValueError(f"waterfall: found kind {unknown[0]!r}; allowed: {TOTAL}, {CHANGE}")
    for row in frame.itertuples():
        if row.kind == TOTAL and levels and abs(row.value - level) > TIE * max(abs(row.value), abs(level)):
            raise ValueError(f"waterfall: found {row.value:g} for {row.label}; its steps lead to {level:g}")
        before = 0.0 if row.kind == TOTAL else level
        level = before + row.value
        levels.append((before, level))
    frame[["before", "after"]], total = levels, frame["kind"] == TOTAL
    frame["amount"] = np.where(~total & (frame["value"] > 0), "+", "") + amounts(frame, unit)
    frame["colour"] = np.where(total, BLUE, np.where(frame["value"] < 0, VERMILION, SKY))
    frame, heights = placed(frame)
    x = lying(frame, quantity, unit, ticks(frame[["before", "after"]].to_numpy().ravel()))
    joints = rule(frame["after"][:-1], frame[:-1], frame[1:], -OVER, x, opacity=0.3, strokeDash=[2, 2])
    columns = [Column("Step", ("label",)), Column("Kind", ("kind",)), Column(quantity, ("value",), unit)]
    return drawing([*names(frame), boxes(x, "before", "after"), joints], frame, columns, heights=heights)


@shape("label", "unit", "low", "high", "at_low", "at_high", "base")
def tornado(frame, *, quantity, unit):
    """How far each assumption moves the answer, the widest on top, about where it stands: see `wattbook.uncertainty.moves`."""
    swing = (frame["at_high"] - frame["at_low"]).abs().sort_values(ascending=False, kind="stable").index
    frame = frame.loc[swing].reset_index(drop=True)
    frame = frame.assign(of_low=ORANGE, of_high=BLUE, **{
        f"{end}_said": [stated(float(f"{value:.2g}"), one) for value, one in zip(frame[end], frame["unit"], strict=True)]
        for end in ENDS})
    reach, base = frame[["at_low", "at_high"]].to_numpy(), frame["base"].iloc[0]
    lines = {f"Median {amount(base, unit, -abs(base), abs(base))}": base}  # two figures: words may give no more
    said = [f"{one.label}: {one.low_said} to {one.high_said} {tail(one.unit)}".removesuffix("ratio").strip()
            for one in frame.itertuples()]
    rows, heights = placed(frame.assign(label=said))
    frame, x = rows.assign(label=frame["label"]), lying(rows, quantity, unit, ticks([*reach.ravel(), base], zero=False))
    bars = [boxes(x, "base", f"at_{end}", colour=f"of_{end}") for end in ENDS]
    columns = [Column("Assumption", ("label",)), Column("Low value", ("low_said",)), Column("High value", ("high_said",)),
               Column("At low", ("at_low",), unit), Column("At high", ("at_high",), unit),
               Column("Share of spread", ("share",), "fraction")]
    return drawing([*names(frame), *bars, *axes.uprights(lines, x)], frame, columns, heights=heights, note=HOW, words=lines)


@shape("label", "start", "value")
def gantt(frame, *, today=None, start="Start", value="Reached", end="Complete"):
    """When things begin, reach a point and are complete, along time: ``label``, ``start``, ``value``; where known ``low``,
    ``high``, ``end`` and ``planned`` [calendar year]. `start`, `value` and `end` say what these are in a word or two."""
    frame = frame.assign(**{name: np.nan for name in ("low", "high", "end", "planned") if name not in frame}, colour=BLUE,
                         said=[shown(one, YEAR) for one in frame["value"]])
    lines = {} if today is None else {"As of": today}
    places = [*frame[["start", "value", "low", "high", "end", "planned"]].to_numpy(float).ravel(), *lines.values()]
    first, last = np.floor(np.nanmin(places)), np.ceil(np.nanmax(places))
    step = max(np.ceil((last - first) / MOST_YEARS), 1)
    x = lying(frame, "Year", YEAR, list(np.arange(first, last + step, step)))
    frame, heights = labelled(frame, x)
    points = {start: "start", value: "value", end: "end", "Planned": "planned"}
    marks, over = ranged(frame, x)
    layers = [*names(frame), *axes.uprights(lines, x), boxes(x, "start", "value", 3),
              boxes(x, "value", "end", 3, opacity=0.35), *marks,
              dot(x, "planned", filled=False, shape="diamond", stroke=INK, strokeWidth=1.5, size=110), over]
    columns = [Column("Item", ("label",)), *(Column(name, (field,), YEAR) for name, field in points.items())]
    columns.insert(3, Column("80% range", ("low", "high"), YEAR))
    key = {f"Line: from {start.lower()} to {value.lower()} (dot), then paler to {end.lower()}.": True,
           "Pale bar: 80% range.": frame["low"].notna().any(), "Diamond: planned.": frame["planned"].notna().any()}
    return drawing(layers, frame, columns, heights=heights, note=" ".join(one for one in key if key[one]), words=lines)
