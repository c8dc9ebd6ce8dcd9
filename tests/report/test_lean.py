"""A lean report: packed pages that a browser unpacks, one script for all, verified like any other."""

import json
import shutil

import pytest

from tests.report.conftest import DAY, run_report
from wattbook.report import pack
from wattbook.report.cli import main


@pytest.fixture(scope="module")
def lean(tmp_path_factory, notebooks):
    out = tmp_path_factory.mktemp("lean") / "reports"
    assert run_report(notebooks, out, "base", "dear", "--jobs", "2", "--lean") == 0
    return out


def test_a_packed_page_holds_the_page_without_what_others_hold(lean, printed):
    shown = pack.unpacked((lean / DAY / "base/01_price.html").read_text())
    whole = (printed / "base/01_price.html").read_text()
    assert shown != whole
    assert pack.unpacked(whole) == whole
    assert shown.count('<div class="static wide">') == whole.count('<div class="static wide">') == 2
    assert "A megawatt-hour costs $70" in shown
    for part in ('<details class="code">', '<div class="static narrow">', ".ipynb"):
        assert part not in shown
        assert part in whole


def test_it_ships_no_copies_and_one_script_for_all(lean):
    names = {path.name for path in (lean / DAY / "base").rglob("*") if path.is_file()}
    assert names >= {"index.html", "appendix.html", "inputs.yaml", "outputs.json", "manifest.json", "CITATION.cff"}
    assert not [name for name in names if name.endswith((".ipynb", ".xlsx", ".csv", ".png", ".svg")) or "vega-" in name]
    assert len(list((lean / "_static").glob("vega-*.js"))) == 1


def test_a_lean_report_is_verified_and_its_script_too(lean, notebooks, capsys):
    asked = ["verify", str(lean / DAY / "base"), "--notebooks", str(notebooks)]
    assert main(asked) == 0, capsys.readouterr().err
    (script,) = (lean / "_static").glob("vega-*.js")
    text = script.read_text()
    script.write_text(f"{text} ")
    assert main(asked) == 1
    assert f"_static/{script.name}: it is not as it was published" in capsys.readouterr().err
    script.write_text(text)


def test_a_number_that_was_changed_within_a_packed_page_is_found(lean, notebooks, tmp_path, capsys):
    shutil.copytree(lean, tmp_path / "reports")
    page = tmp_path / "reports" / DAY / "base/01_price.html"
    changed = pack.packed(pack.unpacked(page.read_text()).replace("A megawatt-hour costs $70", "A megawatt-hour costs $71"))
    page.write_text(changed)
    assert main(["verify", str(page.parent), "--notebooks", str(notebooks)]) == 1
    assert "71 -> 70" in capsys.readouterr().err


def test_all_in_one_page_is_made_of_a_lean_report_as_well(notebooks, tmp_path):
    assert run_report(notebooks, tmp_path / "reports", "base", "--lean", "--single") == 0
    assert "A megawatt-hour costs $" in (tmp_path / "reports" / DAY / "base.html").read_text()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")
def test_a_browser_without_a_network_shows_it_and_goes_to_its_places(lean):
    playwright = pytest.importorskip("playwright.sync_api")
    from tests.browser.check_pages import FLAGS

    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page, told = browser.new_context(offline=True).new_page(), []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(f"{(lean / DAY / 'base/01_price.html').as_uri()}#figure-2")
        page.wait_for_selector("figure.card.drawn")
        assert page.inner_text("h1") == "What does $5 of power cost?"
        assert page.locator(".live svg").count() == 2
        assert 0 <= page.evaluate("document.getElementById('figure-2').getBoundingClientRect().top") < 700
        bare = browser.new_context(java_script_enabled=False).new_page()
        bare.goto((lean / DAY / "base/01_price.html").as_uri())
        assert "This page is packed" in bare.inner_text("main")
        browser.close()
    assert told == []


def test_its_manifest_says_that_it_is_lean(lean):
    assert json.loads((lean / DAY / "base/manifest.json").read_text())["lean"] is True
