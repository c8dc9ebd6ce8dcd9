"""Accelerators by generation, uses of computing, power, cooling, people and neighbours, by site."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import SEEDS, moved, over, run, values
from wattbook import params
from wattbook.axes import AXES
from wattbook.subject.buildout import capacity, energy, network, sites


def column(*numbers):
    """One draw with a number for each member."""
    return np.array(numbers, dtype=float).reshape(1, -1, 1)


def scalar(number):
    """One draw of one number."""
    return np.array([[float(number)]])


# Worked examples


def test_an_h100_is_one_h100_equivalent_and_a_gb200_two_and_a_half():
    book = params.load(as_of="2026-11-22")
    names = ["generation_accelerators_count", "generation_h100e_per_it_kw"]
    accelerators, equivalents = (found.ravel() for found in run(names, book.values))
    h100, gb200 = (list(book.case.axes["generation"]).index(name) for name in ("gen_h100", "gen_gb200"))
    ratio = equivalents * 1e6 * run(["it_capacity_nominal_gw"], book.values)[0].item() / accelerators
    assert ratio[h100] == pytest.approx(1)
    assert ratio[gb200] == pytest.approx(2500 / 989.4)  # Lockwood (January 2026): 2,500 dense BF16


def test_the_generation_that_is_bought_has_one_count():
    book = params.load(as_of="2026-11-22", draws=50)
    by_generation, bought = run(["generation_accelerators_count", "accelerators_count"], book.values)
    assert next(iter(book.case.axes["generation"])) == "gen_gb300"
    np.testing.assert_array_equal(by_generation[:, 0], bought)


def test_a_generation_without_a_reported_figure_stays_without():
    book = params.load(as_of="2026-11-22")
    found = dict(zip(book.case.axes["generation"], run(["generation_h100e_per_it_kw"], book.values)[0].ravel(), strict=True))
    assert [name for name, number in found.items() if not np.isnan(number)] == ["gen_h100", "gen_gb200"]
    count = capacity.generation_accelerators_count(scalar(9), scalar(1), np.array([[[2.0], [np.nan]]])).ravel()
    assert np.isnan(count).tolist() == [False, True]


def test_a_gigawatt_at_2090_watts_feeds_478_thousand_gb200():
    # Epoch AI (February 2026): 132 kW a rack of 72 with 14% overhead is 2,090 W; the same power as 500,000 of 2,000 W
    count = capacity.generation_accelerators_count(scalar(500_000), scalar(2000), np.array([[[2000.0], [2090.0]]]))
    assert count.ravel() == pytest.approx([500_000, 478_469], rel=1e-6)


def test_liquid_cooling_that_saves_two_terawatt_hours_pays_back_as_reckoned_by_hand():
    # 140 million a year at 70 USD/MWh: 700 million pay back in five years
    assert energy.cooling_payback_years(column(0, 700e6), column(10, 8), scalar(70)).ravel()[1] == pytest.approx(5)


def test_a_design_that_saves_nothing_has_no_payback():
    assert np.isnan(energy.cooling_payback_years(column(0, 5), column(10, 11), scalar(70))).all()


def test_power_that_fails_a_fifth_of_the_time_costs_its_cover():
    found = energy.source_delivered_usd_per_mwh(column(100), column(0.8), scalar(220))
    assert found.item() == pytest.approx(0.8 * 100 + 0.2 * 220)


def test_the_data_limit_is_six_d_squared_over_the_ratio():
    # Hoffmann et al. (2022): 6 N D at 20 tokens a parameter; 15e12 tokens on 70e9 parameters is 6.3e24 FLOP
    found = capacity.run_limit_flop(*(scalar(x) for x in (1e30, 15e12, 15e12 / 70e9, 1e30, 1, 1, 1))).ravel()
    assert found[1] == pytest.approx(6.3e24, rel=1e-9)


def test_a_run_on_trend_is_no_doubling_ahead():
    # grown 4-fold a year for two years from 1e26
    found = capacity.doublings_ahead_of_trend_ratio(*(scalar(x) for x in (16e26, 1e26, 4, 2025, 2025, 24)))
    assert found.item() == pytest.approx(0, abs=1e-12)
    ahead = capacity.doublings_ahead_of_trend_ratio(*(scalar(x) for x in (64e26, 1e26, 4, 2025, 2025, 24)))
    assert ahead.item() == pytest.approx(2)


def test_what_is_left_after_the_flagship_trains_specialised_models():
    assert capacity.parallel_models_count(*(scalar(x) for x in (10e27, 0.2, 1e27, 1e26))).item() == pytest.approx(10)


def test_a_site_of_855_megawatts_is_a_hundredth_of_the_texan_peak():
    # ERCOT met 85.5 GW in August 2023
    assert sites.site_region_peak_share(column(855), column(85.5)).item() == pytest.approx(0.01)


def test_bills_rise_by_what_the_site_does_not_pay():
    # 1 GW at 300 USD/kW, a fifth unpaid, a tenth a year: 6 million on bills of 6 billion
    found = sites.bill_impact_share(column(1000), scalar(300), scalar(0.2), scalar(0.1), column(6e9))
    assert found.item() == pytest.approx(0.001)


def test_network_takes_its_share_of_capital():
    # Epoch AI (May 2026): 4.925 of 37.883 USD B; Bernstein (October 2025): about 13%
    found = network.accelerator_network_usd(scalar(37.883e9), scalar(4.925 / 37.883), scalar(478_469))
    assert found.item() == pytest.approx(4.925e9 / 478_469)
    assert pytest.approx(0.13, abs=0.005) == 4.925 / 37.883


def test_carbon_of_a_million_tokens_is_energy_times_intensity():
    # 1 J a token is 0.2778 kWh a million; at PUE 1.2 and 360 g/kWh 120 g
    assert energy.serving_gco2e_per_mtoken(1.0, 1.2, 360.0) == pytest.approx(120)


# Identities


@over(SEEDS)
def test_uses_and_ways_of_supply_fill_the_whole(seed):
    for found in run(["use_share", "source_share"], values(seed)):
        np.testing.assert_allclose(found.sum(axis=1), 1)
        assert (found >= 0).all()


@over(SEEDS)
def test_what_is_useful_works_and_what_works_is_there(seed):
    useful, working, peak = run(["useful_h100e", "working_h100e", "h100e_nominal_count"], values(seed))
    assert ((useful <= working) & (working <= peak)).all()


@over(SEEDS)
def test_a_year_of_useful_computing_is_what_the_useful_part_does_at_its_peak(seed):
    useful, flop = run(["useful_h100e", "effective_flop_per_year"], values(seed))
    np.testing.assert_allclose(flop, useful * values(seed)["h100_peak_tflop_per_second"] * 1e12 * 8760 * 3600)


@over(SEEDS)
def test_sites_add_up_in_power_of_it_and_of_the_facility(seed):
    names = ["site_it_gw", "it_capacity_nominal_gw", "site_facility_mw", "facility_capacity_nominal_gw"]
    power, total, facility, all_facility = run(names, values(seed))
    np.testing.assert_allclose(power.sum(axis=1), total)
    np.testing.assert_allclose(facility.sum(axis=1), all_facility * 1000)


@over(SEEDS)
def test_energy_by_use_adds_up_and_it_is_facility_over_pue(seed):
    parts, facility = run(["energy_by_use_twh_per_year", "facility_energy_twh_per_year"], values(seed))
    np.testing.assert_allclose(parts.sum(axis=1), facility)
    np.testing.assert_allclose(parts[:, 0] * values(seed)["pue"], facility)


def hours(firm, storage, clean=0.0):
    """Own solar with storage and a contract for solar, by hour: grid, gas, solar and PPA deliver in such shares of hours."""
    shares = column(1, 1, firm, 1)
    return energy.own_solar_by_hour_share(shares, scalar(storage))[0, :, 0], energy.contract_by_hour_share(
        shares, scalar(clean))[0, :, 0]


def test_solar_alone_meets_45_in_100_of_even_use_and_nothing_at_night():
    # s = pi sin(pi t / 12) passes 1 at t = 1.2374 h: (12 - 2 x 1.2374 + 24 (1 - cos 0.32395)) / 24 = 0.4489
    own, contract = hours(1, 0)
    assert own.mean() == pytest.approx(0.4489, abs=2e-3)
    assert own[[0, 3, 12, 21]].tolist() == [0, 0, 1, 0]
    np.testing.assert_allclose(contract, own)


def test_storage_carries_noon_into_the_evening_until_it_is_empty():
    # four hours of use; 24 half-hour sines have the mean 1 / (24 sin(pi / 24)), so that 17:00 has 24 sin(pi / 24)^2 = 0.40889
    # of it and lacks 0.59111: three hours and 0.40889 are left
    own, _ = hours(1, 4 / 24)
    assert own[16:20].tolist() == pytest.approx([1, 1, 1, 1])
    assert own[21] == pytest.approx(0.40889, abs=1e-5)
    assert own[22:24].tolist() == [0, 0]
    assert hours(1, 1)[0].tolist() == pytest.approx([1] * 24)


def test_the_grid_is_clean_behind_a_contract_where_the_sun_is_not():
    _, contract = hours(0.5, 0, clean=0.4)
    assert contract[[0, 12]].tolist() == pytest.approx([0.4, 0.5 + 0.5 * 0.4])


@over(SEEDS)
def test_clean_power_matched_never_exceeds_the_load(seed):
    (matched,) = run(["mix_clean_hours_share"], values(seed))
    assert ((matched >= 0) & (matched <= 1)).all()


@over(SEEDS)
def test_the_mix_costs_between_its_cheapest_and_dearest_part(seed):
    price, parts = run(["mix_price_usd_per_mwh", "source_delivered_usd_per_mwh"], values(seed))
    assert (price >= parts.min(axis=1) - 1e-9).all()
    assert (price <= parts.max(axis=1) + 1e-9).all()


@over(SEEDS)
def test_the_first_limit_of_a_run_is_one_of_three(seed):
    (found,) = run(["p_first_limit"], values(seed))
    assert found.sum() == pytest.approx(1)


# Directions


@over(SEEDS, st.floats(1.01, 3))
def test_dearer_power_pays_liquid_cooling_back_no_later(seed, factor):
    (before,), (after,) = moved(seed, ["cooling_payback_years"], electricity_price_usd_per_mwh=lambda price: price * factor)
    known = ~np.isnan(before)
    assert known.any()
    assert (after[known] <= before[known]).all()


@over(SEEDS, st.floats(1.01, 3))
def test_smaller_experiments_are_more(seed, factor):
    (before,), (after,) = moved(seed, ["experiments_per_year"], experiment_h100e=lambda size: size / factor)
    np.testing.assert_allclose(after, before * factor)


@over(SEEDS, st.floats(1.01, 3))
def test_cleaner_contracts_move_the_market_based_figure_only(seed, factor):
    (before,), (after,) = moved(seed, ["emissions_tco2e_per_year"], source_market_gco2e_per_kwh=lambda carbon: carbon / factor)
    moves = np.array([one == "market" for one in AXES["scope"]])
    assert (after[:, moves] < before[:, moves]).all()
    np.testing.assert_array_equal(after[:, ~moves], before[:, ~moves])


@over(SEEDS, st.floats(1.01, 3))
def test_a_heavier_site_takes_a_larger_share(seed, factor):
    def heavier(weights):
        return np.concatenate([weights[:, :1] * factor, weights[:, 1:]], axis=1)

    (before,), (after,) = moved(seed, ["site_it_gw"], site_budget_weight_ratio=heavier)
    assert (after[:, 0] > before[:, 0]).all()
    assert (after[:, 1:] < before[:, 1:]).all()
