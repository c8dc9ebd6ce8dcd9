"""One exhibit: a drawing or a table under the finding it shows, and what stands behind its numbers. A cell names both: which
assumptions feed the numbers and how much each moves them, the equations on the way and the sources follow from the graph."""

import html
import json
import re
from collections import Counter

import numpy as np

from wattbook import keys, params, titles
from wattbook.subject import CHECKS, MODEL
from wattbook.subject.checks import TOLERANCE
from wattbook.tables import MOST_COLUMNS, NOTHING, Html
from wattbook.uncertainty import quantiles
from wattbook.words.numbers import KNOWN, MISSING, MONTHS, stated, tail, unit_words, with_range
from wattbook.words.sentences import CANNOT, UNKNOWN, percent

MIME = "application/vnd.wattbook.exhibit+json"
LONGEST_TITLE = 100  # characters
LISTED = 8  # assumptions that are listed on a page; the rest is counted
CITATION = ("publisher", "date", "tier", "url", "read_at")
NAMED = 4  # publishers in a source line
FOLDED = 3  # assumptions that a folded exhibit lists
CITED = 4  # assumptions whose sources stand under the exhibit, and that a notebook lists
LEAST = 0.005  # share of a number's movement below which an assumption is counted rather than listed
TAB = "\t"
CLAUSE = re.compile("[,;:.]")  # what ends the first part of a subtitle
DRESS = re.compile(r' (?:class="wb-number"|class="wb-table mathjax_ignore"|scope="\w+")')  # of a table, for a page only
LINK = re.compile(r"</?a\b[^>]*>")
ENDS = (("low", "mid", "high"), ("low", "value", "high"), ("lowest", "mid", "highest"))  # fields of what has a range


class Exhibit:
    """What a cell shows: words and table as HTML, with all that a page needs beside them, and then the chart."""

    def __init__(self, content, markup, drawing=None):
        self.content, self.markup, self.drawing = content, markup, drawing

    def __repr__(self):
        return f"Exhibit {self.content['anchor']}"

    def bundles(self):
        """Mime bundles, in the order in which they are shown."""
        first = {"text/html": self.markup, "text/plain": repr(self)}
        return [first] if self.drawing is None else [first, self.drawing._repr_mimebundle_()]

    def _ipython_display_(self):
        from IPython.display import display

        # What stands behind it goes to a report only: what is transient, no notebook stores.
        kept = {MIME: json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))}
        for bundle in self.bundles():
            display(bundle, raw=True, transient=kept)
            kept = None


def exhibit(run, anchor, title, subtitle, drawn, numbers=(), folded=False, note="", counts=()):
    """One exhibit: `anchor` is its name, `title` the finding, `subtitle` quantity, unit and scope, `drawn` a drawing or a
    table; from the keys in `numbers`, which it is about, all that stands behind it is found. A page folds what is `folded`.
    A number in the title must be drawn, be the median, mean or an end of one of `numbers`, or count rows: all that are drawn,
    or those whose cell under a head begins with a text, such as ("Stage", "in force") in `counts`."""
    is_table = hasattr(drawn, "rows")
    replaced = (is_table and drawn.rows == [[NOTHING]]) or (
        title.startswith(CANNOT) or (KNOWN not in title and any(one in title for one in (MISSING, UNKNOWN))))
    if replaced:
        title, note = f"Not {KNOWN}: {CLAUSE.split(subtitle)[0]}"[:LONGEST_TITLE], ""
    names = list(dict.fromkeys(operand.name for key in numbers for operand in keys.parse(key).operands))
    moving, first = assumptions(run, names, [key for key in numbers if run.array(key).size == run.book.draws])
    content = {
        "anchor": anchor, "title": title, "subtitle": subtitle, "folded": folded, "numbers": list(numbers),
        "table": {"columns": list(map(list, drawn.columns.items())), "rows": drawn.rows} if is_table else {
            "columns": [[one.head, list(one.fields), one.unit] for one in drawn.columns]},
        "note": " ".join(f"{part.rstrip('.')}." for part in ("" if is_table else drawn.note, *note.split(". "))
                         if part and MISSING not in part and not part.startswith(CANNOT)),  # what says nothing is not said
        "assumptions": {**moving, "rows": moving["rows"][:FOLDED if folded else LISTED]},
        "method": method(MODEL, names, near=not folded), "sources": sources(run, names, drawn, first),
        "record": {"scenario": run.book.title, "as_of": str(run.book.as_of)}}
    refuse_unsound(run, drawn, content)
    wrong = None if replaced else titles.unfounded(run, title, drawn, numbers, counts)
    if wrong:
        raise params.InputError(
            f"exhibit {anchor}: found {wrong} in its title, which is neither plotted nor among its numbers: {title}")
    return Exhibit(content, _markup(content, drawn if is_table else None), None if is_table else drawn)


