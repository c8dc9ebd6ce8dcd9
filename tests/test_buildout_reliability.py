"""Spare modules, queues, distance and links: published cases first, then limits and directions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn import DRAWS, SEEDS, moved, over, run, values
from wattbook import engineering
from wattbook.subject.buildout import capacity, network

SHARE = st.floats(0.01, 0.99)

# Worked examples


@pytest.mark.parametrize(("works", "needed", "installed", "published"), [(0.99, 1, 2, 0.9999), (0.99, 4, 5, 0.999020)])
def test_spares_lift_availability_as_the_binomial_says(works, needed, installed, published):
    assert engineering.k_of_n(works, needed, installed) == pytest.approx(published, abs=5e-7)
    module = (np.array([[x]]) for x in (1 - works, 0.0, float(needed)))
    lost = network.design_downtime_hours_per_year(*module, np.array([[[float(installed - needed)]]]))
    assert 1 - lost.item() / 8760 == pytest.approx(published, abs=5e-7)


@pytest.mark.parametrize(("availability", "hours"), [(0.99741, 22.69), (0.99982, 1.577), (0.99995, 0.438)])
def test_tiers_lose_the_hours_that_their_availability_says(availability, hours):
    # Uptime tiers: 8,760 h (1 - A), here of one module without a spare
    module = (np.array([[x]]) for x in (1 - availability, 0.0, 1.0))
    found = network.design_downtime_hours_per_year(*module, np.zeros((1, 1, 1))).item()
    assert found == pytest.approx(hours, abs=6e-3)


def test_two_vendors_at_995_thousandths_with_a_tenth_in_common_lose_four_and_a_half_hours():
    assert 8760 * engineering.common_cause_unavailability(0.005, 0.1, 1, 1) == pytest.approx(4.56, abs=5e-3)


def test_2500_km_of_fibre_take_25_ms():
    assert engineering.round_trip_ms(2500) == 25


def test_new_york_and_los_angeles_are_3936_km_apart():
    # 40.7128 N 74.0060 W and 34.0522 N 118.2437 W: 3,936 km on a globe of 6,371 km, as haversine tables give it
    assert engineering.great_circle_km(40.7128, -74.0060, 34.0522, -118.2437) == pytest.approx(3936, abs=1)


def test_a_circle_of_a_quarter_of_the_globe_about_a_pole_is_the_equator_and_about_the_equator_meets_both_poles():
    quarter = np.pi / 2 * 6371
    assert engineering.circle(90, 0, quarter, np.linspace(0, 1, 9))[0] == pytest.approx(0, abs=1e-9)
    latitude, longitude = engineering.circle(0, 10, quarter, np.array([0, 0.25, 0.5, 0.75]))
    assert latitude == pytest.approx([90, 0, -90, 0])
    assert longitude[[1, 3]] == pytest.approx([100, -80])


@over(st.floats(-80, 80), st.floats(-180, 180), st.floats(1, 19_000))
def test_every_place_on_a_circle_is_as_far_from_its_middle(latitude, longitude, km):
    found = engineering.circle(latitude, longitude, km, np.linspace(0, 1, 12))
    assert engineering.great_circle_km(latitude, longitude, *found) == pytest.approx(km, rel=1e-6, abs=1e-3)
    cities, route = (np.array([[[40.7128], [34.0522]]]), np.array([[[-74.0060], [-118.2437]]])), np.array([[1.25]])
    far = network.site_hub_km(*cities)
    assert far.ravel() == pytest.approx([0, 3936], abs=1)
    assert network.site_hub_ms(far, route).ravel() == pytest.approx([0, 2 * 3936 * 1.25 / 200], abs=0.02)
    a_dollar_a_km = (np.array([[number]]) for number in (1.0, 0.0, 0.0))
    assert network.intersite_capex_usd(*cities, route, *a_dollar_a_km).item() == pytest.approx(2 * 3936 * 1.25, abs=3)
    optics_alone = (np.array([[number]]) for number in (0.0, 4.0, 1e6))
    assert network.intersite_capex_usd(*cities, route, *optics_alone).item() == 2 * 4 * 1e6


@pytest.mark.parametrize(("servers", "load", "wait"), [(1, 0.5, 1.0), (1, 0.9, 9.0), (2, 0.5, 1 / 3), (2, 0.75, 9 / 7)])
def test_queues_wait_as_the_textbook_says(servers, load, wait):
    # Kleinrock (1975): M/M/1 waits s rho / (1 - rho); M/M/2 waits s rho^2 / (1 - rho^2)
    assert engineering.queue_wait(servers, load, 1.0) == pytest.approx(wait)
    half = np.array([[[0.0], [0.5], [0.5], [0.0]]])  # half of what works is for research, 100 H100 equivalents a place
    found = capacity.experiment_wait_hours(np.array([[200.0 * servers]]), half, *(np.array([[x]]) for x in (load, 100.0, 1.0)))
    assert found.item() == pytest.approx(wait)


def test_a_ring_of_two_sends_its_data_once_and_one_member_sends_nothing():
    assert engineering.ring_exchange_seconds(1000, 8, 2, 25) == pytest.approx(1.025)  # 8 Tb at 8 Tb/s and 25 ms
    assert engineering.ring_exchange_seconds(1000, 8, 1, 25) == 0


# Limits and identities


@given(st.floats(0.001, 0.2), st.integers(1, 6), st.integers(0, 6))
def test_with_everything_in_common_spares_do_not_help(unavailable, needed, spares):
    assert engineering.common_cause_unavailability(unavailable, 1, needed, spares) == pytest.approx(unavailable)


@given(st.floats(0.001, 0.2), st.integers(1, 4))
def test_with_nothing_in_common_all_have_to_fail(unavailable, spares):
    found = engineering.common_cause_unavailability(unavailable, 0, 1, spares)
    assert found == pytest.approx(unavailable ** (1 + spares), abs=1e-12)


@given(SHARE, st.integers(1, 5), st.integers(0, 5))
def test_k_of_n_is_the_sum_of_its_binomial(works, needed, spares):
    from math import comb

    n = needed + spares
    terms = sum(comb(n, i) * works**i * (1 - works) ** (n - i) for i in range(needed, n + 1))
    assert engineering.k_of_n(works, needed, n) == pytest.approx(terms, abs=1e-12)


@over(SEEDS)
def test_no_round_trip_outruns_light(seed):
    time, distance = run(["site_hub_ms", "site_hub_km"], values(seed))
    assert (time >= 2 * distance / 200 - 1e-9).all()


@over(SEEDS)
def test_endless_bandwidth_leaves_the_round_trip(seed):
    before = {**values(seed), "intersite_bandwidth_tb_per_second": np.full((DRAWS, 1), 1e15)}
    found, trips = run(["distributed_training_share", "site_hub_ms"], before)
    waits = trips.max(axis=1) / 1000 * (1 - before["sync_overlap_share"])
    np.testing.assert_allclose(found, before["sync_interval_seconds"] / (before["sync_interval_seconds"] + waits), rtol=1e-6)


def test_one_site_has_nothing_to_synchronise():
    before = values(0)
    one = {name: array[:, :1] if name.startswith("site_") else array for name, array in before.items()}
    assert (run(["distributed_training_share"], one)[0] == 1).all()


@over(SEEDS)
def test_the_bandwidth_asked_gives_the_efficiency_asked(seed):
    before = values(seed)
    (needed,) = run(["intersite_required_tb_per_second"], before)
    (found,) = run(["distributed_training_share"], {**before, "intersite_bandwidth_tb_per_second": needed})
    known = ~np.isnan(needed)
    assert known.any()
    np.testing.assert_allclose(found[known], before["sync_target_share"][known], rtol=1e-9)


# Directions


@over(SEEDS, st.floats(1.01, 20))
def test_more_bandwidth_never_trains_worse(seed, factor):
    (before,), (after,) = moved(seed, ["distributed_training_share"], intersite_bandwidth_tb_per_second=lambda b: b * factor)
    assert (after >= before).all()


@over(SEEDS, st.floats(1.01, 3))
def test_a_longer_route_never_trains_better(seed, factor):
    (before,), (after,) = moved(seed, ["distributed_training_share"], fibre_route_ratio=lambda ratio: ratio * factor)
    assert (after <= before).all()


@over(SEEDS)
def test_more_spares_never_lower_availability_or_cost(seed):
    lost, cost = run(["design_downtime_hours_per_year", "design_capex_usd"], values(seed))
    assert (np.diff(lost, axis=1) <= 1e-8).all()
    assert (np.diff(cost, axis=1) >= 0).all()


@over(SEEDS, st.floats(1.01, 3))
def test_more_in_common_makes_spares_worth_less(seed, factor):
    (before,), (after,) = moved(seed, ["design_downtime_hours_per_year"],
                               common_cause_share=lambda b: np.minimum(b * factor, 1))
    assert (after[:, 2] >= before[:, 2] - 1e-8).all()
    assert (after[:, 0] - after[:, 2] <= before[:, 0] - before[:, 2] + 1e-8).all()


@over(SEEDS)
def test_several_sites_never_lengthen_the_way_to_users(seed):
    saved, share = run(["latency_saved_ms", "latency_saved_share"], values(seed))
    assert (saved >= 0).all()
    assert (share >= 0).all()
    assert (share < 1).all()


@over(SEEDS, st.floats(1.01, 1.1))
def test_a_busier_queue_never_waits_less(seed, factor):
    (before,), (after,) = moved(
        seed, ["experiment_wait_hours"], research_load_share=lambda load: np.minimum(load * factor, 0.999))
    assert (after >= before * (1 - 1e-9)).all()
