"""Tables on a page: every cell knows its head, so that a narrow screen can show rows as cards."""

import re

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
