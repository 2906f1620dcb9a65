"""Params with one thing wrong in them; and whether it is wrong, by the protocol's own types, not by the server."""

from __future__ import annotations

import types as python
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from lsprotocol import types, validators

Path = tuple[str | int, ...]

VALUES: tuple[Any, ...] = (None, 7, -1, 2**40, 1.5, "x", "\ud83d", True, [], {}, [[]])


def mutants(params: Any) -> Iterator[tuple[Path, Any]]:
    """The params again and again, each time with another member replaced or left out; where that is, and the params."""
    yield from (((), value) for value in VALUES)
    for key, part in _members(params):
        for value in VALUES:
            yield (key,), _with(params, key, value)
        yield (key,), _without(params, key)
        for path, changed in mutants(part):
            if path:
                yield (key, *path), _with(params, key, changed)


def _members(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _with(whole: Any, key: Any, value: Any) -> Any:
    changed = whole.copy()
    changed[key] = value
    return changed


def _without(whole: Any, key: Any) -> Any:
    changed = whole.copy()
    del changed[key]
    return changed


# ---------------------------------------------------------------- what the protocol says


def fits(method: str, params: Any) -> bool:
    """Whether the protocol allows these params for one of its methods."""
    return _fits(params, types.METHOD_TO_TYPES[method][2])


def _fits(value: Any, kind: Any) -> bool:
    origin = get_origin(kind)
    if kind is Any or kind is object:
        return True
    if origin in (Union, python.UnionType):
        return any(_fits(value, one) for one in get_args(kind))
    if origin is Literal:
        return value in get_args(kind)
    if origin is not None and issubclass(origin, Sequence):
        return isinstance(value, list) and all(_fits(part, get_args(kind)[0]) for part in value)
    if attrs.has(kind):
        return isinstance(value, dict) and _fits_class(value, kind)
    if issubclass(kind, Enum):
        return type(value) is not bool and value in [member.value for member in kind]
    return type(value) is kind


def _fits_class(value: dict[str, Any], kind: Any) -> bool:
    hints = get_type_hints(kind)
    for field in attrs.fields(kind):
        name = _spelling(field.name)
        if name not in value:
            if field.default is attrs.NOTHING:
                return False
        elif not _fits(value[name], hints[field.name]) or not _is_in_range(value[name], field):
            return False
    return True


def _is_in_range(value: Any, field: attrs.Attribute[Any]) -> bool:
    """The protocol's numbers have 32 bits."""
    if type(value) is not int or field.validator is None:
        return True
    least = 0 if "uinteger" in repr(field.validator) else validators.INTEGER_MIN_VALUE
    return least <= value <= validators.INTEGER_MAX_VALUE


def _spelling(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)
