"""`wattbook check` finds every planted fault at its line; what `wattbook new` writes is none."""

import json
import shutil
from pathlib import Path

import pytest

from wattbook import params
from wattbook.report.check import located
from wattbook.report.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Copies of the shipped params and notebooks, in the working folder."""
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.setenv("WATTBOOK_PARAMS", str(tmp_path / "params"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(capsys, *options):
    """Exit status and lines of a check of the copies."""
    capsys.readouterr()
    status = main(["check", "--notebooks", "notebooks", *options])
    return status, capsys.readouterr().out.splitlines()


def swap(path, old, new):
    """Replace the first place of a text and return its line."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[:text.index(old)].count("\n") + 1


def test_what_is_shipped_has_no_fault_and_nothing_to_look_at(tree, capsys):
    assert checked(capsys, "--strict") == (0, [])


def test_faults_in_many_files_are_all_told_each_with_its_line(tree, capsys):
    world, case = tree / "params/world", tree / "params/cases/anthropic"
    power = swap(world / "base/power.yaml", "unit: USD_2025/MWh", "unit: USD_2025/MWhh")
    lender = swap(world / "base/debt.yaml", "value: 0.085", "value: much") if "value: 0.085" in (
        world / "base/debt.yaml").read_text() else swap(world / "base/debt.yaml", "dist: logit", "dist: bell")
    fact = swap(world / "observations.csv", "openai,cash_burn,planned,2026,18e9", "openai,cash_burn,planned,2026,plenty")
    story = swap(case / "base/programme.yaml", "source: newser_2025_11_12", "source: hearsay")
    swap(tree / "notebooks/02_cost.ipynb", '"parameters"', '"settings"')
    status, lines = checked(capsys)
    assert status == 2
    places = [line.split(": ")[0] for line in lines]
    assert f"params/world/base/power.yaml:{power}" in places
    assert f"params/world/observations.csv:{fact}" in places
    assert f"params/cases/anthropic/base/programme.yaml:{story}" in places
    assert any(place.startswith("params/world/base/debt.yaml:") and abs(int(place.rpartition(":")[2]) - lender) <= 8
               for place in places)
    assert any("02_cost.ipynb" in line and "tagged 'parameters'" in line for line in lines)
    assert len(lines) == len(set(lines)) == 5


def test_a_key_that_no_number_has_and_a_name_that_nothing_gives_are_faults(tree, capsys):
    case = tree / "params/cases/stargate"
    claim = swap(case / "claims.yaml", "test: 'npv_usd >= 0'", "test: 'npv_us >= 0'")
    status, (line,) = checked(capsys)
    assert status == 2
    assert line.startswith("params/cases/stargate/claims.yaml:")
    assert abs(int(line.split(":")[1]) - claim) <= 1
    assert "'npv_us': no output, assumption or series has this name; did you mean 'npv_usd'?" in line
    swap(case / "claims.yaml", "test: 'npv_us >= 0'", "test: 'npv_usd >= 0'")
    for name in ("anthropic", "stargate"):
        path = tree / f"params/cases/{name}/base/debt.yaml"
        path.write_text(path.read_text().partition("equity_available_usd:")[0])
    status, lines = checked(capsys)
    assert status == 2
    assert all("found no assumption or series equity_available_usd, which " in line for line in lines)
    assert len(lines) == 2


def test_a_line_is_found_where_a_message_names_only_keys(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("one:\n  unit: MW\ntwo:\n  vintages:\n    - {as_of: 2025-01-31, value: 1}\n"
                    "    - {as_of: 2025-02-28, value: x}\n")
    assert located(f"{path}: two (2025-02-28): value: found 'x'; a number") == (
        f"{path}:6: two (2025-02-28): value: found 'x'; a number")
    assert located(f"{path}: line 3: not valid YAML") == f"{path}:3: not valid YAML"
    assert located("arguments: scenario: found 'x'") == "arguments: scenario: found 'x'"


def test_what_is_new_passes_the_check_and_never_replaces_anything(tree, capsys):
    made = {"scenario": "dear_power", "assumption": "sunlight_usd_per_mwh", "notebook": "weather", "case": "acme"}
    for kind, name in made.items():
        assert main(["new", kind, name, "--notebooks", "notebooks"]) == 0
        assert main(["new", kind, name, "--notebooks", "notebooks"]) == (0 if kind == "notebook" else 2)
    assert (tree / "notebooks/06_weather.ipynb").is_file()
    status, lines = checked(capsys)
    assert status == 0
    assert all("no output uses it yet" in line for line in lines)
    assert "dear_power" in params.scenarios()
    assert params.load().assumptions["sunlight_usd_per_mwh"].unit == "USD/MWh"
    assert "acme" in params.cases()
    cells = json.loads((tree / "notebooks/06_weather.ipynb").read_text())["cells"]
    assert cells[1]["metadata"]["tags"] == ["parameters"]


@pytest.mark.parametrize(("asked", "told"), [
    (["scenario", "Dear"], "a name of at most 100 small letters"), (["assumption", "sunlight"], "name must end in its unit"),
    (["assumption", "pue"], "has this name already"), (["notebook", "a b"], "a name of letters, digits and _"),
    (["scenario", "base"], "not 'base'"),
    (["case", "../up"], "a name of at most 100 small letters"), (["scenario", "x", "--case", "no"], "case: found 'no'"),
])
def test_what_cannot_be_new_is_refused_in_one_line(tree, capsys, asked, told):
    assert main(["new", *asked, "--notebooks", "notebooks"]) == 2
    assert told in capsys.readouterr().err
