"""Build-out: what the money buys, when it runs, how much it can compute, what it draws."""

from wattbook.buildout import capacity, compute, footprint, schedule

MODULES = (capacity, schedule, compute, footprint)
