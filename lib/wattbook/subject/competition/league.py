"""League: who has what at which stage, in power, computing and sales, like with like, and when parity comes."""

import numpy as np

from wattbook import units
from wattbook.axes import first
from wattbook.series import at_date, delayed, first_month, over

HALF_YEAR = 1 / 2


def _used(sole, rented, let, tenant):
    """What a firm has at its disposal: its own, its part of what it rents, and what its tenants leave of what it lets."""
    return sole + tenant[:, None] * np.nan_to_num(rented) + (1 - tenant[:, None]) * np.nan_to_num(let)


def firm_it_gw(firm_sole_seen_it_mw, firm_rented_seen_it_mw, firm_let_seen_it_mw, firm_sole_planned_it_mw,
               firm_rented_planned_it_mw, firm_let_planned_it_mw, tenant_use_share, firm_projection_slip_months):
    """IT power of the tracked sites that a firm uses, owned or rented: what was seen, then what is projected, late as such are.
    (draws, firm, months) [GW_IT]: P(t) = max(seen(t), projected(t - slip)), each sole + s rented + (1 - s) let.
    Left out: sites that nobody tracks, so a floor; computing rented from a cloud without a site of its own.
    """
    seen = _used(firm_sole_seen_it_mw, firm_rented_seen_it_mw, firm_let_seen_it_mw, tenant_use_share)
    planned = _used(np.nan_to_num(firm_sole_planned_it_mw), firm_rented_planned_it_mw, firm_let_planned_it_mw, tenant_use_share)
    late = delayed(planned, firm_projection_slip_months)
    known = ~np.isnan(firm_sole_seen_it_mw).all(axis=2, keepdims=True)
    return np.where(known, np.fmax(seen, late), np.nan) / units.MW_PER_GW


def firm_energised_it_gw(firm_sole_seen_it_mw, firm_rented_seen_it_mw, firm_let_seen_it_mw, tenant_use_share):
    """IT power of the tracked sites that a firm uses, at the last look.
    (draws, firm, 1) [GW_IT]: E = sole + s rented + (1 - s) let.
    """
    last = (one[..., -1:] for one in (firm_sole_seen_it_mw, firm_rented_seen_it_mw, firm_let_seen_it_mw))
    return _used(*last, tenant_use_share) / units.MW_PER_GW


def firm_power_share(firm_energised_it_gw):
    """Share of each firm in the IT power that the firms followed use.
    (draws, firm, 1) [fraction]: s = E / sum of E.
    """
    return over(firm_energised_it_gw, np.nansum(firm_energised_it_gw, axis=1, keepdims=True))


def firm_compute_h100e(firm_energised_it_gw, firm_h100e_per_it_kw):
    """H100 equivalents of a firm at the last look, by the density of the sites that it uses.
    (draws, firm, 1) [H100e]: H = E d.
    """
    return firm_energised_it_gw * units.KW_PER_GW * firm_h100e_per_it_kw


def _parity(levels, month_start_year, as_of_year):
    """First month from the as-of date on in which the first firm has as much as each; no value where it never has."""
    now = np.maximum(np.searchsorted(month_start_year, as_of_year.item(0), side="right") - 1, 0)
    return first_month((first(levels) >= levels) & (np.arange(len(month_start_year)) >= now), month_start_year)


def parity_power_year(firm_it_gw, month_start_year, as_of_year):
    """Month in which the subject has as much IT power as each firm, within what the tracker projects.
    (draws, firm, 1) [calendar_year]: t = first month with P_subject >= P_f; no value where none comes.
    """
    return _parity(firm_it_gw, month_start_year, as_of_year)


def parity_compute_year(firm_it_gw, firm_h100e_per_it_kw, month_start_year, as_of_year):
    """Month in which the subject has as many H100 equivalents as each firm, each at the density of its sites of today.
    (draws, firm, 1) [calendar_year]: t = first month with P_subject d_subject >= P_f d_f; no value where none comes.
    """
    return _parity(firm_it_gw * firm_h100e_per_it_kw, month_start_year, as_of_year)


def lab_race_usd_per_year(lab_path_usd_per_year, runrate_usd_per_year, comparable_runrate_usd_per_year, market_growth_per_year,
                          month_start_year, as_of_year):
    """Run-rate of each lab: as reported until now, then ours as forecast, and of others with the published market.
    (draws, forecast_lab, months) [USD/year]: R_1(t) = R(t), R_i(t) = R_i (1 + g)^(t - as of). From the as-of month on.
    Left out: that others gain or lose shares of the market, and those without a report to compare.
    """
    others = comparable_runrate_usd_per_year * (1 + market_growth_per_year[:, None]) ** (month_start_year - as_of_year)
    ahead = np.where(np.arange(others.shape[1])[:, None] == 0, runrate_usd_per_year[:, None], others)
    return np.where(month_start_year > as_of_year - 1 / units.MONTHS_PER_YEAR, ahead, lab_path_usd_per_year)


