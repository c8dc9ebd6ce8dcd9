"""One executed notebook as one page that needs no network."""

import base64
import hashlib
import html
import json
import re
import urllib.parse
from functools import cache
from pathlib import Path

from markupsafe import Markup

from wattbook import exhibit, record
from wattbook.report import cards, figures, prose, terms
from wattbook.report.tables import labelled, linked

TEMPLATES = Path(__file__).with_name("templates")
KIT = "wattbook"
REMOVED, HIDDEN, ANSWER = "remove-cell", "hide-input", "answer"
SENTENCE = re.compile(r"^[A-Z$\d][^\n<>{}]* [^\n<>{}]*[.?]$")  # what a cell states in words is text, not print-out
HEADLINE = re.compile(r'<h3( class="wb-headline".*?)</h3>', re.S)  # it stands right under the question
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
PROSE = re.compile(r'^<div class="prose">.*</div>$|<p class="wb-definition">.*?</p>', re.S)  # where terms are explained
PLAIN = " =:/,;()!*+?@$-_.~"  # what a file within a page may hold as it is


@cache
def template(name):
    """Text of a file in the templates folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def blocks(notebook, file, named, lean=False):
    """Turn a notebook's cells into HTML blocks, from top to bottom, and its headings: ``level``, ``html`` and ``id``. `file` is
    the name of the page, for citations. All code stands folded at the end; a `lean` page is without it, since the notebooks
    hold it, and without drawings for phones, which its script makes."""
    made, headings, code, count = [], [], [], 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if REMOVED in tags:
            continue
        if cell.cell_type == "markdown":
            text = prose.to_html(cell.source, headings, cell.get("attachments"))
            made.append(f'<div class="prose">{labelled(text)}</div>')
        elif cell.cell_type == "code":
            code += [] if HIDDEN in tags or not cell.source.strip() else [cell.source.strip()]
            shown, count = _outputs(cell.outputs, count, file, named, lean)
            made += [f'<section class="cell{" answer" if ANSWER in tags else ""}">{"".join(shown)}</section>'] if shown else []
    source = html.escape("\n\n".join(code))
    return made + ([f'<details class="code"><summary>Code of this page</summary><pre class="source">{source}</pre></details>']
                   if code and not lean else []), headings


def _outputs(outputs, count, file, named, lean):
    """What a page shows of one cell's outputs; an exhibit and the chart after it are one card."""
    shown, waiting = [], None
    for output in outputs:
        data = output.get("data", {})
        spec = next((one for mime, one in data.items() if "vegalite" in mime), None)
        if exhibit.MIME in data:
            waiting = json.loads(data[exhibit.MIME])
            if "rows" not in waiting["table"]:
                continue  # its chart comes next
        if spec or waiting:
            count += 1
            if waiting:
                shown.append(cards.card(waiting, spec, count, file, named, lean))
            else:
                plot = figures.plot(spec, spec.get("description", "Chart"), count, lean)
                shown.append(f'<figure class="card" id="figure-{count}">{plot}</figure>')
            waiting = None
        elif record.MIME not in data:  # the appendix shows what was recorded
            shown.append(linked(_printed(output), named))
    return [one for one in shown if one], count


def _printed(output):
    """One output that is no exhibit, as HTML."""
    from nbconvert.filters import ansi2html

    if output.output_type == "stream":
        return f'<pre class="stream {output.name}">{ansi2html(output.text)}</pre>'
    data = output.get("data", {"text/plain": "\n".join(output.get("traceback", []))})
    if "text/html" in data:
        return labelled(HEADLINE.sub(lambda found: f"<h2{prose.tight(found[1])}</h2>", data["text/html"]))
    if "image/png" in data:
        return f'<figure><img alt="" src="data:image/png;base64,{html.escape(data["image/png"].strip())}"></figure>'
    text = data.get("text/plain", "")
    return f"<p>{html.escape(text)}</p>" if SENTENCE.match(text) else f'<pre class="stream">{ansi2html(text)}</pre>'


def question(notebook, stem):
    """The notebook's question: its first heading."""
    found = re.search(r"^# (.+)$", "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown"), re.M)
    return re.sub(r"\\([^\w\s])", r"\1", found[1].strip()) if found else stem  # \$ is a plain dollar here


@cache
def engine():
    """What fills the templates."""
    from jinja2 import Environment, FileSystemLoader

    made = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATES))
    made.filters |= {"month": exhibit.month_words, "quoted": lambda text: urllib.parse.quote(text, safe=PLAIN),
                     "tight": prose.tight}
    return made


def printed(name, context):
    """Print one page from its template; `context` names its scripts, of which ``script`` draws charts."""
    scripts = [template(one).replace("SHADES", figures.as_data(figures.SHADES)).replace("ROOM", str(figures.ROOM))
               for one in context["scripts"]]
    return engine().get_template(name).render({
        **context, "kit": KIT, "css": Markup(template("report.css")), "scripts": [Markup(one) for one in scripts],
        "policy": policy(*scripts, *SCRIPT.findall(context.get("believe", "")))})


def policy(*scripts):
    """What a page may do: show itself, run these scripts and those beside it, and ask nobody for anything."""
    known = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    return (f"default-src 'none'; script-src 'self' file:{known}; style-src 'unsafe-inline'; img-src data: blob:; "
            "form-action 'none'; base-uri 'none'")


def render(notebook, place):
    """Print one chapter; `place` is what `wattbook.report.publish` prints every page from, and its ``stem`` and ``named``."""
    made, headings = blocks(notebook, f"{place['stem']}.html", place["named"], place["lean"])
    seen = []
    made = [PROSE.sub(lambda found: terms.marked(found[0], seen), one) for one in made]
    here = [other["stem"] for other in place["notebooks"]].index(place["stem"])
    return printed("page.html.j2", {
        **place, "kind": "chapter", "one_notebook": True, "heading": place["notebooks"][here]["question"],
        "scripts": ["report.js"], "blocks": Markup("\n".join(made)), "terms": Markup(terms.listed(seen)),
        "believe": Markup(place.get("believe", "")),
        "sections": [{**one, "html": Markup(one["html"])} for one in headings if one["level"] == prose.SECTION_LEVEL],
        "before": (place["notebooks"][:here] or [None])[-1], "after": (place["notebooks"][here + 1:] or [None])[0]})
