"""The graph: binding by name, what every output must say of itself, and what keeps the model honest."""

import ast
import inspect
import types
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wattbook
from wattbook import params, units
from wattbook.model import MODEL, Model
from wattbook.params import case as case_file

LIBRARY = Path(wattbook.__file__).parent
SUBJECT = ("buildout", "cost", "revenue", "competition", "verdict", "finance")
OUTPUTS = list(MODEL.functions)


def module(name, *functions):
    """Make a module of functions, as if they had been written in a file of their own."""
    made = types.ModuleType(name)
    for function in functions:
        function.__module__ = name
        setattr(made, function.__name__, function)
    return made


def profit_usd(sold_count, price_usd, cost_usd, rent_total_usd):
    """Profit of the bakery.

    Parameters
    ----------
    sold_count : (draws, 1) [count]
    price_usd, cost_usd : (draws, 1) [USD]
    rent_total_usd : (draws, 1) [USD]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    P = n (p - c) - R.
    """
    return sold_count * (price_usd - cost_usd) - rent_total_usd


def rent_total_usd(rent_usd):
    """Rent of all sites.

    Parameters
    ----------
    rent_usd : (draws, site, 1) [USD]

    Returns
    -------
    (draws, 1) [USD]
    """
    return rent_usd.sum(axis=1)


BAKERY = Model([module("bakery", profit_usd, rent_total_usd)])


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

    assert Model([module("m", broken, needed)]).evaluate({"leaf": 1}, ["needed"]) == {"needed": 2}


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

    model = Model([module("m", top, left, right, shared)])
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

    assert Model([module("m", never, middle, top)]).evaluate({"middle": 3}, ["top", "middle"]) == {"top": 6, "middle": 3}


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
        Model([module("m", egg, hen)]).evaluate({}, ["egg"])


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
        Model([first, second])


def test_private_and_imported_functions_are_no_outputs():
    def _hidden(leaf):
        return leaf

    made = module("m", _hidden)
    made.profit_usd = profit_usd
    made.CONSTANT = 3
    assert Model([made]).functions == {}


def test_leaves_are_what_no_function_gives():
    assert BAKERY.leaves() == ["cost_usd", "price_usd", "rent_usd", "sold_count"]
    assert BAKERY.leaves(["rent_total_usd"]) == ["rent_usd"]


def test_an_output_is_described_from_its_docstring():
    assert BAKERY.describe("profit_usd") == {
        "definition": "Profit of the bakery.", "unit": "USD", "shape": "(draws, 1) [USD]", "equation": "P = n (p - c) - R.",
        "arguments": {"sold_count": "count", "price_usd": "USD", "cost_usd": "USD", "rent_total_usd": "USD"},
    }


def test_an_explanation_is_a_tree_with_the_sources_at_its_leaves(toy):
    told = BAKERY.explain("profit_usd", params.load(as_of="2025-12-31", root=toy, draws=50))
    assert list(told.lines()) == [
        "profit_usd = 120 [USD]  P = n (p - c) - R.",
        "  sold_count = 120 [count]  (judgement)",
        "  price_usd = 5 [USD]  (Bakery, 2025-01-31, T1)",
        "  cost_usd = 3 [USD]  (Bakery, 2025-01-31, T1)",
        "  rent_total_usd = 120 [USD]",
        "    rent_usd = 50 .. 70 (2 values) [USD]  (Bakery, 2025-01-31, T1)",
    ]


def test_a_leaf_can_be_explained_alone(toy):
    told = BAKERY.explain("price_usd", params.load(as_of="2025-12-31", root=toy))
    assert (told.value, told.definition, told.inputs) == ("5", "Price of a loaf", ())


def test_a_leaf_without_any_value_is_explained_as_such(toy):
    path = toy / "observations.csv"
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "recognised" not in line))
    assert BAKERY.explain("sales_usd", params.load(as_of="2025-12-31", root=toy)).value == "no value"


# What every output says of itself


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_docstring_says_unit_shape_equation_and_example(name):
    described = MODEL.describe(name)
    assert list(described["arguments"]) == list(MODEL.arguments[name])
    assert units.known(described["unit"])
    assert described["shape"].startswith("(")
    assert " = " in described["equation"]
    assert ">>> " in inspect.getdoc(MODEL.functions[name])
    assert described["definition"].endswith((".", ":"))


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_is_named_after_its_unit(name):
    unit = MODEL.describe(name)["unit"]
    assert units.name_says_unit(name, unit)
    for ending, needed in {"_share": "fraction", "_ratio": "ratio"}.items():
        assert not name.endswith(ending) or unit == needed
    assert not name.startswith("p_") or unit == "fraction"


