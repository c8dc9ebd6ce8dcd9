"""What stands beside the assumptions: sources, rules that hold sites, and what a case wants judged at each run."""

from wattbook.params.errors import refuse
from wattbook.params.fields import among, check_any, check_date, check_fields, check_text
from wattbook.params.files import read_csv, read_yaml
from wattbook.params.schema import UNSOURCED

SOURCE = {"publisher": check_text, "title": check_text, "date": check_date, "tier": among(("T1", "T2", "T3")),
          "url": check_text, "read_at": check_text, "note": check_any}  # read_at: where, if not at the publisher
SETTLED = ("entity", "measure", "basis", "period")  # the observation that settles a forecast
LEDGERS = {  # file -> its fields, and those that are needed
    "claims.yaml": (dict.fromkeys(("line", "claim", "test", "show", "why", "superseded"), check_any), ("line", "claim")),
    "watch.yaml": ({"kind": among(("trigger", "milestone")), "label": check_any, "by": check_date,
                    **dict.fromkeys(("test", "show", "observable", "moves"), check_any)}, None),
    "forecasts.yaml": ({"key": check_any, "due": check_date, **dict.fromkeys(SETTLED, check_any)}, None),
}
REGISTERS = {"rules.csv": ("rule", "site", "stage", "holds", "from", "until", "source", "as_of"),
             "cases.csv": ("case", "authority", "stage", "about", "from", "source", "as_of")}


def read_sources(paths):
    """Every source by its key."""
    sources, files = {}, {}
    for path, key, source in ((file, *one) for file in paths for one in read_yaml(file).items()):
        if key in sources:
            refuse(path, key, key, f"it stands already in {files[key]}")
        files[key] = path
        sources[key] = check_fields(path, key, source, SOURCE, ("publisher", "title", "date", "tier", "url"))
        if key in UNSOURCED:
            refuse(path, key, key, "this word is kept for numbers without a source")
    return sources


def read_ledger(root, name):
    """Entries of a file of claims, of what to watch or of what is forecast, by key; there may be none."""
    path, (fields, needed) = root / name, LEDGERS[name]
    told = read_yaml(path) if path.exists() else {}
    for key, record in told.items():
        told[key] = check_fields(path, key, record, fields, fields if needed is None else needed)
        if name == "claims.yaml":
            ways = [way for way in ("test", "why", "superseded") if way in record]
            if len(ways) != 1 or ("test" in record) != ("show" in record):
                refuse(path, key, ", ".join(ways) or "nothing", "test with show, or why, or superseded is needed")
            if "superseded" in record:
                told[key]["superseded"] = check_fields(path, f"{key}: superseded", record["superseded"],
                                                       {"as_of": check_date, "by": check_any}, ("as_of", "by"))
    return told


def read_rules(paths, sites, sources, as_of):
    """Newest version, not after `as_of`, of each rule or case of an authority, in order of the day it became known.

    An empty site is every site; `from` and `until` are dates, or empty where open.
    """
    newest, path, columns = {}, paths[-1], REGISTERS[paths[-1].name]

    def day(path, key, found):
        return check_date(path, key, found) if found else ""

    checks = {"site": among(["", *sites], f"{', '.join(sites)}, or nothing for every site"), "from": day, "until": day,
              "source": among(sources, "what sources.yaml declares"), "as_of": check_date}
    rows = [row for one in paths if one.exists() for _, row in read_csv(one, columns)]
    for row in sorted(rows, key=lambda row: row["as_of"]):
        key = row[columns[0]]
        row = check_fields(path, key, row, dict.fromkeys(columns, check_any) | checks)
        if row["as_of"] <= as_of:
            newest[key] = row
    return tuple(newest.values())
