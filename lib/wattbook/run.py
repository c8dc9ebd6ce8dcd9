"""What a notebook's cells call: load, numbers, tables, the answer card, and the record of outputs."""

import copy
import datetime
import inspect
import json
import os

import numpy as np

from wattbook import exhibit, keys, moves, params, trace, uncertainty, versus
from wattbook.record import Record, used
from wattbook.subject import CHECKS, MODEL
from wattbook.subject.checks import TOLERANCE
from wattbook.tables import NUMBER, TEXT, Text, table
from wattbook.words.numbers import MISSING, shown, stated, unit_words, with_range
from wattbook.words.sentences import percent

_kept = {}  # what open_run was called with -> a run with all outputs, where this process was told to keep one


def open_run(scenario="base", as_of=None, overrides=None, draws=2000, seed=1, root=None):
    """Load the assumptions and return a `Run`: the first call of every notebook."""
    params.check_draws(draws)
    kept = _kept.get(_asked(scenario, as_of, overrides, draws, seed, root))
    return copy.copy(kept) if kept else Run(params.load(scenario, as_of, overrides, draws, seed, root))


def keep_open(scenario="base", as_of=None, overrides=None, draws=2000, seed=1, root=None):
    """Open a run, reckon all outputs and keep it for `open_run`: the processes forked from this one share it."""
    asked = _asked(scenario, as_of, overrides, draws, seed, root)
    if asked not in _kept:
        run = open_run(scenario, as_of, overrides, draws, seed, root)
        run._values.update(MODEL.evaluate(run._values, MODEL.functions))
        _kept[asked] = run


def let_go(**asked):
    """Keep a run no longer."""
    _kept.pop(_asked(**asked), None)


def _asked(scenario, as_of, overrides, draws, seed, root):
    """What decides a run, as text."""
    root, as_of = root or params.default_root(), as_of or datetime.date.today()
    return json.dumps([scenario, as_of, overrides or {}, draws, seed, os.path.abspath(root)], default=str, sort_keys=True)


