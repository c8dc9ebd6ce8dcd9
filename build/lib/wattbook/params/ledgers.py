"""What a case wants judged at each run: the claims under test, and what to watch."""

from wattbook.params import schema
from wattbook.params.errors import check_among, refuse
from wattbook.params.files import read_yaml

CLAIM_FIELDS = ("line", "claim", "test", "show", "why", "superseded")
WATCH_FIELDS = ("kind", "label", "by", "test", "show", "observable", "moves")
KINDS = ("trigger", "milestone")


def read_claims(root):
    """Claims by key: line, claim, and either test and show, or why it cannot be tested, or what superseded it."""
    return _read(root / "claims.yaml", _check_claim)


def read_watch(root):
    """What to watch by key: kind, label, by, test, show, observable, moves."""
    return _read(root / "watch.yaml", _check_watch)


def _read(path, check):
    told = read_yaml(path) if path.exists() else {}
    for key, record in told.items():
        check(path, key, record)
    return told


def _check_claim(path, key, record):
    schema.check_fields(path, key, record, CLAIM_FIELDS, ("line", "claim"))
    ways = [name for name in ("test", "why", "superseded") if name in record]
    if len(ways) != 1 or ("test" in record) != ("show" in record):
        refuse(path, key, ", ".join(ways) or "nothing", "test with show, or why, or superseded is needed")
    if "superseded" in record:
        schema.check_fields(path, f"{key}: superseded", record["superseded"], ("as_of", "by"), ("as_of", "by"))
        schema.check_date(path, f"{key}: superseded", record["superseded"]["as_of"])


def _check_watch(path, key, record):
    schema.check_fields(path, key, record, WATCH_FIELDS, WATCH_FIELDS)
    check_among(path, f"{key}: kind", record["kind"], KINDS)
    schema.check_date(path, f"{key}: by", record["by"])
