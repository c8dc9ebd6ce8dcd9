"""Where reported revenue is heading: growth read from the reports that reverts to what other firms of that size showed."""

import numpy as np

from wattbook import forecast, units
from wattbook.axes import member
from wattbook.series import first_month, year_ends


def growth_parameter_ratio(lab_report_usd_per_year, lab_report_from_year, lab_report_to_year, lab_estimate_usd_per_year,
                           lab_estimate_from_year, lab_estimate_to_year, reference_revenue_usd, reference_from_year,
                           reference_to_year, growth_scale_usd_per_year, own_sector_share, audited_error_ratio,
                           growth_prior_ratio, growth_prior_spread_ratio, class_half_life_months, growth_class_score_ratio,
                           band_widening_ratio):
    """How firms like the subject grow, learned from the other labs and from other firms that grew fast.
    (draws, growth_parameter, 1) [ratio]: ln p = mean + spread x score x widening: normal across firms, by
    expectation-maximisation over what was known of the others. The subject, the first of the labs, is left out, so that no
    parameter knows what it did. Scale, share, error and half-life are one number for all draws.
    """
    scale, error, share, months = (float(np.ravel(one)[0]) for one in (
        growth_scale_usd_per_year, audited_error_ratio, own_sector_share, class_half_life_months))
    labs = [firm for values, start, end in (
        (lab_report_usd_per_year, lab_report_from_year, lab_report_to_year),
        (lab_estimate_usd_per_year, lab_estimate_from_year, lab_estimate_to_year))
        for firm in forecast.firms(values[1:] / scale, (start + end)[1:] / 2)]
    revenue, years = _annualised(reference_revenue_usd, reference_from_year, reference_to_year)
    others = forecast.firms(revenue / scale, years, error)
    prior = growth_prior_ratio[0, :, 0], growth_prior_spread_ratio[0, :, 0]
    scores = growth_class_score_ratio * np.expand_dims(band_widening_ratio, -1)
    return forecast.drawn(labs, others, share, prior, months / units.MONTHS_PER_YEAR, scores)


def _annualised(revenue, start, end):
    """Revenue of periods at a yearly rate, and their middles."""
    return revenue / (end - start), (start + end) / 2


def _parameters(growth_parameter_ratio, growth_half_life_months):
    """Parameters of the forecaster, (draws,) each."""
    return forecast.Parameters(*growth_parameter_ratio[:, :, 0].T, growth_half_life_months[:, 0] / units.MONTHS_PER_YEAR)


def last_runrate_usd_per_year(observed_runrate_usd_per_year, growth_parameter_ratio, last_report_score_ratio,
                              band_widening_ratio):
    """Run-rate on the day of the last report, read with the error that reports have.
    (draws, 1) [USD/year]: R0 = last report x exp(tau z x widening).
    """
    error = member(growth_parameter_ratio, "growth_parameter", "report_error")[:, 0]
    return observed_runrate_usd_per_year[-1:] * np.exp(error * last_report_score_ratio * band_widening_ratio)


def growth_now_per_year(observed_runrate_usd_per_year, observed_runrate_year, growth_scale_usd_per_year, growth_parameter_ratio,
                        growth_half_life_months, growth_now_score_ratio, band_widening_ratio):
    """Continuous growth on the day of the last report, as a Kalman filter reads it from all reports.
    (draws, 1) [ratio/year]: g = mean + spread x score x widening of the growth as level and growth wander and reports err.
    Source: Harvey, "Forecasting, Structural Time Series Models and the Kalman Filter" (1989), chapter 3.
    """
    levels = np.log(observed_runrate_usd_per_year / np.ravel(growth_scale_usd_per_year)[0])
    firm = forecast.Firm(tuple(observed_runrate_year), tuple(levels))
    mean, cov, _ = forecast.filtered(firm, _parameters(growth_parameter_ratio, growth_half_life_months))
    return mean[1][:, None] + np.sqrt(cov[2])[:, None] * growth_now_score_ratio * band_widening_ratio


def class_growth_per_year(last_runrate_usd_per_year, growth_scale_usd_per_year, growth_parameter_ratio,
                          growth_half_life_months):
    """Continuous growth that firms as large as the subject revert to.
    (draws, 1) [ratio/year]: m = a (R0 / scale)^-b.
    """
    level = np.log(np.ravel(last_runrate_usd_per_year / growth_scale_usd_per_year))
    return forecast.reference(level, _parameters(growth_parameter_ratio, growth_half_life_months))[:, None]


