"""The folder of assumptions as it was known on a date, small enough to go with a report, and laid out again from there."""

import csv
import io
import re

import yaml

from wattbook.params.assumptions import read_scenario
from wattbook.params.case import told
from wattbook.params.errors import InputError, check_date
from wattbook.params.files import folders, read_text, read_yaml, yaml_files

PLACE = re.compile(r"(?:(?:base|scenarios)/)?[a-z][a-z0-9_]{0,99}\.(?:yaml|csv)")  # a report comes from anywhere: no way out
LONG_LINE = 10**6  # never fold a line
DATED = ("vintages", "alternatives")  # lists of an assumption whose entries have a date


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """The safe dumper, which writes a table as the lines that it has, and nothing as an alias."""

    def ignore_aliases(self, data):
        """The same object at two places is written twice."""
        return True


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


def dumped(value):
    """Plain values as YAML, a long line in one piece."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=LONG_LINE)


def safe_load(text):
    """What `dumped` wrote."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def known_files(root, scenario, as_of):
    """What the files under `root` said on a date: name -> mapping (YAML) or text (CSV); other scenarios are left out."""
    found = {f"scenarios/{path.stem}.yaml": read_yaml(path) for path, _ in read_scenario(root, scenario)[2]}
    for folder in folders(root):
        for path in sorted(folder.glob("*.csv")):
            found[path.name] = found.get(path.name, "") + _known_rows(path, as_of, head=path.name not in found)
        for path in (*yaml_files(folder / "base"), *yaml_files(folder)):
            name = f"{'base/' if path.parent != folder else ''}{path.stem}.yaml"
            found[name] = found.get(name, {}) | (read_yaml(path) if path.parent == folder else _known_vintages(path, as_of))
    found["case.yaml"] = told(root) | ({"name": scenario.rpartition("/")[0]} if "/" in scenario else {})
    named = set(_sources_in(found))
    found["sources.yaml"] = {key: source for key, source in found["sources.yaml"].items() if key in named}
    return dict(sorted(found.items()))


def lay(files, root):
    """Write such files under a new folder, where they are read like any others."""
    for name, content in files.items():
        if not PLACE.fullmatch(str(name)) or not isinstance(content, dict if name.endswith(".yaml") else str):
            raise InputError(f"inputs.yaml: files: found {str(name)[:80]!r}; a file of assumptions is needed")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else dumped(content), encoding="utf-8")
    return root


def _known_vintages(path, as_of):
    """Assumptions of one file without the vintages and alternatives that came later."""
    return {name: {field: [one for one in content if check_date(path, name, one["as_of"]) <= as_of]
                   if field in DATED and content else content for field, content in declared.items()}
            for name, declared in read_yaml(path).items()}


def _known_rows(path, as_of, head):
    """Rows of one table without those that came later."""
    columns, *rows = csv.reader(io.StringIO(read_text(path)))
    place, out = columns.index("as_of"), io.StringIO()
    kept = [row for row in rows if any(map(str.strip, row)) and check_date(path, "as_of", row[place].strip()) <= as_of]
    csv.writer(out, lineterminator="\n").writerows([columns, *kept][not head:])
    return out.getvalue()


def _sources_in(content):
    """Yield all that stands under 'source', however deep, and the sources of tables."""
    if isinstance(content, dict):
        for key, inner in content.items():
            yield from (inner,) if key == "source" and isinstance(inner, str) else _sources_in(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from _sources_in(inner)
    elif isinstance(content, str) and "\n" in content:
        yield from (row.get("source") for row in csv.DictReader(io.StringIO(content)))
