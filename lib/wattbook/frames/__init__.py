"""Tidy frames for charts, out of a run: everything is aggregated here, so that what is drawn is what was tested. General ones
stand in `shapes` and are called as `frames.series(run, ...)`; what one page alone draws stands in the module named after it and
is called as `frames.cost.rents(run, ...)`."""
# ruff: noqa: F401, I001
from wattbook.frames import buildout, competition, cost, revenue, verdict
from wattbook.frames.shapes import (
    along, bands, chance, crossed, dates, exceedance, flat, grid, held, levels, members, months_ahead, numbers, observed, parts,
    places, published, ranges, series, several, sweep, waterfall)
