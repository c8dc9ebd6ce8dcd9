"""The browser check finds what it is there to find. Needs Chromium; skipped where there is none."""

import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")

CHART = """<figure id="figure-1"><div class="live"></div><script type="application/vnd.vegalite+json">{}</script></figure>"""


@pytest.fixture(scope="module")
def context():
    from tests.browser.check_pages import FLAGS

    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser.new_context(viewport={"width": 390, "height": 900}, offline=True)
        browser.close()


@pytest.mark.parametrize(("body", "told"), [
    ("<p>All is well.</p>", None),
    ("<script>console.error('oh no')</script>", "console: oh no"),
    ("<script>nothing.there()</script>", "script: nothing is not defined"),
    ("<img src='http://127.0.0.1:9/a.png' alt=''>", "asks the network for http://127.0.0.1:9/a.png"),
    ("<script src='_static/gone.js'></script>", "cannot load"),
    ("<div style='width:800px'>wide</div>", "the page is 8"),
    ("<div style='overflow-x:auto'><div style='width:800px'>in a box</div></div>", None),
    (CHART, "not drawn: figure-1"),
    ("<a href='#gone'>there</a>", "link to #gone leads nowhere"),
])
def test_a_page_passes_or_is_told_what_is_wrong_with_it(body, told, context, tmp_path, monkeypatch):
    from tests.browser import check_pages

    monkeypatch.setattr(check_pages, "CHARTS_MS", 300)
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html><meta name='viewport' content='width=device-width'><body>{body}")
    wrong = check_pages.check_page(context, path)
    assert (wrong == []) if told is None else any(told in line for line in wrong), wrong
