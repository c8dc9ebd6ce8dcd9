"""Read the assumptions: pick what was known on the as-of date, overlay, check, and hand out plain arrays.

This package is the only reader of the ``params/`` folder. Everything it returns is a plain number or array; a mistake
in a file is an `InputError` that names the file, the key, what was found and what is allowed.
"""

import datetime
import numbers
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wattbook.params import observations as obs
from wattbook.params.case import Case, read_case
from wattbook.params.errors import InputError, among, nearest, refuse
from wattbook.params.leaves import CALENDARS, leaf_units, leaf_values
from wattbook.params.rules import read_rules
from wattbook.params.schema import (
    ALTERNATIVE_FIELDS,
    OVERLAY_FIELDS,
    VINTAGE_FIELDS,
    Assumption,
    check_belief,
    check_date,
    check_declaration,
    check_fields,
    check_number,
    check_text,
)
from wattbook.params.yamlfile import read_yaml

__all__ = ["Assumption", "Book", "Case", "InputError", "load", "nearest", "scenario_names", "series_rows"]

SOURCE_FIELDS = ("publisher", "title", "date", "tier", "url", "read_at", "note")  # read_at: where, if not at the publisher
TIERS = ("T1", "T2", "T3")
SCENARIO_FIELDS = ("title", "story", "set")
SCENARIO_NAME = re.compile(r"[a-z][a-z0-9_]*")
BASE = "base"


@dataclass(frozen=True)
class Book:
    """Everything one run is fed with."""

    root: Path
    case: Case
    scenario: str
    title: str
    story: str
    as_of: datetime.date
    first: datetime.date  # the earliest date that would have worked
    draws: int
    seed: int
    overrides: dict  # as given
    assumptions: dict
    sources: dict
    known: tuple  # observations known on the as-of date, newest version of each
    dated: tuple  # all versions of them
    values: dict  # name -> array: what the model is fed with
    units: dict  # name -> unit of every leaf
    rules: tuple = ()  # the register of rules, as known on the as-of date

    @property
    def observations(self):
        """Observations known on the as-of date, as a frame."""
        import pandas as pd

        return pd.DataFrame(self.known, columns=[*obs.COLUMNS, "start_year", "end_year"])

    def rows(self, changes):
        """Values for a run with one draw a change: central values, each row with its own names replaced.

        Parameters
        ----------
        changes : list of dict
            name -> value, in the unit of the assumption, for all members where it has an axis; an empty dict is the
            central run.

        Returns
        -------
        dict
            name -> array with ``len(changes)`` draws.
        """
        values = leaf_values(self.case, self.assumptions, self.known, self.as_of, len(changes), None)
        for name in {name for change in changes for name in change}:
            central = values[name][0]
            values[name] = np.stack([np.broadcast_to(change.get(name, central), central.shape) for change in changes]) + 0.0
        return values

    def resolved(self):
        """Plain nested dict of every input as it was used, with its source: what inputs.yaml holds."""
        return {
            "title": self.case.title, "question": self.case.question, "as_of": self.as_of, "scenario": self.scenario,
            "story": self.story, "draws": self.draws, "seed": self.seed,
            "assumptions": {name: _plain(record) for name, record in sorted(self.assumptions.items())},
            "observations": [{column: row[column] for column in obs.COLUMNS} for row in self.known],
            "rules": list(self.rules),
            "sources": {key: dict(self.sources[key]) for key in sorted(self.used_sources())},
        }

    def used_sources(self):
        """Keys of the sources that the assumptions, their alternatives or the known observations rest on."""
        keys = {a.source for a in self.assumptions.values()} | {row["source"] for row in self.known}
        keys |= {alternative["source"] for a in self.assumptions.values() for alternative in a.alternatives}
        keys |= {rule["source"] for rule in self.rules}
        return keys - {"judgement"}

    def tier(self, name):
        """Tier of an assumption's source, or 'judgement'."""
        source = self.assumptions[name].source
        return source if source == "judgement" else self.sources[source]["tier"]


def series_rows(book, name):
    """Known observations that one declared series selects."""
    spec = book.case.series[name]
    entities = [spec["entity"]] if "entity" in spec else list(book.case.axes[spec["axis"]])
    return [row for entity in entities for row in obs.select(book.known, entity, spec["measure"], spec["basis"])]


