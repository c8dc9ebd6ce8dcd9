"""What computing rents for and is worth as time and newer generations pass, and what a watt saved is worth."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, over, run, values

AGES = np.arange(16.0)[None, :, None]
MORE = st.floats(1.01, 2)
# A kilowatt that rents for 800 a year and asks 60 to run and 40 for its room, in a market that has settled.
ONE_KW = central(rent_usd_per_it_kw_year=800, running_cost_usd_per_it_kw_year=60, room_usd_per_it_kw_year=40,
                 settled_rent_ratio=1, rent_half_life_months=12, rent_fall_by_age_per_year=0.5, it_physical_life_years=9,
                 capex_usd_per_it_watt=1e6, it_capex_share=1, wacc_per_year=0)


def aged(inputs, years):
    """Rent of a machine bought today at some ages, over what it rents for new: a new machine's then, less its fall with age."""
    settled, half_life, fall = (inputs[name][:, None] for name in (
        "settled_rent_ratio", "rent_half_life_months", "rent_fall_by_age_per_year"))
    return (settled + (1 - settled) * 0.5 ** (12 * years / half_life)) * (1 - fall) ** years


def one(name, **changes):
    return run([name], {"project_age_years": AGES, **ONE_KW, **central(**changes)})[0]


# Rents: the generation that is bought, and the other roads to it


def test_a_kilowatt_rents_for_the_hours_of_the_accelerators_on_it():
    # 6 dollars an hour for 7,000 hours, half an accelerator a kilowatt.
    inputs = central(accelerator_rent_usd_per_hour=6, it_power_per_accelerator_watt=2000, used_hours_per_year=7000)
    assert run(["rent_usd_per_it_kw_year"], inputs)[0] == pytest.approx(21_000)


def test_other_roads_to_the_rent_stand_beside_it():
    # H100 at 2 dollars: by 2.5 times its peak rate 5.00; by one index, 5.78 over 2.72, 4.25; by the vendor's 2.65 over 1.41,
    # 1.88 times, 3.76; the vendor's own 2.65 at a price level of 1.025.
    inputs = central(accelerator_rent_usd_per_hour=6, compute_price_usd_per_h100e_hour=2, h100e_per_accelerator_ratio=2.5,
                     index_new_rent_usd_per_hour=5.78, index_h100_rent_usd_per_h100e_hour=2.72,
                     vendor_new_rent_usd_per_hour=2.65, vendor_h100_rent_usd_per_h100e_hour=1.41,
                     today_price_index_usd_per_real_usd=1.025)
    (roads,) = run(["road_rent_usd_per_hour"], inputs)
    assert roads.ravel() == pytest.approx([6, 5, 4.25, 3.7589, 2.5854], abs=5e-5)


def test_a_road_that_was_not_published_is_not_defined():
    inputs = {**values(0), **central(vendor_new_rent_usd_per_hour=np.nan)}
    roads = run(["road_rent_usd_per_hour"], inputs)[0]
    assert np.isnan(roads[:, 3:]).all()
    assert not np.isnan(roads[:, :3]).any()


def test_only_the_rent_of_the_generation_that_is_bought_moves_the_programme():
    inputs = {**values(0), "compute_price_usd_per_h100e_hour": values(0)["compute_price_usd_per_h100e_hour"] * 9}
    before, after = (run(["npv_usd", "breakeven_use_ratio"], one) for one in (values(0), inputs))
    np.testing.assert_array_equal(before[0], after[0])
    np.testing.assert_array_equal(before[1], after[1])


def test_rents_settle_by_half_in_every_half_life():
    # From 1 to 0.6 with a half-life of a year: 0.8 after one, 0.7 after two; nothing before the as-of date.
    inputs = {"month_start_year": np.array([2025.0, 2026.0, 2027.0, 2028.0]), "as_of_year": np.array([[2026.0]]),
              **central(settled_rent_ratio=0.6, rent_half_life_months=12)}
    assert run(["new_rent_ratio"], inputs)[0].ravel() == pytest.approx([1, 1, 0.8, 0.7])


@over(SEEDS)
def test_no_machine_rents_for_more_than_todays_rent_times_what_the_market_settles_at(seed):
    (new,) = run(["new_rent_ratio"], values(seed))
    most = np.maximum(values(seed)["settled_rent_ratio"], 1)
    assert (new <= most + 1e-12).all()


def test_no_draw_has_rents_of_an_ageing_machine_that_rise_for_good(book):
    rents = aged(book.values, AGES)
    assert np.mean(rents[:, 3] >= 1) < 0.01, "after three years hardly a machine rents for more than today"
    assert (np.diff(rents, axis=1)[:, 5:] < 0).all(), "a rise while the market is short ends within five years"
    assert (rents[:, 15] < 1).all()


def test_rents_that_settle_highest_and_fall_slowest_still_end_below_todays(book):
    settled, fall = (book.assumptions[name].limits for name in ("settled_rent_ratio", "rent_fall_by_age_per_year"))
    assert settled[1] * (1 - fall[0]) ** 15 < 1


