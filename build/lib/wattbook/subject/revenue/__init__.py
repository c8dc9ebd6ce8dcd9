"""Revenue: what the capacity could carry in tokens, where reported revenue is heading, by stream, price, margin and cash."""
