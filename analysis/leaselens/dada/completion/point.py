"""The point of a recorded run that a cursor stands at: what has been executed when what it stands on comes next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from leaselens.dada import ir, tree
from leaselens.dada.at_cursor import parts
from leaselens.dada.ir import Program, Site
from leaselens.dada.machine.state import World
from leaselens.dada.names import MODULE, Local, Names
from leaselens.dada.record import Record

MOST_WORLDS = 32
"""How many of the worlds that were recorded at a point are looked at."""


@dataclass(frozen=True)
class Point:
    """``body`` is the key of the body that the cursor stands in (``None``: in none), ``pc`` the operation that comes
    next (``None``: not known); ``item`` is the item, ``around`` the nodes that hold the cursor, the outermost first.
    ``offset`` is relative to the item."""

    body: str | None
    pc: int | None
    item: str
    around: tuple[tree.Node, ...]
    offset: int

    def worlds(self, record: Record) -> list[World]:
        """What was recorded there, the first ``MOST_WORLDS`` of it."""
        if self.body is None or self.pc is None:
            return []
        return list(islice(record.worlds_at(self.body, self.pc), MOST_WORLDS))

    def locals(self, names: Names, file: tree.File, opened: int | None) -> list[Local]:
        """The variables in scope, the one declared last first; of several of one name only the last.

        ``opened`` is where the innermost bracket stands that is open at the cursor (relative to the item): a
        declaration that it belongs to is not finished.
        """
        if self.body is None:
            return []
        body = names.bodies[self.body]
        found = {local.binding.name.text: local for local in body.locals if local.is_parameter}
        here = body.items.index(self.item)
        for number, key in enumerate(body.items[: here + 1]):
            end = self.offset if number == here else file.by_key[key].item.span.end
            for let in _visible(file.by_key[key].item, end):
                if number == here and opened is not None and let.span.touches(opened):
                    continue
                local = body.lets[key, let.span]
                found.pop(local.binding.name.text, None)
                found[local.binding.name.text] = local
        return list(reversed(found.values()))


def point_at(file: tree.File, program: Program, offset: int) -> Point:
    """The point at an offset of the analysed text (absolute)."""
    after = bisect_right(file.starts, offset)
    if after:
        placed = file.items[after - 1]
        item, relative = placed.item, offset - placed.start
        if isinstance(item, tree.Function) and _holds(item.body, relative):
            around = _around(item.body, relative)
            pc = _pc(program.codes[placed.key], placed.key, around, relative)
            return Point(placed.key, pc, placed.key, around, relative)
        if isinstance(item, tree.Class | tree.Function) and relative < item.span.end:
            return Point(None, None, placed.key, (), relative)
    return _in_module(file, program, offset)


def _holds(node: tree.Node, offset: int) -> bool:
    """Whether the offset lies strictly inside; a block whose brace is not closed yet holds all that comes behind."""
    return node.span.start < offset and (offset < node.span.end or _is_open(node))


def _is_open(node: tree.Node) -> bool:
    inner = evaluated(node)
    if isinstance(node, tree.Block):
        return inner[-1].span.end == node.span.end if inner else node.span.end - node.span.start == 1
    return bool(inner) and inner[-1].span.end == node.span.end and _is_open(inner[-1])


def _in_module(file: tree.File, program: Program, offset: int) -> Point:
    runs = [placed for placed in file.items if isinstance(placed.item, tree.Code) and placed.item.statements]
    run = next((placed for placed in reversed(runs) if placed.start <= offset), None)
    if run is None or MODULE not in program.codes:
        return Point(None, None, "", (), offset)
    around = _around(run.item, offset - run.start)
    pc = _pc(program.codes[MODULE], run.key, around, offset - run.start)
    if pc is None:  # nothing of this run stands before the cursor
        pc = _last_of(program.codes[MODULE], runs[: runs.index(run)])
    return Point(MODULE, pc, run.key, around, offset - run.start)


def _last_of(code: ir.Code, runs: Sequence[tree.Placed]) -> int | None:
    for run in reversed(runs):
        assert isinstance(run.item, tree.Code)
        moments = code.moments.get(Site(run.key, run.item.statements[-1].span))
        if moments is not None:
            return _settled(code, moments.after)
    return 0


def _around(node: tree.Node, offset: int) -> tuple[tree.Node, ...]:
    """The nodes that the offset lies strictly inside of, from ``node`` on."""
    inner = next((part for part in evaluated(node) if _holds(part, offset)), None)
    return (node,) if inner is None else (node, *_around(inner, offset))


def evaluated(node: tree.Node) -> Sequence[tree.Expr]:
    """The expressions directly inside of a node, in the order in which they are evaluated."""
    if isinstance(node, tree.Block | tree.Code):
        return node.statements
    return parts(node) if isinstance(node, tree.Expr) else ()


def _pc(code: ir.Code, item: str, around: Sequence[tree.Node], offset: int) -> int | None:
    """The operation that comes next at the offset: behind what stands before it in the innermost node, or where that
    node begins, or the node around it."""
    for node in reversed(around):
        if (pc := _inside(code, item, node, offset)) is not None:
            return pc
    return 0 if item == code.key else None


def _inside(code: ir.Code, item: str, node: tree.Node, offset: int) -> int | None:
    inner = evaluated(node)
    # What stands before a dot or left of an assignment is not evaluated by itself.
    if not isinstance(node, tree.Dot | tree.Use | tree.Await | tree.Assign | tree.OpAssign):
        for part in reversed([part for part in inner if part.span.end <= offset]):
            if (moments := code.moments.get(Site(item, part.span))) is not None:
                return moments.before if _ends_unread(part) else _settled(code, moments.after)
    following = next((part for part in inner if part.span.start >= offset), None)
    for begun in (following, node):
        if begun is not None and (moments := code.moments.get(Site(item, begun.span))) is not None:
            return _beginning(code, item, begun, moments.before)
    return None


def _beginning(code: ir.Code, item: str, node: tree.Node, pc: int) -> int:
    """The first operation of an expression. The moments of declarations and assignments may begin later (§E.3)."""
    if isinstance(node, tree.Let | tree.Assign | tree.OpAssign):
        while pc > 0 and _is_part(code.operations[pc - 1].site, item, node):
            pc -= 1
    return pc


def _is_part(site: Site, item: str, node: tree.Node) -> bool:
    return site.item == item and node.span.start <= site.span.start and site.span.end <= node.span.end


def _ends_unread(node: tree.Node) -> bool:
    """Whether the end of a node could not be read: what it does is not known, and what was held before it still is."""
    inner = evaluated(node)
    ends = bool(inner) and inner[-1].span.end == node.span.end and _ends_unread(inner[-1])
    return isinstance(node, tree.Error) or ends


def _settled(code: ir.Code, pc: int) -> int:
    """When the temporaries of what was just executed are gone."""
    while isinstance(operation := code.operations[pc], ir.Clear) and not operation.scope_ends:
        pc += 1
    return pc


def _visible(node: tree.Node, offset: int) -> Iterator[tree.Let]:
    """The declarations before an offset whose scopes are open there (§B.1 "New scopes")."""
    for part in evaluated(node):
        is_scope = isinstance(node, tree.Loop | tree.Atomic) or (
            isinstance(node, tree.If | tree.While) and part is not node.condition
        )
        if part.span.start < offset and (not is_scope or _holds(part, offset)):
            yield from _visible(part, offset)
    if isinstance(node, tree.Let) and node.span.end <= offset and (node.value is None or node.value.span.end <= offset):
        yield node
    if isinstance(node, tree.Function):
        yield from _visible(node.body, offset)
