"""Bind functions to inputs by argument name: run what the outputs need, once, and say what feeds what. Knows no subject."""

import ctypes
import inspect
from contextlib import suppress
from functools import cached_property

from wattbook.quantity import parse

# Of glibc's mallopt. An array that is given back to the system and asked for again costs more than the arithmetic in it.
KEPT_BACK = {-1: 2**28, -3: 2**25}  # [byte] of free memory at the end, and of one array, up to which it is not given back
with suppress(AttributeError, OSError, TypeError):  # another system
    for option, size in KEPT_BACK.items():
        ctypes.CDLL(None).mallopt(option, size)


class Graph:
    """The public functions of some modules, named after their outputs; an argument is an assumption, a series or an output."""

    def __init__(self, modules):
        self.functions, self._described, self._fed, self._orders = {}, {}, {}, {}
        for module in modules:
            for name, function in vars(module).items():
                if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.__name__:
                    continue
                if name in self.functions:
                    raise ValueError(f"output {name!r} is defined in {self.functions[name].__module__} and {module.__name__}")
                self.functions[name] = function
        self.arguments = {name: tuple(inspect.signature(f).parameters) for name, f in self.functions.items()}

    def order(self, outputs, given=()):
        """Names of the functions that the outputs need, each after its inputs; what is given needs nothing."""
        asked = tuple(outputs), frozenset(name for name in given if name in self.functions)
        if asked not in self._orders:
            self._orders[asked] = self._ordered(*asked)
        return list(self._orders[asked])

    def _ordered(self, outputs, given):
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
            done[name] = None

        for output in outputs:
            if output not in self.functions:
                raise KeyError(f"{output!r} is no output of the model")
            visit(output)
        return tuple(done)

    def leaves(self, outputs=None):
        """Names that the outputs (default: all) need and no function gives."""
        needed = self.order(self.functions if outputs is None else outputs)
        return sorted({a for name in needed for a in self.arguments[name] if a not in self.functions})

    @cached_property
    def _users(self):
        users = {}
        for name, arguments in self.arguments.items():
            for argument in arguments:
                users.setdefault(argument, []).append(name)
        return users

    def users(self, name, indirect=False):
        """Outputs that an assumption, series or output feeds, directly or down to the last."""
        if not indirect:
            return list(self._users.get(name, ()))
        if name not in self._fed:
            found = dict.fromkeys(self._users.get(name, ()))
            for user in list(found):
                found |= dict.fromkeys(self.users(user, indirect=True))
            self._fed[name] = list(found)
        return list(self._fed[name])

    def evaluate(self, inputs, outputs):
        """Arrays of the outputs, by name: what they need is run in order, once.
        An input, by name, may stand in for an output: neither its function nor what only feeds it is run."""
        outputs = dict.fromkeys(outputs)
        found, order = dict(inputs), self.order(outputs, inputs)
        last = {argument: name for name in order for argument in self.arguments[name]}
        for name in order:
            missing = [argument for argument in self.arguments[name] if argument not in found]
            if missing:
                raise KeyError(f"{name} needs {', '.join(missing)}: no assumption, series or function has this name")
            found[name] = self.functions[name](*(found[argument] for argument in self.arguments[name]))
            for argument in self.arguments[name]:  # nothing is held longer than it is needed
                if last[argument] == name and argument not in outputs:
                    del found[argument]
        return {name: found[name] for name in outputs}

    def describe(self, name):
        """What an output says of itself, as a `wattbook.quantity.Quantity`."""
        if name not in self._described:
            self._described[name] = parse(name, inspect.getdoc(self.functions[name]))
        return self._described[name]
