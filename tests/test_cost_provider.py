"""A provider's rent, return and debt: by hand, then against a kilowatt of today, then directions and what lenders see."""

import numpy as np
import pytest
from hypothesis import strategies as st

from tests.drawn import DRAWS, SEEDS, UNSEEN, central, moved, over, run, values

MONTHS = 60
START = 2026.0
MORE = st.floats(1.01, 1.5)


def once(amount):
    """All of it in the second month."""
    series = np.zeros((1, MONTHS))
    series[0, 1] = amount
    return series


# One kilowatt bought for 1,000 dollars and switched on in the second month. Steady rent of 500 a year, under contract or not,
# running cost of 100, so 33.33 a month for four years; no site left, no inflation, 10% a year.
ONE_KW = {
    "month_start_year": START + np.arange(MONTHS) / 12, "month_calendar_year": START + np.arange(MONTHS) // 12,
    "spend_usd_per_month": once(1000.0), "energised_it_gw": np.cumsum(once(1e-6), axis=1),
    "energised_share": np.cumsum(once(1.0), axis=1), "accelerator_wait_months": np.zeros((1, MONTHS)),
    "new_rent_ratio": np.ones((1, MONTHS)), "price_index_usd_per_real_usd": np.ones((1, MONTHS)), **central(
        rent_usd_per_it_kw_year=500, contract_rent_usd_per_it_kw_year=500, rent_fall_by_age_per_year=0, contract_term_years=2,
        running_cost_usd_per_it_kw_year=100, room_usd_per_it_kw_year=0, economic_life_years=4, machine_residual_usd=0,
        facility_residual_usd=0, wacc_per_year=0.1, spend_start_year=START + 1 / 12, it_capacity_nominal_gw=1e-6,
        accelerator_rent_usd_per_hour=5, default_after_years=1, void_months=12, programme_budget_usd=1000, budget_capex_share=1,
        debt_share=0.5, debt_rate_per_year=0.12, debt_available_usd=1e9, loan_tenor_years=2, target_dscr_ratio=1.6)}
PAID = 400 / 12
# Present value of 48 payments a month apart, the first at once, at 10% a year: (1 - 1.1^-4) / (1 - 1.1^(-1/12)).
ANNUITY = 40.0688


def one(name, **changes):
    return run([name], {**ONE_KW, **central(**changes)})[0]


def test_flow_of_one_kilowatt_by_hand():
    flow = one("provider_flow_usd_per_month").ravel()
    assert flow[:3] == pytest.approx([0, -1000 + PAID, PAID])
    assert flow[3:49] == pytest.approx(PAID)
    assert flow[49:] == pytest.approx(0)


def test_value_of_one_kilowatt_by_hand():
    # 33.33 x 40.0688 = 1,335.63 against 1,000 at once.
    assert one("provider_npv_usd_per_it_kw") == pytest.approx(335.63, abs=0.01)


def test_a_rent_that_returns_one_per_cent_a_month():
    # 1,000 over 48 payments, the first at once, at 1%: 1000 / (37.97396 x 1.01) = 26.0730 a month, 12.68% a year.
    assert one("provider_irr_per_year", rent_usd_per_it_kw_year=100 + 12 * 26.0730,
               contract_rent_usd_per_it_kw_year=100 + 12 * 26.0730) == pytest.approx(1.01**12 - 1, abs=1e-5)


def test_payback_counts_from_the_first_dollar():
    # Thirty payments of 33.33, the first on the day of the outlay: 29 months.
    assert one("provider_payback_years") == pytest.approx(29 / 12)
    assert np.isnan(one("provider_payback_years", economic_life_years=2))


def test_break_even_price_by_hand():
    # Rent must be worth 1,000 and the running cost, 100 / 12 x 40.0688 = 333.91; at 5 dollars it is worth 1,669.53.
    assert one("provider_breakeven_usd_per_hour") == pytest.approx(5 * 1333.91 / 1669.53, abs=1e-4)


