"""The forecast replayed at every date on which a report became known, and scored against what was reported later.

It is the model's own: the same functions and draws, fed with one firm's reports and with parameters learned from the other
firms as known then. Ceiling and supply, beliefs about the subject alone, are left out. What is predicted is reports.
"""

from functools import cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import scoringrules
from scipy.special import ndtri, stdtrit

from wattbook import forecast, params, units
from wattbook.axes import AXES
from wattbook.frames.shapes import BANDS, dates
from wattbook.params import observations as obs
from wattbook.subject import MODEL
from wattbook.tables import NUMBER, TEXT, table
from wattbook.words.numbers import shown

LEAST_REPORTS = 3  # known before a firm is forecast
HORIZON = 1.01  # from the last report known to what is scored [year]
LEAST_SCORED = 10  # forecasts that came due before their record says anything
LEAST_TAIL = 1e-3  # a report beyond all draws counts as this far out
INSIDE = {"inside50": 0.25, "inside80": 0.1, "inside95": 0.025}  # band: what it leaves out on each side
QUARTERS = {"0 to 3": 0.25, "3 to 6": 0.5, "6 to 9": 0.75, "9 to 12": HORIZON}  # months after the last report
ERROR = list(AXES["growth_parameter"]).index("report_error")
PLACES = 9  # of a date: two that are alike are one
DEMAND, SHOCKS = "demand_runrate_usd_per_year", ("growth_shock_score_ratio", "level_shock_score_ratio")
LEARNED = ("forecast_lab", "reference")  # axes of the firms whose sales are forecast
OURS = "This model"
# simple rivals, set by hand with the reports of two labs in view, which favours them
WINDOW = 1.6  # a random walk is measured on the reports of so many years
LEAST_STEP, LEAST_SPREAD = 0.02, 0.3  # reports closer than this [year] tell no spread; spread of a year is at least this
REPORT_ERROR, START = 0.08, 0.8  # of the two trends: error of a report, growth at the first [1/year]
EVER = 1e6  # half-life of growth that does not fade [year]


def _walk(years, levels, date, draws, drifts):
    """Student's t about the last report, with the spread of the firm's own, moved on by their mean growth or not at all."""
    used = years > years[-1] - WINDOW
    used[-2:] = True
    rise, gap = np.diff(levels[used]), np.diff(years[used])
    rise, gap = rise[gap > LEAST_STEP], gap[gap > LEAST_STEP]
    if not gap.size:
        rise, gap = np.diff(levels[[0, -1]]), np.diff(years[[0, -1]])
    mean, h = rise.sum() / gap.sum() if drifts else 0.0, date - years[-1]
    spread = max(np.sqrt(np.mean((rise - mean * gap) ** 2 / gap)), LEAST_SPREAD)
    score = stdtrit(max(rise.size - 1, 2), (np.arange(draws) + 0.5) / draws)
    return levels[-1] + mean * h + spread * score * np.sqrt(h + (h**2 / gap.sum() if drifts else 0))


def _filtered(years, levels, date, draws, p):
    """Local linear trend: level and growth both wander, growth fades with a half-life or never."""
    mean, cov, _ = forecast.filtered(forecast.Firm(tuple(years), tuple(levels)), p)
    mean, cov = forecast.ahead(mean, cov, date - years[-1], p)
    return mean[0] + np.sqrt(cov[0]) * ndtri((np.arange(draws) + 0.5) / draws)


RIVALS = {"Flat": partial(_walk, drifts=False), "Random walk with drift": partial(_walk, drifts=True),
          "Local linear trend": partial(_filtered, p=forecast.Parameters(START, 0.0, 1.2, 0.15, REPORT_ERROR, EVER)),
          "Damped trend": partial(_filtered, p=forecast.Parameters(START, 0.0, 1.5, 0.2, REPORT_ERROR, 1.5))}


class Record(NamedTuple):
    """Reports of one firm on one basis in order of date: when, day first known, how much [USD/year]."""

    firm: str
    sector: str
    audited: bool
    years: np.ndarray
    known: tuple
    levels: np.ndarray


def _identity(row):
    return tuple(row[column] for column in obs.IDENTITY)


def _sector(now, firm):
    """Sector of a firm; that of the labs where nothing of it was ever reported."""
    return now[firm].sector if firm in now else LEARNED[0]


