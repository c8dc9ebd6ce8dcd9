"""The second route: each headline number of one draw again in plain loops, as a spreadsheet would, from assumptions alone.

Nothing of the model is used, neither its functions nor arrays. One thing is taken from it: the parameters of growth that the
fit to other firms gives, which is no sum that a spreadsheet does.
"""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from wattbook import params
from wattbook.run import Run

DRAWS = 60
MONTH = 1 / 12


@pytest.fixture(scope="module", params=["2025-11-12", "2026-11-22"])
def run(request):
    return Run(params.load("base", request.param, draws=DRAWS))


@pytest.fixture(scope="module", params=[0, 7, 23, 41])
def sheet(run, request):
    """All cells of one draw, and where the model's own numbers of it stand."""
    a = SimpleNamespace(**{name: cell(value, request.param) for name, value in run.book.values.items()})
    a.growth = cell(run["growth_parameter_ratio"], request.param)
    power(a)
    hour(a)
    worth(a)
    revenue(a)
    tokens(a)
    lender(a)
    a.draw = request.param
    return a


def cell(value, draw):
    """A number, or a row of numbers, of one draw."""
    value = np.asarray(value)
    row = (value if value.ndim == 1 else value[min(draw, len(value) - 1)]).ravel().tolist()
    return row[0] if len(row) == 1 and value.ndim > 1 else row


def agree(run, sheet, name, found):
    wanted = cell(run[name], sheet.draw)
    assert np.shape(found) == np.shape(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9 * np.nanmax(np.abs(wanted), initial=0))


# Tools of a spreadsheet


def clip(x, low, high):
    return max(low, min(high, x))


def steps(series):
    return [now - before for before, now in zip([0, *series], series, strict=False)]


def at(series, place):
    """Value at a place between cells; the first and last hold beyond the ends."""
    place = clip(place, 0, len(series) - 1)
    low = math.floor(place)
    high = min(low + 1, len(series) - 1)
    return series[low] + (place - low) * (series[high] - series[low])


def beta_share(x, a, b):
    """Regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    if x in (0, 1):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    fraction = 1.0
    for m in range(400, 0, -1):
        half = m // 2
        if m % 2:
            part = -(a + half) * (a + b + half) * x / ((a + m - 1) * (a + m))
        else:
            part = half * (b - half) * x / ((a + m - 1) * (a + m))
        fraction = 1 + part / fraction
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return front / (a * fraction)


def integral(function, years, parts=4000):
    """Simpson's rule."""
    h = years / parts
    return h / 3 * sum((1 if n in (0, parts) else 4 if n % 2 else 2) * function(n * h) for n in range(parts + 1))


def recovery(rate, periods):
    return rate / (1 - (1 + rate) ** -periods)


def left_of(added, keep, youngest, oldest):
    """Each addition counts in a month by the part of it whose age lies between both, and keeps a share of itself a month."""
    found = []
    for now in range(len(added)):
        total = 0.0
        for then in range(now + 1):
            part = min(then + 1, now + 1 - youngest) - max(then, now + 1 - oldest)
            total += max(part, 0) * added[then] * keep ** (now - then)
        found.append(total)
    return found


# The sheets


