"""Sentences on competition. Each branch is tested."""

from wattbook.words.numbers import shown
from wattbook.words.sentences import ranged


def headline(subject, share, rank_low, rank_high, labs, peer, ratio):
    """Headline of the competition notebook; a rank is stated only where the draws agree on one."""
    place = f"rank {rank_low}" if rank_low == rank_high else f"rank {rank_low} to {rank_high}"
    part = shown(share["p50"], "fraction", 2)
    return (f"{subject} has {part} of the run-rate of {labs} reporting labs, {place}; in its heaviest year the programme "
            f"spends {ranged(ratio)} of {peer}'s capital spending in the latest twelve months.")
