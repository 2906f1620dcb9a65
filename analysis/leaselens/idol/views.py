"""The tree of a file as text, for people who work on Leaselens (``leaselens view tree``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from leaselens.idol.reading import File


def view_tree(file: File) -> str:
    """The interface, one node a line, with absolute offsets."""
    return "\n".join(_lines("interface", file.interface, 0)) + "\n"


def _lines(name: str, node: Any, depth: int) -> Iterator[str]:
    if not is_dataclass(node):
        yield f"{'  ' * depth}{name}: {node}"
        return
    children = [(field.name, getattr(node, field.name)) for field in fields(node)]
    span = getattr(node, "span", None)
    yield f"{'  ' * depth}{name}: {type(node).__name__}{f'[{span.start}..{span.end}]' if span else ''}"
    for key, child in children:
        if isinstance(child, tuple) and not hasattr(child, "_fields"):
            for number, part in enumerate(child):
                yield from _lines(f"{key}[{number}]", part, depth + 1)
        elif key != "span" and child not in (None, {}):
            yield from _lines(key, child, depth + 1)
