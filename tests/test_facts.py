"""What stands in params: every figure honest about its day, its source and what it rests on."""

import calendar
import csv
import datetime
import itertools
import re

import pytest

from wattbook import params
from wattbook.params.files import read_yaml
from wattbook.params.observations import decimal_year, period_years

ROOT = params.default_root()
ANNOUNCED = datetime.date(2025, 11, 12)
TODAY = datetime.date(2026, 11, 27)
AHEAD = {"planned", "announced", "contracted"}  # bases that state what is to come
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
NAMED_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\s+(20\d\d)\b")
NAMED_QUARTER = re.compile(r"\bQ([1-4])\s+(20\d\d)\b|\b(first|second|third|fourth) quarter of (20\d\d)\b")
NAMED_DAY = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?\b")
NAMED_PART = re.compile(r"\b(early|mid|mid-|late|end of|ends of|middle of)[ -]?(20\d\d)\b", re.IGNORECASE)
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
PARTS = {"early": 1, "mid": 6, "mid-": 6, "middle of": 6, "late": 9, "end of": 12, "ends of": 12}
# Stated plans, forecasts and horizons, which may name what is to come: (assumption, words).
TO_COME = {
    ("run_budget_usd", "mid-2026"),
    ("site_freeze_probability", "10 December 2026"),
    ("permit_freeze_months", "10 December 2026"),
    ("demand_ceiling_usd_per_year", "December 2026"),
    ("demand_ceiling_usd_per_year", "end of 2030"),
    ("inference_compute_share", "second quarter of 2026"),  # expected in May
    ("gross_margin_share", "second quarter of 2026"),
    ("site_budget_weight_ratio", "end of 2028"),  # as projected
}


def base():
    """(file, name, record) of every assumption."""
    return [(path, name, record) for path in sorted(ROOT.rglob("base/*.yaml")) for name, record in read_yaml(path).items()]


def day(found):
    return found if isinstance(found, datetime.date) else datetime.date.fromisoformat(found)


def months_named(text):
    """(year, month, words) of every month, quarter, part of a year or ISO date that a text names."""
    for match in NAMED_MONTH.finditer(text):
        yield int(match[2]), MONTHS[match[1]], match[0]
    for match in NAMED_QUARTER.finditer(text):
        quarter = int(match[1]) if match[1] else QUARTERS[match[3]]
        yield int(match[2] or match[4]), 3 * quarter, match[0]
    for match in NAMED_DAY.finditer(text):
        yield int(match[1]), int(match[2]), match[0]
    for match in NAMED_PART.finditer(text):
        yield int(match[2]), PARTS[match[1].lower()], match[0]


def later(text, known, name=""):
    """Words of a text that name a month after the one in which it was known, stated plans apart."""
    found = [words for year, month, words in months_named(text) if (year, month) > (known.year, known.month)]
    return [words for words in found if not any(words in plan for key, plan in TO_COME if key == name)]


def observations():
    return rows("observations.csv")


def rows(name):
    """Rows of all tables of that name."""
    return [row for path in sorted(ROOT.rglob(name)) for row in csv.DictReader(path.open())]


def all_sources():
    return {key: source for path in ROOT.rglob("sources.yaml") for key, source in read_yaml(path).items()}


# The reader of dates, by hand


@pytest.mark.parametrize(("text", "found"), [
    ("contracts near 1.70 in October 2025", [(2025, 10)]),
    ("Q1 2026: 4.8 reported, second quarter of 2026: 11.5", [(2026, 3), (2026, 6)]),
    ("as of 2026-07-14, one year", [(2026, 7)]),
    ("from early 2024 to the end of 2025", [(2024, 1), (2025, 12)]),
    ("50 billion for 2028 and 1,998 dollars", []),
])
def test_months_quarters_and_days_are_read_from_a_text(text, found):
    assert [(year, month) for year, month, _ in months_named(text)] == found


def test_a_text_that_names_a_later_month_is_found_and_a_stated_plan_is_not():
    assert later("sold out by March 2026", ANNOUNCED) == ["March 2026"]
    assert later("known since October 2025", ANNOUNCED) == []
    assert later("to mid-2026", ANNOUNCED, "run_budget_usd") == []


# Nothing later