def default_root():
    """The params folder: WATTBOOK_PARAMS, or the one beside the library in a checkout."""
    return Path(os.environ.get("WATTBOOK_PARAMS") or Path(__file__).resolve().parents[3] / "params")


def scenario_names(root=None):
    """Names of the scenarios that can be run, base first."""
    folder = Path(root or default_root()) / "scenarios"
    return [BASE, *sorted(path.stem for path in folder.glob("*.yaml"))]


def load(scenario=BASE, as_of=None, overrides=None, draws=1, seed=1, root=None):
    """Read everything known on a date under a scenario and draw from it.

    Parameters
    ----------
    scenario : str
        ``base`` or the name of a file in params/scenarios.
    as_of : date or str
        Knowledge date; later vintages and observations are not seen. Default: today.
    overrides : dict
        name -> number (then fixed), [value, low, high], or a record as in a scenario.
    draws, seed : int
        Number of draws and seed; ``draws=1`` gives the central values.
    root : path
        The params folder.

    Returns
    -------
    Book

    Raises
    ------
    InputError
        A mistake in a file or an argument.
    """
    root = Path(root or default_root())
    as_of = datetime.date.today() if as_of is None else check_date("arguments", "as_of", as_of)
    draws, seed = _whole("draws", draws, 1), _whole("seed", seed, 0)
    case = read_case(root / "case.yaml")
    sources = _read_sources(root / "sources.yaml")
    assumptions, first = _read_base(root, case, sources, as_of)
    title, story, overlay = _read_scenario(root, scenario)
    path = root / "scenarios" / f"{scenario}.yaml"
    _overlay(path, "scenario", assumptions, overlay, case, sources)
    _overlay("overrides", "override", assumptions, _as_records(overrides), case, sources)
    rows = obs.read_observations(root / "observations.csv", case.entities, sources)
    dated = tuple(row for row in rows if row["as_of"] <= as_of)
    known = tuple(obs.known_on(dated, as_of))
    values = leaf_values(case, assumptions, known, as_of, draws, seed)
    path = root / "rules.csv"
    rules = read_rules(path, case.axes.get("site", ()), sources, as_of) if path.exists() else ()
    return Book(root, case, scenario, title, story, as_of, first, draws, seed, overrides or {}, assumptions, sources, known,
                dated, values, leaf_units(case, assumptions), rules)


def _whole(name, found, least):
    if isinstance(found, bool) or not isinstance(found, numbers.Integral) or found < least:
        refuse("arguments", name, found, f"a whole number of at least {least} is needed")
    return int(found)


def _read_sources(path):
    sources = read_yaml(path)
    for key, source in sources.items():
        check_fields(path, key, source, SOURCE_FIELDS, ("publisher", "title", "date", "tier", "url"))
        check_date(path, f"{key}: date", source["date"])
        for field in ("publisher", "title", "url", "read_at"):
            check_text(path, f"{key}: {field}", source.get(field, ""))
        if source["tier"] not in TIERS:
            refuse(path, f"{key}: tier", source["tier"], f"allowed: {', '.join(TIERS)}")
        if key == "judgement":
            refuse(path, key, key, "this word is kept for numbers without a source")
    return sources


def _read_base(root, case, sources, as_of):
    paths = sorted((root / "base").glob("*.yaml"))
    if not paths:
        raise InputError(f"{root / 'base'}: no assumption files (*.yaml) found")
    found, files, late, first = {}, {}, {}, []
    for path in paths:
        for name, declared in read_yaml(path).items():
            if name in files:
                refuse(path, name, name, f"it stands already in {files[name]}")
            if name in (*CALENDARS, *case.series_names()):
                refuse(path, name, name, "this name is kept for a calendar or for a series of case.yaml")
            files[name] = path
            limits = check_declaration(path, name, declared, case.axes)
            vintages = _vintages(path, name, declared, limits, case, sources)
            known = [record for record in vintages if record.as_of <= as_of]
            first.append(vintages[0].as_of)
            if known:
                found[name] = replace(known[-1], alternatives=_alternatives(path, name, declared, sources, as_of))
            else:
                late[name] = vintages[0].as_of
    if late:
        names = ", ".join(f"{name} (first known {day})" for name, day in sorted(late.items()))
        raise InputError(f"{root / 'base'}: as of {as_of} nothing was known yet of {names}; choose a later as-of date")
    return found, max(first)