def power(a):
    a.month_end = [t + MONTH for t in a.month_start_year]
    a.spent = [beta_share(clip((t - a.spend_start_year) * 12 / a.spend_duration_months, 0, 1), a.spend_curve_shape,
                          a.spend_curve_shape) for t in a.month_end]
    a.index = [(1 + a.inflation_per_year) ** (t + MONTH / 2 - 2025.5) for t in a.month_start_year]
    a.outlay = [a.budget_usd * part / level for part, level in zip(steps(a.spent), a.index, strict=True)]
    a.capex = sum(a.outlay) * a.budget_capex_share / a.spent[-1]
    a.gw = a.capex / a.capex_usd_per_it_watt / 1e9
    sites = [site(a, s, a.gw * weight / sum(a.site_budget_weight_ratio)) for s, weight in enumerate(a.site_budget_weight_ratio)]
    a.energised = []
    for t, end in enumerate(a.month_end):
        ready = sum(gw * clip((end - first) / (full - first), 0, 1) for gw, first, full in sites) / a.gw
        delivered = (a.month_start_year[t] - a.accelerator_first_delivery_year) * 12 + 1
        delivered /= max(a.accelerator_delivery_months, 1)
        fte = a.construction_workers_count * a.crew_filled_share
        crews = fte * a.installation_it_mw_per_fte_year * max(end - a.spend_start_year, 0) / 1000 / a.gw
        paid = at(a.spent, t - a.spend_to_power_lag_months)
        a.energised.append(a.gw * min(ready, clip(delivered, 0, 1), clip(crews, 0, 1), paid))


def site(a, s, gw):
    works, weeks = a.site_works_start_year[s], 7 * 12 / 365
    permits = a.site_permit_weeks[s] * weeks
    permits += held(a, s, works + permits / 12, a.site_freeze_probability, a.site_freeze_start_year, a.permit_freeze_months)
    grid = max(a.site_grid_wait_months[s] - a.site_queue_ahead_months[s], 0)
    grid += held(a, s, works + grid / 12, a.site_pause_probability, a.site_pause_start_year, a.grid_pause_months)
    plant = max(a.site_fuel_line_months[s], a.generator_lead_months - a.generator_ordered_ahead_months, 0)
    equipment = max(a.transformer_lead_weeks, a.switchgear_lead_weeks) * weeks - a.equipment_ordered_ahead_months
    own = max(permits, a.shell_construction_months, equipment, 0, min(grid, plant)) + a.commissioning_months
    curve = tracked(a)
    gone = (a.as_of_year - works) * 12
    rank, luck, unseen = a.site_reference_rank_share[s], a.site_unseen_rank_share[s], a.site_unseen_probability
    seen = mixed(a, own, wait_of(a, curve, rank))
    takes = max(seen + a.schedule_slip_months, 0)
    if takes < gone and luck >= unseen:
        before = share_by(a, curve, gone)
        again = wait_of(a, curve, before + (luck - unseen) / (1 - unseen) * (1 - before)) if curve else gone
        takes = max(again, gone)
    first = works + takes / 12
    paces = sorted((largest - start) * 12 / mw for start, largest, mw in zip(
        a.tracked_site_works_year, a.tracked_site_largest_year, a.tracked_site_energised_mw, strict=True)
        if not math.isnan(largest - start) and mw > 0)
    pace = mixed(a, a.build_pace_months_per_facility_mw, at(paces, rank * (len(paces) - 1)) if paces else None)
    return gw, first, max(works + pace * gw * a.pue * 1000 / 12, first + MONTH)


def held(a, s, due, probability, start, months):
    strikes = a.site_freeze_rank_share[s] < probability[s] and due >= start[s]
    return max((start[s] - due) * 12 + months, 0) if strikes else 0


def mixed(a, own, outside):
    return own if outside is None else (1 - a.reference_weight_share) * own + a.reference_weight_share * outside


def tracked(a):
    """Kaplan-Meier curve, read at the middle of each step."""
    took, waits = [], []
    for start, on, seen in zip(a.tracked_site_works_year, a.tracked_site_power_year, a.tracked_site_seen_year, strict=True):
        if not math.isnan(start):
            took += [] if math.isnan(on) else [(on - start) * 12]
            waits += [(seen - start) * 12] if math.isnan(on) and not math.isnan(seen) else []
    left, curve = 1.0, []
    for time in sorted(set(took)):
        at_risk = sum(one >= time for one in took + waits)
        after = left * (1 - took.count(time) / at_risk)
        curve.append((time, 1 - (left + after) / 2))
        left = after
    return curve


