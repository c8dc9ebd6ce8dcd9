"""The graph: binding by name, what every output must say of itself, and what keeps the model honest."""

import ast
import ctypes
import json
import re
import types
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import wattbook
from wattbook import keys, params, units
from wattbook.axes import AXES
from wattbook.graph import Graph
from wattbook.subject import MODEL

LIBRARY = Path(wattbook.__file__).parent
OUTPUTS = list(MODEL.functions)
PRICE_INDEX = "USD/USD_2025"
# Tokens that measure one thing: a function of the model scales with each of them as its unit says.
DIMENSIONS = {
    "money": {"USD", "USD_2025"}, "real money": {"USD_2025"},
    "power and energy": {token for token in units.TOKENS if token.partition("_")[0] in
                         ("W", "kW", "MW", "GW", "kWh", "MWh", "TWh", "J")},
    "carbon": {"gCO2e", "kgCO2e", "tCO2e"}, "data": {"Tb", "GB"}, "water": {"L", "m3"}, "users": {"user"},
    "clients": {"client"},
}
PRICE_INDICES = ["price_index_usd_per_real_usd", "today_price_index_usd_per_real_usd"]


def module(name, *functions):
    """Make a module of functions, as if they had been written in a file of their own."""
    made = types.ModuleType(name)
    for function in functions:
        function.__module__ = name
        setattr(made, function.__name__, function)
    return made


def profit_usd(sold_count, price_usd, cost_usd, rent_total_usd):
    """Profit of the bakery.

    (draws, 1) [USD]
    P = n (p - c) - R.
    Left out: tax.
    """
    return sold_count * (price_usd - cost_usd) - rent_total_usd


def rent_total_usd(rent_usd):
    """Rent of all sites.

    (draws, 1) [USD]
    R = sum of r.
    """
    return rent_usd.sum(axis=1)


BAKERY = Graph([module("bakery", profit_usd, rent_total_usd)])


# Worked examples


def test_functions_run_by_the_names_of_their_arguments(toy):
    values = params.load(as_of="2025-12-31", root=toy).values
    # 120 x (5 - 3) - (50 + 70)
    assert BAKERY.evaluate(values, ["profit_usd"])["profit_usd"].tolist() == [[120]]


def test_each_function_runs_after_its_inputs_whatever_the_order_of_writing():
    assert BAKERY.order(["profit_usd"]) == ["rent_total_usd", "profit_usd"]


def test_only_what_the_outputs_need_is_run():
    def needed(leaf):
        return leaf + 1

    def broken(leaf):
        raise AssertionError("this must not run")

    assert Graph([module("m", broken, needed)]).evaluate({"leaf": 1}, ["needed"]) == {"needed": 2}


def test_each_function_runs_once_however_many_need_it():
    runs = []

    def shared(leaf):
        runs.append(leaf)
        return leaf

    def left(shared):
        return shared + 1

    def right(shared):
        return shared + 2

    def top(left, right, shared):
        return left * right * shared

    model = Graph([module("m", top, left, right, shared)])
    assert model.evaluate({"leaf": 3}, ["top", "left", "shared"]) == {"top": 60, "left": 4, "shared": 3}
    assert runs == [3]


def test_an_input_named_as_an_output_stands_in_for_it(toy):
    values = params.load(as_of="2025-12-31", root=toy).values
    assert BAKERY.evaluate({**values, "rent_total_usd": 40}, ["profit_usd"])["profit_usd"].tolist() == [[200]]


def test_what_only_feeds_a_stand_in_is_not_run():
    def never(leaf):
        raise AssertionError("this must not run")

    def middle(never):
        return never

    def top(middle):
        return 2 * middle

    assert Graph([module("m", never, middle, top)]).evaluate({"middle": 3}, ["top", "middle"]) == {"top": 6, "middle": 3}


def test_outputs_are_not_written_into_the_inputs():
    inputs = {"rent_usd": np.ones((1, 2, 1))}
    BAKERY.evaluate(inputs, ["rent_total_usd"])
    assert list(inputs) == ["rent_usd"]


def test_functions_in_a_circle_are_refused_and_the_circle_is_named():
    def egg(hen):
        return hen

    def hen(egg):
        return egg

    with pytest.raises(ValueError, match="functions run in a circle: egg -> hen -> egg"):
        Graph([module("m", egg, hen)]).evaluate({}, ["egg"])


def test_a_missing_leaf_is_named_with_the_function_that_needs_it():
    with pytest.raises(KeyError, match="profit_usd needs sold_count, price_usd, cost_usd: no assumption"):
        BAKERY.evaluate({"rent_usd": np.ones((1, 2, 1))}, ["profit_usd"])


def test_an_unknown_output_is_refused():
    with pytest.raises(KeyError, match="'loss_usd' is no output of the model"):
        BAKERY.evaluate({}, ["loss_usd"])


