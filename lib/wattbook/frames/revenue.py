"""Tidy frames of the revenue page: see `shapes`."""

import numpy as np
import pandas as pd

from wattbook import moves, params
from wattbook.frames import shapes
from wattbook.frames.shapes import bands, numbers, sweep
from wattbook.tables import NUMBER, table
from wattbook.words.numbers import shown

GROWN = 3  # firms beside the subject
WHOLE = 0.99  # of a year: shorter periods are no year
STRUCTURES = {  # the forecast with a belief left out or held: names of inputs and outputs -> number
    "As we assume": {}, "No limit of supply": {"supply_limit_usd_per_year": np.inf},
    "No ceiling of demand": {"demand_ceiling_usd_per_year": np.inf},
    "No limit or ceiling": {"supply_limit_usd_per_year": np.inf, "demand_ceiling_usd_per_year": np.inf},
    "Growth fades within a year": {"growth_half_life_months": 6}, "Growth hardly fades": {"growth_half_life_months": 120},
}


def structures(run, keys):
    """Means of some numbers, such as probabilities, under each structure of the forecast: label, one column a key."""
    runs = {label: run.otherwise(**held) if held else run for label, held in STRUCTURES.items()}
    rows = [{"label": label, **{head: one.mean(key) for head, key in keys.items()}} for label, one in runs.items()]
    return pd.DataFrame(rows)


def vintages(run, year):
    """What was projected for a calendar year and when, what was reported, and this run's own: label, value, low, high."""
    kinds = {"revenue_projected": "Projected", "revenue_recognised": "Reported"}
    known = [row for row in run.book.dated if row["measure"] in kinds  # older versions of a projection as well
             and (row["entity"], row["period"]) == (run.book.case.subject, str(year))]
    rows = [{"label": f"{kinds[row['measure']]}, {row['as_of']:%b %Y}", "value": row["value"],
             "low": row["low"] or row["value"], "high": row["high"] or row["value"], "ours": False,
             "source": run.cite(row["source"])}
            for row in sorted(known, key=lambda row: row["as_of"])]
    ours = numbers(run, {f"This report, {run.book.as_of:%b %Y}": f"recognised_revenue_usd[{year}]"})
    return pd.DataFrame([*rows, *ours.assign(ours=True).to_dict("records")])


def yearly(run, name, first, last):
    """An output by calendar year: when (year) and bands."""
    years = np.array(run.book.case.years())
    keep = (years >= first) & (years <= last)
    return bands(run[name][:, keep], when=years[keep])


def stated_by_year(run, measure, first, last):
    """What was reported, guided or planned of the subject for whole years: when (year), value, source."""
    rows = [{"when": round(row["start_year"]), "value": row["value"], "source": run.cite(row["source"])}
            for row in run.book.known if (row["entity"], row["measure"]) == (run.book.case.subject, measure)
            and row["end_year"] - row["start_year"] > WHOLE and first <= row["start_year"] <= last]
    return pd.DataFrame(rows, columns=["when", "value", "source"])


def grown(run, most=GROWN):
    """Run-rates in years since they passed the start of the race, of the subject and of the firms that then grew fastest.
    Columns x, mid, series. A path is exponential between its reports and ends where the subject's does."""
    start, subject, paths = run.mean("race_start_usd_per_year"), run.book.case.subject, {}
    for name, spec in run.book.case.series.items():
        for firm, label in run.book.case.axes[spec["axis"]].items() if spec["kind"] == "histories" else ():
            path = _since([row for row in params.series_rows(run.book, name) if row["entity"] == firm], start)
            paths = ({} if path is None else {label: path}) | paths
    own = run.book.case.axes.get("lab", {}).get(subject, subject)
    if own not in paths:
        return pd.DataFrame({"x": [], "mid": [], "series": []})
    end = paths[own][0][-1]
    at_end = {label: levels[-1] if years[-1] == end else np.exp(np.interp(end, years, np.log(levels)))
              for label, (years, levels) in paths.items() if years[-1] >= end}
    others = sorted((label for label in at_end if label != own), key=at_end.get, reverse=True)[:most]
    return shapes.firms(run, shapes.several(**{label: pd.DataFrame({
        "x": [*years[years < end], end], "mid": [*levels[years < end], at_end[label]]})
        for label in (own, *others) for years, levels in [paths[label]]}), "series")


