"""Break a standing report in every way that a machine can, and see that the old or the new one stands: `make faults`.

A tiny report is published; then, again and again, another is published over it (`--replace`) and that run is broken:
killed at a random moment, killed at the nth rename, folder or removal, stopped by a signal at a random moment, or
refused the nth file that it opens for writing, as a full disk does, or any file beyond some size. After each the
report at its address must be whole (every file as its manifest says), a run that ends by itself must say so in a line
and a status, and the next run must leave nothing else.
"""

import argparse
import collections
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.report.conftest import DAY, write_case, write_notebooks  # noqa: E402

CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink")
SIZES = (1, 10, 100, 1_000, 10_000, 100_000)  # bytes
CHILD = """if True:
    import errno, os, resource, signal, sys
    kind, number, *arguments = sys.argv[1:]
    seen, changes = 0, {changes!r}

    def hook(event, given):
        global seen
        writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        counts = event in changes if kind == "change" else bool(writes and str(given[0]).startswith("/"))
        seen += counts
        if counts and seen == int(number):
            if kind == "change":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), given[0])

    if kind == "size":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(number), resource.RLIM_INFINITY))
    if kind in ("change", "full"):
        import wattbook.report.commands, wattbook.report.build  # loading is not what is tested
        sys.addaudithook(hook)
    from wattbook.report.cli import main
    try:
        sys.exit(main(arguments))
    finally:
        if kind in ("change", "full") and seen < int(number):
            print("never reached", file=sys.stderr)
"""


class Bench:
    """A folder with a tiny case, its notebooks and one published report."""

    def __init__(self, folder):
        self.folder, self.turn, self.told = folder, 0, collections.Counter()
        write_case(folder / "params"), write_notebooks(folder / "notebooks")
        self.report = folder / "out" / DAY / "base"
        self.environment = {**os.environ, "WATTBOOK_PARAMS": str(folder / "params"), "WATTBOOK_CACHE": str(folder / "cache"),
                            "TMPDIR": str(folder / "tmp")}
        (folder / "tmp").mkdir()
        self.clean()

    def start(self, kind="none", number=0):
        """A run of the command line that is to be broken."""
        self.turn += 1
        arguments = ["report", "--replace", "--seed", str(self.turn), "--draws", "100", "--as-of", DAY,
                     "--notebooks", str(self.folder / "notebooks"), "--out", str(self.folder / "out")]
        return subprocess.Popen([sys.executable, "-c", CHILD.format(changes=CHANGES), kind, str(number), *arguments], cwd=ROOT,
                                env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in STOPS])

    def clean(self):
        """A run that nothing breaks: it must end well and leave the report and nothing else."""
        process = self.start()
        _, error = process.communicate()
        assert process.returncode == 0, error
        assert self.held() == self.turn
        assert [path.name for path in self.report.parent.iterdir()] == ["base"]
        assert {path.name for path in (self.folder / "out").iterdir()} == {DAY, "index.html", "latest"}

    def held(self):
        """Seed of the report that stands, every file of which is as its manifest says."""
        manifest = json.loads((self.report / "manifest.json").read_text())
        for name, told in manifest["files"].items():
            assert hashlib.sha256((self.report / name).read_bytes()).hexdigest() == told, name
        found = {str(path.relative_to(self.report)) for path in self.report.rglob("*") if path.is_file()}
        assert found == {*manifest["files"], "manifest.json"}
        return manifest["seed"]

    def look(self, before, process, error, kind, sent=None):
        """What must hold after any break, by a signal that was `sent` or otherwise."""
        held = self.held()
        assert held in (before, self.turn), f"{held} stands, neither {before} nor {self.turn}"
        ended = process.returncode
        assert "Traceback" not in error, error
        if sent is None or ended != -sent or error:  # a signal that comes before Python itself is up ends it without a word
            assert ended in (0, 1, 2, 130), (ended, error)
            assert ended == 0 or error.startswith("wattbook: "), error
            assert max(map(len, error.splitlines()), default=0) <= 400, error
        self.told[f"{kind}: {'the new one stands' if held == self.turn else 'the old one stands'}"] += 1

    def broken_at(self, kind, number):
        """Break a run at its nth event; whether it came so far."""
        before = self.held()
        process = self.start(kind, number)
        _, error = process.communicate()
        reached = "never reached" not in error
        self.look(before, process, error.replace("never reached\n", ""), kind, signal.SIGKILL if kind == "change" else None)
        self.clean() if reached else None
        return reached

    def broken_after(self, seconds, number):
        """Send a signal some time after the start, and a second one as people do."""
        before = self.held()
        process = self.start()
        time.sleep(seconds)
        for _ in range(1 if number == signal.SIGKILL else 2):
            process.send_signal(number)
        _, error = process.communicate()
        self.look(before, process, error, signal.Signals(number).name, number)


STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=200, help="random moments at which a run is killed (default: 200)")
    parser.add_argument("--every", type=int, default=1, help="break at every nth change and file (default: each)")
    given = parser.parse_args()
    draw = random.Random(11)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        began = time.monotonic()
        bench.clean()
        longest = 1.2 * (time.monotonic() - began)
        for _ in range(given.moments):
            bench.broken_after(draw.uniform(0, longest), signal.SIGKILL)
        bench.clean()
        for turn in range(given.moments // 4):
            bench.broken_after(draw.uniform(0, longest), STOPS[turn % len(STOPS)])
        bench.clean()
        for kind in ("change", "full"):
            number = 1
            while bench.broken_at(kind, number):
                number += given.every
            print(f"{kind}: {(number - 1) // given.every} places of {number - 1}", flush=True)
        for size in SIZES:
            bench.broken_at("size", size)
        bench.clean()
    for name, times in sorted(bench.told.items()):
        print(f"{times:4} {name}")
    print(f"{sum(bench.told.values())} breaks, nothing lost")


if __name__ == "__main__":
    main()