def test_no_vintage_names_a_month_after_the_day_it_was_known():
    leaks = [(path.name, name, str(vintage["as_of"]), words)
             for path, name, record in base() for vintage in record["vintages"] for field in ("at", "note")
             for words in later(str(vintage.get(field, "")), day(vintage["as_of"]), name)]
    assert leaks == []


def test_no_vintage_and_no_alternative_rests_on_a_source_dated_after_it():
    sources = all_sources()
    late = [(name, record["as_of"], record["source"])
            for _, name, declared in base() for record in [*declared["vintages"], *declared.get("alternatives", [])]
            if record["source"] in sources and day(sources[record["source"]]["date"]) > day(record["as_of"])]
    assert late == []


def test_no_note_cites_a_source_dated_after_its_vintage():
    sources = all_sources()
    late = [(name, vintage["as_of"], key)
            for _, name, declared in base() for vintage in declared["vintages"]
            for key in re.findall(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b", vintage.get("note", ""))
            if key in sources and day(sources[key]["date"]) > day(vintage["as_of"])]
    assert late == []


def test_every_source_that_a_note_names_by_key_is_listed():
    sources = all_sources()
    named = {key for _, _, declared in base() for vintage in declared["vintages"]
             for key in re.findall(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)*_20\d\d(?:_\d\d)*\b", vintage.get("note", ""))}
    assert named - set(sources) == set()


def test_a_fact_is_known_no_sooner_than_its_period_ends_unless_it_states_what_is_to_come():
    ahead = ("revenue_projected", "revenue_guidance", "capex_guidance")
    early = [row for row in observations()
             if row["basis"] not in AHEAD and row["measure"] not in ahead
             and (row["measure"], row["basis"]) != ("delayed_share", "estimated")  # of the year that runs
             and period_years(row["period"])[1] > decimal_year(day(row["as_of"]) + datetime.timedelta(days=1)) + 1e-9]
    assert [(row["entity"], row["measure"], row["period"], row["as_of"]) for row in early] == []


def test_what_a_tracked_site_is_projected_to_have_is_never_taken_as_seen():
    seen = [row for row in observations() if row["basis"] == "energised" and row["entity"].startswith("site_")]
    assert max(row["period"] for row in seen) == "2026-09-24"
    assert all(row["period"] <= row["as_of"] for row in seen)


def test_on_the_day_of_the_announcement_no_tracked_site_was_known():
    known = params.load(as_of=ANNOUNCED).known
    assert [row for row in known if row["source"].startswith("epoch_frontier_dc")] == []


# Run-rates and their days, by hand


@pytest.mark.parametrize(("as_of", "last"), [
    ("2025-11-12", 7e9), ("2026-02-11", 9e9), ("2026-02-12", 14e9), ("2026-03-03", 19e9), ("2026-04-05", 19e9),
    ("2026-04-06", 30e9), ("2026-05-27", 30e9), ("2026-05-28", 47e9), ("2026-08-16", 47e9), ("2026-08-17", 65e9),
])
def test_a_run_rate_counts_from_the_day_on_which_it_was_reported(as_of, last):
    assert params.load(as_of=as_of).values["observed_runrate_usd_per_year"][-1] == last


def test_a_target_pace_and_an_outside_estimate_are_no_report():
    rows = params.load(as_of=TODAY).known
    mine = [row for row in rows if row["entity"] == "anthropic" and row["measure"] == "revenue_run_rate"]
    assert {row["value"] for row in mine if row["basis"] == "planned"} == {100e9}  # December 2026, as of September
    assert {row["value"] for row in mine if row["basis"] == "estimated"} == {25e9, 44e9}
    assert {row["value"] for row in params.load(as_of="2026-02-01").known if row["basis"] == "planned"
            and row["entity"] == "anthropic" and row["measure"] == "revenue_run_rate"} == {20e9}


def test_a_dated_plan_stays_beside_the_one_that_replaces_it():
    plans = [(row["as_of"], float(row["value"])) for row in observations()
             if (row["entity"], row["measure"], row["period"]) == ("anthropic", "revenue_projected", "2028")]
    assert plans == [("2025-11-09", 70e9), ("2026-08-14", 195e9)]


def test_nothing_recognised_in_2025_was_filed_before_the_prospectus():
    identity = ("anthropic", "revenue_recognised", "2025")
    year = {date: [row["value"] for row in params.load(as_of=date).known
                   if (row["entity"], row["measure"], row["period"]) == identity] for date in ("2026-09-27", "2026-09-28")}
    assert year == {"2026-09-27": [], "2026-09-28": [4.59e9]}


# Reference firms, rents and leases


def test_each_reference_firm_has_years_in_order_and_the_class_holds_declines():
    rows = [row for row in observations() if row["entity"].startswith("ref_")]
    firms = {row["entity"] for row in rows}
    falls = {firm for firm in firms
             if any(b < a for a, b in _pairs([float(row["value"]) for row in rows if row["entity"] == firm]))}
    assert len(firms) >= 12
    assert {"ref_cisco", "ref_moderna", "ref_nvidia", "ref_uber", "ref_tesla"} <= falls
    assert all(row["measure"] == "revenue_recognised" and row["unit"] == "USD" for row in rows)


def _pairs(values):
    return list(itertools.pairwise(values))


def test_a_fiscal_year_lies_where_its_months_lie():
    assert period_years("1998-08/1999-07") == pytest.approx((1998 + 7 / 12, 1999 + 7 / 12))
    with pytest.raises(ValueError, match="no period"):
        period_years("2026-07/2025-06")


def test_the_mean_rent_of_a_lease_is_its_total_over_power_and_term():
    rows = {(row["entity"], row["measure"], row["period"]): float(row["value"]) for row in observations()
            if row["basis"] == "contracted" and row["value"] != "withdrawn"}
    leases = [(entity, period) for entity, measure, period in rows if measure == "lease_rent"]
    assert len(leases) >= 6
    for entity, period in leases:
        total, power, years, rent = (rows[entity, measure, period]
                                     for measure in ("commitment", "it_power", "lease_term", "lease_rent"))
        assert rent == pytest.approx(total / (power * 1e3) / years, abs=0.5), (entity, period)


def test_each_rent_series_is_one_machine_in_one_unit():
    units = {}
    for row in observations():
        if row["entity"].startswith("rent_"):
            units.setdefault(row["entity"], set()).add(row["unit"])
    assert {entity: kinds for entity, kinds in units.items() if len(kinds) > 1} == {}
    hopper = {entity for entity, kinds in units.items() if kinds == {"USD/H100e/h"}}
    assert hopper == {entity for entity in units if "h100" in entity or "hopper" in entity}
    assert all(kinds == {"USD/h"} for entity, kinds in units.items() if entity not in hopper)


# Withdrawals


def test_a_withdrawn_fact_is_known_until_the_day_of_its_withdrawal():
    def seen(as_of):
        return [row["value"] for row in params.load(as_of=as_of).known
                if (row["entity"], row["basis"], row["period"]) == ("site_prometheus", "energised", "2020-05-19")]
    assert seen("2026-09-23") == [167]
    assert seen("2026-09-24") == []


# What rests on judgement


@pytest.mark.parametrize("as_of", [ANNOUNCED, TODAY])
def test_at_most_three_fifths_of_the_assumptions_rest_on_judgement(as_of):
    records = params.load(as_of=as_of).assumptions.values()
    sources = [record.source for record in records]
    judged, believed = sources.count("judgement"), len(sources) - sources.count("definition")
    assert judged / believed <= 0.6, f"{judged} of {believed}"


def test_what_stands_by_definition_is_a_dial_an_axis_a_shock_or_chance_and_says_so():
    chance = ("_rank_share", "_score_ratio")  # numbers drawn evenly, which rest on nothing
    defined = [record for record in params.load().assumptions.values() if record.source == "definition"]
    assert len(defined) < 30
    assert [record.name for record in defined
            if not record.name.endswith(chance) and "not a belief" not in record.note.lower()] == []


def test_a_source_read_elsewhere_is_no_primary_one():
    sources = all_sources()
    assert [key for key, source in sources.items() if source["tier"] == "T1" and "read_at" in source] == []


def test_every_source_is_used():
    sources = all_sources()
    used = {row["source"] for row in observations()}
    notes = ""
    for _, _, declared in base():
        for record in [*declared["vintages"], *declared.get("alternatives", [])]:
            used.add(record["source"])
            notes += record.get("note", "") + " "
    for path in ROOT.rglob("scenarios/*.yaml"):
        notes += path.read_text()
    for register in ("rules.csv", "cases.csv"):
        used |= {row["source"] for row in rows(register)}
    assert sorted(key for key in sources if key not in used and key not in notes) == []
