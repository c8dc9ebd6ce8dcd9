"""Folders of a run: held while their process lives, swept afterwards, and exchanged in one step."""

import ctypes
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: two publishers at once then have to be kept apart by their user
    fcntl = None

SCRATCH = "wb-"  # short, since the name of a socket in it must be
REPLACED = ".replaced-"  # an old report that is about to go
ATTEMPTS = 20
AT_CWD, RENAME_EXCHANGE = -100, 2  # of Linux's renameat2


def _hold(path, wait=True):
    """Open a folder and lock it; None where another process holds it. Where a file system knows no locks, go without."""
    handle = os.open(path, os.O_RDONLY)
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        pass
    return handle


@contextmanager
def locked(folder):
    """Hold a folder, made where it is missing: whoever else wants to write there waits."""
    for attempt in range(ATTEMPTS):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = _hold(folder)
        except (FileNotFoundError, FileExistsError):  # another process may just have taken an empty folder away
            if attempt + 1 == ATTEMPTS:
                raise
            continue
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(folder)):
                break
        os.close(handle)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def own_folder(parent, prefix):
    """A new folder, locked while this process lives and gone afterwards; a dead process leaves one without a lock."""
    made = [path for path in (parent, *parent.parents) if not path.exists()]
    handle = place = None
    try:
        with locked(parent):
            place = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            handle = _hold(place)
        yield place
    finally:
        if place:
            shutil.rmtree(place, ignore_errors=True)
        if handle is not None:
            os.close(handle)
        _drop_empty(made)


@contextmanager
def scratch(parent=None):
    """A folder for a while, among temporary files where no other place is said; what dead processes left of such is swept."""
    parent = parent or Path(tempfile.gettempdir())
    sweep(parent, f"{SCRATCH}*")
    with own_folder(parent, SCRATCH) as place:
        yield place


def _drop_empty(folders):
    """Remove folders, innermost first, as far as nobody else has put something into them."""
    if folders and folders[0].exists():
        with suppress(OSError), locked(folders[0]):
            for path in folders:
                path.rmdir()


def sweep(parent, pattern):
    """Remove what dead processes left under a folder, and the folders below it that held nothing else; say what it was."""
    swept = []
    for path in list(parent.glob(pattern)) if fcntl else ():
        with suppress(OSError), locked(path.parent):  # nobody has just made it and not locked it yet
            handle = _hold(path, wait=False)
            if handle is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(handle)
                swept.append(path)
        _drop_empty([path.parent][:path.parent != parent])
    return swept


def exchange(new, old):
    """Let two folders change names; nobody ever finds `old` missing, unless this system lacks a way to do both at once."""
    with suppress(AttributeError):
        if sys.platform == "linux" and ctypes.CDLL(None).renameat2(
                AT_CWD, os.fsencode(new), AT_CWD, os.fsencode(old), RENAME_EXCHANGE) == 0:
            return
    aside = old.with_name(f"{REPLACED}{old.name}")
    os.rename(old, aside)
    try:
        os.rename(new, old)
    except BaseException:
        os.rename(aside, old)
        raise
    os.rename(aside, new)


def recover(day):
    """In a folder that is held, put back what a process moved aside before it died; drop it where its successor stands."""
    for aside in list(day.glob(f"{REPLACED}*")):
        folder = aside.with_name(aside.name.removeprefix(REPLACED))
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            os.rename(aside, folder)
