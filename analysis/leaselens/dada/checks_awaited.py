"""A hint of our own: a call that is suspended, and dropped at once, so that nothing can ever await it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from leaselens.dada import tree
from leaselens.dada.catalogue import rule
from leaselens.dada.names import Body, Intrinsic
from leaselens.diagnostics import Diagnostic


def never_awaited(statements: Iterable[tree.Expr], key: str, body: Body, *, returns: bool) -> Iterator[Diagnostic]:
    """``DADA-W2``: a statement that is a call of ``print``, or of an ``async fn``, whose value nobody gets.

    ``returns``: the last of the statements is the value of the body. ``key`` is the item in which they stand; spans are
    relative to it.
    """
    waiting: list[tuple[tree.Node, bool]] = _statements(tuple(statements), not returns)
    while waiting:
        node, is_dropped = waiting.pop()
        if is_dropped and isinstance(node, tree.Call) and _is_suspended(node, key, body):
            yield rule("W2").at(node.span, "this call is never awaited", label="nothing happens here")
        waiting += _inside(node, is_dropped)


def _inside(node: tree.Node, is_dropped: bool) -> list[tuple[tree.Node, bool]]:
    """The nodes below, each with whether its value is dropped."""
    match node:
        case tree.Block():
            return _statements(node.statements, is_dropped)
        case tree.If():
            ways = [node.then] if node.otherwise is None else [node.then, node.otherwise]
            return [(node.condition, False), *((way, is_dropped) for way in ways)]
        case tree.While():
            return [(node.condition, False), (node.body, True)]
        case tree.Loop():
            return [(node.body, True)]
        case tree.Parens() | tree.Atomic():
            return [(child, is_dropped) for child in node.children()]
    return [(child, False) for child in node.children()]


def _statements(statements: tuple[tree.Expr, ...], last_is_dropped: bool) -> list[tuple[tree.Node, bool]]:
    """Of a block all values are dropped but the last one, which is the block's. What stands before something that could
    not be read may go on there."""
    may_go_on = [one for one, following in pairwise(statements) if isinstance(following, tree.Error)]
    kept = may_go_on if last_is_dropped else [*may_go_on, *statements[-1:]]
    return [(node, node not in kept) for node in statements]


def _is_suspended(call: tree.Call, key: str, body: Body) -> bool:
    """Whether a call yields something to be awaited, and is none with too many or too few arguments (R-12)."""
    callee = body.uses.get((key, call.callee.span))
    if isinstance(callee, tree.Function):
        return callee.is_async and len(call.arguments) == len(callee.parameters)
    return callee is Intrinsic.PRINT and len(call.arguments) == 1
