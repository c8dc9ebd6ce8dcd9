"""The only reader of the assumptions: pick what was known on the as-of date, overlay, check, and hand out plain arrays."""

import datetime
import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from wattbook.params import files
from wattbook.params import observations as obs
from wattbook.params.assumptions import BASE, Assumption, overlay, parse_change, read_base, read_scenario, scenario_files
from wattbook.params.case import Case, read_case
from wattbook.params.errors import InputError, check_date, check_draws, check_whole, nearest, printable, unknown
from wattbook.params.files import default_root, named, yaml_files
from wattbook.params.leaves import CALENDARS, leaf_units, leaf_values
from wattbook.params.ledgers import read_correlations, read_rules, read_sources
from wattbook.params.snapshot import known_files, lay

__all__ = ["BASE", "CALENDARS", "Assumption", "Book", "Case", "InputError", "cases", "check_date", "check_draws",
           "default_root", "lay", "load", "nearest", "parse_change", "printable", "scenarios", "series_rows", "unknown"]

LATE_SHOWN = 2  # assumptions not known yet that a message names
PLAIN = ("label", "unit", "value", "low", "high", "dist", "source", "at", "note", "as_of", "origin")  # what inputs.yaml tells


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
    correlations: tuple = ()  # groups of assumptions that go together, and their rank correlations
    cases: tuple = ()  # that of cases of authorities

    def rows(self, changes):
        """Values for a run with one draw a change, {name: value or values of its members}: else central values."""
        values = leaf_values(self, len(changes), None)
        for name in {name for change in changes for name in change}:
            central = values[name][0]
            values[name] = np.stack([np.broadcast_to(change.get(name, central), central.shape) for change in changes]) + 0.0
        return values

    def redrawn(self, correlations):
        """The same beliefs, going together in another way: no correlations, or groups as `read_correlations` gives them."""
        again = replace(self, correlations=correlations)
        return replace(again, values=leaf_values(again, self.draws, self.seed))

    def resolved(self):
        """Plain nested dict of every input as it was used, and of the files it was read from: what inputs.yaml holds."""
        told = {name: {field: getattr(one, field) for field in PLAIN} for name, one in sorted(self.assumptions.items())}
        return {"title": self.case.title, "question": self.case.question, "as_of": self.as_of, "scenario": self.scenario,
                "story": self.story, "draws": self.draws, "seed": self.seed, "overrides": self.overrides, "assumptions": told,
                "files": known_files(self.root, self.scenario, self.as_of)}

    def tier(self, name):
        """Tier of an assumption's source, or the word that stands in place of one: judgement, definition."""
        source = self.assumptions[name].source
        return self.sources[source]["tier"] if source in self.sources else source


def series_rows(book, name):
    """Known observations that one declared series selects."""
    spec = book.case.series[name]
    entities = [spec["entity"]] if "entity" in spec else list(book.case.axes[spec["axis"]])
    known = obs.grouped(book.known)
    return [row for entity in entities for row in known.get((entity, spec["measure"], spec["basis"]), ())]


def scenarios(root=None, case=None):
    """Name -> title of the scenarios of a case that can be run, base first."""
    root, name = files.settle(Path(root or default_root()), f"{case}/{BASE}" if case else BASE)
    prefix = name.removesuffix(BASE)
    return {f"{prefix}{one}": read_scenario(root, one)[0] for one in [BASE, *scenario_files(root)]}


def cases(root=None):
    """Names of the cases that there are, the one meant where none is named first."""
    return [folder.name for folder in files.known(Path(root or default_root())).values()]


def load(scenario=BASE, as_of=None, overrides=None, draws=1, seed=1, root=None):
    """Read everything known on a date, by default today, under ``scenario`` or ``case/scenario``; one draw: central values.
    ``overrides``: name, ``name[member]``, ``name[*]`` or ``tag:word`` -> number, [value, low, high], {"times": factor},
    {"plus": number}, or a record as in a scenario."""
    root, scenario = files.settle(Path(root or default_root()), scenario)
    today = datetime.date.today()
    as_of = today if as_of is None else check_date("arguments", "as_of", as_of)
    if as_of > today:
        raise InputError(f"as-of date: found {as_of}; today is {today}, and nobody knows more; choose today or earlier")
    draws, seed = check_whole("arguments", "draws", draws, 1), check_whole("arguments", "seed", seed, 0)
    case, sources, rows, assumptions, late, first = _read(root, as_of, _content(root))
    assumptions = dict(assumptions)
    _refuse_late(root, as_of, late, case, rows)
    title, story, layers = read_scenario(root, scenario)
    for path, given in layers:
        overlay(path, "scenario", assumptions, given, case, sources)
    overrides = {} if overrides is None else overrides
    overlay("overrides", "override", assumptions, overrides, case, sources)
    dated = tuple(row for row in rows if row["as_of"] <= as_of)
    known = tuple(obs.known_on(dated, as_of))
    correlations = read_correlations(named(root, "correlations.yaml"), assumptions, sources, as_of)
    rules, cases = (read_rules(named(root, name), case, sources, as_of) for name in ("rules.csv", "cases.csv"))
    book = Book(root, case, scenario, title, story, as_of, first, draws, seed, overrides, assumptions, sources, known,
                dated, {}, leaf_units(case, assumptions), rules, correlations, cases)
    return replace(book, values=leaf_values(book, book.draws, book.seed))


@lru_cache(maxsize=4)
def _read(root, as_of, content):
    """What all scenarios of a date share; read again only where the `content` of a file has changed. Nobody writes into it."""
    case, sources = read_case(root), read_sources(named(root, "sources.yaml"))
    rows = obs.read_observations(named(root, "observations.csv"), case.entities, sources)
    base = named(root, "base")
    if not any(map(yaml_files, base)):
        raise InputError(f"{base[-1]}: found no file of assumptions, NAME.yaml; WATTBOOK_PARAMS names the folder of params")
    return case, sources, rows, *read_base(base, case, sources, as_of)


def _content(root):
    """Hash of every file that all scenarios share."""
    found = hashlib.sha256()
    for folder in files.folders(root):
        for path in (*yaml_files(folder), folder / "observations.csv", *yaml_files(folder / "base")):
            with suppress(OSError):  # whoever reads it will say so
                found.update(f"{path} ".encode() + path.read_bytes())
    return found.digest()


def _refuse_late(root, as_of, late, case, rows):
    """Refuse a date before something was known, and say the first that works."""
    known = obs.grouped(rows)
    for name, spec in case.series.items():
        if spec["kind"] == "instants":  # a firm of which nothing is ever reported is no mistake
            days = [row["as_of"] for row in known.get((spec["entity"], spec["measure"], spec["basis"]), ())]
            late = {**late, name: min(days)} if days and min(days) > as_of else late
    if late:
        named = [f"{name} (first known {day})" for name, day in sorted(late.items())]
        more = f" and {len(named) - LATE_SHOWN} more" if len(named) > LATE_SHOWN else ""
        raise InputError(f"{root / 'base'}: as of {as_of} nothing was known yet of {', '.join(named[:LATE_SHOWN])}{more}; "
                         f"choose a later as-of date, {max(late.values())} is the first that works")

