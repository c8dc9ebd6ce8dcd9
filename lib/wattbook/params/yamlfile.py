"""Read one YAML file strictly: duplicate keys are refused and 50e9 is a number."""

import re

import yaml

from wattbook.params.errors import InputError
from wattbook.params.textfile import read_text


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """The safe loader, less its habit of letting the last of two equal keys win."""

    def construct_object(self, node, deep=False):
        """Say where a scalar stands that looks like a date or a number and is none, such as 2026-02-30."""
        try:
            return super().construct_object(node, deep=deep)
        except InputError:
            raise
        except ValueError as error:
            raise InputError(f"line {node.start_mark.line + 1}: found {node.value!r}; {error}") from None


def _mapping(loader, node):
    loader.flatten_mapping(node)
    seen = {}
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise InputError(f"line {key_node.start_mark.line + 1}: key {key!r} must be a plain word")
        if key in seen:
            raise InputError(f"line {key_node.start_mark.line + 1}: key '{key}' stands twice (first on line {seen[key]})")
        seen[key] = key_node.start_mark.line + 1
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# YAML 1.1 reads 50e9 as text because it lacks a point and a sign; everyone who types it means a number.
_StrictLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]+$"), list("-+0123456789")
)


def read_yaml(path):
    """Read the mapping in `path`.

    Raises
    ------
    InputError
        The file is missing, is not YAML, holds a key twice, or is not a mapping.
    """
    text = read_text(path)
    try:
        data = yaml.load(text, _StrictLoader)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f"line {where.line + 1}: " if where else ""
        problem = " ".join(str(getattr(error, "problem", error)).split())
        raise InputError(f"{path}: {line}not valid YAML: {problem}") from None
    except RecursionError:
        raise InputError(f"{path}: not valid YAML: nested too deeply") from None
    if not isinstance(data, dict):
        raise InputError(f"{path}: found {type(data).__name__}; a mapping of names is needed")
    return data
