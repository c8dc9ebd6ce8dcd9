"""Layers, who pays, refresh, funding, leases, and the published inputs as a scenario."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import SEEDS, central, moved, over, run, values
from wattbook import finance, params
from wattbook.subject import MODEL

MORE = st.floats(1.01, 2)


@pytest.mark.parametrize(("life", "published"), [(3, 12_000), (5, 8_500), (7, 7_000)])
def test_an_analyst_sets_the_life_on_the_published_inputs_and_reads_the_published_cost(life, published):
    # Epoch AI (May 2026): 12, 8.5 and 7 USD B/GW a year, as in `wattbook report epoch_basis --set it_life_years=3`.
    book = params.load("epoch_basis", "2026-11-22", {"it_life_years": life})
    cost = MODEL.evaluate(book.values, ["annual_cost_usd_per_it_kw_year"])["annual_cost_usd_per_it_kw_year"]
    assert cost.item() == pytest.approx(published, rel=0.03)


def test_the_published_inputs_are_met_line_by_line():
    # Epoch AI (May 2026): energy 594 million a year, servers 21.188 and network 4.925 billion.
    book = params.load("epoch_basis", "2026-11-22")
    names = ["energy_usd_per_it_kw_year", "other_opex_usd_per_it_kw_year", "layer_capex_usd", "it_capacity_nominal_gw"]
    energy, other, capital, power = MODEL.evaluate(book.values, names).values()
    layers = capital / power / 1e9  # dollars a watt
    assert energy.item() == pytest.approx(594, abs=0.5)
    assert other.item() == pytest.approx(309)
    assert layers[0, 0, 0] + layers[0, 2, 0] == pytest.approx(21.188, abs=0.005)
    assert layers[0, 1, 0] == pytest.approx(4.925, abs=0.005)
    assert layers[0, 5, 0] == pytest.approx(0.172, abs=0.0005)


@pytest.mark.parametrize(
    ("total", "years", "mw", "published"), [(3.7e9, 10, 200, 154), (9.5e9, 25, 168, 188), (6.7e9, 10, 360, 155)])
def test_lease_prices_agree_with_terawulf(total, years, mw, published):
    # TeraWulf leases, dollars a kilowatt and month.
    inputs = central(lease_contract_usd=total, lease_term_years=years, lease_it_mw=mw)
    assert run(["lease_usd_per_it_kw_month"], inputs)[0] == pytest.approx(published, abs=0.5)


@over(SEEDS)
def test_layers_add_up_to_cost_and_interest(seed):
    layers, interest, power = run(["layer_capex_usd", "idc_usd", "it_capacity_nominal_gw"], values(seed))
    assert layers[:, :-1].sum(axis=1) == pytest.approx(values(seed)["capex_usd_per_it_watt"] * power * 1e9)
    assert layers[:, -1] == pytest.approx(interest)
    assert (layers > 0).all()


@over(SEEDS)
def test_parties_pay_for_everything_between_them(seed):
    paid, layers = run(["party_exposure_usd", "layer_capex_usd"], values(seed))
    assert paid.sum(axis=1) == pytest.approx(layers.sum(axis=1))


def test_refresh_comes_back_wave_after_wave():
    spend = np.zeros((1, 144))
    spend[0, 12] = 100.0
    inputs = {"spend_usd_per_month": spend, **central(it_capex_share=0.7, it_life_years=3)}
    again = run(["refresh_capex_usd"], {**inputs, "month_calendar_year": np.arange(144)})[0][0]  # month by month
    assert np.flatnonzero(again).tolist() == [12 + 36, 12 + 72, 12 + 108]
    assert again[again > 0] == pytest.approx(70)
    years = run(["refresh_capex_usd"], {**inputs, "month_calendar_year": np.repeat(np.arange(2024, 2036), 12)})[0]
    assert years[0] == pytest.approx([0, 0, 0, 0, 70, 0, 0, 70, 0, 0, 70, 0])


def test_each_draw_refreshes_as_often_as_its_own_life_asks():
    # 12 dollars in the second month of three years, all IT: lives of one and of two years bring two waves and one.
    spend = np.zeros((2, 36))
    spend[:, 1] = 12
    given = {"spend_usd_per_month": spend, "it_capex_share": np.ones((2, 1)), "it_life_years": np.array([[1.0], [2.0]]),
             "month_calendar_year": np.repeat([2025, 2026, 2027], 12)}
    assert run(["refresh_capex_usd"], given)[0] == pytest.approx(np.array([[0, 12, 12], [0, 0, 12]]))



@over(SEEDS, MORE)
def test_shorter_life_brings_refresh_forward(seed, factor):
    before, after = moved(seed, ["refresh_capex_usd"], it_life_years=lambda life: life / factor)
    first, sooner = (np.argmax(spending[0] > 1e6, axis=1) for spending in (before, after))
    assert (first > 0).any()
    assert (sooner <= first)[first > 0].all()


def test_interest_during_construction_by_hand():
    # 1,200 spent before any power, half of it debt at 12% a year: 6 a month, then half of 6 is debt as well.
    inputs = {"spend_usd_per_month": np.array([[1200.0, 0.0, 0.0]]), "energised_share": np.array([[0.0, 0.0, 1.0]]),
              "price_index_usd_per_real_usd": np.ones((1, 3)), **central(
                  programme_budget_usd=1200, budget_capex_share=1, debt_share=0.5, debt_rate_per_year=0.12,
                  debt_available_usd=1e9)}
    assert run(["idc_usd_per_month"], inputs)[0].ravel() == pytest.approx([0, 6, 6.03])


def test_interest_is_a_nominal_rate_on_dollars_of_the_day_and_the_total_is_brought_to_the_price_year():
    # 1,000 real dollars spent at a price level of 1.2 are 1,200 of the day: 6 and 6.03, 5 and 4.02 in dollars of 2025.
    inputs = {"spend_usd_per_month": np.array([[1000.0, 0.0, 0.0]]), "energised_share": np.array([[0.0, 0.0, 1.0]]),
              "price_index_usd_per_real_usd": np.array([[1.2, 1.2, 1.5]]),
              **central(programme_budget_usd=1200, budget_capex_share=1, debt_share=0.5, debt_rate_per_year=0.12,
                        debt_available_usd=1e9)}
    monthly, total, uses = run(["idc_usd_per_month", "idc_usd", "construction_uses_usd_per_month"], inputs)
    assert monthly.ravel() == pytest.approx([0, 6, 6.03])
    assert total == pytest.approx(5 + 4.02)
    assert uses.ravel() == pytest.approx([1200, 6, 6.03])


@over(SEEDS)
def test_with_deep_pockets_nothing_is_missing_and_debt_has_its_share(seed):
    inputs = {**values(seed), **central(debt_available_usd=1e13, equity_available_usd=1e13)}
    gap, debt, uses = (one.sum(axis=1, keepdims=True) for one in run(
        ["funding_gap_usd_per_month", "debt_drawn_usd_per_month", "construction_uses_usd_per_month"], inputs))
    assert (gap == 0).all()
    assert debt == pytest.approx(inputs["debt_share"] * uses)


@over(SEEDS)
def test_what_lenders_withhold_owners_or_nobody_pays(seed):
    names = [f"{one}_usd_per_month" for one in ("debt_drawn", "equity_drawn", "funding_gap", "construction_uses", "idc")]
    before, after = ([one.sum(axis=1) for one in found]
                     for found in moved(seed, names, debt_available_usd=lambda limit: limit / 10))
    assert sum(after[:3]) == pytest.approx(after[3])
    assert (after[0] <= before[0]).all()
    assert (after[4] <= before[4]).all(), "interest is paid on what was lent, no more"


def after_tax(inputs):
    """Real cost of capital after tax."""
    parts = "debt_share", "debt_rate_per_year", "cost_of_equity_per_year", "tax_share"
    nominal = finance.wacc(*map(inputs.get, parts))
    return finance.real_rate(nominal, inputs["inflation_per_year"])


def test_the_cost_of_capital_from_its_parts_by_hand():
    # 0.6 x 8% x (1 - 0.24) + 0.4 x 14% = 9.248% nominal; over 2.5% inflation 6.583% real.
    inputs = central(debt_share=0.6, debt_rate_per_year=0.08, tax_share=0.24, cost_of_equity_per_year=0.14,
                     inflation_per_year=0.025, rent_fall_by_age_per_year=0.2)
    (before_tax,) = run(["wacc_parts_per_year"], inputs)
    assert after_tax(inputs) == pytest.approx(0.06583, abs=5e-6)
    # The five-year table is worth 0.8600 a dollar at 9.248%: 0.26583 x (1 - 0.24 x 0.8600) / 0.76 - 0.2 = 0.07758.
    assert before_tax == pytest.approx(0.07758, abs=2e-5)


def test_what_is_deducted_at_once_leaves_the_hurdle_where_it_was(monkeypatch):
    # Hall and Jorgenson (1967): with z = 1 tax takes its share of outlay and income alike.
    monkeypatch.setattr(finance, "macrs", lambda years: np.array([1.0]))
    assert run(["wacc_parts_per_year"], values(3))[0] == pytest.approx(after_tax(values(3)))


@over(SEEDS)
def test_tax_never_lowers_the_hurdle_and_never_adds_more_than_its_own_rate(seed):
    (before_tax,), least = run(["wacc_parts_per_year"], values(seed)), after_tax(values(seed))
    tax, wear = values(seed)["tax_share"], values(seed)["rent_fall_by_age_per_year"]
    assert (before_tax >= least - 1e-12).all()
    assert (before_tax <= (least + wear) / (1 - tax) - wear).all()


@over(SEEDS)
def test_freedom_to_walk_away_is_worth_something_only_where_the_sign_is_open(seed):
    (freedom, value) = run(["walk_away_value_usd_per_it_kw", "provider_npv_usd_per_it_kw"], values(seed))
    assert (freedom.item() > 1e-9) == (value.min() < 0 < value.max())
    sure = {"provider_npv_usd_per_it_kw": np.abs(value)}
    assert run(["walk_away_value_usd_per_it_kw"], sure)[0] == pytest.approx(0, abs=1e-9)


def test_freedom_to_walk_away_by_hand():
    # Even odds of losing 10 or winning 30: free to choose 15 in the mean, bound 10.
    inputs = {"provider_npv_usd_per_it_kw": np.array([[-10.0], [30.0]])}
    assert run(["walk_away_value_usd_per_it_kw"], inputs)[0].item() == 5
    small = {"provider_npv_usd_per_it_kw": np.array([[-1.5], [2.0]])}  # 1 free, 0.25 bound
    assert run(["walk_away_value_usd_per_it_kw"], small)[0].item() == 0.75


@over(SEEDS)
def test_owning_saves_exactly_where_use_lies_above_the_break_even(seed):
    cost, use, threshold = run(["cost_usd_per_accelerator_hour", "used_hours_per_year", "breakeven_use_ratio"], values(seed))
    share = use / (8760 * values(seed)["availability"])
    assert ((cost < values(seed)["accelerator_rent_usd_per_hour"]) == (share > threshold)).all()


def test_the_announced_sum_buys_less_in_dollars_of_the_price_year():
    # 50 announced, half spent at a price level of 1 and half at 1.25: 25 + 20 = 45 real dollars.
    inputs = {"spend_cumulative_share": np.array([[0.5, 1.0]]), "price_index_usd_per_real_usd": np.array([[1.0, 1.25]]),
              **central(programme_budget_usd=50, budget_capex_share=0.8)}
    capital, spend = run(["capex_budget_usd", "spend_usd_per_month"], inputs)
    assert capital == pytest.approx(0.8 * 45)
    assert spend.ravel() == pytest.approx([20, 16])


def test_a_dollar_spent_while_prices_rise_buys_what_its_parts_buy():
    # Half of it is spent at the prices of the price year, half when they are a quarter higher: 0.5 + 0.5 / 1.25 = 0.9. Of 100,
    # of which 80% is for capacity, 72 are left in dollars of the price year; at 36 each they buy two units.
    inputs = {"spend_cumulative_share": np.array([[0.5, 1.0]]), "price_index_usd_per_real_usd": np.array([[1.0, 1.25]]),
              **central(programme_budget_usd=100e9, budget_capex_share=0.8, capex_usd_per_it_watt=36)}
    dollar, budget, power = run(["spent_real_usd_per_usd", "capex_budget_usd", "it_capacity_nominal_gw"], inputs)
    assert (dollar.item(), budget.item(), power.item()) == pytest.approx((0.9, 72e9, 2.0))
    nothing = {**inputs, "spend_cumulative_share": np.zeros((1, 2))}
    assert run(["spent_real_usd_per_usd"], nothing)[0].item() == 1


def test_a_dollar_of_the_as_of_date_is_inflated_from_the_middle_of_the_price_year():
    inputs = central(as_of_year=2027.5, inflation_per_year=0.03)
    assert run(["today_price_index_usd_per_real_usd"], inputs)[0] == pytest.approx(1.0609)


def test_a_sites_rent_over_a_term_is_brought_to_the_price_year():
    # 150 dollars of the day a month at a level of 1.1 are 1,636 real dollars a year; let nine tenths of the time 1,473.
    inputs = central(lease_usd_per_it_kw_month=150, inflation_per_year=0.21, lease_term_years=1, sold_hours_share=0.9,
                     today_price_index_usd_per_real_usd=1)
    assert run(["room_usd_per_it_kw_year"], {**inputs, **central(facility_charge_usd_per_it_kw_year=9999)})[0] == pytest.approx(
        150 * 12 / 1.1 * 0.9)
