"""The register of rules that hold sites: which, where, at what stage, from when to when, as known on a date."""

import csv
import io

from wattbook.params.errors import InputError, refuse
from wattbook.params.schema import check_date
from wattbook.params.textfile import read_text

COLUMNS = ("rule", "site", "stage", "holds", "from", "until", "source", "as_of")


def read_rules(path, sites, sources, as_of):
    """Newest version, not after `as_of`, of each rule, in order of the day it became known.

    An empty site is every site; `from` and `until` are dates, or empty where open.
    """
    newest = {}
    reader = csv.DictReader(io.StringIO(read_text(path)), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            refuse(path, "header", ",".join(reader.fieldnames or ()), f"columns must be {','.join(COLUMNS)}")
        for row in sorted(reader, key=lambda row: row["as_of"] or ""):
            key = row["rule"]
            if None in row or None in row.values():
                refuse(path, key, row, f"{len(COLUMNS)} cells are needed")
            if row["site"] and row["site"] not in sites:
                refuse(path, f"{key}: site", row["site"], f"allowed: {', '.join(sites)}, or nothing for every site", sites)
            if row["source"] not in sources:
                refuse(path, f"{key}: source", row["source"], "it must be declared in sources.yaml", sources)
            for column in ("from", "until", "as_of"):
                row[column] = check_date(path, f"{key}: {column}", row[column]) if row[column] else ""
            if check_date(path, f"{key}: as_of", row["as_of"]) <= as_of:
                newest[key] = row
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: not valid CSV: {error}") from None
    return tuple(newest.values())
