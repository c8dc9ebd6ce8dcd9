"""What differs between two runs of a notebook, or between two files of a report: every number that a reader sees, by its place.

A number may differ by `RTOL`, which is what another processor may do to the last digits of a sum. Random ids are levelled.
Drawings are left out: they follow from the data of charts.
"""

import json
import math
import re
import zipfile
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import zip_longest

RTOL = 1e-6
ATOL = 1e-12  # for what should be nought
SHOWN = 80  # characters of a value
AROUND = 30  # characters of context
TITLE = 60  # characters of a heading
DRAWN = (".svg", ".png", "image/svg+xml", "image/png", "image/jpeg", "application/pdf")
RANDOM = [
    (re.compile(r"\bT_(?:[0-9a-f]{5}|c\d+)(?![0-9a-zA-Z])"), "T_ID"),  # styled tables
    (re.compile(r"\b0x[0-9a-fA-F]{1,16}\b"), "0xADDRESS"),
    (re.compile(r"ipykernel_\d+/\d+\.py"), "cell.py"),
]
SPOKEN = ("aria-label", "alt", "title", "datetime")
NUMBER = re.compile(r"(?<![\w#.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def differences(stored, fresh):
    """List what differs between the outputs of one cell, as notebooks hold them, each as one line."""
    if len(stored) != len(fresh):
        return [f"{len(stored)} outputs are stored, the fresh run gave {len(fresh)}"]
    return [line for old, new in zip(stored, fresh, strict=True) for line in _json("", _readable(old), _readable(new))]


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
    if old.suffix == ".xlsx":
        with zipfile.ZipFile(old) as one, zipfile.ZipFile(new) as other:
            for name in sorted({*one.namelist()} & {*other.namelist()}):
                yield from _text(name, *(book.read(name).decode(errors="replace") for book in (one, other)))
    elif old.suffix not in DRAWN:
        before, after = (path.read_text(encoding="utf-8") for path in (old, new))
        if old.suffix == ".html":
            yield from _pages(before, after)
        elif old.suffix == ".json":
            yield from _json("", json.loads(before), json.loads(after))
        elif old.suffix == ".ipynb":
            for number, cells in enumerate(zip(*(json.loads(text)["cells"] for text in (before, after)), strict=False)):
                yield from (f"cell {number}: {line}" for line in differences(*(cell.get("outputs", []) for cell in cells)))
        else:
            for number, pair in enumerate(zip_longest(before.splitlines(), after.splitlines(), fillvalue=""), 1):
                yield from _text(f"line {number}", *pair)


def _json(path, old, new):
    """Differences of two JSON values, each with the way to it."""
    before, after = dict(_leaves(path, old)), dict(_leaves(path, new))
    for place in {**before, **after}:
        one, two = before.get(place), after.get(place)
        if place not in before or place not in after:
            yield f"{place}: {'gone' if place in before else 'new'}"
        elif isinstance(one, str) and isinstance(two, str):
            yield from _text(place, one, two)
        elif not _same(one, two):
            yield f"{place}: {json.dumps(one)[:SHOWN]} -> {json.dumps(two)[:SHOWN]}"


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
        yield path, value


def _text(path, old, new):
    """Differences of two texts: their words must be equal, their numbers close."""
    for pattern, plain in RANDOM:
        old, new = pattern.sub(plain, old), pattern.sub(plain, new)
    words = zip_longest(NUMBER.sub("0", old).split(), NUMBER.sub("0", new).split())
    at = next((place for place, (one, two) in enumerate(words) if one != two), None)
    if at is not None:
        one, two = (" ".join(text.split()[max(0, at - 3):at + 4]) for text in (old, new))
        yield f"{path}: ... {one} ... -> ... {two} ..."
        return
    for one, two in zip(NUMBER.finditer(old), NUMBER.finditer(new), strict=True):
        if one[0] != two[0] and not _same(*(float(found[0].replace(",", "").replace("−", "-")) for found in (one, two))):
            around = " ".join(old[max(0, one.start() - AROUND):one.end() + AROUND].split())
            yield f"{path}: {one[0]} -> {two[0]} in '{around}'"


def _same(old, new):
    """Whether two values are equal, numbers nearly so; true is no number."""
    are_numbers = {type(old), type(new)} <= {int, float}
    return math.isclose(old, new, rel_tol=RTOL, abs_tol=ATOL) if are_numbers else type(old) is type(new) and old == new


def _pages(stored, fresh):
    """What differs between two pages, each line with the heading that it stands under."""
    old, new = (_Reader(page).blocks for page in (stored, fresh))
    matcher = SequenceMatcher(None, *([text for _, text in blocks] for blocks in (old, new)), autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        for one, other in zip_longest(old[a:b], new[c:d], fillvalue=("", "")) if how != "equal" else ():
            yield from _text(one[0] or other[0], one[1], other[1])


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
