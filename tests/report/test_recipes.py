"""The recipes of the README, followed literally in copies of params and notebooks; a report's inputs are settled, not run."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from wattbook.report import cli, commands, edition, store

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = README.split("## Recipes")[1].split("\n## ")[0].split("\n**")[1:]
RECIPES = {part.partition(".**")[0]: re.findall(r"^    (\w.*)$", part, re.MULTILINE) for part in PARTS}
RECIPES = {name: lines for name, lines in RECIPES.items() if lines}


ACCEPT = "Accept a moved number"
LIFE = re.compile(r"it_life_years:.*?vintages:\n", re.DOTALL)
VINTAGE = "    - {as_of: 2026-11-22, value: 4, low: 3, high: 6, dist: lognormal, source: judgement, note: Our own view.}\n"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what the recipes write into, one for all of them, in the order of the README."""
    place = tmp_path_factory.mktemp("recipes")
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, place / name)
    return place


def test_the_recipes_are_those_that_can_be_typed():
    assert list(RECIPES) == ["Ask what if", "Add a scenario", "Add an assumption", "Add a notebook", "Add another programme",
                             ACCEPT]


@pytest.mark.parametrize("recipe", [name for name in RECIPES if name != ACCEPT])
def test_a_recipe_works_as_it_stands(recipe, checkout, monkeypatch, capsys):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(checkout / "params"))
    monkeypatch.setattr(cli, "CHECKOUT", checkout)
    monkeypatch.setitem(cli.NOTEBOOKS["--notebooks"][2], "default", checkout / "notebooks")
    for line in RECIPES[recipe]:
        _, *words = shlex.split(line)
        if words[0] == "report":
            assert all(edition.settle(name, "2026-11-22").inputs for name in words[1:])
        else:
            assert cli.main(words) == 0, capsys.readouterr().err


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="no checkout of git")
def test_a_moved_number_is_accepted_as_it_stands(tmp_path, monkeypatch, capsys):
    """In a clone with one notebook; `make notebooks` is what the Makefile says it is."""
    git, clone = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"], tmp_path / "clone"
    subprocess.run([*git, "clone", "-q", str(ROOT), str(clone)], check=True)
    for path in sorted((clone / "notebooks").glob("*.ipynb"))[1:]:
        path.unlink()
    subprocess.run([*git, "commit", "-qam", "One notebook"], cwd=clone, check=True)
    path = clone / "params/world/base/cost.yaml"
    path.write_text(LIFE.sub(lambda found: found[0] + VINTAGE, path.read_text(), count=1))
    for module in (cli, commands, store):
        monkeypatch.setattr(module, "CHECKOUT", clone)
    monkeypatch.setenv("WATTBOOK_PARAMS", str(clone / "params"))
    monkeypatch.chdir(clone)
    compared, stored, committed = RECIPES[ACCEPT]
    assert cli.main([*shlex.split(compared)[1:], "--as-of", "2026-11-22"]) == 0, capsys.readouterr().err
    assert "Useful life of servers and network" in capsys.readouterr().out
    assert stored == "make notebooks"
    assert "@$(BIN)/python -m wattbook.report.store" in (ROOT / "Makefile").read_text()
    assert store.main([str(clone / "notebooks")]) == 0, capsys.readouterr().err
    assert "1 input changed: it_life_years 5 -> 4; " in capsys.readouterr().out
    subprocess.run([*git, *shlex.split(committed)[1:]], cwd=clone, check=True, capture_output=True)
    assert subprocess.run([*git, "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True).stdout == ""
