"""Price and volume: elasticity, the hill, break-even, tiers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook.subject.revenue import measures as price_of

ELASTIC = st.floats(0.1, 5)


def at(value):
    return np.array([[float(value)]])


def test_at_an_elasticity_of_one_revenue_is_flat_in_price():
    step = 1e-4
    moved = [price_of.runrate_at_price_usd_per_year(65e9, 1 + sign * step, at(1)).item() for sign in (-1, 1)]
    assert moved == pytest.approx([65e9, 65e9], rel=1e-7)


@given(elasticity=ELASTIC)
def test_the_slope_at_todays_price_is_one_less_the_elasticity(elasticity):
    step = 1e-6
    low, high = (price_of.runrate_at_price_usd_per_year(1.0, 1 + sign * step, at(elasticity)).item() for sign in (-1, 1))
    assert (np.log(high) - np.log(low)) / (2 * step) == pytest.approx(1 - elasticity, abs=1e-6)


@given(elasticity=st.floats(1.01, 5), price=st.floats(1, 3), more=st.floats(1.001, 2))
def test_above_an_elasticity_of_one_a_higher_price_brings_less(elasticity, price, more):
    low, high = (price_of.runrate_at_price_usd_per_year(1.0, one, at(elasticity)).item() for one in (price, price * more))
    assert high < low


@given(elasticity=ELASTIC, price=st.floats(0.01, 5))
def test_no_price_brings_more_than_the_top_of_the_hill(elasticity, price):
    best = price_of.runrate_at_price_usd_per_year(1.0, 1 / elasticity, at(elasticity)).item()
    assert price_of.runrate_at_price_usd_per_year(1.0, price, at(elasticity)).item() <= best * (1 + 1e-12)


def test_a_price_cut_at_the_breakeven_elasticity_keeps_gross_profit():
    # Margin 40%: elasticity 2.5. A cut by 0.01% sells 0.025% more at a unit profit of 0.3999.
    elasticity = price_of.breakeven_elasticity_ratio(at(0.4)).item()
    cut = 1e-4
    assert elasticity == 2.5
    assert (1 + elasticity * cut) * (0.4 - cut) == pytest.approx(0.4, rel=1e-6)


def test_without_a_margin_no_cut_breaks_even():
    assert np.isnan(price_of.breakeven_elasticity_ratio(at(-0.94))).all()


def test_at_half_the_price_the_same_revenue_needs_twice_the_volume():
    assert price_of.required_volume_multiple_ratio(65.0, 65.0, 0.5, 0.0) == 2


def test_caches_and_discounts_lead_from_list_to_realised_price():
    # input 2, output five times, a fifth output: 2 x (0.8 + 1) = 3.6; half cached at a tenth saves 2 x 0.5 x 0.9 = 0.9
    mix = price_of.list_mix_price_usd_per_mtoken(2, 5, 0.2)
    assert mix == pytest.approx(3.6)
    assert price_of.cached_mix_price_usd_per_mtoken(mix, 2, 0.5, 0.1) == pytest.approx(2.7)


def test_the_steps_of_the_price_end_at_the_price_of_the_mix_less_discounts():
    from wattbook import params
    from wattbook.subject import MODEL

    values = params.load(as_of="2026-11-22", draws=20).values
    cached, output = values["cached_token_share"], values["output_token_share"]
    mix = 1 - cached - output + cached * values["cached_price_ratio"] + output * values["output_price_ratio"]
    price = values["list_input_price_usd_per_mtoken"] * mix * (1 - values["realised_discount_share"])
    name = "realised_price_usd_per_mtoken"
    np.testing.assert_allclose(MODEL.evaluate(values, [name])[name], price)
