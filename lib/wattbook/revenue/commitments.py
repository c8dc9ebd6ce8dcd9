"""Commitments against revenue, and compute set aside for safety research."""

import numpy as np

from wattbook.series import over


def commitment_due_usd_per_year(subject_commitment_usd, commitment_firm_share, commitment_years):
    """Compute commitments that cannot be cancelled, spread evenly over their years.

    Parameters
    ----------
    subject_commitment_usd : (draws, subject, 1) [USD]
    commitment_firm_share : (draws, 1) [fraction]
    commitment_years : (draws, 1) [year]

    Returns
    -------
    (draws, 1) [USD/year]
        NaN where none is reported.

    Notes
    -----
    D = commitments x firm share / years. Real schedules start lower and end higher; none is published.

    Examples
    --------
    >>> commitment_due_usd_per_year(np.array([[[500.0]]]), 0.8, 8.0).tolist()
    [[50.0]]
    """
    return subject_commitment_usd[:, 0] * commitment_firm_share / commitment_years


def commitment_coverage_ratio(net_recognised_revenue_usd, staff_and_other_usd, commitment_due_usd_per_year):
    """Revenue left for compute over the compute payments that are due, by calendar year.

    Parameters
    ----------
    net_recognised_revenue_usd, staff_and_other_usd : (draws, years) [USD]
    commitment_due_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, years) [ratio]
        Below 1: not covered. NaN where no commitment is reported.

    Notes
    -----
    c[y] = (net revenue - staff and other) / (D x 1 year). Gross margin stands on neither side: it already bears the compute
    that the commitments pay for, and would count it twice.

    Examples
    --------
    >>> commitment_coverage_ratio(60.0, 10.0, 50.0).item()
    1.0
    """
    return over(net_recognised_revenue_usd - staff_and_other_usd, commitment_due_usd_per_year)


def coverage_without_growth_ratio(
    last_runrate_usd_per_year, gross_to_net_ratio, target_staff_and_other_usd, commitment_due_usd_per_year
):
    """Coverage of the commitments if revenue stood still at the last reported run-rate.

    Parameters
    ----------
    last_runrate_usd_per_year : (draws, 1) [USD/year]
    gross_to_net_ratio : (draws, 1) [ratio]
    target_staff_and_other_usd : (draws, 1) [USD]
    commitment_due_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, 1) [ratio]

    Notes
    -----
    c = (R0 x net - staff and other) / D.

    Examples
    --------
    >>> coverage_without_growth_ratio(60.0, 1.0, 10.0, 50.0).item()
    1.0
    """
    return over(last_runrate_usd_per_year * gross_to_net_ratio - target_staff_and_other_usd, commitment_due_usd_per_year)


def growth_to_cover_ratio(
    commitment_due_usd_per_year, target_staff_and_other_usd, gross_to_net_ratio, last_runrate_usd_per_year
):
    """Run-rate at which the commitments are covered, over the last reported one.

    Parameters
    ----------
    commitment_due_usd_per_year : (draws, 1) [USD/year]
    target_staff_and_other_usd : (draws, 1) [USD]
    gross_to_net_ratio : (draws, 1) [ratio]
    last_runrate_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, 1) [ratio]
        1 or less: covered already.

    Notes
    -----
    x = (D + staff and other) / (net R0).

    Examples
    --------
    >>> growth_to_cover_ratio(50.0, 10.0, 1.0, 30.0).item()
    2.0
    """
    return over(commitment_due_usd_per_year + target_staff_and_other_usd, gross_to_net_ratio * last_runrate_usd_per_year)


def safety_h100e_count(h100e_nominal_count, inference_compute_share, safety_compute_share):
    """H100 equivalents of the programme that a share of research compute gives to safety research.

    Parameters
    ----------
    h100e_nominal_count : (draws, 1) [H100e]
    inference_compute_share : (draws, 1) [fraction]
    safety_compute_share : (draws, 1) [fraction]
        Of compute that does not serve users.

    Returns
    -------
    (draws, 1) [H100e]

    Notes
    -----
    N = H (1 - inference share) x safety share.

    Examples
    --------
    >>> safety_h100e_count(1000.0, 0.5, 0.1)
    50.0
    """
    return h100e_nominal_count * (1 - inference_compute_share) * safety_compute_share


def safety_opportunity_usd(target_year_revenue_usd, gross_margin_share, inference_compute_share, safety_compute_share):
    """Gross profit of the target year that the same compute would earn if it served paying users instead.

    Parameters
    ----------
    target_year_revenue_usd : (draws, 1) [USD]
    gross_margin_share : (draws, 1) [fraction]
    inference_compute_share : (draws, 1) [fraction]
        Above 0.
    safety_compute_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]
        Nothing is forgone while capacity stands idle, or without a margin.

    Notes
    -----
    x = REV max(GM, 0) (1 - s) f / s: revenue per unit of serving compute, times the compute set aside.

    Examples
    --------
    >>> safety_opportunity_usd(100.0, 0.5, 0.5, 0.1).round(6).item()
    5.0
    """
    set_aside = over((1 - inference_compute_share) * safety_compute_share, inference_compute_share)
    return target_year_revenue_usd * np.maximum(gross_margin_share, 0) * set_aside
