"""Sentences of the build-out notebook, branch by branch."""

from wattbook import words


def summary(p10, p50, p90, unit="GW_IT"):
    return {"unit": unit, "p10": p10, "p50": p50, "p90": p90}


def test_a_limit_that_binds_most_of_the_time_sets_the_date():
    said = words.buildout.binding("Power", 0.75, summary(0.1, 0.4, 0.8), "Cash", summary(0, 0.1, 0.3))
    assert said == ("Power sets the date: it holds installation back 75% of the time; lifting it alone adds at most "
                    "0.40 (0.10 to 0.80) GW, lifting cash 0.10 (0 to 0.30) GW.")


def test_a_limit_that_binds_less_than_half_of_the_time_does_not():
    said = words.buildout.binding("Power", 0.4, summary(0.1, 0.4, 0.8), "Cash", summary(0, 0.1, 0.3))
    assert said.startswith("No single limit sets the date: power holds installation back 40% of the time; ")


def test_splitting_is_said_to_gain_lose_or_neither():
    kept = summary(0.9, 0.95, 0.99, "fraction")
    assert words.buildout.splitting(3, kept, summary(2, 5, 9, "month")) == (
        "Training across 3 sites keeps 95.0% (90.0% to 99.0%) of its speed and gains 5.0 (2.0 to 9.0) months of full computing "
        "against one large site.")
    assert words.buildout.splitting(3, kept, summary(-9, -5, -2, "month")).endswith(
        "one large site would be ahead by 5.0 (2.0 to 9.0) months.")
    assert "cannot be concluded" in words.buildout.splitting(3, kept, summary(-9, 1, 9, "month"))


def test_the_definition_matters_where_published_costs_spread_wider_than_our_range():
    ours = summary(0.9, 1.2, 1.4)
    assert words.buildout.definition([0.5, 1.4], ours).startswith("The definition of a gigawatt matters more")
    assert words.buildout.definition([1.0, 1.4], ours) == "Published costs differ by no more than our 80% range."


def test_tracked_sites_are_told_with_those_that_wait_or_said_to_be_unknown():
    assert words.buildout.reference(20.7, 33.2, 14, 5) == (
        "Half of the tracked sites have power within 21 months of first works and nine in ten within 33; 5 of 14 had none yet "
        "and count as waiting.")
    assert words.buildout.reference(20.7, 33.2, 14, 0).endswith("; all 14 have it.")
    assert words.buildout.reference(*[float("nan")] * 2, 0, 0).startswith("No tracked site was known")
