"""Revenue: what the capacity could carry in tokens, and where reported revenue is heading."""

import numpy as np

from wattbook import units
from wattbook.series import at_year_end, sum_by_year

PRICE_YEAR = 2025.5  # middle of the price year that USD_2025 means


def energy_joule_per_token(reference_energy_joule_per_token, serving_intensity_ratio, prefill_energy_ratio, output_token_share):
    """IT energy of an average token served, input and output mixed.

    Parameters
    ----------
    reference_energy_joule_per_token : (draws, 1) [J_IT/token]
    serving_intensity_ratio : (draws, 1) [ratio]
    prefill_energy_ratio : (draws, 1) [ratio]
    output_token_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [J_IT/token]

    Notes
    -----
    e = e_ref q (o + (1 - o) i). Cached input counts like other input; its saving is inside i.

    References
    ----------
    DeepSeek open-infra-index, day six (February 2025), for i and o.

    Examples
    --------
    >>> round(energy_joule_per_token(1.0, 2.0, 0.25, 0.2), 6)
    0.8
    """
    mix = output_token_share + (1 - output_token_share) * prefill_energy_ratio
    return reference_energy_joule_per_token * serving_intensity_ratio * mix


def tokens_per_it_kw_year(energy_joule_per_token, inference_compute_share, serving_utilisation_share, availability):
    """Tokens that a kilowatt of IT power serves in a year at the efficiency of the as-of date.

    Parameters
    ----------
    energy_joule_per_token : (draws, 1) [J_IT/token]
    inference_compute_share : (draws, 1) [fraction]
    serving_utilisation_share : (draws, 1) [fraction]
    availability : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [token/kW_IT/year]

    Notes
    -----
    n = 1000 W x s u a x 31,536,000 s / e.

    References
    ----------
    Token cost identity J/token = kW x 1000 / (token/s): SemiAnalysis InferenceX.

    Examples
    --------
    >>> tokens_per_it_kw_year(1.0, 0.5, 0.5, 1.0)
    7884000000.0
    """
    seconds = units.HOURS_PER_YEAR * units.SECONDS_PER_HOUR
    busy = inference_compute_share * serving_utilisation_share * availability
    return units.W_PER_KW * busy * seconds / energy_joule_per_token


def token_price_index_ratio(token_price_decline_per_year, month_start_year, as_of_year):
    """Realised price of a token over its price on the as-of date.

    Parameters
    ----------
    token_price_decline_per_year : (draws, 1) [fraction/year]
    month_start_year : (months,) [calendar_year]
    as_of_year : (1, 1) [calendar_year]

    Returns
    -------
    (draws, months) [ratio]

    Notes
    -----
    i(t) = (1 - d)^(t - t_asof), 1 before the knowledge date.

    Examples
    --------
    >>> token_price_index_ratio(0.5, np.array([2025.0, 2028.0]), 2026.0).tolist()
    [1.0, 0.25]
    """
    return (1 - token_price_decline_per_year) ** np.maximum(month_start_year - as_of_year, 0)


def tokens_per_year(in_service_it_gw, tokens_per_it_kw_year, token_price_index_ratio, efficiency_to_price_ratio):
    """Tokens a year that the capacity in service could serve, efficiency rising as prices fall.

    Parameters
    ----------
    in_service_it_gw : (draws, months) [GW_IT]
    tokens_per_it_kw_year : (draws, 1) [token/kW_IT/year]
    token_price_index_ratio : (draws, months) [ratio]
    efficiency_to_price_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, months) [token/year]

    Notes
    -----
    T(t) = S(t) n i(t)^-q: tied to the price, because competition hands efficiency on; two free rates would compound
    to a range that no market has shown.

    Examples
    --------
    >>> tokens_per_year(np.array([[1.0]]), 5.0, np.array([[0.5]]), 1.0).tolist()
    [[10000000.0]]
    """
    return in_service_it_gw * units.KW_PER_GW * tokens_per_it_kw_year * token_price_index_ratio**-efficiency_to_price_ratio


