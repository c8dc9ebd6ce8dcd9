"""Tidy frames for charts, out of a run: everything is aggregated here, so that what is drawn is what was tested.

Columns: ``when`` (date), ``x`` (number) or ``label`` (text); ``mid`` or ``value`` (median), ``low`` and ``high`` (80% range),
``lowest`` and ``highest`` (95% range), all in the unit of the output; ``series`` where one frame holds several.
"""

import itertools

import numpy as np
import pandas as pd

from wattbook import keys, moves, params, uncertainty, units
from wattbook.subject import MODEL
from wattbook.words.numbers import stated, tail, with_range

BANDS = {"lowest": 0.025, "low": 0.1, "mid": 0.5, "high": 0.9, "highest": 0.975}


def bands(draws):
    """Quantiles of draws, one row a column.

    Parameters
    ----------
    draws : (draws, n) [any]

    Returns
    -------
    pandas.DataFrame, lowest, low, mid, high, highest
    """
    return pd.DataFrame(dict(zip(BANDS, uncertainty.quantiles(draws, list(BANDS.values())), strict=True)))


def series(run, name, first=None, last=None, every=1):
    """A monthly output along time, from month `first` to `last`, such as 2026-01; each, or every few with the last kept."""
    labels = run.labels(name)
    start, end = (labels.index(month) if month else place for month, place in ((first, 0), (last, len(labels) - 1)))
    keep = np.arange(end, start - 1, -every)[::-1]
    frame = bands(run[name][:, keep])
    frame.insert(0, "when", pd.to_datetime([labels[place] for place in keep]))
    return frame


def several(**frames):
    """Several frames as one, the name of each in the column ``series``."""
    return pd.concat([frame.assign(series=name) for name, frame in frames.items()], ignore_index=True)


def observed(run, name, first="1900-01"):
    """An observed series of dated values from month `first` on: when, value, source."""
    frame = pd.DataFrame({"when": dates(run[run.book.case.series[name]["at"]]), "value": np.ravel(run[name])})
    rows = sorted(params.series_rows(run.book, name), key=lambda row: row["end_year"])
    frame["source"] = [run.cite(row["source"]) for row in rows]
    return frame[frame["when"] >= pd.Timestamp(first)]


def dates(years):
    """Days of decimal years."""
    years = np.ravel(years)
    whole = np.floor(years)
    starts = pd.to_datetime([f"{int(year)}-01-01" for year in whole])
    return starts + pd.to_timedelta((years - whole) * units.DAYS_PER_YEAR, unit="D").round("D")


def gantt(run):
    """First works, announced, first (10, 50, 90%) and full power of each site, and of those attributed, for `charts.gantt`."""
    groups = {
        "Programme": ("site_works_start_year", "site_planned_power_year", "site_first_power_year", "site_full_power_year"),
        "Attributed": ("attributed_works_year", None, "attributed_first_power_year", "attributed_full_power_year")}
    frames = []
    for group, (start, planned, first, end) in groups.items():
        low, value, high = (quantile.ravel() for quantile in uncertainty.quantiles(run[first]))
        middle = {head: np.full(len(value), np.nan) if name is None else uncertainty.quantiles(run[name])[1].ravel()
                  for head, name in (("start", start), ("planned", planned), ("end", end))}
        labels = list(run.book.case.axes[run.axis(first)].values())
        frames.append(pd.DataFrame({"note": group, "label": labels, **middle, "value": value, "low": low, "high": high}))
    return pd.concat(frames, ignore_index=True)


def numbers(run, keys):
    """Several numbers side by side: label -> key of the number. Columns label, value, low, high."""
    frame = bands(np.column_stack([run.draws(key) for key in keys.values()])).rename(columns={"mid": "value"})
    frame.insert(0, "label", list(keys))
    return frame[["label", "value", "low", "high"]].dropna().reset_index(drop=True)


def members(run, key):
    """One number for each member, of the axis that a key runs along, that has one: label, value, low, high."""
    array, labels = run.array(key), run.book.case.axes[run.axis(keys.parse(key).first.name)].values()
    frame = bands(array.reshape(len(array), -1)).rename(columns={"mid": "value"}).assign(label=list(labels))
    return frame[["label", "value", "low", "high"]].dropna().reset_index(drop=True)


def along(run, name):
    """An output along an axis whose members are numbered, such as project years: x and bands, empty places left out."""
    numbers_of = [float("".join(filter(str.isdigit, member)) or 0) for member in run.labels(name)]
    frame = bands(run[name].reshape(len(run[name]), -1))
    frame.insert(0, "x", numbers_of)
    return frame.dropna().reset_index(drop=True)


def exceedance(run, key, points=20):
    """Share of draws in which one number is at least each of some values, from its lowest to its highest: x and mid."""
    draws = run.draws(key)
    values = np.linspace(*np.nanquantile(draws, (0.005, 0.995)), points)
    return pd.DataFrame({"x": values, "mid": [float(np.mean(draws >= one)) for one in values]})


