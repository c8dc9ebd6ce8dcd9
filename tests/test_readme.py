"""The README says what the stored notebooks say."""

import json
import re
from pathlib import Path

from wattbook.record import MIME

ROOT = Path(__file__).parents[1]


def headlines():
    """Recorded headline of each stored notebook."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    yield output["data"][MIME]["headline"]


def test_the_answer_in_the_readme_is_the_headlines_of_the_stored_notebooks():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    answer = readme.split("<!-- answer")[1].split("-->", 1)[1].split("<!-- /answer -->")[0]
    said = [line.removeprefix("- ") for line in answer.strip().splitlines()]
    assert said == list(headlines())
    assert len(said) == 5


def test_its_pictures_are_there_and_small():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", readme)
    assert len(pictures) > 1
    assert all((ROOT / one).stat().st_size < 200_000 for one in pictures)
