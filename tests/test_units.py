"""Units: which are known, what limits they bring, and how a name says its unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattbook import units

# Worked examples


@pytest.mark.parametrize(
    "unit", ["USD_2025/kW_IT/year", "ratio", "fraction/year", "fraction_nominal/year", "GW_facility", "token/J_IT", "h/year"])
def test_a_chain_of_tokens_is_a_unit(unit):
    assert units.known(unit)


@pytest.mark.parametrize(
    "unit", ["", "USD/", "/year", "furlong", "USD per year", "usd", "fraction/month", "fraction_real", "ratio/ratio"])
def test_anything_else_is_none(unit):
    assert not units.known(unit)


@pytest.mark.parametrize(
    ("unit", "limits"),
    [("fraction", (0, 1)), ("ratio", (0, None)), ("count", (0, None)), ("USD", (0, None)), ("calendar_year", (1900, 2200))],
)
def test_a_unit_brings_its_physical_limits(unit, limits):
    assert units.limits(unit) == limits


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("electricity_price_usd_per_mwh", "USD_2025/MWh"),
        ("capex_usd_per_it_watt", "USD_2025/W_IT"),
        ("it_charge_usd_per_it_kw_year", "USD_2025/kW_IT/year"),
        ("cost_usd_per_h100e_hour", "USD_2025/H100e/h"),
        ("energised_it_gw", "GW_IT"),
        ("spend_duration_months", "month"),
        ("target_revenue_usd_per_year", "USD/year"),
        ("budget_usd", "USD"),
        ("capex_budget_usd", "USD_2025"),
        ("price_index_usd_per_real_usd", "USD/USD_2025"),
        ("wacc_per_year", "fraction_real/year"),
        ("growth_per_year", "fraction/year"),
        ("pue", "ratio"),
        ("permanent_jobs_count", "job"),
        ("h100e_nominal_count", "H100e"),
        ("staff_fte_count", "FTE"),
    ],
)
def test_a_name_says_its_unit(name, unit):
    assert units.name_says_unit(name, unit)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("electricity_price", "USD_2025/MWh"),
        ("electricity_price_usd_per_kwh", "USD_2025/MWh"),
        ("energised_mw", "GW_IT"),
        ("gw_energised", "GW_IT"),
        ("month_duration", "month"),
        ("energised_flagw", "GW"),
        ("growth", "fraction/year"),
        ("count_h100e", "USD"),
        ("chips_count", "H100e"),
        ("usd_per_year_budget", "USD/year"),
    ],
)
def test_a_name_that_says_another_unit_or_none_is_found_out(name, unit):
    assert not units.name_says_unit(name, unit)


# Identities


def test_conversions_are_the_definitions():
    # 1 GW = 1e6 kW = 1e9 W; a year of 365 days of 24 hours; USD B per GW = USD per W.
    assert units.KW_PER_GW * units.W_PER_KW == units.W_PER_GW == 1e9
    assert units.HOURS_PER_YEAR == units.DAYS_PER_YEAR * 24
    assert units.KWH_PER_TWH == units.KWH_PER_MWH * 1e6
    usd_per_gw = 37.883e9
    assert usd_per_gw / units.W_PER_GW == pytest.approx(37.883, rel=1e-12)


def test_power_of_it_and_of_the_facility_are_different_units():
    assert units.known("GW_IT")
    assert units.known("GW_facility")
    assert not units.known("GW_it")


def test_every_token_has_a_word_in_small_letters():
    assert all(word == word.lower() and word for word in units.TOKENS.values())


# Properties

TOKENS = st.sampled_from(sorted(units.TOKENS))
WORDS = st.from_regex(r"[a-z]{2,6}(_[a-z]{2,6})?", fullmatch=True)


@given(WORDS, st.lists(TOKENS, min_size=1, max_size=3))
def test_a_name_built_from_the_words_of_a_unit_says_it(name, tokens):
    unit = "/".join(tokens)
    assert units.known(unit)
    assert units.name_says_unit(f"{name}_{'_per_'.join(units.TOKENS[token] for token in tokens)}", unit)


@given(st.floats(1e-6, 1e6))
def test_conversions_come_back_to_where_they_started(gigawatts):
    assert gigawatts * units.KW_PER_GW * units.W_PER_KW / units.W_PER_GW == pytest.approx(gigawatts, rel=1e-12)