def wait_of(a, curve, rank):
    if not curve:
        return None
    if rank > curve[-1][1]:
        return curve[-1][0] + a.reference_tail_months * math.log((1 - curve[-1][1]) / (1 - rank))
    low = curve[0]
    for high in curve:
        if rank <= high[1]:
            return high[0] if high is curve[0] else low[0] + (high[0] - low[0]) * (rank - low[1]) / (high[1] - low[1])
        low = high
    raise AssertionError


def share_by(a, curve, time):
    if not curve or time < curve[0][0]:
        return 0.0
    if time > curve[-1][0]:
        return 1 - (1 - curve[-1][1]) * math.exp(-(time - curve[-1][0]) / a.reference_tail_months)
    below = max(one for one in curve if one[0] <= time)
    above = min(one for one in curve if one[0] >= time)
    return below[1] if below == above else below[1] + (above[1] - below[1]) * (time - below[0]) / (above[0] - below[0])


def hour(a):
    a.it_share = a.server_capex_share + a.network_capex_share
    a.watt = a.it_power_per_accelerator_watt
    a.used = 8760 * a.availability * a.sold_hours_share
    kw = 1000 * a.capex_usd_per_it_watt
    machines = kw * a.it_share * recovery(a.wacc_per_year, a.it_life_years)
    building = 1 - a.it_share - a.land_capex_share
    a.building = kw * (building * recovery(a.wacc_per_year, a.facility_life_years) + a.land_capex_share * a.wacc_per_year)
    a.running = a.it_load_share * a.pue * 8760 * a.electricity_price_usd_per_mwh / 1000 + sum((
        a.maintenance_usd_per_it_kw_year, a.property_tax_usd_per_it_kw_year, a.labour_usd_per_it_kw_year,
        a.water_usd_per_it_kw_year, a.insurance_usd_per_it_kw_year, a.connectivity_usd_per_it_kw_year))
    a.cost_of_hour = (machines + a.building + a.running) * a.watt / 1000 / a.used
    a.rent = a.accelerator_rent_usd_per_hour * a.used / a.watt * 1000  # of a kilowatt in a year, new and today
    a.market = [settled(a, max(t - a.as_of_year, 0)) for t in a.month_start_year]


def settled(a, years):
    """Rent of a new machine some years ahead over today's."""
    return a.settled_rent_ratio + (1 - a.settled_rent_ratio) * 0.5 ** (years * 12 / a.rent_half_life_months)


def pays_until(a):
    """Age at which rent no longer covers running and room, by bisection."""
    def left(age):
        return a.rent * settled(a, age) * (1 - a.rent_fall_by_age_per_year) ** age - a.running - a.room
    low, high = 0.0, a.it_physical_life_years
    for _ in range(100):
        low, high = ((low + high) / 2, high) if left((low + high) / 2) > 0 else (low, (low + high) / 2)
    return high


def worth(a):
    lease = a.lease_contract_usd / a.lease_term_years / a.lease_it_mw / 1000  # a kilowatt and year, dollars of the day
    level = (1 + a.inflation_per_year) ** (a.as_of_year - 2025.5 + a.lease_term_years / 2)
    a.room = a.building if math.isnan(lease) else min(lease / level * a.sold_hours_share, a.building)
    a.life = pays_until(a)
    share = [gw / a.gw for gw in a.energised]
    a.new = steps(a.energised)
    a.waited = []
    for t, start in enumerate(a.month_start_year):
        since = (start - a.accelerator_first_delivery_year) * 12 + 1
        middle = (share[t] + (share[t - 1] if t else 0)) / 2
        a.waited.append(max(since - middle * a.accelerator_delivery_months, 0) * (1 - a.delivery_put_off_share))
    a.keep = (1 - a.rent_fall_by_age_per_year) ** MONTH
    a.fresh = [gw * a.keep**months for gw, months in zip(a.new, a.waited, strict=True)]
    aged = left_of(a.fresh, a.keep, 0, a.life * 12)
    working = left_of(a.new, 1, 0, a.life * 12)
    a.upkeep = [(on * a.running - (gw - on) * a.room) * 1e6 / 12 for on, gw in zip(working, a.energised, strict=True)]
    flow = [gw * 1e6 * a.rent * market / 12 - upkeep - paid
            for gw, market, upkeep, paid in zip(aged, a.market, a.upkeep, a.outlay, strict=True)]
    flow[-1] += sum(residual(a, t) for t, gw in enumerate(a.new) if gw)
    a.flow = flow
    after = [t - a.spend_start_year for t in a.month_start_year]
    a.npv = sum(one / (1 + a.wacc_per_year) ** years for one, years in zip(flow, after, strict=True))


