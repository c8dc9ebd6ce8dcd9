"""Stored notebooks are compared with a tolerance: see tests/stored_outputs.py. Examples in docstrings know `np`."""

import numpy
import pytest

pytest_plugins = ["tests.stored_outputs"]


@pytest.fixture(autouse=True)
def _examples_know_numpy(doctest_namespace):
    doctest_namespace["np"] = numpy
