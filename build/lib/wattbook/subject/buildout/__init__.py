"""Build-out: what the money buys, when it runs, what stops it, how much it can compute, what it draws and gives."""
