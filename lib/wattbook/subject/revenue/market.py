"""The published market, the share of it that the claim is, and what a price change does to revenue."""

import numpy as np


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


def runrate_at_price_usd_per_year(last_runrate_usd_per_year, price_multiple_ratio, demand_elasticity_ratio):
    """Run-rate if all prices were a multiple of today's: the revenue hill.
    (draws, 1) [USD/year]: R(x) = R0 x exp(e (1 - x)): the elasticity of demand is e x, the top at x = 1 / e.
    Left out: supply and rivals' answers.
    Source: Varian, "Microeconomic Analysis" (1992), section 13, for revenue and elasticity.
    """
    return last_runrate_usd_per_year * price_multiple_ratio * np.exp(demand_elasticity_ratio * (1 - price_multiple_ratio))


def breakeven_elasticity_ratio(gross_margin_share):
    """Elasticity of demand at which a small price cut leaves gross profit as it is.
    (draws, 1) [ratio]: e* = 1 / m. Revenue alone breaks even at 1. NaN without a margin: no cut pays.
    Source: Lerner (1934), "The concept of monopoly and the measurement of monopoly power", Review of Economic Studies 1(3).
    """
    return 1 / np.where(gross_margin_share > 0, gross_margin_share, np.nan)


def required_volume_multiple_ratio(target_revenue_usd_per_year, last_runrate_usd_per_year, token_price_decline_per_year,
                                   inflation_per_year):
    """Volume over today's that the target needs after one more year of falling prices.
    (draws, 1) [ratio]: v = target / (R0 (1 - d)(1 + pi)): prices fall in real terms, revenue is in dollars of the day.
    """
    price = (1 - token_price_decline_per_year) * (1 + inflation_per_year)
    return target_revenue_usd_per_year / (last_runrate_usd_per_year * price)


def list_mix_price_usd_per_mtoken(list_input_price_usd_per_mtoken, output_price_ratio, output_token_share):
    """List price of the mix of input and output, before caches and discounts.
    (draws, 1) [USD_2025/Mtoken]: p = p_in (1 - w_out + w_out o).
    """
    return list_input_price_usd_per_mtoken * (1 - output_token_share + output_token_share * output_price_ratio)


def cached_mix_price_usd_per_mtoken(list_mix_price_usd_per_mtoken, list_input_price_usd_per_mtoken, cached_token_share,
                                    cached_price_ratio):
    """List price of the mix after the saving on cached input, before discounts.
    (draws, 1) [USD_2025/Mtoken]: p = p_mix - p_in w_cached (1 - c).
    """
    return list_mix_price_usd_per_mtoken - list_input_price_usd_per_mtoken * cached_token_share * (1 - cached_price_ratio)