def test_two_functions_of_one_name_are_refused_and_both_modules_are_named():
    def twin(leaf):
        return leaf

    first = module("first", twin)
    second = module("second", types.FunctionType(twin.__code__, globals(), "twin"))
    with pytest.raises(ValueError, match="output 'twin' is defined in first and second"):
        Graph([first, second])


def test_private_and_imported_functions_are_no_outputs():
    def _hidden(leaf):
        return leaf

    made = module("m", _hidden)
    made.profit_usd = profit_usd
    made.CONSTANT = 3
    assert Graph([made]).functions == {}


def test_leaves_are_what_no_function_gives():
    assert BAKERY.leaves() == ["cost_usd", "price_usd", "rent_usd", "sold_count"]
    assert BAKERY.leaves(["rent_total_usd"]) == ["rent_usd"]


def test_an_output_is_described_from_its_docstring():
    told = BAKERY.describe("profit_usd")
    assert (told.summary, told.shape, told.unit) == ("Profit of the bakery.", ("draws", "1"), "USD")
    assert (told.equation, told.left_out) == ("P = n (p - c) - R.", "tax.")


def test_users_are_what_a_name_feeds_directly_or_down_to_the_last():
    assert BAKERY.users("rent_usd") == ["rent_total_usd"]
    assert BAKERY.users("rent_usd", indirect=True) == ["rent_total_usd", "profit_usd"]
    assert BAKERY.users("profit_usd") == []


def test_the_last_of_a_long_chain_is_a_user_of_the_first():
    def one(leaf): ...
    def two(one): ...
    def three(two): ...
    def four(three): ...
    chain = Graph([module("chain", one, two, three, four)])
    assert chain.users("leaf", indirect=True) == ["one", "two", "three", "four"]


# What every output says of itself


def test_every_docstring_can_be_read_and_every_word_of_its_shape_is_an_axis(book):
    words = {"draws", "months", "years", "1", *book.case.axes}
    for name in OUTPUTS:
        told = MODEL.describe(name)  # refuses a malformed one
        assert set(told.shape) <= words, name
        assert told.summary.endswith("."), name


def test_every_output_has_a_worked_example_or_a_test():
    places = [path for kind in ("py", "txt") for path in Path(__file__).parent.rglob(f"test_*.{kind}")]
    texts = "".join(path.read_text(encoding="utf-8") for path in places)
    called = set(re.findall(r"\b(\w+)\(", texts))
    assert [name for name in OUTPUTS if name not in called] == []


def test_every_output_is_named_after_its_unit():
    for name in OUTPUTS:
        unit = MODEL.describe(name).unit
        assert units.name_says_unit(name, unit), name
        for ending, needed in {"_share": "fraction", "_ratio": "ratio"}.items():
            assert not name.endswith(ending) or unit == needed, name
        assert not name.startswith("p_") or unit == "fraction", name


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_output_scales_with_its_inputs_as_its_unit_says(dimension, book, results):
    """U-02, U-03: what is measured in a unit that is half as large gives numbers that are twice as large, in every function."""
    def power(unit):
        return sum(power for token, power in units.powers(unit).items() if token in DIMENSIONS[dimension])

    values, unit = {**book.values, **results}, {**book.units, **{name: MODEL.describe(name).unit for name in OUTPUTS}}
    wrong = []
    for name, function in MODEL.functions.items():
        if name in PRICE_INDICES:
            continue
        found = function(*(values[argument] * 2.0 ** power(unit[argument]) for argument in MODEL.arguments[name]))
        if not np.allclose(found, results[name] * 2.0 ** power(unit[name]), rtol=1e-9, atol=0, equal_nan=True):
            wrong.append(name)
    assert wrong == []


def test_nothing_but_the_price_indices_makes_dollars_of_the_day_of_real_ones():
    """U-07: what turns one money into the other takes an index; the indices themselves know inflation and dates alone."""
    unit = {**{name: MODEL.describe(name).unit for name in OUTPUTS}}
    made = [name for name in OUTPUTS if unit[name] == PRICE_INDEX
            and PRICE_INDEX not in [unit.get(argument) for argument in MODEL.arguments[name]]]
    assert made == PRICE_INDICES


@pytest.mark.parametrize(("rate", "money"), [("fraction_real/year", "USD"), ("fraction_nominal/year", "USD_2025")])
def test_real_rates_meet_real_money_and_nominal_rates_dollars_of_the_day(rate, money, book):
    """U-03: a function with a rate of one basis and money of the other needs a price index, or is one, or converts rates."""
    unit = {**book.units, **{name: MODEL.describe(name).unit for name in OUTPUTS}}
    mixed = []
    for name in OUTPUTS:
        around = [unit[one] for one in (name, *MODEL.arguments[name])]
        converts = PRICE_INDEX in around or {f"{one}/year" for one in units.RATES} <= set(around)
        if rate in around and any(money in units.powers(one) for one in around) and not converts:
            mixed.append(name)
    assert mixed == []


