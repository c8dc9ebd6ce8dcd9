"""HTML that a cell shows: tables that know their kinds of column, and texts, each with plain text for other viewers."""

import html

TEXT, NUMBER = "text", "number"


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


def table(columns, rows, caption=""):
    """An HTML table of texts.

    Parameters
    ----------
    columns : dict
        Head -> kind of each column, "text" or "number".
    rows : list of sequence of str
        Cells; a row whose first text starts with * is the important one.
    caption : str
        What the table is, for screen readers.
    """
    body = []
    for row in rows:
        key = ' class="wb-key"' if str(row[0]).startswith("*") else ""
        body.append(f"<tr{key}>" + "".join(_cell(cell, kind, place) for place, (cell, kind) in
                                           enumerate(zip(row, columns.values(), strict=True))) + "</tr>")
    head = "".join(f'<th scope="col"{_class(kind)}>{html.escape(text)}</th>' if text else f"<td{_class(kind)}></td>"
                   for text, kind in columns.items())
    said = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    names = " | ".join(columns)
    parts = f'{said}<thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody>'
    return Html(f'<table class="wb-table mathjax_ignore">{parts}</table>', f"Table: {names}, {len(rows)} rows")


def _class(kind):
    return ' class="wb-number"' if kind == NUMBER else ""


def _cell(cell, kind, place):
    text = html.escape(str(cell).lstrip("*"))
    return f'<th scope="row">{text}</th>' if place == 0 else f"<td{_class(kind)}>{text}</td>"
