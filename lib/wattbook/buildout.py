"""Build-out: what the money buys, when it runs, how much it can compute, what it draws."""

import numpy as np

from wattbook import units
from wattbook.series import at_year_end, delayed


def it_capacity_nominal_gw(budget_usd, budget_capex_share, capex_usd_per_it_watt):
    """IT power that the budget buys at the published cost per watt.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]
    capex_usd_per_it_watt : (draws, 1) [USD_2025/W_IT]
        Above 0.

    Returns
    -------
    (draws, 1) [GW_IT]

    Notes
    -----
    P = K share / k. Price changes during the build are left out: the cost per watt is taken as paid on average.

    References
    ----------
    Epoch AI (May 2026), "Servers account for 60% of the total cost of ownership of a one-gigawatt AI data center".

    Examples
    --------
    >>> it_capacity_nominal_gw(50e9, 1.0, 38.0).__round__(2)
    1.32
    """
    return budget_usd * budget_capex_share / (capex_usd_per_it_watt * units.W_PER_GW)


def facility_capacity_nominal_gw(it_capacity_nominal_gw, pue):
    """Facility power that the IT capacity draws at full load: the only road from IT to facility power.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    pue : (draws, 1) [ratio]
        At least 1.

    Returns
    -------
    (draws, 1) [GW_facility]

    Notes
    -----
    P_facility = P_IT PUE. Spare feeds for redundancy are left out.

    References
    ----------
    ISO/IEC 30134-2 (power usage effectiveness).

    Examples
    --------
    >>> facility_capacity_nominal_gw(1.0, 1.2)
    1.2
    """
    return it_capacity_nominal_gw * pue


def spend_cumulative_share(month_start_year, spend_start_year, spend_duration_months, spend_curve_shape):
    """Share of the capital budget spent by the end of each month: an S-curve.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    spend_start_year : (draws, 1) [calendar_year]
    spend_duration_months : (draws, 1) [month]
        Above 0.
    spend_curve_shape : (draws, 1) [ratio]

    Returns
    -------
    (draws, months) [fraction]
        0 before the start and 1 after the end.

    Notes
    -----
    w(t) = I_x(a, a), x = (t - t0) / d clipped to 0..1, I the regularised incomplete beta function.

    References
    ----------
    Beta S-curves are the usual form for project cash flow: Skitmore (1992), "Parameter prediction for cash flow
    forecasting models", Construction Management and Economics 10(5).

    Examples
    --------
    >>> spend_cumulative_share(np.array([2026.0, 2026 + 5 / 12]), 2026.0, 12.0, 2.0).round(3).tolist()
    [0.02, 0.5]
    """
    from scipy.special import betainc

    month_end = month_start_year + 1 / units.MONTHS_PER_YEAR
    elapsed = (month_end - spend_start_year) * units.MONTHS_PER_YEAR / spend_duration_months
    return betainc(spend_curve_shape, spend_curve_shape, np.clip(elapsed, 0, 1))


def spend_usd_per_month(budget_usd, budget_capex_share, spend_cumulative_share):
    """Capital spending in each month.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    budget_capex_share : (draws, 1) [fraction]
    spend_cumulative_share : (draws, months) [fraction]

    Returns
    -------
    (draws, months) [USD_2025/month]

    Notes
    -----
    c(t) = K share (w(t) - w(t - 1)).

    Examples
    --------
    >>> spend_usd_per_month(100.0, 1.0, np.array([[0.25, 1.0]])).tolist()
    [[25.0, 75.0]]
    """
    return budget_usd * budget_capex_share * np.diff(spend_cumulative_share, axis=-1, prepend=0)