def test_a_function_that_mixes_units_does_not_scale():
    assert not np.isclose(profit_usd(3, 2 * 5, 2 * 3, 4), 2 * profit_usd(3, 5, 3, 4))  # a rent in another money


@pytest.fixture(scope="module")
def results(book):
    """Every output of the shipped case."""
    return MODEL.evaluate(book.values, OUTPUTS)


def test_every_output_has_the_shape_that_its_docstring_gives(book, results):
    sizes = {"draws": book.draws, "months": book.case.months, "years": len(book.case.years()), "1": 1,
             **{axis: len(members) for axis, members in book.case.axes.items()}}
    wrong = []
    for name, array in results.items():
        shape = MODEL.describe(name).shape
        if tuple(sizes[word] for word in shape) != np.shape(array):
            wrong.append(f"{name}: {np.shape(array)}, not {shape}")
    assert wrong == []


# The graph, both ways


LISTED = {"assumptions", "sources", "flips"}  # what only tells of an assumption makes no use of it


def shown_by(code):
    """Names in the keys of a cell, f-strings with anything in their braces."""
    def strings(node):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTED):
            for child in ast.iter_child_nodes(node):
                yield from strings(child)

    for text in strings(ast.parse(code)):
        if keys.KEY.match(text.removeprefix("-")):
            yield from (operand.name for operand in keys.parse(text.removeprefix("-")).operands)


def test_names_are_found_in_the_keys_of_a_cell():
    code = 'run.results(f"a_usd[{y}] > 0", "-b / max(c)"); run.assumptions("d_usd"); "Two words"'
    assert set(shown_by(code)) == {"a_usd", "b", "c"}


@pytest.fixture(scope="module")
def used():
    """Names that outputs need or that a notebook shows."""
    notebooks = [json.loads(path.read_text()) for path in Path(__file__).parents[1].glob("notebooks/*.ipynb")]
    code = ["".join(cell["source"]) for one in notebooks for cell in one["cells"] if cell["cell_type"] == "code"]
    return set(MODEL.leaves()).union(*map(shown_by, code))


def test_every_assumption_reaches_an_output_or_a_number_of_a_notebook(book, used):
    assert sorted(set(book.assumptions) - used) == []


def test_every_series_and_calendar_reaches_an_output_or_a_number_of_a_notebook(book, used):
    assert sorted(set(book.case.series_names()) - used) == []
    assert set(params.CALENDARS) <= set(MODEL.leaves())


def test_every_leaf_is_declared(book):
    assert sorted(set(MODEL.leaves()) - set(book.values)) == []


def test_no_assumption_stands_in_for_an_output(book):
    assert sorted(set(book.values) & set(MODEL.functions)) == []


def test_the_order_in_which_a_case_lists_members_changes_no_number(shipped, book, results):
    """Axes of the method have the library's order; of the case's own axes none depends on its order."""
    path = shipped / "case.yaml"
    given = yaml.safe_load(path.read_text())
    given["axes"] = {axis: dict(reversed(list({**AXES.get(axis, {}), **members}.items())))
                     for axis, members in {**AXES, **given["axes"]}.items()}
    path.write_text(yaml.safe_dump(given, sort_keys=False))
    other = params.load(as_of=book.as_of, draws=book.draws, root=shipped)
    found = MODEL.evaluate(other.values, OUTPUTS)
    for name, array in results.items():
        for place, axis in enumerate(MODEL.describe(name).shape):
            if axis in book.case.axes:
                order = [list(other.case.axes[axis]).index(member) for member in book.case.axes[axis]]
                found[name] = np.take(found[name], order, axis=place)
        nought = 1e-12 * np.nanmax(np.abs(array), initial=0)  # what adding sites in another order leaves
        assert np.allclose(found[name], array, rtol=1e-9, atol=nought, equal_nan=True), name
    assert list(other.case.axes["peer"]) == list(reversed(book.case.axes["peer"]))
    assert list(other.case.axes["constraint"]) == list(AXES["constraint"])


# Honesty of the code


def literals(tree):
    """Yield line and value of every number that is neither 0, 1 or 2 nor part of a named constant of the module."""
    named = {node for statement in tree.body if isinstance(statement, ast.Assign)
             and all(isinstance(target, ast.Name) and target.id.isupper() for target in statement.targets)
             for node in ast.walk(statement)}
    for node in ast.walk(tree):
        number = isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)
        if number and node.value not in (0, 1, 2) and node not in named:
            yield node.lineno, node.value


