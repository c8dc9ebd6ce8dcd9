"""Competition among firms: stages, parity, shares and concentration by hand, then limits and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.drawn import DRAWS, SEEDS, central, moved, over, run, values
from wattbook import params
from wattbook.axes import member

SHARED = [f"firm_{kind}_{how}_it_mw" for kind in ("rented", "let") for how in ("seen", "planned")]
SIX = arrays.arrays(float, (3, 6, 1), elements=st.floats(1, 1e12))


def members(*numbers):
    """One draw of an axis from plain numbers."""
    return np.array(numbers, dtype=float)[None, :, None]


def one(number):
    return np.full((1, 1), float(number))


def hhi(layer, **given):
    """Concentration of one layer, the others being one hand and nothing unknown save what is given."""
    inputs = dict.fromkeys(("maker_compute_h100e", "owner_share", "lab_runrate_share", "supplier_commitment_usd"), members(1))
    inputs |= dict.fromkeys(("unobserved_compute_share", "unlisted_lab_share", "tail_lumpiness_share"), one(0))
    return member(run(["layer_hhi_count"], {**inputs, **given})[0], "market_layer", layer)[:, 0]


# The league


def test_firms_are_compared_by_one_measure_at_one_stage_in_one_unit():
    # N-04: all that a series gives of the members of an axis is of one kind, the subject's as the others'.
    book = params.load(as_of="2026-11-22", draws=1)
    among = {"firm", "programme", "peer", "lab", "forecast_lab", "owner", "supplier", "cloud", "developer"}
    compared = [name for name, spec in book.case.series.items() if spec.get("axis") in among]
    kinds = {name: {(row["measure"], row["basis"], row["unit"]) for row in params.series_rows(book, name)} for name in compared}
    assert len(kinds) > 20
    assert {name: kind for name, kind in kinds.items() if len(kind) > 1} == {}


def test_a_shared_site_is_split_between_tenant_and_owner_and_nothing_is_lost():
    # The tenant rents 100 MW that its owner lets; 30% of it is used by the tenant.
    path = {"firm_sole_seen_it_mw": members(50, 10), "firm_rented_seen_it_mw": members(100, np.nan),
            "firm_let_seen_it_mw": members(np.nan, 100), "tenant_use_share": one(0.3)}
    (found,) = run(["firm_energised_it_gw"], path)
    assert found.ravel() == pytest.approx([0.080, 0.080])
    assert found.sum() == pytest.approx(0.160)


def test_what_is_projected_comes_late_and_never_takes_away_what_was_seen():
    seen, planned = np.array([[[100.0, 100.0, 100.0, 100.0]]]), np.array([[[np.nan, 300.0, 300.0, 400.0]]])
    inputs = {"firm_sole_seen_it_mw": seen, "firm_sole_planned_it_mw": planned, "tenant_use_share": one(0.5),
              "firm_projection_slip_months": np.array([[[1.0]]])}
    inputs |= {name: np.full((1, 1, 4), np.nan) for name in SHARED}
    assert run(["firm_it_gw"], inputs)[0].ravel() == pytest.approx([0.1, 0.1, 0.3, 0.3])
    inputs["firm_sole_seen_it_mw"] = np.array([[[np.nan, np.nan, 50.0, 50.0]]])  # not looked at before
    assert run(["firm_it_gw"], inputs)[0].ravel() == pytest.approx([0, 0, 0.3, 0.3])


def test_parity_is_the_first_month_from_now_on_or_never():
    months = 2026 + np.arange(4) / 12
    levels = np.array([[[1.0, 2.0, 3.0, 4.0], [2.5, 2.5, 2.5, 2.5], [9.0, 9.0, 9.0, 9.0], [0.5, 0.5, 0.5, 0.5]]])
    inputs = {"firm_it_gw": levels, "month_start_year": months, "as_of_year": one(months[1]),
              "firm_h100e_per_it_kw": members(1, 0.5, 1, 1)}
    power, computing = run(["parity_power_year", "parity_compute_year"], inputs)
    assert power.ravel()[[0, 1, 3]] == pytest.approx([months[1], months[2], months[1]])
    assert np.isnan(power.ravel()[2])
    assert computing.ravel()[1] == pytest.approx(months[1])  # half the density: 1.25 of the subject's unit


def test_sales_are_level_when_the_forecast_reaches_what_others_sell_in_a_growing_market():
    # 12 grows tenfold in a year, 50 doubles with the market: 120 and 100 after it. A lab without a report to compare has no
    # month, and one that sells less is level today.
    months = 2026 + np.arange(-1, 13) / 12
    inputs = {"lab_path_usd_per_year": np.full((1, 4, 14), 9.0), "runrate_usd_per_year": 12 * 10 ** (months - 2026)[None],
              "comparable_runrate_usd_per_year": members(12, 50, np.nan, 1), "market_growth_per_year": one(1),
              "month_start_year": months, "as_of_year": one(2026)}
    race, level = run(["lab_race_usd_per_year", "parity_sales_year"], inputs)
    assert race[0, :, 0].tolist() == [9] * 4  # as reported before today
    assert race[0, [0, 1], 13] == pytest.approx([120, 100])
    # 12 x 10^t = 50 x 2^t at t = ln(50 / 12) / ln 5 = 0.887 years, so in the eleventh month.
    assert level.ravel()[[1, 3]] == pytest.approx([2026 + 11 / 12, 2026])
    assert np.isnan(level.ravel()[2])


def test_each_stage_ranks_in_one_unit_and_a_stage_without_a_figure_has_no_rank():
    both = np.ones((2, 1, 1))  # two draws: in the second the first programme is to have the most power
    inputs = {"programme_announced_usd": members(50, 500, 600) * both,
              "programme_energised_it_gw": members(0.5, 0.4, 2.2) * both,
              "programme_building_it_gw": np.array([[1.3, 8, np.nan], [9, 8, np.nan]])[..., None]}
    rank = run(["programme_rank_count"], inputs)[0][..., 0]
    assert rank[:, [0, 2, 3]].tolist() == [[3, 2, 2], [3, 1, 2]]
    assert np.isnan(rank[:, 1]).all()


def test_shares_are_of_one_stage_and_need_a_second_programme():
    # 50 of 1,150 dollars; one figure of power alone is no share; 0.5 of 2.5 GW that is on, one not known.
    inputs = {"programme_announced_usd": members(50, 500, 600), "programme_building_it_gw": members(1.3, np.nan, np.nan),
              "programme_energised_it_gw": members(0.5, np.nan, 2.0)}
    share = run(["programme_share"], inputs)[0].ravel()
    assert share[[0, 3]] == pytest.approx([50 / 1150, 0.2])
    assert np.isnan(share[[1, 2]]).all()


def paths(*levels):
    """Levels by month of each member, so many months each, one after another."""
    return np.array([[np.concatenate([np.full(months, value) for months, value in one]) for one in levels]])


def test_announced_dollars_grow_from_the_first_sum_to_the_last():
    # 100 from month 2 on, with 300 more from month 14: four times in a year.
    inputs = {"programme_path_usd": paths([(2, np.nan), (13, 100)], [(14, np.nan), (1, 300)])}
    total, growth = run(["announced_usd", "announced_growth_ratio_per_year"], inputs)
    assert np.isnan(total[0, :2]).all()
    assert total[0, 2:].tolist() == [100] * 12 + [400]
    assert growth.ravel() == pytest.approx([4])


@pytest.mark.parametrize("levels", [[(2, np.nan), (5, 100), (8, 400)], [(2, np.nan), (13, 100)], [(15, np.nan)]])
def test_sums_within_half_a_year_of_each_other_or_none_have_no_growth(levels):
    assert np.isnan(run(["announced_growth_ratio_per_year"], {"programme_path_usd": paths(levels)})[0]).all()


def test_reports_are_compared_within_one_half_year():
    # The newest report is of July 2026: one of February counts, one of January and one of 2025 do not.
    inputs = {"lab_report_usd_per_year": np.array([[14.0, 65.0], [10.0, 25.0], [0.1, np.nan], [5.0, np.nan]]),
              "lab_report_to_year": np.array([[2026.1, 2026.58], [2025.4, 2026.16], [2024.9, np.nan], [2026.0, np.nan]]),
              "rival_report_ratio": one(1.1)}
    found, shares = run(["comparable_runrate_usd_per_year", "lab_runrate_share"],
                              {**inputs, "unlisted_lab_share": one(0.5)})
    assert found.ravel()[:2] == pytest.approx([65, 27.5])
    assert np.isnan(found.ravel()[2:]).all()
    assert shares.ravel()[:2] == pytest.approx([0.5 * 65 / 92.5, 0.5 * 27.5 / 92.5])


# Spending


def test_net_debt_is_what_exceeds_cash_over_a_years_earnings_before_depreciation():
    # 100 owed, 40 held, 20 earned after 10 of depreciation: 60 / 30. With 130 held: -30 / 30. One unknown.
    inputs = {"peer_debt_usd": members(100, 100, np.nan), "peer_cash_usd": members(40, 130, 5),
              "peer_operating_income_usd": members(20, 20, 20), "peer_depreciation_usd": members(10, 10, 10)}
    found = run(["net_debt_to_ebitda_ratio"], inputs)[0].ravel()
    assert found[:2].tolist() == [2, -1]
    assert np.isnan(found[2])


def test_net_debt_of_a_peer_is_read_out_of_its_filings():
    # Alphabet, end of June 2026, millions: debt 100,164, cash 242,474; operating income of four quarters 31,228 + 35,934
    # + 39,696 + 40,770 = 147,628, depreciation 5,611 + 6,040 + 6,482 + 7,104 = 25,237: -142,310 / 172,865.
    # As known when the programme was announced, end of September 2025: 26,602 - 98,496 over 124,077 + 19,301.
    for day, ratio in (("2026-11-22", -142_310 / 172_865), ("2025-11-12", -71_894 / 143_378)):
        told = params.load(as_of=day, draws=1).values
        (found,) = run(["net_debt_to_ebitda_ratio"], {name: told[name] for name in (
            "peer_debt_usd", "peer_cash_usd", "peer_operating_income_usd", "peer_depreciation_usd")})
        assert found[0, 0, 0] == pytest.approx(ratio)


def test_a_valuation_asks_for_the_sales_whose_cash_is_worth_it():
    # 1,000 grown at 10% for 4 years is 1,464.1; cash of 20% of sales growing at 5% is worth 4 times sales at 10%.
    inputs = {"lab_value_usd": members(1000), **central(valuation_return_per_year=0.1, cash_margin_share=0.2,
              steady_growth_per_year=0.05, market_last_year=2030, as_of_year=2026)}
    (sales,) = run(["implied_revenue_usd_per_year"], inputs)
    assert sales.ravel() == pytest.approx([366.025])
    worth = sum(0.2 * sales.item() * 1.05**year / 1.1 ** (year + 1) for year in range(1000)) / 1.1**4
    assert worth == pytest.approx(1000)


# Efficiency and lag


def test_the_same_result_gets_cheaper_by_the_product_of_three_gains():
    gains = central(hardware_gain_ratio_per_year=1.4, software_gain_ratio_per_year=1.5, algorithm_gain_ratio_per_year=2.5)
    gain, cost = run(["efficiency_gain_ratio_per_year", "same_result_cost_ratio"], gains)
    assert gain.item() == pytest.approx(5.25)
    assert cost.ravel() == pytest.approx([1, 1 / 5.25, 1 / 5.25**2, 1 / 5.25**3])


def test_halvings_of_the_three_gains_add_up_to_those_of_all():
    # Twice, four times and the square root of two a year: one, two and half a halving, 3.5 of 2 x 4 x 1.414 = 11.31.
    gains = central(hardware_gain_ratio_per_year=2, software_gain_ratio_per_year=4, algorithm_gain_ratio_per_year=2**0.5)
    parts, whole = run(["gain_part_per_year", "efficiency_gain_ratio_per_year"], gains)
    assert parts.ravel() == pytest.approx([1, 2, 0.5])
    assert 2 ** parts.sum() == pytest.approx(whole.item()) == pytest.approx(11.3137, abs=1e-4)


def test_a_lag_is_the_age_of_the_best_that_a_maker_equals():
    best, days = np.array([[120.0, 140.0, 150.0]]), np.array([[2024.0, 2025.0, 2025.75]])
    inputs = {"developer_capability_count": np.array([[150.0, np.nan], [118.0, 130.0], [np.nan, np.nan]]),
              "frontier_model_capability_count": best, "frontier_model_to_year": days,
              "capability_error_count": np.zeros((1, 3, 1))}
    lag = run(["capability_lag_months"], inputs)[0].ravel()
    assert lag[:2] == pytest.approx([0, 9])  # 130 was first passed in January 2025
    assert np.isnan(lag[2])
    ahead = run(["capability_lag_months"], {**inputs, "capability_error_count": np.full((1, 3, 1), 5.0)})[0].ravel()
    assert ahead[0] == 0  # read five points higher the best is above all that was ever first


# Concentration


@pytest.mark.parametrize(("held", "points"), [([40, 30, 20, 10], 3000), ([1], 10_000), ([1] * 5, 2000)])
def test_the_index_of_known_shares_is_the_published_one(held, points):
    assert hhi("owners", owner_share=members(*held) / sum(held), tail_lumpiness_share=one(1)).item() == pytest.approx(points)
    assert hhi("suppliers", supplier_commitment_usd=members(*held, np.nan)).item() == pytest.approx(points)


@pytest.mark.parametrize(("lumpiness", "points"), [(0, 2770), (1, 2914)])
def test_a_survey_bounds_what_it_leaves_to_others(lumpiness, points):
    # 40, 27 and 21%: the rest of 12% in many hands, or in one of 12%.
    inputs = {f"survey_{who}_share": members(share) for who, share in (("subject", 0.4), ("rival", 0.27), ("third", 0.21))}
    found = run(["survey_hhi_count"], {**inputs, "tail_lumpiness_share": one(lumpiness)})[0]
    assert found.item() == pytest.approx(points)


@given(arrays.arrays(float, (2, 5, 1), elements=st.floats(0.01, 0.19)), st.floats(0, 1))
def test_merging_two_labs_adds_twice_the_product_of_their_shares(shares, lumpiness):
    rest = 1 - shares.sum(axis=1)
    (rise,) = run(["merger_rise_count"], {"lab_runrate_share": shares})
    merged = np.concatenate([shares[:, :1] + shares[:, 1:2], shares[:, 2:]], axis=1)
    before, after = (hhi("labs", lab_runrate_share=given, unlisted_lab_share=rest) for given in (shares, merged))
    np.testing.assert_allclose(after - before, rise[:, 1])
    assert np.isnan(rise[:, 0]).all()


@given(SIX, st.floats(0.01, 0.6))
def test_shares_and_what_is_not_counted_add_up_to_one(held, tail):  # B-13
    inputs = {"owner_compute_h100e": held, "comparable_runrate_usd_per_year": held}
    owners, labs = run(["owner_share", "lab_runrate_share"],
                       {**inputs, "unobserved_compute_share": one(tail), "unlisted_lab_share": one(tail)})
    for shares in (owners, labs):
        np.testing.assert_allclose(shares.sum(axis=1) + tail, 1)


@given(SIX, st.floats(0, 0.9), st.floats(0.05, 1))
def test_a_more_unequal_split_of_the_same_whole_is_more_concentrated(held, tail, spread):  # M-13
    shares = held / held.sum(axis=1, keepdims=True) * (1 - tail)
    even = shares.mean(axis=1, keepdims=True) + (shares - shares.mean(axis=1, keepdims=True)) * (1 - spread)
    unequal, equal = (hhi("owners", owner_share=given, unobserved_compute_share=one(tail)) for given in (shares, even))
    assert (unequal >= equal * (1 - 1e-12)).all()


@over(SEEDS)
def test_an_index_lies_between_its_bounds_and_no_layer_is_more_than_one_hand(seed):
    names = ["layer_hhi_count", "survey_hhi_count"]
    least, most = moved(seed, names, given={"tail_lumpiness_share": np.zeros((DRAWS, 1))},
                        tail_lumpiness_share=lambda zero: zero + 1)
    middle = run(names, values(seed))
    for low, mid, high in zip(least, middle, most, strict=True):
        assert (low <= mid * (1 + 1e-12)).all()
        assert (mid <= high * (1 + 1e-12)).all()
        assert (high <= 10_000).all()


def test_all_that_is_not_counted_may_belong_to_the_largest_maker():
    # 3 and 1 of 4 counted, which is 80% of all: 60 and 20%; with the rest 80 and 20%.
    given = {"maker_compute_h100e": members(3, 1), "unobserved_compute_share": one(0.2)}
    assert [hhi("makers", **given, tail_lumpiness_share=one(dial)).item() for dial in (0, 1)] == pytest.approx([4000, 6800])


def test_concentration_over_time_counts_groups_and_what_is_not_counted_as_many_hands():
    # 3 and 1 of 5, a fifth of all not counted: 48 and 16%; a month later 6 and 2 of 8, nothing else: 60 and 20%.
    inputs = {"owner_path_h100e": np.array([[[3.0, 6.0], [1.0, 2.0]]]), "owner_group_path_h100e": np.array([[[1.0, np.nan]]]),
              "unobserved_compute_share": one(0.2)}
    assert run(["compute_hhi_path_count"], inputs)[0] == pytest.approx(np.array([[2560, 4000]]))


def test_concentration_of_sales_over_time_is_by_what_labs_had_reported_until_then():
    # Half of all is sold by others: one lab alone says nothing; 3 and 1 of 4 are 37.5 and 12.5%; then 6 and 2 the same.
    inputs = {"lab_path_usd_per_year": np.array([[[np.nan, 3.0, 6.0], [1.0, 1.0, 2.0]]]), "unlisted_lab_share": one(0.5)}
    (found,) = run(["sales_hhi_path_count"], inputs)
    assert np.isnan(found[0, 0])
    assert found[0, 1:] == pytest.approx([1562.5, 1562.5])


# Dependence


def test_a_supplier_ordered_from_after_the_total_was_told_holds_no_more_than_all():
    inputs = {"supplier_commitment_usd": members(100, 300, 700), "subject_commitment_usd": one(500)}
    assert run(["supplier_share"], inputs)[0].ravel().tolist() == [0.2, 0.6, 1]


def test_an_order_that_the_supplier_pays_for_itself_is_the_circular_part():
    inputs = {"supplier_paid_in_usd": members(13, np.nan, np.nan), "supplier_pledged_usd": members(np.nan, 5, 10),
              "supplier_commitment_usd": members(110, 31.4, np.nan)}
    found = run(["circular_share"], inputs)[0].ravel()
    assert found[:2] == pytest.approx([13 / 110, 5 / 31.4])
    assert np.isnan(found[2])


def test_losing_a_supplier_costs_its_part_of_sales_until_it_is_replaced():
    inputs = {"supplier_commitment_usd": members(161.2), "subject_commitment_usd": one(518),
              "reference_time_to_power_months": one(12), "site_expected_months": members(30),
              "last_runrate_usd_per_year": one(60)}
    months, loss = run(["supplier_replacement_months", "supplier_loss_usd"], inputs)
    assert months.item() == 12
    assert loss.item() == pytest.approx(60 * 161.2 / 518)


def test_no_supplier_known_means_no_concentration_and_no_circle():
    nothing = members(np.nan, np.nan)
    inputs = {"supplier_commitment_usd": nothing, "supplier_paid_in_usd": nothing, "supplier_pledged_usd": nothing,
              "subject_commitment_usd": one(np.nan)}
    for found in (*run(["circular_share", "supplier_share"], inputs), hhi("suppliers", supplier_commitment_usd=nothing)):
        assert np.isnan(found).all()


def test_remedies_cost_parts_of_sales_while_they_hold_or_of_the_suppliers_equity_and_are_weighed_by_chance():
    # 1 and 4% of 60 a year for five years are 3 and 12, a fifth of 13 paid in and 5 pledged is 3.6: 1.5 + 2.4 + 0.36.
    inputs = {"last_runrate_usd_per_year": one(60), "supplier_paid_in_usd": members(13, np.nan, np.nan),
              "supplier_pledged_usd": members(20, 5, np.nan), "remedy_loss_share": members(0.01, 0.04, 0.2),
              "remedy_years": one(5), "remedy_chance_share": members(0.5, 0.2, 0.1)}
    costs, expected = run(["remedy_cost_usd", "expected_remedy_cost_usd"], inputs)
    assert costs.ravel() == pytest.approx([3, 12, 3.6])
    assert expected.item() == pytest.approx(4.26)


# Access


@pytest.mark.parametrize(("elasticity", "demand"), [(0, 0.25), (1, 1), (2, 4)])
def test_a_fourfold_gain_of_efficiency_strands_or_swells_demand_by_its_elasticity(elasticity, demand):
    inputs = central(architecture_gain_ratio=4, demand_elasticity_ratio=elasticity, it_capacity_nominal_gw=2)
    found, stranded = run(["compute_demand_ratio", "stranded_it_gw"], inputs)
    assert found.item() == pytest.approx(demand)
    assert stranded.item() == pytest.approx(2 * max(0, 1 - demand))


@over(SEEDS, st.floats(0.1, 10))
def test_the_index_of_access_depends_on_the_weights_against_each_other_alone(seed, factor):
    before, after = moved(seed, ["centralising_share"], index_weight_ratio=lambda weight: weight * factor)
    np.testing.assert_allclose(after[0], before[0])


def test_a_change_is_measured_where_the_series_last_moved():
    # The owners' part goes from 50 to 60 to 80% in three years and is not looked at after that.
    months = np.array([2023.0, 2024.0, 2025.0, 2026.0])
    inputs = {"owner_path_h100e": np.array([[[5.0, 6.0, 8.0, 8.0]]]),
              "owner_group_path_h100e": np.array([[[5.0, 4.0, 2.0, 2.0]]]),
              "open_lag_months": np.array([[np.nan, 4.0, 6.0, np.nan]]), "month_start_year": months,
              **central(efficiency_gain_ratio_per_year=5, training_cost_growth_ratio=2.4)}
    parts = run(["centralising_part_per_year"], inputs)[0].ravel()
    assert parts == pytest.approx([np.log(8 / 6), np.log(6 / 4), -np.log(5), np.log(2.4)])


# Limits


def test_nothing_known_of_sites_owners_or_models_leaves_no_number():
    empty = {"firm_sole_seen_it_mw": np.full((1, 2, 3), np.nan), "firm_sole_planned_it_mw": np.full((1, 2, 3), np.nan),
             "tenant_use_share": one(0.5), "firm_projection_slip_months": members(1, 1), "month_start_year": np.arange(3.0),
             "as_of_year": one(1), "developer_capability_count": np.full((2, 0), np.nan),
             "frontier_model_capability_count": np.full((1, 0), np.nan), "frontier_model_to_year": np.full((1, 0), np.nan),
             "capability_error_count": members(0, 0)}
    empty |= {name: np.full((1, 2, 3), np.nan) for name in SHARED}
    owners = hhi("owners", owner_share=members(np.nan, np.nan), unobserved_compute_share=one(0.2))
    for found in (owners, *run(["firm_it_gw", "parity_power_year", "capability_lag_months"], empty)):
        assert np.isnan(found).all()


@over(SEEDS, st.floats(1.01, 3))
def test_a_larger_tenant_part_moves_power_from_owner_to_tenant_and_to_nobody_else(seed, factor):
    before, after = moved(seed, ["firm_energised_it_gw"], tenant_use_share=lambda share: share / factor)
    rents, lets = (~np.isnan(values(seed)[f"firm_{kind}_seen_it_mw"][..., -1:]) for kind in ("rented", "let"))
    change = after[0] - before[0]
    assert (change[rents & ~lets] <= 0).all()
    assert (change[lets & ~rents] >= 0).all()
    assert np.abs(change[~rents & ~lets]).max(initial=0) == 0