def realised_price_usd_per_mtoken(
    list_input_price_usd_per_mtoken, output_price_ratio, cached_price_ratio, cached_token_share, output_token_share,
    realised_discount_share,
):
    """Price realised per million tokens of the mix, on the as-of date.

    Parameters
    ----------
    list_input_price_usd_per_mtoken : (draws, 1) [USD_2025/Mtoken]
    output_price_ratio : (draws, 1) [ratio]
    cached_price_ratio : (draws, 1) [ratio]
    cached_token_share : (draws, 1) [fraction]
    output_token_share : (draws, 1) [fraction]
    realised_discount_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD_2025/Mtoken]

    Notes
    -----
    p = p_in (w_in + w_cached c + w_out o)(1 - d), w_in = 1 - w_cached - w_out.

    References
    ----------
    Weights: DeepSeek open-infra-index, day six (February 2025).

    Examples
    --------
    >>> round(realised_price_usd_per_mtoken(1.0, 5.0, 0.1, 0.5, 0.2, 0.0), 6)
    1.35
    """
    fresh_input_share = 1 - cached_token_share - output_token_share
    mix = fresh_input_share + cached_token_share * cached_price_ratio + output_token_share * output_price_ratio
    return list_input_price_usd_per_mtoken * mix * (1 - realised_discount_share)


def revenue_capacity_usd_per_year(tokens_per_year, paid_token_share, realised_price_usd_per_mtoken, token_price_index_ratio):
    """Revenue that the capacity in service could carry if every paid token it can serve were sold.

    Parameters
    ----------
    tokens_per_year : (draws, months) [token/year]
    paid_token_share : (draws, 1) [fraction]
    realised_price_usd_per_mtoken : (draws, 1) [USD_2025/Mtoken]
    token_price_index_ratio : (draws, months) [ratio]

    Returns
    -------
    (draws, months) [USD_2025/year]

    Notes
    -----
    R(t) = T(t) paid p i(t). A ceiling, not a forecast: demand is not asked here.

    Examples
    --------
    >>> revenue_capacity_usd_per_year(np.array([[2e6]]), 0.5, 3.0, np.array([[1.0]])).tolist()
    [[3.0]]
    """
    price = realised_price_usd_per_mtoken * token_price_index_ratio
    return tokens_per_year / units.TOKENS_PER_MTOKEN * paid_token_share * price


