"""Frames and tables of the verdict's page, out of a run: see `shapes`."""

import numpy as np
import pandas as pd

from wattbook import moves, uncertainty
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import shown, stated, unit_words
from wattbook.words.sentences import percent

CHAIN = ("chain_it_watt_per_usd", "chain_h100e_hours_per_it_watt_year", "chain_mtoken_per_h100e_hour",
         "realised_price_usd_per_mtoken")  # yields, whose product with the budget is revenue
CASH = "chain_revenue_usd_per_year - programme_cost_usd_per_year"
LEAST_DRAWS = 30  # a story that fewer draws tell has no median
RENTS = {"peak_rate": "Rent of older chips, by peak rate", "index_ratio": "Rent of older chips, by one index",
         "vendor_ratio": "Rent of older chips, by the vendor's ratio", "vendor": "The vendor's own rent"}
# reader -> question, numbers, and what flips his decision: key, threshold, the input that alone would have to give, in words
READERS = {
    "equity": ("Does it earn more than its capital costs?",
               ("npv_usd >= 0", "irr_per_year", "npv_usd", "party_exposure_usd[subject]"),
               ("npv_usd", 0.0, "rent_fall_by_age_per_year", "it is worth what it costs")),
    "lender": ("Is the debt covered, and if the tenant fails?",
               ("min(dscr_ratio) < 1", "min(dscr_ratio)", "min(default_dscr_ratio)", "sculpted_debt_to_spend_ratio"),
               ("min(dscr_ratio) - target_dscr_ratio", 0.0, "accelerator_rent_usd_per_hour",
               "cash covers the debt in its worst year as lenders ask")),
    "buyer": ("Commit, or wait for lower prices?",
              ("price_path_usd_per_mtoken[{month}]", "floor_price_path_usd_per_mtoken[{month}]",
               "cost_usd_per_accelerator_hour", "accelerator_rent_usd_per_hour"),
              ("cost_usd_per_accelerator_hour - accelerator_rent_usd_per_hour", 0.0, "accelerator_rent_usd_per_hour",
               "an hour costs as much owned as rented")),
    "strategy": ("When does it give compute, and how much of the revenue is its own?",
                 ("first_power_year", "programme_slip_months", "programme_compute_share[{year}]", "revenue_caused_usd[{year}]"),
                 ("programme_slip_months", 6.0, "schedule_slip_months", "a kilowatt is {} months late (our own mark)")),
    "policy": ("What does the public give and get?",
               ("facility_energy_twh_per_year", "emissions_tco2e_per_year[location]",
                "programme_budget_usd / permanent_jobs_count", "max(bill_impact_share)"),
               ("programme_budget_usd / permanent_jobs_count", 1e7, "permanent_jobs_count",
                "a permanent job costs {} (our own mark)")),
}


def chain(run):
    """Table of the chain: link, yield with its range, and what one dollar, and the whole sum, has become by then."""
    total, rows = np.ones(run.book.draws), []
    for key in CHAIN:
        total = total * np.nan_to_num(run.draws(key))
        rows.append((run.definition(key), run.say(key), unit_words(run.unit(key)), f"{np.median(total):.3g}"))
    for mark, key in (("*", "chain_revenue_usd_per_year"), ("", CASH)):
        rows.append((mark + run.definition(key), run.say(key), unit_words(run.unit(key)), ""))
    return table({"Link": TEXT, "Yield, with 80% range": NUMBER, "Unit": TEXT, "A dollar has become": NUMBER}, rows)


def stories(run, key):
    """The four stories: label, probability, and median and 80% range of a number where each comes about."""
    rows, draws = [], run.draws(key)
    for story, label in run.book.case.axes["outcome"].items():
        told = run.draws(f"outcome_share[{story}]")
        some = draws[(told > 0) & ~np.isnan(draws)]
        low, value, high = uncertainty.quantiles(some) if len(some) >= LEAST_DRAWS else (np.nan,) * 3
        rows.append((label, float(np.nanmean(told)) if not np.isnan(told).all() else np.nan, value, low, high))
    return pd.DataFrame(rows, columns=["label", "probability", "value", "low", "high"])


