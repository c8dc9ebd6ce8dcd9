"""Cost of a training run by the falling value of its chips: the amortised method."""

from typing import NamedTuple

import numpy as np

from wattbook.series import over

DAYS_PER_JULIAN_YEAR = 365.25
HOURS_PER_JULIAN_YEAR = 8766  # 24 hours of such a year's days
DECADE = 10


class AmortisedCost(NamedTuple):
    """Parts of the cost of one run [USD]; `total` is their sum and `upfront` what its chips and network cost new."""

    chips: np.ndarray
    interconnect: np.ndarray
    energy: np.ndarray
    total: np.ndarray
    upfront: np.ndarray


def amortised_cost(
    chips_count, chip_hours, chip_price_usd, chip_age_days, decades_per_year, interconnect_share, kw_per_chip,
    energy_usd_per_kwh,
):
    """Cost of a run: the value that its chips lose while it runs, their share of the network, and energy.

    Parameters
    ----------
    chips_count : (...) [count]
    chip_hours : (...) [h]
        Hours of all chips together.
    chip_price_usd : (...) [USD]
        New.
    chip_age_days : (...) [day]
        From purchase to the run.
    decades_per_year : (...) [ratio]
        Fall in the value of a chip in powers of ten a year.
    interconnect_share : (...) [fraction]
        Network as a share of chips and network.
    kw_per_chip : (...) [kW]
        Drawn from the grid, cooling included.
    energy_usd_per_kwh : (...) [USD/kWh]

    Returns
    -------
    AmortisedCost

    Notes
    -----
    chips = price 10^(-o age) o ln(10) / 8766 h: the value at the start of the run times its rate of fall.

    References
    ----------
    Cottier, Rahman, Fattorini, Maslej and Owen (2024), "The rising costs of training frontier AI models", and its code.

    Examples
    --------
    >>> run = amortised_cost(16_384, 35_094_528, 44_489.88, 432, 0.14, 0.19, 10.2 / 8 * 0.75 * 1.1, 0.0771)
    >>> print(round(run.total, 2))
    51260340.14
    """
    value = chip_price_usd * DECADE ** (-decades_per_year * chip_age_days / DAYS_PER_JULIAN_YEAR)
    chips = value * decades_per_year * np.log(DECADE) / HOURS_PER_JULIAN_YEAR * chip_hours
    per_chip_cost = over(interconnect_share, 1 - interconnect_share)
    interconnect, energy = per_chip_cost * chips, kw_per_chip * chip_hours * energy_usd_per_kwh
    upfront = chips_count * chip_price_usd * (1 + per_chip_cost)
    return AmortisedCost(chips, interconnect, energy, chips + interconnect + energy, upfront)
