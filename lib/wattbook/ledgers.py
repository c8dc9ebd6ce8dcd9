"""Claims judged and events watched, out of a run: what was claimed, what the draws say of it, what to look at and when."""

import pandas as pd

from wattbook.params.ledgers import read_ledger
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.sentences import percent
from wattbook.words.verdict import claim_status


def claims(run):
    """Every claim with its status and what it rests on: key, line, claim, status, probability, value, note."""
    rows = []
    for key, told in read_ledger(run.book.root, "claims.yaml").items():
        gone = "superseded" in told and told["superseded"]["as_of"] <= run.book.as_of
        known = "test" in told and run.summary(told["show"])["p50"] is not None
        probability = run.mean(told["test"]) if known else None
        status = "superseded" if gone else claim_status(probability)
        value = run.say(told["show"]) if known else ""
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
    rows = [(one["kind"], one["label"], one["by"], run.mean(one["test"]), run.say(one["show"]), one["observable"], one["moves"])
            for one in read_ledger(run.book.root, "watch.yaml").values() if one["by"] >= run.book.as_of]
    frame = pd.DataFrame(rows, columns=["kind", "label", "by", "probability", "value", "observable", "moves"])
    return frame.sort_values("by", kind="stable").reset_index(drop=True)


def watch_table(frame):
    """What to watch as a table."""
    rows = [(str(one.by), one.label, percent(one.probability), one.value, one.observable, one.moves)
            for one in frame.itertuples()]
    return table({"By": TEXT, "Event": TEXT, "Probability": NUMBER, "Now": NUMBER, "Where it shows": TEXT, "Moves": TEXT}, rows)
