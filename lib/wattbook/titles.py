"""What a title may say: each of its numbers is drawn under it, is one that it is about, or counts what is drawn. A number is
held to the digits in which it is said, to its sign, and to its kind: money, share, date, plain, or one with a unit behind."""

import re

import numpy as np

from wattbook import keys
from wattbook.tables import MIDNIGHT
from wattbook.uncertainty import quantiles
from wattbook.words.numbers import INSTANT, MONTHS, PERCENT, SUFFIXES, TIE

FEW = 12  # drawn values of a series of which each may be said; of more, the first, the last, the lowest and the highest
FIGURES = 2  # that a number has at least: the zeros behind them may be digits or not
MONEY, SHARE, DATE, PLAIN = "USD", "fraction", "calendar_year", ""
UNITS = {"GW": "GW", "MW": "MW", "TWh": "TWh", "ms": "ms", "month": "month", "months": "month", "year": "year", "years": "year",
         "hour": "h", "hours": "h", "x": "ratio"}  # word -> first part of the unit that it stands for
DATED = re.compile(rf"(?:\b({'|'.join(MONTHS)})[a-z]* )?(?<![\w.,$-])((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?![\w%]|[.,]\d)")
NUMBER = re.compile(r"(?<![\w.,-])(?<!\w\+)((?:under|over) (?=\d[\d.]*%))?([−-]?)(\$?)(\d[\d,]*(?:\.\d+)?)"
                    r"(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)|([kMBT])\b)?(%?)(?!\.?\d)"
                    rf"(?: ?({'|'.join(UNITS)})\b)?")
SOME = re.compile(r"(?<![\w.,$-])(\d+) of (\d+)(?![\w%]|[.,]\d)")  # of the rows drawn
AHEAD, TURNED = re.compile(r"\bmonths? (?:ahead|before|behind)\b"), "turned "  # of one thing: with the other sign of another
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
DAYS = len(MONTHS) * 31  # of a year in which all months are as long, which keeps dates in order


def said(text):
    """Yield the numbers of a text as it says them: words, kind, and between which numbers what they stand for may lie."""
    for found in DATED.finditer(text):
        month, year, number, day = found.groups()
        start = int(year) + (MONTHS.index(month) if month else int(number or 1) - 1) / len(MONTHS) + (int(day or 1) - 1) / DAYS
        start, lasts = start - INSTANT, 1 / DAYS if day else 1 / len(MONTHS) if month or number else 1
        yield found[0], DATE, start, start + lasts - TIE
    for found in NUMBER.finditer(DATED.sub("", text)):
        bound, minus, dollar, figures, power, suffix, percent, unit = found.groups()
        kind = MONEY if dollar else SHARE if percent else UNITS.get(unit, PLAIN)
        whole, _, places = figures.replace(",", "").partition(".")
        unsure = min(len(whole) - len(whole.rstrip("0")), max(len(whole) - FIGURES, 0))
        scale = {size: factor for factor, size in SUFFIXES}.get(suffix, 10.0 ** int((power or "0").translate(RAISED)))
        scale = scale / PERCENT if percent else scale
        value, half = float(f"{whole}.{places}") * scale, scale * 10.0 ** (-len(places) if places else unsure) / (2 - TIE)
        low, high = {"under ": (-np.inf, value), "over ": (value, np.inf)}.get(bound, (value - half, value + half))
        yield found[0], kind, *((-high, -low) if minus else (low, high))


def unfounded(run, title, drawn, numbers, counts):
    """The first number of a title that may not stand in it, as it is said there, or None; see `wattbook.run.Run.exhibit`."""
    made = drawn if hasattr(drawn, "rows") else drawn.table()
    heads, size = list(made.columns), len(made.rows)
    some = [sum(row[place].startswith(start) for row in made.rows) for head, start in counts
            for place, one in enumerate(heads) if one.startswith(head)]
    for found in SOME.finditer(title):
        if (int(found[1]), int(found[2])) not in {(one, size) for one in some}:
            return found[0]
    rows = (size, len({row[0] for row in made.rows}), *some)
    held = [*((PLAIN, one, one) for one in rows), *_about(run, numbers),
            *(_drawn(drawn) if made is not drawn else _written(cell for row in (heads, *made.rows) for cell in row))]
    turns = ("", TURNED) if AHEAD.search(title) else ("",)
    return next((text for text, kind, low, high in said(SOME.sub("", title)) if not any(
        one in [turn + kind for turn in turns] and low <= last and first <= high for one, first, last in held)), None)


def _each(unit, values):
    """Numbers of a unit in all kinds in which they may be said: a quotient or a share also in percent."""
    first = re.split("[/_]", unit)[0]
    kinds = (SHARE, PLAIN, "ratio") if first in (SHARE, "ratio") else (
        (MONEY,) if first == MONEY else (DATE,) if unit == DATE else (PLAIN, first))
    return [(turn + kind, sign * value, sign * value) for value in values for kind in kinds
            for turn, sign in (("", 1), *([(TURNED, -1)] if first == "month" else ()))]


def _written(texts):
    """Numbers that stand in texts, of which a head may say the unit."""
    for kind, low, high in (one[1:] for text in texts for one in said(text)):
        middle = (low + high) / 2
        yield from [(kind, low, high)] if kind == DATE else [(kind, middle, middle)] if kind in (MONEY, SHARE) else (
            (one, middle, middle) for one in {PLAIN, *UNITS.values()})


def _about(run, numbers):
    """Median, ends and mean of the numbers that an exhibit is about, by member of a declared axis, and what their keys name."""
    for key in numbers:
        parsed, array = keys.parse(key), run.array(key)
        if array.size and (array.size == len(array) or run.axis(parsed.first.name) in run.book.case.axes):
            ends = [] if parsed.is_share_of_draws else quantiles(array)
            yield from _each(run.unit(key), np.hstack([np.ravel(one) for one in (*ends, array.mean(axis=0))]))
        yield from _written(one.label for one in parsed.operands if one.label)
        yield from _each(run.unit(parsed.first.name), [parsed.second] if isinstance(parsed.second, float) else [])


def _drawn(drawing):
    """Numbers that a drawing shows: of a long series those of the rows that words may single out."""
    yield from _written(drawing.words)
    series, measured = {}, [field for column in drawing.columns if column.unit for field in column.fields]
    for record in drawing.records:
        series.setdefault(record.get("series"), []).append(record)
    for rows in series.values():
        if len(rows) > FEW:
            known = [(field, [row for row in rows if row.get(field) is not None]) for field in measured]
            ends = [end(some, key=lambda row, field=field: row[field]) for field, some in known if some for end in (min, max)]
            rows = [rows[0], rows[-1], *ends]
        for column in drawing.columns:
            values = [row[field] for row in rows for field in column.fields if row.get(field) is not None]
            yield from _each(column.unit, values) if column.unit else _written(
                str(value).removesuffix(MIDNIGHT) for value in values)
