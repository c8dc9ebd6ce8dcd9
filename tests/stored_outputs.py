"""Compare stored notebook outputs with a fresh run: ``pytest --nbval notebooks``.

nbval runs the cells; `wattbook.report.differences` decides what counts as the same and says what moved. When something did,
the last screen says what, and which inputs changed since the notebooks were stored.
"""

import os
from collections import Counter
from functools import partial

import nbval.kernel
import nbval.plugin
import pytest

from wattbook.record import MIME
from wattbook.report import compare, zygote
from wattbook.report.differences import differences
from wattbook.report.gather import HEADS
from wattbook.report.run import TIMEOUT, defaults
from wattbook.report.states import counted

SHOWN = 20  # differences named in one failure
MOST_MOVED, MOST_CELLS, WIDEST = 10, 6, 150  # of the last screen: numbers, cells, and characters of a line
WORDS, DRAWING = "text/html: ", "vegalite"


def _ahead(setup):
    """Set up a notebook and, but for a worker of many, all that come after it: each kernel is told its cells at once, so that
    kernels work side by side and none waits for the comparison of the cell before."""
    def set_up(self):
        alone = hasattr(self.config, "workerinput")
        cells = [item for item in self.session.items if isinstance(item, nbval.plugin.IPyNbCell) and not item.options["skip"]]
        for file in [self] if alone else dict.fromkeys(cell.parent for cell in cells):
            if file.kernel is None:
                setup(file)
                # Without history IPython prints what a trailing semicolon should keep quiet, unlike JupyterLab and papermill.
                tell = partial(file.kernel.kc.execute, store_history=True, allow_stdin=False, stop_on_error=False)
                file.kernel.told = [tell(cell.cell.source) for cell in cells if cell.parent is file]
    return set_up


def _execute(self, source, allow_stdin=None):
    return self.told.pop(0)


def _compare(self, test, ref, skip_compare=None):
    lines = differences(ref, test)
    rest = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    self.comparison_traceback = ["stored -> fresh", *lines[:SHOWN], *rest]
    old, new = map(_recorded, (ref, test))
    heads = {*list(old)[:HEADS], *list(new)[:HEADS]}
    if lines:
        first = min(lines, key=lambda line: DRAWING in line)  # words say more than points of a drawing
        self.user_properties.append(("first", first.removeprefix(WORDS)))
        for kind, is_head in (("heads", True), ("others", False)):
            sides = ({name: one for name, one in side.items() if (name in heads) == is_head} for side in (old, new))
            self.user_properties.append((kind, compare.moved(*sides, most=None)))
    return not lines


def _recorded(outputs):
    """Recorded numbers by name among the outputs of a cell."""
    return {one["name"]: one for output in outputs for one in output.get("data", {}).get(MIME, {}).get("outputs", [])}


def pytest_configure(config):
    """Put the comparison above in the place of nbval's own."""
    if config.getoption("nbval", False):
        os.environ.update(zygote.SETTINGS, JUPYTER_DEFAULT_PROVISIONER_NAME="wattbook")
        if not config.getoption("numprocesses", None):
            zygote.tell()  # it imports while cells are collected
        nbval.kernel.RunningKernel.execute_cell_input = _execute
        nbval.plugin.IPyNbFile.setup = _ahead(nbval.plugin.IPyNbFile.setup)
        nbval.plugin.IPyNbCell.compare_outputs = _compare


def pytest_collection_modifyitems(items):
    """Give a cell as much time as in a report, for nbval waits five seconds for an output; let kernels be forked with the case
    opened, and run the verdict first, which takes longest."""
    items.sort(key=lambda item: str(item.path) if isinstance(item, nbval.plugin.IPyNbCell) else "", reverse=True)
    cells = [item for item in items if isinstance(item, nbval.plugin.IPyNbCell)]
    for item in cells:
        item.output_timeout = TIMEOUT
    if cells:
        zygote.tell(open=defaults(cells[0].path))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    """Close a failing comparison with one screen: what moved, which inputs changed since the notebooks were stored, and what
    to do if it was meant. Every difference of every cell is told by -v.
    """
    failed = terminalreporter.stats.get("failed", [])
    cells = [report for report in failed if dict(report.user_properties).keys() >= {"first", "heads"}]
    if cells and terminalreporter.config.get_verbosity() < 1:
        terminalreporter.stats["failed"] = [report for report in failed if report not in cells]
    yield
    terminalreporter.stats["failed"] = failed
    for line in verdict(cells) if cells else ():
        terminalreporter.write_line(line if len(line) <= WIDEST else f"{line[:WIDEST]} ...")
    if cells:
        terminalreporter.write_line(closing_line(len(cells)))


def verdict(cells):
    """The lines of that screen, from the reports of the cells that differ."""
    found = [(report.nodeid.rpartition("/")[2].replace(".ipynb::", " "), dict(report.user_properties))
             for report in sorted(cells, key=lambda report: report.nodeid.partition("::")[0])]
    moved = [line for kind in ("heads", "others") for _, told in found for line in told[kind]]
    per = Counter(name.partition(" ")[0] for name, _ in found)
    yield f"Stored notebooks differ in {counted(len(found), 'cell')}: {', '.join(f'{name} {n}' for name, n in per.items())}"
    yield "Recorded numbers that moved, headlines first:" if moved else "No recorded number moved."
    yield from (f"  {line}" for line in moved[:MOST_MOVED])
    yield from [f"  and {len(moved) - MOST_MOVED} more"] if len(moved) > MOST_MOVED else []
    yield "First difference of the first cells; pytest -v --nbval notebooks tells all of them:"
    yield from (f"  {name}: {told['first']}" for name, told in found[:MOST_CELLS])


def closing_line(cells):
    """Which inputs changed, and what to type if it was meant."""
    from wattbook.report import run, states
    from wattbook.report.cli import CHECKOUT

    return states.line(states.since_stored(CHECKOUT, run.find_notebooks(CHECKOUT / "notebooks")), cells, "make notebooks")
