"""Comparisons: a planted change is found, and nothing else; the parts of a move add up to it."""

import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies

from tests.report.conftest import DAY, LOAD, record, run_report
from wattbook import uncertainty
from wattbook.params import InputError
from wattbook.report import compare, reckon, states
from wattbook.report.cli import main
from wattbook.report.run import find_notebooks
from wattbook.report.states import LIBRARY

ROOT = Path(__file__).parents[2]
RECORD = record("one", "One?", "price_usd_per_mwh")
KEYS = ["it_capacity_nominal_gw", "recognised_revenue_usd[2026]", "npv_usd >= 0"]
ASKED = {"scenario": "base", "as_of": "2026-11-22", "overrides": {}, "draws": 100, "seed": 1}


def edit(path, change):
    """Change what a YAML file holds."""
    content = yaml.safe_load(path.read_text())
    change(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False))


def edit_text(path, old, new):
    """Change what a text file holds, once."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def state(root, library=LIBRARY, **asked):
    return states.of_root(root.name, root, {**ASKED, **asked}, library)


def compared(old, new, place, keys=KEYS):
    """Moves by key, and the comparison."""
    place.mkdir()
    found = compare.compared(old, new, keys, place)
    return {move.key: move for move in found.moves}, found


@pytest.fixture
def plain(tmp_path, flattened):
    return shutil.copytree(flattened, tmp_path / "plain")


def dearer(root):
    """Plant one changed assumption: a watt costs a tenth more."""
    def change(content):
        for vintage in content["capex_usd_per_it_watt"]["vintages"]:
            for field in ("value", "low", "high"):
                vintage[field] = vintage[field] * 1.1

    edit(root / "base/capacity.yaml", change)
    return root


# The split


@given(strategies.lists(strategies.floats(-1e6, 1e6), min_size=16, max_size=16))
def test_the_parts_of_four_changes_add_up_whatever_they_do_together(values):
    names = [states.DATA, states.ASSUMPTIONS, compare.MODEL, states.SCENARIO]
    table = dict(zip(uncertainty.subsets(names), values, strict=True))
    parts = uncertainty.parted(table, names)
    assert sum(parts.values()) == pytest.approx(table[frozenset(names)] - table[frozenset()], abs=1e-5)


def test_what_changes_nothing_gets_nothing_and_a_product_is_shared():
    # By hand: 2 x 3 from 1 x 1 moves by 5; alone they give 1 and 2, after the other 3 and 4.
    table = {some: (2 if "a" in some else 1) * (3 if "b" in some else 1) for some in uncertainty.subsets(["a", "b", "c"])}
    assert uncertainty.parted(table, ["a", "b", "c"]) == pytest.approx({"a": 2, "b": 3, "c": 0})


class Product:
    """A run whose one number is the product of its inputs, not defined where one is not."""

    def __init__(self, **inputs):
        self.inputs = inputs

    def summary(self, key):
        middle = None if None in self.inputs.values() else math.prod(self.inputs.values())
        return {"p10": middle, "p50": middle, "p90": middle}


def test_inputs_taken_over_one_after_the_other_and_the_other_way_round_share_what_they_do_together(monkeypatch):
    # By hand: 1 x 1 to 2 x 3. One way a gives 1 and b 4, the other way b gives 2 and a 3: 2 and 3 in the mean, 5 in all.
    monkeypatch.setattr(reckon.moves, "given", lambda run, arrays: Product(**{**run.inputs, **arrays}))
    new = {"a": 2, "b": 3}
    assert reckon._walked(Product(a=1, b=1), new, ["ab", "ba"], ["n"]) == {"n": {"a": 2, "b": 3}}
    assert reckon._walked(Product(a=1, b=1), new, ["ab"], ["n"]) == {"n": {"a": 1, "b": 4}}
    assert not reckon._walked(Product(a=1, b=None), new, ["ab"], ["n"])["n"]


# Planted changes in the shipped case


def test_a_planted_assumption_is_found_and_has_all_of_the_move(plain, shipped, tmp_path):
    moves, found = compared(state(plain), state(dearer(shipped)), tmp_path / "mix")
    assert [str(change) for change in found.changes] == ["capex_usd_per_it_watt $38 -> $41.8"]
    assert found.changes[0].source == "Epoch AI (2026-05-14), T1"
    move = moves["it_capacity_nominal_gw"]
    whole = move.after["p50"] - move.before["p50"]
    assert whole < 0
    assert move.parts == pytest.approx({states.ASSUMPTIONS: whole})
    assert move.inputs == pytest.approx({"capex_usd_per_it_watt": whole})
    assert moves["recognised_revenue_usd[2026]"].shift == 0
    amount = compare.amount(whole, move.unit)
    assert compare.words(found)[1].startswith("IT power that the budget buys at the published cost per watt: ")
    assert compare.words(found)[1].endswith(f": assumptions {amount} (All-in capital cost of IT power {amount}).")


def test_nothing_planted_is_nothing_found(plain, shipped, tmp_path):
    moves, found = compared(state(plain), state(shipped), tmp_path / "mix")
    assert found.changes == []
    assert [move.shift for move in moves.values()] == [0, 0, 0]
    assert compare.words(found) == ["From plain to params: nothing changed.", "Of 3 headline numbers 3 did not move."]


def test_a_planted_observation_is_found_and_has_all_of_the_move(plain, shipped, tmp_path):
    rows = (shipped / "observations.csv").read_text().splitlines()
    rows = [row for row in rows if row.startswith("anthropic,revenue_run_rate,gross,") and row[-10:] <= ASKED["as_of"]]
    newest = max(rows, key=lambda row: (row.split(",")[3], row[-10:]))
    cells = newest.split(",")
    edit_text(shipped / "observations.csv", newest, ",".join([*cells[:4], str(float(cells[4]) * 2), "", "", *cells[7:]]))
    moves, found = compared(state(plain), state(shipped), tmp_path / "mix")
    (change,) = found.changes
    assert (change.kind, change.words.partition(":")[0]) == (states.DATA, "Anthropic")
    assert set(moves["recognised_revenue_usd[2026]"].parts) == {states.DATA}
    assert moves["recognised_revenue_usd[2026]"].shift > 0.1


def test_data_assumptions_model_and_scenario_each_have_their_part_and_the_parts_are_the_whole(plain, shipped, tmp_path):
    library = shutil.copytree(LIBRARY, tmp_path / "lib", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    edit_text(library / "wattbook/subject/buildout/capacity.py", "(capex_usd_per_it_watt * units.W_PER_GW)",
              "(capex_usd_per_it_watt * units.W_PER_GW * 1.01)")
    edit_text(shipped / "observations.csv", "anthropic,revenue_run_rate,", "mistral,revenue_run_rate,")
    old, new = state(plain, library), state(dearer(shipped), scenario="article")
    moves, found = compared(old, new, tmp_path / "mix")
    assert found.other_library
    for move in moves.values():
        assert set(move.parts) == {states.DATA, states.ASSUMPTIONS, compare.MODEL, states.SCENARIO}
        whole = move.after["p50"] - move.before["p50"]
        assert sum(move.parts.values()) == pytest.approx(whole, abs=1e-9 * abs(move.before["p50"]))
        assert sum(move.inputs.values()) == pytest.approx(move.parts[states.ASSUMPTIONS], abs=1e-9 * abs(move.before["p50"]))
    parts = moves["it_capacity_nominal_gw"].parts
    assert parts[states.DATA] == 0
    assert parts[compare.MODEL] == pytest.approx(0.01 * 1.2, rel=0.2)  # the old one divided by 1.01 more
    assert parts[states.SCENARIO] > 0 > parts[states.ASSUMPTIONS]


def test_an_assumption_and_a_member_that_are_new_go_with_the_rest(plain, shipped, tmp_path):
    def forget(content):
        for vintage in content["electricity_price_usd_per_mwh"]["vintages"]:
            vintage["note"] = "As before, in other words."

    edit(next(path for path in (shipped / "base").glob("*.yaml") if "\nelectricity_price_usd_per_mwh:" in path.read_text()),
         forget)
    edit(shipped / "base/capacity.yaml", lambda content: content.update(
        new_share={"label": "New", "unit": "fraction", "vintages": [{"as_of": "2026-11-01", "value": 0.5, "note": "A test."}]}))
    moves, found = compared(state(plain, as_of="2026-06-30"), state(shipped), tmp_path / "mix", KEYS[:1])
    assert "new_share 50% (new)" in [str(change) for change in found.changes]
    assert "electricity_price_usd_per_mwh" not in {change.name for change in found.changes}  # words are no change
    assert not found.notes
    assert moves[KEYS[0]].parts


def test_what_a_library_that_is_gone_would_have_said_is_what_the_others_leave(plain, shipped, tmp_path):
    old, new = state(plain), state(dearer(shipped))
    published = {"it_capacity_nominal_gw": {"p10": 1.0, "p50": 1.5, "p90": 2.0}}
    old = states.State("old", old.inputs, None, published)
    new = states.State("new", new.inputs, LIBRARY, {"it_capacity_nominal_gw": {"p10": 0.5, "p50": 1.1, "p90": 1.5}})
    moves, found = compared(old, new, tmp_path / "mix", KEYS[:1])
    parts = moves["it_capacity_nominal_gw"].parts
    assert sum(parts.values()) == pytest.approx(1.1 - 1.5)
    assert set(parts) == {states.ASSUMPTIONS, compare.MODEL}
    assert "The library of old is not here" in found.notes[0]


def test_an_80_percent_range_sets_the_order_and_small_moves_are_folded():
    def move(key, before, after, unit="USD"):
        before, after = (dict(zip(("p10", "p50", "p90"), one, strict=True)) for one in (before, after))
        return compare.Move(key, key, unit, before, after, {states.DATA: after["p50"] - before["p50"]})

    state = states.State("x", ASKED, None)
    listed = [move("wide", [0, 50, 100], [0, 60, 100]), move("narrow", [49, 50, 51], [49, 51, 51]),
              move("small", [0, 50, 100], [0, 51, 100]), move("share", [0.2] * 3, [0.3] * 3, "fraction")]
    listed.sort(key=lambda one: -one.shift)
    found = compare.Comparison(state, state, [], False, listed, [])
    assert [one.shift for one in listed] == pytest.approx([0.5, 0.1, 0.1, 0.01])
    assert compare.words(found)[1] == "narrow: $50.0 -> $51.0: data +$1.0."
    assert compare.words(found)[-1] == "Of 4 headline numbers 1 moved by less than 2% of the old 80% range."


# Inputs


def inputs(rows=(), **changed):
    """A set of inputs of one assumption, as inputs.yaml holds it, with a value for each year observed."""
    belief = {"label": "Life", "unit": "year", "value": 5.0, "low": 4.0, "high": 6.0, "dist": "normal", "source": "epoch",
              "origin": "base"}
    head = "entity,measure,basis,period,value,low,high,unit,source,as_of\n"
    seen = [f"acme,capex_cash,reported,{2020 + n},{row},,,USD,epoch,2026-01-02\n" for n, row in enumerate(rows) if row]
    return {"scenario": "base", "assumptions": {"it_life_years": {**belief, **changed}}, "files": {
        "case.yaml": {"entities": {"acme": "Acme"}, "subject": "acme"}, "observations.csv": head + "".join(seen),
        "sources.yaml": {"epoch": {"publisher": "Epoch", "date": "2025-01-01", "tier": "T1"}}}}


@pytest.mark.parametrize(("changed", "said"), [
    ({"value": 4.0}, "it_life_years 5 -> 4"),
    ({"high": 7.0}, "it_life_years 5 (4 to 6, normal) -> 5 (4 to 7, normal)"),
    ({"dist": "uniform"}, "it_life_years 5 (4 to 6, normal) -> 5 (4 to 6, uniform)"),
    ({"note": "Other words."}, None),
    ({"source": "judgement"}, None),
])
def test_a_change_of_belief_is_told_and_a_change_of_words_is_not(changed, said):
    assert [str(one) for one in states.changed(inputs(), inputs(**changed))] == [said][:said is not None]


def test_members_of_an_axis_are_told_one_by_one():
    old, new = (inputs(value={"north": 1.0, "south": south}, low={"north": 1.0, "south": south},
                      high={"north": 1.0, "south": south}) for south in (2.0, 3.0))
    assert [str(one) for one in states.changed(old, new)] == ["it_life_years[south] 2 -> 3"]


def test_rows_that_are_new_revised_withdrawn_or_gone_are_told():
    found = states.changed(*map(inputs, (["1e9", "2e9", "3e9", ""], ["1e9", "2.5e9", "withdrawn", "4e9"])))
    assert [(one.words.rpartition(" ")[2], one.old, one.new) for one in found] == [
        ("2021", "$2B", "$2.5B"), ("2022", "$3B", "withdrawn"), ("2023", "", "$4B")]


@pytest.mark.parametrize("off", ["", "1"], ids=["forked", "launched"])
def test_a_library_that_cannot_answer_says_why_in_one_line(off, monkeypatch):
    monkeypatch.setenv("WATTBOOK_NO_FORK", off)
    with pytest.raises(InputError, match=r"^the library in \S+ does not answer: KeyError: 'keys'$"):
        reckon.ask(LIBRARY, {})


# Where the sides come from


def test_two_revisions_of_a_checkout_and_the_checkout_itself_are_compared(tmp_path, capsys, monkeypatch):
    checkout = tmp_path / "checkout"
    for name in ("params", "notebooks"):
        shutil.copytree(ROOT / name, checkout / name)
    shutil.copytree(LIBRARY, checkout / "lib", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))

    def git(*words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", checkout, *words], check=True)

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    dearer(checkout / "params/world")
    monkeypatch.setattr("wattbook.report.commands.CHECKOUT", checkout)
    assert main(["compare", "HEAD", str(checkout), "--as-of", "2026-11-22", "--draws", "100"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"From HEAD to {checkout}: 1 assumption changed.\n")
    assert re.search(r"All-in capital cost of IT power +\$38 +\$41.8 +USD of 2025 per W \(IT\) +Epoch AI", said)
    monkeypatch.setenv("WATTBOOK_PARAMS", str(checkout / "params"))
    (changed,) = states.since_stored(checkout, find_notebooks(checkout / "notebooks"))
    assert changed.name == "capex_usd_per_it_watt"
    git("mv", "lib/wattbook/report/reckon.py", "lib/wattbook/report/gone.py")
    git("commit", "-aqm", "two")
    assert main(["compare", "HEAD", "HEAD~1", "--as-of", "2026-11-22", "--draws", "100"]) == 0
    assert "Both are reckoned with the library of HEAD~1." in capsys.readouterr().out


@pytest.mark.parametrize("text", ["nowhere", "--output=/tmp/x", "base@2026-13-01"])
def test_what_is_no_state_is_refused(text, case, capsys):
    assert main(["compare", "--", text, "base@2026-06-30"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_report_says_what_changed_since_the_one_before(case, own_notebooks, tmp_path, capsys):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out, "--as-of", "2026-05-31") == 0
    assert run_report(folder, out, "--set", "price_usd_per_mwh=80,60,100") == 0
    assert run_report(folder, out, "dear") == 0
    assert run_report(folder, out) == 0
    index = (out / DAY / "base/index.html").read_text()
    assert "From base@2026-05-31 to base@2026-06-30: the date changed." in index
    assert "Of 1 headline number 1 did not move." in index
    capsys.readouterr()
    assert main(["compare", str(out / DAY / "base"), str(out / DAY / "dear")]) == 0
    said = capsys.readouterr().out
    assert "Price: $70 -> $140: scenario +$70." in said
    assert json.loads((out / DAY / "dear/outputs.json").read_text())["heads"] == ["price_usd_per_mwh"]


def test_a_replaced_report_closes_with_the_inputs_that_changed(case, own_notebooks, tmp_path, capsys):
    folder, out = own_notebooks("01_one", LOAD, RECORD), tmp_path / "out"
    assert run_report(folder, out) == 0
    path = case / "base/power.yaml"
    before = path.read_text()
    try:
        path.write_text(before.replace("value: 70, low: 50, high: 90", "value: 80, low: 60, high: 100"))
        assert run_report(folder, out, "--replace") == 0
    finally:
        path.write_text(before)
    assert capsys.readouterr().err.splitlines() == [
        "1 input changed: price_usd_per_mwh $70 -> $80", "moved: Price of power: $70 -> $80"]
