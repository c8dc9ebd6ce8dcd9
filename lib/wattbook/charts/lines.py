"""Lines with their ranges along time (fan) and along any other quantity (curve), and parts of a whole along time (stack)."""

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import axes, theme
from wattbook.charts.axes import ticks
from wattbook.charts.drawing import OBSERVED, Layer, alone, drawing, shape
from wattbook.charts.rows import shares
from wattbook.charts.theme import HEIGHT, TEXT
from wattbook.charts.words import amount, amounts
from wattbook.tables import Column

BANDS = ("lowest", "low", "mid", "high", "highest")
RANGES = {"80%": ("low", "high", 0.18), "95%": ("lowest", "highest", 0.08)}  # with the opacity of their bands
FILL = 0.88  # opacity of a part
THIN = 3  # [px] a part thinner than this at the right edge has its label where it is thickest
WHOLE = 1 + 1e-6  # shares that sum to no more than this fill an axis to 100%


@shape("when", "mid")
def fan(frame, *, quantity, unit, observed=None, today=None, at=None, **options):
    """Median and range along ``when`` (dates, or whole years): ``mid``, ``low`` and ``high`` (80%), ``lowest`` and ``highest``
    (95%) [unit], ``series``. Observed: ``when``, ``value``, ``series``, ``source``. Lying ``lines``, upright ``at``: label to
    place; ``top``: where the axis is cut."""
    frame = _tidy(frame, "when", *BANDS)
    seen = [_tidy(observed, "when", "value", "source")] if observed is not None and len(observed) else []
    at = {**(at or {}), **({} if today is None else {f"As of {pd.Timestamp(today):%-d %b %Y}": today})}
    places = [one["when"] for one in (frame, *seen)] + ([axes.dated(pd.Series(list(at.values())))] if at else [])
    ends = pd.concat(places, ignore_index=True)
    return _drawn(frame, Column("Date", ("when",)), ends, axes.time_axis(ends), quantity, unit, at, seen, **options)


@shape("x", "mid")
def curve(frame, *, quantity, unit, x_quantity, x_unit, x_log=False, at=None, **options):
    """As `fan`, along ``x`` [x_unit] in place of ``when``."""
    frame = _tidy(frame, "x", *BANDS)
    ends = pd.Series([frame["x"].min(), frame["x"].max(), *(at or {}).values()], dtype=float)
    x = axes.axis(x_quantity, x_unit, ticks(ends, zero=False, log=x_log), x_log)
    x["scale"] = axes.scale_over(ends.min(), ends.max(), x_log)
    return _drawn(frame, Column(x_quantity, ("x",), x_unit), ends, x, quantity, unit, at or {}, **options)


def _tidy(frame, along, *fields):
    frame = frame.assign(series=frame.get("series", ""), **{along: axes.dated(frame[along])})
    return frame[[name for name in (along, "series", "firm", *fields) if name in frame]]


def _drawn(frame, first, extent, x, quantity, unit, at, seen=(), *, lines=None, log=False, zero=True, top=None):
    along, = first.fields
    every = pd.concat([frame, *seen], ignore_index=True)
    shades = theme.colours(every["series"], every.get("firm"))
    values = [frame[name] for name in BANDS if name in frame] + [one["value"] for one in seen]
    held = ticks(np.concatenate([*values, list((lines or {}).values())]), zero, log, top)
    y = axes.axis(quantity, unit, held, log, above=len(at))
    place, color = axes.x_of(along, frame[along], **x), axes.by_series(shades)
    last = frame.dropna(subset=["mid"]).sort_values(along, kind="stable").groupby("series", sort=False).tail(1)
    said = [f"{name}\n{value}".strip() for name, value in zip(last["series"], amounts(last, unit, "mid"), strict=True)]
    main = frame.loc[frame["series"] == last["series"].iloc[0], "mid"].to_numpy()
    bands = [Layer().mark_area(opacity=opacity, clip=True).encode(
        x=place, y=alt.Y(f"{low}:Q", stack=None, **y), y2=f"{high}:Q", color=color)
        for low, high, opacity in reversed(RANGES.values()) if low in frame]
    line = Layer().mark_line(strokeWidth=2.25, strokeJoin="round", clip=True).encode(
        x=place, y=alt.Y("mid:Q", **y), color=color)
    dots = [Layer(alt.NamedData(OBSERVED)).mark_point(
        filled=True, size=40, opacity=1, clip=top is not None, tooltip=True).encode(
        x=place, y=alt.Y("value:Q", **y), color=color) for _ in seen]
    widest = [ends[:2] for ends in RANGES.values() if ends[0] in frame][-1:] or [("mid", None)]
    layers = [*bands, *axes.levels(lines, y, main), *axes.uprights(at, x, extent), line,
              axes.hover(*widest[0], place, y, frame[along].nunique()), *dots,
              axes.beside(last[along], last["mid"].clip(upper=held[-1]), said, last["series"].map(shades), x, y)]
    columns = [first, *([Column("Series", ("series",))] if len(shades) > 1 else []), Column("Median", ("mid",), unit),
               *(Column(f"{one} range", ends[:2], unit) for one, ends in RANGES.items()),
               Column("Observed", ("value",), unit), Column("Source", ("source",))]
    told = {"Line: median. Band: 80% range": "low" in frame and frame["low"].notna().any(), "pale band: 95%": "lowest" in frame}
    key = [", ".join(one for one in told if told[one]), *["Dots: observed" for _ in seen],
           *([f"The axis is cut at {amount(held[-1], unit)}"] if top else [])]
    note = " ".join(f"{one}." for one in key if one)
    return drawing(layers, frame, columns, seen, note=note, words=[*(lines or {}), *at])


