"""One gigawatt worked by hand, from its budget to its staff, power, links, runs and tokens: round inputs, no run pasted."""

import numpy as np
import pytest

from tests.drawn import central
from wattbook.subject import MODEL


def members(*numbers):
    """One draw with a number for each member of an axis."""
    return np.array(numbers, dtype=float).reshape(1, -1, 1)


INPUTS = {
    **central(
        capex_budget_usd=40e9, capex_usd_per_it_watt=40, pue=1.25, it_load_share=0.8,
        electricity_price_usd_per_mwh=50, grid_carbon_gco2e_per_kwh=400, wue_litre_per_kwh=0.5, cooling_overhead_share=0.75,
        flexible_load_share=0.1, flexibility_usd_per_facility_kw_year=40, firming_usd_per_mwh=100,
        it_power_per_accelerator_watt=2000, accelerator_peak_tflop_per_second=2500, h100_peak_tflop_per_second=1000,
        grid_clean_share=0.3, storage_day_share=1,
        accelerator_embodied_kgco2e=1000, it_life_years=5, facility_life_years=10, availability=0.9, model_flop_utilisation=0.4,
        training_compute_share=0.25, inference_compute_share=0.5, research_use_share=0.6, research_load_share=0.8,
        experiment_h100e=100, experiment_hours=87.6, training_run_days=100, special_model_flop=1e25,
        operations_fte_per_it_mw=0.4, operations_wage_usd_per_fte_year=150e3, construction_wage_usd_per_fte_year=100e3,
        installation_it_mw_per_fte_year=0.2, property_tax_usd_per_it_kw_year=143, compliance_usd_per_it_kw_year=5,
        upgrade_usd_per_facility_kw=200,
        upgrade_unpaid_share=0.5, utility_charge_per_year=0.1, network_capex_share=0.125, exposed_communication_share=0.2,
        user_distance_km=2000, fibre_route_ratio=1.5, network_hops_ms=5, first_token_ms=465, answer_tokens_count=100,
        answer_token_per_second=100, fibre_usd_per_km=50e3, intersite_bandwidth_tb_per_second=4,
        intersite_optics_usd_per_tb_per_second=1e6, build_pace_months_per_facility_mw=0.02, common_cause_share=0.1,
        modules_needed_count=4, module_capex_usd_per_it_kw=400, energy_joule_per_token=2, frontier_run_flop=4.86e26,
        failed_run_ratio=0.2, training_staff_ratio=0.5, cost_usd_per_running_h100e_hour=0.8, serving_intensity_ratio=1,
        reference_active_parameters_count=50e9, prefill_efficiency=0.5, annual_cost_usd_per_it_kw_year=7000,
        tokens_per_it_kw_year=1e10, paid_token_share=0.7, efficiency_to_price_ratio=0.5, realised_price_usd_per_mtoken=3,
        distributed_training_share=0.95),
    # air, direct liquid, immersion; grid, gas, solar and storage, PPA; N, N+1, 2N; four sites alike
    "cooling_pue_ratio": members(1.5, 1.25, 1.1), "cooling_wue_litre_per_kwh": members(1, 0.5, 0.25),
    "cooling_capex_usd_per_it_kw": members(2000, 2500, 3000), "source_mix_weight_ratio": members(2, 1, 1, 0),
    "source_price_usd_per_mwh": members(60, 80, 40, 50), "source_firm_share": members(1, 1, 0.5, 1),
    "source_market_gco2e_per_kwh": members(400, 500, 0, 0),
    "design_spare_count": members(0, 1, 4), "design_downtime_hours_per_year": members(87.6, 8.76, 4.38),
    "site_budget_weight_ratio": members(1, 1, 1, 1), "site_region_bill_usd_per_year": members(*[3.125e9] * 4),
    "site_hub_ms": members(0, 9, 9, 9), "site_works_start_year": members(*[2025] * 4),
    "site_first_power_year": members(*[2026] * 4), "site_full_power_year": members(*[2027] * 4),
    "in_service_it_gw": np.array([[0.5, 1.0]]), "token_price_index_ratio": np.array([[1.0, 0.25]]),
}

