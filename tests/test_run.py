"""What notebooks call: results by name, tables, the record of outputs."""

import dataclasses
import re

import numpy as np
import pytest

from wattbook import moves, params
from wattbook.record import MIME
from wattbook.run import Run, open_run
from wattbook.subject import MODEL
from wattbook.tables import table

LATE = "2026-11-22"


def standing(book, **arrays):
    """A run in which some outputs are given, so that what is said of them can be worked out by hand."""
    return Run(dataclasses.replace(book, values={**book.values, **arrays}))


@pytest.fixture(scope="module")
def run(book):
    """The shipped case."""
    return Run(book)


@pytest.fixture(scope="module")
def even(book):
    """A run whose value is spread evenly from 0 to 10 billion: P10 is 1, the median 5, P90 9."""
    return standing(book, npv_usd=np.linspace(0, 10e9, book.draws)[:, None])


def cells(html):
    """Texts of the cells of a table, row by row."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html._repr_html_())
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]


# Results by name


def test_a_result_is_reckoned_once(run):
    assert run["npv_usd"] is run["npv_usd"]


def test_results_agree_with_the_model(run, book):
    expected = MODEL.evaluate(book.values, ["recognised_revenue_usd"])["recognised_revenue_usd"]
    np.testing.assert_array_equal(run["recognised_revenue_usd"], expected)
    np.testing.assert_array_equal(run["pue"], book.values["pue"])


def test_an_unknown_name_is_refused_with_the_nearest(run):
    with pytest.raises(params.InputError, match=r"'npv_us': no output, assumption or series .* mean 'npv_usd'"):
        run["npv_us"]


def test_labels_are_those_of_the_axis(run, book):
    assert run.labels("energised_it_gw") == book.case.month_names()
    assert run.labels("recognised_revenue_usd")[:3] == ["2024", "2025", "2026"]
    assert run.labels("lab_runrate_share") == list(book.case.axes["forecast_lab"])
    assert run.labels("firm_contracted_mw") == list(book.case.axes["firm"])
    assert run.labels("npv_usd") is None


def test_one_number_is_picked_by_year_month_or_member(run):
    np.testing.assert_array_equal(run.draws("recognised_revenue_usd[2025]"), run["recognised_revenue_usd"][:, 1])
    np.testing.assert_array_equal(run.draws("energised_it_gw[2024-02]"), run["energised_it_gw"][:, 1])
    np.testing.assert_array_equal(run.draws("lab_runrate_share[openai]"), run["lab_runrate_share"][:, 1, 0])


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("recognised_revenue_usd", r"it has many values; name one as recognised_revenue_usd\[2035\]"),
        ("recognised_revenue_usd[1999]", "found '1999'; allowed: 2024 to 2035"),
        ("lab_runrate_share[openay]", "found 'openay'; allowed: anthropic to zai; did you mean 'openai'"),
        ("npv_usd[2026]", "it has one value only"),
        ("npv_usd[", "a key is needed: name, name"),
        ("net present value", "a key is needed: name, name"),
        ("npv_usdd", "did you mean 'npv_usd'"),
    ],
)
def test_a_key_that_names_no_single_number_is_refused(run, key, message):
    for ask in (run.draws, run.summary, run.say, run.mean, run.tornado):
        with pytest.raises(params.InputError, match=message):
            ask(key)


@pytest.mark.parametrize("dates", [[], [2025.5]])
def test_dates_of_reports_are_no_draws_and_a_site_alone_is_one_number(book, dates):
    some = standing(book, observed_runrate_year=np.array(dates), site_grid_months=np.array([[[7.0]], [[9.0]]]))
    with pytest.raises(params.InputError, match="many values"):
        some.draws("observed_runrate_year")
    assert some.draws("site_grid_months").tolist() == [7, 9]


def test_a_summary_has_unit_quantiles_and_definition(even):
    summary = even.summary("npv_usd")
    assert [summary[name] for name in ("p10", "p50", "p90")] == pytest.approx([1e9, 5e9, 9e9])
    assert (summary["name"], summary["unit"]) == ("npv_usd", "USD_2025")
    assert summary["definition"] == "Net present value of the programme at the start of spending."
    assert even.say("npv_usd") == "$5.0B ($1.0B to $9.0B)"
    assert even.mean("npv_usd") == pytest.approx(5e9)


def test_what_is_not_defined_has_no_numbers(book):
    summary = standing(book, irr_per_year=np.full((5, 1), np.nan)).summary("irr_per_year")
    assert (summary["p10"], summary["p50"], summary["p90"]) == (None, None, None)


def test_a_summary_of_an_assumption_or_series_is_defined_by_its_label(run):
    assert run.summary("pue")["definition"] == "Facility power over IT power (PUE)."
    assert run.summary("firm_contracted_mw[amazon]")["unit"] == "MW_facility"


def test_a_title_names_the_member_as_readers_know_it(run):
    assert run.definition("lab_runrate_share[openai]").endswith(": OpenAI")
    assert run.definition("recognised_revenue_usd[2026]").endswith(": 2026")


def test_the_largest_member_is_the_one_with_the_largest_median(book):
    values = np.array([[[1.0], [9.0], [np.nan], [5.0]]])
    made = standing(book, lab_runrate_share=values)
    assert made.largest("lab_runrate_share") == "openai"
    assert made.largest("lab_runrate_share", 1) == "mistral"
    assert made.reported("lab_runrate_share") == 3


def test_an_explanation_prints_as_text_without_quotes(run):
    told = repr(run.explain("it_capacity_nominal_gw"))
    assert told.splitlines()[0].startswith("it_capacity_nominal_gw = ")
    assert "    budget_usd = $50.0B [USD]" in told


# Tables


def test_a_table_escapes_what_stands_in_it():
    made = table({"<b>Head</b>": "text"}, [("a & <script>alert(1)</script>",)])
    assert cells(made) == [["&lt;b&gt;Head&lt;/b&gt;"], ["a &amp; &lt;script&gt;alert(1)&lt;/script&gt;"]]
    assert repr(made) == "Table: <b>Head</b>, 1 rows"


def test_the_important_row_is_marked():
    made = table({"A": "text", "B": "number"}, [("*this", 1), ("that", 2)])
    assert made._repr_html_().count('<tr class="wb-key">') == 1
    assert cells(made)[1] == ["this", "1"]


def test_results_show_median_range_and_unit(even):
    assert cells(even.results("npv_usd"))[1] == [
        "Net present value of the programme at the start of spending", "$5.0B", "$1.0B to $9.0B", "USD of 2025"]


def test_a_flip_of_an_unknown_assumption_is_refused(run):
    with pytest.raises(params.InputError, match=r"puee.*did you mean .pue."):
        moves.flips(run, "npv_usd", 0, names=["puee"])


def test_what_must_be_true_is_told_of_the_assumptions_asked_for(run):
    # Twice the median power needs twice the budget, which is given; no share of the budget is above 1.
    power = run.summary("it_capacity_nominal_gw")["p50"]
    double = moves.flips(run, "it_capacity_nominal_gw", 2 * power, names=["budget_usd", "budget_capex_share"])
    assert list(double["needed"]) == [pytest.approx(100e9, rel=1e-3), pytest.approx(np.nan, nan_ok=True)]
    assert not double["needed"].between(double["low"], double["high"]).any()
    inside = moves.flips(run, "it_capacity_nominal_gw", power, names=["capex_usd_per_it_watt"])
    assert inside["needed"].between(inside["low"], inside["high"]).all()
    member = moves.flips(run, "max(site_it_gw)", 0.5, names=["site_budget_weight_ratio[texas]"])
    assert list(member["label"]) == ["Weight of a site in the budget (scaled to shares): Texas"]


def test_disagreements_say_which_published_value_crosses_the_threshold(run):
    # The power that the budget buys at 40 USD per watt, in the median, lies between the published 90 and 35.
    power = moves.middle(moves.holding(run, {"capex_usd_per_it_watt": 40}), "it_capacity_nominal_gw")
    frame = run.disagreements("it_capacity_nominal_gw", power).set_index("published")
    assert frame.loc[90, "result"] < power < frame.loc[35, "result"]
    assert (frame.loc[90, "reached"], frame.loc[35, "reached"]) == (0, 1) or frame.loc[90, "reached"] < 0.01
    assert (frame["base"] == run.summary("it_capacity_nominal_gw")["p50"]).all()


def test_members_stand_side_by_side_and_what_is_not_reported_is_said(book):
    held = np.array([[[1e6], [np.nan], [3e6], [4e6], [2e6]]])
    made = standing(book, owner_compute_h100e=held, owner_share=held / 1e7)
    head, *rows = cells(made.compare({"Computing": "owner_compute_h100e", "Share": "owner_share"}))
    assert head[1:] == ["Computing, H100e", "Share"]
    assert [row[0] for row in rows] == list(book.case.axes["owner"].values())
    assert rows[1][1] == "not reported"
    assert rows[3][2] == "40.0%"


def test_facts_come_newest_first_and_no_more_than_asked(run):
    rows = cells(run.facts(["revenue_run_rate"], ["anthropic"], last=3))[1:]
    assert len(rows) == 3
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    assert {row[0] for row in rows} == {"Anthropic"}


def test_the_table_of_checks_says_what_holds_and_what_is_off(run, book):
    assert {row[1] for row in cells(run.checks())[1:]} == {"holds"}
    spoilt = standing(book, recognised_revenue_usd=run["recognised_revenue_usd"] * 1.01)
    outcomes = dict(cells(spoilt.checks())[1:])
    assert outcomes["Recognised revenue of the calendar years adds up to that of the months (T-03)."] == "off by 0.01"


# The record


def test_the_record_holds_headline_and_outputs_for_the_report(even):
    bundle = even.record("It is so.", "npv_usd")._repr_mimebundle_()
    assert bundle[MIME]["headline"] == "It is so."
    assert [output["name"] for output in bundle[MIME]["outputs"]] == ["npv_usd"]
    assert bundle[MIME]["outputs"][0]["p90"] == pytest.approx(9e9)
    assert bundle["text/plain"] == "Recorded 1 outputs: It is so."


@pytest.mark.parametrize("draws", [1, 99, 0.5, "many", None, True])
def test_no_notebook_is_run_by_hand_with_too_few_draws_to_say_a_probability(draws):
    with pytest.raises(params.InputError, match=r"draws: found .*; a whole number of at least 100 is needed"):
        open_run("base", "2026-11-22", draws=draws)


def test_opening_takes_what_a_notebook_is_given():
    made = open_run("growth_stalls", "2025-11-12", {"pue": 1.3}, 100, 9)
    assert (made.book.scenario, str(made.book.as_of)) == ("growth_stalls", "2025-11-12")
    assert (made.book.draws, made.book.seed) == (100, 9)
    assert made.say("pue") == "1.3"


def test_the_same_run_otherwise_changes_what_is_held_and_nothing_else():
    run = open_run(as_of="2026-11-22", draws=100)
    other = run.otherwise(supply_limit_usd_per_year=float("inf"), pue=1.5)
    assert np.array_equal(other["runrate_usd_per_year"], other["demand_runrate_usd_per_year"])
    assert (other["pue"] == 1.5).all()
    assert np.array_equal(other["demand_runrate_usd_per_year"], run["demand_runrate_usd_per_year"])
    assert not np.array_equal(run["pue"], other["pue"])