def residual(a, t):
    """What stands at the end of what got power in a month: machines by the rent to come, buildings by that of their rooms."""
    age = (len(a.new) - 1 - t) / 12
    fall, ahead = 1 - a.rent_fall_by_age_per_year, max(a.month_start_year[-1] - a.as_of_year, 0)
    kept = fall ** (age + a.waited[t] / 12)

    def earned(years):
        rent = a.rent * kept * fall**years * settled(a, ahead + years)
        return (rent - a.running - a.room) / (1 + a.wacc_per_year) ** years

    machines = max(integral(earned, a.life - age), 0) if a.life > age else 0
    machines = min(machines, a.capex_usd_per_it_watt * 1000 * a.it_share * kept)
    rooms = integral(lambda years: a.room / (1 + a.wacc_per_year) ** years, max(a.facility_life_years - age, 0), 200)
    return a.new[t] * 1e6 * (machines + rooms)


def growth_of_size(a, x):
    return min(a.growth[0] * math.exp(clip(-a.growth[1] * x, -9, 9)), 4)


def growth_now(a):
    """Kalman filter of level and growth over the reports, in steps of at most a quarter of a year."""
    k, tau, scale = math.log(2) * 12 / a.growth_half_life_months, a.growth[4], a.growth_scale_usd_per_year
    levels = [math.log(level / scale) for level in a.observed_runrate_usd_per_year]
    x, g = levels[0], growth_of_size(a, levels[0])
    xx, xg, gg = tau**2, 0.0, max(g, 0.4) ** 2
    for years, level in zip(np.diff(a.observed_runrate_year).tolist(), levels[1:], strict=True):
        parts = max(math.ceil(years / 0.25), 1) if years > 0 else 0
        for _ in range(parts):
            d = years / parts
            fade, to = math.exp(-k * d), growth_of_size(a, x)
            reach = (1 - fade) / k
            x, g = x + to * d + (g - to) * reach, to + (g - to) * fade
            twice = (1 - fade**2) / (2 * k)
            wandered = (d - 2 * reach + twice) / k**2 if k * d > 1e-3 else d**3 / 3
            xx, xg, gg = (xx + 2 * reach * xg + reach**2 * gg + a.growth[2] ** 2 * wandered + a.growth[3] ** 2 * d,
                          fade * (xg + reach * gg) + a.growth[2] ** 2 * reach**2 / 2, fade**2 * gg + a.growth[2] ** 2 * twice)
        to_x, to_g, miss = xx / (xx + tau**2), xg / (xx + tau**2), level - x
        x, g, xx, xg, gg = x + to_x * miss, g + to_g * miss, xx * (1 - to_x), xg * (1 - to_x), gg - to_g * xg
    return g + math.sqrt(gg) * a.growth_now_score_ratio * a.band_widening_ratio


