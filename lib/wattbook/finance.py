"""Money over time: value, return, debt, funding and what assets lose. Nothing here knows what is being built.

Draws come first and time last, ``(draws, periods)``; a number per draw is ``(draws, 1)``. Index 0 is now and not discounted,
unless `time` says when flows stand. A rate is a fraction per period, or per unit of `time`: twelve periods a year need a
monthly one. Cash in is positive, out negative; costs, prices, loans, interest and repayments are positive. Interest is the
opening balance times the rate: what is drawn in a period, at its end, bears it from the next. NaN is "not defined": no single
rate of return, never paid back, no debt.

Rates of return: the value is worked out on u = log(1 + rate), where it is sum F(t) exp(-u t) and every rate above -1 has its
place. A rate counts where the value crosses zero, not where it only touches zero. A row is one series of flows.

Times exp(u c), with c between two flows where the sign changes, the slope of the value is again such a sum, of the flows times
c - t: one change of sign fewer. Between two crossings of the slope the value crosses once at most. So crossings are found from
those of the slope, theirs from those of its slope, down to flows of one sign, which have none. It is the proof of Descartes'
rule, read as a recipe: Jameson, Counting zeros of generalised polynomials, Mathematical Gazette 90, 2006. Each is found by
Newton's method on the logarithm of what comes in over what goes out, which is nearly straight, within its bracket.
"""

from collections import namedtuple

import numpy as np

from wattbook.series import over

MONTHS_PER_YEAR = 12
PERCENT = 100
MACRS_PERCENT = {
    5: (20.0, 32.0, 19.2, 11.52, 11.52, 5.76),
    15: (5.0, 9.5, 8.55, 7.7, 6.93, 6.23, 5.9, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 5.9, 5.91, 2.95),
}  # IRS Publication 946, table A-1: general system, half-year convention
DAYS_PER_JULIAN_YEAR = 365.25
HOURS_PER_JULIAN_YEAR = 8766  # 24 hours of such a year's days
DECADE = 10
ROUNDING = 1e-12  # a sum below this share of its parts is taken for zero
STEPS = 200  # of a search at most
STRAIGHT = 20  # of them before every other one halves the bracket
LEAST_STEP = 2 * np.finfo(float).eps  # of u: one that is none


def discount_factor(rate, time):
    """Value now of one unit of money at `time`, (1 + r)^-t; NaN for a rate of -1 or less, where there is no such value."""
    return np.exp(-np.asarray(time) * np.log1p(rate))


def npv(rate, flows, time=None):
    """Net present value (..., 1) [USD], sum F(t) / (1 + r)^t; `time` is 0, 1, 2 ... if left out, mid-period 1/2, 3/2 ...
    Pitfall: NPV of spreadsheets lets the first flow stand at 1, not at 0."""
    time = np.arange(np.shape(flows)[-1]) if time is None else time
    return np.sum(flows * discount_factor(rate, time), axis=-1, keepdims=True)


def annuity_factor(rate, periods):
    """Value now of one unit of money at the end of each of `periods` periods, which may be a fraction, (...) [period].
    (1 - (1 + r)^-n) / r, and n without interest."""
    rate = np.asarray(rate)
    none = np.abs(rate) < np.finfo(float).tiny
    # expm1 and log1p keep all digits where the rate is small and 1 + rate would lose them.
    return np.where(none, periods, np.expm1(periods * -np.log1p(rate)) / np.where(none, np.nan, -rate))


def capital_recovery_factor(rate, periods):
    """Equal payment at the end of each period that pays off one unit of money, r / (1 - (1 + r)^-n) (...) [1/period]."""
    return 1 / annuity_factor(rate, periods)


def annual_rate(rate, periods_per_year=MONTHS_PER_YEAR):
    """Effective rate a year of a rate per period, of a month if not said otherwise, (1 + i)^m - 1 (...) [1/year]."""
    return np.expm1(np.log1p(rate) * periods_per_year)


def quoted_period_rate(quoted_rate, periods_per_year=MONTHS_PER_YEAR):
    """Rate per period of a loan quoted by the year, q / m (...) [1/period]: 12% quoted is 1% a month, 12.68% effective."""
    return quoted_rate / periods_per_year


def real_rate(nominal, inflation):
    """Real rate of a nominal one (Fisher), (1 + i) / (1 + pi) - 1 (...) [1/period]; the plain difference is too high."""
    return (nominal - inflation) / (1 + inflation)


def wacc(debt_share, cost_of_debt, cost_of_equity, tax_rate):
    """Weighted average cost of capital, g r_d (1 - tax) + (1 - g) r_e (...) [1/period]; all nominal or all real."""
    return debt_share * cost_of_debt * (1 - tax_rate) + (1 - debt_share) * cost_of_equity


def dscr(cfads, service):
    """Debt service cover, CFADS / service (..., periods) [ratio]; NaN without service: "no debt", neither 0 nor infinity."""
    return over(np.asarray(cfads), service)


