"""Rules of integrity that no single module holds: inputs, signs and shares, accounts, directions, limits, the time axis."""

from pathlib import Path

import numpy as np
import pytest
import yaml

import wattbook
from wattbook import params, units
from wattbook.subject import MODEL
from wattbook.subject.competition import concentration
from wattbook.subject.revenue import measures, supply

ROOT = Path(__file__).parents[1] / "params"
PHYSICAL = {"GW_IT", "GW_facility", "MW_facility", "H100e", "TWh", "J_IT", "token", "tCO2e", "m3", "km", "ms", "FTE"}


SOURCES = params.load(as_of="2026-11-22").sources


@pytest.fixture(scope="module", params=["2025-11-12", "2026-11-22"])
def found(request):
    """Every input and output of the shipped case."""
    values = dict(params.load(as_of=request.param, draws=200).values)
    return values | MODEL.evaluate(values, list(MODEL.functions))


def files(pattern):
    """Files of assumptions by their stem."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob(pattern))}


# Inputs


def test_money_and_loans_reach_no_physical_output():  # P-06, save for machines that are switched off when they no longer pay
    names = {name for part in files("world/base/*.yaml").items() if part[0] in ("finance", "debt") for name in part[1]}
    names -= {"inflation_per_year"}  # which also says how many real dollars an announced sum is
    assert {"wacc_per_year", "debt_share"} <= names
    reached = {user for name in names for user in MODEL.users(name, indirect=True)} - {"aged_it_gw", "working_it_gw"}
    assert sorted(user for user in reached if MODEL.describe(user).unit.split("/")[0] in PHYSICAL) == []


def test_engineering_and_finance_do_not_know_each_other():  # P-06
    library = Path(wattbook.__file__).parent
    for one, other in (("engineering", "finance"), ("finance", "engineering")):
        assert all(f"wattbook.{other}" not in path.read_text(encoding="utf-8") for path in (library / one).glob("*.py"))


def test_what_is_contested_has_two_published_values_each_with_its_definition():  # P-07
    records = [one for one in params.load(as_of="2026-11-22").assumptions.values() if one.alternatives]
    assert {"capex_usd_per_it_watt", "it_life_years"} <= {one.name for one in records}
    assert len([one for one in records if len(one.alternatives) + (one.source != "judgement") >= 2]) > 20
    for record in records:
        assert all(one["source"] in SOURCES and (one.get("at") or one.get("note")) for one in record.alternatives), record.name


# Signs and shares


def test_costs_rents_and_prices_are_never_negative(found):  # U-05
    words = ("cost_", "charge_", "capex_", "opex_", "rent_", "price_", "outlay_", "spend_", "idc_", "service_")
    signed = {"cooling_extra_capex_usd", "observed_rent_fall_per_year", "hedge_cost_ratio"}  # differences
    costs = [name for name in MODEL.functions if any(word in name for word in words) and name not in signed
             and "USD" in MODEL.describe(name).unit]
    assert len(costs) > 50
    least = {name: np.nanmin(found[name], initial=0) / np.nanmax(np.abs(found[name]), initial=1) for name in costs}
    assert {name: low for name, low in least.items() if low < -1e-12} == {}


def test_money_goes_out_before_any_comes_in(found):  # U-05
    before = found["energised_it_gw"] == 0
    before[:, -1] = False  # the last month also has what is left
    paid = found["outlay_usd_per_month"] > 0
    assert (before & paid).any()
    for flow in ("programme_cash_flow_usd_per_month", "provider_flow_usd_per_month"):
        assert (found[flow][before & paid] < 0).all()


def test_no_share_is_below_nought_or_above_one(found):  # U-08, L-03
    shares = [name for name in MODEL.functions if name.endswith("_share") or MODEL.describe(name).unit == "fraction"]
    assert len(shares) > 40
    ends = {name: (np.nanmin(found[name], initial=0), np.nanmax(found[name], initial=0)) for name in shares}
    assert {name: end for name, end in ends.items() if end[0] < -1e-12 or end[1] > 1 + 1e-12} == {}


def test_tokens_of_one_price_cost_that_price_in_any_mix():  # U-09: the weights of input, cached input and output sum to one
    for cached, output in ((0, 0), (0.5, 0.2), (0.3, 0.7)):
        mix = measures.list_mix_price_usd_per_mtoken(3.0, 1.0, output)
        mix = measures.cached_mix_price_usd_per_mtoken(mix, 3.0, cached, 1.0)
        assert supply.realised_price_usd_per_mtoken(mix, 0) == pytest.approx(3)


# Accounts


def test_work_at_cost_is_what_lenders_owners_and_nobody_paid_so_far(found):  # B-08, of the building site
    work = np.cumsum(found["construction_uses_usd_per_month"], axis=-1)
    paid = sum(np.cumsum(found[f"{one}_usd_per_month"], axis=-1) for one in ("debt_drawn", "equity_drawn", "funding_gap"))
    np.testing.assert_allclose(paid, work, rtol=1e-9, atol=1)


def test_planned_power_waits_is_in_service_or_has_retired(found):  # T-01
    planned, energised = found["it_capacity_nominal_gw"], found["energised_it_gw"]
    waiting, retired = planned - energised, energised - found["in_service_it_gw"]
    for part in (waiting, found["in_service_it_gw"], retired):
        assert (part >= -1e-12).all()
    assert (np.diff(waiting) <= 1e-12).all()
    assert (np.diff(retired) >= -1e-12).all()


# Directions


def test_a_target_is_reached_no_later_by_a_later_date(found):  # M-11
    reached = [np.nanmean(np.nan_to_num(found["target_runrate_year"], nan=np.inf) <= year) for year in (2026, 2027, 2028, 2030)]
    assert reached == sorted(reached)


def test_beliefs_that_fall_together_leave_less_in_a_bad_case():  # M-14
    book = params.load(as_of="2026-11-22", draws=2000)
    pairs = [("accelerator_rent_usd_per_hour", "settled_rent_ratio"), ("settled_rent_ratio", "rent_half_life_months")]
    low = []
    for rank in (0.0, 0.6):
        together = book.redrawn(((pairs[0], np.array([[1.0, rank], [rank, 1.0]])),))
        low.append(np.quantile(MODEL.evaluate(dict(together.values), ["npv_usd"])["npv_usd"], 0.1))
    assert low[1] < low[0]


# Limits


@pytest.mark.parametrize("owners", [1, 2, 5])
def test_like_owners_have_a_concentration_of_ten_thousand_over_their_number(owners):  # L-07
    nothing, shares = np.zeros((1, 1)), np.full((1, owners, 1), 1 / owners)
    found = concentration.layer_hhi_count(*[shares] * 4, *[nothing] * 3)
    assert found.ravel() == pytest.approx(np.full(4, 10_000 / owners))


def test_no_more_is_computed_than_all_chips_at_their_peak_all_year(found):  # L-11
    peak = found["h100e_nominal_count"] * found["h100_peak_tflop_per_second"] * 1e12 * 8760 * 3600
    assert (found["effective_flop_per_year"] < peak).all()
    assert (found["largest_training_run_flop"] < found["effective_flop_per_year"]).all()


def test_a_token_takes_at_least_a_tenth_of_a_joule(found):  # L-11: the best published is about half a joule of a small model
    assert (found["energy_joule_per_token"] > 0.1).all()


def test_the_shipped_case_stays_within_what_has_been_seen(found):  # L-12
    for name, low, high in (("capex_usd_per_it_watt", 10, 100), ("cost_usd_per_h100e_hour", 0.1, 50), ("pue", 1, 2.5),
                            ("accelerator_rent_usd_per_hour", 0.1, 50)):
        assert (found[name] >= low).all(), name
        assert (found[name] <= high).all(), name
    ahead = found["runrate_usd_per_year"][:, found["month_start_year"] > found["observed_runrate_year"][-1]]
    assert (ahead[:, 12:] > 20 * ahead[:, :-12]).any(axis=-1).mean() < 0.03  # the far tail of shocks to the level


def test_no_site_takes_more_than_a_tenth_of_the_highest_load_of_its_region(found):  # L-13
    assert found["site_region_peak_share"].max() < 0.1


def test_conversions_of_power_are_powers_of_ten():  # U-04
    assert units.W_PER_GW / units.KW_PER_GW == units.W_PER_KW
    assert units.KW_PER_GW / units.MW_PER_GW == 1e3
