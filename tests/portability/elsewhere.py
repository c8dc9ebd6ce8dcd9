"""Run wattbook where it was not written: `make portability` (needs uv and the package index).

A wheel is built and installed outside the checkout, once with the lowest versions that pyproject.toml allows and once
with the newest that the index has for this Python. There a report of a tiny case is made from a folder whose path has
a space and letters beyond ASCII, with a home that cannot be written, in several locales and time zones. Its outputs
must be byte for byte those of the locked versions; where a number differs the script says which and by how much, and
fails beyond a relative 1e-9.
"""

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


def told(command, **options):
    """Run a command; its words are shown only where it fails."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))[:200]}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def installed(folder, resolution, wheel):
    """A new environment with a wheel and the versions that a resolution gives; its Python."""
    chosen, python = folder / f"{resolution}.txt", folder / resolution / "bin/python"
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    told(["uv", "pip", "compile", ROOT / "pyproject.toml", "--python-version", version, "--resolution", resolution, "-q",
          "-o", chosen])
    told([sys.executable, "-m", "venv", folder / resolution])
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
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        told([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT])
        (wheel,) = folder.glob("wattbook-*.whl")
        ours = outputs(sys.executable, folder, {})
        for resolution in ("lowest-direct", "highest"):
            python = installed(folder, resolution, wheel)
            versions = told([python, "-c", "import numpy, pandas; print(numpy.__version__, pandas.__version__)"])
            for place in PLACES:
                found = outputs(python, folder, place)
                far, *where = (0,) if found == ours else furthest(ours, found)
                same = "same bytes" if found == ours else f"differs by {far:.1e} in {where}"
                print(f"{resolution} (numpy, pandas {versions.strip()}), {place or 'as here'}: {same}", flush=True)
                if far > TOLERANCE:
                    sys.exit(1)


if __name__ == "__main__":
    main()
