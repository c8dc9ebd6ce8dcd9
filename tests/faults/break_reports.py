"""Break a standing report in every way that a machine can, and see that the old or the new one stands: `make faults`.

A tiny report is published; then, again and again, another is published over it (`--replace`) and that run is broken: killed at
a random moment, killed before the nth rename, exchange, folder or removal of any of its processes, stopped by a signal at a
random moment, refused the nth file that one of them opens for writing, or any file beyond some size. Where C can be compiled,
its disk is full from the nth write, file, folder or link on, or fails at the nth alone (`full_disk.c`).
After each the report at its address must be whole (every file as its manifest says), no process may be left, a run that ends by
itself must say so in a line and a status, and the next run must say what it swept and leave nothing else. Before each third
kill at a change no report stands at all.

Runs are forks of this process, which has imported what they need; only those that are stopped start from nothing.
"""

import argparse
import collections
import errno
import hashlib
import importlib
import json
import mmap
import multiprocessing
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.report.conftest import DAY, write_case, write_notebooks  # noqa: E402
from wattbook.report import places, zygote  # noqa: E402

CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SIZES = (1, 10, 100, 1_000, 10_000, 100_000)  # [byte], besides those of all files of the report
DISKS = {"disk full from there on": (errno.ENOSPC, 1), "disk fails once": (errno.EIO, 0)}  # error, and whether it stays
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST = 300  # characters of a line that tells what happened
# What a failed notebook did is kept to be read; Python tries a folder of temporary files with a file of a name like this.
ALLOWED = re.compile(r"wattbook-failed-.*|[a-z0-9_]{8}")
ALONE = 60  # [s] after which a process that still holds our pipe has been left


class Fork:
    """In place of a new process that would import all anew to fork kernels: a fork of this one, which has; else the same."""

    def __init__(self, command, env, pass_fds, **ignored):
        self.pid = os.fork()
        if not self.pid:
            os.setsid()
            os.closerange(3, pass_fds[0]), os.closerange(pass_fds[0] + 1, 1024)
            os.environ.update(env)
            sys.argv = ["zygote", str(pass_fds[0])]
            try:
                zygote.main()
            finally:
                os._exit(0)

    def poll(self):
        return os.waitpid(self.pid, os.WNOHANG)[0] or None

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)

    def wait(self):
        os.waitpid(self.pid, 0)


class Trap:
    """Counts what all processes of a run do, and breaks it at one thing of a kind."""

    def __init__(self, folder, kind, number):
        self.folder, self.kind, self.number, self.seen = str(folder), kind, number, multiprocessing.Value("i", 0)

    def spring(self):
        """In the process of the run, of which the others are forks."""
        self.main = os.getpid()
        if self.kind in DISKS:
            Disk.set(self.number, *DISKS[self.kind])
        elif self.kind == "size":
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.number, resource.RLIM_INFINITY))
        elif self.kind in ("change", "full"):
            sys.addaudithook(self.hook)
            exchange = places.exchange
            places.exchange = lambda *folders: (self.count("change"), exchange(*folders), self.count("change"))

    def hook(self, event, given):
        if event in CHANGES:
            self.count("change")
        elif event == "open" and isinstance(given[2], int) and given[2] & WRITES and str(given[0]).startswith(self.folder):
            self.count("full", given[0])

    def count(self, kind, path=None):
        if kind == self.kind:
            with self.seen:
                self.seen.value += 1
                now = self.seen.value
            if now == self.number and kind == "change":
                for one in (self.main, os.getpid()):
                    os.kill(one, signal.SIGKILL)
            elif now == self.number:
                raise OSError(28, os.strerror(28), path)


class Disk:
    """What `full_disk.c` and a bench share: how many things were done, at which to refuse, with which error, for how long."""

    shared = None

    @classmethod
    def watch(cls, folder):
        """From now on, in this process and its forks."""
        path = folder.with_name(f"{folder.name}-disk")
        path.write_bytes(bytes(mmap.PAGESIZE))
        with path.open("r+b") as file:
            cls.shared = mmap.mmap(file.fileno(), 0)
        os.environ.update(FULL_DISK=str(path), FULL_DISK_BELOW=f"{folder.resolve()}/")

    @classmethod
    def set(cls, number=0, error=0, stays=0):
        if cls.shared:
            cls.shared[:32] = struct.pack("4q", 0, number, error, stays)

    @classmethod
    def done(cls):
        return struct.unpack("4q", cls.shared[:32])[0]


