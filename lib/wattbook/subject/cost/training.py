"""What a frontier training run costs, by hours and by the falling value of chips, and how many this fleet affords."""

import numpy as np

from wattbook import units
from wattbook.finance.amortisation import amortised_cost
from wattbook.series import over


def frontier_run_h100e_hours(frontier_run_flop, failed_run_ratio, h100_peak_tflop_per_second, model_flop_utilisation):
    """Hours of H100 equivalents that a run the size of the largest known takes, failed runs included.
    (draws, 1) [H100e_hour]: n = C (1 + f) / (3600 F u).
    Source: DeepSeek-V3 technical report (2024): 3.286e24 FLOP in 2.788 million hours is 0.216 of 1.513e15 FLOP/s.
    """
    rate = h100_peak_tflop_per_second * units.FLOP_PER_TFLOP * model_flop_utilisation * units.SECONDS_PER_HOUR
    return over(frontier_run_flop * (1 + failed_run_ratio), rate)


def frontier_run_cost_usd(frontier_run_h100e_hours, cost_usd_per_running_h100e_hour, training_staff_ratio):
    """Cost of such a run on this fleet by hours, with the staff that prepares it.
    (draws, 1) [USD_2025]: x = n x_run (1 + staff).
    Left out: data, and trials before the run other than failed ones.
    """
    return frontier_run_h100e_hours * cost_usd_per_running_h100e_hour * (1 + training_staff_ratio)


def frontier_run_amortised_usd(frontier_run_h100e_hours, capex_usd_per_it_watt, server_capex_share, network_capex_share,
                               h100e_per_it_kw, chip_age_at_run_days, chip_value_decline_per_year, it_load_share, pue,
                               electricity_price_usd_per_mwh, training_staff_ratio):
    """Cost of such a run by the amortised method: the value its chips lose, their network, energy, and staff.
    (draws, 1) [USD_2025]: x = (chips + network + energy)(1 + staff).
    Left out: building and return on capital (so it lies below the cost by hours unless value falls fast).
    """
    usd_per_h100e = capex_usd_per_it_watt * units.W_PER_KW * server_capex_share / h100e_per_it_kw
    network = over(network_capex_share, server_capex_share + network_capex_share)
    run = amortised_cost(
        0, frontier_run_h100e_hours, usd_per_h100e, chip_age_at_run_days, -np.log10(1 - chip_value_decline_per_year), network,
        it_load_share * pue / h100e_per_it_kw, electricity_price_usd_per_mwh / units.KWH_PER_MWH)
    return run.total * (1 + training_staff_ratio)


def training_cost_trend_usd(training_cost_base_usd, training_cost_base_year, training_cost_growth_ratio, month_start_year):
    """Cost of a frontier run along the published trend.
    (draws, months) [USD_2025]: x(t) = x0 g^(t - t0). Amortised and without staff, as published.
    Source: Cottier and others (2024): 2.4 times a year, 95% interval 2.0 to 3.1.
    """
    return training_cost_base_usd * training_cost_growth_ratio ** (month_start_year - training_cost_base_year)


def largest_run_cost_usd(largest_training_run_flop, frontier_run_flop, frontier_run_cost_usd):
    """Cost of the largest run that the finished programme can do, by hours, with staff and failed runs.
    (draws, 1) [USD_2025]: x = x_frontier C_largest / C_frontier.
    """
    return over(frontier_run_cost_usd * largest_training_run_flop, frontier_run_flop)


def frontier_runs_per_year(effective_flop_per_year, training_compute_share, frontier_run_flop, failed_run_ratio):
    """Runs the size of the largest known that the finished programme affords in a year.
    (draws, 1) [count/year]: n = F s / (C (1 + f)).
    """
    return over(effective_flop_per_year * training_compute_share, frontier_run_flop * (1 + failed_run_ratio))
