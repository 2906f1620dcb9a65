"""What each name means: a table beside the tree (reference §B.1 "Scoping of names")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from leaselens.dada import tree
from leaselens.text import Span


class Intrinsic(Enum):
    """What exists without being written."""

    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Local:
    """A variable or parameter of a body: its number in declaration order (parameters first), and how it was declared.

    ``item`` is the key of the item in which it is written (module code may stretch over several).
    """

    index: int
    item: str
    binding: tree.Binding
    is_parameter: bool


Meaning = Local | tree.Class | tree.Function | Intrinsic
"""What a ``Name`` stands for."""


@dataclass(frozen=True, slots=True)
class Body:
    """The names of one body: a function, or all the module code together.

    ``locals`` are in declaration order. ``uses`` maps (item key, span of a ``Name``) to what it means; an unresolved name
    is not in it. ``lets`` maps (item key, span of a ``Let``) to the local that it declares. ``items`` are the keys of
    the items that it is made of, in order.
    """

    name: str
    items: tuple[str, ...]
    locals: tuple[Local, ...]
    uses: Mapping[tuple[str, Span], Meaning]
    lets: Mapping[tuple[str, Span], Local]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a file. ``bodies`` are keyed by item key (``fn main``), and module code by ``main@module``; ``items`` map
    a module name to the key of the item that won it (the first, §C-42)."""

    items: Mapping[str, str]
    bodies: Mapping[str, Body]
