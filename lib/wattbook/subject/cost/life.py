"""What computing is worth as it ages: in the books, for tax, and by the rent it can still earn."""

import numpy as np

from wattbook import units
from wattbook.series import cohorts, reverting

HALVINGS = 40  # of a life, to a few seconds


def book_value_share(project_age_years, it_life_years):
    """Share of the cost of IT that is left in the books by straight line.
    (draws, project_year, 1) [fraction]: b(n) = 1 - n / L, not below 0.
    """
    return np.clip(1 - project_age_years / it_life_years[:, None], 0, 1)


def room_usd_per_it_kw_year(lease_usd_per_it_kw_year, sold_hours_share, facility_charge_usd_per_it_kw_year):
    """What the room of a kilowatt is worth a year to another tenant: rent of leases, at most what a new building must earn.
    (draws, 1) [USD_2025/kW_IT/year]: b_room = min(b u, c_facility): rooms stand idle as long as computing does.
    Left out: upkeep that the owner bears.
    """
    return np.fmin(lease_usd_per_it_kw_year * sold_hours_share, facility_charge_usd_per_it_kw_year)


def economic_life_years(rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, room_usd_per_it_kw_year, settled_rent_ratio,
                        rent_half_life_months, rent_fall_by_age_per_year, it_physical_life_years):
    """Years until rent no longer covers running machines bought today and the room they stand in: then they are switched off.
    (draws, 1) [year]: L* = the age n at which R s(n) (1 - d)^n = O + b_room, between 0 and the physical life.
    """
    need = running_cost_usd_per_it_kw_year + room_usd_per_it_kw_year
    least, most = 0 * (need + it_physical_life_years), it_physical_life_years + 0 * need
    for _ in range(HALVINGS):
        age = (least + most) / 2
        settled = reverting(1, settled_rent_ratio, age * units.MONTHS_PER_YEAR, rent_half_life_months)
        covered = rent_usd_per_it_kw_year * settled * (1 - rent_fall_by_age_per_year) ** age > need
        least, most = np.where(covered, age, least), np.where(covered, most, age)
    return most


def accelerator_wait_months(energised_share, month_start_year, accelerator_first_delivery_year, accelerator_delivery_months,
                            delivery_put_off_share):
    """Months for which the machines that are switched on in each month have waited since they were delivered.
    (draws, months) [month]: x(t) = (t - t_first - (e(t - 1) + e(t)) / 2 duration)(1 - put off), at least 0: first in first out.
    """
    since = (month_start_year - accelerator_first_delivery_year) * units.MONTHS_PER_YEAR + 1
    middle = energised_share - np.diff(energised_share, axis=-1, prepend=0) / 2
    return np.maximum(since - middle * accelerator_delivery_months, 0) * (1 - delivery_put_off_share)


def aged_it_gw(energised_it_gw, accelerator_wait_months, rent_fall_by_age_per_year, economic_life_years):
    """IT power at work, each kilowatt weighed by the rent of machines of its age over that of new ones.
    (draws, months) [GW_IT]: A(t) = sum over months s of dE(s) (1 - d)^(age(t, s) + wait(s)), ages up to L*.
    """
    keep = (1 - rent_fall_by_age_per_year) ** (1 / units.MONTHS_PER_YEAR)
    new = np.diff(energised_it_gw, axis=-1, prepend=0) * keep**accelerator_wait_months
    return cohorts(new, keep, np.zeros((1, 1)), economic_life_years * units.MONTHS_PER_YEAR)


def working_it_gw(energised_it_gw, economic_life_years):
    """IT power whose machines are at work: energised, and their rent still covers running them.
    (draws, months) [GW_IT]: W(t) = sum over months s of dE(s), ages up to L*.
    """
    new, one = np.diff(energised_it_gw, axis=-1, prepend=0), np.ones((1, 1))
    return cohorts(new, one, 0 * one, economic_life_years * units.MONTHS_PER_YEAR)


