"""Tables on a page: every cell knows its head, so that a narrow screen can show rows as cards, and leads to its entry."""

import html
import re

APPENDIX = "appendix.html"
NAMES = re.compile(r'(?P<start><th scope="row">|<td data-head="Name">|<code>|'
                   r'data-key="(?P<key>[^"]+)"><strong class="wb-value">)(?P<text>[^<]+)(?=</)')
NAME = re.compile(r"(?:sum|max)?\(?(\w+)")
HEAD, ROW = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S), re.compile(r"<tr\b.*?</tr>", re.S)
CELL = re.compile(r"<(t[dh])\b([^>]*)>")
MANY = 7  # columns; wider tables scroll in a box of their own


def labelled(markup):
    """HTML in which each cell of a table carries the head of its column."""
    return re.sub(r"<table\b.*?</table>", lambda found: _labelled(found[0]), markup, flags=re.S | re.I)


def _labelled(markup):
    head, has_heads, body = re.sub(r"""(<table\b[^>]*?) border=["']\d+["']""", r"\1", markup).partition("</thead>")
    names = [html.unescape(re.sub(r"<[^>]*>", " ", text)).strip() for text in HEAD.findall(head)] if has_heads else []
    if names:
        head = CELL.sub(lambda cell: cell[0] if "scope=" in cell[2] else f'<{cell[1]}{cell[2]} scope="col">', head)
    made = head + has_heads + ROW.sub(lambda row: _with_heads(row[0], iter(names)), body)
    return f'<div class="scroll" tabindex="0">{made}</div>' if len(names) > MANY else made


def _with_heads(row, names):
    def told(cell):
        name = next(names, None)
        return cell[0] if name is None or cell[1] == "th" else f'<td{cell[2]} data-head="{html.escape(name)}">'

    return CELL.sub(told, row)


def entry(text, named):
    """Address of the entry of the appendix that a label, a name or a key leads to; None where there is none."""
    name = NAME.match(text)
    found = named.get(text) or named.get(text.rpartition(": ")[0]) or named.get(name[1] if name else "")
    return found and f"{APPENDIX}#{found}"


def linked(markup, named):
    """HTML in which the heads of rows, names and tiles lead to their entries; `named` is text -> entry."""
    def link(found):
        address = entry(html.unescape(found["key"] or found["text"]), named)
        return found["start"] + (f'<a href="{html.escape(address)}">{found["text"]}</a>' if address else found["text"])

    return NAMES.sub(link, markup)
