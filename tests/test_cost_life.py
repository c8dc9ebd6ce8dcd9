"""What computing is worth as it ages, and what a watt saved is worth."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, run, values

AGES = np.arange(16.0)[None, :, None]
MORE = st.floats(1.01, 2)


def test_tax_value_follows_the_five_year_table():
    # IRS, Publication 946, table A-1: 20, 32, 19.2, 11.52, 11.52, 5.76.
    left = run(["tax_value_share"], {"project_age_years": AGES})[0].ravel()
    assert -np.diff(left)[:7] * 100 == pytest.approx([20, 32, 19.2, 11.52, 11.52, 5.76, 0])


def test_economic_life_by_hand():
    # 800 a year halving each year reaches 100 after three years.
    inputs = central(rent_usd_per_it_kw_year=800, running_cost_usd_per_it_kw_year=60, facility_charge_usd_per_it_kw_year=40,
                     compute_price_decline_per_year=0.5, it_physical_life_years=9)
    assert run(["economic_life_years"], inputs)[0] == pytest.approx(3)
    assert run(["economic_life_years"], {**inputs, **central(compute_price_decline_per_year=-0.1)})[0] == pytest.approx(9)
    assert run(["economic_life_years"], {**inputs, **central(rent_usd_per_it_kw_year=90)})[0] == pytest.approx(0)


def test_residual_value_is_the_rent_to_come():
    # Two years of 100 less 20, without interest or fall: 160, then 80; nothing after.
    inputs = {"project_age_years": AGES, **central(
        rent_usd_per_it_kw_year=100, running_cost_usd_per_it_kw_year=20, facility_charge_usd_per_it_kw_year=0,
        compute_price_decline_per_year=0, economic_life_years=2, wacc_per_year=0)}
    assert run(["residual_value_usd_per_it_kw"], inputs)[0].ravel()[:4] == pytest.approx([160, 80, 0, 0])


def test_residual_value_agrees_with_a_sum_over_days():
    # The closed form against 365 payments a year: rent falling 30% a year, interest 8%, 4.2 years.
    inputs = {"project_age_years": np.zeros((1, 1, 1)), **central(
        rent_usd_per_it_kw_year=1000, running_cost_usd_per_it_kw_year=150, facility_charge_usd_per_it_kw_year=50,
        compute_price_decline_per_year=0.3, economic_life_years=4.2, wacc_per_year=0.08)}
    days = (np.arange(int(4.2 * 365)) + 0.5) / 365
    daily = ((1000 * 0.7**days - 200) / 1.08**days).sum() / 365
    assert run(["residual_value_usd_per_it_kw"], inputs)[0] == pytest.approx(daily, rel=1e-5)


def test_the_fall_of_rents_is_fitted_to_what_was_seen():
    seen = {"observed_rent_usd_per_h100e_hour": np.array([4.0, 2.0, 1.0]),
            "observed_rent_year": np.array([2024.0, 2025.0, 2026.0])}
    assert run(["observed_rent_decline_per_year"], seen)[0] == pytest.approx(0.5)
    alone = {name: array[:1] for name, array in seen.items()}
    assert np.isnan(run(["observed_rent_decline_per_year"], alone)[0])


def test_book_value_is_used_up_at_the_end_of_life():
    # B-06: charges add up to the cost.
    book = run(["book_value_share"], {"project_age_years": AGES, **central(it_life_years=5)})[0].ravel()
    assert -np.diff(book).sum() == pytest.approx(1)
    assert book[:6] == pytest.approx([1, 0.8, 0.6, 0.4, 0.2, 0])


@given(SEEDS)
def test_used_machines_lose_value_with_age_and_never_fall_below_nothing(seed):
    (worth,) = run(["residual_value_usd_per_it_kw"], values(seed))
    assert (np.diff(worth, axis=1) <= 1e-6).all()
    assert (worth >= 0).all()


@given(SEEDS, MORE)
def test_higher_rents_lengthen_economic_life_and_raise_value(seed, factor):
    names = ["economic_life_years", "residual_value_usd_per_it_kw"]
    before, after = moved(seed, names, compute_price_usd_per_h100e_hour=lambda price: factor * price)
    assert (after[0] >= before[0]).all()
    assert (after[1] >= before[1] - 1e-9).all()


def test_a_watt_saved_by_hand():
    # 16,000 of rent less 1,000 less 5,000 over five years without interest: 50 dollars a watt; 600 of electricity: 3.
    inputs = central(rent_usd_per_it_kw_year=16_000, running_cost_usd_per_it_kw_year=1000, it_charge_usd_per_it_kw_year=5000,
                     wacc_per_year=0, it_life_years=5, energy_usd_per_it_kw_year=600)
    power, cash = run(["value_power_limited_usd_per_it_watt", "value_cash_limited_usd_per_it_watt"], inputs)
    assert (power.item(), cash.item()) == pytest.approx((50, 3))


@given(SEEDS, MORE)
def test_cooling_pays_back_sooner_where_power_is_dearer(seed, factor):
    before, after = moved(seed, ["liquid_cooling_payback_years"], electricity_price_usd_per_mwh=lambda price: factor * price)
    assert after[0] == pytest.approx(before[0] / factor, nan_ok=True)


def test_cooling_that_saves_nothing_never_pays_back():
    inputs = {**values(0), **central(air_cooled_pue=1.0)}
    assert np.isnan(run(["liquid_cooling_payback_years"], inputs)[0]).all()
