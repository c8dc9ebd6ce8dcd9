"""Cost: what a watt, an hour and a token cost, what computing is worth as it ages, and who earns a return on it."""
