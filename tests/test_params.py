"""The loader: what is picked by date, what is laid on top, what comes out."""

import dataclasses
import datetime
import itertools
import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wattbook import params
from wattbook.params import observations
from wattbook.params.files import read_yaml
from wattbook.params.snapshot import dumped

LATE = "2025-12-31"


def edit(path, change):
    """Read a YAML file, change it in place, write it back."""
    data = yaml.safe_load(path.read_text())
    change(data)
    path.write_text(yaml.safe_dump(data, sort_keys=False))


# Worked examples


def test_one_draw_gives_the_central_values(toy):
    values = params.load(as_of=LATE, root=toy).values
    assert values["sold_count"].tolist() == [[120]]
    assert values["price_usd"].tolist() == [[5]]
    assert values["cost_usd"].tolist() == [[3]]


def test_an_axis_stands_between_draws_and_time(toy):
    book = params.load(as_of=LATE, root=toy, draws=4)
    assert book.values["rent_usd"].shape == (4, 2, 1)
    assert book.values["price_usd"].shape == (4, 1)
    assert params.load(as_of=LATE, root=toy).values["rent_usd"].tolist() == [[[50], [70]]]


def test_the_time_axis_runs_in_whole_months(toy):
    values = params.load(as_of="2025-07-01", root=toy).values
    assert values["month_start_year"].shape == (24,)
    assert values["month_start_year"][[0, 6, 23]] == pytest.approx([2025, 2025.5, 2026 + 11 / 12])
    assert values["month_calendar_year"].tolist() == [2025] * 12 + [2026] * 12
    assert values["as_of_year"] == pytest.approx(np.array([[2025.5]]))


def test_the_case_names_its_months_and_years(toy):
    case = params.load(as_of=LATE, root=toy).case
    assert case.month_names()[:2] == ["2025-01", "2025-02"]
    assert case.month_names()[-1] == "2026-12"
    assert case.years() == [2025, 2026]


@pytest.mark.parametrize(
    ("as_of", "value", "source"),
    [
        ("2025-01-31", 100, "ledger_2025_01"),
        ("2025-06-29", 100, "ledger_2025_01"),
        ("2025-06-30", 120, "judgement"),
        (datetime.date(2026, 1, 1), 120, "judgement"),
    ],
)
def test_the_newest_vintage_not_after_the_date_is_used(toy, as_of, value, source):
    record = params.load(as_of=as_of, root=toy).assumptions["sold_count"]
    assert (record.value, record.source) == (value, source)


@pytest.mark.parametrize(("as_of", "published"), [("2025-02-28", []), ("2025-03-01", [7]), (LATE, [7, 8])])
def test_alternatives_are_seen_from_their_own_date_on(toy, as_of, published):
    record = params.load(as_of=as_of, root=toy).assumptions["price_usd"]
    assert [alternative["value"] for alternative in record.alternatives] == published


def test_dated_values_come_in_order_with_their_dates(toy):
    values = params.load(as_of=LATE, root=toy).values
    assert values["takings_usd_per_year"].tolist() == [1000, 2000]
    assert values["takings_year"].tolist() == [2025, 2025.5]


def test_a_period_that_a_finer_one_covers_in_part_is_left_out(toy):
    # The first quarter is finer than the half-year around it; the newest report of the quarter counts.
    values = params.load(as_of=LATE, root=toy).values
    assert values["sales_usd"].tolist() == [310, 500]
    assert values["sales_from_year"].tolist() == [2025, 2025.5]
    assert values["sales_to_year"].tolist() == [2025.25, 2025.75]


def test_a_restated_fact_counts_from_the_day_of_the_restatement(toy):
    assert params.load(as_of="2025-09-29", root=toy).values["sales_usd"][0] == 300
    assert params.load(as_of="2025-09-30", root=toy).values["sales_usd"][0] == 310


def test_the_latest_value_of_each_rival_is_not_defined_where_none_is_reported(toy):
    values = params.load(as_of=LATE, root=toy).values["rival_takings_usd_per_year"]
    assert values.shape == (1, 2, 1)
    assert values[0, 0, 0] == pytest.approx(900)
    assert np.isnan(values[0, 1, 0])