def test_the_fall_of_rents_is_fitted_to_one_series_and_inflation_is_taken_off():
    # Half a year in dollars of the day, at 25% inflation: 0.5 / 1.25 is left of a real dollar.
    year = np.array([2024.0, 2025.0, 2026.0])
    seen = {"contract_rent_usd_per_h100e_hour": np.array([4.0, 2.0, 1.0]), "contract_rent_from_year": year,
            "contract_rent_to_year": year, **central(inflation_per_year=0.25)}
    assert run(["observed_rent_fall_per_year"], seen)[0] == pytest.approx(0.6)
    alone = {name: array[:1] for name, array in seen.items()}
    assert np.isnan(run(["observed_rent_fall_per_year"], alone)[0]).all()


def test_fixing_a_price_for_a_year_costs_what_posted_prices_stand_above_it_in_dollars_of_the_day():
    inputs = central(compute_price_usd_per_h100e_hour=2, today_price_index_usd_per_real_usd=1.1,
                     posted_rent_usd_per_h100e_hour=2.75)
    assert run(["hedge_cost_ratio"], inputs)[0] == pytest.approx(0.2)


# Life and value


def test_economic_life_by_hand():
    # 800 a year halving each year reaches 100 after three years; 1,600 settling at half of it within weeks likewise.
    assert one("economic_life_years") == pytest.approx(3)
    assert one("economic_life_years", rent_usd_per_it_kw_year=1600, settled_rent_ratio=0.5,
               rent_half_life_months=1) == pytest.approx(3, abs=1e-6)
    assert one("economic_life_years", rent_fall_by_age_per_year=0) == pytest.approx(9)
    assert one("economic_life_years", rent_usd_per_it_kw_year=90) == pytest.approx(0, abs=1e-9)


def test_a_room_is_worth_its_rent_but_no_more_than_a_new_one_must_earn():
    for rent, worth in ((1800, 1400), (900, 900), (np.nan, 1400)):
        inputs = central(lease_usd_per_it_kw_year=rent, sold_hours_share=1,
                         facility_charge_usd_per_it_kw_year=1400)
        assert run(["room_usd_per_it_kw_year"], inputs)[0] == worth


def test_residual_value_is_the_rent_to_come():
    # Two years of 100 less 20, without interest or fall: 160, then 80, of 1,000 paid; nothing after.
    worth = 1000 * one("residual_to_cost_ratio", capex_usd_per_it_watt=1, it_capex_share=1, rent_usd_per_it_kw_year=100,
                       running_cost_usd_per_it_kw_year=20, room_usd_per_it_kw_year=0, rent_fall_by_age_per_year=0,
                       economic_life_years=2).ravel()
    assert worth[:4] == pytest.approx([160, 80, 0, 0])


@pytest.mark.parametrize("age", [0, 1.4])
def test_residual_value_agrees_with_a_sum_over_days(age):
    # The closed form against 365 payments a year: rent falling 30% a year with age, settling at 0.6 with a half-life of 18
    # months, interest 8%, 4.2 years of life.
    inputs = {"project_age_years": np.full((1, 1, 1), age), **ONE_KW, **central(
        rent_usd_per_it_kw_year=1000, running_cost_usd_per_it_kw_year=150, room_usd_per_it_kw_year=50, settled_rent_ratio=0.6,
        rent_half_life_months=18, rent_fall_by_age_per_year=0.3, economic_life_years=4.2, wacc_per_year=0.08,
        capex_usd_per_it_watt=10, it_capex_share=1)}
    days = age + (np.arange(round((4.2 - age) * 365)) + 0.5) / 365
    market = 0.6 + 0.4 * 0.5 ** (days / 1.5)
    daily = ((1000 * market * 0.7**days - 200) / 1.08 ** (days - age)).sum() / 365
    assert 10_000 * run(["residual_to_cost_ratio"], inputs)[0] == pytest.approx(daily, rel=1e-4)


@over(SEEDS)
def test_nobody_pays_more_for_an_old_machine_than_a_new_one_of_the_same_worth_costs(seed):
    (ratio,) = run(["residual_to_cost_ratio"], values(seed))
    fall = values(seed)["rent_fall_by_age_per_year"][:, None]
    assert (ratio <= (1 - fall) ** values(seed)["project_age_years"] + 1e-12).all()
    assert (ratio[:, 0] <= 1).all()


def test_book_value_is_used_up_at_the_end_of_life():
    # B-06: charges add up to the cost.
    book = run(["book_value_share"], {"project_age_years": AGES, **central(it_life_years=5)})[0].ravel()
    assert -np.diff(book).sum() == pytest.approx(1)
    assert book[:6] == pytest.approx([1, 0.8, 0.6, 0.4, 0.2, 0])


@over(SEEDS)
def test_used_machines_lose_value_with_age_and_never_fall_below_nothing(seed):
    inputs = {**values(seed), "settled_rent_ratio": np.minimum(values(seed)["settled_rent_ratio"], 1)}
    (worth,) = run(["residual_to_cost_ratio"], inputs)
    assert (np.diff(worth, axis=1) <= 1e-9).all()
    assert (worth >= 0).all()


