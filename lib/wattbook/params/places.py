"""Where a case stands: what is true for anyone in world/, each programme in cases/NAME/; or one case in a flat folder."""

import os
import re
from pathlib import Path

from wattbook.params.errors import InputError, check_among, refuse
from wattbook.params.files import read_yaml

CASES, WORLD, DEFAULT = "cases", "world", "cases.yaml"
SCENARIO = re.compile(r"(?:([a-z][a-z0-9_]{0,99})/)?([a-z][a-z0-9_]{0,99})")  # it becomes the name of a folder


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
               " or case/scenario")
    cases, (case, plain) = known(root), match.groups()
    case = case or next((name for name, folder in cases.items() if folder.absolute() == root.absolute()), "")
    case = "" if "" in cases and case == cases[""].name else case
    check_among("arguments", "case", case, cases, ", ".join(name or cases[name].name for name in cases))
    return cases[case], f"{case}/{plain}" if case else plain


def _tree(root):
    """The folder that holds world/ and cases/; None for a flat one."""
    root = root.absolute()
    return root if (root / CASES).is_dir() else root.parents[1] if root.parent.name == CASES else None
