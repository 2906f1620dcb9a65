"""What every part of lowering writes with: operations, slots, scopes, and the moments of expressions (§D.6, §E.3)."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Dialect
from leaselens.dada.ir import Site
from leaselens.dada.names import Body, Names
from leaselens.text import Span


class Emitter:
    """Appends the operations of one body; jumps ahead are patched when their goal is known."""

    def __init__(self, dialect: Dialect, names: Names, body: Body, key: str) -> None:
        self.dialect = dialect
        self.names = names
        self.body = body
        self.key = key
        self.item = body.items[0] if body.items else key
        self.operations: list[ir.Operation] = []
        self.moments: dict[Site, ir.Moments] = {}
        self.joins: set[int] = set()
        self.heads: set[int] = set()
        self.scopes: list[list[int]] = [[]]
        self.pending: list[list[int]] = []
        self.slots = len(body.locals)
        self.free: list[int] = []
        self.names_items: set[str] = set()
        self.declared_at = [0] * len(body.locals)

    # ------------------------------------------------------------ emitting

    @property
    def pc(self) -> int:
        """The number of the operation that comes next."""
        return len(self.operations)

    def emit(self, operation: ir.Operation) -> int:
        self.operations.append(operation)
        return len(self.operations) - 1

    def site(self, node: tree.Node) -> Site:
        return Site(self.item, node.span)

    def mark(self, node: tree.Node, before: int, in_flight: int | None) -> None:
        """``node`` has just got its result."""
        self.moments[self.site(node)] = ir.Moments(before, self.pc, in_flight)

    def land(self, *jumps: int) -> None:
        """The jumps, emitted before, lead here."""
        self.joins.add(self.pc)
        for jump in jumps:
            operation = self.operations[jump]
            if isinstance(operation, ir.Branch):
                self.operations[jump] = ir.Branch(operation.site, operation.condition, self.pc)
            else:
                self.operations[jump] = ir.Jump(operation.site, self.pc)

    # ------------------------------------------------------------ slots

    def _new_slot(self) -> int:
        if self.free:
            return heapq.heappop(self.free)
        self.slots += 1
        return self.slots - 1

    def temp(self) -> int:
        """A hidden slot that lives until the expression under way has its result."""
        slot = self._new_slot()
        self.pending[-1].append(slot)
        return slot

    def scope_temp(self) -> int:
        """A hidden slot that lives to the end of the scope."""
        slot = self._new_slot()
        self.scopes[-1].append(slot)
        return slot

    @contextmanager
    def temporaries(self, node: tree.Node) -> Iterator[None]:
        """Expression temporaries made inside are cleared at the end, newest first."""
        self.pending.append([])
        yield
        self._clear(self.pending.pop(), self.site(node), scope_ends=False)

    @contextmanager
    def scope(self, block: tree.Node) -> Iterator[None]:
        """Variables and scope temporaries made inside are cleared at the end, newest first."""
        self.scopes.append([])
        yield
        self._clear(self.scopes.pop(), self._end_of(block), scope_ends=True)

    def _end_of(self, block: tree.Node) -> Site:
        return Site(self.item, Span(max(block.span.end - 1, block.span.start), block.span.end))

    def _clear(self, slots: Sequence[int], site: Site, *, scope_ends: bool) -> None:
        if not slots:
            return
        self.emit(ir.Clear(site, tuple(reversed(slots)), scope_ends))
        for slot in slots:
            if slot >= len(self.body.locals):
                heapq.heappush(self.free, slot)
