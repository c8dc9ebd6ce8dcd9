"""Distance, light in fibre, exchanges over rings, switches of a fat tree: tools with no model of their own."""

import numpy as np

from wattbook import units
from wattbook.series import over

EARTH_RADIUS_KM = 6371.0
FIBRE_KM_PER_MS = 200.0  # light in glass, one way
BITS_PER_BYTE = 8
HALVES = 4  # a fat tree joins k^3 / 4 hosts
SWITCHES = 5  # with 5 k^2 / 4 switches


def great_circle_km(latitude, longitude, other_latitude, other_longitude):
    """Distance between two places given in degrees, on a globe: within 0.5%.

    d = 2 R asin(sqrt(sin^2(dlat / 2) + cos cos sin^2(dlon / 2))). Source: Sinnott (1984), "Virtues of the haversine".
    """
    first, second = np.radians(latitude), np.radians(other_latitude)
    across = np.radians(np.asarray(other_longitude) - longitude)
    chord = np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))


def round_trip_ms(route_km):
    """Least time for light to go and come back in fibre, t = 2 d / 200; hops add to it."""
    return 2 * route_km / FIBRE_KM_PER_MS


def ring_exchange_seconds(model_gb, bandwidth, members, round_trip):
    """Time to sum data over a ring of members at a bandwidth in Tb/s, with a round trip in ms; 0 for one member.

    t = 2 bytes (n - 1) / n / bandwidth + round trip. Source: Patarasuk and Yuan (2009), "Bandwidth optimal all-reduce
    algorithms".
    """
    bits = 2 * model_gb * units.BYTES_PER_GB * BITS_PER_BYTE * (members - 1) / members
    linked = np.minimum(members - 1, 1)
    return over(bits, bandwidth * units.BITS_PER_TB) + linked * round_trip / units.MS_PER_SECOND


def fat_tree(ports):
    """Hosts that a three-tier fat tree of like switches joins at full bandwidth, and its switches: Al-Fares et al. (2008)."""
    return ports**2 * ports / HALVES, SWITCHES * ports**2 / HALVES
