"""From one side to the other: how an order changes (slope), and what flows into a hub and out of it (flow)."""

import json

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import axes
from wattbook.charts.drawing import Layer, alone, drawing, kept, needs
from wattbook.charts.scales import spread
from wattbook.charts.theme import BLUE, GREY, HEIGHT, LINE, NARROW, text_colour
from wattbook.charts.words import amount, lines_of, spoken, tip, width_of
from wattbook.tables import Column

SIDE = 11  # characters of one line of a name at the sides
ROW = 46  # [px] between two ranks
GAP = 4  # [px] between two flows at a side
BEND = np.linspace(0, 1, 9)  # places along a flow at which its edges are drawn
SHADE = 0.3  # opacity of a flow


@kept
def slope(frame):
    """Ranks of the same entities in several columns, joined by lines; rank 1 is on top.

    ``column`` (heads in order of appearance), ``entity``, ``rank`` (1 and up). An entity may be missing from a column; two
    ranks of one in the same column, or a single column, are refused. The first is blue, the rest are grey.
    """
    frame = needs(frame, ["column", "entity", "rank"], "slope")
    heads = list(dict.fromkeys(frame["column"]))
    if frame.duplicated(["column", "entity"]).any():
        twice = frame[frame.duplicated(["column", "entity"])].iloc[0]
        raise ValueError(f"slope: found two ranks of {twice['entity']} in {twice['column']}; allowed: one")
    if len(heads) < 2:
        raise ValueError(f"slope: found one column, {heads[0]}; needs at least two")
    shade = np.where(frame["entity"] == frame["entity"].iloc[0], BLUE, GREY)
    frame = frame.assign(place=frame["column"].map(heads.index), colour=shade)
    frame = frame.sort_values("colour", key=lambda one: one != GREY, kind="stable")  # context behind
    lowest = float(frame["rank"].max())
    wide = NARROW / 2 / len(heads) / width_of("n", bold=False)
    words = json.dumps([lines_of(one, wide).split("\n") for one in heads], ensure_ascii=False)
    over = alt.Axis(title=None, orient="top", values=list(range(len(heads))), labelExpr=f"{words}[datum.value]", domain=False,
                    ticks=False, grid=True, labelFlush=False, labelOverlap=False, labelPadding=10, labelLineHeight=LINE)
    place = {"x": alt.X("place:Q", axis=over, scale=axes.scale_over(0, len(heads) - 1)),
             "y": alt.Y("rank:Q", axis=None, scale=axes.scale_over(lowest + 0.5, 0.5))}
    lines = Layer().encode(**place, color=alt.Color("colour:N", scale=None), detail="entity:N")
    layers = [lines.mark_line(strokeWidth=2.5, opacity=0.8),
              lines.mark_point(filled=True, size=80, opacity=1, tooltip=tip({" ": "datum.entity", "Rank": "datum.rank"}))]
    columns = [Column("Measure", ("column",)), Column("Who", ("entity",)), Column("Rank", ("rank",), "count")]
    return drawing([*layers, *_names(frame, len(heads) - 1, place)], frame, columns, height=round(ROW * lowest))


def _names(frame, last, place):
    """Rank and name at the left, and at the right of a line that ends there without having begun at the left."""
    begun, rank = frame["entity"].isin(frame.loc[frame["place"] == 0, "entity"]), frame["rank"].map("{:g}".format)
    said = rank.where(begun & (frame["place"] > 0), frame["entity"].map(lambda one: lines_of(one, SIDE)) + " " + rank)
    ends = frame["place"].eq(frame.groupby("entity")["place"].transform("max")) & ~begun
    rows = frame.assign(said=said, shade=frame["colour"].map(text_colour))[["place", "rank", "said", "shade"]]
    sides = (("right", -1, rows[frame["place"] == 0]), ("left", 1, rows[(frame["place"] == last) | ends]))
    return [alone(**part).mark_text(align=align, dx=sign * axes.BESIDE, baseline="middle", fontWeight=600).encode(
        **place, text="said:N", color=alt.Color("shade:N", scale=None)) for align, sign, part in sides if len(part)]