def test_unlike_bases_are_never_mixed(toy):
    # The mill's later figure is net of commission; the series asks for gross.
    assert params.load(as_of=LATE, root=toy).values["rival_takings_usd_per_year"][0, 0, 0] == pytest.approx(900)


def test_the_trailing_year_adds_the_newest_four_quarters(toy):
    assert params.load(as_of=LATE, root=toy).values["rival_spending_usd"][0, 0, 0] == 2 + 4 + 8 + 16
    assert params.load(as_of="2025-08-31", root=toy).values["rival_spending_usd"][0, 0, 0] == 1 + 2 + 4 + 8


def test_the_trailing_year_is_not_defined_while_a_quarter_is_missing(toy):
    assert np.isnan(params.load(as_of=LATE, root=toy).values["rival_spending_usd"][0, 1, 0])
    with (toy / "observations.csv").open("a") as handle:  # a year of the stall but for its second quarter
        for period in ("2024-Q2", "2024-Q4", "2025-Q2"):
            handle.write(f"stall,capex_cash,reported,{period},1,,,USD,ledger_2025_01,2025-11-01\n")
    assert np.isnan(params.load(as_of=LATE, root=toy).values["rival_spending_usd"][0, 1, 0])


def test_a_build_up_gives_its_size_and_the_dates_of_its_start_its_first_power_and_its_end(toy):
    spec = {"label": "Ovens", "kind": "buildup", "axis": "rival", "measure": "facility_power", "basis": "energised",
            "unit": "MW", "from": "ovens_works_year", "at": "ovens_power_year", "to": "ovens_full_year",
            "seen": "ovens_seen_year"}
    edit(toy / "case.yaml", lambda d: d["series"].update(ovens_mw=spec))
    with (toy / "observations.csv").open("a") as handle:
        for period, value in (("2025-01-01", 0), ("2025-04-01", 3), ("2025-07-01", 9), ("2025-10-01", 9)):
            handle.write(f"mill,facility_power,energised,{period},{value},,,MW,ledger_2025_01,2025-11-01\n")
    values = params.load(as_of=LATE, root=toy, draws=2).values
    found = [values[name] for name in ("ovens_mw", "ovens_works_year", "ovens_power_year", "ovens_full_year")]
    assert [array.shape for array in found] == [(2, 2, 1)] * 4
    assert values["ovens_seen_year"].ravel() == pytest.approx([2025 + 10 / 12] * 4)  # the newest row of all, of November 2025
    assert [array[0, 0, 0] for array in found] == [9, 2025, 2025.25, 2025.5]
    assert all(np.isnan(array[:, 1]).all() for array in found)  # the stall has none


def test_a_path_is_the_newest_level_by_the_end_of_each_month(toy):
    spec = {"label": "Ovens", "kind": "path", "axis": "rival", "measure": "it_power", "basis": "planned", "unit": "MW_IT"}
    edit(toy / "case.yaml", lambda d: d["series"].update(ovens_it_mw=spec))
    with (toy / "observations.csv").open("a") as handle:
        for period, value in (("2025-04-30", 9), ("2025-02-10", 3)):
            handle.write(f"mill,it_power,planned,{period},{value},,,MW_IT,ledger_2025_01,2025-11-01\n")
    found = params.load(as_of=LATE, root=toy, draws=2).values["ovens_it_mw"]
    assert found.shape == (2, 2, 24)
    np.testing.assert_array_equal(found[1, 0, :5], [np.nan, 3, 3, 9, 9])
    assert np.isnan(found[:, 1]).all()


