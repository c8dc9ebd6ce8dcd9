"""Frames that many pages draw. Columns: ``when`` (date), ``x`` (number) or ``label`` (text); ``mid`` or ``value`` (median),
``low`` and ``high`` (80% range), ``lowest`` and ``highest`` (95% range), all in the unit of the output; ``series`` where one
frame holds several."""

import itertools

import numpy as np
import pandas as pd

from wattbook import keys, moves, params, uncertainty, units
from wattbook.params.case import FIRMS
from wattbook.subject import MODEL
from wattbook.words.numbers import stated, tail, with_range

BANDS = {"lowest": 0.025, "low": 0.1, "mid": 0.5, "high": 0.9, "highest": 0.975}


def bands(draws, **first):
    """Quantiles of draws (draws, n), one row a column, behind other columns: lowest, low, mid, high, highest."""
    return pd.DataFrame(first | dict(zip(BANDS, uncertainty.quantiles(draws, list(BANDS.values())), strict=True)))


def ranges(draws, labels):
    """Median and 80% range of draws (draws, n) under labels, those without a value left out: label, value, low, high."""
    frame = bands(draws, label=list(labels)).rename(columns={"mid": "value"})
    return frame[["label", "value", "low", "high"]].dropna().reset_index(drop=True)


def kept(run, first, last, every):
    """Places and dates of months from `first` to `last`, such as 2026-01; each, or every few with the last kept."""
    names = run.book.case.month_names()
    start, end = (names.index(month) if month else place for month, place in ((first, 0), (last, len(names) - 1)))
    places = np.arange(end, start - 1, -every)[::-1]
    return places, pd.to_datetime([names[place] for place in places])


def series(run, name, first=None, last=None, every=1):
    """A monthly output along time: when and bands."""
    keep, when = kept(run, first, last, every)
    return bands(run[name][:, keep], when=when)


def several(**frames):
    """Several frames as one, the name of each in the column ``series``."""
    return pd.concat([frame.assign(series=name) for name, frame in frames.items()], ignore_index=True)


def firms(run, frame, column="label"):
    """A frame with the place of each firm in the case, by which it has its colour, where one is named."""
    places = frame[column].map(run.book.case.firms())
    return frame.assign(firm=places) if places.notna().any() else frame


def observed(run, name, first="1900-01"):
    """An observed series of dated values from month `first` on: when, value, source."""
    rows = sorted(params.series_rows(run.book, name), key=lambda row: row["end_year"])
    frame = pd.DataFrame({"when": dates([row["end_year"] for row in rows]), "value": [row["value"] for row in rows],
                          "source": [run.cite(row["source"]) for row in rows]})
    return frame[frame["when"] >= pd.Timestamp(first)]


def dates(years):
    """Days of decimal years."""
    years = np.ravel(years)
    starts = pd.to_datetime([f"{int(year)}-01-01" for year in years])
    return starts + pd.to_timedelta(years % 1 * units.DAYS_PER_YEAR, unit="D").round("D")


def numbers(run, keys):
    """Several numbers side by side: label -> key of the number. Columns label, value, low, high."""
    return firms(run, ranges(np.column_stack([run.draws(key) for key in keys.values()]), keys))


def members(run, key):
    """One number for each member, of the axis that a key runs along, that has one: label, value, low, high."""
    array = run.array(key)
    axis = run.axis(keys.parse(key).first.name)
    frame = ranges(array.reshape(len(array), -1), run.book.case.axes[axis].values())
    return firms(run, frame) if axis in FIRMS else frame


def along(run, name):
    """An output along an axis whose members are numbered, such as project years: x and bands, empty places left out."""
    x = [float("".join(filter(str.isdigit, member)) or 0) for member in run.labels(name)]
    return bands(run[name].reshape(len(run[name]), -1), x=x).dropna().reset_index(drop=True)


def exceedance(run, key, points=20):
    """Share of draws in which one number is at least each of some values, from its lowest to its highest: x and mid."""
    draws = run.draws(key)
    values = np.linspace(*np.nanquantile(draws, (0.005, 0.995)), points)
    return pd.DataFrame({"x": values, "mid": [float(np.mean(draws >= one)) for one in values]})


