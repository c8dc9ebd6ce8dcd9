"""Build-out: what the money buys, when it runs, what stops it, how much it can compute, what it draws and gives."""

from wattbook.buildout import (
    capacity,
    cluster,
    compute,
    cooling,
    electricity,
    footprint,
    generations,
    latency,
    limits,
    links,
    people,
    permits,
    phasing,
    readiness,
    redundancy,
    reference,
    schedule,
    sites,
    uses,
    waiting,
)

MODULES = (
    capacity, sites, permits, reference, readiness, limits, schedule, phasing, waiting, generations, compute, uses, electricity,
    footprint, cooling, redundancy, cluster, links, latency, people,
)
