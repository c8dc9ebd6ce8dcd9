"""Engineering tools with no model of their own: light in fibre, parts that fail and queues, memory and arithmetic of a chip."""

import numpy as np

from wattbook import units
from wattbook.series import over

EARTH_RADIUS_KM = 6371.0
FIBRE_KM_PER_MS = 200.0  # light in glass, one way
BITS_PER_BYTE = 8


def great_circle_km(latitude, longitude, other_latitude, other_longitude):
    """Distance between two places given in degrees, on a globe: within 0.5%.
    d = 2 R asin(sqrt(sin^2(dlat / 2) + cos cos sin^2(dlon / 2))). Source: Sinnott (1984), "Virtues of the haversine"."""
    first, second = np.radians(latitude), np.radians(other_latitude)
    across = np.radians(np.asarray(other_longitude) - longitude)
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))


def circle(latitude, longitude, km, turns):
    """Latitudes and longitudes of what lies so far from a place, at parts of a turn from north: Snyder (1987), (5-5), (5-6)."""
    own, reach, bearing = np.radians(latitude), km / EARTH_RADIUS_KM, 2 * np.pi * turns
    height = np.sin(own) * np.cos(reach) + np.cos(own) * np.sin(reach) * np.cos(bearing)
    across = np.arctan2(np.sin(bearing) * np.sin(reach) * np.cos(own), np.cos(reach) - np.sin(own) * height)
    return np.degrees(np.arcsin(height)), longitude + np.degrees(across)


def round_trip_ms(route_km):
    """Least time for light to go and come back in fibre, t = 2 d / 200; hops add to it."""
    return 2 * route_km / FIBRE_KM_PER_MS


def ring_exchange_seconds(model_gb, bandwidth, members, round_trip):
    """Time to sum data over a ring of members at a bandwidth in Tb/s, with a round trip in ms; 0 for one member.
    t = 2 bytes (n - 1) / n / bandwidth + round trip. Source: Patarasuk and Yuan (2009), "Bandwidth optimal all-reduce
    algorithms"."""
    bits = 2 * model_gb * units.BYTES_PER_GB * BITS_PER_BYTE * (members - 1) / members
    linked = np.minimum(members - 1, 1)
    return over(bits, bandwidth * units.BITS_PER_TB) + linked * round_trip / units.MS_PER_SECOND


def k_of_n(works, needed, installed):
    """Probability that at least `needed` of `installed` parts work, each with chance w, failing independently.
    A = sum for i = needed .. installed of C(installed, i) w^i (1 - w)^(installed - i), as a regularised incomplete beta
    function."""
    from scipy.special import betainc

    return betainc(needed, installed - needed + 1, works)


def common_cause_unavailability(unavailable, beta, needed, spares):
    """Probability that fewer than `needed` of needed + spare parts work, a share beta of failures taking all.
    U = beta u + 1 - A(1 - (1 - beta) u): two small chances whose overlap is left out. Source: IEC 61508-6 (beta factor)."""
    own = (1 - beta) * unavailable
    return beta * unavailable + 1 - k_of_n(1 - own, needed, needed + spares)


def queue_wait(servers, load, service):
    """Mean wait, in the unit of `service`, for one of several servers, random arrivals and service (M/M/c); load below 1.
    W = C s / (c (1 - load)), C = B / (1 - load (1 - B)), B the loss formula of Erlang at c load. Servers need not be whole.
    Source: Erlang (1917); Kleinrock (1975), Queueing Systems."""
    from scipy.special import gammaincc, gammaln, xlogy

    offered = servers * load
    pmf = np.exp(xlogy(servers, offered) - offered - gammaln(servers + 1))
    blocked = pmf / gammaincc(servers + 1, offered)
    waits = blocked / (1 - load * (1 - blocked))
    return over(waits * service, servers * (1 - load))


def decode_step_ms(weights_gb, cache_gb, batch_count, bandwidth_gb_per_second):
    """Time to produce the next token of every sequence in a batch, memory being the limit: t = (B KV + W) / BW."""
    return over((batch_count * cache_gb + weights_gb) * units.MS_PER_SECOND, bandwidth_gb_per_second)


def usd_per_mtoken(usd_per_hour, tokens_per_second):
    """Cost of a million tokens at a steady rate: x = USD/h 1e6 / (3600 tok/s). Source: SemiAnalysis InferenceX."""
    return over(usd_per_hour * units.TOKENS_PER_MTOKEN, units.SECONDS_PER_HOUR * tokens_per_second)


def prefill_second(parameters_count, tokens_count, peak_flop_per_second, efficiency):
    """Time to read a prompt, arithmetic being the limit: t = 2 N T / (F u); attention over long prompts is left out."""
    return over(2 * parameters_count * tokens_count, peak_flop_per_second * efficiency)
