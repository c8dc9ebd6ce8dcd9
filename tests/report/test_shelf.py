"""Over all reports stands one page: dates, scenarios, trends; and beside a report what is asked for as one file."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook.report import edition, handover, page, shelf

RECORD = record("one", "One?", "price_usd_per_mwh")
CHROMIUM = next(filter(None, map(shutil.which, handover.CHROMIUMS)), None)


@pytest.fixture(scope="module")
def out(printed, tmp_path_factory):
    """Reports of two dates and two scenarios."""
    out = shutil.copytree(printed.parent, tmp_path_factory.mktemp("shelf") / "reports", symlinks=True)
    for name in ("base", "dear"):
        folder = shutil.copytree(out / DAY / name, out / "2026-05-31" / name)
        for path in (folder / "outputs.json", folder / "manifest.json"):
            path.write_text(path.read_text().replace(DAY, "2026-05-31"))
    shelf.write(out)
    return out


def test_all_reports_stand_on_one_page_with_their_numbers_and_trends(out):
    soup = BeautifulSoup((out / "index.html").read_text(), "html.parser")
    links = [link["href"] for link in soup.select("tbody a")]
    assert links == [f"{day}/{name}/index.html" for day in (DAY, "2026-05-31") for name in ("base", "dear")]
    assert all((out / link).is_file() for link in links)
    assert len(soup.select("figure svg")) == 2  # one a headline
    assert (out / "latest/base/index.html").is_file()
    assert (out / "latest").readlink() == Path(DAY)


def test_a_run_renews_the_page_and_a_report_that_is_broken_is_left_out(case, own_notebooks, tmp_path):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--as-of", "2026-05-31") == 0
    assert run_report(folder, out, "dear") == 0
    assert (out / "latest").readlink() == Path("2026-05-31")  # the newest day with a base case
    (out / "2026-05-31/base/outputs.json").write_text("{")
    shelf.write(out)
    assert list(shelf.reports(out)) == [(DAY, "dear")]
    assert not list(out.glob(".*"))


def test_a_sibling_takes_the_place_of_the_report_before_it(out):
    folder = shutil.copytree(out / DAY / "base", out / DAY / "base-2")
    try:
        assert shelf.reports(out)[DAY, "base"]["address"] == f"{DAY}/base-2"
    finally:
        shutil.rmtree(folder)


def test_a_trend_runs_from_the_oldest_to_the_newest_and_from_the_lowest_to_the_highest():
    # 110 x 30 with 5 at each edge: day 0 at 5, day 50 in the middle, day 100 at 105; value 0 at the foot, 10 at the top.
    drawing = ElementTree.fromstring(shelf.trend([(0, 0, 5, 10), (50, 2.5, 5, 7.5), (100, 5, 10, 10)], 110, 30))
    band, line = drawing.find("polygon").get("points"), drawing.find("polyline").get("points")
    assert line == "5.0,15.0 55.0,15.0 105.0,5.0"
    assert band == "5.0,25.0 55.0,20.0 105.0,15.0 105.0,5.0 55.0,10.0 5.0,5.0"
    assert shelf.trend([(0, 1, 2, 3)], 110, 30) == ""


def test_one_file_holds_all_pages_and_its_links_lead_to_places_in_it(printed, notebooks, tmp_path):
    folder = shutil.copytree(printed / "base", tmp_path / "base")
    (path,) = handover.beside(folder, single=True)
    soup = BeautifulSoup(path.read_text(), "html.parser")
    assert [one["class"] for one in soup.select("body, main > section")] == [
        ["single"], ["index"], ["chapter"], ["chapter"], ["appendix"]]
    assert [one["id"] for one in soup.select("main > section")] == ["index", "01_price", "02_again", "appendix"]
    ids = [one["id"] for one in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    clips = {aim for one in soup.select("main [clip-path]") for aim in re.findall(r"url\(#(.*?)\)", one["clip-path"])}
    assert clips
    assert clips <= set(ids)
    aims = [link["href"][1:] for link in soup.select("main a[href]") if link["href"].startswith("#")]
    assert "01_price" in aims
    assert {aim for aim in aims if not aim.startswith("appendix-")} <= set(ids)  # this case has few of the model's entries
    assert not [link["href"] for link in soup.select("main a[href]") if not link["href"].startswith(("#", "data:", "http"))]


def test_pages_may_ask_nobody_for_anything_and_run_no_script_but_their_own(printed):
    for path in (printed / "base").glob("*.html"):
        soup = BeautifulSoup(path.read_text(), "html.parser")
        policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
        assert policy.startswith("default-src 'none'; script-src 'self' file:")
        assert "unsafe-eval" not in policy
        for script in soup.select("script:not([src]):not([type])"):
            assert page.policy(script.string).split(";")[1].split()[-1] in policy


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not here")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not here")
def test_paper_holds_the_headline(printed, tmp_path):
    folder = shutil.copytree(printed / "base", tmp_path / "base")
    (path,) = handover.beside(folder, pdf=True)
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "A megawatt-hour costs $70." in text
    assert "Is the tiny case any good?" in text


def test_where_there_is_no_chromium_one_line_says_how_to_get_it(printed, notebooks, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(handover, "CHROMIUMS", ("no-such-program",))
    out = shutil.copytree(printed.parent, tmp_path / "out", symlinks=True)
    assert run_report(notebooks, out, "--pdf") == 2
    assert capsys.readouterr().err == "wattbook: --pdf: Chromium is not here; on Debian: apt install chromium\n"


def test_every_draw_of_every_number_stands_in_one_table(tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.delenv("WATTBOOK_PARAMS", raising=False)
    one = edition.settle("base", "2025-11-12", draws=100)
    (tmp_path / "base").mkdir()
    (tmp_path / "base/inputs.yaml").write_text(one.inputs)
    (tmp_path / "base/outputs.json").write_text('{"outputs": {"it_capacity_nominal_gw": {}}}')
    (tmp_path / "base/manifest.json").write_text('{"inputs_sha256": "abc"}')
    (path,) = handover.beside(tmp_path / "base", draws=True)
    table = parquet.read_table(path)
    assert table.num_rows == 100
    assert {"budget_usd", "it_capacity_nominal_gw"} <= set(table.column_names)
    assert table.schema.metadata[b"as_of"] == b"2025-11-12"
    assert table.schema.metadata[b"inputs_sha256"] == b"abc"


def test_cases_stand_side_by_side_with_question_and_answer(out, tmp_path):
    told = shelf.reports(out)
    told[DAY, "mill/base"] = {**told[DAY, "base"], "scenario": "mill/base", "question": "Does the mill pay?", "address": "m",
                              "headlines": {"01_one": "It does not."}}
    soup = BeautifulSoup(shelf.render(told), "html.parser")
    assert [one.get_text() for one in soup.select("dt")] == ["Is the tiny case any good?", "Does the mill pay?"]
    assert soup.select("dd")[1].get_text() == "It does not."
    assert [head.get_text() for head in soup.select("dl + div th, dl + table th")][1:3] == ["Base", "Base (mill)"]
    assert not BeautifulSoup(shelf.render(shelf.reports(out)), "html.parser").select("dl")