class Replay:
    """Forecasts that the model of one book would have made of any of its firms on any earlier day."""

    def __init__(self, book):
        self.book, self.records = book, cache(self._records)
        told = {spec["measure"] for spec in book.case.series.values() if spec["kind"] == "histories"}
        self.rows = [row for row in book.dated if row["measure"] in told]
        newest_first = sorted(self.rows, key=lambda row: row["as_of"], reverse=True)
        self.first = {_identity(row): row["as_of"] for row in newest_first}  # day on which each observation was first known
        self.now = self.records(book.as_of)

    def _records(self, day):
        """Reports of every firm as they were known on a day; on a second basis its name is followed by that."""
        known, case, found = obs.grouped(obs.known_on(self.rows, day)), self.book.case, {}
        for spec in case.series.values():
            for firm in case.axes[spec["axis"]] if spec["kind"] == "histories" and spec["axis"] in LEARNED else ():
                rows = obs.without_overlap(known.get((firm, spec["measure"], spec["basis"]), []))
                audited = spec["unit"] == "USD"  # revenue of a period; a run-rate is a rate already
                span = [row["end_year"] - row["start_year"] if audited else 1 for row in rows]
                middles = np.array([(row["start_year"] + row["end_year"]) / 2 for row in rows])
                label = firm if firm not in found else f"{firm} ({spec['basis']})"
                found[label] = Record(firm, spec["axis"], audited, middles, tuple(self.first[_identity(row)] for row in rows),
                                      np.array([row["value"] for row in rows]) / span)
        return found

    def demand(self, firm, day, dates, factor=None):
        """Draws of a firm's demand, (draws, dates) [USD/year], and of the error of a report, from what was known on a day."""
        then = self.records(day)
        fed, start = self._fed(firm, then, factor), then[firm].years[-1]
        first, last = (int(np.floor(one * units.MONTHS_PER_YEAR)) for one in (start, max(dates)))
        middles = (np.arange(first, last + 1) + 1 / 2) / units.MONTHS_PER_YEAR
        dates = np.round(dates, PLACES)
        grid = np.union1d(np.round(middles[(middles > start) & (middles < max(dates))], PLACES), dates)
        ahead = np.cumsum(grid > start) - 1  # the shocks of a step are those of its number, whatever the calendar
        fed |= {"month_start_year": grid - units.HALF_MONTH, **{name: fed[name][:, np.maximum(ahead, 0)] for name in SHOCKS}}
        found = MODEL.evaluate(fed, [DEMAND])[DEMAND][:, np.searchsorted(grid, dates)]
        return found, fed["growth_parameter_ratio"][:, ERROR]

    def reports(self, firm, day, dates, factor=1.0):
        """Draws of the reports of a firm at later dates, (draws, dates) [USD/year]."""
        demand, error = self.demand(firm, day, dates, factor)
        return demand * np.exp(factor * error * forecast.normals("report", self.book.draws, len(dates), self.book.seed).T)

    def _fed(self, firm, then, factor):
        """Leaves of the model with this firm's reports, parameters learned from the other firms, and no ceiling."""
        values, own = self.book.values, then[firm]
        scale, share, audited, months, kept = (np.ravel(values[name])[0] for name in (
            "growth_scale_usd_per_year", "own_sector_share", "audited_error_ratio", "class_half_life_months",
            "band_widening_ratio"))
        factor, firms = kept if factor is None else factor, {True: [], False: []}
        for one in then.values():
            if one.firm != own.firm:
                firms[one.sector == own.sector] += forecast.firms(
                    [one.levels / scale], [one.years], audited if one.audited else None)
        prior = [values[name][0, :, 0] for name in ("growth_prior_ratio", "growth_prior_spread_ratio")]
        drawn = forecast.drawn(firms[True], firms[False], share, prior, months / units.MONTHS_PER_YEAR,
                               factor * values["growth_class_score_ratio"])
        if own.audited:
            drawn[:, ERROR] = audited
        return {**values, "growth_parameter_ratio": drawn, "band_widening_ratio": np.array([[factor]]),
                "observed_runrate_usd_per_year": own.levels, "observed_runrate_year": own.years,
                "demand_ceiling_usd_per_year": np.array([[np.inf]])}

    def scored(self, firms, rivals=RIVALS):
        """Every forecast of some firms, on each day on which a report became known, beside what came: a row a method."""
        rows = []
        for firm, final in ((firm, self.now[firm]) for firm in firms):
            for day in sorted(set(final.known)):
                then = self.records(day)[firm]
                gap = final.years - then.years[-1] if len(then.years) >= LEAST_REPORTS else np.zeros(len(final.years))
                later = [place for place, known in enumerate(final.known) if known > day and 0 < gap[place] <= HORIZON]
                if not later:
                    continue
                dates = final.years[later]
                made = {OURS: np.log(self.reports(firm, day, dates)).T}
                made |= {name: [fn(then.years, np.log(then.levels), date, self.book.draws) for date in dates]
                         for name, fn in rivals.items()}
                rows += [{"firm": firm, "sector": then.sector, "day": day, "start": then.years[-1], "date": date,
                          "known": final.known[place], "value": final.levels[place], "method": method, "logs": logs}
                         for method, drawn in made.items() for place, date, logs in zip(later, dates, drawn, strict=True)]
        return _judged(rows)

    def factor(self, rows, firm, day):
        """By how much reports of other firms, known by a day, lay further out than the model's bands said: at least 1."""
        past = rows[(rows["method"] == OURS) & (rows["firm"] != firm) & (rows["known"] <= day)]
        if len(past) < LEAST_SCORED:
            return 1.0
        own, share = past["sector"] == _sector(self.now, firm), np.ravel(self.book.values["own_sector_share"])[0]
        weight = np.where(own, share / max(own.sum(), 1), (1 - share) / max((~own).sum(), 1))
        score = ndtri(past["pit"].clip(LEAST_TAIL, 1 - LEAST_TAIL))
        return max(float(np.sqrt(np.average(score**2, weights=weight))), 1.0)


