"""Charts on a page: drawings that need no script, and the script that draws live ones."""

import base64
import hashlib
import html
import json
import re
import textwrap
from functools import cache

from wattbook.report import kept as on_disk

SNIPPET = "window.vegaEmbed=vegaEmbed;"
WIDE, NARROW, ROOM = 680, 340, 616  # [px] text column of a page, of a phone, and from which on names stand left of marks
UNSEEN = "hover-"  # layers of this name answer to the pointer and draw nothing
SCALE = 1.5  # dots of a picture for one of the drawing
DECIMALS = 1  # of a pixel: finer than the eye, and much shorter in a file
MARGIN = 20  # [px] beside a picture that stands alone
SHADES = {"ink": "#16191d", "blue": "#0072b2", "vermilion": "#a84a00", "green": "#00694b", "orange": "#8a5a00",
          "purple": "#9c4a78", "sky": "#1f6f9f", "grey": "#5b6470"}  # of a picture that stands alone, on white
_NUMBER = re.compile(r"(?<![\w.#-])-?\d+\.\d{2,}")
_TAG = re.compile(r"<[^>]*>")
_FAMILY = re.compile(r' font-family="[^"]*"')
_IDLE = re.compile(r' (?:aria-[a-z]+="[^"]*"|role="[^"]*"|opacity="1"|pointer-events="none")')  # says or changes nothing here
_DEFINED = re.compile(r'\b(id="|url\(#|href="#)((?:clip|gradient|pattern)[\w-]*)')
_SHADE = re.compile(r"var\(--text-(\w+), currentColor\)")


def static_svg(spec, prefix="d", width=WIDE):
    """Draw a specification without a browser; `prefix` stands before its names, which drawings on a page must not share."""
    seen = [layer for layer in spec.get("layer", []) if not layer.get("name", "").startswith(UNSEEN)]
    column = {"width": width} if spec.get("width") in (WIDE, "container") else {}
    narrow = spec.get("usermeta", {}).get("narrow")
    high = {"height": narrow} if narrow and width < ROOM else {}
    drawn = {**spec, **({"layer": seen} if seen else {}), **column, **high}
    svg = on_disk.kept("svg", json.dumps(drawn, sort_keys=True), lambda: _svg(drawn))
    svg = _TAG.sub(lambda tag: _NUMBER.sub(lambda found: f"{float(found[0]):.{DECIMALS}f}", tag[0]), svg)  # places, not words
    svg = _IDLE.sub("", svg)
    family = _FAMILY.search(svg)  # said once for the whole drawing: texts inherit it
    if family:
        svg = svg.replace(family[0], "").replace("<svg", f"<svg{family[0]}", 1)
    names = {}  # numbered anew: the engine goes on counting from one drawing to the next
    return _DEFINED.sub(lambda found: f"{found[1]}{prefix}{names.setdefault(found[2], len(names))}", svg)


def _svg(spec):
    import vl_convert

    return vl_convert.vegalite_to_svg(spec)


def png(svg):
    """A drawing as dots."""
    import vl_convert

    return base64.b64decode(on_disk.kept(
        "png", svg, lambda: base64.b64encode(vl_convert.svg_to_png(svg, scale=SCALE)).decode()))


def picture(svg, above, below, framed=True):
    """A drawing as a picture that stands alone: on white, under title and subtitle, over how to read it and source. Without
    the drawing in it, it is the frame that a page puts around its own."""
    svg = _SHADE.sub(lambda found: SHADES[found[1]], svg).replace("currentColor", SHADES["ink"])
    wide, high = (float(re.search(rf'<svg[^>]*? {side}="([\d.]+)"', svg)[1]) for side in ("width", "height"))
    made, y = [], 8
    for text, size, weight, lines in ((above[0], 17, 600, 22), *((one, 14, 400, 19) for one in above[1:])):
        for line in textwrap.wrap(text, int(wide / size / 0.56)):
            y += lines
            made.append(_line(line, y, size, weight))
    inner = svg.replace("<svg", '<svg overflow="visible"', 1) if framed else ""  # a reader's type may be wider than ours
    inner = f'<g transform="translate(0,{y + 10})">{inner}</g>'
    y += 10 + high
    for line in (line for text in below for line in textwrap.wrap(text, int(wide / 12 / 0.54))):
        y += 17
        made.append(_line(line, y, 12, 400))
    y += 12
    whole = wide + 2 * MARGIN
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole:g}" height="{y:g}" viewBox="-{MARGIN} 0 {whole:g} {y:g}" '
            f'fill="{SHADES["ink"]}" font-family="system-ui, sans-serif"><rect x="-{MARGIN}" width="100%" height="100%" '
            f'fill="#fff"/>{"".join(made)}{inner}</svg>')


def _line(text, y, size, weight):
    return f'<text y="{y:g}" font-size="{size}" font-weight="{weight}">{html.escape(text)}</text>'


def as_data(value):
    """Serialise for a ``script`` element: no ``<``, so that no text can end the element."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def plot(spec, label, number, lean=False):
    """A chart: drawings for a wide and a narrow column, the specification as data, and room for the live chart; `label` is what
    a screen reader says, `number` which chart of the page it is; see `page.blocks` for `lean`."""
    columns = [("wide", WIDE), *([] if lean else [("narrow", NARROW)])]
    drawings = "".join(f'<div class="static {name}">{static_svg(spec, f"f{number}{name[0]}", width)}</div>'.replace(
        "<svg ", '<svg aria-hidden="true" focusable="false" ', 1) for name, width in columns)
    spec = {**spec, "width": "container"} if spec.get("width") == WIDE else spec
    return (f'<div class="plot" role="img" aria-label="{html.escape(label)}">{drawings}'
            '<div class="live" aria-hidden="true"></div></div>'
            f'<script type="application/vnd.vegalite+json">{as_data(spec)}</script>')


@cache
def bundle():
    """Name and text of the script that draws live charts: a classic one, since no file:// address may load a module."""
    import vl_convert

    on_disk.forget()
    body = on_disk.kept("js", SNIPPET, lambda: vl_convert.javascript_bundle(SNIPPET))
    text = f'(()=>{{"use strict";{body}}})();\n'
    return f"vega-{hashlib.sha256(text.encode()).hexdigest()[:12]}.js", text
