"""Internal rates of return, one, several or none, modified, at stated times, and payback."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.drawn import sign_changes
from wattbook import finance

AMOUNTS = st.floats(1, 1e6)
CONVENTIONAL = st.tuples(st.lists(AMOUNTS, min_size=1, max_size=3), st.lists(AMOUNTS, min_size=1, max_size=12)).map(
    lambda both: np.array([*(-amount for amount in both[0]), *both[1]])
)

# Worked examples


@pytest.mark.parametrize(
    ("flows", "rate", "half_a_digit"),
    [
        ([-150_000, 15_000, 25_000, 35_000, 45_000, 60_000], 0.0524329, 5e-8),
        ([-100, 39, 59, 55, 20], 0.2809484, 5e-8),
        ([-100, 0, 0, 74], -0.0955, 5e-5),
        ([-100, 100, 0, 7], 0.0620585, 5e-8),
    ],
)
def test_irr_agrees_with_numpy_financial(flows, rate, half_a_digit):
    # numpy-financial, tests/test_financial.py.
    assert finance.irr(flows) == pytest.approx(rate, abs=half_a_digit)


@pytest.mark.parametrize(("years", "rate"), [(2, -0.444), (4, -0.021), (5, 0.087)])
def test_irr_agrees_with_the_examples_of_excel_help(years, rate):
    # Microsoft, Excel help, IRR function.
    flows = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
    assert finance.irr(flows[: years + 1]) == pytest.approx(rate, abs=0.0005)


def test_two_rates_that_fit_are_counted_and_neither_is_the_irr():
    # numpy-financial, tests: -100 + 230/1.1 - 132/1.21 = 0 and -100 + 230/1.2 - 132/1.44 = 0.
    flows = [-100, 230, -132]
    assert finance.irr_roots_count(flows) == 2
    assert np.isnan(finance.irr(flows))
    assert finance.npv(np.array([[0.1], [0.2]]), flows) == pytest.approx(np.zeros((2, 1)), abs=1e-12)


SMALL_LAST_PAYMENT = [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1]
FALLING_INCOME = [-217_500, -217_500, *np.linspace(108466.80462450592, -67617.36092490121, 25)]


@pytest.mark.parametrize(
    ("flows", "published", "half_a_digit", "count"),
    [
        ([-100, 100, 0, -7], -0.0833, 5e-5, 2),
        ([-5, 10.5, 1, -8, 1], 0.0886, 5e-5, 3),
        (SMALL_LAST_PAYMENT, 1.0042698487205577, 1e-9, 2),
        (FALLING_INCOME, 0.12, 5e-5, 2),
    ],
)
def test_rates_published_as_the_irr_are_shown_to_have_company(flows, published, half_a_digit, count):
    # numpy-financial, documentation of irr and its issues 44 and 39; pyxirr, tests: one rate of several.
    around = finance.npv(np.array([[published - half_a_digit], [published + half_a_digit]]), flows)
    assert around.min() < 0 < around.max(), "the published rate fits"
    assert finance.irr_roots_count(flows) == count
    assert np.isnan(finance.irr(flows))


def test_the_rate_of_a_loan_over_forty_years_of_months_agrees_with_pyxirr():
    # pyxirr, tests: 480 payments.
    flows = np.insert(np.full(480, 787.735232517999), 0, -172545.848122807)
    assert finance.irr(flows) == pytest.approx(0.0038401048, abs=5e-9)


def test_irr_at_stated_times_agrees_with_the_example_of_excel_help():
    # Microsoft, Excel help, XIRR function: years of 365 days from 1 January 2008.
    days = np.array([0, 60, 303, 411, 456])
    assert finance.irr([-10_000, 2_750, 4_250, 3_250, 2_750], days / 365) == pytest.approx(0.373362535, abs=1e-8)


@pytest.mark.parametrize(
    ("flows", "finance_rate", "reinvest_rate", "rate"),
    [
        ([-120_000, 39_000, 30_000, 21_000, 37_000, 46_000], 0.10, 0.12, 0.126094),
        ([-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], 0.08, 0.055, 0.066597),
        ([100, 200, -50, 300, -200], 0.05, 0.06, 0.342823),
    ],
)
def test_mirr_agrees_with_numpy_financial(flows, finance_rate, reinvest_rate, rate):
    # numpy-financial, tests/test_financial.py; the first is also in Microsoft, Excel help, MIRR function.
    assert finance.mirr(flows, finance_rate, reinvest_rate) == pytest.approx(rate, abs=5e-7)


def test_mirr_agrees_with_the_other_examples_of_excel_help():
    # Microsoft, Excel help, MIRR function: -5% after three years; 13% with 14% on what is taken out.
    flows = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
    assert finance.mirr(flows[:4], 0.10, 0.12) == pytest.approx(-0.05, abs=0.005)
    assert finance.mirr(flows, 0.10, 0.14) == pytest.approx(0.13, abs=0.005)


def test_payback_by_hand():
    # 50 of 100 needed in the second year; at 10%: 150 - 90.909 = 59.091 of 82.645.
    assert finance.payback([-150, 100, 100]) == pytest.approx(1.5)
    assert finance.payback([-150, 100, 100], 0.1) == pytest.approx(1 + (150 - 100 / 1.1) / (100 / 1.21))
    assert finance.payback([-0.4, 0.1, 0.1, 0.1, 0.1]) == pytest.approx(4)
    assert finance.payback([5, -3]) == 0
    assert finance.payback([0, 0, -150, 100, 100]) == pytest.approx(3.5), "idle periods at first are no payback"
    assert np.isnan(finance.payback([-150, 100, 49]))


# Identities and limits


@pytest.mark.parametrize("flows", [[0, 0, 0], [-1, -2], [3, 4], [0], [1, -2, 1], [-1]])
def test_there_is_no_rate_where_the_value_never_crosses_zero(flows):
    assert np.isnan(finance.irr(flows))
    assert finance.irr_roots_count(flows) == 0


@pytest.mark.parametrize("flows", [[-1, -2], [3, 4], [0, 0], [5]])
def test_there_is_no_modified_rate_where_money_flows_one_way(flows):
    assert np.isnan(finance.mirr(flows, 0.1, 0.1))


@given(CONVENTIONAL)
def test_a_conventional_flow_has_one_rate_and_is_worth_nothing_at_it(flows):
    rate = finance.irr(flows)
    assert finance.irr_roots_count(flows) == 1
    size = finance.npv(rate, np.abs(flows)).item()
    assert finance.npv(rate, flows) == pytest.approx(0, abs=1e-9 * size)


@given(CONVENTIONAL, st.floats(1e-6, 1e9), st.integers(0, 24), st.integers(0, 24))
def test_neither_the_unit_of_money_nor_waiting_changes_the_rate(flows, unit, before, after):
    padded = np.concatenate([np.zeros(before), unit * flows, np.zeros(after)])
    assert finance.irr(padded) == pytest.approx(finance.irr(flows), rel=1e-9, abs=1e-9)


@given(CONVENTIONAL, st.floats(0.01, 100))
def test_more_money_back_gives_a_higher_rate(flows, extra):
    more = flows.copy()
    more[np.argmax(flows > 0)] *= 1 + extra
    assert finance.irr(more) > finance.irr(flows)


@given(CONVENTIONAL, st.floats(-0.3, 1))
def test_the_value_is_positive_below_the_rate_and_negative_above(flows, rate):
    inner = finance.irr(flows).item()
    assume(abs(inner - rate) > 1e-6)
    assert (finance.npv(rate, flows).item() > 0) == (rate < inner)


ORDERS = st.floats(-6, 6).map(lambda exponent: 10**exponent)


@given(ORDERS, st.lists(ORDERS, max_size=3), st.lists(st.tuples(ORDERS, st.floats(-1, 0.9)), max_size=3), ORDERS)
def test_the_only_rate_put_into_a_flow_is_found_over_twelve_orders_of_magnitude(growth, negative, pairs, unit):
    # Polynomials in 1 + rate: one positive root, negative ones, and complex pairs, which change signs but are no rates.
    factors = [[-unit, unit * growth], *([1, root] for root in negative), *([1, -2 * b * cos, b * b] for b, cos in pairs)]
    flows = np.ones(1)
    for factor in factors:
        flows = np.convolve(flows, factor)
    assert finance.irr_roots_count(flows) == 1
    assert 1 + finance.irr(flows) == pytest.approx(growth, rel=1e-6)


def test_rates_at_the_ends_of_what_can_be_written_are_found():
    assert finance.irr([-1, 1e30]) == pytest.approx(1e30, rel=1e-12)
    assert finance.irr([-1e12, 0, 0, 1]) == pytest.approx(1e-4 - 1, rel=1e-12)
    assert finance.irr([-1, 1 + 2**-40]) == pytest.approx(2**-40, rel=1e-3)
    assert finance.irr([-1, 0, 5e-324]) == pytest.approx(-1)
    assert finance.irr([-1, 1, 0]).item() == 0


@given(st.sets(st.integers(-6, 6), min_size=2, max_size=5))
def test_several_rates_put_into_a_flow_are_all_counted_over_twelve_orders_of_magnitude(exponents):
    flows = -np.poly(10.0 ** np.array(sorted(exponents)))
    assert finance.irr_roots_count(flows) == len(exponents)
    assert np.isnan(finance.irr(flows))


@given(st.sets(st.integers(-18, 60), min_size=1, max_size=5))
def test_rates_as_near_as_a_twentieth_are_told_apart(twentieths):
    rates = np.array(sorted(twentieths)) / 20
    flows = -np.poly(1 + rates)
    assert finance.irr_roots_count(flows) == len(rates)
    rate = finance.irr(flows).item()
    assert rate == pytest.approx(rates[0], abs=1e-9) if len(rates) == 1 else np.isnan(rate)


@given(st.floats(0.5, 2), st.floats(0.5, 2), st.integers(1, 2))
def test_where_the_value_only_touches_zero_there_is_no_rate(growth, touched, times):
    assume(abs(growth - touched) > 0.1)  # a root beside a fourfold one drowns in the digits of the flows
    touching = np.poly([touched] * 2 * times)
    assert finance.irr_roots_count(touching) == 0
    assert finance.irr(np.convolve(touching, [-1, growth])) == pytest.approx(growth - 1, abs=1e-6)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=14))
def test_the_irr_is_the_only_root_of_the_polynomial_or_not_defined(flows):
    # The second road: all roots at once, from the companion matrix. Roots too near the real axis to tell are left out.
    growth = np.roots(np.trim_zeros(np.array(flows, dtype=float)))
    positive = growth[growth.real > 0]
    real = np.abs(positive.imag) < 1e-9 * np.abs(positive)
    assume(not np.any(~real & (np.abs(positive.imag) < 1e-3)))
    roots = np.sort(positive[real].real)
    assume(len(roots) < 2 or np.diff(roots).min() > 1e-3)
    assert finance.irr_roots_count(flows) == len(roots)
    rate = finance.irr(flows).item()
    assert rate == pytest.approx(roots[0] - 1, abs=1e-6) if len(roots) == 1 else np.isnan(rate)


@given(st.lists(st.floats(-1e6, 1e6).map(lambda flow: round(flow, 3)), min_size=2, max_size=40), st.data())
def test_there_are_as_many_rates_as_changes_of_sign_or_an_even_number_fewer(flows, data):
    steps = data.draw(st.lists(st.floats(0.01, 3), min_size=len(flows), max_size=len(flows)))
    fewer = sign_changes(flows) - finance.irr_roots_count(flows, np.cumsum(steps))
    assert fewer >= 0
    assert fewer % 2 == 0


# At stated times


@given(CONVENTIONAL, st.floats(-100, 100), st.floats(0.1, 10))
def test_waiting_does_not_change_a_rate_and_stretching_time_takes_its_root(flows, later, stretch):
    rate = finance.irr(flows)
    assume(rate.item() > -0.99)
    assume(abs(np.log1p(rate.item()) / stretch) < 5)  # a rate too near -1 has lost the digits of 1 + rate
    stretched = finance.irr(flows, later + stretch * np.arange(len(flows)))
    assert np.log1p(stretched) == pytest.approx(np.log1p(rate) / stretch, rel=1e-9, abs=1e-9)


@given(CONVENTIONAL)
def test_months_as_parts_of_a_year_give_the_rate_of_a_year(flows):
    rate = finance.irr(flows)
    assume(rate.item() < 1)
    assert finance.irr(flows, np.arange(len(flows)) / 12) == pytest.approx(finance.annual_rate(rate), rel=1e-6, abs=1e-9)


def test_a_rate_at_mid_period_by_hand():
    # 40 and 60 of the 100 come back: 40 x 1.21^0.5 = 44 and 60 x 1.21^1.5 = 79.86. Half the time, twice the log of each root.
    assert finance.irr([-100, 44, 79.86], [0, 0.5, 1.5]) == pytest.approx(0.21, abs=1e-12)
    assert finance.irr_roots_count([-100, 230, -132], [0, 0.5, 1]) == 2
    assert np.isnan(finance.irr([-100, 230, -132], [0, 0.5, 1]))


@given(CONVENTIONAL, st.data())
def test_the_flows_are_worth_nothing_at_their_rate_whenever_they_stand(flows, data):
    steps = data.draw(st.lists(st.floats(0.05, 3), min_size=len(flows), max_size=len(flows)))
    time = np.cumsum(steps)
    rate = finance.irr(flows, time)
    assume(-0.99 < rate.item() < 1e12)  # nearer to -1 a rate has lost the digits of 1 + rate; a huge one overflows in years
    assert finance.npv(rate, flows, time) == pytest.approx(0, abs=1e-9 * finance.npv(rate, np.abs(flows), time).item())
    assert finance.mirr(flows, rate, rate, time) == pytest.approx(rate, rel=1e-6, abs=1e-9)


# Draws


@given(st.lists(CONVENTIONAL, min_size=2, max_size=5))
def test_every_draw_gets_the_rate_it_would_get_alone(flows):
    longest = max(map(len, flows))
    draws = np.array([np.pad(flow, (0, longest - len(flow))) for flow in flows])
    alone = np.array([finance.irr(flow) for flow in flows])
    assert finance.irr(draws) == pytest.approx(alone, rel=1e-9, abs=1e-12)


@given(CONVENTIONAL)
def test_the_modified_rate_at_the_internal_rate_is_the_internal_rate(flows):
    rate = finance.irr(flows)
    assume(rate.item() > -0.99)
    assert finance.mirr(flows, rate, rate) == pytest.approx(rate, rel=1e-6, abs=1e-9)


@given(CONVENTIONAL, st.floats(0, 0.5))
def test_discounting_never_brings_the_money_back_sooner(flows, rate):
    simple, discounted = finance.payback(flows).item(), finance.payback(flows, rate).item()
    assert np.isnan(discounted) or discounted >= simple - 1e-9


@given(CONVENTIONAL, st.floats(0.001, 0.5))
def test_money_is_back_within_the_horizon_just_when_it_is_worth_something(flows, rate):
    value, size = finance.npv(rate, flows).item(), finance.npv(rate, np.abs(flows)).item()
    assume(abs(value) > 1e-9 * size)
    assert np.isnan(finance.payback(flows, rate).item()) == (value < 0)


def test_monthly_flows_over_ten_years_keep_their_one_rate_through_a_refresh():
    # 1% a month on 100 for ten years, with 50 borrowed inside and paid back with 1% a month: the rate is 1% by hand.
    flows = np.full(121, 1.0)
    flows[0], flows[-1] = -100, 101
    flows[60] -= 50
    flows[84] += 50 * 1.01**24
    assert sign_changes(flows) == 3
    assert finance.irr(flows) == pytest.approx(0.01, abs=1e-12)
    assert finance.irr_roots_count(flows) == 1


def test_times_that_do_not_fit_are_told_by_the_periods_not_the_rows():
    with pytest.raises(ValueError, match="allowed: one for each of 2 flows"):
        finance.irr(np.array([[-1.0, 2.0]] * 3), [0, 1, 2])
