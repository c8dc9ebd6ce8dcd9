"""Numbers for readers: two or three significant figures as the range deserves, large ones with a suffix."""

import math
import re

WIDE = 0.3  # a range wider than this share of its middle gets two significant figures, otherwise three
SMALL = 0.1  # a middle below this share of its range is as good as nothing
TINY = 1e-5  # a share below this is of no interest
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
SMALLEST_SUFFIXED = 1e5  # below it a number is short enough as it is, and $7,500 to $13,000 reads as one range
LARGEST_SUFFIXED, SMALLEST_PLAIN = 1e18, 1e-6  # beyond them a power of ten says more than a suffix or many zeros
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MOST_FIGURES = 3
PERCENT = 100
INSTANT = 5e-4  # [year] so that a twelfth, which is never exact, stays in its month however it was rounded
TIE = 1e-6  # of a number, by which it may miss what lies half-way between two that are said
MISSING = "not defined"
KNOWN = "known on this date"
SPELT = "month", "year", "week", "day", "job", "user", "client", "token"  # units that are words, of which there are several


def digits(low, middle, high):
    """How many significant figures a value deserves."""
    return 2 if abs(high - low) > WIDE * abs(middle) else MOST_FIGURES


def shown(value, unit, figures=MOST_FIGURES):
    """Say one number with its unit's sign: dollars, percent, month, or plain; None, NaN and infinities as not defined."""
    if value is None or not math.isfinite(value):
        return MISSING
    first = unit.split("/")[0]
    if unit == "calendar_year":
        year, share = divmod(value + INSTANT, 1)
        return f"{MONTHS[int(share * len(MONTHS))]} {int(year)}"
    sign = "−" if value < 0 else ""
    if first.startswith("fraction"):
        return f"{sign}{_plain(abs(value) * PERCENT, figures)}%"
    if unit == "count" and value == int(value) and abs(value) < PERCENT:
        return f"{sign}{abs(value):.0f}"
    return sign + ("$" if first.startswith("USD") else "") + _suffixed(abs(value), figures)


def stated(value, unit):
    """Say a number that was given rather than reckoned, such as a target or an assumption: no zeros behind the point."""
    if unit == "calendar_year" and value == int(value):
        return str(int(value))
    return re.sub(r"\.0+(?=\D*$)|(\.\d*?[1-9])0+(?=\D*$)", r"\1", shown(value, unit))


def with_range(output):
    """Say an output's middle and its 80% range, which is empty where there is none, or where it is too narrow to be seen."""
    low, middle, high, unit = (output[name] for name in ("p10", "p50", "p90", "unit"))
    if middle is None:
        return MISSING, ""
    if unit.startswith("fraction") and 0 <= low <= high < TINY and high:
        return f"under {shown(TINY, unit, 1)}", ""
    figures = digits(low, middle, high)
    ends = shown(low, unit, figures), shown(high, unit, figures)
    if ends[0] == ends[1]:
        return stated(middle, unit), ""
    if unit.startswith("fraction") and abs(middle) < SMALL * (high - low) < math.inf:
        # a share or rate that is small beside its range has no more places than the range: 0%, not 0.072%
        step = 10.0 ** (math.floor(math.log10(high - low)) - 1)
        middle = round(middle / step) * step
    return shown(middle, unit, figures), " to ".join(ends)


def unit_words(unit):
    """Say what stands under a number whose sign is already shown."""
    if unit in ("fraction", "calendar_year", "count"):
        return ""
    if unit.startswith("fraction_"):
        basis, _, rest = unit.removeprefix("fraction_").partition("/")
        return f"per {rest}, {basis}"
    words = " per ".join(map(_token_words, unit.split("/")))
    return words if unit == "ratio" else words.removeprefix("fraction ").removeprefix("ratio ")


def _token_words(token):
    if token.startswith("USD_"):
        return f"USD of {token[4:]}"
    name, _, qualifier = token.partition("_")
    if qualifier in ("hour", "year"):  # a product, such as MW_year
        return f"{name}-{qualifier}"
    return f"{name} ({qualifier})" if qualifier else name


def tail(unit):
    """Say the part of a unit that the sign of a shown number leaves open."""
    first, _, rest = unit.partition("/")
    if first == "fraction" or first.startswith("USD"):
        return " ".join(f"per {_token_words(token)}" for token in rest.split("/") if token)
    return unit_words(f"{first}s/{rest}".rstrip("/") if first in SPELT else unit)


def _suffixed(value, figures):
    rounded = float(f"{value:.{figures}g}")  # first, so that 999,999 becomes 1.00M and not 1000k
    suffixed = SMALLEST_SUFFIXED <= value < LARGEST_SUFFIXED
    scale, suffix = next((pair for pair in SUFFIXES if suffixed and rounded >= pair[0]), (1, ""))
    return _plain(rounded / scale, figures) + suffix


def _plain(value, figures):
    if value == 0:
        return "0"
    rounded, exponent = f"{value:.{figures - 1}e}".split("e")
    if not SMALLEST_PLAIN <= value < LARGEST_SUFFIXED:
        return f"{rounded}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return f"{float(f'{rounded}e{exponent}'):,.{max(0, figures - 1 - int(exponent))}f}"
