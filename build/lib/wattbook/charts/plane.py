"""Things on a plane of two quantities (points), and an outcome over two inputs (frontier)."""

import altair as alt
import numpy as np

from wattbook.charts import axes
from wattbook.charts.drawing import Layer, alone, drawing, kept, needs
from wattbook.charts.scales import share, ticks
from wattbook.charts.theme import BLUE, GREY, HEIGHT, NARROW, TEXT, VERMILION
from wattbook.charts.words import amount, spoken, tip, width_of
from wattbook.tables import Column

FINE = 50  # columns of the grid on which that side is found
SHADE = 0.14  # opacity of the side where the outcome is at least at break-even
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
    taken = [_box(where, one, 2 * AWAY, 2 * AWAY, (0, 0)) for one in at]
    names = [_named(where, taken, [one], label) for one, label in zip(at, frame["label"], strict=True)]
    columns = [Column("Item", ("label",)), Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit)]
    dots = Layer().mark_point(filled=True, size=80, color=BLUE, opacity=1, tooltip=_tip({" ": "datum.label"}, *columns[1:]))
    return drawing([dots.encode(**where), *names], frame, columns)


@kept
def frontier(frame, *, x_quantity, x_unit, y_quantity, y_unit, quantity, unit, levels=(), breakeven=None,
             breakeven_label="Break-even", point=None):
    """Lines of equal outcome over two inputs, and the side on which it is at least at break-even.

    ``x`` [x_unit], ``y`` [y_unit] and ``value`` [unit]: a whole grid, one row for each pair; any other is refused. `levels` get
    grey lines, `breakeven` a bold one and, at or above it, a shade. `point`: x, y and what it is, drawn if it is on the grid.
    """
    across, up, values = _grid(frame)
    held = [[one for one in ticks(ends, zero=False) if ends[0] <= one <= ends[-1]] for ends in (across, up)]
    x, y = axes.level_axis(x_quantity, x_unit, held[0]), axes.value_axis(y_quantity, y_unit, held[1])
    y["axis"].grid = False
    x["scale"], y["scale"] = axes.scale_over(across[0], across[-1]), axes.scale_over(up[0], up[-1])
    where = {"x": alt.X("x:Q", **x), "y": alt.Y("y:Q", **y)}
    columns = [Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit), Column(quantity, ("value",), unit)]
    cells = Layer(name="hover-cells").mark_point(
        shape="square", filled=True, opacity=0, size=3000, clip=True, tooltip=_tip({}, *reversed(columns))).encode(**where)
    lines = [] if breakeven is None else [(breakeven, f"{breakeven_label} {amount(breakeven, unit)}", True)]
    lines += [(level, amount(level, unit), False) for level in levels if level != breakeven]
    drawn, taken = [], []
    for level, label, bold in lines:
        pieces = contour(across, up, values, level)
        drawn += _isoline(pieces[np.argsort(-pieces[:, 0])], label, bold, where, taken) if len(pieces) else []
    if point and across[0] <= point[0] <= across[-1] and up[0] <= point[1] <= up[-1]:
        dot = alone(x=[point[0]], y=[point[1]]).mark_point(filled=True, size=80, color=VERMILION, opacity=1)
        drawn += [dot.encode(**where), _named(where, taken, [point[:2]], point[2])]
    note = "Each line joins equal outcomes." + ("" if breakeven is None else f" Shaded: {amount(breakeven, unit)} or more.")
    return drawing([*_shaded(across, up, values, breakeven, where), *drawn, cells], frame, columns, note=note)


def _tip(first, *columns):
    return tip(first | {one.head: spoken(one.unit, *one.fields) for one in columns})


def _box(where, at, wide, high, side):
    """Left, low, right and high of words of this size beside a point, or about it, on a phone [px]."""
    ends = [where[name]["scale"].domain for name in ("x", "y")]
    place = [float(share(one, end)) * size for one, end, size in zip(at, ends, (PLOT, HEIGHT), strict=True)]
    left, low = (middle + turn * AWAY - (turn < 0) * size - (turn == 0) * size / 2
                 for middle, turn, size in zip(place, side, (wide, high), strict=True))
    return left, low, left + wide, low + high


