"""The appendix: every output, input, source and check of a run, each an entry that other pages link to."""

from collections import Counter

import numpy as np

from wattbook import keys, params, trace
from wattbook.exhibit import told
from wattbook.report import page
from wattbook.subject import CHECKS, MODEL
from wattbook.uncertainty import quantiles
from wattbook.units import MONTHS_PER_YEAR
from wattbook.words.numbers import shown, stated, unit_words, with_range

PAGE = "appendix.html"


def reckoned(run):
    """Outputs that the case can give, in order: a small case may lack what some of them need."""
    found = set(run.book.values)
    return [name for name in MODEL.order(MODEL.functions) if found >= set(MODEL.arguments[name]) and not found.add(name)]


def contents(run, records, exhibits):
    """Everything that the appendix prints, as plain values, from the records of all notebooks and the exhibits they show."""
    shown, cited = _shown(exhibits), {}
    for record in records:
        for output in record["outputs"]:
            for operand in keys.parse(output["name"]).operands:
                cited.setdefault(operand.name, []).append((output["name"], _worth(*told(output), output["unit"])))
    return {"outputs": [_output(run, name, shown.get(name, ()), cited.get(name, ())) for name in reckoned(run)],
            "inputs": [*(_input(run, name) for name in sorted(run.book.assumptions)),
                       *(_series(run, name) for name in sorted(run.book.case.series)),
                       *({"id": name, "label": trace.label(run, name), "vintages": [], "alternatives": [],
                          "users": MODEL.users(name), "value": trace.value(run, name), "rows": []}  # a calendar, or its dates
                         for name in sorted(run.book.values)
                         if name not in run.book.assumptions and name not in run.book.case.series)],
            "sources": _sources(run),
            "checks": _checks(run)}


def named(found):
    """Text -> entry, for the texts of other pages that stand for one: names, and labels that no two share."""
    entries = [*found["outputs"], *found["inputs"]]
    labels, ids = [one["label"] for one in entries], [one["id"] for one in entries]
    alone = {label: name for label, name in zip(labels, ids, strict=True) if labels.count(label) == 1}
    return alone | dict(zip(ids, ids, strict=True))


def _shown(exhibits):
    """Name of a quantity -> address and title of the exhibits that are about it."""
    found = {}
    for one in exhibits:
        names = {operand.name for key in one["content"]["numbers"] for operand in keys.parse(key).operands}
        for name in names:
            found.setdefault(name, []).append((f"{one['stem']}.html#{one['content']['anchor']}", one["content"]["title"]))
    return found


def _spread(found, unit):
    """Median and 80% range, from the quantiles of one column of draws."""
    low, middle, high = (None if np.isnan(q) else float(q) for q in found)
    return with_range({"unit": unit, "p10": low, "p50": middle, "p90": high})


def _values(run, name):
    """Value in one line, and where there are many their rows: members, years, or the last month of each year."""
    array, unit = run[name], run.unit(name)
    if array.ndim > 2 and array.shape[-1] > 1:
        array = array[..., -1:]  # of members over months: the last
    columns, labels = array.reshape(len(array), -1), run.labels(name)
    if columns.shape[1] == 1 or labels is None or len(labels) != columns.shape[1]:
        middle, ends = _spread(quantiles(columns[:, -1]), unit)
        return {"value": _worth(middle, ends, unit), "rows": []}
    every = MONTHS_PER_YEAR if run.axis(name) == "months" else 1
    places = range(every - 1, len(labels), every)
    found = quantiles(columns[:, places]).T
    words = run.book.case.axes.get(run.axis(name), {})
    rows = [(words.get(labels[place], labels[place]), *_spread(one, unit)) for place, one in zip(places, found, strict=True)]
    axis = (run.axis(name) or "values").replace("_", " ")
    return {"value": f"{len(labels)} {'values by ' * bool(words)}{axis}, {unit_words(unit)}".rstrip(", "),
            "rows": rows, "rows_head": axis.capitalize()}


