"""Sentences on the forecast: each branch."""

import datetime

import pandas as pd
import pytest

from wattbook.words import revenue

DAY = datetime.date(2025, 11, 12)
USD, BIG = "USD/year", 1e9


def summary(low, mid, high, unit="USD"):
    return {"unit": unit, "p10": low, "p50": mid, "p90": high}


@pytest.mark.parametrize(("n", "inside", "start"), [
    (9, 0.8, "Too few forecasts came due to judge the bands (9)."),
    (10, 0.64, "Uncalibrated: only 64% of 10"), (133, 0.96, "Uncalibrated: 96% of 133"),
    (133, 0.65, "Calibrated so far: 65% of 133"), (133, 0.95, "Calibrated so far: 95% of 133"),
])
def test_bands_that_cover_too_little_or_too_much_are_called_uncalibrated(n, inside, start):
    assert revenue.calibration(n, inside).startswith(start)


@pytest.mark.parametrize(("low", "high", "start"), [
    (0.01, 0.02, "Better than every simple rival"), (-0.02, -0.01, "Worse than a simple rival"),
    (-0.01, 0.01, "Not to be told apart"),
])
def test_skill_is_claimed_only_where_the_record_supports_it(low, high, start):
    told = revenue.skill(0.22, "Damped trend", 0.23, low, high)
    assert told.startswith(start)
    assert "0.22 against 0.23 for the best simple rival, damped trend" in told


def test_a_widening_is_told_only_where_there_is_one():
    assert revenue.widening(1.0) == "The record of other firms asks for no wider bands."
    assert "1.30 times as wide" in revenue.widening(1.3)


def told(value, needed=2.9, fastest=(0.8, "Nvidia")):
    return {"value": value * BIG, "low": 12 * BIG, "mid": 28 * BIG, "high": 56 * BIG, "lowest": 5 * BIG, "highest": 98 * BIG,
            "pit": 0.93, "needed": needed, "read": (1.1, 2.0, 2.6), "class": 0.6, "fastest": fastest}


@pytest.mark.parametrize(("given", "parts"), [
    (None, ["No report has become known since 12 Nov 2025"]),
    (told(30), ["The forecast of demand held: replayed with what was known on 12 Nov 2025, it gives $28B ($12B to $56B) "
                "for the newest report; $30B came, 1.1 times the median and inside the 80% band."]),
    (told(29), ["$29B came, about the median and inside the 80% band."]),  # 29 over 28 is 1.04
    # e^2 = 7.4, e^1.1 = 3.0, e^2.6 = 13, e^0.6 = 1.8, e^2.9 = 18, e^0.8 = 2.2
    (told(65), ["The forecast of demand missed:",
                "$65B came, 2.3 times the median and outside the 80% band. It read growth of 7.4-fold "
                "a year (3-fold to 13-fold) and let it fade towards 1.8-fold, as elsewhere; 18-fold came.",
                "No firm as large had grown faster than 2.2-fold (Nvidia)."]),
    (told(99, fastest=(3.1, "OpenAI")), ["outside even the 95% band", "Others as large had grown as fast (OpenAI, 22-fold)"]),
    (told(65, fastest=(None, None)), ["No other firm of that size was known."]),
    (told(9, needed=0.3), ["outside the 80% band. It read growth of 7.4-fold a year; 1.3-fold came."]),
])
def test_a_miss_is_said_with_its_size_and_its_reason(given, parts):
    for part in parts:
        assert part in revenue.missed(given, DAY)


@pytest.mark.parametrize(("demand", "served", "start"), [
    (None, None, "No earlier limit"), (0.8, 0.9, "The limit of supply believed then did not rule it out (90%"),
    (0.93, 1.0, "The limit of supply believed then, $18B ($10B to $28B), would have ruled it out (over 99% of draws lay "
                "below), demand did not (93%)"),
    (0.99, 1.0, "Demand and the limit of supply, as believed then, both ruled it out."),
])
def test_an_earlier_limit_of_supply_is_held_to_what_came(demand, served, start):
    believed = pd.DataFrame({"low": [12e9, 10e9], "mid": [28e9, 18e9], "high": [61e9, 28e9], "below": [demand, served]})
    assert revenue.limit_missed(believed if served else believed[:0]).startswith(start)


def test_supply_decides_where_it_changes_the_word_and_both_ways_are_printed():
    assert revenue.supply_decides(0.05, 0.29, "recognising $70B in 2026") == (
        "Supply decides, and it is our assumption: recognising $70B in 2026 is very unlikely (5%) with the limit, unlikely "
        "(29%) were all demand served.")
    assert revenue.supply_decides(0.02, 0.04, "it") == (
        "With the limit of supply it is very unlikely (2%), and still so were all demand served (4%).")


def test_structures_that_change_the_word_are_named():
    assert revenue.structures({"A": 0.5, "B": 0.6}, "it") == (
        "Every structure tried calls it about as likely as not (50% to 60%).")
    assert revenue.structures({"A": 0.05, "B": 0.3}, "it") == (
        "The structure changes the word: it is very unlikely (5%; a) to unlikely (30%; b).")


@pytest.mark.parametrize(("attributed", "made", "p", "parts"), [
    (summary(0, 0, 0), summary(0, 0, 0), 0, ["serves no revenue in 2028"]),
    (summary(10e9, 18e9, 30e9), summary(0, 0, 12e9), 0.24,
     ["serves $18B ($10B to $30B)", "none in most draws", "in 24% of draws", "$12B or more in one of ten"]),
    (summary(10e9, 18e9, 30e9), summary(9e9, 16e9, 30e9), 0.9, ["and taking it away takes $16"]),
    (summary(10e9, 18e9, 30e9), summary(0, 2e9, 30e9), 0.5, ["cannot be concluded (50% of draws)"]),
])
def test_what_the_programme_causes_stands_beside_what_it_serves(attributed, made, p, parts):
    for part in parts:
        assert part in revenue.caused(attributed, made, p, 2028)


def test_roads_agree_only_where_their_ranges_overlap():
    unit = "USD_2025/kW_IT/year"
    one, other = summary(19e3, 27e3, 39e3, unit), summary(8e3, 13e3, 20e3, unit)
    assert revenue.roads({"Reported": one, "Benchmark": other}, 2026).endswith("The 80% ranges overlap.")
    apart = summary(8e3, 10e3, 12e3, unit)
    assert revenue.roads({"Reported": one, "Benchmark": apart}, 2026).endswith(
        "They do not agree: reported lies above benchmark in nine of ten draws.")


def test_what_gives_way_is_said_where_tokens_do_not_suffice():
    price, clearing = summary(1, 2, 3, "USD_2025/Mtoken"), summary(2, 3, 6, "USD_2025/Mtoken")
    assert revenue.tokens_reconciled(0.0, price, price).startswith("The capacity can produce all tokens sold")
    assert revenue.tokens_reconciled(0.57, price, clearing).startswith("In 57% of draws the tokens sold at our price")


def test_a_forecast_held_to_its_reports_names_the_last_of_them():
    held = pd.DataFrame({"value": [30e9, 65e9], "mid": [31e9, 28.2e9]})
    assert revenue.replayed(held) == "$65B came, $28B was forecast half a year before"
    assert revenue.replayed(held[:0]) == "What this rests on was not known on this date, so nothing is said."
