"""Refuse so many draws that they would not fit into memory, and say how many do."""

import math
import shutil
import tempfile
from pathlib import Path

from wattbook import params
from wattbook.params.case import read_case
from wattbook.params.files import known

ALWAYS = 2000  # draws that every machine is taken to bear
KERNEL = 0.2e9  # of a kernel before anything is drawn [byte]
FLOAT = 8  # [byte]
OVER = 1.25  # times the outputs: the inputs, and what a function holds for a moment
PER_COLUMN = 40  # of one number of a draw while it is shuffled, or sorted [byte]
PER_BLOCK = 0.4e6  # of all numbers of a draw of a block [byte]
SPARED = 0.8  # share of the free memory that may be taken


def bytes_per_draw(case):
    """Memory of all outputs for one draw, from their declared shapes [byte]."""
    from wattbook.subject import MODEL

    lengths = {"months": case.months, "years": len(case.years()), **{axis: len(members) for axis, members in case.axes.items()}}
    shapes = [MODEL.describe(name).shape for name in MODEL.functions]
    return OVER * FLOAT * sum(math.prod(lengths.get(axis, 1) for axis in shape) for shape in shapes)


def _refuse(draws, fit, why):
    fit = max(math.floor(min(fit, 1e18)), ALWAYS)
    if draws > fit:
        raise params.InputError(f"--draws: found {draws}; at most {fit} fit{why}")


def refuse_too_wide(draws, at_once, on_disk):
    """Refuse draws reckoned in blocks that do not fit: so many at once in memory, so many bytes a draw on disk."""
    place, room = tempfile.gettempdir(), free()
    disk = shutil.disk_usage(place).free
    _refuse(draws, min(disk * SPARED / on_disk, (room * SPARED - at_once * PER_BLOCK) / PER_COLUMN),
            f": a draw takes {on_disk} bytes in {place}, where {disk / 1e9:.1f} GB are free, and {PER_COLUMN} bytes of memory")


def refuse_too_many(draws, at_once):
    """Refuse draws that do not fit while so many notebooks run at the same time."""
    if draws > ALWAYS:
        room, case = free(), read_case(next(iter(known(params.default_root()).values())))
        less = "; --jobs 1 leaves more to each" if at_once > 1 else ""
        _refuse(draws, (room * SPARED / at_once - KERNEL) / bytes_per_draw(case),
                f" into the {room / 1e9:.1f} GB that are free, with {at_once} notebooks at a time{less}")


def free():
    """Memory that is free here, or left within the limit of a container [byte]; infinite where the system does not say."""
    try:
        lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
        found = int(lines["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        return math.inf
    try:
        limit, used = (int(Path(f"/sys/fs/cgroup/memory.{name}").read_text()) for name in ("max", "current"))
    except (OSError, ValueError):  # no limit
        return found
    return min(found, limit - used)
