"""Tables on a page: figures to the right, words to the left, and never wider than the page."""

import re

# A figure, a range or a change, with its sign, currency and unit suffix: -1.2, $44B-$52B, 3 to 5, 12%, 1,200 GW.
_FIGURE = r"[-+−~<>≤≥]?\s?[$€]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?\s?(?:%|[a-zA-Zµ/]{1,5})?"
_MONTH = r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) )?\d{4}"
_ONE = rf"(?:{_FIGURE}|{_MONTH})"
FIGURE = re.compile(rf"^\(?{_ONE}(?:\s?(?:-|–|to|→|\()\s?{_ONE}\)?)?\)?$")
DATE = re.compile(r"^\d{4}-(?:\d\d(?:-\d\d)?|Q\d|H\d)$|^\d{4}$")
MISSING = {"", "-", "–", "—", "nan", "none", "<na>", "not reported", "not defined", "n/a", "fixed"}
NARROW = 4  # columns that fit beside each other on every screen but a phone's
LONG = 60  # characters; a column of such texts would become a tall and narrow strip on a phone


def is_figure(text):
    """Say whether the text of a table cell is a number.

    Examples
    --------
    >>> [is_figure(t) for t in ("$47B", "44-52", "Jan 2026 to Mar 2027", "-1.2e-3", "Texas", "Tier 2")]
    [True, True, True, True, False, False]
    """
    return FIGURE.match(text.strip()) is not None


def table(heads, rows, kind=""):
    """Print rows as a table in a box.

    Parameters
    ----------
    heads : sequence of str
        Column heads.
    rows : list of sequence of str
        Cells as HTML, escaped by the caller.
    kind : str
        One more class for the style sheet.

    Returns
    -------
    str
        HTML.
    """
    head = "".join(f"<th>{one}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return in_boxes(f'<table class="wb-table {kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def in_boxes(markup):
    """Put every table into a box that scrolls by itself and mark its columns of figures.

    Parameters
    ----------
    markup : str
        HTML.

    Returns
    -------
    str
        The same with ``<div class="scroll">`` around each table; everything outside tables is left untouched.
    """
    return re.sub(r"<table\b.*?</table>", lambda found: _boxed(found[0]), markup, flags=re.S | re.I)


def _boxed(markup):
    from bs4 import BeautifulSoup

    table = BeautifulSoup(markup, "html.parser").table
    rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    if not any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        for column in range(max(map(len, rows), default=0)):
            _align([row[column] for row in rows if column < len(row)])
    del table["border"]
    wide = " wide" if max(map(len, rows), default=0) > NARROW else ""
    return f'<div class="scroll{wide}" tabindex="0">{table}</div>'


def _align(cells):
    """Mark one column as dates, figures or long texts, unless its author did."""
    body = [cell for cell in cells if cell.name == "td"]
    texts = [cell.get_text(" ", strip=True) for cell in body]
    told = [text for text in texts if text.lower() not in MISSING]
    if any({"text", "num"} & set(cell.get("class") or []) for cell in cells) or not told:
        return
    if all(DATE.match(text) for text in told):
        kind = "date"
    elif all(is_figure(text) for text in told):
        kind = "num"
    elif max(map(len, told)) > LONG:
        kind = "long"
    else:
        return
    for cell in cells:
        cell["class"] = [*(cell.get("class") or []), kind]
