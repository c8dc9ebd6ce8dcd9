"""The subject: an AI data-centre programme from dollars to gigawatts, useful compute, tokens, revenue and a verdict.

Every public function of these modules is one quantity; together they are the graph that `MODEL` runs.
"""

from wattbook.graph import Graph
from wattbook.subject import checks, money
from wattbook.subject.buildout import capacity, energy, limits, network, people, readiness, redundancy, runs, schedule, sites
from wattbook.subject.competition import access, buyer, concentration, dependence, league, place, spending
from wattbook.subject.cost import annual, capital, hour, lender, life, provider, rent, serving, training
from wattbook.subject.revenue import growth, margin, market, measures, streams, supply, tokens
from wattbook.subject.verdict import chain, overbuild, required, worth

MODEL = Graph([
    money, capacity, sites, readiness, limits, schedule, runs, energy, redundancy, network, people,
    capital, lender, annual, hour, serving, training, rent, life, provider,
    tokens, growth, supply, measures, market, streams, margin,
    league, spending, concentration, dependence, place, buyer, access,
    required, worth, chain, overbuild,
])
CHECKS = Graph([checks])
