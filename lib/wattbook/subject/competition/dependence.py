"""Dependence: on whom the subject's computing rests, what comes back in a circle, and what a shock from outside costs."""

import numpy as np

from wattbook import units
from wattbook.series import over


def supplier_share(supplier_commitment_usd, subject_commitment_usd):
    """Part of all compute commitments of the subject that each supplier holds.
    (draws, supplier, 1) [fraction]: s = C_i / C. Those that came after the total was told may lie outside it.
    """
    return np.clip(over(supplier_commitment_usd, subject_commitment_usd[:, None]), 0, 1)


def supplier_equity_usd(supplier_paid_in_usd, supplier_pledged_usd):
    """Equity of each supplier in the subject.
    (draws, supplier, 1) [USD]: e = paid in; what is pledged where nothing is known to be paid in.
    """
    return np.where(np.isnan(supplier_paid_in_usd), supplier_pledged_usd, supplier_paid_in_usd)


def circular_share(supplier_equity_usd, supplier_commitment_usd):
    """Part of each supplier's order that its own equity in the subject pays for.
    (draws, supplier, 1) [fraction]: l = e / C. No value without both an order and equity.
    """
    return np.clip(over(supplier_equity_usd, supplier_commitment_usd), 0, 1)


def remedy_cost_usd(last_runrate_usd_per_year, supplier_equity_usd, remedy_loss_share, remedy_years):
    """What each remedy of competition authorities would cost the subject, if it came.
    (draws, remedy, 1) [USD]: X = l R n for reports and access; l sum of e where suppliers must sell their shares.
    """
    sales, equity = last_runrate_usd_per_year * remedy_years, np.nansum(supplier_equity_usd, axis=1)
    return remedy_loss_share * np.stack([sales, sales, np.broadcast_to(equity, sales.shape)], axis=1)


def expected_remedy_cost_usd(remedy_cost_usd, remedy_chance_share):
    """Cost of all remedies, each weighed by its chance.
    (draws, 1) [USD]: E = sum of p_i X_i. Taken as independent.
    """
    return (remedy_chance_share * remedy_cost_usd).sum(axis=1)


def supplier_replacement_months(reference_time_to_power_months, site_expected_months):
    """Months until computing that a supplier no longer gives stands elsewhere.
    (draws, 1) [month]: m = months from works to power of tracked sites, of our own where none is known: a ceiling.
    """
    return np.where(np.isnan(reference_time_to_power_months), site_expected_months.mean(axis=1), reference_time_to_power_months)


def supplier_loss_usd(supplier_share, last_runrate_usd_per_year, supplier_replacement_months):
    """Sales lost if each supplier stopped today, until its computing stands elsewhere.
    (draws, supplier, 1) [USD]: L = s R m / 12, as if all commitments carried sales from today: a ceiling.
    """
    lost = last_runrate_usd_per_year * supplier_replacement_months / units.MONTHS_PER_YEAR
    return supplier_share * lost[:, None]


def shock_cost_usd(capex_budget_usd, server_capex_share, chip_tariff_share, control_delay_months, delay_cost_usd_per_month):
    """Cost to the programme of a tariff on its servers without exemption, and of controls that hold chips back for some months.
    (draws, shock, 1) [USD_2025]: T = K share s_server t, and X = m x cost of a month.
    """
    return np.stack([capex_budget_usd * server_capex_share * chip_tariff_share,
                     control_delay_months * delay_cost_usd_per_month], axis=1)
