"""Units: the words a quantity may be measured in, and how a name says its unit.

A unit is a chain of tokens joined by ``/``, such as ``USD_2025/kW_IT/year``. IT power and facility power are different
tokens, as are dollars of a price year and dollars of the day, and rates that come on top of inflation (real) or hold it
(nominal), so the graph tests can refuse to join them unless a function converts one into the other.
"""

import re

HOURS_PER_YEAR = 8760
SECONDS_PER_HOUR = 3600
DAYS_PER_YEAR = 365
DAYS_PER_WEEK = 7
HOURS_PER_DAY = 24
MONTHS_PER_YEAR = 12
HALF_MONTH = 1 / (2 * MONTHS_PER_YEAR)  # in years: a month stands at its middle
W_PER_KW = 1e3
MS_PER_SECOND = 1e3
BYTES_PER_GB = 1e9
W_PER_GW = 1e9
KW_PER_GW = 1e6
MW_PER_GW = 1e3
KWH_PER_MWH = 1e3
MWH_PER_TWH = 1e6
J_PER_KWH = 3.6e6
BITS_PER_TB = 1e12
KG_PER_T = 1e3
KWH_PER_TWH = 1e9
FLOP_PER_TFLOP = 1e12
TOKENS_PER_MTOKEN = 1e6
G_PER_T = 1e6
L_PER_M3 = 1e3

# token -> the word that stands for it at the end of a name
TOKENS = {
    "USD": "usd", "USD_2025": "usd",
    "W_IT": "watt", "kW_IT": "kw", "MW_IT": "mw", "GW_IT": "gw",
    "W_facility": "watt", "kW_facility": "kw", "MW_facility": "mw", "GW_facility": "gw",
    "W": "watt", "kW": "kw", "MW": "mw", "GW": "gw",
    "kWh": "kwh", "MWh": "mwh", "TWh": "twh", "J": "joule", "J_IT": "joule",
    "s": "second", "h": "hour", "day": "day", "week": "week", "month": "month", "year": "year", "ms": "ms",
    "token": "token", "Mtoken": "mtoken", "FLOP": "flop", "TFLOP": "tflop", "PFLOP": "pflop", "H100e": "h100e",
    "H100e_hour": "h100e_hour",
    "gCO2e": "gco2e", "kgCO2e": "kgco2e", "tCO2e": "tco2e", "L": "litre", "m3": "m3", "km": "km",
    "Tb": "tb", "GB": "gb", "job": "job", "FTE": "fte", "user": "user", "client": "client", "MW_year": "mw_year", "deg": "deg",
}
COUNTED = ("H100e", "job", "FTE", "user", "client")  # things: a name may say their number, as in h100e_nominal_count
DIMENSIONLESS = {"fraction": (0.0, 1.0), "ratio": (0.0, None), "count": (0.0, None), "calendar_year": (1900.0, 2200.0)}
RATES = ("fraction_real", "fraction_nominal")  # of money, on top of inflation or with it inside
DIMENSIONLESS_OVER = {f"{one}/year" for one in ("fraction", "count", "ratio", *RATES)}


def known(unit):
    """Say whether `unit` is made of known tokens."""
    if unit in DIMENSIONLESS or unit in DIMENSIONLESS_OVER:
        return True
    return bool(unit) and all(token in TOKENS for token in unit.split("/"))


def limits(unit):
    """Physical limits that hold for every quantity of this unit: (lowest, highest), None where open."""
    return DIMENSIONLESS.get("fraction" if unit.startswith("fraction") else unit, (0.0, None))


def name_says_unit(name, unit):
    """Say whether `name` ends in its unit, qualifiers such as ``it`` allowed in front of each word.

    Dimensionless quantities (shares, ratios, counts, dates) need no ending.
    """
    if unit in DIMENSIONLESS:
        return True
    if unit in DIMENSIONLESS_OVER:
        return name.endswith("_per_year")
    if unit in COUNTED and name.endswith("_count"):
        return not {TOKENS[unit], f"{TOKENS[unit]}s"}.isdisjoint(name.split("_"))
    words = [TOKENS[token] for token in unit.split("/")]
    pattern = words[0] + "s?" + "".join(rf"_(?:per_)?(?:[a-z0-9]+_)*?{word}" for word in words[1:])
    return re.search(rf"(?:^|_){pattern}s?$", name) is not None


def powers(unit):
    """Tokens of a unit with their powers."""
    first, *rest = unit.split("/")
    found = {} if first in DIMENSIONLESS or first in RATES else {first: 1}
    for token in rest:
        found[token] = found.get(token, 0) - 1
    return {token: power for token, power in found.items() if power}


def quotient(unit, other):
    """Unit of a quotient; a ratio where both are the same."""
    left = powers(unit)
    for token, power in powers(other).items():
        left[token] = left.get(token, 0) - power
    top = [token for token, power in left.items() for _ in range(power)]
    under = [token for token, power in left.items() for _ in range(-power)]
    if len(top) > 1:
        raise ValueError(f"{unit} over {other} is no unit that is known")
    return "/".join([*(top or ["ratio"]), *under])