def test_what_is_left_comes_in_the_last_month():
    flow = one("provider_flow_usd_per_month", machine_residual_usd=50, facility_residual_usd=20).ravel()
    assert flow[-1] == pytest.approx(70)
    assert flow[:-1] == pytest.approx(one("provider_flow_usd_per_month").ravel()[:-1])


def test_a_contract_is_level_in_dollars_of_the_day_and_signed_at_the_market_of_its_first_month():
    # Signed at 0.8 of 500 when a dollar of 2025 is 1.1 of the day; a year on, at 1.21, it is worth 0.8 x 500 / 1.1.
    index, market = np.ones((1, MONTHS)), np.ones((1, MONTHS))
    index[0, 1:], index[0, 13:], market[0, 1] = 1.1, 1.21, 0.8
    inputs = {**ONE_KW, "price_index_usd_per_real_usd": index, "new_rent_ratio": market}
    rent = run(["provider_rent_usd_per_month"], inputs)[0].ravel() * 12
    assert rent[[1, 12, 13, 24]] == pytest.approx([400, 400, 400 / 1.1, 400 / 1.1])
    assert rent[25] == pytest.approx(500), "after two years the market takes over"


def test_take_or_pay_pays_for_every_hour_that_runs():
    # 5 dollars less a fifth, 8,760 hours of which nine tenths run: 15,768 a kilowatt of two, however little is used.
    inputs = central(accelerator_rent_usd_per_hour=5, it_power_per_accelerator_watt=2000, availability=0.9,
                     contract_discount_share=0.2)
    assert run(["contract_rent_usd_per_it_kw_year"], inputs)[0] == pytest.approx(15_768)


def test_worn_out_machines_leave_a_room_to_let():
    # Off after a year; the room brings 120 a year, 10 a month.
    flow = one("provider_flow_usd_per_month", economic_life_years=1, room_usd_per_it_kw_year=120).ravel()
    assert flow[12:14] == pytest.approx([PAID, 10])


def test_a_tenant_that_fails_leaves_a_year_empty():
    cash = one("default_operating_usd_per_month").ravel()
    assert cash[[1, 12, 13, 24, 25, 48]] == pytest.approx([PAID, PAID, 0, 0, PAID, PAID], abs=1e-9)
    assert one("first_power_year") == pytest.approx(START + 1 / 12)
    assert one("default_irr_per_year") < one("provider_irr_per_year")


def test_the_return_with_a_year_empty_by_hand():
    # At 1% a month twelve payments at once and 24 after two years are worth 11.36763 + 21.45582 / 1.01^24 = 28.2654 of them:
    # 1,000 / 28.2654 = 35.3790 a month returns 12.68% a year.
    rent = 100 + 12 * 35.3790
    found = one("default_irr_per_year", rent_usd_per_it_kw_year=rent, contract_rent_usd_per_it_kw_year=rent)
    assert found == pytest.approx(1.01**12 - 1, abs=1e-5)


def test_running_cost_is_energy_and_the_rest():
    inputs = central(energy_usd_per_it_kw_year=600, other_opex_usd_per_it_kw_year=400)
    assert run(["running_cost_usd_per_it_kw_year"], inputs)[0] == 1000


def test_cover_of_a_level_loan_by_hand():
    # 500 over 24 months at 1% a month is 23.5367: 33.33 covers it 1.4162 times; in the first year, with 10 payments and
    # 11 months of cash, 1.55785 times.
    service = one("debt_service_usd_per_month").ravel()
    assert service[1] == service[26] == 0, "nothing is due in the month of first power, nor after the last payment"
    assert service[2:26] == pytest.approx(23.5367, abs=5e-5)
    cover = one("dscr_ratio").ravel()
    assert cover[:2] == pytest.approx([1.55785, 1.41623], abs=1e-5)
    assert np.isnan(cover[3:]).all()


def test_sculpted_debt_by_hand():
    # 33.33 / 1.6 = 20.8333 a month for two years at 1%: 20.8333 x 21.24339 = 442.571 of 1,000.
    assert one("sculpted_debt_to_spend_ratio") == pytest.approx(0.442571, abs=5e-7)


