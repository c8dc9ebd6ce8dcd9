"""Accelerators by generation: what the programme would be if it were all of one kind. A figure nobody reports stays missing."""


from wattbook import units
from wattbook.series import over


def generation_accelerators_count(it_capacity_nominal_gw, generation_it_power_watt):
    """Accelerators that the IT capacity feeds, all of one generation.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    generation_it_power_watt : (draws, generation, 1) [W_IT]

    Returns
    -------
    (draws, generation, 1) [count]

    Notes
    -----
    N_g = P / w_g.

    Examples
    --------
    >>> generation_accelerators_count(np.array([[1.0]]), np.array([[[2000.0], [np.nan]]])).ravel().tolist()
    [500000.0, nan]
    """
    return it_capacity_nominal_gw[:, None] * units.W_PER_GW / generation_it_power_watt


def generation_h100e_per_it_kw(generation_peak_tflop_per_second, generation_it_power_watt, h100_peak_tflop_per_second):
    """H100 equivalents fed by a kilowatt, by generation.

    Parameters
    ----------
    generation_peak_tflop_per_second : (draws, generation, 1) [TFLOP/s]
    generation_it_power_watt : (draws, generation, 1) [W_IT]
    h100_peak_tflop_per_second : (draws, 1) [TFLOP/s]

    Returns
    -------
    (draws, generation, 1) [H100e/kW_IT]

    Notes
    -----
    d_g = f_g / f_H100 / w_g. Dense 16-bit rates; lower precisions are left out.

    Examples
    --------
    >>> generation_h100e_per_it_kw(np.array([[[2000.0]]]), np.array([[[2000.0]]]), np.array([[1000.0]])).ravel().tolist()
    [1.0]
    """
    ratio = over(generation_peak_tflop_per_second, h100_peak_tflop_per_second[:, None])
    return ratio * units.W_PER_KW / generation_it_power_watt


def generation_h100e_count(it_capacity_nominal_gw, generation_h100e_per_it_kw):
    """H100 equivalents of the programme, all of one generation.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT] [GW_IT]
    generation_h100e_per_it_kw : (draws, generation, 1) [H100e/kW_IT]

    Returns
    -------
    (draws, generation, 1) [H100e]

    Notes
    -----
    H_g = P d_g.

    Examples
    --------
    >>> generation_h100e_count(np.array([[1.0]]), np.array([[[1.1]]])).ravel().tolist()
    [1100000.0]
    """
    return it_capacity_nominal_gw[:, None] * units.KW_PER_GW * generation_h100e_per_it_kw


def generation_price_usd_per_h100e(generation_price_usd, generation_peak_tflop_per_second, h100_peak_tflop_per_second):
    """Price of one H100 equivalent, by generation.

    Parameters
    ----------
    generation_price_usd : (draws, generation, 1) [USD_2025]
    generation_peak_tflop_per_second : (draws, generation, 1) [TFLOP/s]
    h100_peak_tflop_per_second : (draws, 1) [TFLOP/s]

    Returns
    -------
    (draws, generation, 1) [USD_2025/H100e]

    Notes
    -----
    c_g = price_g f_H100 / f_g. The accelerator alone, without server and network.

    Examples
    --------
    >>> generation_price_usd_per_h100e(np.array([[[36000.0]]]), np.array([[[2000.0]]]),
    ... np.array([[1000.0]])).ravel().tolist()
    [18000.0]
    """
    return generation_price_usd * h100_peak_tflop_per_second[:, None] / generation_peak_tflop_per_second
