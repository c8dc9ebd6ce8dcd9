"""Read what is known on a date: the sources, and of every assumption the newest vintage."""

from dataclasses import replace

from wattbook.params import schema
from wattbook.params.errors import InputError, check_among, refuse
from wattbook.params.files import read_yaml, yaml_files
from wattbook.params.leaves import CALENDARS

SOURCE_FIELDS = ("publisher", "title", "date", "tier", "url", "read_at", "note")  # read_at: where, if not at the publisher
TIERS = ("T1", "T2", "T3")


def read_sources(paths):
    """Read and check every source."""
    sources, files = {}, {}
    for path, key, source in ((file, *one) for file in paths for one in read_yaml(file).items()):
        if key in sources:
            refuse(path, key, key, f"it stands already in {files[key]}")
        sources[key], files[key] = source, path
        schema.check_fields(path, key, source, SOURCE_FIELDS, ("publisher", "title", "date", "tier", "url"))
        schema.check_date(path, f"{key}: date", source["date"])
        for field in ("publisher", "title", "url", "read_at"):
            schema.check_text(path, f"{key}: {field}", source.get(field, ""))
        check_among(path, f"{key}: tier", source["tier"], TIERS)
        if key in schema.UNSOURCED:
            refuse(path, key, key, "this word is kept for numbers without a source")
    return sources


def read_base(places, case, sources, as_of):
    """Read every assumption as it was known on the date; of those not known yet, the day on which they are."""
    paths = [path for folder in places for path in yaml_files(folder)]
    if not paths:
        raise InputError(f"{places[-1]}: no assumption files (*.yaml) found")
    found, files, late, first = {}, {}, {}, []
    for path in paths:
        for name, declared in read_yaml(path).items():
            if name in files:
                refuse(path, name, name, f"it stands already in {files[name]}")
            if name in (*CALENDARS, *case.series_names()):
                refuse(path, name, name, "this name is kept for a calendar or for a series of case.yaml")
            files[name] = path
            vintages = read_one(path, name, declared, case, sources)
            known = [record for record in vintages if record.as_of <= as_of]
            first.append(vintages[0].as_of)
            if known:
                found[name] = replace(known[-1], alternatives=_alternatives(path, name, declared, sources, as_of),
                                      vintages=tuple(known))
            else:
                late[name] = vintages[0].as_of
    return found, late, max(first)


def read_one(path, name, declared, case, sources):
    """All vintages of one assumption, oldest first; every one is checked, whichever the date picks."""
    limits = schema.check_declaration(path, name, declared, case.axes)
    members, records = case.members(declared.get("axis")), []
    for vintage in declared["vintages"]:
        schema.check_fields(path, name, vintage, schema.VINTAGE_FIELDS, ("as_of", "value"))
        day = schema.check_date(path, f"{name}: as_of", vintage["as_of"])
        belief = schema.check_belief(path, f"{name} ({day})", vintage, limits, members, sources)
        if belief["source"] not in schema.UNSOURCED and schema.check_date(path, name, sources[belief["source"]]["date"]) > day:
            refuse(path, f"{name} ({day}): source", belief["source"],
                   f"it is dated {sources[belief['source']]['date']}, after the vintage that rests on it")
        records.append(schema.Assumption(name, declared["label"], declared["unit"], as_of=day, limits=limits,
                                  axis=declared.get("axis"), tags=tuple(declared.get("tags", ())),
                                  settled_by=declared.get("settled_by", ""), **belief))
    days = [record.as_of for record in records]
    if len(set(days)) < len(days):
        refuse(path, f"{name}: as_of", max(days, key=days.count), "each vintage needs a date of its own")
    return sorted(records, key=lambda record: record.as_of)


def _alternatives(path, name, declared, sources, as_of):
    """Published values of a contested quantity that were known on the date."""
    key, listed = f"{name}: alternatives", declared.get("alternatives") or []
    if not isinstance(listed, list):
        refuse(path, key, listed, "a list is needed")
    for alternative in listed:
        schema.check_fields(path, key, alternative, schema.ALTERNATIVE_FIELDS, ("as_of", "value", "source"))
        schema.check_number(path, key, alternative["value"])
        schema.check_date(path, key, alternative["as_of"])
        check_among(path, f"{key}: source", alternative["source"], sources, "a key of sources.yaml")
    return tuple(a for a in listed if schema.check_date(path, name, a["as_of"]) <= as_of)
