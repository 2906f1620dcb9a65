"""Which expression a cursor means (reference §E.2)."""

from __future__ import annotations

from collections.abc import Sequence

from leaselens.dada import tree
from leaselens.dada.ir import Site
from leaselens.text import Span


def expression_at(file: tree.File, offset: int) -> Site | None:
    """The expression that a cursor at ``offset`` means; ``None`` on a class, and where there is no body.

    Functions are looked at first, in source order, then the module's code.
    """
    for placed in file.items_touching(offset):
        inside = Span(0, placed.item.span.end).contains(offset - placed.start)
        if inside and isinstance(placed.item, tree.Function):
            return _in_body(placed.key, placed.item.body.statements, placed.item.root, offset - placed.start)
        if inside and isinstance(placed.item, tree.Class):
            return None
    return _in_module(file, offset)


def _in_body(key: str, statements: Sequence[tree.Expr], root: Span, offset: int) -> Site:
    found = _among(statements, offset, skips_gaps=False) if offset < root.end else None
    return Site(key, found.span if found is not None else root)


def _in_module(file: tree.File, offset: int) -> Site | None:
    """The runs of module code are one body: between two runs, and behind the last one (where the reference has no
    answer, but a reader who has just typed the line wants one), the last statement before the cursor is meant."""
    runs = [p for p in file.items if isinstance(p.item, tree.Code) and p.item.statements]
    if not runs or not _begin(runs[0]) <= offset:
        return None
    before = [run for run in runs if _begin(run) <= offset]
    run = before[-1]
    assert isinstance(run.item, tree.Code)
    found = _among(run.item.statements, offset - run.start, skips_gaps=False)
    return Site(run.key, (found or run.item.statements[-1]).span)


def _begin(run: tree.Placed) -> int:
    assert isinstance(run.item, tree.Code)
    return run.start + run.item.statements[0].span.start


def _find(node: tree.Expr, offset: int) -> tree.Expr | None:
    """The innermost expression in ``node`` that is meant; ``None`` if the cursor is behind it."""
    if offset >= node.span.end:
        return None
    return _among(parts(node), offset, skips_gaps=isinstance(node, tree.If)) or node


def _among(nodes: Sequence[tree.Expr], offset: int, *, skips_gaps: bool) -> tree.Expr | None:
    """The first of ``nodes`` that the cursor is not behind; in the gap before a later one, the one before the gap (but
    an ``if`` has no such rule, §E.2 ⚠)."""
    previous: tree.Expr | None = None
    for node in nodes:
        if previous is not None and offset < node.span.start and not skips_gaps:
            return previous
        found = _find(node, offset)
        if found is not None:
            return found
        previous = node
    return None


def parts(node: tree.Expr) -> list[tree.Expr]:
    """The expressions directly inside of an expression, in source order."""
    found: list[tree.Expr] = []
    for child in node.children():
        if isinstance(child, tree.Expr):
            found.append(child)
        elif isinstance(child, tree.Argument):
            found.append(child.value)
    return found
