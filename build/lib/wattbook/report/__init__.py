"""Run the notebooks, print them as pages, gather their outputs, keep the report in a dated folder."""
