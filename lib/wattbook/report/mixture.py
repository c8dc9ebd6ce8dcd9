"""Folders of assumptions that never were: the data of one side of a comparison, the assumptions or scenario of the other."""

import datetime

from wattbook.report.changes import BELIEF, kind_of, newest


def mixed(data, assumptions, scenario):
    """Files and settings from three states; the settings of a run that are no inputs are those of the scenario's state.

    What was believed later is dated back to the day of the data, with its source: here it is believed on that day.
    """
    day = datetime.date.fromisoformat(data.as_of)
    states = {"data": data, "assumptions": assumptions, "scenario": scenario}
    files = {name: content for kind, state in states.items() for name, content in state.files.items() if kind_of(name) == kind}
    sources = {}
    for state in states.values():
        sources |= state.files["sources.yaml"]
    files["sources.yaml"] = {key: {**one, "date": _by(day, one["date"])} for key, one in sources.items()}
    for name in [name for name in files if name.startswith("base/")]:
        del files[name]
    files["base/all.yaml"] = _beliefs(*(newest(state.files) for state in (assumptions, data, scenario)), day)
    return files, {**scenario.asked, "as_of": data.as_of}


def _by(day, other):
    """A date, or the day where it is later."""
    return min(day, datetime.date.fromisoformat(str(other)))


def _beliefs(own, there, third, day):
    """Assumptions of one state, with those and the members that only the others have."""
    return {name: _fitted(own.get(name) or there.get(name) or third[name], there.get(name), day)
            for name in {**own, **there, **third}}


def _fitted(declared, there, day):
    """One assumption, dated back, with the members that it has where the data are."""
    (vintage,) = declared["vintages"]
    vintage = {**vintage, "as_of": _by(day, vintage["as_of"])}
    (wanted,) = there["vintages"] if there else (vintage,)
    if isinstance(vintage["value"], dict) and isinstance(wanted["value"], dict):
        for field in BELIEF:
            if field in vintage:
                vintage[field] = {member: vintage[field].get(member, wanted.get(field, wanted["value"])[member])
                                  for member in wanted["value"]}
    fields = {field: content for field, content in declared.items() if field != "alternatives"}
    return {**fields, "vintages": [vintage]}
