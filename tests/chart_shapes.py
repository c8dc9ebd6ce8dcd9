"""Charts that the tests look at: one of every shape, on numbers small enough to reckon by hand."""

import functools

import numpy as np
import pandas as pd
import pytest

from wattbook import charts

SAID = {"title": "The target is passed in 2027", "subtitle": "Revenue a year, USD", "source": "An agency (Jan 2026), T1; model"}
MONEY = {"quantity": "Revenue", "unit": "USD/year"}

BANDED = pd.DataFrame({
    "when": pd.to_datetime(["2026-01-01", "2026-07-01", "2027-01-01"] * 2), "series": ["Ours"] * 3 + ["Theirs"] * 3,
    "lowest": [1e9, 8e9, 20e9, 2e9, 3e9, 4e9], "low": [2e9, 20e9, 40e9, 3e9, 4e9, 5e9], "mid": [9e9, 30e9, 60e9, 5e9, 6e9, 7e9],
    "high": [12e9, 50e9, 90e9, 6e9, 9e9, 12e9], "highest": [14e9, 60e9, 120e9, 7e9, 12e9, 20e9]})
PARTS = pd.DataFrame({
    "when": [2026, 2026, 2027, 2027], "series": ["API", "Apps"] * 2, "value": [3e9, 1e9, 6e9, 2e9]})
GRID = pd.DataFrame([(x, y, x * y) for x in np.linspace(0, 1, 5) for y in np.linspace(0, 4, 5)], columns=["x", "y", "value"])
AXES = {"x_quantity": "Use", "x_unit": "fraction", "y_quantity": "Price", "y_unit": "USD/h", "unit": "USD/year"}
SWINGS = pd.DataFrame({
    "label": ["Power price", "Life"], "unit": ["USD_2025/MWh", "year"], "low": [55.0, 3.0], "high": [95.0, 6.0],
    "at_low": [2.2, 3.4], "at_high": [2.4, 1.9], "base": [2.3, 2.3]})
STEPS = pd.DataFrame({"label": ["List", "Discount", "Premium", "Realised"], "value": [3.0, -1.25, 0.25, 2.0],
                      "kind": ["total", "change", "change", "total"]})
PLACES = pd.DataFrame({"label": ["Grid", "Grid and sun"], "x": [60.0, 70.0], "y": [100.0, 100.0]})
RANKS = pd.DataFrame({
    "column": ["Announced"] * 3 + ["Running"] * 2, "entity": ["Ours", "A", "B", "Ours", "A"], "rank": [1, 2, 3, 2, 1]})
AMOUNTS = pd.DataFrame({
    "label": ["One rule", "Another", "A third"], "value": [160e9, 200e9, 47e9], "low": [120e9, 170e9, np.nan],
    "high": [220e9, 230e9, np.nan]})

SHAPES = {
    "fan": lambda **said: charts.fan(BANDED, **said, **MONEY, lines={"Target": 70e9}, today="2026-11-22"),
    "curve": lambda **said: charts.curve(BANDED.assign(x=[2, 4, 8] * 2), **said, **MONEY, x_quantity="Life", x_unit="year"),
    "stack of bars": lambda **said: charts.stack(PARTS, **said, **MONEY),
    "stack of areas": lambda **said: charts.stack(PARTS.assign(when=PARTS["when"].map("{}-01-01".format)), **said, **MONEY),
    "waterfall": lambda **said: charts.waterfall(STEPS, **said, quantity="Price", unit="USD_2025/Mtoken"),
    "tornado": lambda **said: charts.tornado(SWINGS, **said, quantity="Cost", unit="USD_2025/h"),
    "frontier": lambda **said: charts.frontier(GRID, **said, **AXES, levels=[1], breakeven=2, point=(0.5, 2, "Base case")),
    "points": lambda **said: charts.points(
        PLACES, **said, x_quantity="Price", x_unit="USD/MWh", y_quantity="Carbon", y_unit="gCO2e/kWh",
        outline=[(0, 0), (90, 400)]),
    "slope": lambda **said: charts.slope(RANKS, **said),
    "bars": lambda **said: charts.bars(AMOUNTS, **said, **MONEY, lines={"Target": 70e9}),
    "dots": lambda **said: charts.dots(AMOUNTS.assign(note="all in", ours=[True, False, False]), **said, **MONEY),
}
every_shape = pytest.mark.parametrize("shape", SHAPES)


@functools.cache
def made(name):
    """Specification of a standard shape."""
    return SHAPES[name](**SAID).to_dict()


def spec(chart):
    """Specification of a chart, or of the standard shape of that name."""
    return made(chart) if isinstance(chart, str) else chart.to_dict()


def rows_of(chart, mark):
    """Rows behind the first layer of a kind of mark."""
    whole = spec(chart)
    layer = next(one for one in whole["layer"] if one["mark"]["type"] == mark)
    return pd.DataFrame(whole["datasets"][layer["data"]["name"]]), layer


def texts(chart):
    """All words that stand in the plot."""
    rows = [row for data in spec(chart)["datasets"].values() for row in data]
    return [value for row in rows for value in row.values() if isinstance(value, str)]


def axis_titles(chart):
    """Titles of all axes that have one."""
    axes = [node["axis"] for node in walk(spec(chart)) if isinstance(node.get("axis"), dict)]
    return {axis["title"] for axis in axes if axis.get("title")}


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
