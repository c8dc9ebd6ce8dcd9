"""Margin, cash and commitments: is the growth paid for?"""

import numpy as np

from wattbook import units
from wattbook.series import in_year, over

YEARS_AHEAD = 2  # beyond the target year costs and margins have no support


def gross_margin_by_basis_share(gross_margin_share, free_users_cost_share, other_cost_of_sales_share):
    """Gross margin on each published definition.
    (draws, margin_basis, 1) [fraction]: m_basis = 1 - (1 - m) (1 - what the basis leaves out).
    Source: Reports of The Information of November 2025 (paying users) and January 2026 (total).
    """
    left_out = np.stack([np.zeros_like(free_users_cost_share), free_users_cost_share, other_cost_of_sales_share], axis=1)
    return 1 - (1 - gross_margin_share)[:, None] * (1 - left_out)


def gross_margin_by_year_share(gross_margin_share, prior_gross_margin_share, later_gross_margin_share, month_calendar_year,
                               target_year):
    """Gross margin in each calendar year.
    (draws, years) [fraction]: m[y] = m + (m_later - m) clip(d / 2, 0, 1) + (m_prior - m) clip(-d, 0, 1), d = y - target year.
    """
    ahead = np.unique(month_calendar_year) - target_year
    after, before = np.clip(ahead / YEARS_AHEAD, 0, 1), np.clip(-ahead, 0, 1)
    here = gross_margin_share
    return here + (later_gross_margin_share - here) * after + (prior_gross_margin_share - here) * before


def opex_usd(target_research_compute_usd, target_staff_and_other_usd, gross_profit_usd, recognised_revenue_usd,
             net_recognised_revenue_usd, reported_income_usd, reported_income_from_year, reported_income_to_year,
             opex_revenue_elasticity_ratio, month_calendar_year, target_year):
    """Research compute, staff and everything else below gross profit, by calendar year, to two years after the target year.
    (draws, years) [USD]: X[y] = X_target (REV[y] / REV_target)^e; from the latest year with reported operating income, where X
    is gross profit - partners - that income, to the target year the power that meets both.
    """
    years, revenue = np.unique(month_calendar_year), np.log(recognised_revenue_usd)
    whole = reported_income_to_year - reported_income_from_year > 1 - 1 / units.MONTHS_PER_YEAR
    latest = np.max(reported_income_from_year[whole], initial=-np.inf)
    income = np.sum(reported_income_usd[whole & (reported_income_from_year == latest)])
    reported = gross_profit_usd - recognised_revenue_usd + net_recognised_revenue_usd - income
    top = in_year(revenue, years, target_year)
    height = np.log(np.maximum(target_research_compute_usd + target_staff_and_other_usd, 1))
    bottom, low = top, height
    if np.round(latest) in years:
        bottom, low = (in_year(one, years, np.round(latest)) for one in (revenue, np.log(np.maximum(reported, 1))))
        ended = np.round(latest) >= target_year
        top, height = np.where(ended, bottom, top), np.where(ended, low, height)
    rise = np.maximum(top - bottom, 0)
    slope = (height - low) / np.where(rise > 0, rise, 1)
    beyond = np.maximum(revenue - top, 0) + np.minimum(revenue - top + rise, 0)
    cost = np.exp(height + opex_revenue_elasticity_ratio * beyond + slope * np.clip(revenue - top, -rise, 0))
    return np.where(years <= target_year + YEARS_AHEAD, cost, np.nan)


def research_compute_usd(opex_usd, target_research_compute_usd, target_staff_and_other_usd):
    """Compute for training and research, by calendar year.
    (draws, years) [USD]: C[y] = X[y] C_target / X_target: costs are split as in the target year.
    """
    return opex_usd * over(target_research_compute_usd, target_research_compute_usd + target_staff_and_other_usd)


def staff_and_other_usd(opex_usd, research_compute_usd):
    """Staff, sales and everything else below gross profit, by calendar year.
    (draws, years) [USD]: O[y] = X[y] - C[y].
    """
    return opex_usd - research_compute_usd


def operating_income_usd(gross_profit_usd, recognised_revenue_usd, net_recognised_revenue_usd, opex_usd):
    """Operating income by calendar year.
    (draws, years) [USD]: OI = gross profit - (gross - net revenue) - X. Below 0 is a loss.
    Left out: interest and tax.
    Source: 2025 as reported: 4.6 of revenue, 7.33 of compute in all, -8.06 of operating income.
    """
    return gross_profit_usd - (recognised_revenue_usd - net_recognised_revenue_usd) - opex_usd


def cash_burn_usd(operating_income_usd, staff_and_other_usd, noncash_share):
    """Cash that operations use up, by calendar year.
    (draws, years) [USD]: B = max(-(OI + noncash share x O), 0). 0 where operations bring cash.
    Left out: capital spending of the subject's own and prepayments.
    """
    return np.maximum(-operating_income_usd - noncash_share * staff_and_other_usd, 0)


def runway_months(cash_usd, cash_burn_usd, month_calendar_year, as_of_year):
    """Months that the cash lasts at the burn of the coming calendar year, where there is one.
    (draws, 1) [month]: m = 12 cash / B[next year]. NaN without burn.
    """
    burn = in_year(cash_burn_usd, np.unique(month_calendar_year), np.floor(as_of_year[0, 0]) + 1)
    return over(units.MONTHS_PER_YEAR * cash_usd, burn)


def commitment_due_usd_per_year(subject_commitment_usd, commitment_firm_share, commitment_years):
    """Compute commitments that cannot be cancelled, spread evenly over their years.
    (draws, 1) [USD/year]: D = commitments x firm share / years. NaN where none is reported.
    """
    return subject_commitment_usd * commitment_firm_share / commitment_years


def commitment_coverage_ratio(net_recognised_revenue_usd, staff_and_other_usd, commitment_due_usd_per_year):
    """Revenue left for compute over the compute payments that are due, by calendar year.
    (draws, years) [ratio]: c[y] = (net revenue - staff and other) / (D x 1 year). Gross margin stands on neither side: it bears
    the same compute. NaN where no commitment is reported.
    """
    return over(net_recognised_revenue_usd - staff_and_other_usd, commitment_due_usd_per_year)


def growth_to_cover_ratio(commitment_due_usd_per_year, target_staff_and_other_usd, gross_to_net_ratio,
                          last_runrate_usd_per_year):
    """Run-rate at which the commitments are covered, over the last reported one.
    (draws, 1) [ratio]: x = (D + staff and other) / (net R0). 1 or less: covered already.
    """
    return over(commitment_due_usd_per_year + target_staff_and_other_usd, gross_to_net_ratio * last_runrate_usd_per_year)


def safety_h100e_count(h100e_nominal_count, inference_compute_share, safety_compute_share):
    """H100 equivalents of the programme that a share of research compute gives to safety research.
    (draws, 1) [H100e]: N = H (1 - inference share) x safety share.
    """
    return h100e_nominal_count * (1 - inference_compute_share) * safety_compute_share


def safety_opportunity_usd(target_year_revenue_usd, gross_margin_share, inference_compute_share, safety_compute_share):
    """Gross profit of the target year that safety's share of all research of the subject would earn if it served paying users.
    (draws, 1) [USD]: x = REV max(GM, 0) (1 - s) f / s: nothing is forgone without a margin.
    """
    set_aside = over((1 - inference_compute_share) * safety_compute_share, inference_compute_share)
    return target_year_revenue_usd * np.maximum(gross_margin_share, 0) * set_aside