WORKED = [
    # 8,760 h at 0.8 of 1.25 GW; 7.008 TWh of it for IT, three quarters of the rest for cooling
    ("facility_energy_twh_per_year", 8.76), ("energy_by_use_twh_per_year", [7.008, 1.314, 0.438]),
    ("emissions_tco2e_per_year", [8.76 * 400e3, 8.76 * 325e3, 100e3]), ("water_m3_per_year", 7.008e9 * 0.5 / 1000),
    ("cooling_energy_twh_per_year", [10.512, 8.76, 7.7088]), ("cooling_water_m3_per_year", [7.008e6, 3.504e6, 1.752e6]),
    ("cooling_extra_capex_usd", [0, 0.5e9, 1e9]),
    ("cooling_payback_years", [np.nan, 500 / 87.6, 1000 / 140.16]),
    # shares 0.5, 0.25, 0.25, 0; solar covers half of its hours at 100: 20 + 50,
    # and storage for a day lets it match half of each hour: 0.15 + 0.125
    ("source_delivered_usd_per_mwh", [60, 80, 70, 50]), ("mix_price_usd_per_mwh", 30 + 20 + 17.5),
    ("mix_market_gco2e_per_kwh", 325), ("mix_clean_hours_share", 0.275),
    # 2 J a token at PUE 1.25 are 2.5 MJ a million, 0.69444 kWh
    ("serving_gco2e_per_mtoken", 2.5 / 3.6 * 400),
    # 500,000 accelerators of 2 kW and 2.5 H100 equivalents
    ("accelerators_count", 500e3), ("h100e_nominal_count", 1.25e6),
    ("h100e_by_use_count", [[156_250, 312_500], [312_500, 625_000], [93_750, 187_500], [62_500, 125_000]]),
    ("useful_h100e", 450e3), ("working_h100e", 1_125e3),
    # 450,000 at 1e15 FLOP/s for 31,536,000 s; a quarter of it for 100 days
    ("effective_flop_per_year", 1.41912e28), ("largest_training_run_flop", 9.72e26),
    ("parallel_models_count", (3547.8 - 972) / 10),
    # 187,500 x 0.9 x 0.8 work on experiments of 100 x 87.6 h
    ("experiments_per_year", 135e3),
    ("operations_fte", 400), ("construction_labour_usd", 500e6),
    # a kilowatt pays 143 and 5; 1 GW of facility load, a tenth of it flexible at 40 USD a kilowatt
    ("local_usd_per_year", [143e6, 5e6, 60e6, 4e6]),
    # 312.5 MW a site at 200 USD a kilowatt, half unpaid, a tenth a year: 3.125 million of 3.125 billion
    ("bill_impact_share", [0.001] * 4),
    ("accelerator_network_usd", 10e3), ("faster_network_gain_share", 1 / 9),
    # 2 x 2,000 km x 1.5 at 200 km a ms is 30 ms; four sites halve it; of 15 + 20 + 465 + 1,000 ms
    ("user_rtt_ms", 20), ("latency_saved_ms", 15), ("latency_saved_share", 0.01),
    # alone, 1,250 MW take 25 months: full power a month later than 24, the mean half a month; 5% of a quarter lost for 5 years
    ("splitting_gain_months", 0.5), ("splitting_net_months", 0.5 - 0.75),
    ("design_lost_h100e_hours_per_year", [109.5e6, 10.95e6, 5.475e6]),
    ("design_capex_usd", [0, 100e6, 400e6]), ("design_usd_per_avoided_hour", [np.nan, 100e6 / 788.4, 400e6 / 832.2]),
    # a tenth of 8.76 h strikes all; by chance all four fail in 0.0009^4 of the time
    ("all_sites_down_hours_per_year", 0.876 + 8760 * 0.0009**4),
    # 4.86e26 FLOP, a fifth lost, at 1.44e18 FLOP an hour; 0.8 USD, staff half of computing; the largest run is twice as large
    ("frontier_run_h100e_hours", 405e6), ("frontier_run_cost_usd", 486e6), ("largest_run_cost_usd", 972e6),
    ("frontier_runs_per_year", 3547.8 / 583.2),
    # 2.5 H100 equivalents at 0.8 USD; 1e17 FLOP for a million tokens at 1.25e15 FLOP/s are 80 s
    ("input_cost_usd_per_mtoken", 2 * 80 / 3600),
    # 3,500 USD a year of serving over 7,000 million paid tokens; at a quarter of the price half of the cost
    ("serving_cost_usd_per_mtoken", 0.5), ("floor_price_path_usd_per_mtoken", [0.5, 0.25]),
    ("price_path_usd_per_mtoken", [3, 0.75]),
]


@pytest.fixture(scope="module")
def found():
    return MODEL.evaluate(INPUTS, [name for name, _ in WORKED])


@pytest.mark.parametrize(("name", "value"), WORKED, ids=[name for name, _ in WORKED])
def test_one_gigawatt_by_hand(found, name, value):
    assert found[name].ravel() == pytest.approx(np.ravel(value), rel=1e-9, nan_ok=True)
