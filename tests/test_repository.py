"""The files around the package: bounds, lock, environment and what must not be tracked."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()
PIP_ONLY = {"scoringrules>=0.8"}  # comes with the package itself, by pip
CONDA_TWINS = {"jsonschema-with-format-nongpl<4.25"}  # conda splits off what pip calls jsonschema[format-nongpl]


def test_the_conda_environment_has_the_same_bounds_as_the_package():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    words = {line.replace(" ", "") for line in listed if isinstance(line, str)}
    wanted = {*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"], "pip", f"python{PROJECT['requires-python']}"}
    assert words - CONDA_TWINS == wanted - PIP_ONLY
    assert words >= CONDA_TWINS
    assert {"pip": ["-e ."]} in listed


def test_the_locked_versions_lie_within_the_bounds_of_both():
    locked = dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,-]+\])?==([^ ;]+)", LOCK, flags=re.M))
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    asked = [Requirement(line) for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"], *(
        one for one in listed if isinstance(one, str) and not one.replace(" ", "").startswith(("python>", "pip")))]]
    outside = [str(one) for one in asked if one.name in locked and not one.specifier.contains(locked[one.name])]
    assert outside == []
    assert len({one.name for one in asked} & locked.keys()) >= len(PROJECT["dependencies"])


def test_the_lock_names_no_index():
    assert "://" not in LOCK
    assert "index-url" not in LOCK
    assert "find-links" not in LOCK


def test_every_locked_version_has_a_hash():
    pins = re.findall(r"^[a-z0-9][^\s]*==\S+.*(?:\n .*)*", LOCK, flags=re.M)
    assert len(pins) > len(PROJECT["dependencies"])
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_holds_everything_that_the_package_asks_for():
    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", LOCK, flags=re.M))
    extras = PROJECT["optional-dependencies"]
    asked = {re.match(r"[\w-]+", line)[0] for line in [*PROJECT["dependencies"], *extras["test"], *extras["dev"]]}
    assert asked - {"wattbook"} <= locked


def test_the_lock_leaves_out_the_parsers_that_slow_every_start():
    assert not re.search(r"^(rfc3987-syntax|lark)==", LOCK, flags=re.M)


def test_the_version_is_stated_once_more_in_the_package_and_agrees():
    import wattbook

    assert wattbook.__version__ == PROJECT["version"]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_no_caches_and_no_environment_are_tracked():
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True).stdout
    left_over = re.compile(r"__pycache__|^build/|\.venv/|\.egg-info|\.ipynb_checkpoints|\.writing-")
    assert [path for path in listed.splitlines() if left_over.search(path)] == []


def test_the_library_folder_is_not_ignored():
    lines = [line.strip("/ ") for line in (ROOT / ".gitignore").read_text().splitlines()]
    assert "lib" not in lines


def test_every_target_of_the_makefile_that_users_call_is_explained():
    text = (ROOT / "Makefile").read_text()
    for target in ("report", "test", "lab", "notebooks", "lint"):
        assert re.search(rf"^{target}:.*## \w", text, flags=re.M), target


@pytest.mark.parametrize(("field", "lines"), [("outputs", False), ("source", True)])
def test_nbdiff_of_a_checkout_looks_at_sources_alone(field, lines, tmp_path):
    stored = json.loads((ROOT / "notebooks/02_cost.ipynb").read_text())
    shown = next(cell for cell in stored["cells"] if cell.get("outputs"))
    shown[field] = [] if field == "outputs" else [*shown["source"], "\n", "1"]
    (tmp_path / "fresh.ipynb").write_text(json.dumps(stored))
    done = subprocess.run([Path(sys.executable).with_name("nbdiff"), "notebooks/02_cost.ipynb", str(tmp_path / "fresh.ipynb")],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert bool(done.stdout.strip()) == lines, done.stdout + done.stderr
