"""The published market, and the share of it that the claim is."""


def market_growth_per_year(market_first_usd_per_year, market_last_usd_per_year, market_first_year, market_last_year):
    """Compound growth that two published market sizes imply.
    (draws, 1) [fraction/year]: g = (V_last / V_first)^(1 / n) - 1.
    Source: Grand View Research, artificial intelligence market, two editions.
    """
    return (market_last_usd_per_year / market_first_usd_per_year) ** (1 / (market_last_year - market_first_year)) - 1


def required_market_share(target_revenue_usd_per_year, target_year, market_first_usd_per_year, market_first_year,
                          market_growth_per_year):
    """Share of the published market path that the target is in its year.
    (draws, 1) [fraction]: s = target / (V_first (1 + g)^(target year - first year)).
    Source: Grand View Research; the publisher's market includes hardware and services that the subject does not sell.
    """
    market = market_first_usd_per_year * (1 + market_growth_per_year) ** (target_year - market_first_year)
    return target_revenue_usd_per_year / market


def market_usd_per_year(market_base_usd_per_year, market_base_year, market_base_growth_per_year, target_year):
    """Size of the market in the target year, on each published definition.
    (draws, market, 1) [USD/year]: V = V_base (1 + g)^(target year - base year), each at its own publisher's growth.
    """
    return market_base_usd_per_year * (1 + market_base_growth_per_year) ** (target_year[:, None] - market_base_year)