def test_the_assumptions_of_the_checkout_are_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("WATTBOOK_PARAMS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert params.default_root() == Path(__file__).resolve().parents[1] / "params"


def test_text_of_many_lines_is_written_as_a_block():
    assert dumped({"note": "One.\nTwo."}) == "note: |-\n  One.\n  Two.\n"


def test_a_rule_is_read_as_it_stood_on_the_day_and_a_wrong_row_is_refused(toy):
    head = "rule,site,stage,holds,from,until,source,as_of\n"
    rows = ["Oven order,north,proposed,new ovens,,,ledger_2025_01,2025-02-01\n",
            "Oven order,north,in force,new ovens,2025-06-01,,guild_2025_09,2025-10-01\n"]
    (toy / "rules.csv").write_text(head + "".join(rows))
    assert [rule["stage"] for rule in params.load(as_of="2025-06-30", root=toy).rules] == ["proposed"]
    book = params.load(as_of=LATE, root=toy)
    assert [(rule["stage"], str(rule["from"]), rule["until"]) for rule in book.rules] == [("in force", "2025-06-01", "")]
    (toy / "rules.csv").write_text(head + rows[0] + rows[0].replace("Oven", "Flour"))  # another rule of the same site
    assert [rule["rule"] for rule in params.load(as_of=LATE, root=toy).rules] == ["Oven order", "Flour order"]
    for wrong, message in (
            ("x,nowhere,a,b,,,ledger_2025_01,2025-02-01\n", "nowhere"), ("x,north,a,b,,,gild,2025-02-01\n", "gild"),
            ("x,north,a,b,soon,,ledger_2025_01,2025-02-01\n", "soon"), ("x,north\n", "found .2 cells.; 8 are needed"),
            ("x,north,a,b,,,ledger_2025_01,\n", "a date such as")):
        (toy / "rules.csv").write_text(head + wrong)
        with pytest.raises(params.InputError, match=message):
            params.load(as_of=LATE, root=toy)
    (toy / "rules.csv").write_text("rule,site\n")
    with pytest.raises(params.InputError, match="columns must be rule"):
        params.load(as_of=LATE, root=toy)


def test_of_periods_that_overlap_the_finer_stands_wherever_it_lies():
    year, last, next_first = ({"start_year": start, "end_year": end} for start, end in (
        (2025, 2026), (2025.75, 2026), (2026, 2026.25)))
    assert observations.without_overlap([year, last, next_first]) == [last, next_first]
    assert observations.without_overlap([next_first, year]) == [year, next_first]


def test_histories_stand_side_by_side_each_filled_up_with_what_is_not_a_number(toy):
    spec = {"label": "Takings", "kind": "histories", "axis": "rival", "measure": "revenue_recognised", "basis": "gross",
            "unit": "USD", "from": "past_from_year", "to": "past_to_year"}
    edit(toy / "case.yaml", lambda d: d["series"].update(past_usd=spec))
    with (toy / "observations.csv").open("a") as handle:
        for rival, period, value in (("mill", "2023", 5), ("mill", "2024", 7), ("stall", "2024-Q1", 1), ("stall", "2024", 9)):
            handle.write(f"{rival},revenue_recognised,gross,{period},{value},,,USD,ledger_2025_01,2025-03-01\n")
    values = params.load(as_of=LATE, root=toy, draws=3).values
    # the quarter is finer than the year around it, so that the year of the stall is left out
    np.testing.assert_array_equal(values["past_usd"], [[5, 7], [1, np.nan]])
    np.testing.assert_array_equal(values["past_from_year"], [[2023, 2024], [2024, np.nan]])
    np.testing.assert_array_equal(values["past_to_year"], [[2024, 2025], [2024.25, np.nan]])


def test_a_path_has_draws_of_its_own_in_every_month_and_none_in_the_central_run(toy):
    path = {"label": "Luck", "unit": "ratio", "limits": [-9, 9], "vintages": [{
        "as_of": "2025-01-01", "value": 0, "low": -1.644854, "high": 1.644854, "dist": "path", "note": "Weather."}]}
    (toy / "base" / "luck.yaml").write_text(yaml.safe_dump({"luck_ratio": path}))
    drawn = params.load(as_of=LATE, root=toy, draws=400)
    luck = drawn.values["luck_ratio"]
    assert luck.shape == (400, 24)
    assert luck.mean(axis=0) == pytest.approx(0, abs=1e-6)
    assert luck.std(axis=0) == pytest.approx(1, abs=0.02)
    assert np.abs(np.corrcoef(luck[:, :6].T) - np.eye(6)).max() < 0.2
    assert (drawn.rows([{}, {"price_usd": 3}])["luck_ratio"] == 0).all()
    edit(toy / "case.yaml", lambda d: d["months"].update(last="2027-12"))
    assert np.array_equal(params.load(as_of=LATE, root=toy, draws=400).values["luck_ratio"][:, :24], luck)


def test_a_book_knows_the_first_date_that_would_have_worked_and_every_version_of_a_fact(toy):
    book = params.load(as_of=LATE, root=toy)
    assert params.load(as_of=book.first, root=toy)
    with pytest.raises(params.InputError, match="nothing was known yet"):
        params.load(as_of=book.first - datetime.timedelta(days=1), root=toy)
    assert len(book.dated) > len(book.known)


def test_a_fact_with_a_range_is_drawn_inside_it(toy):
    # 5% of belief lies below 800 and 5% above 1000; of 20 mid-points one lies on each side.
    drawn = params.load(as_of=LATE, root=toy, draws=20).values["rival_takings_usd_per_year"][:, 0, 0]
    assert (drawn < 800).sum() == 1
    assert (drawn > 1000).sum() == 1


def test_a_scenario_replaces_the_whole_record(toy):
    book = params.load("dear_flour", as_of=LATE, root=toy)
    record = book.assumptions["cost_usd"]
    assert (record.value, record.low, record.high, record.dist) == (4, 3.5, 4.5, "normal")
    assert (record.source, record.note, record.at) == ("judgement", "As in the last short year.", "")
    assert record.origin == "scenario"
    assert (record.label, record.unit) == ("Cost of a loaf", "USD")
    assert book.title == "Dear flour"
    assert book.story == "Flour is short, and the bakery pays."


def test_a_scenario_without_a_range_fixes_what_was_uncertain(toy):
    edit(toy / "scenarios/dear_flour.yaml", lambda d: d["set"].update(price_usd={"value": 9, "note": "Set."}))
    assert params.load("dear_flour", as_of=LATE, root=toy, draws=5).values["price_usd"].tolist() == [[9]] * 5


def test_the_base_is_never_changed_by_a_scenario(toy):
    before = params.load(as_of=LATE, root=toy).values["cost_usd"].tolist()
    params.load("dear_flour", as_of=LATE, root=toy)
    assert params.load(as_of=LATE, root=toy).values["cost_usd"].tolist() == before


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (6, (6, 6, 6, "fixed")),
        ([6, 5, 9], (6, 5, 9, "normal")),
        ((6, 5, 9, "uniform"), (6, 5, 9, "uniform")),
        ({"value": 6, "low": 5, "high": 9, "dist": "lognormal"}, (6, 5, 9, "lognormal")),
        (np.float32(6), (6, 6, 6, "fixed")),
        (np.int64(6), (6, 6, 6, "fixed")),
    ],
)
def test_an_override_is_a_number_or_three_or_a_record(toy, given_, expected):
    record = params.load(as_of=LATE, root=toy, overrides={"price_usd": given_}).assumptions["price_usd"]
    assert (record.value, record.low, record.high, record.dist) == expected
    assert record.origin == "override"