def structures(run, key):
    """Means of a number, such as a probability, under other models of rent, ageing and hurdle: label -> value (S-10)."""
    other, aged, parts = "road_rent_usd_per_hour", "observed_rent_fall_per_year", "wacc_parts_per_year"
    few, labels = moves.thinned(run, key, moves.HELD_DRAWS, (other, aged, parts)), run.labels(other)
    roads, found = few[other], {"As we assume": run.mean(key)}
    changes = {label: ("accelerator_rent_usd_per_hour", roads[:, labels.index(road)]) for road, label in RENTS.items()}
    changes |= {"Machines age as past ones did": ("rent_fall_by_age_per_year", few[aged]),
                "Cost of capital from its parts": ("wacc_per_year", few[parts])}
    return found | {label: moves.given(few, {name: array}).mean(key) for label, (name, array) in changes.items()
                    if not np.isnan(array).any()}


def steady(run, key):
    """A probability if rents did not fall, with age or as the market settles, and if power were on when it is paid for."""
    rents = moves.holding(run, {"settled_rent_ratio": 1, "rent_fall_by_age_per_year": 0})
    return rents.mean(key), moves.given(run, {"energised_share": run["spend_cumulative_share"]}).mean(key)


def flips(told):
    """Table of the joint move that flips an answer, from `decision.flip`."""
    rows = [(one.label, stated(one.before, one.unit), shown(one.after, one.unit), unit_words(one.unit), f"{one.shift:+.2f}")
            for one in told["moves"].itertuples()]
    heads = {"Assumption": TEXT, "We use": NUMBER, "Flips at, together": NUMBER, "Unit": TEXT, "Standard deviations": NUMBER}
    return table(heads, rows or [("Nothing moves it", "", "", "", "")])


def ledger(run, key, threshold):
    """Table of every published value of what is contested, with what it makes of a number; those that flip it are marked."""
    rows = [(f"{'*' if one.crosses else ''}{one.label}", stated(one.published, one.unit), stated(one.used, one.unit),
             shown(one.result, run.unit(key), 2), percent(one.reached), run.cite(one.source))
            for one in run.disagreements(key, threshold).itertuples()]
    heads = {"Contested input (bold: flips)": TEXT, "Published": NUMBER, "We use": NUMBER,
             f"Median, {unit_words(run.unit(key))}": NUMBER, "Reaches it": NUMBER, "Source": TEXT}
    return table(heads, rows or [("Nothing contested moves it", *[""] * 5)])


def facts(found):
    """Table of the facts most worth finding, from `decision.worth_finding`."""
    rows = [(one.label, shown(one.value, "USD_2025", 2), one.settled_by) for one in found.itertuples()]
    return table({"Fact": TEXT, "Worth knowing": NUMBER, "What would settle it": TEXT}, rows or [("None moves it", "", "")])


def shares(found):
    """Table of `decision.shares`: alone by rank, shared out fairly (Shapley), and by Sobol's indices."""
    rows = [(one.label, *(percent(max(share, 0)) for share in (one.share, one.shapley, one.first, one.total)))
            for one in found.itertuples()]
    heads = ("Rank correlation, squared", "Shapley", "Sobol, first order", "Sobol, total")
    return table({"Assumption": TEXT} | dict.fromkeys(heads, NUMBER), rows or [("Nothing moves it", *[""] * 4)])


def reader(run, name):
    """One reader's question, table of his numbers, and what flips his decision, as a sentence's parts."""
    question, listed, (key, threshold, lever, aim) = READERS[name]
    last = run.labels("price_path_usd_per_mtoken")[-1]
    month = min(f"{run.book.as_of.year + 3}-{run.book.as_of.month:02d}", last)
    listed = [one.format(month=month, year=min(int(run.mean("target_year")) + 2, int(last[:4]))) for one in listed]
    a = run.book.assumptions[lever]
    return {"question": question, "table": run.results(*listed), "keys": listed, "label": a.label, "unit": a.unit,
            "needed": moves.required_value(run, key, threshold, lever), "used": a.value,
            "aim": aim.format(stated(threshold, run.unit(key)))}