def revenue(a):
    last, scale = a.observed_runrate_year[-1], a.growth_scale_usd_per_year
    a.last_runrate = a.observed_runrate_usd_per_year[-1] * math.exp(
        a.growth[4] * a.last_report_score_ratio * a.band_widening_ratio)
    k = math.log(2) * 12 / a.growth_half_life_months
    x, when, g = math.log(a.last_runrate / scale), last, clip(growth_now(a) * a.growth_persistence_ratio, -1.5, 6)
    top = max(math.log(max(a.demand_ceiling_usd_per_year, a.last_runrate) / scale), x + 0.01)
    room = 1 - math.exp(x - top)
    demand = []
    for t, start in enumerate(a.month_start_year):
        middle = start + MONTH / 2
        if middle <= last:
            demand.append(past(a, middle))
            continue
        d, to = middle - when, growth_of_size(a, x)
        shock = a.growth[2] * math.sqrt((1 - math.exp(-2 * k * d)) / (2 * k)) * a.growth_shock_score_ratio[t]
        later = clip(to + (g - to) * math.exp(-k * d) + shock * a.band_widening_ratio, -1.5, 6)
        pace = (g + later) / 2
        if pace > a.terminal_growth_per_year:
            above = (pace - a.terminal_growth_per_year) * clip((1 - math.exp(x - top)) / room, 0, 1)
            pace = a.terminal_growth_per_year + min(above, max(top - x, 0) / d)
        x += pace * d + a.growth[3] * math.sqrt(d) * a.level_shock_score_ratio[t] * a.band_widening_ratio
        g, when, top = later, middle, top + a.terminal_growth_per_year * d
        demand.append(scale * math.exp(x))
    served(a, demand, last)


def past(a, when):
    """Exponential between the reports."""
    years, levels = a.observed_runrate_year, a.observed_runrate_usd_per_year
    if when <= years[0]:
        return levels[0]
    n = next(n for n in range(1, len(years)) if years[n] >= when)
    return levels[n - 1] * (levels[n] / levels[n - 1]) ** ((when - years[n - 1]) / (years[n] - years[n - 1]))


def served(a, demand, last):
    life = a.it_life_years * 12
    own = [gw - at(a.energised, t - life) for t, gw in enumerate(a.energised)]
    leased = [a.leased_first_it_gw * (a.leased_last_it_gw / a.leased_first_it_gw) ** clip(
        (t - a.leased_first_year) / (a.leased_last_year - a.leased_first_year), 0, 1) for t in a.month_start_year]
    a.serving = [one + two for one, two in zip(own, leased, strict=True)]
    then = a.serving[max(sum(t <= last for t in a.month_start_year) - 1, 0)]
    runrate, caused = [], []
    for t, start in enumerate(a.month_start_year):
        ahead = start + MONTH / 2 > last
        most = a.last_runrate / a.capacity_in_use_share * a.serving[t] / then
        most *= (1 + a.revenue_per_watt_growth_per_year) ** max(start - last, 0)
        runrate.append(min(demand[t], most) if ahead else demand[t])
        alone = min(demand[t], most * leased[t] / a.serving[t]) if ahead else demand[t]
        caused.append(1 - alone / runrate[-1])
    month = [one * a.recognised_to_runrate_ratio / 12 for one in runrate]
    for total, start, end in zip(a.reported_revenue_usd, a.reported_revenue_from_year, a.reported_revenue_to_year, strict=True):
        inside = [t for t, at_start in enumerate(a.month_start_year) if start < at_start + MONTH / 2 < end]
        reckoned = sum(month[t] for t in inside)
        for t in inside:
            month[t] *= total / reckoned
    years = sorted(set(a.month_calendar_year))
    a.recognised = [sum(one for one, of in zip(month, a.month_calendar_year, strict=True) if of == year) for year in years]
    a.caused = [sum(one * lost for one, lost, of in zip(month, caused, a.month_calendar_year, strict=True) if of == year)
                for year in years]
    runrate.append(runrate[-1] ** 2 / runrate[-2])
    a.year_ends = [math.sqrt(runrate[12 * n + 11] * runrate[12 * n + 12]) for n in range(len(years))]
    a.runrate, a.target_revenue = runrate[:-1], a.recognised[years.index(a.target_year)]


