"""Five streams of revenue in the target year: four from their drivers, the first from what is left of the total."""

import numpy as np

from wattbook import units
from wattbook.axes import AXES, member
from wattbook.series import over

TEN = 10  # customers whose loss is asked about


def custom_revenue_usd(custom_clients, custom_engineers_fte, custom_engineers_fte_per_client, custom_contract_usd_per_client,
                       custom_churn_share):
    """Revenue from solutions made for large clients: as many as want one and as engineers can serve.
    (draws, 1) [USD]: REV = min(clients, engineers / engineers per client) contract (1 - churn).
    """
    served = np.minimum(custom_clients, custom_engineers_fte / custom_engineers_fte_per_client)
    return served * custom_contract_usd_per_client * (1 - custom_churn_share)


def custom_engineers_required_fte(custom_clients, custom_engineers_fte_per_client):
    """Engineers that serving every client who wants a solution would need.
    (draws, 1) [FTE]: E = clients x engineers per client.
    """
    return custom_clients * custom_engineers_fte_per_client


def paying_users(consumer_users, consumer_paid_share):
    """Consumers who pay.
    (draws, 1) [user]: P = U x paid share.
    """
    return consumer_users * consumer_paid_share


def consumer_revenue_usd(paying_users, consumer_price_usd_per_user_month, store_sales_share, store_fee_share):
    """Revenue from consumers in a year, after what app stores keep.
    (draws, 1) [USD]: REV = users price 12 (1 - sold through stores x fee).
    """
    return paying_users * consumer_price_usd_per_user_month * units.MONTHS_PER_YEAR * (1 - store_sales_share * store_fee_share)


def cost_usd_per_free_user_year(free_tokens_mtoken_per_user_year, realised_price_usd_per_mtoken, gross_margin_share):
    """What serving a user who does not pay costs in a year.
    (draws, 1) [USD_2025/user/year]: c = tokens price (1 - gross margin): tokens at cost.
    """
    return free_tokens_mtoken_per_user_year * realised_price_usd_per_mtoken * (1 - gross_margin_share)


def licence_income_usd(licensees_count, licence_fee_usd, licensee_sales_usd, royalty_share):
    """Fees and royalties of licensees, before the sales they displace.
    (draws, 1) [USD]: I = n (fee + royalty x sales).
    """
    return licensees_count * (licence_fee_usd + royalty_share * licensee_sales_usd)


def displacement_usd(licence_income_usd, displaced_share):
    """Own sales that licences displace.
    (draws, 1) [USD]: d = income x displaced share.
    """
    return licence_income_usd * displaced_share


def partner_gross_usd(target_year_revenue_usd, partner_sales_share):
    """Sales through clouds, as booked: gross.
    (draws, 1) [USD]: gross = revenue x share sold through clouds.
    """
    return target_year_revenue_usd * partner_sales_share


def partner_net_usd(partner_gross_usd, target_year_revenue_usd, gross_to_net_ratio):
    """Sales through clouds, less what the clouds keep.
    (draws, 1) [USD]: net = gross - revenue (1 - gross to net). At least 0: clouds cannot keep more than they sell.
    """
    return np.maximum(partner_gross_usd - target_year_revenue_usd * (1 - gross_to_net_ratio), 0)


def stream_revenue_usd(target_year_revenue_usd, custom_revenue_usd, consumer_revenue_usd, licence_income_usd, displacement_usd,
                       partner_gross_usd, partner_overlap_share):
    """Revenue of each stream in the target year, sales through clouds standing in two of them.
    (draws, stream, 1) [USD]: API = total - custom - consumer - licences - partner + overlap, overlap = partner x share. The API
    stream balances: no split is published. Where the others exceed the total, they shrink alike.
    """
    licences = licence_income_usd - displacement_usd
    others = custom_revenue_usd + consumer_revenue_usd + licences + partner_gross_usd
    most = np.maximum(others, target_year_revenue_usd)
    fit = target_year_revenue_usd / np.where(most > 0, most, 1)
    direct = target_year_revenue_usd - fit * (others - partner_gross_usd * partner_overlap_share)
    parts = (custom_revenue_usd, consumer_revenue_usd, licences, partner_gross_usd)
    return np.stack([direct, *(fit * part for part in parts)], axis=1)


