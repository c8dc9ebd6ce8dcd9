"""A workbook of data-centre power and finance: model, notebooks, report."""

__version__ = "0.1.0"
