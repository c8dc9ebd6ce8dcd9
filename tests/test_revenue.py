"""Revenue: published cases first, then identities, limits and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, over, run, values
from wattbook.axes import AXES
from wattbook.series import area_under
from wattbook.subject import MODEL
from wattbook.subject.revenue.measures import recognised_revenue_usd_per_month, required_yearend_runrate_usd_per_year
from wattbook.subject.revenue.supply import revenue_by_road_usd_per_it_kw_year

YEAR = 2026 + np.arange(12) / 12
NOTHING_REPORTED = {"reported_revenue_usd": np.array([]), "reported_revenue_from_year": np.array([]),
                    "reported_revenue_to_year": np.array([])}
# DeepSeek, open-infra-index, day six (February 2025): 342 G cached, 266 G new and 168 G output tokens in a day at 0.14,
# 0.55 and 2.19 USD a million; 226.75 nodes on average; 73,700 input and 14,800 output tokens a second for a node.
CACHED, FRESH, OUTPUT = 342e9, 266e9, 168e9
TOKENS, NODES, DAY = CACHED + FRESH + OUTPUT, 226.75, 86_400

# Worked examples


def test_deepseeks_day_earns_what_its_price_list_says():
    # 342e3 x 0.14 + 266e3 x 0.55 + 168e3 x 2.19 = 562,100 USD (published from unrounded tokens: 562,027).
    inputs = central(list_input_price_usd_per_mtoken=0.55, output_price_ratio=2.19 / 0.55, cached_price_ratio=0.14 / 0.55,
                     cached_token_share=CACHED / TOKENS, output_token_share=OUTPUT / TOKENS, realised_discount_share=0)
    (price,) = run(["realised_price_usd_per_mtoken"], inputs)
    revenue = price.item() * TOKENS / 1e6
    assert revenue == pytest.approx(562_100, abs=1)
    assert revenue == pytest.approx(562_027, rel=2e-4)
    # 226.75 nodes x 8 chips x 24 h x 2 USD = 87,072 USD; the published margin is 545%.
    assert revenue / 87_072 - 1 == pytest.approx(5.45, abs=0.01)


def test_a_price_is_the_mix_less_the_discount():
    # A fifth of output at 5, half cached at 0.1, the rest 0.3 at 1: 1.35 of the list price of 2, less 20%.
    inputs = central(list_input_price_usd_per_mtoken=2, output_price_ratio=5, cached_price_ratio=0.1, cached_token_share=0.5,
                     output_token_share=0.2, realised_discount_share=0.2)
    assert run(["realised_price_usd_per_mtoken"], inputs)[0] == pytest.approx(2.16)


def roads(**given):
    """What a kilowatt earns by each road, nothing but the numbers given being other than one."""
    one = dict.fromkeys(MODEL.arguments["revenue_by_road_usd_per_it_kw_year"], 1.0) | given
    arrays = {name: np.full((1, 1), float(number)) for name, number in one.items()}
    dates = {"month_start_year": np.array([2026.5]), "observed_runrate_year": np.array([2026.5])}
    found = revenue_by_road_usd_per_it_kw_year(**{**arrays, **dates})
    return dict(zip(AXES["road"], found[0, :, 0], strict=True))


def test_a_gigawatt_at_what_a_lab_earns_per_kilowatt():
    # OpenAI at the end of 2025 (its chief financial officer, January 2026): 20 USD B over 1.9 GW, 10,500 USD a kilowatt of the
    # facility; at a PUE of 1.25 it is 13,125 a kilowatt of IT, and 1.52 GW of IT carry the same 19.95.
    by_road = roads(benchmark_revenue_usd_per_facility_kw_year=10_500, pue=1.25)
    assert by_road["benchmark"] == pytest.approx(13_125)
    assert by_road["benchmark"] * 1.52e6 == pytest.approx(19.95e9)


def test_the_three_roads_stand_on_one_basis():
    # 13 USD B on 0.5 GW in dollars of the day worth 1.3 of the price year: 20,000 USD_2025 a kilowatt. A kilowatt that serves
    # 8e9 tokens a year, half for pay, at 2.5 dollars a million: 10,000.
    by_road = roads(last_runrate_usd_per_year=13e9, compute_it_gw=0.5, price_index_usd_per_real_usd=1.3,
                       tokens_per_it_kw_year=8e9, paid_token_share=0.5, realised_price_usd_per_mtoken=2.5)
    assert by_road["observed"] == pytest.approx(20_000)
    assert by_road["tokens"] == pytest.approx(10_000)


def test_deepseeks_nodes_are_busy_for_the_whole_day():
    # 608e9 / (226.75 x 86400) / 73.7k + 168e9 / (226.75 x 86400) / 14.8k = 1.0005: the day's energy is that of its nodes.
    node_watt = 11_600.0
    inputs = central(reference_energy_joule_per_token=node_watt / 14_800, serving_intensity_ratio=1,
                     prefill_energy_ratio=14.8 / 73.7, output_token_share=OUTPUT / TOKENS)
    (joule,) = run(["energy_joule_per_token"], inputs)
    assert joule * TOKENS / (NODES * node_watt * DAY) == pytest.approx(1.0005, abs=5e-5)


def test_joule_per_token_is_kilowatt_times_1000_over_tokens_a_second():
    # SemiAnalysis InferenceX: at 1 J a token a kilowatt serves 1,000 tokens a second, so 31,536,000,000 a year.
    inputs = central(energy_joule_per_token=1, inference_compute_share=1, serving_utilisation_share=1, availability=1)
    (tokens,) = run(["tokens_per_it_kw_year"], inputs)
    assert tokens == pytest.approx(1000 * 31_536_000)


@pytest.mark.parametrize(("first", "year", "growth"), [(136.55e9, 2022, 0.381), (196.63e9, 2023, 0.373)])
def test_the_market_grows_as_its_publisher_says(first, year, growth):
    # Grand View Research, two editions: 136.55 (2022) and 196.63 (2023) to 1,811.75 USD B in 2030.
    inputs = central(market_first_usd_per_year=first, market_last_usd_per_year=1811.75e9, market_first_year=year,
                     market_last_year=2030)
    (found,) = run(["market_growth_per_year"], inputs)
    assert found == pytest.approx(growth, abs=0.0006)


def test_the_claim_as_a_share_of_the_published_market():
    # 136.55 x 1.3815^4 = 497.4 USD B in 2026, of which 70 is 14.1%.
    inputs = central(target_revenue_usd_per_year=70e9, target_year=2026, market_first_usd_per_year=136.55e9,
                     market_last_usd_per_year=1811.75e9, market_first_year=2022, market_last_year=2030)
    (share,) = run(["required_market_share"], inputs)
    assert share == pytest.approx(0.1407, abs=1e-4)


@pytest.mark.parametrize(
    ("first", "last", "quarter", "published"), [(9, 30, 2026.0, 4.4), (30, 62, 2026.25, 11.0), (30, 65, 2026.25, 11.3)])
def test_a_quarter_of_exponential_growth_is_recognised_as_published(first, last, quarter, published):
    # Press on the draft prospectus (September 2026): 9 to 30 over the first quarter gives 4.4, 30 to 62-65 over the second
    # 11.0 to 11.3 USD B. By hand (30 - 9) / ln(30 / 9) / 4 = 4.3606.
    ends = np.array([quarter]), np.array([quarter + 0.25])
    area = area_under(np.array([first, last], dtype=float), np.array([quarter, quarter + 0.25]), *ends)
    assert area == pytest.approx((last - first) / np.log(last / first) / 4, rel=1e-9)
    assert area == pytest.approx(published, abs=0.05)


def test_a_constant_run_rate_is_recognised_a_twelfth_a_month():
    months = recognised_revenue_usd_per_month(np.full((1, 12), 30.0), 1.0, YEAR, **NOTHING_REPORTED)
    assert months == pytest.approx(np.full((1, 12), 2.5))


def test_a_reported_period_keeps_its_reported_total_and_its_shape():
    # January and February stand 1 to 3; reported 8 for both makes them 2 and 6; March is as bridged.
    months = recognised_revenue_usd_per_month(
        np.array([[12.0, 36.0, 24.0]]), 1.0, YEAR[:3], np.array([8.0]), np.array([2026.0]), np.array([2026 + 2 / 12]))
    assert months == pytest.approx(np.array([[2.0, 6.0, 2.0]]))


def test_the_required_run_rate_by_hand():
    # Half of 2026 recognised 15; 55 in half a year is a mean of 110; from 50 a straight line must end at 170.
    found = required_yearend_runrate_usd_per_year(
        70.0, np.array([[2026]]), np.full((1, 12), 2.5), 1.0, YEAR, np.array([50.0]), np.array([2026.5]))
    assert found == pytest.approx(np.array([[170.0]]))


def test_the_required_run_rate_of_a_later_year_starts_from_its_january():
    # January 2026 books 5, a run-rate of 60; 70 in the year is a mean of 70; from 60 a straight line must end at 80.
    found = required_yearend_runrate_usd_per_year(
        70.0, np.array([[2026]]), np.full((1, 12), 5.0), 1.0, YEAR, np.array([50.0]), np.array([2025.5]))
    assert found == pytest.approx(np.array([[80.0]]))


def test_the_required_run_rate_is_not_defined_once_the_year_is_over():
    found = required_yearend_runrate_usd_per_year(
        70.0, np.array([[2025]]), np.full((1, 12), 2.5), 1.0, YEAR, np.array([50.0]), np.array([2026.5]))
    assert np.isnan(found).all()


def test_prices_halve_and_efficiency_doubles_where_they_are_tied_one_to_one():
    # A fall of half a year, two years on: a quarter of the price, four times the tokens, the same revenue.
    inputs = {"month_start_year": np.array([2026.0, 2028.0]), "as_of_year": np.array([[2026.0]]),
              "in_service_it_gw": np.ones((1, 2)), "price_index_usd_per_real_usd": np.ones((1, 2)),
              **central(token_price_decline_per_year=0.5, efficiency_to_price_ratio=1, tokens_per_it_kw_year=5,
                        paid_token_share=1, realised_price_usd_per_mtoken=2)}
    index, revenue = run(["token_price_index_ratio", "revenue_capacity_nominal_usd_per_year"], inputs)
    assert index.tolist() == [[1, 0.25]]
    assert revenue.tolist() == [[10, 10]]


def test_capacity_is_at_its_peak_where_price_and_inflation_together_are_highest():
    # 10, 20 and 18 of real revenue in dollars of 1, 1.05 and 1.2: 10, 21 and 21.6 of the day.
    inputs = {"in_service_it_gw": np.array([[10, 20, 18]]), "token_price_index_ratio": np.ones((1, 3)),
              **central(tokens_per_it_kw_year=1, efficiency_to_price_ratio=1, paid_token_share=1,
                        realised_price_usd_per_mtoken=1),
              "price_index_usd_per_real_usd": np.array([[1.0, 1.05, 1.2]])}
    inputs["month_start_year"] = np.array([2026.0, 2027.0, 2028.0])
    nominal, peak = run(["revenue_capacity_nominal_usd_per_year", "peak_revenue_capacity_year"], inputs)
    assert nominal == pytest.approx(np.array([[10, 21, 21.6]]))
    assert peak.item() == 2028


def test_dollars_of_the_day_follow_inflation_from_the_middle_of_the_price_year():
    # Each month stands at its middle, half a month after it starts.
    inputs = {"month_start_year": np.array([2025.5, 2027.5]) - 1 / 24, **central(inflation_per_year=0.03)}
    assert run(["price_index_usd_per_real_usd"], inputs)[0] == pytest.approx(np.array([[1, 1.0609]]))


def test_the_year_ends_at_the_end_of_december_not_in_its_middle():
    # 5% a month: the middle of December stands 1.05^0.5 below its end; the last year goes on as its last month.
    path = 100 * 1.05 ** np.arange(24.0)[None]
    inputs = {"runrate_usd_per_year": path, "month_calendar_year": np.repeat([2026, 2027], 12)}
    assert run(["yearend_runrate_usd_per_year"], inputs)[0] == pytest.approx(100 * 1.05 ** np.array([[11.5, 23.5]]))


# Identities and limits


@given(st.floats(1e9, 1e12), st.floats(0.5, 1.5))
def test_without_growth_a_year_recognises_the_run_rate_times_the_bridge(runrate, bridge):
    months = recognised_revenue_usd_per_month(np.full((1, 12), runrate), bridge, YEAR, **NOTHING_REPORTED)
    assert months.sum() == pytest.approx(runrate * bridge)


@given(st.floats(1, 1e3), st.floats(1e-12, 1e3))
def test_the_area_between_two_reports_lies_between_their_levels_and_has_a_limit_where_they_meet(level, rise):
    dates, ends = np.array([2026.0, 2026.25]), (np.array([2026.0]), np.array([2026.25]))
    area = area_under(np.array([level, level + rise]), dates, *ends).item() * 4
    assert level * (1 - 1e-9) <= area <= (level + rise) * (1 + 1e-9)
    assert area_under(np.array([level, level]), dates, *ends).item() * 4 == pytest.approx(level, rel=1e-12)


@over(SEEDS)
def test_net_is_never_above_gross_and_gross_profit_never_above_revenue(seed):
    gross, net, profit = run(["recognised_revenue_usd", "net_recognised_revenue_usd", "gross_profit_usd"], values(seed))
    assert (net <= gross).all()
    assert (profit <= gross).all()


@over(SEEDS)
def test_the_years_of_revenue_add_up_to_its_months(seed):
    years, months = run(["recognised_revenue_usd", "recognised_revenue_usd_per_month"], values(seed))
    np.testing.assert_allclose(years.sum(axis=-1), months.sum(axis=-1))


@over(SEEDS)
def test_no_revenue_can_be_carried_before_there_is_capacity(seed):
    capacity, service = run(["revenue_capacity_nominal_usd_per_year", "in_service_it_gw"], values(seed))
    assert (capacity[service == 0] == 0).all()
    assert (capacity >= -1e-9 * capacity.max()).all()


@over(SEEDS)
def test_the_past_is_as_reported_in_every_draw(seed):
    runrate = run(["runrate_usd_per_year"], values(seed))[0]
    past = values(seed)["month_start_year"] + 1 / 12 <= values(seed)["observed_runrate_year"][-1]
    np.testing.assert_allclose(runrate[:, past], np.broadcast_to(runrate[:1, past], runrate[:, past].shape))


@given(st.floats(10, 200), st.floats(0.05, 0.9), st.floats(0.7, 1.3), st.floats(0, 5), st.floats(10, 400))
def test_the_required_run_rate_forward_and_in_closed_form_agree(last, into_year, bridge, month, target):
    # Forward: the area under a straight line from the last report to the year's end, found with the end by bisection.
    closed = required_yearend_runrate_usd_per_year(
        target, np.array([[2026]]), np.full((1, 12), month), bridge, YEAR, np.array([last]),
        np.array([2026 + into_year])).item()
    steps = (np.arange(2000) + 0.5) / 2000

    def recognised(end):
        return month * 12 * into_year + bridge * (last + (end - last) * steps).mean() * (1 - into_year)

    low, high = -1e5, 1e5
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if recognised(middle) < target else (low, middle)
    assert closed == pytest.approx(middle, rel=1e-3, abs=1e-6)


# Properties: directions over random valid inputs


@over(SEEDS, st.floats(1.01, 3))
def test_a_higher_price_at_the_same_volume_earns_more(seed, factor):
    (before,), (after,) = moved(seed, ["revenue_capacity_nominal_usd_per_year"],
                                list_input_price_usd_per_mtoken=lambda p: p * factor)
    np.testing.assert_allclose(after, before * factor)


@over(SEEDS, st.floats(1.01, 5))
def test_a_higher_target_is_never_reached_sooner(seed, factor):
    (before,), (after,) = moved(seed, ["target_runrate_year"], target_revenue_usd_per_year=lambda t: t * factor)
    assert (np.nan_to_num(after, nan=np.inf) >= np.nan_to_num(before, nan=np.inf)).all()
    assert not np.isnan(before).all()


@over(SEEDS, st.floats(1.1, 4))
def test_a_token_that_takes_more_energy_is_served_less_often(seed, factor):
    (before,), (after,) = moved(seed, ["tokens_per_it_kw_year"], serving_intensity_ratio=lambda q: q * factor)
    np.testing.assert_allclose(after, before / factor)
