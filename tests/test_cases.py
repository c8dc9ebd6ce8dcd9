"""Several programmes over one world: what is said for all is read with what each says for itself, and never from another."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

from wattbook import params
from wattbook.params import files
from wattbook.params.files import read_yaml
from wattbook.report.cli import main

ROOT, LATE = Path(__file__).parents[1], "2025-12-31"


@pytest.fixture
def bakeries(tmp_path, toy):
    """The toy case as two: flour costs the same for both, prices are each one's own."""
    tree, goods = tmp_path / "tree", yaml.safe_load((toy / "base/goods.yaml").read_text())
    for case in ("old", "new"):
        folder = shutil.copytree(toy, tree / "cases" / case)
        for name in ("sources.yaml", "observations.csv", "base/outlays.yaml"):
            (folder / name).unlink()
        told = read_yaml(folder / "case.yaml")
        del told["series"], told["entities"], told["axes"]
        (folder / "case.yaml").write_text(yaml.safe_dump({**told, "title": f"The {case} bakery"}))
    goods["price_usd"]["vintages"][0]["value"] += 0.01
    (tree / "cases/new/base/goods.yaml").write_text(yaml.safe_dump(goods))
    world = tree / "world"
    (world / "base").mkdir(parents=True)
    for name in ("sources.yaml", "observations.csv", "base/outlays.yaml"):
        shutil.copy(toy / name, world / name)
    told = read_yaml(toy / "case.yaml")
    (world / "case.yaml").write_text(yaml.safe_dump({key: told[key] for key in ("series", "entities", "axes")}))
    (tree / "cases.yaml").write_text("default: old\n")
    return tree


def test_a_case_over_a_world_is_the_same_as_one_flat_folder(bakeries, toy):
    apart, flat = (params.load("dear_flour", LATE, draws=9, root=root) for root in (bakeries, toy))
    assert set(apart.values) == set(flat.values)
    for name, array in flat.values.items():
        np.testing.assert_array_equal(apart.values[name], array)
    assert apart.resolved()["files"].keys() == flat.resolved()["files"].keys()


def test_a_case_is_named_before_its_scenario_and_the_default_needs_no_name(bakeries):
    assert [params.load(name, LATE, root=bakeries).case.title for name in ("base", "old/base", "new/base")] == [
        "The old bakery", "The old bakery", "The new bakery"]
    assert [params.load(name, LATE, root=bakeries).scenario for name in ("old/dear_flour", "new/dear_flour")] == [
        "dear_flour", "new/dear_flour"]
    assert params.load("base", LATE, root=bakeries / "cases/new").scenario == "new/base"
    assert list(params.scenarios(bakeries, "new")) == ["new/base", "new/dear_flour"]
    assert params.cases(bakeries) == ["old", "new"]


def test_a_case_that_is_none_is_refused(bakeries):
    with pytest.raises(params.InputError, match="case: found 'nw'; allowed: old, new; did you mean 'new'"):
        params.load("nw/base", LATE, root=bakeries)


def test_what_the_world_says_no_case_says_again(bakeries):
    shutil.copy(bakeries / "world/base/outlays.yaml", bakeries / "cases/new/base/outlays.yaml")
    with pytest.raises(params.InputError, match=r"new/base/outlays.yaml: .* stands already in .*world/base/outlays"):
        params.load("new/base", LATE, root=bakeries)
    assert params.load("base", LATE, root=bakeries)


def test_a_default_that_is_no_case_is_refused(bakeries):
    (bakeries / "cases.yaml").write_text("default: older\n")
    with pytest.raises(params.InputError, match=r"cases.yaml: default: found 'older'; allowed: new, old; did you mean 'old'"):
        params.load(root=bakeries)


def test_files_laid_out_again_are_the_case_that_they_were(bakeries, tmp_path):
    book = params.load("new/dear_flour", LATE, root=bakeries, draws=5)
    root = params.lay(book.resolved()["files"], tmp_path / "laid")
    again = params.load("new/dear_flour", LATE, root=root, draws=5)
    assert again.resolved() == book.resolved()
    with pytest.raises(params.InputError, match="case: found 'old'; allowed: new"):
        params.load("old/base", LATE, root=root)


def test_a_series_of_the_subject_is_that_of_the_firm_that_a_case_names(bakeries):
    told = read_yaml(bakeries / "world/case.yaml")
    told["series"]["sales_usd"]["entity"] = "subject"
    (bakeries / "world/case.yaml").write_text(yaml.safe_dump(told))
    old = params.load("base", LATE, root=bakeries)
    assert old.case.series["sales_usd"]["entity"] == old.case.subject


def test_the_commands_name_scenarios_of_all_cases(bakeries, monkeypatch, capsys):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(bakeries))
    assert main(["scenarios"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "base", "dear_flour", "new/base", "new/dear_flour"]


def test_every_shipped_case_loads_at_both_dates():
    for case in params.cases():
        for name in params.scenarios(case=case):
            for day in ("2025-11-12", "2026-11-27"):
                assert params.load(name, day).scenario == name


def test_every_shipped_file_belongs_to_the_world_or_to_one_case():
    root = params.default_root()
    known = {"CHANGELOG.md", files.DEFAULT, files.WORLD, files.CASES}
    assert {path.name for path in Path(root).iterdir()} == known


def test_nothing_in_the_library_or_the_notebooks_names_a_case():
    named = set()
    for folder in files.known(params.default_root()).values():
        told = read_yaml(folder / "case.yaml")
        named |= {folder.name, told["subject"], *told["entities"], *told["axes"]["site"].values()}
    word = re.compile(rf"\b({'|'.join(map(re.escape, sorted(named)))})\b", re.IGNORECASE)
    texts = {path: re.sub(r'Source:.*?"""', "", path.read_text(), flags=re.DOTALL) for path in (ROOT / "lib").rglob("*.py")}
    texts |= {path: path.read_text() for path in (ROOT / "lib").rglob("*.j*")}
    texts |= {path: "\n".join("".join(cell["source"]) for cell in json.loads(path.read_text())["cells"])
              for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert [(path.name, match[0]) for path, text in texts.items() for match in word.finditer(text)] == []
