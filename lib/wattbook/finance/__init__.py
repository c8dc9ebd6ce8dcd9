"""Money over time: value, return, debt, funding and what assets lose. Nothing here knows what is being built.

Time      The index of a series counts periods. Index 0 is now and is not discounted, unless `time` says when flows stand.
Shapes    Draws come first and time last: ``(draws, periods)``. A number per draw is ``(draws, 1)``, and so is what a
          function makes of a series.
Rates     A fraction per period, or per unit of `time`: 7% is 0.07. Twelve periods a year need a monthly rate.
Signs     Cash flows: in is positive, out is negative. Costs, prices, loans, interest and repayments are positive.
Interest  The opening balance times the rate. Money is drawn and repaid at the end of a period, so that what is drawn
          in a period bears interest from the next.
NaN       "Not defined": no single rate of return, never paid back, no debt. Callers put it into words.
"""

# ruff: noqa: F401, I001
from wattbook.finance.amortisation import amortised_cost, macrs
from wattbook.finance.debt import construction_interest, dscr
from wattbook.finance.returns import irr, irr_roots_count, mirr, payback, sign_changes
from wattbook.finance.value import (
    annual_rate, annuity_factor, capital_recovery_factor, discount_factor, npv, quoted_period_rate, real_rate, wacc)
