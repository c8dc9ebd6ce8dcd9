"""Spread: whether access widens or narrows, and what other architectures and devices do to the demand for computing."""

import numpy as np

from wattbook.axes import AXES
from wattbook.series import over

YEAR = 1.0


def centralising_part_per_year(owner_path_h100e, owner_group_path_h100e, open_lag_months, month_start_year,
                               efficiency_gain_ratio_per_year, training_cost_growth_ratio):
    """Change over a year, as a logarithm, of four series, each signed so that above nought fewer have access.
    (draws, index_part, 1) [ratio/year]: d_i = ln(now / a year before): share of the largest owners, lag of open weights, price
    of a fixed capability, cost of entry. The last two by their yearly factors; the first two by means over the year up to their
    last change.
    """
    holders = over(owner_path_h100e.sum(axis=1), owner_path_h100e.sum(axis=1) + np.nansum(owner_group_path_h100e, axis=1))
    ones = np.ones_like(training_cost_growth_ratio)
    found = {"holders": ones * _change(holders, month_start_year), "lag": ones * _change(open_lag_months, month_start_year),
             "price": -_log(efficiency_gain_ratio_per_year), "entry": _log(training_cost_growth_ratio)}
    return np.stack([found[name] for name in AXES["index_part"]], axis=1)


def _log(levels):
    return np.log(np.where(levels > 0, levels, np.nan))


def _change(series, month_start_year):
    """Logarithm of the mean of the year up to the last change over that of the year before; no value where one is missing."""
    changed = np.flatnonzero(np.diff(series[0]) != 0) + 1
    known = changed[~np.isnan(series[:, changed]).any(axis=0)]
    if not known.size:
        return np.full((len(series), 1), np.nan)
    ago = month_start_year[known[-1]] - month_start_year
    return _log(over(_mean(series, (ago >= 0) & (ago < YEAR)), _mean(series, (ago >= YEAR) & (ago < 2 * YEAR))))


def _mean(series, inside):
    held = inside & ~np.isnan(series)
    return over(np.where(held, series, 0).sum(axis=1, keepdims=True), held.sum(axis=1, keepdims=True))


def centralising_share(centralising_part_per_year, index_weight_ratio):
    """Weight of the series that move towards fewer hands, each draw with weights of its own.
    (draws, 1) [fraction]: I = sum of w_i over the parts above nought / sum of w_i, parts without a value left out. 0 is all
    towards access, 1 all towards fewer hands; how far each moves is not in it.
    """
    weight = np.where(np.isnan(centralising_part_per_year), 0, index_weight_ratio)
    return over((weight * (centralising_part_per_year > 0)).sum(axis=1), weight.sum(axis=1))


def compute_demand_ratio(architecture_gain_ratio, demand_elasticity_ratio):
    """Demand for computing after an architecture that needs less of it for the same work, over today's.
    (draws, 1) [ratio]: D = E^(e - 1): each unit takes 1 / E, and cheaper work is done more, by E^e.
    At an elasticity of 1 nothing changes.
    Source: Jevons (1865), "The coal question", for the sign.
    """
    return architecture_gain_ratio ** (demand_elasticity_ratio - 1)


def stranded_it_gw(compute_demand_ratio, it_capacity_nominal_gw):
    """Power of the programme that such an architecture would leave without work, if it met its part of the fall.
    (draws, 1) [GW_IT]: S = max(0, 1 - D) P.
    """
    return np.maximum(1 - compute_demand_ratio, 0) * it_capacity_nominal_gw


def edge_token_share(workload_token_weight_ratio, edge_capable_share, edge_taken_share):
    """Part of all tokens that could leave the data centre for the user's own device, and does.
    (draws, 1) [fraction]: f = sum of w_i c_i / sum of w_i, times the part taken. Only answers leave; joint training on devices
    would not move tokens that are sold.
    """
    weight = workload_token_weight_ratio / workload_token_weight_ratio.sum(axis=1, keepdims=True)
    return (weight * edge_capable_share).sum(axis=1) * edge_taken_share


def edge_displaced_it_gw(edge_token_share, it_capacity_nominal_gw, inference_compute_share):
    """Power of the programme that such tokens would have used.
    (draws, 1) [GW_IT]: P_edge = f P s_inference.
    """
    return edge_token_share * it_capacity_nominal_gw * inference_compute_share
