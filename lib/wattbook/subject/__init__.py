"""The subject: an AI data-centre programme from dollars to gigawatts, useful compute, tokens, revenue and a verdict.

Every public function of these modules is one quantity; together they are the graph that `MODEL` runs.
"""

from wattbook.graph import Graph
from wattbook.subject import checks, money, verdict
from wattbook.subject.buildout import capacity, energy, network, readiness, schedule, sites
from wattbook.subject.competition import access, buyer, concentration, dependence, league, place, spending
from wattbook.subject.cost import capital, hour, lender, life, provider, serving
from wattbook.subject.revenue import growth, margin, measures, streams, supply

MODEL = Graph([
    money, capacity, sites, readiness, schedule, energy, network,
    capital, lender, hour, serving, life, provider,
    growth, supply, measures, streams, margin,
    league, spending, concentration, dependence, place, buyer, access, verdict,
])
CHECKS = Graph([checks])