def test_an_override_goes_over_the_scenario(toy):
    book = params.load("dear_flour", as_of=LATE, root=toy, overrides={"cost_usd": 1})
    assert book.values["cost_usd"].tolist() == [[1]]


@pytest.mark.parametrize(("name", "low", "high", "dist"), [
    ("price_usd", 4, 7, "normal"), ("cost_usd", 2, 7, "uniform"), ("sold_count", 100, 130, "uniform")])
def test_three_numbers_keep_the_distribution_and_are_uniform_where_it_was_fixed(toy, name, low, high, dist):
    record = params.load(as_of=LATE, root=toy, overrides={name: [(low + high) / 2, low, high]}).assumptions[name]
    assert record.dist == dist
    assert record.note.startswith(f"Set by the override; {dist}, ")


@pytest.mark.parametrize(("overrides", "north", "south"), [
    ({"rent_usd[*]": 10}, (10, 10, 10), (10, 10, 10)),
    ({"rent_usd[north]": 10}, (10, 10, 10), (70, 70, 80)),
    ({"rent_usd[north]": [10, 9, 12]}, (10, 9, 12), (70, 70, 80)),
    ({"rent_usd[south]": 60, "rent_usd[*]": [10, 9, 12]}, (10, 9, 12), (60, 60, 60)),
    ({"rent_usd[*]": {"times": 2}}, (100, 80, 120), (140, 140, 160)),
    ({"rent_usd[south]": {"times": 2}}, (50, 40, 60), (140, 140, 160)),
    ({"rent_usd": {"times": 2}}, (100, 80, 120), (140, 140, 160)),
    ({"rent_usd[north]": 0}, (0, 0, 0), (70, 70, 80)),
])
def test_an_override_sets_one_member_or_all(toy, overrides, north, south):
    book = params.load(as_of=LATE, root=toy, overrides=overrides, draws=3)
    record = book.assumptions["rent_usd"]
    assert [(record.value[at], record.low[at], record.high[at]) for at in ("north", "south")] == [north, south]
    assert record.source == "judgement"
    assert np.isfinite(book.values["rent_usd"]).all()


