"""The recipes of the README, followed literally in copies of params and notebooks; a report's inputs are settled, not run."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from wattbook.report import cli, edition

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = README.split("## Recipes")[1].split("\n## ")[0].split("\n**")[1:]
RECIPES = {part.partition(".**")[0]: re.findall(r"^    (wattbook .*)$", part, re.MULTILINE) for part in PARTS}
RECIPES = {name: lines for name, lines in RECIPES.items() if lines}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what the recipes write into, one for all of them, in the order of the README."""
    place = tmp_path_factory.mktemp("recipes")
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, place / name)
    return place


def test_the_recipes_are_those_that_can_be_typed():
    assert list(RECIPES) == ["Ask what if", "Add a scenario", "Add an assumption", "Add a notebook", "Add another programme",
                             "Accept a moved number"]


@pytest.mark.parametrize("recipe", [name for name in RECIPES if name != "Accept a moved number"])  # it needs git: see the walk
def test_a_recipe_works_as_it_stands(recipe, checkout, monkeypatch, capsys):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(checkout / "params"))
    monkeypatch.setattr(cli, "CHECKOUT", checkout)
    monkeypatch.setitem(cli.NOTEBOOKS["--notebooks"], "default", checkout / "notebooks")
    for line in RECIPES[recipe]:
        _, *words = shlex.split(line)
        if words[0] == "report":
            assert all(edition.settle(name, "2026-11-22").inputs for name in words[1:])
        else:
            assert cli.main(words) == 0, capsys.readouterr().err
