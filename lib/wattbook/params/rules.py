"""Registers: rules that hold sites, and cases of authorities; each at what stage, as known on a date."""

from wattbook.params.errors import check_among
from wattbook.params.files import read_csv
from wattbook.params.schema import check_date

COLUMNS = {"rules.csv": ("rule", "site", "stage", "holds", "from", "until", "source", "as_of"),
           "cases.csv": ("case", "authority", "stage", "about", "from", "source", "as_of")}


def read_register(paths, sites, sources, as_of):
    """Newest version, not after `as_of`, of each rule or case, in order of the day it became known; there may be none.

    An empty site is every site; `from` and `until` are dates, or empty where open.
    """
    newest, path, columns = {}, paths[-1], COLUMNS[paths[-1].name]
    rows = [row for one in paths if one.exists() for _, row in read_csv(one, columns)]
    for row in sorted(rows, key=lambda row: row["as_of"]):
        key = row[columns[0]]
        check_among(path, f"{key}: site", row.get("site", ""), ["", *sites], f"{', '.join(sites)}, or nothing for every site")
        check_among(path, f"{key}: source", row["source"], sources, "what sources.yaml declares")
        for column in {"from", "until", "as_of"} & set(columns):
            needed = row[column] or column == "as_of"
            row[column] = check_date(path, f"{key}: {column}", row[column]) if needed else ""
        if row["as_of"] <= as_of:
            newest[key] = row
    return tuple(newest.values())
