"""What a result spreads over, and what moves it: quantiles and ranks over the draws."""

import warnings
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import chdtri

PARTS = 5  # an input's lowest and highest fifth of the draws are its ends
SURE = 0.999  # a share is told where chance gives one as large in fewer than one case of a thousand
APART = 2.576 * 2**0.5  # standard errors by which two shares differ in more than one case of a hundred
GRID = 17
NEAR = 2.0**-24  # of a step of the grid
SEARCH = 20  # how many times the value is searched up and down where nothing bounds it


def quantiles(draws_of_output, probabilities=(0.1, 0.5, 0.9)):
    """Quantiles over the draws (first axis), NaN draws left out: (len(probabilities), ...) [any]; NaN where none is left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # all-NaN slices are "not reported", not a fault
        return np.nanquantile(np.asarray(draws_of_output, dtype=float), probabilities, axis=0)


def explained_share(inputs, output):
    """Share of the spread of an output that goes with each input alone, from `ranks`: Spearman's rho squared.

    Over inputs drawn independently the shares add up to what monotone moves one at a time explain; the rest is interaction, and
    moves that turn back.
    """
    squares = (inputs**2).sum(axis=0)
    return (output @ inputs) ** 2 / np.where(squares > 0, squares, 1) / (output @ output or 1)


def ranks(columns):
    """Ranks in each column, equal values sharing theirs, less their mean."""
    from scipy.stats import rankdata  # slow to import

    return rankdata(columns, axis=0) - (len(columns) + 1) / 2


def together(inputs, output):
    """One standard score in place of many inputs that act together, such as the months of a path, from `ranks` of all.

    Each is weighted by its rank correlation with the output; 0 where nothing varies.
    """
    score = inputs @ (output @ inputs)
    return score / (score.std() or 1)


def chance_share(draws):
    """Largest share that an input which moves nothing seems to explain, but for one time in `1 / (1 - SURE)`."""
    return float(min(chdtri(1, 1 - SURE) / max(draws - 1, 1), 1))


def conditional(inputs, output, middle=np.median):
    """Middle of an output over the draws in which each input lies in its lowest and in its highest fifth.

    Half of a fifth is a tenth: conditional medians never leave the 80% range of the output.
    """
    places = -(-len(output) // PARTS)
    ordered = output[np.argsort(inputs, axis=0, kind="stable")]
    return np.stack([middle(ordered[:places], axis=0), middle(ordered[-places:], axis=0)], axis=1)


def moves(assumptions, values, output, middle=np.median, kept=None):
    """What moves a number over the draws, largest share of its spread first; what chance alone would give is left out.

    Columns name, member, label, unit, low and high (medians of the input in its lowest and highest fifth), at_low and at_high
    (`conditional`), base (the middle of all draws), share (`explained_share`), error (nearer shares are tied), swing.
    Months of a path stand together as one. Ranks of inputs are `kept` by name for the next number of the same draws.
    """
    output = output if np.isfinite(output).any() else np.zeros_like(output)  # what has no value is moved by nothing
    known = ~np.isnan(output)
    output, rows, drawn, ranked, kept = output[known], [], [], [], {} if kept is None or not known.all() else kept
    placed = ranks(output[:, None])[:, 0]
    for a in assumptions:
        believed, columns = list(a.members()), values[a.name].reshape(len(known), -1)[known]
        for place, (member, _, low, high) in enumerate(believed):
            if low < high:
                kept[a.name] = kept[a.name] if a.name in kept else ranks(columns)
                many = columns.shape[1] if len(believed) == 1 else 1
                rows.append((a.name, member or "", a.label, a.unit, (many - 1) / max(len(output) - 1, 1)))
                drawn.append(together(kept[a.name], placed) if many > 1 else columns[:, place])
                ranked.append(ranks(drawn[-1][:, None])[:, 0] if many > 1 else kept[a.name][:, place])
    inputs, ranked = (np.column_stack(one) if one else np.zeros((len(output), 0)) for one in (drawn, ranked))
    frame = pd.DataFrame(rows, columns=["name", "member", "label", "unit", "by_chance"])
    frame["share"] = explained_share(ranked, placed) - frame.pop("by_chance").to_numpy(float)
    told = frame[frame["share"] > chance_share(len(output))].copy()
    inputs = inputs[:, told.index]
    told[["low", "high"]] = np.reshape([conditional(one[:, None], one)[0] for one in inputs.T], (-1, 2))
    told[["at_low", "at_high"]] = conditional(inputs, output, middle)
    error = APART * 2 * np.sqrt(told["share"]) * (1 - told["share"]) / np.sqrt(max(len(output), 1))  # of a squared correlation
    told = told.assign(base=middle(output), error=error, swing=(told["at_high"] - told["at_low"]).abs())
    return told.sort_values(["share", "name"], ascending=[False, True], kind="stable").reset_index(drop=True)


def required_value(number, threshold, value, low, high, limits):
    """Value of one input at which a number reaches a threshold, the crossing nearest to what is believed; NaN for none.

    Searched within its physical limits and, where they are open, up to `SEARCH` times the value or the width of belief.
    """
    from scipy.optimize import brentq

    lowest, highest = limits
    positive = low > 0 and highest is None
    if positive:
        lowest, highest, spaced = value / SEARCH, value * SEARCH, np.geomspace
    else:
        span, spaced = SEARCH * max(high - low, abs(value)), np.linspace
        lowest, highest = value - span if lowest is None else lowest, value + span if highest is None else highest
    grid, gap = np.unique([*spaced(lowest, highest, GRID), low, value, high]), cache(lambda one: number(one) - threshold)
    away = np.abs(grid - value)
    for start, end in np.stack([grid[:-1], grid[1:]], 1)[np.argsort(np.minimum(away[:-1], away[1:]), kind="stable")]:
        if gap(start) * gap(end) <= 0:  # what is not defined counts as reached, within a bracket
            return float(brentq(lambda one: np.nan_to_num(gap(one), nan=np.inf), start, end, xtol=(end - start) * NEAR))
    return float("nan")
