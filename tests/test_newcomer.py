"""The newcomer: from the title of an exhibit to the functions of its numbers in two greps, one in notebooks/, one in lib/."""

import html
import json
import re
from pathlib import Path

import pytest

from wattbook import keys, params

ROOT = Path(__file__).parents[1]
EXHIBIT = re.compile(r'<div class="wb-exhibit[^>]*? data-numbers="(.*?)"><h4>(.*?)</h4>')


def lines(pattern):
    """All lines of some files, as grep reads them."""
    return [line for path in sorted(ROOT.glob(pattern)) for line in path.read_text(encoding="utf-8").splitlines()]


NOTEBOOKS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("notebooks/*.ipynb"))]
CELLS = [cell for notebook in NOTEBOOKS for cell in notebook["cells"]]
CASE = params.load(as_of="2026-11-22").root.relative_to(ROOT)
LIBRARY = lines("lib/wattbook/**/*.py")
ASSUMPTIONS = lines("params/world/base/*.yaml") + lines(f"{CASE}/base/*.yaml")
SERIES = lines("params/world/case.yaml") + lines(f"{CASE}/case.yaml")


def exhibits(cell):
    """What a stored cell says of the exhibits that it shows."""
    told = "".join(text for output in cell.get("outputs", ()) for text in output.get("data", {}).get("text/html", ()))
    return [{"numbers": html.unescape(numbers).split("; ") if numbers else [], "title": html.unescape(title)}
            for numbers, title in EXHIBIT.findall(told)]


TITLES = [one["title"] for cell in CELLS for one in exhibits(cell)]


def first_grep(words):
    """Names in the keys of the one exhibit in whose title these words stand."""
    found = [one for cell in CELLS for one in exhibits(cell) if words in one["title"]]
    found = [one for one in found if words == one["title"]] or found
    assert len(found) == 1, f"{words!r} stands in {[one['title'] for one in found]}"
    return [operand.name for key in found[0]["numbers"] for operand in keys.parse(key.removeprefix("-")).operands]


def second_grep(name):
    """Lines that define a name: a function of the library, or else an entry of params/."""
    found = [line for line in LIBRARY if line.startswith(f"def {name}(")]
    found = found or [line for line in ASSUMPTIONS if line.startswith(f"{name}:")]
    return found or [line for line in SERIES if line.startswith(f"  {name}:")]


@pytest.mark.parametrize(("words", "name"), [
    ("is energised, and", "energised_it_gw"), ("Debt pays", "debt_drawn_usd_per_month"),
    ("Run-rate in December", "yearend_runrate_usd_per_year"), ("holds installation back", "binding_time_share"),
    ("provider earns its cost of capital", "provider_breakeven_usd_per_hour")])
def test_five_titles_lead_to_their_functions(words, name):
    assert first_grep(words)[0] == name
    assert [line.startswith("def ") for line in second_grep(name)] == [True]


def test_every_title_leads_to_one_place_for_each_of_its_numbers():
    assert len(TITLES) > 100
    assert {name: found for title in TITLES for name in first_grep(title) if len(found := second_grep(name)) != 1} == {}
