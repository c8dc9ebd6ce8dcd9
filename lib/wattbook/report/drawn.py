"""What was drawn once is kept on disk: the same drawing is asked for by every report of the same inputs."""

import hashlib
import os
import tempfile
import time
from importlib import metadata
from pathlib import Path

KEPT_SECONDS = 30 * 24 * 3600  # a drawing that nobody asked for during this time is thrown away


def folder():
    """Folder of kept drawings; WATTBOOK_CACHE or the user's cache folder."""
    own = os.environ.get("WATTBOOK_CACHE")
    return Path(own) if own else Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "wattbook"


def kept(kind, key, make):
    """Return the text kept under a key, or make it and keep it.

    Parameters
    ----------
    kind : str
        Ending of the file.
    key : str
        All that the text depends on, less the version of the drawing engine.
    make : callable
        Gives the text.

    Returns
    -------
    str
        The text; where nothing can be kept it is made each time.
    """
    name = hashlib.sha256(f"{metadata.version('vl-convert-python')} {key}".encode()).hexdigest()[:32]
    path = folder() / f"{name}.{kind}"
    try:
        text = path.read_text(encoding="utf-8")
        os.utime(path)
        return text
    except OSError:
        text = make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as half:
            half.write(text)
        os.replace(half.name, path)
    except OSError:
        pass
    return text


def forget():
    """Throw away what nobody asked for lately."""
    for path in folder().glob("*.*"):
        try:
            if path.stat().st_mtime < time.time() - KEPT_SECONDS:
                path.unlink()
        except OSError:  # another report throws it away at the same time
            continue
