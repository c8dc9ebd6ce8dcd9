"""What a notebook's cells call: load, results, tables, the answer card, and the record of outputs."""

import html
import re

import numpy as np

from wattbook import checks, params, uncertainty
from wattbook.model import MODEL, Model
from wattbook.report.gather import MIME
from wattbook.report.numbers import shown, stated, tail, unit_words, with_range
from wattbook.sentences import percent

CHECKS = Model([checks])
TIERS = {"T1": "T1, primary", "T2": "T2, reputable press or research", "T3": "T3, anything else",
         "judgement": "Judgement, with a reason"}
LABELLED = re.compile(r"^(?P<name>\w+)(?:\[(?P<label>[^\]]+)\])?$")
# Lab shows the card without the page's style sheet, so that the least it needs comes with it.
LAB_STYLE = ("<style>.jp-OutputArea .wb-headline{font-size:1.3em;font-weight:600}.jp-OutputArea .wb-tiles{display:flex;gap:2em;"
             "flex-wrap:wrap}.jp-OutputArea .wb-tile{max-width:14em}.jp-OutputArea .wb-tile span{display:block}"
             ".jp-OutputArea .wb-value{font-size:1.6em;font-weight:600}</style>")


def split(key):
    """Name and label of a number, given as ``name`` or ``name[label]``.

    Examples
    --------
    >>> split("npv_usd"), split("recognised_revenue_usd[2026]")
    (('npv_usd', None), ('recognised_revenue_usd', '2026'))
    """
    match = LABELLED.match(key)
    if match is None:
        raise params.InputError(f"{key!r}: a name is needed, or name[label]")
    return match["name"], match["label"]


def open(scenario="base", as_of=None, overrides=None, draws=2000, seed=1, root=None):
    """Load the assumptions and return a `Run`: the first call of every notebook."""
    return Run(params.load(scenario, as_of, overrides, draws, seed, root))


