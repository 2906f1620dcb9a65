"""Out of plain JSON, the protocol's types, taken at their word.

Left alone, cattrs makes a text of anything and a number of every text: ``"newName": null`` would rename to ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, get_origin

from cattrs import Converter
from cattrs.cols import list_structure_factory
from lsprotocol import types
from pygls.protocol import default_converter


@cache
def converter() -> Converter:
    """The converter of all sessions. It takes a tenth of a second to make, and keeps nothing of a session."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]
    made.register_structure_hook(str, _exactly(str))
    made.register_structure_hook(bool, _exactly(bool))
    made.register_structure_hook(int, _integer)
    made.register_structure_hook(types.ProgressToken, _token)
    made.register_structure_hook(types.ProgressToken | None, _perhaps_token)
    made.register_structure_hook_factory(_is_list, _list_factory)
    return made


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    def taken(value: Any, wanted: Any) -> Any:
        """``wanted`` is the type or an enumeration of its values."""
        if type(value) is not kind:
            raise TypeError(f"no {kind.__name__}")
        return wanted(value)

    return taken


def _integer(value: Any, wanted: Callable[[int], Any]) -> Any:
    """An integer; in some languages that editors are written in, 1 and 1.0 are the same."""
    is_whole = type(value) is int or (isinstance(value, float) and value.is_integer())
    if not is_whole:
        raise TypeError("no integer")
    return wanted(int(value))


def _token(value: Any, _: Any) -> int | str:
    """A number or a text, which cattrs would take to be whatever it is."""
    return value if isinstance(value, str) else _integer(value, int)


def _perhaps_token(value: Any, wanted: Any) -> int | str | None:
    return None if value is None else _token(value, wanted)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) in (list, Sequence)


def _list_factory(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = list_structure_factory(kind, converter)

    def taken(value: Any, kind: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError("no list")
        return structure(value, kind)

    return taken
