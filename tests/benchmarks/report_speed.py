"""How long a report takes beside the stock tools: ``python tests/benchmarks/report_speed.py [RUNS]``.

Stock: one ``papermill`` command a notebook, one after the other, and ``jupyter nbconvert --to html`` on the results. Ours:
``wattbook report``, with pages that open offline. Prints the median of each and their ratio; nothing is asserted.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUNS = 3


def seconds(commands):
    """Time that some commands take, one after the other [s]."""
    started = time.monotonic()
    for command in commands:
        subprocess.run(command, check=True, cwd=ROOT / "notebooks", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - started


def main():
    """Measure both in turns and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    stock, ours = [], []
    with tempfile.TemporaryDirectory() as place:
        out = [str(Path(place) / path.name) for path in NOTEBOOKS]
        papermill = [[BIN / "papermill", path, copy] for path, copy in zip(NOTEBOOKS, out, strict=True)]
        page = [BIN / "jupyter", "nbconvert", "--to", "html", *out]
        report = [BIN / "wattbook", "report", "--as-of", "2026-11-22", "--out", Path(place) / "reports"]
        for _ in range(runs):
            stock.append(seconds([*papermill, page]))
            ours.append(seconds([report]))
    before, now = statistics.median(stock), statistics.median(ours)
    print(f"stock {before:.1f} s, wattbook report {now:.1f} s, ratio {before / now:.1f}")
    print(f"medians of {runs} turns, {len(NOTEBOOKS)} notebooks")


if __name__ == "__main__":
    main()
