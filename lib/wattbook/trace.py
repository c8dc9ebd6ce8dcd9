"""Where a number comes from and where it goes, as text: the page of a quantity, its tree, its users, a search."""

import numpy as np

from wattbook.params import InputError, unknown
from wattbook.subject import MODEL
from wattbook.words.numbers import MISSING, shown, stated, unit_words

MOST_USERS = 3  # named in a search


def known(run):
    """All names that a key may hold."""
    return [*MODEL.functions, *run.book.values]


def refuse_unknown(run, name):
    """Refuse a name that is no output, assumption or series."""
    if name not in MODEL.functions and name not in run.book.values:
        raise InputError(f"{name!r}: no output, assumption or series has this name{unknown(name, known(run))}")


def kind(run, name):
    """What a name is: output, assumption, series or calendar."""
    if name in MODEL.functions:
        return "output"
    if name in run.book.assumptions:
        return "assumption"
    return "observed series" if name in run.book.case.series else "calendar"


def label(run, name):
    """What a name stands for, in words."""
    if name in MODEL.functions:
        return MODEL.describe(name).summary
    if name in run.book.assumptions:
        return run.book.assumptions[name].label
    return run.book.case.series.get(name, {}).get("label", "Calendar, or dates of an observed series")


def value(run, name):
    """Median of a name, first and last where it has many values."""
    array = run[name]
    return _span(np.median(array, axis=0) if array.ndim > 1 else array, run.unit(name))


def central(run, name):
    """The same in the run at central values."""
    return _span(run.central(name), run.unit(name))


def _span(array, unit):
    texts = [shown(float(one), unit) for one in array.reshape(-1)]
    known = [text for text in texts if text != MISSING] or texts  # what has no end yet has no date of it
    return "no value" if not texts else texts[0] if len(texts) == 1 else f"{known[0]} .. {known[-1]} ({len(texts)} values)"


def page(run, name):
    """Yield the whole page of a name: what it is, how it is reckoned, from what, and what it feeds."""
    refuse_unknown(run, name)
    if name not in MODEL.functions:
        yield from _leaf_page(run, name)
    else:
        told = MODEL.describe(name)
        yield f"{name}  ({', '.join(told.shape)}) [{told.unit}]"
        yield told.summary
        yield f"  {told.equation}"
        yield from (f"  {line}" for line in (told.notes, told.left_out and f"Left out: {told.left_out}",
                                             told.source and f"Source: {told.source}") if line)
        yield f"Median {value(run, name)}; at central values {central(run, name)}"
        yield "From"
        for argument in MODEL.arguments[name]:
            yield f"  {argument} [{run.unit(argument)}], {kind(run, argument)}: {label(run, argument)}"
        function = MODEL.functions[name]
        yield f"In {function.__module__.replace('.', '/')}.py, line {function.__code__.co_firstlineno}"
    users = MODEL.users(name)
    yield f"Feeds {', '.join(users)}" if users else "Feeds no other output"


def _leaf_page(run, name):
    yield f"{name}  [{run.unit(name)}], {kind(run, name)}"
    yield label(run, name)
    if name in run.book.assumptions:
        a = run.book.assumptions[name]
        for one, middle, low, high in a.members():
            ends = "fixed" if low == high else f"90% range {stated(low, a.unit)} to {stated(high, a.unit)}, {a.dist}"
            yield f"  {one + ': ' if one else ''}{stated(middle, a.unit)} {unit_words(a.unit)}".rstrip() + f"; {ends}"
        yield f"  {run.source(name)}" + (f". {a.note}" if a.note else "")


def tree(run, name, depth):
    """Yield an indented tree: each node once, at its first place, with median and central value and, at leaves, the source."""
    refuse_unknown(run, name)
    seen, waiting = set(), [(name, 0)]
    while waiting:
        node, level = waiting.pop()
        indent, again = "  " * level, node in seen
        seen.add(node)
        line = f"{indent}{node} = {value(run, node)} [{run.unit(node)}]"
        if again:
            yield f"{indent}{node}, as above"
        elif node not in MODEL.functions:
            yield line + (f"  ({run.source(node)})" if node in run.book.assumptions else "")
        else:
            yield f"{line}, central {central(run, node)}  {MODEL.describe(node).equation}"
            if level < depth:
                waiting += [(argument, level + 1) for argument in reversed(MODEL.arguments[node])]
            else:
                yield f"{indent}  ..."


def search(run, words):
    """Yield the names whose name, words or tags hold all the words given, each with its value, axis, source, page and users."""
    wanted, assumptions = words.lower().split(), run.book.assumptions
    for name in known(run):
        tags = " ".join(assumptions[name].tags) if name in assumptions else ""
        if all(word in f"{name} {label(run, name)} {tags}".lower() for word in wanted):
            yield f"{name} [{run.unit(name)}], {kind(run, name)}: {label(run, name)}"
            yield f"    {'; '.join(_facts(run, name))}"


def _facts(run, name):
    """Yield median and range, axis, source or page, and what a name feeds."""
    alone = run.labels(name) is None and run[name].ndim == 2
    yield run.say(name) if alone else value(run, name)
    if run.axis(name):
        yield f"by {run.axis(name)}"
    if name in run.book.assumptions:
        yield run.source(name)
    if name in MODEL.functions:
        yield f"page {MODEL.functions[name].__module__.split('.')[2]}"
    users = MODEL.users(name)
    yield f"feeds {', '.join(users[:MOST_USERS])}{f' and {len(users) - MOST_USERS} more' if users[MOST_USERS:] else ''}" if (
        users) else "feeds no other output"
