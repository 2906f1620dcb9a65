"""What the layout of a text has to know from its tree: where the items of lists begin, which minus is a sign, and
which construct a brace belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from leaselens.dada import tree


@dataclass(frozen=True)
class Marks:
    """Offsets of tokens, absolute in the file.

    ``starts``: the first token of an item of a list (a statement, an argument, a parameter, ...); a line that begins
    with any other token continues the one before. ``signs``: a minus with one operand. ``lenders``: the permission word
    before a list of paths in braces. ``owners``: for the brace of a body, and for the ``if`` behind an ``else``, the
    first token of the construct that it is part of.
    """

    starts: set[int] = field(default_factory=set)
    signs: set[int] = field(default_factory=set)
    lenders: set[int] = field(default_factory=set)
    owners: dict[int, int] = field(default_factory=dict)


def marks(items: Iterable[tree.Placed]) -> Marks:
    """The marks of some items of a file, which were read without a mistake."""
    found = Marks()
    for placed in items:
        found.starts.add(placed.start)
        pending: list[tree.Node] = [placed.item]
        while pending:
            node = pending.pop()
            _mark(found, node, placed.start)
            pending += node.children()
    return found


def _mark(found: Marks, node: tree.Node, base: int) -> None:
    found.starts.update(base + item.span.start for item in _listed(node))
    if isinstance(node, tree.Negation):
        found.signs.add(base + node.span.start)
    elif isinstance(node, tree.TypePermission) and node.paths is not None:
        found.lenders.add(base + node.span.start)
    for body in _bodies(node):
        found.owners[base + body.span.start] = base + node.span.start


def _listed(node: tree.Node) -> Iterable[tree.Node]:
    """The items of the list that a node is or has."""
    if isinstance(node, tree.Block | tree.Code):
        return node.statements
    if isinstance(node, tree.Call):
        return node.arguments
    if isinstance(node, tree.Tuple):
        return node.elements
    if isinstance(node, tree.Parens):
        return (node.inner,)
    if isinstance(node, tree.Class):
        return node.fields
    if isinstance(node, tree.Function):
        return node.parameters
    return (node.paths or ()) if isinstance(node, tree.TypePermission) else ()


def _bodies(node: tree.Node) -> Iterable[tree.Node]:
    """The bodies of a construct that has a keyword before them; for an ``else if``, the second ``if``."""
    if isinstance(node, tree.If):
        return (node.then,) if node.otherwise is None else (node.then, node.otherwise)
    if isinstance(node, tree.While | tree.Loop | tree.Atomic | tree.Function):
        return (node.body,)
    return ()
