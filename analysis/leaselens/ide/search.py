"""Workspace symbols: what is declared, sought by some letters of its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leaselens.model.analysis import Symbol, SymbolKind

_INSIDE = SymbolKind.PARAMETER, SymbolKind.VARIABLE
"""What nobody looks for from outside of a function."""


class Entry(NamedTuple):
    """A symbol, and the name of the one that it is in (``""``: it is in none)."""

    symbol: Symbol
    container: str


def entries(outline: Iterable[Symbol], container: str = "") -> Iterator[Entry]:
    """What may be sought of an outline: classes with their fields, functions, and the variables outside of them."""
    for symbol in outline:
        if not container or symbol.kind not in _INSIDE:
            yield Entry(symbol, container)
        yield from entries(symbol.children, symbol.name)


def rank(query: str, name: str) -> tuple[int, int, str] | None:
    """How well a name fits what was typed, the best first; ``None``: not at all.

    The letters must stand in the name in their order, whatever stands between them and whether they are capitals. The
    name itself is best, then one that begins so, then one that has them side by side.
    """
    sought, whole = query.casefold(), name.casefold()
    letters = iter(whole)
    if not all(letter in letters for letter in sought):
        return None
    if sought == whole:
        fit = 0 if query == name else 1
    elif whole.startswith(sought):
        fit = 2
    else:
        fit = 3 if sought in whole else 4
    return fit, len(name), name
