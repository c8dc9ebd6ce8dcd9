"""The replay: it is the model's own forecast, it sees nothing late, and it is scored against simple rivals."""

import dataclasses
import datetime

import numpy as np
import pandas as pd
import pytest

from tests.conftest import flat
from wattbook import hindcast, params
from wattbook.subject import MODEL

TODAY, FIRST = "2026-11-22", datetime.date(2025, 11, 12)
DEMAND, SHOCKS = hindcast.DEMAND, ("growth_shock_score_ratio", "level_shock_score_ratio")


@pytest.fixture(scope="module")
def book():
    return params.load(as_of=TODAY, draws=400)


@pytest.fixture(scope="module")
def replay(book):
    return hindcast.Replay(book)


@pytest.fixture(scope="module")
def rows(book):
    return hindcast.replayed(book)


def edited(tmp_path, change):
    """The shipped parameters with other observations; `change` maps the cells of a row to cells, or to nothing."""
    root = tmp_path / "params"
    flat(root)
    head, *lines = (root / "observations.csv").read_text().splitlines()
    kept = [change(line.split(",")) for line in lines]
    (root / "observations.csv").write_text("\n".join([head, *(",".join(cells) for cells in kept if cells)]) + "\n")
    return root


# It is the model's own forecast


def test_the_replay_of_today_is_the_demand_of_the_report_without_its_ceiling(book):
    model = MODEL.evaluate({**book.values, "demand_ceiling_usd_per_year": np.array([[np.inf]])}, [DEMAND])[DEMAND]
    middles = book.values["month_start_year"] + 1 / 24
    ahead = np.flatnonzero(middles > book.values["observed_runrate_year"][-1])[:12]
    # The replay numbers its shocks from the last report, the model has them by calendar month.
    numbered = {name: np.roll(book.values[name], -ahead[0], axis=1) for name in SHOCKS}
    same = dataclasses.replace(book, values=book.values | numbered)
    found, _ = hindcast.Replay(same).demand(book.case.subject, book.as_of, middles[ahead])
    np.testing.assert_allclose(found, model[:, ahead], rtol=1e-6)


def test_its_parameters_are_the_models_own(book, replay):
    fed = replay._fed(book.case.subject, replay.now, None)["growth_parameter_ratio"]
    np.testing.assert_allclose(fed, MODEL.evaluate(book.values, ["growth_parameter_ratio"])["growth_parameter_ratio"])


# It sees nothing late


def later_times(factor):
    def change(cells):
        late = cells[-1] > FIRST.isoformat() and cells[1] in ("revenue_run_rate", "revenue_recognised")
        return [*cells[:4], *(str(float(one) * factor) if one else one for one in cells[4:7]), *cells[7:]] if late else cells
    return change


def drawn(root, day, firm="anthropic", as_of=TODAY):
    book = params.load(as_of=as_of, draws=50, root=root)
    return hindcast.Replay(book).reports(firm, day, np.array([2026.0, 2026.5]))


def test_a_later_report_that_is_changed_changes_no_earlier_forecast(tmp_path):
    leaked = edited(tmp_path, later_times(10.0))
    for firm in ("anthropic", "openai"):
        assert np.array_equal(drawn(None, FIRST, firm), drawn(leaked, FIRST, firm))
    today = datetime.date.fromisoformat(TODAY)
    assert not np.array_equal(drawn(None, today), drawn(leaked, today))  # the change is seen when it is known


def test_reading_as_of_a_day_gives_what_a_file_cut_at_that_day_gives(tmp_path):
    cut = edited(tmp_path, lambda cells: cells if cells[-1] <= FIRST.isoformat() else None)
    assert np.array_equal(drawn(None, FIRST), drawn(cut, FIRST, as_of=TODAY))
    before = MODEL.evaluate(params.load(as_of=FIRST, draws=50).values, [DEMAND])[DEMAND]
    after = MODEL.evaluate(params.load(as_of=FIRST, draws=50, root=cut).values, [DEMAND])[DEMAND]
    assert np.array_equal(before, after)


def test_the_order_of_the_rows_changes_nothing(tmp_path):
    root = tmp_path / "params"
    flat(root)
    head, *lines = (root / "observations.csv").read_text().splitlines()
    (root / "observations.csv").write_text("\n".join([head, *lines[::-1]]) + "\n")
    assert np.array_equal(drawn(None, FIRST), drawn(root, FIRST))


def test_no_firm_is_forecast_by_what_it_did_itself(tmp_path):
    # A rival's history multiplied by ten moves what is learned of the subject; the subject's own does not.
    def times_ten(firm):
        def change(cells):
            mine = cells[0] == firm and cells[1] == "revenue_run_rate" and cells[3] < "2025"
            return [*cells[:4], *(str(float(one) * 10) if one else one for one in cells[4:7]), *cells[7:]] if mine else cells
        return change

    def learned(root):
        return MODEL.evaluate(params.load(as_of=TODAY, draws=5, root=root).values, ["growth_parameter_ratio"])

    before = learned(None)["growth_parameter_ratio"]
    assert np.array_equal(before, learned(edited(tmp_path / "own", times_ten("anthropic")))["growth_parameter_ratio"])
    assert not np.array_equal(before, learned(edited(tmp_path / "rival", times_ten("openai")))["growth_parameter_ratio"])


def test_every_forecast_predicts_what_became_known_after_it(rows):
    assert (rows["known"] > rows["day"]).all()
    assert (rows["date"] > rows["start"]).all()
    assert (rows["date"] - rows["start"] <= hindcast.HORIZON).all()


