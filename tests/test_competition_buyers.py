"""Competition for buyers: downtime, bill, switching, places and rationing by hand, then limits and properties."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, over, run, values
from wattbook import engineering


def members(*numbers):
    """One draw of an axis from plain numbers."""
    return np.array(numbers, dtype=float)[None, :, None]


def one(number):
    return np.full((1, 1), float(number))


def downtime(unavailable, beta):
    inputs = {"vendor_unavailable_share": members(*unavailable), "vendor_common_cause_share": one(beta)}
    return run(["buyer_downtime_hours_per_year"], inputs)[0].ravel()


# Downtime


def test_two_vendors_at_two_nines_and_a_half_share_a_tenth_of_their_outages():
    # 8760 (0.1 x 0.005 + (0.9 x 0.005)^2) = 4.557 h; 43.8 h alone.
    assert downtime([0.005] * 3, 0.1)[:2] == pytest.approx([43.8, 4.55739])


def test_outages_that_take_all_vendors_make_many_as_good_as_one():  # L-04
    assert downtime([0.005] * 3, 1) == pytest.approx([43.8] * 3)


def test_outages_that_share_no_cause_multiply():  # L-04
    assert downtime([0.01, 0.02, 0.03], 0) == pytest.approx([87.6, 87.6 * 0.02, 87.6 * 0.02 * 0.03])


def test_the_second_vendor_is_the_better_of_the_others():
    assert downtime([0.01, 0.03, 0.02], 0)[1] == pytest.approx(87.6 * 0.02)


@over(SEEDS)
def test_more_vendors_never_mean_more_downtime(seed):  # M-08
    (hours,) = run(["buyer_downtime_hours_per_year"], values(seed))
    assert (np.diff(hours, axis=1) <= 1e-12).all()


@over(SEEDS, st.floats(1.01, 3))
def test_more_common_causes_make_a_second_vendor_save_less(seed, factor):  # M-08
    before, after = moved(seed, ["buyer_downtime_hours_per_year"],
                          vendor_common_cause_share=lambda beta: np.minimum(beta * factor, 1))
    saved = [hours[0][:, 0] - hours[0][:, 1] for hours in (before, after)]
    assert (saved[1] <= saved[0] + 1e-9).all()


def test_a_credit_is_a_part_of_the_bill_and_a_loss_is_not():
    inputs = {"buyer_bill_usd_per_year": members(1e6, 2e6, 3e6, 4e6), "service_credit_share": one(0.1),
              "buyer_downtime_hours_per_year": members(40, 4, 3), "buyer_outage_usd_per_hour": one(5000)}
    credit, cost = run(["service_credit_usd_per_year", "outage_cost_usd_per_year"], inputs)
    assert credit.item() == pytest.approx(1e5)
    assert cost.ravel() == pytest.approx([200_000, 20_000, 15_000])


# The bill


def tier_prices(margin=0):
    inputs = {**central(realised_price_usd_per_mtoken=4, serving_cost_usd_per_mtoken=3, price_floor_margin_ratio=margin),
              "same_result_cost_ratio": members(1, 0.5, 0.4, 0.1), "tier_price_ratio": members(6, 1),
              "tier_token_weight_ratio": members(1, 4), "tier_price_decline_per_year": members(0.5, 0)}
    return run(["tier_price_usd_per_mtoken", "buyer_price_usd_per_mtoken"], inputs)


def test_a_price_falls_by_its_tier_until_the_cost_of_serving_holds_it():
    # A fifth of tokens at six times the price of the rest: the mean is twice the lower price, so 12 and 2 where 4 is realised.
    # 4 halves each year to 2, 1, 0.5, held at 1.2 by the serving cost of 3 x 0.4; the other tier never falls.
    tiers, mean = tier_prices()
    assert tiers[0, :, :, 0] == pytest.approx(np.array([[12, 6, 3.6, 1.5], [2, 2, 2, 2]]))
    assert mean.ravel() == pytest.approx([4, 2.8, 2.32, 1.9])


def test_a_price_leaves_the_vendor_a_margin_on_what_serving_costs():
    # Half as much again as 3, 1.5, 1.2 and 0.3 is 4.5, 2.25, 1.8 and 0.45, times three or halved.
    assert tier_prices(margin=0.5)[0][0, :, :, 0] == pytest.approx(np.array([[13.5, 6.75, 5.4, 1.5], [2.25, 2, 2, 2]]))


@over(SEEDS)
def test_a_buyers_mean_price_today_is_the_price_realised_or_the_floor(seed):
    inputs = values(seed)
    now, paid, cost = (found[:, 0] for found in run(
        ["buyer_price_usd_per_mtoken", "realised_price_usd_per_mtoken", "serving_cost_usd_per_mtoken"], inputs))
    np.testing.assert_allclose(now[:, 0], np.maximum(paid, cost * (1 + inputs["price_floor_margin_ratio"][:, 0])))


def test_a_bill_rises_while_prices_fall_where_volume_grows_faster():
    inputs = {"buyer_price_usd_per_mtoken": members(4, 2, 1, 0.5), **central(
        buyer_tokens_mtoken_per_year=10, buyer_volume_growth_per_year=2, residency_premium_share=0.1, buyer_residency_share=1)}
    assert run(["buyer_bill_usd_per_year"], inputs)[0].ravel() == pytest.approx([44, 66, 99, 148.5])


# Leaving


def test_the_bill_of_a_switch_is_rework_two_vendors_side_by_side_and_lost_commitments():
    # 10 applications of 3 weeks at 4,000: 120,000; a million a year: two months 166,667 and 15% 150,000.
    inputs = {"buyer_bill_usd_per_year": members(1e6, 0, 0, 0), **central(
        buyer_applications_count=10, application_rework_weeks=3, engineer_usd_per_week=4000, dual_run_months=2,
        lost_commitment_share=0.15, buyer_teams_count=5)}
    parts, cost, months = run(["switching_part_usd", "switching_cost_usd", "switching_months"], inputs)
    assert parts.ravel() == pytest.approx([120_000, 166_666.67, 150_000], abs=0.01)
    assert cost.item() == pytest.approx(436_666.67, abs=0.01)
    assert months.item() == pytest.approx(6 * 7 * 12 / 365 + 2)


def test_a_second_vendor_may_cost_what_it_saves_in_outages_and_in_a_forced_move():
    inputs = {"outage_cost_usd_per_year": members(200_000, 20_000, 15_000), "buyer_bill_usd_per_year": members(1e6, 0, 0, 0),
              **central(forced_switch_per_year=0.1, switching_cost_usd=400_000)}
    assert run(["second_vendor_premium_ratio"], inputs)[0].item() == pytest.approx(0.22)


@pytest.mark.parametrize(("short", "waits"), [
    (0, [0, 0, 0, 0]), (0.1, [0, 0, 0, 0.5]), (0.35, [0, 0, 0.5, 1]), (1, [1, 1, 1, 1])])
def test_the_last_in_line_waits_first(short, waits):
    # Weights 25, 25, 30 and 20% in one draw, 40, 10, 30 and 20% in another.
    weights = np.array([[25, 25, 30, 20], [80, 20, 60, 40]])[..., None]
    inputs = {"runrate_usd_per_year": one(50 - short * 50), "demand_runrate_usd_per_year": one(50),
              "month_start_year": np.array([2027.0]), "as_of_year": one(2026), "class_weight_ratio": weights}
    found = run(["rationed_share"], inputs)[0][..., 0]
    assert found[0] == pytest.approx(waits)
    assert (found * [[0.25, 0.25, 0.3, 0.2], [0.4, 0.1, 0.3, 0.2]]).sum(axis=1) == pytest.approx([short, short])


# Places


def places(buyer_bloc=1, guarantee=(1, 0), limit=60, must_stay=1):
    """A buyer at the equator, with a region 5,000 km east that keeps data at home and one 1,000 km west that does not."""
    degree = 6371.0088 * np.pi / 180  # km
    inputs = {"place_latitude_deg": members(0), "place_longitude_deg": members(0), "region_latitude_deg": members(0, 0),
              "region_longitude_deg": members(5000 / degree, -1000 / degree), "fibre_route_ratio": one(1),
              "network_hops_ms": one(0),
              "place_bloc_count": members(buyer_bloc), "region_bloc_count": members(1, 1),
              "region_guarantee_share": members(*guarantee), "buyer_latency_limit_ms": one(limit),
              "buyer_residency_share": one(must_stay)}
    trips, *found = run(["place_trip_ms", "place_resident_ms", "place_feasible_share"], inputs)
    return trips.ravel(), *(array.item() for array in found)


def test_a_round_trip_of_a_thousand_kilometres_takes_ten_milliseconds_of_light_in_fibre():
    trips, resident, feasible = places()
    assert (*trips, resident) == pytest.approx((50, 10, 50), rel=0.03)
    assert feasible == 1


def test_a_region_that_keeps_data_at_home_may_answer_too_late_or_lie_in_another_country():
    assert places(limit=20)[2] == 0
    assert places(limit=20, must_stay=0)[2] == 1
    assert np.isnan(places(buyer_bloc=2)[1])
    assert places(buyer_bloc=2)[2] == 0
    assert np.isnan(places(guarantee=(0, 0))[1])


@over(SEEDS)
def test_no_answer_outruns_light_and_home_is_never_nearer_than_anywhere(seed):
    inputs = values(seed)
    trips, resident = run(["place_trip_ms", "place_resident_ms"], inputs)
    ends = (inputs[f"{end}_{way}_deg"] for end in ("place", "region") for way in ("latitude", "longitude"))
    latitude, longitude, *there = ends
    straight = engineering.great_circle_km(latitude, longitude, *(one.swapaxes(1, 2) for one in there))
    assert (trips[..., 0] >= 2 * straight / 200 + inputs["network_hops_ms"][:, None] - 1e-9).all()  # L-10
    assert (np.where(np.isnan(resident), np.inf, resident) >= trips.min(axis=2) - 1e-9).all()


def test_what_regions_unlock_is_the_part_of_places_that_meet_each_requirement():
    # Of four places three have a region within 60 ms, three one at home, and two one that is both.
    inputs = {**central(enterprise_spend_usd_per_year=40, regulated_abroad_share=0.25, realised_price_usd_per_mtoken=2,
                        residency_premium_share=0.1, buyer_latency_limit_ms=60),
              "place_trip_ms": np.array([[10, 90], [20, 90], [30, 95], [90, 99]])[None, ..., None],
              "place_resident_ms": members(60, 20, np.nan, 90)}
    unlocked, premium = run(["residency_unlocked_usd_per_year", "residency_cost_usd_per_mtoken"], inputs)
    assert unlocked.ravel() == pytest.approx([10, 7.5, 7.5, 5])
    assert premium.item() == pytest.approx(0.2)


@over(SEEDS)
def test_no_requirement_opens_more_than_all_of_it_and_both_never_more_than_each(seed):
    none, near, home, both = run(["residency_unlocked_usd_per_year"], values(seed))[0][..., 0].T
    assert (np.maximum(near, home) <= none + 1e-6).all()
    assert (both <= np.minimum(near, home) + 1e-6).all()


# Entry and firms of each size


def test_entry_costs_its_runs_and_the_least_fleet_that_serves():
    # Three runs of 1.5 billion and 100 MW at 38 dollars a watt.
    inputs = central(frontier_run_cost_usd=1.5e9, entry_runs_count=3, entry_serving_it_mw=100, capex_usd_per_it_watt=38)
    assert run(["entry_cost_usd"], inputs)[0].item() == pytest.approx(8.3e9)


def test_labs_pay_out_of_equity_and_peers_out_of_a_years_cash():
    # 8 in dollars of the price year is 10 of the day.
    inputs = {"entry_cost_usd": one(8), "today_price_index_usd_per_real_usd": one(1.25),
              "lab_equity_usd": members(9.9, 10, np.nan), "peer_operating_cash_usd": members(50, 9)}
    assert run(["entry_funders_count"], inputs)[0].item() == 2


def test_a_small_firm_pays_more_of_its_budget_because_upkeep_is_spread_over_few():
    inputs = {"firm_staff_fte": members(10, 1000), "firm_it_usd_per_fte_year": members(5000, 5000), **central(
        employee_tokens_mtoken_per_fte_year=200, realised_price_usd_per_mtoken=2.5, firm_setup_usd_per_year=20_000)}
    now, later = run(["frontier_bill_ratio", "same_model_bill_ratio"],
                     {**inputs, "same_result_cost_ratio": members(1, 0.5, 0.25, 0.125)})
    assert now.ravel() == pytest.approx([0.5, 0.104])
    assert later.ravel() == pytest.approx([0.425, 0.029])


# Shocks and devices


def test_shocks_are_priced_on_the_servers_and_on_the_months_lost():
    inputs = central(capex_budget_usd=45, server_capex_share=0.6, chip_tariff_share=0.25,
                     control_delay_months=6, delay_cost_usd_per_month=0.8)
    assert run(["shock_cost_usd"], inputs)[0] == pytest.approx(members(6.75, 4.8))


def test_what_devices_take_is_weighed_by_the_tokens_of_each_kind_of_work():
    inputs = {"workload_token_weight_ratio": members(2, 6, 2), "edge_capable_share": members(0.5, 0, 0.25),
              **central(edge_taken_share=0.4, inference_compute_share=0.5), "energised_it_gw": np.array([[0, 0.5, 1.5]])}
    share, power = run(["edge_token_share", "edge_displaced_it_gw"], inputs)
    assert share.item() == pytest.approx(0.06)
    assert power.ravel() == pytest.approx([0, 0.015, 0.045])  # as the programme comes on
