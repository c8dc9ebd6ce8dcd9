"""Uncertainty: beliefs and seeded draws, what moves a result, and what a decision can make of it."""
# ruff: noqa: F401, I001

from wattbook.uncertainty.belief import DISTRIBUTIONS, TAIL, joint, nearest_valid, of_scores, quantile, score, strata
from wattbook.uncertainty.draws import (
    boxed, chance_share, conditional, error_of_median, error_of_share, evppi, explained_share, flip, moves, quantiles, ranks,
    required_value, shapley, sobol, tail_mean, together)
