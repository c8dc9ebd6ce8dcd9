"""Efficiency: what makes the same result cheaper, and how far behind the best each maker is."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES


def efficiency_gain_ratio_per_year(hardware_gain_ratio_per_year, software_gain_ratio_per_year, algorithm_gain_ratio_per_year):
    """Factor a year by which the same result takes less money: chips, serving software and algorithms together.
    (draws, 1) [ratio/year]: G = g_hardware g_software g_algorithm. Taken as independent; a new chip may also be what lets an
    algorithm pay.
    """
    return hardware_gain_ratio_per_year * software_gain_ratio_per_year * algorithm_gain_ratio_per_year


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
    (draws, developer, 1) [month]: lag = last day - day on which the best of all first had the maker's level, read with its
    error. The lead of those ahead of all is nought, not negative.
    Source: Epoch AI, Capabilities Index.
    """
    top = np.fmax.reduce(developer_capability_count, axis=1, initial=np.nan)
    last = np.fmax.reduce(frontier_model_to_year, axis=None, initial=np.nan)
    return _behind(top[:, None] + capability_error_count, last, frontier_model_capability_count, frontier_model_to_year)


def open_lag_months(open_model_capability_count, open_model_to_year, frontier_model_capability_count, frontier_model_to_year,
                    month_start_year):
    """Months by which the best open weights trail the best of all, in each month up to the last day of the index.
    (1, months) [month]: lag(t) = t - day on which the best of all first had the level of the best open weights by t. NaN before
    the first and after the last day of the index.
    Source: Epoch AI, Capabilities Index.
    """
    levels, days = open_model_capability_count.ravel(), open_model_to_year.ravel()
    by = np.searchsorted(days[~np.isnan(days)], month_start_year, side="right") - 1
    level = np.where(by >= 0, np.append(levels, np.nan)[np.maximum(by, 0)], np.nan)
    last = np.nanmax(frontier_model_to_year, initial=-np.inf)
    lag = _behind(level, month_start_year, frontier_model_capability_count, frontier_model_to_year)
    return np.where(month_start_year <= last, lag, np.nan)[None]
