"""Who and when: the case's names, time axis, other axes and the observed series it reads."""

import dataclasses
import re
from dataclasses import dataclass

from wattbook import units
from wattbook.axes import AXES
from wattbook.params.errors import check_among, listed, refuse
from wattbook.params.files import read_yaml
from wattbook.params.observations import BASES, MEASURES
from wattbook.params.places import named
from wattbook.params.schema import check_fields, check_text, check_unit
from wattbook.units import MONTHS_PER_YEAR

JOINED = ("axes", "first", "entities", "series", "roles")  # what the world says and a case adds to
CASE_FIELDS = ("name", "title", "question", "subject", "months", *JOINED, "front")
SUBJECT = "subject"  # in place of an entity: the firm that a case names
FRONT_FIELDS = ("verdict", "scenarios", "scenarios_of", "chain", "exhibits", "flips", "watch")
LINK_FIELDS = ("label", "key", "at")
SERIES_FIELDS = ("label", "kind", "entity", "axis", "measure", "basis", "unit", "at", "from", "to", "seen")
KINDS = ("instants", "periods", "latest", "trailing_year", "buildup", "path", "histories")
DATE_FIELDS = {"instants": ("at",), "periods": ("from", "to"), "buildup": ("from", "at", "to", "seen")}
MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class Case:
    """What one folder of parameters is about."""

    title: str
    question: str
    subject: str
    first_month: int  # months since year 0
    months: int
    axes: dict
    entities: dict
    series: dict
    front: dict = dataclasses.field(default_factory=dict)  # what the first page of a report takes from the chapters
    roles: dict = dataclasses.field(default_factory=dict)  # layer -> who operates it, and the risk of whoever pays

    def month_names(self):
        """Names of the months on the time axis, such as 2026-07."""
        counts = range(self.first_month, self.first_month + self.months)
        return [f"{n // MONTHS_PER_YEAR}-{n % MONTHS_PER_YEAR + 1:02d}" for n in counts]

    def series_names(self):
        """Names of the arrays that the observed series give: their values and their dates."""
        return [name for series, spec in self.series.items() for name in (series, *_dates(spec))]

    def members(self, axis):
        """Names along an axis; None where there is none."""
        return None if axis is None else list(self.axes[axis])

    def first(self, axis):
        """Label of the member that others on an axis are compared with, such as the generation that is bought."""
        return next(iter(self.axes[axis].values()))

    def years(self):
        """Calendar years on the time axis."""
        return sorted({(self.first_month + n) // MONTHS_PER_YEAR for n in range(self.months)})


def told(root):
    """What case.yaml says over what is said for any case, with its firm put into the series."""
    whole = {}
    for path in named(root, "case.yaml"):
        raw = read_yaml(path)
        check_fields(path, "case", raw, CASE_FIELDS)
        for key in JOINED:
            if not isinstance(raw.get(key) or {}, dict):
                refuse(path, key, raw[key], "a mapping is needed")
        whole |= raw | {key: whole.get(key, {}) | (raw[key] or {}) for key in JOINED if key in raw}
    for spec in whole.get("series", {}).values():
        if isinstance(spec, dict) and spec.get("entity") == SUBJECT:
            spec["entity"] = whole.get(SUBJECT)
    return whole


def read_case(root):
    """Read and check what a folder of assumptions is about."""
    path, raw = root / "case.yaml", told(root)
    check_fields(path, "case", raw, CASE_FIELDS, ("title", "question", "subject", "months", "entities"))
    entities, series = raw["entities"] or {}, raw.get("series") or {}
    axes = _axes(path, raw.get("axes") or {}, raw.get("first") or {}, entities)
    for key in ("title", "question"):
        check_text(path, key, raw[key])
    check_among(path, "subject", raw["subject"], entities, "a key of entities")
    for name, spec in series.items():
        _check_series(path, name, spec, entities, axes)
    first, last = (_month(path, f"months.{end}", raw["months"].get(end) if isinstance(raw["months"], dict) else None)
                   for end in ("first", "last"))
    if last < first:
        refuse(path, "months.last", raw["months"]["last"], f"it must not be before {raw['months']['first']}")
    if first % MONTHS_PER_YEAR or (last + 1) % MONTHS_PER_YEAR:
        refuse(path, "months", f"{raw['months']['first']} to {raw['months']['last']}", "whole calendar years are needed")
    case = Case(raw["title"], raw["question"], raw["subject"], first, last - first + 1, axes, entities, series,
                _front(path, raw.get("front")), _roles(path, raw.get("roles") or {}, axes))
    names = case.series_names()
    for name in names:
        if names.count(name) > 1:
            refuse(path, "series", name, "each series and each array of dates needs a name of its own")
    return case


def _axes(path, given, first, entities):
    """The library's axes in the library's order, labelled by the case, and the case's own, the declared member first.

    A member that stands first may be an entity that the axis does not list, such as a firm that nobody tracks.
    """
    axes = {axis: dict(members) for axis, members in AXES.items()}
    for axis, members in given.items():
        if not isinstance(members, dict) or not members:
            refuse(path, f"axes.{axis}", members, "a mapping of member: label is needed")
        for member in members:
            if axis in AXES and member not in AXES[axis]:
                refuse(path, f"axes.{axis}", member, f"the method has these members: {listed(AXES[axis])}", AXES[axis])
        axes[axis] = axes.get(axis, {}) | members
    for axis, member in first.items():
        check_among(path, f"first: {axis}", axis, [one for one in given if one not in AXES])
        known = {**entities, **axes[axis]}
        check_among(path, f"first: {axis}", member, known)
        axes[axis] = {member: known[member]} | axes[axis]
    return axes


def _dates(spec):
    """Names of the arrays of dates that go with a series."""
    return [spec[field] for field in ("at", "from", "to", "seen") if field in spec]


def _month(path, key, found):
    match = MONTH.match(str(found))
    if match is None:
        refuse(path, key, found, "a month such as 2026-07 is needed")
    return int(match[1]) * MONTHS_PER_YEAR + int(match[2]) - 1


def _check_series(path, name, spec, entities, axes):
    key = f"series.{name}"
    check_fields(path, key, spec, SERIES_FIELDS, ("label", "kind", "measure", "basis", "unit"))
    for field, names in {"kind": KINDS, "measure": MEASURES, "basis": BASES}.items():
        check_among(path, f"{key}: {field}", spec[field], names)
    across = (spec["kind"] in ("trailing_year", "buildup", "path", "histories")
              or (spec["kind"] == "latest" and "entity" not in spec))
    who, known = ("axis", axes) if across else ("entity", entities)
    check_among(path, f"{key}: {who}", spec.get(who), known)
    for field in DATE_FIELDS.get(spec["kind"], ()):
        if not isinstance(spec.get(field), str):
            refuse(path, f"{key}: {field}", spec.get(field), "the name of the array of dates is needed")
    check_text(path, f"{key}: label", spec["label"])
    check_unit(path, f"{key}: unit", spec["unit"])
    if not units.name_says_unit(name, spec["unit"]):
        refuse(path, key, name, f"the name must end in its unit, {spec['unit']}")


def _front(path, found):
    """Check what the first page takes: keys and places are looked up when a page is made."""
    if found is None:
        return {}
    check_fields(path, "front", found, FRONT_FIELDS, FRONT_FIELDS)
    for place, link in enumerate(found["chain"]):
        check_fields(path, f"front.chain[{place}]", link, LINK_FIELDS, LINK_FIELDS)
    for name in ("exhibits", "watch"):
        if not isinstance(found[name], list):
            refuse(path, f"front.{name}", found[name], "a list is needed")
    return found


def _roles(path, found, axes):
    """Check who does what for each layer."""
    for layer, role in found.items():
        key = f"roles.{layer}"
        check_among(path, "roles", layer, axes["layer"])
        check_fields(path, key, role, ("operates", "risk"), ("operates", "risk"))
        check_among(path, f"{key}: operates", role["operates"], axes["party"])
        check_text(path, f"{key}: risk", role["risk"])
    return found
