"""What counts as the same when a stored notebook is run again."""

import copy

import pytest

from wattbook.record import MIME
from wattbook.report.differences import RTOL, differences

SPEC = {"title": "Price rises", "datasets": {"drawn": [{"x": 1, "y": 2.5}, {"x": 1, "y": 7}]}}
RECORD = {"headline": "It costs $12.3B.",
          "outputs": [{"name": "cost_usd", "unit": "USD", "p10": 1.0e10, "p50": 1.23e10, "p90": 2.0e10, "definition": "Cost"}]}


def shown(**data):
    """One output that displays a mime bundle."""
    return {"output_type": "display_data", "data": {key.replace("__", "/"): value for key, value in data.items()}}


def recorded(record):
    return [{"output_type": "display_data", "data": {MIME: record, "text/plain": "1 output"}}]


def changed(value, *path, to):
    """A copy of nested data with one leaf replaced."""
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return value


def test_equal_outputs_do_not_differ():
    assert differences(recorded(RECORD), recorded(copy.deepcopy(RECORD))) == []


def test_a_moved_output_is_called_by_its_name_with_old_and_new_value():
    moved = changed(RECORD, "outputs", 0, "p50", to=1.25e10)
    assert differences(recorded(RECORD), recorded(moved)) == [f"{MIME} outputs cost_usd p50: 12300000000.0 -> 12500000000.0"]


def test_the_last_digits_may_move():
    moved = changed(RECORD, "outputs", 0, "p50", to=1.23e10 * (1 + RTOL / 2))
    assert differences(recorded(RECORD), recorded(moved)) == []


def test_a_new_and_a_lost_output_are_both_named():
    renamed = changed(RECORD, "outputs", 0, "name", to="price_usd")
    lines = differences(recorded(RECORD), recorded(renamed))
    assert {line.split(" outputs ")[1] for line in lines} >= {"cost_usd p50: gone", "price_usd p50: new"}


def test_a_moved_point_of_a_chart_is_named():
    moved = changed(SPEC, "datasets", "drawn", 1, "y", to=7.1)
    (line,) = differences([shown(**{"application/vnd.vegalite.v5+json": SPEC})],
                          [shown(**{"application/vnd.vegalite.v5+json": moved})])
    assert line == "application/vnd.vegalite.v5+json datasets drawn[1] y: 7 -> 7.1"


@pytest.mark.parametrize(("old", "new"), [
    ("12", "13"), ("$47.1B", "$47.2B"), ("1,200 GW", "1,300 GW"), ("-3%", "3%"), ("1e9", "2e9"),
])
def test_a_moved_number_in_a_table_is_found_whole_or_not(old, new):
    stored, fresh = (shown(text__html=f"<td>Cost</td><td>{text}</td>") for text in (old, new))
    (line,) = differences([stored], [fresh])
    assert line.startswith("text/html: ")
    assert " -> " in line
    assert "Cost" in line


def test_a_changed_word_is_found():
    (line,) = differences([shown(text__plain="power sets the date")], [shown(text__plain="chips set the date")])
    assert "power sets" in line
    assert "chips set" in line


def test_true_is_not_one():
    assert differences([shown(**{"application/json": {"holds": True}})], [shown(**{"application/json": {"holds": 1}})])


def test_random_names_of_styled_tables_and_addresses_do_not_count():
    old = shown(text__html='<table id="T_c3"><td id="T_c3_row0_col0">1</td>', text__plain="<Styler at 0x0>")
    new = shown(text__html='<table id="T_9ab1f"><td id="T_9ab1f_row0_col0">1</td>', text__plain="<Styler at 0x7fece82c5dd0>")
    assert differences([old], [new]) == []


def test_the_stored_drawing_of_a_chart_is_not_asked_for():
    stored = shown(**{"application/vnd.vegalite.v5+json": SPEC, "image/svg+xml": "<svg/>"})
    assert differences([stored], [shown(**{"application/vnd.vegalite.v5+json": SPEC})]) == []


def test_a_missing_output_is_a_difference():
    assert differences([shown(text__plain="1")], []) == ["1 outputs are stored, the fresh run gave 0"]


def test_a_printed_number_is_compared():
    stream = {"output_type": "stream", "name": "stdout"}
    assert differences([{**stream, "text": "cost 84.0\n"}], [{**stream, "text": "cost 85.0\n"}]) == [
        "stdout: 84.0 -> 85.0 in 'cost 84.0'"]
