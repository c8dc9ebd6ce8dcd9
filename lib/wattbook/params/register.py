"""The register of forecasts: what was said, when, of what, and what settles it. Rows are only ever added.

Each row is sealed with a hash over itself and the row before it in the same batch (all forecasts of one as-of date), so that a
row that was edited, taken out or moved is refused.
"""

import csv
import hashlib
import io
from datetime import timedelta

from wattbook.params.errors import refuse
from wattbook.params.fields import check_date
from wattbook.params.files import read_csv
from wattbook.params.ledgers import SETTLED

NUMBERS = ("lowest", "low", "mid", "high", "highest", "probability")
COLUMNS = ("as_of", "made_on", "due", "key", "definition", "unit", *NUMBERS, *SETTLED, "seal")
FRESH = timedelta(days=31)  # what is made later than this after its as-of date is a replay
SEALED = 16  # characters of a hash


def seal(row, before):
    """Seal of a row, from its texts and the seal of the row before it."""
    return hashlib.sha256("\n".join([before, *(row[column] for column in COLUMNS[:-1])]).encode()).hexdigest()[:SEALED]


def read_register(root):
    """All registered forecasts, in order; a row that does not bear its seal is refused."""
    path, rows, seals = root / "register.csv", [], {}
    for place, row in read_csv(path, COLUMNS) if path.exists() else ():
        if seal(row, seals.get(row["as_of"], "")) != row["seal"]:
            refuse(path, place, row["key"], "a registered forecast is never edited, moved or taken out; add a new one")
        seals[row["as_of"]] = row["seal"]
        days = {name: check_date(path, f"{place}: {name}", row[name]) for name in ("as_of", "made_on", "due")}
        numbers = {name: float(row[name]) if row[name] else None for name in NUMBERS}
        rows.append({**row, **days, **numbers, "replay": days["made_on"] > days["as_of"] + FRESH})
    return rows


def appended(root, rows):
    """Add a batch of forecasts of one as-of date to the register; one that stands there already is left as it is."""
    path, held, before = root / "register.csv", read_register(root), ""
    new = [row for row in rows if row["as_of"] not in {str(one["as_of"]) for one in held}]
    out = io.StringIO()
    write = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if not held:
        write.writeheader()
    for row in new:
        before = seal(row, before)
        write.writerow({**row, "seal": before})
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())
    return len(new)
