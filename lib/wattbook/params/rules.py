"""The register of rules that hold sites: which, where, at what stage, from when to when, as known on a date."""

from wattbook.params.errors import check_among
from wattbook.params.files import read_csv
from wattbook.params.schema import check_date

COLUMNS = ("rule", "site", "stage", "holds", "from", "until", "source", "as_of")


def read_rules(path, sites, sources, as_of):
    """Newest version, not after `as_of`, of each rule, in order of the day it became known; a case may have none.

    An empty site is every site; `from` and `until` are dates, or empty where open.
    """
    newest = {}
    rows = [row for _, row in read_csv(path, COLUMNS)] if path.exists() else []
    for row in sorted(rows, key=lambda row: row["as_of"]):
        key = row["rule"]
        check_among(path, f"{key}: site", row["site"], ["", *sites], f"{', '.join(sites)}, or nothing for every site")
        check_among(path, f"{key}: source", row["source"], sources, "what sources.yaml declares")
        for column in ("from", "until", "as_of"):
            needed = row[column] or column == "as_of"
            row[column] = check_date(path, f"{key}: {column}", row[column]) if needed else ""
        if row["as_of"] <= as_of:
            newest[key] = row
    return tuple(newest.values())
