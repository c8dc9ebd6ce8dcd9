"""The docstring of a quantity, read by one explicit parser.

    Summary, in one paragraph.
    (draws, months) [fraction]: equation, with " = " in it. Further sentences.
    Left out: ...
    Source: ...

A line that starts with none of these words goes on with what stands before it; the equation is the first sentence.
"""

import re
from dataclasses import dataclass

from wattbook import units

HEAD = re.compile(r"^\((?P<shape>\w+(?:, \w+)*)\) \[(?P<unit>[^\[\]]+)\](?::|$)", re.MULTILINE)
LABELLED = re.compile(r"(?P<label>\w[\w ]*): (?P<text>\S.*)")
LEFT_OUT, SOURCE = "Left out", "Source"


@dataclass(frozen=True)
class Quantity:
    """What a function of the model says of itself."""

    name: str
    summary: str
    shape: tuple
    unit: str
    equation: str
    notes: str = ""
    left_out: str = ""
    source: str = ""

    @property
    def axes(self):
        """Words of the shape between draws and the last."""
        return self.shape[1:]


def parse(name, doc):
    """Read the docstring of one quantity; ValueError names the function and what is malformed."""
    def refuse(what):
        raise ValueError(f"{name}: docstring: {what}")

    text = "\n".join(line.strip() for line in (doc or "").strip().splitlines())
    head = HEAD.search(text)
    if head is None:
        refuse("no line with shape and unit such as '(draws, 1) [USD]:' follows the summary")
    if not units.known(head["unit"]):
        refuse(f"unit {head['unit']!r} is not known")
    summary, body = text[:head.start()], text[head.end():]
    if "\n\n" in body:
        refuse("nothing may follow the paragraph of shape and unit")
    told, last = {"": ""}, ""
    for line in body.splitlines():
        labelled = LABELLED.match(line)
        label = labelled["label"] if labelled else None
        if label in told:
            refuse(f"'{label}:' stands twice")
        if label in (LEFT_OUT, SOURCE):
            last, told[label] = label, labelled["text"]
        elif label and "_" in label and " " not in label:
            refuse(f"{label!r} is no part of it; what an argument may be stands with the assumption")
        else:
            told[last] = f"{told[last]} {line}".strip()
    equation, stop, notes = told.pop("").partition(". ")
    if " = " not in equation or not (stop or equation.endswith(".")):
        refuse(f"found {equation!r} under shape and unit; an equation that ends in a full stop is needed")
    return Quantity(name, " ".join(summary.split()), tuple(head["shape"].split(", ")), head["unit"],
                    equation + stop.strip(), notes, told.get(LEFT_OUT, ""), told.get(SOURCE, ""))
