"""Run wattbook where it was not written: `make portability` (needs uv and the package index).

A wheel is built and installed outside the checkout, for this Python or for each of `--python`, with the locked versions, with
the lowest that pyproject.toml allows (and that have wheels for that Python) and with the newest. There a report of a tiny case
is made from a folder whose path has a space and letters beyond ASCII, with a home that cannot be written, in several locales
and time zones. Its outputs must be byte for byte those that are made here; where a number differs the script says which and by
how much, and fails beyond a relative 1e-9. The first letters of their hash tell whether two machines give the same.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.report.conftest import DAY, write_case, write_notebooks  # noqa: E402

TOLERANCE = 1e-9
PLACES = [{}, {"LC_ALL": "C", "TZ": "Asia/Kathmandu"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"}]

VERSIONS = """import platform, numpy, pandas
print(f"Python {platform.python_version()}, numpy {numpy.__version__}, pandas {pandas.__version__}")
"""


def told(command, **options):
    """Run a command; its words are shown only where it fails."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))[:200]}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def installed(base, folder, resolution, wheel):
    """A new environment of a Python with a wheel and the locked versions or those of a resolution; its Python."""
    chosen, python = ROOT / "requirements.lock", folder / resolution / "bin/python"
    if resolution != "locked":
        chosen = folder / f"{resolution}.txt"
        version = told([base, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).strip()
        told(["uv", "pip", "compile", ROOT / "pyproject.toml", "--python-version", version, "--resolution", resolution, "-q",
              "--only-binary", ":all:", "-o", chosen])
    told([base, "-m", "venv", folder / resolution])
    told([python, "-m", "pip", "install", "-q", "--compile", "--no-deps", "-r", chosen])
    told([python, "-m", "pip", "install", "-q", "--no-deps", wheel])
    return python


def outputs(python, folder, place):
    """Bytes of the outputs of a report that is made there."""
    folder = folder / f"Büro der Zahlen {len(list(folder.glob('Büro*')))}"
    folder.mkdir()
    write_case(folder / "params"), write_notebooks(folder / "notebooks")
    home = folder / "home"
    home.mkdir(mode=0o555)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "WATTBOOK_PARAMS": str(folder / "params"), **place}
    told([python, "-m", "wattbook.report.cli", "report", "--draws", "500", "--as-of", DAY, "--notebooks", folder / "notebooks",
          "--out", folder / "out"], env=environment, cwd=folder)
    return (folder / "out" / DAY / "base" / "outputs.json").read_bytes()


def furthest(one, other):
    """Largest relative difference between two sets of outputs, and where."""
    one, other = (json.loads(text)["outputs"] for text in (one, other))
    assert list(one) == list(other)
    return max((abs(one[name][part] - other[name][part]) / max(abs(one[name][part]), 1e-300), name, part)
               for name in one for part in ("p10", "p50", "p90"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", nargs="+", default=[sys.executable], metavar="PATH", help="those to try (default: this)")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        told([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT])
        (wheel,) = folder.glob("wattbook-*.whl")
        ours = outputs(sys.executable, folder, {})
        print(f"here: outputs {hashlib.sha256(ours).hexdigest()[:12]}", flush=True)
        for number, base in enumerate(parser.parse_args().python):
            for resolution in ("locked", "lowest-direct", "highest"):
                python = installed(base, folder / str(number), resolution, wheel)
                versions = told([python, "-c", VERSIONS]).strip()
                for place in PLACES:
                    found = outputs(python, folder, place)
                    far, *where = (0,) if found == ours else furthest(ours, found)
                    same = "same bytes" if found == ours else f"differs by {far:.1e} in {where}"
                    print(f"{resolution} ({versions}), {place or 'as here'}: {same}", flush=True)
                    if far > TOLERANCE:
                        sys.exit(1)


if __name__ == "__main__":
    main()
