"""On a plane: lines with their ranges along time (fan) or anything else (curve), parts of a whole (stack), things (points), an
outcome over two inputs (frontier), an order that changes (slope), and what flows (flow)."""

import json

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts import axes, theme
from wattbook.charts.axes import share, spread, ticks
from wattbook.charts.drawing import OBSERVED, Layer, alone, drawing, shape
from wattbook.charts.rows import shares
from wattbook.charts.theme import BLUE, GREY, HEIGHT, INK, LINE, NARROW, ORANGE, QUIET, TEXT, text_colour
from wattbook.charts.words import amount, amounts, lines_of, width_of
from wattbook.tables import Column
from wattbook.words.numbers import MISSING, shown, stated

BANDS = ("lowest", "low", "mid", "high", "highest")
RANGES = {"80%": ("low", "high", 0.18), "95%": ("lowest", "highest", 0.08)}  # with the opacity of their bands
FILL = 0.88  # opacity of a part
MOST_NAMES = (HEIGHT + LINE) // (2 * LINE + 2)  # of two lines, beside a plane
WHOLE = 1 + 1e-6  # shares that sum to no more than this fill an axis to 100%
HALF, CELL = 1 / 2, 44  # of a cell, and its height [px]
FAINT, DEEP = 0.08, 0.45  # opacity of a cell at break-even, and of the one farthest from it
SIDE = 11  # characters of one line of a name at the sides
UNDER, SCALE = 10, 40  # [px] from the foot of a ring down to the middle of its name; what numbers beside a plane take
ROW = 46  # [px] between two ranks
GAP = 4  # [px] between two flows at a side
BEND = np.linspace(0, 1, 5)  # places along a flow at which its edges are drawn
SHADE, STRONG = 0.25, 0.6  # opacity of a flow, and of one that comes back


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
    bands = [Layer().mark_area(opacity=opacity, clip=True).encode(
        x=place, y=alt.Y(f"{low}:Q", stack=None, **y), y2=f"{high}:Q", color=color)
        for low, high, opacity in reversed(RANGES.values()) if low in frame]
    line = Layer().mark_line(strokeWidth=2.25, strokeJoin="round", clip=True).encode(
        x=place, y=alt.Y("mid:Q", **y), color=color)
    dots = [Layer(alt.NamedData(OBSERVED)).mark_point(
        filled=True, size=40, opacity=1, clip=top is not None, tooltip=True).encode(
        x=place, y=alt.Y("value:Q", **y), color=color) for _ in seen]
    widest = [ends[:2] for ends in RANGES.values() if ends[0] in frame][-1:] or [("mid", None)]
    levels, names = _named(frame, along, shades, extent, x, y, lines or {}, at, unit)
    layers = [*bands, *levels, *axes.uprights(at, x, extent), line, axes.hover(*widest[0], place, y, frame[along].nunique()),
              *dots, names]
    columns = [first, *([Column("Series", ("series",))] if len(shades) > 1 else []), Column("Median", ("mid",), unit),
               *(Column(f"{one} range", ends[:2], unit) for one, ends in RANGES.items()),
               Column("Observed", ("value",), unit), Column("Source", ("source",))]
    told = {"Line: median. Band: 80% range": "low" in frame and frame["low"].notna().any(), "pale band: 95%": "lowest" in frame}
    key = [", ".join(one for one in told if told[one]), *["Dots: observed" for _ in seen],
           *([f"The axis is cut at {amount(held[-1], unit)}"] if top else [])]
    note = " ".join(f"{one}." for one in key if one)
    return drawing(layers, frame, columns, seen, note=note, words=[*(lines or {}), *at])


def _named(frame, along, shades, extent, x, y, lines, at, unit):
    """Reference lines, and what is named beside the plane: each line where it ends, and those that have no room for words."""
    each = frame.dropna(subset=["mid"]).sort_values(along, kind="stable").groupby("series", sort=False)
    paths = [np.interp(axes.LOOKED, axes.part(one[along], extent, x), share(one["mid"], y["scale"]) * HEIGHT, np.nan, np.nan)
             for _, one in each]
    levels, bare = axes.levels(lines, y, paths, axes.part(pd.Series(at.values(), dtype=extent.dtype), extent, x))
    last = each.tail(1)
    said = [f"{name}\n{value}".strip()
            for name, value in zip(last["series"], amounts(last, unit, "mid", alike=False), strict=True)]
    ends = pd.Series([*last[along], *[extent.max()] * len(bare)])
    heights = np.array([*last["mid"].clip(upper=y["scale"].domain[1]), *map(lines.get, bare)])
    return levels, axes.beside(ends, heights, [*said, *bare], [*last["series"].map(shades), *[INK] * len(bare)], x, y)


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
    last = frame.groupby("series", sort=False).tail(1).nlargest(MOST_NAMES, "value")  # the table and the pointer name the rest
    names = axes.beside(last["when"], (last["start"] + last["end"]) / 2, last["series"], last["series"].map(shades), x, y)
    return drawing([parts, axes.hover("start", "end", place, y, frame["when"].nunique()), names], frame, columns)