def told(summary):
    """One number and its 80% range, as on every page: a probability never claims certainty, and has no range."""
    if keys.parse(summary["name"]).is_share_of_draws or summary["name"].startswith("p_"):
        return percent(summary["p50"]), ""
    return with_range(summary)


def refuse_unsound(run, drawn, content):
    """Refuse an exhibit that could mislead: names it and what is wrong."""
    def refuse(what):
        raise params.InputError(f"exhibit {content['anchor']}: {what}")

    title, made = content["title"], drawn if hasattr(drawn, "rows") else drawn.table()
    if len(title) > LONGEST_TITLE and not run.book.overrides:  # a value set by hand may be tiny, or huge
        refuse(f"the title has {len(title)} characters; at most {LONGEST_TITLE} are allowed: {title}")
    if len(made.columns) > MOST_COLUMNS:
        refuse(f"its table has {len(made.columns)} columns; at most {MOST_COLUMNS} are allowed")
    for place, head in enumerate(made.columns):
        if "range" in head.lower() and not any(row[place] for row in made.rows):
            refuse(f"its column '{head}' is empty; leave it out")
    cited = tuple(one["publisher"] for one in content["sources"]["cited"])
    for record in getattr(drawn, "records", []):
        said, name = record.get("source") or "", record.get("label") or record.get("series") or "a place"
        if said and not said.endswith("our assumption") and not said.startswith(cited):
            refuse(f"found {said!r} plotted, which its sources do not name")
        for low, middle, high in ([record.get(field) for field in fields] for fields in ENDS):
            if None not in (low, middle, high) and not low - abs(low) * 1e-3 <= middle <= high + abs(high) * 1e-3:
                refuse(f"found {middle:g} for {name}, which lies outside its own range of {low:g} to {high:g}")


def ranked(run, names, numbers):
    """Assumptions that feed some quantities, by the mean share of the movement of some numbers: name and share, see `moves`."""
    shares = {one: 0.0 for one in MODEL.leaves([name for name in names if name in MODEL.functions])
              if one in run.book.assumptions} | {name: 0.0 for name in names if name in run.book.assumptions}
    for key in numbers:
        moved, summed = run.moves(key), Counter()
        for name, share in zip(moved["name"], moved["share"], strict=True):
            summed[name] += share
        for name, share in summed.items():
            shares[name] += min(share, 1.0) / len(numbers)
    return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))


def assumptions(run, names, numbers):
    """Assumptions that feed the numbers, by how much they move them over the draws: their count, rows of texts parted by tabs
    (which a stored notebook holds in few lines), and the names of the first."""
    order, known = ranked(run, names, numbers), run.book.assumptions
    listed = [(name, share) for name, share in order if share >= LEAST][:LISTED] or order[:CITED]
    rows = [TAB.join((known[name].label, *_value_and_range(run, name), unit_words(known[name].unit),
                      percent(share) if numbers else "", run.source(name))) for name, share in listed]
    return {"count": len(order), "rows": rows}, [name for name, _ in listed[:CITED]]


def _value_and_range(run, name):
    """Median and 80% range, of all months for a path; with an axis, the span of its members."""
    a, draws = run.book.assumptions[name], run.book.values[name].reshape(run.book.draws, -1)
    low, middle, high = quantiles(draws if a.axis else draws.reshape(-1, 1))
    ends = with_range({"unit": a.unit, "p10": low.min(), "p50": float(np.median(middle)), "p90": high.max()})[1] or "fixed"
    if len(middle) == 1:
        return with_range({"unit": a.unit, "p10": low[0], "p50": middle[0], "p90": high[0]})[0], ends
    first, last = stated(middle.min(), a.unit), stated(middle.max(), a.unit)
    return first if first == last else f"{first} to {last} by {a.axis.replace('_', ' ')}", ends


def method(graph, names, near):
    """Equations of some quantities, and of those a step from them if `near`."""
    found = [name for name in names if name in graph.functions]
    found += [one for name in found for one in graph.arguments[name] if near and one in graph.functions]
    steps = ((name, graph.describe(name)) for name in dict.fromkeys(found))
    return {"steps": [TAB.join((name, one.summary.rstrip("."), one.equation)) for name, one in steps]}


