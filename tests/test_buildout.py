"""Build-out: published cases first, then identities, limits and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import SEEDS, UNSEEN, central, moved, over, run, values
from wattbook.axes import member
from wattbook.subject.buildout.schedule import outlay_usd_per_month, spend_cumulative_share

MORE = st.floats(1.01, 2)
MONTHS = 2025 + np.arange(144) / 12

# Worked examples


def test_one_gigawatt_of_it_costs_what_epoch_publishes():
    # Epoch AI (May 2026): 37.883 USD B for 1 GW of IT power, that is 37.883 USD per watt.
    inputs = central(capex_budget_usd=37.883e9, capex_usd_per_it_watt=37.883)
    (power,) = run(["it_capacity_nominal_gw"], inputs)
    assert power == pytest.approx(1.0, rel=1e-12)


def test_a_budget_buys_its_share_at_the_price_and_the_facility_draws_more():
    # 50 USD B of which 80% buy capacity, at 40 USD per watt: 1 GW of IT, 1.2 GW of the facility.
    inputs = {"spend_cumulative_share": np.array([[0.5, 1.0]]), "price_index_usd_per_real_usd": np.ones((1, 2)),
              **central(programme_budget_usd=50e9, budget_capex_share=0.8, capex_usd_per_it_watt=40, pue=1.2)}
    it, facility = run(["it_capacity_nominal_gw", "facility_capacity_nominal_gw"], inputs)
    assert it.item() == pytest.approx(1)
    assert facility.item() == pytest.approx(1.2)


def test_a_budget_turns_into_accelerators_as_the_closed_form_says():
    # N = B / (p + w PUE (c_facility + c_power)): 50e9 / (60,000 + 1.4 x 1.2 x (15,000 + 2,500)) = 50e9 / 89,400 = 559,284.
    # Per watt of IT the same bill is 60,000 / 1,400 + 1.2 x 17.5 = 63.857 USD.
    inputs = central(capex_budget_usd=50e9, it_power_per_accelerator_watt=1400,
                     capex_usd_per_it_watt=60_000 / 1400 + 1.2 * (15_000 + 2500) / 1000)
    (chips,) = run(["accelerators_count"], inputs)
    assert chips == pytest.approx(559_284, abs=0.5)


def test_a_training_run_takes_as_long_as_the_scaling_book_says():
    # jax-ml, How to scale your model: 6 x 70e9 x 15e12 = 6.3e24 FLOP on 8,960 chips of 4.59e14 FLOP/s at 40%: 44.3 days.
    inputs = central(h100e_nominal_count=8960, h100_peak_tflop_per_second=459, model_flop_utilisation=0.4, availability=1,
                     training_compute_share=1, training_run_days=44.3)
    (run_flop,) = run(["largest_training_run_flop"], inputs)
    assert run_flop == pytest.approx(6 * 70e9 * 15e12, rel=1e-3)


@pytest.mark.parametrize("use", [0.216, 0.217])
def test_deepseek_v3_used_216_to_217_thousandths_of_its_peak(use):
    # DeepSeek-V3 technical report: 2.788 M H800-hours, 6 x 37e9 x 14.8e12 = 3.286e24 FLOP, peak 1.513e15 FLOP/s.
    # Hours over 8,760 is the number of chips that would have run for the whole year.
    inputs = central(h100e_nominal_count=2.788e6 / 8760, h100_peak_tflop_per_second=1513, model_flop_utilisation=use,
                     availability=1)
    (flop,) = run(["effective_flop_per_year"], inputs)
    assert flop == pytest.approx(3.286e24, rel=0.004)


def test_hamiltons_energy_bill_is_met_to_the_dollar():
    # Hamilton (2008): 15 MW x 80% x PUE 1.7 x 0.07 USD/kWh x 730 h = 1,042,440 USD a month.
    inputs = central(it_capacity_nominal_gw=0.015, it_load_share=0.8, pue=1.7)
    (energy,) = run(["facility_energy_twh_per_year"], inputs)
    assert energy * 1e9 * 0.07 / 12 == pytest.approx(1_042_440, abs=0.5)


def test_the_s_curve_of_spending_is_the_incomplete_beta_function():
    # Shape 2: I_x(2, 2) = 3x^2 - 2x^3, so a quarter of the time spends 0.15625 and half of it half.
    shares = spend_cumulative_share(np.array([2026 + 2 / 12, 2026 + 5 / 12, 2026 + 11 / 12]), 2026.0, 12.0, 2.0)
    assert shares == pytest.approx([0.15625, 0.5, 1])


def test_shape_one_is_even_spending():
    shares = spend_cumulative_share(2026 + np.arange(4) / 12, 2026.0, 4.0, 1.0)
    assert outlay_usd_per_month(100.0, shares[None], 1.0) == pytest.approx(np.full((1, 4), 25.0))


def test_computing_in_h100_equivalents_follows_peak_throughput():
    # 2 kW and twice the throughput: one equivalent a kilowatt, a million a gigawatt.
    inputs = central(it_capacity_nominal_gw=1, accelerator_peak_tflop_per_second=2000, h100_peak_tflop_per_second=1000,
                     it_power_per_accelerator_watt=2000)
    assert run(["h100e_nominal_count"], inputs)[0].item() == 1e6


def test_emissions_and_water_follow_energy():
    # 8.76 TWh at 350 g/kWh is 3.066 Mt; IT takes 8.76 / 1.2 = 7.3 TWh of it, at 0.5 L/kWh 3.65 million m3.
    inputs = central(facility_energy_twh_per_year=8.76, pue=1.2, grid_carbon_gco2e_per_kwh=350, wue_litre_per_kwh=0.5)
    inputs |= central(mix_market_gco2e_per_kwh=100, accelerators_count=1e6, accelerator_embodied_kgco2e=500, it_life_years=5)
    emissions, water = run(["emissions_tco2e_per_year", "water_m3_per_year"], inputs)
    assert emissions.ravel() == pytest.approx([3.066e6, 0.876e6, 0.1e6])
    assert water == pytest.approx(3.65e6)


# Identities and limits


def test_no_budget_buys_nothing_and_divides_by_nothing():
    inputs = {**values(0), **central(programme_budget_usd=0)}
    outputs = ["it_capacity_nominal_gw", "spend_usd_per_month", "energised_it_gw", "accelerators_count",
               "effective_flop_per_year"]
    for name, array in zip(outputs, run(outputs, inputs), strict=True):
        assert np.abs(array).max() == 0, name


@given(st.floats(2026, 2030), st.floats(1, 60), st.floats(0.3, 6))
def test_spending_starts_at_nothing_and_ends_at_all(start, duration, shape):
    shares = spend_cumulative_share(MONTHS, start, duration, shape)
    assert shares[0] == 0
    assert shares[-1] == pytest.approx(1)
    assert (np.diff(shares) >= 0).all()


@given(st.floats(0, 1e12), st.floats(2026, 2030), st.floats(1, 60), st.floats(0.3, 6))
def test_the_months_of_spending_add_up_to_what_was_announced_in_dollars_of_the_day(budget, start, duration, shape):
    index = 1.03 ** (MONTHS - 2025.5)
    months = outlay_usd_per_month(budget, spend_cumulative_share(MONTHS, start, duration, shape)[None], index)
    assert (months * index).sum() == pytest.approx(budget, rel=1e-9)
    assert (months >= 0).all()


@over(SEEDS)
def test_power_follows_money_and_never_falls(seed):
    energised, nominal, spent = run(["energised_it_gw", "it_capacity_nominal_gw", "spend_cumulative_share"], values(seed))
    assert (np.diff(energised, axis=-1) >= -1e-12).all()
    assert (energised <= nominal * (1 + 1e-9)).all()
    assert (spent == 0).any()
    assert (energised[spent == 0] == 0).all()


@over(SEEDS)
def test_what_is_in_service_has_been_energised(seed):
    service, energised = run(["in_service_it_gw", "energised_it_gw"], values(seed))
    assert (service >= -1e-12).all()
    assert (service <= energised + 1e-12).all()


@over(SEEDS)
def test_what_never_wears_out_stays_in_service(seed):
    inputs = {**values(seed), **central(it_life_years=100)}
    service, energised = run(["in_service_it_gw", "energised_it_gw"], inputs)
    np.testing.assert_allclose(service, energised - energised[:, :1], atol=1e-12)


# Properties: directions over random valid inputs


@over(SEEDS, MORE)
def test_more_money_buys_more_power_in_proportion(seed, factor):
    (before,), (after,) = moved(seed, ["it_capacity_nominal_gw"], budget_usd=lambda k: k * factor)
    np.testing.assert_allclose(after, before * factor)


@over(SEEDS, MORE)
def test_dearer_watts_buy_fewer(seed, factor):
    (before,), (after,) = moved(seed, ["it_capacity_nominal_gw"], capex_usd_per_it_watt=lambda k: k * factor)
    np.testing.assert_allclose(after, before / factor)


@over(SEEDS, st.floats(1.01, 1.5))
def test_a_worse_pue_takes_more_energy_and_leaves_it_power_alone(seed, factor):
    outputs = ["facility_energy_twh_per_year", "emissions_tco2e_per_year", "it_capacity_nominal_gw"]
    before, after = moved(seed, outputs, pue=lambda p: p * factor)
    assert (after[0] > before[0]).all()
    assert (member(after[1], "scope", "location") > member(before[1], "scope", "location")).all()
    np.testing.assert_array_equal(after[2], before[2])


@over(SEEDS, st.floats(0.1, 24))
def test_a_later_schedule_never_has_more_power_by_any_date(seed, months):
    (before,), (after,) = moved(seed, ["energised_it_gw"], **UNSEEN, schedule_slip_months=lambda s: s + months)
    assert (after <= before + 1e-12).all()


@over(SEEDS, MORE)
def test_a_longer_life_never_leaves_less_in_service(seed, factor):
    (before,), (after,) = moved(seed, ["in_service_it_gw"], it_life_years=lambda life: life * factor)
    assert (after >= before - 1e-12).all()


@over(SEEDS, st.floats(0.3, 0.99))
def test_useful_computing_is_proportional_to_use_and_availability(seed, factor):
    (before,), (after,) = moved(seed, ["effective_flop_per_year"], model_flop_utilisation=lambda u: u * factor,
                                availability=lambda a: a * factor)
    np.testing.assert_allclose(after, before * factor**2)


def test_spending_of_years_is_in_dollars_of_the_day():
    inputs = {"spend_usd_per_month": np.array([[1.0, 2.0, 5.0, 1.0]]),
              "price_index_usd_per_real_usd": np.array([[1.0, 1.0, 1.0, 2.0]]),
              "month_calendar_year": np.array([2026, 2026, 2027, 2027])}
    assert run(["spend_nominal_usd"], inputs)[0].tolist() == [[3, 7]]
