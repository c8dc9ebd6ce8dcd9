"""The rules of the house, held by reading the library's code: size, floors, names instead of places."""

import ast
from functools import cache
from pathlib import Path

import pytest

import wattbook
from wattbook import params
from wattbook.subject import MODEL

LIBRARY = Path(wattbook.__file__).parent
FILES = {path.relative_to(LIBRARY).with_suffix("").as_posix().replace("/", "."): path for path in sorted(LIBRARY.rglob("*.py"))}
MOST_LINES = 16_190
MOST_LINES_OF_A_MODULE, MOST_LINES_OF_A_BODY = 400, 30
# A lower floor never imports a higher one. A module that is not named here stands on the floor of those that serve notebooks;
# a tool that lower floors import has to be named.
FLOORS = [
    {"__init__", "__version__", "units", "series", "uncertainty", "axes", "keys", "survival", "forecast", "finance",
     "engineering"},
    {"params"},
    {"quantity", "graph"},
    {"subject"},
    {"words", "tables", "record", "trace", "run", "frames"},
    {"charts"},
    {"report"},
]
NOTEBOOKS = 4
UPWARDS = {("keys", "params"): "a key that cannot be read is a user's mistake: InputError"}
READS_DOCSTRINGS = {"graph": "hands them to the one parser, quantity.parse", "run": "the first line of a check",
                    "report.store": "its own, for --help"}
# Second places that are no member of an axis.
PLACES = {"top_ten_share": "ranks"}


@cache
def trees():
    """What the modules are made of, by their names."""
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}


def imported(tree):
    """Names of the package that a module imports, with what it takes from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "wattbook":
            yield from (f"{node.module}.{one.name}".removeprefix("wattbook.") for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name.removeprefix("wattbook.") for one in node.names if one.name.startswith("wattbook."))


def floor(name):
    """Floor on which a module stands, by the first part of its name."""
    return next((place for place, names in enumerate(FLOORS) if name.split(".")[0] in names), NOTEBOOKS)


def length(function):
    """Lines of the body of a function, docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def constant(node):
    """Whether an index, or an end of a slice, is a number that is written out."""
    ends = [node.lower, node.upper] if isinstance(node, ast.Slice) else [node]
    bare = [end.operand if isinstance(end, ast.UnaryOp) else end for end in ends]
    return any(isinstance(end, ast.Constant) and isinstance(end.value, int) for end in bare)


def places(function, flat=()):
    """Second places of arrays that a function reads by number; names in `flat` have no members there."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple)):
            continue
        first, second = node.slice.elts[:2]
        of_one = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") in ("member", "first")
        known = isinstance(node.value, ast.Name) and node.value.id in flat
        if constant(second) and not isinstance(first, ast.Constant) and not of_one and not known:
            yield ast.unparse(node)


def functions(tree):
    """All functions of a module."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


# Size


def test_the_library_stays_small():
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES.values()) < MOST_LINES


def test_no_module_is_long():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in FILES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_MODULE} == {}


def test_no_body_of_a_function_is_long():
    long = {f"{name}.{one.name}": length(one) for name, tree in trees().items() for one in functions(tree)}
    assert {name: count for name, count in long.items() if count > MOST_LINES_OF_A_BODY} == {}


# Floors


@pytest.mark.parametrize("name", FILES)
def test_no_module_imports_from_a_higher_floor(name):
    above = {other for other in imported(trees()[name]) if floor(other) > floor(name)}
    assert {other for other in above if (name, other.split(".")[0]) not in UPWARDS} == set()


def test_every_exception_to_the_floors_is_needed():
    found = {(name, other.split(".")[0]) for name, tree in trees().items() for other in imported(tree)}
    assert set(UPWARDS) - found == set()


def test_the_scan_for_imports_finds_what_it_should():
    code = "import numpy, wattbook.run\nfrom wattbook import keys, units\ndef f():\n    from wattbook.report.page import html\n"
    assert list(imported(ast.parse(code))) == ["run", "keys", "units", "report.page.html"]
    assert [floor(name) for name in ("keys", "params.case", "subject.checks", "report.page.html")] == [0, 1, 3, 6]


def test_docstrings_are_read_by_one_parser():
    reading = {name for name, tree in trees().items() for node in ast.walk(tree)
               if getattr(node, "id", getattr(node, "attr", "")) in ("__doc__", "getdoc", "get_docstring")}
    assert reading == set(READS_DOCSTRINGS)


# Names instead of places


def test_members_of_an_axis_are_read_by_name():
    shapes = {name: MODEL.describe(name).shape for name in MODEL.functions}
    case = params.load(as_of="2026-11-22", draws=1).case
    leaves = {a.name: a.axis for a in params.load(as_of="2026-11-22", draws=1).assumptions.values()}
    leaves |= {name: case.series[name].get("axis") for name in case.series_names() if name in case.series}
    flat = {name for name, shape in shapes.items() if len(shape) == 2} | {name for name, axis in leaves.items() if axis is None}
    found = {(one.name, place) for name, tree in trees().items() if name.startswith("subject.") for one in functions(tree)
             if one.name not in PLACES for place in places(one, flat)}
    assert found == set()


def test_every_exception_for_a_place_is_needed():
    found = {one.name for name, tree in trees().items() if name.startswith("subject.") for one in functions(tree)
             if list(places(one))}
    assert set(PLACES) - found == set()


def test_the_scan_for_places_finds_what_it_should():
    code = ("def f(x, y):\n    a = x[:, 0] + x[:, 1:2, None] + x[0, 0] + x[..., None] + member(x, 'use', 'idle')[:, 0]\n"
            "    return y[:, :1] + x[:, -1] + x[:, :n] + x[:, None]")
    assert sorted(places(ast.parse(code), flat={"y"})) == ["x[:, -1]", "x[:, 0]", "x[:, 1:2, None]"]
