"""A report hands its numbers over: workbook, CSV, pictures and a citation, whatever the texts begin with."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.report.conftest import DAY, LOAD, record, run_report, shown_by
from wattbook import tables
from wattbook.report import cards, handover

ROOT = Path(__file__).parents[2]
HOSTILE = "=cmd|' /C calc'!A0"
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.fixture(scope="module")
def exhibits():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("WATTBOOK_PARAMS", raising=False)
        return shown_by([ROOT / "notebooks/02_cost.ipynb"], "2026-11-22")


@pytest.fixture(scope="module")
def charts(exhibits, tmp_path_factory):
    place = tmp_path_factory.mktemp("charts")
    handover.charts(place, exhibits, 7)
    return place / "charts"


def test_every_exhibit_is_a_file_of_values_and_a_drawing_in_lines_and_in_dots(charts, exhibits):
    found = [(one["content"], one["spec"]) for one in exhibits]
    assert len(found) > 9
    stems = [f"{number:02}-{content['anchor']}" for number, (content, _) in enumerate(found, 7)]
    assert {path.stem for path in charts.iterdir()} == set(stems)
    for stem, (content, spec) in zip(stems, found, strict=True):
        rows = list(csv.reader(io.StringIO((charts / f"{stem}.csv").read_text())))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        if spec:
            assert ElementTree.parse(charts / f"{stem}.svg").getroot().tag.endswith("svg")
            assert content["title"].split()[1] in (charts / f"{stem}.svg").read_text()
            assert (charts / f"{stem}.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def sheets(path):
    """Text of each sheet's XML, by the name of the sheet."""
    with zipfile.ZipFile(path) as book:
        told = ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
        names = [one.get("name") for one in told if one.tag.endswith("}sheet")]
        return {name: book.read(f"xl/worksheets/sheet{place}.xml").decode() for place, name in enumerate(names, 1)}


def test_the_workbook_holds_inputs_outputs_and_citation(printed):
    found = sheets(printed / "base/report.xlsx")
    assert list(found) == ["Contents", "Inputs", "Outputs"]
    assert "<v>70</v>" in found["Inputs"]
    assert all('state="frozen"' in found[name] for name in ("Inputs", "Outputs"))
    assert "<f>G5-E5</f>" in found["Outputs"]
    rows = list(csv.DictReader((printed / "base/outputs.csv").open()))
    told = json.loads((printed / "base/outputs.json").read_text())["outputs"]
    assert {row["Name"]: float(row["P50"]) for row in rows} == {name: one["p50"] for name, one in told.items()}


def test_the_citation_names_question_date_scenario_and_hash(printed):
    cited = yaml.safe_load((printed / "dear/CITATION.cff").read_text())
    sha = json.loads((printed / "dear/manifest.json").read_text())["inputs_sha256"]
    assert cited["cff-version"] == "1.2.0"
    assert cited["title"] == "Is the tiny case any good? Report of scenario dear, as of 2026-06-30"
    assert cited["identifiers"][0]["value"] == f"sha256:{sha}"
    assert str(cited["date-released"]) == DAY
    assert f"inputs sha256 {sha[:12]}" in (printed / "dear/index.html").read_text()


def test_a_total_is_the_sum_that_it_is_and_what_is_none_stays_a_number():
    heads = ["Step", "Kind", "USD"]
    _, rows = handover._summed(heads, [["A", "change", 2.0], ["B", "change", 3.0], ["All", "total", 5.001]])
    assert rows[-1] == ["All", "total", handover.Formula(("=SUM(C5:C6)", 5.0))]
    assert handover._summed(heads, [["A", "change", 2.0], ["All", "total", 5.0]])[1][-1] == ["All", "total", 5.0]


def test_libreoffice_reckons_the_same_sums(exhibits, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    found = next((one["content"], one["spec"]) for one in exhibits if one["content"]["anchor"] == "cost-of-a-kilowatt")
    heads, rows = handover._summed(*cards.grid(*found))
    assert isinstance(rows[-1][-1], handover.Formula)
    from wattbook.report.edition import Edition

    handover._workbook(tmp_path / "a.xlsx", Edition("base", DAY), "Cited", [("Cost", "=1+1", "", heads, [
        *rows[:-1], [*rows[-1][:-1], handover.Formula((rows[-1][-1][0], 0))]])])
    settings = tmp_path / "profile/user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE)
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,2", "--outdir", tmp_path,
                    tmp_path / "a.xlsx"], check=True, capture_output=True)
    rows = list(csv.reader((tmp_path / "a-Cost.csv").open()))
    assert rows[0][0] == "=1+1"
    assert float(rows[-1][-1]) == pytest.approx(sum(float(row[-1]) for row in rows[4:-1]))


def test_hostile_texts_are_texts_in_every_file(case, own_notebooks, tmp_path):
    path = case / "base/power.yaml"
    before = path.read_text()
    source = record("one", "One?", "price_usd_per_mwh").replace("Price of power", HOSTILE)
    folder = own_notebooks("01_one", LOAD, source)
    try:
        path.write_text(before.replace("label: Price", f'label: "{HOSTILE}"').replace("Made up for a test.", "'@S(1)<script>'"))
        assert run_report(folder, tmp_path / "out") == 0
    finally:
        path.write_text(before)
    report = tmp_path / "out" / DAY / "base"
    found = sheets(report / "report.xlsx")
    assert "<f>" not in found["Inputs"]
    assert "cmd" not in "".join(found.values())  # texts stand among the shared strings
    assert f"'{HOSTILE}" in (report / "outputs.csv").read_text()
    assert "<script>'" not in "".join(page.read_text() for page in report.glob("*.html"))


def test_numbers_with_a_sign_stay_numbers_where_texts_are_made_harmless():
    told = tables.as_csv([["-5", "+1.5%", -3, "=1", "@a", "+a", "\tb", " =c", "a=b", "−2"]])
    assert told == "-5,+1.5%,-3,'=1,'@a,'+a,'\tb,' =c,a=b,−2\n"