class Run:
    """One set of inputs and the results reckoned from it, each at most once.

    Parameters
    ----------
    book : wattbook.params.Book
    """

    def __init__(self, book):
        self.book = book
        self._values = dict(book.values)
        self._tornados = {}
        self.told = []  # outputs that tables of this page print

    def __getitem__(self, name):
        """Array of an output, an assumption or an observed series."""
        if name not in self._values:
            if name not in MODEL.functions:
                known = [*MODEL.functions, *self.book.values]
                raise params.InputError(f"{name}: no output, assumption or series has this name{params.nearest(name, known)}")
            names = MODEL.order([name])
            self._values.update(MODEL.evaluate(self._values, names))
        return self._values[name]

    def _assumption(self, name):
        """Assumption of this name, or the message that there is none."""
        if name not in self.book.assumptions:
            raise params.InputError(f"{name}: no assumption has this name{params.nearest(name, self.book.assumptions)}")
        return self.book.assumptions[name]

    def axis(self, name):
        """Axis of an output or observed series: months, years, the name of a declared axis, or None."""
        if name in self.book.case.series:
            return self.book.case.series[name].get("axis")
        if name in self.book.assumptions:
            return self.book.assumptions[name].axis
        shape = MODEL.describe(name)["shape"] if name in MODEL.functions else ""
        declared = [a for a in self.book.case.axes if f" {a}," in shape]
        return next((a for a in ("months", "years") if a in shape), declared[0] if declared else None)

    def labels(self, name):
        """Names along that axis, or None for one number a draw."""
        axis = self.axis(name)
        if axis == "months":
            return self.book.case.month_names()
        if axis == "years":
            return [str(year) for year in self.book.case.years()]
        return None if axis is None else list(self.book.case.axes[axis])

    def draws(self, key):
        """Draws of one number: ``name``, or ``name[label]`` for a year, a month or a member."""
        name, label = split(key)
        array = self[name]
        if label is None:
            if array.ndim != 2 or array.shape[1] != 1:
                raise params.InputError(f"{key}: it has many values; name one as {key}[{(self.labels(name) or ['...'])[-1]}]")
            return array[:, 0]
        labels = self.labels(name) or []
        if label not in labels:
            raise params.InputError(f"{key}: found {label!r}; allowed: {labels[0]} to {labels[-1]}"
                                    f"{params.nearest(label, labels)}" if labels else f"{key}: it has one value only")
        return array.reshape(array.shape[0], -1)[:, labels.index(label)]

    def summary(self, key):
        """Unit, P10, P50, P90 and definition of one number; None where it is not defined."""
        name, _ = split(key)
        low, mid, high = (None if np.isnan(q) else float(q) for q in uncertainty.quantiles(self.draws(key)))
        if name in MODEL.functions:
            described = MODEL.describe(name)
            unit, definition = described["unit"], described["definition"]
        else:
            declared = self.book.assumptions.get(name)
            unit, definition = self.book.units[name], declared.label if declared else self.book.case.series[name]["label"]
        definition = definition.rstrip(".") + self._suffix(key) + "."
        return {"name": key, "unit": unit, "p10": low, "p50": mid, "p90": high, "definition": definition}

    def largest(self, name, place=0):
        """Member with the largest median, or the one at a later place; members without a value come last."""
        medians = uncertainty.quantiles(self[name])[1].reshape(-1)
        return self.labels(name)[int(np.argsort(-medians, kind="stable")[place])]

    def reported(self, name):
        """How many members have a value."""
        return int((~np.isnan(self[name]).all(axis=0)).sum())

    def title(self, key):
        """Definition of one number with the year, month or member it is for."""
        return self.summary(key)["definition"].rstrip(".")

    def _suffix(self, key):
        name, label = split(key)
        label = self.book.case.axes.get(self.axis(name), {}).get(label, label)
        return "" if label is None else f": {label}"

    def facts(self, measures, entities=None, last=10):
        """Table of the newest reported facts of some measures, newest first."""
        rows = []
        for row in sorted(self.book.known, key=lambda row: (row["end_year"], row["as_of"]), reverse=True):
            if row["measure"] in measures and (entities is None or row["entity"] in entities):
                rows.append((self.book.case.entities[row["entity"]], row["measure"].replace("_", " "), row["basis"],
                             row["period"], stated(row["value"], row["unit"]), str(row["as_of"]), self.cite(row["source"])))
        return table(("Who", "Measure", "Basis", "Period", "Value", "Known on", "Source"), rows[:last])

    def say(self, key):
        """Median and 80% range of one number, as text."""
        middle, ends = _words(self.summary(key))
        return f"{middle} ({ends})" if ends else middle

    def mean(self, key):
        """Mean over the draws: the way to read a probability."""
        return float(np.mean(self.draws(key)))

    def _number(self, key):
        """A function from values to one number a row: what the tools of `wattbook.uncertainty` work on."""
        self.draws(key)
        name, label = split(key)
        column = 0 if label is None else self.labels(name).index(label)
        return lambda values: MODEL.evaluate(values, [name])[name].reshape(len(values[self._any()]), -1)[:, column]

    def _any(self):
        """Name of some assumption: its array tells how many rows a run has."""
        return next(name for name, a in self.book.assumptions.items() if a.axis is None)

    def tornado(self, key, most=8):
        """What moves one number: see `wattbook.uncertainty.tornado`."""
        if key not in self._tornados:
            number = self._number(key)  # refuses what is not one number
            self._tornados[key] = uncertainty.tornado(self.book, number, None, set(MODEL.leaves([split(key)[0]])))
        return self._tornados[key].iloc[:most].copy()

    def support(self, key):
        """Table of how much of what moves one number rests on each tier of source: squared swings of the tornado."""
        moves = self.tornado(key, most=None)
        moves["tier"] = [self.book.tier(name) for name in moves["name"]]
        squares = (moves["swing"] ** 2).groupby(moves["tier"]).sum()
        counts = moves["tier"].value_counts()
        rows = [(words, str(counts.get(tier, 0)), shown(float(squares.get(tier, 0) / squares.sum()), "fraction", 2))
                for tier, words in TIERS.items()]
        return table(("Source", "Assumptions that move it", "Share of its squared swings"), rows)

    def disagreements(self, key):
        """One number at every published value that moves it: see `wattbook.uncertainty.disagreements`."""
        return uncertainty.disagreements(self.book, self._number(key))

    def disagreement_table(self, key, threshold=None):
        """Published values side by side with what each makes of one number, those that cross the threshold marked."""
        summary, frame = self.summary(key), self.disagreements(key)
        unit, base = summary["unit"], frame["base"].iloc[0] if len(frame) else summary["p50"]
        median = f"median of the draws: {_words(summary)[0]}"
        rows = [("*All at our central values", "", "", median, "", shown(base, unit), "")]
        for row in frame.itertuples():
            flips = threshold is not None and (row.result >= threshold) != (row.base >= threshold)
            rows.append((row.label, stated(row.published, row.unit), stated(row.used, row.unit), row.at, self.cite(row.source),
                         shown(row.result, unit), "flips" if flips else "same side" if threshold is not None else ""))
        heads = ("Assumption", "Published", "We use", "What it measures", "Source", f"Result, {unit_words(unit)}", "Verdict")
        return table(heads, rows)

    def must_be_true(self, key, threshold, *names):
        """What each assumption alone would have to be for one number to reach a threshold, beside what we believe."""
        rows = []
        for a in map(self._assumption, names):
            needed = uncertainty.required_value(self.book, self._number(key), threshold, a.name)
            inside = "no value reaches it" if np.isnan(needed) else "inside" if a.low <= needed <= a.high else "outside"
            rows.append((a.label, shown(None if np.isnan(needed) else needed, a.unit), stated(a.value, a.unit),
                         f"{stated(a.low, a.unit)} to {stated(a.high, a.unit)}", unit_words(a.unit), inside))
        return table(("Assumption", "Needed", "We use", "90% range", "Unit", "Needed value is"), rows)

    def explain(self, name):
        """Where a number comes from, as text."""
        return Text("\n".join(MODEL.explain(name, self.book).lines()))

    def results(self, *keys):
        """Table of results: what, median, 80% range, unit."""
        rows = []
        self._tell(keys)
        for summary in map(self.summary, keys):
            rows.append((self.title(summary["name"]), *_words(summary), unit_words(summary["unit"])))
        return table(("Result", "Median", "80% range", "Unit"), rows)

    def compare(self, columns):
        """Members of an axis side by side: a row a member, a column an output, series or assumption, median and 80% range."""
        axis = self.axis(next(iter(columns.values())))
        heads = [", ".join(filter(None, (head, unit_words(self.unit(name))))) for head, name in columns.items()]
        names, members = columns.values(), self.book.case.axes[axis]
        self._tell(f"{name}[{member}]" for name in names for member in members)
        rows = [(label, *(self._cell(name, member) for name in names)) for member, label in members.items()]
        return table(("", *heads), rows)

    def _tell(self, keys):
        known = [key for key in keys if split(key)[0] in MODEL.functions]
        self.told = list(dict.fromkeys([*self.told, *known]))

    def unit(self, name):
        """Unit of an output, series or assumption."""
        return MODEL.describe(name)["unit"] if name in MODEL.functions else self.book.units[name]

    def _cell(self, name, member):
        summary = self.summary(f"{name}[{member}]")
        if summary["p50"] is None and name in self.book.case.series:
            return "not reported"
        middle, ends = _words(summary)
        if not ends and name in MODEL.functions:  # the same in every draw, not given with so many digits
            return shown(summary["p50"], summary["unit"])
        return f"{middle} ({ends})" if ends else middle

    def crossed(self, key, x, y):
        """Table of one number at low, central and high values of two assumptions, x along the heads, the rest central."""
        across, down = (self.book.assumptions[name] for name in (x, y))
        ends = [(a.low, a.value, a.high) for a in (down, across)]
        found = self._number(key)(self.book.rows([{y: one, x: other} for one in ends[0] for other in ends[1]]))
        heads = (down.label, *(stated(one, across.unit) for one in ends[1]))
        unit = self.summary(key)["unit"]
        cells = [shown(one, unit, 2) for one in found]
        width = len(ends[1])
        rows = [(stated(one, down.unit), *cells[row * width:(row + 1) * width]) for row, one in enumerate(ends[0])]
        return table(heads, rows)

    def assumptions(self, *names):
        """Table of assumptions with range, unit, source and tier, those that rest on judgement or tier 3 marked."""
        rows = []
        for a in map(self._assumption, names):
            for member, value, low, high in a.members():
                label = a.label if member is None else f"{a.label}, {self.book.case.axes[a.axis][member]}"
                ends = "fixed" if low == high else f"{stated(low, a.unit)} to {stated(high, a.unit)}"
                rows.append((label, stated(value, a.unit), ends, unit_words(a.unit), self.source(a.name), a.note))
        return table(("Assumption", "Value", "90% range", "Unit", "Source", "Why"), rows)

    def source(self, name):
        """Publisher, date and tier behind an assumption; who set it when scenario or caller did."""
        a = self.book.assumptions[name]
        by = "" if a.origin == "base" else f"set by the {a.origin}: "
        return by + self.cite(a.source)

    def cite(self, key):
        """Publisher, date and tier of a source."""
        return key if key == "judgement" else "{publisher} ({date}), {tier}".format(**self.book.sources[key])

    def sources(self, *names, most=4):
        """Source line under an exhibit: what the named assumptions and observed series rest on, and the model."""
        keys = {}
        for name in names:
            if name in self.book.assumptions:
                keys[self.book.assumptions[name].source] = None
            else:
                rows = params.series_rows(self.book, name)
                keys |= dict.fromkeys(row["source"] for row in sorted(rows, key=lambda row: row["as_of"], reverse=True))
        cited = list(dict.fromkeys(map(self.cite, keys)))
        more = [f"{len(cited) - most} more, see inputs.yaml"] if len(cited) > most else []
        return f"Source: {'; '.join([*cited[:most], *more, 'model'])}"

    def checked(self):
        """Outcome of every integrity check: name -> largest relative error."""
        needed = CHECKS.leaves()
        errors = CHECKS.evaluate({name: self[name] for name in needed}, CHECKS.functions)
        return {name: float(error) for name, error in errors.items()}

    def checks(self):
        """Table of integrity checks."""
        rows = [(CHECKS.describe(name)["definition"], "holds" if error <= checks.TOLERANCE else f"off by {error:.2g}")
                for name, error in self.checked().items()]
        return table(("Check", "Outcome"), rows)

    def answer(self, sentence, definition, tiles):
        """Answer card: the sentence, what its words mean, integrity status and supporting figures.

        Parameters
        ----------
        sentence : str
            Headline built by `wattbook.sentences`.
        definition : str
            What the words in it mean.
        tiles : dict
            key -> one-line meaning.
        """
        failed = [name for name, error in self.checked().items() if not error <= checks.TOLERANCE]  # NaN fails too
        status = f"Integrity checks fail: {', '.join(failed)}" if failed else f"{len(CHECKS.functions)} integrity checks hold"
        cards = "".join(self._tile(key, meaning) for key, meaning in tiles.items())
        return Html(
            f'{LAB_STYLE}<div class="wb-answer mathjax_ignore"><p class="wb-headline">{html.escape(sentence)}</p>'
            f'<p class="wb-definition">{html.escape(definition)} Ranges in brackets are 80% ranges.</p>'
            f'<p class="wb-status {"wb-bad" if failed else "wb-ok"}">{html.escape(status)}. As of {self.book.as_of}; scenario: '
            f'{html.escape(self.book.title)}. Not investment advice.</p><div class="wb-tiles">{cards}</div></div>', sentence)

    def _tile(self, key, meaning):
        summary = self.summary(key)
        middle, ends = _words(summary)
        words = " ".join(part for part in (ends, tail(summary["unit"])) if part)
        return (f'<div class="wb-tile"><span class="wb-value">{html.escape(middle)}</span><span class="wb-range">'
                f'{html.escape(words)}</span><span class="wb-label">{html.escape(meaning)}</span></div>')

    def record(self, headline, *keys):
        """Record headline and outputs for outputs.json: the last call of every notebook."""
        return Record({"headline": headline, "outputs": [self.summary(key) for key in keys]})


