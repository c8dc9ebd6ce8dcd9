"""Things on a plane of two quantities (points), and an outcome over two inputs, a cell a pair (frontier)."""

import json

import altair as alt
import numpy as np

from wattbook.charts import axes
from wattbook.charts.drawing import Layer, alone, drawing, kept, needs
from wattbook.charts.scales import share, ticks
from wattbook.charts.theme import BLUE, HEIGHT, INK, NARROW, ORANGE, TEXT
from wattbook.charts.words import amount, spoken, tip, width_of
from wattbook.tables import Column
from wattbook.words.numbers import MISSING, shown, stated

HALF, CELL = 1 / 2, 44  # of a cell, and its height [px]
FAINT, DEEP = 0.08, 0.45  # opacity of a cell at break-even, and of the one farthest from it
AWAY = 6  # [px] from a point to its name
PLOT = NARROW - 60  # [px] a plot on a phone beside its axis
SIDES = ((1, 1), (-1, 1), (1, -1), (-1, -1))  # where a name may stand: right or left of its point, over or under it


@kept
def points(frame, *, x_quantity, x_unit, y_quantity, y_unit, zero=True):
    """Things on a plane of two quantities, each point with its name: ``label``, ``x`` [x_unit] and ``y`` [y_unit]."""
    frame = needs(frame, ["label", "x", "y"], "points")
    x = axes.level_axis(x_quantity, x_unit, ticks(frame["x"], zero))
    y = axes.value_axis(y_quantity, y_unit, ticks(frame["y"], zero))
    where, at = {"x": alt.X("x:Q", **x), "y": alt.Y("y:Q", **y)}, frame[["x", "y"]].to_numpy(float)
    places = np.column_stack([share(at[:, 0], x["scale"].domain) * PLOT, share(at[:, 1], y["scale"].domain) * HEIGHT])
    taken = [(*(place - AWAY), *(place + AWAY)) for place in places]
    names = [_named(one, place, label, taken).encode(**where, text="label:N")
             for one, place, label in zip(at, places, frame["label"], strict=True)]
    columns = [Column("Item", ("label",)), Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit)]
    said = tip({" ": "datum.label", x_quantity: spoken(x_unit, "x"), y_quantity: spoken(y_unit, "y")})
    dots = Layer().mark_point(filled=True, size=80, color=BLUE, opacity=1, tooltip=said).encode(**where)
    return drawing([dots, *names], frame, columns)


def _named(at, place, label, taken):
    """Name of a point, on the side where it meets least of what is taken."""
    wide, found = width_of(label), []
    for right, over in SIDES:
        left = place[0] + right * AWAY - (right < 0) * wide
        low = place[1] + over * AWAY - (over < 0) * TEXT
        found.append(((left, low, left + wide, low + TEXT), right, over))
    box, right, over = min(found, key=lambda one: _struck(one[0], taken))
    taken.append(box)
    return alone(x=[at[0]], y=[at[1]], label=[label]).mark_text(
        dx=right * AWAY, dy=-over * AWAY, align="left" if right > 0 else "right", baseline="bottom" if over > 0 else "top",
        fontWeight=600)


def _struck(box, taken):
    """How many boxes a box meets, and at how many sides it leaves the plot [count]."""
    left, low, right, high = box
    met = sum(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in taken)
    return met + 2 * ((left < 0) + (right > PLOT) + (low < 0) + (high > HEIGHT))


@kept
def frontier(frame, *, x_quantity, x_unit, y_quantity, y_unit, quantity, unit, breakeven=None, breakeven_label="Break-even",
             point=None):
    """An outcome over two inputs in every cell: blue where it is at least at break-even, orange where not, a line between.

    ``x`` [x_unit], ``y`` [y_unit] and ``value`` [unit]: a whole grid, one row for each pair; any other is refused. `point`: x,
    y and what it is; the cell nearest to it is framed, if it is on the grid.
    """
    wide = needs(frame, ["x", "y", "value"], "frontier").pivot(index="y", columns="x", values="value")
    if wide.size != len(frame) or min(wide.shape) < 2:
        raise ValueError(f"frontier: found {len(frame)} rows over {wide.shape[1]} x and {wide.shape[0]} y; needs a whole grid")
    across, up, reached = wide.columns.to_numpy(float), wide.index.to_numpy(float), wide.to_numpy() >= (breakeven or 0)
    more = frame["value"] - (frame["value"].min() if breakeven is None else breakeven)
    deep = (FAINT + (DEEP - FAINT) * more.abs() / (more.abs().max() or 1)).fillna(0)
    frame = frame.assign(deep=deep, colour=np.where(more >= 0, BLUE, ORANGE), **_cell(frame["x"], frame["y"], across, up),
                         said=["–" if shown(one, unit) == MISSING else shown(one, unit, 2) for one in frame["value"]])
    x = _named_steps(axes.level_axis(x_quantity, x_unit, [0, 1]), across, x_unit)
    y = _named_steps(axes.value_axis(y_quantity, y_unit, [0, 1]), up, y_unit)
    box = {"x": alt.X("left:Q", **x), "x2": "right:Q", "y": alt.Y("under:Q", **y), "y2": "over:Q"}
    tips = tip({name: spoken(one, field) for name, one, field in (
        (quantity, unit, "value"), (x_quantity, x_unit, "x"), (y_quantity, y_unit, "y"))})
    middle = alone(x=frame["left"] + HALF, y=frame["under"] + HALF, said=frame["said"]).encode(
        x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), text="said:N")
    layers = [Layer().mark_rect(tooltip=tips).encode(
        **box, color=alt.Color("colour:N", scale=None), opacity=alt.Opacity("deep:Q", scale=None)), middle.mark_text()]
    note = [] if breakeven is None else [f"Blue: {amount(breakeven, unit)} ({breakeven_label.lower()}) or more."]
    if breakeven is not None and reached.any() and not reached.all():
        layers.append(_border(reached).mark_rule(strokeWidth=2.5, color=INK, strokeCap="round").encode(**box))
    if point and across[0] <= point[0] <= across[-1] and up[0] <= point[1] <= up[-1]:
        nearest = [[axis[np.abs(axis - one).argmin()]] for axis, one in zip((across, up), point[:2], strict=True)]
        layers.append(alone(**_cell(*nearest, across, up)).mark_rect(
            filled=False, stroke=INK, strokeWidth=1.5, strokeDash=[3, 2]).encode(**box))
        note.append(f"Dashed: nearest to {point[2]}.")
    columns = [Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, height=CELL * len(up), note=" ".join(note))


def _cell(x, y, across, up):
    """Sides of the cells of some pairs, in steps of the grid."""
    left, under = np.searchsorted(across, x) - HALF, np.searchsorted(up, y) - HALF
    return {"left": left, "right": left + 1, "under": under, "over": under + 1}


def _named_steps(encoding, values, unit):
    """An axis in steps of a grid, each named by its value."""
    encoding["axis"].values, encoding["axis"].grid = list(range(len(values))), False
    encoding["axis"].labelExpr = json.dumps([stated(one, unit) for one in values], ensure_ascii=False) + "[datum.value]"
    return {**encoding, "scale": axes.scale_over(-HALF, len(values) - HALF)}


def _border(reached):
    """Sides between a cell that reaches break-even and a neighbour that does not."""
    (rows, columns), (under, place) = np.nonzero(reached[:, :-1] != reached[:, 1:]), np.nonzero(reached[:-1] != reached[1:])
    return alone(left=[*columns + HALF, *place - HALF], right=[*columns + HALF, *place + HALF],
                 under=[*rows - HALF, *under + HALF], over=[*rows + HALF, *under + HALF])