@shape("when", "series", "value")
def stack(frame, *, quantity, unit):
    """Parts of a whole, stacked in order of appearance, areas along dates and rows over anything else: ``when``, ``series`` and
    ``value`` [unit], not below 0, for each pair. Shares that fill 1 make an axis to 100%."""
    if not (frame["value"] >= 0).all():
        found = frame.loc[~(frame["value"] >= 0)].iloc[0]
        raise ValueError(f"stack: found {found['value']} for {found['series']} at {found['when']}; allowed: 0 and above")
    places, shades = frame["when"].nunique(), theme.colours(frame["series"], frame.get("firm"))
    if len(frame) != places * len(shades) or frame.duplicated(["when", "series"]).any():
        raise ValueError(f"stack: found {len(frame)} rows; needs one for each of {places} places and {len(shades)} series")
    frame = frame.sort_values("series", key=lambda one: one.map(list(shades).index), kind="stable", ignore_index=True)
    end = frame.groupby("when", sort=False)["value"].cumsum()
    frame = frame.assign(start=end - frame["value"], end=end)
    if not axes.is_time(frame["when"]):
        return shares(frame, shades, quantity=quantity, unit=unit)
    held = ticks(end)
    held = [one for one in held if one <= 1] if unit == "fraction" and end.max() <= WHOLE else held
    x, y = axes.time_axis(frame["when"]), axes.axis(quantity, unit, held, above=0)
    place = axes.x_of("when", frame["when"], **x)
    parts = Layer().mark_area(opacity=FILL, stroke=theme.PAPER).encode(
        x=place, y=alt.Y("start:Q", stack=None, **y), y2="end:Q", color=axes.by_series(shades))
    columns = [Column("Date", ("when",)), Column("Part", ("series",)), Column(quantity, ("value",), unit)]
    return drawing([parts, axes.hover("start", "end", place, y, frame["when"].nunique()), *_names(frame, shades, x, y)],
                   frame, columns)


def _names(frame, shades, x, y):
    """Labels level with the parts at the right; a part that has ended there is labelled inside, where it is thickest."""
    low, high = y["scale"].domain
    frame = frame.assign(thick=frame["value"] / (high - low) * HEIGHT, level=(frame["start"] + frame["end"]) / 2)
    last = frame[frame["when"] == frame["when"].iloc[-1]]
    within = frame[frame["when"].between(frame["when"].min(), frame["when"].max(), "neither")]  # at an end it meets the axis
    within = frame if within.empty else within
    thickest = within.loc[within.groupby("series", sort=False)["thick"].idxmax()]
    inside = thickest[thickest["series"].isin(last.loc[last["thick"] < THIN, "series"]) & (thickest["thick"] > TEXT)]
    last = last[~last["series"].isin(inside["series"])]
    made = [axes.beside(last["when"], last["level"], last["series"], last["series"].map(shades), x, y)] if len(last) else []
    return made + ([] if inside.empty else [
        alone(when=inside["when"], level=inside["level"], said=inside["series"]).mark_text(
            fontWeight=600, baseline="middle").encode(
            x=axes.x_of("when", frame["when"], **x), y=alt.Y("level:Q", **y), text="said:N")])