def tokens(a):
    joule = a.reference_energy_joule_per_token * a.serving_intensity_ratio * (
        a.output_token_share + (1 - a.output_token_share) * a.prefill_energy_ratio)
    busy = a.inference_compute_share * a.serving_utilisation_share * a.availability
    of_kw = 1000 * busy * 8760 * 3600 / joule
    inside = [t for t, year in enumerate(a.month_calendar_year) if year == a.target_year]
    produced = 0.0
    for t in inside:
        price = (1 - a.token_price_decline_per_year) ** max(a.month_start_year[t] - a.as_of_year, 0)
        produced += a.serving[t] * of_kw / price**a.efficiency_to_price_ratio * a.paid_token_share / 12  # GW, millions cancel
    mix = (1 - a.cached_token_share - a.output_token_share) + a.cached_token_share * a.cached_price_ratio
    mix += a.output_token_share * a.output_price_ratio
    price = a.list_input_price_usd_per_mtoken * mix * (1 - a.realised_discount_share)
    a.of_kw, a.could = of_kw, 0.0
    for t, start in enumerate(a.month_start_year):
        working = a.energised[t] - at(a.energised, t - a.it_life_years * 12)
        level = (1 - a.token_price_decline_per_year) ** max(start - a.as_of_year, 0)
        paid = working * of_kw * level ** (1 - a.efficiency_to_price_ratio) * a.paid_token_share  # GW, millions cancel
        a.could = max(a.could, paid * price * a.index[t])
    clients = min(a.custom_clients, a.custom_engineers_fte / a.custom_engineers_fte_per_client)
    custom = clients * a.custom_contract_usd_per_client * (1 - a.custom_churn_share)
    kept = 1 - a.store_sales_share * a.store_fee_share
    consumer = a.consumer_users * a.consumer_paid_share * a.consumer_price_usd_per_user_month * 12 * kept
    licences = a.licensees_count * (a.licence_fee_usd + a.royalty_share * a.licensee_sales_usd) * (1 - a.displaced_share)
    clouds = a.target_revenue * a.partner_sales_share
    shrunk = min(a.target_revenue / (custom + consumer + licences + clouds), 1)
    sales = a.target_revenue - shrunk * (custom + consumer + licences)  # direct and through clouds, what stands twice once
    sales /= sum(a.index[t] for t in inside) / len(inside)
    a.produced, a.sold = produced, sales / max(sales / produced, price)


def lender(a):
    share = [gw / a.gw for gw in a.energised]
    spend = [one * a.budget_capex_share * level for one, level in zip(a.outlay, a.index, strict=True)]
    rate, paid, interest, on_work = a.debt_rate_per_year / 12, 0.0, 0.0, 0.0
    unfinished = 0.0
    for t, cost in enumerate(spend):
        used = paid + interest
        borrowed = min(a.debt_share * used, a.debt_available_usd) / used if used > 0 else 0
        due = rate * borrowed * (unfinished + on_work)
        paid += cost
        now = max(paid - a.budget_usd * a.budget_capex_share * share[t], 0)
        on_work = (on_work + due) * now / (unfinished + cost) if unfinished + cost > 0 else 0
        unfinished, interest = now, interest + due
    debt = min(a.debt_share * (paid + interest), a.debt_available_usd)
    months = max(math.floor(min(a.debt_tenor_years, a.it_life_years, a.life) * 12), 1)
    a.cover, term = [], min(a.contract_term_years, a.life) * 12
    contract = a.accelerator_rent_usd_per_hour * (1 - a.contract_discount_share) * 8760 * a.availability * 1000 / a.watt
    signed = left_of([gw * market * level for gw, market, level in zip(a.fresh, a.market, a.index, strict=True)], 1, 0, term)
    later = left_of(a.fresh, a.keep, term, a.life * 12)
    cash = [(one * contract + two * market * level * a.rent) * 1e6 / 12 - upkeep * level for one, two, market, level, upkeep
            in zip(signed, later, a.market, a.index, a.upkeep, strict=True)]
    on = steps(share)
    service = [debt * recovery(rate, months) * sum(on[max(t - months, 0) : t]) for t in range(len(on))]
    for year in sorted(set(a.month_calendar_year)):
        inside = [t for t, of in enumerate(a.month_calendar_year) if of == year]
        owed = sum(service[t] for t in inside)
        a.cover += [sum(cash[t] for t in inside) / owed] if owed > 0 else []