def _since(rows, start):
    """Years since reports passed a level, and the reports from there on; None where they never did."""
    rows = sorted(rows, key=lambda row: row["end_year"])
    years = np.array([(row["start_year"] + row["end_year"]) / 2 for row in rows])
    levels = np.array([row["value"] / ((row["end_year"] - row["start_year"]) or 1) for row in rows])
    above = np.flatnonzero(levels >= start)
    if not above.size or (above[0] == 0 and levels[0] > start):
        return None
    before = slice(max(above[0] - 1, 0), above[0] + 1)
    passed = np.interp(np.log(start), np.log(levels[before]), years[before])
    return np.append(0, years[years > passed] - passed), np.append(start, levels[years > passed])


def market_path(run):
    """The market that two published sizes span, by year: when (year) and bands."""
    first, last = (int(run.mean(f"market_{end}_year")) for end in ("first", "last"))
    years = np.arange(first, last + 1)
    return bands(run["market_first_usd_per_year"] * (1 + run["market_growth_per_year"]) ** (years - first), when=years)


def mixes(run, first):
    """Mix of the target year as believed on an earlier day and now: when (day), series (stream), value (mean share)."""
    book = run.book
    then = type(run)(params.load(book.scenario, first, book.overrides, book.draws, book.seed, book.root))
    rows = [(f"As of {one.book.as_of:%b %Y}", label, one.mean(f"stream_mix_share[{stream}]"))
            for one in ((then, run) if first < book.as_of else (run,)) for stream, label in book.case.axes["stream"].items()]
    return pd.DataFrame(rows, columns=["when", "series", "value"])


def licences(run, counts):
    """What licences bring net of the sales they displace, by kind and by count of licensees: label, value, low, high."""
    kinds = {"Fee and royalty": {}, "Fee alone": {"royalty_share": 0}, "Royalty alone": {"licence_fee_usd": 0}}
    more = {f"{count:g} licensee{'s' * (count != 1)}": {"licensees_count": count} for count in counts}
    return pd.concat([numbers(run.otherwise(**given) if given else run, {label: "stream_revenue_usd[licensing]"})
                      for label, given in (kinds | more).items()], ignore_index=True)


def due(run, supplier, first, last):
    """Commitments that fall due in every second year, evenly over their terms: when, series, value. Entities whose name begins
    with `supplier` have terms that were published; the rest of the total is spread over the years that we assume, from the day
    of the last report on."""
    known = [row for row in run.book.known if row["entity"].startswith(supplier) and row["measure"] == "commitment"]
    terms = [row for row in known if row["basis"] == "planned"]
    years, start = np.arange(first, last + 1, 2), max((row["as_of"] for row in known), default=run.book.as_of)
    begun = start.year + (start.month - 1) / 12
    spans = [(run.book.case.entities[row["entity"]].rpartition("from ")[2], row["value"], row["start_year"], row["end_year"])
             for row in terms]
    rest = np.nanmean(run["subject_commitment_usd"]) - sum(span[1] for span in spans)
    spans.append(("Rest, as we assume", rest, begun, begun + run.summary("commitment_years")["p50"]))
    rows = [(pd.Timestamp(int(year), 1, 1), label, amount * max(min(end, year + 1) - max(begin, year), 0) / (end - begin))
            for label, amount, begin, end in spans for year in years]
    return shapes.firms(run, pd.DataFrame(rows, columns=["when", "series", "value"]), "series")


def reach(run, key, threshold):
    """How near single changes bring a number to a threshold, see `shapes.held`, other structures of the forecast among them."""
    other = [{"label": label, "note": "another structure", "value": moves.middle(run.otherwise(**held), key), "ours": False,
              "source": ""} for label, held in STRUCTURES.items() if held]
    return pd.concat([shapes.held(run, key, threshold, 4), pd.DataFrame(other)], ignore_index=True)


def safety(run, shares):
    """Table of the compute that a share of research compute is, and the gross profit that it would earn."""
    names = "safety_opportunity_usd", "safety_h100e_count"
    cost, count = (sweep(run, name, "safety_compute_share", shares) for name in names)
    rows = [(f"{one:.0%}", shown(n, "H100e", 2), f"{shown(low, 'USD', 2)} to {shown(high, 'USD', 2)}")
            for one, n, low, high in zip(shares, count["mid"], cost["low"], cost["high"], strict=True)]
    heads = ("Share of research compute", "H100 equivalents", "Gross profit forgone, 80% range")
    return table(dict.fromkeys(heads, NUMBER), rows)
