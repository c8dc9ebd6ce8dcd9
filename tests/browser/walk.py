"""A newcomer's walk, in a real JupyterLab driven by a browser: clone, lab, run, edit, check, report, compare, accept, commit.

``make walk``; each step says what it found, and the first that fails ends it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]
CALL = "import sys; from wattbook.report.cli import main; sys.exit(main())"
MOST_LINES = 200  # of what git shows where one assumption changed
LONGEST = 300_000  # [ms]


def step(told):
    """Say what is done next."""
    print(f"- {told}", flush=True)


class Walk:
    """A clone, and commands given in it."""

    def __init__(self, place):
        self.clone = place / "wattbook"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(self.clone)], check=True)
        # The environment of this checkout serves the clone, whose own library comes first.
        self.environment = {**os.environ, "PYTHONPATH": str(self.clone / "lib"), "PATH": f"{BIN}:{os.environ['PATH']}",
                            "WATTBOOK_CACHE": str(place / "cache")}
        self.run("git", "config", "diff.notebook.textconv", f"{BIN}/python -m wattbook.report.sources")

    def run(self, *words, status=0):
        """Output of a command, which must end with a status."""
        done = subprocess.run(words, cwd=self.clone, env=self.environment, capture_output=True, text=True, check=False)
        told = f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        assert done.returncode == status, f"{' '.join(words)}: {done.returncode}\n{told}"
        return done.stdout

    def wattbook(self, *words, status=0):
        """Output of a command of wattbook."""
        return self.run(sys.executable, "-c", CALL, *words, status=status)

    @contextmanager
    def lab(self):
        """JupyterLab as `make lab` starts it; yields its address."""
        (self.clone / "notebooks/scratch").mkdir()
        self.run("jupyter", "trust", *map(str, sorted((self.clone / "notebooks").glob("*.ipynb"))))
        words = ["jupyter", "lab", "--notebook-dir=notebooks", "--no-browser", "--port=18888", "--port-retries=50",
                 "--IdentityProvider.token=", "--allow-root"]
        with (self.clone.parent / "lab.log").open("w+") as log:
            server = subprocess.Popen(words, cwd=self.clone, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
            try:
                for _ in range(600):
                    time.sleep(0.2)
                    told = re.search(r"http://localhost:\d+/lab", (self.clone.parent / "lab.log").read_text())
                    if told:
                        break
                yield told[0]
            finally:
                server.terminate()
                server.wait(30)


def run_all_and_save(address, name):
    """Open a notebook, run all of it and save it, as a person does; the kernel is chosen and no dialogue stands in the way."""
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}/tree/{name}?reset")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=LONGEST)
        page.wait_for_selector('[data-status="idle"], .jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=LONGEST)
        assert not page.query_selector(".jp-Dialog"), page.inner_text(".jp-Dialog")
        page.wait_for_timeout(2000)
        page.click('text="Run"')
        page.click('text="Run All Cells"')
        page.wait_for_timeout(3000)
        page.wait_for_function("""() => { const cells = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
            return cells.length && !cells.some(one => one.textContent.includes('[*]')) &&
                document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'; }""", timeout=LONGEST)
        page.wait_for_timeout(2000)
        drawn = page.locator(".jp-OutputArea-output svg, .jp-OutputArea-output canvas, .jp-OutputArea-output table").count()
        page.keyboard.press("Control+s")
        page.wait_for_timeout(3000)
        browser.close()
    return drawn


def main():
    """Walk."""
    with tempfile.TemporaryDirectory(prefix="wattbook-walk-") as place:
        step("clone")
        walk = Walk(Path(place))
        with walk.lab() as address:
            for name in sorted(path.name for path in (walk.clone / "notebooks").glob("*.ipynb")):
                drawn = run_all_and_save(address, name)
                assert drawn > 0, f"nothing of {name} is drawn in JupyterLab"
                step(f"lab: {name} was run and saved untouched; {drawn} drawings and tables are there")
        left = walk.run("git", "status", "--porcelain")
        told = walk.run("git", "diff", "--no-textconv", "--unified=0")[:3000]
        assert left == "", f"an untouched notebook differs once it is saved: {left}\n{told}"
        step("git sees no change")

        path = walk.clone / "params/world/base/cost.yaml"
        text = path.read_text()
        vintage = ("    - as_of: 2026-11-22\n      value: 4\n      low: 3\n      high: 6\n      dist: lognormal\n"
                   "      source: judgement\n      note: A newcomer's own view.\n")
        heading = re.compile(r"it_life_years:.*?vintages:\n", re.DOTALL)
        path.write_text(heading.sub(lambda found: found[0] + vintage, text, count=1))
        assert path.read_text() != text
        step("edit: a new vintage of it_life_years")
        walk.wattbook("check")
        step("check: no fault")
        path.write_text(path.read_text().replace("value: 4\n      low: 3", "value: four\n      low: 3"))
        told = walk.wattbook("check", status=2)
        assert re.search(r"cost.yaml:\d+: it_life_years .*found 'four'; a number is needed", told), told
        path.write_text(path.read_text().replace("value: four\n", "value: 4\n"))
        step(f"check finds a slip: {told.splitlines()[0]}")
        told = walk.wattbook("report", "base", "--out", str(Path(place) / "reports"))
        assert Path(told.splitlines()[-1]).is_file()
        step(f"report: {Path(told.splitlines()[-1]).relative_to(place)}")
        told = walk.wattbook("compare", "HEAD", ".", "--as-of", "2026-11-22")
        assert "it_life_years" in told or "Useful life" in told, told
        step(f"compare: {told.splitlines()[0]}")
        told = walk.run(sys.executable, "-m", "wattbook.report.store")
        step(f"accept: {told.splitlines()[-1]}")
        lines = walk.run("git", "diff", "--", "notebooks").splitlines()
        assert 0 < len(lines) < MOST_LINES, f"git shows {len(lines)} lines of notebooks"
        step(f"git shows {len(lines)} lines of notebooks")
        walk.run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qam", "Machines last four years")
        assert walk.run("git", "status", "--porcelain") == ""
        step("commit: all is stored")


if __name__ == "__main__":
    main()