def sources(run, names, drawn, moving):
    """Sources of what is plotted, then of the assumptions that move it most: publisher, date, tier and address, each once."""
    book = run.book
    keys_of = {run.cite(key): key for key in reversed(book.sources)}
    plotted = [keys_of[one["source"]] for one in getattr(drawn, "records", []) if one.get("source") in keys_of]
    for name in names:
        if name in book.case.series:
            rows = sorted(params.series_rows(book, name), key=lambda row: row["as_of"], reverse=True)
            plotted += dict.fromkeys(row["source"] for row in rows)
    found = dict.fromkeys([*plotted, *(book.assumptions[name].source for name in moving)])
    cited = [{"key": key, **{field: str(book.sources[key][field]) for field in CITATION if field in book.sources[key]},
              **({"plotted": True} if key in plotted else {})} for key in found if key in book.sources]
    return {"cited": cited, "ours": any(key not in book.sources for key in found)}


def month_words(day):
    """A date as month and year."""
    return f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def source_line(found, more=""):
    """The source line, as HTML: each publisher of what is plotted once, newest date; the rest counted, `more` its address."""
    cited = [one for one in found["cited"] if one.get("plotted")]
    newest = {one["publisher"]: one for one in sorted(cited, key=lambda one: one["date"])}
    named = list(dict.fromkeys(one["publisher"] for one in cited))[:NAMED]
    count = len({one["publisher"] for one in found["cited"]} - {*named})
    said = [*(_cited(newest[name]) for name in named), *(["our assumptions"] if found["ours"] else []), "this model"]
    rest = f'<a href="{html.escape(more)}">and {count} more</a>' if more else f"and {count} more"
    return "Source: " + "; ".join(said + ([rest] if count else []))


def _cited(one):
    text, address = html.escape(one["publisher"]), html.escape(one.get("url", ""))
    text = f'<a href="{address}">{text}</a>' if address.startswith(("https://", "http://")) else text
    read = f", as read at {html.escape(one['read_at'])}" if "read_at" in one else ""
    return f"{text} ({month_words(one['date'])}{read}), {html.escape(one['tier'])}"


def _markup(content, shown_table):
    found, source = content["assumptions"], source_line(content["sources"])
    source = LINK.sub("", source) if content["folded"] else source  # the page has the addresses
    rows = (row.split(TAB) for row in found["rows"][:CITED])
    told = ((f"{label}: {value} ({ends}) {unit}".rstrip(), *rest) for label, value, ends, unit, *rest in rows)
    moving = "".join(f"<li>{html.escape('; '.join(filter(None, one)))}</li>" for one in told)
    moving = "" if content["folded"] or not moving else (
        f"<details><summary>What moves it most, of {found['count']} assumptions</summary><ol>{moving}</ol></details>")
    grid = DRESS.sub("", shown_table.markup) if shown_table else ""  # and the style sheet
    words = html.escape(" ".join(filter(None, (content["subtitle"].rstrip(".") + ".", content["note"]))))
    numbers = html.escape("; ".join(content["numbers"]))  # so that who greps for the title finds them
    return (f'<div class="wb-exhibit mathjax_ignore" data-numbers="{numbers}"><h4>{html.escape(content["title"])}</h4>'
            f"<p>{words}</p>{grid}<p><small>{source}</small></p>{moving}</div>")


# The answer


def answer(run, sentence, definition, tiles):
    """Answer card: the sentence, what its words mean, integrity status, and tiles (key -> one-line meaning)."""
    made = run.checked()
    failed, left = [name for name, error in made.items() if not error <= TOLERANCE], len(CHECKS.functions) - len(made)
    status = f"Integrity checks fail: {', '.join(failed)}" if failed else f"{len(made)} integrity checks hold" + (
        f", {left} cannot be made" if left else "")
    shown_tiles = "".join(f'<li class="wb-tile" data-key="{html.escape(key)}">{_tile(run.summary(key), meaning)}</li>'
                          for key, meaning in tiles.items())
    return Html(
        f'<div class="wb-answer mathjax_ignore"><h3 class="wb-headline">{html.escape(sentence)}</h3>'
        f'<p class="wb-definition">{html.escape(definition)} Ranges in brackets are 80% ranges.</p>'
        f'<ul class="wb-tiles">{shown_tiles}</ul>'
        f'<p class="wb-status {"wb-bad" if failed else "wb-ok"}">{html.escape(status)}. As of {run.book.as_of}; scenario: '
        f'{html.escape(run.book.title)}. Not investment advice.</p></div>', sentence)


def _tile(summary, meaning):
    middle, ends = told(summary)
    words = " ".join(filter(None, (f"({ends})" if ends else "", middle != MISSING and tail(summary["unit"]))))
    return (f'<strong class="wb-value">{html.escape(middle)}</strong> <span class="wb-range">{html.escape(words)}</span><br>'
            f'<span class="wb-label">{html.escape(meaning)}</span>')
