"""Frames and tables of the build-out page; what other pages draw as well is in `shapes`."""

import itertools

import numpy as np
import pandas as pd

from wattbook import engineering, moves, survival, uncertainty, units
from wattbook.frames import shapes
from wattbook.series import first_month
from wattbook.subject import MODEL
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import stated
from wattbook.words.sentences import ranged


def energised(run, **span):
    """The programme and, where any is known, the sites attributed to the partner: a fan of two readings."""
    both = shapes.several(Programme=shapes.series(run, "energised_it_gw", **span),
                          **{"Attributed sites": shapes.series(run, "attributed_energised_it_gw", **span)})
    return both.dropna(subset=["mid"])


def any_power(run, key, year):
    """The chance of power by the end of a year as it stands, with one assumption held, and with attributed sites counted."""
    tried, attributed = shapes.held(run, key, 0.5, 4), run.draws(f"attributed_energised_it_gw[{year}-12]")
    if np.isnan(attributed).all():
        return tried
    row = {"label": "Attributed sites taken for the programme's", "note": "a reading that nobody has confirmed",
           "value": float(np.mean(attributed > 0)), "ours": False, "source": ""}
    ours, rest = tried.iloc[:1], pd.concat([tried.iloc[1:], pd.DataFrame([row])])
    return pd.concat([ours, rest.sort_values("value", ascending=False, kind="stable")], ignore_index=True)


def gantt(run):
    """First works, announced, first (10, 50, 90%) and full power of each site, and of those attributed, for `charts.gantt`."""
    power, months = run["attributed_site_it_gw"], run["month_start_year"]
    all_on = (power >= np.fmax.reduce(power, axis=2, keepdims=True)) & (power > 0)
    seen, none = first_month(~np.isnan(run["attributed_seen_it_mw"]), months), np.full((1, power.shape[1], 1), np.nan)
    groups = {"Programme": ("site_first_power_year", run["site_works_start_year"], run["site_planned_power_year"],
                            run["site_full_power_year"]),
              "Attributed": ("attributed_first_power_year", seen, none, first_month(all_on, months))}
    found = []
    for group, (first, *others) in groups.items():
        low, value, high = (quantile.ravel() for quantile in uncertainty.quantiles(run[first]))
        middle = dict(zip(("start", "planned", "end"), (uncertainty.quantiles(one)[1].ravel() for one in others), strict=True))
        labels = list(run.book.case.axes[run.axis(first)].values())
        found.append(pd.DataFrame({"note": group, "label": labels, **middle, "value": value, "low": low, "high": high}))
    return pd.concat(found, ignore_index=True)


def phasing(run, years):
    """Table of what is spent in each year and what runs at its end."""
    heads = {"Spent in the year": "spend_nominal_usd[{}]", "Spent so far": "spend_cumulative_share[{}-12]",
             "Energised so far": "energised_share[{}-12]", "IT power, GW": "energised_it_gw[{}-12]",
             "Sites with power": "sites_energised_count[{}-12]"}
    rows = [(str(year), *(run.say(key.format(year)) for key in heads.values())) for year in years]
    return table({"Year": TEXT} | dict.fromkeys(heads, NUMBER), rows)


def p_first(run, name):
    """Share of draws in which each member comes first: label -> share."""
    first = run[name].reshape(run.book.draws, -1).argmin(axis=1)
    return {label: float(np.mean(first == place)) for place, label in enumerate(run.book.case.axes[run.axis(name)].values())}


def reference(run, months):
    """Share with power by months since first works: tracked sites, where any are known, and those of the programme."""
    draws = run["site_time_to_power_months"].reshape(-1)
    ours = pd.DataFrame({"x": months, "mid": [float(np.mean(draws <= one)) for one in months], "series": "Programme"})
    curve = survival.curve(run["tracked_time_to_power_months"][0, :, 0], run["tracked_waited_months"][0, :, 0])
    tracked = survival.share_before(*curve, np.asarray(months, dtype=float), np.median(run["reference_tail_months"]))
    return pd.concat([ours, ours.assign(mid=tracked, series="Tracked sites").dropna()], ignore_index=True)


def largest_runs(run, years):
    """The trend of the largest training run, and what computing, data and money of the finished programme would allow."""
    size, growth, start = map(run.draws, ("frontier_run_flop", "run_size_growth_ratio_per_year", "frontier_run_year"))
    trend = shapes.bands(np.column_stack([size * growth ** (year - start) for year in years]), when=list(years))
    limits = {label: shapes.flat(run, f"run_limit_flop[{limit}]", years).rename(columns={"x": "when"})
              for limit, label in run.book.case.axes["run_limit"].items()}
    every = shapes.several(Trend=trend, **limits)
    return every[every["lowest"] > 0].drop(columns=["lowest", "highest"])


