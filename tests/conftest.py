"""What all tests share."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# A property holds or not; how long an example takes depends on the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def toy(tmp_path):
    """Folder of assumptions of a bakery, small enough to reckon by hand: a copy to write into."""
    return shutil.copytree(TESTS / "toy", tmp_path / "toy")


@pytest.fixture
def shipped(tmp_path):
    """Folder of the shipped assumptions: a copy to write into."""
    return shutil.copytree(TESTS.parent / "params", tmp_path / "params")


@pytest.fixture(scope="session")
def book():
    """The shipped case, drawn."""
    from wattbook import params

    return params.load(as_of="2026-11-22", draws=200, root=TESTS.parent / "params")
