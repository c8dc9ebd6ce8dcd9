"""Revenue: what the capacity could carry in tokens, and where reported revenue is heading."""

from wattbook.revenue import growth, market, recognised, serving

MODULES = (serving, growth, recognised, market)