def _bands(draws):
    return dict(zip(BANDS, np.quantile(draws, list(BANDS.values())), strict=True))


def _judged(rows):
    """Bands, place of the outcome among the draws and score of the logarithm, for each row."""
    for row in rows:
        logs, told = row.pop("logs"), np.log(row["value"])
        row |= {**_bands(np.exp(logs)), "pit": float(np.mean(logs < told)),
                "crps": float(scoringrules.crps_ensemble(told, logs))}
    return pd.DataFrame(rows)


def replayed(book):
    """All firms replayed, those of the subject's sector with rivals beside."""
    replay = Replay(book)
    peers = [firm for firm, one in replay.now.items() if one.sector == _sector(replay.now, book.case.subject)]
    others = [firm for firm in replay.now if firm not in peers]
    return pd.concat([replay.scored(peers), replay.scored(others, {})], ignore_index=True)


def of_peers(rows, book):
    """Only what was forecast of the subject and the other firms of its sector."""
    return rows[rows["sector"] == _sector(Replay(book).now, book.case.subject)]


def scores(rows, by="method"):
    """Mean score, share inside each band and mean width of the 80% band: a row a method, firm or horizon."""
    inside = {name: rows["pit"].between(out, 1 - out, "neither") for name, out in INSIDE.items()}
    rows = rows.assign(width=np.log(rows["high"] / rows["low"]), **inside)
    means = {name: (name, "mean") for name in ("crps", *INSIDE, "width")}
    return rows.groupby(by, sort=False).agg(n=("crps", "size"), **means).reset_index()


def by_horizon(rows):
    """The same by months between the last report known and the one predicted."""
    place = np.searchsorted(list(QUARTERS.values()), rows["date"] - rows["start"])
    ordered = rows.assign(ahead=np.array(list(QUARTERS))[place], place=place).sort_values("place", kind="stable")
    return scores(ordered, "ahead")


def best_rival(rows):
    """Name of the simple rival with the lowest mean score."""
    return rows[rows["method"].isin(RIVALS)].groupby("method")["crps"].mean().idxmin()


def lead(rows, rival, samples=1000):
    """Score of a rival less ours: mean and 80% range over later reports drawn again, all forecasts of one drawn together."""
    wide = rows.pivot_table(index=["firm", "day", "date"], columns="method", values="crps")
    gaps = [part.to_numpy() for _, part in (wide[rival] - wide[OURS]).groupby(["firm", "date"])]
    picks = np.random.default_rng(0).integers(0, len(gaps), (samples, len(gaps)))
    again = [np.concatenate([gaps[one] for one in pick]).mean() for pick in picks]
    return np.concatenate(gaps).mean(), *np.quantile(again, (0.1, 0.9))


def against(rows, firm, years=0.5):
    """What was forecast of each report of a firm about so many years before it: when, bands, value, months."""
    ours = rows[(rows["method"] == OURS) & (rows["firm"] == firm)]
    away = (ours["date"] - ours["start"] - years).abs()
    kept = ours.loc[away.groupby(ours["date"]).idxmin()].sort_values("date")
    months = (kept["date"] - kept["start"]) * units.MONTHS_PER_YEAR
    return kept[[*BANDS, "value", "pit", "day"]].assign(when=dates(kept["date"]), months=months).reset_index(drop=True)


FORETOLD = {("revenue_projected", "gross"): ("revenue_recognised", "gross"),  # what was said -> what it is held to
            ("revenue_run_rate", "planned"): ("revenue_run_rate", "gross")}


def published(replay):
    """What others said of the sector's revenue and has come due, beside ours of the same day: who, day, period, said, bands."""
    book, rows = replay.book, []
    real = {_identity(row): row for row in book.known}
    for row in book.dated:
        firm, basis = row["entity"], FORETOLD.get((row["measure"], row["basis"]))
        came = basis and real.get((firm, *basis, row["period"]))
        if not came or came["as_of"] <= row["as_of"] or firm not in replay.now or row["value"] is None:
            continue
        span = row["end_year"] - row["start_year"]
        if len(replay.records(row["as_of"])[firm].years) >= LEAST_REPORTS:
            months = max(round(span * units.MONTHS_PER_YEAR), 1)
            dates = row["start_year"] + (np.arange(months) + 1 / 2) * span / months
            ours = replay.demand(firm, row["as_of"], dates)[0].mean(axis=1) * (span or 1)
            rows.append({"firm": firm, "day": row["as_of"], "period": row["period"], "said": row["value"],
                         **_bands(ours), "value": came["value"]})
    return pd.DataFrame(rows, columns=["firm", "day", "period", "said", *BANDS, "value"])


