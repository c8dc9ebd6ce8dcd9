"""The shipped assumptions: whatever a user may set one to, the model gives a number, or says that it is not defined."""

import datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from wattbook import params, units
from wattbook.params.assumptions import read_one
from wattbook.params.observations import check_row
from wattbook.subject import MODEL

WEIGHTS = ("site_budget_weight_ratio", "source_mix_weight_ratio")  # shares of nothing, where all members weigh nothing
FILE, DAY, CASE = Path("slips.yaml"), datetime.date(2025, 11, 12), SimpleNamespace(axes={}, members=lambda axis: None)
MEANT = {  # unit: what may be meant, and a slip; mostly of the unit
    "USD": (1e14, 1e16), "USD_2025": (1e14, 1e16), "USD/year": (1.2e14, 1e16),  # product of the world; its wealth in cents
    "USD_2025/year": (1.2e14, 1e16),
    "GW_IT": (1e4, 1e6), "GW_facility": (1e4, 1e6), "MW_IT": (1e7, 1e9), "MW_facility": (1e7, 1e9),  # all power stations; in MW
    "kW_IT": (600, 1e12), "W_IT": (3e3, 1e10),  # a rack, an accelerator; watts of all power stations
    "year": (999, 1e6), "month": (120, 1e5), "week": (520, 1e5), "day": (3650, 1e6), "h": (8760, 1e6), "s": (86_400, 1e8),
    "ms": (60_000, 1e7),  # ten years, a year, a day, a minute; a hundred times as long as anybody waits
    "user": (8e9, 1e11), "FTE": (3e6, 1e11), "job": (3e6, 1e11), "client": (1e6, 1e11),  # all people; more than there are
    "calendar_year": (2026, 20_260), "deg": (180, 18_000), "count": (1e15, 1e20), "ratio": (1e4, 1e8), "km": (2e4, 2e7),
    "fraction": (1, 8), "fraction/year": (1, 8), "fraction_nominal/year": (0.08, 8), "fraction_real/year": (0.08, 8),
    "ratio/year": (100, 1e6),
    "H100e": (1e8, 1e12), "FLOP": (5e26, 5e38), "token": (1e16, 1e24), "Mtoken/year": (1e12, 1e18), "kgCO2e": (1500, 1e17),
    "GB": (1e6, 1e15), "GB/s": (8000, 8e12), "TFLOP/s": (2250, 2.25e12), "Tb/s": (100, 1e12), "token/s": (2000, 1e12),
    "J_IT/token": (1, 1e12),  # bytes or bits for thousands of millions of them; operations for millions of millions
    "USD_2025/MWh": (9000, 9e6), "USD_2025/Mtoken": (600, 6e8), "USD_2025/W_IT": (60, 6e4), "USD_2025/kW_IT": (6e4, 6e7),
    "USD_2025/kW_facility": (6e4, 6e7), "USD_2025/kW_IT/year": (3e4, 3e7), "USD_2025/kW_facility/year": (3e4, 3e7),
    "USD_2025/h": (1e8, 1e11), "USD_2025/H100e/h": (10, 1e7), "USD_2025/week": (1e4, 1e10), "USD_2025/km": (1e5, 1e11),
    "USD_2025/Tb/s": (6e6, 6e12), "USD/client": (3e11, 3e14), "USD/user/month": (1000, 1e7),
    "USD_2025/FTE/year": (1e8, 1e11),  # the cap of Texas; dollars for millions, a thousand times the dearest
    "L/kWh": (10, 1e5), "gCO2e/kWh": (1200, 1.2e6), "month/MW_facility": (1, 1e4), "FTE/MW_IT": (10, 1e6),
    "FTE/client": (1e4, 1e7), "MW_IT/FTE/year": (1, 1e6), "Mtoken/FTE/year": (1e5, 1e11), "Mtoken/user/year": (1e4, 1e10),
}


def shipped():
    return [a for case in params.cases() for a in params.load(f"{case}/base", as_of="2026-11-22").assumptions.values()]


def read(unit, **fields):
    name = "slip_" + "_per_".join(units.TOKENS.get(token, "share") for token in unit.split("/"))
    belief = {"as_of": DAY, "source": "judgement", "note": "Said.", **fields}
    return read_one(FILE, name, {"label": "Slip", "unit": unit, "vintages": [belief]}, CASE, {})


@pytest.mark.parametrize("unit", MEANT)
def test_of_each_unit_what_may_be_meant_is_taken_and_a_slip_is_refused_with_the_next_step(unit):
    meant, slip = MEANT[unit]
    assert read(unit, value=meant)[0].value == meant
    with pytest.raises(params.InputError, match=r"^slips\.yaml: .*: value: found .*; (physical|plausible) ") as said:
        read(unit, value=slip)
    if unit.startswith("fraction"):
        assert str(said.value).endswith("physical limits: 0 to 1; did you mean 0.08?")
    elif unit != "calendar_year":
        step = f"plausible in {unit}: 0 to {units.highest(unit):g}; mend the number or its unit, or declare wider limits"
        assert str(said.value).endswith(step)
    assert len(str(said.value)) <= 200


def test_a_tail_beyond_what_can_be_meant_is_refused_and_an_assumption_may_declare_wider_limits():
    with pytest.raises(params.InputError, match=r"range: found .* to .*1st to 99th percentile.*; plausible in year: 0 to 1000"):
        read("year", value=500, low=100, high=1200, dist="uniform")


def test_an_observation_beyond_what_can_be_meant_is_refused():
    row = {"entity": "bakery", "measure": "revenue_run_rate", "basis": "gross", "period": "2025-02-28", "low": "", "high": "",
           "unit": "USD/year", "source": "ledger", "as_of": "2025-03-01"}
    assert check_row(FILE, "row 2", row | {"value": "1e13"}, ["bakery"], ["ledger"])["value"] == 1e13
    assert check_row(FILE, "row 2", row | {"value": "withdrawn"}, ["bakery"], ["ledger"])["value"] is None
    for wrong in ({"value": "5e16"}, {"value": "-5e16"}, {"value": "5", "high": "5e16"}):
        with pytest.raises(params.InputError, match=r"row 2: found -?5e.16; plausible in USD/year: up to 1e.15; mend the"):
            check_row(FILE, "row 2", row | wrong, ["bakery"], ["ledger"])


def test_every_unit_in_use_has_its_case_above_and_all_that_ships_lies_well_below_what_is_refused():
    for a in shipped():
        assert a.unit in MEANT, a.name
        if a.limits[1] is None:
            assert max(high for _, _, _, high in a.members()) * 5 <= units.highest(a.unit), a.name


def test_every_unit_that_is_known_has_a_highest():
    for unit in (*units.TOKENS, *units.DIMENSIONLESS, *units.DIMENSIONLESS_OVER, *units.RATES, "kWh/MW_IT/month"):
        assert units.highest(unit) > 0


def test_no_output_is_infinite_while_an_assumption_stands_at_the_least_or_the_most_that_is_taken():
    book = params.load(as_of="2026-11-22")
    movable = [a for a in book.assumptions.values() if a.name not in WEIGHTS]
    changes = [{a.name: units.highest(a.unit) if end is None else end} for a in movable for end in a.limits]
    with np.errstate(all="ignore"):
        values = MODEL.evaluate(book.rows(changes), list(MODEL.functions))
    found = {(name, *changes[row].items()) for name, array in values.items() if len(array) == len(changes)
             for row in np.flatnonzero(np.isinf(array).reshape(len(changes), -1).any(axis=1))}
    assert found == set()
