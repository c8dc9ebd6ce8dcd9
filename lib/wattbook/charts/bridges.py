"""From one number to another: step by step (waterfall), assumption by assumption (tornado), and along time (gantt)."""

import altair as alt
import numpy as np

from wattbook.charts import axes, rows
from wattbook.charts.drawing import alone, drawing, kept, needs
from wattbook.charts.scales import ticks
from wattbook.charts.theme import BLUE, INK, ORANGE, SKY, VERMILION
from wattbook.charts.words import amount, amounts, spoken, tip
from wattbook.tables import Column
from wattbook.words.numbers import shown, stated, tail

TOTAL, CHANGE = "total", "change"
TIE = 1e-6  # relative: a total further than this from what leads up to it is an error
YEAR = "calendar_year"
ENDS = "low", "high"
HOW = ("Each bar goes from the median over the fifth of the draws in which one assumption is lowest (orange) to that over the "
       "fifth in which it is highest (blue); beside its name stand its medians there.")


@kept
def waterfall(frame, *, quantity, unit):
    """From a first total to a last one, each step in its place.

    ``label``, ``value`` [unit] and ``kind``: ``total`` (a level, also between) or ``change`` (added to the level); ``low`` and
    ``high`` where a range says how many digits it deserves. A total that its steps do not lead to is refused.
    """
    frame = _levels(needs(frame, ["label", "value", "kind"], "waterfall"))
    total = frame["kind"] == TOTAL
    signs = np.where(~total & (frame["value"] > 0), "+", "")
    frame["amount"] = signs + amounts(frame, unit)
    frame["colour"] = np.where(total, BLUE, np.where(frame["value"] < 0, VERMILION, SKY))
    frame, height = rows.placed(frame)
    x = axes.level_axis(quantity, unit, ticks(frame[["before", "after"]].to_numpy().ravel()))
    joints = alone(at=frame["after"][:-1], y=frame["y"][:-1] + rows.OVER, foot=frame["y"].to_numpy()[1:] - rows.OVER)
    layers = [*rows.names(frame), rows.boxes(x, "before", "after", tip({" ": "datum.label", quantity: "datum.amount"})),
              rows.zero(frame, x), joints.mark_rule(opacity=0.3, strokeDash=[2, 2]).encode(
                  x=alt.X("at:Q", **x), y=rows.at_y(), y2="foot:Q")]
    columns = [Column("Step", ("label",)), Column("Kind", ("kind",)), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, height=height)


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


@kept
def tornado(frame, *, quantity, unit):
    """How far each assumption moves the answer, the widest on top, about where the answer stands.

    As `wattbook.uncertainty.moves` gives it: ``label`` and ``unit`` of the assumption, its ``low`` and ``high`` [unit of the
    assumption], the answer ``at_low``, ``at_high`` and ``base`` [unit].
    """
    frame = needs(frame, ["label", "unit", "low", "high", "at_low", "at_high", "base"], "tornado")
    swing = (frame["at_high"] - frame["at_low"]).abs().sort_values(ascending=False, kind="stable").index
    frame = frame.loc[swing].reset_index(drop=True)
    frame = frame.assign(of_low=ORANGE, of_high=BLUE, **{
        f"{end}_said": [stated(float(f"{value:.2g}"), one) for value, one in zip(frame[end], frame["unit"], strict=True)]
        for end in ENDS})
    reach, base = frame[["at_low", "at_high"]].to_numpy(), frame["base"].iloc[0]
    lines = {f"Median {amount(base, unit, reach.min(), reach.max())}": base}
    names = [f"{one.label}: {one.low_said} to {one.high_said} {tail(one.unit)}".removesuffix("ratio").strip()
             for one in frame.itertuples()]
    placed, height = rows.placed(frame.assign(label=names), lines)
    frame = placed.assign(label=frame["label"])
    held = ticks([*reach.ravel(), base], zero=False)
    x = axes.level_axis(quantity, unit, held)
    boxes = [rows.boxes(x, "base", f"at_{end}", tip({" ": f"datum.label + ' at ' + datum.{end}_said",
                                                     quantity: spoken(unit, f"at_{end}")}), colour=f"of_{end}") for end in ENDS]
    columns = [Column("Assumption", ("label",)), Column("Low value", ("low_said",)), Column("High value", ("high_said",)),
               Column("At low", ("at_low",), unit), Column("At high", ("at_high",), unit),
               Column("Share of spread", ("share",), "fraction")]
    layers = [*rows.names(frame), *boxes, *rows.references(lines, frame, x, (held[0], held[-1]))]
    return drawing(layers, frame, columns, height=height, note=HOW, words=lines)


@kept
def gantt(frame, *, today=None, start="Start", value="Reached", end="Complete"):
    """When things begin, reach a point and are complete, in rows along time, beside what was planned.

    ``label``, ``start``, ``value`` with ``low`` and ``high`` where it has a range, ``end`` and ``planned`` [calendar year],
    empty where not known; `start`, `value` and `end` are what these three are, in a word or two.
    """
    frame = needs(frame, ["label", "start", "value"], "gantt")
    frame = frame.assign(**{name: np.nan for name in ("low", "high", "end", "planned") if name not in frame}, colour=BLUE)
    lines = {} if today is None else {"As of": today}
    frame["said"] = [shown(one, YEAR) for one in frame["value"]]
    places = [*frame[["start", "value", "low", "high", "end", "planned"]].to_numpy(float).ravel(), *lines.values()]
    ends = float(np.floor(np.nanmin(places))), float(np.ceil(np.nanmax(places)))
    frame, height = rows.labelled(frame, lines, ends)
    x = axes.level_axis("Year", YEAR, list(np.arange(ends[0], ends[1] + 1)))
    points = {start: "start", value: "value", end: "end", "Planned": "planned"}
    tips = tip({" ": "datum.label"} | {name: _month(f"datum.{field}") for name, field in points.items()})
    layers = [*rows.names(frame), *rows.references(lines, frame, x, ends), rows.boxes(x, "start", "value", tips, 3),
              rows.boxes(x, "value", "end", tips, 3, opacity=0.35), rows.pale(x, tips), rows.dot(x, tips),
              rows.dot(x, tips, "planned", filled=False, shape="diamond", stroke=INK, strokeWidth=1.5, size=110),
              rows.over_dots(frame, x)]
    columns = [Column("Item", ("label",)), *(Column(name, (field,), YEAR) for name, field in points.items())]
    columns.insert(3, Column("80% range", ("low", "high"), YEAR))
    said = [f"Line: from {start.lower()} to {value.lower()} (dot), then paler to {end.lower()}.",
            *(["Pale bar: 80% range."] if frame["low"].notna().any() else []),
            *(["Diamond: planned."] if frame["planned"].notna().any() else [])]
    return drawing(layers, frame, columns, height=height, note=" ".join(said), words=lines)


def _month(at):
    """Vega expression for the month of a decimal year."""
    return f"isValid({at}) ? timeFormat(datetime(floor({at}), floor(({at} - floor({at})) * 12 + 0.001), 1), '%b %Y') : 'none'"
