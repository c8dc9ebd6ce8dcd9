"""A reader finds a number, filters the appendix and reads without script, in a real browser with the network off."""

import shutil

import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, printed):
    """Open a page of the tiny report, with or without script."""
    contexts = []

    def go(name, script=True):
        contexts.append(browser.new_context(offline=True, java_script_enabled=script))
        page = contexts[-1].new_page()
        page.goto((printed / "base" / name).as_uri())
        return page

    yield go
    for one in contexts:
        one.close()


def test_a_number_is_found_by_words_and_its_entry_opens(opened):
    page = opened("index.html")
    page.fill("#find", "pri mwh")
    assert page.inner_text("#found").startswith("Price $70")
    page.click("#found a")
    page.wait_for_url("**/appendix.html#price_usd_per_mwh")
    assert page.get_attribute("#price_usd_per_mwh", "open") is not None
    page.go_back()
    page.fill("#find", "nothing of the kind")
    assert page.inner_text("#found") == "Nothing holds these words."


def test_the_appendix_is_filtered_and_a_link_to_what_is_hidden_shows_it(opened):
    page = opened("appendix.html")
    page.fill("#filter", "calendar")
    assert not page.is_visible("#price_usd_per_mwh")
    assert page.inner_text("output").endswith(f"of {page.locator('details.entry').count()}")
    page.evaluate("location.hash = 'price_usd_per_mwh'")
    page.wait_for_selector("#price_usd_per_mwh dl", state="visible")


def test_without_script_everything_is_there(opened):
    page = opened("index.html", script=False)
    assert page.inner_text(".verdict .wb-headline") == "The price is 70."
    page.click("text=or read them all")
    page.click("#price_usd_per_mwh summary")
    assert page.is_visible("text=Made up for a test")
    chapter = opened("01_price.html", script=False)
    assert chapter.locator("figure.card .static svg:visible").count() == 2
