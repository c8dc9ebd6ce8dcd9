"""Believe otherwise? Stored draws that a page weighs anew by a reader's beliefs, offline: a fragment of HTML."""

import base64
import html
import json

import numpy as np

from wattbook import decision, keys, uncertainty
from wattbook.report import page
from wattbook.subject import MODEL
from wattbook.words import verdict
from wattbook.words.numbers import MONTHS, tail
from wattbook.words.sentences import CLEAR, UNCLEAR, WORDS

DRAWS, MOVED, LEAST = 4000, 12, 100  # most stored draws, inputs that are moved, effective draws that an answer needs
POINTS = 257  # of the table by which a value follows from its rank
MISSING = 65535  # rank of a draw without a value
DIGITS = 6
RATE, HURDLE = "irr_per_year", "wacc_per_year"
RANKED = ("npv_usd", "peak_revenue_capacity_usd_per_year", "recognised_revenue_usd[{later}]",
          "yearend_runrate_usd_per_year[{year}]")  # inputs are chosen by their mean share over these
OUTPUTS = (*RANKED, RATE, HURDLE, "recognised_revenue_usd[{year}]", "recognised_revenue_usd[{next}]",
           "yearend_runrate_usd_per_year[{later}]", "energised_it_gw[{year}-12]", "energised_it_gw[{next}-12]",
           "energised_it_gw[{later}-12]", "chain_revenue_usd_per_year", "revenue_caused_usd[{later}]",
           "programme_compute_share[{later}]", "largest_stranded_usd", "yearend_excess_share[{later}]", "min_dscr_ratio",
           "provider_irr_per_year", "cost_usd_per_accelerator_hour", "target_revenue_usd_per_year")
CHANCES = ("npv_usd > 0", "yearend_runrate_usd_per_year[{year}] >= target_revenue_usd_per_year",
           "recognised_revenue_usd[{year}] >= target_revenue_usd_per_year",
           "recognised_revenue_usd[{later}] >= target_revenue_usd_per_year",
           "peak_revenue_capacity_usd_per_year >= target_revenue_usd_per_year", "yearend_excess_share[{later}] > 0",
           "min_dscr_ratio < 1")
TOLD = 8  # outputs in the table; the others feed probabilities and links


def named(run, listed):
    """Keys of this run's years."""
    year = int(run.mean("target_year"))
    return [key.format(year=year, next=year + 1, later=year + 2) for key in listed]


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
        scores = uncertainty.of_scores(ranks)
        for place, one in enumerate(group):
            for other_place, other in enumerate(group):
                if one in names and other in names:
                    found[names.index(one), names.index(other)] = scores[place, other_place]
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
        value, low, high, dist = decision.believed(run, name)
        operand = keys.parse(name).first
        unit = run.book.assumptions[operand.name].unit
        inputs.append({"key": name, "label": run.definition(name), "unit": unit, "words": tail(unit), "value": value,
                       "low": low, "high": high, "dist": dist})
        ranks.append(_ranks(run.draws(name))[0])
    for key in named(run, OUTPUTS):
        own, known, table = _ranks(run.draws(key))
        ranks.append(own)
        outputs.append({"key": key, "label": run.definition(key), "unit": run.unit(key), "known": known, "table": table})
    return {"draws": run.book.draws, "moved": len(moved), "inputs": inputs, "outputs": outputs,
            "inverse": np.linalg.inv(correlation(run, names)).round(DIGITS).tolist(),
            "chances": [_chance(run, key) for key in named(run, CHANCES)], "rate": RATE, "hurdle": HURDLE, "words": WORDS,
            "clear": CLEAR, "unclear": UNCLEAR, "least": LEAST,
            "says": {**verdict.EARNS, "refused": verdict.REFUSED, "ours": _ours(run)},
            "months": MONTHS, "ranks": base64.b64encode(np.concatenate(ranks).tobytes()).decode()}


def _ours(run):
    """What the report says while nothing is moved."""
    return verdict.earns(run.mean(CHANCES[0]), run.summary(HURDLE), run.summary(RATE))


def _chance(run, key):
    told = keys.parse(key)
    other = None if isinstance(told.second, float) else told.second.name
    first = told.first.name if told.first.label is None else f"{told.first.name}[{told.first.label}]"
    return {"label": run.definition(key), "key": first, "sign": told.sign, "other": other,
            "threshold": None if other else told.second}


def fragment(run):
    """HTML of the section with its data and script; nothing where the case lacks what it tells, or nothing moves it."""
    needed = {keys.parse(key.format(year=2000, next=2000, later=2000)).first.name for key in OUTPUTS}
    if not needed <= {*MODEL.functions, *run.book.assumptions} or not len(run.moves("npv_usd")):
        return ""
    told = packed(run)
    fields = "".join(
        f"<fieldset><legend>{html.escape(one['label'])}</legend><label>Middle <input type=\"range\" min=\"-2\" max=\"2\" "
        f"step=\"0.1\" value=\"0\"></label><label>Width <input type=\"range\" min=\"0.5\" max=\"1.5\" step=\"0.1\" "
        f"value=\"1\"></label><output></output></fieldset>" for one in told["inputs"][:told["moved"]])
    rows = "".join(_row(one["label"], run.say(one["key"]), one["key"]) for one in told["outputs"][:TOLD])
    rows += "".join(_row(one["label"], run.say(key), one["key"], place) for place, (one, key) in
                    enumerate(zip(told["chances"], named(run, CHANCES), strict=True)))
    data = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (f"<style>{CSS}</style><p>Move the middle of a belief, in its own standard deviations, or its width. The "
            f"{told['draws']:,} stored draws are weighed anew; nothing leaves this page.</p>"
            f'<noscript><p>This needs scripts.</p></noscript><div id="believe-otherwise" hidden><p class="says" '
            f'aria-live="polite"></p><p class="sure"></p><div class="moved">{fields}</div>'
            f'<p><button type="button">Back to ours</button> <a class="link" href="#believe=">Link to these beliefs</a></p>'
            f'<table class="wb-table"><thead><tr><th scope="col">Result</th><th scope="col" class="wb-number">Ours</th><th '
            f'scope="col" class="wb-number">Yours</th></tr></thead><tbody>{rows}</tbody></table></div><script '
            f'type="application/json" id="believe-data">{data}</script><script>{page.template("beliefs.js")}</script>')


def _row(label, ours, key, chance=None):
    at = "" if chance is None else f' data-chance="{chance}"'
    return (f'<tr><th scope="row">{html.escape(label)}</th><td class="wb-number">{html.escape(ours)}</td>'
            f'<td class="wb-number" data-now="{html.escape(key)}"{at}></td></tr>')


CSS = """#believe-otherwise fieldset{border:0;border-top:1px solid var(--rule,#ccc);margin:0;padding:6px 0;display:grid;
grid-template-columns:1fr 1fr;gap:2px 14px;font-size:.9rem}#believe-otherwise legend{padding:0;font-weight:600}
#believe-otherwise label{display:flex;gap:8px;align-items:center}#believe-otherwise input{width:100%;min-width:0}
#believe-otherwise output{grid-column:1/-1;font-variant-numeric:tabular-nums}
#believe-otherwise .says{font-weight:600;font-size:1.1rem;margin:10px 0 2px;padding:4px 0;position:sticky;top:0;
background:var(--paper,Canvas)}#believe-otherwise .sure{margin:0 0 8px}
@media(min-width:900px){#believe-otherwise .moved{display:grid;grid-template-columns:1fr 1fr;gap:0 28px}}
@media print{#believe-otherwise{display:none}}"""
