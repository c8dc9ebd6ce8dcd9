"""A drawing: the chart, the rows that are drawn in it, and how to read its marks."""

import functools
import json
import math
import re
from dataclasses import dataclass, replace

import altair as alt
import numpy as np
import pandas as pd

from wattbook.charts.theme import EMBED, HEIGHT, MIME
from wattbook.charts.words import tip
from wattbook.tables import drawn_table, nothing

WORD = re.compile(r"\w+")
# JupyterLab stores a picture beside every chart that has none: this one, of a single clear pixel, keeps notebooks small.
NOTHING = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNgYAAAAAMAASsJTYQAAAAASUVORK5CYII="
DATE, MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?"), "T00:00"
FIGURES, EXACT = 4, 7  # significant figures of a number in a specification, and of one that is drawn again: parts add up
WHOLE = 2**53  # beyond it a whole number is no more exact than any other
FEW = 2  # rows that are stored as they are
MEASURED = ("x", "y", "mid", "value", "base")  # fields without which there is no mark
DRAWN, OBSERVED = "drawn", "observed"  # the data sets of a specification that are its table
SHAPES = {}  # by name: see `shape`


@dataclass(frozen=True)
class Drawing:
    """A chart and what is drawn in it; `columns` say which fields make its table and its file of values."""

    spec: dict
    columns: list
    note: str = ""
    words: tuple = ()  # numbers that stand in the plot as labels only, such as reference lines
    call: tuple = ()  # name of the shape, frame and options: see `again`

    @property
    def records(self):
        """Rows that are drawn."""
        return [*self.spec["datasets"][DRAWN], *self.spec["datasets"].get(OBSERVED, [])]

    def table(self, caption=""):
        """What is drawn, as a table."""
        return drawn_table(self.columns, self.records, caption)

    def told(self):
        """The call that made it, a small part of its specification, of plain numbers, texts and lists."""
        def said(value):
            if isinstance(value, pd.DataFrame):
                return {name: [float(f"{one:.{EXACT}g}") if isinstance(one, float) else one for one in map(_plain, value[name])]
                        for name in value}
            return value.item() if hasattr(value, "item") else str(value)

        return json.loads(json.dumps(self.call, default=said).replace(MIDNIGHT, ""))

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {MIME: _short(self.spec), "image/png": NOTHING, "text/plain": f"Chart. {self.note}"}


def again(told):
    """Draw what `Drawing.told` has told."""
    def framed(columns):
        frame = pd.DataFrame(columns)
        dates = [name for name in frame if all(isinstance(one, str) and DATE.fullmatch(one) for one in frame[name])]
        return frame.assign(**{name: pd.to_datetime(frame[name]) for name in dates})

    name, frame, options = told
    if options.get("observed"):
        options = {**options, "observed": framed(options["observed"])}
    return SHAPES[name](framed(frame), **options)


class Layer(alt.Chart):
    """A layer of a chart whose shorthands become channels at once: Altair compares each with all the classes that it has."""

    def encode(self, **channels):
        """Say what stands for what."""
        return super().encode(**{name: getattr(alt, name[0].upper() + name[1:])(said) if isinstance(said, str) else said
                                 for name, said in channels.items()})


def _short(spec):
    """The same in fewer lines: many rows as one text, and what layers share said by the first that has it."""
    spec = {**spec, "layer": [{**layer, "encoding": {**layer["encoding"]}} for layer in spec["layer"]]}
    short = {name: name if name in (DRAWN, OBSERVED) else f"d{place}" for place, name in enumerate(spec["datasets"])}
    sets = {short[name]: rows if name != DRAWN and len(rows) < FEW else json.dumps(
        rows, separators=(",", ":"), ensure_ascii=False) for name, rows in spec["datasets"].items()}
    for part in [spec, *spec["layer"]]:
        if "data" in part:
            name = short[part["data"]["name"]]
            part["data"] = {"name": name, **({"format": {"type": "json"}} if isinstance(sets[name], str) else {})}
    encodings, said = [layer["encoding"] for layer in spec["layer"]], set()
    for channels in encodings:
        scaled = {channel for channel, encoding in channels.items() if encoding.get("scale")}
        for channel in scaled & said:
            channels[channel] = {key: one for key, one in channels[channel].items() if key not in ("axis", "scale")}
        said |= scaled
    shared = {channel: one for channel, one in encodings[0].items() if all(other.get(channel) == one for other in encodings)}
    for layer in spec["layer"]:
        layer["encoding"] = {channel: one for channel, one in layer["encoding"].items() if channel not in shared}
    return {**spec, "datasets": sets, "encoding": shared}


def drawing(layers, frame, columns, observed=(), *, height=HEIGHT, note="", words=()):
    """Put layers together over the rows that they draw, `frame` or `observed`; columns that no frame has are left out."""
    frames = {DRAWN: rounded(frame), **({OBSERVED: rounded(*observed)} if observed else {})}
    fields = {name for one in frames.values() for name in one}
    held = [one for one in columns if set(one.fields) <= fields]
    chart = alt.LayerChart(alt.NamedData(DRAWN), width="container", height=height, usermeta={"embedOptions": EMBED},
                           autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
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
    """A shape of frames with these columns: its drawings remember the call that made them; of nothing known a table says so."""
    def kept(draws):
        @functools.wraps(draws)
        def made(frame, **options):
            measured = frame[[name for name in MEASURED if name in frame]]
            if frame.empty or (len(measured.columns) and measured.isna().any(axis=1).all()):
                return nothing()
            if not set(needed) <= set(frame.columns):
                raise ValueError(f"{draws.__name__}: found {len(frame)} rows of {', '.join(map(str, frame))}; "
                                 f"needs {', '.join(needed)}")
            return replace(draws(frame.reset_index(drop=True), **options), call=(draws.__name__, frame, options))
        return SHAPES.setdefault(draws.__name__, made)
    return kept


def rounded(frame):
    """A copy of a frame, its numbers rounded to what can be seen: finer where a column moves little, as dates do."""
    def places(value):
        return FIGURES - 1 - math.floor(math.log10(abs(value)))

    frame = frame.copy()
    for name in [name for name, dtype in frame.dtypes.items() if dtype.kind == "f"]:
        values = frame[name].to_numpy()
        span = np.nanmax(values) - np.nanmin(values) if not np.isnan(values).all() else 0
        fine = places(span) if span else math.inf  # a small span asks for more figures, but never for more than a float holds
        frame[name] = [round(one, min(max(places(one), fine), places(one) + FIGURES)) if math.isfinite(one) and one else one
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