def energised_share(spend_cumulative_share, spend_to_power_lag_months, schedule_slip_months):
    """Share of the capacity that is energised by the end of each month.

    Parameters
    ----------
    spend_cumulative_share : (draws, months) [fraction]
    spend_to_power_lag_months : (draws, 1) [month]
    schedule_slip_months : (draws, 1) [month]
        Negative is earlier.

    Returns
    -------
    (draws, months) [fraction]

    Notes
    -----
    e(t) = w(t - lag - slip), the delay being at least zero. All capacity slips alike; sites are left out here.

    Examples
    --------
    >>> energised_share(np.array([[0.0, 0.5, 1.0]]), np.array([[1.0]]), np.array([[0.0]])).tolist()
    [[0.0, 0.0, 0.5]]
    """
    return delayed(spend_cumulative_share, np.maximum(spend_to_power_lag_months + schedule_slip_months, 0))


def energised_it_gw(it_capacity_nominal_gw, energised_share):
    """IT power energised by the end of each month.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    energised_share : (draws, months) [fraction]

    Returns
    -------
    (draws, months) [GW_IT]

    Notes
    -----
    E(t) = P e(t).

    Examples
    --------
    >>> energised_it_gw(1.3, np.array([[0.5]])).tolist()
    [[0.65]]
    """
    return it_capacity_nominal_gw * energised_share


def in_service_it_gw(energised_it_gw, it_life_years):
    """IT power that is energised and not yet at the end of its life.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    it_life_years : (draws, 1) [year]

    Returns
    -------
    (draws, months) [GW_IT]

    Notes
    -----
    S(t) = E(t) - E(t - L). Refresh is left out: the budget buys one generation.

    Examples
    --------
    >>> in_service_it_gw(np.array([[0.0, 0.0, 5.0, 5.0]]), np.array([[1 / 12]])).tolist()
    [[0.0, 0.0, 5.0, 0.0]]
    """
    return energised_it_gw - delayed(energised_it_gw, it_life_years * units.MONTHS_PER_YEAR)


def energised_at_target_it_gw(energised_it_gw, month_calendar_year, target_year):
    """IT power energised at the end of the target year.

    Parameters
    ----------
    energised_it_gw : (draws, months) [GW_IT]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [GW_IT]

    Notes
    -----
    E_target = E(t) at the end of December of the target year.

    Examples
    --------
    >>> energised_at_target_it_gw(np.array([[0.1, 0.4]]), np.array([2026, 2027]), np.array([[2026]])).tolist()
    [[0.1]]
    """
    return at_year_end(energised_it_gw, month_calendar_year, target_year)


def programme_energised_at_target_share(energised_at_target_it_gw, it_capacity_nominal_gw):
    """Share of the programme that is energised at the end of the target year.

    Parameters
    ----------
    energised_at_target_it_gw : (draws, 1) [GW_IT]
    it_capacity_nominal_gw : (draws, 1) [GW_IT]

    Returns
    -------
    (draws, 1) [fraction]
        0 for a programme that buys nothing.

    Notes
    -----
    s = E / P.

    Examples
    --------
    >>> programme_energised_at_target_share(np.array([[0.2]]), np.array([[0.8]])).tolist()
    [[0.25]]
    """
    built = np.where(it_capacity_nominal_gw > 0, it_capacity_nominal_gw, 1)
    return energised_at_target_it_gw / built


def accelerators_count(it_capacity_nominal_gw, it_power_per_accelerator_watt):
    """Accelerators that the IT capacity can feed.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    it_power_per_accelerator_watt : (draws, 1) [W_IT]

    Returns
    -------
    (draws, 1) [count]

    Notes
    -----
    N = P / w.

    References
    ----------
    Epoch AI, frontier data centre model: server rating times 1.14 over the accelerators in it.

    Examples
    --------
    >>> accelerators_count(1.0, 2000.0)
    500000.0
    """
    return it_capacity_nominal_gw * units.W_PER_GW / it_power_per_accelerator_watt