@shape("label", "x", "y")
def points(frame, *, x_quantity, x_unit, y_quantity, y_unit, zero=True, rings=None):
    """Things on a plane of two quantities, each point with its name: ``label``, ``x`` [x_unit] and ``y`` [y_unit]. Behind them
    `rings`: ``series``, and lists of ``x`` and ``y`` round each."""
    x = axes.axis(x_quantity, x_unit, ticks(frame["x"], zero))
    y = axes.axis(y_quantity, y_unit, ticks(frame["y"], zero), above=0)
    columns = [Column("Item", ("label",)), Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit)]
    place = {"x": alt.X("x:Q", **x), "y": alt.Y("y:Q", **y)}
    dots = Layer().mark_point(filled=True, size=80, color=BLUE, opacity=1, tooltip=True).encode(**place)
    rings = pd.DataFrame(columns=["series", "x", "y"]) if rings is None else rings
    along = rings.explode(["x", "y"]).astype({"x": float, "y": float}).round(1)
    feet = along.sort_values("y").drop_duplicates("series").rename(columns={"series": "label"})
    names = alone(x=frame["x"], label=frame["label"], **_beside(frame, feet, x, y)).mark_text(
        align={"expr": "datum.align"}, dx={"expr": "datum.aside"})
    names = names.encode(x=place["x"], y=alt.Y("y:Q", scale=None), text="label:N")
    if rings.empty:
        return drawing([dots, names], frame, columns)
    lines = alone(**along).mark_line(strokeWidth=1, opacity=QUIET, color=GREY, clip=True, interpolate="natural").encode(
        **place, detail="series:N", order=alt.value(None))
    named = alone(**feet).mark_text(baseline="top", dy=3, opacity=QUIET, fontWeight=400).encode(**place, text="label:N")
    return drawing([lines, named, dots, names], frame, columns)


def _beside(frame, feet, x, y):
    """Names right or left of their points, over or under: where the fewest points, earlier names and names of rings are met."""
    every, room, found = pd.concat([frame, feet]), NARROW - SCALE, []
    across, down = share(every["x"], x["scale"]) * room, (1 - share(every["y"], y["scale"])) * HEIGHT
    reach = [TEXT / 2] * len(frame) + [width_of(one, bold=False) / 2 for one in feet["label"]]
    taken = list(zip(across - reach, across + reach, down + UNDER * (np.arange(len(down)) >= len(frame)), strict=True))
    for at, level, size in zip(across, down, frame["label"].map(width_of), strict=False):
        inside = float(np.clip(at - size / 2, 0, room - size))
        near = [(at + axes.BESIDE, level, "left", axes.BESIDE), (at - axes.BESIDE - size, level, "right", -axes.BESIDE),
                *((inside, level + line, "center", inside + size / 2 - at) for line in (-LINE, LINE))]
        met = [sum(start < end and begin < start + size and abs(middle - height) < LINE for begin, end, height in taken)
               + 2 * (not (0 <= start <= room - size and 0 <= middle <= HEIGHT)) for start, middle, *_ in near]
        start, middle, align, aside = near[np.argmin(met)]
        taken.append((start, start + size, middle))
        found.append({"y": middle, "align": align, "aside": aside})
    return pd.DataFrame(found)


