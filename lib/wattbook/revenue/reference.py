"""The subject's growth against the class of fast growers."""

import numpy as np


def growth_percentile(decaying_growth_per_year, reference_growth_per_year):
    """Share of the reference class that grew more slowly than the subject at its last report.

    Parameters
    ----------
    decaying_growth_per_year : (draws, 1) [ratio/year]
    reference_growth_per_year : (draws, reference, 1) [ratio/year]

    Returns
    -------
    (draws, 1) [fraction]

    Notes
    -----
    p = mean over the class of g_reference < g_subject.

    References
    ----------
    Kahneman and Tversky (1979), "Intuitive prediction": judge a case by the class it belongs to.

    Examples
    --------
    >>> growth_percentile(np.array([[2.0]]), np.array([[[1.0], [3.0]]])).tolist()
    [[0.5]]
    """
    return np.mean(reference_growth_per_year < decaying_growth_per_year[:, :, None], axis=1)


def lead_over_rival_years(
    observed_runrate_usd_per_year, observed_runrate_year, rival_runrate_usd_per_year, rival_runrate_year,
    race_start_usd_per_year,
):
    """Years less that the subject took than its rival, from the same start to the highest run-rate both have reported.

    Parameters
    ----------
    observed_runrate_usd_per_year : (observations,) [USD/year]
    observed_runrate_year : (observations,) [calendar_year]
    rival_runrate_usd_per_year : (observations,) [USD/year]
    rival_runrate_year : (observations,) [calendar_year]
    race_start_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, 1) [year]
        Below 0 where the rival was faster.

    Notes
    -----
    y = (t_rival(R*) - t_rival(R_0)) - (t(R*) - t(R_0)), R* the lower of both latest reports, R exponential between reports.

    Examples
    --------
    >>> lead_over_rival_years(np.array([1.0, 4.0]), np.array([2025.0, 2026.0]), np.array([1.0, 4.0]),
    ...     np.array([2020.0, 2023.0]), np.array([[1.0]])).tolist()
    [[2.0]]
    """
    goal = np.minimum(observed_runrate_usd_per_year.max(), rival_runrate_usd_per_year.max())
    races = ((rival_runrate_usd_per_year, rival_runrate_year), (observed_runrate_usd_per_year, observed_runrate_year))
    rival, subject = (_reached(goal, *race) - _reached(race_start_usd_per_year, *race) for race in races)
    return rival - subject


def _reached(level, runrate, dates):
    """Date at which a path of reports, held where it falls, reaches a level."""
    levels, first = np.unique(np.maximum.accumulate(runrate), return_index=True)
    return np.interp(np.log(level), np.log(levels), dates[first])