def h100e_per_accelerator_ratio(accelerator_peak_tflop_per_second, h100_peak_tflop_per_second):
    """H100 equivalents in one accelerator, by dense 16-bit peak throughput.

    Parameters
    ----------
    accelerator_peak_tflop_per_second : (draws, 1) [TFLOP/s]
    h100_peak_tflop_per_second : (draws, 1) [TFLOP/s]
        0 SXM.

    Returns
    -------
    (draws, 1) [ratio]
        0 equivalents.

    Notes
    -----
    h = f / f_H100. Memory, interconnect and lower precisions are left out: they differ by workload.

    References
    ----------
    Epoch AI, AI chip counts: H100 equivalents by peak throughput.

    Examples
    --------
    >>> round(h100e_per_accelerator_ratio(2500.0, 989.4), 2)
    2.53
    """
    return accelerator_peak_tflop_per_second / h100_peak_tflop_per_second


def h100e_per_it_kw(h100e_per_accelerator_ratio, it_power_per_accelerator_watt):
    """H100 equivalents that a kilowatt of IT power feeds.

    Parameters
    ----------
    h100e_per_accelerator_ratio : (draws, 1) [ratio]
        0 equivalents in one accelerator.
    it_power_per_accelerator_watt : (draws, 1) [W_IT]

    Returns
    -------
    (draws, 1) [H100e/kW_IT]

    Notes
    -----
    d = h / w.

    References
    ----------
    Tracked frontier sites lie at 0.63-0.93 per kW of facility power (Epoch AI, December 2025).

    Examples
    --------
    >>> h100e_per_it_kw(2.0, 2000.0)
    1.0
    """
    return h100e_per_accelerator_ratio * units.W_PER_KW / it_power_per_accelerator_watt


def h100e_count(in_service_it_gw, h100e_per_it_kw):
    """H100 equivalents in service in each month.

    Parameters
    ----------
    in_service_it_gw : (draws, months) [GW_IT]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]

    Returns
    -------
    (draws, months) [H100e]
        0 equivalents.

    Notes
    -----
    H(t) = S(t) d.

    References
    ----------
    Epoch AI, AI chip counts.

    Examples
    --------
    >>> h100e_count(np.array([[1.0]]), 1.1).tolist()
    [[1100000.0]]
    """
    return in_service_it_gw * units.KW_PER_GW * h100e_per_it_kw


