"""One look for every chart: colours, type, and how a notebook shows it. Ink is ``currentColor``, that of the page around a
chart; a label in the colour of its series asks the page for a shade that can be read on its paper, white or black."""

import altair as alt

BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9"
GREY = "#6B7280"
NAMES = {BLUE: "blue", VERMILION: "vermilion", GREEN: "green", ORANGE: "orange", PURPLE: "purple", SKY: "sky", GREY: "grey"}
PALETTE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE)  # the subject first; a sixth series is context
FIRMS = (*PALETTE, SKY)  # by their place in the case, the subject first; the rest are context
PAPER = "var(--paper, var(--jp-layout-color0, white))"
INK = "currentColor"
QUIET = 0.74  # opacity of ink for what stands behind: 4.5 to 1 and more on white and on black
TEXT = 13  # [px] all words in a chart, on a phone as on a desk
LINE = 15  # [px] from line to line of a label
NARROW, WIDE = 340, 680  # [px] column of a phone, for which labels are placed, and of a page on a desk
NAMED, ROOM = 290, 616  # [px] names left of marks, and a column that has room for them and for a narrow plot
PADDING = 6  # [px] at the right of a drawing
HEIGHT = 300  # [px] of a plane
MIME = "application/vnd.vegalite.v5+json"
NAME = "wattbook"

# As wide as a page: JupyterLab may measure a column before it is there, find 0, and then never stop drawing.
EMBED = {"renderer": "svg"}
CONFIG = {
    "aria": False,  # the words around a drawing say it to those who cannot see
    "background": "transparent", "font": 'system-ui, "Liberation Sans", Arial, sans-serif', "view": {"stroke": None},
    "padding": {"expr": f"{{left: 0, right: {PADDING}, top: 3, bottom: 3}}"},  # in one line of a notebook
    "axis": {"labelColor": INK, "labelOpacity": QUIET, "labelFontSize": TEXT, "labelPadding": 6, "titleColor": INK,
             "titleOpacity": QUIET, "titleFontSize": TEXT, "titleFontWeight": 400, "gridColor": "#8884"},
    "axisX": {"grid": False, "titleAnchor": "start", "titlePadding": 8, "labelSeparation": 8},
    "axisY": {"domain": False, "ticks": False},
    "text": {"color": INK, "fontSize": TEXT, "fontWeight": 600, "lineBreak": "\n", "lineHeight": LINE},
    "rule": {"color": INK}}


def colours(names, firms=None):
    """Colour of each name: a firm's by its place in the case (`Case.firms`), the same in all charts, and grey what is no firm
    beside firms; without firms by order. Beyond the palette all are grey."""
    shades, places = PALETTE, {name: place for place, name in enumerate(dict.fromkeys(names))}
    if firms is not None:
        shades, places = FIRMS, dict(zip(names, firms, strict=True))
    return {name: shades[int(place)] if place < len(shades) else GREY for name, place in places.items()}


def text_colour(colour):
    """Shade of a colour for words: the page's own, or ink."""
    return f"var(--text-{NAMES[colour]}, {INK})" if colour in NAMES else INK


alt.theme.register(NAME, enable=True)(lambda: alt.theme.ThemeConfig(config=CONFIG))
# Altair otherwise checks every part of a chart when it is made and again when it is shown: the second is enough.
alt.utils.schemapi.disable_debug_mode()
alt.renderers.register(NAME, lambda spec, **_: {MIME: {key: one for key, one in spec.items() if key != "$schema"}})
alt.renderers.enable(NAME)
