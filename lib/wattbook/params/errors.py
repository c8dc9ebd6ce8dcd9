"""The one error for a user's mistake."""

import datetime
import re
from difflib import get_close_matches

LONGEST = 60  # characters of what was found; the rest says nothing more
LONG_WORD = re.compile(r"(\S{60})\S{80,}(\S{40})")  # a path or name of which both ends say enough
MOST_NAMED, MOST_LISTED = 8, 90  # allowed names in a message, and their characters


class InputError(ValueError):
    """A mistake in what the user gave: one line that names the place, what was found and what is allowed."""

    def __init__(self, message):
        super().__init__(one_line(message))

    def _render_traceback_(self):  # IPython and Jupyter then show the message alone
        return [f"InputError: {self}"]


def printable(text):
    """Escape control characters, which would reach a reader's terminal as commands."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def one_line(text):
    """A message as a line that a terminal can show: without line ends and control characters, long words cut in the middle."""
    return LONG_WORD.sub(r"\1...\2", printable(" ".join(str(text).split())))


def cut(text, longest=LONGEST):
    """Shorten what is shown of a long text."""
    return text if len(text) <= longest else f"{text[:longest]}..."


def listed(names):
    """Names that are allowed, the first few where they are many."""
    names = list(map(str, names))
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return cut(", ".join(names[:MOST_NAMED]), MOST_LISTED) + more


def nearest(name, known):
    """Return '; did you mean X?' for the nearest known name, or nothing."""
    folded = {str(one).lower(): str(one) for one in known}
    match = get_close_matches(str(name)[:LONGEST].lower(), folded, n=1, cutoff=0.5)
    return f"; did you mean '{folded[match[0]]}'?" if match else ""


def refuse(path, key, found, allowed, known=()):
    """Raise the InputError that names file, key, what was found and what is allowed."""
    shown = found.isoformat() if isinstance(found, datetime.date) else cut(repr(found))
    raise InputError(f"{path}: {cut(str(key))}: found {shown}; {allowed}{nearest(found, known) if known else ''}")