def test_what_feeds_an_argument_has_the_unit_that_its_docstring_asks_for(book):
    fed = {**book.units, **{name: MODEL.describe(name)["unit"] for name in OUTPUTS}}
    wrong = [f"{name}: {argument} wants {unit}, is fed {fed.get(argument)}" for name in OUTPUTS
             for argument, unit in MODEL.describe(name)["arguments"].items() if fed.get(argument) != unit]
    assert wrong == []


@pytest.fixture(scope="module")
def results(book):
    """Every output of the shipped case."""
    return MODEL.evaluate(book.values, OUTPUTS)


def test_every_output_has_the_shape_that_its_docstring_gives(book, results):
    sizes = {"draws": book.draws, "months": book.case.months, "years": len(book.case.years()), "1": 1,
             **{axis: len(members) for axis, members in book.case.axes.items()}}
    wrong = []
    for name, array in results.items():
        shape = MODEL.describe(name)["shape"].partition(")")[0].strip("()")
        if tuple(sizes.get(word.strip(), word) for word in shape.split(",")) != np.shape(array):
            wrong.append(f"{name}: {np.shape(array)}, not ({shape})")
    assert wrong == []


# The graph, both ways


def test_every_assumption_reaches_an_output(book):
    assert sorted(set(book.assumptions) - set(MODEL.leaves())) == []


def test_every_series_and_calendar_reaches_an_output(book):
    assert sorted(set(book.case.series_names()) - set(MODEL.leaves())) == []
    assert set(params.CALENDARS) <= set(MODEL.leaves())


def test_every_leaf_is_declared(book):
    assert sorted(set(MODEL.leaves()) - set(book.values)) == []


def test_no_assumption_stands_in_for_an_output(book):
    assert sorted(set(book.values) & set(MODEL.functions)) == []


def test_every_leaf_of_an_explanation_names_its_source_or_is_dated_fact_or_calendar(book):
    def leaves(told):
        yield from (leaf for below in told.inputs for leaf in leaves(below)) if told.inputs else (told,)

    dated = {*book.case.series_names(), *params.CALENDARS}
    for leaf in leaves(MODEL.explain("npv_usd", book)):
        assert leaf.source or leaf.name in dated, leaf.name


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


FILES = sorted(path for subject in SUBJECT for path in (LIBRARY / f"{subject}.py", *(LIBRARY / subject).glob("*.py"))
               if path.is_file())


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
    case = case_file.read_case(params.default_root() / "case.yaml")
    words = {name for name in case.entities if name not in ("programme",)} | set(case.entities.values())
    for path in FILES:
        tree = ast.parse(path.read_text())
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not words & (texts | names), path.name


# Limits


def test_nothing_is_bought_with_no_money(book):
    # Every number that money alone makes is 0; a return is not defined; nothing divides by it.
    values = book.rows([{"budget_usd": 0.0}])
    for name, array in MODEL.evaluate(values, OUTPUTS).items():
        assert not np.isinf(array).any(), name
    amounts = ["it_capacity_nominal_gw", "energised_it_gw", "spend_usd_per_month", "spend_nominal_usd", "accelerators_count",
               "effective_flop_per_year", "facility_energy_twh_per_year", "programme_cost_usd_per_year", "tokens_per_year",
               "peak_revenue_capacity_usd_per_year", "revenue_capacity_to_target_ratio", "npv_usd",
               "programme_energised_at_target_share", "programme_cash_flow_usd_per_month",
               "required_revenue_payback_usd_per_year", "required_revenue_cost_usd_per_year"]
    for name, array in MODEL.evaluate(values, amounts).items():
        assert np.abs(array).max() == 0, name
    assert np.isnan(MODEL.evaluate(values, ["irr_per_year"])["irr_per_year"]).all()


def test_an_assumption_at_its_physical_limit_gives_no_infinity_and_no_warning(book):
    changes = [{a.name: end} for a in book.assumptions.values() if a.axis is None for end in a.limits if end is not None]
    results = MODEL.evaluate(book.rows(changes), OUTPUTS)
    wrong = [f"{changes[row]} makes {name} infinite" for name, array in results.items() if len(array) == len(changes)
             for row in np.flatnonzero(np.isinf(array.reshape(len(changes), -1)).any(axis=1))]
    assert wrong == []
