"""The chain from dollars to watts, hours, tokens, revenue and cash: the yield of each link, the programme finished, today."""

from wattbook import units
from wattbook.axes import member
from wattbook.series import over


def chain_it_watt_per_usd(it_capacity_nominal_gw, programme_budget_usd):
    """IT power that a dollar of the announced sum buys.
    (draws, 1) [W_IT/USD]: y1 = P / K.
    """
    return over(it_capacity_nominal_gw * units.W_PER_GW, programme_budget_usd)


def chain_h100e_hours_per_it_watt_year(h100e_per_it_kw, used_hours_per_year):
    """Hours of H100 equivalents that a watt gives in a year, those that run and are used.
    (draws, 1) [H100e_hour/W_IT/year]: y2 = n h.
    """
    return h100e_per_it_kw * used_hours_per_year / units.W_PER_KW


def chain_mtoken_per_h100e_hour(tokens_per_it_kw_year, paid_token_share, h100e_per_it_kw, used_hours_per_year):
    """Tokens for pay, in millions, that a used hour of an H100 equivalent can serve.
    (draws, 1) [Mtoken/H100e_hour]: y3 = t paid / (n h).
    """
    return tokens_per_it_kw_year * paid_token_share / units.TOKENS_PER_MTOKEN / (h100e_per_it_kw * used_hours_per_year)


def chain_revenue_usd_per_year(it_capacity_nominal_gw, revenue_by_road_usd_per_it_kw_year):
    """Revenue at the end of the chain: all that the finished programme can serve, sold at today's realised price.
    (draws, 1) [USD_2025/year]: R = K y1 y2 y3 p. A ceiling: nobody is asked whether the tokens are wanted.
    """
    return it_capacity_nominal_gw * units.KW_PER_GW * member(revenue_by_road_usd_per_it_kw_year, "road", "tokens")[:, 0]


def required_price_usd_per_mtoken(target_revenue_usd_per_year, today_price_index_usd_per_real_usd, it_capacity_nominal_gw,
                                  tokens_per_it_kw_year, paid_token_share):
    """Price of a million tokens at which the finished programme alone would sell the target.
    (draws, 1) [USD_2025/Mtoken]: p* = target / I / (P t paid).
    """
    sold = it_capacity_nominal_gw * units.KW_PER_GW * tokens_per_it_kw_year * paid_token_share / units.TOKENS_PER_MTOKEN
    return over(target_revenue_usd_per_year / today_price_index_usd_per_real_usd, sold)


def useful_h100e_hours_per_usd(useful_h100e, it_life_years, programme_budget_usd):
    """Hours of H100 equivalents at their peak that a dollar of the announced sum gives over the life of the machines.
    (draws, 1) [H100e_hour/USD]: u = U 8760 L / K.
    """
    return over(useful_h100e * units.HOURS_PER_YEAR * it_life_years, programme_budget_usd)
