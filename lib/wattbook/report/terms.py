"""Terms on a page: the first place of each opens its definition, which is printed as a note."""

import html
import re

from wattbook.words.terms import TERMS

TAG = re.compile(r"(<[^>]*>)")
QUIET = ("a", "button", "code", "h1", "h2", "h3", "h4", "math", "script", "summary", "svg", "table")  # nothing opens in these
PATTERNS = {term: re.compile(rf"(?<![\w-]){re.escape(term)}(?![\w-])", re.I if term.islower() else 0) for term in TERMS}


def marked(markup, seen):
    """HTML in which the first place of each term is a button that opens its definition; `seen` keeps what a page has."""
    parts, depth = TAG.split(markup), 0
    for place, part in enumerate(parts):
        name = re.match(r"<(/?)(\w+)", part)
        if name:
            depth += (name[2] in QUIET) * (-1 if name[1] else 1)
        elif depth == 0:
            parts[place] = _marked(part, seen)
    return "".join(parts)


def _marked(text, seen):
    found = {term: match for term, pattern in PATTERNS.items() if term not in seen for match in [pattern.search(text)] if match}
    end = len(text) + 1
    for term, match in sorted(found.items(), key=lambda pair: (-pair[1].start(), -len(pair[0]))):
        if match.end() <= end:  # a longer term may hold a shorter one
            button = f'<dfn><button type="button" popovertarget="{_place(term)}">{match[0]}</button></dfn>'
            text, end = text[:match.start()] + button + text[match.end():], match.start()
            seen.append(term)
    return text


def _place(term):
    return f"term-{'-'.join(re.findall(r'[a-z0-9]+', term.lower()))}"


def listed(seen):
    """Definitions of the terms of a page."""
    notes = "".join(f'<div popover id="{_place(term)}"><b>{html.escape(term)}</b>: {html.escape(TERMS[term])}</div>'
                    for term in sorted(seen, key=str.lower))
    return f'<section class="terms"><h2>Terms</h2>{notes}</section>' if notes else ""