def test_what_one_member_is_set_to_says_that_the_others_stand_as_before(toy):
    record = params.load(as_of=LATE, root=toy, overrides={"rent_usd[north]": 10}).assumptions["rent_usd"]
    assert record.note == "north: Set by the override. The others as before."


def test_a_number_is_added_to_value_and_range_of_what_stands(toy):
    # The ledger's loaf at 5 (4 to 6), two dearer, in its own distribution.
    record = params.load(as_of=LATE, root=toy, overrides={"price_usd": {"plus": 2}}).assumptions["price_usd"]
    assert (record.value, record.low, record.high, record.dist) == (7, 6, 8, "normal")
    assert record.note == "Set by the override: 2 added to what stood before."


def test_a_tag_moves_all_that_bear_it_and_nothing_else(toy):
    for name in ("price_usd", "rent_usd"):
        path = next(one for one in (toy / "base").glob("*.yaml") if f"{name}:" in one.read_text())
        path.write_text(path.read_text().replace(f"{name}:\n", f"{name}:\n  tags: [street]\n"))
    before, after = (params.load(as_of=LATE, root=toy, overrides=changes).assumptions
                     for changes in ({}, {"tag:street": {"times": 1.1}}))
    assert [name for name in before if before[name] != after[name]] == ["price_usd", "rent_usd"]
    assert after["price_usd"].value == pytest.approx(5.5)
    assert after["rent_usd"].value == pytest.approx({"north": 55, "south": 77})


@pytest.mark.parametrize(("given", "told"), [
    ({"tag:strete": {"times": 2}}, "did you mean 'street'?"),
    ({"tag:street": 5}, "what moves many is relative; times or plus is needed, as in tag:street*=1.2"),
    ({"tag:street": {"times": 2}, "price_usd": 5}, "it is set twice"),
    ({"price_usd": {"times": 2, "plus": 1}}, "a factor above 0, or else a number to add"),
])
def test_a_change_by_tag_that_says_too_little_or_too_much_is_refused(toy, given, told):
    path = next(one for one in (toy / "base").glob("*.yaml") if "price_usd:" in one.read_text())
    path.write_text(path.read_text().replace("price_usd:\n", "price_usd:\n  tags: [street]\n", 1))
    with pytest.raises(params.InputError, match=re.escape(told)):
        params.load(as_of=LATE, root=toy, overrides=given)


@pytest.mark.parametrize(("text", "expected"), [
    ("pue=1.2", 1.2), ("pue=1.2,1.1,1.4", [1.2, 1.1, 1.4]), ("pue=1.2,1.1,1.4,uniform", [1.2, 1.1, 1.4, "uniform"]),
    ("pue*=1.3", {"times": 1.3}), ("pue += -0.1", {"plus": -0.1})])
def test_what_is_set_by_hand_is_a_number_a_range_or_a_factor(text, expected):
    assert params.parse_change(text) == ("pue", expected)


@pytest.mark.parametrize("text", ["pue", "=5", "pue=", "pue=1,2", "pue=1,2,uniform", "pue=1,2,3,4,5", "pue=1,2,3,4,uniform",
                                  "pue=1,2,3,normal,normal", "pue*=1,2,3", "pue+=1,2,3", "pue=8%", "pue=1=2"])
def test_what_is_no_change_is_told_the_forms_that_there_are(text):
    with pytest.raises(params.InputError, match=r"--set: found '.*'; allowed: NAME=VALUE, NAME=VALUE,LOW,HIGH, NAME"):
        params.parse_change(text)


def test_no_reader_can_write_into_what_all_share(toy):
    with pytest.raises(dataclasses.FrozenInstanceError):
        params.load(as_of=LATE, root=toy).assumptions["price_usd"].value = 6