FILES = sorted([*(LIBRARY / "subject").rglob("*.py"), LIBRARY / "finance.py", LIBRARY / "engineering.py"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_number_stands_in_the_code_of_the_model_but_named_constants(path):
    assert list(literals(ast.parse(path.read_text()))) == []


def test_the_scan_for_numbers_finds_what_it_should():
    code = "LIMIT = 5\nlow = 7\ndef f(x):\n    '''9'''\n    return x[-1] * 0.5 + 2 * LIMIT - True\n"
    assert list(literals(ast.parse(code))) == [(2, 7), (5, 0.5)]


@settings(max_examples=3)
@given(seed=st.integers(0, 2**32 - 1))
def test_no_function_writes_into_its_arguments(seed):
    values = params.load(as_of="2026-11-22", draws=3, seed=seed).values
    for name in MODEL.order(OUTPUTS):
        for argument in MODEL.arguments[name]:
            values[argument] = np.array(values[argument])
            values[argument].flags.writeable = False
        values[name] = MODEL.functions[name](*(values[argument] for argument in MODEL.arguments[name]))
    assert set(OUTPUTS) <= set(values)


def test_the_library_knows_nothing_of_the_shipped_case():
    # Names of firms and sites belong into the folder of assumptions; references to documents may name their publisher.
    case = params.load().case
    words = {name for name in case.entities if name not in ("programme",)} | set(case.entities.values())
    for path in FILES:
        tree = ast.parse(path.read_text())
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not words & (texts | names), path.name


# Memory


class Heap(ctypes.Structure):
    """What glibc says of its memory."""

    _fields_ = [(name, ctypes.c_size_t) for name in ("arena", "ordblks", "smblks", "alone", "alone_bytes", "usmblks", "fsmblks",
                                                     "used", "free", "free_at_end")]


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="another library of C")
def test_up_to_256_mb_and_arrays_of_32_mb_are_kept_when_they_are_given_back_and_more_is_not():
    say, mb, held = ctypes.CDLL(None).mallinfo2, 2**20, []  # nothing is written into the arrays: they take no memory
    say.restype = Heap
    before = say()
    while say().arena == before.arena and len(held) < 40:  # until what is free is used up
        held.append(np.empty(31 * mb, dtype=np.uint8))
    assert (say().alone, say().arena > before.arena) == (before.alone, True)
    large = np.empty(33 * mb, dtype=np.uint8)
    assert say().alone == before.alone + 1
    held.pop()
    assert say().free_at_end >= 31 * mb
    held += [np.empty(30 * mb, dtype=np.uint8) for _ in range(10)]
    assert say().alone == before.alone + 1
    del large, held
    assert say().free_at_end < 256 * mb


# Limits


def test_nothing_is_bought_with_no_money(book):
    # Every number that money alone makes is 0; a return is not defined; nothing divides by it.
    values = book.rows([{"budget_usd": 0.0}])
    for name, array in MODEL.evaluate(values, OUTPUTS).items():
        assert not np.isinf(array).any(), name
    amounts = ["it_capacity_nominal_gw", "energised_it_gw", "spend_usd_per_month", "spend_nominal_usd", "accelerators_count",
               "effective_flop_per_year", "facility_energy_twh_per_year", "programme_cost_usd_per_year",
               "revenue_capacity_nominal_usd_per_year", "npv_usd", "capex_budget_usd", "machine_residual_usd",
               "programme_cash_flow_usd_per_month"]
    for name, array in MODEL.evaluate(values, amounts).items():
        assert np.abs(array).max() == 0, name
    assert np.isnan(MODEL.evaluate(values, ["irr_per_year"])["irr_per_year"]).all()


def test_draws_that_ask_for_another_target_year_are_reckoned_each_alone(book):
    changes = [{}, {"target_year": 2028.0}, {"target_year": 2025.0}]
    together = MODEL.evaluate(book.rows(changes), OUTPUTS)
    for place, change in enumerate(changes):
        alone = MODEL.evaluate(book.rows([change]), OUTPUTS)
        for name in set(OUTPUTS) - {"required_stream_usd"}:  # it asks for medians over the draws
            if len(together[name]) == len(changes):
                np.testing.assert_allclose(together[name][place], alone[name][0], rtol=1e-9, err_msg=name)


def test_an_assumption_at_its_physical_limit_gives_no_infinity_and_no_warning(book):
    changes = [{a.name: end} for a in book.assumptions.values() if a.axis is None for end in a.limits if end is not None]
    results = MODEL.evaluate(book.rows(changes), OUTPUTS)
    wrong = [f"{changes[row]} makes {name} infinite" for name, array in results.items() if len(array) == len(changes)
             for row in np.flatnonzero(np.isinf(array.reshape(len(changes), -1)).any(axis=1))]
    assert wrong == []
