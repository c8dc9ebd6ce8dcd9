"""Internal rates of return, one or several, modified or dated, and payback."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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


def test_two_rates_that_fit_are_both_shown_and_neither_is_the_irr():
    # numpy-financial, tests: -100 + 230/1.1 - 132/1.21 = 0 and -100 + 230/1.2 - 132/1.44 = 0.
    flows = [-100, 230, -132]
    assert finance.irr_roots(flows) == pytest.approx([0.1, 0.2], abs=1e-12)
    assert finance.irr_roots_count(flows) == 2
    assert finance.has_several_irrs(flows)
    assert np.isnan(finance.irr(flows))


SMALL_LAST_PAYMENT = [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1]
FALLING_INCOME = [-217_500, -217_500, *np.linspace(108466.80462450592, -67617.36092490121, 25)]


@pytest.mark.parametrize(
    ("flows", "published", "others"),
    [
        ([-100, 100, 0, -7], -0.0833, 1),
        ([-5, 10.5, 1, -8, 1], 0.0886, 2),
        (SMALL_LAST_PAYMENT, 1.00426985, 1),
        (FALLING_INCOME, 0.12, 1),
    ],
)
def test_rates_published_as_the_irr_are_shown_to_have_company(flows, published, others):
    # numpy-financial, documentation of irr and its issues 44 and 39: one rate of several.
    roots = finance.irr_roots(flows)
    assert np.min(np.abs(roots - published)) < 5e-5
    assert len(roots) == others + 1
    assert np.isnan(finance.irr(flows))
    assert finance.has_several_irrs(flows)


def test_a_rate_near_minus_one_can_be_left_out():
    # pyxirr, tests: 1.0042698487205577. The last payment of 1 brings a rate of -99.98% a period with it.
    assert finance.irr(SMALL_LAST_PAYMENT, above=-0.9) == pytest.approx(1.0042698487205577, rel=1e-9)
    assert finance.irr_roots_count(SMALL_LAST_PAYMENT, above=-0.9) == 1
    assert not finance.has_several_irrs(SMALL_LAST_PAYMENT, above=-0.9)


def test_the_rate_of_a_loan_over_forty_years_of_months_agrees_with_pyxirr():
    # pyxirr, tests: 480 payments.
    flows = np.insert(np.full(480, 787.735232517999), 0, -172545.848122807)
    assert finance.irr(flows) == pytest.approx(0.0038401048, abs=5e-9)


def test_xirr_agrees_with_the_example_of_excel_help():
    # Microsoft, Excel help, XIRR function.
    dates = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    assert finance.xirr([-10_000, 2_750, 4_250, 3_250, 2_750], dates) == pytest.approx(0.373362535, abs=1e-8)


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
    assert np.isnan(finance.payback([-150, 100, 49]))


# Identities and limits


@pytest.mark.parametrize("flows", [[0, 0, 0], [-1, -2], [3, 4], [0], [1, -2, 1], [-1]])
def test_there_is_no_rate_where_the_value_never_crosses_zero(flows):
    assert np.isnan(finance.irr(flows))
    assert finance.irr_roots_count(flows) == 0
    assert finance.irr_roots(flows).size == 0


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


@given(st.sets(st.integers(-18, 60), min_size=1, max_size=5))
def test_rates_put_into_a_flow_are_all_found(twentieths):
    # The flow whose polynomial in 1 + rate has exactly these roots.
    rates = np.array(sorted(twentieths)) / 20
    flows = -np.poly(1 + rates)
    assert finance.irr_roots(flows) == pytest.approx(rates, abs=1e-5)
    assert finance.irr_roots_count(flows) == len(rates)
    assert np.isnan(finance.irr(flows)) == (len(rates) > 1)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=14))
def test_the_irr_is_the_only_root_or_not_defined(flows):
    roots = finance.irr_roots(flows)
    rate = finance.irr(flows).item()
    assert finance.irr_roots_count(flows) == len(roots)
    assert rate == pytest.approx(roots[0], abs=1e-6) if len(roots) == 1 else np.isnan(rate)
    changes = finance.sign_changes(flows).item()
    assert len(roots) <= changes
    assert (changes - len(roots)) % 2 == 0 or _touches_zero(flows)


def _touches_zero(flows):
    """A root of even multiplicity near the real axis, counted by Descartes but not crossed."""
    growth = np.roots(np.trim_zeros(np.array(flows, dtype=float)))
    return bool(np.any((growth.real > 0) & (np.abs(growth.imag) < 1e-3)))


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=10), st.floats(-0.5, 0.5))
def test_rates_below_the_limit_are_left_out(flows, above):
    roots = finance.irr_roots(flows)
    assume(all(abs(roots - above) > 1e-6))
    assume(abs(finance.npv(above, flows).item()) > 1e-6)  # nor a rate at the limit itself where the value only touches zero
    kept = roots[roots > above]
    assert np.array_equal(finance.irr_roots(flows, above), kept)
    assert finance.irr_roots_count(flows, above) == len(kept)
    rate = finance.irr(flows, above).item()
    assert rate == pytest.approx(kept[0], abs=1e-6) if len(kept) == 1 else np.isnan(rate)


@given(st.lists(CONVENTIONAL, min_size=2, max_size=5))
def test_every_draw_gets_the_rate_it_would_get_alone(flows):
    longest = max(map(len, flows))
    draws = np.array([np.pad(flow, (0, longest - len(flow))) for flow in flows])
    alone = np.array([finance.irr(flow) for flow in flows])
    assert finance.irr(draws) == pytest.approx(alone, rel=1e-9, abs=1e-12)


@given(CONVENTIONAL)
def test_yearly_dates_of_365_days_give_the_plain_rate(flows):
    dates = np.datetime64("2025-06-30") + 365 * np.arange(len(flows))
    assert finance.xirr(flows, dates) == pytest.approx(finance.irr(flows), rel=1e-6, abs=1e-9)


def test_the_order_of_dates_does_not_matter_and_flows_of_a_day_are_added():
    straight = finance.xirr([-100, 50, 80], ["2025-01-01", "2025-09-01", "2026-03-01"])
    shuffled = finance.xirr([-60, 80, 50, -40], ["2025-01-01", "2026-03-01", "2025-09-01", "2025-01-01"])
    assert shuffled == pytest.approx(straight, rel=1e-9)


def test_a_dated_flow_with_several_rates_has_no_irr():
    assert np.isnan(finance.xirr([-100, 230, -132], ["2025-01-01", "2026-01-01", "2027-01-01"]))


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
    assert finance.sign_changes(flows) == 3
    assert finance.irr(flows) == pytest.approx(0.01, abs=1e-12)
    assert not finance.has_several_irrs(flows)