def test_a_relative_override_multiplies_value_and_range_of_what_stands(toy):
    # dear_flour sets the cost to 4, between 3.5 and 4.5.
    book = params.load("dear_flour", as_of=LATE, root=toy, overrides={"cost_usd": {"times": 2}})
    record = book.assumptions["cost_usd"]
    assert (record.value, record.low, record.high, record.dist, record.source) == (8, 7, 9, "normal", "judgement")
    assert record.note == "Set by the override: 2 times what stood before."


def scenario(root, name, **fields):
    """Write a scenario into a folder of assumptions."""
    told = {"title": name.title(), "story": f"The story of {name}.", **fields}
    (root / "scenarios" / f"{name}.yaml").write_text(yaml.safe_dump(told))


def test_a_scenario_extends_another_and_goes_over_it(toy):
    scenario(toy, "dearest", extends="dear_flour", set={
        "cost_usd": {"times": 2, "note": "Twice that."}, "price_usd": {"value": 9, "note": "Passed on."}})
    book = params.load("dearest", as_of=LATE, root=toy)
    record = book.assumptions["cost_usd"]
    assert (record.value, record.low, record.high, record.note) == (8, 7, 9, "Twice that.")
    assert book.assumptions["price_usd"].value == 9
    assert (book.title, book.story) == ("Dearest", "The story of dearest.")
    assert params.load("dear_flour", as_of=LATE, root=toy).assumptions["price_usd"].value == 5


def test_a_scenario_may_name_what_it_changes_member_by_member(toy):
    scenario(toy, "moved", extends="base", set={"rent_usd[south]": {"value": 90, "note": "A better street."}})
    record = params.load("moved", as_of=LATE, root=toy).assumptions["rent_usd"]
    assert record.value == {"north": 50, "south": 90}
    assert record.note == "south: A better street. The others as before."


def test_rows_hold_the_central_values_each_with_its_own_change(toy):
    rows = params.load(as_of=LATE, root=toy, draws=7).rows([{}, {"price_usd": 9}, {"sold_count": 1, "cost_usd": 2}])
    assert rows["price_usd"].tolist() == [[5], [9], [5]]
    assert rows["sold_count"].tolist() == [[120], [120], [1]]
    assert rows["cost_usd"].tolist() == [[3], [3], [2]]
    assert rows["rent_usd"].tolist() == [[[50], [70]]] * 3


def test_a_change_of_a_quantity_with_an_axis_is_for_all_its_members(toy):
    rows = params.load(as_of=LATE, root=toy).rows([{}, {"rent_usd": 90}])
    assert rows["rent_usd"].tolist() == [[[50], [70]], [[90], [90]]]


def test_scenarios_start_with_the_base_and_have_titles(toy):
    assert list(params.scenarios(toy).items()) == [("base", "Base"), ("dear_flour", "Dear flour")]


def test_files_may_end_in_yml_and_what_an_editor_hides_is_left_out(toy):
    (toy / "scenarios/dear_flour.yaml").rename(toy / "scenarios/dear_flour.yml")
    (toy / "base/goods.yaml").rename(toy / "base/goods.yml")
    (toy / "base/.#goods.yaml").write_text("half a line")
    (toy / "scenarios/._dear_flour.yaml").write_text("half a line")
    assert params.load("dear_flour", as_of=LATE, root=toy).assumptions["cost_usd"].value == 4


def test_what_was_used_can_be_written_down_and_read_again(toy):
    book = params.load("dear_flour", as_of=LATE, root=toy, draws=3, seed=5)
    resolved = yaml.safe_load(yaml.safe_dump(book.resolved()))
    assert resolved["scenario"] == "dear_flour"
    assert (resolved["draws"], resolved["seed"]) == (3, 5)
    assert resolved["assumptions"]["cost_usd"]["value"] == 4
    assert resolved["assumptions"]["rent_usd"]["value"] == {"north": 50, "south": 70}
    assert sorted(resolved["files"]["sources.yaml"]) == ["guild_2025_03", "guild_2025_09", "ledger_2025_01"]
    assert len(resolved["files"]["observations.csv"].splitlines()) == 15  # a head and fourteen rows, one of which restates one


