"""Whether two texts have the same tree: they mean the same, whatever white space and comments they have."""

from __future__ import annotations

from leaselens.dada import tree
from leaselens.text import Span


def same_trees(one: tree.File, other: tree.File) -> bool:
    """Whether the items of two files differ in spans at most; what reading complained of, by its codes."""
    if len(one.items) != len(other.items):
        return False
    return all(
        mine.key == theirs.key and _codes(mine) == _codes(theirs) and _same(mine.item, theirs.item)
        for mine, theirs in zip(one.items, other.items, strict=True)
    )


def _codes(placed: tree.Placed) -> list[str]:
    return [diagnostic.code for diagnostic in placed.diagnostics]


def _same(one: object, other: object) -> bool:
    """Whether two values that a node's field may hold differ in spans at most. Trees may be high: no recursion."""
    pending = [(one, other)]
    while pending:
        mine, theirs = pending.pop()
        if type(mine) is not type(theirs):
            return False
        if isinstance(mine, tree.Node):
            names = mine.__dataclass_fields__
            pending += [(getattr(mine, name), getattr(theirs, name)) for name in names if name != "span"]
        elif isinstance(mine, tuple) and isinstance(theirs, tuple) and not isinstance(mine, Span):
            if len(mine) != len(theirs):
                return False
            pending += zip(mine, theirs, strict=True)
        elif mine != theirs and not isinstance(mine, Span):
            return False
    return True
