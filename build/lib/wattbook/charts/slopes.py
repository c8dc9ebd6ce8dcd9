"""How an order changes from one measure or stage to the next."""

import json

import altair as alt

from wattbook.charts import axes, theme
from wattbook.charts.drawing import Layer, alone, drawing, kept, needs
from wattbook.charts.theme import GREY, HEIGHT, NARROW, text_colour
from wattbook.charts.words import lines_of, tip, width_of
from wattbook.tables import Column

SIDE = 11  # characters of one line of a name at the sides
ROW = 36  # [px] at least between two ranks


@kept
def slope(frame, *, colours=None):
    """Ranks of the same entities in several columns, joined by lines; rank 1 is on top.

    ``column`` (heads in order of appearance), ``entity``, ``rank`` (1 and up). An entity may be missing from a column; two
    ranks of one in the same column, or a single column, are refused. By default the first is blue and the rest are grey.
    """
    frame = needs(frame, ["column", "entity", "rank"], "slope")
    heads = list(dict.fromkeys(frame["column"]))
    if frame.duplicated(["column", "entity"]).any():
        twice = frame[frame.duplicated(["column", "entity"])].iloc[0]
        raise ValueError(f"slope: found two ranks of {twice['entity']} in {twice['column']}; allowed: one")
    if len(heads) < 2:
        raise ValueError(f"slope: found one column, {heads[0]}; needs at least two")
    shades = theme.colours(frame["entity"], {frame["entity"].iloc[0]: theme.BLUE} if colours is None else colours)
    frame = frame.assign(place=frame["column"].map(heads.index), colour=frame["entity"].map(shades))
    frame = frame.sort_values("colour", key=lambda one: one != GREY, kind="stable")  # context behind
    lowest = float(frame["rank"].max())
    wide = NARROW / 2 / len(heads) / width_of("n", bold=False)
    words = json.dumps([lines_of(one, wide).split("\n") for one in heads], ensure_ascii=False)
    over = alt.Axis(title=None, orient="top", values=list(range(len(heads))), labelExpr=f"{words}[datum.value]", domain=False,
                    ticks=False, grid=True, labelFlush=False, labelOverlap=False, labelPadding=10, labelLineHeight=theme.LINE)
    place = {"x": alt.X("place:Q", axis=over, scale=axes.scale_over(0, len(heads) - 1)),
             "y": alt.Y("rank:Q", axis=None, scale=axes.scale_over(lowest + 0.5, 0.5))}
    lines = Layer().encode(**place, color=alt.Color("colour:N", scale=None), detail="entity:N")
    layers = [lines.mark_line(strokeWidth=2.5, opacity=0.8),
              lines.mark_point(filled=True, size=80, opacity=1, tooltip=tip({" ": "datum.entity", "Rank": "datum.rank"}))]
    columns = [Column("Measure", ("column",)), Column("Who", ("entity",)), Column("Rank", ("rank",), "count")]
    return drawing([*layers, *_names(frame, len(heads) - 1, place)], frame, columns, height=max(HEIGHT, round(ROW * lowest)))


def _names(frame, last, place):
    """Rank and name at the left, and at the right of a line that ends there without having begun at the left."""
    begun, rank = frame["entity"].isin(frame.loc[frame["place"] == 0, "entity"]), frame["rank"].map("{:g}".format)
    said = rank.where(begun & (frame["place"] > 0), frame["entity"].map(lambda one: lines_of(one, SIDE)) + " " + rank)
    ends = frame["place"].eq(frame.groupby("entity")["place"].transform("max")) & ~begun
    rows = frame.assign(said=said, shade=frame["colour"].map(text_colour))[["place", "rank", "said", "shade"]]
    sides = (("right", -1, rows[frame["place"] == 0]), ("left", 1, rows[(frame["place"] == last) | ends]))
    return [alone(**part).mark_text(align=align, dx=sign * axes.BESIDE, baseline="middle", fontWeight=600).encode(
        **place, text="said:N", color=alt.Color("shade:N", scale=None)) for align, sign, part in sides if len(part)]
