"""The register of forecasts: only ever added to, and scored when due."""

import datetime

import pandas as pd
import pytest

from wattbook import charts, params, register
from wattbook.params.ledgers import COLUMNS, appended, read_register, seal
from wattbook.report.cli import main
from wattbook.run import open_run

DAY = datetime.date(2026, 11, 27)


@pytest.fixture
def run(shipped):
    (shipped / "register.csv").unlink()
    return open_run("base", "2025-11-12", draws=100, root=shipped)


def test_what_is_registered_is_read_back_and_never_written_twice(run, shipped):
    rows = register.entries(run, DAY)
    assert appended(shipped, rows) == len(rows) > 10
    assert appended(shipped, rows) == 0
    held = read_register(shipped)
    assert [one["key"] for one in held] == [row["key"] for row in rows]
    assert all(one["replay"] for one in held)  # made a year after its date


@pytest.mark.parametrize("spoil", [
    lambda text: text.replace("2025-12-31", "2025-12-30", 1),
    lambda text: "\n".join(text.split("\n")[:2] + text.split("\n")[3:]),
    lambda text: "\n".join([text.split("\n")[0], text.split("\n")[2], text.split("\n")[1], *text.split("\n")[3:]])])
def test_a_row_that_is_edited_taken_out_or_moved_is_refused(run, shipped, spoil):
    appended(shipped, register.entries(run, DAY))
    path = shipped / "register.csv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")  # V-04
    with pytest.raises(params.InputError, match="stays as it was made"):
        read_register(shipped)


def test_a_date_is_registered_once_from_the_command_line(run, shipped, monkeypatch, capsys):
    monkeypatch.setenv("WATTBOOK_PARAMS", str(shipped))
    assert main(["register", "2026-11-22", "2026-11-22"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"2026-11-22: {len(read_register(shipped))} forecasts registered"
    assert second == "2026-11-22: 0 forecasts registered"
    assert main(["register", "soon"]) == 2


def test_a_change_in_any_column_or_in_the_row_before_breaks_a_seal():
    row = dict.fromkeys(COLUMNS, "1")
    changed = {seal({**row, column: "2"}, "before") for column in COLUMNS if column != "seal"}
    assert len({seal(row, "before"), seal(row, "other"), *changed}) == len(COLUMNS) + 1


def test_a_later_date_is_added_behind(run, shipped):
    appended(shipped, register.entries(run, DAY))
    later = open_run("base", "2026-11-22", draws=100, root=shipped)
    count = len(read_register(shipped))
    assert appended(shipped, register.entries(later, DAY)) > 0
    held = read_register(shipped)
    assert not any(one["replay"] for one in held[count:])
    assert all(one["due"] >= datetime.date(2026, 11, 22) for one in held[count:])


def test_the_set_of_the_announcement_ships_and_is_scored_as_a_replay():
    run = open_run("base", "2026-11-27", draws=100)
    frame = register.due(run)
    told = register.scores(frame)
    assert told["all"] >= 10
    assert told["replays"] == told["all"]
    assert len(register.due_table(frame).rows) == told["all"]
    assert not len(register.due(open_run("base", "2025-11-12", draws=100)))  # nothing later is seen


def test_scores_are_those_worked_by_hand():
    # Brier (1 - 0.9)^2 = 0.01 and (0 - 0.2)^2 = 0.04: mean 0.025. One band of two holds what came.
    frame = pd.DataFrame({"mid": [1.0, 1.0, None, None], "probability": [None, None, 0.9, 0.2],
                          "inside80": [True, False, None, None],
                          "brier": [None, None, 0.01, 0.04], "replay": [False] * 4})
    told = register.scores(frame)
    assert told["brier"] == pytest.approx(0.025)
    assert (told["inside80"], told["bands"], told["probabilities"]) == (0.5, 2, 2)


def test_a_band_that_held_what_came_is_told(run, shipped):
    rows = [one for one in register.entries(run, DAY) if one["key"] == "yearend_runrate_usd_per_year[2025]"]
    rows[0] |= {"lowest": "7e9", "low": "8e9", "mid": "10e9", "high": "12e9", "highest": "13e9"}
    appended(shipped, rows)
    frame = register.due(open_run("base", "2026-11-22", draws=100, root=shipped))
    assert frame["value"].iloc[0] == 9e9
    assert bool(frame["inside80"].iloc[0])


def test_reliability_is_drawn_from_ten_forecasts_on():
    frame = pd.DataFrame({"probability": [0.1] * 5 + [0.9] * 5, "happened": [0.0] * 4 + [1.0] + [1.0] * 4 + [0.0]})
    made = register.reliability(frame)
    came = made[made["series"] == "Came"]
    assert list(came["x"]) == pytest.approx([0.1, 0.9])
    assert list(came["mid"]) == pytest.approx([0.2, 0.8])
    # Wilson (1927) for 1 of 5 at z = 1.2816: (0.2 + z^2 / 10) / (1 + z^2 / 5) = 0.2742, less and plus
    # z sqrt(0.032 + z^2 / 100) / (1 + z^2 / 5) = 0.2123.
    assert came[["low", "high"]].iloc[0].tolist() == pytest.approx([0.0619, 0.4865], abs=1e-3)
    assert made.loc[made["series"] == "As said", "x"].tolist() == [0, 1]
    assert not len(register.reliability(frame.iloc[:9]))


@pytest.mark.parametrize(("planted", "drawn"), [(10, True), (9, False)])
def test_a_register_of_ten_probabilities_that_came_due_draws_the_diagram(run, shipped, planted, drawn):
    row = next(one for one in register.entries(run, DAY) if one["key"] == "yearend_runrate_usd_per_year[2025]")
    bare = {**row, **dict.fromkeys(("lowest", "low", "mid", "high", "highest"), "")}
    # 9 billion came: what was asked of 1 to 8 billion happened, of 10 and 11 not.
    asked = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11][-planted:]
    appended(shipped, [{**bare, "key": f"yearend_runrate_usd_per_year[2025] >= {level}e9",
                        "probability": "0.9" if level < 6 else "0.5"} for level in asked])
    frame = register.due(open_run("base", "2026-11-22", draws=100, root=shipped))
    made = register.reliability(frame)
    assert register.scores(frame)["probabilities"] == planted
    assert bool(len(made)) == drawn
    if drawn:
        assert made[made["series"] == "Came"][["x", "mid"]].to_numpy().ravel() == pytest.approx([0.5, 3 / 5, 0.9, 1.0])
        chart = charts.curve(made, quantity="Came", unit="fraction", x_quantity="Said", x_unit="fraction")
        assert {row["series"] for row in chart.records} == {"As said", "Came"}
