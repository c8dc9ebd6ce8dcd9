"""Bind functions to inputs by argument name: run what the outputs need, once, and explain where a number comes from."""

import inspect
import re
from dataclasses import dataclass, field

from wattbook import buildout, competition, cost, revenue, verdict

PARAMETER = re.compile(r"^(?P<names>\w+(?:, \w+)*) : (?P<shape>.+)$")
UNIT = re.compile(r"\[([^\[\]]+)\]\.?\s*$")


@dataclass(frozen=True)
class Explanation:
    """Where one number comes from: a tree with the sources at its leaves."""

    name: str
    unit: str
    value: object
    definition: str
    equation: str = ""
    source: str = ""
    inputs: tuple = field(default=())

    def lines(self, depth=0):
        """Yield the tree as indented lines of text."""
        source = f"  ({self.source})" if self.source else ""
        equation = f"  {self.equation}" if self.equation else ""
        yield f"{'  ' * depth}{self.name} = {self.value} [{self.unit}]{equation}{source}"
        for below in self.inputs:
            yield from below.lines(depth + 1)


class Model:
    """Functions named after their outputs; each argument is an assumption, an observed series or another output.

    Parameters
    ----------
    modules : iterable of module
        Every public function defined in a module is an output.

    Raises
    ------
    ValueError
        Two functions define the same output.
    """

    def __init__(self, modules):
        self.functions = {}
        for module in modules:
            for name, function in vars(module).items():
                if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.__name__:
                    continue
                if name in self.functions:
                    raise ValueError(f"output {name!r} is defined in {self.functions[name].__module__} and {module.__name__}")
                self.functions[name] = function
        self.arguments = {name: tuple(inspect.signature(f).parameters) for name, f in self.functions.items()}

    def order(self, outputs, given=()):
        """Names of the functions that the outputs need, each after its inputs; what is given needs nothing.

        Raises
        ------
        KeyError
            An output is no function of the model.
        ValueError
            The functions run in a circle.
        """
        done, path = {}, []

        def visit(name):
            if name in done or name in given or name not in self.functions:
                return
            if name in path:
                raise ValueError(f"functions run in a circle: {' -> '.join([*path, name])}")
            path.append(name)
            for argument in self.arguments[name]:
                visit(argument)
            path.pop()
            done[name] = True

        for output in outputs:
            if output not in self.functions:
                raise KeyError(f"{output!r} is no output of the model")
            visit(output)
        return list(done)

    def leaves(self, outputs=None):
        """Names that the outputs (default: all) need and no function gives."""
        needed = self.order(self.functions if outputs is None else outputs)
        return sorted({a for name in needed for a in self.arguments[name] if a not in self.functions})

    def evaluate(self, inputs, outputs):
        """Run what the outputs need, in order, once.

        Parameters
        ----------
        inputs : dict
            name -> array. A name that is also an output stands in for it: neither the function nor what only feeds it
            is run.
        outputs : iterable of str
            Names wanted.

        Returns
        -------
        dict
            name -> array, for the outputs wanted.

        Raises
        ------
        KeyError
            A leaf is missing from the inputs, or an output is unknown.
        """
        outputs = list(outputs)
        found = dict(inputs)
        for name in self.order(outputs, inputs):
            missing = [argument for argument in self.arguments[name] if argument not in found]
            if missing:
                raise KeyError(f"{name} needs {', '.join(missing)}: no assumption, series or function has this name")
            found[name] = self.functions[name](*(found[argument] for argument in self.arguments[name]))
        return {name: found[name] for name in outputs}

    def describe(self, name):
        """First line, unit, shape and equation of an output, read from its docstring.

        Returns
        -------
        dict
            definition, unit, shape, equation, arguments (name -> unit).
        """
        function = self.functions[name]
        sections = _sections(inspect.getdoc(function) or "")
        (shape, unit), = _entries(sections.get("Returns", ""), named=False).values() or [("", "")]
        notes = [line.strip() for line in sections.get("Notes", "").splitlines()]
        return {
            "definition": sections[""].strip().split("\n")[0], "unit": unit, "shape": shape,
            "equation": next((line for line in notes if " = " in line), ""),
            "arguments": {arg: unit for arg, (_, unit) in _entries(sections.get("Parameters", ""), named=True).items()},
        }

    def explain(self, name, book, values=None):
        """Value, unit, equation, inputs and, at the leaves, the sources of one number at the central values.

        Parameters
        ----------
        name : str
            An output or a leaf.
        book : wattbook.params.Book
            Where the leaves and their sources are.
        values : dict
            Central values already reckoned; made when not given.

        Returns
        -------
        Explanation
        """
        if values is None:
            values = book.rows([{}])
            values |= self.evaluate(values, self.order([name])) if name in self.functions else {}
        if name not in self.functions:
            return _leaf(name, book, values)
        described = self.describe(name)
        below = tuple(self.explain(argument, book, values) for argument in self.arguments[name])
        return Explanation(name, described["unit"], _short(values[name]), described["definition"], described["equation"],
                           inputs=below)


def _leaf(name, book, values):
    """Explanation of an assumption, an observed series or a calendar."""
    if name in book.assumptions:
        a = book.assumptions[name]
        source = a.source if a.source == "judgement" else "{publisher}, {date}, {tier}".format(**book.sources[a.source])
        return Explanation(name, a.unit, _short(values[name]), a.label, source=source)
    label = book.case.series.get(name, {}).get("label", "calendar or date of an observed series")
    return Explanation(name, book.units[name], _short(values[name]), label)


def _short(array):
    """A scalar as text; first and last of anything longer."""
    flat = array.reshape(-1)
    if flat.size == 0:
        return "no value"
    return f"{flat[0]:.4g}" if flat.size == 1 else f"{flat[0]:.4g} .. {flat[-1]:.4g} ({flat.size} values)"


def _sections(doc):
    """Split a numpydoc docstring at its underlined headings; the text before the first stands under ''."""
    sections, title, lines = {}, "", doc.splitlines()
    for index, line in enumerate(lines):
        if index + 1 < len(lines) and lines[index + 1].startswith("---"):
            title = line.strip()
        elif not line.startswith("---"):
            sections[title] = sections.get(title, "") + line + "\n"
    return sections


def _entries(section, named):
    """Read numpydoc entries: name -> (shape, unit)."""
    entries, names, shape = {}, [], ""
    for line in section.splitlines():
        match = PARAMETER.match(line) if named else None
        if match or (not named and line and not line.startswith(" ")):
            names = match["names"].split(", ") if match else [""]
            shape = (match["shape"] if match else line).strip()
        unit = UNIT.search(line)
        if unit and names:
            entries.update(dict.fromkeys(names, (shape, unit[1])))
    return entries


MODEL = Model([*buildout.MODULES, *cost.MODULES, *revenue.MODULES, competition, verdict])