def _vintages(path, name, declared, limits, case, sources):
    """All vintages of one assumption, oldest first; every one is checked, whichever the date picks."""
    members, records = _members(case, declared), []
    for vintage in declared["vintages"]:
        check_fields(path, name, vintage, VINTAGE_FIELDS, ("as_of", "value"))
        day = check_date(path, f"{name}: as_of", vintage["as_of"])
        belief = check_belief(path, f"{name} ({day})", vintage, limits, members, sources)
        if belief["source"] != "judgement" and check_date(path, name, sources[belief["source"]]["date"]) > day:
            refuse(path, f"{name} ({day}): source", belief["source"],
                   f"it is dated {sources[belief['source']]['date']}, after the vintage that rests on it")
        records.append(Assumption(name, declared["label"], declared["unit"], as_of=day, limits=limits,
                                  axis=declared.get("axis"), **belief))
    days = [record.as_of for record in records]
    if len(set(days)) < len(days):
        refuse(path, f"{name}: as_of", max(days, key=days.count), "each vintage needs a date of its own")
    return sorted(records, key=lambda record: record.as_of)


def _alternatives(path, name, declared, sources, as_of):
    """Published values of a contested quantity that were known on the date."""
    listed = declared.get("alternatives") or []
    if not isinstance(listed, list):
        refuse(path, f"{name}: alternatives", listed, "a list is needed")
    for alternative in listed:
        check_fields(path, f"{name}: alternatives", alternative, ALTERNATIVE_FIELDS, ("as_of", "value", "source"))
        check_number(path, f"{name}: alternatives", alternative["value"])
        check_date(path, f"{name}: alternatives", alternative["as_of"])
        if not among(alternative["source"], sources):
            refuse(path, f"{name}: alternatives: source", alternative["source"], "allowed: a key of sources.yaml", sources)
    return tuple(a for a in listed if check_date(path, name, a["as_of"]) <= as_of)


def _members(case, declared):
    axis = declared.get("axis")
    return None if axis is None else list(case.axes[axis])


def _read_scenario(root, scenario):
    if not isinstance(scenario, str) or not SCENARIO_NAME.fullmatch(scenario):
        refuse("arguments", "scenario", scenario, "a scenario is a name of small letters, digits and _, not a path")
    if scenario == BASE:
        return "Base", "Every assumption at what was known on the as-of date.", {}
    names = scenario_names(root)
    if scenario not in names:
        refuse(root / "scenarios", "scenario", scenario, f"allowed: {', '.join(names)}", names)
    path = root / "scenarios" / f"{scenario}.yaml"
    raw = read_yaml(path)
    check_fields(path, "scenario", raw, SCENARIO_FIELDS, SCENARIO_FIELDS)
    if not isinstance(raw["set"], dict):
        refuse(path, "set", raw["set"], "a mapping of assumption: record is needed")
    return check_text(path, "title", raw["title"]), check_text(path, "story", raw["story"]), raw["set"]


def _as_records(overrides):
    if overrides is None:
        return {}
    if not isinstance(overrides, dict):
        refuse("overrides", "overrides", overrides, "a mapping of assumption: number is needed")
    return overrides


def _overlay(path, origin, assumptions, overlay, case, sources):
    """Replace whole records, so that the base's source never vouches for a number it did not give."""
    for name, given in overlay.items():
        if name not in assumptions:
            refuse(path, name, name, "it is no known assumption", assumptions)
        base = assumptions[name]
        record = _record(path, name, given, origin)
        check_fields(path, name, record, OVERLAY_FIELDS, ("value",))
        members = _members(case, {"axis": base.axis})
        belief = check_belief(path, name, record, base.limits, members, sources)
        assumptions[name] = replace(base, origin=origin, **belief)


def _record(path, name, given, origin):
    """A bare number is fixed; three numbers are value, low and high of a two-piece uniform belief, which suits any limits."""
    if isinstance(given, dict):
        return {"note": f"Set by the {origin}.", **given}
    if isinstance(given, (list, tuple)):
        if len(given) != 3:  # value, low, high
            refuse(path, name, list(given), "one number, or three: value, low, high")
        value, low, high = given
        return {"value": value, "low": low, "high": high, "dist": "uniform", "note": f"Set by the {origin}."}
    return {"value": given, "note": f"Set by the {origin}."}


def _plain(record):
    """One assumption as plain fields."""
    fields = ("label", "unit", "value", "low", "high", "dist", "source", "at", "note", "as_of", "origin")
    return {name: getattr(record, name) for name in fields}
