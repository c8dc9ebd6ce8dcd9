"""Rates, present value, annuities and depreciation; the known mistakes; what all of finance has in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import finance

RATES = st.floats(-0.3, 1)
LIVES = st.floats(0.5, 60)
AMOUNTS = st.floats(1, 1e9)

# Worked examples


def test_npv_leaves_the_first_flow_undiscounted():
    # numpy-financial, tests/test_financial.py, whose npv follows the same rule: 122.894855 to six decimals.
    flows = [-15_000, 1_500, 2_500, 3_500, 4_500, 6_000]
    assert finance.npv(0.05, flows) == pytest.approx(122.8949, abs=5e-5)


def test_npv_of_many_flows_is_one_number_each():
    # -1 + 1.1 / 1.1 = 0, -2 + 2.42 / 1.1 = 0.2 and 0 + 3.3 / 1.1 = 3.
    assert np.asarray(finance.npv(0.1, [[-1, 1.1], [-2, 2.42], [0, 3.3]])) == pytest.approx(np.array([[0], [0.2], [3]]))


def test_npv_of_flows_from_the_end_of_the_first_period_on_is_the_spreadsheet_figure():
    # The same flows in numpy 1.0, which discounted the first flow as spreadsheets do: 117.04.
    flows = [-15_000, 1_500, 2_500, 3_500, 4_500, 6_000]
    assert finance.npv(0.05, flows, time=[1, 2, 3, 4, 5, 6]) == pytest.approx(117.0427, abs=5e-5)


@pytest.mark.parametrize(
    ("rate", "flows", "value"),
    [
        (0.10, [0, -10_000, 3_000, 4_200, 6_800], 1188.44),
        (0.08, [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500], 1922.06),
        (0.08, [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500, -9_000], -3749.47),
    ],
)
def test_npv_agrees_with_the_examples_of_excel_help(rate, flows, value):
    # Microsoft, Excel help, NPV function. In the first example the outlay is a year away.
    assert finance.npv(rate, flows) == pytest.approx(value, abs=0.005)


def test_npv_at_stated_times_agrees_with_the_example_of_excel_help():
    # Microsoft, Excel help, XNPV function: years of 365 days from 1 January 2008.
    days = np.array([0, 60, 303, 411, 456])
    value = finance.npv(0.09, [-10_000, 2_750, 4_250, 3_250, 2_750], days / 365)
    assert value == pytest.approx(2086.647602, abs=5e-7)


def test_capital_recovery_factors_agree_with_nrel_and_homer():
    # NREL, Simple Levelized Cost of Energy Calculator (formula); HOMER glossary: 7%, 5 years, 0.2439.
    assert finance.capital_recovery_factor(0.07, 20) == pytest.approx(0.0943929, abs=5e-8)
    assert finance.capital_recovery_factor(0.03, 20) == pytest.approx(0.0672157, abs=5e-8)
    assert finance.capital_recovery_factor(0.08, 5) == pytest.approx(0.2504565, abs=5e-8)
    assert 1000 * finance.capital_recovery_factor(0.07, 5) == pytest.approx(243.90, abs=0.01)


def test_loan_payments_agree_with_numpy_financial_and_excel_help():
    # numpy-financial, tests and documentation of pmt; Microsoft, Excel help, PMT function (end and start of month).
    payment = finance.capital_recovery_factor
    assert 15_000 * payment(0.08 / 12, 5 * 12) == pytest.approx(304.1459143262052, rel=1e-12)
    grid = np.array([2_000, 20_000]) * payment(np.array([[0, 0.8], [0.3, 0.8]]), np.array([12, 3]))
    assert grid == pytest.approx(np.array([[166.66667, 19_311.258], [626.90814, 19_311.258]]), rel=5e-8)
    assert 200_000 * payment(0.075 / 12, 15 * 12) == pytest.approx(1854.0247200, abs=5e-8)
    assert 10_000 * payment(0.08 / 12, 10) == pytest.approx(1037.03, abs=0.005)
    assert 10_000 * payment(0.08 / 12, 10) / (1 + 0.08 / 12) == pytest.approx(1030.16, abs=0.005)


def test_monthly_cost_of_a_data_centre_agrees_with_hamilton():
    # Hamilton, Cost of Power in Large-Scale Data Centers, 2008. 730 hours a month, 82% of the facility for power.
    month = finance.quoted_period_rate(0.05)
    facility = 200e6 * finance.capital_recovery_factor(month, 180)
    assert 100e6 * finance.capital_recovery_factor(month, 36) == pytest.approx(2_997_090, abs=1)
    assert 0.82 * facility == pytest.approx(1_296_902, abs=1)
    assert 0.18 * facility == pytest.approx(284_686, abs=1)
    energy = 15_000 * 0.8 * 1.7 * 730 * 0.07
    assert energy == pytest.approx(1_042_440, abs=1)


@pytest.mark.parametrize(("life", "published"), [(3, 12), (5, 8.5), (7, 7)])
@pytest.mark.parametrize("rate", [0.065, 0.07])
def test_capital_recovery_gives_the_yearly_cost_of_a_gigawatt(life, published, rate):
    # Epoch AI, May 2026, USD B: servers, network; facility, land, works over 14 years; operation. The rate is inferred.
    machines, place, operation = 21.188 + 4.925, 11.433 + 0.172 + 0.164, 0.907
    recovered = finance.capital_recovery_factor(rate, np.array([life, 14.0])) @ [machines, place]
    assert recovered + operation == pytest.approx(published, rel=0.03)
    assert machines / life + place / 14 + operation < 0.97 * published, "straight line must not reach it"


def test_effective_and_quoted_rates_agree_with_excel_help():
    # Microsoft, Excel help, EFFECT function.
    assert finance.annual_rate(finance.quoted_period_rate(0.0525, 4), 4) == pytest.approx(0.0535427, abs=5e-8)


def test_wacc_by_hand():
    # 0.4 x 6% x (1 - 0.35) + 0.6 x 12.5% = 1.56% + 7.5%
    assert finance.wacc(0.4, 0.06, 0.125, 0.35) == pytest.approx(0.0906)


def test_mid_period_by_hand():
    # -100 + 44 / 1.21^0.5 + 133.1 / 1.21^1.5 = -100 + 40 + 100
    assert finance.npv(0.21, [-100, 44, 133.1], time=[0, 0.5, 1.5]) == pytest.approx(40)


def test_macrs_is_the_table_of_the_irs():
    # IRS, Publication 946, table A-1, per cent.
    five = [20, 32, 19.2, 11.52, 11.52, 5.76]
    fifteen = [5, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95]
    assert 100 * finance.macrs(5) == pytest.approx(five, rel=1e-12)
    assert 100 * finance.macrs(15) == pytest.approx(fifteen, rel=1e-12)


def test_the_macrs_formula_would_differ_from_the_table():
    # 150% declining balance with the half-year rule: 1/15 of what is left, straight line from year 7 on.
    left = 0.95 * 0.9**5
    straight = left / 9.5
    assert round(100 * straight, 2) == 5.9
    assert round(100 * finance.macrs(15)[8], 2) == 5.91


# Known mistakes: each check passes on the function and fails on the mistake


def check_first_flow(npv):
    assert npv(0.05, [-15_000, 1_500, 2_500, 3_500, 4_500, 6_000]) == pytest.approx(122.8949, abs=5e-5)


def check_several_rates(irr):
    assert np.isnan(irr([-100, 230, -132])), "10% and 20% both fit"


def check_interest_once(interest):
    assert interest([100, 100], 0.5, 0.1).sum() == pytest.approx(5), "10% for a period on the 50 drawn first"


def check_no_debt(dscr):
    assert np.isnan(dscr([100, 100], [0, 0])).all()


def check_loan_rate(month_rate):
    assert 15_000 * finance.capital_recovery_factor(month_rate(0.08), 60) == pytest.approx(304.145914, abs=5e-7)


def first_flow_discounted(rate, flows):
    return finance.npv(rate, flows) / (1 + rate)


def several_rates_as_one(flows):
    return np.roots(flows).min() - 1


def interest_twice(costs, debt_share, rate):
    interest = finance.construction_interest(costs, debt_share, rate)
    return interest + interest.cumsum()


def no_debt_as_zero(cfads, service):
    return np.nan_to_num(finance.dscr(cfads, service))


def effective_rate_of_a_month(rate):
    return (1 + rate) ** (1 / 12) - 1


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (check_first_flow, finance.npv, first_flow_discounted),
        (check_several_rates, finance.irr, several_rates_as_one),
        (check_interest_once, finance.construction_interest, interest_twice),
        (check_no_debt, finance.dscr, no_debt_as_zero),
        (check_loan_rate, finance.quoted_period_rate, effective_rate_of_a_month),
    ],
)
def test_known_mistakes_are_caught(check, right, wrong):
    check(right)
    with pytest.raises(AssertionError):
        check(wrong)


# Identities and limits


@given(LIVES)
def test_capital_recovery_without_interest_is_one_over_life(life):
    assert finance.capital_recovery_factor(0, life) == 1 / life


@given(RATES)
def test_capital_recovery_over_one_period_is_one_plus_the_rate(rate):
    assert finance.capital_recovery_factor(rate, 1) == pytest.approx(1 + rate, rel=1e-12)


@given(LIVES, st.floats(-1e-9, 1e-9))
def test_capital_recovery_has_no_jump_at_zero_interest(life, rate):
    # The slope at zero is (1 + 1/life) / 2.
    assert finance.capital_recovery_factor(rate, life) == pytest.approx(1 / life + rate * (1 + 1 / life) / 2, rel=1e-12)


@given(RATES, st.integers(1, 60), AMOUNTS)
def test_payments_are_worth_the_principal(rate, periods, principal):
    payments = np.full(periods, principal * finance.capital_recovery_factor(rate, periods))
    assert finance.npv(rate, payments, time=1 + np.arange(periods)) == pytest.approx(principal, rel=1e-9)


@pytest.mark.parametrize("years", [5, 15])
def test_macrs_writes_off_all_cost_over_one_year_more_than_its_name(years):
    shares = finance.macrs(years)
    assert len(shares) == years + 1
    assert shares.sum() == pytest.approx(1, rel=1e-12)


@given(RATES, st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.floats(-3, 3))
def test_a_later_stand_of_all_flows_discounts_their_value_once_more(rate, flows, later):
    moved = finance.npv(rate, flows, time=np.arange(len(flows)) + later)
    size = finance.npv(rate, np.abs(flows)).item()
    assert moved == pytest.approx(finance.npv(rate, flows) * (1 + rate) ** -later, abs=1e-9 * size + 1e-9)


def test_a_rate_of_minus_one_or_less_has_no_value():
    with np.errstate(all="ignore"):
        assert np.isnan(finance.npv(np.array([[-1.0], [-3.0]]), [1, 2, 4])).all()


@given(RATES, RATES, st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12))
def test_real_flows_at_the_real_rate_are_worth_the_nominal_flows_at_the_nominal_rate(nominal, inflation, flows):
    real_flows = flows * finance.discount_factor(inflation, np.arange(len(flows)))
    real = finance.npv(finance.real_rate(nominal, inflation), real_flows)
    size = finance.npv(nominal, np.abs(flows)).item()
    assert real == pytest.approx(finance.npv(nominal, flows), abs=1e-9 * size + 1e-9)


@given(RATES, st.integers(1, 365))
def test_the_effective_rate_of_a_year_is_what_money_grows_by(rate, periods):
    grown = np.prod(np.full(periods, 1 + rate))
    assert finance.annual_rate(rate, periods) == pytest.approx(grown - 1, rel=1e-9, abs=1e-12)


def test_a_rate_that_is_not_defined_stays_so_when_converted():
    assert np.isnan(finance.annual_rate(finance.irr([-1, -1]))).all()
    assert np.isnan(finance.real_rate(finance.irr([-1, -1]), 0.02)).all()


# Directions


@given(st.floats(0, 0.9), st.floats(0.001, 0.5), LIVES)
def test_capital_recovery_rises_with_the_rate(rate, step, life):
    assert finance.capital_recovery_factor(rate + step, life) > finance.capital_recovery_factor(rate, life)


@given(st.floats(-0.3, 0.5), st.floats(0.5, 25), st.floats(0.1, 10))
def test_capital_recovery_falls_with_life(rate, life, step):
    assert finance.capital_recovery_factor(rate, life + step) < finance.capital_recovery_factor(rate, life)


@given(RATES, st.floats(0.001, 0.5), st.lists(AMOUNTS, min_size=1, max_size=12), AMOUNTS)
def test_npv_of_a_conventional_flow_falls_with_the_rate(rate, step, receipts, outlay):
    flows = [-outlay, *receipts]
    # The outlay is in both and cancels; what falls is the value of the receipts.
    assert finance.npv(rate + step, [0, *receipts]) < finance.npv(rate, [0, *receipts])
    assert finance.npv(rate + step, flows) <= finance.npv(rate, flows)


@given(st.floats(0, 1), st.floats(0, 0.2), st.floats(0, 0.2), st.floats(0, 1))
def test_wacc_lies_between_the_costs_of_its_parts(debt_share, debt, premium, tax_rate):
    after_tax, equity = debt * (1 - tax_rate), debt + premium
    assert after_tax - 1e-12 <= finance.wacc(debt_share, debt, equity, tax_rate) <= equity + 1e-12


# What all functions share

SERIES = np.array([[-100.0, 30.0, 60.0, 40.0], [-100.0, 230.0, -132.0, 0.0]])
COSTS = np.array([[100.0, 0.0, 50.0, 0.0], [0.0, 20.0, 30.0, 40.0]])
PER_DRAW = np.array([[0.05], [0.1]])
TIME = np.array([0, 0.5, 1, 2])
CALLS = {
    "npv": lambda: finance.npv(PER_DRAW, SERIES, TIME),
    "npv with times of its own in each draw": lambda: finance.npv(PER_DRAW, SERIES, TIME + PER_DRAW),
    "irr": lambda: finance.irr(SERIES, TIME),
    "irr_roots_count": lambda: finance.irr_roots_count(SERIES, TIME),
    "mirr": lambda: finance.mirr(SERIES, PER_DRAW, PER_DRAW, TIME),
    "payback": lambda: finance.payback(SERIES, PER_DRAW),
    "dscr": lambda: finance.dscr(SERIES, COSTS),
    "construction_interest": lambda: finance.construction_interest(COSTS, 10 * PER_DRAW, PER_DRAW),
}


@pytest.mark.parametrize("name", CALLS)
def test_draws_come_first_and_arguments_stay_as_they_were(name):
    arguments = (SERIES, COSTS, PER_DRAW, TIME)
    before = [argument.copy() for argument in arguments]
    result = CALLS[name]()
    assert result.shape in {(2, 1), (2, 4)}
    assert all(np.array_equal(*pair) for pair in zip(before, arguments, strict=True))
    assert not any(np.shares_memory(result, argument) for argument in arguments)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: finance.irr([-1, np.inf]), "flows are not all finite"),
        (lambda: finance.irr_roots_count([-1, np.nan]), "flows are not all finite"),
        (lambda: finance.irr([-1, 2], [0, 0]), "each above the last"),
        (lambda: finance.irr([-1, 2], [0]), r"time has shape \(1,\); allowed: one for each of 2 flows"),
    ],
)
def test_what_would_be_silent_nonsense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
