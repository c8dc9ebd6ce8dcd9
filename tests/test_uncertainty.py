"""Beliefs, draws, and what moves a result."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.test_graph import BAKERY
from wattbook import params, uncertainty
from wattbook.subject import MODEL

LATE = "2025-12-31"
RANGED = ("normal", "lognormal", "logit", "uniform")
# Three numbers in order, well inside (0, 1), so that every distribution can honour them.
THREE = st.lists(st.floats(0.01, 0.99), min_size=3, max_size=3, unique=True).map(sorted)


@pytest.fixture
def bakery(toy):
    """The bakery as of the end of 2025: 120 loaves at 5, costing 3, and 120 of rent leave 120."""
    return params.load(as_of=LATE, root=toy, draws=20)


def profit(values):
    """Profit of the bakery, a number a row."""
    return BAKERY.evaluate(values, ["profit_usd"])["profit_usd"][:, 0]


# Worked examples


def test_a_uniform_belief_is_a_straight_line_on_each_side():
    # From the 5th percentile (1) to the median (10) is 9 over 0.45: the first quartile lies 0.25/0.45 of 9 below 10.
    found = uncertainty.quantile([0.05, 0.25, 0.5, 0.75, 0.95], 10, 1, 28, "uniform")
    assert found == pytest.approx([1, 5, 10, 20, 28])


def test_a_normal_belief_has_its_one_sigma_points_on_each_side():
    # z(0.8413447) = 1 and z(0.95) = 1.6448536, so one sigma is 0.6079568 of the way to the 95th percentile.
    found = uncertainty.quantile([0.1586553, 0.8413447], 10, 6, 12, "normal")
    assert found == pytest.approx([10 - 4 * 0.6079568, 10 + 2 * 0.6079568], rel=1e-6)


def test_a_lognormal_belief_multiplies():
    # z(0.995) = 2.5758293: the 99.5th percentile is 10 x 2^(2.5758293/1.6448536).
    assert uncertainty.quantile([0.995], 10, 5, 20, "lognormal") == pytest.approx([10 * 2**1.5659931], rel=1e-6)


def test_a_logit_belief_multiplies_the_odds():
    # Odds 1 at the median and 9 at the 95th percentile: one sigma is 9^0.6079568 = 3.8034 to 1.
    odds = 9**0.6079568
    assert uncertainty.quantile([0.8413447], 0.5, 0.2, 0.9, "logit") == pytest.approx([odds / (1 + odds)], rel=1e-6)


def test_one_draw_is_the_median():
    assert uncertainty.strata("any", 1, seed=3).tolist() == [0.5]


def test_draws_are_the_middles_of_equal_strata():
    assert sorted(uncertainty.strata("any", 5, seed=3).tolist()) == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9])


def test_quantities_are_shuffled_apart():
    one, other = uncertainty.strata("one", 500, seed=1), uncertainty.strata("other", 500, seed=1)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15


def test_quantiles_leave_undefined_draws_out():
    found = uncertainty.quantiles(np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]]), [0.5])
    assert found[0, 0] == 2
    assert np.isnan(found[0, 1])


def explained(inputs, output):
    """Share of the spread of an output that goes with each of some inputs."""
    return uncertainty.explained_share(uncertainty.ranks(inputs), uncertainty.ranks(output[:, None])[:, 0])


def test_the_share_explained_is_spearmans_rank_correlation_squared():
    # Ranks 1 2 3 4 against 1 2 4 3: rho = 1 - 6 x 2 / (4 x 15) = 0.8. Against 4 3 2 1 it is -1, against what never varies 0.
    inputs = np.array([[1.0, 40.0, 7.0], [2.0, 30.0, 7.0], [3.0, 20.0, 7.0], [4.0, 10.0, 7.0]])
    assert explained(inputs, np.array([5.0, 6.0, 99.0, 8.0])) == pytest.approx([0.64, 0.64, 0])
    assert explained(inputs, np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx([1, 1, 0])


def test_equal_values_share_their_rank():
    # Ranks 1.5 1.5 3.5 3.5 against 1 2 3 4: (1.5 + 0.5 + 0.5 + 1.5)^2 / (4 x 5) = 16 / 20.
    inputs, output = np.array([[1.0], [1.0], [2.0], [2.0]]), np.array([1.0, 2.0, 3.0, 4.0])
    assert explained(inputs, output) == pytest.approx([0.8])
    assert explained(inputs, np.full(4, 5.0)).tolist() == [0]


def test_undefined_draws_are_left_out_and_kept_ranks_change_nothing(toy):
    book, kept = params.load(as_of=LATE, root=toy, draws=500), {}
    assumptions, output = book.assumptions.values(), profit(book.values)
    some = {name: array[5:] if len(array) == len(output) else array for name, array in book.values.items()}
    told = uncertainty.moves(assumptions, book.values, output, kept=kept)
    pd.testing.assert_frame_equal(uncertainty.moves(assumptions, book.values, output, kept=kept), told)
    less = uncertainty.moves(assumptions, some, output[5:])
    output[:5] = np.nan
    pd.testing.assert_frame_equal(uncertainty.moves(assumptions, book.values, output, kept=kept), less)


def test_chance_explains_no_more_than_chi_squared_allows():
    # The 99.9th percentile of chi squared with one degree of freedom is 10.8276.
    assert uncertainty.chance_share(1001) == pytest.approx(0.0108276, rel=1e-5)
    assert uncertainty.chance_share(1) == 1


def test_the_ends_of_a_bar_are_the_medians_over_the_lowest_and_the_highest_fifth():
    # Of ten draws two: inputs 1 and 2 go with 10 and 30, inputs 9 and 10 with 5 and 7.
    inputs = np.array([10.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])[:, None]
    output = np.array([7.0, 10.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0])
    assert uncertainty.conditional(inputs, output).tolist() == [[20, 6]]


def test_what_moves_a_number_stands_by_share_and_what_chance_would_give_is_left_out(toy):
    book = params.load(as_of=LATE, root=toy, draws=1000)
    found = uncertainty.moves(book.assumptions.values(), book.values, profit(book.values))
    # Price: 120 x 4..6; loaves: 2 x 100..150; the rents, 40 to 60 and 70 to 80, have a thousandth of that spread, squared.
    assert found["name"].tolist() == ["price_usd", "sold_count"]
    assert found["share"].is_monotonic_decreasing
    assert (found["at_high"] > found["at_low"]).all()
    assert found["low"].iloc[0] == pytest.approx(5 - 1.2815516 / 1.6448536, rel=1e-4)  # the 10th percentile of 4, 5, 6
    assert (found["base"] == np.median(profit(book.values))).all()
    assert 0.85 < found["share"].sum() < 1  # the product of both explains the rest
    # A correlation r of 1,000 draws has a standard error of (1 - r2) / sqrt(1000), its square one of 2 r times that; the
    # difference of two has sqrt 2 times that, and lies beyond 2.576 times it once in a hundred.
    spread = [3.643 * 2 * share**0.5 * (1 - share) / 31.623 for share in found["share"]]
    assert found["error"].tolist() == pytest.approx(spread, rel=1e-3)


def test_what_differs_by_member_stands_member_by_member(toy):
    book = params.load(as_of=LATE, root=toy, draws=500)
    found = uncertainty.moves(book.assumptions.values(), book.values, book.values["rent_usd"].sum(axis=1)[:, 0])
    assert list(zip(found["name"], found["member"], strict=True)) == [("rent_usd", "north"), ("rent_usd", "south")]


def test_the_months_of_a_path_stand_together_and_idle_ones_are_left_out():
    random = np.random.default_rng(3)
    values = {name: random.normal(size=(2000, months)) for name, months in (("shock", 30), ("idle", 30), ("level", 1))}
    names = [SimpleNamespace(name=name, label=name, unit="ratio", members=lambda: [(None, 0, -1, 1)]) for name in values]
    # Twelve months of the path, each half as large as the level: variances 12 / 4 against 1. Ranks of normals correlate a
    # little less than they do themselves.
    found = uncertainty.moves(names, values, values["shock"][:, :12].sum(axis=1) / 2 + values["level"][:, 0])
    assert found["name"].tolist() == ["shock", "level"]
    assert found["share"].tolist() == pytest.approx([0.75, 0.25], abs=0.08)
    assert found["low"].iloc[0] == pytest.approx(-1.28, abs=0.1)


def test_a_number_that_is_nowhere_defined_is_moved_by_nothing(toy):
    book = params.load(as_of=LATE, root=toy, draws=50)
    assert uncertainty.moves(book.assumptions.values(), book.values, np.full(50, np.nan)).empty
    assert uncertainty.moves([], book.values, np.arange(50.0)).empty


@pytest.mark.parametrize(
    ("name", "threshold", "needed"),
    [
        ("price_usd", 0, 4),  # 120 (p - 3) = 120
        ("price_usd", 120, 5),
        ("sold_count", 0, 60),  # 2 n = 120
        ("cost_usd", 0, 4),
        ("cost_usd", 300, 1.5),  # 120 (5 - c) = 420
    ],
)
def test_the_required_value_brings_the_number_to_the_threshold(bakery, name, threshold, needed):
    assert required(bakery, threshold, name) == pytest.approx(needed, rel=1e-5)


def required(book, threshold, name):
    """Required value of one assumption of the bakery, the rest at their central values."""
    a = book.assumptions[name]

    def number(one):
        return profit(book.rows([{name: one}]))[0]

    return uncertainty.required_value(number, threshold, a.value, a.low, a.high, a.limits)


def test_where_nothing_bounds_an_input_it_is_searched_up_to_twenty_times_its_value_or_width():
    def found(threshold, low, limits):
        return uncertainty.required_value(lambda one: one, threshold, 1, low, 2, limits)

    assert found(20, 0.5, (0, None)) == pytest.approx(20, rel=1e-6)
    assert np.isnan(found(20.5, 0.5, (0, None)))
    assert found(-39, 0, (None, None)) == pytest.approx(-39, rel=1e-6)  # 1 - 20 x (2 - 0)
    assert np.isnan(found(-40, 0, (None, None)))


def test_a_threshold_out_of_reach_has_no_required_value(bakery):
    # A price between a twentieth of 5 and 100 leaves -450 to 11,520.
    assert np.isnan(required(bakery, 1e6, "price_usd"))
    assert np.isnan(required(bakery, -1e6, "price_usd"))


def test_of_several_values_that_reach_a_threshold_the_nearest_is_found():
    # x^2 is 9 at -3 and at 3.
    assert uncertainty.required_value(np.square, 9, 1.5, 0, 2, (None, None)) == pytest.approx(3, abs=1e-4)
    assert uncertainty.required_value(np.square, 9, -2, -2.5, -1, (None, None)) == pytest.approx(-3, abs=1e-4)


def test_a_share_of_draws_is_met_where_it_steps_over_the_threshold():
    draws = np.array([1.0, 2.0, 3.0, 4.0])  # half of them are at or above x for x over 2 up to 3, three quarters at 2
    assert 2 < uncertainty.required_value(lambda x: np.mean(draws >= x), 0.5, 2, 1, 3, (0, 10)) <= 3
    assert uncertainty.required_value(lambda x: np.mean(draws >= x), 0.6, 2, 1, 3, (0, 10)) == pytest.approx(2, abs=1e-4)


# Identities and limits


def test_a_stochastic_run_without_a_range_is_the_deterministic_run(toy):
    fixed = {"sold_count": 120, "price_usd": 5, "rent_usd": {"value": {"north": 50, "south": 70}}}
    drawn = params.load(as_of=LATE, root=toy, overrides=fixed, draws=30)
    assert profit(drawn.values).tolist() == [120] * 30


def test_a_run_of_the_model_without_ranges_is_its_central_run(book):
    central = MODEL.evaluate(book.rows([{}]), MODEL.functions)
    many = MODEL.evaluate(book.rows([{}] * 4), MODEL.functions)
    for name, array in many.items():
        np.testing.assert_allclose(array, np.broadcast_to(central[name], array.shape), rtol=1e-9, err_msg=name)


def test_low_middle_and_high_are_in_order_for_every_output(book):
    for name, array in MODEL.evaluate(book.values, MODEL.functions).items():
        low, middle, high = uncertainty.quantiles(array)
        known = ~np.isnan(middle)
        assert (low[known] <= middle[known]).all(), name
        assert (middle[known] <= high[known]).all(), name


def undefined_upstream(name, book):
    """Say whether an output, or something that feeds it, says that it may be undefined, or a fact it needs is not reported."""
    said = [MODEL.functions[feeder].__doc__ for feeder in MODEL.order([name])]
    told = any(word in text for text in said for word in ("NaN", "not defined", "missing", "no value"))
    return told or any(np.isnan(book.values[leaf]).any() for leaf in MODEL.leaves([name]))


def test_no_draw_fails_where_the_docstring_promises_a_number(book):
    for name, array in MODEL.evaluate(book.values, MODEL.functions).items():
        assert not np.isinf(array).any(), name
        assert undefined_upstream(name, book) or not np.isnan(array).any(), name


def test_more_draws_move_the_median_little(toy):
    few, many = (np.median(profit(params.load(as_of=LATE, root=toy, draws=draws).values)) for draws in (500, 4000))
    assert few == pytest.approx(many, rel=0.03)


# Properties


@given(THREE, st.sampled_from(RANGED))
def test_every_distribution_honours_its_three_points(three, dist):
    low, value, high = three
    found = uncertainty.quantile([0.05, 0.5, 0.95], value, low, high, dist)
    assert found == pytest.approx([low, value, high], rel=1e-9)


@given(THREE, st.sampled_from(RANGED), st.lists(st.floats(0.001, 0.999), min_size=2, max_size=20))
def test_quantiles_never_fall_as_the_probability_rises(three, dist, probabilities):
    low, value, high = three
    found = uncertainty.quantile(sorted(probabilities), value, low, high, dist)
    assert (np.diff(found) >= -1e-12).all()


@given(THREE, st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1))
def test_a_lognormal_stays_above_0_and_a_logit_between_0_and_1(three, probabilities):
    low, value, high = three
    assert (uncertainty.quantile(probabilities, value, low, high, "lognormal") > 0).all()
    shares = uncertainty.quantile(probabilities, value, low, high, "logit")
    assert ((shares >= 0) & (shares <= 1)).all()


@given(st.floats(-1e6, 1e6), st.lists(st.floats(0.001, 0.999), min_size=1))
def test_a_fixed_belief_is_its_value_at_every_probability(value, probabilities):
    assert (uncertainty.quantile(probabilities, value, value, value, "fixed") == value).all()


@given(st.text(min_size=1), st.integers(1, 300), st.integers(0, 2**40))
def test_every_stratum_is_drawn_once(name, draws, seed):
    found = uncertainty.strata(name, draws, seed)
    assert sorted(np.floor(found * draws).astype(int)) == list(range(draws))
    np.testing.assert_array_equal(found, uncertainty.strata(name, draws, seed))


def width(array):
    """Width of the 80% range."""
    low, _, high = uncertainty.quantiles(array)
    return high - low


@settings(max_examples=25)
@given(st.floats(1, 1.9), st.floats(1, 1.9), st.sampled_from(("normal", "lognormal", "uniform")))
def test_a_wider_input_never_makes_the_output_narrower(down, up, dist):
    # The same median and the same strata: only the range of the price is stretched.
    rest = {"sold_count": np.array([[120.0]]), "cost_usd": 3.0, "rent_usd": np.array([[[120.0]]])}
    probabilities = uncertainty.strata("price_usd", 50, seed=1)

    def spread(low, high):
        return width(profit({**rest, "price_usd": uncertainty.quantile(probabilities, 5, low, high, dist)[:, None]}))

    assert spread(5 - down, 5 + up) >= spread(4, 6) - 1e-9


@settings(max_examples=10)
@given(st.floats(1.01, 1.5))
def test_a_wider_cost_of_capacity_never_makes_capacity_more_certain(factor):
    book, name = params.load(as_of="2026-11-22", draws=50, overrides={"budget_capex_share": 0.9}), "capex_usd_per_it_watt"
    record, probabilities = book.assumptions[name], uncertainty.strata(name, 50, seed=1)
    assume(record.low / factor > 0)

    def spread(low, high):
        drawn = uncertainty.quantile(probabilities, record.value, low, high, "lognormal")[:, None]
        return width(MODEL.evaluate({**book.values, name: drawn}, ["it_capacity_nominal_gw"])["it_capacity_nominal_gw"])[0]

    assert spread(record.low / factor, record.high * factor) > spread(record.low, record.high)


@settings(max_examples=25)
@given(st.floats(-100, 300))
def test_the_required_value_and_the_run_at_it_agree(threshold):
    root = params.default_root().parent / "tests" / "toy"
    book = params.load(as_of=LATE, root=root)
    needed = required(book, threshold, "price_usd")
    assert profit(book.rows([{"price_usd": needed}]))[0] == pytest.approx(threshold, abs=0.01)


@given(st.integers(0, 2**32), st.integers(5, 400))
def test_no_bar_leaves_the_middle_four_fifths_of_the_draws(seed, draws):
    random = np.random.default_rng(seed)
    inputs, output = random.random((draws, 3)), random.standard_cauchy(draws)
    low, high = np.quantile(output, 0.1, method="lower"), np.quantile(output, 0.9, method="higher")
    ends = uncertainty.conditional(inputs, output)
    assert (low <= ends).all()
    assert (ends <= high).all()


@given(st.integers(0, 2**32), st.integers(3, 60))
def test_the_share_explained_does_not_change_when_a_scale_is_bent(seed, draws):
    random = np.random.default_rng(seed)
    inputs, output = random.random((draws, 2)), random.random(draws)
    share = explained(inputs, output)
    assert ((share >= 0) & (share <= 1 + 1e-12)).all()
    np.testing.assert_allclose(explained(np.exp(inputs), -(output**3)), share, rtol=1e-9, atol=1e-12)
