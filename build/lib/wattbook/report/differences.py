"""What differs between two runs of a notebook, or between two pages: every number that a reader sees, called by its place.

Texts, tables, chart data and recorded outputs are compared; a number may differ by `RTOL`, which is what another processor may
do to the last digits of a sum. Random ids are levelled. Drawings are left out: they follow from chart data.
"""

import json
import math
import re
from difflib import SequenceMatcher
from html.parser import HTMLParser

from wattbook.record import MIME as RECORDED

RTOL = 1e-6
ATOL = 1e-12  # for what should be nought
SHOWN = 80  # characters of a value
AROUND = 30  # characters of context
TITLE = 60  # characters of a chart's title
IGNORED = ("image/svg+xml", "image/png", "image/jpeg", "application/pdf")
RANDOM = [
    (re.compile(r"\bT_(?:[0-9a-f]{5}|c\d+)(?![0-9a-zA-Z])"), "T_ID"),  # styled tables
    (re.compile(r"\b0x[0-9a-fA-F]{1,16}\b"), "0xADDRESS"),
    (re.compile(r"ipykernel_\d+/\d+\.py"), "cell.py"),
]
HEADINGS = ("h1", "h2", "h3")
SPOKEN = ("aria-label", "alt", "title", "datetime")
NUMBER = re.compile(r"(?<![\w#.])[-+−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")


def differences(stored, fresh):
    """List what differs between the outputs of one cell, as notebooks hold them, each as one line."""
    stored, fresh = _readable(stored), _readable(fresh)
    if len(stored) != len(fresh):
        return [f"{len(stored)} outputs are stored, the fresh run gave {len(fresh)}"]
    return [line for old, new in zip(stored, fresh, strict=True) for line in _bundle(old, new)]


def _readable(outputs):
    """Each output as kind -> content, without what is not compared."""
    shown = []
    for output in outputs:
        if output["output_type"] == "stream":
            shown.append({output["name"]: output["text"]})
        elif output["output_type"] == "error":
            shown.append({"error": f"{output['ename']}: {output['evalue']}"})
        else:
            shown.append({mime: content for mime, content in output["data"].items() if mime not in IGNORED})
    return shown


def _bundle(old, new):
    for kind in sorted({*old, *new}):
        if kind not in new:
            yield f"{kind}: stored, but not given by the fresh run"
        elif kind not in old:
            yield f"{kind}: given by the fresh run, but not stored"
        elif kind == RECORDED:
            yield from _recorded(old[kind], new[kind])
        elif isinstance(old[kind], dict) != isinstance(new[kind], dict):
            yield f"{kind}: kept in another form"
        elif isinstance(old[kind], dict):
            yield from json_differences(f"{_title(old[kind])}:", _with_data(old[kind]), _with_data(new[kind]))
        else:
            yield from text_differences(kind, _joined(old[kind]), _joined(new[kind]))


def _recorded(old, new):
    """Differences of recorded outputs, each called by its name."""
    before, after = ({output["name"]: output for output in record["outputs"]} for record in (old, new))
    for name in sorted({*before, *after}):
        if name not in after or name not in before:
            yield f"{name}: {'no longer recorded' if name in before else 'newly recorded'}"
        else:
            yield from json_differences(name, before[name], after[name])
    yield from json_differences("record", {**old, "outputs": None}, {**new, "outputs": None})


def _title(spec):
    """What a chart is called in a failure."""
    named = spec.get("description") or spec.get("title")
    return f"chart '{named[:TITLE]}'" if isinstance(named, str) else "chart"


def _with_data(spec):
    """A specification with its data where they are used: data sets are named after a hash of their own content."""
    named = spec.get("datasets", {})

    def filled(value):
        if isinstance(value, dict):
            if value.get("name") in named:
                return {"values": named[value["name"]]}
            return {key: filled(inner) for key, inner in value.items() if key != "datasets"}
        return [filled(inner) for inner in value] if isinstance(value, list) else value

    return filled(spec)


def json_differences(path, old, new):
    """Differences of two JSON values, each with the way to it."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            if key in old and key in new:
                yield from json_differences(f"{path} {key}", old[key], new[key])
            else:
                yield f"{path} {key}: {'gone' if key in old else 'new'}"
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for i, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from json_differences(f"{path}[{i}]", one, other)
    elif isinstance(old, str) and isinstance(new, str):
        yield from text_differences(path, old, new)
    elif not _same(old, new):
        yield f"{path}: {json.dumps(old)[:SHOWN]} -> {json.dumps(new)[:SHOWN]}"


def text_differences(path, old, new):
    """Differences of two texts: their words must be equal, their numbers close."""
    old, new = _level(old), _level(new)
    if old == new:
        return
    words, other = NUMBER.sub("0", old).split(), NUMBER.sub("0", new).split()
    if words != other:
        pairs = enumerate(zip(words, other, strict=False))
        at = next((i for i, (one, two) in pairs if one != two), min(len(words), len(other)))
        yield f"{path}: ... {' '.join(words[max(0, at - 3):at + 4])} ... -> ... {' '.join(other[max(0, at - 3):at + 4])} ..."
        return
    for one, two in zip(NUMBER.finditer(old), NUMBER.finditer(new), strict=True):
        if not _same(_value(one[0]), _value(two[0])):
            around = " ".join(old[max(0, one.start() - AROUND):one.end() + AROUND].split())
            yield f"{path}: {one[0]} -> {two[0]} in '{around}'"


def _level(text):
    for pattern, plain in RANDOM:
        text = pattern.sub(plain, text)
    return text


def _value(text):
    return float(text.replace(",", "").replace("−", "-"))


def _same(old, new):
    if isinstance(old, bool) or isinstance(new, bool) or not (isinstance(old, (int, float)) and isinstance(new, (int, float))):
        return old == new and type(old) is type(new)
    return math.isclose(old, new, rel_tol=RTOL, abs_tol=ATOL)


def _joined(text):
    return "".join(text) if isinstance(text, list) else str(text)


def page_differences(stored, fresh):
    """Yield what differs between two pages, each line with the heading that it stands under."""
    old, new = (_Reader(page).blocks for page in (stored, fresh))
    matcher = SequenceMatcher(None, *([text for _, text in blocks] for blocks in (old, new)), autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        for place in range(max(b - a, d - c) if how != "equal" else 0):
            (under, one), (there, other) = ([*blocks[first:last], *[("", "")] * (place + 1)][place]
                                            for blocks, first, last in ((old, a, b), (new, c, d)))
            yield from text_differences(under or there, one, other)


class _Reader(HTMLParser):
    """What a reader of a page sees or hears, and the data of its charts, in blocks of (heading, text)."""

    def __init__(self, page):
        super().__init__()
        self.blocks, self.under, self.inside = [], "top", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Enter an element; what is spoken of it is a text of its own."""
        told = dict(attrs)
        self.inside = "code" if tag == "style" or (tag == "script" and "json" not in told.get("type", "")) else tag
        self.blocks += [(self.under, told[name]) for name in SPOKEN if told.get(name)]

    def handle_endtag(self, tag):
        """Leave it."""
        self.inside = ""

    def handle_data(self, text):
        """Keep a text."""
        text = " ".join(text.split())
        self.under = text[:TITLE] if text and self.inside in HEADINGS else self.under
        self.blocks += [(self.under, text)] if text and self.inside != "code" else []
