"""Words for readers: numbers with their units, and sentences that state results by rules."""

from wattbook.words import buildout, competition, cost, numbers, revenue, sentences, verdict

__all__ = ["buildout", "competition", "cost", "numbers", "revenue", "sentences", "verdict"]
