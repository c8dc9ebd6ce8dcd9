"""What differs between two runs of a notebook, or two files of a report, by place; drawings follow from data: left out."""

import json
import math
import re
import zipfile
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import zip_longest

from wattbook.report import pack

RTOL = 1e-6  # what another processor may do to the last digits of a sum
ATOL = 1e-12  # for what should be nought
AROUND = 30  # characters of context
TITLE = 60  # characters of a heading
DRAWN = (".svg", ".png", "image/svg+xml", "image/png", "image/jpeg", "application/pdf")
RANDOM = re.compile(r"\bT_(?:[0-9a-f]{5}|c\d+)(?![0-9a-zA-Z])|\b0x[0-9a-fA-F]{1,16}\b|ipykernel_\d+/\d+\.py")  # names of a run
SPOKEN = ("aria-label", "alt", "title", "datetime")
NUMBER = re.compile(r"(?<![\w#.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def differences(stored, fresh):
    """List what differs between the outputs of one cell, as notebooks hold them, each as one line."""
    if len(stored) != len(fresh):
        return [f"{len(stored)} outputs are stored, the fresh run gave {len(fresh)}"]
    return [line for pair in zip(stored, fresh, strict=True) for line in _told(*(_leaves("", _readable(one)) for one in pair))]


def _readable(output):
    """An output as kind -> content, without what is not compared."""
    if output["output_type"] == "stream":
        return {output["name"]: output["text"]}
    if output["output_type"] == "error":
        return {"error": f"{output['ename']}: {output['evalue']}"}
    return {mime: json.loads(content) if mime.endswith("json") and isinstance(content, str) else content
            for mime, content in output["data"].items() if mime not in DRAWN}


def file_differences(old, new):
    """Yield what differs between two files of the same name."""
    if old.suffix == ".html":  # headings are no places of their own: the texts below them are put side by side
        before, after = (_Reader(pack.unpacked(path.read_text(encoding="utf-8"))).blocks for path in (old, new))
        matcher = SequenceMatcher(None, *([text for _, text in blocks] for blocks in (before, after)), autojunk=False)
        for how, a, b, c, d in matcher.get_opcodes():
            for one, other in zip_longest(before[a:b], after[c:d], fillvalue=("", "")) if how != "equal" else ():
                yield from _text(one[0] or other[0], one[1], other[1])
    elif old.suffix not in DRAWN:
        yield from _told(_texts(old), _texts(new))


def _texts(path):
    """Texts of a file, each with its place."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return [(name, book.read(name).decode(errors="replace")) for name in sorted(book.namelist())]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return _leaves("", json.loads(text))
    if path.suffix == ".ipynb":
        cells = enumerate(json.loads(text)["cells"])
        return _leaves("", {f"cell {place}": list(map(_readable, cell.get("outputs", []))) for place, cell in cells})
    return [(f"line {number}", line) for number, line in enumerate(text.splitlines(), 1)]


def _leaves(path, value):
    """Every text and number with the way to it; what has a name is called by it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path} {key}".strip(), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            name = inner.get("name") if isinstance(inner, dict) else None
            yield from _leaves(f"{path} {name}" if name else f"{path}[{place}]", inner)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value)


def _told(old, new):
    """Differences of texts at places of their own."""
    before, after = dict(old), dict(new)
    for place in {**before, **after}:
        if place in before and place in after:
            yield from _text(place, before[place], after[place])
        else:
            yield f"{place}: {'gone' if place in before else 'new'}"


def _text(path, old, new):
    """Differences of two texts: their words must be equal, their numbers close."""
    old, new = RANDOM.sub("NAME", old), RANDOM.sub("NAME", new)
    words = zip_longest(NUMBER.sub("0", old).split(), NUMBER.sub("0", new).split())
    at = next((place for place, (one, two) in enumerate(words) if one != two), None)
    if at is not None:
        one, two = (" ".join(text.split()[max(0, at - 3):at + 4]) for text in (old, new))
        yield f"{path}: ... {one} ... -> ... {two} ..."
    for one, two in zip(NUMBER.finditer(old), NUMBER.finditer(new), strict=True) if at is None else ():
        numbers = (float(found[0].replace(",", "").replace("−", "-")) for found in (one, two))
        if one[0] != two[0] and not math.isclose(*numbers, rel_tol=RTOL, abs_tol=ATOL):
            around = " ".join(old[max(0, one.start() - AROUND):one.end() + AROUND].split())
            yield f"{path}: {one[0]} -> {two[0]}" + (f" in '{around}'" if around != one[0] else "")


class _Reader(HTMLParser):
    """What a reader of a page sees or hears, and the data of its charts, in blocks of (heading, text)."""

    def __init__(self, page):
        super().__init__()
        self.blocks, self.under, self.inside = [], "top", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.inside = "code" if tag == "style" or (tag == "script" and "json" not in told.get("type", "")) else tag
        self.blocks += [(self.under, told[name]) for name in SPOKEN if told.get(name)]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        text = " ".join(text.split())
        self.under = text[:TITLE] if text and self.inside in ("h1", "h2", "h3") else self.under
        self.blocks += [(self.under, text)] if text and self.inside != "code" else []
