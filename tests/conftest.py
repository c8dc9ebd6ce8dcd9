"""What all tests share."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent

# A property holds or not; how long an example takes depends on the machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def flat(place):
    """What the shipped case is read from, laid into one new folder; texts stay as they are, except case.yaml."""
    from wattbook.params import case, files
    from wattbook.params.snapshot import dumped

    root, _ = files.settle(TESTS.parent / "params", "base")
    for folder in files.folders(root):
        for path in (path for path in sorted(folder.rglob("*.*")) if path.is_file()):
            to = place / path.relative_to(folder)
            to.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            with to.open("a", encoding="utf-8") as file:
                file.write(text.partition("\n")[2] if path.suffix == ".csv" and file.tell() else text)
    (place / "case.yaml").write_text(dumped(case.told(root)), encoding="utf-8")
    return place


@pytest.fixture
def toy(tmp_path):
    """Folder of assumptions of a bakery, small enough to reckon by hand: a copy to write into."""
    return shutil.copytree(TESTS / "toy", tmp_path / "toy")


@pytest.fixture(scope="session")
def flattened(tmp_path_factory):
    """The shipped case in one flat folder, to be read only."""
    return flat(tmp_path_factory.mktemp("flat") / "params")


@pytest.fixture
def shipped(tmp_path, flattened):
    """The shipped case in one flat folder: a copy to write into."""
    return shutil.copytree(flattened, tmp_path / "params")


@pytest.fixture(scope="session")
def book():
    """The shipped case, drawn."""
    from wattbook import params

    return params.load(as_of="2026-11-22", draws=200, root=TESTS.parent / "params")
