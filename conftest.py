"""Stored notebooks are compared with a tolerance: see tests/stored_outputs.py. Examples in docstrings know `np`."""

import gc

import numpy
import pytest

pytest_plugins = ["tests.stored_outputs"]


@pytest.fixture(autouse=True)
def _examples_know_numpy(doctest_namespace):
    doctest_namespace["np"] = numpy


def pytest_collection_finish():
    """Thousands of tests live to the end: no collection of garbage has to look at them again and again, nor so often."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
