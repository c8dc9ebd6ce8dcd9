"""What assets lose: cost charged by the table of the tax law, and value lost during a training run."""

from collections import namedtuple

import numpy as np

from wattbook.series import over

PERCENT = 100
MACRS_PERCENT = {
    5: (20.0, 32.0, 19.2, 11.52, 11.52, 5.76),
    15: (5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95),
}  # IRS Publication 946, table A-1: general system, half-year convention
DAYS_PER_JULIAN_YEAR = 365.25
HOURS_PER_JULIAN_YEAR = 8766  # 24 hours of such a year's days
DECADE = 10


def macrs(recovery_years):
    """Share of cost that US tax law lets a firm deduct in each year (years + 1,) [fraction]; first and last are half years.

    recovery_years: 5 (computers) or 15 (land improvements). The table is the rule; its formula differs in the last digit.
    """
    return np.array(MACRS_PERCENT[recovery_years]) / PERCENT


# Parts of the cost of one run [USD]; total is their sum and upfront what its chips and network cost new.
AmortisedCost = namedtuple("AmortisedCost", "chips interconnect energy total upfront")


def amortised_cost(chips_count, chip_hours, chip_price_usd, chip_age_days, decades_per_year, interconnect_share, kw_per_chip,
                   energy_usd_per_kwh):
    """Cost of a run: the value that its chips lose while it runs, their share of the network, and energy, as AmortisedCost.

    chips = price 10^(-o age) o ln(10) / 8766 h, o the decades by which value falls in a year; kW with cooling. Source: Cottier
    and others (2024), "The rising costs of training frontier AI models", and its code.
    """
    value = chip_price_usd * DECADE ** (-decades_per_year * chip_age_days / DAYS_PER_JULIAN_YEAR)
    chips = value * decades_per_year * np.log(DECADE) / HOURS_PER_JULIAN_YEAR * chip_hours
    per_chip_cost = over(interconnect_share, 1 - interconnect_share)
    interconnect, energy = per_chip_cost * chips, kw_per_chip * chip_hours * energy_usd_per_kwh
    upfront = chips_count * chip_price_usd * (1 + per_chip_cost)
    return AmortisedCost(chips, interconnect, energy, chips + interconnect + energy, upfront)
