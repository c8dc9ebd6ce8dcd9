"""Tables on a page: every cell knows its head, so that a narrow screen can show rows as cards, and leads to its entry."""

import html
import re

APPENDIX = "appendix.html"
NAMES = re.compile(r'(?P<start><th scope="row">|<td data-head="Name">|<code>|'
                   r'data-key="(?P<key>[^"]+)"><strong class="wb-value">)(?P<text>[^<]+)(?=</)')
NAME = re.compile(r"(?:sum|max)?\(?(\w+)")
MANY = 7  # columns; wider tables scroll in a box of their own


def labelled(markup):
    """HTML in which each cell of a table carries the head of its column."""
    return re.sub(r"<table\b.*?</table>", lambda found: _labelled(found[0]), markup, flags=re.S | re.I)


def _labelled(markup):
    from bs4 import BeautifulSoup

    table = BeautifulSoup(markup, "html.parser").table
    heads = table.thead.find_all("th") if table.thead else []
    for head in heads:
        head["scope"] = "col"
    names = [head.get_text(" ", strip=True) for head in heads]
    for row in table.tbody.find_all("tr") if table.tbody else []:
        for cell, name in zip(row.find_all(["td", "th"]), names, strict=False):
            if cell.name == "td":
                cell["data-head"] = name
    del table["border"]
    return f'<div class="scroll" tabindex="0">{table}</div>' if len(names) > MANY else str(table)


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