def test_only_cash_of_months_with_a_payment_sculpts_the_loan():
    # Nothing is due on the first 165, and the loss counts for nothing: 165 / 1.5 / 1.1^2 is 90.909 of 200.
    inputs = {"provider_operating_usd_per_month": np.array([[165.0, -50.0, 165.0]]),
              "spend_usd_per_month": np.array([[200.0, 0.0, 0.0]]), "price_index_usd_per_real_usd": np.ones((1, 3)),
              "debt_service_usd_per_month": np.array([[0.0, 0.5, 0.5]]),
              **central(debt_rate_per_year=1.2, target_dscr_ratio=1.5)}
    assert run(["sculpted_debt_to_spend_ratio"], inputs)[0] == pytest.approx(0.4545454545)
    twice = {name: np.repeat(value, 2, axis=0) for name, value in inputs.items()}
    assert run(["sculpted_debt_to_spend_ratio"], twice)[0].shape == (2, 1), "one number a draw"


def test_without_debt_there_is_no_cover():
    assert np.isnan(one("dscr_ratio", debt_share=0)).all()


@pytest.mark.parametrize(("books", "rents", "tenor"), [(9, 9, 6), (4.26, 9, 4.25), (9, 3.5, 3.5), (9, 0, 1 / 12)])
def test_no_loan_outlives_the_machines(books, rents, tenor):
    inputs = central(debt_tenor_years=6, it_life_years=books, economic_life_years=rents)
    assert run(["loan_tenor_years"], inputs)[0] == pytest.approx(tenor)


def test_cover_is_counted_from_first_power_and_delay_brings_the_debt_that_waits_with_it():
    # The same kilowatt a year late: half of 1,000 at 1% a month, half of the interest borrowed as well: 1,000 (1.005^12 - 1) is
    # 61.678, so 530.839 of debt.
    late = {**ONE_KW, "energised_it_gw": np.roll(ONE_KW["energised_it_gw"], 12, axis=1),
            "energised_share": np.roll(ONE_KW["energised_share"], 12, axis=1)}
    for name in ("energised_it_gw", "energised_share"):
        late[name][0, :13] = 0
    service, cover, interest, value = run(
        ["debt_service_usd_per_month", "dscr_ratio", "idc_usd", "provider_npv_usd_per_it_kw"], late)
    assert interest == pytest.approx(61.678, abs=5e-4)
    assert service[0, 14:38] == pytest.approx(530.839 * 0.0470735, abs=1e-4)
    assert np.isnan(cover[0, 0])
    assert cover[0, 2] == pytest.approx(400 / 12 / (530.839 * 0.0470735), rel=1e-5)
    assert value == pytest.approx(PAID * (ANNUITY - 1.1 ** (-47 / 12)) / 1.1 - 1000, abs=0.1), "one month falls off the axis"


# The kilowatt of today: no construction, no slip, so that the programme's case gives what one purchase gives


@over(SEEDS)
def test_without_construction_and_slip_the_case_is_a_kilowatt_bought_today(seed):
    draws = values(seed)
    terms = {"contract_term_years": np.full((DRAWS, 1), 3.0), "economic_life_years": np.full((DRAWS, 1), 7.0)}
    power, index = run(["it_capacity_nominal_gw", "price_index_usd_per_real_usd"], draws)
    capital = draws["capex_usd_per_it_watt"]
    today = int(np.searchsorted(draws["month_start_year"], draws["as_of_year"][0, 0]))  # first month after the as-of date
    on = (np.arange(index.shape[1]) >= today) * np.ones((DRAWS, 1))
    spend = np.diff(on, axis=1, prepend=0) * power * capital * 1e9
    inputs = {**draws, **terms, "energised_it_gw": on * power, "energised_share": on, "spend_usd_per_month": spend,
              "it_capacity_nominal_gw": power, "accelerator_wait_months": 0 * on,
              "spend_start_year": np.full((DRAWS, 1), draws["month_start_year"][today])}
    names = ["provider_npv_usd_per_it_kw", "rent_usd_per_it_kw_year", "contract_rent_usd_per_it_kw_year", "new_rent_ratio",
             "running_cost_usd_per_it_kw_year", "room_usd_per_it_kw_year", "machine_residual_usd", "facility_residual_usd"]
    found, rent, contract, market, running, room, machines, building = run(names, inputs)
    age = np.arange(index.shape[1] - today)
    month, level = market[:, today:], index[:, today:]
    let = np.where(age < 36, contract * month[:, :1] * level[:, :1] / level,
                   np.where(age < 84, rent * month * (1 - draws["rent_fall_by_age_per_year"]) ** (age / 12), 0))
    yearly = let - np.where(age < 84, running, -room)
    worth = 1 / (1 + draws["wacc_per_year"]) ** (age / 12)
    left = (machines + building) / (power * 1e6) * worth[:, -1:]
    expected = (yearly / 12 * worth).sum(axis=1, keepdims=True) + left - capital * 1000
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)
    assert (machines == 0).all(), "seven years on, nothing of the machines is left"


