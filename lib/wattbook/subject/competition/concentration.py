"""Concentration: how few hold each layer, with bounds for what is not observed, and what a merger would add."""

import numpy as np

from wattbook.axes import first
from wattbook.series import over

POINTS = 1e4  # index points of a layer in one hand
LARGEST = 4  # of CR4


def _points(shares, tail, lumpiness, at_most=np.fmin):
    """Index in points: squares of known shares, and of the rest, between many hands and hands as large as the known allow."""
    known = (np.nan_to_num(shares) ** 2).sum(axis=1, keepdims=True)
    hand = np.minimum(at_most.reduce(shares, axis=1, keepdims=True), tail[:, None])
    return (POINTS * (known + lumpiness[:, None] * tail[:, None] * hand)).sum(axis=1)


def _held(levels, tail):
    """Shares of the whole, the part that is not observed included."""
    total = np.nansum(levels, axis=1, keepdims=True)
    return over(levels, total) * (1 - tail[:, None])


def owner_share(owner_compute_h100e, unobserved_compute_share):
    """Share of each large owner in the computing of accelerators bought so far.
    (draws, owner, 1) [fraction]: s = H / sum of H, times 1 less the part of owners that are not counted.
    """
    return _held(owner_compute_h100e, unobserved_compute_share)


def lab_runrate_share(comparable_runrate_usd_per_year, unlisted_lab_share):
    """Share of each lab in what generative AI sells a year, the rest of the market included.
    (draws, forecast_lab, 1) [fraction]: s = R / sum of R, times 1 less the part of sellers that report no run-rate.
    """
    return _held(comparable_runrate_usd_per_year, unlisted_lab_share)


def layer_hhi_count(maker_compute_h100e, owner_share, lab_runrate_share, supplier_commitment_usd, unobserved_compute_share,
                    unlisted_lab_share, tail_lumpiness_share):
    """Concentration of each layer in points: accelerators by maker and owner, sales by lab, orders of the subject by supplier.
    (draws, market_layer, 1) [count]: HHI = 10,000 (sum of s^2 + tail). A hand of the tail is at most as large as the smallest
    owner known; as the largest lab, since sellers keep silent; of it the largest maker has from none to all; orders have none.
    Source: US Merger Guidelines (2023) for the index.
    """
    makers, none = _held(maker_compute_h100e, unobserved_compute_share), np.zeros_like(tail_lumpiness_share)
    more = (makers == makers.max(axis=1, keepdims=True)) * (unobserved_compute_share * tail_lumpiness_share)[:, None]
    return np.stack(np.broadcast_arrays(
        _points(makers + more, none, none), _points(owner_share, unobserved_compute_share, tail_lumpiness_share),
        _points(lab_runrate_share, unlisted_lab_share, tail_lumpiness_share, np.fmax),
        _points(_held(supplier_commitment_usd, none), none, none)), axis=1)


def survey_hhi_count(survey_subject_share, survey_rival_share, survey_third_share, tail_lumpiness_share):
    """Concentration of enterprise spending on models under each survey, in points.
    (draws, survey, 1) [count]: HHI = 10,000 (sum of s^2 + tail), the tail being what the survey leaves to others.
    """
    shares = np.stack([survey_subject_share, survey_rival_share, survey_third_share], axis=1)[..., 0]
    return _points(shares, 1 - shares.sum(axis=1), tail_lumpiness_share)[..., None]


def compute_hhi_path_count(owner_path_h100e, owner_group_path_h100e, unobserved_compute_share):
    """Concentration of the ownership of accelerators in each month, at its least: every other owner small.
    (draws, months) [count]: HHI(t) = 10,000 sum of s(t)^2, groups of buyers and the part not counted being many hands.
    """
    whole = owner_path_h100e.sum(axis=1, keepdims=True) + np.nansum(owner_group_path_h100e, axis=1, keepdims=True)
    return POINTS * ((over(owner_path_h100e, whole) * (1 - unobserved_compute_share[:, None])) ** 2).sum(axis=1)


def sales_hhi_path_count(lab_path_usd_per_year, unlisted_lab_share):
    """Concentration of the sales of labs in each month, by the newest report of each, at its least: every other seller small.
    (draws, months) [count]: HHI(t) = 10,000 sum of s(t)^2. No value before the second lab reported.
    """
    squares = np.nansum(_held(lab_path_usd_per_year, unlisted_lab_share) ** 2, axis=1)
    return np.where((~np.isnan(lab_path_usd_per_year)).sum(axis=1) > 1, POINTS * squares, np.nan)


def top_four_share(owner_share):
    """Share of the four largest owners of computing.
    (draws, 1) [fraction]: CR4 = sum of the four largest s.
    """
    return np.sort(owner_share, axis=1)[:, ::-1].cumsum(axis=1)[:, LARGEST - 1]


def merger_rise_count(lab_runrate_share):
    """Points that a merger of the subject with each lab would add to the concentration of sales.
    (draws, forecast_lab, 1) [count]: d = 10,000 x 2 a b. No value for the subject itself.
    """
    ours = np.arange(lab_runrate_share.shape[1])[:, None] == 0
    return np.where(ours, np.nan, POINTS * 2 * first(lab_runrate_share) * lab_runrate_share)
