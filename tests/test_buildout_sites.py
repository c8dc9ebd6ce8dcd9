"""Sites: permits and pauses with dates, power not seen yet, and what sites attributed to the partner show."""

import numpy as np
import pytest

from tests.drawn import SEEDS, over, run, values
from wattbook import frames, params, survival
from wattbook.run import Run
from wattbook.subject.buildout import readiness, sites

WEEKS_A_YEAR = 365 / 7
NOBODY = np.array([[[np.nan]]])


def column(*numbers):
    """One draw with a number for each member."""
    return np.array(numbers, dtype=float).reshape(1, -1, 1)


# Freezes and pauses


@pytest.mark.parametrize(("works", "luck", "months"), [
    (2025.25, 0.2, 0),  # permits in hand in April 2026, before the freeze of July 2026
    (2025.75, 0.2, 9),  # due in October 2026: nine months until July 2027
    (2025.75, 0.4, 0),  # the freeze does not reach it
    (2026.75, 0.2, 0),  # due in October 2027, when it is over
])
def test_a_freeze_holds_permits_that_are_due_while_it_lasts_until_it_ends(works, luck, months):
    found = readiness.site_permit_hold_months(
        column(works), column(WEEKS_A_YEAR), column(0.3), column(luck), column(2026.5), np.array([[12.0]]))
    assert found.item() == pytest.approx(months, abs=1e-9)
    assert readiness.site_permit_months(column(WEEKS_A_YEAR), found).item() == pytest.approx(12 + months)


def test_a_pause_holds_the_grid_and_not_the_own_plant():
    # Applied 18 months before works of January 2026, a wait of 30: due in January 2027; a pause runs 9 months from July 2026.
    hold = readiness.site_grid_hold_months(
        column(2026), column(30), column(18), column(0.8), column(0.5), column(2026.5), np.array([[9.0]]))
    assert hold.item() == pytest.approx(3)
    grid = readiness.site_grid_months(column(30), column(18), hold)
    assert grid.item() == pytest.approx(15)
    now = np.array([[0.0]])
    assert readiness.site_own_view_months(column(0), now, column(0, 0, 0), grid, column(14), now).item() == 14


def test_the_order_of_july_2026_reaches_permits_not_yet_in_hand_and_nothing_before_it_was_signed():
    before, after = (params.load(as_of=day, draws=400).values for day in ("2026-06-01", "2026-11-22"))
    (held,) = run(["site_permit_hold_months"], after)
    place = list(params.load(as_of="2026-11-22").case.axes["site"]).index("new_york")
    due = (after["site_works_start_year"] + after["site_permit_weeks"] / WEEKS_A_YEAR)[:, place]
    signed = after["site_freeze_start_year"][0, place, 0]
    assert (held[:, place][due < signed] == 0).all()
    assert (held[:, place] > 0).mean() > 0.15
    assert before["site_freeze_probability"][:, place].mean() < 0.2


def test_rules_stand_as_known_on_the_day():
    assert [rule["rule"] for rule in params.load(as_of="2025-11-12").rules] == ["Moratorium of St. Charles (Missouri)"]
    stages = {day: {rule["rule"]: rule["stage"] for rule in params.load(as_of=day).rules}
              for day in ("2026-06-10", "2026-08-10")}
    assert stages["2026-06-10"]["Bill S.10462, one-year permit freeze"] == "passed both houses"
    assert "Executive Order 62" not in stages["2026-06-10"]
    assert stages["2026-08-10"]["Bill S.10462, one-year permit freeze"] == "not signed, overtaken by the order"
    assert stages["2026-08-10"]["Executive Order 62"] == "in force"


# How long such sites took: Epoch AI, Frontier AI Data Centers (December 2025), by hand


def test_five_of_fourteen_tracked_sites_count_as_waiting():
    # S falls to 13/14, x 10/11 (two wait under 7 months), x 8/9 (one under 12), x 7/8, x 6/7 = .56277 (20.51), x 5/6 = .46898
    # (20.70), then, one having left at 21.6, x 3/4 = .35173 (28.43). Middles of the steps: .48413 at 20.70 and .58965 at 28.43;
    # the median lies .15041 of the way.
    ended = column(3.56, 7.62, 12.93, 16.46, 20.51, 20.70, 28.43, 29.03, 31.71, *[np.nan] * 5)
    waiting = column(*[np.nan] * 9, 6.1, 6.8, 11.8, 21.6, 29.01)
    found = readiness.reference_time_to_power_months(ended, waiting, np.array([[12.0]])).item()
    assert found == pytest.approx(20.70 + 0.15041 * (28.43 - 20.70), abs=0.001)


def test_waiting_is_counted_to_the_last_look_and_not_beyond():
    # Hyperion: first works on 20 December 2024, no power on 13 December 2025, the day of the data set.
    book = params.load(as_of="2026-01-20")
    (waited,) = run(["tracked_waited_months"], book.values)
    place = list(book.case.axes["tracked_site"]).index("site_hyperion")
    assert waited[0, place, 0] == pytest.approx(12 - 19 / 31 + 12 / 31, abs=1e-6)


# What has not been seen


def seen_by(expected, luck, gone, unseen=0.2, ended=(10.0, 20.0, 30.0, 40.0)):
    """Months to power of sites begun in 2025 whose time is expected, `gone` months later."""
    works = np.full_like(expected, 2025.0)
    return readiness.site_time_to_power_months(
        expected, works, np.array([[2025 + gone / 12]]), np.array([[unseen]]), luck, column(*ended), NOBODY, np.array([[9.0]]))


