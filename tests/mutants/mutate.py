"""Change the library in one place, run the tests that cover that module, and see that one fails: `make mutants`.

Each is tried in a fork with packages loaded. mutmut does not fit: what it puts beside each function would be an output.
"""

import argparse
import ast
import importlib.machinery
import itertools
import os
import random
import signal
import sys
import time
from pathlib import Path

import hypothesis
import pytest
import scipy.stats  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "lib" / "wattbook"
TARGETS = {  # folder or module: files of tests, those that end soonest first
    "finance": "finance* cost_training", "graph": "graph", "quantity": "quantity",
    "params": "params params_mistakes cases params_limits facts joint_uncertainty",
    "uncertainty": "uncertainty joint_uncertainty moves decision",
    "subject/buildout": "one_gigawatt buildout buildout_limits buildout_s[iu]* buildout_reliability second_route integrity",
    "subject/cost": "one_gigawatt cost cost_capital cost_life cost_provider cost_serving cost_training second_route",
    "subject/revenue": "one_gigawatt revenue revenue_bridge revenue_[gm]* revenue_streams revenue_volume second_route",
}
PAIRS = [(ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.And, ast.Or),
         (ast.In, ast.NotIn), (ast.Is, ast.IsNot), (ast.BitAnd, ast.BitOr), ("minimum", "maximum"), ("min", "max"),
         ("any", "all"), ("floor", "ceil"), ("argmax", "argmin"), ("cumsum", "cumprod"), ("expm1", "exp"), ("log1p", "log")]
SWAPS = dict(PAIRS) | {second: first for first, second in PAIRS} | {ast.Pow: ast.Mult}
OPTIONS = ["-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", f"--confcutdir={ROOT / 'tests'}"]
LONGEST = 200  # seconds of work: a mutant that goes on is killed


def changed(node):
    """The expression with one thing in it changed, in each way that there is."""
    def using(**fields):
        return type(node)(**{name: fields.get(name, getattr(node, name)) for name in node._fields})

    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
        yield using(op=SWAPS[type(node.op)]())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield using(ops=[SWAPS[type(node.ops[0])](), *node.ops[1:]])
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield ast.Constant(not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, ast.UnaryOp):  # of two axes the last is 1 as well: -1 becomes 0, as a number becomes one more
        yield ast.Constant(1 - node.operand.value) if isinstance(node.operand, ast.Constant) else node.operand
    elif (word := getattr(node, "attr", getattr(node, "id", None))) in SWAPS:
        yield using(attr=SWAPS[word], id=SWAPS[word])
    elif isinstance(node, ast.IfExp):
        yield using(test=ast.UnaryOp(ast.Not(), node.test))


def mutants(source):
    """Line, what stood there and what stands there now, and the whole source with it."""
    text = source.encode()
    starts = [0, *itertools.accumulate(len(line) for line in text.splitlines(keepends=True))]
    for node in ast.walk(ast.parse(source)):
        old = node.test if isinstance(node, ast.If | ast.While) else node
        for new in changed(node) if old is node else [ast.UnaryOp(ast.Not(), old)]:
            start, end = starts[old.lineno - 1] + old.col_offset, starts[old.end_lineno - 1] + old.end_col_offset
            put = f"({ast.unparse(ast.fix_missing_locations(new))})".encode()
            yield old.lineno, text[start:end].decode(), put.decode(), (text[:start] + put + text[end:]).decode()


def survives(path, source, tests):
    """Whether all tests pass with this source in a file; a child does it, which ends with pytest's status."""
    child = os.fork()
    if not child:
        os.setsid()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        for one in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), one)
        sys.dont_write_bytecode, real = True, importlib.machinery.SourceFileLoader.get_data

        def get_data(loader, name):
            if Path(name).parent.name == "__pycache__" and Path(name).name.split(".")[0] == path.stem:
                raise OSError
            return source.encode() if Path(name) == path else real(loader, name)

        importlib.machinery.SourceFileLoader.get_data = get_data
        hypothesis.settings.register_profile("few", max_examples=10, derandomize=True, database=None)
        hypothesis.settings.load_profile("few")
        os._exit(int(pytest.main(["-x", "-q", *OPTIONS, *tests])))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main():
    """Try them, print those that survive, and count."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("names", nargs="*", help="parts of paths, such as cost/lender; all of TARGETS without any")
    asked.add_argument("--most", type=int, default=10**9, help="mutants of each target, drawn at random")
    asked.add_argument("--seed", type=int, default=1, help="of what is drawn (default: 1)")
    asked = asked.parse_args()
    os.chdir(ROOT)
    count = lived = 0
    for target, patterns in TARGETS.items():
        whole, begun = LIBRARY / target, time.monotonic()
        paths = sorted(whole.glob("*.py")) or [whole.with_suffix(".py")]
        names = {path: str(path.relative_to(LIBRARY).with_suffix("")) for path in paths}
        found = [(path, *one) for path in paths if not asked.names or any(part in names[path] for part in asked.names)
                 for one in mutants(path.read_text(encoding="utf-8"))]
        tried = random.Random(asked.seed).sample(found, min(asked.most, len(found)))
        globs = [*(f"test_{one}.py" for one in patterns.split()), f"examples/test_{whole.stem}*.txt"]
        tests = [str(file) for one in globs for file in sorted((ROOT / "tests").glob(one))]
        if tried and not survives(paths[0], paths[0].read_text(encoding="utf-8"), tests):
            sys.exit(f"{target}: its tests fail without any change")
        left = 0
        for path, line, old, new, text in tried:
            if survives(path, text, tests):
                left += 1
                print(f"  {names[path]}, line {line}: {old} -> {new}", flush=True)
        if tried:
            print(f"{target}: {len(tried) - left} of {len(tried)} killed, {time.monotonic() - begun:.0f} s", flush=True)
        count, lived = count + len(tried), lived + left
    print(f"{count - lived} of {count} killed ({1 - lived / max(count, 1):.0%}), {lived} survive")


if __name__ == "__main__":
    main()
