"""Frames and tables of the competition page: standings, races, spending, flows, places by regions, and what flips a claim."""

import numpy as np
import pandas as pd

from wattbook import engineering, units
from wattbook.frames import shapes
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.competition import place
from wattbook.words.numbers import KNOWN, shown, stated, unit_words
from wattbook.words.sentences import percent

ALONG = ["when", "mid", "low", "high", "series"]
EVENTS = {"investment": "Programme announced", "capex_guidance": "Spending guided for {}"}


def standing(frame):
    """Members with the first and last place that their ranges leave open: what is surely above comes before."""
    low, high = frame["low"].to_numpy(), frame["high"].to_numpy()
    first, last = 1 + (low[:, None] > high).sum(axis=0), (high[:, None] >= low).sum(axis=0)
    return frame.assign(first=first, last=last, note=list(map(place, first, last)))


def beside(made, head, frame):
    """A table with the notes of a frame as a column of its own."""
    notes = dict(zip(frame["label"], frame["note"], strict=True))
    return table({**made.columns, head: TEXT}, [(*row, notes.get(row[0].lstrip("*"), "")) for row in made.rows])


def race(run, name, axis, first, last, density=None, every=6):
    """Monthly levels of the members of an axis along time, for a fan."""
    keep, when = shapes.kept(run, max(first, run.book.case.month_names()[0]), last, every)
    levels = run[name][..., keep] * (1 if density is None else run[density] * units.KW_PER_GW)
    each = {label: shapes.bands(levels[:, number], when=when) for number, label in enumerate(run.book.case.axes[axis].values())}
    return shapes.firms(run, shapes.several(**each)[ALONG].dropna(), "series")


def reached(run, name, path, month, density=None):
    """Rivals with a known path: shares of draws with parity now, by a month and never, and in which they lead then."""
    place, labels = run.book.case.month_names().index(month), run.book.case.axes[run.axis(name)].values()
    dates, levels = run[name][..., 0], run[path][..., place] * (1 if density is None else run[density][..., 0])
    frame = pd.DataFrame({
        "label": labels, "now": (dates < run["as_of_year"].item(0) + 1 / units.MONTHS_PER_YEAR).mean(axis=0),
        "by": (dates <= run["month_start_year"].ravel()[place]).mean(axis=0), "ahead": (levels > levels[:, :1]).mean(axis=0)})
    return frame.assign(note=[percent(1 - by) for by in frame["by"]])[1:][~np.isnan(levels).any(axis=0)[1:]]


def slope(run):
    """Ranks of the programmes by stage for a slope: column, entity, rank; none unless two stages have figures of several."""
    stages = {"Announced, dollars": "programme_announced_usd", "Under construction, power": "programme_building_it_gw",
              "Energised, power": "programme_energised_it_gw"}
    each = [one.assign(column=column, rank=one["value"].rank(ascending=False, method="min").astype(int), entity=one["label"])
            for column, name in stages.items() for one in [shapes.members(run, name)] if len(one) > 1]
    return pd.concat(each, ignore_index=True)[["column", "entity", "rank"]] if len(each) > 1 else pd.DataFrame()


def quarters(run, measure, over, first):
    """One measure over another by quarter and firm, from a year on, both over twelve months: when, mid, series."""
    found = []
    for member, label in run.book.case.axes["peer"].items():
        above, below = (_year_sums(run, member, one) for one in (measure, over))
        found += [(pd.Timestamp(int(end), 1, 1) + pd.DateOffset(months=round(end % 1 * 12)), above[end] / below[end], label)
                  for end in sorted(set(above) & set(below)) if end >= first]
    return shapes.firms(run, pd.DataFrame(found, columns=["when", "mid", "series"]), "series")


def _year_sums(run, entity, measure):
    """Sums over each twelve months of quarters of one firm: end of the last -> sum."""
    rows = {row["end_year"]: row["value"] for row in run.book.known if (row["entity"], row["measure"], row["basis"]) == (
        entity, measure, "reported") and round(4 * (row["end_year"] - row["start_year"])) == 1}
    ends = sorted(rows)
    return {ends[i]: sum(rows[end] for end in ends[i - 3 : i + 1]) for i in range(3, len(ends)) if ends[i] - ends[i - 3] < 0.8}


def guidance(run, year):
    """What each peer said that it would spend in a year, by the day on which it said so, for a fan."""
    peers = run.book.case.axes["peer"]
    rows = [(row["as_of"], row["value"], row["low"] or row["value"], row["high"] or row["value"], peers[row["entity"]])
            for row in run.book.dated
            if row["measure"] == "capex_guidance" and row["period"] == str(year) and row["entity"] in peers]
    return shapes.firms(run, pd.DataFrame(sorted(rows, key=lambda row: (row[-1], row[0])), columns=ALONG), "series")


def events(run):
    """Table of what programmes announced and peers guided, every time that they said so, newest first."""
    who = run.book.case.axes["programme"] | run.book.case.axes["peer"]
    told = [row for row in run.book.dated if row["measure"] in EVENTS and row["entity"] in who]
    rows = [(str(row["as_of"]), who[row["entity"]], EVENTS[row["measure"]].format(row["period"][:4]),
             shown(row["value"], row["unit"])) for row in sorted(told, key=lambda row: row["as_of"], reverse=True)]
    return table({"Day": TEXT, "Who": TEXT, "What": TEXT, "Sum": NUMBER}, rows)


