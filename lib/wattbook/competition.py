"""Competition: the programme beside its peers, unit by unit, like with like."""

import numpy as np

from wattbook import units
from wattbook.series import over, sum_by_year


def spend_nominal_usd(spend_usd_per_month, price_index_ratio, month_calendar_year):
    """Capital spending of the programme in each calendar year, in dollars of the day.

    Parameters
    ----------
    spend_usd_per_month : (draws, months) [USD_2025/month]
    price_index_ratio : (draws, months) [ratio]
    month_calendar_year : (months,) [calendar_year]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    C[y] = sum over the months of y of c(t) I(t).

    Examples
    --------
    >>> spend_nominal_usd(np.array([[1.0, 2.0]]), np.array([[1.0, 1.5]]), np.array([2026, 2026])).tolist()
    [[4.0]]
    """
    return sum_by_year(spend_usd_per_month * price_index_ratio, month_calendar_year)


def peak_spend_nominal_usd(spend_nominal_usd):
    """Capital spending of the programme in its heaviest calendar year.

    Parameters
    ----------
    spend_nominal_usd : (draws, years) [USD]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    C_peak = max over y of C[y].

    Examples
    --------
    >>> peak_spend_nominal_usd(np.array([[10.0, 20.0]])).tolist()
    [[20.0]]
    """
    return spend_nominal_usd.max(axis=-1, keepdims=True)


def peak_spend_to_peer_capex_ratio(peak_spend_nominal_usd, peer_capex_trailing_usd):
    """Programme spending in its heaviest year over the latest twelve months of each peer's capital spending.

    Parameters
    ----------
    peak_spend_nominal_usd : (draws, 1) [USD]
    peer_capex_trailing_usd : (draws, peer, 1) [USD]
        NaN where twelve months are not reported.

    Returns
    -------
    (draws, peer, 1) [ratio]

    Notes
    -----
    ratio = C_peak / capex. All property and equipment of the peer, not only AI; finance leases are left out.

    References
    ----------
    Peers: cash paid for property and equipment, SEC filings.

    Examples
    --------
    >>> peak_spend_to_peer_capex_ratio(np.array([[20.0]]), np.array([[[80.0]]])).tolist()
    [[[0.25]]]
    """
    return over(peak_spend_nominal_usd[:, :, None], peer_capex_trailing_usd)


def energised_at_target_facility_gw(energised_at_target_it_gw, pue):
    """Facility power of the programme energised at the end of the target year.

    Parameters
    ----------
    energised_at_target_it_gw : (draws, 1) [GW_IT]
    pue : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [GW_facility]

    Notes
    -----
    E_facility = E_IT PUE.

    Examples
    --------
    >>> energised_at_target_facility_gw(np.array([[0.5]]), np.array([[1.2]])).tolist()
    [[0.6]]
    """
    return energised_at_target_it_gw * pue


def energised_to_peer_power_ratio(energised_at_target_facility_gw, peer_energised_mw):
    """Programme facility power energised at the end of the target year over what each peer has energised already.

    Parameters
    ----------
    energised_at_target_facility_gw : (draws, 1) [GW_facility]
    peer_energised_mw : (draws, peer, 1) [MW_facility]
        NaN where nothing is reported.

    Returns
    -------
    (draws, peer, 1) [ratio]
        NaN where the peer has none.

    Notes
    -----
    ratio = E_facility / X_peer. The peer's figure is a floor: only tracked frontier sites.

    References
    ----------
    Epoch AI, frontier AI data centers (December 2025).

    Examples
    --------
    >>> energised_to_peer_power_ratio(np.array([[0.5]]), np.array([[[1000.0]]])).tolist()
    [[[0.5]]]
    """
    return over(energised_at_target_facility_gw[:, :, None] * MW_PER_GW, peer_energised_mw)


MW_PER_GW = units.KW_PER_GW / units.W_PER_KW


def h100e_to_peer_compute_ratio(h100e_nominal_count, peer_compute_h100e):
    """H100 equivalents of the finished programme over the latest estimate for each peer.

    Parameters
    ----------
    h100e_nominal_count : (draws, 1) [H100e]
    peer_compute_h100e : (draws, peer, 1) [H100e]
        NaN where nothing is reported.

    Returns
    -------
    (draws, peer, 1) [ratio]
        NaN where the peer has none.

    Notes
    -----
    ratio = H / H_peer: one future against one past, so a ceiling on parity.

    References
    ----------
    Epoch AI, AI chip counts.

    Examples
    --------
    >>> h100e_to_peer_compute_ratio(np.array([[1e6]]), np.array([[[4e6]]])).tolist()
    [[[0.25]]]
    """
    return over(h100e_nominal_count[:, :, None], peer_compute_h100e)


def lab_runrate_share(lab_runrate_usd_per_year):
    """Share of each lab in the run-rate of the labs that report one.

    Parameters
    ----------
    lab_runrate_usd_per_year : (draws, lab, 1) [USD/year]
        NaN where nothing is reported.

    Returns
    -------
    (draws, lab, 1) [fraction]

    Notes
    -----
    s_i = R_i / sum R. Each lab's latest report, dates and definitions differing; labs inside larger firms are left out.

    Examples
    --------
    >>> lab_runrate_share(np.array([[[30.0], [10.0], [np.nan]]])).tolist()
    [[[0.75], [0.25], [nan]]]
    """
    total = np.nansum(lab_runrate_usd_per_year, axis=1, keepdims=True)
    return lab_runrate_usd_per_year / np.where(total > 0, total, np.nan)


def subject_revenue_rank(lab_runrate_usd_per_year):
    """Rank of the first lab (the subject) by run-rate, 1 being the largest.

    Parameters
    ----------
    lab_runrate_usd_per_year : (draws, lab, 1) [USD/year]
        NaN where nothing is reported; the subject stands first.

    Returns
    -------
    (draws, 1) [count]

    Notes
    -----
    rank = 1 + number of labs with a larger run-rate; NaN when the subject reports none.

    Examples
    --------
    >>> subject_revenue_rank(np.array([[[30.0], [40.0]]])).tolist()
    [[2.0]]
    """
    subject = lab_runrate_usd_per_year[:, :1]
    rank = 1.0 + (lab_runrate_usd_per_year > subject).sum(axis=1)
    return np.where(np.isnan(subject[:, 0]), np.nan, rank)


def programme_to_commitments_ratio(budget_usd, subject_commitment_usd):
    """Announced budget over all compute commitments the subject has reported.

    Parameters
    ----------
    budget_usd : (draws, 1) [USD_2025]
    subject_commitment_usd : (draws, subject, 1) [USD]
        NaN where nothing is reported.

    Returns
    -------
    (draws, subject, 1) [ratio]

    Notes
    -----
    ratio = K / commitments, both as announced in dollars of their day: a comparison of headlines, not of present values.

    References
    ----------
    Draft prospectus as reported by Reuters (September 2026).

    Examples
    --------
    >>> programme_to_commitments_ratio(np.array([[50.0]]), np.array([[[500.0]]])).tolist()
    [[[0.1]]]
    """
    return over(budget_usd[:, :, None], subject_commitment_usd)
