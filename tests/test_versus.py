"""Two runs side by side: what differs between them, and what that does."""


import pytest

from wattbook import params, versus
from wattbook.run import open_run

LATE = "2026-11-22"


@pytest.fixture(scope="module")
def run():
    return open_run(as_of=LATE, draws=200)


def test_what_if_changes_only_what_is_named(run):
    other, stands = run.what_if(it_life_years=3), run.book.assumptions["it_life_years"]
    assert list(versus.changed(run, other)) == [("it_life_years", [stands.value, stands.low, stands.high], [3, 3, 3])]
    unmoved = next(name for name in run.book.assumptions if name != "it_life_years")
    assert (run[unmoved] == other[unmoved]).all()


def test_what_if_reads_what_the_command_line_reads(run):
    other = run.what_if("tag:electricity*=1.3")
    assert {name.split("[")[0] for name, *_ in versus.changed(run, other)} == {
        "electricity_price_usd_per_mwh", "source_price_usd_per_mwh", "firming_usd_per_mwh"}
    assert other["electricity_price_usd_per_mwh"] == pytest.approx(1.3 * run["electricity_price_usd_per_mwh"])


def test_a_second_what_if_builds_on_the_first(run):
    both = run.what_if(it_life_years=3).what_if(pue=1.3)
    assert {name for name, *_ in versus.changed(run, both)} == {"it_life_years", "pue"}


def test_the_exhibit_names_inputs_first_and_changes_by_draw(run):
    # Rent of a kilowatt is linear in the rent of an hour: a fifth more of the one is a fifth more of the other.
    made = run.versus(run.what_if("accelerator_rent_usd_per_hour*=1.2"), "rent_usd_per_it_kw_year", "pue", "npv_usd >= 0")
    shown, rows = made.content, made.content["table"]["rows"]
    kinds = [row[0] for row in rows]
    assert kinds[0].startswith("*Input: ")
    change = run["rent_usd_per_it_kw_year"] * 0.2
    assert rows[1][3].startswith(versus.shown(float(sorted(change.ravel())[100]), "USD_2025/kW_IT/year")[:3])
    assert rows[2][3] == "no change"
    assert rows[3][3].endswith("points")
    assert shown["subtitle"] == "Inputs that differ: 1; base as of 2026-11-22; change draw by draw, 80% range"
    assert shown["title"].endswith(f": {rows[3][3]}")  # what the rent is takes too many words for a title
    assert shown["numbers"] == ["rent_usd_per_it_kw_year", "pue", "npv_usd >= 0"]


def test_runs_that_drew_differently_have_no_change_by_draw(run):
    made = run.versus(open_run(as_of=LATE, draws=100), "npv_usd")
    assert made.content["table"]["rows"][0][3] == versus.MISSING


def test_a_change_that_cannot_be_read_is_refused(run):
    with pytest.raises(params.InputError, match="NAME=VALUE"):
        run.what_if("pue")


def test_the_same_name_twice_is_refused(run):
    with pytest.raises(params.InputError, match="found pue twice; one value is needed"):
        run.what_if("pue*=1.1", pue=1.2)


def test_a_what_if_at_the_end_of_a_cell_is_an_exhibit_of_what_became_of_the_chain(run):
    assert run._repr_mimebundle_() == {"text/plain": repr(run)}
    other = run.what_if(it_life_years=3)
    assert other._repr_mimebundle_() == run.versus(other).bundles()[0]
    assert [row[0] for row in run.versus(other).content["table"]["rows"]][1:] == [run.definition(key) for key in (
        run.book.case.front["verdict"], *(link["key"] for link in run.book.case.front["chain"]))]
    assert "<table" in other._repr_mimebundle_()["text/html"]
