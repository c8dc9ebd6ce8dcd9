"""Five streams of revenue in the target year: four from their drivers, the first from what is left of the total."""

import numpy as np

from wattbook.series import over

# Order of the members of the axis `stream`; a test holds it to the case.
STREAMS = ("enterprise_api", "custom", "consumer", "licensing", "partner")
TEN = 10  # customers whose loss is asked about


def stream_revenue_usd(
    target_year_revenue_usd, custom_revenue_usd, consumer_revenue_usd, licence_income_usd, displacement_usd, partner_gross_usd,
    partner_overlap_share,
):
    """Revenue of each stream in the target year, sales through clouds standing in two of them.

    Parameters
    ----------
    target_year_revenue_usd : (draws, 1) [USD]
    custom_revenue_usd, consumer_revenue_usd, licence_income_usd, displacement_usd, partner_gross_usd : (draws, 1) [USD]
    partner_overlap_share : (draws, 1) [fraction]
        Of sales through clouds, the part that is API sales too.

    Returns
    -------
    (draws, stream, 1) [USD]

    Notes
    -----
    API = total - custom - consumer - licences - partner + overlap, overlap = partner x share. The API stream balances: no
    split is published, and the total is the best known number. Where the others exceed the total, they shrink alike.

    Examples
    --------
    >>> stream_revenue_usd(*(np.array([[x]]) for x in (50.0, 2.0, 8.0, 3.0, 1.0, 20.0, 0.5))).ravel().tolist()
    [28.0, 2.0, 8.0, 2.0, 20.0]
    """
    licences = licence_income_usd - displacement_usd
    others = np.stack([custom_revenue_usd, consumer_revenue_usd, licences, partner_gross_usd], axis=1)
    most = np.maximum(others.sum(axis=1), target_year_revenue_usd)
    others = others * (target_year_revenue_usd / np.where(most > 0, most, 1))[:, None]
    overlap = others[:, -1:] * partner_overlap_share[:, None]
    return np.concatenate([target_year_revenue_usd[:, None] - others.sum(axis=1, keepdims=True) + overlap, others], axis=1)


def double_count_removed_usd(stream_revenue_usd, partner_overlap_share):
    """Sales through clouds that stand in the API stream and in the partner stream: removed once from the sum.

    Parameters
    ----------
    stream_revenue_usd : (draws, stream, 1) [USD]
    partner_overlap_share : (draws, 1) [fraction]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    overlap = partner x share.

    Examples
    --------
    >>> double_count_removed_usd(np.array([[[28.0], [2.0], [8.0], [2.0], [20.0]]]), np.array([[0.5]])).tolist()
    [[10.0]]
    """
    return stream_revenue_usd[:, -1] * partner_overlap_share


def stream_mix_share(stream_revenue_usd, double_count_removed_usd, target_year_revenue_usd):
    """Share of each stream in the revenue of the target year, sales through clouds counted with the partner stream.

    Parameters
    ----------
    stream_revenue_usd : (draws, stream, 1) [USD]
    double_count_removed_usd, target_year_revenue_usd : (draws, 1) [USD]

    Returns
    -------
    (draws, stream, 1) [fraction]

    Notes
    -----
    m = stream / total, the API stream less the overlap: the shares sum to 1.

    Examples
    --------
    >>> streams = np.array([[[28.0], [2.0], [8.0], [2.0], [20.0]]])
    >>> stream_mix_share(streams, np.array([[10.0]]), np.array([[50.0]])).ravel().tolist()
    [0.36, 0.04, 0.16, 0.04, 0.4]
    """
    first = stream_revenue_usd[:, :1] - double_count_removed_usd[:, None]
    return np.concatenate([first, stream_revenue_usd[:, 1:]], axis=1) / target_year_revenue_usd[:, None]


