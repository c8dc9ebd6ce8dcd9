"""Frames of the cost page: cover by year, uses and sources, rents, who pays and who runs what."""

import numpy as np
import pandas as pd

from wattbook.frames.shapes import bands, dates
from wattbook.series import sum_by_year
from wattbook.words.numbers import shown

FOLLOWED = 6  # [year] of machines bought today
SMALL = 0.03  # share of the whole that is too little to show


def since(run, name, start, kept=0.5):
    """A yearly output by years counted from that in which something starts: x (1 is that year) and bands. Years in which fewer
    than a share of the draws have a value are left out."""
    years, places = run[name], np.arange(len(run.book.case.years()))
    first = np.nan_to_num(run[start] // 1, nan=np.inf) - run.book.case.years()[0]
    at = first + places
    inside = at < len(places)
    values = np.where(inside, np.take_along_axis(years, np.where(inside, at, 0).astype(int), axis=1), np.nan)
    return bands(values, x=places + 1.0)[np.isfinite(values).mean(axis=0) >= kept].reset_index(drop=True)


def funding(run):
    """Mean uses beside sources of money by calendar year, years under 3% of all left out: when, series, value."""
    names = {"Spending": "construction_uses_usd_per_month", "Interest": "idc_usd_per_month", "Debt": "debt_drawn_usd_per_month",
             "Equity": "equity_drawn_usd_per_month", "Unpaid": "funding_gap_usd_per_month"}
    means = {part: sum_by_year(run[name], run["month_calendar_year"]).mean(axis=0) for part, name in names.items()}
    used = np.flatnonzero(means["Spending"] > SMALL * means["Spending"].sum())
    means["Spending"] = means["Spending"] - means["Interest"]
    sides = {"uses": ("Spending", "Interest"), "sources": ("Debt", "Equity", "Unpaid")}
    rows = [(f"{run.book.case.years()[place]} {side}", part, means[part][place] * (part in parts))
            for place in used for side, parts in sides.items() for part in names]
    return pd.DataFrame(rows, columns=["when", "series", "value"])


def rents(run, labels):
    """Published rents over time, in dollars of the day, of entities with their labels: when, mid, series (the label)."""
    found = pd.DataFrame([(labels[row["entity"]], row["end_year"], row["value"]) for row in run.book.known
                          if row["entity"] in labels and row["measure"] == "unit_price"], columns=["series", "when", "mid"])
    found = found.drop_duplicates(["series", "when"], keep="last").sort_values("when", kind="stable")
    return found.assign(when=dates(found["when"]))


def crossing(run):
    """Share of draws whose books have stood above what rents make machines bought today worth, by date: when and mid."""
    over = np.maximum.accumulate((run["book_value_share"] > run["residual_to_cost_ratio"])[:, :, 0], axis=1).mean(axis=0)
    ages = np.arange(FOLLOWED + 1)
    return pd.DataFrame({"when": dates(run["as_of_year"].item() + ages), "mid": over[ages]})


def roles(run):
    """Who pays for each layer, who operates it, and which risk falls on whoever pays, all as text: one row a layer."""
    parties, rows = run.book.case.axes["party"], []
    given = [run["provider_layer_share"].mean(axis=0).ravel(), run["landlord_layer_share"].mean(axis=0).ravel()]
    for place, (layer, label) in enumerate(run.book.case.axes["layer"].items()):
        shares = [1 - given[0][place] - given[1][place], given[0][place], given[1][place]]
        paid = ", ".join(f"{party} {shown(share, 'fraction', 2)}" for party, share in zip(parties.values(), shares, strict=True)
                         if share > SMALL)
        role = run.book.case.roles.get(layer)
        rows.append((label, run.say(f"layer_capex_usd[{layer}]"), paid, *(
            (parties.get(role.get("operates"), "nobody"), role["risk"]) if role else ("not said", "not said"))))
    return pd.DataFrame(rows, columns=["Layer", "Capital", "Paid by", "Operated by", "Risk of whoever pays"])


def payers(run):
    """Mean capital cost of each layer by who pays for it: when (layer), series (party), value."""
    layers, parties = run.book.case.axes["layer"], run.book.case.axes["party"]
    others = [run["provider_layer_share"], run["landlord_layer_share"]]
    paid = [(run["layer_capex_usd"] * share).mean(axis=0)[:, 0] for share in (1 - sum(others), *others)]
    rows = [(layer, party, value) for party, values in zip(parties.values(), paid, strict=True)
            for layer, value in zip(layers.values(), values, strict=True)]
    return pd.DataFrame(rows, columns=["when", "series", "value"])


def rent_roads(run):
    """Each published way to the rent of the generation that is bought, the model's own first: what owning is against it. label,
    value, low, high (rent), h100e (the same for an H100 equivalent), cheaper (share of draws in which owning is), use (share of
    running hours from which it is)."""
    cost, rows = "cost_usd_per_accelerator_hour", []
    for road, label in run.book.case.axes["rent_road"].items():
        rent = f"road_rent_usd_per_hour[{road}]"
        said = run.summary(rent)
        if said["p50"] is not None:
            rows.append({"label": label, "value": said["p50"], "low": said["p10"], "high": said["p90"],
                         "h100e": run.summary(f"{rent} / h100e_per_accelerator_ratio")["p50"],
                         "cheaper": run.mean(f"{cost} < {rent}"),
                         "use": float(np.median(run.draws(cost) * run.draws("sold_hours_share") / run.draws(rent)))})
    return pd.DataFrame(rows)