@over(SEEDS, MORE)
def test_higher_rents_lengthen_economic_life_and_raise_value(seed, factor):
    names = ["economic_life_years", "residual_to_cost_ratio"]
    before, after = moved(seed, names, accelerator_rent_usd_per_hour=lambda price: factor * price)
    assert (after[0] >= before[0] - 1e-9).all()
    assert (after[1] >= before[1] - 1e-9).all()


@over(SEEDS)
def test_life_ends_where_rent_no_longer_covers_running_and_room(seed):
    names = ["economic_life_years", "rent_usd_per_it_kw_year", "running_cost_usd_per_it_kw_year", "room_usd_per_it_kw_year"]
    life, rent, running, room = run(names, values(seed))
    inside = (life < values(seed)["it_physical_life_years"] - 1e-6) & (life > 1e-6)
    assert (rent * aged(values(seed), life[:, None])[:, 0])[inside] == pytest.approx((running + room)[inside], rel=1e-6)


def test_machines_wait_from_their_delivery_and_deliveries_are_put_off_in_part():
    # Delivered evenly over eight months from January; half is switched on in a lump two years on, first in, first out: the mean
    # of it came after two months and has waited 23 (25 months to the end of that month); half of the wait was put off.
    inputs = {"energised_share": np.array([[0.5]]), "month_start_year": np.array([2028.0]), **central(
        accelerator_first_delivery_year=2026, accelerator_delivery_months=8, delivery_put_off_share=0.5)}
    assert run(["accelerator_wait_months"], inputs)[0] == pytest.approx((25 - 2) / 2)


def test_capacity_ages_from_delivery_and_stops_when_it_no_longer_pays():
    # 1 GW after a wait of a year, falling by half a year, for two years: 0.5, a year later 0.25, then off.
    power, wait = np.zeros((1, 40)), np.full((1, 40), 12.0)
    power[0, 1:] = 1
    inputs = {"energised_it_gw": power, "accelerator_wait_months": wait,
              **central(rent_fall_by_age_per_year=0.5, economic_life_years=2)}
    aged, working = run(["aged_it_gw", "working_it_gw"], inputs)
    assert aged[0, [0, 1, 13, 24, 25]] == pytest.approx([0, 0.5, 0.25, 0.5 * 0.5 ** (23 / 12), 0], abs=1e-12)
    assert working[0, [0, 1, 24, 25]].tolist() == [0, 1, 1, 0]


# What is left at the end of the time axis


def test_machines_at_the_end_are_worth_the_rent_of_their_last_years():
    # 1 kW switched on in the last month, two years to come of 100 less 20 without interest: 160; half of it waited a year that
    # halves its rent: 100 - 40 = 60; no more than what one as good costs, 50 a kilowatt new.
    end = {"energised_it_gw": np.array([[0.0, 1e-6]]), "accelerator_wait_months": np.zeros((1, 2)),
           "month_start_year": np.array([2026.0, 2026 + 1 / 12]), "as_of_year": np.array([[2026.0]]), **ONE_KW, **central(
               rent_usd_per_it_kw_year=100, running_cost_usd_per_it_kw_year=20, room_usd_per_it_kw_year=0,
               rent_fall_by_age_per_year=0, economic_life_years=2)}
    assert run(["machine_residual_usd"], end)[0] == pytest.approx(160)
    assert run(["machine_residual_usd"], {**end, **central(capex_usd_per_it_watt=0.05)})[0] == pytest.approx(50)


def test_buildings_at_the_end_are_worth_the_rent_of_their_rooms_and_nothing_without_power():
    # 1 GW since two years, a room at 1,000 a year for the eight years left, without interest: 8 billion.
    power = np.concatenate([np.zeros((1, 5)), np.ones((1, 25))], axis=1)
    inputs = {"energised_it_gw": power, **central(room_usd_per_it_kw_year=1000, facility_life_years=10, wacc_per_year=0)}
    assert run(["facility_residual_usd"], inputs)[0] == pytest.approx(8e9)
    assert run(["facility_residual_usd"], {**inputs, "energised_it_gw": 0 * power})[0] == 0


@over(SEEDS)
def test_what_is_left_is_never_negative_and_never_more_than_was_paid(seed):
    machines, building, capital = run(["machine_residual_usd", "facility_residual_usd", "capex_budget_usd"], values(seed))
    assert (machines >= 0).all()
    assert (building >= 0).all()
    assert (machines + building <= capital).all()


# A watt saved


def test_a_watt_saved_by_hand():
    # 16,000 of rent less 1,000 less 5,000 over five years without interest: 50 dollars a watt; 600 of electricity: 3.
    inputs = central(rent_usd_per_it_kw_year=16_000, running_cost_usd_per_it_kw_year=1000, it_charge_usd_per_it_kw_year=5000,
                     wacc_per_year=0, it_life_years=5, energy_usd_per_it_kw_year=600)
    power, cash = run(["value_power_limited_usd_per_it_watt", "value_cash_limited_usd_per_it_watt"], inputs)
    assert (power.item(), cash.item()) == pytest.approx((50, 3))
