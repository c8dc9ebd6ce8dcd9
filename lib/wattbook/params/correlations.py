"""Rank correlations between assumptions: which beliefs go together, and that they can."""

import numpy as np

from wattbook.params import schema
from wattbook.params.errors import check_among, refuse
from wattbook.params.files import read_yaml
from wattbook.uncertainty import nearest_valid

FIELDS = ("between", "value", "as_of", "source", "note")
SAME = 1e-6


def read_correlations(paths, assumptions, sources, as_of):
    """Groups of assumptions that go together, as known on a date: their names (or ``name[member]``) and rank correlations."""
    allowed = {name if member is None else f"{name}[{member}]" for name, a in assumptions.items() if a.dist != "path"
               for member, *_ in a.members()}
    pairs, path = {}, paths[-1]
    for path, key, told in ((file, *one) for file in paths if file.exists() for one in read_yaml(file).items()):
        schema.check_fields(path, key, told, FIELDS, FIELDS)
        if not isinstance(told["between"], list) or len(set(told["between"])) != len(FIELDS[:2]):
            refuse(path, f"{key}: between", told["between"], "a list of two names is needed")
        for name in told["between"]:
            check_among(path, f"{key}: between", name, allowed, "a name of an assumption, with its member where it has an axis")
        value = schema.check_number(path, f"{key}: value", told["value"])
        if not -1 < value < 1:
            refuse(path, f"{key}: value", value, "a rank correlation lies between -1 and 1")
        check_among(path, f"{key}: source", told["source"], [*sources, "judgement"], "a key of sources.yaml, or judgement")
        if frozenset(told["between"]) in pairs:
            refuse(path, f"{key}: between", told["between"], "this pair stands twice")
        if schema.check_date(path, f"{key}: as_of", told["as_of"]) <= as_of:
            pairs[frozenset(told["between"])] = (*told["between"], value)
    return tuple(_group(path, names, pairs) for names in _linked(pairs))


def _linked(pairs):
    """Names that pairs link, a list a group, in the order in which they are first named."""
    groups = []
    for first, second, _ in pairs.values():
        joined = [group for group in groups if first in group or second in group]
        names = [name for group in joined for name in group]
        groups = [group for group in groups if group not in joined]
        groups.append(names + [name for name in (first, second) if name not in names])
    return groups


def _group(path, names, pairs):
    """Names and matrix of one group, or a refusal that names the nearest matrix that can be."""
    ranks = np.array([[1.0 if one == other else pairs.get(frozenset((one, other)), (0,))[-1] for other in names]
                      for one in names])
    valid = nearest_valid(ranks)
    if np.abs(valid - ranks).max() > SAME:
        needed = [f"{one} and {other} {valid[i, j]:.2f} (found {ranks[i, j]:g})" for i, one in enumerate(names)
                  for j, other in enumerate(names[:i]) if abs(valid[i, j] - ranks[i, j]) >= 1 / 200]
        refuse(path, "correlations", f"{len(names)} names that cannot go together so",
               f"the nearest that can: {'; '.join(needed)}")
    return tuple(names), ranks