def _words(summary):
    """Median and range as text; a probability never claims certainty."""
    return (percent(summary["p50"]), "") if summary["name"].startswith("p_") else with_range(summary)


def table(heads, rows):
    """An HTML table of texts; a row whose first text starts with * is the important one."""
    body = []
    for row in rows:
        key = ' class="wb-key"' if str(row[0]).startswith("*") else ""
        body.append(f"<tr{key}>" + "".join(f"<td>{html.escape(str(cell).lstrip('*'))}</td>" for cell in row) + "</tr>")
    head = "".join(f"<th>{html.escape(text)}</th>" for text in heads)
    return Html(f'<table class="wb-table mathjax_ignore"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>',
                f"Table: {' | '.join(heads)}, {len(rows)} rows")


class Html:
    """HTML with a line of plain text for viewers that show none."""

    def __init__(self, markup, text):
        self.markup, self.text = markup, text

    def _repr_html_(self):
        return self.markup

    def __repr__(self):
        return self.text


class Text(str):
    """Text that a notebook shows as it is, without quotes."""

    def __repr__(self):
        return str(self)


class Record:
    """The recorded outputs, as a hidden bundle that the report gathers."""

    def __init__(self, content):
        self.content = content

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {MIME: self.content, "text/plain": repr(self)}

    def __repr__(self):
        return f"Recorded {len(self.content['outputs'])} outputs: {self.content['headline']}"
