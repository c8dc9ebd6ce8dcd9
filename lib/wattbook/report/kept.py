"""What was made once is kept on disk, drawings and notebooks as run: the next report of the same inputs asks for it again."""

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

KEPT_SECONDS = 30 * 24 * 3600  # what nobody asked for during this time is thrown away
MOST = 5e8  # [byte] of all that is kept; what was asked for last stays

_version = cache(metadata.version)


def folder():
    """Folder of what is kept; WATTBOOK_CACHE or the user's cache folder."""
    own = os.environ.get("WATTBOOK_CACHE")
    return Path(own) if own else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "wattbook"


def kept(kind, key, make, anew=False):
    """Text of a `kind`, kept under all that it depends on less the version of the drawing engine; made where it is not kept."""
    path = _path(kind, key)
    with suppress(OSError):
        if not anew:
            text = path.read_text(encoding="utf-8")
            os.utime(path)
            return text
    text = make()
    with suppress(OSError):  # where nothing can be kept it is made each time
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as half:
            half.write(text)
        os.replace(half.name, path)
    return text


def _path(kind, key):
    name = hashlib.sha256(f"{_version('vl-convert-python')} {key}".encode()).hexdigest()[:32]
    return folder() / f"{name}.{kind}"


def is_kept(kind, key):
    """Whether a text is kept under a key."""
    return _path(kind, key).is_file()


def forget():
    """Throw away what nobody asked for lately, and what is too much."""
    found = []
    for path in folder().glob("*"):
        with suppress(OSError):  # another report throws it away at the same time
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    total = 0
    for when, size, path in sorted(found, reverse=True):
        total += size
        if when < time.time() - KEPT_SECONDS or total > MOST:
            path.unlink(missing_ok=True)
