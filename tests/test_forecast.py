"""The forecaster: a filter step by hand, limits, what is learned from other firms, and its bands on histories of its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattbook import forecast
from wattbook.forecast import Firm, Parameters

CENTRE, SPREAD = (0.45, 0.2, 0.6, 0.12, 0.08), (0.8, 0.6, 1.1, 1.0, 0.55)
CALM = Parameters(*(np.array([one]) for one in (0.4, 0.0, 0.0, 0.0, 0.1, 1e9)))  # growth 0.4, no shocks, no fading


def still(draws, dates):
    return np.zeros((2, draws, dates))


# Worked examples


def test_two_reports_are_filtered_as_by_hand():
    # Start: growth 0.4 with variance 0.16, report error 0.1. A year on: x + 0.4, variances xx 0.01 + 0.16 = 0.17, xg 0.16,
    # gg 0.16. The report at 1.0 misses by 0.6 with variance 0.17 + 0.01 = 0.18: growth rises by 0.16 / 0.18 x 0.6 = 0.53333,
    # its variance falls to 0.16 - 0.16^2 / 0.18 = 0.017778. Log-likelihood -(ln 0.18 + 0.36 / 0.18) / 2 = -0.142601.
    mean, cov, loglik = forecast.filtered(Firm((2025.0, 2026.0), (0.0, 1.0)), CALM)
    assert mean[1].item() == pytest.approx(0.933333, abs=1e-5)
    assert mean[0].item() == pytest.approx(0.4 + 0.17 / 0.18 * 0.6, abs=1e-5)
    assert cov[2].item() == pytest.approx(0.017778, abs=1e-5)
    assert loglik.item() == pytest.approx(-0.142601, abs=1e-5)


def test_a_shock_to_growth_spreads_the_level_by_a_third_of_time_cubed():
    # Integrated random walk: var x = s^2 t^3 / 3, var g = s^2 t, and s^2 t^2 / 2 between them, at s = 0.5 and t = 1.
    p = Parameters(*(np.array([one]) for one in (0.0, 0.0, 0.5, 0.0, 0.1, 1e9)))
    _, (xx, xg, gg) = forecast.ahead((np.array([0.0]), np.array([0.0])), (np.zeros(1),) * 3, 1.0, p)
    assert [xx.item(), xg.item(), gg.item()] == pytest.approx([0.25 / 3, 0.125, 0.25], rel=1e-6)


def test_growth_far_from_its_class_is_halved_in_a_half_life():
    # class 0.4, growth 2.4: after a half-life 1.4; the level gains 0.4 h + 2 h (1 - 1/2) / ln 2 with h = 2: 0.8 + 2.8854
    p = Parameters(*(np.array([one]) for one in (0.4, 0.0, 0.0, 0.0, 0.1, 2.0)))
    mean, _ = forecast.ahead((np.array([0.0]), np.array([2.4])), (np.zeros(1),) * 3, 2.0, p)
    assert [one.item() for one in mean] == pytest.approx([3.6854, 1.4], abs=1e-4)


# Limits


def test_without_shocks_or_fading_the_path_is_a_straight_line_of_the_logarithm():
    found = forecast.paths(np.zeros(1), np.array([1.5]), np.full(36, 1 / 12), CALM, still(1, 36))
    assert found[0] == pytest.approx(1.5 * np.arange(1, 37) / 12, rel=1e-6)


def test_no_firm_loses_more_than_the_steepest_fall_known_allows():
    # shocks of -3 standard deviations of 5 each month: growth stays at -1.5, and the level falls by e^-1.5 a year
    p = CALM._replace(growth_shock=np.array([5.0]))
    found = forecast.paths(np.zeros(1), np.array([-1.5]), np.full(24, 1 / 12), p, np.full((2, 1, 24), -3.0) * [[[1]], [[0]]])
    assert found[0, [11, 23]] == pytest.approx([-1.5, -3.0])


def test_no_growth_and_no_class_growth_stays_where_it_is():
    p = CALM._replace(reference_growth=np.zeros(1))
    assert forecast.paths(np.zeros(1), np.zeros(1), np.full(24, 1 / 12), p, still(1, 24)) == pytest.approx(0)


def test_a_ceiling_is_neared_and_not_passed_and_none_changes_nothing():
    ways = {top: forecast.paths(np.zeros(1), np.array([2.0]), np.full(240, 1 / 12), CALM, still(1, 240), top)[0]
            for top in (1.0, 1e6, np.inf)}
    assert ways[1.0].max() <= 1.0
    assert ways[1.0][-1] == pytest.approx(1.0, abs=0.01)
    assert (ways[1e6] == ways[np.inf]).all()


def test_what_has_passed_its_ceiling_grows_at_the_terminal_rate():
    # the ceiling is put 1% above and moves on at 0.1 a year; ten years on the level is within that 1%
    found = forecast.paths(np.zeros(1), np.array([2.0]), np.full(120, 1 / 12), CALM, still(1, 120), -5.0, 0.1)[0]
    assert found[-1] == pytest.approx(1.0, abs=0.011)


@settings(max_examples=30)
@given(growth=st.floats(0.5, 4), short=st.floats(0.2, 3), longer=st.floats(1.01, 5))
def test_growth_above_its_class_that_fades_later_never_reaches_less(growth, short, longer):
    ends = [forecast.paths(np.zeros(1), np.array([growth]), np.full(24, 1 / 12), CALM._replace(half_life=np.array([h])),
                           still(1, 24))[0] for h in (short, short * longer)]
    assert (ends[1] >= ends[0] - 1e-9).all()


def test_simulated_paths_have_the_mean_and_spread_of_the_filter_ahead():
    p = Parameters(*(np.full(4000, one) for one in (0.5, 0.0, 0.8, 0.2, 0.1, 1.0)))
    shocks = np.array([forecast.normals(name, 4000, 24).T for name in ("growth", "level")])
    found = forecast.paths(np.zeros(4000), np.full(4000, 1.0), np.full(24, 1 / 24), p, shocks)[:, -1]
    one = Parameters(*(np.array([values[0]]) for values in p))
    mean, cov = forecast.ahead((np.zeros(1), np.ones(1)), (np.zeros(1),) * 3, 1.0, one)
    assert found.mean() == pytest.approx(mean[0].item(), abs=0.02)
    assert found.std() == pytest.approx(np.sqrt(cov[0].item()), rel=0.05)


# What is learned


def firms(count, growth, years=12, seed=0):
    """Firms that grow steadily at a rate of their own about one rate."""
    rates = growth * np.exp(0.1 * np.random.default_rng(seed).standard_normal(count))
    return [Firm(tuple(2000.0 + np.arange(years)), tuple(rate * np.arange(years) - rate * years / 2), 0.02) for rate in rates]


def test_with_no_other_firm_the_broad_start_stands():
    mean, spread = forecast.learned([], [], CENTRE, SPREAD, 1.9)
    assert np.exp(mean) == pytest.approx(CENTRE)
    assert spread == pytest.approx(SPREAD)


def test_many_steady_firms_teach_their_growth_and_that_shocks_are_small():
    known = firms(20, 0.3)
    mean, spread = forecast.learned(known, [1.0] * 20, CENTRE, SPREAD, 1.9)
    assert np.exp(mean[0]) == pytest.approx(0.3, rel=0.25)
    assert spread[0] < SPREAD[0] / 1.5
    assert np.exp(mean[2]) < 0.2


def test_faster_firms_teach_faster_growth_and_weight_decides_between_them():
    slow, fast = firms(6, 0.15), firms(6, 0.9, seed=1)

    def growth(known, weights):
        return forecast.learned(known, weights, CENTRE, SPREAD, 1.9)[0][0]

    assert growth(slow, [1] * 6) < growth(fast, [1] * 6)
    mixed = [growth(slow + fast, [share / 6] * 6 + [(1 - share) / 6] * 6) for share in (0.1, 0.5, 0.9)]
    assert mixed == sorted(mixed, reverse=True)


def test_the_order_of_firms_changes_nothing():
    known = firms(5, 0.3) + firms(3, 0.8, seed=2)
    there, back = (forecast.learned(order, [1.0] * 8, CENTRE, SPREAD, 1.9) for order in (known, known[::-1]))
    np.testing.assert_allclose(there, back)


def test_one_firm_leaves_more_doubt_than_twenty_like_it():
    wide, narrow = (forecast.learned(firms(n, 0.3), [1.0] * n, CENTRE, SPREAD, 1.9)[1][0] for n in (1, 20))
    assert wide > narrow


# Its bands on histories of its own


def test_eighty_per_cent_bands_cover_about_eighty_of_a_hundred_histories_that_it_drew():
    """200 firms drawn from the class report nine times over two years; the year after is covered as it says."""
    rng, draws, n = np.random.default_rng(5), 300, 200
    dates = np.r_[2024 + np.arange(9) / 4, 2026 + np.array([2, 4, 6, 9, 12]) / 12]
    z = rng.standard_normal((6, n))
    truth = Parameters(*np.exp(np.log(CENTRE)[:, None] + np.array(SPREAD)[:, None] * z[:5] / 2), 1.9 * np.exp(z[5] / 2))
    start = forecast.reference(np.full(n, -1.0), truth)
    gaps = np.diff(np.r_[dates[0] - 1e-6, dates])
    levels = forecast.paths(np.full(n, -1.0), start + np.maximum(start, 0.4) * rng.standard_normal(n), gaps, truth,
                            rng.standard_normal((2, n, dates.size)))
    reports = levels + truth.report_error[:, None] * rng.standard_normal(levels.shape)
    z = forecast.normals("draws", draws, 8)
    p = Parameters(*np.exp(np.log(CENTRE)[:, None] + np.array(SPREAD)[:, None] * z[:5] / 2), 1.9 * np.exp(z[5] / 2))
    inside = []
    for history in reports:
        mean, cov, _ = forecast.filtered(Firm(tuple(dates[:9]), tuple(history[:9])), p)
        found = forecast.paths(history[8] + p.report_error * z[6], mean[1] + np.sqrt(cov[2]) * z[7], gaps[9:], p,
                               rng.standard_normal((2, draws, 5)))
        low, high = np.quantile(found + p.report_error[:, None] * rng.standard_normal(found.shape), (0.1, 0.9), axis=0)
        inside.append((low <= history[9:]) & (history[9:] <= high))
    assert 0.65 <= np.mean(inside) <= 0.92