def double_count_removed_usd(stream_revenue_usd, partner_overlap_share):
    """Sales through clouds that stand in the API stream and in the partner stream: removed once from the sum.
    (draws, 1) [USD]: overlap = partner x share.
    """
    return member(stream_revenue_usd, "stream", "partner")[:, 0] * partner_overlap_share


def stream_mix_share(stream_revenue_usd, double_count_removed_usd, target_year_revenue_usd):
    """Share of each stream in the revenue of the target year, sales through clouds counted with the partner stream.
    (draws, stream, 1) [fraction]: m = stream / total, the API stream less the overlap: the shares sum to 1.
    """
    counted_twice = double_count_removed_usd[:, None] * np.array([[one == "enterprise_api"] for one in AXES["stream"]])
    return (stream_revenue_usd - counted_twice) / target_year_revenue_usd[:, None]


def required_stream_usd(stream_revenue_usd, double_count_removed_usd, target_revenue_usd_per_year):
    """What each stream would have to be for the target, the others and the overlap at their medians.
    (draws, stream, 1) [USD]: required = target x 1 year - sum of the others' medians + median overlap.
    """
    medians = np.median(stream_revenue_usd, axis=0, keepdims=True)
    others = medians.sum(axis=1, keepdims=True) - medians - np.median(double_count_removed_usd)
    return target_revenue_usd_per_year[:, None] - others


def paid_tokens_produced_mtoken(compute_it_gw, tokens_per_it_kw_year, token_price_index_ratio, efficiency_to_price_ratio,
                                paid_token_share, month_calendar_year, target_year):
    """Tokens for pay that all the capacity that serves the subject could produce in the target year.
    (draws, 1) [Mtoken]: N = sum over its months of C(t) n i(t)^-q paid / 12, leased and own.
    """
    served = compute_it_gw * units.KW_PER_GW * tokens_per_it_kw_year * token_price_index_ratio**-efficiency_to_price_ratio
    inside = month_calendar_year == target_year
    paid = (served * inside).sum(axis=-1, keepdims=True) * paid_token_share
    return paid / units.MONTHS_PER_YEAR / units.TOKENS_PER_MTOKEN


def api_sales_usd(stream_revenue_usd, double_count_removed_usd, price_index_usd_per_real_usd, month_calendar_year, target_year):
    """Sales of tokens in the target year, direct and through clouds, in dollars of the price year.
    (draws, 1) [USD_2025]: A = (API + partner - overlap) / mean price index of the year.
    """
    inside = month_calendar_year == target_year
    index = over((price_index_usd_per_real_usd * inside).sum(axis=-1, keepdims=True), inside.sum(axis=-1, keepdims=True))
    api, partner = (member(stream_revenue_usd, "stream", one)[:, 0] for one in ("enterprise_api", "partner"))
    return over(api + partner - double_count_removed_usd, index)


def clearing_price_usd_per_mtoken(api_sales_usd, paid_tokens_produced_mtoken, realised_price_usd_per_mtoken):
    """Price of a million tokens at which the sales of the target year can have been produced.
    (draws, 1) [USD_2025/Mtoken]: p' = max(p, A / N): revenue is reported, tokens are bounded by power, so our price gives way.
    Left out: tokens of subscribers, which take capacity as well.
    """
    return np.fmax(over(api_sales_usd, paid_tokens_produced_mtoken), realised_price_usd_per_mtoken)


def top_ten_share(top_two_share, customer_rank_exponent_ratio):
    """Share of the ten largest customers in revenue, drawn out from the two largest.
    (draws, 1) [fraction]: s = s_2 sum of k^-a over ranks 1 to 10 / sum over ranks 1 to 2: sizes fall as a power of the rank.
    Source: Zipf (1949) for the form.
    """
    sizes = np.arange(1, TEN + 1) ** -customer_rank_exponent_ratio
    return np.minimum(top_two_share * sizes.sum(axis=-1, keepdims=True) / sizes[:, :2].sum(axis=-1, keepdims=True), 1)


def revenue_at_risk_top_ten_usd(top_ten_share, target_year_revenue_usd):
    """Revenue of the target year that would go with the ten largest customers.
    (draws, 1) [USD]: x = share x revenue.
    """
    return top_ten_share * target_year_revenue_usd