# The comparison


def test_energised_power(run, sheet):
    agree(run, sheet, "energised_it_gw", sheet.energised)


def test_cost_of_an_hour_and_its_rent(run, sheet):
    agree(run, sheet, "cost_usd_per_accelerator_hour", sheet.cost_of_hour)
    agree(run, sheet, "rent_usd_per_it_kw_year", sheet.rent)
    agree(run, sheet, "new_rent_ratio", sheet.market)


def test_net_present_value(run, sheet):
    assert sheet.npv == pytest.approx(cell(run["npv_usd"], sheet.draw), rel=1e-9, abs=1e-9 * sum(map(abs, sheet.flow)))


def test_rate_of_return(run, sheet):
    def value(monthly):
        return sum(one / (1 + monthly) ** t for t, one in enumerate(sheet.flow))

    rates = [-0.5 + 0.001 * n for n in range(900)]
    values = [value(rate) for rate in rates]
    crossed = [n for n in range(1, len(rates)) if values[n - 1] * values[n] < 0]
    found = cell(run["irr_per_year"], sheet.draw)
    if len(crossed) != 1:
        assert math.isnan(found)
        return
    low, high = rates[crossed[0] - 1], rates[crossed[0]]
    for _ in range(100):
        low, high = ((low + high) / 2, high) if value((low + high) / 2) * value(low) > 0 else (low, (low + high) / 2)
    assert found == pytest.approx((1 + low) ** 12 - 1, rel=1e-9, abs=1e-9)


def test_run_rate(run, sheet):
    agree(run, sheet, "runrate_usd_per_year", sheet.runrate)
    agree(run, sheet, "yearend_runrate_usd_per_year", sheet.year_ends)


def test_recognised_revenue_and_what_the_programme_causes(run, sheet):
    agree(run, sheet, "recognised_revenue_usd", sheet.recognised)
    agree(run, sheet, "revenue_caused_usd", sheet.caused)


def test_the_front_page(run, sheet):
    """Every number of the chain there that no other test of this module has."""
    fleet = sheet.gw * 1e9 / sheet.watt * sheet.accelerator_peak_tflop_per_second / sheet.h100_peak_tflop_per_second
    for key, found in (("programme_budget_usd", sheet.budget_usd), ("it_capacity_nominal_gw", sheet.gw),
                       ("h100e_nominal_count", fleet), ("tokens_per_it_kw_year", sheet.of_kw),
                       ("max(revenue_capacity_nominal_usd_per_year)", sheet.could)):
        assert found == pytest.approx(run.draws(key)[sheet.draw], rel=1e-9), key
    tested = {"programme_budget_usd", "it_capacity_nominal_gw", "h100e_nominal_count", "tokens_per_it_kw_year",
              "energised_it_gw", "irr_per_year", "max(revenue_capacity_nominal_usd_per_year)"}
    assert {one["key"].split("[")[0] for one in run.book.case.front["chain"]} <= tested


def test_tokens_produced_and_sold(run, sheet):
    agree(run, sheet, "paid_tokens_produced_mtoken", sheet.produced)
    assert run.draws("api_sales_usd / clearing_price_usd_per_mtoken")[sheet.draw] == pytest.approx(sheet.sold, rel=1e-9)


def test_lenders_cover(run, sheet):
    wanted = [one for one in cell(run["dscr_ratio"], sheet.draw) if not math.isnan(one)]
    assert sheet.cover == pytest.approx(wanted, rel=1e-9)
    assert min(sheet.cover) == pytest.approx(run.draws("min(dscr_ratio)")[sheet.draw], rel=1e-9)