def test_only_sources_in_use_are_written_down(toy):
    edit(toy / "sources.yaml", lambda d: d.update(unused={**d["guild_2025_03"], "date": "2025-01-01"}))
    assert "unused" not in params.load(as_of=LATE, root=toy).resolved()["files"]["sources.yaml"]


def test_the_tier_of_an_assumption_is_that_of_its_source(toy):
    book = params.load(as_of=LATE, root=toy)
    assert (book.tier("price_usd"), book.tier("sold_count")) == ("T1", "judgement")


def test_the_folder_may_be_named_by_the_environment(toy, monkeypatch):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(toy))
    assert params.load(as_of=LATE).root == toy


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2026", 2026, 2027),
        ("2026-H1", 2026, 2026.5),
        ("2026-H2", 2026.5, 2027),
        ("2026-Q1", 2026, 2026.25),
        ("2026-Q4", 2026.75, 2027),
        ("2026-07", 2026.5, 2026 + 7 / 12),
        ("2026-07-01", 2026.5, 2026.5),
        ("2024-02-29", 2024 + 1 / 12 + 28 / 29 / 12, 2024 + 1 / 12 + 28 / 29 / 12),
    ],
)
def test_a_period_lies_between_two_instants(period, start, end):
    assert observations.period_years(period) == pytest.approx((start, end))


@pytest.mark.parametrize("text", ["26", "2026-Q5", "2026-H3", "2026-13", "2026-00", "2026-02-30", "Q1 2026", "2026-Q1-01", ""])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r"period|month|day"):
        observations.period_years(text)


def test_an_exponent_without_a_point_is_a_number(tmp_path):
    # YAML 1.1 reads 50e9 as text; whoever types it means a number.
    path = tmp_path / "numbers.yaml"
    path.write_text("a: 50e9\nb: -1E-3\nc: 1_000e2\nd: 5e\n")
    assert read_yaml(path) == {"a": 50e9, "b": -1e-3, "c": 100_000, "d": "5e"}


def test_a_byte_order_mark_as_spreadsheets_write_it_is_no_mistake(toy):
    path = toy / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(params.load(as_of=LATE, root=toy).known) == 13


def test_rows_of_nothing_but_commas_are_left_out(toy):
    with (toy / "observations.csv").open("a") as handle:
        handle.write(",,,,,,,,,\n , ,,,,,,,,\n\n")
    assert len(params.load(as_of=LATE, root=toy).known) == 13


# Identities and limits


def test_a_report_of_the_day_of_the_announcement_sees_nothing_later(shipped):
    day = datetime.date(2025, 11, 12)
    book = params.load(as_of=day, root=shipped)
    assert {a.name for a in book.assumptions.values() if a.as_of > day} == set()
    assert [row for row in book.known if row["as_of"] > day] == []
    cited = {a.source for a in book.assumptions.values()} - {"judgement", "definition"}
    cited |= {alternative["source"] for a in book.assumptions.values() for alternative in a.alternatives}
    assert [key for key in cited if book.sources[key]["date"] > day] == []


def test_what_becomes_known_later_changes_nothing_earlier(shipped):
    before = params.load(as_of="2026-06-30", root=shipped, draws=11)

    def later(data):
        data["pue"]["vintages"].insert(0, {"as_of": datetime.date(2026, 7, 1), "value": 2, "note": "Planted."})
        data["pue"].setdefault("alternatives", []).append(
            {"as_of": datetime.date(2026, 7, 1), "value": 2, "source": data["pue"]["alternatives"][0]["source"]})

    edit(shipped / "base/capacity.yaml", later)
    with (shipped / "observations.csv").open("a") as handle:
        handle.write("anthropic,revenue_run_rate,gross,2026-06-30,1e12,,,USD/year,newser_2025_11_12,2026-07-01\n")
    after = params.load(as_of="2026-06-30", root=shipped, draws=11)
    assert set(before.values) == set(after.values)
    for name, array in before.values.items():
        np.testing.assert_array_equal(after.values[name], array, err_msg=name)
    assert before.resolved() == after.resolved()
    seen = params.load(as_of="2026-07-01", root=shipped)
    assert seen.values["pue"].tolist() == [[2]]
    assert 1e12 in seen.values["observed_runrate_usd_per_year"]


