"""What stands beside the assumptions: sources, rules that hold sites, what a case wants judged, and what goes together."""

import numpy as np

from wattbook.params.assumptions import UNSOURCED
from wattbook.params.errors import refuse
from wattbook.params.fields import among, check_any, check_date, check_fields, check_number, check_text
from wattbook.params.files import read_csv, read_yaml
from wattbook.uncertainty import nearest_valid

SOURCE = {"publisher": check_text, "title": check_text, "date": check_date, "tier": among(("T1", "T2", "T3")),
          "url": check_text, "read_at": check_text, "note": check_any}  # read_at: where, if not at the publisher
SETTLED = ("entity", "measure", "basis", "period")  # the observation that settles a forecast
LEDGERS = {  # file -> its fields, and those that are needed
    "claims.yaml": (dict.fromkeys(("line", "claim", "test", "show", "why", "superseded"), check_any), ("line", "claim")),
    "watch.yaml": ({"kind": among(("trigger", "milestone")), "label": check_any, "by": check_date,
                    **dict.fromkeys(("test", "show", "observable", "moves"), check_any)}, None),
    "forecasts.yaml": ({"key": check_any, "due": check_date, **dict.fromkeys(SETTLED, check_any)}, None),
}
SAME = 1e-6  # of two correlations
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


def read_correlations(paths, assumptions, sources, as_of):
    """Groups of assumptions that go together, as known on a date: their names (or ``name[member]``) and rank correlations."""
    allowed = {name if member is None else f"{name}[{member}]" for name, a in assumptions.items() if a.dist != "path"
               for member, *_ in a.members()}
    known = among(allowed, "a name of an assumption, with its member where it has an axis")
    fields = {"between": check_any, "value": check_number, "as_of": check_date, "note": check_any,
              "source": among([*sources, "judgement"], "a key of sources.yaml, or judgement")}
    pairs, path = {}, paths[-1]
    for path, key, told in ((file, *one) for file in paths if file.exists() for one in read_yaml(file).items()):
        record = check_fields(path, key, told, fields, fields)
        pair = record["between"]
        if not isinstance(pair, list) or len(pair) != 2 or pair[0] == pair[1]:
            refuse(path, f"{key}: between", pair, "a list of two names is needed")
        for name in pair:
            known(path, f"{key}: between", name)
        if not -1 < record["value"] < 1:
            refuse(path, f"{key}: value", record["value"], "a rank correlation lies between -1 and 1")
        if frozenset(pair) in pairs:
            refuse(path, f"{key}: between", pair, "this pair stands twice")
        if record["as_of"] <= as_of:
            pairs[frozenset(pair)] = (*pair, record["value"])
    return tuple(_group(path, names, pairs) for names in _linked(pairs))


def _linked(pairs):
    """Names that pairs link, a list a group, in the order in which they are first named."""
    groups = []
    for first, second, _ in pairs.values():
        joined = [group for group in groups if first in group or second in group]
        names = [name for group in joined for name in group]
        groups = [group for group in groups if group not in joined]
        groups.append(names + [name for name in (first, second) if name not in names])
    return groups


def _group(path, names, pairs):
    """Names and matrix of one group, or a refusal that names the nearest matrix that can be."""
    ranks = np.array([[1.0 if one == other else pairs.get(frozenset((one, other)), (0,))[-1] for other in names]
                      for one in names])
    valid = nearest_valid(ranks)
    if np.abs(valid - ranks).max() > SAME:
        needed = [f"{one} and {other} {valid[i, j]:.2f} (found {ranks[i, j]:g})" for i, one in enumerate(names)
                  for j, other in enumerate(names[:i]) if abs(valid[i, j] - ranks[i, j]) >= 1 / 200]
        refuse(path, "correlations", f"{len(names)} names that cannot go together so",
               f"the nearest that can: {'; '.join(needed)}")
    return tuple(names), ranks
