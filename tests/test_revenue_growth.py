"""Demand read from the reports, what capacity serves of it, what the programme adds, and the class it is judged by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import flat
from wattbook import params
from wattbook.subject import MODEL
from wattbook.subject.revenue import growth, measures, supply

MONTHS = 2026 + np.arange(36) / 12
LAST = np.array([2025.0, 2026.0])
CALM = np.array([[[0.4], [1e-9], [1e-9], [1e-9], [1e-9]]])  # class growth 0.4 at any size, no shocks, exact reports


def at(number):
    return np.array([[float(number)]])


def demand(rate, half_life=1e9, ceiling=np.inf, now=65e9, persistence=1.0, parameters=CALM, shocks=0.0):
    path = np.full((1, MONTHS.size), shocks)
    return growth.demand_runrate_usd_per_year(
        MONTHS, np.array([now, now]), LAST, at(now), at(rate), at(persistence), at(10e9), parameters, at(half_life), path, path,
        at(1), at(ceiling), at(0))[0]


def test_without_fading_or_shocks_demand_is_a_straight_line_of_its_logarithm():
    # growth of 1.2 a year from the last report on the first of January: half a month on 65 exp(0.05)
    assert demand(1.2) == pytest.approx(65e9 * np.exp(1.2 * (MONTHS + 1 / 24 - 2026)), rel=1e-6)


def test_growth_fades_to_that_of_the_class():
    # excess 1.6 over 0.4, half-life a year: after three years 0.4 x 3 + 1.6 (1 - 1/8) / ln 2 = 3.2198
    years = MONTHS[-1] + 1 / 24 - 2026
    expected = 0.4 * years + 1.6 * (1 - 2**-years) / np.log(2)
    assert np.log(demand(2.0, half_life=12)[-1] / 65e9) == pytest.approx(expected, rel=2e-3)  # steps of a month


def test_a_larger_firm_reverts_to_less_growth():
    # a = 0.4 at 10 billion, b = 0.5: at 40 billion 0.4 / 2
    given_ = np.array([[[0.4], [0.5], [0.1], [0.1], [0.1]]])
    assert growth.class_growth_per_year(at(40e9), at(10e9), given_, at(12)).item() == pytest.approx(0.2)


def test_demand_stays_under_its_ceiling_and_far_under_it_does_not_feel_it():
    assert demand(2.0, ceiling=100e9).max() <= 100e9 * (1 + 1e-9)
    assert demand(0.5, ceiling=1e18) == pytest.approx(demand(0.5), rel=1e-6)


def test_what_is_reported_stays_and_is_exponential_between_reports():
    path = np.zeros((1, 2))
    found = growth.demand_runrate_usd_per_year(
        np.array([2025.5 - 1 / 24, 2027.0]), np.array([1.0, 4.0]), LAST, at(4), at(0), at(1), at(1), CALM, at(12), path, path,
        at(1), at(np.inf), at(0))
    assert found[0, 0] == pytest.approx(2)  # half-way from 1 to 4


def test_a_break_of_growth_halves_it():
    assert np.log(demand(1.2, persistence=0.5) / 65e9) == pytest.approx(np.log(demand(0.6) / 65e9), rel=1e-9)


def test_the_last_report_is_read_with_the_error_that_labs_have():
    given_ = CALM.copy()
    given_[0, 4] = 0.1
    assert growth.last_runrate_usd_per_year(np.array([65.0]), given_, at(2), at(1)).item() == pytest.approx(65 * np.exp(0.2))
    assert growth.last_runrate_usd_per_year(np.array([65.0]), given_, at(2), at(1.5)).item() == pytest.approx(65 * np.exp(0.3))


def test_without_growth_what_is_recognised_is_the_run_rate():
    flat = np.full((1, 12), 65e9)
    none = np.array([])
    booked = measures.recognised_revenue_usd_per_month(flat, at(1), MONTHS[:12], none, none, none)
    assert measures.recognised_revenue_usd(booked, np.full(12, 2026)).item() == pytest.approx(65e9)


@settings(max_examples=40)
@given(rate=st.floats(-1, 4), short=st.floats(2, 40), longer=st.floats(1, 3))
def test_growth_above_its_class_that_fades_later_never_reaches_less(rate, short, longer):
    fast = rate > 0.4
    first, second = demand(rate, short), demand(rate, short * longer)
    assert ((second >= first * (1 - 1e-9)) if fast else (second <= first * (1 + 1e-9))).all()


def test_the_same_seed_gives_the_same_shocks_whatever_else_changes():
    changed = {"pue": 1.3, "growth_half_life_months": 9}
    book, other = (params.load(as_of="2026-11-22", draws=20, overrides=one) for one in ({}, changed))
    for name in ("growth_shock_score_ratio", "level_shock_score_ratio", "growth_class_score_ratio"):
        assert np.array_equal(book.values[name], other.values[name])
        assert book.values[name].std() == pytest.approx(1, abs=0.1)
    central = book.rows([{}])
    assert (central["growth_shock_score_ratio"] == 0).all()


@pytest.fixture(scope="module")
def runs():
    names = [
        "runrate_usd_per_year",
        "demand_runrate_usd_per_year",
        "supply_limit_usd_per_year",
        "recognised_revenue_usd",
        "compute_it_gw",
    ]
    return {day: MODEL.evaluate(params.load(as_of=day, draws=300).values, names) for day in ("2026-11-22", "2025-11-12")}


def test_after_the_last_report_no_month_exceeds_demand_or_supply(runs):
    run = runs["2026-11-22"]
    start = 2024 + np.arange(run["runrate_usd_per_year"].shape[1]) / 12
    ahead = start > 2026.6
    assert (run["runrate_usd_per_year"] <= run["demand_runrate_usd_per_year"]).all()
    assert ahead.any()
    assert (run["runrate_usd_per_year"] <= run["supply_limit_usd_per_year"])[:, ahead].all()


def test_a_report_planted_after_the_date_changes_nothing(tmp_path):
    root = tmp_path / "params"
    flat(root)
    before = MODEL.evaluate(params.load(as_of="2025-11-12", draws=20, root=root).values, ["recognised_revenue_usd"])
    with (root / "observations.csv").open("a") as file:
        file.write("anthropic,revenue_run_rate,gross,2025-11-11,99e9,,,USD/year,willison_2026_08_23,2026-08-23\n")
    after = MODEL.evaluate(params.load(as_of="2025-11-12", draws=20, root=root).values, ["recognised_revenue_usd"])
    late = MODEL.evaluate(params.load(as_of="2026-11-22", draws=20, root=root).values, ["recognised_revenue_usd"])
    assert np.array_equal(before["recognised_revenue_usd"], after["recognised_revenue_usd"])
    assert not np.array_equal(before["recognised_revenue_usd"], late["recognised_revenue_usd"])


def test_the_month_of_the_target_is_the_first_and_not_defined_when_never():
    path = np.array([[60.0, 71.0, 69.0], [1.0, 2.0, 3.0]])
    found = growth.target_runrate_year(path, np.array([[70.0], [70.0]]), np.array([2026.0, 2026.5, 2027.0]))
    assert found[0, 0] == 2026.5
    assert np.isnan(found[1, 0])


def test_leased_power_grows_by_equal_ratios_between_its_dates():
    # 2 to 8 GW in two years: 4 GW half-way
    assert supply.leased_it_gw(np.array([2027.0]), 2.0, 8.0, 2026.0, 2028.0) == pytest.approx(4)


def test_relaxing_supply_that_does_not_bind_changes_nothing():
    start, last = np.array([2027.0]), np.array([2026.0])
    demand = np.array([[9.0]])
    served = [growth.runrate_usd_per_year(demand, np.array([[s]]), start, last).item() for s in (5.0, 9.0, 20.0)]
    assert served == [5.0, 9.0, 9.0]



def test_years_of_other_firms_from_the_scale_on_are_counted():
    # from 20 on: doubled (0.69), then a fall; the year that starts at 5 is too small, the last has no year after it
    revenue = np.array([[5.0, 20.0, 40.0, 30.0], [1.0, 1.0, np.nan, np.nan]])
    start = np.array([[2020.0, 2021, 2022, 2023], [2020, 2021, np.nan, np.nan]])
    found = [growth.growth_percentile(at(g), revenue, start, start + 1, at(10)).item() for g in (-1, 0, 1)]
    assert found == [0, 0.5, 1]
    assert np.isnan(growth.growth_percentile(at(1), revenue, start, start + 1, at(1e3)).item())


# What the programme adds


def test_where_supply_binds_the_programme_causes_its_share_and_elsewhere_nothing():
    # 6 of 8 GW leased: with demand 9 over a limit of 8 the run-rate falls from 8 to 6; with demand 5 it stays
    start, last = np.array([2027.0, 2027.5]), np.array([2026.0])
    wanted, limit, eight = np.array([[9.0, 5.0]]), np.array([[8.0, 8.0]]), np.full((1, 2), 8.0)
    served = growth.runrate_usd_per_year(wanted, limit, start, last)
    years = np.array([2027, 2028])
    caused = supply.revenue_caused_usd(served / 12, served, limit, np.full((1, 2), 6.0), eight, start, years, last)
    attributed = supply.revenue_attributed_usd(served / 12, np.full((1, 2), 2.0), eight, np.array([2027, 2028]))
    assert caused[0] == pytest.approx([2 / 12, 0])
    assert attributed[0] == pytest.approx([2 / 12, 1.25 / 12])


@pytest.mark.parametrize(("report", "ahead"), [(2027.02, True), (2027 + 1 / 24, False), (2027.06, False)])
def test_a_month_is_ahead_of_a_report_where_its_middle_is(report, ahead):
    start, last, one = np.array([2027.0]), np.array([report]), np.array([[1.0]])
    caused = supply.revenue_caused_usd(8 * one, 8 * one, 8 * one, 6 * one, 8 * one, start, np.array([2027]), last)
    assert caused.item() == (2 if ahead else 0)
    assert growth.runrate_usd_per_year(8 * one, 6 * one, start, last).item() == (6 if ahead else 8)


def test_a_programme_of_no_power_causes_nothing():
    values = params.load(as_of="2026-11-22", draws=50).values
    nothing = {**values, "in_service_it_gw": np.zeros((50, values["month_start_year"].size))}
    without, caused = (MODEL.evaluate(one, ["revenue_caused_usd"])["revenue_caused_usd"] for one in (nothing, values))
    assert (without == 0).all()
    assert (caused >= 0).all()


def test_revenue_of_a_watt_does_not_run_away(runs):
    # OpenAI's 10.0, 10.0 and 10.5 billion a gigawatt: at 3% a year, nine and a half years make 1.32
    limit, power = (runs["2026-11-22"][name] for name in ("supply_limit_usd_per_year", "compute_it_gw"))
    per_watt = np.median(limit / power, axis=0)
    assert per_watt[-1] / per_watt[36] < 1.35


def test_a_firm_is_learned_from_by_its_reports_over_the_scale_in_the_middle_of_their_periods(monkeypatch):
    # Two reports of 2 and 4 times the scale, over the first half of 2025 and of 2026: logs of 2 and 4, at the first of April.
    monkeypatch.setattr(growth.forecast, "drawn", lambda labs, others, *rest: (labs, others))
    report, none, one = np.array([[9.0, 9.0], [2e9, 4e9]]), np.full((2, 2), np.nan), np.ones((1, 1))
    start = np.array([[2025.0, 2026.0]] * 2)
    labs, others = growth.growth_parameter_ratio(
        report, start, start + 0.5, none, none, none, none, none, none, 1e9 * one, one, one, one[..., None], one[..., None],
        one, one[..., None], one)
    assert others == []
    assert [(firm.years, firm.levels) for firm in labs] == [((2025.25, 2026.25), pytest.approx((np.log(2), np.log(4))))]
