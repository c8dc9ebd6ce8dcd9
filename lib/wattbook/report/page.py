"""One executed notebook as one page that needs no network."""

import copy
import html
import re
from functools import cache
from pathlib import Path

from wattbook.record import MIME
from wattbook.report import figures, prose, tables
from wattbook.words import numbers

TEMPLATES = Path(__file__).with_name("templates")
KIT = "wattbook"
REMOVED = "remove-cell"
SENTENCE = re.compile(r"^[A-Z$\d][^\n<>{}]* [^\n<>{}]*[.?]$")  # what a cell states in words is text, not print-out
OUTPUT_HEADS = ("Output", "Median", "80% range")


@cache
def template(name):
    """Text of a file in the templates folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def prepare(notebook):
    """Turn a notebook's cells into what the template prints.

    Parameters
    ----------
    notebook : NotebookNode
        Executed notebook; it is not changed.

    Returns
    -------
    notebook : NotebookNode
        Markdown cells hold HTML; charts, tables and recorded outputs are HTML outputs.
    headings : list of dict
        ``level``, ``html`` and ``id``.
    """
    notebook, headings, count = copy.deepcopy(notebook), [], 0
    notebook.cells = [cell for cell in notebook.cells if REMOVED not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = tables.in_boxes(prose.to_html(cell.source, headings, cell.get("attachments")))
        for output in cell.get("outputs", []):
            data = output.get("data")
            if data:
                count += figures.vegalite_mime(data) is not None
                output["data"] = _printed(data, count)
    return notebook, headings


def _printed(data, number):
    """What a page shows of one mime bundle."""
    chart = figures.vegalite_mime(data)
    if chart:
        return {"text/html": figures.figure(data[chart], number)}
    if MIME in data:
        return {"text/html": record_table(data[MIME])}
    if "text/html" in data:
        return {"text/html": tables.in_boxes(data["text/html"])}
    if "text/markdown" in data:
        return {"text/html": tables.in_boxes(prose.to_html(data["text/markdown"], []))}
    text = data.get("text/plain", "")
    if set(data) == {"text/plain"} and SENTENCE.match(text):
        return {"text/html": f"<p>{html.escape(text)}</p>"}
    return data


def record_table(record):
    """A notebook's recorded outputs as a table behind one line."""
    return (f'<details class="recorded"><summary>Outputs recorded by this notebook ({len(record["outputs"])})</summary>'
            f'{output_table(record["outputs"])}</details>')


def output_table(outputs):
    """Recorded outputs as a table: what it is, its middle, its range."""
    rows = [(f'{html.escape(output["definition"])}<br><code>{html.escape(output["name"])}</code>',
             f'<b>{middle}</b><br><small>{html.escape(numbers.unit_words(output["unit"]))}</small>', ends)
            for output in outputs for middle, ends in [numbers.with_range(output)]]
    return tables.table(OUTPUT_HEADS, rows, "outputs")


def question(notebook, stem):
    """The notebook's question: its first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return re.sub(r"\\([^\w\s])", r"\1", line[2:].strip())  # \$ is a plain dollar here
    return stem


def render(notebook, place):
    """Print one page.

    Parameters
    ----------
    notebook : NotebookNode
        Executed notebook.
    place : dict
        ``edition``, ``stem``, ``notebooks`` (stem and question of every page of the report), ``script`` (name of the
        file that draws charts), ``previous`` (date of the report before, or None), ``facts`` (lines for the foot).

    Returns
    -------
    str
        HTML.
    """
    from jinja2 import FileSystemLoader
    from nbconvert import HTMLExporter
    from nbconvert.filters import Highlight2HTML

    prepared, headings = prepare(notebook)
    exporter = HTMLExporter(template_file="page.html.j2", extra_loaders=[FileSystemLoader(str(TEMPLATES))])
    exporter.register_filter("highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=exporter))
    stems = [other["stem"] for other in place["notebooks"]]
    here = stems.index(place["stem"])
    resources = {**place, "kit": KIT, "css": template("report.css"), "js": template("report.js"),
                 "sections": [one for one in headings if one["level"] == prose.SECTION_LEVEL],
                 "question": place["notebooks"][here]["question"],
                 "before": place["notebooks"][here - 1] if here else None,
                 "after": place["notebooks"][here + 1] if here + 1 < len(stems) else None}
    # HTMLExporter's own method would read the whole page again, to mend what this template does not write.
    return super(HTMLExporter, exporter).from_notebook_node(prepared, resources=resources)[0]
