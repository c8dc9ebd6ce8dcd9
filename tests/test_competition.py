"""Competition: ratios to peers by hand, then identities and directions over random valid inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.drawn import SEEDS, central, moved, run, values

RUNRATES = arrays.arrays(float, (3, 4, 1), elements=st.floats(1, 1e12))

# Worked examples


def test_the_heaviest_year_stands_beside_each_peers_latest_year():
    inputs = {"spend_usd_per_month": np.array([[1.0, 2.0, 5.0, 1.0]]),
              "price_index_usd_per_real_usd": np.array([[1.0, 1.0, 1.0, 2.0]]),
              "month_calendar_year": np.array([2026, 2026, 2027, 2027]),
              "peer_capex_trailing_usd": np.array([[[70.0], [14.0], [np.nan]]])}
    years, peak, ratio = run(["spend_nominal_usd", "peak_spend_nominal_usd", "peak_spend_to_peer_capex_ratio"], inputs)
    assert years.tolist() == [[3, 7]]
    assert peak.tolist() == [[7]]
    assert ratio[0, :2, 0] == pytest.approx([0.1, 0.5])
    assert np.isnan(ratio[0, 2, 0])


def test_power_is_compared_facility_with_facility():
    # 0.5 GW of IT at a PUE of 1.2 is 600 MW, against 1,200 MW of a peer.
    inputs = {**central(energised_at_target_it_gw=0.5, pue=1.2), "peer_energised_mw": np.array([[[1200.0]]])}
    assert run(["energised_to_peer_power_ratio"], inputs)[0].tolist() == [[[0.5]]]


def test_a_quarter_million_h100_equivalents_are_a_twentieth_of_five_million():
    inputs = {**central(h100e_nominal_count=250e3), "peer_compute_h100e": np.array([[[5e6]]])}
    assert run(["h100e_to_peer_compute_ratio"], inputs)[0].item() == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("runrates", "rank"), [([30, 20, 10], 1), ([20, 30, 10], 2), ([10, 30, 20], 3), ([20, 20, 10], 1), ([5, np.nan, 9], 2)])
def test_the_subject_ranks_after_those_that_are_larger(runrates, rank):
    inputs = {"lab_runrate_usd_per_year": np.array(runrates, dtype=float)[None, :, None]}
    assert run(["subject_revenue_rank"], inputs)[0].tolist() == [[rank]]


def test_a_subject_that_reports_nothing_has_no_rank():
    inputs = {"lab_runrate_usd_per_year": np.array([[[np.nan], [5.0]]])}
    assert np.isnan(run(["subject_revenue_rank"], inputs)[0]).all()


# Limits


@pytest.mark.parametrize(
    ("output", "peer"), [("peak_spend_to_peer_capex_ratio", "peer_capex_trailing_usd"),
                         ("energised_to_peer_power_ratio", "peer_energised_mw"),
                         ("h100e_to_peer_compute_ratio", "peer_compute_h100e")])
def test_nothing_of_a_peer_divides_by_nothing(output, peer):
    inputs = {**values(0), peer: np.zeros((1, 1, 1))}
    assert np.isnan(run([output], inputs)[0]).all()


def test_shares_of_labs_of_which_none_reports_are_not_defined():
    inputs = {"lab_runrate_usd_per_year": np.full((1, 3, 1), np.nan)}
    assert np.isnan(run(["lab_runrate_share"], inputs)[0]).all()


# Properties


@given(RUNRATES)
def test_shares_of_labs_add_up_to_one(runrates):
    (shares,) = run(["lab_runrate_share"], {"lab_runrate_usd_per_year": runrates})
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert (shares >= 0).all()


@given(RUNRATES, st.floats(1, 10))
def test_growing_alone_never_costs_a_rank_or_share(runrates, factor):
    grown = runrates.copy()
    grown[:, 0] *= factor
    outputs = ["subject_revenue_rank", "lab_runrate_share"]
    before, after = (run(outputs, {"lab_runrate_usd_per_year": array}) for array in (runrates, grown))
    assert (after[0] <= before[0]).all()
    assert (after[1][:, 0] >= before[1][:, 0] * (1 - 1e-12)).all()


@given(SEEDS)
def test_the_years_of_spending_add_up_to_its_months(seed):
    years, months, index = run(["spend_nominal_usd", "spend_usd_per_month", "price_index_usd_per_real_usd"], values(seed))
    np.testing.assert_allclose(years.sum(axis=-1), (months * index).sum(axis=-1))


@given(SEEDS, st.floats(1.01, 3))
def test_a_larger_programme_is_larger_beside_every_peer(seed, factor):
    outputs = ["peak_spend_to_peer_capex_ratio", "h100e_to_peer_compute_ratio"]
    before, after = moved(seed, outputs, budget_usd=lambda k: k * factor)
    for first, second in zip(before, after, strict=True):
        np.testing.assert_allclose(second, first * factor)
