"""One look for every chart: colours, type, the frame of words about a drawing, and how a notebook shows it.

The ink is ``currentColor``, the text colour of the page around the chart, and quiet parts are the same ink made fainter.
So one specification reads well on white, on black and in print. Drawings are SVG, where that colour is known.
"""

import altair as alt

from wattbook.charts.words import wrapped
from wattbook.report.figures import STATIC_WIDTH  # where there is no column to follow

BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"
GREY = "#6B7280"
PALETTE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE)  # the subject first; a sixth series is context
# As text the light colours are darkened, to be read on white and on black alike.
TEXT_COLOURS = {ORANGE: "#AD7600", PURPLE: "#B25E8D", SKY: "#2A86BA"}
INK = "currentColor"
QUIET = 0.72  # opacity of ink for labels, subtitle and source line
FAINT = 0.16  # opacity of ink for grid lines
BAND_80, BAND_95 = 0.18, 0.08  # opacity of a series' colour over its range
SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif'
TITLE, SUBTITLE, TEXT, SMALL = 16, 13, 12, 11  # [px]
LEADING = 16  # [px] from line to line of the words around a drawing
HEIGHT = 320  # [px]
ABOVE, BELOW = 10, 30  # [px] from the plot to the words over and under it, where only ticks stand between
MIME = "application/vnd.vegalite.v5+json"
NAME = "wattbook"

# A viewer may measure its column before it is on the page, and find 0. JupyterLab then never stops drawing.
_WIDE = f"containerSize()[0] > 0 ? containerSize()[0] : {STATIC_WIDTH}"
# The parameter names the plot's width only to be reckoned again with it.
COLUMN = alt.param(name="column", expr=f"width >= 0 && {_WIDE}")
EMBED = {
    "renderer": "svg",
    "actions": False,
    "defaultStyle": ".vega-embed{width:100%}.vega-embed>svg{max-width:100%;height:auto}",
    "patch": [
        {"op": "replace", "path": "/signals/0/init", "value": _WIDE},
        {"op": "replace", "path": "/signals/0/on/0/update", "value": _WIDE},
    ],
}
CONFIG = {
    "background": "transparent",
    "font": SANS,
    "padding": {"left": 0, "right": 3, "top": 3, "bottom": 3},
    "view": {"stroke": None, "continuousWidth": STATIC_WIDTH, "continuousHeight": HEIGHT},
    "title": {
        "anchor": "start", "frame": "bounds", "color": INK, "fontSize": TITLE, "fontWeight": 600, "lineHeight": 20,
        "offset": 7,
    },
    "axis": {
        "labelColor": INK, "labelOpacity": QUIET, "labelFontSize": TEXT, "titleColor": INK, "titleOpacity": QUIET,
        "titleFontSize": TEXT, "titleFontWeight": 400, "gridColor": INK, "gridOpacity": FAINT, "domainColor": INK,
        "domainOpacity": 2 * FAINT, "tickColor": INK, "tickOpacity": 2 * FAINT, "labelPadding": 6,
    },
    "axisX": {
        "grid": False, "titleAnchor": "start", "titlePadding": 8, "labelFlush": True, "labelSeparation": 8, "tickSize": 5,
    },
    "axisY": {"domain": False, "ticks": False},
    "text": {"color": INK, "fontSize": TEXT},
    "rule": {"color": INK},
}


def colours(names, given=None):
    """Give each entity its colour: the first is the subject's blue, and from the sixth on all are grey.

    Parameters
    ----------
    names : iterable of str
        Entities, the subject first; repeats are passed over.
    given : dict of str to str or None
        Colours already fixed for the whole project; entities that it does not name are grey.

    Returns
    -------
    dict of str to str
        A colour as ``#RRGGBB`` for each entity.

    Examples
    --------
    >>> colours(["ours", "theirs", "ours"])
    {'ours': '#0072B2', 'theirs': '#D55E00'}
    >>> colours(["theirs", "others"], {"theirs": "#D55E00"})
    {'theirs': '#D55E00', 'others': '#6B7280'}
    """
    names = list(dict.fromkeys(names))
    if given is not None:
        return {name: given.get(name, GREY) for name in names}
    return {name: PALETTE[place] if place < len(PALETTE) else GREY for place, name in enumerate(names)}


def text_colour(colour):
    """Return the shade of a colour that can be read as text on white and on black.

    Examples
    --------
    >>> text_colour("#E69F00"), text_colour("#0072B2")
    ('#AD7600', '#0072B2')
    """
    return TEXT_COLOURS.get(colour, colour)


def framed(layers, *, title, subtitle, source, alt_text, height=HEIGHT, left=0, above=ABOVE, below=BELOW,
           note=""):
    """Put the words around a drawing: finding, quantity, and under it how to read it and where it is from.

    Parameters
    ----------
    layers : list of altair.Chart
        What is drawn, from back to front.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    alt_text : str or None
        What a screen reader says; by default title and subtitle.
    height, left, above, below : float
        Height of the plot, and the room that labels take at its left, over and under it [px].
    note : str
        How to read the marks; it stands before the source.

    Returns
    -------
    altair.LayerChart
        As wide as its column. ``usermeta`` holds title, subtitle and caption as plain text.

    Notes
    -----
    Vega breaks no lines. The breaks are worked out here for a few widths, and the chart picks by its column's when drawn.
    """
    caption = " ".join(part for part in (note, source if source.startswith("Source") else f"Source: {source}") if part)
    told = alt_text or f"{title.rstrip('.')}. {subtitle.rstrip('.')}."
    lines, count = wrapped(subtitle, SUBTITLE)
    over = _paragraph(lines, SUBTITLE, x=-left, y={"expr": f"-{above} - {LEADING} * ({count})"})
    under = _paragraph(wrapped(caption, SMALL)[0], SMALL, x=-left, y={"expr": f"height + {below + 12}"})
    heading = alt.TitleParams(text={"expr": wrapped(title, TITLE, heading=True)[0]})
    return alt.layer(
        *layers, over, under, params=[COLUMN.param], width="container", height=height, title=heading, description=told,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        usermeta={"title": title, "subtitle": subtitle, "caption": caption, "embedOptions": EMBED})


def _paragraph(lines, size, **place):
    return alt.Chart(alt.InlineData(values=[{}])).mark_text(
        text={"expr": lines}, fontSize=size, lineHeight=LEADING, opacity=QUIET, align="left", baseline="top", **place)


def mimebundle(spec, **_):
    """Show a chart in a notebook: the specification, and its title for viewers that draw none.

    The schema address is left out: it names a version, and viewers warn when theirs is another.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification.

    Returns
    -------
    dict
        Mime type to content.

    Examples
    --------
    >>> spec = {"$schema": "v6", "mark": "bar", "usermeta": {"title": "Power is late", "subtitle": "GW (IT)"}}
    >>> mimebundle(spec)["text/plain"]
    'Chart: Power is late. GW (IT)'
    """
    words = spec.get("usermeta") or {}
    plain = ". ".join(words[key].rstrip(".") for key in ("title", "subtitle") if words.get(key))
    shown = {key: value for key, value in spec.items() if key != "$schema"}
    return {MIME: shown, "text/plain": f"Chart: {plain or spec.get('description', 'drawing')}"}


@alt.theme.register(NAME, enable=True)
def _theme():
    return alt.theme.ThemeConfig(config=CONFIG)


# Altair otherwise checks every part of a chart when it is made and again when it is shown: the second is enough.
alt.utils.schemapi.disable_debug_mode()
alt.renderers.register(NAME, mimebundle)
alt.renderers.enable(NAME)