def preloaded():
    """Start this program again with the full disk preloaded; where there is no compiler, say so and go on."""
    if "FULL_DISK_LIBRARY" in os.environ:
        return
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if sys.platform != "linux" or not compiler:
        print("no compiler of C on Linux: a disk that is full at each write is left out", flush=True)
        return
    library = Path(tempfile.mkdtemp(prefix="full-disk-")) / "full_disk.so"
    source = Path(__file__).with_name("full_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    environment = {**os.environ, "LD_PRELOAD": str(library), "FULL_DISK_LIBRARY": str(library)}
    status = subprocess.run([sys.executable, *sys.argv], check=False, env=environment).returncode
    shutil.rmtree(library.parent)
    sys.exit(status)


class Bench:
    """A folder with a tiny case, its notebooks and one published report."""

    def __init__(self, folder, draw):
        self.folder, self.seed, self.told, self.draw = folder, 10, collections.Counter(), draw
        write_case(folder / "params"), write_notebooks(folder / "notebooks")
        self.report = folder / "out" / DAY / "base"
        self.environment = {**os.environ, **zygote.SETTINGS, "WATTBOOK_PARAMS": str(folder / "params"),
                            "WATTBOOK_CACHE": str(folder / "cache"), "TMPDIR": str(folder / "tmp")}
        (folder / "tmp").mkdir()
        if "FULL_DISK_LIBRARY" in os.environ:
            Disk.watch(folder)
        self.clean()
        self.seed += 1
        began = time.monotonic()
        self.run(self.seed)
        self.longest = 1.2 * (time.monotonic() - began)
        self.clean()

    def arguments(self, seed):
        return ["report", "--replace", "--seed", str(seed), "--draws", "100", "--as-of", DAY, "--jobs", "2",
                "--notebooks", str(self.folder / "notebooks"), "--out", str(self.folder / "out")]

    def run(self, seed, trap=None, after=None):
        """A run in a fork, killed `after` some seconds; its status and what it said, once all its processes are gone."""
        told, tells = os.pipe()
        Disk.set()
        child = os.fork()
        if not child:
            os.close(told)
            self.be_run(seed, trap, tells)
        os.close(tells)
        if after is not None:
            time.sleep(after)
            os.kill(child, signal.SIGKILL)
        with open(told) as pipe:
            signal.alarm(ALONE + round(10 * getattr(self, "longest", ALONE)))
            error = pipe.read()
            signal.alarm(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), error

    def be_run(self, seed, trap, tells):
        status = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1), os.dup2(tells, 2), os.close(tells)
            os.environ.update(self.environment)
            tempfile.tempdir = None
            if trap:
                trap.spring()
            from wattbook.report.cli import main

            status = main(self.arguments(seed))
            if zygote._one:
                zygote._one.close()
        except SystemExit as end:
            status = end.code
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def start(self, seed):
        """A run that starts from nothing, to be stopped."""
        return subprocess.Popen([sys.executable, "-m", "wattbook.report.cli", *self.arguments(seed)], cwd=ROOT, text=True,
                                env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                preexec_fn=lambda: [signal.signal(one, signal.SIG_DFL) for one in STOPS])

    def clean(self):
        """A run that nothing breaks, the same again where the old report stands: it must leave the report and nothing else."""
        seed = self.seed if self.held() not in (self.seed, None) else 2 if self.held() == 1 else 1
        left = list((self.folder / "out").glob("*/.writing-*"))
        status, error = self.run(seed)
        assert status == 0, error
        assert self.held() == seed
        assert not left or "swept" in error, error
        assert [path.name for path in self.report.parent.iterdir()] == ["base"]
        assert {path.name for path in (self.folder / "out").iterdir()} == {DAY, "index.html", "latest"}

    def end(self):
        """One more run, whose notebooks are not kept: what dead kernels left goes as well."""
        self.seed += 1
        assert self.run(self.seed)[0] == 0
        left = [path for path in (self.folder / "tmp").iterdir() if not ALLOWED.fullmatch(path.name)]
        assert not left, left

    def held(self):
        """Seed of the report that stands, every file of which is as its manifest says; None where there is none."""
        if not self.report.exists():
            return None
        manifest = json.loads((self.report / "manifest.json").read_text())
        for name, told in manifest["files"].items():
            assert hashlib.sha256((self.report / name).read_bytes()).hexdigest() == told, name
        found = {str(path.relative_to(self.report)) for path in self.report.rglob("*") if path.is_file()}
        assert found == {*manifest["files"], "manifest.json"}
        return manifest["seed"]

    def look(self, before, status, error, kind, sent=None):
        """What must hold after any break, by a signal that was `sent` or otherwise; then a run that nothing breaks."""
        held = self.held()
        assert held in (before, self.seed), f"{held} stands, neither {before} nor {self.seed}"
        assert "Traceback" not in error, error
        lines = [line for line in error.splitlines() if "swept" not in line]
        if sent is None or status != -sent:  # before Python is up and after all is done a signal ends it as it does any program
            assert status in (0, 1, 2, 130), (status, error)
            assert status == 0 or lines[-1].startswith("wattbook: "), error  # a report that stood may have said what changed
            assert max(map(len, lines), default=0) <= LONGEST, error
        if kind in DISKS:
            left = {path.name for folder in self.report.parents[:2] for path in folder.glob("*")}
            assert left <= {DAY, "index.html", "latest", "base"}, left
            assert status in (0, 1), (status, error)
        stands = "none stood and none" if held is None else "the new one" if held == self.seed else "the old one"
        self.told[f"{kind}: {stands} stands"] += 1
        self.clean()

    def broken_at(self, kind, number):
        """Break a run at its nth event; whether it came so far."""
        self.seed += 1
        if kind == "change" and number % 3 == 0:
            shutil.rmtree(self.folder / "out")
        before, trap = self.held(), Trap(self.folder, kind, number)
        status, error = self.run(self.seed, trap)
        reached = kind == "size" or (kind in DISKS and Disk.done() >= number) or trap.seen.value >= number
        self.look(before, status, error, kind if reached else "not at all", signal.SIGKILL if kind == "change" else None)
        return reached

    def killed(self):
        """Kill a run at a random moment."""
        self.seed += 1
        before = self.held()
        status, error = self.run(self.seed, after=self.draw.uniform(0, self.longest))
        self.look(before, status, error, "SIGKILL", signal.SIGKILL)

    def stopped(self, number, longest):
        """Send a signal some time after the start, and a second one as people do."""
        self.seed += 1
        before, process = self.held(), self.start(self.seed)
        time.sleep(self.draw.uniform(0, longest))
        for _ in range(2):
            process.send_signal(number)
        _, error = process.communicate()
        self.look(before, process.returncode, error, signal.Signals(number).name, number)