def construction_interest(costs, debt_share, rate, in_service=0, debt_limit=np.inf):
    """Interest during construction in each period, lenders paying a share of costs and interest up to their limit.
    i(t) = r (debt / uses so far) (unfinished work and interest on it), all at t - 1; `in_service` is the cost so far of what
    pays its own interest from the next period on. Left out: fees, interest on sums not drawn, income, repayment."""
    paid = np.broadcast_arrays(np.cumsum(costs, axis=-1, dtype=float), debt_share, rate, in_service)[0]
    unfinished = np.maximum(paid - in_service, 0)
    before = np.append(np.zeros_like(unfinished[..., :1]), unfinished[..., :-1], axis=-1)
    kept = np.nan_to_num(over(unfinished, before + np.diff(paid, axis=-1, prepend=0)))
    interest = np.zeros_like(paid)
    on_work = added = 0
    for t in range(1, paid.shape[-1]):
        last, this = np.s_[..., t - 1 : t], np.s_[..., t : t + 1]
        used = paid[last] + added
        borrowed = np.nan_to_num(over(np.minimum(debt_share * used, debt_limit), used))
        interest[this] = rate * borrowed * (unfinished[last] + on_work)
        added = added + interest[this]
        on_work = kept[this] * (on_work + interest[this])
    return interest


def macrs(recovery_years):
    """Share of cost that US tax law lets a firm deduct in each year (years + 1,) [fraction]; first and last are half years.
    recovery_years: 5 (computers) or 15 (land improvements). The table is the rule; its formula differs in the last digit."""
    return np.array(MACRS_PERCENT[recovery_years]) / PERCENT


# Parts of the cost of one run [USD]; total is their sum and upfront what its chips and network cost new.
AmortisedCost = namedtuple("AmortisedCost", "chips interconnect energy total upfront")


def amortised_cost(chips_count, chip_hours, chip_price_usd, chip_age_days, decades_per_year, interconnect_share, kw_per_chip,
                   energy_usd_per_kwh):
    """Cost of a run: the value that its chips lose while it runs, their share of the network, and energy, as AmortisedCost.
    chips = price 10^(-o age) o ln(10) / 8766 h, o the decades by which value falls in a year; kW with cooling. Source: Cottier
    and others (2024), "The rising costs of training frontier AI models", and its code."""
    value = chip_price_usd * DECADE ** (-decades_per_year * chip_age_days / DAYS_PER_JULIAN_YEAR)
    chips = value * decades_per_year * np.log(DECADE) / HOURS_PER_JULIAN_YEAR * chip_hours
    per_chip_cost = over(interconnect_share, 1 - interconnect_share)
    interconnect, energy = per_chip_cost * chips, kw_per_chip * chip_hours * energy_usd_per_kwh
    upfront = chips_count * chip_price_usd * (1 + per_chip_cost)
    return AmortisedCost(chips, interconnect, energy, chips + interconnect + energy, upfront)


def irr(flows, time=None):
    """Internal rate of return (..., 1) [1/period], r at which sum F(t) / (1 + r)^t crosses zero; NaN for none or several.
    `time` says when flows stand, rising; 0, 1, 2 ... if left out. ValueError: flows that are not finite, times that do not
    rise."""
    rows, time, shape = _rows(flows, time)
    found, count = _roots(rows, time)
    return np.expm1(np.where(count == 1, found[:, :1].sum(axis=1), np.nan)).reshape(shape)


def irr_roots_count(flows, time=None):
    """How many internal rates of return there are, of arguments as for irr (..., 1) [count]; above 1 quote none, show mirr.
    Rates that differ by less than about 1e-6 of 1 + r may count as a touch, so as none."""
    rows, time, shape = _rows(flows, time)
    return _roots(rows, time)[1].reshape(shape)


def mirr(flows, finance_rate, reinvest_rate, time=None):
    """Modified internal rate of return (..., 1) [1/period], of which there is never more than one; NaN if money flows one way.
    (inflows at the end, reinvested / outflows at the start, financed)^(1 / duration) - 1."""
    time = np.arange(np.shape(flows)[-1]) if time is None else np.asarray(time)
    got = np.sum(np.maximum(flows, 0) * discount_factor(reinvest_rate, time - time[-1]), axis=-1, keepdims=True)
    put_in = -np.sum(np.minimum(flows, 0) * discount_factor(finance_rate, time - time[0]), axis=-1, keepdims=True)
    return np.where(got > 0, over(got, put_in), np.nan) ** over(1, time[-1] - time[0]) - 1


def payback(flows, rate=0):
    """Time (..., 1) [period] until the money put in is back for the first time; says nothing of what comes after.
    t - 1 + (still out at t - 1) / F(t), discounted at `rate`; 0 if none was ever out, NaN if never back."""
    values = flows * discount_factor(rate, np.arange(np.shape(flows)[-1]))
    so_far = np.cumsum(values, axis=-1)
    so_far = np.where(np.abs(so_far) <= ROUNDING * np.cumsum(np.abs(values), axis=-1), 0, so_far)
    out = np.logical_or.accumulate(so_far < 0, axis=-1)
    back = out & (so_far >= 0)
    first = np.argmax(back, axis=-1, keepdims=True)
    time = first - over(np.take_along_axis(so_far, first, axis=-1), np.take_along_axis(values, first, axis=-1))
    return np.where(back.any(axis=-1, keepdims=True), time, np.where(out[..., -1:], np.nan, 0))


