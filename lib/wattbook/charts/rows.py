"""Charts of one row a thing: the parts they share.

A row's name stands above its mark, so that the plot keeps the whole width of a phone. Rules stop at names.
"""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks
from wattbook.charts.scales import share
from wattbook.charts.theme import ABOVE, HEIGHT, QUIET, SMALL, TEXT, framed
from wattbook.charts.words import broken, width_of

NAME, NOTE = 20, 15  # [px] from the top of a row to its mark for a name of one line, and more for a note under it
LINE = 14  # [px] more for a second line of either
NARROW = 330  # [px] of the column in which names and notes are broken to fit
THICK = 16  # [px] of a bar
NAME_TOP = 5  # [px] from the top of a row to its name
PAST = 3  # [px] that a rule reaches over a bar and under it
ROOMY, TIGHT = 48, NAME + THICK + 2 * PAST  # [px] height of a row where there are few, and at least
AWAY = 7  # [px] from a mark to its figure
TOP_GAP = 5  # [px] from the rows to the lowest label of a reference line
TOP_LINE = 15  # [px] from label to label of reference lines
FIGURE = 0.13  # share of the axis that a figure may take in a narrow column
NEAR = 0.14  # share of the axis within which such a label stands at an edge


def placed(frame):
    """Place rows from the top down.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row each: ``label``, and where wanted ``note``. Long ones make all rows higher.

    Returns
    -------
    pandas.DataFrame
        With ``row`` (its top), ``top``, ``middle`` and ``foot`` of its mark [rows].
    float
        Height of a row [px].

    Examples
    --------
    >>> rows, height = placed(pd.DataFrame({"label": ["a", "b"]}))
    >>> rows["row"].tolist(), height
    ([0.0, 1.0], 48.0)
    """
    words = NAME + LINE * _is_long(frame, "label")
    words += NOTE + LINE * _is_long(frame, "note") if "note" in frame else 0
    step = float(np.clip(HEIGHT / len(frame), TIGHT + words - NAME, ROOMY + words - NAME))
    row = np.arange(len(frame), dtype=float)
    return frame.assign(row=row, top=row + words / step, middle=row + (words + THICK / 2) / step,
                        foot=row + (words + THICK) / step), step


def axis(count):
    """Encoding of the upright axis, which shows nothing."""
    return {"axis": None, "scale": marks.scale_over(count, 0)}


def with_room(x, frame):
    """Let a lying axis end late enough for every figure at the end of a mark, in a column of any width.

    Parameters
    ----------
    x : dict
        Encoding of the axis, its scale of plain numbers.
    frame : pandas.DataFrame
        ``end`` of each mark [unit of the axis] and ``said``, its figure.

    Returns
    -------
    dict
        The encoding, its last end a Vega expression.

    Notes
    -----
    A figure of width w at share s of an axis of width W fits if s W / f + w <= W, where f is how many times longer the axis
    is made: f = s / (1 - w / W). Left to itself, Vega makes room once, by the width that a figure lacked before it moved.
    """
    (low, high), log = x["scale"].domain, marks.is_log(x)
    pairs = zip(share(frame["end"], (low, high), log), frame["said"], strict=True)
    needs = [f"{at:.3f} / (1 - {width_of(said, TEXT, bold=True) + AWAY:.0f} / column)" for at, said in pairs ]
    longer = f"max({', '.join(['1', *needs])})"
    last = f"{low!r} * pow({high / low!r}, {longer})" if log else f"{low!r} + {high - low!r} * {longer}"
    scale = alt.Scale(domain=[low, {"expr": last}], nice=False, **({"type": "log"} if log else {"zero": False}))
    return {**x, "scale": scale}


def names(frame, y):
    """Name of each row, and its note under that; in a narrow column long ones take two lines."""
    room = LINE * _is_long(frame, "label")
    frame = frame.assign(label_needs=_widths(frame["label"], "label"))
    if "note" not in frame:
        return [_text(frame, "label", y, f"{NAME_TOP} + {room} * {_fits('label')}")]
    spare = f"{LINE * _is_long(frame, 'note')} * {_fits('note')}"
    frame = frame.assign(note_needs=_widths(frame["note"], "note"))
    return [_text(frame, "label", y, f"{NAME_TOP} + {room} * {_fits('label')} + {spare}"),
            _text(frame, "note", y, f"{NAME_TOP + NOTE + room} + {spare}")]


def _fits(name):
    return f"(column >= datum.{name}_needs ? 1 : 0)"


