"""Cost: published cases first, then identities, limits and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import SEEDS, UNSEEN, central, moved, over, run, values
from wattbook.axes import member

MORE = st.floats(1.01, 2)
# Epoch AI (May 2026), one gigawatt of IT: servers 21.188, network 4.925, facility 11.433, land 0.172, utility works 0.164
# of 37.883 USD B; 0.907 USD B a year to run, of which 0.309 is not energy (120 + 143 + 40 + 6 million).
EPOCH = central(
    capex_usd_per_it_watt=37.883, server_capex_share=21.188 / 37.883, network_capex_share=4.925 / 37.883,
    land_capex_share=0.172 / 37.883, utility_works_capex_share=0.164 / 37.883, facility_life_years=14,
    energy_usd_per_it_kw_year=907 - 309, other_opex_usd_per_it_kw_year=309, it_capacity_nominal_gw=1)

# Worked examples


@pytest.mark.parametrize("rate", [0.065, 0.07])
@pytest.mark.parametrize(("life", "published"), [(3, 12e9), (5, 8.5e9), (7, 7e9)])
def test_a_gigawatt_costs_what_epoch_publishes_at_each_life_by_capital_recovery(life, published, rate):
    # Epoch AI (May 2026); the rate is not printed, the totals close within 3% at 6.5 to 7%.
    inputs = {**EPOCH, **central(it_life_years=life, wacc_per_year=rate)}
    (cost,) = run(["programme_cost_usd_per_year"], inputs)
    assert cost == pytest.approx(published, rel=0.03)


@pytest.mark.parametrize(("life", "published"), [(3, 12e9), (5, 8.5e9), (7, 7e9)])
def test_straight_line_without_a_return_does_not_give_the_published_cost(life, published):
    inputs = {**EPOCH, **central(it_life_years=life, wacc_per_year=0)}
    (cost,) = run(["annual_cost_usd_per_it_kw_year"], inputs)
    assert cost * 1e6 < published * 0.92


def test_the_facility_is_what_the_other_layers_leave():
    inputs = central(capex_budget_usd=37.883e9, storage_server_share=0, power_cooling_facility_share=0.5,
                     contingency_facility_share=0, idc_usd=0)
    layers, it = run(["layer_capex_usd", "it_capex_share"], {**EPOCH, **inputs})
    assert layers[0, 3:5].sum() == pytest.approx((11.433 + 0.001) * 1e9)  # the printed parts add up to 37.882
    assert it * 37.883 == pytest.approx(26.113, abs=1e-9)


def test_straight_line_by_hand():
    # 38,000 x (0.5 / 5 + 0.5 / 10) = 5,700, and 600 + 300 to run it.
    inputs = central(capex_usd_per_it_watt=38, it_capex_share=0.5, land_capex_share=0, it_life_years=5,
                     facility_life_years=10, energy_usd_per_it_kw_year=600, other_opex_usd_per_it_kw_year=300, wacc_per_year=0)
    assert run(["annual_cost_usd_per_it_kw_year"], inputs)[0] == pytest.approx(6600)


def test_hamiltons_energy_bill_is_met_to_the_dollar():
    # Hamilton (2008): 15 MW x 80% x PUE 1.7 x 0.07 USD/kWh x 730 h = 1,042,440 USD a month.
    inputs = central(it_load_share=0.8, pue=1.7, electricity_price_usd_per_mwh=70)
    (energy,) = run(["energy_usd_per_it_kw_year"], inputs)
    assert energy * 15_000 / 12 == pytest.approx(1_042_440, abs=0.5)


def test_what_is_not_energy_adds_up():
    # Epoch AI (May 2026): 120 + 143 + 40 + 6 is 309 million USD a year for 1 GW; insurance and connectivity by hand.
    inputs = central(maintenance_usd_per_it_kw_year=120, property_tax_usd_per_it_kw_year=143, labour_usd_per_it_kw_year=40,
                     water_usd_per_it_kw_year=6, insurance_usd_per_it_kw_year=1000, connectivity_usd_per_it_kw_year=10_000)
    assert run(["other_opex_usd_per_it_kw_year"], inputs)[0].item() == 309 + 1000 + 10_000


def test_an_hour_costs_the_year_over_the_hours_that_are_used():
    # 8,760 USD a year and one chip a kilowatt, half of the hours used: 2 USD each.
    inputs = central(annual_cost_usd_per_it_kw_year=8760, h100e_per_it_kw=1, availability=1, sold_hours_share=0.5)
    assert run(["cost_usd_per_h100e_hour"], inputs)[0].item() == 2


def test_tokens_cost_the_hour_over_the_tokens_of_an_hour():
    # SemiAnalysis InferenceX: 1.30 USD an hour at 1,000 tokens a second is 1.30e6 / 3.6e6 = 0.36111 USD a million.
    # One chip of 1 kW at 1,000 tokens a second takes 1 J a token.
    inputs = central(energy_joule_per_token=1, inference_compute_share=1, serving_utilisation_share=1, availability=1)
    (tokens,) = run(["tokens_per_it_kw_year"], inputs)
    assert 1.30 * 8760 / tokens * 1e6 == pytest.approx(0.36111, abs=5e-6)


def test_owning_breaks_even_where_use_pays_the_rent():
    # Two kilowatts cost 17,520 USD a year; the accelerator they feed rents at 4 USD an hour: half of 8,760 hours.
    inputs = central(annual_cost_usd_per_it_kw_year=8760, it_power_per_accelerator_watt=2000, availability=1,
                     h100e_per_accelerator_ratio=2, accelerator_rent_usd_per_hour=4)
    assert run(["breakeven_use_ratio"], inputs)[0].item() == 0.5


# Identities and limits


@over(SEEDS)
def test_the_shell_gets_what_servers_network_land_and_utility_works_leave(seed):
    layers, it, budget = run(["layer_capex_usd", "it_capex_share", "capex_budget_usd"], values(seed))
    shell = layers[:, [3, 4, 7]].sum(axis=1) / budget
    assert (shell > 0).all()
    rest = values(seed)["land_capex_share"] + values(seed)["utility_works_capex_share"]
    np.testing.assert_allclose(it + shell + rest, 1, rtol=1e-12)


@given(st.floats(1, 100), st.floats(0, 1), st.floats(1, 30))
def test_without_interest_capital_is_recovered_in_equal_parts(price, share, life):
    inputs = central(capex_usd_per_it_watt=price, it_capex_share=share, it_life_years=life, wacc_per_year=0)
    (charge,) = run(["it_charge_usd_per_it_kw_year"], inputs)
    assert charge == pytest.approx(price * 1000 * share / life)


@given(st.floats(1, 100), st.floats(0, 0.5))
def test_capital_that_lasts_a_year_is_paid_back_with_a_years_interest(price, rate):
    inputs = central(capex_usd_per_it_watt=price, it_capex_share=1, it_life_years=1, wacc_per_year=rate)
    (charge,) = run(["it_charge_usd_per_it_kw_year"], inputs)
    assert charge == pytest.approx(price * 1000 * (1 + rate))


@pytest.mark.parametrize("name", ["sold_hours_share", "availability"])
def test_the_cost_of_an_hour_that_is_never_used_is_not_defined(name):
    inputs = {**values(0), **central(**{name: 0})}
    for array in run(["cost_usd_per_h100e_hour", "leased_cost_usd_per_accelerator_hour"], inputs):
        assert np.isnan(array).all()


@over(SEEDS)
def test_used_at_the_break_even_owning_costs_what_renting_costs(seed):
    inputs = values(seed)
    (use,) = run(["breakeven_use_ratio"], inputs)
    (by_hour,) = run(["cost_usd_per_accelerator_hour"], {**inputs, "sold_hours_share": use})
    np.testing.assert_allclose(by_hour, np.broadcast_to(inputs["accelerator_rent_usd_per_hour"], by_hour.shape))


@over(SEEDS)
def test_a_return_on_capital_costs_something(seed):
    (with_return,), (without,) = moved(seed, ["annual_cost_usd_per_it_kw_year"], wacc_per_year=lambda rate: 0 * rate)
    assert (with_return > without).all()


# Properties: directions over random valid inputs


@over(SEEDS, MORE)
def test_dearer_money_makes_an_hour_and_the_required_revenue_dearer(seed, factor):
    outputs = ["cost_usd_per_h100e_hour", "required_revenue_usd_per_year"]
    before, after = moved(seed, outputs, wacc_per_year=lambda r: r * factor)
    assert (after[0] > before[0]).all()
    assert (member(after[1], "method", "cost") > member(before[1], "method", "cost")).all()


@over(SEEDS, MORE)
def test_a_longer_life_makes_the_year_cheaper(seed, factor):
    for name in ("it_life_years", "facility_life_years"):
        (before,), (after,) = moved(seed, ["annual_cost_usd_per_it_kw_year"], **{name: lambda life: life * factor})
        assert (after < before).all()


def test_the_published_order_of_lives_holds_down_to_the_cost_of_running_and_interest():
    # Epoch AI (May 2026): 12, 8.5 and 7 at 3, 5 and 7 years. What lasts for ever still costs its interest.
    lives = np.array([[3.0], [5.0], [7.0], [20.0], [10_000.0]])
    inputs = {**EPOCH, **central(wacc_per_year=0.07), "it_life_years": lives}
    (charge,) = run(["it_charge_usd_per_it_kw_year"], inputs)
    assert (np.diff(charge, axis=0) < 0).all()
    assert charge[-1] == pytest.approx(26_113 * 0.07, rel=1e-6)


@over(SEEDS, st.floats(0.5, 0.99))
def test_less_use_makes_each_used_hour_dearer(seed, factor):
    for name in ("sold_hours_share", "availability"):
        (before,), (after,) = moved(seed, ["cost_usd_per_h100e_hour"], **{name: lambda share: share * factor})
        assert (after > before).all()


@over(SEEDS, st.floats(1, 100))
def test_dearer_power_adds_the_kilowatt_hours_of_a_used_hour(seed, rise):
    outputs = ["cost_usd_per_h100e_hour", "h100e_per_it_kw", "used_hours_per_year"]
    inputs = values(seed)
    before, after = moved(seed, outputs, electricity_price_usd_per_mwh=lambda p: p + rise)
    mwh_per_used_hour = inputs["it_load_share"] * inputs["pue"] * 8.76 / (before[1] * before[2])
    np.testing.assert_allclose(after[0] - before[0], rise * mwh_per_used_hour, rtol=1e-6)


@over(SEEDS, st.floats(0.5, 24))
def test_a_delay_never_saves_interest_during_construction(seed, months):
    (before,), (after,) = moved(seed, ["idc_usd"], **UNSEEN, schedule_slip_months=lambda slip: slip + months)
    assert (after >= before * (1 - 1e-9)).all()


@over(SEEDS, st.floats(1.01, 1.5))
def test_a_worse_pue_makes_energy_dearer(seed, factor):
    (before,), (after,) = moved(seed, ["energy_usd_per_it_kw_year"], pue=lambda p: p * factor)
    np.testing.assert_allclose(after, before * factor)


# Charges, books and leases by hand


def test_the_facility_is_recovered_over_its_life_and_land_earns_its_return():
    # NREL: CRF(8%, 10) = 0.1490295. 10,000 a kilowatt: 30% of it recovered, 10% land at 8%: 447.09 + 80.
    inputs = central(capex_usd_per_it_watt=10, it_capex_share=0.6, land_capex_share=0.1, facility_life_years=10,
                     wacc_per_year=0.08)
    assert run(["facility_charge_usd_per_it_kw_year"], inputs)[0] == pytest.approx(527.09, abs=5e-3)


def test_an_hour_that_runs_by_hand():
    # 8,760 a year with its return over two chips of 8,760 / 2 hours that run.
    inputs = central(annual_cost_usd_per_it_kw_year=8760, h100e_per_it_kw=2, availability=0.5)
    assert run(["cost_usd_per_running_h100e_hour"], inputs)[0].item() == 1


def test_a_leased_site_by_hand():
    # 100 dollars of the day a month at a price level of 1.2 are 1,000 real ones a year: (6,000 + 1,000 + 800) / 8,000 hours
    # for a kilowatt, which two accelerators of 500 W draw.
    inputs = central(it_charge_usd_per_it_kw_year=6000, lease_usd_per_it_kw_month=100, today_price_index_usd_per_real_usd=1.2,
                     inflation_per_year=0, lease_term_years=10, energy_usd_per_it_kw_year=800,
                     it_power_per_accelerator_watt=500, used_hours_per_year=8000, it_capacity_nominal_gw=1.2)
    hour, year = run(["leased_cost_usd_per_accelerator_hour", "lease_cost_usd_per_year"], inputs)
    assert hour == pytest.approx(0.975 / 2)
    assert year == pytest.approx(1.44e9)
