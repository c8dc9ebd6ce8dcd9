"""A text of the case is a text on every page, in every file and in a terminal, whatever it holds."""

import shutil

import pytest

from tests.report.conftest import CASE, DAY, LOAD, record, run_report, write_case, write_own
from wattbook.report.cli import main

SCRIPT = "</script></style></title><script>document.title='broken'</script><img src=x onerror=document.title='broken'>"
REMOTE = "<img src=https://example.invalid/a.png><link rel=stylesheet href=https://example.invalid/a.css>"
RECORD = record("one", "One?", "price_usd_per_mwh").replace("Price of power", f"Price {SCRIPT}")


@pytest.fixture(scope="module")
def reports(tmp_path_factory, case):
    """Reports of a case whose every text is hostile, with a page over them, to be read only."""
    place = tmp_path_factory.mktemp("hostile")
    root = write_case(place / "params")
    told = f'"{SCRIPT}{REMOTE}"'
    (root / "case.yaml").write_text(CASE.replace("Tiny case", told, 1).replace("Is the tiny case any good?", told))
    power = (root / "base/power.yaml").read_text()
    (root / "base/power.yaml").write_text(power.replace("label: Price", f"label: {told}").replace("Made up for a test.", told))
    dear = (root / "scenarios/dear.yaml").read_text()
    (root / "scenarios/dear.yaml").write_text(dear.replace("title: Dear power", f"title: {told}").replace(
        "story: Power costs twice as much.", f"story: {told}").replace("Twice the base.", told))
    (place / "own").mkdir()
    folder, out = write_own(place / "own", "01_one", LOAD, RECORD), place / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WATTBOOK_PARAMS", str(root))
        assert run_report(folder, out, "--as-of", "2026-05-31") == 0
        assert run_report(folder, out, "base", "dear") == 0
        yield out


def test_no_page_runs_or_asks_for_what_a_text_holds(reports):
    api = pytest.importorskip("playwright.sync_api")
    if not shutil.which("chromium"):
        pytest.skip("Chromium is not here")
    asked, told = [], []
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        for path in [reports / "index.html", *(reports / DAY).glob("*/*.html")]:
            page.goto(path.as_uri())
            assert page.title() != "broken", path
            assert page.evaluate("document.querySelectorAll('img[onerror]').length") == 0, path
        browser.close()
    assert not told
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_a_terminal_gets_no_control_characters_from_a_report(reports, tmp_path, capsys):
    folder = shutil.copytree(reports / DAY / "base", tmp_path / "base")
    inputs = folder / "inputs.yaml"
    inputs.write_text(inputs.read_text().replace("label: ", 'label: "\\e[31mred\\a" #', 1).replace("value: 70", "value: 75"))
    capsys.readouterr()
    main(["compare", str(reports / "2026-05-31/base"), str(folder)])
    said = capsys.readouterr()
    assert "\x1b" not in said.out + said.err
    assert "\x07" not in said.out + said.err