def _style(name):
    name_style, note_style = {"fontWeight": 600, "fontSize": TEXT}, {"fontWeight": 400, "fontSize": SMALL, "opacity": QUIET}
    return name_style if name == "label" else note_style


def _widths(texts, name):
    style = _style(name)
    return [width_of(one, style["fontSize"], bold=style["fontWeight"] > 400) for one in texts]


def _is_long(frame, name):
    """Whether any text of a column needs a second line where the chart is narrow."""
    return max(_widths(frame[name], name)) > NARROW


def _text(frame, name, y, top):
    """A column of words, in one line where they fit, else in two."""
    characters = int(NARROW / _widths("n", name)[0])
    part = frame[["row", *(one for one in ("label_needs", "note_needs") if one in frame)]].assign(
        wide=frame[name], narrow=["\n".join(broken(one, characters)[:2]) for one in frame[name]])
    return marks.drawn(part).mark_text(
        x=0, dy={"expr": top}, text={"expr": f"{_fits(name)} ? datum.wide : datum.narrow"}, lineBreak="\n", lineHeight=LINE,
        align="left", baseline="top", limit={"expr": "width"}, **_style(name)).encode(y=alt.Y("row:Q", **y))


def boxes(frame, x, y, start, end, tip):
    """Bars between two columns, each in the colour of its row."""
    return marks.drawn(frame).mark_bar(tooltip={"expr": tip}).encode(
        x=alt.X(f"{start}:Q", **x), x2=f"{end}:Q", y=alt.Y("top:Q", **y), y2="foot:Q",
        color=alt.Color("colour:N", scale=None))


def whiskers(frame, x, y, coloured=False):
    """Ranges, where rows have one."""
    held = frame.dropna(subset=["low", "high"])
    if held.empty:
        return []
    colour = {"color": alt.Color("colour:N", scale=None)} if coloured else {}
    thick, opacity = (2.5, 0.55) if coloured else (1.5, 0.9)
    return [marks.drawn(held).mark_rule(strokeWidth=thick, opacity=opacity).encode(
        x=alt.X("low:Q", **x), x2="high:Q", y=alt.Y("middle:Q", **y), **colour)]


def figures(frame, x, y):
    """What each mark amounts to (``said``), right of its right end (``end``)."""
    return marks.drawn(frame[["end", "middle", "said"]]).mark_text(
        align="left", dx=AWAY, baseline="middle", fontWeight=600).encode(
        x=alt.X("end:Q", **x), y=alt.Y("middle:Q", **y), text="said:N")


def rule(at, frame, step, x, y, **style):
    """Upright line past every mark, open at the names."""
    part = pd.DataFrame({"at": float(at), "top": frame["top"] - PAST / step, "foot": frame["foot"] + PAST / step})
    return marks.drawn(part).mark_rule(**style).encode(x=alt.X("at:Q", **x), y=alt.Y("top:Q", **y), y2="foot:Q")


def references(lines, frame, step, x, y, ends):
    """Upright reference lines, their labels over the plot, one above the other; where a figure stands, a line gives way.

    Parameters
    ----------
    lines : dict of str to float or None
        What a line is, and where [unit of the axis].
    frame : pandas.DataFrame
        Rows as `placed` gives them, with the ``end`` of their marks and, if a figure stands at their left as well, the
        ``start`` [unit of the axis].
    step : float
        Height of a row [px].
    x, y : dict
        Encodings of the axes.
    ends : tuple of float
        Ends of the lying axis, about [unit of the axis].
    """
    log = marks.is_log(x)
    made = []
    for place, (label, value) in enumerate((lines or {}).items()):
        at = share(value, ends, log)
        beyond = [at - share(frame["end"], ends, log)]
        beyond += [share(frame["start"], ends, log) - at] if "start" in frame else []
        free = ~np.any([(one > 0) & (one < FIGURE) for one in beyond], axis=0)
        align = "left" if at < NEAR else "right" if at > 1 - NEAR else "center"
        text = marks.drawn(pd.DataFrame({"at": [float(value)], "label": [label]})).mark_text(
            y=0, dy=-TOP_GAP - TOP_LINE * place, align=align, baseline="bottom", fontWeight=600)
        made += [rule(value, frame[free], step, x, y, strokeWidth=1.5, opacity=0.9),
                 text.encode(x=alt.X("at:Q", **x), text="label:N")]
    return made


def framed_rows(layers, frame, step, lines, **words):
    """Put the words around rows: see `wattbook.charts.theme.framed`."""
    above = ABOVE + (TOP_GAP if lines else 0) + TOP_LINE * len(lines or {})
    return framed(layers, height=round(len(frame) * step), above=above, below=marks.NAMED, **words)
