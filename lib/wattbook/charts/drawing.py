"""A drawing: the chart, the rows that are drawn in it, and how to read its marks."""

import functools
import itertools
import json
import math
import re
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts.theme import EMBED, HEIGHT, MIME, WIDE
from wattbook.charts.words import tip
from wattbook.tables import drawn_table, nothing
from wattbook.words.numbers import TIE

WORD = re.compile(r"\w+")
# JupyterLab stores a picture beside every chart that has none: this one, of a single clear pixel, keeps notebooks small.
NOTHING = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNgYAAAAAMAASsJTYQAAAAASUVORK5CYII="
FIGURES = 4  # significant figures of a number in a specification
WHOLE = 2**53  # beyond it a whole number is no more exact than any other
MANY = 6  # rows that are stored by column, those of one series apart
MEASURED = ("x", "y", "mid", "value", "base")  # fields without which there is no mark
DRAWN, OBSERVED = "drawn", "observed"  # the data sets of a specification that are its table


@dataclass(frozen=True)
class Drawing:
    """A chart and what is drawn in it; `columns` say which fields make its table and its file of values."""

    spec: dict
    columns: list
    note: str = ""
    words: tuple = ()  # numbers that stand in the plot as labels only, such as reference lines

    @property
    def records(self):
        """Rows that are drawn."""
        return [*self.spec["datasets"][DRAWN], *self.spec["datasets"].get(OBSERVED, [])]

    def table(self, caption=""):
        """What is drawn, as a table."""
        return drawn_table(self.columns, self.records, caption)

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {MIME: _short(self.spec), "image/png": NOTHING, "text/plain": "Chart"}


class Layer(alt.Chart):
    """A layer of a chart whose shorthands become channels at once: Altair compares each with all the classes that it has."""

    def encode(self, **channels):
        """Say what stands for what."""
        return super().encode(**{name: getattr(alt, name[0].upper() + name[1:])(said) if isinstance(said, str) else said
                                 for name, said in channels.items()})


def _short(spec):
    """The same in fewer lines: many rows as one text, of columns, and what layers share said once."""
    spec = _once({**spec, "layer": [{**layer, "encoding": {**layer["encoding"]}} for layer in spec["layer"]]})
    short = {name: name if name in (DRAWN, OBSERVED) else f"d{place}" for place, name in enumerate(spec["datasets"])}
    sets, every = {}, [one for layer in spec["layer"] for one in layer["encoding"].values()]
    days = {one["field"] for one in every if one.get("type") == "temporal"}
    for name, rows in spec["datasets"].items():
        fields, by_column = list(dict.fromkeys(field for row in rows for field in row)), len(rows) >= MANY
        columns, lists = _by_column(rows, fields) if by_column else (rows, [])
        sets[short[name]] = json.dumps(columns, separators=(",", ":"), ensure_ascii=False)
        dates = [one for one in fields if one in days]
        form = {"format": {"parse": dict.fromkeys(dates, "date")}} if dates and not by_column else {}
        for part in [spec, *spec["layer"]]:
            if part.get("data", {}).get("name") == name:
                part["data"] = {"name": short[name]} | form
                if by_column:  # in a row of lists nobody finds a date
                    part["transform"] = [{"flatten": lists}, *(
                        {"calculate": f"toDate(datum.{one})", "as": one} for one in dates), *part.get("transform", [])]
    for layer in spec["layer"]:
        layer["encoding"] = {name: _line(one) for name, one in layer["encoding"].items()}
    encodings, shared = [layer["encoding"] for layer in spec["layer"]], {}
    for name in dict.fromkeys(name for channels in encodings for name in channels):
        every = [channels[name] for channels in encodings if name in channels]
        told = [one for one in every if "field" in one] or every
        if name in ("x", "y", "color") and len(told) > 1:  # the first that has an axis, or what most say
            shared[name] = max(told, key=lambda one: (bool(one.get("scale")), told.count(one)))
    for layer in spec["layer"]:
        layer["encoding"] = {name: _unlike(one, shared.get(name)) for name, one in layer["encoding"].items()
                             if one != shared.get(name)} | dict.fromkeys(shared.keys() - layer["encoding"].keys())
    return {**spec, "datasets": sets, "encoding": shared}


def _once(spec):
    """What several layers say of a row under the pointer is said once, as a field of the row."""
    tips = [layer["mark"].get("tooltip") for layer in spec["layer"]]
    for layer, told in zip(spec["layer"], tips, strict=True):
        if told and tips.count(told) > 1:
            layer["mark"], spec["transform"] = layer["mark"] | {"tooltip": {"expr": "datum.tip"}}, [
                {"calculate": told["expr"], "as": "tip"}]
    return spec


def _by_column(rows, fields):
    """Rows by column, those of one series apart where that is shorter; and the fields that then are lists."""
    groups = [list(each) for _, each in itertools.groupby(rows, lambda row: row.get("series"))]
    groups = groups if len(groups) * 2 <= len(rows) else [rows]
    lists = [one for one in fields if any(row.get(one) != each[0].get(one) for each in groups for row in each)]
    return [{one: [row.get(one) for row in each] if one in lists else each[0].get(one) for one in fields}
            for each in groups], lists


