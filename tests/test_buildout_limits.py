"""What holds the programme back: permits, equipment, power, crews, money; and what lifting each would give."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import SEEDS, UNSEEN, central, moved, over, run, values
from wattbook import params
from wattbook.subject import MODEL
from wattbook.subject.buildout import readiness, schedule, sites

LIMITS = range(4)
SHARES = ("power_ready_share", "accelerators_delivered_share", "crew_installed_share", "paid_share")


def column(*numbers):
    """One draw with a number for each member."""
    return np.array(numbers, dtype=float).reshape(1, -1, 1)


# Worked examples: dated facts of Epoch AI, Frontier AI Data Centers (update of September 2026), by hand


def test_abilene_took_sixteen_months_from_first_works_to_first_power():
    book = params.load(as_of="2026-11-22")
    months = MODEL.evaluate(book.values, ["tracked_time_to_power_months"])["tracked_time_to_power_months"].ravel()
    sites = list(book.case.axes["tracked_site"])
    # 31 May 2024 to 26 September 2025, and 24 April 2024 to 11 August 2024, in twelfths of a year
    assert months[sites.index("site_stargate_abilene")] == pytest.approx(16 + 25 / 30 - 30 / 31, abs=1e-9)
    assert months[sites.index("site_colossus_1")] == pytest.approx(4 + 10 / 31 - 23 / 30, abs=1e-9)
    assert np.isnan(months[sites.index("site_hyperion")])


def test_the_pace_of_new_carlisle_is_over_two_months_per_hundred_megawatts():
    # 9 February 2024 to 23 March 2026 for 1,092 MW: a site of that power takes as long, were it the only one that is known.
    book = params.load(as_of="2026-11-22", draws=2)
    place = list(book.case.axes["tracked_site"]).index("site_new_carlisle")
    seen = {name: book.values[name][:, place : place + 1] for name in (
        "tracked_site_works_year", "tracked_site_largest_year", "tracked_site_energised_mw")}
    found = readiness.site_full_power_year(
        column(2025), column(2025), column(1092), np.zeros((1, 1)), site_reference_rank_share=column(0.5),
        reference_weight_share=np.ones((1, 1)), **seen)
    assert found.ravel() == pytest.approx(2025 + (25 + 22 / 31 - 8 / 29) / 12, abs=1e-9)


def test_before_the_tracked_sites_were_known_the_list_of_waits_stands_alone():
    book = params.load(as_of="2025-11-12", draws=8)
    names = ["site_own_view_months", "site_expected_months", "reference_time_to_power_months"]
    own, found, known = run(names, book.values)
    slip = book.values["schedule_slip_months"]
    assert np.isnan(known).all()
    np.testing.assert_allclose(found, np.maximum(own + slip[:, None], 0))


def test_the_slowest_wait_sets_first_power():
    equipment = column(12, 1, 14)
    waits = {"site_permit_months": column(5), "shell_construction_months": np.array([[16.0]]),
             "equipment_wait_months": equipment, "site_grid_months": column(9), "site_onsite_months": column(40),
             "commissioning_months": np.array([[3.0]])}
    assert readiness.site_own_view_months(**waits).item() == 19
    assert readiness.site_own_view_months(**{**waits, "site_grid_months": column(30)}).item() == 33
    assert readiness.site_own_view_months(**{**waits, "equipment_wait_months": column(40, 1, 14)}).item() == 43


def test_own_power_is_taken_only_where_it_comes_before_the_grid():
    nothing, now = column(0, 0), np.array([[0.0]])
    found = readiness.site_own_view_months(nothing, now, column(0, 0, 0), column(30, 6), column(14, 14), now)
    assert found.ravel().tolist() == [14, 6]


def test_a_site_as_slow_as_tracked_ones_runs_late_by_the_difference():
    # works in January 2025, planned for January 2026, half of the tracked sites within 21 months
    found = readiness.base_rate_slip_months(np.array([[21.0]]), column(2025), column(2026))
    assert found.item() == pytest.approx(21 - 12)


def test_workers_follow_what_was_installed_over_a_year():
    power = np.concatenate([np.zeros((1, 12)), np.linspace(0.01, 0.12, 12)[None], np.full((1, 12), 0.12)], axis=1)
    found = sites.construction_fte(power, np.array([[0.1]]))
    assert found.max() == pytest.approx(120 / 0.1)
    assert found[0, -1] == pytest.approx(0, abs=1e-9)


def test_the_announced_jobs_lie_within_a_factor_of_five_of_the_model():
    book = params.load(as_of="2026-11-22")
    construction, operations = run(["construction_fte", "operations_fte"], book.values)
    assert 0.2 < construction.max() / 2400 < 5
    assert 0.2 < operations.item() / 800 < 5


def test_the_slowest_of_power_accelerators_crews_and_money_sets_what_is_energised():
    # Power for a half, accelerators for 0.4, crews for all, money for 0.9: 0.4 of 2 GW; a year on power alone is short.
    shares = dict(zip(SHARES, np.array([[[0.5, 0.7]], [[0.4, 1.0]], [[1.0, 1.0]], [[0.9, 1.0]]]), strict=True))
    inputs = {**shares, "it_capacity_nominal_gw": np.array([[2.0]])}
    assert run(["energised_it_gw"], inputs)[0] == pytest.approx(np.array([[0.8, 1.4]]))


# Identities


@over(SEEDS)
def test_sites_add_up_to_the_programme_and_never_lose_power(seed):
    sites, total = run(["site_energised_it_gw", "energised_it_gw"], values(seed))
    np.testing.assert_allclose(sites.sum(axis=1), total, rtol=1e-9, atol=1e-12)
    assert (np.diff(sites, axis=2) >= -1e-12).all()


@over(SEEDS)
def test_no_site_has_power_before_its_first_power(seed):
    sites, first = run(["site_energised_it_gw", "site_first_power_year"], values(seed))
    month_end = values(seed)["month_start_year"] + 1 / 12
    assert (month_end < first).any()
    assert (sites[month_end < first] == 0).all()


@over(SEEDS)
def test_limits_bind_in_every_draw_until_the_programme_is_finished(seed):
    binding, share = run(["p_binding", "energised_share"], values(seed))
    np.testing.assert_allclose(binding.sum(axis=1)[0], (share < 1 - schedule.ROUNDING).mean(axis=0))


def test_binding_times_add_up_to_the_time_under_construction():
    (found,) = run(["binding_time_share"], values(3))
    assert found.sum() == pytest.approx(1)


# Directions


@over(SEEDS, st.sampled_from(LIMITS))
def test_lifting_a_limit_never_lowers_what_is_energised(seed, item):
    (share,) = run(["limit_share"], values(seed))
    lifted = share.copy()
    lifted[:, item] = 1
    gain = schedule.relief_it_gw(share, np.ones((len(share), 1)))[:, item, 0]
    np.testing.assert_allclose((lifted.min(axis=1) - share.min(axis=1)).max(axis=1), gain, atol=1e-12)
    assert (gain >= 0).all()


def test_accelerators_change_nothing_while_power_is_later_and_hold_everything_back_once_they_are():
    # Power for a quarter, then half, then all; accelerators over four months from January: 0.25, 0.5, 0.75.
    power = {"power_ready_share": np.array([[0.25, 0.25, 0.5]]), "crew_installed_share": np.ones((1, 3)),
             "paid_share": np.ones((1, 3)), "month_start_year": 2026 + np.arange(3) / 12}

    def energised(first_delivery):
        inputs = central(accelerator_first_delivery_year=first_delivery, accelerator_delivery_months=4)
        return run(["energised_share"], {**power, **inputs})[0].ravel()

    assert energised(2026) == pytest.approx([0.25, 0.25, 0.5])
    assert energised(2025) == pytest.approx([0.25, 0.25, 0.5])
    assert energised(2026 + 1 / 12) == pytest.approx([0, 0.25, 0.5])
    assert energised(2026 + 2 / 12) == pytest.approx([0, 0, 0.25])


@over(SEEDS)
def test_a_month_sooner_gives_no_more_than_the_whole_relief(seed):
    sooner, most, share, capacity = run(
        ["month_sooner_mw_year", "relief_it_gw", "limit_share", "it_capacity_nominal_gw"], values(seed))
    assert (sooner <= most * 1000 * share.shape[-1] / 12 + 1e-9).all()
    assert (sooner <= capacity[:, None] * 1000 / 12 + 1e-9).all()


@over(SEEDS, st.floats(1, 24))
def test_more_slip_means_less_power(seed, more):
    (power,), (later,) = moved(seed, ["energised_it_gw"], **UNSEEN, schedule_slip_months=lambda slip: slip + more)
    assert (later <= power + 1e-12).all()


@over(SEEDS, st.floats(1.01, 3))
def test_more_workers_never_delay_power(seed, factor):
    (before,), (after,) = moved(seed, ["energised_it_gw"], construction_workers_count=lambda count: count * factor)
    assert (after >= before - 1e-12).all()


@over(SEEDS, st.floats(1, 60))
def test_a_longer_wait_for_transformers_never_brings_power_sooner(seed, weeks):
    (before,), (after,) = moved(seed, ["site_first_power_year"], **UNSEEN, transformer_lead_weeks=lambda lead: lead + weeks)
    assert (after >= before).all()


def test_a_delayed_curve_is_late_by_its_delay():
    paid = np.clip(np.arange(40) / 20, 0, 1)[None]
    assert schedule.programme_slip_months(paid, np.roll(paid, 5) * (np.arange(40) >= 5)).item() == pytest.approx(5)