def held(run, key, threshold, most=6):
    """One number as it stands and with a single assumption held in all draws, whichever brings it nearer to a threshold: an end
    of the 80% range of each that moves it most, and a published value of each that has one. For `charts.dots`."""
    ours, nearest = run.summary(key), max if moves.middle(run, key) < threshold else min
    first = {"label": "As we have it", "note": "", "value": ours["p50"], "ours": True, "source": ""}
    first |= {} if ours["p10"] == ours["p90"] else {"low": ours["p10"], "high": ours["p90"]}
    rows = []
    for row in run.moves(key).iloc[:most].itertuples():
        if run.book.assumptions[row.name].dist != "path":
            tried = [(moves.middle(moves.holding(run, {row.key: end}), key), end) for end in (row.low, row.high)]
            if len(dict(tried)) > 1:  # else neither end moves it
                rows.append((row.label, row.unit, *nearest(tried), "end of our 80% range", ""))
    for _, told in run.disagreements(key).dropna(subset="result").groupby("name", sort=False):
        one = told.loc[told["result"].idxmax() if nearest is max else told["result"].idxmin()]
        rows.append((one["label"], one["unit"], one["result"], one["published"], one["at"], run.cite(one["source"])))
    rest = [{"label": f"{label}: {stated(at if unit == 'calendar_year' else float(f'{at:.2g}'), unit)} "
             f"{tail(unit).removeprefix('ratio')}".strip(), "note": note, "value": value, "ours": False, "source": source}
            for label, unit, value, at, note, source in rows]
    rest.sort(key=lambda row: row["value"], reverse=nearest is max)
    return pd.DataFrame([first, *rest], columns=["label", "note", "value", "low", "high", "ours", "source"])


def flat(run, key, values):
    """One number at several values of something that does not move it: x and bands."""
    return bands(np.repeat(run.draws(key)[:, None], len(values), axis=1), x=np.array(values, dtype=float))


def sweep(run, key, name, values):
    """One number at several values of one assumption, everything else drawn as before: x and bands."""
    results = [moves.holding(run, {name: float(value)}).draws(key) for value in values]
    return bands(np.column_stack(results), x=np.array(values, dtype=float))


def grid(run, key, x, x_values, y, y_values):
    """Median of one number over two assumptions, everything else as drawn, in some of the draws: columns x, y, value."""
    pairs, few = list(itertools.product(x_values, y_values)), moves.thinned(run, key)
    values = [moves.middle(moves.holding(few, {x: first, y: second}), key) for first, second in pairs]
    return pd.DataFrame(pairs, columns=["x", "y"]).assign(value=values)


def crossed(run, key, *names):
    """The same over the ranges of two assumptions, their central values in the middle; half to twice what is set."""
    spans = [(a.value, a.low, a.high) if a.low < a.high else (a.value, a.value / 2, a.value * 2 or 1)
             for a in map(run.book.assumptions.get, names)]
    across, up = (list(dict.fromkeys((low, (low + value) / 2, value, (value + high) / 2, high))) for value, low, high in spans)
    return grid(run, key, names[0], across, names[1], up)


def levels(run, keys):
    """Medians for the lines of a chart, those left out that are not defined or nought: label with its number -> median."""
    said = {label: run.summary(key) for label, key in keys.items()}
    return {f"{label} {with_range(one)[0]}": one["p50"] for label, one in said.items() if one["p50"]}


def chance(run, key):
    """Share of draws in which what a key asks holds; None where its first number is not defined."""
    return None if run.summary(key.split(" ")[0])["p50"] is None else run.mean(key)


def months_ahead(run, *counts):
    """Names of the months so many after that of the as-of date, as far as the time axis goes."""
    names = run.book.case.month_names()
    return [names[place] for place in (names.index(f"{run.book.as_of:%Y-%m}") + one for one in counts) if place < len(names)]


def waterfall(run, parts, total):
    """Means over the draws of parts and of their total, for a waterfall: label -> key, or "-key". Means add up."""
    keys = {**parts, **total}
    draws = np.column_stack([run.draws(key.removeprefix("-")) * (-1 if key.startswith("-") else 1) for key in keys.values()])
    kinds = ["total" if label in total else "change" for label in keys]
    return bands(draws, label=list(keys), value=draws.mean(axis=0), kind=kinds)[["label", "value", "kind", "low", "high"]]


def parts(run, name, first=None, last=None, every=6):
    """Mean over the draws of each member of a monthly output, for a stack: columns when, series, value."""
    labels = run.book.case.axes[next(axis for axis in MODEL.describe(name).axes if axis in run.book.case.axes)].values()
    keep, when = kept(run, first, last, every)
    return pd.concat([pd.DataFrame({"when": when, "series": label, "value": row})
                      for label, row in zip(labels, run[name].mean(axis=0)[:, keep], strict=True)], ignore_index=True)


def places(run, x_name, y_name):
    """Medians of two numbers for each member of their axis that has both: columns label, x, y."""
    x, y = (members(run, name).set_index("label")["value"] for name in (x_name, y_name))
    return pd.DataFrame({"x": x, "y": y}).dropna().rename_axis("label").reset_index()


def published(run, key, name):
    """One number at every published value of one assumption, ours first: label, note, value, low, high, ours."""
    ours = run.summary(key)
    rows = [("This report", run.book.assumptions[name].at, ours["p50"], ours["p10"], ours["p90"], True, "")]
    rows += [(run.book.sources[one.source]["publisher"], one.at, one.result, np.nan, np.nan, False, run.cite(one.source))
             for one in run.disagreements(key).itertuples() if one.name == name]
    return pd.DataFrame(rows, columns=["label", "note", "value", "low", "high", "ours", "source"])
