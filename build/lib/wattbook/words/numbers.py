"""Numbers for readers: as many digits as the range deserves, large ones with a suffix."""

import math
import re

WIDE = 0.3  # a range wider than this share of its middle gets two significant figures, otherwise three
SMALL = 0.1  # a middle below this share of its range is as good as nothing
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
SMALLEST_SUFFIXED = 1e5  # below it a number is short enough as it is, and $7,500 to $13,000 reads as one range
LARGEST_SUFFIXED = 1e18  # beyond it a power of ten says more than a suffix
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
STATED_FIGURES = 4  # what was given is not rounded as hard as what was reckoned
PERCENT = 100
INSTANT = 1e-6  # [year] so that a twelfth that is not exact in binary stays in its month
MISSING = "not defined"


def digits(low, middle, high):
    """How many significant figures a value deserves."""
    return 2 if abs(high - low) > WIDE * abs(middle) else 3


def shown(value, unit, figures=3):
    """Say one number with its unit's sign: dollars, percent, month, or plain.

    Parameters
    ----------
    value : float
        Number, None or NaN where it is not defined [unit].
    unit : str
        As in the records of outputs, such as ``USD_2025/MWh`` or ``fraction``.
    figures : int
        Significant figures [count].

    Returns
    -------
    str
        For readers.
    """
    if value is None or math.isnan(value):
        return MISSING
    first = unit.split("/")[0]
    if unit == "calendar_year":
        return _month(value)
    sign = "−" if value < 0 else ""
    if first.startswith("fraction"):
        return f"{sign}{_plain(abs(value) * PERCENT, figures)}%"
    return sign + ("$" if first.startswith("USD") else "") + _suffixed(abs(value), figures)


def with_range(output):
    """Say an output's middle and its 80% range, which is empty where there is none."""
    low, middle, high = (output[name] for name in ("p10", "p50", "p90"))
    if middle is None:
        return MISSING, ""
    if low == high:  # no range to keep in step with: a fact, or a share of draws
        return stated(float(f"{middle:.3g}") if output["unit"] == "fraction" else middle, output["unit"]), ""
    figures = digits(low, middle, high)
    ends = shown(low, output["unit"], figures), shown(high, output["unit"], figures)
    if ends[0] == ends[1]:  # a range too narrow to be seen
        return stated(float(f"{middle:.{figures}g}"), output["unit"]), ""
    middle = _near_nothing(middle, high - low) if output["unit"].startswith("fraction") else middle
    return shown(middle, output["unit"], figures), " to ".join(ends)


def _near_nothing(middle, spread):
    """A share or rate that is small beside its range has no more places than the range: 0%, not 0.072%."""
    step = 10.0 ** (math.floor(math.log10(spread)) - 1)
    return round(middle / step) * step if abs(middle) < SMALL * spread and not math.isinf(spread) else middle


def unit_words(unit):
    """Say what stands under a number whose sign is already shown."""
    if unit in ("fraction", "calendar_year", "count", "ratio"):
        return "" if unit != "ratio" else "ratio"
    if unit.startswith("fraction_"):
        basis, _, rest = unit.removeprefix("fraction_").partition("/")
        return f"per {rest}, {basis}"
    words = " per ".join(_token_words(token) for token in unit.split("/"))
    return words.removeprefix("fraction ").removeprefix("ratio ")


def _token_words(token):
    if token.startswith("USD_"):
        return f"USD of {token[4:]}"
    name, _, qualifier = token.partition("_")
    if qualifier in ("hour", "year"):  # a product, such as MW_year
        return f"{name}-{qualifier}"
    return f"{name} ({qualifier})" if qualifier else name


def _trimmed(text):
    """Drop zeros that say nothing, as in 4.00% or $50.0B."""
    return re.sub(r"\.0+(?=\D*$)|(\.\d*?[1-9])0+(?=\D*$)", r"\1", text)


def stated(value, unit):
    """Say a number that was given rather than reckoned, such as a target or an assumption: no zeros behind the point."""
    if unit == "calendar_year" and value == int(value):
        return str(int(value))
    return _trimmed(shown(value, unit, STATED_FIGURES))


def tail(unit):
    """Say the part of a unit that the sign of a shown number leaves open."""
    first, _, rest = unit.partition("/")
    if first == "fraction" or first.startswith("USD"):
        return " ".join(f"per {_token_words(token)}" for token in rest.split("/") if token)
    return unit_words(unit)


def _month(value):
    year, share = divmod(value + INSTANT, 1)
    return f"{MONTHS[int(share * len(MONTHS))]} {int(year)}"


def _suffixed(value, figures):
    if value >= LARGEST_SUFFIXED:
        exponent = math.floor(math.log10(float(f"{value:.{figures}g}")))
        return f"{value / 10.0**exponent:.{figures - 1}f}×10{str(exponent).translate(SUPERSCRIPTS)}"
    if value >= SMALLEST_SUFFIXED:
        rounded = float(f"{value:.{figures}g}")  # first, so that 999,999 becomes 1.00M and not 1000k
        scale, suffix = next(pair for pair in SUFFIXES if rounded >= pair[0])
        return _plain(rounded / scale, figures) + suffix
    return _plain(value, figures)


def _plain(value, figures):
    if value == 0:
        return "0"
    rounded = float(f"{value:.{figures}g}")
    places = max(0, figures - 1 - math.floor(math.log10(rounded)))
    return f"{rounded:,.{places}f}"
