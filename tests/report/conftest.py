"""A tiny case with two tiny notebooks, so that reports can be tested in seconds."""

from functools import partial

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CASE = """\
title: Tiny case
question: Is the tiny case any good?
subject: acme
months: {first: 2026-01, last: 2026-12}
entities: {acme: Acme}
"""
PRICE = """\
price_usd_per_mwh:
  label: Price
  unit: USD/MWh
  vintages:
    - {as_of: 2026-01-01, value: 70, low: 50, high: 90, dist: normal, note: Made up for a test.}
"""
DEAR = """\
title: Dear power
story: Power costs twice as much.
set: {price_usd_per_mwh: {value: 140, low: 100, high: 180, dist: normal, note: Twice the base.}}
"""
DAY = "2026-06-30"
PARAMETERS = 'scenario = "base"\nas_of = "2026-06-30"\noverrides = {}\ndraws = 2000\nseed = 1\n'
LOAD = """\
import numpy as np
from IPython.display import HTML, display
from wattbook import params
from wattbook.record import used
book = params.load(scenario, as_of, overrides, draws, seed)
prices = book.values["price_usd_per_mwh"][:, 0]
low, middle, high = (float(x) for x in np.quantile(prices, (0.1, 0.5, 0.9)))
"""
ANSWER = """\
HTML(f'<div class="wb-answer"><p class="wb-headline">A megawatt-hour costs ${middle:.0f}.</p></div>'
     '<table><tr><th>Place</th><th>Price</th></tr><tr><td>Here</td><td>$70</td></tr></table>')
"""
CHART = """\
spec = {"$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json", "width": "container", "height": 200,
        "title": "Price </script><b>&", "description": "Bars of the price", "mark": {"type": "bar", "clip": True},
        "data": {"values": [{"at": "</script><script>document.title='broken'</script>", "price": middle}]},
        "encoding": {"x": {"field": "at", "type": "nominal"}, "y": {"field": "price", "type": "quantitative"}}}
display({"application/vnd.vegalite.v5+json": spec, "text/plain": "Chart"}, raw=True)
"""
RECORD = """\
display({{"application/vnd.wattbook.outputs+json": {{
    "notebook": "{stem}", "question": "{question}", "used": used(book), "headline": f"The price is {{middle:.0f}}.",
    "outputs": [{{"name": "{name}", "unit": "USD/MWh", "p10": low, "p50": middle, "p90": high,
                 "definition": "Price of power"}}]}}, "text/plain": "1 output"}}, raw=True)
"""


def tagged(source, *tags):
    """A code cell with tags."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def write_notebook(path, cells):
    """Store a notebook; the ids of its cells are fixed."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=cells, metadata=spec), path)


def write_own(folder, name, *sources):
    """Put a notebook with parameters and these cells into a folder."""
    cells = [new_markdown_cell(f"# {name}?"), tagged(PARAMETERS, "parameters"), *map(tagged, sources)]
    write_notebook(folder / f"{name}.ipynb", cells)
    return folder


def record(stem, question, name):
    """Source of a cell that records one output."""
    return RECORD.format(stem=stem, question=question, name=name)


def write_case(root):
    """A params folder of one assumption and two scenarios."""
    (root / "base").mkdir(parents=True)
    (root / "scenarios").mkdir()
    (root / "case.yaml").write_text(CASE)
    (root / "sources.yaml").write_text("{}\n")
    (root / "observations.csv").write_text("entity,measure,basis,period,value,low,high,unit,source,as_of\n")
    (root / "base" / "power.yaml").write_text(PRICE)
    (root / "scenarios" / "dear.yaml").write_text(DEAR)
    return root


def write_notebooks(folder):
    """Two notebooks over that case; the first shows one of everything."""
    folder.mkdir()
    write_notebook(folder / "01_price.ipynb", [
        new_markdown_cell("# What does \\$5 of power cost?"), tagged(PARAMETERS, "parameters"), tagged(LOAD),
        tagged(ANSWER, "answer"),
        new_markdown_cell("## Why $p = c + m$?\n\nSince one \\$ is *little*.\n\n$$ p = \\frac{c}{1-m} $$"),
        new_markdown_cell("## And why?\n\n## And why?"),
        tagged("'not for readers'", "remove-cell"), tagged("# hidden source\n'shown result'", "hide-input"), tagged(CHART),
        tagged(CHART), tagged(record("01_price", "What does power cost?", "price_usd_per_mwh")),
    ])
    write_notebook(folder / "02_again.ipynb", [
        new_markdown_cell("# And again?"), tagged(PARAMETERS, "parameters"), tagged(LOAD),
        tagged(record("02_again", "And again?", "again_usd_per_mwh")),
    ])
    return folder


def shown_by(notebooks, as_of):
    """Exhibits of the cells of some notebooks, run in this process: stored notebooks do not hold what stands behind them."""
    from wattbook import exhibit

    shown, made = [], exhibit.exhibit
    asked = f'scenario, as_of, overrides, draws, seed = "base", {as_of!r}, {{}}, 200, 1'

    def keep(*given, **options):
        one = made(*given, **options)
        shown.append({"stem": path.stem, "content": one.content, "spec": one.drawing and one.drawing.spec})
        return one

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wattbook.run.Run.exhibit", keep)
        for path in notebooks:
            names = {}
            for cell in (cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"):
                exec(asked if "parameters" in cell.metadata.get("tags", ()) else cell.source, names)
    return shown


def run_report(notebooks, out, *arguments):
    """Run the command line on a folder of notebooks, one thing after the other unless told otherwise; return its status."""
    from wattbook.report.cli import main

    return main(["report", *arguments, "--notebooks", str(notebooks), "--out", str(out),
                 *(() if "--jobs" in arguments else ("--jobs", "1")),
                 *(() if "--draws" in arguments else ("--draws", "100")),
                 *(() if "--as-of" in arguments else ("--as-of", DAY))])


@pytest.fixture(scope="package")
def case(tmp_path_factory):
    """The params folder that wattbook.params and every kernel of these tests read."""
    with pytest.MonkeyPatch.context() as patch:
        root = write_case(tmp_path_factory.mktemp("case") / "params")
        patch.setenv("WATTBOOK_PARAMS", str(root))
        patch.setenv("WATTBOOK_CACHE", str(tmp_path_factory.mktemp("cache")))  # nothing from an earlier run of the tests
        yield root


@pytest.fixture(scope="package")
def notebooks(tmp_path_factory, case):
    """The tiny notebooks, to be read only."""
    return write_notebooks(tmp_path_factory.mktemp("tiny") / "notebooks")


@pytest.fixture(scope="package")
def printed(tmp_path_factory, notebooks):
    """A folder of reports with base and dear in it, to be read only."""
    out = tmp_path_factory.mktemp("printed") / "reports"
    assert run_report(notebooks, out, "base", "dear", "--jobs", "2", "--force") == 0
    return out / DAY


@pytest.fixture
def own_notebooks(tmp_path, case):
    """An empty folder: write(name, *sources) puts a notebook with parameters and these cells into it."""
    folder = tmp_path / "own"
    folder.mkdir()

    return partial(write_own, folder)
