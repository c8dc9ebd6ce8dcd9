"""Cost: what a watt, an hour and a token cost, what computing is worth as it ages, and who earns a return on it."""

from wattbook.cost import annual, capital, debt, funding, hour, lease, life, provider, rent, serving, training, watts

MODULES = (capital, funding, annual, hour, serving, training, life, rent, provider, debt, lease, watts)
