"""Compare stored notebook outputs with a fresh run: ``pytest --nbval notebooks``.

nbval runs the cells; `wattbook.report.differences` decides what counts as the same and says what moved. When something did,
the last line says which inputs changed since the notebooks were stored.
"""

import os

import nbval.kernel
import nbval.plugin

from wattbook.report import zygote
from wattbook.report.differences import differences
from wattbook.report.run import defaults

SHOWN = 20  # differences named in one failure


def _execute(self, source, allow_stdin=None):
    # Without history IPython prints what a trailing semicolon should keep quiet, unlike in JupyterLab and papermill.
    return self.kc.execute(source, store_history=True, allow_stdin=allow_stdin, stop_on_error=False)


def _compare(self, test, ref, skip_compare=None):
    lines = differences(ref, test)
    rest = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    self.comparison_traceback = ["stored -> fresh", *lines[:SHOWN], *rest]
    return not lines


def pytest_configure(config):
    """Put the comparison above in the place of nbval's own."""
    if config.getoption("nbval", False):
        os.environ.update(zygote.SETTINGS, JUPYTER_DEFAULT_PROVISIONER_NAME="wattbook")
        nbval.kernel.RunningKernel.execute_cell_input = _execute
        nbval.plugin.IPyNbCell.compare_outputs = _compare


def pytest_collection_modifyitems(items):
    """Give slow cells time, for nbval waits five seconds for an output, and let kernels be forked with the case opened."""
    cells = [item for item in items if isinstance(item, nbval.plugin.IPyNbCell)]
    for item in cells:
        item.output_timeout = 120
    if cells:
        zygote.tell(open=defaults(cells[0].path))


def pytest_terminal_summary(terminalreporter):
    """Close a failing comparison with what changed since the notebooks were stored, and what to do if it was meant."""
    failed = [report for report in terminalreporter.stats.get("failed", ()) if ".ipynb" in report.nodeid]
    if failed:
        terminalreporter.write_line(closing_line(len(failed)))


def closing_line(cells):
    """The line itself."""
    from wattbook.report import run, states
    from wattbook.report.cli import CHECKOUT

    return states.line(states.since_stored(CHECKOUT, run.find_notebooks(CHECKOUT / "notebooks")), cells, "make notebooks")
