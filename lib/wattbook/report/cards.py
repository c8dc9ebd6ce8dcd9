"""An exhibit as a card on a page: title, drawing, source, and one quiet line of what stands behind it."""

import html

from markupsafe import Markup

from wattbook import tables
from wattbook.exhibit import LINK, TAB, source_line
from wattbook.report import figures
from wattbook.report.tables import APPENDIX, entry, labelled, linked

SETS = ("drawn", "observed")  # the data sets of a specification that are its table
LICENCE = "MIT licence"


def card(content, spec, number, page, named, lean=False):
    """Print one exhibit: `content` as `wattbook.exhibit` stores it, `spec` its chart or None, `number` its place on the page,
    `page` the name of that file, for the citation, `named` text -> entry of the appendix; `lean` as in `page.blocks`."""
    from wattbook.report.page import engine

    columns, records = columns_of(content, spec)
    made = tables.drawn_table(columns, records, content["subtitle"]) if spec else tables.table(
        dict(content["table"]["columns"]), content["table"]["rows"], content["subtitle"])
    spoken = " ".join(f"{text.rstrip('.')}." for text in (content["title"], content["subtitle"], content["note"]) if text)
    return engine().get_template("card.html.j2").render({
        **content, "number": number, "page": page, "appendix": APPENDIX, "recorded": _record(content),
        "source": Markup(source_line(content["sources"], f"#{content['anchor']}-behind")),
        "plot": spec and Markup(figures.plot(spec, spoken, number, lean)),
        "table": Markup(linked(labelled(made.markup), named)),
        "entry": lambda text: entry(text, named), "entries": [key for key in content["numbers"] if entry(key, named)],
        "moving": [row.split(TAB) for row in content["assumptions"]["rows"]],
        "steps": [step.split(TAB) for step in content["method"]["steps"]],
        "csv": tables.drawn_csv(columns, records) if spec else made.csv(),
        "frame": spec and picture(content, spec, number, framed=False)})


def grid(content, spec):
    """Heads and rows of an exhibit."""
    return tables.drawn_rows(*columns_of(content, spec)) if spec else (
        list(dict(content["table"]["columns"])), [[cell.lstrip("*") for cell in row] for row in content["table"]["rows"]])


def picture(content, spec, number, framed=True):
    """An exhibit as a picture that stands alone; or its frame, for a page that has the drawing."""
    source = html.unescape(LINK.sub("", source_line(content["sources"])))
    return figures.picture(figures.static_svg(spec, f"p{number}-"), [content["title"], content["subtitle"]],
                           [" ".join(filter(None, (content["note"], source))), _record(content)], framed)


def columns_of(content, spec):
    """Columns and records of what a specification draws."""
    if spec is None:
        return [], []
    columns = [tables.Column(head, tuple(fields), unit) for head, fields, unit in content["table"]["columns"]]
    held = [spec["datasets"].get(name, []) for name in SETS]
    return columns, [row for rows in held for row in tables.unpacked(rows)]


def _record(content):
    return f"wattbook, scenario {content['record']['scenario']}, as of {content['record']['as_of']}. {LICENCE}."