def _line(channel):
    """A channel with the values and the title of its axis, and the days from which to which it goes, each in one line."""
    axis, scale, told = channel.get("axis") or {}, channel.get("scale") or {}, {}
    if isinstance(axis.get("values"), list):
        told["axis"] = axis = axis | {"values": {"expr": json.dumps(list(map(_plain, axis["values"])), separators=(",", ":"))}}
    if isinstance(axis.get("title"), list) and len(axis["title"]) == 1:
        told["axis"] = axis | {"title": axis["title"][0]}
    if isinstance(scale.get("domain", [""])[0], dict):
        days = (f"datetime({day['year']}, {day['month'] - 1}, {day['date']})" for day in scale["domain"])
        told["scale"] = scale | {"domain": {"expr": f"[{', '.join(days)}]"}}
    return {name: one for name, one in (channel | told).items() if one != "nominal"}  # that is what a field is taken to be


def _unlike(channel, shared):
    """What a layer says of a channel beside what it inherits: the field always, without which it would inherit nothing."""
    if not shared or "field" not in channel:
        return channel
    bare = {"axis": None} if "axis" in shared and channel.get("scale", "") is None else {}
    return bare | {name: one for name, one in channel.items() if name == "field" or shared.get(name) != one}


def drawing(layers, frame, columns, observed=(), *, heights=(HEIGHT,), note="", words=()):
    """Put layers together over the rows that they draw, `frame` or `observed`; columns that no frame has are left out.
    `heights`: where names do not stand left of marks, and where they do."""
    frames = {DRAWN: rounded(frame), **({OBSERVED: rounded(*observed)} if observed else {})}
    fields = {name for one in frames.values() for name in one}
    held = [one for one in columns if set(one.fields) <= fields]
    chart = alt.LayerChart(alt.NamedData(DRAWN), width=WIDE, height=heights[-1],
                           autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
                           usermeta={"embedOptions": EMBED, **({"narrow": heights[0]} if len(heights) > 1 else {})})
    spec, sets = chart.to_dict(validate=False), {}  # the tests check every shape
    del spec["$schema"]  # it names a version, and viewers warn when theirs is another
    inside = {"top_level": False, "data": chart.data, "datasets": sets}
    spec["layer"] = [one.to_dict(validate=False, context=inside) for one in layers]  # Altair would copy each of them twice
    own = [one for one in spec["layer"] if one.get("data", {}).get("name", DRAWN) in frames]  # the rest draws rows of its own
    for one in own:
        if one["mark"].get("tooltip"):  # what answers to the pointer says its row
            one["mark"]["tooltip"] = tip(held, frames[one.get("data", {}).get("name", DRAWN)])
    told = set(WORD.findall(str([*held, *own, spec["config"]]))) - {"name"}
    frames[DRAWN] = frames[DRAWN][[name for name in frames[DRAWN] if name in told]]
    spec["datasets"] = {name: records(one) for name, one in frames.items()} | sets
    return Drawing(spec, held, note, tuple(words))


def shape(*needed):
    """A shape of frames with these columns: of nothing known a table says so."""
    def kept(draws):
        @functools.wraps(draws)
        def made(frame, **options):
            frame = frame.replace([np.inf, -np.inf], np.nan)  # of which the engine would draw for ever
            measured = frame[[name for name in MEASURED if name in frame]]
            if frame.empty or (len(measured.columns) and measured.isna().any(axis=1).all()):
                return nothing()
            if not set(needed) <= set(frame.columns):
                raise ValueError(f"{draws.__name__}: found {len(frame)} rows of {', '.join(map(str, frame))}; "
                                 f"needs {', '.join(needed)}")
            return draws(frame.reset_index(drop=True), **options)
        return made
    return kept


def rounded(frame):
    """A copy of a frame, its numbers rounded to what can be seen: finer where a column moves little, as dates do."""
    def places(value):
        return FIGURES - 1 - math.floor(math.log10(abs(value)))

    def seen(value, least):  # finer also where it would read otherwise once it is rounded again to be said
        short = round(value, least)
        alike = all(f"{short * near:.{n}e}" == f"{value:.{n}e}" for n in (1, 2) for near in (1 - TIE, 1 + TIE))
        return short if alike or short == value else seen(value, least + 1)

    frame = frame.copy()
    for name in [name for name, dtype in frame.dtypes.items() if dtype.kind == "f"]:
        values = frame[name].to_numpy()
        span = np.ptp(values[np.isfinite(values)]) if np.isfinite(values).any() else 0
        fine = places(span) if span else math.inf  # a small span asks for more figures, but never for more than a float holds
        frame[name] = [seen(one, min(max(places(one), fine), places(one) + FIGURES)) if math.isfinite(one) and one else one
                       for one in values.tolist()]
    return frame


def records(frame):
    """Rows of a frame as a specification holds them: dates as text, nothing for what is missing, whole numbers whole."""
    return [{name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value):
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%dT%H:%M}"
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE else value


def alone(**columns):
    """Start a layer over rows of its own, such as the labels of lines."""
    return Layer(alt.InlineData(values=records(rounded(pd.DataFrame(columns)))))