def test_every_shipped_scenario_loads_and_says_what_it_is():
    for name in params.scenarios():
        book = params.load(name, as_of="2026-11-22")
        assert book.title, name
        assert len(book.story.split()) > 5, name


def test_every_shipped_scenario_loads_on_the_day_of_the_announcement():
    for name in params.scenarios():
        assert params.load(name, as_of="2025-11-12").scenario == name


def test_the_same_seed_gives_the_same_draws_and_another_seed_the_same_strata(toy):
    first, again, other = (params.load(as_of=LATE, root=toy, draws=50, seed=seed).values["price_usd"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert first.tolist() != other.tolist()
    np.testing.assert_allclose(np.sort(first, axis=0), np.sort(other, axis=0))


def test_a_new_assumption_moves_no_other_draw(toy):
    before = params.load(as_of=LATE, root=toy, draws=50).values["price_usd"]
    record = {"label": "New", "unit": "ratio", "vintages": [
        {"as_of": datetime.date(2025, 1, 1), "value": 2, "low": 1, "high": 3, "dist": "normal", "note": "New."}]}
    edit(toy / "base/goods.yaml", lambda d: d.update(a_new_ratio=record))
    np.testing.assert_array_equal(params.load(as_of=LATE, root=toy, draws=50).values["price_usd"], before)


def test_the_order_of_files_and_of_rows_does_not_matter(toy):
    before = params.load(as_of=LATE, root=toy, draws=9).values
    (toy / "base/goods.yaml").rename(toy / "base/zz_last.yaml")
    rows = (toy / "observations.csv").read_text().splitlines()
    (toy / "observations.csv").write_text("\n".join([rows[0], *reversed(rows[1:])]) + "\n")
    for name, array in params.load(as_of=LATE, root=toy, draws=9).values.items():
        np.testing.assert_array_equal(array, before[name], err_msg=name)


# Properties


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 30)))
def test_decimal_years_rise_from_day_to_day_and_months_are_twelfths(day):
    here, there = (observations.decimal_year(d) for d in (day, day + datetime.timedelta(days=1)))
    assert 0 < there - here <= 1 / 12 / 28 + 1e-9
    assert int(here) == day.year
    assert int((here - day.year) * 12 + 1e-9) == day.month - 1


@given(st.lists(st.sampled_from(["2025-Q1", "2025-Q2", "2025-H1", "2025", "2025-02", "2025-Q4"]), max_size=6))
def test_kept_periods_never_overlap_and_a_dropped_one_overlaps_a_kept_one(chosen):
    rows = [dict(zip(("start_year", "end_year"), observations.period_years(period), strict=True)) for period in chosen]
    kept = observations.without_overlap(rows)
    for one, other in itertools.pairwise(kept):
        assert one["end_year"] <= other["start_year"]
    for row in rows:
        assert any(row["start_year"] < k["end_year"] and k["start_year"] < row["end_year"] for k in kept)


@given(st.integers(0, 400), st.integers(1, 20))
def test_observations_known_on_a_day_are_never_from_a_later_day(shift, versions):
    day = datetime.date(2025, 1, 1) + datetime.timedelta(days=shift)
    rows = [{"entity": "e", "measure": "m", "basis": "b", "period": "2025", "end_year": 2026,
             "as_of": datetime.date(2025, 1, 1) + datetime.timedelta(days=20 * n)} for n in range(versions)]
    known = observations.known_on(rows, day)
    newest = max((row["as_of"] for row in rows if row["as_of"] <= day), default=None)
    assert [row["as_of"] for row in known] == [newest]


def test_no_draw_lies_beyond_the_physical_limits(toy):
    path = next(one for one in (toy / "base").glob("*.yaml") if "price_usd:" in one.read_text())
    text = path.read_text()
    path.write_text(text.replace("  label: Price of a loaf\n", "  label: Price of a loaf\n  limits: [3.4, 6.6]\n", 1))
    drawn = params.load(as_of=LATE, root=toy, draws=20_000).values["price_usd"]
    # 4 to 6 is 90%: 6.6 is 1.6 x 1.645 = 2.63 standard deviations away, beyond which 0.43% of draws would lie on each side.
    assert (drawn.min(), drawn.max()) == (3.4, 6.6)
    assert (drawn == 6.6).mean() == pytest.approx(0.0043, abs=2e-4)
