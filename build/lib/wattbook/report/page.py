"""One executed notebook as one page that needs no network."""

import base64
import hashlib
import html
import re
from functools import cache
from pathlib import Path

from wattbook import exhibit, record, tables
from wattbook.report import cards, figures, gather, prose, terms
from wattbook.report.tables import labelled, linked
from wattbook.words import numbers

TEMPLATES = Path(__file__).with_name("templates")
KIT = "wattbook"
REMOVED, HIDDEN, ANSWER = "remove-cell", "hide-input", "answer"
SENTENCE = re.compile(r"^[A-Z$\d][^\n<>{}]* [^\n<>{}]*[.?]$")  # what a cell states in words is text, not print-out
HEADLINE = re.compile(r'<h3( class="wb-headline".*?)</h3>', re.S)  # it stands right under the question
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
PROSE = re.compile(r'^<div class="prose">.*</div>$|<p class="wb-definition">.*?</p>', re.S)  # where terms are explained
PICTURES = ("image/png", "image/jpeg")
OUTPUT_HEADS = ("Output", "Median", "80% range", "Unit", "Name")


@cache
def template(name):
    """Text of a file in the templates folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def blocks(notebook, file, named):
    """Turn a notebook's cells into HTML blocks, from top to bottom, and its headings: ``level``, ``html`` and ``id``.

    The code of a section stands folded at its end, behind one line. `file` is the name of the page, for citations.
    """
    made, headings, code, count = [], [], [], 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if REMOVED in tags:
            continue
        if cell.cell_type == "markdown":
            found = len(headings)
            text = prose.to_html(cell.source, headings, cell.get("attachments"))
            if any(one["level"] == prose.SECTION_LEVEL for one in headings[found:]):
                made += _folded(code)
                code = []
            made.append(f'<div class="prose">{labelled(text)}</div>')
        elif cell.cell_type == "code":
            code += [] if HIDDEN in tags or not cell.source.strip() else [cell.source]
            shown, count = _outputs(cell.outputs, count, file, named)
            made += [f'<section class="cell{" answer" if ANSWER in tags else ""}">{"".join(shown)}</section>'] if shown else []
    return made + _folded(code), headings


def _folded(sources):
    if not sources:
        return []
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    text = "\n\n".join(source.strip() for source in sources)
    made = highlight(text, PythonLexer(), HtmlFormatter(cssclass="highlight"))
    return [f'<details class="code"><summary>Code</summary>{made}</details>']


def _outputs(outputs, count, file, named):
    """What a page shows of one cell's outputs; an exhibit and the chart after it are one card."""
    shown, waiting = [], None
    for output in outputs:
        data = output.get("data", {})
        chart = figures.vegalite_mime(data)
        if exhibit.MIME in data:
            waiting = {"numbers": [], **exhibit.opened(data[exhibit.MIME])}
            if not {"rows", "drawing"} & {*waiting["table"], *waiting}:
                continue
        if chart or waiting:
            count += 1
            spec = data[chart] if chart else gather.redrawn(waiting)
            shown.append(cards.card(waiting, spec, count, file, named) if waiting else _bare(spec, count))
            waiting = None
        else:
            shown.append(linked(_printed(output), named))
    return shown, count


def _bare(spec, count):
    """A chart that is no exhibit."""
    title = spec.get("title", "")
    title = title.get("text", "") if isinstance(title, dict) else title
    words = spec.get("description") or (" ".join(title) if isinstance(title, list) else title)
    plot = figures.plot(spec, words if isinstance(words, str) and words else "Chart", count)
    return f'<figure class="card" id="figure-{count}">{plot}</figure>'


