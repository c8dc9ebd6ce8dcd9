"""The published market, and the share of it that the claim is."""


def market_growth_per_year(market_first_usd_per_year, market_last_usd_per_year, market_first_year, market_last_year):
    """Compound growth that two published market sizes imply.

    Parameters
    ----------
    market_first_usd_per_year : (draws, 1) [USD/year]
    market_last_usd_per_year : (draws, 1) [USD/year]
    market_first_year : (draws, 1) [calendar_year]
    market_last_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [fraction/year]

    Notes
    -----
    g = (V_last / V_first)^(1 / n) - 1.

    References
    ----------
    Grand View Research, artificial intelligence market, two editions.

    Examples
    --------
    >>> round(market_growth_per_year(136.55, 1811.75, 2022, 2030), 3)
    0.381
    """
    return (market_last_usd_per_year / market_first_usd_per_year) ** (1 / (market_last_year - market_first_year)) - 1


def required_market_share(
    target_revenue_usd_per_year, target_year, market_first_usd_per_year, market_first_year, market_growth_per_year
):
    """Share of the published market path that the target is in its year.

    Parameters
    ----------
    target_revenue_usd_per_year : (draws, 1) [USD/year]
    target_year : (draws, 1) [calendar_year]
    market_first_usd_per_year : (draws, 1) [USD/year]
    market_first_year : (draws, 1) [calendar_year]
    market_growth_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    s = target / (V_first (1 + g)^(target year - first year)).

    References
    ----------
    Grand View Research; the publisher's market includes hardware and services that the subject does not sell.

    Examples
    --------
    >>> round(required_market_share(70.0, 2026, 136.55, 2022, 0.381), 3)
    0.141
    """
    market = market_first_usd_per_year * (1 + market_growth_per_year) ** (target_year - market_first_year)
    return target_revenue_usd_per_year / market
