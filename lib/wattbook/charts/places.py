"""Points on a plane, each with its name: two quantities of several things, or places on a map."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks
from wattbook.charts.scales import share, ticks
from wattbook.charts.theme import BLUE, GREY, HEIGHT, QUIET, TEXT, framed
from wattbook.charts.words import width_of

AWAY = 6  # [px] from a point to its name, in both directions
NARROW = 280  # [px] of the plot for which names are placed
CORNERS = ((1, 1), (-1, 1), (1, -1), (-1, -1))  # where a name may stand: right or left of its point, over or under it


def points(frame, *, title, subtitle, source, x_quantity, x_unit, y_quantity, y_unit, outline=None, zero=True, alt_text=None):
    """Things on a plane of two quantities, each point with its name.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``label``, ``x`` [x_unit] and ``y`` [y_unit].
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    x_quantity, y_quantity : str
        Names of the axes, without unit.
    x_unit, y_unit : str
        Units of the axes, as in the records of outputs.
    outline : sequence of tuple or None
        A line behind the points, such as a border: pairs of x and y.
    zero : bool
        Whether the axes start at zero.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Line, points and labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"label": ["Grid", "Gas"], "x": [70.0, 90.0], "y": [350.0, 490.0]})
    >>> points(frame, title="Gas costs more", subtitle="Price and carbon", source="model", x_quantity="Price", x_unit="USD/MWh",
    ...        y_quantity="Carbon", y_unit="gCO2e/kWh").height
    320
    """
    frame = marks.columns(frame, ["label", "x", "y"], "points")
    line = pd.DataFrame(list(outline or ()), columns=["x", "y"], dtype=float)
    held = pd.concat([frame[["x", "y"]].astype(float), line])
    x = marks.level_axis(x_quantity, x_unit, ticks(held["x"], zero))
    y, left = marks.value_axis(y_quantity, y_unit, ticks(held["y"], zero))
    where = {"x": alt.X("x:Q", **x), "y": alt.Y("y:Q", **y)}
    layers = []
    if outline:
        border = marks.drawn(line.assign(place=range(len(line)))).mark_line(color=GREY, strokeWidth=1, opacity=QUIET)
        layers.append(border.encode(**where, order="place:Q"))
    layers.append(marks.drawn(frame).mark_point(filled=True, size=70, color=BLUE, opacity=1).encode(**where))
    for (across, up), part in frame.groupby(_sides(frame, x["scale"].domain, y["scale"].domain)):
        text = marks.drawn(part[["label", "x", "y"]]).mark_text(
            dx=across * AWAY, dy=-up * AWAY, align="left" if across > 0 else "right", baseline="bottom" if up > 0 else "top",
            fontWeight=600)
        layers.append(text.encode(**where, text="label:N"))
    return framed(layers, title=title, subtitle=subtitle, source=source, alt_text=alt_text, left=left, above=marks.TITLED,
                  below=marks.NAMED)


def _sides(frame, across, up):
    """Corner of each point at which its name stands: the first that keeps clear of other names, of points and of the edges."""
    centres = np.column_stack([share(frame["x"], across) * NARROW, share(frame["y"], up) * HEIGHT])
    taken = [_box(centre - AWAY, 2 * AWAY, 2 * AWAY) for centre in centres]
    chosen = []
    for own, (centre, label) in enumerate(zip(centres, frame["label"], strict=True)):
        wide = width_of(label, TEXT, bold=True)
        boxes = [_box(centre + [AWAY if right > 0 else -AWAY - wide, AWAY if over > 0 else -AWAY - TEXT], wide, TEXT)
                 for right, over in CORNERS]
        others = taken[:own] + taken[own + 1:]
        best = int(np.argmin([_struck(box, others) for box in boxes]))
        taken.append(boxes[best])
        chosen.append(CORNERS[best])
    return pd.Series(chosen, index=frame.index)


def _box(corner, wide, high):
    return np.array([*corner, corner[0] + wide, corner[1] + high])


def _struck(box, others):
    """How many other boxes a box meets, and whether it leaves the plot [count]."""
    left, low, right, high = box
    met = sum(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in others)
    return met + (left < 0) + (right > NARROW) + (low < 0)
