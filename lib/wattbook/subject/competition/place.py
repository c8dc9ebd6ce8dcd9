"""Place: which regions keep data at home and answer in time, at what price."""

import numpy as np

from wattbook.engineering import great_circle_km, round_trip_ms


def place_trip_ms(place_latitude_deg, place_longitude_deg, region_latitude_deg, region_longitude_deg, fibre_route_ratio,
                  network_hops_ms):
    """Round trip between each place of a buyer and each region that serves.
    (draws, place, region, 1) [ms]: t = 2 x km x route / (200 km a ms) + hops.
    Left out: wait for the first token and the time of the answer, which a region does not change.
    """
    km = great_circle_km(place_latitude_deg, place_longitude_deg, np.swapaxes(region_latitude_deg, 1, 2),
                         np.swapaxes(region_longitude_deg, 1, 2))
    return (round_trip_ms(km * fibre_route_ratio[:, None]) + network_hops_ms[:, None])[..., None]


def place_resident_ms(place_trip_ms, place_bloc_count, region_bloc_count, region_guarantee_share):
    """Round trip from each place to the nearest region of its own country or bloc that guarantees to keep data there.
    (draws, place, 1) [ms]: t = min over the regions that guarantee it and lie in the bloc; no value where there is none.
    """
    home = (place_bloc_count == np.swapaxes(region_bloc_count, 1, 2)) & (np.swapaxes(region_guarantee_share, 1, 2) > 0)
    return np.fmin.reduce(np.where(home[..., None], place_trip_ms, np.nan), axis=2)


def place_feasible_share(place_trip_ms, place_resident_ms, buyer_latency_limit_ms, buyer_residency_share):
    """Whether a buyer at each place finds a region that keeps its data at home, if it must, and answers in time.
    (draws, place, 1) [fraction]: f = 1 where the round trip is within the limit, 0 where not.
    """
    used = np.where(buyer_residency_share[:, None] > 0, place_resident_ms, place_trip_ms.min(axis=2))
    return (used <= buyer_latency_limit_ms[:, None]) * 1.0


def residency_cost_usd_per_mtoken(realised_price_usd_per_mtoken, residency_premium_share):
    """What keeping data in a region adds to the price of a million tokens.
    (draws, 1) [USD_2025/Mtoken]: x = p r.
    """
    return realised_price_usd_per_mtoken * residency_premium_share


def residency_unlocked_usd_per_year(enterprise_spend_usd_per_year, regulated_abroad_share, place_trip_ms, place_resident_ms,
                                    buyer_latency_limit_ms):
    """Enterprise spending on models that must stay in a country: all of it, and what regions serve in time, at home, and both.
    (draws, requirement, 1) [USD/year]: U_i = S a f_i, f_i the part of places with a region that meets requirement i.
    """
    limit, spending = buyer_latency_limit_ms[:, None], enterprise_spend_usd_per_year * regulated_abroad_share
    near, home = place_trip_ms.min(axis=2) <= limit, ~np.isnan(place_resident_ms)
    met = np.stack([np.ones_like(near), near, home, place_resident_ms <= limit], axis=1)
    return spending[:, None] * met.mean(axis=2)
