"""Units: the words a quantity may be measured in, and how a name says its unit.

A unit is a chain of tokens joined by ``/``, such as ``USD_2025/kW_IT/year``. IT power and facility power are different
tokens, as are dollars of a price year and dollars of the day, and rates that come on top of inflation (real) or hold it
(nominal), so the graph tests can refuse to join them unless a function converts one into the other.
"""

import re
from functools import cache

FEWEST = 100  # draws of which a probability is said
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
# The highest that anybody can mean, of units without qualifiers and of quotients under their numerator: far above every source,
HIGHEST = {  # so that only a slip lies beyond, mostly of the unit; an assumption may declare other limits of its own.
    "USD": 1e15,  # twice what the world owns
    "GW": 1e5, "MW": 1e8, "kW": 1e11, "MW_year": 1e8, "TWh": 1e6, "MWh": 1e12, "kWh": 1e15, "J": 1e22,  # ten times the world's
    "FTE": 1e10, "job": 1e10, "user": 1e10, "client": 1e10,  # all people
    "year": 1e3, "month": 1.2e4, "week": 5.2e4, "day": 3.65e5, "h": 1e5, "s": 1e7, "ms": 1e6,  # a thousand years; a long wait
    "km": 1e5, "deg": 360, "calendar_year": 2200, "fraction": 100, "ratio": 1e6, "count": 1e18,
    "gCO2e": 1e18, "kgCO2e": 1e15, "tCO2e": 1e12, "L": 1e16, "m3": 1e13,  # ten times what the world emits and draws
    "H100e": 1e11, "H100e_hour": 1e15, "FLOP": 1e36, "token": 1e22, "Mtoken": 1e16, "GB": 1e12,  # a thousand times what is
    "W": 1e9, "TFLOP": 1e9, "PFLOP": 1e9, "Tb": 1e9, "GB/s": 1e9, "token/s": 1e9, "J/token": 1e9,  # of one machine or link
    "USD/MWh": 1e5, "USD/kW": 1e7, "USD/W": 1e4, "USD/Mtoken": 1e6, "USD/h": 1e9, "USD/H100e": 1e6, "USD/week": 1e9,
    "USD/user": 1e6, "USD/FTE": 1e9, "USD/client": 1e12, "USD/km": 1e9, "USD/Tb": 1e10, "H100e/kW": 1e6, "ratio/year": 1e4,
    "L/kWh": 1e4, "gCO2e/kWh": 1e5, "month/MW": 1e3, "FTE/MW": 1e5, "FTE/client": 1e6, "MW/FTE": 1e5, "Mtoken/FTE": 1e9,
    "Mtoken/user": 1e9,
}
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


@cache
def highest(unit):
    """The highest that anybody can mean in this unit."""
    parts = re.sub("_(2025|IT|facility|real|nominal)", "", unit).split("/")
    return next(HIGHEST[start] for size in range(len(parts), 0, -1) if (start := "/".join(parts[:size])) in HIGHEST)


def name_says_unit(name, unit):
    """Say whether `name` ends in its unit, qualifiers such as ``it`` allowed in front of each word.
    Dimensionless quantities (shares, ratios, counts, dates) need no ending."""
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