# Directions


@over(SEEDS, MORE)
def test_a_higher_price_raises_return_and_cover_and_leaves_the_break_even(seed, factor):
    names = ["provider_npv_usd_per_it_kw", "dscr_ratio", "provider_breakeven_usd_per_hour"]
    lives = {"economic_life_years": np.full((DRAWS, 1), 6.0), **central(machine_residual_usd=0)}
    before = run(names, {**values(seed), **lives})
    dearer = values(seed)["accelerator_rent_usd_per_hour"] * factor
    after = run(names, {**values(seed), **lives, "accelerator_rent_usd_per_hour": dearer})
    assert (after[0] > before[0]).all()
    served = ~np.isnan(before[1])
    assert served.any()
    assert (after[1] >= before[1])[served].all()
    assert after[2] == pytest.approx(before[2])


@over(SEEDS, MORE)
def test_a_higher_price_is_worth_more_where_lives_move_with_it(seed, factor):
    before, after = moved(seed, ["provider_npv_usd_per_it_kw"], accelerator_rent_usd_per_hour=lambda price: factor * price)
    assert (after[0] > before[0]).all()


@over(SEEDS)
def test_at_the_break_even_price_value_is_nothing(seed):
    held = {"economic_life_years": np.full((DRAWS, 1), 6.0), **central(machine_residual_usd=0)}
    (price,) = run(["provider_breakeven_usd_per_hour"], {**values(seed), **held})
    (value,) = run(["provider_npv_usd_per_it_kw"], {**values(seed), **held, "accelerator_rent_usd_per_hour": price})
    assert value == pytest.approx(0, abs=1e-4)


@over(SEEDS)
def test_a_failing_tenant_never_helps_the_lender_where_the_contract_is_no_worse_than_the_market(seed):
    inputs = {**values(seed), **central(contract_discount_share=0, settled_rent_ratio=0.9, inflation_per_year=0)}
    sound, failing = (np.fmin.reduce(one, axis=1) for one in run(["dscr_ratio", "default_dscr_ratio"], inputs))
    assert (failing <= sound + 1e-12).all()


@over(SEEDS, st.floats(1, 24))
def test_a_slip_never_adds_value_to_what_earns(seed, months):
    names = ["provider_npv_usd_per_it_kw", "idc_usd"]
    settled = {**values(seed), **UNSEEN["given"], "settled_rent_ratio": np.minimum(values(seed)["settled_rent_ratio"], 1),
               "accelerator_rent_usd_per_hour": values(seed)["accelerator_rent_usd_per_hour"] * 3, **central(
                   machine_residual_usd=0, facility_residual_usd=0)}
    late = {**settled, "schedule_slip_months": np.maximum(settled["schedule_slip_months"], 0) + months}
    settled["schedule_slip_months"] = late["schedule_slip_months"] - months
    before, after = run(names, settled), run(names, late)
    assert (after[0] <= before[0] + 1e-6).all()
    assert (after[1] >= before[1] * (1 - 1e-9)).all()
