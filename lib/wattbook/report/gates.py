"""What no report may show: each finding is one line, and a report with any is not published. An exhibit that could mislead is
refused where it is made, see `wattbook.exhibit`: its notebook fails, and so does the report."""

import html
import re
from math import isclose

from wattbook import tables
from wattbook.exhibit import told
from wattbook.params import InputError
from wattbook.report import cards
from wattbook.report.gather import BadRecord
from wattbook.titles import DATED
from wattbook.words.numbers import MOST_FIGURES, PERCENT, shown, stated

# A result in prose would be typed by hand; formulas and definitions may hold plain numbers.
RESULT = re.compile(r"\$\s?\d|\d\s?%|\d\s?(?:[GMk]W|[TM]Wh|[mb]illion|trillion|months?|years?|times)\b")
FORMULA = re.compile(r"\$\$.*?\$\$|^# .*$", re.S | re.M)  # and the question, which says what was announced
TILE = re.compile(r'data-key="([^"]+)"><strong class="wb-value">([^<]+)</strong>')
PLOTTED = re.compile(r"(?<![\w.,-])\$?(\d[\d,]*(?:\.\d+)?)(?=[kMBT%]|\b)(?![\w%]*[.,]\d)")
WHOLE = re.compile(r"\d+%")
AS_DRAWN = 1e-3  # of a value: what is stored for a drawing is rounded to what a reader can see
FIGURES = (2, 3, 4)  # to which a number may be rounded on a page


def refuse(run, notebooks, exhibits, records):
    """Refuse the first thing that may not be shown, of executed notebooks by stem, what they show and what they recorded. A
    value set by hand may be tiny or huge: to how many figures the same number is rounded then does not matter."""
    looks = () if run.book.overrides else (*(finer(run, one) for one in exhibits), differing(run, notebooks, exhibits, records))
    for found in (*(typed(notebook, stem) for stem, notebook in notebooks.items()), *looks):
        for wrong in found:
            raise BadRecord(wrong)


def typed(notebook, stem):
    """Results that stand in prose."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found = RESULT.search(FORMULA.sub("", cell.source.replace(r"\$", "$")))
            if found:
                yield f"{stem}: found {found[0]!r} typed in prose: {' '.join(cell.source.split())[:80]}"


def finer(run, one):
    """Labels in a plot with more than three figures, or with more than the words give the same number."""
    where = f"exhibit {one['content']['anchor']} of {one['stem']}"
    sets = {name: tables.unpacked(rows) for name, rows in (one["spec"] or {}).get("datasets", {}).items()}
    drawn = [row for name in cards.SETS for row in sets.pop(name, ())]
    quoted = {row.get("note") for row in drawn}  # where a source says it, in its words
    values = [value for row in drawn for value in row.values() if isinstance(value, (int, float))]
    labels = " ".join(text for rows in sets.values() for row in rows
                      for text in row.values() if isinstance(text, str) and text not in quoted)
    for number in PLOTTED.findall(labels):
        digits = re.sub(r"[,.]", "", number).lstrip("0")
        if len(digits if "." in number else digits.rstrip("0")) > MOST_FIGURES and not DATED.fullmatch(number):
            yield f"{where}: its plot says {number}; at most {MOST_FIGURES} figures are allowed"
    for key, summary in _summaries(run, one):
        rough, fine = told(summary)[0], shown(summary["p50"], summary["unit"])
        certain = summary["p50"] in (0, 1)  # 0% and 100% are no finer than words, and may be another number
        shows = any(isclose(value, summary["p50"] or 0, rel_tol=AS_DRAWN) for value in values)
        if fine != rough and shows and not certain and re.search(rf"(?<![\w.,$−]){re.escape(fine)}(?![\w%]|,\d|\.\d)", labels):
            yield f"{where}: its plot says {fine} for {key}, words say {rough}"


def _summaries(run, one):
    """The numbers of an exhibit that are one a draw: key and summary."""
    for key in one["content"]["numbers"]:
        try:
            yield key, run.summary(key)
        except InputError:  # many values
            continue


def differing(run, notebooks, exhibits, records):
    """Numbers that two pages show with different digits: in tiles, records and the titles of exhibits about them."""
    said = {}
    for page, key, text in _shown(run, notebooks, exhibits, records):
        first = said.setdefault(key, (page, text))
        if _trimmed(text) != _trimmed(first[1]) and page != first[0]:
            yield f"{key}: {first[0]} shows {first[1]}, {page} shows {text}"


def _shown(run, notebooks, exhibits, records):
    """Page, key and digits of every number whose key is known."""
    for record in records:
        for output in record["outputs"]:
            yield record["notebook"], output["name"], told(output)[0]
            others = {text for key, text in _tiles(notebooks[record["notebook"]]) if key != output["name"]}
            others |= {_trimmed(told(one)[0]) for one in record["outputs"] if one is not output}
            others |= {f"{PERCENT - int(text[:-1])}%" for text in others if WHOLE.fullmatch(text)}  # that it does not hold
            for text in {*_within(output, record["headline"])} - others:
                yield f"the headline of {record['notebook']}", output["name"], text
    for stem, notebook in notebooks.items():
        for key, text in _tiles(notebook):
            yield stem, key, text
    for one in exhibits:
        for key, summary in _summaries(run, one):
            for text in _within(summary, one["content"]["title"]):
                yield f"exhibit {one['content']['anchor']} of {one['stem']}", key, text


def _tiles(notebook):
    """Key and digits of every tile of an executed notebook."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for key, text in TILE.findall(str(output.get("data", {}).get("text/html", ""))):
                yield html.unescape(key), text


def _trimmed(text):
    """A whole number without the zeros behind its point: a count may be said as 7 and as 7.00, a share as 2% and as 2.0%."""
    return re.sub(r"^(\d+)\.0+(%?)$", r"\1\2", text)


def _within(summary, text):
    """The digits in which a text says a number, if it does; the ends of a range are rounded as the range asks."""
    if summary["p50"] is None:
        return
    value, unit = summary["p50"], summary["unit"]
    ways = {shown(value, unit, figures) for figures in FIGURES} | {stated(value, unit), told(summary)[0]}
    ways = (ways | ({f"{value:.0%}"} if unit == "fraction" else set())) - {"0", "0%", "100%"}  # which anything may round to
    for way in sorted((way for way in ways if way in text), key=len, reverse=True):  # a pattern takes long to make
        if re.search(rf"(?<![\w.,$−])(?<! to )(?<!over )(?<!under ){re.escape(way)}(?![\w%]|,\d|\.\d| to )", text):
            yield way
            return
