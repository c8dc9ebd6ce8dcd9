"""An outcome over two inputs: lines of equal outcome, and the frontier where it is worth it."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks
from wattbook.charts.scales import ticks
from wattbook.charts.theme import BLUE, GREY, INK, VERMILION, framed
from wattbook.charts.words import amount

SHADE = 0.14  # opacity of the side where the outcome is at least at break-even
ROOM = 0.05  # share of the axes that a label of a line keeps from their ends
HALF = 0.5  # share of the axes


def frontier(frame, *, title, subtitle, source, x_quantity, x_unit, y_quantity, y_unit, unit, levels=(), breakeven=None,
             breakeven_label="Break-even", point=None, alt_text=None):
    """Lines of equal outcome over two inputs, and the side on which it is at least at break-even.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``x`` [x_unit], ``y`` [y_unit] and ``value`` [unit]: a whole grid, one row for each pair.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    x_quantity, y_quantity : str
        Names of the axes, without unit.
    x_unit, y_unit, unit : str
        Units of axes and outcome, as in the records of outputs.
    levels : sequence of float
        Outcomes to draw a grey line for [unit].
    breakeven : float or None
        Outcome of the bold line; where the outcome is at or above it, the plane is shaded [unit].
    breakeven_label : str
        What that line is.
    point : tuple or None
        One point to mark: x [x_unit], y [y_unit], label.
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Lines, shading, point and labels.

    Raises
    ------
    ValueError
        The rows are no whole grid of at least two by two.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [0, 0, 1, 1], "y": [0, 1, 0, 1], "value": [0, 1, 1, 2]})
    >>> frontier(frame, title="Half will do", subtitle="Return", source="model", x_quantity="Use", x_unit="fraction",
    ...          y_quantity="Price", y_unit="USD/h", unit="ratio", breakeven=1).height
    320
    """
    across, up, values = _grid(frame)
    x = marks.level_axis(x_quantity, x_unit, _inner(ticks(across, zero=False), across))
    y, left = marks.value_axis(y_quantity, y_unit, _inner(ticks(up, zero=False), up))
    y["axis"].grid = False
    x["scale"], y["scale"] = marks.scale_over(across[0], across[-1]), marks.scale_over(up[0], up[-1])
    lines = [(level, amount(level, unit), False) for level in levels if level != breakeven]
    lines += [] if breakeven is None else [(breakeven, f"{breakeven_label} {amount(breakeven, unit)}", True)]
    layers = [*_shaded(across, up, values, breakeven, x, y)]
    for level, label, bold in lines:
        layers += _isoline(contour(across, up, values, level), label, bold, x, y)
    layers += [] if point is None else marks.marked(point, x, y, VERMILION)
    note = "Each line joins equal outcomes." + ("" if breakeven is None else f" Shaded: {amount(breakeven, unit)} or more.")
    return framed(layers, title=title, subtitle=subtitle, source=source, alt_text=alt_text, left=left,
                  above=marks.TITLED, below=marks.NAMED, note=note)


def contour(across, up, values, level):
    """Line along which values on a grid equal a level, as straight pieces.

    Parameters
    ----------
    across, up : numpy.ndarray
        Places of columns and rows, rising, shapes (columns,) and (rows,) [units of the axes].
    values : numpy.ndarray
        Outcome, shape (rows, columns) [any].
    level : float
        The outcome sought [as values].

    Returns
    -------
    numpy.ndarray
        Shape (pieces, 4): x and y of one end, x and y of the other [units of the axes].

    Notes
    -----
    Marching squares: between two neighbours on the grid values are taken to run straight. Where a level crosses all four
    sides of a cell, the mean of its corners says which corners belong together. Cells with an undefined corner are left out.

    References
    ----------
    Lorensen and Cline, "Marching cubes", Computer Graphics 21 (4), 1987, in the plane.

    Examples
    --------
    >>> square = np.array([[0.0, 1.0], [0.0, 1.0]])
    >>> contour(np.array([0.0, 1.0]), np.array([0.0, 1.0]), square, 0.25).tolist()
    [[0.25, 0.0, 0.25, 1.0]]
    """
    place = np.stack([*np.meshgrid(across, up), np.asarray(values, dtype=float) - level], axis=-1)
    corners = np.stack([place[:-1, :-1], place[:-1, 1:], place[1:, 1:], place[1:, :-1]], axis=2).reshape(-1, 4, 3)
    corners = corners[np.isfinite(corners).all(axis=(1, 2))]
    nexts = np.roll(corners, -1, axis=1)
    rise = corners[..., 2], nexts[..., 2]
    crosses = (rise[0] >= 0) != (rise[1] >= 0)
    share = np.where(crosses, rise[0] / np.where(crosses, rise[0] - rise[1], 1), 0)[..., None]
    points = (corners + share * (nexts - corners))[..., :2]
    twice, saddle = crosses.sum(axis=1) == 2, crosses.all(axis=1)
    turned = (corners[..., 2].mean(axis=1) >= 0) != (corners[:, 0, 2] >= 0)
    points[saddle & turned] = np.roll(points[saddle & turned], 1, axis=1)
    return np.concatenate([points[twice][crosses[twice]], points[saddle].reshape(-1, 2)]).reshape(-1, 4)


def _grid(frame):
    """Axes and values of a whole grid."""
    wide = marks.columns(frame, ["x", "y", "value"], "frontier").pivot(index="y", columns="x", values="value")
    if wide.size != len(frame) or min(wide.shape) < 2:
        raise ValueError(f"frontier: found {len(frame)} rows over {wide.shape[1]} x and {wide.shape[0]} y; needs a whole grid")
    return wide.columns.to_numpy(float), wide.index.to_numpy(float), wide.to_numpy(float)


def _inner(places, ends):
    return [one for one in places if ends[0] <= one <= ends[-1]]


def _isoline(pieces, label, bold, x, y):
    """Pieces of a line and its label, which stands as far right as there is room."""
    if len(pieces) == 0:
        return []
    line = marks.drawn(pd.DataFrame(pieces, columns=["x", "y", "x2", "y2"])).mark_rule(
        strokeWidth=2.5 if bold else 1.25, color=BLUE if bold else GREY, opacity=1 if bold else 0.8, strokeCap="round").encode(
        x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), x2="x2:Q", y2="y2:Q")
    place, falls, right = _label_place(pieces, x["scale"].domain, y["scale"].domain, bold)
    side = {"align": "left", "dx": 4} if right else {"align": "right", "dx": -4}
    text = marks.drawn(pd.DataFrame({"x": [place[0]], "y": [place[1]], "label": [label]})).mark_text(
        baseline="bottom" if falls == right else "top", dy=-2 if falls == right else 3, fontWeight=600 if bold else 400,
        color=BLUE if bold else INK, **side).encode(x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), text="label:N")
    return [line, text]


def _label_place(pieces, across, up, bold):
    """Where a label stands, whether the line falls there, and whether the label is on its right.

    The bold line has it on its right, half way up, where there is room; the others on their left, far to the right.
    """
    share = (pieces[:, :2] - [across[0], up[0]]) / [across[1] - across[0], up[1] - up[0]]
    free = (share[:, 0] < 1 - ROOM) & (share[:, 1] > 2 * ROOM) & (share[:, 1] < 1 - 2 * ROOM)
    right = bold and (free & (share[:, 0] < HALF)).any()
    free = free & (share[:, 0] < HALF) if right else free if free.any() else ~free
    best = np.argmin(np.where(free, np.abs(share[:, 1] - HALF) if right else -share[:, 0], np.inf))
    start, end = pieces[best, :2], pieces[best, 2:]
    return start, np.prod(end - start) < 0, right


def _shaded(across, up, values, breakeven, x, y):
    """The side at or above break-even, where it is one stretch in every column of the grid."""
    if breakeven is None:
        return []
    rows = []
    across, values = _with_edges(across, values, breakeven)
    for place, column in zip(across, values.T, strict=True):
        reached = column >= breakeven
        if np.count_nonzero(np.diff(np.r_[False, reached, False].astype(int))) > 2:
            return []
        rows.append((place, *_stretch(up, column - breakeven, reached)))
    shade = pd.DataFrame(rows, columns=["x", "low", "high"])
    return [marks.drawn(shade).mark_area(opacity=SHADE, color=BLUE).encode(
        x=alt.X("x:Q", **x), y=alt.Y("low:Q", stack=None, **y), y2="high:Q")]


def _with_edges(across, values, level):
    """Add the columns at which a row meets a level: between them the edge of the side runs straight, as its line does."""
    found = []
    for row in values - level:
        turns = np.flatnonzero((row[:-1] >= 0) != (row[1:] >= 0))
        found += [across[turn] + (across[turn + 1] - across[turn]) * row[turn] / (row[turn] - row[turn + 1]) for turn in turns]
    places = np.union1d(across, found)
    return places, np.array([np.interp(places, across, row) for row in values])


def _stretch(up, above, reached):
    """Ends of the stretch of a column that is above zero; of no length at the nearest end where there is none."""
    if not reached.any():
        nearest = up[np.nanargmax(above)]
        return nearest, nearest
    first, last = np.flatnonzero(reached)[[0, -1]]
    low = up[0] if first == 0 else np.interp(0, above[first - 1: first + 1], up[first - 1: first + 1])
    high = up[-1] if last == len(up) - 1 else np.interp(0, -above[last: last + 2], up[last: last + 2])
    return low, high
