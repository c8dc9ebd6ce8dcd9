"""Rank correlations between assumptions: which beliefs go together, and that they can."""

import numpy as np

from wattbook.params.errors import refuse
from wattbook.params.fields import among, check_any, check_date, check_fields, check_number
from wattbook.params.files import read_yaml
from wattbook.uncertainty import nearest_valid

SAME = 1e-6


def read_correlations(paths, assumptions, sources, as_of):
    """Groups of assumptions that go together, as known on a date: their names (or ``name[member]``) and rank correlations."""
    allowed = {name if member is None else f"{name}[{member}]" for name, a in assumptions.items() if a.dist != "path"
               for member, *_ in a.members()}
    known = among(allowed, "a name of an assumption, with its member where it has an axis")
    fields = {"between": check_any, "value": check_number, "as_of": check_date, "note": check_any,
              "source": among([*sources, "judgement"], "a key of sources.yaml, or judgement")}
    pairs, path = {}, paths[-1]
    for path, key, told in ((file, *one) for file in paths if file.exists() for one in read_yaml(file).items()):
        record = check_fields(path, key, told, fields, fields)
        pair = record["between"]
        if not isinstance(pair, list) or len(pair) != 2 or pair[0] == pair[1]:
            refuse(path, f"{key}: between", pair, "a list of two names is needed")
        for name in pair:
            known(path, f"{key}: between", name)
        if not -1 < record["value"] < 1:
            refuse(path, f"{key}: value", record["value"], "a rank correlation lies between -1 and 1")
        if frozenset(pair) in pairs:
            refuse(path, f"{key}: between", pair, "this pair stands twice")
        if record["as_of"] <= as_of:
            pairs[frozenset(pair)] = (*pair, record["value"])
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
