"""The record of a notebook: what it really ran with, its headline, and the numbers that somebody would cite."""

MIME = "application/vnd.wattbook.outputs+json"
ASKED = ("scenario", "as_of", "overrides", "draws", "seed")  # what a report asks a notebook for


def used(book):
    """What a book was loaded with, as a report asks for it."""
    return {name: getattr(book, name) for name in ASKED} | {"as_of": str(book.as_of)}


class Record:
    """A hidden bundle that the report gathers."""

    def __init__(self, content):
        self.content = content

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {MIME: self.content, "text/plain": repr(self)}

    def __repr__(self):
        return f"Recorded {len(self.content['outputs'])} outputs: {self.content['headline']}"