@shape("x", "y", "value")
def frontier(frame, *, x_quantity, x_unit, y_quantity, y_unit, quantity, unit, breakeven=None, breakeven_label="Break-even",
             point=None):
    """An outcome over a whole grid of two inputs: blue where it is at least at break-even, orange where not, a line between. Of
    `point`, x, y and what it is, the nearest cell is framed, if it is on the grid."""
    wide = frame.pivot(index="y", columns="x", values="value")
    if wide.size != len(frame) or min(wide.shape) < 2:
        raise ValueError(f"frontier: found {len(frame)} rows over {wide.shape[1]} x and {wide.shape[0]} y; needs a whole grid")
    across, up, reached = wide.columns.to_numpy(float), wide.index.to_numpy(float), wide.to_numpy() >= (breakeven or 0)
    more = frame["value"] - (frame["value"].min() if breakeven is None else breakeven)
    deep = (FAINT + (DEEP - FAINT) * more.abs() / (more.abs().max() or 1)).fillna(0)
    frame = frame.assign(deep=deep, colour=np.where(more >= 0, BLUE, ORANGE), **_cell(frame["x"], frame["y"], across, up),
                         said=["–" if shown(one, unit) == MISSING else shown(one, unit, 2) for one in frame["value"]])
    x, y = _named_steps(axes.axis(x_quantity, x_unit, [0, 1]), across, x_unit), _named_steps(
        axes.axis(y_quantity, y_unit, [0, 1], above=0), up, y_unit)
    box = {"x": alt.X("left:Q", **x), "x2": "right:Q", "y": alt.Y("under:Q", **y), "y2": "over:Q"}
    middle = alone(x=frame["left"] + HALF, y=frame["under"] + HALF, said=frame["said"]).encode(
        x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), text="said:N")
    layers = [Layer().mark_rect(tooltip=True).encode(
        **box, color=axes.coloured(), opacity=alt.Opacity("deep:Q", scale=None)), middle.mark_text(fontWeight=400)]
    note = [] if breakeven is None else [f"Blue: {amount(breakeven, unit)} ({breakeven_label.lower()}) or more."]
    if breakeven is not None and reached.any() and not reached.all():
        layers.append(_border(reached).mark_rule(strokeWidth=2.5, color=INK, strokeCap="round").encode(**box))
    if point and across[0] <= point[0] <= across[-1] and up[0] <= point[1] <= up[-1]:
        nearest = [[one[np.abs(one - at).argmin()]] for one, at in zip((across, up), point[:2], strict=True)]
        layers.append(alone(**_cell(*nearest, across, up)).mark_rect(
            filled=False, stroke=INK, strokeWidth=1.5, strokeDash=[3, 2]).encode(**box))
        note.append(f"Dashed: nearest to {point[2]}.")
    columns = [Column(x_quantity, ("x",), x_unit), Column(y_quantity, ("y",), y_unit), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, heights=(CELL * len(up),), note=" ".join(note))


def _cell(x, y, across, up):
    """Sides of the cells of some pairs, in steps of the grid."""
    left, under = np.searchsorted(across, x) - HALF, np.searchsorted(up, y) - HALF
    return {"left": left, "right": left + 1, "under": under, "over": under + 1}


def _named_steps(encoding, values, unit):
    """An axis in steps of a grid, each named by its value."""
    encoding["axis"].values, encoding["axis"].grid = list(range(len(values))), False
    encoding["axis"].labelExpr = json.dumps([stated(one, unit) for one in values], ensure_ascii=False) + "[datum.value]"
    return {**encoding, "scale": axes.scale_over(-HALF, len(values) - HALF)}


def _border(reached):
    """Sides between a cell that reaches break-even and a neighbour that does not."""
    (rows, columns), (under, place) = np.nonzero(reached[:, :-1] != reached[:, 1:]), np.nonzero(reached[:-1] != reached[1:])
    return alone(left=[*columns + HALF, *place - HALF], right=[*columns + HALF, *place + HALF],
                 under=[*rows - HALF, *under + HALF], over=[*rows + HALF, *under + HALF])


@shape("column", "entity", "rank")
def slope(frame):
    """Ranks of the same entities in two columns or more, joined by lines, rank 1 on top and the first entity blue."""
    heads, lowest = list(dict.fromkeys(frame["column"])), float(frame["rank"].max())
    if frame.duplicated(["column", "entity"]).any():
        twice = frame[frame.duplicated(["column", "entity"])].iloc[0]
        raise ValueError(f"slope: found two ranks of {twice['entity']} in {twice['column']}; allowed: one")
    if len(heads) < 2:
        raise ValueError(f"slope: found one column, {heads[0]}; needs at least two")
    shade = np.where(frame["entity"] == frame["entity"].iloc[0], BLUE, GREY)
    frame = frame.assign(place=frame["column"].map(heads.index), colour=shade)
    frame = frame.sort_values("colour", key=lambda one: one != GREY, kind="stable")  # context behind
    wide = NARROW / 2 / len(heads) / width_of("n", bold=False)
    words = json.dumps([lines_of(one, wide).split("\n") for one in heads], ensure_ascii=False)
    over = alt.Axis(title=None, orient="top", values=list(range(len(heads))), labelExpr=f"{words}[datum.value]", domain=False,
                    ticks=False, grid=True, labelFlush=False, labelOverlap=False, labelPadding=10, labelLineHeight=LINE)
    place = {"x": alt.X("place:Q", axis=over, scale=axes.scale_over(0, len(heads) - 1)),
             "y": alt.Y("rank:Q", axis=None, scale=axes.scale_over(lowest + 0.5, 0.5))}
    lines = Layer().encode(**place, color=axes.coloured(), detail="entity:N")
    layers = [lines.mark_line(strokeWidth=2.5, opacity=0.8), lines.mark_point(filled=True, size=80, opacity=1, tooltip=True)]
    columns = [Column("Measure", ("column",)), Column("Who", ("entity",)), Column("Rank", ("rank",), "count")]
    return drawing([*layers, *_ranked(frame, len(heads) - 1, place)], frame, columns, heights=(round(ROW * lowest),))