def waits_by_size(run, sizes, hours):
    """Share of draws in which experiments of a size wait so many hours or more, on average: x, mid, series."""
    waits = {size: moves.holding(run, {"experiment_h100e": size}).draws("experiment_wait_hours") for size in sizes}
    return shapes.several(**{f"{stated(size, 'H100e')} H100": pd.DataFrame({
        "x": hours, "mid": [float(np.mean(one >= hour)) for hour in hours]}) for size, one in waits.items()})


def latency(run):
    """Mean time of an answer by part, from one site in the middle and from all sites [ms]: when, series, value."""
    hops, saved = run.mean("network_hops_ms"), run.mean("latency_saved_ms")
    light = run.mean("user_rtt_ms") - hops
    written = float(np.mean(run.draws("answer_tokens_count / answer_token_per_second"))) * units.MS_PER_SECOND
    parts = {"First token": (run.mean("first_token_ms"),) * 2, "Writing": (written,) * 2, "Public network": (hops,) * 2,
             "Light in fibre": (light + saved, light)}
    return pd.DataFrame([(place, name, value) for name, values in parts.items()
                         for place, value in zip(("One site in the middle", "All sites"), values, strict=True)],
                        columns=["when", "series", "value"])


def mixes(run):
    """Price and carbon of the mix that is used, and of wholes and halves that no other of them beats in both: label, x, y."""
    price, carbon = run["source_delivered_usd_per_mwh"][:, :, 0], run["source_market_gco2e_per_kwh"][:, :, 0]
    labels = list(run.book.case.axes["power_source"].values())
    rows = []
    for one, other in itertools.combinations_with_replacement(range(len(labels)), 2):
        at = [float(np.median(array[:, [one, other]].mean(axis=1))) for array in (price, carbon)]
        rows.append((labels[one] if one == other else f"{labels[one]} + {labels[other]}", *at))
    best = [row for row in rows if not any(two[1] < row[1] and two[2] < row[2] for two in rows)]
    ours = [np.median(run.draws(name)) for name in ("mix_price_usd_per_mwh", "mix_market_gco2e_per_kwh")]
    return pd.DataFrame([("The mix we assume", *ours), *best], columns=["label", "x", "y"]).dropna()


def site_pairs(run):
    """Table of the ways between sites: fibre, round trip and the bandwidth at which a pair trains as one."""
    labels, route = list(run.book.case.axes["site"].values()), run["fibre_route_ratio"]
    places = [run[f"site_{name}_deg"][:, :, 0] for name in ("latitude", "longitude")]
    needed = MODEL.functions["intersite_required_tb_per_second"]
    leaves = {name: run[name] for name in MODEL.arguments["intersite_required_tb_per_second"] if name != "site_hub_ms"}
    rows = []
    for one, other in itertools.combinations(range(len(labels)), 2):
        km = engineering.great_circle_km(*(at[:, place] for place in (one, other) for at in places))[:, None] * route
        trip = engineering.round_trip_ms(km)
        wide = needed(**leaves, site_hub_ms=np.stack([np.zeros_like(trip), trip], axis=1))
        rows.append((f"{labels[one]} and {labels[other]}", _said(km, "km"), _said(trip, "ms"), _said(wide, "Tb/s"),
                     run.say("intersite_bandwidth_tb_per_second")))
    return table({"Sites": TEXT, "Fibre, km": NUMBER, "Round trip, ms": NUMBER, "Needed, Tb/s": NUMBER,
                  "We assume, Tb/s": NUMBER}, rows)


def by_model_size(run, bandwidths):
    """Training efficiency across sites by bandwidth, for the low, central and high size of what is exchanged."""
    a = run.book.assumptions["synchronised_model_gb"]
    swept = "distributed_training_share", "intersite_bandwidth_tb_per_second", bandwidths
    made = {f"{stated(size, a.unit)} GB exchanged": shapes.sweep(run.otherwise(synchronised_model_gb=size), *swept)
            for size in dict.fromkeys((a.low, a.value, a.high))}
    return shapes.several(**made).drop(columns=["lowest", "highest"])


def _said(draws, unit):
    low, middle, high = (float(one[0]) for one in uncertainty.quantiles(draws))
    return ranged({"unit": unit, "p10": low, "p50": middle, "p90": high})
