"""Beliefs that go together, and what a decision can make of draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, spearmanr

from wattbook import params, uncertainty
from wattbook.params import InputError
from wattbook.run import Run

RANKS = np.array([[1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]])
PAIR = """both:
  between: [sold_count, {other}]
  value: {value}
  as_of: 2025-01-01
  source: judgement
  note: A test.
"""

# Copula


def test_realised_rank_correlations_are_those_asked_for():
    drawn = np.column_stack(list(uncertainty.joint(["a", "b", "c"], RANKS, 10_000, 1).values()))
    assert np.abs(spearmanr(drawn).statistic - RANKS).max() < 0.03  # S-03


def test_shipped_correlations_are_realised_and_marginals_unchanged():
    book = params.load(as_of="2026-11-22", draws=10_000)
    run, apart = Run(book), Run(book.redrawn(()))
    for names, ranks in book.correlations:
        drawn = np.column_stack([run.array(name).ravel() for name in names])
        assert np.abs(np.atleast_2d(spearmanr(drawn).statistic)[0, -1] - ranks[0, -1]) < 0.03
        for name in names:
            assert np.sort(run.array(name), axis=None) == pytest.approx(np.sort(apart.array(name), axis=None), rel=1e-12)


def test_a_name_added_to_a_group_moves_no_other_draw():
    few = uncertainty.joint(["a", "b"], RANKS[:2, :2], 500, 3)
    more = uncertainty.joint(["a", "b", "c"], RANKS, 500, 3)
    assert all((few[name] == more[name]).all() for name in few)
    assert (few["a"] == uncertainty.strata("a", 500, 3)).all()


def test_from_ten_draws_a_name_on_chance_correlations_are_taken_out():
    """Of 20 draws the mean size of a chance correlation is sqrt(2 / pi / 19) = 0.18; what ranks leave of none is below 0.15."""
    def chance(draws):
        groups = (uncertainty.joint(["a", "b"], np.eye(2), draws, seed) for seed in range(20))
        return [abs(spearmanr(*group.values()).statistic) for group in groups]

    assert max(chance(20)) < 0.15
    assert max(chance(19)) > 0.3


def test_one_draw_of_a_group_is_the_median():
    assert [drawn.tolist() for drawn in uncertainty.joint(["a", "b"], RANKS[:2, :2], 1, 1).values()] == [[0.5], [0.5]]


def test_the_nearest_valid_matrix_is_highams():
    # Higham (2002), section 4: the nearest correlation matrix to [[1, 1, 0], [1, 1, 1], [0, 1, 1]] has 0.7607 and 0.1573.
    ranks = 6 / np.pi * np.arcsin(np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]) / 2)
    found = uncertainty.of_scores(uncertainty.nearest_valid(ranks))
    assert found == pytest.approx(np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=1e-4)


@given(st.floats(0.01, 0.99), st.sampled_from(["normal", "lognormal", "logit", "uniform"]))
def test_a_score_turns_a_quantile_round(probability, dist):
    belief = (0.3, 0.2, 0.6, dist)
    assert uncertainty.score(uncertainty.quantile([probability], *belief), *belief) == pytest.approx(
        [norm.ppf(probability)], abs=1e-9)


def test_a_value_at_an_end_of_its_range_has_the_score_of_the_middle():
    assert uncertainty.score(np.array([4, 5.0]), 5, 4, 5, "normal") == pytest.approx([-1.64485, 0], abs=1e-5)
    assert uncertainty.score(np.array([5, 6.0]), 5, 5, 6, "uniform") == pytest.approx([0, 1.64485], abs=1e-5)


# The file


def bakery(toy, text):
    (toy / "correlations.yaml").write_text(text, encoding="utf-8")
    return params.load(as_of="2025-12-31", root=toy, draws=200)


def test_a_pair_is_drawn_together_from_the_day_it_was_known(toy):
    one, other = "sold_count", "price_usd"
    text = PAIR
    book = bakery(toy, text.format(other=other, value=0.8))
    assert spearmanr(book.values[one].ravel(), book.values[other].ravel()).statistic == pytest.approx(0.8, abs=0.05)
    later = bakery(toy, text.format(other=other, value=0.8).replace("2025-01-01", "2026-01-01"))
    assert later.correlations == ()


def test_correlations_that_cannot_be_are_refused_and_the_nearest_is_named(toy):
    one, other, third = "sold_count", "price_usd", '"rent_usd[north]"'
    text = "".join(PAIR.replace("both", key).replace("sold_count", first).format(other=second, value=value) for key, first,
                   second, value in (("a", one, other, 0.9), ("b", other, third, 0.9), ("c", one, third, -0.9)))
    with pytest.raises(InputError, match=r"3 names that cannot go together so'; the nearest that can: .*\(found 0.9\)"):
        bakery(toy, text)


@pytest.mark.parametrize(("other", "value", "message"), [
    ("no_such_name", 0.5, "found 'no_such_name'"), ("sold_count", 0.5, "a list of two names"),
    ("price_usd", 1, "lies between -1 and 1"), ("price_usd", -1, "lies between -1 and 1")])
def test_a_mistake_in_a_pair_names_it(toy, other, value, message):
    with pytest.raises(InputError, match=message):
        bakery(toy, PAIR.format(other=other, value=value))


# Decisions, against published and closed forms


def ishigami(z):
    x = (2 * norm.cdf(z) - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_ishigami_are_the_analytic_ones():
    # Ishigami and Homma (1990), a = 7, b = 0.1: S = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437.
    first, total = uncertainty.sobol(ishigami, 3, 4096, 1)
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=0.02)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_sobol_indices_of_one_belief_are_the_whole_and_of_none_there_are_none():
    first, total = uncertainty.sobol(lambda z: 3 * z[:, 0] - 1, 1, 1024, 1)
    assert (first, total) == (pytest.approx([1], abs=0.01), pytest.approx([1], abs=0.01))
    assert [len(one) for one in uncertainty.sobol(lambda z: np.ones(len(z)), 0, 64, 1)] == [0, 0]


def test_sobol_indices_of_the_g_function_are_the_analytic_ones():
    # Saltelli and Sobol (1995): V_i = 1 / (3 (1 + a_i)^2), V = prod(1 + V_i) - 1, S_i = V_i / V, and
    # ST_i = V_i prod_{j != i}(1 + V_j) / V.
    a = np.array([0, 1, 4.5, 9])
    part = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + part) - 1
    first, total = uncertainty.sobol(lambda z: np.prod((np.abs(4 * norm.cdf(z) - 2) + a) / (1 + a), axis=1), 4, 4096, 1)
    assert first == pytest.approx(part / whole, abs=0.02)
    assert total == pytest.approx(part * np.prod(1 + part) / (1 + part) / whole, abs=0.02)
    assert first.sum() <= 1.02  # S-06


def test_shapley_effects_of_a_correlated_linear_model_are_owens():
    # Owen and Prieur (2017), section 5: of y = b1 x1 + b2 x2 with correlation r the first gets
    # (b1^2 (1 - r^2 / 2) + b1 b2 r + b2^2 r^2 / 2) / var(y). Here 2, 1 and 0.5: (4 x 0.875 + 1 + 0.125) / 7 = 0.6607.
    drawn = norm.ppf(np.column_stack(list(uncertainty.joint(["a", "b"], [[1, 0.4826], [0.4826, 1]], 20_000, 1).values())))
    for level in (0, 10):
        assert uncertainty.shapley(drawn, level + drawn @ [2, 1]) == pytest.approx([0.6607, 0.3393], abs=0.01)


def test_the_mean_of_the_tail_is_that_of_the_worst():
    assert uncertainty.tail_mean(np.arange(100.0), 0.05) == pytest.approx(2)
    assert uncertainty.tail_mean(np.arange(10.0), 0.25) == pytest.approx((0 + 1 + 0.5 * 2) / 2.5)
    # Normal: - pdf(z) / 0.05 = -2.0627 at 5%.
    assert uncertainty.tail_mean(norm.ppf(uncertainty.strata("a", 20_000, 1))) == pytest.approx(-2.0627, abs=0.01)


def test_the_worth_of_a_fact_is_the_closed_form_of_a_linear_normal_value():
    # v = -1 + 2 z + 3 e, choose v or nothing: E max(-1 + 2 z, 0) = 2 pdf(0.5) - cdf(-0.5) = 0.3956.
    z, noise = (norm.ppf(uncertainty.strata(name, 20_000, 1)) for name in "ab")
    value = -1 + 2 * z + 3 * noise
    assert uncertainty.evppi(z[:, None], value) == pytest.approx(2 * norm.pdf(0.5) - norm.cdf(-0.5), abs=0.02)


def test_errors_say_how_far_twice_as_many_draws_move_a_number():
    # A move from n to 2 n new draws has variance 3/2 of that of n; 99 of 100 lie within 2.576 of its roots: 3.155 standard
    # errors. Of a share of 0.2 of 1,600 they are sqrt(0.2 x 0.8 / 1600) = 0.01; of a uniform median, 1 / (2 sqrt(2500)).
    assert uncertainty.error_of_share(0.2, 1600) == pytest.approx(0.03155, rel=0.01)
    assert uncertainty.error_of_share(0, 1000) == pytest.approx(3.155 * (2 / 1004 / 1000) ** 0.5, rel=0.01)
    assert uncertainty.error_of_median(np.linspace(0, 1, 2501)) == pytest.approx(0.03155, rel=1e-3)
    # Of four draws 3.155 / 2 / sqrt(4) would be a quantile beyond the last: the farther end from the median of 1.5 it is.
    assert uncertainty.error_of_median(np.array([0, 1, 2, 10.0])) == 8.5
    assert uncertainty.error_of_median(np.append(np.zeros(90), np.ones(80))) == 1  # it may leave a heap


def test_errors_hold_in_ninety_nine_of_a_hundred_cases_of_independent_draws():
    few, many = (np.random.default_rng(1).lognormal(size=(2000, count)) for count in (500, 1000))
    stated = np.array([uncertainty.error_of_median(row) for row in few])
    moved = np.abs(np.median(few, axis=1) - np.median(np.random.default_rng(2).permuted(many, axis=1), axis=1))
    assert 0.975 <= np.mean(moved <= stated) <= 0.999


def test_the_patient_rule_finds_a_box():
    x = np.column_stack([uncertainty.strata(name, 5000, 1) for name in "abc"])
    ends, coverage, density = uncertainty.boxed(x, (x[:, 0] < 0.4) & (x[:, 1] > 0.5))
    assert ends[0, 1] == pytest.approx(0.4, abs=0.06)
    assert ends[1, 0] == pytest.approx(0.5, abs=0.06)
    assert np.isinf(ends[2]).all()
    assert coverage > 0.8
    assert density > 0.85
    assert uncertainty.boxed(x, x[:, 0] > 2) is None
    ends, coverage, density = uncertainty.boxed(np.ones((10, 1)), np.arange(10) < 5)  # nothing can be peeled off
    assert (ends.tolist(), coverage, density) == ([[-np.inf, np.inf]], 1, 0.5)


def test_the_distance_to_a_flip_is_the_reliability_index():
    # y = 3 x1 + 4 x2, share of y >= 0 is 1/2; 84.13% needs one standard deviation of y, that is (0.6, 0.8).
    x = norm.ppf(np.column_stack([uncertainty.strata(name, 20_000, 1) for name in "ab"]))
    shift, distance = uncertainty.flip(x, x @ [3, 4], 0, norm.cdf(1))
    assert shift == pytest.approx([0.6, 0.8], abs=0.03)
    assert distance == pytest.approx(1, abs=0.03)
    assert np.isnan(uncertainty.flip(x, np.zeros(20_000), 0, 0.9)[1])


def test_a_correlated_pair_flips_sooner():
    # Correlation 0.5: b C b = 1 + 1 + 1 = 3, so one standard deviation of y = x1 + x2 is 1 of the joint belief.
    x = norm.ppf(np.column_stack(list(uncertainty.joint(["a", "b"], [[1, 0.4826], [0.4826, 1]], 20_000, 1).values())))
    shift, distance = uncertainty.flip(x, x.sum(axis=1), 0, norm.cdf(1))
    assert distance == pytest.approx(1, abs=0.03)
    assert shift @ np.linalg.solve(np.cov(x.T), shift) == pytest.approx(distance**2, rel=1e-3)


def test_a_belief_that_explains_a_part_of_an_answer_must_move_the_farther():
    """Of 3 x + 4 noise, spread 5, x explains 0.6 squared: for half a standard score of the answer x must move 0.5 / 0.6."""
    random = np.random.default_rng(1)
    x, noise = random.normal(size=(2, 20_000))
    shift, length = uncertainty.flip(x[:, None], 3 * x + 4 * noise, 0, norm.cdf(0.5))
    assert shift == pytest.approx([0.8333], rel=0.05)
    assert length == pytest.approx(0.8333, rel=0.05)
