"""Growth fitted to reports: limits, direction, and recovery of known growth from synthetic reports."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattbook.subject.revenue import growth

DATES = 2024 + np.arange(0, 25, 2) / 12
LATE = np.array([[2026 + 11 / 12 + 1 / 24]])[0]  # eleven months and a half after the last report
NO_CEILING = np.array([[1e15]])
FLAT_PRIOR = {"reference_growth_per_year": np.array([[[1.0]]]), "growth_prior_spread_per_year": np.array([[50.0]])}


def fitted(reports, half_life=1e6, ceiling=NO_CEILING, score=0.0, error=0.1, **prior):
    given = {**FLAT_PRIOR, **prior}
    return growth.decaying_growth_per_year(
        reports,
        DATES,
        reports[-1:][:, None],
        ceiling,
        np.array([[half_life]]),
        0.0,
        np.array([[6.0]]),
        error,
        given["reference_growth_per_year"],
        given["growth_prior_spread_per_year"],
        score,
    )


def test_a_steady_doubling_each_year_is_found():
    assert fitted(1e9 * 2 ** (DATES - 2024)) == pytest.approx(np.log(2), rel=1e-3)


def test_reports_that_do_not_grow_give_no_growth():
    assert fitted(np.full(DATES.size, 5e9)) == pytest.approx(0, abs=1e-3)


def test_growth_that_halves_each_half_year_is_found_at_its_end():
    # R = exp(g0 (1 - exp(-k t)) / k) with k = 2 ln 2: after two years growth is g0 / 16.
    k = 2 * np.log(2)
    reports = 1e3 * np.exp(16 * (1 - np.exp(-k * (DATES - 2024))) / k)
    assert fitted(reports, half_life=6.0) == pytest.approx(1, rel=1e-3)


def test_a_gompertz_history_gives_its_own_growth_back():
    # ln(K / R) halves every year: at R = K / e the growth is ln 2.
    reports = 7e10 * np.exp(-(2.0 ** (2026 - DATES)))
    found = growth.gompertz_growth_per_year(
        reports, DATES, reports[-1:][:, None], np.array([[7e10]]), 0.0, np.array([[6.0]]), 0.1, *FLAT_PRIOR.values(), 0.0
    )
    assert found == pytest.approx(np.log(2), rel=1e-3)


def test_without_telling_reports_the_reference_class_speaks():
    reports = 1e9 * 2 ** (DATES - 2024)
    assert fitted(reports, error=1e6, growth_prior_spread_per_year=np.array([[0.5]])) == pytest.approx(1.0, rel=1e-3)


def test_wider_prior_never_makes_the_posterior_narrower():
    reports = 1e9 * 2 ** (DATES - 2024)
    widths = [
        float(
            (
                fitted(reports, score=1.0, growth_prior_spread_per_year=np.array([[s]]))
                - fitted(reports, score=0.0, growth_prior_spread_per_year=np.array([[s]]))
            ).item()
        )
        for s in (0.1, 0.5, 5.0)
    ]
    assert widths == sorted(widths)
    assert widths[0] > 0


@settings(max_examples=50)
@given(rate=st.floats(-1, 3), jump=st.floats(-0.5, 0.5), place=st.integers(0, DATES.size - 2))
def test_old_reports_move_the_fit_less_than_new_ones(rate, jump, place):
    # One report misread at equal leverage: what it does fades with its age, so that the first moves less than a later one
    # of the same size at most by the ratio of their leverages.
    smooth = 1e9 * np.exp(rate * (DATES - 2024))
    base = fitted(smooth).item()
    moved = smooth.copy()
    moved[place] *= np.exp(jump)
    age = DATES[-1] - DATES
    weight = np.exp(-age * 2) * age
    expected = -jump * weight[place] / (np.exp(-age * 2) * age**2).sum()
    assert fitted(moved).item() - base == pytest.approx(expected, abs=2e-3)


def synthetic(structure, seed):
    """One firm drawn from the beliefs: its noisy reports, and its true run-rate a year later with the forecast of both."""
    rng = np.random.default_rng(seed)
    error, draws = 0.1, 400
    half_life, ceiling, rate = np.exp(rng.normal(np.log([9, 3e11, 1.5]), [0.4, 0.5, 0.3]))
    now = 3e10
    path = paths(structure, np.array([[half_life]]), np.array([[ceiling]]), np.array([[rate]]), np.array([[now]]))
    reports = np.append(path(DATES[:-1]), now) * np.exp(error * rng.normal(size=DATES.size))
    beliefs = np.exp(rng.normal(np.log([9, 3e11]), [0.4, 0.5], (draws, 2)))
    reading = np.exp(error * rng.normal(size=(draws, 1)))
    score = rng.normal(size=(draws, 1))
    last = reports[-1] * reading
    cap = growth.ceiling_usd_per_year(beliefs[:, 1:], last, reports)
    common = (0.0, np.array([[6.0]]), error, np.full((draws, 1, 1), 1.5), np.array([[0.5]]), score)
    if structure == "decaying":
        found = growth.decaying_growth_per_year(reports, DATES, last, cap, beliefs[:, :1], *common)
        ahead = growth.decaying_runrate_usd_per_year(LATE, DATES, last, cap, found, 1.0, beliefs[:, :1], 0.0)
    else:
        found = growth.gompertz_growth_per_year(reports, DATES, last, cap, *common)
        ahead = growth.gompertz_runrate_usd_per_year(LATE, DATES, last, cap, found, 1.0, 0.0)
    return path(LATE + 1 / 24)[0], np.quantile(ahead, [0.1, 0.9])


def paths(structure, half_life, ceiling, rate, now):
    """True path through `now` at the last date, written down afresh."""

    def at(dates):
        ahead = dates - DATES[-1]
        if structure == "decaying":
            k = 12 * np.log(2) / half_life
            gone = rate / (1 - now / ceiling) * (1 - np.exp(-k * ahead)) / k
            return (ceiling / (1 + (ceiling / now - 1) * np.exp(-gone)))[0]
        way = np.log(ceiling / now)
        return (ceiling * np.exp(-way * np.exp(-rate / way * ahead)))[0]

    return at


@pytest.mark.parametrize("structure", ["decaying", "gompertz"])
def test_eighty_per_cent_bands_cover_what_came_in_seventy_to_ninety_of_a_hundred_histories(structure):
    inside = [low <= truth <= high for truth, (low, high) in (synthetic(structure, seed) for seed in range(200))]
    assert 0.7 <= np.mean(inside) <= 0.9


def test_reports_far_below_a_ceiling_leave_its_belief_as_wide_as_it_was():
    reports = 1e9 * 2 ** (DATES - 2024)
    ceilings = np.geomspace(1e12, 1e13, 400)[:, None]
    ratio = growth.ceiling_width_ratio(
        reports, DATES, np.full((400, 1), reports[-1]), ceilings, 0.0, np.array([[6.0]]), 0.1, *FLAT_PRIOR.values()
    )
    assert 0.9 < ratio.item() < 1.1


def test_reports_that_bend_at_a_ceiling_narrow_its_belief():
    reports = 7e10 * np.exp(-(2.0 ** (2 * (2024 - DATES))))  # within a sixteenth of its ceiling in logarithm
    ceilings = np.geomspace(7.1e10, 7e11, 400)[:, None]
    ratio = growth.ceiling_width_ratio(
        reports, DATES, np.full((400, 1), reports[-1]), ceilings, 0.0, np.array([[6.0]]), 0.02, *FLAT_PRIOR.values()
    )
    assert ratio.item() < 0.5