def residual_to_cost_ratio(rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year, room_usd_per_it_kw_year,
                           settled_rent_ratio, rent_half_life_months, rent_fall_by_age_per_year, capex_usd_per_it_watt,
                           it_capex_share, economic_life_years, wacc_per_year, project_age_years):
    """What machines bought today are worth at each age, over what they cost: the rent to come, at most what as good ones cost.
    (draws, project_year, 1) [ratio]: q(n) = min(integral from n to L* of (R s(u) (1 - d)^u - O - b_room) e^(-r (u - n)) du / (k
    s_it), (1 - d)^n).
    Left out: failures of single chips.
    """
    cost = capex_usd_per_it_watt * units.W_PER_KW * it_capex_share
    years = np.maximum(economic_life_years[:, None] - project_age_years, 0)
    terms = (rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year + room_usd_per_it_kw_year, cost, settled_rent_ratio,
             rent_half_life_months, rent_fall_by_age_per_year, wacc_per_year)
    ahead = project_age_years * units.MONTHS_PER_YEAR
    return _worth(project_age_years, ahead, years, *(one[:, None] for one in terms)) / cost[:, None]


def machine_residual_usd(energised_it_gw, accelerator_wait_months, rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year,
                         room_usd_per_it_kw_year, settled_rent_ratio, rent_half_life_months, rent_fall_by_age_per_year,
                         capex_usd_per_it_watt, it_capex_share, economic_life_years, wacc_per_year, month_start_year,
                         as_of_year):
    """What the programme's machines are worth at the end of the time axis: the rent to come, at most what as good ones cost.
    (draws, 1) [USD_2025]: V = sum over months s of dE(s) min(rent to come of machines of that age, k s_it (1 - d)^age).
    """
    new = np.diff(energised_it_gw, axis=-1, prepend=0) * units.KW_PER_GW
    at_work = np.arange(new.shape[-1])[::-1] / units.MONTHS_PER_YEAR
    ahead, years = np.maximum(month_start_year[-1] - as_of_year, 0), np.maximum(economic_life_years - at_work, 0)
    age = at_work + accelerator_wait_months / units.MONTHS_PER_YEAR
    worth = _worth(age, ahead * units.MONTHS_PER_YEAR, years,
                   rent_usd_per_it_kw_year, running_cost_usd_per_it_kw_year + room_usd_per_it_kw_year,
                   capex_usd_per_it_watt * units.W_PER_KW * it_capex_share, settled_rent_ratio, rent_half_life_months,
                   rent_fall_by_age_per_year, wacc_per_year)
    return (new * worth).sum(axis=-1, keepdims=True)


def facility_residual_usd(energised_it_gw, room_usd_per_it_kw_year, facility_life_years, wacc_per_year):
    """What the programme's energised buildings are worth at the end of the time axis: the rent of rooms over their lives.
    (draws, 1) [USD_2025]: V = sum over months s of dE(s) b_room A(r, L_facility - age).
    Left out: land, under 1% of the cost.
    """
    new = np.diff(energised_it_gw, axis=-1, prepend=0) * units.KW_PER_GW
    age = np.arange(new.shape[-1])[::-1] / units.MONTHS_PER_YEAR
    years = np.maximum(facility_life_years - age, 0)
    return (new * room_usd_per_it_kw_year * _stream(np.log1p(wacc_per_year), years)).sum(axis=-1, keepdims=True)


def _worth(age, ahead_months, years, rent, need, cost, settled, half_life, fall, wacc):
    """Rent to come over some years less running and room, falling with age as the market settles; at most as good new ones."""
    kept, settles = (1 - fall) ** age, np.log(2) * units.MONTHS_PER_YEAR / half_life
    rate = np.log1p(wacc) - np.log1p(-fall)
    unsettled = (1 - settled) * np.exp2(-ahead_months / half_life)
    to_come = rent * kept * (settled * _stream(rate, years) + unsettled * _stream(rate + settles, years))
    return np.minimum(np.maximum(to_come - need * _stream(np.log1p(wacc), years), 0), cost * kept)


def _stream(rate, years):
    """Present value of one a year, paid evenly for some years, at a continuous rate that may be 0."""
    flat = np.abs(rate) < np.finfo(float).eps
    some = np.where(flat, 1, rate)
    value = np.expm1(-some * years) / -some
    return np.where(flat, years, value) if flat.any() else value
