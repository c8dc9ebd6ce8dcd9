"""Believe otherwise? Stored draws that a page weighs anew by a reader's beliefs, offline: a fragment of HTML."""

import base64
import json
import re

import numpy as np
from markupsafe import Markup

from wattbook import decision, keys, uncertainty
from wattbook.report import page
from wattbook.subject import MODEL
from wattbook.words import verdict
from wattbook.words.numbers import MONTHS, tail
from wattbook.words.sentences import CLEAR, UNCLEAR, WORDS

DRAWS, MOVED, LEAST = 4000, 12, 100  # most stored draws, inputs that are moved, effective draws that an answer needs
POINTS = 257  # of the table by which a value follows from its rank
DATA = re.compile(r'<script type="application/json" id="believe-data">(.*?)</script>', re.S)  # in the fragment
MISSING = 65535  # rank of a draw without a value
DIGITS = 6
RATE, HURDLE = "irr_per_year", "wacc_per_year"
RANKED = ("npv_usd", "max(revenue_capacity_nominal_usd_per_year)", "recognised_revenue_usd[{later}]",
          "yearend_runrate_usd_per_year[{year}]")  # inputs are chosen by their mean share over these
BANDS = {"Net present value": "npv_usd", "Return a year": RATE, "Recognised {year}": "recognised_revenue_usd[{year}]",
         "Recognised {later}": "recognised_revenue_usd[{later}]", "Run-rate {year}": "yearend_runrate_usd_per_year[{year}]",
         "Could carry": "max(revenue_capacity_nominal_usd_per_year)"}
CHANCES = {"Worth more than it costs": "npv_usd > 0",
           "Run-rate reaches the target": "yearend_runrate_usd_per_year[{year}] >= target_revenue_usd_per_year",
           "Recognised {year} reaches it": "recognised_revenue_usd[{year}] >= target_revenue_usd_per_year",
           "Recognised {later} reaches it": "recognised_revenue_usd[{later}] >= target_revenue_usd_per_year",
           "Could carry it alone": "max(revenue_capacity_nominal_usd_per_year) >= target_revenue_usd_per_year",
           "Excess capacity, end of {later}": "excess_capacity_share[{later}-12] > 0",
           "Debt not covered in a year": "min(dscr_ratio) < 1"}
# the others are for links and for whoever asks the page
OUTPUTS = (*BANDS.values(), HURDLE, "recognised_revenue_usd[{next}]", "yearend_runrate_usd_per_year[{later}]",
           "energised_it_gw[{year}-12]", "energised_it_gw[{next}-12]", "energised_it_gw[{later}-12]",
           "chain_revenue_usd_per_year", "revenue_caused_usd[{later}]", "programme_compute_share[{later}]",
           "max(stranded_capital_usd)", "excess_capacity_share[{later}-12]", "min(dscr_ratio)", "provider_irr_per_year",
           "cost_usd_per_accelerator_hour", "target_revenue_usd_per_year")


def named(run, listed):
    """Keys, or labels, of this run's years."""
    year = int(run.mean("target_year"))
    return [one.format(year=year, next=year + 1, later=year + 2) for one in listed]


def chosen(run):
    """Inputs that a reader moves, by their mean share of what moves the ranked outputs, and those that go with them."""
    found = {}
    for key in named(run, RANKED):
        for one in decision.leading(run, key, MOVED).itertuples():
            found[one.key] = found.get(one.key, 0) + one.share
    moved = sorted(found, key=lambda key: (-found[key], key))[:MOVED]
    joined = [name for names, _ in run.book.correlations if set(names) & set(moved) for name in names]
    return moved, [name for name in dict.fromkeys(joined) if name not in moved and decision.believed(run, name)[3] != "fixed"]


def correlation(run, names):
    """Correlation of the scores of some inputs, as they were drawn."""
    found = np.eye(len(names))
    for group, ranks in run.book.correlations:
        there = [place for place, one in enumerate(group) if one in names]
        here = [names.index(group[place]) for place in there]
        found[np.ix_(here, here)] = uncertainty.of_scores(ranks)[np.ix_(there, there)]
    return found


def _ranks(values):
    """Rank of each draw among those with a value, and the table from which its value follows."""
    known = ~np.isnan(values)
    ranks = np.full(len(values), MISSING, dtype="<u2")
    ranks[known] = np.argsort(np.argsort(values[known], kind="stable"), kind="stable")
    table = np.quantile(values[known], np.linspace(0, 1, POINTS)) if known.any() else np.zeros(POINTS)
    return ranks, int(known.sum()), [float(f"{one:.{DIGITS}g}") for one in table]


def packed(run):
    """All that a page needs: inputs, outputs, probabilities, words, and ranks as compact binary."""
    moved, joined = chosen(run)
    names, ranks, inputs, outputs = moved + joined, [], [], []
    for name in names:
        unit = run.book.assumptions[keys.parse(name).first.name].unit
        belief = dict(zip(("value", "low", "high", "dist"), decision.believed(run, name), strict=True))
        inputs.append({"key": name, "label": run.definition(name), "unit": unit, "words": tail(unit), **belief})
        ranks.append(_ranks(run.draws(name))[0])
    for key in named(run, OUTPUTS):
        own, known, table = _ranks(run.draws(key))
        ranks.append(own)
        outputs.append({"key": key, "unit": run.unit(key), "known": known, "table": table})
    chances = []
    for key, sign, second in map(str.split, named(run, CHANCES.values())):
        number = isinstance(keys.parse(f"{key} {sign} {second}").second, float)
        chances.append({"key": key, "sign": sign, "other": None if number else second,
                        "threshold": float(second) if number else None})
    ours = verdict.earns(run.mean("npv_usd > 0"), run.summary(HURDLE), run.summary(RATE))
    return {"draws": run.book.draws, "moved": len(moved), "inputs": inputs, "outputs": outputs,
            "inverse": np.linalg.inv(correlation(run, names)).round(DIGITS).tolist(),
            "chances": chances, "rate": RATE, "hurdle": HURDLE, "words": WORDS, "clear": CLEAR, "unclear": UNCLEAR,
            "least": LEAST, "says": {**verdict.EARNS, "refused": verdict.REFUSED, "ours": ours}, "months": MONTHS,
            "ranks": base64.b64encode(np.concatenate(ranks).tobytes()).decode()}


def fragment(run):
    """HTML of the section with its data and script; nothing where the case lacks what it tells, or nothing moves it."""
    needed = {keys.parse(key.format(year=2000, next=2000, later=2000)).first.name for key in OUTPUTS}
    if not needed <= {*MODEL.functions, *run.book.assumptions} or not len(run.moves("npv_usd")):
        return ""
    told = packed(run)
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    parts = [("80% range", BANDS), ("Probability", CHANCES)]
    return page.engine().get_template("beliefs.html.j2").render(
        draws=told["draws"], inputs=told["inputs"][:told["moved"]], data=Markup(data),
        script=Markup(page.template("beliefs.js")), tables=[(head, [(label, key, run.say(key)) for label, key in zip(
            named(run, listed), named(run, listed.values()), strict=True)]) for head, listed in parts])