def h100e_nominal_count(it_capacity_nominal_gw, h100e_per_it_kw):
    """H100 equivalents of the whole programme.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    h100e_per_it_kw : (draws, 1) [H100e/kW_IT]

    Returns
    -------
    (draws, 1) [H100e]
        0 equivalents.

    Notes
    -----
    H = P d.

    References
    ----------
    Epoch AI, AI chip counts.

    Examples
    --------
    >>> h100e_nominal_count(1.0, 1.1)
    1100000.0
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * h100e_per_it_kw


def effective_flop_per_year(h100e_nominal_count, h100_peak_tflop_per_second, model_flop_utilisation, availability):
    """Useful compute of the whole programme: peak times what training really gets out of it.

    Parameters
    ----------
    h100e_nominal_count : (draws, 1) [H100e]
        0 equivalents of the whole programme.
    h100_peak_tflop_per_second : (draws, 1) [TFLOP/s]
        0 SXM.
    model_flop_utilisation : (draws, 1) [fraction]
    availability : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [FLOP/year]

    Notes
    -----
    F = H f u a 8760 h.

    References
    ----------
    Chowdhery et al. (2022), "PaLM" (model FLOP utilisation); DeepSeek-V3 technical report (2024) as a check.

    Examples
    --------
    >>> effective_flop_per_year(1.0, 1000.0, 0.5, 1.0)
    1.5768e+22
    """
    peak = h100e_nominal_count * h100_peak_tflop_per_second * units.FLOP_PER_TFLOP
    return peak * model_flop_utilisation * availability * units.HOURS_PER_YEAR * units.SECONDS_PER_HOUR


def largest_training_run_flop(effective_flop_per_year, training_compute_share, training_run_days):
    """Largest training run that the finished programme can do.

    Parameters
    ----------
    effective_flop_per_year : (draws, 1) [FLOP/year]
    training_compute_share : (draws, 1) [fraction]
    training_run_days : (draws, 1) [day]

    Returns
    -------
    (draws, 1) [FLOP]

    Notes
    -----
    C = F s days / 365. Losses from training across sites are left out.

    References
    ----------
    Hoffmann et al. (2022) count training compute the same way, 6 N D.

    Examples
    --------
    >>> largest_training_run_flop(365.0, 0.5, 100.0)
    50.0
    """
    return effective_flop_per_year * training_compute_share * training_run_days / units.DAYS_PER_YEAR


def facility_energy_twh_per_year(it_capacity_nominal_gw, it_load_share, pue):
    """Electricity that the finished programme draws in a year.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    it_load_share : (draws, 1) [fraction]
    pue : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [TWh/year]

    Notes
    -----
    W = P load PUE 8760 h.

    References
    ----------
    Hamilton (2008), "Cost of power in large-scale data centers", for the form.

    Examples
    --------
    >>> round(facility_energy_twh_per_year(1.0, 0.8, 1.25), 2)
    8.76
    """
    kwh = it_capacity_nominal_gw * units.KW_PER_GW * it_load_share * pue * units.HOURS_PER_YEAR
    return kwh / units.KWH_PER_TWH


def emissions_tco2e_per_year(facility_energy_twh_per_year, grid_carbon_gco2e_per_kwh):
    """Location-based life-cycle emissions of the electricity.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year]
    grid_carbon_gco2e_per_kwh : (draws, 1) [gCO2e/kWh]

    Returns
    -------
    (draws, 1) [tCO2e/year]

    Notes
    -----
    M = W c. Contracts for clean power (market-based accounting) and embodied carbon are left out.

    References
    ----------
    GHG Protocol, Scope 2 Guidance (location-based method).

    Examples
    --------
    >>> round(emissions_tco2e_per_year(1.0, 400.0))
    400000
    """
    return facility_energy_twh_per_year * units.KWH_PER_TWH * grid_carbon_gco2e_per_kwh / units.G_PER_T


def water_m3_per_year(facility_energy_twh_per_year, pue, wue_litre_per_kwh):
    """Water used on site in a year.

    Parameters
    ----------
    facility_energy_twh_per_year : (draws, 1) [TWh/year]
    pue : (draws, 1) [ratio]
    wue_litre_per_kwh : (draws, 1) [L/kWh]

    Returns
    -------
    (draws, 1) [m3/year]

    Notes
    -----
    V = W / PUE WUE. Water used where the power is made is left out.

    References
    ----------
    ISO/IEC 30134-9 (water usage effectiveness).

    Examples
    --------
    >>> round(water_m3_per_year(1.2, 1.2, 0.5))
    500000
    """
    it_kwh = facility_energy_twh_per_year * units.KWH_PER_TWH / pue
    return it_kwh * wue_litre_per_kwh / units.L_PER_M3


def budget_usd_per_permanent_job(budget_usd, permanent_jobs_count):
    """Announced budget per announced permanent job.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    permanent_jobs_count : (draws, 1) [count]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/job]

    Notes
    -----
    x = K / J. Indirect jobs are left out.

    References
    ----------
    The announcement of 12 November 2025.

    Examples
    --------
    >>> budget_usd_per_permanent_job(50e9, 800)
    62500000.0
    """
    return budget_usd / permanent_jobs_count


def budget_usd_per_construction_job(budget_usd, construction_jobs_count):
    """Announced budget per announced construction job.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    construction_jobs_count : (draws, 1) [count]
        Above 0.

    Returns
    -------
    (draws, 1) [USD_2025/job]

    Notes
    -----
    x = K / J. Job-years are left out: the announcement gives none.

    References
    ----------
    The announcement of 12 November 2025.

    Examples
    --------
    >>> round(budget_usd_per_construction_job(50e9, 2400) / 1e6, 1)
    20.8
    """
    return budget_usd / construction_jobs_count
