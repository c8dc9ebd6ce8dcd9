"""What the money buys, in IT power, facility power and accelerators of each generation."""

from wattbook import units
from wattbook.series import over


def it_capacity_nominal_gw(budget_usd, budget_capex_share, capex_usd_per_it_watt):
    """IT power that the budget buys at the published cost per watt.

    (draws, 1) [GW_IT]
    P = K share / k.
    Left out: price changes during the build (the cost per watt is taken as paid on average).
    capex_usd_per_it_watt: above 0.
    Source: Epoch AI (May 2026), "Servers account for 60% of the total cost of ownership of a one-gigawatt AI data center".

    >>> it_capacity_nominal_gw(50e9, 1.0, 38.0).__round__(2)
    1.32
    """
    return budget_usd * budget_capex_share / (capex_usd_per_it_watt * units.W_PER_GW)


def facility_capacity_nominal_gw(it_capacity_nominal_gw, pue):
    """Facility power that the IT capacity draws at full load: the only road from IT to facility power.

    (draws, 1) [GW_facility]
    P_facility = P_IT PUE.
    Left out: spare feeds for redundancy.
    pue: at least 1.
    Source: ISO/IEC 30134-2 (power usage effectiveness).

    >>> facility_capacity_nominal_gw(1.0, 1.2)
    1.2
    """
    return it_capacity_nominal_gw * pue


def generation_accelerators_count(it_capacity_nominal_gw, generation_it_power_watt):
    """Accelerators that the IT capacity feeds, all of one generation.

    (draws, generation, 1) [count]
    N_g = P / w_g.

    >>> generation_accelerators_count(np.array([[1.0]]), np.array([[[2000.0], [np.nan]]])).ravel().tolist()
    [500000.0, nan]
    """
    return it_capacity_nominal_gw[:, None] * units.W_PER_GW / generation_it_power_watt


def generation_h100e_per_it_kw(generation_peak_tflop_per_second, generation_it_power_watt, h100_peak_tflop_per_second):
    """H100 equivalents fed by a kilowatt, by generation.

    (draws, generation, 1) [H100e/kW_IT]
    d_g = f_g / f_H100 / w_g.
    Left out: dense 16-bit rates; lower precisions.

    >>> generation_h100e_per_it_kw(np.array([[[2000.0]]]), np.array([[[2000.0]]]), np.array([[1000.0]])).ravel().tolist()
    [1.0]
    """
    ratio = over(generation_peak_tflop_per_second, h100_peak_tflop_per_second[:, None])
    return ratio * units.W_PER_KW / generation_it_power_watt


def generation_price_usd_per_h100e(generation_price_usd, generation_peak_tflop_per_second, h100_peak_tflop_per_second):
    """Price of one H100 equivalent, by generation.

    (draws, generation, 1) [USD_2025/H100e]
    c_g = price_g f_H100 / f_g.
    The accelerator alone, without server and network.

    >>> generation_price_usd_per_h100e(np.array([[[36000.0]]]), np.array([[[2000.0]]]),
    ... np.array([[1000.0]])).ravel().tolist()
    [18000.0]
    """
    return generation_price_usd * h100_peak_tflop_per_second[:, None] / generation_peak_tflop_per_second