def parity_sales_year(lab_race_usd_per_year, month_start_year, as_of_year):
    """Month in which the subject sells as much as each lab, if others keep their shares of a market that grows as published.
    (draws, forecast_lab, 1) [calendar_year]: t = first month with R_subject(t) >= R_f(t); no value where none comes.
    """
    return _parity(lab_race_usd_per_year, month_start_year, as_of_year)


def programme_building_it_gw(programme_planned_it_mw, it_capacity_nominal_gw):
    """IT power of each programme when it is finished: our own for the first, the tracker's by its last date for the others.
    (draws, programme, 1) [GW_IT]: Q = planned; the first P.
    """
    ours = np.arange(programme_planned_it_mw.shape[1])[:, None] == 0
    return np.where(ours, it_capacity_nominal_gw[:, None], programme_planned_it_mw / units.MW_PER_GW)


def programme_energised_it_gw(programme_seen_it_mw, energised_it_gw, month_start_year, as_of_year):
    """IT power of each programme that is on: the model's for the first on the as-of date, at the last look for the others.
    (draws, programme, 1) [GW_IT]: E = seen; the first E(as of).
    """
    now = at_date(energised_it_gw, month_start_year, as_of_year.item(0))[:, None]
    ours = np.arange(programme_seen_it_mw.shape[1])[:, None] == 0
    return np.where(ours, now, programme_seen_it_mw / units.MW_PER_GW)


def _staged(found, announced, *powers):
    """What is found at each stage; contracts name no power."""
    told, *others = map(found, (announced, *powers))
    return np.concatenate([told, np.full_like(told, np.nan), *others], axis=1)


def programme_share(programme_announced_usd, programme_building_it_gw, programme_energised_it_gw):
    """Share of the first programme at each stage: of dollars announced, of power under construction, of power that is on.
    (draws, stage, 1) [fraction]: s = x / sum of x over two or more programmes with a figure. No value for contracts.
    """
    return _staged(lambda one: np.where((~np.isnan(one)).sum(axis=1, keepdims=True) > 1,
                                        over(first(one), np.nansum(one, axis=1, keepdims=True)), np.nan),
                   programme_announced_usd, programme_building_it_gw, programme_energised_it_gw)


def programme_rank_count(programme_announced_usd, programme_building_it_gw, programme_energised_it_gw):
    """Rank of the first programme at each stage: by dollars announced, by power under construction, by power that is on.
    (draws, stage, 1) [count]: rank = 1 + number of programmes with more, in one unit a stage. No value for contracts.
    Left out: programmes that nobody tracks or that name no sum.
    """
    return _staged(lambda one: np.where(np.isnan(first(one)), np.nan, 1.0 + (one > first(one)).sum(axis=1, keepdims=True)),
                   programme_announced_usd, programme_building_it_gw, programme_energised_it_gw)


def announced_usd(programme_path_usd):
    """Dollars that the programmes followed have announced by each month, the newest sum of each.
    (draws, months) [USD]: X(t) = sum of x(t); no value before the first.
    """
    return np.where(np.isnan(programme_path_usd).all(axis=1), np.nan, np.nansum(programme_path_usd, axis=1))


def announced_growth_ratio_per_year(announced_usd):
    """Factor by which announced dollars grew a year, from the first sum known to the last.
    (draws, 1) [ratio/year]: g = (X(t1) / X(t0))^(1 / (t1 - t0)). No value where these lie under half a year apart.
    """
    changed = np.flatnonzero(np.diff(np.nan_to_num(announced_usd[0]))) + 1
    years = np.ptp(changed) / units.MONTHS_PER_YEAR if changed.size else 0
    if years < HALF_YEAR:
        return np.full_like(announced_usd[:, :1], np.nan)
    return over(announced_usd[:, changed[-1:]], announced_usd[:, changed[:1]]) ** (1 / years)


def comparable_runrate_usd_per_year(lab_report_usd_per_year, lab_report_to_year, rival_report_ratio):
    """Latest run-rate that each lab reported within half a year of the newest; others as far off as such reports.
    (draws, forecast_lab, 1) [USD/year]: R = last report, times the ratio for all but the first; no value where it is older.
    """
    last = np.nanmax(np.where(np.isnan(lab_report_to_year), -np.inf, lab_report_to_year), axis=1, keepdims=True)
    level = np.nansum(np.where(lab_report_to_year == last, lab_report_usd_per_year, np.nan), axis=1, keepdims=True)
    fresh = np.where(last >= last.max() - HALF_YEAR, level, np.nan)
    return np.where(np.arange(len(level))[:, None] == 0, fresh, fresh * rival_report_ratio[:, None])
