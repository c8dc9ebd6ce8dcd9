"""HTML that a cell shows: tables that know their kinds of column, and texts, each with plain text for other viewers."""

import csv
import html
import io
import json
import re
from dataclasses import dataclass

from wattbook.words.numbers import KNOWN, shown, stated, tail, unit_words, with_range

TEXT, NUMBER = "text", "number"
MIDNIGHT = "T00:00"  # ends a date in a specification: without it, browsers take a day for one in London
MOST_COLUMNS = 7
NOTHING = f"Nothing that can be drawn was {KNOWN}"
FORMULA = re.compile(r"\s*[=+@-]|[\t\r]")
NUMERIC = re.compile(r"[+-]?\d[\d,.]*(?:e[+-]?\d+)?%?", re.I)


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


def said(sentence):
    """A sentence that answers a heading."""
    return Html(f"<p>{html.escape(sentence)}</p>", sentence)


class Table(Html):
    """A table of texts: head -> kind of each column, and rows; one whose first text starts with * is the important one."""

    def __init__(self, columns, rows, caption=""):
        self.columns, self.rows, self.caption = columns, [list(map(str, row)) for row in rows], caption
        number = [' class="wb-number"' if kind == NUMBER else "" for kind in columns.values()]
        head = "".join(f'<th scope="col"{mark}>{html.escape(text)}</th>' for text, mark in zip(columns, number, strict=True))
        body = ""
        for row in self.rows:
            first, *rest = (html.escape(cell.lstrip("*")) for cell in row)
            cells = "".join(f"<td{mark}>{cell}</td>" for cell, mark in zip(rest, number[1:], strict=True))
            key = ' class="wb-key"' if row[0].startswith("*") else ""
            body += f'<tr{key}><th scope="row">{first}</th>{cells}</tr>'
        over = f"<caption>{html.escape(caption)}</caption>" if caption else ""
        inner = f"{over}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        super().__init__(f'<table class="wb-table mathjax_ignore">{inner}</table>',
                         f"Table: {' | '.join(columns)}, {len(self.rows)} rows")

    def csv(self):
        """The same as comma-separated values."""
        return as_csv([list(self.columns), *([cell.lstrip("*") for cell in row] for row in self.rows)])


table = Table


def nothing(why=NOTHING):
    """What stands in place of a chart that has nothing to show."""
    return table({"Nothing to show": TEXT}, [(why,)])


def flips(found):
    """What would turn an answer, from the rows of `wattbook.moves.flips`."""
    rows = []
    for one in found.itertuples():
        said, ends = with_range({"unit": one.unit, "p10": one.low, "p50": one.used, "p90": one.high})
        told = dict.fromkeys(stated(end, one.unit) for end in (one.least, one.most) if one.published)
        label = ", ".join(filter(None, (one.label, tail(one.unit))))
        rows.append((f"*{label}" if one.low <= one.needed <= one.high else label, f"{said} ({ends})" if ends else said,
                     "no value" if one.needed != one.needed else shown(one.needed, one.unit, 2),
                     " to ".join(told) or "none", f"{one.crossing} of {one.published}" if one.published else ""))
    figures = dict.fromkeys(("We use (80% range)", "Needed alone", "Published", "That turn it"), NUMBER)
    return table({"Assumption (bold: enough alone)": TEXT} | figures, rows)


def as_csv(rows):
    """Rows of cells as comma-separated values; nothing for what is missing; no text that a spreadsheet takes for a formula."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) and not NUMERIC.fullmatch(cell) else cell for cell in row]
        for row in rows)
    return text.getvalue()


def unpacked(rows):
    """Rows of a data set as a specification holds it: as they are, as text, or many of them by column."""
    rows = json.loads(rows) if isinstance(rows, str) else rows
    return [{name: one[place] if isinstance(one, list) else one for name, one in row.items()} for row in rows
            for place in range(max((len(one) for one in row.values() if isinstance(one, list)), default=1))]


@dataclass(frozen=True)
class Column:
    """A column of what is drawn: its fields (two are the ends of a range), head, and unit, none for words and dates."""

    head: str
    fields: tuple
    unit: str = ""


def drawn_table(columns, records, caption=""):
    """What is drawn, as a table."""
    heads = {", ".join(filter(None, (one.head, one.unit and unit_words(one.unit)))): NUMBER if one.unit else TEXT
             for one in columns}
    return table(heads, [[_said(record, one) for one in columns] for record in records], caption)


def _said(record, column):
    """What a record says in a column: months are said as words, days as they are."""
    values = [record.get(field) for field in column.fields]
    if any(value is None for value in values):
        return ""
    if column.unit:
        return " to ".join(shown(value, column.unit) for value in values)
    text = str(values[0])
    first_of_month = text.endswith(f"-01{MIDNIGHT}")
    return shown(int(text[:4]) + (int(text[5:7]) - 1) / 12, "calendar_year") if first_of_month else text.removesuffix(MIDNIGHT)


def drawn_rows(columns, records):
    """What is drawn, as heads with units and rows of numbers as they are drawn; missing ones are None."""
    heads = [f"{one.head}{end}{f' [{one.unit}]' if one.unit else ''}" for one in columns
             for end in ((", low", ", high") if len(one.fields) > 1 else ("",))]
    cells = ([record.get(field) for one in columns for field in one.fields] for record in records)
    return heads, [[str(one).removesuffix(MIDNIGHT) if isinstance(one, str) else one for one in row] for row in cells]


def drawn_csv(columns, records):
    """The same as comma-separated values."""
    heads, rows = drawn_rows(columns, records)
    return as_csv([heads, *rows])
