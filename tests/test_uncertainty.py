"""Beliefs, draws, and what moves a result."""

import numpy as np
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


def test_an_unknown_distribution_is_refused_with_those_that_are_allowed():
    with pytest.raises(ValueError, match=r"found 'triangle'; allowed: fixed, normal, lognormal, logit, uniform"):
        uncertainty.quantile([0.5], 1, 0, 2, "triangle")


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


def test_a_tornado_moves_one_assumption_at_a_time(bakery):
    # Price 4 and 6: 120 x (1, 3) - 120. Loaves 100 and 150: (100, 150) x 2 - 120. Rent has an axis; the cost is fixed.
    frame = uncertainty.tornado(bakery, profit)
    assert frame["name"].tolist() == ["price_usd", "sold_count"]
    assert frame["at_low"].tolist() == [0, 80]
    assert frame["at_high"].tolist() == [240, 180]
    assert frame["base"].tolist() == [120, 120]
    assert frame["swing"].tolist() == [240, 100]
    assert frame[["low", "high"]].to_numpy().tolist() == [[4, 6], [100, 150]]


def test_a_tornado_keeps_the_largest_and_drops_what_moves_nothing(bakery):
    assert uncertainty.tornado(bakery, profit, most=1)["name"].tolist() == ["price_usd"]
    assert uncertainty.tornado(bakery, lambda values: values["price_usd"][:, 0])["name"].tolist() == ["price_usd"]


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
    assert uncertainty.required_value(bakery, profit, threshold, name) == pytest.approx(needed, rel=1e-5)


def test_a_threshold_out_of_reach_has_no_required_value(bakery):
    # A price between a twentieth of 5 and 100 leaves -450 to 11,520.
    assert np.isnan(uncertainty.required_value(bakery, profit, 1e6, "price_usd"))
    assert np.isnan(uncertainty.required_value(bakery, profit, -1e6, "price_usd"))


def test_published_values_are_tried_one_at_a_time(bakery):
    frame = uncertainty.disagreements(bakery, profit)
    assert frame["published"].tolist() == [7, 8]
    assert frame["result"].tolist() == [360, 480]  # 120 x (4, 5) - 120
    assert frame["used"].tolist() == [5, 5]
    assert frame["base"].tolist() == [120, 120]
    assert frame["at"].tolist() == ["rye", ""]
    assert frame["source"].tolist() == ["guild_2025_03", "guild_2025_09"]


def test_published_values_that_move_nothing_are_left_out(bakery):
    assert uncertainty.disagreements(bakery, lambda values: values["sold_count"][:, 0]).empty


def test_a_published_value_of_a_quantity_with_an_axis_is_tried_for_all_its_members(toy):
    path = toy / "base" / "outlays.yaml"
    path.write_text(path.read_text() + "  alternatives: [{as_of: 2025-03-01, value: 90, source: guild_2025_03}]\n")
    frame = uncertainty.disagreements(params.load(as_of=LATE, root=toy), profit)
    assert frame.loc[frame["name"] == "rent_usd", "result"].tolist() == [60]  # 240 - 2 x 90


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
    root, outputs = params.default_root(), ["it_capacity_nominal_gw"]
    record = params.load(as_of="2026-11-22", root=root).assumptions["capex_usd_per_it_watt"]
    assume(record.low / factor > 0)

    def spread(low, high):
        belief = {"value": record.value, "low": low, "high": high, "dist": "lognormal"}
        drawn = params.load(as_of="2026-11-22", root=root, draws=50,
                            overrides={"capex_usd_per_it_watt": belief, "budget_capex_share": 0.9})
        return width(MODEL.evaluate(drawn.values, outputs)["it_capacity_nominal_gw"])[0]

    assert spread(record.low / factor, record.high * factor) > spread(record.low, record.high)


@settings(max_examples=25)
@given(st.floats(-100, 300))
def test_the_required_value_and_the_run_at_it_agree(threshold):
    root = params.default_root().parent / "tests" / "toy"
    book = params.load(as_of=LATE, root=root)
    needed = uncertainty.required_value(book, profit, threshold, "price_usd")
    assert profit(book.rows([{"price_usd": needed}]))[0] == pytest.approx(threshold, abs=0.01)