def _rows(flows, time):
    """Flows as (rows, periods), when they stand, and the shape of one number for each row."""
    flows = np.asarray(flows, dtype=float)
    time = np.arange(flows.shape[-1], dtype=float) if time is None else np.asarray(time, dtype=float)
    if not np.isfinite(flows).all():
        raise ValueError("flows are not all finite: nan would look like a rate that is not defined.")
    if time.shape != flows.shape[-1:] or not (np.diff(time) > 0).all():
        raise ValueError(f"time has shape {time.shape}; allowed: one for each of {flows.shape[-1]} flows, each above the last.")
    return flows.reshape(-1, flows.shape[-1]), time, (*flows.shape[:-1], 1)


def _roots(rows, time):
    """Every u, rising, at which the value of a row crosses zero, once at most between the roots of its slope, and how many."""
    changed = _changes(np.sign(rows))
    some = changed.any(axis=1)
    found, count = np.empty((len(rows), 0)), np.zeros(len(rows), dtype=int)
    if not some.any():
        return found, count
    left, first = rows[some], np.argmax(changed[some], axis=1)
    middle = (time[first] + time[first + 1])[:, None] / 2
    turns, _ = _roots(left * (middle - time) / (time[-1] - time[0]), time)
    low, high = (one[:, None] for one in _bounds(left, time))
    edges = np.concatenate([low, np.clip(np.where(np.isnan(turns), high, turns), low, high), high], axis=1)
    parts = np.stack([_parts(edge, left, time) for edge in edges.T], axis=1)
    value, size = parts.sum(axis=-1), np.abs(parts).sum(axis=-1)
    signs = np.where(np.abs(value) <= ROUNDING * size, 0, np.sign(value))
    row, place = np.nonzero(_changes(signs))
    start = edges[row, _last_seen(signs)[row, place]]
    count[some] = np.bincount(row, minlength=len(left))
    found = np.full((len(rows), max(count)), np.nan)
    nth = np.arange(len(row)) - np.searchsorted(row, row)
    end, rising = edges[row, place + 1], signs[row, place + 1] > 0
    found[np.flatnonzero(some)[row], nth] = _root(start, end, rising, left[row], time)
    return found, count


def _root(low, high, rising, rows, time):
    """The u at which the value of each row crosses zero, upwards or not, between a low and a high u."""
    u, left = (low + high) / 2, np.arange(len(rows))
    for step in range(STEPS):
        at, parts = u[left], _parts(u[left], rows[left], time)
        into, out = np.maximum(parts, 0), np.maximum(-parts, 0)
        got, put = into.sum(axis=-1), out.sum(axis=-1)
        over_root = (got > put) == rising[left]
        low[left], high[left] = np.where(over_root, low[left], at), np.where(over_root, at, high[left])
        with np.errstate(all="ignore"):  # where one of them is too small to be written
            new = at - (np.log(got) - np.log(put)) / ((out * time).sum(axis=-1) / put - (into * time).sum(axis=-1) / got)
        straight = (low[left] <= new) & (new <= high[left]) & (step < STRAIGHT or step % 2)
        u[left] = np.where(straight, new, (low[left] + high[left]) / 2)
        left = left[np.abs(u[left] - at) > LEAST_STEP * np.abs(at)]
        if not len(left):
            break
    return u


def _parts(u, rows, time):
    """Flows discounted to the first of them for rates above zero, else to the last, so that no factor exceeds 1."""
    parts = u[..., None] * (np.where(u >= 0, *(time[end] for end in _ends(rows)))[..., None] - time)
    np.minimum(parts, 0, out=parts)
    np.exp(parts, out=parts)
    return np.multiply(rows, parts, out=parts)


def _bounds(rows, time):
    """The u below which the last and above which the first flow outweighs all others (Cauchy)."""
    ends = (np.abs(np.take_along_axis(rows, end[:, None], axis=-1))[:, 0] for end in _ends(rows))
    high, low = (2 + np.log(np.max(np.abs(rows), axis=-1)) - np.log(end) for end in ends)
    step = np.diff(time).min(initial=np.inf)
    return -low / step, high / step


def _ends(rows):
    """Where the first and the last flow stand that is not zero."""
    some = rows != 0
    return np.argmax(some, axis=-1), rows.shape[-1] - 1 - np.argmax(some[..., ::-1], axis=-1)


def _changes(signs):
    """Whether each sign but the first differs from the last before it that was not zero."""
    return signs[..., 1:] * np.take_along_axis(signs, _last_seen(signs), axis=-1)[..., :-1] < 0


def _last_seen(signs):
    return np.maximum.accumulate(np.where(signs != 0, np.arange(signs.shape[-1]), 0), axis=-1)