def _named(where, taken, places, label, weight=600):
    """Words beside one of some places, on a side where they meet nothing that is taken, or least of all."""
    wide = width_of(label, bold=weight > 400)
    tried = [(_box(where, at, wide, TEXT, side), at, side) for at in places for side in SIDES]
    box, at, (right, over) = min(tried, key=lambda one: _struck(one[0], taken))
    taken.append(box)
    return alone(x=[at[0]], y=[at[1]], label=[label]).mark_text(
        dx=right * AWAY, dy=-over * AWAY, align="left" if right > 0 else "right", baseline="bottom" if over > 0 else "top",
        fontWeight=weight).encode(**where, text="label:N")


def _struck(box, taken):
    """How many boxes a box meets, and at how many sides it leaves the plot [count]."""
    left, low, right, high = box
    met = sum(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in taken)
    return met + 2 * ((left < 0) + (right > PLOT) + (low < 0) + (high > HEIGHT))


def contour(across, up, values, level):
    """Line along which values on a grid equal a level, as straight pieces: x, y of one end, x, y of the other.

    Marching squares (Lorensen and Cline, "Marching cubes", Computer Graphics 21 (4), 1987, in the plane): between neighbours
    on the grid values run straight. Where a level crosses all four sides of a cell, the mean of its corners says which
    corners belong together. Cells with an undefined corner are left out.
    """
    place = np.stack([*np.meshgrid(across, up), np.asarray(values, dtype=float) - level], axis=-1)
    corners = np.stack([place[:-1, :-1], place[:-1, 1:], place[1:, 1:], place[1:, :-1]], axis=2).reshape(-1, 4, 3)
    corners = corners[np.isfinite(corners).all(axis=(1, 2))]
    nexts = np.roll(corners, -1, axis=1)
    rise = corners[..., 2], nexts[..., 2]
    crosses = (rise[0] >= 0) != (rise[1] >= 0)
    part = np.where(crosses, rise[0] / np.where(crosses, rise[0] - rise[1], 1), 0)[..., None]
    ends = (corners + part * (nexts - corners))[..., :2]
    twice, saddle = crosses.sum(axis=1) == 2, crosses.all(axis=1)
    turned = (corners[..., 2].mean(axis=1) >= 0) != (corners[:, 0, 2] >= 0)
    ends[saddle & turned] = np.roll(ends[saddle & turned], 1, axis=1)
    return np.concatenate([ends[twice][crosses[twice]], ends[saddle].reshape(-1, 2)]).reshape(-1, 4)


def _grid(frame):
    """Axes and values of a whole grid."""
    wide = needs(frame, ["x", "y", "value"], "frontier").pivot(index="y", columns="x", values="value")
    if wide.size != len(frame) or min(wide.shape) < 2:
        raise ValueError(f"frontier: found {len(frame)} rows over {wide.shape[1]} x and {wide.shape[0]} y; needs a whole grid")
    return wide.columns.to_numpy(float), wide.index.to_numpy(float), wide.to_numpy(float)


def _isoline(pieces, label, bold, where, taken):
    """Pieces of a line, and its label as far right as there is room."""
    line = alone(**dict(zip(("x", "y", "x2", "y2"), pieces.T, strict=True))).mark_rule(
        strokeWidth=2.5 if bold else 1.25, color=BLUE if bold else GREY, opacity=1 if bold else 0.8, strokeCap="round").encode(
        **where, x2="x2:Q", y2="y2:Q")
    return [line, _named(where, taken, [piece[:2] for piece in pieces], label, 600 if bold else 400)]


def _shaded(across, up, values, breakeven, where):
    """The side at or above break-even, where it is one stretch in every column of a finer grid."""
    if breakeven is None:
        return []
    fine_x, fine_y = np.linspace(across[0], across[-1], FINE), np.linspace(up[0], up[-1], FINE * 8)
    columns = np.array([np.interp(fine_x, across, row) for row in values]).T
    reached = np.array([np.interp(fine_y, up, column) for column in columns]) >= breakeven
    if (np.count_nonzero(np.diff(reached, axis=1), axis=1) + reached[:, 0] + reached[:, -1] > 2).any() or not reached.any():
        return []
    some = reached.any(axis=1)
    edges = {"x": fine_x, "low": fine_y[reached.argmax(axis=1)], "high": fine_y[-1 - reached[:, ::-1].argmax(axis=1)]}
    y = {key: where["y"][key] for key in ("axis", "scale")}
    return [alone(**{name: one[some] for name, one in edges.items()}).mark_area(opacity=SHADE, color=BLUE).encode(
        x=where["x"], y=alt.Y("low:Q", stack=None, **y), y2="high:Q")]
