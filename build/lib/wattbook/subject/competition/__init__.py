"""Competition: where the programme leaves the firm, its rivals, its customers and the market."""