def test_what_should_be_on_and_was_not_seen_is_drawn_again_from_sites_that_took_longer():
    # Of four sites at 10, 20, 30 and 40 months a quarter is on after 15. Luck 0.6 over 0.2: half of the way up the rest, that
    # is rank 0.25 + 0.5 x 0.75 = 0.625, the third of four.
    found = seen_by(column(12, 12, 18), column(0.6, 0.1, 0.6), gone=15)
    assert found.ravel() == pytest.approx([30, 12, 18])  # drawn again; on and unseen; not due yet


def test_where_no_site_is_known_power_comes_no_sooner_than_the_day():
    assert seen_by(column(12), column(0.6), gone=15, ended=(np.nan,)).item() == pytest.approx(15)


def test_draws_conditioned_on_what_was_not_seen_follow_the_conditional_distribution():
    # Expected times straight from the tracked sites: a quarter on by month 15; of what is left F = 1/4 + 3/4 x its rank.
    rank = (np.arange(4000) + 0.5) / 4000
    curve = survival.curve(np.array([10.0, 20.0, 30.0, 40.0]), np.zeros(0))
    expected = survival.quantile(*curve, rank, 9.0).reshape(-1, 1, 1)
    luck = np.random.default_rng(1).permutation(rank).reshape(-1, 1, 1)
    found = seen_by(expected, luck, gone=15, unseen=1e-9).ravel()
    for level in (0.25, 0.5, 0.75):
        wanted = survival.quantile(*curve, 0.25 + level * 0.75, 9.0)
        assert np.mean(found <= wanted) == pytest.approx(level, abs=0.02)
    on = seen_by(expected, luck, gone=15, unseen=0.2).ravel() < 15
    assert on.mean() == pytest.approx(0.25 * 0.2, abs=0.01)  # kept only with that chance


@over(SEEDS)
def test_power_before_the_day_is_left_only_where_it_may_be_unseen(seed):
    inputs = values(seed)
    first, expected = run(["site_first_power_year", "site_expected_months"], inputs)
    before = first < inputs["as_of_year"][:, None] - 1e-9
    unseen = inputs["site_unseen_rank_share"] < inputs["site_unseen_probability"][:, None]
    assert (~before | unseen).all()
    later = inputs["site_works_start_year"] + expected / 12 >= inputs["as_of_year"][:, None]
    np.testing.assert_allclose(first[later], (inputs["site_works_start_year"] + expected / 12)[later])


# Sites attributed to the partner: Epoch AI, update of 24 September 2026


@pytest.fixture(scope="module")
def on_time():
    """The shipped case with every projected date kept."""
    return Run(params.load(as_of="2026-11-22", overrides={"projection_slip_months": {"value": dict.fromkeys(
        ("site_lake_mariner", "site_barber_lake"), 0)}}))


@pytest.mark.parametrize(("month", "gw"), [
    ("2025-12", 0), ("2026-05", 0.042), ("2026-10", 0.210),
    ("2026-12", 0.210 + 0.168), ("2027-03", 0.378 + 0.168), ("2027-04", 0.378 + 0.207), ("2030-01", 0.585)])
def test_attributed_sites_kept_to_their_dates_have_what_the_tracker_projects(on_time, month, gw):
    assert on_time.draws(f"attributed_energised_it_gw[{month}]").item() == pytest.approx(gw)


def test_a_late_projection_leaves_what_was_seen():
    late = Run(params.load(as_of="2026-11-22", overrides={"projection_slip_months": {"value": dict.fromkeys(
        ("site_lake_mariner", "site_barber_lake"), 3)}}))
    assert late.draws("attributed_energised_it_gw[2026-12]").item() == pytest.approx(0.042)
    assert late.draws("attributed_energised_it_gw[2027-01]").item() == pytest.approx(0.210)


def test_attributed_sites_began_and_had_power_when_the_tracker_saw_it(on_time):
    spans = frames.buildout.gantt(on_time)
    works, first = spans.start[spans.note == "Attributed"].tolist(), on_time["attributed_first_power_year"].ravel()
    assert works == pytest.approx([2025 + 5 / 12, 2025 + 8 / 12])  # June and September 2025
    assert first == pytest.approx([2026 + 4 / 12, 2026 + 11 / 12])  # May 2026, seen; December 2026, projected


def test_before_they_were_attributed_nothing_is_said_of_them():
    then = Run(params.load(as_of="2025-11-12", draws=5))
    assert then.summary("attributed_energised_it_gw[2026-12]")["p50"] is None
    assert np.isnan(then["attributed_first_power_year"]).all()


def test_attributed_sites_never_enter_the_programme(on_time):
    feeds = on_time.users("attributed_seen_it_mw")
    assert {line for line in str(feeds).splitlines() if not line.startswith("attributed")} == set()


def test_a_site_without_a_look_is_left_out_of_the_sum():
    gw = sites.attributed_site_it_gw(
        np.array([[[0.0, 40.0], [np.nan, np.nan]]]), np.full((1, 2, 2), np.nan), np.array([[[1.0], [1.0]]]))
    assert np.isnan(gw[0, 1]).all()
    assert sites.attributed_energised_it_gw(gw).ravel().tolist() == [0, 0.04]


def test_a_gantt_row_has_works_plan_first_and_full_power_in_order(on_time):
    rows = frames.buildout.gantt(on_time).set_index("label")
    assert list(rows["note"]) == ["Programme"] * 3 + ["Attributed"] * 2
    assert (rows["start"] < rows["low"]).all()
    assert (rows["low"] <= rows["value"]).all()
    assert (rows["value"] <= rows["high"]).all()
    assert (rows["end"] > rows["value"]).all()
    assert rows["planned"].isna().tolist() == [False] * 3 + [True] * 2
    assert rows.loc["Texas", "planned"] == 2026.5
