"""Stored notebooks are compared with a tolerance: see tests/stored_outputs.py."""

pytest_plugins = ["tests.stored_outputs"]