# It is scored


def test_a_score_is_the_distance_of_the_draws_less_half_their_own():
    # Draws of ln R at 0, 1 and 3, told 1: mean distance (1 + 0 + 2) / 3 = 1; between draws 2 (1 + 3 + 2) / 9 = 4/3, half of
    # it 2/3: 1/3. One draw of three lies below.
    found = hindcast._judged([{"logs": np.array([0.0, 1.0, 3.0]), "value": np.e}])
    assert found["crps"].item() == pytest.approx(1 / 3)
    assert found["pit"].item() == pytest.approx(1 / 3)
    assert found["mid"].item() == pytest.approx(np.e)


def test_pooled_over_labs_it_scores_no_worse_than_the_best_simple_rival(rows, book):
    labs = hindcast.of_peers(rows, book)
    means = labs.groupby("method")["crps"].mean()
    assert means[hindcast.OURS] <= 0.27
    assert means[hindcast.OURS] <= means[hindcast.best_rival(labs)]


def test_pooled_over_labs_eighty_per_cent_bands_cover_as_they_say(rows, book):
    ours = hindcast.of_peers(rows[rows["method"] == hindcast.OURS], book)
    assert 0.65 <= hindcast.scores(ours)["inside80"].item() <= 0.92


def test_outcomes_dealt_to_the_wrong_forecast_score_worse(rows, book):
    """Permutation: if forecasts knew nothing of the firm and the day, dealing the outcomes anew would not matter."""
    ours = hindcast.of_peers(rows[rows["method"] == hindcast.OURS], book)
    rng, spread = np.random.default_rng(3), np.log(ours["high"] / ours["low"]).to_numpy() / 2.56

    def misses(values):
        return np.mean(np.abs(np.log(values / ours["mid"].to_numpy())) / spread)

    dealt = [misses(ours.groupby("firm")["value"].transform(rng.permutation).to_numpy()) for _ in range(200)]
    assert misses(ours["value"].to_numpy()) < min(dealt)


def test_the_report_widens_its_bands_as_the_record_of_other_firms_asks(rows, replay, book):
    for day in (FIRST, book.as_of):
        kept = params.load(as_of=day).values["band_widening_ratio"].item()
        assert replay.factor(rows, book.case.subject, day) == pytest.approx(kept, abs=0.05)


def test_reports_of_others_far_outside_their_bands_widen_ours_and_few_do_not(rows, replay, book):
    missing = rows.assign(pit=0.999)
    # z of 0.999 is 3.09, for every report alike
    assert replay.factor(missing, book.case.subject, book.as_of) == pytest.approx(3.09, abs=0.01)
    assert replay.factor(missing.head(5), book.case.subject, book.as_of) == 1
    assert replay.factor(rows.assign(pit=0.5), book.case.subject, book.as_of) == 1


def test_wider_scores_make_wider_bands(replay, book):
    drawn_ = [np.log(replay.reports("openai", FIRST, np.array([2026.5]), factor)) for factor in (1, 2)]
    narrow, wide = (np.quantile(one, (0.1, 0.9)) for one in drawn_)
    assert np.diff(wide) > 1.5 * np.diff(narrow)


def test_the_lead_over_a_rival_is_its_mean_score_less_ours(rows, book):
    labs = hindcast.of_peers(rows, book)
    means = labs.groupby("method")["crps"].mean()
    mean, low, high = hindcast.lead(labs, "Flat")
    assert mean == pytest.approx(means["Flat"] - means[hindcast.OURS])
    assert low < mean < high


def test_horizons_hold_every_forecast_once(rows, book):
    ours = hindcast.of_peers(rows[rows["method"] == hindcast.OURS], book)
    told = hindcast.by_horizon(ours)
    assert told["ahead"].tolist() == list(hindcast.QUARTERS)
    assert told["n"].sum() == len(ours)


def test_each_report_stands_once_in_the_chart_beside_the_forecast_nearest_to_half_a_year_before(rows, book):
    told = hindcast.against(rows, book.case.subject)
    assert told["when"].is_unique
    assert (told["low"] <= told["high"]).all()
    newest = told.iloc[-1]
    assert newest["value"] == 65e9
    assert 4 < newest["months"] < 8


def test_published_projections_stand_beside_ours_of_the_same_day(replay):
    # The Information, November 2025: 4.7 billion for 2025, of which 4.6 came; nearly all of the year was known by then.
    told = hindcast.published(replay)
    row = told[(told["firm"] == "anthropic") & (told["period"] == "2025")].iloc[0]
    assert row["said"] == 4.7e9
    assert row["value"] == pytest.approx(4.6e9, rel=0.01)
    assert row["mid"] == pytest.approx(4.6e9, rel=0.1)


def test_the_first_forecast_missed_the_newest_report_and_says_by_how_much(replay, book):
    told = hindcast.missed(replay, book.case.subject, FIRST)
    # from 7 billion on 21 October to 65 on 31 July: ln(65 / 7) / 0.777 years = 2.87
    assert told["needed"] == pytest.approx(2.87, abs=0.02)
    assert told["pit"] > 0.85
    assert told["mid"] < 65e9
    assert told["fastest"][0] < told["needed"]


def test_nothing_to_forecast_is_no_miss(replay, book):
    assert hindcast.missed(replay, "mistral", FIRST) is None
    assert hindcast.missed(replay, book.case.subject, book.as_of) is None


def test_where_nothing_had_come_due_the_table_says_so():
    assert hindcast.score_table(pd.DataFrame()).rows[0][0] == "No forecast had come due"