@kept
def flow(frame, *, hub, quantity, unit):
    """Amounts that flow into a hub at the left and out of it at the right, as wide as they are large, both on one scale.

    ``side`` (``in`` or ``out``), ``label`` and ``value`` [unit], above 0. Who stands on both sides is blue: a circle.
    """
    frame = needs(frame, ["side", "label", "value"], "flow")
    if not (frame["value"] > 0).all():
        found = frame[~(frame["value"] > 0)].iloc[0]
        raise ValueError(f"flow: found {found['value']:g} for {found['label']}; allowed: above 0")
    sides = frame.groupby("side", sort=False)["value"]
    gaps = GAP * (sides.transform("size") - 1)
    scale = ((HEIGHT - gaps) / sides.transform("sum")).min()
    before = sides.cumsum() - frame["value"]
    top = before * scale + GAP * sides.cumcount() + (HEIGHT - sides.transform("sum") * scale - gaps) / 2
    inner = before * scale + (HEIGHT - sides.transform("sum") * scale) / 2
    circle = frame.groupby("label")["side"].transform("nunique") > 1
    frame = frame.assign(top=top, foot=top + frame["value"] * scale, inner=inner, place=(frame["side"] == "out") * 1.0,
                         colour=np.where(circle, BLUE, GREY))
    x, y = alt.X("place:Q", axis=None, scale=axes.scale_over(0, 1)), alt.Y("top:Q", axis=None, scale=axes.scale_over(HEIGHT, 0))
    color = alt.Color("colour:N", scale=None)
    said = tip({" ": "datum.label", "Way": "datum.side", quantity: spoken(unit)})
    ends = Layer().mark_rule(strokeWidth=10, opacity=1, tooltip=said).encode(x=x, y=y, y2="foot:Q", color=color)
    bands = pd.concat([_band(one) for one in frame.itertuples()], ignore_index=True)
    ribbons = alone(**bands).mark_area(opacity=SHADE, interpolate="monotone").encode(
        x=x, y=alt.Y("top:Q", stack=None, axis=y["axis"], scale=y["scale"]), y2="foot:Q", detail="band:N", color=color)
    reach = [inner.min(), (inner + frame["value"] * scale).max()]
    middle = alone(place=[0.5], top=reach[:1], foot=reach[1:], label=[hub]).encode(x=x, y=y)
    layers = [ribbons, ends, middle.mark_rule(strokeWidth=14).encode(y2="foot:Q"),
              middle.mark_text(baseline="bottom", dy=-4, fontWeight=600).encode(text="label:N"), *_amounts(frame, unit, x, y)]
    columns = [Column("Way", ("side",)), Column("Who", ("label",)), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, note="Blue: on both sides, so that money goes round." if circle.any() else "")


def _amounts(frame, unit, x, y):
    """Name and amount at the outer end of each flow."""
    for side, part in frame.groupby("side", sort=False):
        at = spread((part["top"] + part["foot"]) / 2, np.full(len(part), LINE), HEIGHT)
        said = [f"{one.label} {amount(one.value, unit)}" for one in part.itertuples()]
        align, sign = ("right", -1) if side == "out" else ("left", 1)
        yield alone(place=part["place"], top=at, said=said).mark_text(
            align=align, dx=sign * axes.BESIDE, baseline="middle", fontWeight=600).encode(x=x, y=y, text="said:N")


def _band(one):
    """Edges of one flow, from its side to the hub."""
    turn = 3 * BEND**2 - 2 * BEND**3
    top = one.top + (one.inner - one.top) * turn
    return pd.DataFrame({"place": one.place + (1 / 2 - one.place) * BEND, "top": top, "foot": top + one.foot - one.top,
                         "band": one.Index, "colour": one.colour})
