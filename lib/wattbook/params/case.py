"""Who and when: the case's names, time axis, other axes and the observed series it reads."""

import re
from dataclasses import dataclass

from wattbook.axes import AXES
from wattbook.params.errors import among, check_among, check_fields, check_name, check_text, check_unit, listed, of_kind, refuse
from wattbook.params.files import named, read_yaml
from wattbook.params.observations import BASES, MEASURES
from wattbook.units import MONTHS_PER_YEAR

JOINED = ("axes", "first", "entities", "series", "roles")  # what the world says and a case adds to
CASE_FIELDS = dict.fromkeys(("name", "title", "question", "subject", "months", *JOINED, "front"))
# Axes whose members are firms, in the order in which these have their places.
FIRMS = ("firm", "lab", "peer", "owner", "cloud", "vendor", "developer", "forecast_lab", "maker", "supplier")
SUBJECT = "subject"  # in place of an entity: the firm that a case names
FRONT_FIELDS = dict.fromkeys(("verdict", "scenarios", "scenarios_of", "chain", "exhibits", "flips", "watch"))
LINK_FIELDS = dict.fromkeys(("label", "key", "at"))
DATES = ("at", "from", "to", "seen")
KINDS = {"instants": ("at",), "periods": ("from", "to"), "latest": (), "trailing_year": (),  # arrays of dates that each needs
         "buildup": ("from", "at", "to", "seen"), "path": (), "histories": ()}
ACROSS = ("trailing_year", "buildup", "path", "histories")  # kinds that are read for each member of an axis
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
    front: dict  # what the first page of a report takes from the chapters
    roles: dict  # layer -> who operates it, if anybody does, and the risk of whoever pays

    def month_names(self):
        """Names of the months on the time axis, such as 2026-07."""
        counts = range(self.first_month, self.first_month + self.months)
        return [f"{n // MONTHS_PER_YEAR}-{n % MONTHS_PER_YEAR + 1:02d}" for n in counts]

    def series_names(self):
        """Names of the arrays that the observed series give: their values and their dates."""
        return [name for series, spec in self.series.items() for name in (series, *(spec[one] for one in DATES if one in spec))]

    def members(self, axis):
        """Names along an axis; None where there is none."""
        return None if axis is None else list(self.axes[axis])

    def first(self, axis):
        """Label of the member that others on an axis are compared with, such as the generation that is bought."""
        return next(iter(self.axes[axis].values()))

    def firms(self):
        """Place of each firm by its label, the subject first: what two labels of one member, or of one name, share."""
        members, places = {self.subject: 0}, {self.entities[self.subject]: 0}
        for member, label in (pair for axis in FIRMS for pair in self.axes.get(axis, {}).items()):
            places[label] = members.setdefault(member, places.get(label, len(set(places.values()))))
        return places

    def years(self):
        """Calendar years on the time axis."""
        return sorted({(self.first_month + n) // MONTHS_PER_YEAR for n in range(self.months)})


def told(root):
    """What case.yaml says over what is said for any case, with its firm put into the series."""
    whole = {}
    for path in named(root, "case.yaml"):
        raw = check_fields(path, "case", read_yaml(path), CASE_FIELDS)
        for key in JOINED:
            of_kind(dict, "a mapping is needed")(path, key, raw.get(key) or {})
        whole |= raw | {key: whole.get(key, {}) | (raw[key] or {}) for key in JOINED if key in raw}
    for spec in whole.get("series", {}).values():
        if isinstance(spec, dict) and spec.get("entity") == SUBJECT:
            spec["entity"] = whole.get(SUBJECT)
    return whole


def read_case(root):
    """Read and check what a folder of assumptions is about."""
    path, raw = root / "case.yaml", told(root)
    entities, series, roles = (raw.get(key) or {} for key in ("entities", "series", "roles"))
    axes = _axes(path, raw.get("axes") or {}, raw.get("first") or {}, entities)
    checks = CASE_FIELDS | {"title": check_text, "question": check_text, "subject": among(entities, "a key of entities")}
    check_fields(path, "case", raw, checks, ("title", "question", "subject", "months", "entities"), within="")
    for name, spec in series.items():
        _check_series(path, name, spec, entities, axes)
    role = {"operates": among(axes["party"]), "risk": check_text}
    for layer, told_of in roles.items():
        check_among(path, "roles", layer, axes["layer"])
        check_fields(path, f"roles.{layer}", told_of, role, ("risk",))
    front, listed = raw.get("front") or {}, dict.fromkeys(("exhibits", "watch"), of_kind(list, "a list is needed"))
    if front:  # its keys and places are looked up when a page is made
        check_fields(path, "front", front, FRONT_FIELDS | listed, FRONT_FIELDS, within="front.")
        for place, link in enumerate(front["chain"]):
            check_fields(path, f"front.chain[{place}]", link, LINK_FIELDS, LINK_FIELDS)
    said = (raw[field] for field in ("title", "question", "subject"))
    case = Case(*said, *_months(path, raw["months"]), axes, entities, series, front, roles)
    names = case.series_names()
    for name in names:
        if names.count(name) > 1:
            refuse(path, "series", name, "each series and each array of dates needs a name of its own")
    return case


def _axes(path, given, first, entities):
    """The library's axes in the library's order, labelled by the case, and the case's own, the declared member first."""
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
        known = {**entities, **axes[axis]}  # also an entity that the axis does not list, such as a firm that nobody tracks
        check_among(path, f"first: {axis}", member, known)
        axes[axis] = {member: known[member]} | axes[axis]
    return axes


def _months(path, given):
    """First month, since year 0, and number of months of the time axis."""
    found, counts = {end: given.get(end) if isinstance(given, dict) else None for end in ("first", "last")}, []
    for end, month in found.items():
        match = MONTH.match(str(month)) or refuse(path, f"months.{end}", month, "a month such as 2026-07 is needed")
        counts.append(int(match[1]) * MONTHS_PER_YEAR + int(match[2]) - 1)
    if counts[1] < counts[0]:
        refuse(path, "months.last", found["last"], f"it must not be before {found['first']}")
    if counts[0] % MONTHS_PER_YEAR or (counts[1] + 1) % MONTHS_PER_YEAR:
        refuse(path, "months", f"{found['first']} to {found['last']}", "whole years are needed, such as 2024-01 to 2035-12")
    return counts[0], counts[1] - counts[0] + 1


def _check_series(path, name, spec, entities, axes):
    key = f"series.{name}"
    fields = {"label": check_text, "kind": among(KINDS), "entity": None, "axis": None, "measure": among(MEASURES),
              "basis": among(BASES), "unit": check_unit, **dict.fromkeys(DATES)}
    check_fields(path, key, spec, fields, ("label", "kind", "measure", "basis", "unit"))
    across = spec["kind"] in ACROSS or (spec["kind"] == "latest" and "entity" not in spec)
    who, known = ("axis", axes) if across else ("entity", entities)
    check_among(path, f"{key}: {who}", spec.get(who), known)
    for field in KINDS[spec["kind"]]:
        of_kind(str, "the name of the array of dates is needed")(path, f"{key}: {field}", spec.get(field))
    check_name(path, key, name, spec["unit"])
