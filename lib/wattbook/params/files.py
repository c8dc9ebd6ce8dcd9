"""Where a case stands, and how its files are read, strictly: text is UTF-8, no YAML key stands twice, nothing is an alias, and
50e9 is a number. What is true for anyone is in world/, each programme in cases/NAME/; or one case is in a flat folder."""

import csv
import io
import os
import pickle
import re
from functools import lru_cache
from pathlib import Path

import yaml

from wattbook.params.errors import InputError, check_among, cut, refuse

NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
LONGEST = 100  # characters of a number
CURES = {"any token": "indent with spaces, not tabs; text that begins with @, % or ` goes in quotes",  # of what YAML says
         "another document": "take the line --- out", "constructor": "take the tag, !..., out"}
MERGE = re.compile("^<<<<<<< ", re.MULTILINE)
CASES, WORLD, DEFAULT = "cases", "world", "cases.yaml"
SCENARIO = re.compile(r"(?:([a-z][a-z0-9_]{0,99})/)?([a-z][a-z0-9_]{0,99})")  # it becomes the name of a folder


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The safe loader, less its habit of letting the last of two equal keys win."""

    def construct_object(self, node, deep=False):
        """Say where a scalar stands that looks like a date or a number and is none, such as 2026-02-30, or another, as 0100."""
        try:
            if node.tag in NUMBERS and (len(node.value) > LONGEST or re.match(r"[-+]?0\d|.*:", node.value)):
                raise ValueError
            return super().construct_object(node, deep=deep)
        except InputError:
            raise
        except ValueError:
            raise InputError(f"line {node.start_mark.line + 1}: found {cut(repr(node.value))}; a plain decimal number or a "
                             "day of the calendar is needed, text goes in quotes") from None


def _mapping(loader, node):
    seen = {}
    for key_node, _ in node.value:
        key, line = loader.construct_object(key_node, deep=True), key_node.start_mark.line + 1
        if not isinstance(key, str):
            raise InputError(f"line {line}: key {cut(repr(key))} must be a plain word; put it in quotes")
        if key in seen:
            raise InputError(f"line {line}: key '{cut(key)}' stands twice (first on line {seen[key]}); keep one")
        seen[key] = line
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# YAML 1.1 reads 50e9 as text because it lacks a point and a sign; everyone who types it means a number.
FLOAT = re.compile(r"^[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]+$")
_StrictLoader.add_implicit_resolver("tag:yaml.org,2002:float", FLOAT, list("-+0123456789"))


def read_text(path, encoding="utf-8-sig"):
    """Read UTF-8 text without a merge left open; a byte-order mark, which spreadsheets write, is dropped."""
    try:
        text = path.read_text(encoding=encoding)
    except FileNotFoundError:
        raise InputError(f"{path}: file not found; put it there, or mend its name") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); a file that you may read is needed") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8") from None
    if mark := MERGE.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        raise InputError(f"{path}: line {line}: it holds conflict marks of git; settle the merge first")
    return text


def read_yaml(path):
    """Read the mapping in `path`, or raise an InputError that names the file and the line."""
    text = read_text(path)
    try:
        data = pickle.loads(_parsed(text))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 1}: " if where else ""
        problem = " ".join(str(getattr(error, "problem", error)).split())
        cure = next((cure for part, cure in CURES.items() if part in problem), "close what is open; put text in quotes")
        raise InputError(f"{path}: {line}not valid YAML: {problem}; {cure}") from None
    except RecursionError:
        raise InputError(f"{path}: not valid YAML: nested too deeply; close brackets where they belong") from None
    if not isinstance(data, dict):
        refuse(path, "file", data, "lines of NAME: VALUE are needed")
    return data


@lru_cache(maxsize=256)  # all files of a few cases
def _parsed(text):
    """What a text says, pickled so that nobody changes it for the next reader: other dates and scenarios read it again."""
    if "&" in text and "*" in text:  # a few lines of aliases of aliases stand for gigabytes
        for event in yaml.parse(text, _StrictLoader):
            if isinstance(event, yaml.AliasEvent):
                raise InputError(f"line {event.start_mark.line + 1}: found an alias, *{cut(event.anchor)}; write the value out")
    return pickle.dumps(yaml.load(text, _StrictLoader))


def entries(paths):
    """File, key and content of everything that some files say; a key stands once in all of them."""
    files = {}
    for path, key, content in ((file, *one) for file in paths for one in read_yaml(file).items()):
        if files.setdefault(key, path) != path:
            refuse(path, key, key, f"it stands already in {files[key]}; keep one")
        yield path, key, content


def yaml_files(folder):
    """Files of a folder that hold YAML, by name; what an editor or a system hides there is left out."""
    return sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml") and path.name[0] != ".")


def read_csv(path, columns):
    """Yield place and cells of each row of a table; rows of nothing but commas, which spreadsheets leave, are left out."""
    reader = csv.DictReader(io.StringIO(read_text(path)), strict=True)
    try:
        if tuple(reader.fieldnames or ()) != columns:
            refuse(path, "header", ",".join(reader.fieldnames or ()), f"columns must be {','.join(columns)}")
        for raw in reader:
            place, cells = f"line {reader.line_num}", [*raw.pop(None, ()), *(cell for cell in raw.values() if cell is not None)]
            if any(map(str.strip, cells)) and len(cells) != len(columns):
                refuse(path, place, f"{len(cells)} cells", f"{len(columns)} are needed; text with a comma goes in quotes")
            if any(map(str.strip, cells)):
                yield place, raw
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: not valid CSV: {error}; close every quotation mark") from None


def default_root():
    """The params folder: WATTBOOK_PARAMS, or the one of the checkout, or the one in the working folder."""
    beside = Path(__file__).resolve().parents[3] / "params"
    return Path(os.environ.get("WATTBOOK_PARAMS") or (beside if beside.is_dir() else "params"))


def folders(root):
    """Folders that a case is read from: what is true for anyone, then its own."""
    tree = _tree(root)
    return (root,) if tree is None or root == tree else (tree / WORLD, root)


def named(root, name):
    """Files of that name which a case is read from; its own where there is none, so that whoever reads it says so."""
    return [one for one in (folder / name for folder in folders(root)) if one.exists()] or [root / name]


def known(root):
    """Folder of every case by the name that stands before its scenarios, the default's first: it needs no name."""
    tree = _tree(root)
    if tree is None:
        return {read_yaml(root / "case.yaml").get("name", ""): root}
    found = {path.parent.name: path.parent for path in sorted((tree / CASES).glob("*/case.yaml"))}
    default = read_yaml(tree / DEFAULT).get("default")
    check_among(tree / DEFAULT, "default", default, found)
    return {"": found.pop(default), **found}


def settle(root, scenario):
    """Folder of the case of ``scenario`` or ``case/scenario``, and that text with no more than is needed."""
    if not root.is_dir():
        raise InputError(f"{root}: no such folder; WATTBOOK_PARAMS names the folder of assumptions")
    match = SCENARIO.fullmatch(scenario) if isinstance(scenario, str) else None
    if match is None:
        refuse("arguments", "scenario", scenario, "a scenario is a name of at most 100 small letters, digits and _, not a path,"
               " or case/scenario; wattbook scenarios lists them")
    cases, (case, plain) = known(root), match.groups()
    case = case or next((name for name, folder in cases.items() if folder.absolute() == root.absolute()), "")
    case = "" if "" in cases and case == cases[""].name else case
    check_among("arguments", "case", case, cases, ", ".join(name or cases[name].name for name in cases))
    return cases[case], f"{case}/{plain}" if case else plain


def _tree(root):
    """The folder that holds world/ and cases/; None for a flat one."""
    root = root.absolute()
    return root if (root / CASES).is_dir() else root.parents[1] if root.parent.name == CASES else None
