"""Charts that the tests look at: one of every shape, on numbers small enough to reckon by hand."""

import functools

import numpy as np
import pandas as pd
import pytest

from wattbook import charts

MONEY = {"quantity": "Revenue", "unit": "USD/year"}
BANDED = pd.DataFrame({
    "when": pd.to_datetime(["2026-01-01", "2026-07-01", "2027-01-01"] * 2), "series": ["Ours"] * 3 + ["Theirs"] * 3,
    "lowest": [1e9, 8e9, 20e9, 2e9, 3e9, 4e9], "low": [2e9, 20e9, 40e9, 3e9, 4e9, 5e9], "mid": [9e9, 30e9, 60e9, 5e9, 6e9, 7e9],
    "high": [12e9, 50e9, 90e9, 6e9, 9e9, 12e9], "highest": [14e9, 60e9, 120e9, 7e9, 12e9, 20e9]})
OBSERVED = pd.DataFrame({"when": ["2025-10-01"], "series": ["Theirs"], "value": [4e9], "source": ["A paper (2026-01-02), T2"]})
PARTS = pd.DataFrame({
    "when": [2026, 2026, 2027, 2027], "series": ["API", "Apps"] * 2, "value": [3e9, 1e9, 6e9, 2e9]})
AREAS = PARTS.assign(when=pd.to_datetime(PARTS["when"].map("{}-01-01".format)))
GRID = pd.DataFrame([(x, y, x * y) for x in np.linspace(0, 1, 5) for y in np.linspace(0, 4, 5)], columns=["x", "y", "value"])
AXES = {"x_quantity": "Use", "x_unit": "fraction", "y_quantity": "Price", "y_unit": "USD/h", "quantity": "Income",
        "unit": "USD/year"}
SWINGS = pd.DataFrame({
    "label": ["Power price", "Life"], "unit": ["USD_2025/MWh", "year"], "low": [55.0, 3.0], "high": [95.0, 6.0],
    "at_low": [2.2, 3.4], "at_high": [2.4, 1.9], "base": [2.3, 2.3]})
STEPS = pd.DataFrame({"label": ["List", "Discount", "Premium", "Realised"], "value": [3.0, -1.25, 0.25, 2.0],
                      "kind": ["total", "change", "change", "total"]})
PLACES = pd.DataFrame({"label": ["Grid", "Grid and sun"], "x": [60.0, 70.0], "y": [100.0, 100.0]})
RINGS = pd.DataFrame({"series": ["30 ms", "60 ms"], "x": [[65.0, 75.0, 65.0, 55.0, 65.0], [65.0, 85.0, 65.0, 45.0, 65.0]],
                      "y": [[90.0, 50.0, 10.0, 50.0, 90.0], [100.0, 50.0, 0.0, 50.0, 100.0]]})
LINES = pd.DataFrame({"series": ["Share"] * 3 + ["Lag"] * 2, "when": pd.to_datetime(
    ["2026-01-01", "2026-07-01", "2027-01-01", "2026-01-01", "2026-07-01"]), "mid": [0.5, 0.6, 0.8, 12.0, 6.0],
    "unit": ["fraction"] * 3 + ["month"] * 2})
RANKS = pd.DataFrame({
    "column": ["Announced"] * 3 + ["Running"] * 2, "entity": ["Ours", "A", "B", "Ours", "A"], "rank": [1, 2, 3, 2, 1]})
AMOUNTS = pd.DataFrame({"label": ["One rule", "Another", "A third"], "value": [160e9, 200e9, 47e9]})
RANGED = AMOUNTS.assign(low=[120e9, 170e9, np.nan], high=[220e9, 230e9, np.nan])
CHANCES = pd.DataFrame({"label": ["Run-rate"] * 2 + ["Recognised"] * 2, "series": ["2026", "2027"] * 2,
                        "value": [0.99, 0.995, 0.004, 0.45]})
WAYS = pd.DataFrame({"side": ["in", "in", "out"], "label": ["A", "B", "A"], "value": [10.0, 30.0, 60.0]})
SPANS = pd.DataFrame({"label": ["South", "North"], "start": [2026.0, 2026.5], "value": [2027.25, 2028.0],
                      "low": [2027.0, 2027.5], "high": [2028.0, 2029.0], "end": [2029.0, 2030.5], "planned": [2026.75, np.nan]})

SHAPES = {
    "fan": lambda: charts.fan(BANDED, **MONEY, observed=OBSERVED, lines={"Target": 70e9}, today="2026-11-22"),
    "curve": lambda: charts.curve(BANDED.assign(x=[2, 4, 8] * 2), **MONEY, x_quantity="Life", x_unit="year"),
    "stack of rows": lambda: charts.stack(PARTS, **MONEY),
    "stack of areas": lambda: charts.stack(AREAS, **MONEY),
    "waterfall": lambda: charts.waterfall(STEPS, quantity="Price", unit="USD_2025/Mtoken"),
    "tornado": lambda: charts.tornado(SWINGS, quantity="Cost", unit="USD_2025/h"),
    "frontier": lambda: charts.frontier(GRID, **AXES, breakeven=2, point=(0.5, 2, "Base case")),
    "points": lambda: charts.points(PLACES, x_quantity="Price", x_unit="USD/MWh", y_quantity="Carbon", y_unit="gCO2e/kWh"),
    "map": lambda: charts.points(
        PLACES, x_quantity="Price", x_unit="USD/MWh", y_quantity="Carbon", y_unit="gCO2e/kWh", rings=RINGS),
    "strips": lambda: charts.strips(LINES),
    "slope": lambda: charts.slope(RANKS),
    "dots": lambda: charts.dots(RANGED.assign(note="all in", ours=[True, False, False]), **MONEY, lines={"Target": 70e9}),
    "strip": lambda: charts.dots(CHANCES, quantity="Probability", unit="fraction", zero=True, zone=(0.5, None)),
    "flow": lambda: charts.flow(WAYS, hub="Ours", quantity="Paid", unit="USD"),
    "gantt": lambda: charts.gantt(SPANS, today=2026.9, start="Works", value="First power", end="Full power"),
}
every_shape = pytest.mark.parametrize("shape", SHAPES)


@functools.cache
def made(name):
    """A standard shape."""
    return SHAPES[name]()


def spec(drawing):
    """Specification of a drawing, or of the standard shape of that name."""
    return (made(drawing) if isinstance(drawing, str) else drawing).spec


def rows_of(drawing, mark):
    """Rows behind the first layer of a kind of mark, and that layer."""
    whole = spec(drawing)
    layer = next(one for one in whole["layer"] if one["mark"]["type"] == mark and "name" not in one)
    return pd.DataFrame(whole["datasets"][layer.get("data", whole["data"])["name"]]), layer


def drawn(drawing):
    """Rows that are drawn."""
    return pd.DataFrame(spec(drawing)["datasets"]["drawn"])


def texts(drawing):
    """All words that stand in the plot."""
    whole = spec(drawing)
    layers = [layer for layer in whole["layer"] if layer["mark"]["type"] == "text"]
    return [row[layer["encoding"]["text"]["field"]] for layer in layers
            for row in whole["datasets"][layer.get("data", whole["data"])["name"]]]


def axis_titles(drawing):
    """Titles of all axes that have one."""
    axes = [node["axis"] for node in walk(spec(drawing)) if isinstance(node.get("axis"), dict)]
    titles = [axis["title"] for axis in axes if axis.get("title")]
    return {one if isinstance(one, str) else " ".join(one) for one in titles}


def walk(node):
    """Every dictionary inside a specification, its data left out."""
    if isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key not in ("datasets", "usermeta", "config"):
                yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)
