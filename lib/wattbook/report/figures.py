"""Charts on a page: a drawing that needs no script, and the live chart that takes its place."""

import hashlib
import html
import json
import re
from functools import cache

from wattbook.report import drawn as drawn_once

VEGALITE = re.compile(r"^application/vnd\.vegalite\.v\d+[.+]json$")
SVG = "image/svg+xml"
SNIPPET = "window.vegaEmbed=vegaEmbed;"
STATIC_WIDTH = 680  # [px] the text column of a page, for the drawing that cannot follow its column
DECIMALS = 1  # of a pixel: finer than the eye, and much shorter in a file
_NUMBER = re.compile(r"(?<![\w.#-])-?\d+\.\d{2,}")
_FAMILY = re.compile(r' font-family="[^"]*"')
_IDLE = re.compile(r' (?:aria-roledescription="[^"]*"|opacity="1"|pointer-events="none")')  # says or changes nothing here
_DEFINED = re.compile(r'\b(id="|url\(#|href="#)((?:clip|gradient|pattern)[\w-]*)')


def vegalite_mime(data):
    """Return the key of a mime bundle that holds a Vega-Lite specification, or None.

    Examples
    --------
    >>> vegalite_mime({"text/plain": "", "application/vnd.vegalite.v5+json": {}})
    'application/vnd.vegalite.v5+json'
    """
    return next((mime for mime in data if VEGALITE.match(mime)), None)


def version(spec):
    """Vega-Lite version of a specification as vl-convert names it, from its ``$schema``.

    Examples
    --------
    >>> version({"$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json"})
    '6.4'
    """
    found = re.search(r"/v(\d+)(?:\.(\d+))?", spec.get("$schema", ""))
    import vl_convert

    offered = vl_convert.get_vegalite_versions()
    wanted = ".".join(part for part in found.groups() if part) if found else offered[-1]
    same_major = [one for one in offered if one.split(".")[0] == wanted.split(".")[0]]
    return wanted if wanted in offered else (same_major or offered)[-1]


def alternative_text(spec):
    """What a screen reader says for a chart: its description, or its title."""
    title = spec.get("title", "")
    title = title.get("text", "") if isinstance(title, dict) else title
    title = " ".join(title) if isinstance(title, list) else title
    words = spec.get("description") or title
    return " ".join(words.split()) if isinstance(words, str) and words else "Chart"


def static_svg(spec, prefix="d"):
    """Draw a specification without a browser.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.
    prefix : str
        Put before the names that the drawing defines: several drawings on one page must not share them.

    Returns
    -------
    str
        An ``svg`` element that scales with its column.
    """
    drawn = {**spec, "width": STATIC_WIDTH} if spec.get("width") == "container" else spec
    svg = drawn_once.kept("svg", json.dumps(drawn, sort_keys=True), lambda: _svg(drawn))
    svg = _NUMBER.sub(lambda found: f"{float(found[0]):.{DECIMALS}f}", svg)
    svg = _IDLE.sub("", svg)
    family = _FAMILY.search(svg)  # said once for the whole drawing: texts inherit it
    if family:
        svg = svg.replace(family[0], "").replace("<svg", f"<svg{family[0]}", 1)
    names = {}  # numbered anew: the engine goes on counting from one drawing to the next
    return _DEFINED.sub(lambda found: f"{found[1]}{prefix}{names.setdefault(found[2], len(names))}", svg)


def _svg(spec):
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, vl_version=version(spec))


def as_data(value):
    """Serialise for a ``script`` element: no ``<``, so that no text can end the element.

    Examples
    --------
    >>> as_data({"title": "</script>"})
    '{"title":"\\\\u003c/script>"}'
    """
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def figure(spec, number):
    """Return the figure element of one chart.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.
    number : int
        Which figure of the page this is [count].

    Returns
    -------
    str
        HTML: the drawing, the specification as data, and room for the live chart.
    """
    label = html.escape(alternative_text(spec), quote=True)
    caption = (spec.get("usermeta") or {}).get("source")
    caption = f"<figcaption>{html.escape(caption)}</figcaption>" if isinstance(caption, str) else ""
    svg = static_svg(spec, f"f{number}-").replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return (f'<figure class="chart" id="figure-{number}"><div class="plot" role="img" aria-label="{label}">'
            f'<div class="static">{svg}</div><div class="live"></div></div>'
            f'<script type="application/vnd.vegalite+json">{as_data(spec)}</script>{caption}</figure>')


def _bundled():
    import vl_convert

    return vl_convert.javascript_bundle(SNIPPET, vl_version=vl_convert.get_vegalite_versions()[-1])


@cache
def bundle():
    """Return name and text of the script that draws live charts.

    It is one classic script, since a browser refuses to load a module from a file:// address, and it keeps its own
    names to itself.
    """
    drawn_once.forget()
    body = drawn_once.kept("js", SNIPPET, _bundled)
    text = f'(()=>{{"use strict";{body}}})();\n'
    return f"vega-{hashlib.sha256(text.encode()).hexdigest()[:12]}.js", text
