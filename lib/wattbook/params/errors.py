"""The one error for a user's mistake."""

import datetime
from difflib import get_close_matches


class InputError(ValueError):
    """A mistake in what the user gave: the message names the place, what was found and what is allowed."""

    def _render_traceback_(self):  # IPython and Jupyter then show the message alone
        return [f"InputError: {self}"]


def nearest(name, known):
    """Return '; did you mean X?' for the nearest known name, or nothing.

    Examples
    --------
    >>> nearest("it_life_year", ["it_life_years", "pue"])
    "; did you mean 'it_life_years'?"
    """
    match = get_close_matches(str(name), [str(k) for k in known], n=1, cutoff=0.5)
    return f"; did you mean '{match[0]}'?" if match else ""


def among(found, known):
    """Say whether `found` is one of the known names; only text can be.

    Examples
    --------
    >>> among("pue", ["pue"]), among(["pue"], {"pue": 1})
    (True, False)
    """
    return isinstance(found, str) and found in known


def refuse(path, key, found, allowed, known=()):
    """Raise the InputError that names file, key, what was found and what is allowed."""
    shown = found.isoformat() if isinstance(found, datetime.date) else repr(found)
    raise InputError(f"{path}: {key}: found {shown}; {allowed}{nearest(found, known) if known else ''}")
