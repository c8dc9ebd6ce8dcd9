"""Frames and tables of the verdict's page, out of a run: see `wattbook.frames`."""

import numpy as np
import pandas as pd

from wattbook import decision, frames, keys, moves, uncertainty
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import shown, stated, unit_words
from wattbook.words.sentences import percent, ranged

POINTS = 41  # of a curve of exceedance, between the 1st and 99th percentile
CHAIN = ("chain_it_watt_per_usd", "chain_h100e_hours_per_it_watt_year", "chain_mtoken_per_h100e_hour",
         "realised_price_usd_per_mtoken")  # yields, whose product with the budget is revenue
LEAST_DRAWS = 30  # a story that fewer draws tell has no median
RENTS = {"peak_rate": "Rent of older chips, by peak rate", "index_ratio": "Rent of older chips, by one index",
         "vendor_ratio": "Rent of older chips, by the vendor's ratio", "vendor": "The vendor's own rent"}
# reader -> question, numbers, and what flips his decision: key, threshold and the input that alone would have to give
READERS = {
    "equity": ("Does it earn more than its capital costs?",
               ("npv_usd >= 0", "irr_per_year", "npv_usd", "party_exposure_usd[subject]"),
               ("npv_usd", 0.0, "rent_fall_by_age_per_year")),
    "lender": ("Is the debt covered, and if the tenant fails?",
               ("min_dscr_ratio < 1", "min_dscr_ratio", "default_min_dscr_ratio", "sculpted_debt_to_spend_ratio"),
               ("min_dscr_ratio", 1.2, "accelerator_rent_usd_per_hour")),
    "buyer": ("Commit, or wait for lower prices?",
              ("price_path_usd_per_mtoken[{month}]", "floor_price_path_usd_per_mtoken[{month}]",
               "cost_usd_per_accelerator_hour", "accelerator_rent_usd_per_hour"),
              ("cost_usd_per_accelerator_hour - accelerator_rent_usd_per_hour", 0.0, "accelerator_rent_usd_per_hour")),
    "strategy": ("When does it give compute, and how much of the revenue is its own?",
                 ("first_power_year", "programme_slip_months", "programme_compute_share[{year}]", "revenue_caused_usd[{year}]"),
                 ("programme_slip_months", 6.0, "schedule_slip_months")),
    "policy": ("What does the public give and get?",
               ("facility_energy_twh_per_year", "emissions_tco2e_per_year", "budget_usd / permanent_jobs_count",
                "max(bill_impact_share)"), ("budget_usd / permanent_jobs_count", 1e7, "permanent_jobs_count")),
}


def exceedance(run, key, positive=False):
    """Share of draws at or above each level of a number, for a curve: x, mid; of losses from nought up where `positive`."""
    draws = run.draws(key)
    draws = draws[~np.isnan(draws)]
    low, high = np.quantile(draws, [0.01, 0.99]) if len(draws) else (0, 0)
    x = np.linspace(0 if positive else low, high if high > low else low + 1, POINTS)
    return pd.DataFrame({"x": x, "mid": [float(np.mean(draws >= one)) if len(draws) else 0.0 for one in x]})


def chain(run):
    """Table of the chain: link, yield with its range, and what one dollar, and the whole sum, has become by then."""
    total = np.ones(run.book.draws)
    rows = []
    for key in CHAIN:
        total = total * np.nan_to_num(run.draws(key))
        rows.append((run.definition(key), run.say(key), unit_words(run.unit(key)), f"{np.median(total):.3g}"))
    end = run.summary("chain_revenue_usd_per_year")
    rows.append((f"*{run.definition('chain_revenue_usd_per_year')}", ranged(end), unit_words(end["unit"]), ""))
    cash = run.summary("chain_cash_usd_per_year")
    rows.append((run.definition("chain_cash_usd_per_year"), ranged(cash), unit_words(cash["unit"]), ""))
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


def told_stories(frame):
    """Stories that enough draws tell, with their probability in the label, for `charts.dots`."""
    known = frame.dropna(subset=["value"])
    return known.assign(label=[f"{one.label}, {percent(one.probability)}" for one in known.itertuples()])


def structures(run, key):
    """Means of a number, such as a probability, under other models of rent and of ageing: label -> value (S-10)."""
    roads = run["road_rent_usd_per_hour"][:, :, 0]
    changes = {"As we assume": {}}
    for road, label in RENTS.items():
        column = roads[:, run.labels("road_rent_usd_per_hour").index(road)][:, None]
        changes |= {} if np.isnan(column).any() else {label: {"accelerator_rent_usd_per_hour": column}}
    aged = run["observed_rent_fall_per_year"]
    changes |= {} if np.isnan(aged).any() else {"Machines age as past ones did": {"rent_fall_by_age_per_year": aged}}
    return {label: moves.given(run, changed).mean(key) if changed else run.mean(key) for label, changed in changes.items()}


