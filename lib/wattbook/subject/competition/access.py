"""Access: what makes the same result cheaper, how far behind the best each maker is, and whether access widens or narrows."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES
from wattbook.series import over


def efficiency_gain_ratio_per_year(hardware_gain_ratio_per_year, software_gain_ratio_per_year, algorithm_gain_ratio_per_year):
    """Factor a year by which the same result takes less money: chips, serving software and algorithms together.
    (draws, 1) [ratio/year]: G = g_hardware g_software g_algorithm, taken as independent.
    """
    return hardware_gain_ratio_per_year * software_gain_ratio_per_year * algorithm_gain_ratio_per_year


def gain_part_per_year(hardware_gain_ratio_per_year, software_gain_ratio_per_year, algorithm_gain_ratio_per_year):
    """How often a year each of the three alone halves what the same result costs.
    (draws, gain, 1) [count/year]: d_i = log2 g_i. Gains multiply, so that these add up to log2 G.
    """
    return np.stack(list(map(np.log2, (hardware_gain_ratio_per_year, software_gain_ratio_per_year,
                                       algorithm_gain_ratio_per_year))), axis=1)


def same_result_cost_ratio(efficiency_gain_ratio_per_year):
    """Cost of the same result today and in one, two and three years, over today's.
    (draws, horizon, 1) [ratio]: c = G^-t.
    """
    return efficiency_gain_ratio_per_year[:, None] ** -np.arange(len(AXES["horizon"]))[:, None].astype(float)


def _behind(level, when, best, dates):
    """Months from the day on which the best of all first had a level to another day; nought where it never had."""
    known = ~np.isnan(best.ravel())
    best, dates = best.ravel()[known], dates.ravel()[known]
    if not best.size:
        return np.full(np.broadcast(level, when).shape, np.nan)
    place = np.searchsorted(best, level)
    behind = (when - dates[np.minimum(place, best.size - 1)]) * units.MONTHS_PER_YEAR
    return np.where(np.isnan(level), np.nan, np.where(place < best.size, np.maximum(behind, 0), 0))


def capability_lag_months(developer_capability_count, frontier_model_capability_count, frontier_model_to_year,
                          capability_error_count):
    """Months by which the best model of each maker trails the best of all, on the last day of the index.
    (draws, developer, 1) [month]: lag = last day - day on which the best of all first had the maker's level; not below nought.
    Source: Epoch AI, Capabilities Index.
    """
    top = np.fmax.reduce(developer_capability_count, axis=1, initial=np.nan)
    last = np.fmax.reduce(frontier_model_to_year, axis=None, initial=np.nan)
    return _behind(top[:, None] + capability_error_count, last, frontier_model_capability_count, frontier_model_to_year)


def open_lag_months(open_model_capability_count, open_model_to_year, frontier_model_capability_count, frontier_model_to_year,
                    month_start_year):
    """Months by which the best open weights trail the best of all, in each month up to the last day of the index.
    (1, months) [month]: lag(t) = t - day on which the best of all first had the level of the best open weights by t.
    NaN before the first and after the last day of the index.
    Source: Epoch AI, Capabilities Index.
    """
    levels, days = open_model_capability_count.ravel(), open_model_to_year.ravel()
    by = np.searchsorted(days[~np.isnan(days)], month_start_year, side="right") - 1
    level = np.where(by >= 0, np.append(levels, np.nan)[np.maximum(by, 0)], np.nan)
    last = np.nanmax(frontier_model_to_year, initial=-np.inf)
    lag = _behind(level, month_start_year, frontier_model_capability_count, frontier_model_to_year)
    return np.where(month_start_year <= last, lag, np.nan)[None]


def centralising_part_per_year(owner_path_h100e, owner_group_path_h100e, open_lag_months, month_start_year,
                               efficiency_gain_ratio_per_year, training_cost_growth_ratio):
    """Change over a year, as a logarithm, of four series, each signed so that above nought fewer have access.
    (draws, index_part, 1) [ratio/year]: d_i = ln(now / a year before): owners and lag by means over the year up to their last
    change, price of a fixed capability and cost of a frontier run by their yearly factors.
    """
    holders = over(owner_path_h100e.sum(axis=1), owner_path_h100e.sum(axis=1) + np.nansum(owner_group_path_h100e, axis=1))
    ones = np.ones_like(training_cost_growth_ratio)
    return np.stack([ones * _change(holders, month_start_year), ones * _change(open_lag_months, month_start_year),
                     -_log(efficiency_gain_ratio_per_year), _log(training_cost_growth_ratio)], axis=1)


def _log(levels):
    return np.log(np.where(levels > 0, levels, np.nan))


def _change(series, month_start_year):
    """Logarithm of the mean of the year up to the last change over that of the year before; no value where one is missing."""
    changed = np.flatnonzero(np.diff(series[0]) != 0) + 1
    known = changed[~np.isnan(series[:, changed]).any(axis=0)]
    if not known.size:
        return np.full((len(series), 1), np.nan)
    ago = np.floor(month_start_year[known[-1]] - month_start_year)
    now, before = (over(np.nansum(year, axis=1, keepdims=True), (~np.isnan(year)).sum(axis=1, keepdims=True))
                   for year in (series[:, ago == 0], series[:, ago == 1]))
    return _log(over(now, before))


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
    (draws, 1) [fraction]: f = sum of w_i c_i / sum of w_i, times the part taken.
    """
    weight = workload_token_weight_ratio / workload_token_weight_ratio.sum(axis=1, keepdims=True)
    return (weight * edge_capable_share).sum(axis=1) * edge_taken_share


def edge_displaced_it_gw(edge_token_share, energised_it_gw, inference_compute_share):
    """Power of the programme, of what is on in each month, that such tokens would have used.
    (draws, months) [GW_IT]: P_edge(t) = f E(t) s_inference.
    """
    return edge_token_share * energised_it_gw * inference_compute_share