def _worth(middle, ends, unit):
    return f"{middle} ({ends}) {unit_words(unit)}".replace(" ()", "").rstrip()


def _output(run, name, pages, cited):
    one, code = MODEL.describe(name), MODEL.functions[name]
    place = code.__module__.removeprefix("wattbook.subject.")
    return {"id": name, "label": one.summary.rstrip("."), "group": place.replace("_", " ").replace(".", ": ").capitalize(),
            "equation": one.equation, "notes": one.notes, "left_out": one.left_out, "source": one.source,
            "inputs": MODEL.arguments[name], "users": MODEL.users(name), "pages": pages, "cited": cited,
            "code": f"{code.__module__.replace('.', '/')}.py, line {code.__code__.co_firstlineno}", **_values(run, name)}


def _input(run, name):
    a = run.book.assumptions[name]
    known = [_vintage(run, one, f"From {one.as_of}") for one in reversed(a.vintages)]
    if a.origin != "base":
        known.insert(0, _vintage(run, a, f"Set by the {a.origin}"))
    others = [(stated(one["value"], a.unit), one["source"], run.cite(one["source"]), one.get("at", ""))
              for one in a.alternatives]
    return {"id": name, "label": a.label, "vintages": known, "alternatives": others, "users": MODEL.users(name),
            **_values(run, name)}


def _vintage(run, a, day):
    """A belief as it was given: value and 90% range, by member where there are several."""
    said = []
    for member, value, low, high in a.members():
        ends = f" ({stated(low, a.unit)} to {stated(high, a.unit)})" if low < high else ""
        said.append(f"{member or ''} {stated(value, a.unit)}{ends}".strip())
    words = "" if a.dist == "fixed" else f"; brackets: 90% range, {a.dist}"
    return {"day": day, "value": f"{'; '.join(said)} {unit_words(a.unit)}".rstrip() + words, "source": run.cite(a.source),
            "key": a.source if a.source in run.book.sources else "", "at": a.at, "note": a.note.rstrip(".")}


def _series(run, name):
    """An observed series: its newest facts stand for it."""
    spec, rows = run.book.case.series[name], params.series_rows(run.book, name)
    newest = sorted(rows, key=lambda row: (row["as_of"], row["period"]), reverse=True)
    facts = [{"day": str(row["as_of"]), "source": run.cite(row["source"]), "key": row["source"], "at": "", "note": "",
              "value": f"{run.book.case.entities[row['entity']]}, {row['period']}: {stated(row['value'], row['unit'])} "
                       f"{unit_words(row['unit'])}".rstrip()} for row in newest]
    return {"id": name, "label": spec["label"], "vintages": facts, "alternatives": [], "users": MODEL.users(name),
            "value": f"{len(rows)} facts, {spec['measure'].replace('_', ' ')}", "rows": []}


def _sources(run):
    """Sources on which something rests, with what it is."""
    book, rests, facts = run.book, {}, Counter(row["source"] for row in run.book.known)
    for name, a in sorted(book.assumptions.items()):
        for key in {a.source, *(one.source for one in a.vintages), *(one["source"] for one in a.alternatives)}:
            rests.setdefault(key, []).append(name)
    return [{"read_at": "", "note": "", **one, "key": key, "inputs": rests.get(key, []),
             "facts": f"{facts[key]} observed facts come from it." if facts[key] else ""}
            for key, one in sorted(book.sources.items()) if key in rests or facts[key]]


def _checks(run):
    if set(CHECKS.leaves()) - {*reckoned(run), *run.book.values}:
        return []
    return [(text.rstrip("."), shown(error, "ratio", 1), outcome)
            for (text, outcome), error in zip(run.checks().rows, run.checked().values(), strict=True)]


def render(context):
    """Print the appendix from its contents and what every page is printed from."""
    return page.printed("appendix.html.j2", {**context, "kind": "appendix", "stem": "appendix",
                                             "heading": "Appendix: every number", "scripts": ["appendix.js"]})
