"""Money over time: discounting, annuities, returns, depreciation, debt and funding.

Nothing here knows what is being built. Every function is pure: arrays in, a new array out.

Conventions, the same in every function
---------------------------------------
Time      The index t of a series is the moment t, the end of period t. Index 0 is now and is not discounted.
Shapes    Draws come first and time last: ``(draws, periods)``. A number per draw is ``(draws, 1)``, and what a function
          makes of a series by adding over time is ``(..., 1)`` again, so that it can be used with series at once.
Rates     A fraction per period: 7% is 0.07. Twelve periods a year need a monthly rate; see :func:`period_rate`.
Signs     Cash flows: in is positive, out is negative. Costs, prices, loans, interest and repayments are positive.
Interest  The opening balance times the rate. Money is drawn and repaid at the end of a period, so that what is drawn
          in a period bears interest from the next.
Nan       "Not defined": no rate of return, never paid back, no debt. Callers put it into words.
Errors    Every function raises ValueError, with the argument, the value found and what is allowed, where a number is not
          finite or outside its bounds or where shapes do not fit. Docstrings do not repeat it.
"""

from wattbook.finance.annuity import annuity_factor, annuity_payment, capital_recovery_factor
from wattbook.finance.debt import Debt, dscr, level_debt, min_dscr, sculpted_debt
from wattbook.finance.depreciation import (
    AssetLedger,
    asset_ledger,
    macrs,
    straight_line,
)
from wattbook.finance.discounting import discount_factor, npv, xnpv
from wattbook.finance.funding import Balance, Funding, corkscrew, funding_gap, shortfall, sources_and_uses
from wattbook.finance.internal_rate import has_several_irrs, irr, irr_roots, irr_roots_count, sign_changes, xirr
from wattbook.finance.rates import (
    annual_rate,
    period_rate,
    quoted_period_rate,
    real_rate,
    wacc,
)
from wattbook.finance.returns import mirr, payback

__all__ = [
    "AssetLedger",
    "Balance",
    "Debt",
    "Funding",
    "annual_rate",
    "annuity_factor",
    "annuity_payment",
    "asset_ledger",
    "capital_recovery_factor",
    "corkscrew",
    "discount_factor",
    "dscr",
    "funding_gap",
    "has_several_irrs",
    "irr",
    "irr_roots",
    "irr_roots_count",
    "level_debt",
    "macrs",
    "min_dscr",
    "mirr",
    "npv",
    "payback",
    "period_rate",
    "quoted_period_rate",
    "real_rate",
    "sculpted_debt",
    "shortfall",
    "sign_changes",
    "sources_and_uses",
    "straight_line",
    "wacc",
    "xirr",
    "xnpv",
]
