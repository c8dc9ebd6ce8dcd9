"""Words for readers: numbers with their units, and sentences that state results by rules."""