def stress(run, listed):
    """Table of numbers with beliefs that go together, and with the same beliefs drawn apart."""
    apart = decision.redrawn(run, ())
    rows = [(run.definition(key), *(run.say(key) if one is run else one.say(key) for one in (run, apart)),
             unit_words(run.unit(key))) for key in listed]
    return table({"Result": TEXT, "As they go together": NUMBER, "Drawn apart": NUMBER, "Unit": TEXT}, rows)


def bounds(run, key):
    """A probability as we assume, apart, and under the worst and best pattern of strong correlations: label, value, ours."""
    found = decision.dependence(run, key)
    return pd.DataFrame({"label": list(found), "value": list(found.values()), "ours": [one == "As we assume" for one in found]})


def flips(told):
    """Table of the joint move that flips an answer, from `decision.flip`."""
    rows = [(one.label, stated(one.before, one.unit), shown(one.after, one.unit), unit_words(one.unit), f"{one.shift:+.2f}")
            for one in told["moves"].itertuples()]
    heads = {"Assumption": TEXT, "We use": NUMBER, "Flips at, together": NUMBER, "Unit": TEXT, "Standard deviations": NUMBER}
    return table(heads, rows or [("Nothing moves it", "", "", "", "")])


def flipping_values(run, key, threshold):
    """Table of the published values of contested inputs that flip an answer, how many do, and of how many."""
    frame = run.disagreements(key, threshold)
    flip = (frame["result"] >= threshold) != (frame["base"] >= threshold)
    unit = run.summary(key)["unit"]
    rows = [(one.label, stated(one.published, one.unit), stated(one.used, one.unit), shown(one.result, unit),
             percent(one.reached), run.cite(one.source)) for one in frame[flip].itertuples()]
    heads = {"Contested input": TEXT, "Published": NUMBER, "We use": NUMBER, f"Median, {unit_words(unit)}": NUMBER,
             "Reaches it": NUMBER, "Source": TEXT}
    return table(heads, rows or [("No published value flips it", *[""] * 5)]), int(flip.sum()), len(frame)


def facts(found):
    """Table of the facts most worth finding, from `decision.worth_finding`."""
    rows = [(one.label, shown(one.value, "USD_2025", 2), one.settled_by) for one in found.itertuples()]
    return table({"Fact": TEXT, "Worth knowing": NUMBER, "What would settle it": TEXT}, rows or [("None moves it", "", "")])


def shares(run, key):
    """Table of what moves a number in three ways: alone by rank, shared out fairly (Shapley), and by Sobol's indices."""
    fair, sobol = decision.shared(run, key), decision.indices(run, key)
    rank = dict(zip(decision.leading(run, key)["key"], decision.leading(run, key)["share"], strict=True))
    rows = [(one.label, percent(rank[one.key]), percent(max(one.value, 0)), percent(max(first, 0)), percent(max(total, 0)))
            for one, first, total in zip(fair.itertuples(), sobol["first"], sobol["total"], strict=True)]
    heads = ("Rank correlation, squared", "Shapley", "Sobol, first order", "Sobol, total")
    return table({"Assumption": TEXT} | dict.fromkeys(heads, NUMBER), rows or [("Nothing moves it", *[""] * 4)])


def reader(run, name):
    """One reader's question, table of his numbers, and what flips his decision, as a sentence's parts."""
    question, listed, (key, threshold, lever) = READERS[name]
    labels = run.labels("price_path_usd_per_mtoken")
    month = f"{run.book.as_of.year + 3}-{run.book.as_of.month:02d}"
    year = min(int(run.mean("target_year")) + 2, int(labels[-1][:4]))
    listed = [one.format(month=min(month, labels[-1]), year=year) for one in listed]
    needed = moves.required_value(run, key, threshold, lever)
    a = run.book.assumptions[keys.parse(lever).first.name]
    return {"question": question, "table": run.results(*listed), "keys": listed, "label": a.label, "unit": a.unit,
            "needed": needed, "used": a.value, "aim": f"{run.definition(key)} at {stated(threshold, run.unit(key))}"}


def required(run):
    """Required revenue by every rule: label, value, low, high."""
    return frames.members(run, "required_revenue_usd_per_year")


def earned(run, rules):
    """Required revenue beside what the programme could carry at its peak: label, value, low, high, series."""
    carried = frames.numbers(run, {"Could carry, all tokens sold": "peak_revenue_capacity_usd_per_year"})
    return pd.concat([rules.assign(series="Asked"), carried.assign(series="Could carry")], ignore_index=True)


def beside(bounds, models):
    """What other correlations and other models make of a probability, in one frame, ours first."""
    rest = pd.DataFrame({"label": list(models), "value": list(models.values()), "ours": False}).iloc[1:]
    return pd.concat([bounds, rest], ignore_index=True)