def funders(run, points):
    """Share of draws in which entry costs no more than a sum, and share of those followed who could pay it, for a curve."""
    cost, held = run.draws("entry_cost_usd"), np.concatenate(
        [run[name][0].ravel() for name in ("lab_equity_usd", "peer_operating_cash_usd")])
    held = held[~np.isnan(held)]
    x = np.geomspace(np.quantile(cost, 0.01), max([np.quantile(cost, 0.99), *held]), points)
    shares = {"Entry costs less": (cost <= x[:, None])} | ({"Could pay": held >= x[:, None]} if len(held) else {})
    return shapes.several(**{name: pd.DataFrame({"x": x, "mid": one.mean(axis=1)}) for name, one in shares.items()})


def flows(run, most=5):
    """Equity of suppliers and orders placed with them, for a flow: side, label, value; all but the largest as one."""
    each = []
    for side, name in (("in", "supplier_paid_in_usd"), ("out", "supplier_commitment_usd")):
        frame = shapes.members(run, name).sort_values("value", ascending=False).query("value > 0")[["label", "value"]]
        rest = pd.DataFrame({"label": [f"{len(frame) - most} others"], "value": [frame["value"].iloc[most:].sum()]})
        each.append(pd.concat([frame.iloc[:most], rest][: 1 + (len(frame) > most)]).assign(side=side))
    return shapes.firms(run, pd.concat(each, ignore_index=True)[["side", "label", "value"]])


def bills(run):
    """Bill of a buyer in each year, and what it would be at today's prices, for a curve over years."""
    bill, prices = (run[name][..., 0] for name in ("buyer_bill_usd_per_year", "buyer_price_usd_per_mtoken"))
    each = {"Bill": bill, "Today's prices": bill * prices[:, :1] / prices}
    return shapes.several(**{name: shapes.bands(one, x=np.arange(one.shape[1]) * 1.0).drop(
        columns=["lowest", "highest"]) for name, one in each.items()})


def access(run):
    """The four series of the index of access by half-year until the as-of date, each in its own unit, for strips."""
    (keep, when), owners = shapes.kept(run, None, f"{run.book.as_of:%Y-%m}", 6), run["owner_path_h100e"].sum(axis=1)
    paths = {"fraction": owners / (owners + np.nansum(run["owner_group_path_h100e"], axis=1)), "month": run["open_lag_months"],
             "ratio": run["efficiency_gain_ratio_per_year"] ** (run["as_of_year"] - run["month_start_year"]),
             "USD": run["training_cost_trend_usd"]}
    each = zip(run.book.case.axes["index_part"].values(), paths.items(), strict=True)
    found = {label: shapes.bands(path[:, keep], when=when, unit=unit) for label, (unit, path) in each}
    return shapes.several(**found)[["series", "when", "mid", "unit"]].dropna()


def cases(run):
    """Table of the cases in which authorities looked at partnerships and power over the market."""
    rows = [(row["case"], row["authority"], row["stage"], row["about"], format(row["from"], "%b %Y" if row["from"] else ""),
             run.cite(row["source"])) for row in run.book.cases]
    return table(dict.fromkeys(("Case", "Authority", "Stage", "About", "Since", "Source"), TEXT),
                 rows or [(f"None was {KNOWN}", *[""] * 5)])


def facing(run, limit):
    """Table of places by requirement: regions within a round trip [ms], the nearest at home, and whether that is both."""
    trips, regions, rows = np.median(run["place_trip_ms"][..., 0], axis=0), run.book.case.axes["region"].values(), []
    for (member, label), to in zip(run.book.case.axes["place"].items(), trips, strict=True):
        near = [f"{region} {shown(ms, 'ms', 2)}" for ms, region in sorted(zip(to, regions, strict=True))[:3] if ms <= limit]
        home = run.summary(f"place_resident_ms[{member}]")["p50"]
        row = "; ".join(near) or "none", shown(home, "ms", 2) if home else "none", "yes" if home and home <= limit else "no"
        rows.append(("*" * (run.mean(f"place_feasible_share[{member}]") > 1 / 2) + label, *row))
    near = f"Answers within {stated(limit, 'ms')} ms"
    return table({"Place (bold: what the buyer asks)": TEXT, near: TEXT, "Keeps data at home, ms": NUMBER, "Both": TEXT}, rows)


def rings(run, region, limit):
    """Rings of equal round trip about a region, for a map: half of a limit [ms], the limit, and twice that."""
    home = (run.mean(f"region_{one}_deg[{region}]") for one in ("latitude", "longitude"))
    hops, route = (np.median(run[name]) for name in ("network_hops_ms", "fibre_route_ratio"))
    trips = np.array([ms for ms in (limit / 2, limit, limit * 2) if ms > hops])
    y, x = engineering.circle(*home, (trips[:, None] - hops) / engineering.round_trip_ms(route), np.linspace(0, 1, 17))
    return pd.DataFrame({"series": [f"{stated(ms, 'ms')} ms" for ms in trips], "x": list(x), "y": list(y)})


def dials(run, names):
    """Table of what a reader sets for himself: meaning, value, unit, and how to set it."""
    rows = [(a.label, stated(a.value, a.unit), unit_words(a.unit), f"--set {a.name}={a.value:.10g}")
            for a in map(run.book.assumptions.get, names)]
    return table({"Yours": TEXT, "We use": NUMBER, "Unit": TEXT, "Set it with": TEXT}, rows)
