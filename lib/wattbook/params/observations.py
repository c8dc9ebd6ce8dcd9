"""Dated facts about firms and sites: read, check, and select what was known on a date."""

import calendar
import datetime
import re
from contextlib import suppress
from functools import cache

from wattbook import units
from wattbook.params.errors import KEY_OF_SOURCES, among, check_date, check_fields, check_number, check_unit, refuse
from wattbook.params.files import read_csv
from wattbook.units import MONTHS_PER_YEAR

COLUMNS = ("entity", "measure", "basis", "period", "value", "low", "high", "unit", "source", "as_of")
MEASURES = (
    "revenue_run_rate", "revenue_recognised", "revenue_projected", "revenue_guidance", "capex_cash", "capex_guidance",
    "facility_power", "it_power", "compute", "commitment", "investment", "gross_margin", "operating_income", "customers",
    "unit_price", "peak_rate", "delayed_share", "jobs", "equity_raised", "partner_payout", "cash_burn", "staff", "users",
    "cash", "debt", "depreciation", "compute_spend", "lease_term", "lease_rent", "operating_cash", "sole_it_power",
    "rented_it_power", "let_it_power", "density", "capability", "backlog", "backlog_from_labs", "valuation",
    "share_of_subject", "share_of_rival", "share_of_third")
BASES = ("gross", "net", "reported", "announced", "contracted", "planned", "under_construction", "energised", "estimated")
REPORTED = ("revenue_recognised", "capex_cash")  # after the fact; the others may look ahead
IDENTITY, ENDS = ["entity", "measure", "basis", "period"], ("value", "low", "high")
PERIOD = re.compile(r"(\d{4})(?:-(?:(?P<part>Q[1-4]|H[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?", re.ASCII)
FISCAL = re.compile(r"\d{4}-\d\d/\d{4}-\d\d", re.ASCII)
PARTS = {"Q": 3, "H": 6}  # [month]
WITHDRAWN = "withdrawn"  # in place of a value: the publisher no longer says what an earlier row says


def decimal_year(date):
    """Calendar date as a decimal year in twelfths, so that each month has the same length."""
    days = calendar.monthrange(date.year, date.month)[1]
    return date.year + (date.month - 1 + (date.day - 1) / days) / MONTHS_PER_YEAR


@cache
def period_years(period):
    """First instant and end in decimal years of 2026, 2026-H1, 2026-Q2, 2026-07, 2026-07-31 or 2025-07/2026-06 (fiscal)."""
    if FISCAL.fullmatch(period):
        (first, _), (last, end) = map(period_years, period.split("/"))
        if first <= last:
            return first, end
    match = PERIOD.fullmatch(period)
    if match is None:
        raise ValueError(f"{period!r} is no period")
    year, (part, month, day) = int(match[1]), match.group("part", "month", "day")
    if month:
        start = decimal_year(datetime.date(year, int(month), int(day or 1)))
        return start, start if day else year + int(month) / MONTHS_PER_YEAR
    months = PARTS[part[0]] if part else MONTHS_PER_YEAR
    first = (int(part[1]) - 1) * months if part else 0
    return year + first / MONTHS_PER_YEAR, year + (first + months) / MONTHS_PER_YEAR


def read_observations(paths, entities, sources):
    """Read and check observations.csv: a dict a row, empty cells None, with `start_year` and `end_year`."""
    rows, seen = [], {}
    for path, place, raw in ((file, *one) for file in paths for one in read_csv(file, COLUMNS)):
        row = check_row(path, place, raw, entities, sources)
        identity = (*(row[column] for column in IDENTITY), row["as_of"])
        if identity in seen:
            refuse(path, place, " ".join(map(str, identity)), f"this observation stands already on {seen[identity]}; keep one")
        seen[identity] = place
        rows.append(row)
    return rows


def check_row(path, place, raw, entities, sources):
    """One row as values; None stands for an empty end and for a value that was withdrawn."""
    checks = {"entity": among(entities, "a key of entities in case.yaml; add it there first"),
              "measure": among(MEASURES), "basis": among(BASES), "period": None,
              **dict.fromkeys(ENDS, _number), "unit": check_unit, "source": among(sources, KEY_OF_SOURCES), "as_of": check_date}
    cells = {column: cell.strip() for column, cell in raw.items() if cell.strip() or column not in ENDS[1:]}
    row = {**dict.fromkeys(ENDS), **check_fields(path, place, cells, checks)}
    value, low, high = (row["value"] if row[end] is None else row[end] for end in ENDS)
    if value is not None and not low <= value <= high:
        refuse(path, place, f"low {low:g}, value {value:g}, high {high:g}", "low <= value <= high is needed")
    if value is not None and max(-low, high) > (most := units.highest(row["unit"])):
        refuse(path, place, max(low, high, key=abs), f"plausible in {row['unit']}: up to {most:g}; mend the number or its unit")
    try:
        row["start_year"], row["end_year"] = period_years(row["period"])
    except ValueError:
        refuse(path, f"{place}: period", row["period"], "allowed: 2026, 2026-H1, 2026-Q2, 2026-07, 2026-07-31, 2025-07/2026-06")
    if row["measure"] in REPORTED and decimal_year(row["as_of"]) + 1 / MONTHS_PER_YEAR < row["end_year"]:
        refuse(path, f"{place}: as_of", row["as_of"], f"what is reported of {row['period']} is known when it is over; mend it")
    return row


def _number(path, key, cell):
    with suppress(ValueError):
        cell = float(cell)
    return None if cell == WITHDRAWN else check_number(path, key, cell)


def known_on(rows, as_of):
    """Keep the newest version, not after `as_of`, of each observation that stands, in order of period."""
    newest = {}
    for row in sorted(rows, key=lambda row: row["as_of"]):
        if row["as_of"] <= as_of:
            newest[tuple(row[column] for column in IDENTITY)] = row
    stated = (row for row in newest.values() if row.get("value", 0) is not None)
    return sorted(stated, key=lambda row: (row["entity"], row["measure"], row["basis"], row["end_year"]))


def grouped(rows):
    """Rows by entity, measure and basis: unlike measures are never mixed."""
    found = {}
    for row in rows:
        found.setdefault((row["entity"], row["measure"], row["basis"]), []).append(row)
    return found


def without_overlap(rows):
    """Drop each period that a finer or earlier-listed one already covers in part, finest first."""
    kept = []
    for row in sorted(rows, key=lambda row: (row["end_year"] - row["start_year"], row["start_year"])):
        if all(row["end_year"] <= k["start_year"] or row["start_year"] >= k["end_year"] for k in kept):
            kept.append(row)
    return sorted(kept, key=lambda row: row["start_year"])
