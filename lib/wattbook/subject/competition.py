"""Competition: the programme beside its peers, unit by unit, like with like."""

import numpy as np

from wattbook import units
from wattbook.axes import first
from wattbook.series import over, sum_by_year

MW_PER_GW = units.KW_PER_GW / units.W_PER_KW


def spend_nominal_usd(spend_usd_per_month, price_index_usd_per_real_usd, month_calendar_year):
    """Capital spending of the programme in each calendar year, in dollars of the day.

    (draws, years) [USD]
    C[y] = sum over the months of y of c(t) I(t).
    """
    return sum_by_year(spend_usd_per_month * price_index_usd_per_real_usd, month_calendar_year)


def peak_spend_nominal_usd(spend_nominal_usd):
    """Capital spending of the programme in its heaviest calendar year.

    (draws, 1) [USD]
    C_peak = max over y of C[y].
    """
    return spend_nominal_usd.max(axis=-1, keepdims=True)


def peak_spend_to_peer_capex_ratio(peak_spend_nominal_usd, peer_capex_trailing_usd):
    """Programme spending in its heaviest year over the latest twelve months of each peer's capital spending.

    (draws, peer, 1) [ratio]
    ratio = C_peak / capex.
    Left out: all property and equipment of the peer, not only AI; finance leases.
    peer_capex_trailing_usd: naN where twelve months are not reported.
    Source: Peers: cash paid for property and equipment, SEC filings.
    """
    return over(peak_spend_nominal_usd[:, :, None], peer_capex_trailing_usd)


def energised_at_target_facility_gw(energised_at_target_it_gw, pue):
    """Facility power of the programme energised at the end of the target year.

    (draws, 1) [GW_facility]
    E_facility = E_IT PUE.
    """
    return energised_at_target_it_gw * pue


def energised_to_peer_power_ratio(energised_at_target_facility_gw, peer_energised_mw):
    """Programme facility power energised at the end of the target year over what each peer has energised already.

    (draws, peer, 1) [ratio]
    ratio = E_facility / X_peer.
    The peer's figure is a floor: only tracked frontier sites.
    NaN where the peer has none.
    peer_energised_mw: naN where nothing is reported.
    Source: Epoch AI, frontier AI data centers (December 2025).
    """
    return over(energised_at_target_facility_gw[:, :, None] * MW_PER_GW, peer_energised_mw)


def h100e_to_peer_compute_ratio(h100e_nominal_count, peer_compute_h100e):
    """H100 equivalents of the finished programme over the latest estimate for each peer.

    (draws, peer, 1) [ratio]
    ratio = H / H_peer: one future against one past, so a ceiling on parity.
    NaN where the peer has none.
    peer_compute_h100e: naN where nothing is reported.
    Source: Epoch AI, AI chip counts.
    """
    return over(h100e_nominal_count[:, :, None], peer_compute_h100e)


def lab_runrate_share(lab_runrate_usd_per_year):
    """Share of each lab in the run-rate of the labs that report one.

    (draws, lab, 1) [fraction]
    s_i = R_i / sum R.
    Left out: each lab's latest report, dates and definitions differing; labs inside larger firms.
    lab_runrate_usd_per_year: naN where nothing is reported.
    """
    total = np.nansum(lab_runrate_usd_per_year, axis=1, keepdims=True)
    return lab_runrate_usd_per_year / np.where(total > 0, total, np.nan)


def subject_revenue_rank(lab_runrate_usd_per_year):
    """Rank of the first lab (the subject) by run-rate, 1 being the largest.

    (draws, 1) [count]
    rank = 1 + number of labs with a larger run-rate; NaN when the subject reports none.
    lab_runrate_usd_per_year: naN where nothing is reported; the subject stands first.
    """
    subject = first(lab_runrate_usd_per_year)
    rank = 1.0 + (lab_runrate_usd_per_year > subject).sum(axis=1)
    return np.where(np.isnan(subject).any(axis=1), np.nan, rank)
