"""Revenue: what the capacity could carry in tokens, where reported revenue is heading, by stream, price, margin and cash."""

from wattbook.revenue import (
    bridge,
    commitments,
    fit,
    growth,
    margin,
    market,
    mix,
    recognised,
    reference,
    serving,
    streams,
    supply,
    volume,
)

MODULES = (serving, fit, growth, reference, supply, recognised, bridge, market, streams, mix, volume, margin, commitments)
