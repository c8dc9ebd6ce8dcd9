"""Streams of the target year: drivers by hand, and what must hold for their sum."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook.subject import checks
from wattbook.subject.revenue import streams

AMOUNT = st.floats(0, 1e11)
SHARE = st.floats(0, 1)


def at(value):
    return np.array([[float(value)]])


def parts(total, custom, consumer, licence, displaced, partner, overlap):
    return streams.stream_revenue_usd(*map(at, (total, custom, consumer, licence, displaced, partner, overlap)))


def test_engineers_limit_custom_work():
    # 100 clients want it, 210 engineers serve 30 at 7 each: 30 x 2 M x 0.9 = 54 M
    assert streams.custom_revenue_usd(100, 210, 7, 2e6, at(0.1)).item() == pytest.approx(54e6)
    assert streams.custom_engineers_required_fte(100, 7) == 700


def test_more_engineers_than_needed_change_nothing():
    assert streams.custom_revenue_usd(10, 1e6, 7, 2e6, at(0)) == streams.custom_revenue_usd(10, 70, 7, 2e6, at(0))


def test_consumers_pay_by_month_less_the_stores_part():
    # 50 M x 4% x 20 x 12 x (1 - 0.5 x 0.3) = 408 M
    assert streams.consumer_revenue_usd(streams.paying_users(50e6, 0.04), 20, 0.5, 0.3) == pytest.approx(408e6)


def test_licences_bring_fees_and_royalties_less_what_they_displace():
    # 2 x (10 + 0.05 x 100) = 30, of which 40% displaced: 12
    income = streams.licence_income_usd(2, 10, 100, 0.05)
    assert (income, streams.displacement_usd(income, 0.4)) == (30, 12)


def test_a_free_user_costs_tokens_at_cost():
    # 2 million tokens a year at 3 USD, of which 60% is cost: 3.6 USD
    assert streams.cost_usd_per_free_user_year(2, 3, 0.4) == pytest.approx(3.6)


def test_half_of_fifty_sold_through_clouds_is_booked_gross_and_four_tenths_leave_with_the_largest_customers():
    assert streams.partner_gross_usd(50, 0.5) == 25
    assert streams.revenue_at_risk_top_ten_usd(0.4, 50) == pytest.approx(20)


def test_clouds_keep_eight_of_thirty():
    # A rival's claim of May 2026: 30 gross is nearer 22 net. All sold through clouds, they would keep 26.7%.
    assert streams.partner_net_usd(30, 30, np.array([[22 / 30]])).item() == pytest.approx(22)


@given(gross=AMOUNT, total=AMOUNT, ratio=SHARE)
def test_what_partners_leave_lies_between_nothing_and_gross(gross, total, ratio):
    assert 0 <= streams.partner_net_usd(gross, total, np.array([[ratio]])).item() <= gross


@given(
    total=st.floats(1e6, 1e11), custom=AMOUNT, consumer=AMOUNT, licence=AMOUNT, displaced=SHARE, partner=SHARE, overlap=SHARE
)
def test_streams_less_their_overlap_are_revenue_and_none_is_negative(
    total, custom, consumer, licence, displaced, partner, overlap
):
    found = parts(total, custom, consumer, licence, licence * displaced, total * partner, overlap)
    removed = streams.double_count_removed_usd(found, at(overlap))
    assert checks.streams_sum_to_revenue(found, removed, at(total)) <= 1e-9
    shares = streams.stream_mix_share(found, removed, at(total))
    assert shares.sum() == pytest.approx(1)
    assert shares.min() >= -1e-9


def test_streams_that_do_not_add_up_fail_their_check():
    found = parts(50, 2, 8, 3, 1, 20, 0.5)
    assert checks.streams_sum_to_revenue(found, at(10), at(50)) <= 1e-9
    assert checks.streams_sum_to_revenue(found, at(9), at(50)) == pytest.approx(1 / 50)


def test_an_overlap_larger_than_its_pair_fails_its_check():
    found = np.array([[[5.0], [0.0], [0.0], [0.0], [20.0]]])
    assert checks.streams_sum_to_revenue(found, at(8), at(17)) == pytest.approx(3 / 17)


def test_a_stream_at_its_required_value_makes_the_target():
    found = parts(50, 2, 8, 3, 1, 20, 0.5)
    removed = streams.double_count_removed_usd(found, at(0.5))
    needed = streams.required_stream_usd(found, removed, at(70))
    for member in range(5):
        others = found[0, :, 0].sum() - found[0, member, 0]
        assert needed[0, member, 0] + others - removed.item() == pytest.approx(70)


def test_ten_equal_customers_hold_five_times_what_two_hold():
    assert streams.top_ten_share(at(0.1), at(0)).item() == pytest.approx(0.5)


def test_by_the_rank_ten_hold_nearly_twice_what_two_hold():
    # harmonic sums: 2.928968 / 1.5 = 1.952646; two at a quarter (prospectus, 2025) make ten 48.8%
    assert streams.top_ten_share(at(0.25), at(1)).item() == pytest.approx(0.48816, abs=1e-5)
    both = streams.top_ten_share(np.array([[0.1], [0.25]]), np.array([[0.0], [1.0]]))
    assert both == pytest.approx(np.array([[0.5], [0.48816]]), abs=1e-5)


@given(two=SHARE, power=st.floats(0, 4))
def test_ten_hold_at_least_what_two_hold_and_at_most_all(two, power):
    assert two * (1 - 1e-12) <= streams.top_ten_share(at(two), at(power)).item() <= 1


STREAMS = np.array([[[28.0], [0.0], [0.0], [0.0], [20.0]]])
YEAR = np.array([2025, 2026]), at(2026)


def test_tokens_are_sales_over_price_where_capacity_makes_more():
    # (28 + 20 - 10) in a year of price index 2 is 19 dollars of the price year: 9.5 million tokens at 2 dollars a million
    sales = streams.api_sales_usd(STREAMS, at(10), np.array([[1.0, 2.0]]), *YEAR)
    assert sales.item() == 19
    price = streams.clearing_price_usd_per_mtoken(sales, at(20), at(2))
    assert price.item() == 2
    assert sales / price == 9.5


def test_where_capacity_makes_fewer_tokens_the_price_gives_way_and_revenue_stands():
    price = streams.clearing_price_usd_per_mtoken(at(38), at(9.5), at(2))
    assert price.item() == 4


def test_a_gigawatt_year_at_a_joule_a_token_makes_its_seconds_in_tokens():
    # 1 GW x 31.536e6 s / 1 J = 3.1536e16 tokens; half in service half the year, three quarters paid: 3.1536e16 x 0.25 x 0.75
    kilowatt = 31.536e9  # tokens of a kilowatt in a year
    power = np.r_[np.zeros(6), np.full(6, 0.5)][None]
    months = np.full(12, 2026)
    found = streams.paid_tokens_produced_mtoken(power, at(kilowatt), np.ones((1, 12)), at(1), at(0.75), months, at(2026))
    assert found.item() == pytest.approx(3.1536e10 * 0.25 * 0.75)


@given(sales=st.floats(0, 1e12), made=st.floats(1, 1e12), price=st.floats(0.01, 100))
def test_no_price_sells_more_tokens_than_are_made(sales, made, price):
    clearing = streams.clearing_price_usd_per_mtoken(at(sales), at(made), at(price))
    assert sales / clearing.item() <= made * (1 + 1e-12)