def held(run, key, threshold, most=6):
    """One number as it stands and with a single assumption held in all draws, whichever brings it nearer to a threshold: an end
    of the 80% range of each that moves it most, and a published value of each that has one. For `charts.dots`.
    """
    ours, rows = run.summary(key), []
    nearest = max if ours["p50"] < threshold else min
    for row in run.moves(key).iloc[:most].itertuples():
        name = f"{row.name}[{row.member}]" if row.member else row.name
        if run.book.assumptions[row.name].dist != "path":
            tried = [(moves.middle(moves.holding(run, {name: end}), key), end) for end in (row.low, row.high)]
            rows.append((row.label, row.unit, *nearest(tried), "end of our 80% range", ""))
    for _, told in run.disagreements(key).groupby("name", sort=False):
        one = told.loc[told["result"].idxmax() if nearest is max else told["result"].idxmin()]
        rows.append((one["label"], one["unit"], one["result"], one["published"], one["at"], run.cite(one["source"])))
    labels = [f"{label}: {stated(at if unit == 'calendar_year' else float(f'{at:.2g}'), unit)} {tail(unit)}".strip()
              for label, unit, _, at, *_ in rows]
    rest = pd.DataFrame({"label": labels, "note": [row[4] for row in rows], "value": [row[2] for row in rows], "ours": False,
                         "source": [row[5] for row in rows]})
    first = pd.DataFrame({"label": ["As we have it"], "note": [""], "value": [ours["p50"]], "low": [ours["p10"]],
                          "high": [ours["p90"]], "ours": [True], "source": [""]})
    first.loc[first["low"] == first["high"], ["low", "high"]] = np.nan
    return pd.concat([first, rest.sort_values("value", ascending=nearest is min)], ignore_index=True)


def flat(run, key, values):
    """One number at several values of something that does not move it: x and bands."""
    frame = pd.concat([bands(run.draws(key)[:, None])] * len(values), ignore_index=True)
    frame.insert(0, "x", [float(value) for value in values])
    return frame


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
    kinds = ["change"] * len(parts) + ["total"] * len(total)
    values = [-run.mean(key[1:]) if key.startswith("-") else run.mean(key) for key in keys.values()]
    return pd.DataFrame({"label": list(keys), "value": values, "kind": kinds})


def parts(run, name, first=None, last=None, every=6):
    """Mean over the draws of each member of a monthly output, for a stack: columns when, series, value."""
    labels = run.book.case.month_names()
    members = run.book.case.axes[next(axis for axis in MODEL.describe(name).axes if axis in run.book.case.axes)]
    start, end = (labels.index(month) if month else place for month, place in ((first, 0), (last, len(labels) - 1)))
    keep = np.arange(end, start - 1, -every)[::-1]
    means = run[name].mean(axis=0)[:, keep]
    frames = [pd.DataFrame({"when": pd.to_datetime([labels[i] for i in keep]), "series": label, "value": row})
              for label, row in zip(members.values(), means, strict=True)]
    return pd.concat(frames, ignore_index=True)


def places(run, x_name, y_name):
    """Medians of two numbers for each member of their axis that has both: columns label, x, y."""
    middle = [np.median(run[name], axis=0).ravel() for name in (x_name, y_name)]
    labels = list(run.book.case.axes[run.axis(x_name)].values())
    return pd.DataFrame({"label": labels, "x": middle[0], "y": middle[1]}).dropna().reset_index(drop=True)


def sweep(run, key, name, values):
    """One number at several values of one assumption, everything else drawn as before."""
    output, _, label = key.rstrip("]").partition("[")
    column = run.labels(output).index(label) if label else 0
    same = {one: run[one] for one in MODEL.order([output]) if name not in MODEL.leaves([one])}
    results = [MODEL.evaluate({**run.book.values, **same, name: np.full((run.book.draws, 1), float(value))}, [output])[output]
               for value in values]
    frame = bands(np.column_stack([result[:, column] for result in results]))
    frame.insert(0, "x", [float(value) for value in values])
    return frame


def grid(run, key, x, x_values, y, y_values):
    """Median of one number over two assumptions, everything else as drawn, in some of the draws: columns x, y, value."""
    pairs, few = list(itertools.product(x_values, y_values)), moves.thinned(run, key)
    values = [moves.middle(moves.holding(few, {x: first, y: second}), key) for first, second in pairs]
    return pd.DataFrame(pairs, columns=["x", "y"]).assign(value=values)


def published(run, key, name):
    """One number at every published value of one assumption, ours first: label, note, value, low, high, ours."""
    rows = run.disagreements(key)
    rows = rows[rows["name"] == name]
    ours = run.summary(key)
    first = pd.DataFrame({"label": ["This report"], "note": [run.book.assumptions[name].at], "value": [ours["p50"]],
                          "low": [ours["p10"]], "high": [ours["p90"]], "ours": [True], "source": [""]})
    rest = pd.DataFrame({"label": [run.book.sources[source]["publisher"] for source in rows["source"]],
                         "note": rows["at"].to_numpy(), "value": rows["result"].to_numpy(), "ours": False,
                         "source": list(map(run.cite, rows["source"]))})
    return pd.concat([first, rest], ignore_index=True)
