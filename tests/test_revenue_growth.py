"""Paths of the run-rate, what capacity serves of them, and the class they are judged by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattbook import params
from wattbook.subject import MODEL
from wattbook.subject.revenue import growth, supply

MONTHS = 2026 + np.arange(120) / 12
LAST = np.array([2026.0])
POSITIVE = st.floats(0.05, 3)


def decaying(rate, half_life=9.0, ceiling=1e12, persistence=1.0, terminal=0.0, now=65e9):
    return growth.decaying_runrate_usd_per_year(
        MONTHS, LAST, now, np.array([[ceiling]]), np.array([[rate]]), persistence, np.array([[half_life]]), terminal
    )


def gompertz(rate, ceiling=1e12, persistence=1.0, terminal=0.0, now=65e9):
    return growth.gompertz_runrate_usd_per_year(
        MONTHS, LAST, now, np.array([[ceiling]]), np.array([[rate]]), persistence, terminal
    )


@pytest.mark.parametrize("path", [decaying, gompertz])
def test_a_path_starts_at_the_last_report_and_at_the_growth_given(path):
    step = np.log(path(1.0)[0, 0] / 65e9) / (1 / 24)
    assert step == pytest.approx(1.0, rel=0.06)  # half a month on, slowing included
    assert path(1.0)[0, 0] > 65e9


@pytest.mark.parametrize("path", [decaying, gompertz])
def test_no_growth_keeps_the_last_report(path):
    assert path(0.0) == pytest.approx(65e9)


def test_growth_that_decays_far_below_its_ceiling_ends_at_its_integral():
    # ln(R / R0) -> g0 half-life / ln 2: 1 x 0.75 / 0.6931 = 1.0820
    assert np.log(decaying(1.0, ceiling=1e18)[0, -1] / 65e9) == pytest.approx(1.0820, abs=1e-3)


def test_a_gompertz_path_halves_the_logarithm_of_its_way_in_equal_times():
    # way ln(K / R0) = 2, growth 2 ln 2: a year on the way is 1, two years on 0.5
    ceiling = 65e9 * np.exp(2)
    path = gompertz(2 * np.log(2), ceiling=ceiling)
    way = np.log(ceiling / path[0])
    assert way[12] / way[0] == pytest.approx(0.5)
    assert way[24] / way[0] == pytest.approx(0.25)


@settings(max_examples=60)
@given(rate=POSITIVE, half_life=st.floats(2, 40), ceiling=st.floats(7e10, 1e13))
def test_paths_rise_and_stay_under_their_ceiling(rate, half_life, ceiling):
    for path in (decaying(rate, half_life, ceiling), gompertz(rate, ceiling)):
        assert (np.diff(path) >= -1e-3).all()
        assert path.max() <= ceiling * (1 + 1e-12)


@settings(max_examples=60)
@given(rate=POSITIVE, slow=st.floats(2, 40), more=st.floats(1, 3))
def test_faster_decay_never_raises_the_path(rate, slow, more):
    assert (decaying(rate, slow * more) >= decaying(rate, slow) * (1 - 1e-12)).all()


def test_a_later_date_never_lowers_the_probability_that_demand_reaches_the_target(runs):
    demand = runs["2026-11-22"]["demand_runrate_usd_per_year"]
    p = np.mean(demand >= 70e9, axis=0)[-110:]
    assert (np.diff(p) >= 0).all()
    assert p[-1] > 0.9


@pytest.fixture(scope="module")
def runs():
    names = [
        "p_runrate_at_target",
        "runrate_usd_per_year",
        "demand_runrate_usd_per_year",
        "supply_limit_usd_per_year",
        "recognised_revenue_usd",
        "unserved_demand_usd_per_year",
    ]
    return {day: MODEL.evaluate(params.load(as_of=day, draws=300).values, names) for day in ("2026-11-22", "2025-11-12")}


def test_after_the_last_report_no_month_exceeds_demand_or_supply(runs):
    run = runs["2026-11-22"]
    start = 2024 + np.arange(run["runrate_usd_per_year"].shape[1]) / 12
    ahead = start > 2026.6
    assert (run["runrate_usd_per_year"] <= run["demand_runrate_usd_per_year"]).all()
    assert (run["runrate_usd_per_year"] <= run["supply_limit_usd_per_year"])[:, ahead].all()
    assert (run["unserved_demand_usd_per_year"] >= 0).all()


def test_a_report_planted_after_the_date_changes_nothing(tmp_path):
    import shutil

    root = tmp_path / "params"
    shutil.copytree(params.default_root(), root)
    before = MODEL.evaluate(params.load(as_of="2025-11-12", draws=20, root=root).values, ["recognised_revenue_usd"])
    with (root / "observations.csv").open("a") as file:
        file.write("anthropic,revenue_run_rate,gross,2025-11-11,99e9,,,USD/year,willison_2026_08_23,2026-08-23\n")
    after = MODEL.evaluate(params.load(as_of="2025-11-12", draws=20, root=root).values, ["recognised_revenue_usd"])
    late = MODEL.evaluate(params.load(as_of="2026-11-22", draws=20, root=root).values, ["recognised_revenue_usd"])
    assert np.array_equal(before["recognised_revenue_usd"], after["recognised_revenue_usd"])
    assert not np.array_equal(before["recognised_revenue_usd"], late["recognised_revenue_usd"])


def test_the_weight_of_structures_spans_from_one_to_the_other():
    months, reported = np.array([2027.0]), (np.array([1.0]), np.array([2026.0]))
    mixed = [
        growth.demand_runrate_usd_per_year(months, *reported, np.array([[4.0]]), np.array([[16.0]]), w).item()
        for w in (0.0, 0.5, 1.0)
    ]
    assert mixed == pytest.approx([4, 8, 16])


def test_the_month_of_the_target_is_the_first_and_not_defined_when_never():
    path = np.array([[60.0, 71.0, 69.0], [1.0, 2.0, 3.0]])
    found = growth.target_runrate_year(path, np.array([[70.0], [70.0]]), np.array([2026.0, 2026.5, 2027.0]))
    assert found[0, 0] == 2026.5
    assert np.isnan(found[1, 0])


def test_leased_power_grows_by_equal_ratios_between_its_dates():
    # 2 to 8 GW in two years: 4 GW half-way
    assert supply.leased_it_gw(np.array([2027.0]), 2.0, 8.0, 2026.0, 2028.0) == pytest.approx(4)


def test_supply_never_binds_and_stops_binding_are_told_apart():
    months = np.array([2026.0, 2026.5, 2027.0])
    unserved = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1.0]])
    found = supply.supply_release_year(unserved, months)[:, 0]
    assert np.isnan(found[[0, 3]]).all()
    assert found[[1, 2]].tolist() == [2026.5, 2027.0]


def test_relaxing_supply_that_does_not_bind_changes_nothing():
    start, last = np.array([2027.0]), np.array([2026.0])
    demand = np.array([[9.0]])
    served = [growth.runrate_usd_per_year(demand, np.array([[s]]), start, last).item() for s in (5.0, 9.0, 20.0)]
    assert served == [5.0, 9.0, 9.0]


def test_a_rival_ten_times_slower_from_the_same_start_is_led_by_nine_tenths_of_its_time():
    # from 1 to 10: the subject needs one year, the rival ten
    found = growth.lead_over_rival_years(
        np.array([1.0, 10.0]),
        np.array([2025.0, 2026.0]),
        np.array([1.0, 10.0, 5.0]),
        np.array([2010.0, 2020.0, 2021.0]),
        np.array([[1.0]]),
    )
    assert found.item() == pytest.approx(9)


@settings(max_examples=40)
@given(rates=st.lists(st.floats(0, 5), min_size=1, max_size=6), own=st.floats(0, 5))
def test_the_percentile_counts_members_below(rates, own):
    found = growth.growth_percentile(np.array([[own]]), np.array(rates)[None, :, None]).item()
    assert found == pytest.approx(sum(rate < own for rate in rates) / len(rates))
