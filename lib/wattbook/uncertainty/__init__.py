"""Uncertainty: beliefs and seeded draws, what moves a result, and what a decision can make of it."""
# ruff: noqa: F401, I001

from wattbook.uncertainty.belief import DISTRIBUTIONS, TAIL, joint, nearest_valid, of_scores, quantile, score, strata
from wattbook.uncertainty.decide import boxed, error_of_median, error_of_share, evppi, flip, shapley, sobol, tail_mean
from wattbook.uncertainty.spread import (
    chance_share, conditional, explained_share, moves, quantiles, ranks, required_value, together)