def benchmark_revenue_capacity_usd_per_year(it_capacity_nominal_gw, benchmark_revenue_usd_per_it_kw_year):
    """Revenue that the finished programme would carry if it earned what labs earn per kilowatt today.

    Parameters
    ----------
    it_capacity_nominal_gw : (draws, 1) [GW_IT]
    benchmark_revenue_usd_per_it_kw_year : (draws, 1) [USD_2025/kW_IT/year]

    Returns
    -------
    (draws, 1) [USD_2025/year]

    Notes
    -----
    R = P b: the second road to the same number, from the top down, without tokens or prices.

    Examples
    --------
    >>> benchmark_revenue_capacity_usd_per_year(1.0, 10000.0)
    10000000000.0
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * benchmark_revenue_usd_per_it_kw_year


def price_index_ratio(month_start_year, inflation_per_year):
    """Dollars of the day per dollar of the price year: the only road from real to nominal.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    inflation_per_year : (draws, 1) [fraction/year]

    Returns
    -------
    (draws, months) [ratio]

    Notes
    -----
    I(t) = (1 + pi)^(t - 2025.5).

    Examples
    --------
    >>> price_index_ratio(np.array([2026.5]), np.array([[0.03]])).round(2).tolist()
    [[1.03]]
    """
    return (1 + inflation_per_year) ** (month_start_year - PRICE_YEAR)


def revenue_capacity_nominal_usd_per_year(revenue_capacity_usd_per_year, price_index_ratio):
    """Revenue that the capacity could carry, in dollars of the day.

    Parameters
    ----------
    revenue_capacity_usd_per_year : (draws, months) [USD_2025/year]
    price_index_ratio : (draws, months) [ratio]

    Returns
    -------
    (draws, months) [USD/year]

    Notes
    -----
    R_nominal(t) = R(t) I(t).

    Examples
    --------
    >>> revenue_capacity_nominal_usd_per_year(np.array([[10.0]]), np.array([[1.1]])).round(6).tolist()
    [[11.0]]
    """
    return revenue_capacity_usd_per_year * price_index_ratio


def peak_revenue_capacity_usd_per_year(revenue_capacity_nominal_usd_per_year):
    """Highest annual rate of revenue that the programme could ever carry.

    Parameters
    ----------
    revenue_capacity_nominal_usd_per_year : (draws, months) [USD/year]

    Returns
    -------
    (draws, 1) [USD/year]

    Notes
    -----
    R_peak = max over t of R_nominal(t).

    Examples
    --------
    >>> peak_revenue_capacity_usd_per_year(np.array([[1.0, 3.0, 2.0]])).tolist()
    [[3.0]]
    """
    return revenue_capacity_nominal_usd_per_year.max(axis=-1, keepdims=True)


def revenue_capacity_at_target_usd_per_year(revenue_capacity_nominal_usd_per_year, month_calendar_year, target_year):
    """Annual rate of revenue that the programme could carry at the end of the target year.

    Parameters
    ----------
    revenue_capacity_nominal_usd_per_year : (draws, months) [USD/year]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [USD/year]

    Notes
    -----
    R = R_nominal(t) in December of the target year.

    Examples
    --------
    >>> revenue_capacity_at_target_usd_per_year(np.array([[1.0, 3.0]]), np.array([2026, 2027]), np.array([[2026]])).tolist()
    [[1.0]]
    """
    return at_year_end(revenue_capacity_nominal_usd_per_year, month_calendar_year, target_year)


def trailing_growth_per_year(observed_runrate_usd_per_year, observed_runrate_year, growth_window_months):
    """Continuous growth rate of the reported run-rate over its latest months.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
        In order of date.
    observed_runrate_year : (observations,) [calendar_year]
    growth_window_months : (draws, 1) [month]

    Returns
    -------
    (draws, 1) [ratio/year]
        NaN with fewer than two observations in the window.

    Notes
    -----
    g = slope of ln R on t. A doubling in a year is 0.69, not 1.

    Examples
    --------
    >>> trailing_growth_per_year(np.array([1.0, np.e]), np.array([2026.0, 2026.5]), np.array([[6.0]])).round(6).tolist()
    [[2.0]]
    """
    inside = observed_runrate_year >= observed_runrate_year[-1:] - growth_window_months / units.MONTHS_PER_YEAR - HALF_DAY
    weight = inside / np.maximum(inside.sum(axis=-1, keepdims=True), 1)
    log = np.log(observed_runrate_usd_per_year)
    date = observed_runrate_year - (weight * observed_runrate_year).sum(axis=-1, keepdims=True)
    spread = (weight * date**2).sum(axis=-1, keepdims=True)
    return (weight * date * log).sum(axis=-1, keepdims=True) / np.where(spread > 0, spread, np.nan)


HALF_DAY = 1 / (2 * units.DAYS_PER_YEAR)


def runrate_usd_per_year(
    month_start_year, observed_runrate_usd_per_year, observed_runrate_year, trailing_growth_per_year,
    growth_persistence_ratio, growth_half_life_months, terminal_growth_per_year, runrate_reading_ratio,
    demand_ceiling_usd_per_year,
):
    """Run-rate in the middle of each month: as reported up to the last report, then growth that decays under a ceiling.

    Parameters
    ----------
    month_start_year : (months,) [calendar_year]
    observed_runrate_usd_per_year : (observations,) [USD/year]
        Above 0, in order of date.
    observed_runrate_year : (observations,) [calendar_year]
    trailing_growth_per_year : (draws, 1) [ratio/year]
    growth_persistence_ratio : (draws, 1) [ratio]
    growth_half_life_months : (draws, 1) [month]
        Above 0.
    terminal_growth_per_year : (draws, 1) [fraction/year]
    runrate_reading_ratio : (draws, 1) [ratio]
    demand_ceiling_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, months) [USD/year]

    Notes
    -----
    R(t) = K / (1 + (K / R0 - 1) exp(-G(t))), G = g_T dt + (g_0 - g_T)(1 - exp(-k dt)) / k, dt = t - t_last, R0 the last
    report times its reading, k = ln 2 / half-life, K the ceiling (it grows with g_T): the logistic curve with a growth
    rate that decays. Between reports R is exponential. Supply is not asked here.

    References
    ----------
    Verhulst (1838) for the ceiling; Winsor (1932), PNAS 18(1), 1-8, for growth that decays.

    Examples
    --------
    >>> past = runrate_usd_per_year(np.array([2026.0]), np.array([1.0, 4.0]), np.array([2025 + 13 / 24, 2026 + 13 / 24]),
    ...     np.array([[1.0]]), np.array([[1.0]]), np.array([[9.0]]), np.array([[0.1]]), np.array([[1.0]]), np.array([[9.0]]))
    >>> past.round(6).tolist()
    [[2.0]]
    """
    middle = month_start_year + 1 / (2 * units.MONTHS_PER_YEAR)
    past = np.exp(np.interp(middle, observed_runrate_year, np.log(observed_runrate_usd_per_year)))
    ahead = np.maximum(middle - observed_runrate_year[-1], 0)
    decay = np.log(2) * units.MONTHS_PER_YEAR / growth_half_life_months
    excess = trailing_growth_per_year * growth_persistence_ratio - terminal_growth_per_year
    last = observed_runrate_usd_per_year[-1] * runrate_reading_ratio
    room = np.maximum(demand_ceiling_usd_per_year / last - 1, 0)
    fading = excess * np.expm1(-decay * ahead) / decay
    forecast = last * np.exp(terminal_growth_per_year * ahead) * (1 + room) / (1 + room * np.exp(fading))
    return np.where(ahead > 0, forecast, past)


def recognised_revenue_usd_per_month(
    runrate_usd_per_year, recognised_to_runrate_ratio, month_start_year, reported_revenue_usd, reported_revenue_from_year,
    reported_revenue_to_year,
):
    """Revenue recognised in each month: the bridge from run-rate, scaled to the totals reported.

    Parameters
    ----------
    runrate_usd_per_year : (draws, months) [USD/year]
    recognised_to_runrate_ratio : (draws, 1) [ratio]
    month_start_year : (months,) [calendar_year]
    reported_revenue_usd : (periods,) [USD]
    reported_revenue_from_year, reported_revenue_to_year : (periods,) [calendar_year]

    Returns
    -------
    (draws, months) [USD/month]

    Notes
    -----
    r(t) = R(t) b / 12; inside a reported period r is scaled so that the period has its reported total.

    References
    ----------
    Run-rate to recognised: Anthropic's own run-rate is 13 x four weeks of use plus 12 x subscriptions (Reuters, 2026).

    Examples
    --------
    >>> recognised_revenue_usd_per_month(np.full((1, 3), 12.0), 1.0, 2026 + np.arange(3) / 12, np.array([6.0]),
    ...     np.array([2026.0]), np.array([2026 + 2 / 12])).tolist()
    [[3.0, 3.0, 1.0]]
    """
    bridged = runrate_usd_per_year * recognised_to_runrate_ratio / units.MONTHS_PER_YEAR
    middle = month_start_year + 1 / (2 * units.MONTHS_PER_YEAR)
    scale = np.ones_like(bridged)
    periods = zip(reported_revenue_usd, reported_revenue_from_year, reported_revenue_to_year, strict=True)
    for total, start, end in periods:
        inside = (middle > start) & (middle < end)
        if inside.any():
            scale[:, inside] = total / bridged[:, inside].sum(axis=-1, keepdims=True)
    return bridged * scale


def recognised_revenue_usd(recognised_revenue_usd_per_month, month_calendar_year):
    """Revenue recognised in each calendar year, gross of partner share.

    Parameters
    ----------
    recognised_revenue_usd_per_month : (draws, months) [USD/month]
    month_calendar_year : (months,) [calendar_year]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    REV[y] = sum over the months of y of r(t).

    Examples
    --------
    >>> recognised_revenue_usd(np.array([[1.0, 2.0]]), np.array([2026, 2026])).tolist()
    [[3.0]]
    """
    return sum_by_year(recognised_revenue_usd_per_month, month_calendar_year)


def net_recognised_revenue_usd(recognised_revenue_usd, gross_to_net_ratio):
    """Revenue recognised in each calendar year, net of partner share: the only road from gross to net.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    gross_to_net_ratio : (draws, 1) [ratio]
        At most 1.

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    net = gross x ratio.

    Examples
    --------
    >>> net_recognised_revenue_usd(np.array([[10.0]]), 0.9).tolist()
    [[9.0]]
    """
    return recognised_revenue_usd * gross_to_net_ratio


def gross_profit_usd(recognised_revenue_usd, gross_margin_share):
    """Gross profit in each calendar year.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    gross_margin_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, years) [USD]

    Notes
    -----
    GP = REV GM.

    Examples
    --------
    >>> gross_profit_usd(np.array([[10.0]]), 0.4).tolist()
    [[4.0]]
    """
    return recognised_revenue_usd * gross_margin_share


def yearend_runrate_usd_per_year(runrate_usd_per_year, month_calendar_year):
    """Run-rate in the middle of December of each calendar year.

    Parameters
    ----------
    runrate_usd_per_year : (draws, months) [USD/year]
    month_calendar_year : (months,) [calendar_year]

    Returns
    -------
    (draws, years) [USD/year]

    Notes
    -----
    R[y] = R(t) in December of y.

    Examples
    --------
    >>> yearend_runrate_usd_per_year(np.array([[1.0, 2.0, 3.0]]), np.array([2025, 2025, 2026])).tolist()
    [[2.0, 3.0]]
    """
    last = np.searchsorted(month_calendar_year, np.unique(month_calendar_year), side="right") - 1
    return runrate_usd_per_year[:, last]


def p_runrate_at_target(yearend_runrate_usd_per_year, target_revenue_usd_per_year):
    """Probability that the December run-rate is at or above the target, by calendar year.

    Parameters
    ----------
    yearend_runrate_usd_per_year : (draws, years) [USD/year]
    target_revenue_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (1, years) [fraction]

    Notes
    -----
    p[y] = mean over draws of R(December y) >= target.

    Examples
    --------
    >>> p_runrate_at_target(np.array([[60.0], [80.0]]), np.array([[70.0], [70.0]])).tolist()
    [[0.5]]
    """
    return np.mean(yearend_runrate_usd_per_year >= target_revenue_usd_per_year, axis=0, keepdims=True)


def p_recognised_at_target(recognised_revenue_usd, target_revenue_usd_per_year):
    """Probability that revenue recognised in a calendar year is at or above the target.

    Parameters
    ----------
    recognised_revenue_usd : (draws, years) [USD]
    target_revenue_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (1, years) [fraction]

    Notes
    -----
    p[y] = mean over draws of REV[y] >= target x 1 year.

    Examples
    --------
    >>> p_recognised_at_target(np.array([[60.0], [80.0]]), np.array([[70.0], [70.0]])).tolist()
    [[0.5]]
    """
    return np.mean(recognised_revenue_usd >= target_revenue_usd_per_year, axis=0, keepdims=True)


def required_yearend_runrate_usd_per_year(
    target_revenue_usd_per_year, target_year, recognised_revenue_usd_per_month, recognised_to_runrate_ratio, month_start_year,
    observed_runrate_usd_per_year, observed_runrate_year,
):
    """Run-rate at the end of the target year that recognising the target within the year would need.

    Parameters
    ----------
    target_revenue_usd_per_year : (draws, 1) [USD/year]
    target_year : (draws, 1) [calendar_year]
    recognised_revenue_usd_per_month : (draws, months) [USD/month]
    recognised_to_runrate_ratio : (draws, 1) [ratio]
    month_start_year : (months,) [calendar_year]
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]

    Returns
    -------
    (draws, 1) [USD/year]
        NaN once the year is over.

    Notes
    -----
    R_end = 2 (target - done) / (b n) - R_last, with n the years left after the last report (at most one) and done what
    is recognised in the target year before it. A path that bends up needs a higher end than this straight line.

    Examples
    --------
    >>> required_yearend_runrate_usd_per_year(70.0, np.array([[2026]]), np.full((1, 12), 2.5), 1.0, 2026 + np.arange(12) / 12,
    ...     np.array([50.0]), np.array([2026.5])).round(6).tolist()
    [[170.0]]
    """
    month = 1 / units.MONTHS_PER_YEAR
    from_year = np.maximum(observed_runrate_year[-1], target_year)
    years_left = target_year + 1 - from_year
    before = np.clip((from_year - month_start_year) / month, 0, 1) * (month_start_year >= target_year - month / 2)
    done = (recognised_revenue_usd_per_month * before).sum(axis=-1, keepdims=True)
    mean = (target_revenue_usd_per_year - done) / (recognised_to_runrate_ratio * np.where(years_left > 0, years_left, np.nan))
    return 2 * mean - observed_runrate_usd_per_year[-1]


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
