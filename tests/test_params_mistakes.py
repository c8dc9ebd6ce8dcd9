"""Mistakes of a user: each gives one message that names the place, what was found and what is allowed."""

import copy
import datetime
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wattbook import params
from wattbook.params.files import read_yaml
from wattbook.report.cli import main

LATE = "2026-11-22"
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
SHIPPED = Path(__file__).parents[1] / "params"


def at(file, *keys):
    """Make a change of one place in a YAML file."""

    def becomes(value):
        def change(folder):
            data = read_yaml(folder / file)
            place = data
            for key in keys[:-1]:
                place = place[key]
            if value is MISSING:
                del place[keys[-1]]
            else:
                place[keys[-1]] = value
            (folder / file).write_text(yaml.dump(data, Dumper=DUMPER, sort_keys=False))

        return change

    return becomes


def added(file, text):
    """Make a change that adds lines to a file."""

    def change(folder):
        with (folder / file).open("a") as handle:
            handle.write(text)

    return change


def written(file, content):
    """Make a change that writes a file anew."""

    def change(folder):
        (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    return change


def removed(file):
    """Make a change that takes a file away."""
    return lambda folder: (folder / file).unlink()


def emptied(folder):
    """Take all files of assumptions away."""
    shutil.rmtree(folder / "base")
    (folder / "base").mkdir()


MISSING = object()
CAPACITY, CASE, SOURCES, ARTICLE, FACTS = (
    "base/capacity.yaml", "case.yaml", "sources.yaml", "scenarios/article.yaml", "observations.csv")
PUE = (CAPACITY, "pue", "vintages", 0)
ROW = "anthropic,revenue_run_rate,gross,2026-01-31,1e9,,,USD/year,newser_2025_11_12,2026-01-31\n"
BELIEF = "note: Planted., as_of: 2025-01-01"
FILES = {
    "an unknown field": (
        at(CAPACITY, "pue", "unti")("ratio"), "capacity.yaml: pue: found 'unti'; allowed fields: label, unit, limits",
        "did you mean 'unit'?"),
    "an unknown field of a vintage": (
        at(*PUE, "hihg")(1.3), "capacity.yaml: pue: found 'hihg'; allowed fields: as_of, value, low, high", "'high'?"),
    "a missing field": (at(CAPACITY, "pue", "unit")(MISSING), "capacity.yaml: pue: found nothing; field 'unit' is needed"),
    "a missing value": (at(*PUE, "value")(MISSING), "capacity.yaml: pue", "field 'value' is needed"),
    "a label that is a number": (at(CAPACITY, "pue", "label")(5), "capacity.yaml: pue: label: found 5; text is needed"),
    "no vintage at all": (at(CAPACITY, "pue", "vintages")([]), "capacity.yaml: pue: vintages: found []", "at least one"),
    "an assumption that is a bare number": (
        at(CAPACITY, "pue")(1.2), "capacity.yaml: pue: found 1.2; a mapping is needed, with label, unit"),
    "an unknown unit": (
        at("base/power.yaml", "electricity_price_usd_per_mwh", "unit")("USD_2025/MWhh"),
        "power.yaml: electricity_price_usd_per_mwh: unit: found 'USD_2025/MWhh'; allowed: fraction, ratio", "'MWh'?"),
    "a unit that is a list": (at(CAPACITY, "pue", "unit")(["ratio"]), "capacity.yaml: pue: unit: found ['ratio']; allowed"),
    "a name that does not end in its unit": (
        added(CAPACITY, f"cable:\n  label: Cable\n  unit: km\n  vintages: [{{value: 1, {BELIEF}}}]\n"),
        "capacity.yaml: cable: found 'cable'; the name must end in its unit, km, as price_usd_per_mwh does in USD/MWh"),
    "a low above the value": (
        at(*PUE, "low")(1.2), "capacity.yaml: pue (2026-05-06): low: found 1.2; low must not be above value (1.15)"),
    "a high below the value": (
        at(*PUE, "high")(1.1), "capacity.yaml: pue (2026-05-06): high: found 1.1; high must not be below value (1.15)"),
    "text where a number belongs": (
        at(*PUE, "value")("about 1.15"), "capacity.yaml: pue (2026-05-06): value: found 'about 1.15'; a number is needed"),
    "yes where a number belongs": (at(*PUE, "value")(True), "pue (2026-05-06): value: found True; a number is needed"),
    "not a number": (at(*PUE, "value")(float("nan")), "pue (2026-05-06): value: found nan; a finite number is needed"),
    "infinity": (at(*PUE, "high")(float("inf")), "pue (2026-05-06): high: found inf; a finite number is needed"),
    "a range of a fixed number": (at(*PUE, "dist")(MISSING), "pue (2026-05-06): dist: found 'fixed'", "other than fixed"),
    "an unknown distribution": (
        at(*PUE, "dist")("lognormall"), "dist: found 'lognormall'; allowed: fixed, normal, lognormal", "'lognormal'?"),
    "a lognormal belief that reaches zero": (
        at(CAPACITY, "training_run_days", "vintages", 0, "low")(0), "training_run_days (2025-11-12): low: found 0", "above 0"),
    "a logit belief that reaches one": (
        at(CAPACITY, "availability", "vintages", 0, "high")(1), "availability (2025-11-12): range", "between 0 and 1"),
    "a logit belief that starts at nothing": (
        at(CAPACITY, "availability", "vintages", 0, "low")(0), "availability (2025-11-12): range", "between 0 and 1"),
    "a value beyond the physical limits": (
        at(*PUE)({"as_of": datetime.date(2026, 5, 6), "value": 0.9, "note": "Planted."}),
        "capacity.yaml: pue (2026-05-06): value: found 0.9", "physical limits: 1 to 2.5"),
    "a tail beyond the physical limits": (
        at(*PUE, "high")(2.2), "pue (2026-05-06): range: found", "physical limits: 1 to 2.5; narrow or move it"),
    "limits that cross": (
        at(CAPACITY, "pue", "limits")([2.5, 1]), "pue: limits: found [2.5, 1]; the lowest must be below the highest"),
    "limits of three numbers": (at(CAPACITY, "pue", "limits")([1, 2, 3]), "pue: limits: found [1, 2, 3]; two numbers"),
    "an unknown source": (
        at(*PUE, "source")("lowdown_pue_2026_5"),
        "pue (2026-05-06): source: found 'lowdown_pue_2026_5'; allowed: judgement, definition",
        "'lowdown_pue_2026_05'?"),
    "a source that is a list": (
        at(*PUE, "source")(["a"]),
        "pue (2026-05-06): source: found ['a']; allowed: judgement, definition or a key of sources.yaml; add it there first"),
    "a judgement without a note": (
        at(*PUE)({"as_of": datetime.date(2026, 5, 6), "value": 1.2, "source": "judgement"}),
        "pue (2026-05-06): note: found nothing; judgement must say why in a note"),
    "a source dated after its vintage": (
        at(*PUE, "as_of")(datetime.date(2026, 1, 1)),
        "pue (2026-01-01): source: found 'lowdown_pue_2026_05'; it is dated 2026-05-06, after the vintage that rests on it",
        "; date the vintage later"),
    "two vintages of one day": (
        at(*PUE[:-1], 1, "as_of")(datetime.date(2026, 5, 6)), "pue: as_of: found 2026-05-06; each vintage needs a date"),
    "an unknown source of an alternative": (
        at(CAPACITY, "pue", "alternatives", 0, "source")("nobody"), "pue: alternatives: source: found 'nobody'; allowed"),
    "an unknown field of an alternative": (
        at(CAPACITY, "pue", "alternatives", 0, "low")(1), "pue: alternatives: found 'low'; allowed fields: as_of, value"),
    "alternatives that are no list": (
        at(CAPACITY, "pue", "alternatives")({"value": 1}), "pue: alternatives: found {'value': 1}; a list is needed"),
    "an unknown axis": (
        at(CAPACITY, "pue", "axis")("pear"), "pue: axis: found 'pear'; allowed: use", "did you mean 'peer'?"),
    "an unknown member of an axis": (
        added(CAPACITY, "wage_ratio:\n  label: Wage\n  unit: ratio\n  axis: peer\n  vintages: "
              f"[{{value: {{alphabet: 1, amazn: 1, meta: 1, microsoft: 1}}, {BELIEF}}}]\n"),
        "wage_ratio (2025-01-01): value: found 'amazn'; allowed members: alphabet, amazon, meta", "did you mean 'amazon'?"),
    "a member of an axis without a number": (
        added(CAPACITY, "wage_ratio:\n  label: Wage\n  unit: ratio\n  axis: peer\n  vintages: "
              f"[{{value: {{alphabet: 1, meta: 1, microsoft: 1}}, {BELIEF}}}]\n"),
        "wage_ratio (2025-01-01): value", "member 'amazon' needs a number"),
    "a field that stands twice": (
        lambda folder: (folder / CAPACITY).write_text(
            (folder / CAPACITY).read_text().replace("\npue:\n", "\npue:\n  label: PUE\n")),
        "capacity.yaml: line", "key 'label' stands twice (first on line", "; keep one"),
    "an assumption that stands twice in a file": (
        added(CAPACITY, "pue: {}\n"), "capacity.yaml: line", "key 'pue' stands twice (first on line"),
    "an assumption that stands in two files": (
        written("base/more.yaml", "pue: {label: PUE}\n"), "more.yaml: pue: found 'pue'; it stands already in",
        "capacity.yaml; keep one"),
    "a name that a series has": (
        added(CAPACITY, f"firm_contracted_mw:\n  label: P\n  unit: MW\n  vintages: [{{value: 1, {BELIEF}}}]\n"),
        "capacity.yaml: firm_contracted_mw", "this name is kept for a calendar or for a series"),
    "a name that a calendar has": (
        added(CAPACITY, f"as_of_year:\n  label: P\n  unit: calendar_year\n  vintages: [{{value: 2026, {BELIEF}}}]\n"),
        "capacity.yaml: as_of_year", "this name is kept for a calendar or for a series of case.yaml; choose another"),
    "a date that no calendar has": (
        added(CAPACITY, "x_ratio: {as_of: 2026-02-30}\n"), "capacity.yaml: line",
        "found '2026-02-30'; a plain decimal number or a day of the calendar is needed, text goes in quotes"),
    "a date in words": (at(*PUE, "as_of")("last May"), "pue: as_of: found 'last May'; a date such as 2026-01-31 is needed"),
    "a tab in YAML": (added(CAPACITY, "x_ratio:\n\tlabel: X\n"), "capacity.yaml: line", "not valid YAML", "spaces, not tabs"),
    "a bracket left open": (
        added(CAPACITY, "x_ratio: [1, 2\n"), "capacity.yaml: line", "not valid YAML", "; close what is open"),
    "brackets without end": (
        added(CAPACITY, f"x_ratio: {'[' * 3000}{']' * 3000}\n"),
        "capacity.yaml: not valid YAML: nested too deeply; close brackets where they belong"),
    "a merge left open": (
        added(CAPACITY, "<<<<<<< HEAD\nx_ratio: 1\n"),
        "capacity.yaml: line 315: it holds conflict marks of git; settle the merge"),
    "two documents in one file": (added(CAPACITY, "---\nb: 1\n"), "capacity.yaml: line", "; take the line --- out"),
    "code in YAML": (
        added(CAPACITY, "x: !!python/object/apply:os.getcwd []\n"), "capacity.yaml: line", "; take the tag, !..., out"),
    "an alias": (
        added(CAPACITY, "x_ratio: &one [1, 2]\ny_ratio: *one\n"),
        "capacity.yaml: line 316: found an alias, *one; write the value out"),
    "a key that would colour the terminal": (
        added(CAPACITY, '"\\e[31mred": 5\n'), "capacity.yaml: \\x1b[31mred: found 5; a mapping is needed"),
    "a very long value": (at(*PUE, "value")("about " * 900), "found 'about about", "...; a number is needed"),
    "a file of nothing but comments": (
        written("base/more.yaml", "# none yet\n"), "more.yaml: file: found nothing; lines of NAME: VALUE are needed"),
    "a list for a file": (written("base/more.yaml", "- a\n"), "more.yaml: file: found ['a']; lines of NAME: VALUE are needed"),
    "a number for a name": (
        added(CAPACITY, "12: {}\n"), "capacity.yaml: line", "key 12 must be a plain word; put it in quotes"),
    "a file that is not UTF-8": (
        written("base/more.yaml", b"caf\xe9: 1\n"),
        "more.yaml: not UTF-8 text (invalid continuation byte at byte 3); save it as UTF-8"),
    "a folder for a file": (
        lambda folder: (folder / "base/more.yaml").mkdir(),
        "more.yaml: cannot be read (Is a directory); a file that you may read is needed"),
    "no case": (removed(CASE), "case.yaml: file not found; put it there, or mend its name"),
    "no sources": (removed(SOURCES), "sources.yaml: file not found"),
    "no observations": (removed(FACTS), "observations.csv: file not found"),
    "no assumptions": (emptied, "base: found no file of assumptions, NAME.yaml; WATTBOOK_PARAMS names the folder of params"),
    "an unknown tier": (
        at(SOURCES, "newser_2025_11_12", "tier")("T4"), "newser_2025_11_12: tier: found 'T4'; allowed: T1, T2, T3"),
    "a source without a date": (
        at(SOURCES, "newser_2025_11_12", "date")(MISSING), "sources.yaml: newser_2025_11_12", "field 'date' is needed"),
    "a source that is called judgement": (
        added(SOURCES, "judgement: {publisher: a, title: b, date: 2025-01-01, tier: T1, url: c}\n"),
        "sources.yaml: judgement", "kept for numbers without a source; choose another"),
    "a subject that is no entity": (
        at(CASE, "subject")("anthropc"), "case.yaml: subject: found 'anthropc'; allowed: a key of entities", "'anthropic'?"),
    "a role of an unknown layer": (at(CASE, "roles")({"roof": {}}), "case.yaml: roles: found 'roof'"),
    "a role of an unknown party": (
        at(CASE, "roles")({"land": {"operates": "bank", "risk": "late"}}), "case.yaml: roles.land: operates: found 'bank'"),
    "entities that are a list": (at(CASE, "entities")(["anthropic"]), "case.yaml: entities: found ['anthropic']; a mapping"),
    "an axis that is a list": (at(CASE, "axes", "lab")(["openai"]), "case.yaml: axes.lab: found ['openai']; a mapping"),
    "a time axis that starts in spring": (
        at(CASE, "months", "first")("2024-04"),
        "case.yaml: months: found '2024-04 to 2035-12'; whole years are needed, such as 2024-01 to 2035-12"),
    "a time axis that ends before it starts": (
        at(CASE, "months", "last")("2023-12"), "case.yaml: months.last: found '2023-12'; it must not be before 2024-01"),
    "a month that is none": (at(CASE, "months", "first")("2024-13"), "months.first: found '2024-13'; a month such as 2026-07"),
    "no time axis": (at(CASE, "months")("all"), "case.yaml: months.first: found nothing; a month such as 2026-07 is needed"),
    "a series of an unknown kind": (
        at(CASE, "series", "firm_contracted_mw", "kind")("newest"),
        "case.yaml: series.firm_contracted_mw: kind: found 'newest'; allowed: instants, periods, latest"),
    "a series of an unknown measure": (
        at(CASE, "series", "firm_contracted_mw", "measure")("facility_powr"), "found 'facility_powr'", "'facility_power'?"),
    "a series of an unknown axis": (
        at(CASE, "series", "firm_contracted_mw", "axis")("peers"), "firm_contracted_mw: axis: found 'peers'", "'peer'?"),
    "a series of an unknown entity": (
        at(CASE, "series", "reported_revenue_usd", "entity")(["openai"]), "reported_revenue_usd: entity: found ['openai']"),
    "a series without the name of its dates": (
        at(CASE, "series", "observed_runrate_usd_per_year", "at")(MISSING), "observed_runrate_usd_per_year: at: found nothing"),
    "a series whose name does not end in its unit": (
        at(CASE, "series", "firm_contracted_mw", "unit")("H100e"), "series.firm_contracted_mw", "must end in its unit, H100e"),
    "two series with dates of one name": (
        at(CASE, "series", "reported_revenue_usd", "from")("observed_runrate_year"),
        "case.yaml: series: found 'observed_runrate_year'", "a name of its own"),
    "a series in another unit than its rows": (
        at(CASE, "series", "firm_contracted_mw", "unit")("MW"),
        "observations.csv", "unit: found 'MW_facility'; the series firm_contracted_mw in case.yaml is in MW",
        "never mixed; give both one unit"),
    "a header with a column too few": (
        written(FACTS, "entity,measure\n"), "observations.csv: header: found 'entity,measure'; columns must be entity"),
    "a row with a cell too few": (
        added(FACTS, "anthropic,revenue_run_rate\n"), "observations.csv: line",
        "found '2 cells'; 10 are needed; text with a comma goes in quotes"),
    "a row with a cell too many": (
        added(FACTS, ROW.strip() + ",more\n"), "observations.csv: line", "10 are needed"),
    "an unknown measure": (
        added(FACTS, ROW.replace("revenue_run_rate", "revenue_runrate")), "found 'revenue_runrate'", "'revenue_run_rate'?"),
    "an unknown basis": (
        added(FACTS, ROW.replace("gross", "groß")), "basis: found 'groß'; allowed: gross, net, reported", "'gross'?"),
    "an unknown entity": (
        added(FACTS, ROW.replace("anthropic", "antropic")),
        "entity: found 'antropic'; allowed: a key of entities in case.yaml; add it there first", "'anthropic'?"),
    "an unknown source of a fact": (
        added(FACTS, ROW.replace("newser", "nwser")), "source: found 'nwser_2025_11_12'", "'newser_2025_11_12'?"),
    "an unknown unit of a fact": (added(FACTS, ROW.replace("USD/year", "USD/yr")), "unit: found 'USD/yr'", "'year'?"),
    "a word for a number in a fact": (added(FACTS, ROW.replace("1e9", "1 bn")), "value: found '1 bn'; a number is needed"),
    "no number in a fact": (added(FACTS, ROW.replace("1e9", "")), "value: found ''; a number is needed"),
    "not a number in a fact": (added(FACTS, ROW.replace("1e9", "nan")), "value: found nan; a finite number is needed"),
    "infinity in a fact": (added(FACTS, ROW.replace("1e9", "1e999")), "value: found inf; a finite number is needed"),
    "a fact outside its own range": (
        added(FACTS, ROW.replace("1e9,,", "1e9,2e9,3e9")), "found 'low 2e+09, value 1e+09, high 3e+09'; low <= value"),
    "a period that is none": (
        added(FACTS, ROW.replace("2026-01-31,1e9", "2026-Q5,1e9")), "period: found '2026-Q5'; allowed: 2026, 2026-H1, 2026-Q2"),
    "a fact that stands twice": (
        added(FACTS, ROW + ROW), "observations.csv: line", "this observation stands already on line", "; keep one"),
    "a quotation mark left open": (
        added(FACTS, '"anthropic\n'), "observations.csv: line", "not valid CSV", "; close every quotation mark"),
    "facts that are not UTF-8": (written(FACTS, b"entit\xe9\n"), "observations.csv: not UTF-8 text"),
    "an unknown assumption in a scenario": (
        at(ARTICLE, "set", "schedule_slip_month")(1), "article.yaml: schedule_slip_month", "'schedule_slip_months'?"),
    "a unit in a scenario": (
        at(ARTICLE, "set", "schedule_slip_months", "unit")("month"),
        "article.yaml: schedule_slip_months: found 'unit'; allowed fields: value, low, high, dist, source, at, note"),
    "a range of two numbers": (
        at(ARTICLE, "set", "schedule_slip_months")([0, 1]),
        "schedule_slip_months: found [0, 1]; one number is needed, or three"),
    "a scenario without a story": (at(ARTICLE, "story")(MISSING), "article.yaml: scenario", "field 'story' is needed"),
    "scenarios that extend each other in a circle": (
        lambda folder: [at(ARTICLE, "extends")("growth_stalls")(folder),
                        at("scenarios/growth_stalls.yaml", "extends")("article")(folder)],
        "article.yaml: extends: found 'growth_stalls'; it extends article itself; name one that extends none"),
    "a scenario that extends an unknown one": (
        at(ARTICLE, "extends")("growth_stall"), "article.yaml: extends: found 'growth_stall'; allowed: base, ",
        "did you mean 'growth_stalls'?"),
    "a scenario that extends two": (at(ARTICLE, "extends")(["base"]), "article.yaml: extends: found ['base']; allowed: base, "),
    "two files of one scenario": (
        lambda folder: shutil.copy(folder / ARTICLE, folder / "scenarios/article.yml"), "article.yml: scenario",
        "it stands already in", "; keep one"),
    "a story that is a number": (at(ARTICLE, "story")(5), "article.yaml: story: found 5; text is needed"),
    "a scenario that sets a list": (at(ARTICLE, "set")(["pue"]), "article.yaml: set: found ['pue']; a mapping of assumption"),
    "a scenario beyond the physical limits": (
        at(ARTICLE, "set", "schedule_slip_months", "value")(100), "article.yaml: schedule_slip_months", "limits: -6 to 60"),
}
ARGUMENTS = {
    "an unknown scenario": ({"scenario": "artcle"}, "scenario: found 'artcle'; allowed: base, article", "'article'?"),
    "a scenario that climbs out of its folder": (
        {"scenario": "../base/power"}, "found '../base/power'", "not a path", "; wattbook scenarios lists them"),
    "a scenario of a case that is none": ({"scenario": "a/b"}, "arguments: case: found 'a'; allowed: anthropic"),
    "a scenario from anywhere": (
        {"scenario": "/etc/passwd"}, "scenario: found '/etc/passwd'", "not a path", "; wattbook scenarios lists them"),
    "a scenario of two lines": (
        {"scenario": "article\n"}, "scenario: found 'article\\n'", "not a path", "; wattbook scenarios lists them"),
    "a scenario that is a number": ({"scenario": 5}, "scenario: found 5", "a scenario is a name of at most 100 small letters"),
    "a scenario with a name too long for a folder": ({"scenario": "a" * 240}, f"found '{'a' * 59}...; a scenario is a name"),
    "a date before the first vintage": (
        {"as_of": "2025-11-08"}, "base: as of 2025-11-08 nothing was known yet of", "(first known 2025-11-12), ", " more; ",
        "choose a later as-of date, 2025-11-12 is the first that works"),
    "a day of a week": ({"as_of": "2026-W10-1"}, "as_of: found '2026-W10-1'; a date such as 2026-01-31 is needed"),
    "a date without dashes": ({"as_of": "20260131"}, "as_of: found '20260131'; a date such as 2026-01-31 is needed"),
    "percent for a share": ({"overrides": {"wacc_per_year": 8}}, "value: found 8.0", "limits: 0 to 1; did you mean 0.08?"),
    "money beyond all": ({"overrides": {"budget_usd": 1e30}}, "budget_usd: value: found 1e+30; physical limits: 0 to 1e+13"),
    "other letters": ({"overrides": {"PUE": 1.2}}, "overrides: PUE", "did you mean 'pue'?"),
    "a member of what has one value": (
        {"overrides": {"pue[north]": 1.2}}, "pue: found 'north'; it has one value only; say pue alone"),
    "all members of what has one value": ({"overrides": {"pue[*]": 1.2}}, "pue: found '*'; it has one value only"),
    "a range that does not suit the distribution": (
        {"overrides": {"availability": [0.9, 0.5, 1]}}, "availability: range: found '0.5 to 1'", "strictly between 0 and 1",
        "three numbers keep the distribution, uniform behind them changes it"),
    "a factor beside a value": (
        {"overrides": {"pue": {"times": 1.1, "value": 2}}},
        "pue: found 'value'; allowed fields: times, plus, source, at, note"),
    "a factor below zero": ({"overrides": {"pue": {"times": -1}}}, "pue: times: found -1.0; a factor above 0, or else"),
    "a factor that leads out of the limits": ({"overrides": {"pue": {"times": 3}}}, "pue: range", "limits: 1 to 2.5"),
    "a date that is none": ({"as_of": "soon"}, "arguments: as_of: found 'soon'; a date such as 2026-01-31 is needed"),
    "no draws": ({"draws": 0}, "arguments: draws: found 0; a whole number of at least 1 is needed"),
    "half a draw": ({"draws": 0.5}, "arguments: draws: found 0.5; a whole number"),
    "a seed in words": ({"seed": "lucky"}, "arguments: seed: found 'lucky'; a whole number of at least 0 is needed"),
    "a seed below zero": ({"seed": -1}, "arguments: seed: found -1; a whole number of at least 0 is needed"),
    "an unknown override": ({"overrides": {"puee": 1}}, "overrides: puee", "no assumption has this name; did you mean 'pue'?"),
    "an override of a series": (
        {"overrides": {"firm_contracted_mw": 1}}, "overrides: firm_contracted_mw",
        "; wattbook find WORD lists the names that hold it"),
    "an override in words": ({"overrides": {"pue": "low"}}, "overrides: pue: value: found 'low'; a number is needed"),
    "an override of nothing": ({"overrides": {"pue": None}}, "overrides: pue", "field 'value' is needed"),
    "an override that is not a number": ({"overrides": {"pue": float("nan")}}, "pue: value: found nan; a finite number"),
    "an override out of order": ({"overrides": {"pue": [1.2, 1.3, 1.4]}}, "pue: low: found 1.3", "above value (1.2)"),
    "an override beyond the limits": ({"overrides": {"pue": 3}}, "overrides: pue: value: found 3.0", "limits: 1 to 2.5"),
    "a unit in an override": ({"overrides": {"pue": {"value": 1.2, "unit": "ratio"}}}, "pue: found 'unit'; allowed fields"),
    "overrides that are a list": ({"overrides": ["pue=1"]}, "overrides: found ['pue=1']; a mapping of assumption: number"),
}


def message(**arguments):
    """The one message that loading gives."""
    with pytest.raises(params.InputError) as caught:
        params.load(**{"as_of": LATE, **arguments})
    text = str(caught.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(("change", "parts"), [(case[0], case[1:]) for case in FILES.values()], ids=list(FILES))
def test_a_mistake_in_a_file_is_named(shipped, change, parts):
    change(shipped)
    text = message(root=shipped, scenario="article")
    for part in parts:
        assert part in text


@pytest.mark.parametrize(("arguments", "parts"), [(case[0], case[1:]) for case in ARGUMENTS.values()], ids=list(ARGUMENTS))
def test_a_mistake_in_an_argument_is_named(arguments, parts):
    text = message(root=SHIPPED, **arguments)
    for part in parts:
        assert part in text


def test_a_folder_that_is_not_there_is_named_with_the_variable_that_names_another(tmp_path):
    assert "nowhere: no such folder; WATTBOOK_PARAMS names the folder" in message(root=tmp_path / "nowhere")


@pytest.mark.parametrize(("overrides", "part"), [
    ({"rent_usd": 60}, "rent_usd: value: found 60; a number for each of north, south is needed; an overlay may set NAME[*]"),
    ({"rent_usd": [60, 50, 70]}, "rent_usd: value: found 60; a number for each of north, south is needed"),
    ({"rent_usd[north]": {"value": {"south": 60}, "low": 3}}, "rent_usd[north]: value.north: found {'south': 60}; a number"),
    ({"rent_usd[north]": {"note": "No number."}}, "rent_usd[north]: found nothing; field 'value' is needed"),
    ({"rent_usd[*]": {"value": {"south": 60}}}, "rent_usd[*]: value: found nothing; member 'north' needs a number"),
    ({"rent_usd[nroth]": 60}, "rent_usd: found 'nroth'; allowed members: north, south; did you mean 'north'?"),
    ({"rent_usd[north]": [60, 50, 70, "normal"]}, "rent_usd[north]: dist: found 'normal'; the members share one distribution"),
])
def test_what_has_members_is_set_by_member_or_for_all_and_says_so(toy, overrides, part):
    assert part in message(root=toy, as_of="2025-12-31", overrides=overrides)


def test_a_mistake_in_a_vintage_is_found_even_when_the_date_picks_another(shipped):
    at(*PUE, "value")("about 1.15")(shipped)
    assert "pue (2026-05-06): value: found 'about 1.15'" in message(root=shipped, as_of="2025-12-31")


def test_jupyter_shows_the_message_without_the_lines_of_code():
    assert params.InputError("file: key: found 1")._render_traceback_() == ["InputError: file: key: found 1"]


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["artcle"], "did you mean 'article'?"),
        (["--set", "puee=1.2"], "did you mean 'pue'?"),
        (["--as-of", "2020-01-01"], "nothing was known yet of"),
    ],
)
def test_the_command_line_says_what_is_wrong_without_a_traceback(tmp_path, arguments, part, capfd):
    assert main(["report", "--out", str(tmp_path), "--as-of", LATE, *arguments]) == 2
    told = capfd.readouterr().err
    assert part in told
    assert "Traceback" not in told
    assert len(told.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def places(data, path=()):
    """Yield the path of every value in nested mappings and lists."""
    yield path
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in below:
        yield from places(value, (*path, key))


BAKERY = Path(__file__).parent / "toy"
ODD = [None, 5, -1, 0, 1.5, True, "text", "", [], [1], [[1]], {}, {"a": [1]}, float("nan"), float("inf"), "2026-02-30",
       datetime.date(2030, 1, 1), datetime.datetime(2026, 1, 1, 3)]
CONTENTS = {str(path.relative_to(BAKERY)): yaml.safe_load(path.read_text()) for path in sorted(BAKERY.rglob("*.yaml"))}
PLACES = [(file, path) for file, data in CONTENTS.items() for path in places(data) if path]


@settings(max_examples=150)
@given(st.sampled_from(PLACES), st.sampled_from(ODD))
def test_whatever_stands_in_a_file_it_loads_or_gives_one_message(tmp_path_factory, place, odd):
    file, path = place
    folder = shutil.copytree(BAKERY, tmp_path_factory.mktemp("odd") / "toy")
    data = copy.deepcopy(CONTENTS[file])
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = odd
    (folder / file).write_text(yaml.safe_dump(data, sort_keys=False))
    try:
        params.load("dear_flour", as_of="2025-12-31", root=folder, draws=2)
        said = "It loads."
    except params.InputError as error:
        said = str(error)
    assert len(said.splitlines()) == 1