def required_stream_usd(stream_revenue_usd, double_count_removed_usd, target_revenue_usd_per_year):
    """What each stream would have to be for the target, the others and the overlap at their medians.

    Parameters
    ----------
    stream_revenue_usd : (draws, stream, 1) [USD]
    double_count_removed_usd : (draws, 1) [USD]
    target_revenue_usd_per_year : (draws, 1) [USD/year]

    Returns
    -------
    (draws, stream, 1) [USD]

    Notes
    -----
    required = target x 1 year - sum of the others' medians + median overlap.

    Examples
    --------
    >>> required_stream_usd(np.array([[[28.0], [2.0]]]), np.array([[1.0]]), np.array([[70.0]])).ravel().tolist()
    [69.0, 43.0]
    """
    medians = np.median(stream_revenue_usd, axis=0, keepdims=True)
    others = medians.sum(axis=1, keepdims=True) - medians - np.median(double_count_removed_usd)
    return target_revenue_usd_per_year[:, None] - others


def tokens_sold_mtoken(
    stream_revenue_usd, double_count_removed_usd, realised_price_usd_per_mtoken, price_index_ratio, month_calendar_year,
    target_year,
):
    """Tokens that API sales of the target year, direct and through clouds, mean at the realised price.

    Parameters
    ----------
    stream_revenue_usd : (draws, stream, 1) [USD]
    double_count_removed_usd : (draws, 1) [USD]
    realised_price_usd_per_mtoken : (draws, 1) [USD_2025/Mtoken]
    price_index_ratio : (draws, months) [ratio]
    month_calendar_year : (months,) [calendar_year]
    target_year : (draws, 1) [calendar_year]

    Returns
    -------
    (draws, 1) [Mtoken]

    Notes
    -----
    n = (API + partner - overlap) / (price x mean price index of the year).

    Examples
    --------
    >>> tokens_sold_mtoken(np.array([[[28.0], [20.0]]]), np.array([[10.0]]), np.array([[2.0]]), np.array([[1.0, 1.0]]),
    ...     np.array([2026, 2026]), np.array([[2026]])).tolist()
    [[19.0]]
    """
    inside = month_calendar_year == target_year
    index = over((price_index_ratio * inside).sum(axis=-1, keepdims=True), inside.sum(axis=-1, keepdims=True))
    sold = stream_revenue_usd[:, 0] + stream_revenue_usd[:, -1] - double_count_removed_usd
    return over(sold, realised_price_usd_per_mtoken * index)


def top_ten_share(top_two_share, customer_rank_exponent_ratio):
    """Share of the ten largest customers in revenue, drawn out from the two largest.

    Parameters
    ----------
    top_two_share : (draws, 1) [fraction]
    customer_rank_exponent_ratio : (draws, 1) [ratio]

    Returns
    -------
    (draws, 1) [fraction]
        At most 1.

    Notes
    -----
    s = s_2 sum of k^-a over ranks 1 to 10 / sum over ranks 1 to 2: sizes fall as a power of the rank.

    References
    ----------
    Zipf (1949) for the form.

    Examples
    --------
    >>> top_ten_share(np.array([[0.1]]), np.array([[0.0]])).tolist()
    [[0.5]]
    """
    sizes = np.arange(1, TEN + 1) ** -customer_rank_exponent_ratio
    return np.minimum(top_two_share * sizes.sum(axis=-1, keepdims=True) / sizes[:, :2].sum(axis=-1, keepdims=True), 1)


def revenue_at_risk_top_ten_usd(top_ten_share, target_year_revenue_usd):
    """Revenue of the target year that would go with the ten largest customers.

    Parameters
    ----------
    top_ten_share : (draws, 1) [fraction]
    target_year_revenue_usd : (draws, 1) [USD]

    Returns
    -------
    (draws, 1) [USD]

    Notes
    -----
    x = share x revenue.

    Examples
    --------
    >>> revenue_at_risk_top_ten_usd(0.4, 50.0)
    20.0
    """
    return top_ten_share * target_year_revenue_usd