class Run:
    """One set of inputs, a `wattbook.params.Book`, and the results reckoned from it, each at most once."""

    exhibit, answer, versus, judged_share = exhibit.exhibit, exhibit.answer, versus.versus, moves.judged_share

    def __init__(self, book):
        self.book = book
        self._values = dict(book.values)
        self._central, self._moves, self._ranked = None, {}, {}  # ranks of the draws of assumptions, by name
        self.before = None  # the run of which this one is a what-if

    def __getitem__(self, name):
        """Array of an output, an assumption or an observed series."""
        if name not in self._values:
            if name not in MODEL.functions:
                trace.refuse_unknown(self, keys.parse(name).first.name)
                raise params.InputError(f"{name}: a name alone is needed; for one number of it say run.draws({name!r})")
            self._values.update(MODEL.evaluate(self._values, MODEL.order([name])))
        return self._values[name]

    def __repr__(self):
        return (f"Run of {self.book.scenario!r} as of {self.book.as_of}: {len(MODEL.functions)} outputs, "
                f"{len(self.book.assumptions)} assumptions, {self.book.draws} draws; see run.find(words) and run.help(name)")

    def _repr_mimebundle_(self, include=None, exclude=None):
        """A what-if, at the end of a cell, shows what became of the run that it was asked of."""
        return {"text/plain": repr(self)} if self.before is None else self.before.versus(self).bundles()[0]

    def _ipython_key_completions_(self):
        return trace.known(self)

    def central(self, name):
        """Array of a name in the run with one draw, every assumption at its central value."""
        if self._central is None:
            values = self.book.rows([{}])
            self._central = values | MODEL.evaluate(values, list(MODEL.functions))
        return self._central[name]

    def otherwise(self, **given):
        """The same run with an assumption, or an output, held at one number: nothing else is drawn anew."""
        return moves.holding(self, given)

    def what_if(self, *changes, **numbers):
        """The same run with assumptions changed: names of numbers, or texts as behind --set, such as "tag:rent*=0.8"."""
        book, given = self.book, [*map(params.parse_change, changes), *numbers.items()]
        if twice := {name for name, _ in given if sum(name == other for other, _ in given) > 1}:
            raise params.InputError(f"what_if: found {min(twice)} twice; one value is needed")
        other = open_run(book.scenario, book.as_of, {**book.overrides, **dict(given)}, book.draws, book.seed, book.root)
        other.before = self
        return other

    def axis(self, name):
        """Axis of an output, assumption or observed series: months, years, the name of a declared axis, or None."""
        if name in self.book.case.series:
            return self.book.case.series[name].get("axis")
        if name in self.book.assumptions:
            a = self.book.assumptions[name]
            return "months" if a.dist == "path" else a.axis
        axes = [one for one in MODEL.describe(name).axes if one != "1"] if name in MODEL.functions else []
        return next((one for one in ("months", "years") if one in axes), axes[0] if axes else None)

    def labels(self, name):
        """Names along that axis, or None for one number a draw."""
        axis = self.axis(name)
        if axis == "months":
            return self.book.case.month_names()
        if axis == "years":
            return [str(year) for year in self.book.case.years()]
        return None if axis is None else list(self.book.case.axes[axis])

    def array(self, key):
        """Draws of a key (see `wattbook.keys`): one number a draw, or one for each member or year where it has many."""
        key = key if isinstance(key, keys.Key) else keys.parse(key)
        first = self._operand(key.first)
        if key.sign is None:
            return first
        second = self._operand(key.second) if isinstance(key.second, keys.Operand) else key.second
        joined = keys.joined(key, first, second)
        unknown = key.is_share_of_draws and np.isnan(first).all() and self.unit(key.first.name).startswith("USD")
        return np.full_like(joined, np.nan) if unknown else joined  # of money that nobody reported nothing can be asked

    def _operand(self, operand):
        trace.refuse_unknown(self, operand.name)
        array = self[operand.name]
        if operand.how:
            return keys.OVER_TIME[operand.how](array.reshape(len(array), -1), axis=1, keepdims=True)
        return array if operand.label is None else array.reshape(len(array), -1)[:, self.place(operand)][:, None]

    def place(self, operand):
        """Place of the member, year or month that an operand of a key names; all places where it names none."""
        if operand.label is None:
            return slice(None)
        labels = self.labels(operand.name) or []
        if operand.label not in labels:
            near = params.nearest(operand.label, labels)
            allowed = f"allowed: {labels[0]} to {labels[-1]}{near}" if labels else "it has one value only"
            raise params.InputError(f"{operand.name}: found {operand.label!r}; {allowed}")
        return labels.index(operand.label)

    def draws(self, key):
        """Draws of one number."""
        array = self.array(key)
        if array.ndim < 2 or array.size != len(array):  # dates of reports have no draws
            name = keys.parse(key).first.name
            raise params.InputError(f"{key}: it has many values; name one as {name}[{(self.labels(name) or ['...'])[-1]}]")
        return array.reshape(-1)

    def unit(self, key):
        """Unit of a key."""
        if key in self.book.units:
            return self.book.units[key]
        key = keys.parse(key)
        first, *rest = [keys.operand_unit(one, MODEL.describe(one.name).unit if one.name in MODEL.functions
                                          else self.book.units[one.name]) for one in key.operands]
        return first if key.sign is None else keys.unit(key, first, rest[0] if rest else None)

    def definition(self, key):
        """What a key stands for, in words, with the year, month or member it is for."""
        key = keys.parse(key)
        first, *rest = [self._words(one) for one in key.operands]
        if key.sign is None:
            return first
        return keys.definition(key, first, rest[0] if rest else stated(key.second, self.unit(key.first.name)))

    def _words(self, operand):
        said = trace.label(self, operand.name).rstrip(".")
        if operand.how:
            return f"{keys.HOW_WORDS[operand.how]}: {keys.lowered(said)}"
        label = self.book.case.axes.get(self.axis(operand.name), {}).get(operand.label, operand.label)
        return said if label is None else f"{said}: {label}"

    def summary(self, key):
        """Unit, P10, P50, P90 and definition of one number; None where it is not defined."""
        draws = self.draws(key)
        if keys.parse(key).is_share_of_draws:
            draws = draws.mean(keepdims=True)
        low, mid, high = (None if np.isnan(q) else float(q) for q in uncertainty.quantiles(draws))
        return {"name": key, "unit": self.unit(key), "p10": low, "p50": mid, "p90": high,
                "definition": f"{self.definition(key)}."}

    def largest(self, name, place=0):
        """Member with the largest median, or the one at a later place; members without a value come last."""
        return self.labels(name)[int(np.argsort(-uncertainty.quantiles(self[name])[1].reshape(-1), kind="stable")[place])]

    def reported(self, name):
        """How many members have a value."""
        return int((~np.isnan(self[name]).all(axis=0)).sum())

    def help(self, name):
        """The page of a quantity or assumption."""
        return Text("\n".join(trace.page(self, name)))

    def explain(self, name, depth=3):
        """Where a number comes from, as a tree in which each node stands once."""
        return Text("\n".join(trace.tree(self, name, depth)))

    def users(self, name):
        """What a name feeds, directly and down to the last."""
        trace.refuse_unknown(self, name)
        return Text("\n".join(MODEL.users(name, indirect=True)))

    def find(self, words):
        """Outputs, assumptions and series whose name or words hold these words."""
        return Text("\n".join(trace.search(self, words)) or f"nothing holds {words!r}")

    def facts(self, measures, entities=None, last=10):
        """Table of the newest reported facts of some measures, newest first."""
        rows = []
        for row in sorted(self.book.known, key=lambda row: (row["end_year"], row["as_of"]), reverse=True):
            if row["measure"] in measures and (entities is None or row["entity"] in entities):
                rows.append((self.book.case.entities[row["entity"]], row["measure"].replace("_", " "), row["basis"],
                             row["period"], stated(row["value"], row["unit"]), str(row["as_of"]), self.cite(row["source"])))
        return table({"Who": TEXT, "Measure": TEXT, "Basis": TEXT, "Period": TEXT, "Value": NUMBER, "Known on": TEXT,
                      "Source": TEXT}, rows[:last])

    def rules(self):
        """Table of the rules that hold sites, as known on the as-of date."""
        sites = self.book.case.axes.get("site", {})
        rows = [(rule["rule"], sites.get(rule["site"], "Every site"), rule["stage"], rule["holds"], str(rule["from"]),
                 str(rule["until"]), self.cite(rule["source"])) for rule in self.book.rules]
        return table(dict.fromkeys(("Rule", "Where", "Stage", "Holds", "From", "Until", "Source"), TEXT),
                     rows or [("None was known on this date", *[""] * 6)])

    def say(self, key):
        """Median and 80% range of one number, as text."""
        middle, ends = exhibit.told(self.summary(key))
        return f"{middle} ({ends})" if ends else middle

    def mean(self, key):
        """Mean over the draws: the way to read a probability."""
        return float(np.mean(self.draws(key)))

    def error(self, key):
        """Standard error that the number of draws leaves in a probability or in a median."""
        if keys.parse(key).is_share_of_draws:
            return uncertainty.error_of_share(self.mean(key), self.book.draws)
        return uncertainty.error_of_median(self.draws(key))

    def moves(self, key):
        """What moves one number over the draws, largest share of its spread first: see `wattbook.uncertainty.moves`."""
        if key not in self._moves:
            self._moves[key] = moves.moves(self, key)
        return self._moves[key].copy()

    def tornado(self, key, most=8):
        """The first rows of `moves`, for a chart; one row that says so where nothing moves it."""
        return self.moves(key).iloc[:most] if len(self.moves(key)) else moves.unmoved(moves.middle(self, key))

    def disagreements(self, key, threshold=None):
        """Median of one number at every published value that moves it: see `wattbook.moves.disagreements`."""
        if (key, threshold) not in self._moves:
            self._moves[key, threshold] = moves.disagreements(self, key, threshold)
        return self._moves[key, threshold].copy()

    def results(self, *keys):
        """Table of results: what, median, 80% range (left out where none has one), unit."""
        rows = [(one["definition"].rstrip("."), *exhibit.told(one), unit_words(one["unit"])) for one in map(self.summary, keys)]
        heads = {"Result": TEXT, "Median": NUMBER, "80% range": NUMBER, "Unit": TEXT}
        if not any(row[2] for row in rows):
            del heads["80% range"]
            rows = [(*row[:2], row[3]) for row in rows]
        return table(heads, rows)

    def compare(self, columns):
        """Members of an axis side by side: a row a member, a column an output, series or assumption, median and 80% range."""
        axis = next(axis for key in columns.values() for axis in [self.axis(keys.parse(key).first.name)] if axis)
        heads = [", ".join(filter(None, (head, unit_words(self.unit(key))))) for head, key in columns.items()]
        cells = [self._cells(key) for key in columns.values()]
        rows = list(zip(self.book.case.axes[axis].values(), *cells, strict=True))
        return table({axis.replace("_", " ").capitalize(): TEXT} | dict.fromkeys(heads, NUMBER), rows)

    def _cells(self, key):
        """Median and range of each member of a key."""
        array, unit = self.array(key), self.unit(key)
        is_share = keys.parse(key).is_share_of_draws or key.startswith("p_")
        missing = "not reported" if key in self.book.case.series else MISSING
        for draws in array.reshape(len(array), -1).T:
            draws = draws.mean(keepdims=True) if is_share else draws
            low, middle, high = (float(q) for q in uncertainty.quantiles(draws))
            if np.isnan(middle):
                yield missing
            elif is_share or (low == high and key not in self.book.units):  # not given with so many digits
                yield percent(middle) if is_share else shown(middle, unit)
            else:
                said, ends = with_range({"unit": unit, "p10": low, "p50": middle, "p90": high})
                yield f"{said} ({ends})" if ends else said

    def source(self, name):
        """Publisher, date and tier behind an assumption; who set it when scenario or caller did."""
        a = self.book.assumptions[name]
        return ("" if a.origin == "base" else f"set by the {a.origin}: ") + self.cite(a.source)

    def cite(self, key):
        """Publisher, date and tier of a source, and where it was read if not at the publisher."""
        if key not in self.book.sources:
            return {"judgement": "our assumption", "definition": "no belief: chance or choice"}[key]
        source = self.book.sources[key]
        read = f", as read at {source['read_at']}" if "read_at" in source else ""
        return f"{source['publisher']} ({source['date']}{read}), {source['tier']}"

    def checked(self):
        """Outcome of every integrity check that can be made, all that it needs being known: name -> largest relative error."""
        given, case = {name: self[name] for name in CHECKS.leaves()}, self.book.case
        own = {name for name, spec in case.series.items()  # of what the firm itself reports nothing was observed
               if spec.get("entity") == case.subject and np.isnan(self[name]).all()}
        unknown = {name for name, array in given.items() if np.isnan(array).all()
                   and own.intersection(MODEL.leaves([name]) if name in MODEL.functions else [name])}
        errors = CHECKS.evaluate(given, CHECKS.functions)
        return {name: float(error) for name, error in errors.items() if unknown.isdisjoint(CHECKS.arguments[name])}

    def checks(self):
        """Table of integrity checks."""
        return table({"Check": TEXT, "Outcome": TEXT}, [
            (inspect.getdoc(CHECKS.functions[name]).splitlines()[0], "holds" if error <= TOLERANCE else f"off by {error:.2g}")
            for name, error in self.checked().items()])

    def record(self, headline, *numbers):
        """Record headline and outputs for outputs.json: the last call of every notebook."""
        return Record({"headline": headline, "used": used(self.book), "outputs": [self.summary(key) for key in numbers]})
