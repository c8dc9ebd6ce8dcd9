"""Keys: what they ask of a run, worked by hand on outputs that are given."""

import dataclasses

import numpy as np
import pytest

from wattbook import keys
from wattbook.params import InputError
from wattbook.run import Run

MONTHS = 144  # of the shipped case, from January 2024


@pytest.fixture(scope="module")
def run(book):
    """Four draws of a few outputs, small enough to reckon by hand."""
    years = np.zeros((4, 12))
    years[:, 2] = [60e9, 70e9, 80e9, 90e9]  # 2026
    flow = np.zeros((4, MONTHS))
    flow[:, 30] = [1.0, 2.0, 3.0, 4.0]
    flow[:, 31] = 5.0
    given = {"npv_usd": np.array([[-1.0], [0.0], [0.0], [3.0]]), "budget_usd": np.full((4, 1), 800.0),
             "capex_budget_usd": np.full((4, 1), 800.0),
             "permanent_jobs_count": np.array([[100.0], [200.0], [400.0], [0.0]]), "recognised_revenue_usd": years,
             "target_revenue_usd_per_year": np.full((4, 1), 80e9), "debt_drawn_usd_per_month": flow,
             "rack_it_kw": np.full((4, 1), 140.0), "cooling_rack_it_kw": np.full((4, 3, 1), [[35.0], [140.0], [210.0]])}
    return Run(dataclasses.replace(book, values={**book.values, **given}))


@pytest.mark.parametrize(("sign", "share", "words"), [
    (">=", 0.75, "at least"), (">", 0.25, "above"), ("<", 0.25, "below"), ("<=", 0.75, "at most")])
def test_a_comparison_is_the_share_of_draws_in_which_it_holds(run, sign, share, words):
    summary = run.summary(f"npv_usd {sign} 0")
    assert (summary["p10"], summary["p50"], summary["p90"], summary["unit"]) == (share, share, share, "fraction")
    assert summary["definition"] == ("Probability: net present value of the programme at the start of spending, "
                                     f"{words} $0.")


def test_a_quotient_has_the_unit_of_its_parts_and_none_where_nothing_divides(run):
    assert run.draws("budget_usd / permanent_jobs_count").tolist() == pytest.approx([8, 4, 2, np.nan], nan_ok=True)
    assert run.unit("budget_usd / permanent_jobs_count") == "USD/job"


def test_a_difference_is_taken_draw_by_draw_and_keeps_its_unit(run):
    assert run.draws("capex_budget_usd - npv_usd").tolist() == [801, 800, 800, 797]
    assert run.unit("capex_budget_usd - npv_usd") == "USD_2025"


def test_a_sum_over_months_is_no_flow_any_more_and_the_highest_month_is_one(run):
    assert run.draws("sum(debt_drawn_usd_per_month)").tolist() == [6, 7, 8, 9]
    assert run.unit("sum(debt_drawn_usd_per_month)") == "USD"
    assert run.draws("max(debt_drawn_usd_per_month)").tolist() == [5, 5, 5, 5]
    assert run.unit("max(debt_drawn_usd_per_month)") == "USD/month"
    assert run.draws("min(debt_drawn_usd_per_month)").tolist() == run["debt_drawn_usd_per_month"].min(axis=1).tolist()


def test_one_number_stands_beside_every_member_of_the_other(run):
    assert run.array("cooling_rack_it_kw / rack_it_kw")[0].ravel().tolist() == [0.25, 1, 1.5]
    assert run.draws("cooling_rack_it_kw[immersion] / rack_it_kw").tolist() == [1.5] * 4


def test_what_a_calendar_year_adds_up_to_is_compared_with_a_flow_a_year(run):
    assert run.mean("recognised_revenue_usd[2026] >= target_revenue_usd_per_year") == 0.5
    assert run.unit("recognised_revenue_usd[2026] >= target_revenue_usd_per_year") == "fraction"


@pytest.mark.parametrize("key", [
    "recognised_revenue_usd[2026] - target_revenue_usd_per_year",  # a difference would carry one of two units
    "npv_usd >= target_revenue_usd_per_year", "recognised_revenue_usd[2026] >= npv_usd", "budget_usd + permanent_jobs_count"])
def test_unlike_measures_are_neither_compared_nor_added(run, key):
    with pytest.raises(InputError, match="the same unit is needed"):
        run.unit(key)


@pytest.mark.parametrize("text", ["npv_usd = 0", "a / b / c", "sum(a[b])", "a >", "a>0"])
def test_what_is_no_key_is_refused_with_the_forms_that_are(text):
    with pytest.raises(InputError, match=r"a key is needed: name, .* or two of them around / - \+ >= > < <="):
        keys.parse(text)
