"""Measures of revenue and the roads between them, the published market, and what a price change does to revenue."""

import numpy as np

from wattbook import units
from wattbook.series import area_under, in_year, over, sum_by_year


def recognised_revenue_usd_per_month(runrate_usd_per_year, recognised_to_runrate_ratio, month_start_year, reported_revenue_usd,
                                     reported_revenue_from_year, reported_revenue_to_year):
    """Revenue recognised in each month: the bridge from run-rate, scaled to the totals reported.
    (draws, months) [USD/month]: r(t) = R(t) b / 12; inside a reported period r is scaled to its total.
    Source: Run-rate to recognised: Anthropic's own run-rate is 13 x four weeks of use plus 12 x subscriptions (Reuters, 2026).
    """
    bridged = runrate_usd_per_year * recognised_to_runrate_ratio / units.MONTHS_PER_YEAR
    middle = month_start_year + units.HALF_MONTH
    scale = np.ones_like(bridged)
    periods = zip(reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year, strict=True)
    for total, start, end in periods:
        inside = (middle > start) & (middle < end)
        if inside.any():
            scale[:, inside] = total / bridged[:, inside].sum(axis=-1, keepdims=True)
    return bridged * scale


def recognised_revenue_usd(recognised_revenue_usd_per_month, month_calendar_year):
    """Revenue recognised in each calendar year, gross of partner share.
    (draws, years) [USD]: REV[y] = sum over the months of y of r(t).
    """
    return sum_by_year(recognised_revenue_usd_per_month, month_calendar_year)


def net_recognised_revenue_usd(recognised_revenue_usd, gross_to_net_ratio):
    """Revenue recognised in each calendar year, net of partner share: the only road from gross to net.
    (draws, years) [USD]: net = gross x ratio.
    """
    return recognised_revenue_usd * gross_to_net_ratio


def gross_profit_usd(recognised_revenue_usd, gross_margin_by_year_share):
    """Gross profit in each calendar year.
    (draws, years) [USD]: GP[y] = REV[y] m[y].
    """
    return recognised_revenue_usd * gross_margin_by_year_share


def required_yearend_runrate_usd_per_year(target_revenue_usd_per_year, target_year, recognised_revenue_usd_per_month,
                                          recognised_to_runrate_ratio, month_start_year, observed_runrate_usd_per_year,
                                          observed_runrate_year):
    """Run-rate at the end of the target year that recognising the target within the year would need.
    (draws, 1) [USD/year]: R_end = 2 (target - done) / (b n) - R_start, with n the years left after the last report (at most
    one), done what is recognised in the target year before it, and R_start the last report, or the run-rate in January where
    the year lies after it. NaN once the year is over.
    """
    last, month = observed_runrate_year[-1], 1 / units.MONTHS_PER_YEAR
    from_year = np.maximum(last, target_year)
    before = np.clip((from_year - month_start_year) / month, 0, 1) * (month_start_year >= target_year - units.HALF_MONTH)
    done = (recognised_revenue_usd_per_month * before).sum(axis=-1, keepdims=True)
    mean = over(target_revenue_usd_per_year - done, recognised_to_runrate_ratio * (target_year + 1 - from_year))
    january = in_year(recognised_revenue_usd_per_month, np.rint(month_start_year / month), np.rint(target_year / month))
    start = np.where(target_year > last, january / (month * recognised_to_runrate_ratio), observed_runrate_usd_per_year[-1])
    return 2 * mean - start


def bridge_to_reported_ratio(observed_runrate_usd_per_year, observed_runrate_year, recognised_to_runrate_ratio,
                             reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year):
    """Revenue that the reported run-rates mean over what was reported, all periods together: how good the bridge is.
    (draws, 1) [ratio]: q = b sum of the areas under R / sum of reported, R exponential between reports.
    """
    periods = (reported_revenue_from_year, reported_revenue_to_year)
    bridged = area_under(observed_runrate_usd_per_year, observed_runrate_year, *periods)
    reported = reported_revenue_usd.sum()
    return recognised_to_runrate_ratio * bridged.sum() / (reported if reported > 0 else np.nan)


def net_yearend_runrate_usd_per_year(yearend_runrate_usd_per_year, gross_to_net_ratio):
    """December run-rate net of partners' share, by calendar year.
    (draws, years) [USD/year]: net = gross x ratio.
    """
    return yearend_runrate_usd_per_year * gross_to_net_ratio


def target_year_revenue_usd(recognised_revenue_usd, month_calendar_year, target_year):
    """Revenue recognised in the target year, gross.
    (draws, 1) [USD]: REV_target = REV[target year], NaN off the time axis.
    """
    return in_year(recognised_revenue_usd, np.unique(month_calendar_year), target_year)


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