def _ranked(frame, last, place):
    """Rank and name at the left, and at the right of a line that ends there without having begun at the left."""
    begun, rank = frame["entity"].isin(frame.loc[frame["place"] == 0, "entity"]), frame["rank"].map("{:g}".format)
    said = rank.where(begun & (frame["place"] > 0), frame["entity"].map(lambda one: lines_of(one, SIDE)) + " " + rank)
    ends = frame["place"].eq(frame.groupby("entity")["place"].transform("max")) & ~begun
    rows = frame.assign(said=said, shade=frame["colour"].map(text_colour))[["place", "rank", "said", "shade"]]
    sides = (("right", -1, rows[frame["place"] == 0]), ("left", 1, rows[(frame["place"] == last) | ends]))
    return [alone(**part).mark_text(align=align, dx=sign * axes.BESIDE).encode(
        **place, text="said:N", color=axes.coloured("shade")) for align, sign, part in sides if len(part)]


@shape("side", "label", "value")
def flow(frame, *, hub, quantity, unit):
    """Amounts that flow into a hub and out of it, as wide as they are large: ``side`` (``in`` or ``out``), ``label`` and
    ``value`` [unit], above 0; ``firm``: its place. Who stands on both sides is drawn strongly: a circle."""
    if not (frame["value"] > 0).all():
        found = frame[~(frame["value"] > 0)].iloc[0]
        raise ValueError(f"flow: found {found['value']:g} for {found['label']}; allowed: above 0")
    sides = frame.groupby("side", sort=False)["value"]
    gaps, whole = GAP * (sides.transform("size") - 1), sides.transform("sum")
    scale = ((HEIGHT - gaps) / whole).min()
    inner = (sides.cumsum() - frame["value"]) * scale + (HEIGHT - whole * scale) / 2
    top = inner - gaps / 2 + GAP * sides.cumcount()
    circle = frame.groupby("label")["side"].transform("nunique") > 1
    frame = frame.assign(top=top, foot=top + frame["value"] * scale, inner=inner, place=(frame["side"] == "out") * 1.0,
                         colour=frame["label"].map(theme.colours(frame["label"], frame.get("firm", [np.nan] * len(frame)))))
    x, y = alt.X("place:Q", axis=None, scale=axes.scale_over(0, 1)), alt.Y("top:Q", axis=None, scale=axes.scale_over(HEIGHT, 0))
    color = axes.coloured()
    ends = Layer().mark_rule(strokeWidth=10, opacity=1, tooltip=True).encode(x=x, y=y, y2="foot:Q", color=color)
    ribbons = [alone(**pd.concat(map(_band, part.itertuples()))).mark_area(opacity=opacity, interpolate="monotone").encode(
        x=x, y=alt.Y("top:Q", stack=None, axis=y["axis"], scale=y["scale"]), y2="foot:Q", detail="band:N", color=color)
        for opacity, part in ((SHADE, frame[~circle]), (STRONG, frame[circle])) if len(part)]
    middle = alone(place=[0.5], top=[inner.min()], foot=[(inner + frame["value"] * scale).max()], label=[hub]).encode(x=x, y=y)
    layers = [*ribbons, ends, middle.mark_rule(strokeWidth=14).encode(y2="foot:Q"),
              middle.mark_text(baseline="bottom", dy=-4).encode(text="label:N")]
    for side, part in frame.groupby("side", sort=False):
        at = spread((part["top"] + part["foot"]) / 2, np.full(len(part), LINE), HEIGHT)
        named = [f"{one.label} {amount(one.value, unit)}" for one in part.itertuples()]
        align, sign = ("right", -1) if side == "out" else ("left", 1)
        layers.append(alone(place=part["place"], top=at, said=named).mark_text(
            align=align, dx=sign * axes.BESIDE).encode(x=x, y=y, text="said:N"))
    columns = [Column("Way", ("side",)), Column("Who", ("label",)), Column(quantity, ("value",), unit)]
    return drawing(layers, frame, columns, note="Strong: on both sides, so that money goes round." if circle.any() else "")


def _band(one):
    """Edges of one flow, from its side to the hub."""
    moved = (one.inner - one.top) * (3 * BEND**2 - 2 * BEND**3)
    return pd.DataFrame({"place": one.place + (1 / 2 - one.place) * BEND, "top": one.top + moved, "foot": one.foot + moved,
                         "band": one.Index, "colour": one.colour})
