"""What stands beside the assumptions: sources, rules that hold sites, what a case wants judged, what goes together."""

import csv
import hashlib
import io
from datetime import timedelta
from pathlib import Path

import numpy as np

from wattbook.params.assumptions import UNSOURCED
from wattbook.params.errors import KEY_OF_SOURCES, among, check_date, check_fields, check_number, check_text, refuse
from wattbook.params.files import entries, read_csv, read_yaml
from wattbook.uncertainty import nearest_valid

SOURCE = {"publisher": check_text, "title": check_text, "date": check_date, "tier": among(("T1", "T2", "T3")),
          "url": check_text, "read_at": check_text, "note": None}  # read_at: where, if not at the publisher
SETTLED = ("entity", "measure", "basis", "period")  # the observation that settles a forecast
LEDGERS = {
    "claims.yaml": dict.fromkeys(("line", "claim", "test", "show", "why", "superseded")),
    "watch.yaml": {"kind": among(("trigger", "milestone")), "label": None, "by": check_date,
                   **dict.fromkeys(("test", "show", "observable", "moves"))},
    "forecasts.yaml": {"key": None, "due": check_date, **dict.fromkeys(SETTLED)}}
SAME = 1e-6  # of two correlations
NUMBERS = ("lowest", "low", "mid", "high", "highest", "probability")
COLUMNS = ("as_of", "made_on", "due", "key", "definition", "unit", *NUMBERS, *SETTLED, "seal")  # of the register
FRESH = timedelta(days=31)  # what is made later than this after its as-of date is a replay
SEALED = 16  # characters of a hash
REGISTERS = {"rules.csv": ("rule", "site", "stage", "holds", "from", "until", "source", "as_of"),
             "cases.csv": ("case", "authority", "stage", "about", "from", "source", "as_of")}


def read_sources(paths):
    """Every source by its key."""
    sources = {}
    for path, key, source in entries(paths):
        sources[key] = check_fields(path, key, source, SOURCE, ("publisher", "title", "date", "tier", "url"))
        if key in UNSOURCED:
            refuse(path, key, key, "this word is kept for numbers without a source; choose another")
    return sources


def read_ledger(root, name):
    """Entries of a file of claims, of what to watch or of what is forecast, by key; there may be none."""
    path, fields, needed = root / name, LEDGERS[name], ("line", "claim") if name == "claims.yaml" else LEDGERS[name]
    told = read_yaml(path) if path.exists() else {}
    for key, record in told.items():
        told[key] = check_fields(path, key, record, fields, needed)
        if name == "claims.yaml":
            ways = [way for way in ("test", "why", "superseded") if way in record]
            if len(ways) != 1 or ("test" in record) != ("show" in record):
                refuse(path, key, ", ".join(ways) or None, "test with show, or why, or superseded is needed")
            if "superseded" in record:
                told[key]["superseded"] = check_fields(path, f"{key}: superseded", record["superseded"],
                                                       {"as_of": check_date, "by": None}, ("as_of", "by"))
    return told


def read_rules(paths, case, sources, as_of):
    """Newest version of each rule or case of an authority; an empty site is every site, an empty date is open."""
    newest, path, columns, sites = {}, paths[-1], REGISTERS[paths[-1].name], case.axes.get("site", ())

    def day(path, key, found):
        return check_date(path, key, found) if found else ""

    checks = {"site": among(["", *sites], f"{', '.join(sites)}, or nothing for every site"), "from": day, "until": day,
              "source": among(sources, KEY_OF_SOURCES), "as_of": check_date}
    rows = [row for one in paths if one.exists() for _, row in read_csv(one, columns)]
    for row in sorted(rows, key=lambda row: row["as_of"]):
        key = row[columns[0]]
        row = check_fields(path, key, row, dict.fromkeys(columns) | checks)
        if row["as_of"] <= as_of:
            newest[key] = row
    return tuple(newest.values())


def read_correlations(paths, assumptions, sources, as_of):
    """Groups of assumptions that go together, as known on a date: their names (or ``name[member]``) and rank correlations."""
    allowed = {name if member is None else f"{name}[{member}]" for name, a in assumptions.items() if a.dist != "path"
               for member, *_ in a.members()}
    known = among(allowed, "a name of an assumption, with its member where it has an axis")
    fields = {"between": None, "value": check_number, "as_of": check_date, "note": None,
              "source": among([*sources, "judgement"], f"judgement or {KEY_OF_SOURCES}")}
    pairs, path = {}, None
    for path, key, told in entries(filter(Path.exists, paths)):
        record = check_fields(path, key, told, fields, fields)
        pair = record["between"]
        if not isinstance(pair, list) or len(pair) != 2 or pair[0] == pair[1]:
            refuse(path, f"{key}: between", pair, "a list of two names is needed")
        for name in pair:
            known(path, f"{key}: between", name)
        if not -1 < record["value"] < 1:
            refuse(path, f"{key}: value", record["value"], "a rank correlation lies between -1 and 1")
        if frozenset(pair) in pairs:
            refuse(path, f"{key}: between", pair, "this pair stands twice; keep one")
        if record["as_of"] <= as_of:
            pairs[frozenset(pair)] = (*pair, record["value"])
    return tuple(_groups(path, pairs))


def _groups(path, pairs):
    """Names that pairs link, in the order in which they are named, and their matrix; or the nearest matrix that can be."""
    every = list(dict.fromkeys(name for *both, _ in pairs.values() for name in both))
    whole = np.eye(len(every))
    for first, second, value in pairs.values():
        here, there = every.index(first), every.index(second)
        whole[here, there] = whole[there, here] = value
    linked = whole != 0
    for _ in every:
        linked = linked @ linked  # also by way of others
    for here in dict.fromkeys(tuple(np.flatnonzero(row)) for row in linked):
        names, ranks = [every[place] for place in here], whole[np.ix_(here, here)]
        valid = nearest_valid(ranks)
        if np.abs(valid - ranks).max() > SAME:
            needed = [f"{one} and {other} {valid[i, j]:.2f} (found {ranks[i, j]:g})" for i, one in enumerate(names)
                      for j, other in enumerate(names[:i]) if abs(valid[i, j] - ranks[i, j]) >= 1 / 200]
            refuse(path, "correlations", f"{len(names)} names that cannot go together so",
                   f"the nearest that can: {'; '.join(needed)}")
        yield tuple(names), ranks


def seal(row, before):
    """Seal of a row, from its texts and the seal of the row before it in its batch: forecasts are only ever added."""
    return hashlib.sha256("\n".join([before, *(row[column] for column in COLUMNS[:-1])]).encode()).hexdigest()[:SEALED]


def read_register(root):
    """All registered forecasts, in order; a row that does not bear its seal is refused."""
    path, rows, seals = root / "register.csv", [], {}
    for place, row in read_csv(path, COLUMNS) if path.exists() else ():
        if seal(row, seals.get(row["as_of"], "")) != row["seal"]:
            refuse(path, place, row["key"], "a registered forecast stays as it was made; put it back, and add a new one")
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
