"""The docstring of a quantity, read by one explicit parser.

    Summary, in one paragraph.

    (draws, months) [fraction]
    Equation, with " = " in it, ending in a full stop.
    Further sentences.
    Left out: ...
    some_argument: a constraint on it.
    Source: ...

    Examples, each after an empty line.

A line that starts with none of these words goes on with what stands before it.
"""

import re
from dataclasses import dataclass, field

from wattbook import units

HEAD = re.compile(r"^\((?P<shape>\w+(?:, \w+)*)\) \[(?P<unit>[^\[\]]+)\]$")
LABELLED = re.compile(r"^(?P<label>\w[\w ]*): (?P<text>\S.*)$")
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
    constraints: dict = field(default_factory=dict)  # argument -> what it must be
    source: str = ""
    example: str = ""

    @property
    def axes(self):
        """Words of the shape between draws and the last."""
        return self.shape[1:]


def parse(name, doc, arguments):
    """Read the docstring of one quantity.

    Parameters
    ----------
    name : str, of the function
    doc : str or None, its docstring, without indentation
    arguments : collection of str, its arguments: constraints may be said of these alone

    Returns
    -------
    Quantity

    Raises
    ------
    ValueError, the docstring is malformed: names the function and what is wrong
    """
    def refuse(what):
        raise ValueError(f"{name}: docstring: {what}")

    blocks = [block.splitlines() for block in (doc or "").strip().split("\n\n")]
    if len(blocks) < 2:
        refuse("a summary, an empty line, then shape and unit such as '(draws, 1) [USD]' are needed")
    summary, (head, *body), *examples = blocks
    match = HEAD.match(head)
    if match is None:
        refuse(f"found {head!r} after the summary; shape and unit such as '(draws, 1) [USD]' are needed")
    if not units.known(match["unit"]):
        refuse(f"unit {match['unit']!r} is not known")
    if any(not block[0].startswith(">>> ") for block in examples):
        refuse(f"found {next(b[0] for b in examples if not b[0].startswith('>>> '))!r}; only examples may follow the body")
    equation, *entries = _entries(body, arguments) or [""]
    if " = " not in equation or not equation.endswith("."):
        refuse(f"found {equation!r} under shape and unit; an equation that ends in a full stop is needed")
    return Quantity(name, " ".join(summary), tuple(match["shape"].split(", ")), match["unit"], equation,
                    **_told(entries, arguments, refuse), example="\n\n".join("\n".join(b) for b in examples))


def _told(entries, arguments, refuse):
    """Entries after the equation as fields of a quantity."""
    told = {"notes": [], "constraints": {}}
    for entry in entries:
        labelled = LABELLED.match(entry)
        label = labelled["label"] if labelled else None
        if label in arguments:
            told["constraints"][label] = labelled["text"]
        elif label in (LEFT_OUT, SOURCE):
            key = label.lower().replace(" ", "_")
            if key in told:
                refuse(f"'{label}:' stands twice")
            told[key] = labelled["text"]
        elif label and " " not in label and "_" in label:
            refuse(f"{label!r} is no argument")
        else:
            told["notes"].append(entry)
    return {**told, "notes": " ".join(told["notes"])}


def _entries(lines, arguments):
    """Lines joined to the equation, notes and labelled entries; the equation ends at the first line with a full stop."""
    entries, equation_ended = [], False
    for line in lines:
        labelled = LABELLED.match(line)
        starts = labelled is not None and (labelled["label"] in (LEFT_OUT, SOURCE, *arguments) or "_" in labelled["label"])
        if not entries or starts or (equation_ended and len(entries) == 1):
            entries.append(line)
        else:
            entries[-1] += f" {line}"
        equation_ended = equation_ended or entries[0].endswith(".")
    return entries
