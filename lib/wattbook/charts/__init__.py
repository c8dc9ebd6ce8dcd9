"""Charts: a tidy frame in, a drawing out; one function per shape of argument, and nothing is worked out inside a chart."""

from wattbook.charts.drawing import Drawing
from wattbook.charts.plane import curve, fan, flow, frontier, points, slope, stack
from wattbook.charts.rows import dots, gantt, strips, tornado, waterfall
from wattbook.charts.theme import colours

__all__ = ["Drawing", "colours", "curve", "dots", "fan", "flow", "frontier", "gantt",
           "points", "slope", "stack", "strips", "tornado", "waterfall"]
