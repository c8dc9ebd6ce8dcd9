"""What a watt of IT power costs to build, layer by layer, who pays, and what is bought again when IT wears out."""

import numpy as np

from wattbook import units
from wattbook.series import delayed, sum_by_year


def it_capex_share(server_capex_share, network_capex_share):
    """Share of the capital cost that wears out with the IT: servers and network.
    (draws, 1) [fraction]: s_it = s_servers + s_network.
    Source: Epoch AI (May 2026), one-gigawatt cost model: 21.188 and 4.925 of 37.883 USD B.
    """
    return server_capex_share + network_capex_share


def layer_capex_usd(capex_budget_usd, server_capex_share, network_capex_share, it_capex_share, land_capex_share,
                    utility_works_capex_share, storage_server_share, power_cooling_facility_share, contingency_facility_share,
                    idc_usd):
    """Capital cost of the whole programme by layer, interest during construction included.
    (draws, layer, 1) [USD_2025]: K_layer = K_capex s_layer, and I; shell is what IT, land and utility works leave; storage is
    carved out of servers, contingency and power and cooling out of shell, so that all but interest add up to K_capex. That
    published costs hold the usual contingency is our reading: they are as paid.
    Source: Bernstein (October 2025) for storage and plant; Hamilton (2008): 82% of a facility is power and cooling.
    """
    shell = 1 - it_capex_share - land_capex_share - utility_works_capex_share
    works = shell * (1 - contingency_facility_share)
    shares = (server_capex_share * (1 - storage_server_share), network_capex_share, server_capex_share * storage_server_share,
              works * (1 - power_cooling_facility_share), works * power_cooling_facility_share, land_capex_share,
              utility_works_capex_share, shell * contingency_facility_share)
    return np.stack(np.broadcast_arrays(*(capex_budget_usd * share for share in shares), idc_usd), axis=1)


def party_exposure_usd(layer_capex_usd, provider_layer_share, landlord_layer_share):
    """Capital that each party pays for, over all layers.
    (draws, party, 1) [USD_2025]: X_party = sum over layers of K_layer s_party. The subject pays what the others leave.
    """
    subject = 1 - provider_layer_share - landlord_layer_share
    paid = [(layer_capex_usd * share).sum(axis=1) for share in (subject, provider_layer_share, landlord_layer_share)]
    return np.stack(paid, axis=1)


def refresh_capex_usd(spend_usd_per_month, it_capex_share, it_life_years, month_calendar_year):
    """Spending in each calendar year to replace IT that has reached the end of its life, wave after wave.
    (draws, years) [USD_2025]: C(y) = sum over the months of y of s_it sum over n >= 1 of c(t - n L).
    Left out: cheaper or dearer generations.
    """
    life_months = it_life_years * units.MONTHS_PER_YEAR
    waves = int(spend_usd_per_month.shape[-1] // life_months.min())
    again = (delayed(spend_usd_per_month, n * life_months) for n in range(1, waves + 1))
    return sum_by_year(it_capex_share * sum(again, np.zeros_like(spend_usd_per_month)), month_calendar_year)
