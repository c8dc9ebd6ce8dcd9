"""Drivers of four streams in the target year: custom solutions, consumers, licences, sales through clouds."""

import numpy as np

from wattbook import units


def custom_revenue_usd(
    custom_clients, custom_engineers_fte, custom_engineers_fte_per_client, custom_contract_usd_per_client, custom_churn_share
):
    """Revenue from solutions made for large clients: as many as want one and as engineers can serve.

    Parameters
    ----------
    custom_clients : (draws, 1) [client]
    custom_engineers_fte : (draws, 1) [FTE]
    custom_engineers_fte_per_client : (draws, 1) [FTE/client]
        Above 0.
    custom_contract_usd_per_client : (draws, 1) [USD/client]
        For one year.
    custom_churn_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    REV = min(clients, engineers / engineers per client) contract (1 - churn).

    Examples
    --------
    >>> custom_revenue_usd(10.0, 40.0, 8.0, 3.0, np.array([[0.0]])).tolist()
    [[15.0]]
    """
    served = np.minimum(custom_clients, custom_engineers_fte / custom_engineers_fte_per_client)
    return served * custom_contract_usd_per_client * (1 - custom_churn_share)


def custom_engineers_required_fte(custom_clients, custom_engineers_fte_per_client):
    """Engineers that serving every client who wants a solution would need.

    Parameters
    ----------
    custom_clients : (draws, 1) [client]
    custom_engineers_fte_per_client : (draws, 1) [FTE/client]

    Returns
    -------
    (draws, 1) [FTE]

    Notes
    -----
    E = clients x engineers per client.

    Examples
    --------
    >>> custom_engineers_required_fte(10.0, 8.0)
    80.0
    """
    return custom_clients * custom_engineers_fte_per_client


def paying_users(consumer_users, consumer_paid_share):
    """Consumers who pay.

    Parameters
    ----------
    consumer_users : (draws, 1) [user]
    consumer_paid_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [user]

    Notes
    -----
    P = U x paid share.

    Examples
    --------
    >>> paying_users(100.0, 0.05)
    5.0
    """
    return consumer_users * consumer_paid_share


def consumer_revenue_usd(paying_users, consumer_price_usd_per_user_month, store_sales_share, store_fee_share):
    """Revenue from consumers in a year, after what app stores keep.

    Parameters
    ----------
    paying_users : (draws, 1) [user]
    consumer_price_usd_per_user_month : (draws, 1) [USD/user/month]
    store_sales_share, store_fee_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    REV = users price 12 (1 - sold through stores x fee).

    Examples
    --------
    >>> consumer_revenue_usd(10.0, 20.0, 0.5, 0.2)
    2160.0
    """
    return paying_users * consumer_price_usd_per_user_month * units.MONTHS_PER_YEAR * (1 - store_sales_share * store_fee_share)


def cost_usd_per_free_user_year(free_tokens_mtoken_per_user_year, realised_price_usd_per_mtoken, gross_margin_share):
    """What serving a user who does not pay costs in a year.

    Parameters
    ----------
    free_tokens_mtoken_per_user_year : (draws, 1) [Mtoken/user/year]
    realised_price_usd_per_mtoken : (draws, 1) [USD_2025/Mtoken]
    gross_margin_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD_2025/user/year]

    Notes
    -----
    c = tokens price (1 - gross margin): tokens at cost. Smaller models for free users would cost less.

    Examples
    --------
    >>> cost_usd_per_free_user_year(2.0, 3.0, 0.5)
    3.0
    """
    return free_tokens_mtoken_per_user_year * realised_price_usd_per_mtoken * (1 - gross_margin_share)


def licence_income_usd(licensees_count, licence_fee_usd, licensee_sales_usd, royalty_share):
    """Fees and royalties of licensees, before the sales they displace.

    Parameters
    ----------
    licensees_count : (draws, 1) [count]
    licence_fee_usd : (draws, 1) [USD]
    licensee_sales_usd : (draws, 1) [USD]
        Of each licensee, on the licensed models.
    royalty_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    I = n (fee + royalty x sales).

    Examples
    --------
    >>> licence_income_usd(2.0, 10.0, 100.0, 0.05)
    30.0
    """
    return licensees_count * (licence_fee_usd + royalty_share * licensee_sales_usd)


def displacement_usd(licence_income_usd, displaced_share):
    """Own sales that licences displace.

    Parameters
    ----------
    licence_income_usd : (draws, 1) [USD]
    displaced_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    d = income x displaced share.

    Examples
    --------
    >>> displacement_usd(30.0, 0.5)
    15.0
    """
    return licence_income_usd * displaced_share


def partner_gross_usd(target_year_revenue_usd, partner_sales_share):
    """Sales through clouds, as booked: gross.

    Parameters
    ----------
    target_year_revenue_usd : (draws, 1) [USD]
    partner_sales_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    gross = revenue x share sold through clouds.

    Examples
    --------
    >>> partner_gross_usd(50.0, 0.4)
    20.0
    """
    return target_year_revenue_usd * partner_sales_share


def partner_net_usd(partner_gross_usd, target_year_revenue_usd, gross_to_net_ratio):
    """Sales through clouds, less what the clouds keep.

    Parameters
    ----------
    partner_gross_usd, target_year_revenue_usd : (draws, 1) [USD]
    gross_to_net_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [USD]
        At least 0: clouds cannot keep more than they sell.

    Notes
    -----
    net = gross - revenue (1 - gross to net).

    Examples
    --------
    >>> partner_net_usd(20.0, 50.0, np.array([[0.9]])).round(6).tolist()
    [[15.0]]
    """
    return np.maximum(partner_gross_usd - target_year_revenue_usd * (1 - gross_to_net_ratio), 0)
