"""Arrays for every leaf of the model: assumptions drawn, calendars, dated facts."""

import numpy as np

from wattbook.params import observations as obs
from wattbook.params.errors import refuse
from wattbook.uncertainty import joint, quantile, strata
from wattbook.units import MONTHS_PER_YEAR

CALENDARS = ("month_start_year", "month_calendar_year", "as_of_year")
UNKNOWN = float("nan")


def leaf_values(book, draws, seed):
    """Arrays for every leaf: (draws, 1), or (draws, members, 1) with an axis; calendars, dated facts; central without seed."""
    together = {}
    for names, ranks in book.correlations if seed is not None else ():
        together.update(joint(drawn_names(names), ranks, draws, seed))

    def placed(key):
        return together[key] if key in together else strata(key, draws, seed)

    return {name: make(draws, None if seed is None else placed) for name, make in leaf_makers(book).items()}


def drawn_names(names):
    """Names by which numbers are drawn, for names of assumptions or their members."""
    return [name.replace("[", ".").rstrip("]") for name in names]


def leaf_makers(book):
    """For every leaf a function of draws, and of a function that says at which probabilities, that gives its array."""
    case, today, known = book.case, obs.decimal_year(book.as_of), obs.grouped(book.known)
    start = (case.first_month + np.arange(case.months)) / MONTHS_PER_YEAR
    makers = {"month_start_year": _fixed(start), "month_calendar_year": _fixed(np.floor(start + 1 / (2 * MONTHS_PER_YEAR))),
              "as_of_year": _fixed(np.array([[today]]))}
    for a in book.assumptions.values():
        if a.dist == "path":  # each month has draws of its own, named after it: a longer time axis moves no other month
            makers[a.name] = _drawn([(f"{a.name}.{month}", a.value, a.low, a.high, a.dist) for month in case.month_names()])
            continue
        columns = [(a.name if member is None else f"{a.name}.{member}", *belief, a.dist) for member, *belief in a.members()]
        makers[a.name] = _drawn(columns, (1,) if a.axis is None else (len(columns), 1), a.limits)
    for name, spec in case.series.items():
        makers.update(_series_makers(name, spec, case, known, today))
    return makers


def _fixed(array):
    """The same whatever the draws."""
    return lambda draws, placed: array


def _tiled(array):
    """The same in every draw, and in memory once."""
    return lambda draws, placed: np.broadcast_to(array, (draws, *np.shape(array)))


def _drawn(columns, shape=(-1,), limits=(None, None)):
    """Draws of some numbers, of a shape for each draw; a far tail ends at the physical limits, what has no range is central."""
    lowest, highest = (edge if end is None else end for end, edge in zip(limits, (-np.inf, np.inf), strict=True))

    def make(draws, placed):
        drawn = [np.full(draws, float(value)) if dist == "fixed" or placed is None or low == high else
                 quantile(placed(key), value, low, high, dist) for key, value, low, high, dist in columns]
        return np.clip(np.stack(drawn, axis=1), lowest, highest).reshape(draws, *shape)

    return make


def _series_makers(name, spec, case, known, today):
    """Functions for the arrays of one observed series; a firm of which nothing is reported has one unknown value today."""
    kind, whose = spec["kind"], {spec["entity"]: name} if "entity" in spec else {
        member: f"{name}.{member}" for member in case.axes[spec["axis"]]}
    listed = [known.get((one, spec["measure"], spec["basis"]), []) for one in whose]  # in order of their ends
    for row in (row for rows in listed for row in rows if row["unit"] != spec["unit"]):
        refuse("observations.csv", f"{row['entity']} {row['measure']} {row['period']}: unit", row["unit"],
               f"the series {name} in case.yaml is in {spec['unit']}; unlike units are never mixed; give both one unit")
    if kind == "path":
        ends = (case.first_month + np.arange(1, case.months + 1)) / MONTHS_PER_YEAR
        return {name: _tiled([_path(rows, ends) for rows in listed])}
    if kind == "buildup":
        seen = max((obs.decimal_year(row["as_of"]) for rows in listed for row in rows), default=UNKNOWN)
        steps = np.array([(*_buildup(rows), seen) for rows in listed])
        fields = (name, spec["from"], spec["at"], spec["to"], spec["seen"])
        return {field: _tiled(steps[:, i, None]) for i, field in enumerate(fields)}
    if kind in ("instants", "periods", "histories"):
        columns = {name: "value", spec.get("from"): "start_year", spec.get("to", spec.get("at")): "end_year"}
        if kind == "instants":
            listed = [listed[0] or [{"value": UNKNOWN, "end_year": today}]]
        else:
            listed = [obs.without_overlap(rows) for rows in listed]
        most = max(map(len, listed), default=0)  # NaN after the last of a member
        arrays = {field: np.array([[row[column] for row in rows] + [UNKNOWN] * (most - len(rows)) for rows in listed])
                  for field, column in columns.items() if field}
        return {field: _fixed(array[0] if "entity" in spec else array) for field, array in arrays.items()}
    belief = _trailing_year if kind == "trailing_year" else _latest
    drawn = [(label, *belief(rows)) for label, rows in zip(whose.values(), listed, strict=True)]
    return {name: _drawn(drawn, (1,) if "entity" in spec else (len(drawn), 1))}


def _latest(rows):
    """Belief about the newest row; NaN where nothing is reported."""
    value, low, high = (rows[-1][column] for column in ("value", "low", "high")) if rows else (UNKNOWN, None, None)
    return (value, value, value, "fixed") if low is None or high is None or low <= 0 else (value, low, high, "lognormal")


def _buildup(rows):
    """Largest value, and the dates of the first row, the first row above zero and the first row at the largest value."""
    largest = max((row["value"] for row in rows), default=UNKNOWN)
    firsts = (lambda value: True, lambda value: value > 0, lambda value: value == largest > 0)
    return largest, *(next((row["end_year"] for row in rows if first(row["value"])), UNKNOWN) for first in firsts)


def _path(rows, ends):
    """Newest level by each of some instants; NaN before the first row."""
    levels = np.array([UNKNOWN, *(row["value"] for row in rows)])
    return levels[np.searchsorted([row["end_year"] for row in rows], ends, side="right")]


def _trailing_year(rows):
    """Sum over the newest twelve months in a row; NaN where they are not all reported."""
    rows, month = obs.without_overlap(rows), 1 / MONTHS_PER_YEAR
    inside = [row for row in rows if row["start_year"] >= rows[-1]["end_year"] - 1 - month / 2]
    covered = sum(row["end_year"] - row["start_year"] for row in inside)
    total = sum(row["value"] for row in inside) if abs(covered - 1) < month / 2 else UNKNOWN
    return total, total, total, "fixed"


def leaf_units(case, assumptions):
    """Unit of every leaf."""
    series = {name: spec["unit"] for name, spec in case.series.items()}
    dates = dict.fromkeys((*CALENDARS, *case.series_names()), "calendar_year")  # and the series, whose own units follow
    return {a.name: a.unit for a in assumptions.values()} | dates | series
