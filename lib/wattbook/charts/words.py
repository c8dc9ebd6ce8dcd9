"""Words on a chart: numbers as a reader says them, axis titles with their unit, and lines that fit their column."""

import json
import math
import textwrap

from wattbook.units import DIMENSIONLESS
from wattbook.words.numbers import SMALLEST_SUFFIXED, digits, shown, unit_words

COLUMNS = (280, 320, 360, 420, 500, 600, 720)  # [px] widths for which lines are broken
REGULAR, BOLD = 0.545, 0.59  # mean width of a character over the size of its type, on the wide side
LABEL_CHARACTERS = 15  # of one line of a label beside the plot
THOUSAND = 1e3
AXIS_WORDS = {"fraction": "%", "count": "number", "calendar_year": "year", "year": "years", "month": "months", "week": "weeks",
              "day": "days", "h": "hours"}
_SUFFIXED = "replace(format(abs(datum.value), '~s'), 'G', 'B')"
_PLAIN = "format(abs(datum.value), ',~r')"


def number_expression(unit, largest=0.0):
    """Vega expression that says the value of a tick: $50B, 40%, 1,200.

    Parameters
    ----------
    unit : str
        As in the records of outputs, such as ``USD/year`` or ``fraction``.
    largest : float
        Last tick of the axis: where it has a suffix, thousands have one as well [unit].

    Returns
    -------
    str
        An expression over ``datum.value``.

    Examples
    --------
    >>> number_expression("fraction")
    "format(datum.value, '~%')"
    """
    first = unit.split("/")[0]
    if first == "fraction":
        return "format(datum.value, '~%')"
    if unit == "calendar_year":
        return "format(datum.value, '~r')"
    least = THOUSAND if largest >= SMALLEST_SUFFIXED else SMALLEST_SUFFIXED
    sign = "'$'" if first.startswith("USD") else "''"
    return f"(datum.value < 0 ? '−' : '') + {sign} + (abs(datum.value) >= {least:g} ? {_SUFFIXED} : {_PLAIN})"


def axis_title(quantity, unit, log=False):
    """Name an axis: the quantity, its unit, and the scale where it is not the plain one.

    Examples
    --------
    >>> axis_title("Electricity price", "USD_2025/MWh"), axis_title("Accelerators", "count", log=True)
    ('Electricity price, USD of 2025 per MWh', 'Accelerators, number, log scale')
    >>> axis_title("Cost of capital", "fraction/year"), axis_title("Chip life", "year")
    ('Cost of capital, % per year', 'Chip life, years')
    >>> axis_title("Months of delay", "month")
    'Months of delay'
    """
    words = AXIS_WORDS.get(unit) or ("% " if unit.startswith("fraction/") else "") + unit_words(unit)
    words = "" if words.lower() in quantity.lower() else words
    return ", ".join(part for part in (quantity, words, "log scale" if log else "") if part)


def figure(value, unit, low=None, high=None):
    """Say a number: with as many digits as its range deserves, or, where it has none, without zeros that say nothing.

    Examples
    --------
    >>> figure(5e10, "USD"), figure(4.7123e10, "USD", 2e10, 9e10), figure(-0.125, "fraction")
    ('$50B', '$47B', '−12.5%')
    """
    if low is not None and high is not None and math.isfinite(low) and math.isfinite(high) and low < high:
        return shown(float(value), unit, digits(low, value, high))
    text = shown(float(value), unit)
    head, point, tail = text.partition(".")
    decimals = tail[: len(tail) - len(tail.lstrip("0123456789"))]
    return head + (point + decimals.rstrip("0")).rstrip(".") + tail[len(decimals):] if point else text


def amount(value, unit, low=None, high=None):
    """Say a number with its unit, where the unit is a word of its own.

    Examples
    --------
    >>> amount(1.3, "GW_IT"), amount(18.0, "month"), amount(0.4, "fraction"), amount(2.5, "USD/h"), amount(3.0, "kWh/token")
    ('1.3 GW', '18 months', '40%', '$2.5', '3')
    """
    said = figure(value, unit, low, high)
    if unit in DIMENSIONLESS or unit.startswith("USD") or "/" in unit:
        return said
    word = unit.partition("_")[0]
    return f"{said} {AXIS_WORDS.get(unit) or word + ('s' if word.islower() else '')}"


def lines_of(text, characters=LABEL_CHARACTERS):
    r"""Break a label into short lines, parted by a newline.

    Examples
    --------
    >>> lines_of("Under construction in Texas")
    'Under\nconstruction in\nTexas'
    """
    return "\n".join(textwrap.wrap(str(text), characters, break_long_words=False)) or " "


def width_of(text, size, bold=False):
    """Estimate how wide a text is drawn.

    Parameters
    ----------
    text : str
        May hold several lines; the longest counts.
    size : float
        Size of the type [px].
    bold : bool
        Whether it is set bold.

    Returns
    -------
    float
        Width, on the wide side [px].

    Examples
    --------
    >>> round(width_of("ten chars!", 10), 1)
    54.5
    """
    return max(map(len, str(text).split("\n"))) * size * (BOLD if bold else REGULAR)


def broken(text, characters):
    """Lines of at most so many characters, unless a word is longer."""
    return textwrap.wrap(text, max(1, characters), break_on_hyphens=False, break_long_words=False) or [""]


def wrapped(text, size, heading=False):
    """Break a text for several columns and let the chart choose by ``column``, the width of its own.

    Parameters
    ----------
    text : str
        One paragraph.
    size : float
        Size of the type [px].
    heading : bool
        Whether it is set bold, in lines of about the same length.

    Returns
    -------
    str
        A Vega expression that gives a list of lines.
    str
        A Vega expression that gives how many they are.

    Examples
    --------
    >>> wrapped("Short", 10)
    ('["Short"]', '1')
    """
    per_character = size * (BOLD if heading else REGULAR)
    breaks = [(_balanced if heading else broken)(text, int(column / per_character)) for column in COLUMNS]
    return _choice([json.dumps(lines, ensure_ascii=False) for lines in breaks]), _choice([str(len(lines)) for lines in breaks])


def _balanced(text, characters):
    """Lines as short as their number allows."""
    count = len(broken(text, characters))
    shorter = (broken(text, width) for width in range(characters // 2, characters + 1))
    return next(one for one in shorter if len(one) == count)


def _choice(options):
    """Expression that takes the option of the widest of `COLUMNS` that the column holds."""
    chosen = options[0]
    for place, option in enumerate(options[1:], start=1):
        if option != options[place - 1]:
            chosen = f"column >= {COLUMNS[place]} ? {option} : ({chosen})"
    return chosen
