"""A provider's rent, return and debt: by hand, then directions, then what lenders see."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, run, values

AGES = np.arange(5.0)[None, :, None]
MORE = st.floats(1.01, 1.5)
# One kilowatt for 1,000 dollars, no site left, four years of life, 10% a year, steady rent of 500, running cost of 100.
ONE_KW = {"project_age_years": AGES, **central(
    rent_usd_per_it_kw_year=500, compute_price_decline_per_year=0, contract_discount_share=0, contract_term_years=2,
    running_cost_usd_per_it_kw_year=100, all_in_capex_usd_per_it_watt=1, site_left_usd_per_it_kw=0, it_life_years=4,
    wacc_per_year=0.1, inflation_per_year=0, compute_price_usd_per_h100e_hour=5, default_after_years=1, void_months=12,
    debt_share=0.5, debt_rate_per_year=0.1, debt_tenor_years=2, target_dscr_ratio=1.6)}


def one(name, **changes):
    return run([name], {**ONE_KW, **central(**changes)})[0]


def test_flow_of_one_kilowatt_by_hand():
    assert one("provider_flow_usd_per_it_kw").ravel() == pytest.approx([-1000, 400, 400, 400, 400])


def test_the_purchase_is_not_discounted():
    # -1000 + 400 x 3.169865 (four years at 10%); the spreadsheet way would give 1/1.1 of it.
    assert one("provider_npv_usd_per_it_kw") == pytest.approx(267.946, abs=5e-4)
    assert one("provider_npv_usd_per_it_kw") != pytest.approx(267.946 / 1.1, rel=0.05)


def test_return_and_payback_of_one_kilowatt():
    # 400 a year for four years on 1,000: the rate at which the annuity factor is 2.5 is 21.86%.
    assert one("provider_irr_per_year") == pytest.approx(0.2186, abs=5e-5)
    assert one("provider_payback_years") == pytest.approx(2.5)


def test_break_even_price_by_hand():
    # The year must bring 1000 / 3.169865 + 100 = 415.471; at 5 dollars it brings 500: 4.15471 dollars.
    assert one("provider_breakeven_usd_per_h100e_hour") == pytest.approx(4.15471, abs=5e-6)


def test_what_the_site_is_worth_comes_when_the_machines_wear_out():
    flow = one("provider_flow_usd_per_it_kw", site_left_usd_per_it_kw=70, it_life_years=2.5).ravel()
    assert flow == pytest.approx([-1000, 400, 400, 270, 0])


def test_a_tenant_that_fails_leaves_a_year_empty():
    rent = one("default_rent_usd_per_it_kw_year").ravel()
    assert rent == pytest.approx([0, 500, 0, 500, 500])
    assert one("default_irr_per_year") < one("provider_irr_per_year")


def test_machines_are_switched_off_where_rent_does_not_cover_running_them():
    cash = one("operating_cash_usd_per_it_kw", running_cost_usd_per_it_kw_year=600)
    assert (cash == 0).all()


def test_cover_of_a_level_loan_by_hand():
    # 500 over two years at 10%: 288.095 a year; 400 of cash covers it 1.388 times.
    assert one("debt_service_usd_per_it_kw").ravel() == pytest.approx([0, 288.095, 288.095, 0, 0], abs=5e-4)
    assert one("min_dscr_ratio") == pytest.approx(400 / 288.095, rel=1e-5)


def test_sculpted_debt_by_hand():
    # 400 / 1.6 = 250 a year for two years at 10%: 250 x 1.735537 = 433.884 of 1,000.
    assert one("sculpted_debt_to_capex_ratio") == pytest.approx(0.433884, abs=5e-7)


def test_without_debt_there_is_no_cover():
    assert np.isnan(one("dscr_ratio", debt_share=0)).all()
    assert np.isnan(one("min_dscr_ratio", debt_share=0)).all()


def test_several_sign_changes_with_several_rates_give_no_return():
    flow = np.array([[[-100.0], [230.0], [-132.0]]])
    assert np.isnan(run(["provider_irr_per_year"], {"provider_flow_usd_per_it_kw": flow})[0]).all()


@given(SEEDS, MORE)
def test_a_higher_price_raises_return_and_cover_and_leaves_the_break_even(seed, factor):
    names = ["provider_npv_usd_per_it_kw", "min_dscr_ratio", "provider_breakeven_usd_per_h100e_hour"]
    before, after = moved(seed, names, compute_price_usd_per_h100e_hour=lambda price: factor * price)
    assert (after[0] > before[0]).all()
    assert (after[1] >= before[1]).all()
    assert after[2] == pytest.approx(before[2])


@given(SEEDS, MORE)
def test_dearer_money_lowers_the_value_of_a_conventional_flow(seed, factor):
    before, after = moved(seed, ["provider_npv_usd_per_it_kw"], wacc_per_year=lambda rate: factor * rate)
    assert (after[0] < before[0]).all()


@given(SEEDS)
def test_at_the_break_even_price_value_is_nothing_unless_it_pays_to_switch_off(seed):
    inputs = values(seed)
    (price,) = run(["provider_breakeven_usd_per_h100e_hour"], inputs)
    (value,) = run(["provider_npv_usd_per_it_kw"], {**inputs, "compute_price_usd_per_h100e_hour": price})
    assert (value > -1e-6 * 1e5).all(), "the freedom to switch off is never worth less than nothing"


@given(SEEDS)
def test_a_failing_tenant_never_helps_the_lender_where_rents_do_not_rise(seed):
    inputs = {**values(seed), "compute_price_decline_per_year": np.abs(values(seed)["compute_price_decline_per_year"]),
              **central(contract_discount_share=0)}
    sound, failing = run(["min_dscr_ratio", "default_min_dscr_ratio"], inputs)
    assert (failing <= sound + 1e-12).all()


@given(SEEDS)
def test_a_loan_sculpted_to_the_cash_has_level_cover(seed):
    inputs = values(seed)
    (share, cash) = run(["sculpted_debt_to_capex_ratio", "cfads_usd_per_it_kw"], inputs)
    tenor = np.clip(np.rint(inputs["debt_tenor_years"]), 1, 15)[:, None]
    age = inputs["project_age_years"]
    served = np.where((age >= 1) & (age <= tenor), cash, 0) / inputs["target_dscr_ratio"][:, None]
    worth = (served * (1 + inputs["debt_rate_per_year"][:, None]) ** -age).sum(axis=1)
    (capex,) = run(["all_in_capex_usd_per_it_watt"], inputs)
    assert share == pytest.approx(worth / (capex * 1000))