def demand_runrate_usd_per_year(month_start_year, observed_runrate_usd_per_year, observed_runrate_year,
                                last_runrate_usd_per_year, growth_now_per_year, growth_persistence_ratio,
                                growth_scale_usd_per_year, growth_parameter_ratio, growth_half_life_months,
                                growth_shock_score_ratio, level_shock_score_ratio, band_widening_ratio,
                                demand_ceiling_usd_per_year, terminal_growth_per_year):
    """Demand as a run-rate: as reported up to the last report, then growth that reverts to its class, with shocks.
    (draws, months) [USD/year]: d ln D = g dt + s_x dB, dg = -k (g - m(D)) dt + s_g dW, from R0 and g x persistence on the day
    of the last report, k = ln 2 / half-life. Growth above the terminal rate fades as demand nears its ceiling, which itself
    grows at that rate. Between reports D is exponential. Scores count times the widening; a ceiling may be infinite.
    """
    middle = month_start_year + units.HALF_MONTH
    ahead = middle > observed_runrate_year[-1]
    past = np.exp(np.interp(middle, observed_runrate_year, np.log(observed_runrate_usd_per_year)))
    scale = np.ravel(growth_scale_usd_per_year)[0]
    top = np.maximum(demand_ceiling_usd_per_year, last_runrate_usd_per_year)
    start, ceiling = (np.log(np.ravel(one) / scale) for one in (last_runrate_usd_per_year, top))
    shocks = np.stack([growth_shock_score_ratio[:, ahead], level_shock_score_ratio[:, ahead]]) * band_widening_ratio
    gaps = np.diff(middle[ahead], prepend=observed_runrate_year[-1])
    path = forecast.paths(
        start, np.ravel(growth_now_per_year * growth_persistence_ratio), gaps,
        _parameters(growth_parameter_ratio, growth_half_life_months), shocks, ceiling, terminal_growth_per_year[:, 0])
    demand = np.tile(past, (len(start), 1))
    demand[:, ahead] = scale * np.exp(path.reshape(len(start), -1))
    return demand


def runrate_usd_per_year(demand_runrate_usd_per_year, supply_limit_usd_per_year, month_start_year, observed_runrate_year):
    """Run-rate in the middle of each month: as reported, then demand as far as energised capacity serves it.
    (draws, months) [USD/year]: R(t) = min(D(t), S(t)) after the last report; what is not served is lost, not kept waiting.
    """
    ahead = month_start_year + units.HALF_MONTH > observed_runrate_year[-1]
    return np.where(ahead, np.minimum(demand_runrate_usd_per_year, supply_limit_usd_per_year), demand_runrate_usd_per_year)


def target_runrate_year(runrate_usd_per_year, target_revenue_usd_per_year, month_start_year):
    """Month in which the run-rate first reaches the target.
    (draws, 1) [calendar_year]: t* = first t with R(t) >= target. NaN where it never does on the time axis.
    """
    return first_month(runrate_usd_per_year >= target_revenue_usd_per_year, month_start_year)


def yearend_runrate_usd_per_year(runrate_usd_per_year, month_calendar_year):
    """Run-rate at the end of each calendar year.
    (draws, years) [USD/year]: R[y] = (R of December of y  R of January of y + 1)^(1/2): months stand at their middle. Past the
    axis growth goes on as in the last month.
    """
    return year_ends(runrate_usd_per_year, month_calendar_year)


def growth_percentile(growth_now_per_year, reference_revenue_usd, reference_from_year, reference_to_year,
                      growth_scale_usd_per_year):
    """Share of the years of other large firms that grew more slowly than the subject at its last report.
    (draws, 1) [fraction]: p = mean over the years from g ln(R(t + 1) / R(t)) < g_subject, R(t) at least the scale.
    Source: Kahneman and Tversky (1979), "Intuitive prediction": judge a case by the class it belongs to.
    """
    revenue, dates = _annualised(reference_revenue_usd, reference_from_year, reference_to_year)
    grown = [step for values, years in zip(revenue, dates, strict=True)
             for step in _growth_over_a_year(values / np.ravel(growth_scale_usd_per_year)[0], years)]
    return np.mean(np.array(grown) < growth_now_per_year, axis=1, keepdims=True) if grown else 0 * growth_now_per_year + np.nan


def _growth_over_a_year(sizes, years):
    """Continuous growth from each size of at least one to the first that is a year later."""
    for place, (size, year) in enumerate(zip(sizes, years, strict=True)):
        later = np.flatnonzero(years >= year + 1 - units.HALF_MONTH)
        if size >= 1 and later.size:
            yield np.log(sizes[later[0]] / size) / (years[later[0]] - years[place])
