"""Frames of the competition chapter, on facts made by hand."""

import datetime
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from wattbook import frames
from wattbook.run import open_run
from wattbook.tables import NUMBER, TEXT, table


@pytest.fixture(scope="module")
def run():
    return open_run("base", "2026-11-22", draws=100)


def quarter(measure, year, part, value):
    start = year + part / 4
    return {"entity": "shop", "measure": measure, "basis": "reported", "start_year": start, "end_year": start + 0.25,
            "value": value}


def test_a_ratio_of_quarters_is_of_twelve_months_at_the_day_on_which_they_end():
    # Capital spending of 1, 2, 3, 4 and then 6 over a steady 5 a quarter: 10 / 20, then 15 / 20.
    rows = [quarter("capex_cash", 2025 + n // 4, n % 4, value) for n, value in enumerate([1, 2, 3, 4, 6])]
    rows += [quarter("operating_cash", 2025 + n // 4, n % 4, 5) for n in range(5)]
    run = SimpleNamespace(book=SimpleNamespace(known=rows, case=SimpleNamespace(axes={"peer": {"shop": "Shop"}})))
    found = frames.competition.quarters(run, "capex_cash", "operating_cash", 2025)
    assert found["mid"].tolist() == [0.5, 0.75]
    assert found["when"].tolist() == [pd.Timestamp("2026-01-01"), pd.Timestamp("2026-04-01")]


def test_a_quarter_that_is_missing_makes_no_year():
    rows = [quarter(measure, 2025 + n // 4, n % 4, 1) for measure in ("capex_cash", "operating_cash") for n in (0, 1, 3, 4)]
    run = SimpleNamespace(book=SimpleNamespace(known=rows, case=SimpleNamespace(axes={"peer": {"shop": "Shop"}})))
    assert frames.competition.quarters(run, "capex_cash", "operating_cash", 2025).empty


def test_rows_of_guidance_keep_every_day_on_which_it_was_given():
    said = [(datetime.date(2026, 2, 4), 180e9, 175e9, 185e9), (datetime.date(2026, 7, 23), 220e9, None, None)]
    rows = [{"measure": "capex_guidance", "entity": "shop", "period": "2026", "as_of": day, "unit": "USD", "value": middle,
             "low": low, "high": high} for day, middle, low, high in said]
    case = SimpleNamespace(axes={"peer": {"shop": "Shop"}}, entities={"shop": "Shop"})
    made = frames.competition.guidance(SimpleNamespace(book=SimpleNamespace(dated=rows[::-1], case=case)))
    assert made.rows == [["Shop", "2026", "Feb 2026", "$180B", "$175B", "$185B"], ["Shop", "2026", "Jul 2026", "$220B", "", ""]]


def test_notes_stand_beside_the_first_number():
    made = table({"Firm": TEXT, "Power": NUMBER, "Date": TEXT}, [("A", "2", "May"), ("B", "1", "June")])
    found = frames.competition.beside(made, "Place", pd.DataFrame({"label": ["A"], "note": ["rank 1"]}))
    assert list(found.columns) == ["Firm", "Power", "Place", "Date"]
    assert found.rows == [["A", "2", "rank 1", "May"], ["B", "1", "", "June"]]


def test_who_is_level_now_is_level_by_any_later_day(run):
    found = frames.competition.reached(run, "parity_power_year", 2029)
    assert found
    assert all(0 <= now <= by <= 1 for now, by in found.values())
    assert run.book.case.entities[run.book.case.subject] not in found


def test_nobody_is_ahead_of_oneself(run):
    found = frames.competition.ahead(run, "2028-12")
    at = run["firm_it_gw"][..., run.book.case.month_names().index("2028-12")]
    for place, label in enumerate(run.book.case.axes["firm"].values()):
        assert (label in found) == (np.mean(at[:, place] > at[:, 0]) >= 0.66)


def test_a_slope_ranks_every_stage_from_one(run):
    found = frames.competition.slope(run)
    assert (found.groupby("column")["rank"].min() == 1).all()
    assert not found.duplicated(["column", "entity"]).any()


def test_what_a_reader_sets_can_be_set_as_it_is_printed(run):
    for *_, how in frames.competition.dials(run, ["buyer_tokens_mtoken_per_year", "buyer_volume_growth_per_year"]).rows:
        name, value = how.removeprefix("--set ").split("=")
        assert float(value) == run.book.assumptions[name].value
        assert "e" not in value