def share(place, given):
    """What one of several benches does; what became of the reports."""
    with tempfile.TemporaryDirectory() as folder:
        bench, mine = Bench(Path(folder), random.Random(place)), slice(place, None, given.jobs)
        sizes = {*SIZES, *(path.stat().st_size - 1 for path in bench.report.rglob("*") if path.is_file())}
        began = time.monotonic()
        bench.start(1).communicate()
        longest = 1.2 * (time.monotonic() - began)
        for _ in range(given.moments)[mine]:
            bench.killed()
        print(f"bench {place}: killed at random moments", flush=True)
        for turn in range(given.moments // 4)[mine]:
            bench.stopped(STOPS[turn % len(STOPS)], longest)
        for kind in ("change", "full"):
            number = 1 + place * given.every
            while bench.broken_at(kind, number):
                number += given.every * given.jobs
            print(f"bench {place}: {kind} at each place up to {number}", flush=True)
        for size in sorted(sizes)[mine]:
            bench.broken_at("size", size)
        for kind in DISKS if Disk.shared else ():
            number = 1 + place * given.every
            while bench.broken_at(kind, number):
                number += given.every * given.jobs
            print(f"bench {place}: {kind} at each place up to {number}", flush=True)
        bench.end()
        return bench.told


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moments", type=int, default=200, help="random moments at which a run is killed (default: 200)")
    parser.add_argument("--every", type=int, default=1, help="break at every nth change, file and write (default: each)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="benches side by side (default: cores)")
    given = parser.parse_args()
    preloaded()
    began = time.monotonic()
    for name in (*zygote.IMPORTED, "wattbook.report.build", "wattbook.report.commands"):
        importlib.import_module(name)
    zygote.subprocess = argparse.Namespace(Popen=Fork, DEVNULL=None)
    os.chdir(ROOT)
    with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
        told = sum(pool.starmap(share, [(place, given) for place in range(given.jobs)], 1), collections.Counter())
    for name, times in sorted(told.items()):
        print(f"{times:4} {name}")
    count = sum(times for name, times in told.items() if not name.startswith("not at all"))
    print(f"{count} breaks in {time.monotonic() - began:.0f} s, nothing lost")


if __name__ == "__main__":
    main()
