"""How an order changes from one measure or stage to the next."""

import json

import altair as alt

from wattbook.charts import marks, theme
from wattbook.charts.theme import GREY, HEIGHT, SMALL, TEXT, framed, text_colour
from wattbook.charts.words import lines_of, width_of

HEAD = 10  # characters of one line of a column's head
HEAD_LINE = 13  # [px]
HEAD_ROOM = 18  # [px] from a head to the plot and to the words over it
SIDE = 14  # characters of one line of a name at the sides
WIDE = 480  # [px] column from which names stand at both sides
ROW = 30  # [px] at least between two ranks
FADE = 0.65  # opacity of lines that are context


def slope(frame, *, title, subtitle, source, colours=None, alt_text=None):
    """Ranks of the same entities in several columns, joined by lines; rank 1 is on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``column`` (heads in order of appearance), ``entity``, ``rank`` (1 and up) [count]; ``said`` (what stands behind the
        rank, for the tip) where wanted. An entity may be missing from a column.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    colours : dict of str to str or None
        Colour of each entity; by default the first is the subject's blue and the rest are grey.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Lines, points and names at both sides.

    Raises
    ------
    ValueError
        An entity has two ranks in one column, or there is only one column.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"column": ["Announced", "Energised"], "entity": ["Ours", "Ours"], "rank": [1, 4]})
    >>> slope(frame, title="First to announce, fourth to run", subtitle="Rank", source="publishers").height
    320
    """
    frame = _numbered(marks.columns(frame, ["column", "entity", "rank"], "slope"))
    heads = list(dict.fromkeys(frame["column"]))
    first = frame["entity"].iloc[0]
    shades = theme.colours(frame["entity"], {first: theme.BLUE} if colours is None else colours)
    frame = frame.assign(colour=frame["entity"].map(shades), text=frame["entity"].map(shades).map(text_colour))
    lowest = float(frame["rank"].max())
    x = {"axis": _heads(heads), "scale": marks.scale_over(0, len(heads) - 1)}
    y = {"axis": None, "scale": marks.scale_over(lowest + 0.5, 0.5)}
    above = HEAD_LINE * max(lines_of(head, HEAD).count("\n") + 1 for head in heads) + HEAD_ROOM
    left = max(width_of(one, TEXT, bold=True) for one in frame["left"]) + marks.BESIDE
    return framed([*_lines(frame, x, y), *_names(frame, x, y)], title=title, subtitle=subtitle, source=source,
                  alt_text=alt_text, height=max(HEIGHT, round(ROW * lowest)), left=left, above=above, below=0)


def _numbered(frame):
    """Places of the columns, and the names at the sides."""
    if frame.duplicated(["column", "entity"]).any():
        twice = frame[frame.duplicated(["column", "entity"])].iloc[0]
        raise ValueError(f"slope: found two ranks of {twice['entity']} in {twice['column']}; allowed: one")
    heads = list(dict.fromkeys(frame["column"]))
    if len(heads) < 2:
        raise ValueError(f"slope: found one column, {heads[0]}; needs at least two")
    name = frame["entity"].map(lambda one: lines_of(one, SIDE))
    rank = frame["rank"].map("{:g}".format)
    place = frame["column"].map(heads.index).astype(float)
    full = rank + " " + name
    named = frame["entity"].isin(frame.loc[place == 0, "entity"])
    return frame.assign(place=place, left=name + " " + rank, right=full, short=rank.where(named, full))


def _heads(heads):
    """Axis over the plot, its labels broken into short lines."""
    said = json.dumps([lines_of(head, HEAD).split("\n") for head in heads], ensure_ascii=False)
    return alt.Axis(
        title=None, orient="top", values=list(range(len(heads))), labelExpr=f"{said}[datum.value]", domain=False, ticks=False,
        grid=True, labelFlush=False, labelOverlap=False, labelPadding=10, labelFontSize=SMALL, labelLineHeight=HEAD_LINE)


def _lines(frame, x, y):
    tip = {"expr": "datum.entity + ': ' + datum.rank" + (" + ', ' + datum.said" if "said" in frame else "")}
    made = []
    for context in (True, False):  # context behind
        part = frame[(frame["colour"] == GREY) == context]
        if part.empty:
            continue
        base = marks.drawn(part).encode(
            x=alt.X("place:Q", **x), y=alt.Y("rank:Q", **y), color=alt.Color("colour:N", scale=None), detail="entity:N")
        made += [base.mark_line(strokeWidth=1.5 if context else 3, opacity=FADE if context else 1),
                 base.mark_point(filled=True, size=50 if context else 80, opacity=1, tooltip=tip)]
    return made


def _names(frame, x, y):
    """Rank and name at both sides; between them only of an entity that is on neither.

    In a narrow column a name that stands at the left is not said again at the right.
    """
    made = []
    edges = 0, len(set(frame["place"])) - 1
    absent = ~frame["entity"].isin(frame.loc[frame["place"].isin(edges), "entity"]) & ~frame.duplicated("entity", keep="last")
    sides = (("right", -1, frame["place"] == 0, "datum.left"),
             ("left", 1, (frame["place"] == edges[1]) | absent, f"column >= {WIDE} ? datum.right : datum.short"))
    for align, sign, here, said in sides:
        if here.any():
            text = marks.drawn(frame.loc[here, ["place", "rank", "left", "right", "short", "text"]]).mark_text(
                text={"expr": said}, align=align, dx=sign * marks.BESIDE, baseline="middle", fontWeight=600, lineBreak="\n",
                lineHeight=marks.LINE_HEIGHT)
            made.append(text.encode(x=alt.X("place:Q", **x), y=alt.Y("rank:Q", **y), color=alt.Color("text:N", scale=None)))
    return made