def _printed(output):
    """One output that is no exhibit, as HTML."""
    if output.output_type == "stream":
        return f'<pre class="stream {output.name}">{_ansi(output.text)}</pre>'
    if output.output_type == "error":
        return f'<pre class="stream error">{_ansi(chr(10).join(output.traceback))}</pre>'
    data = output.data
    if record.MIME in data:
        return record_table(data[record.MIME])
    if "text/html" in data:
        return labelled(HEADLINE.sub(r"<h2\1</h2>", data["text/html"]))
    if "text/markdown" in data:
        return labelled(prose.to_html(data["text/markdown"], []))
    if "image/svg+xml" in data:
        return f"<figure>{data['image/svg+xml']}</figure>"
    for kind in PICTURES:
        if kind in data:
            bytes_of = base64.b64decode(data[kind])
            return f'<figure><img alt="" src="data:{kind};base64,{base64.b64encode(bytes_of).decode()}"></figure>'
    text = data.get("text/plain", "")
    return f"<p>{html.escape(text)}</p>" if SENTENCE.match(text) else f'<pre class="stream">{_ansi(text)}</pre>'


def _ansi(text):
    from nbconvert.filters import ansi2html

    return ansi2html(text)


def record_table(recorded):
    """A notebook's recorded outputs as a table behind one line."""
    return (f'<details class="recorded"><summary>Outputs recorded by this notebook ({len(recorded["outputs"])})</summary>'
            f'{output_table(recorded["outputs"])}</details>')


def output_table(outputs):
    """Recorded outputs as a table: what it is, its middle, its range, its name."""
    rows = [(output["definition"].rstrip("."), middle, ends, numbers.unit_words(output["unit"]), output["name"])
            for output in outputs for middle, ends in [numbers.with_range(output)]]
    kinds = dict(zip(OUTPUT_HEADS, (tables.TEXT, tables.NUMBER, tables.NUMBER, tables.TEXT, tables.TEXT), strict=True))
    return f'<div class="outputs">{labelled(tables.table(kinds, rows).markup)}</div>'


def question(notebook, stem):
    """The notebook's question: its first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return re.sub(r"\\([^\w\s])", r"\1", line[2:].strip())  # \$ is a plain dollar here
    return stem


@cache
def engine():
    """What fills the templates."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(autoescape=True, loader=FileSystemLoader(TEMPLATES))


def printed(name, context):
    """Print one page from its template; `context` names its scripts, of which ``script`` draws charts."""
    from markupsafe import Markup

    scripts = [template(one) for one in context["scripts"]]
    return engine().get_template(name).render({
        **context, "kit": KIT, "css": Markup(template("report.css")), "scripts": [Markup(one) for one in scripts],
        "policy": policy(*scripts, *SCRIPT.findall(context.get("believe", "")))})


def policy(*scripts):
    """What a page may do: show itself, run these scripts and those beside it, and ask nobody for anything."""
    known = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    return (f"default-src 'none'; script-src 'self' file:{known}; style-src 'unsafe-inline'; img-src data: blob:; "
            "form-action 'none'; base-uri 'none'")


def render(notebook, place):
    """Print one chapter.

    `place` has what every page is printed from (``edition``, ``notebooks``, ``as_of_words``, ``facts``), and ``stem``,
    ``script`` (file that draws charts), ``previous`` (date of the report before, or None) and ``named`` (text -> entry of the
    appendix).
    """
    from markupsafe import Markup

    made, headings = blocks(notebook, f"{place['stem']}.html", place["named"])
    seen = []
    made = [PROSE.sub(lambda found: terms.marked(found[0], seen), one) for one in made]
    if place.get("believe"):
        made.append(f'<section class="believe" id="believe"><h2>Believe otherwise?</h2>{place["believe"]}</section>')
    stems = [other["stem"] for other in place["notebooks"]]
    here = stems.index(place["stem"])
    return printed("page.html.j2", {
        **place, "kind": "chapter", "one_notebook": True, "heading": place["notebooks"][here]["question"],
        "scripts": ["report.js"], "blocks": [Markup(one) for one in made], "terms": Markup(terms.listed(seen)),
        "sections": [{**one, "html": Markup(one["html"])} for one in headings if one["level"] == prose.SECTION_LEVEL],
        "before": place["notebooks"][here - 1] if here else None,
        "after": place["notebooks"][here + 1] if here + 1 < len(stems) else None})
