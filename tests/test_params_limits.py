"""The shipped assumptions: whatever a user may set one to, the model gives a number, or says that it is not defined."""

import numpy as np

from wattbook import params
from wattbook.subject import MODEL

WEIGHTS = ("site_budget_weight_ratio", "source_mix_weight_ratio")  # shares of nothing, where all members weigh nothing


def test_no_output_is_infinite_while_an_assumption_stands_at_one_of_its_physical_limits():
    book = params.load(as_of="2026-11-22")
    movable = [a for a in book.assumptions.values() if a.name not in WEIGHTS]
    changes = [{a.name: end} for a in movable for end in a.limits if end is not None]
    with np.errstate(all="ignore"):
        values = MODEL.evaluate(book.rows(changes), list(MODEL.functions))
    found = {(name, *changes[row].items()) for name, array in values.items() if len(array) == len(changes)
             for row in np.flatnonzero(np.isinf(array).reshape(len(changes), -1).any(axis=1))}
    assert found == set()
