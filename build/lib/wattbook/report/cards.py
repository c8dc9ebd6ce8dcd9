"""An exhibit as a card on a page: title, drawing, source, and one quiet line of what stands behind it."""

import html
import json
import urllib.parse

from wattbook import tables
from wattbook.exhibit import TAB, assumption_table, month_words, source_line
from wattbook.report import figures
from wattbook.report.tables import APPENDIX, entry, labelled, linked

SETS = ("drawn", "observed")  # the data sets of a specification that are its table
LICENCE = "MIT licence"


def card(content, spec, number, page, named):
    """Print one exhibit.

    `content` is as `wattbook.exhibit` stores it, `spec` its Vega-Lite specification or None for a table, `number` its place on
    the page, `page` the name of the page's file, for the citation, `named` text -> entry of the appendix.
    """
    title, anchor = html.escape(content["title"]), html.escape(content["anchor"])
    heading = f'<span class="number">{number}</span> {title}'
    columns, records = columns_of(content, spec)
    shown, made = ("", _own_table(content)) if spec is None else (
        figures.plot(spec, _spoken(content), number), tables.drawn_table(columns, records, content["subtitle"]))
    table = linked(labelled(made.markup), named)
    more = linked("".join(_more(content, spec, number, page, table if shown else "", made, columns, records, named)), named)
    subtitle = f'<p class="subtitle">{html.escape(content["subtitle"])}</p>' if shown else ""  # a table's caption says it
    source = source_line(content["sources"], f"#{content['anchor']}-behind")
    parts = [f"<figcaption>{'' if content['folded'] else f'<h3>{heading}</h3>'}{subtitle}</figcaption>", shown or table,
             f'<p class="source">{html.escape(content["note"])} {source}</p>', f'<div class="more">{more}</div>']
    figure = f'<figure class="card" id="{anchor}">{"".join(parts)}</figure>'
    return f'<details class="folded"><summary>{heading}</summary>{figure}</details>' if content["folded"] else figure


def grid(content, spec):
    """Heads and rows of an exhibit."""
    return tables.drawn_rows(*columns_of(content, spec)) if spec else (
        list(dict(content["table"]["columns"])), [[cell.lstrip("*") for cell in row] for row in content["table"]["rows"]])


def picture(content, spec, number):
    """An exhibit as a picture that stands alone."""
    source = html.unescape(_plain(source_line(content["sources"])))
    return figures.picture(figures.static_svg(spec, f"p{number}-"), [content["title"], content["subtitle"]],
                           [" ".join(filter(None, (content["note"], source))), _record(content)])


def columns_of(content, spec):
    """Columns and records of what a specification draws."""
    if spec is None:
        return [], []
    columns = [tables.Column(head, tuple(fields), unit) for head, fields, unit in content["table"]["columns"]]
    held = [spec["datasets"].get(name, []) for name in SETS]
    return columns, [row for rows in held for row in (json.loads(rows) if isinstance(rows, str) else rows)]


def _own_table(content):
    return tables.table(dict(content["table"]["columns"]), content["table"]["rows"], content["subtitle"])


def _spoken(content):
    return " ".join(f"{text.rstrip('.')}." for text in (content["title"], content["subtitle"], content["note"]) if text)


def _more(content, spec, number, page, table, made, columns, records, named):
    """The quiet line."""
    if table:
        yield _fold("Table", table + _numbers(content["numbers"], named))
    found, cited = content["assumptions"], _sources(content["sources"]["cited"])
    if found["count"] or cited:
        yield _fold(f"Assumptions ({found['count']})", labelled(assumption_table(found)) + cited, f"{content['anchor']}-behind")
    yield _fold("Method", _method(content["method"])) if content["method"]["steps"] else ""
    yield _file("CSV", "text/csv;charset=utf-8", tables.drawn_csv(columns, records) if spec else made.csv(),
                f"{content['anchor']}.csv")
    if spec:
        yield _file("SVG", "image/svg+xml", picture(content, spec, number), f"{content['anchor']}.svg")
    yield _fold("Cite", f"<p>{html.escape(_citation(content, number, page))}</p>")
    yield f'<a href="#{html.escape(content["anchor"])}" aria-label="Link to exhibit {number}">#</a>'


def _fold(name, inner, anchor=""):
    place = f' id="{html.escape(anchor)}"' if anchor else ""
    return f"<details{place}><summary>{name}</summary>{inner}</details>"


def _numbers(found, named):
    """Links to the entries of the numbers that an exhibit is about."""
    links = [f'<a href="{entry(key, named)}">{html.escape(key)}</a>' for key in found if entry(key, named)]
    return f"<p>Entries: {', '.join(links)}.</p>" if links else ""


def _sources(cited):
    """Every source behind an exhibit, each with a link to its entry."""
    links = [f'<a href="{APPENDIX}#source-{one["key"]}">{html.escape(one["publisher"])}</a> ({month_words(one["date"])}), '
             f"{html.escape(one['tier'])}" for one in cited]
    return f"<p>Sources: {'; '.join(links)}.</p>" if links else ""


def _file(name, kind, text, file):
    """A link to a file that the page itself holds."""
    address = f"data:{kind},{urllib.parse.quote(text, safe=' =:/,;()!*+?@$-_.~')}"
    return f'<a download="{html.escape(file)}" href="{html.escape(address)}">{name}</a>'


def _method(found):
    return "<dl>" + "".join(f"<dt>{html.escape(summary)} <code>{name}</code></dt><dd>{html.escape(equation)}</dd>"
                            for step in found["steps"] for name, summary, equation in [step.split(TAB)]) + "</dl>"


def _plain(markup):
    from bs4 import BeautifulSoup

    return BeautifulSoup(markup, "html.parser").get_text()


def _record(content):
    return f"wattbook, scenario {content['record']['scenario']}, as of {content['record']['as_of']}. {LICENCE}."


def _citation(content, number, page):
    return f"“{content['title'].rstrip('.')}.” {page}#{content['anchor']}, exhibit {number}. {_record(content)}"
