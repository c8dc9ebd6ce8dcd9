"""Read of every assumption the newest vintage that is known on a date."""

from dataclasses import replace

from wattbook.params import schema
from wattbook.params.errors import InputError, refuse
from wattbook.params.fields import among, check_any, check_date, check_fields, check_number
from wattbook.params.files import read_yaml, yaml_files
from wattbook.params.leaves import CALENDARS


def read_base(folders, case, sources, as_of):
    """Read every assumption as it was known on the date; of those not known yet, the day on which they are."""
    paths = [path for folder in folders for path in yaml_files(folder)]
    if not paths:
        raise InputError(f"{folders[-1]}: no assumption files (*.yaml) found")
    found, files, late, first = {}, {}, {}, []
    for path, name, declared in ((file, *one) for file in paths for one in read_yaml(file).items()):
        if name in files:
            refuse(path, name, name, f"it stands already in {files[name]}")
        if name in (*CALENDARS, *case.series_names()):
            refuse(path, name, name, "this name is kept for a calendar or for a series of case.yaml")
        files[name] = path
        vintages = read_one(path, name, declared, case, sources)
        known = tuple(record for record in vintages if record.as_of <= as_of)
        first.append(vintages[0].as_of)
        if known:
            published = tuple(one for one in known[-1].alternatives if check_date(path, name, one["as_of"]) <= as_of)
            found[name] = replace(known[-1], alternatives=published, vintages=known)
        else:
            late[name] = vintages[0].as_of
    return found, late, max(first)


def read_one(path, name, declared, case, sources):
    """All vintages of one assumption, oldest first; every one is checked, whichever the date picks."""
    told = schema.check_declaration(path, name, declared, case.axes)
    vintages, members, records = told.pop("vintages"), case.members(told.get("axis")), []
    known = among(sources, "a key of sources.yaml")
    published = {"as_of": check_date, "value": check_number, "source": known, "at": check_any, "note": check_any}
    told["alternatives"] = tuple(check_fields(path, f"{name}: alternatives", one, published, ("as_of", "value", "source"))
                                 for one in told.get("alternatives", ()))
    for vintage in vintages:
        day = check_fields(path, name, vintage, {"as_of": check_date, **schema.OVERLAY}, ("as_of", "value"))["as_of"]
        belief = schema.check_belief(path, f"{name} ({day})", vintage, told["limits"], members, sources)
        source = sources.get(belief["source"])
        if source and source["date"] > day:
            refuse(path, f"{name} ({day}): source", belief["source"],
                   f"it is dated {source['date']}, after the vintage that rests on it")
        records.append(schema.Assumption(name, as_of=day, **told, **belief))
    days = [record.as_of for record in records]
    if len(set(days)) < len(days):
        refuse(path, f"{name}: as_of", max(days, key=days.count), "each vintage needs a date of its own")
    return sorted(records, key=lambda record: record.as_of)
