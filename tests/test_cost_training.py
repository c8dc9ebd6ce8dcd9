"""Training runs: the amortised method to the cent, runs by hours, the trend, and runs a year."""

import numpy as np
import pytest

from tests.drawn import SEEDS, central, moved, over, run
from wattbook.finance import amortised_cost

DECADES, INTERCONNECT, LOAD = 0.14, 0.19, 0.75
H100_KW, A100_KW = 10.2 / 8, 6.5 / 8
V100_KW = 1 / 2.4  # the printed total closes to the cent at this server rating; the page names none

# Cottier and others (2024), published code and table: chips, chip-hours, price, days, kW with load and PUE, USD/kWh.
RUNS = {
    "Llama 3.1-405B": (16_384, 35_094_528, 44_489.88, 432, H100_KW * LOAD * 1.1, 0.0771),
    "GPT-4": (25_000, 57_000_000, 24_875, 638, A100_KW * LOAD * 1.25, 0.0806),
    "GPT-3": (10_000, 3_552_000, 18_625, 463, V100_KW * LOAD * 1.25, 0.0667),
    "BLOOM": (384, 1_078_272, 24_875, 335, A100_KW * LOAD * 1.25, 0.0832),
}


def amortised(name):
    chips, hours, price, days, kw, energy_price = RUNS[name]
    return amortised_cost(chips, hours, price, days, DECADES, INTERCONNECT, kw, energy_price)


@pytest.mark.parametrize(
    ("name", "part", "published"),
    [
        ("Llama 3.1-405B", "chips", 39_215_493.31), ("Llama 3.1-405B", "interconnect", 9_198_695.96),
        ("Llama 3.1-405B", "energy", 2_846_150.87), ("Llama 3.1-405B", "total", 51_260_340.14),
        ("Llama 3.1-405B", "upfront", 899_903_943.11),
        ("GPT-4", "chips", 29_691_720.99), ("GPT-4", "interconnect", 6_964_724.68), ("GPT-4", "energy", 3_499_488.28),
        ("GPT-4", "total", 40_155_933.94), ("GPT-4", "upfront", 767_746_913.58),
        ("GPT-3", "total", 2_088_539.14), ("BLOOM", "total", 974_367.32),
    ],
)
def test_amortised_cost_agrees_with_epoch(name, part, published):
    # Epoch AI, training-cost-trends (Cottier and others, 2024); half a cent is what the print leaves open.
    assert getattr(amortised(name), part) == pytest.approx(published, rel=1e-9, abs=0.005)


def test_the_amortised_run_of_the_model_agrees_with_epoch():
    # Llama 3.1-405B as printed; its chip with its network is all the capital of 1.275 kW.
    inputs = central(
        frontier_run_h100e_hours=35_094_528, capex_usd_per_it_watt=44_489.88 / (1 - INTERCONNECT) / (H100_KW * 1000),
        server_capex_share=1 - INTERCONNECT, network_capex_share=INTERCONNECT, h100e_per_it_kw=1 / H100_KW,
        chip_age_at_run_days=432,
        chip_value_decline_per_year=1 - 10**-DECADES, it_load_share=LOAD, pue=1.1, electricity_price_usd_per_mwh=77.1,
        training_staff_ratio=0)
    assert run(["frontier_run_amortised_usd"], inputs)[0].item() == pytest.approx(51_260_340.14, abs=0.005)


def test_energy_of_a_run_agrees_with_epoch():
    # 36,915,056.6 kWh of Llama 3.1-405B at PUE 1.1.
    assert RUNS["Llama 3.1-405B"][4] * 35_094_528 == pytest.approx(36_915_056.6, abs=0.05)


def test_pue_counted_twice_misses_the_published_energy():
    chips, hours, price, days, kw, energy_price = RUNS["Llama 3.1-405B"]
    twice = amortised_cost(chips, hours, price, days, DECADES, INTERCONNECT, kw * 1.1, energy_price)
    assert twice.energy != pytest.approx(2_846_150.87, rel=0.05)


def test_a_run_by_hours_agrees_with_deepseek():
    # DeepSeek-V3 technical report: 6 x 37e9 x 14.8e12 FLOP in 2.788 million hours at 2 dollars, 5.576 million dollars.
    flop = 6 * 37e9 * 14.8e12
    hours = central(frontier_run_flop=flop, failed_run_ratio=0, h100_peak_tflop_per_second=1513, model_flop_utilisation=0.2164)
    cost = {**hours, **central(cost_usd_per_running_h100e_hour=2, training_staff_ratio=0)}
    assert run(["frontier_run_h100e_hours"], hours)[0] == pytest.approx(2.788e6, rel=2e-3)
    assert run(["frontier_run_cost_usd"], cost)[0] == pytest.approx(5.576e6, rel=2e-3)


def test_days_of_training_agree_with_the_scaling_book():
    # jax-ml, How to scale your model: 6 x 70e9 x 15e12 FLOP on 8,960 chips of 4.59e14 FLOP/s at 40%: 44.3 days.
    inputs = central(frontier_run_flop=6 * 70e9 * 15e12, failed_run_ratio=0, h100_peak_tflop_per_second=8960 * 459,
                     model_flop_utilisation=0.4)
    assert run(["frontier_run_h100e_hours"], inputs)[0] / 24 == pytest.approx(44.3, abs=0.05)


def test_the_trend_multiplies_by_its_growth_each_year():
    inputs = {**central(training_cost_base_usd=40e6, training_cost_base_year=2023, training_cost_growth_ratio=2.4),
              "month_start_year": np.array([2023.0, 2024.0, 2025.0])}
    assert run(["training_cost_trend_usd"], inputs)[0].ravel() == pytest.approx([40e6, 96e6, 230.4e6])


def test_failed_runs_and_staff_by_hand():
    # 3.6e24 FLOP at 2,000 TFLOP/s and half of peak: 1e6 hours; a fifth lost, 2 dollars, staff half of computing.
    inputs = central(frontier_run_flop=3.6e24, failed_run_ratio=0.2, h100_peak_tflop_per_second=2000,
                     model_flop_utilisation=0.5, cost_usd_per_running_h100e_hour=2, training_staff_ratio=0.5)
    assert run(["frontier_run_cost_usd"], inputs)[0] == pytest.approx(3.6e6)


@over(SEEDS)
def test_larger_runs_cost_more_and_fewer_fit_in_a_year(seed):
    outputs = ["frontier_run_cost_usd", "frontier_run_amortised_usd", "frontier_runs_per_year"]
    before, after = moved(seed, outputs, frontier_run_flop=lambda flop: 2 * flop)
    assert after[0] == pytest.approx(2 * before[0])
    assert after[1] == pytest.approx(2 * before[1])
    assert after[2] == pytest.approx(before[2] / 2)


@over(SEEDS)
def test_the_largest_run_costs_in_proportion_to_its_compute(seed):
    names = ["largest_run_cost_usd", "largest_training_run_flop", "frontier_run_cost_usd"]
    before, after = moved(seed, names, training_run_days=lambda days: 2 * days)
    assert after[0] == pytest.approx(2 * before[0])
