"""Axes of the method: their members in the order that the library uses, each with a label that a case may replace.

Axes of one programme (its sites, peers, generations of chips) stand in its case.yaml; nothing here depends on their order,
save that the member that others are compared with stands first.
"""

YEARS_FOLLOWED = 15  # a purchase is followed from year 0 to this year
HOURS = 24  # of a day

AXES = {
    "use": {"training": "Training runs", "inference": "Serving users", "research": "Research", "idle": "Idle"},
    "constraint": {"power": "Power", "accelerators": "Accelerators", "crews": "Crews", "cash": "Cash"},
    "equipment": {"transformer": "Transformers", "switchgear": "Switchgear", "generator": "Own generators"},
    "cooling": {"air": "Air", "direct_liquid": "Direct liquid", "immersion": "Immersion"},
    "scope": {"location": "Electricity, by place", "market": "Electricity, by contract", "embodied": "Making the accelerators"},
    "local": {"tax": "Property tax", "compliance": "Permits, reports and audits", "labour": "Permanent staff",
              "flexibility": "Load that can pause"},
    "energy_use": {"it": "IT equipment", "cooling": "Cooling", "losses": "Losses and other"},
    "power_source": {"grid": "Grid", "gas": "Own gas plant", "solar_storage": "Own solar and storage",
                     "ppa": "Grid and solar PPA"},
    "hour": {f"h{hour:02}": f"{hour:02}:00" for hour in range(HOURS)},
    "design": {"n": "N", "n_plus_1": "N+1", "two_n": "2N"},
    "run_limit": {"compute": "Computing", "data": "Data", "money": "Money"},
    "layer": {"server": "Servers", "network": "Network", "storage": "Storage", "shell": "Building",
              "power_cooling": "Power and cooling", "land": "Land", "utility_works": "Utility works",
              "contingency": "Contingency", "idc": "Interest"},
    "party": {"subject": "Subject", "provider": "Infrastructure provider", "landlord": "Site owner"},
    "stream": {"enterprise_api": "Enterprise API", "custom": "Custom solutions", "consumer": "Consumer products",
               "licensing": "Licensing", "partner": "Partner sales"},
    "margin_basis": {"total": "Total", "paying_users": "Paying users only", "inference_only": "Inference only"},
    "growth_parameter": {"reference_growth": "Growth reverted to at the scale, a year",
                         "scale_fall": "Its fall with size, power", "growth_shock": "Shock to growth in a year",
                         "level_shock": "Shock to the level in a year", "report_error": "Error of a report, logarithm"},
    "road": {"observed": "Reported run-rate over capacity", "tokens": "Tokens at prices", "benchmark": "What labs earn"},
    "rent_road": {"own": "Its own one-year contracts", "peak_rate": "H100 contracts, by peak rate",
                  "index_ratio": "H100 contracts, by the ratio of one index",
                  "vendor_ratio": "H100 contracts, by the vendor's ratio", "vendor": "The vendor's own figure"},
    "method": {"yield": "Share of capital", "debt": "Debt service", "capacity": "Contracts per kilowatt",
               "chips": "Chips doubled twice", "cost": "Cost at our gross margin", "payback": "Payback at a margin",
               "peers": "Capital spending of peers", "spend": "Spending over revenue"},
    "outcome": {"stall": "Stall", "digest": "Digest", "plan": "Plan", "surge": "Surge"},
    "stage": {"announced": "Announced", "contracted": "Contracted", "under_construction": "Under construction",
              "energised": "Energised"},
    "gain": {"hardware": "Chips for the money", "software": "Serving software", "algorithm": "Algorithms"},
    "vendors": {"one": "One vendor", "two": "Two vendors", "three": "Three vendors"},
    "switch_part": {"rework": "Rework and tests", "dual_run": "Two vendors side by side", "lost": "Commitments lost"},
    "market_layer": {"makers": "Accelerators by maker", "owners": "Accelerators by owner", "labs": "Sales of labs",
                     "suppliers": "Orders of the subject"},
    "shock": {"tariff": "Tariff without exemption", "control": "Chips held back"},
    "remedy": {"disclosure": "Reports to authorities", "access": "Access for rivals", "divestiture": "Sale of shares"},
    "horizon": {"now": "Today", "m12": "In 12 months", "m24": "In 24 months", "m36": "In 36 months"},
    "customer_class": {"reserved": "Reserved capacity", "committed": "Committed spending", "pay_as_you_go": "Pay as you go",
                       "free": "Free use"},
    "requirement": {"none": "All of it", "near": "Answers in time", "home": "Keeps data at home", "both": "Both"},
    "index_part": {"holders": "Share of the owners followed", "lag": "Lag of open weights",
                   "price": "Price of a fixed capability", "entry": "Cost of a frontier run"},
    "project_year": {f"y{n}": f"Year {n}" for n in range(YEARS_FOLLOWED + 1)},
}


def member(array, axis, name):
    """One member of an axis that stands second, kept as an axis of one: ``(draws, members, ...)`` to ``(draws, 1, ...)``."""
    place = list(AXES[axis]).index(name)
    return array[:, place : place + 1]


def first(array):
    """The member that others are compared with, which stands first on any axis, kept as an axis of one."""
    return array[:, :1]
