"""Terms that a reader may ask about, each defined in one sentence that names no case."""

TERMS = {
    "80% range": "One draw in ten lies below it and one in ten above.",
    "median": "Half of the draws lie below it, half above.",
    "draws": "Runs of the model, each with every assumption drawn from what is believed of it.",
    "explained spread": "The part of a number's spread that goes with single assumptions, by squared rank correlation.",
    "IT power": "What servers and network draw; facility power adds cooling and losses.",
    "facility power": "All that a site draws from the grid: IT power with cooling and losses.",
    "energised": "Connected, switched on and able to run.",
    "PUE": "Facility power over IT power.",
    "H100 equivalents": "Peak computing, counted in accelerators of one known kind.",
    "token": "A piece of text, about three quarters of a word, by which models are sold.",
    "run-rate": "Sales of the latest weeks at an annual pace.",
    "recognised": "Booked as revenue of a calendar year.",
    "cost of capital": "The yearly return that lenders and owners together ask for.",
    "net present value": "What all flows are worth at the start, discounted at the cost of capital.",
    "take-or-pay": "A contract that is paid for whether it is used or not.",
}