def missed(replay, firm, day):
    """The newest report of a firm beside what an earlier day made of it, and why: growth read, needed and seen elsewhere."""
    then, now = replay.records(day), replay.now.get(firm)
    if now is None or not len(now.years):
        return None
    own, years = then[firm], now.years[-1] - then[firm].years[-1]
    if len(own.years) < LEAST_REPORTS or years <= 0:
        return None
    draws = replay.reports(firm, day, now.years[-1:])[:, 0]
    read = MODEL.evaluate(replay._fed(firm, then, None), ["growth_now_per_year", "class_growth_per_year"])
    names = {key: label for spec in replay.book.case.series.values() if spec["kind"] == "histories"
             for key, label in replay.book.case.axes[spec["axis"]].items()}
    grown = [(np.log(one.levels[later] / one.levels[first]) / (one.years[later] - one.years[first]), names[name])
             for name, one in then.items() if name != firm for first in range(len(one.years))
             for later in range(first + 1, len(one.years))
             if one.levels[first] >= own.levels[-1] and one.years[later] - one.years[first] >= min(years, 1) - units.HALF_MONTH]
    return {"from": own.levels[-1], "value": now.levels[-1], "years": years, "pit": float(np.mean(draws < now.levels[-1])),
            **_bands(draws), "needed": np.log(now.levels[-1] / own.levels[-1]) / years,
            "read": np.quantile(read["growth_now_per_year"], (0.1, 0.5, 0.9)),
            "class": float(np.median(read["class_growth_per_year"])), "fastest": max(grown, default=(None, None))}


def believed(book, day):
    """The subject's newest report beside what a report of an earlier day said of that date, with the ceiling and supply
    believed then: label, bands, and the share of draws below the report."""
    then = params.load(book.scenario, day, book.overrides, book.draws, book.seed, book.root)
    newest, middles = Replay(book).now.get(book.case.subject), then.values["month_start_year"] + units.HALF_MONTH
    if newest is None or not len(newest.years) or newest.years[-1] <= then.values["observed_runrate_year"][-1]:
        return pd.DataFrame()
    after = int(np.searchsorted(middles, newest.years[-1]))
    way = (newest.years[-1] - middles[after - 1]) / (middles[after] - middles[after - 1])
    free = {**then.values, "demand_ceiling_usd_per_year": np.array([[np.inf]])}
    rows = []
    for label, values, name in (("Demand, no ceiling", free, DEMAND),
                                ("Demand under the ceiling believed then", then.values, DEMAND),
                                ("Served by the capacity believed then", then.values, "runrate_usd_per_year")):
        logs = np.log(MODEL.evaluate(values, [name])[name])
        draws = np.exp((1 - way) * logs[:, after - 1] + way * logs[:, after])
        rows.append({"label": label, **_bands(draws), "below": float(np.mean(draws < newest.levels[-1]))})
    return pd.DataFrame(rows)


def score_table(rows):
    """Table of how each method did, ours marked."""
    heads = ("Mean score", "Inside 50%", "Inside 80%", "Inside 95%", "Width of 80%", "Forecasts")
    found = scores(rows).sort_values("crps") if len(rows) else rows
    cells = [("*" + one.method if one.method == OURS else one.method, f"{one.crps:.3g}",
              *(shown(inside, "fraction", 2) for inside in (one.inside50, one.inside80, one.inside95)), f"{one.width:.3g}",
              f"{one.n}") for one in found.itertuples()]
    return table({"Method": TEXT} | dict.fromkeys(heads, NUMBER), cells or [("No forecast had come due", *[""] * len(heads))])


def published_table(replay, found):
    """Table of what others said and has come due, from the rows of `published`, beside ours of the same day."""
    rows = [("*" * (one.value > one.said) + replay.book.case.entities[one.firm], str(one.day), one.period,
             shown(one.said, "USD"), "{} ({} to {})".format(*(shown(end, "USD", 2) for end in (one.mid, one.low, one.high))),
             shown(one.value, "USD")) for one in found.itertuples()]
    heads = dict.fromkeys(("Who (bold: passed)", "Said on", "For"), TEXT)
    heads |= dict.fromkeys(("Said", "Ours that day (80%)", "Came"), NUMBER)
    return table(heads, rows or [("Nothing had come due", *[""] * (len(heads) - 1))])
