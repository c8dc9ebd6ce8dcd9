"""Charts: a tidy frame and its words in, an Altair chart out; one function per shape of argument.

Importing this package also makes its look and its way of showing a chart the ones in force, so that a chart at the end of
a notebook's cell is drawn by JupyterLab and kept as data in the file.

What is drawn has been worked out before: nothing is summed, counted or fitted inside a chart.

Examples
--------
>>> import pandas as pd
>>> from wattbook import charts
>>> frame = pd.DataFrame({"label": ["Announced", "Spent"], "value": [50e9, 8e9]})
>>> words = {"title": "Most is still to come", "subtitle": "Dollars of the programme", "source": "model"}
>>> chart = charts.bars(frame, **words, quantity="Amount", unit="USD")
>>> chart.usermeta["caption"]
'Source: model'
"""

from wattbook.charts.amounts import bars, dots
from wattbook.charts.bridges import tornado, waterfall
from wattbook.charts.layers import stack
from wattbook.charts.lines import curve, fan
from wattbook.charts.places import points
from wattbook.charts.plane import contour, frontier
from wattbook.charts.ranks import slope
from wattbook.charts.scales import rounded
from wattbook.charts.theme import BLUE, GREY, PALETTE, colours
from wattbook.charts.words import figure

__all__ = [
    "BLUE", "GREY", "PALETTE", "bars", "colours", "contour", "curve", "dots", "fan", "figure", "frontier",
    "points", "rounded", "slope", "stack", "tornado", "waterfall",
]
