"""The ledgers of a run: claims judged, events watched, forecasts for the register, and the score of what came due."""

import datetime

import numpy as np
import pandas as pd

from wattbook import keys, uncertainty
from wattbook.frames.shapes import BANDS
from wattbook.params.ledgers import SETTLED, read_ledger, read_register
from wattbook.tables import NUMBER, TEXT, Text, table
from wattbook.words.numbers import shown, tail
from wattbook.words.sentences import percent
from wattbook.words.verdict import claim_status

DIGITS = 6
LEAST, PARTS = 10, 3  # forecasts from which a diagram of reliability is drawn, and its parts


def entries(run, made_on=None):
    """What a run forecasts and is not due yet on its as-of date, as rows of texts for `wattbook.params.ledgers`."""
    made_on, rows = made_on or datetime.date.today(), []
    for told in read_ledger(run.book.root, "forecasts.yaml").values():
        if told["due"] < run.book.as_of:
            continue
        row = {"as_of": str(run.book.as_of), "made_on": str(made_on), "due": str(told["due"]), "key": told["key"],
               "definition": run.definition(told["key"]), "unit": run.unit(told["key"]), "probability": "",
               **dict.fromkeys(BANDS, ""), **{name: str(told[name]) for name in SETTLED}}
        if keys.parse(told["key"]).is_share_of_draws:
            row["probability"] = f"{run.mean(told['key']):.{DIGITS}g}"
        else:
            quantiles = uncertainty.quantiles(run.draws(told["key"]), list(BANDS.values()))
            row |= {name: f"{value:.{DIGITS}g}" for name, value in zip(BANDS, quantiles, strict=True) if not np.isnan(value)}
        rows.append(row)
    return rows


def due(run):
    """Registered forecasts of earlier dates that had come due and were settled: as registered, with `value` and scores."""
    known = {tuple(str(row[name]) for name in SETTLED): row["value"] for row in run.book.known}
    rows = [(one, known.get(tuple(one[name] for name in SETTLED))) for one in read_register(run.book.root)
            if one["as_of"] < run.book.as_of and (one["mid"], one["probability"]) != (None, None)]
    columns = ("as_of", "due", "key", "definition", "unit", *BANDS, "probability", "replay", "value", "happened", "brier",
               "inside80")
    return pd.DataFrame([{**one, "value": value, **_scored(one, value)} for one, value in rows if value is not None],
                        columns=columns)


def _scored(one, value):
    """Scores of one forecast: Brier's of a probability, of a band whether it held what came."""
    if one["probability"] is not None:
        key = keys.parse(one["key"])
        happened = float(keys.SIGNS[key.sign](value, key.second))
        return {"happened": happened, "brier": (happened - one["probability"]) ** 2}
    return {"inside80": one["low"] <= value <= one["high"]}


def scores(frame):
    """Counts, coverage of 80% bands, and mean Brier score."""
    means = {name: float(frame[name].astype(float).mean()) for name in ("inside80", "brier")}
    return {**means, "bands": int(frame["mid"].count()), "probabilities": int(frame["probability"].count()),
            "replays": int(frame["replay"].sum()), "all": len(frame)}


def due_table(frame):
    """What had come due, as a table."""
    rows = []
    for one in frame.itertuples():
        if one.probability == one.probability:
            said, came, held = percent(one.probability), "yes" if one.happened else "no", ""
        else:
            low, mid, high, value = (shown(value, one.unit, 2) for value in (one.low, one.mid, one.high, one.value))
            said, came, held = f"{mid} ({low} to {high})", value, "inside" if one.inside80 else "outside"
        rows.append((one.definition, str(one.as_of) + (", replay" if one.replay else ""), str(one.due), said, came, held))
    heads = {"Forecast": TEXT, "From what was known on": TEXT, "Due": TEXT, "Said (80%)": NUMBER, "Came": NUMBER, "Range": TEXT}
    return table(heads, rows) if rows else Text("No registered forecast had come due.")


def entry_table(rows):
    """What this report forecasts, as a table."""
    told = [(row["definition"], row["due"], percent(float(row["probability"])) if row["probability"] else
             " to ".join(shown(float(row[end]), row["unit"], 2) for end in ("low", "high"))) for row in rows
            if row["probability"] or row["mid"]]
    heads = {"Forecast": TEXT, "Due": TEXT, "Probability, or 80% range": NUMBER}
    return table(heads, told or [("Nothing is left to come", "", "none")])


def reliability(frame):
    """How often what was given a probability happened, by thirds, with the 80% range of chance (Wilson), beside what was said,
    for `charts.curve`; empty under `LEAST` forecasts."""
    from scipy.stats import binomtest

    told = frame[frame["probability"].notna()].astype({"probability": float, "happened": float})
    rows = [(end, end, np.nan, np.nan, "As said") for end in (0.0, 1.0)] if len(told) >= LEAST else []
    for _, part in told.groupby((told["probability"] * PARTS).clip(upper=PARTS - 1).astype(int)) if rows else ():
        chance = binomtest(int(part["happened"].sum()), len(part)).proportion_ci(0.8, "wilson")
        rows.append((part["probability"].mean(), part["happened"].mean(), *chance, "Came"))
    return pd.DataFrame(rows, columns=["x", "mid", "low", "high", "series"])


def _valued(run, key):
    """A number with its range and unit."""
    return f"{run.say(key)} {tail(run.unit(key))}".rstrip()


def claims(run):
    """Every claim with its status and what it rests on: key, line, claim, status, probability, value, note."""
    rows = []
    for key, told in read_ledger(run.book.root, "claims.yaml").items():
        gone = "superseded" in told and told["superseded"]["as_of"] <= run.book.as_of
        known = "test" in told and run.summary(told["show"])["p50"] is not None
        probability = run.mean(told["test"]) if known else None
        status = "superseded" if gone else claim_status(probability)
        value = _valued(run, told["show"]) if known else ""
        note = told["superseded"]["by"] if gone else told.get("why", "" if known else "This was not known on this date.")
        rows.append((key, told["line"], told["claim"], status, probability, value, note))
    return pd.DataFrame(rows, columns=["key", "line", "claim", "status", "probability", "value", "note"])


def claim_table(frame):
    """All claims as a table; the probability is that the rule of the claim holds."""
    rows = [(one.claim, str(one.line), one.status, "" if pd.isna(one.probability) else percent(one.probability),
             one.value or one.note) for one in frame.itertuples()]
    return table({"Claim, in our words": TEXT, "Line": NUMBER, "Status": TEXT, "Holds": NUMBER, "Value, or why": TEXT}, rows)


def watched(run):
    """What to watch, soonest first: kind, label, by, probability, value, observable, moves; what is past is left out."""
    rows = [(one["kind"], one["label"], one["by"], run.mean(one["test"]), _valued(run, one["show"]), one["observable"],
             one["moves"]) for one in read_ledger(run.book.root, "watch.yaml").values() if one["by"] >= run.book.as_of]
    frame = pd.DataFrame(rows, columns=["kind", "label", "by", "probability", "value", "observable", "moves"])
    return frame.sort_values("by", kind="stable").reset_index(drop=True)


def watch_table(frame):
    """What to watch as a table."""
    rows = [(str(one.by), one.label, percent(one.probability), one.value, one.observable, one.moves)
            for one in frame.itertuples()]
    return table({"By": TEXT, "Event": TEXT, "Probability": NUMBER, "Now": NUMBER, "Where it shows": TEXT, "Moves": TEXT}, rows)
