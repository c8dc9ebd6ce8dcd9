"""The browser check finds what it is there to find. Needs Chromium; skipped where there is none."""

import json
import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")

CHART = """<figure id="figure-1"><div class="live"></div><script type="application/vnd.vegalite+json">{}</script></figure>"""
SPEC = json.dumps({"datasets": {"drawn": '[{"label":"a","value":5000000000}]'}})
CARD = """<figure class="card" id="%s"><script type="application/vnd.vegalite+json">%s</script>
<div class="plot"><div class="live"><div class="vega-embed" style="height:60px">
<svg width="300" height="60">%s</svg></div></div></div><div class="more">
<details><summary>Table</summary>t</details><details><summary>Method</summary>m</details>
<a download="worth.csv" href="data:text/csv,Item,Value%%0Aa,%s%%0A">CSV</a></div></figure>"""
STOP = "<script>document.getElementById('%s').addEventListener('%s', event => event.preventDefault())</script>"
WORDS = '<text x="10" y="20">One</text><text x="60" y="20">Two</text>'


def card(name, words=WORDS, value="5000000000", spec=SPEC):
    """A card with these words in its chart, and this value in its file."""
    return CARD % (name, spec, words, value)


@pytest.fixture(scope="module")
def context():
    from tests.browser.check_pages import FLAGS

    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser.new_context(viewport={"width": 390, "height": 900}, offline=True)
        browser.close()


def test_a_link_to_a_page_or_a_place_that_is_not_there_is_told(tmp_path):
    from tests.browser.check_pages import astray

    (tmp_path / "one.html").write_text('<a href="two.html#a"></a><a href="two.html#b"></a><a href="three.html"></a><p id="a">')
    (tmp_path / "two.html").write_text('<p id="a"><a href="one.html"></a><a href="https://example.org/x.html"></a>')
    assert astray(tmp_path) == ["one.html: link to three.html leads nowhere", "one.html: link to two.html#b leads nowhere"]


WELL = {
    "<p>All is well.</p>": [],
    "<div style='overflow-x:auto'><div style='width:800px'>in a box</div></div>": [],
    card("well"): [],
    card("lines", '<text y="20"><tspan>One</tspan><tspan x="0" dy="18">Two</tspan></text><text x="70" y="38">Three</text>'): [],
}
WRONG = {
    "<script>console.error('oh no')</script>": ["console: oh no"],
    "<script>nothing.there()</script>": ["script: nothing is not defined"],
    "<img src='http://127.0.0.1:9/a.png' alt=''>": [
        "asks the network for http://127.0.0.1:9/a.png", "cannot load http://127.0.0.1:9/a.png", "console: Failed to load"],
    "<script src='_static/gone.js'></script>": ["cannot load file:", "console: Failed to load"],
    "<div style='width:800px'>wide</div>": ["the page is 8", "<div style=\"width:800px\">wide</div>"] * 2,  # looked at twice
    CHART: ["not drawn: figure-1"],
    "<a href='#gone'>there</a>": ["link to #gone leads nowhere"],
    "<p style='color: #999'>Pale</p>": ["axe: color-contrast: "],
    "<h4>Too deep</h4>": ["axe: heading-order: "],
}
WRONG_CARDS = {
    "<a href='#meets'>up</a> " * 41: ["41 stops of the tab key before the first exhibit"],
    card("meets", '<text x="10" y="20">One</text><text x="20" y="22">Two</text>'): ["meets: 'One' meets 'Two'"],
    card("cut", '<text x="370" y="20">Cut off</text>'): ["cut: 'Cut off' is cut: "],
    card("pale", '<text x="10" y="20" fill="#8a929c">Pale</text>'): ["pale: 'Pale' stands out by 3.15 to 1"] * 2,
    card("faint", '<text x="10" y="20" opacity="0.3">Pale</text>'): ["faint: 'Pale' stands out by "] * 2,
    card("value", value="4000000000"): ["value: its file of values has [4000000000.0], drawn is [5000000000.0]"],
    card("rows", spec=json.dumps({"datasets": {"drawn": "[]"}})): ["rows: 1 rows in its file of values, 0 are drawn"],
    card("none").replace("</div></figure>", '<a download="worth.svg" href="data:image/svg+xml,%3Csvg">SVG</a></div></figure>'):
        ["none: its picture is none: "],
    card("mouse") + STOP % ("mouse", "click"): [  # a key opens a fold by a click as well
        "mouse: Table does not open by mouse", "mouse: Method does not open by keyboard"],
    card("keys") + STOP % ("keys", "keydown"): ["keys: Method does not open by keyboard"],
}


@pytest.mark.parametrize("parts", [WELL, WRONG, WRONG_CARDS], ids=["well", "wrong", "wrong cards"])
def test_a_page_is_told_all_that_is_wrong_with_it_and_nothing_else(parts, context, tmp_path, monkeypatch):
    from tests.browser import check_pages

    monkeypatch.setattr(check_pages, "CHARTS_MS", 300)
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html><html lang='en'><title>Page</title><meta name='viewport' content='width=device-width'>"
                    f"<main><h1>Page</h1>{''.join(parts)}</main>")
    found, told = sorted(check_pages.check_page(context, path)), sorted(line for lines in parts.values() for line in lines)
    assert len(found) == len(told), found
    assert [line for line, start in zip(found, told, strict=True) if not line.startswith(start)] == []


@pytest.mark.parametrize(("name", "told"), [
    ("02_cost.html", ["it is 9000 px tall; 7000 are allowed", "it takes 9 sheets; 5 are allowed"]),
    ("index.html", ["it takes 9 sheets; 2 are allowed"]), ("other.html", [])])
def test_a_page_that_is_too_long_on_a_desk_or_on_paper_is_told(name, told, context, tmp_path):
    from tests.browser.check_pages import check_page

    (tmp_path / name).write_text("<!DOCTYPE html><html lang='en'><title>Page</title><style>body { margin: 0 }</style>"
                                 "<main style='height: 9000px'><h1 style='margin: 0'>Page</h1></main>")
    desk = context.browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    assert check_page(desk, tmp_path / name) == told
    desk.close()
