"""Lines with their ranges: along time (fan) and along any other quantity (curve)."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import marks, theme
from wattbook.charts.scales import share, ticks
from wattbook.charts.theme import BAND_80, BAND_95, BELOW, framed
from wattbook.charts.words import amount, figure, number_expression

BANDS = ("lowest", "low", "mid", "high", "highest")
PART = 0.4  # share of the plot's width that a label of a reference line may take
CROWDED = 0.07  # share of the axis within which a line would run through a label


def fan(frame, *, title, subtitle, source, quantity, unit, observed=None, lines=None, today=None, at=None, colours=None,
        log=False, zero=True, top=None, alt_text=None):
    """Median and range of one or more series along time, with what has been observed.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``when`` (dates, or whole years), ``mid`` and, where there is a range, ``low`` and ``high`` (80%), ``lowest`` and
        ``highest`` (95%) [unit]; ``series`` where there are several.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity : str
        Name of the upright axis, without unit.
    unit : str
        Unit of the values, as in the records of outputs.
    observed : pandas.DataFrame or None
        ``when``, ``value`` [unit] and, where there are several, ``series``.
    lines : dict of str to float or None
        Lying reference lines, label to level [unit].
    today : date or None
        The as-of date, drawn as an upright rule.
    at : dict of str to date or None
        Further upright rules, label to date.
    colours : dict of str to str or None
        Colour of each series; by default in order, the subject first.
    log, zero : bool
        Whether the upright axis is logarithmic, and whether a plain one starts at zero.
    top : float or None
        Where the axis is cut, which the caption then says [unit].
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Bands, lines, points and labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"when": ["2026-01", "2026-12"], "low": [8.0, 30.0], "mid": [9.0, 47.0], "high": [10.0, 70.0]})
    >>> chart = fan(frame, title="Below the line", subtitle="Run-rate", source="model", quantity="Run-rate", unit="USD/year")
    >>> chart.height
    320
    """
    frame, observed = _tidy(frame, "when", "mid", "fan"), _tidy(observed, "when", "value", "fan")
    frame["when"] = marks.dated(frame["when"])
    if observed is not None:
        observed["when"] = marks.dated(observed["when"])
    at = marks.with_today(at, today)
    extent = _extent(frame["when"], observed, at)
    words = {"title": title, "subtitle": subtitle, "source": source, "alt_text": alt_text}
    return _drawn(frame, "when", extent, marks.time_axis(extent), words, quantity=quantity, unit=unit, observed=observed,
                  lines=lines, at=at, given=colours, log=log, zero=zero, top=top)


def curve(frame, *, title, subtitle, source, quantity, unit, x_quantity, x_unit, lines=None, at=None, point=None, colours=None,
          log=False, x_log=False, zero=True, top=None, alt_text=None):
    """Median and range of one or more series along a quantity other than time.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``x`` [x_unit], ``mid`` and, where there is a range, ``low`` and ``high`` (80%), ``lowest`` and ``highest`` (95%)
        [unit]; ``series`` where there are several.
    title, subtitle, source : str
        The finding; quantity, unit and scope; publishers, dates and tiers.
    quantity, x_quantity : str
        Names of the axes, without unit.
    unit, x_unit : str
        Units, as in the records of outputs.
    lines, at : dict of str to float or None
        Lying and upright reference lines, label to place [unit], [x_unit].
    point : tuple or None
        One point to mark: x [x_unit], y [unit], label.
    colours : dict of str to str or None
        Colour of each series; by default in order, the subject first.
    log, x_log, zero : bool
        Whether an axis is logarithmic, and whether a plain upright one starts at zero.
    top : float or None
        Where the upright axis is cut, which the caption then says [unit].
    alt_text : str or None
        For screen readers; by default title and subtitle.

    Returns
    -------
    altair.LayerChart
        Bands, lines and labels.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [3, 6], "mid": [12.0, 8.5]})
    >>> curve(frame, title="Life decides", subtitle="Cost", source="model", quantity="Cost", unit="USD/year",
    ...       x_quantity="Chip life", x_unit="year").description
    'Life decides. Cost.'
    """
    frame = _tidy(frame, "x", "mid", "curve")
    ends = pd.Series([frame["x"].min(), frame["x"].max(), *(at or {}).values()], dtype=float)
    x = marks.level_axis(x_quantity, x_unit, ticks(ends, zero=False, log=x_log), x_log)
    x["scale"] = marks.scale_over(ends.min(), ends.max(), x_log)
    words = {"title": title, "subtitle": subtitle, "source": source, "alt_text": alt_text}
    return _drawn(frame, "x", ends, x, words, quantity=quantity, unit=unit, lines=lines, at=at, given=colours, log=log,
                  zero=zero, top=top, point=point, below=marks.NAMED)


def _tidy(frame, along, value, shape):
    if frame is None:
        return None
    frame = marks.columns(frame, [along, value], shape)
    frame = frame if "series" in frame else frame.assign(series="")
    return frame[[name for name in (along, "series", "value", *BANDS) if name in frame]]


def _extent(when, observed, at):
    more = [] if observed is None else [observed["when"]]
    return pd.concat([when, *more, *(marks.dated(pd.Series([one])) for one in at.values())], ignore_index=True)


def _drawn(frame, along, extent, x, words, *, quantity, unit, lines, at, given, log, zero, top, observed=None, point=None,
           below=BELOW):
    shades = theme.colours(frame["series"] if observed is None else [*frame["series"], *observed["series"]], given)
    held = ticks(_values(frame, observed, lines, point), zero, log, top)
    y, left = marks.value_axis(quantity, unit, held, log)
    color = marks.by_series(shades)
    layers = [
        *_bands(frame, along, x, y, color),
        *marks.levels(lines, y, lambda level: _crowded(frame, observed, along, level, y)),
        *marks.uprights(at, extent, x), _line(frame, along, x, y, color), *_points(observed, along, x, y, color, unit),
        marks.beside(_ends(frame, along, shades, unit, held[-1]), x, y), *(marks.marked(point, x, y) if point else [])]
    note = _key(frame, observed, None if top is None else figure(held[-1], unit))
    return framed(layers, **words, left=left, above=marks.TITLED, below=below, note=note)


def _values(frame, observed, lines, point):
    """All that the upright axis has to reach."""
    drawn = [frame[name] for name in BANDS if name in frame]
    drawn += [] if observed is None else [observed["value"]]
    return np.concatenate([*drawn, list((lines or {}).values()), [] if point is None else [point[1]]])


def _bands(frame, along, x, y, color):
    made = []
    for low, high, opacity in (("lowest", "highest", BAND_95), ("low", "high", BAND_80)):
        if low in frame and high in frame:
            made.append(marks.drawn(frame).mark_area(opacity=opacity, clip=True).encode(
                x=marks.x_of(along, frame[along], **x), y=alt.Y(f"{low}:Q", stack=None, **y), y2=f"{high}:Q", color=color))
    return made


def _line(frame, along, x, y, color):
    return marks.drawn(frame).mark_line(strokeWidth=2.25, strokeJoin="round", clip=True).encode(
        x=marks.x_of(along, frame[along], **x), y=alt.Y("mid:Q", **y), color=color)


def _points(observed, along, x, y, color, unit):
    if observed is None:
        return []
    when = "timeFormat(datum.when, '%b %Y')" if marks.is_time(observed[along]) else "datum.when"
    tip = f"'Observed ' + {when} + ': ' + {number_expression(unit)}"
    return [marks.drawn(observed[[along, "series", "value"]]).mark_point(
        filled=True, size=36, opacity=1, clip=True, tooltip={"expr": tip}).encode(
        x=marks.x_of(along, observed[along], **x), y=alt.Y("value:Q", **y), color=color)]


def _ends(frame, along, shades, unit, top):
    """Last point of each series: where its label belongs and what it says."""
    last = frame.dropna(subset=["mid"]).sort_values(along, kind="stable").groupby("series", sort=False).tail(1)
    last = last.assign(**{name: np.nan for name in ("low", "high") if name not in last})
    said = [amount(mid, unit, low, high) for mid, low, high in zip(last["mid"], last["low"], last["high"], strict=True)]
    return pd.DataFrame({
        "at": last[along].to_numpy(), "level": np.minimum(last["mid"].to_numpy(), top),
        "label": [f"{name}\n{value}".strip() for name, value in zip(last["series"], said, strict=True)],
        "colour": [shades[name] for name in last["series"]]})


def _crowded(frame, observed, along, level, y):
    """Whether something runs closer to a level at the left of the plot than at its right."""
    drawn = [(frame[along], frame[name]) for name in BANDS if name in frame]
    drawn += [] if observed is None else [(observed[along], observed["value"])]
    place = pd.concat([one for one, _ in drawn])
    across = ((place - place.min()) / (place.max() - place.min())).to_numpy()
    ends, log = y["scale"].domain, marks.is_log(y)
    away = np.abs(share(pd.concat([one for _, one in drawn]), ends, log) - share(level, ends, log))
    left, right = (np.nanmin(away[side], initial=np.inf) for side in (across < PART, across > 1 - PART))
    return left < min(CROWDED, right)


def _key(frame, observed, cut):
    """How to read the marks."""
    said = []
    if "low" in frame and frame["low"].notna().any():
        said.append("Line: median. Band: 80% range" + (", pale band: 95%." if "lowest" in frame else "."))
    if observed is not None:
        said.append("Dots: observed.")
    if cut is not None:
        said.append(f"The axis is cut at {cut}.")
    return " ".join(said)
