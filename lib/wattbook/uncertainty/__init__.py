"""Uncertainty: beliefs and seeded draws, what moves a result, and what a decision can make of it."""

from wattbook.uncertainty.belief import DISTRIBUTIONS, TAIL, joint, nearest_valid, of_scores, quantile, score, strata
from wattbook.uncertainty.decide import (
    boxed,
    effective,
    error_of_median,
    error_of_share,
    evpi,
    evppi,
    flip,
    shapley,
    sobol,
    tail_mean,
    weighed_quantiles,
    weights,
)  # fmt: skip
from wattbook.uncertainty.spread import (
    SURE,
    chance_share,
    conditional,
    explained_share,
    moves,
    quantiles,
    ranks,
    required_value,
    scored,
    shared,
    together,
)  # fmt: skip

__all__ = ["DISTRIBUTIONS", "SURE", "TAIL", "boxed", "chance_share", "conditional", "effective", "error_of_median",
           "error_of_share", "evpi", "evppi", "explained_share", "flip", "joint", "moves", "nearest_valid", "of_scores",
           "quantile", "quantiles", "ranks", "required_value", "score", "scored", "shapley", "shared", "sobol", "strata",
           "tail_mean", "together", "weighed_quantiles", "weights"]
