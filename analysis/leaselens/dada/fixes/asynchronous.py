"""Mending `.await` in a function that is not async (C36), and a suspended call that nobody awaits (R-7, R-8, R-19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leaselens.dada import tree
from leaselens.dada.fixes.mistake import Mistake
from leaselens.diagnostics import Edit, Fix
from leaselens.text import Span


def declare_async(mistake: Mistake) -> Iterator[Fix]:
    """`async` before the function, and `.await` behind each call of it: a call alone would no longer run anything.

    Where a call stands in a function that is not async either, that one is changed likewise. A function that is also
    used without being called is left alone: nobody knows who calls it then.
    """
    path = mistake.path(mistake.span)
    function = path.nodes[0] if path is not None else None
    if path is None or not isinstance(function, tree.Function):
        return
    spread = _Spread(mistake)
    spread.over(path.placed)
    if spread.is_followed:
        others = "" if len(spread.edits) == 1 else ", and await its calls"
        yield Fix(f"Declare `{function.name.text}` as `async`{others}", tuple(spread.edits))


def await_call(mistake: Mistake) -> Iterator[Fix]:
    """`.await` behind the suspended call that was found where its result is needed."""
    path = mistake.path(mistake.span)
    operand = _suspended(path.nodes[-1], mistake.words()) if path is not None else None
    if path is not None and operand is not None:
        span = path.span(operand)
        yield Fix(f"Await {mistake.quoted(span)}", (Edit(Span(span.end, span.end), ".await"),))


_SUSPENDED = "a suspended call"


def _suspended(node: tree.Node, words: Mapping[str, str]) -> tree.Expr | None:
    """Which part of an expression is the suspended call, by the kinds that the finding tells of."""
    kinds = words.get("kinds", words.get("kind", "")).split(" and ")
    match node:
        case tree.Binary(left=left) if kinds[0].startswith(_SUSPENDED):
            return left
        case tree.Binary(right=operand) | tree.Negation(operand=operand) if kinds[-1].startswith(_SUSPENDED):
            return operand
        case tree.Dot(owner=owner) if kinds[0].startswith(_SUSPENDED):
            return owner
        case tree.Call() | tree.Name() if kinds[0].startswith(_SUSPENDED):
            return node
    return None


class _Spread:
    """The functions that have to become async with one of them, and the calls that have to be awaited then."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake
        self.edits: list[Edit] = []
        self.is_followed = True
        self._done: set[str] = set()

    def over(self, placed: tree.Placed) -> None:
        """This function becomes async."""
        waiting = [placed]
        while waiting:
            placed = waiting.pop()
            if placed.key in self._done or not isinstance(placed.item, tree.Function):
                continue
            self._done.add(placed.key)
            start = placed.item.fn_keyword.start + placed.start
            self.edits.append(Edit(Span(start, start), "async "))
            waiting += self._callers(placed.item)

    def _callers(self, function: tree.Function) -> Iterator[tree.Placed]:
        """The items with calls of a function which have to become async for it."""
        for body in self.mistake.analysis.names.bodies.values():
            for (key, span), meaning in body.uses.items():
                if meaning is function:
                    caller = self.mistake.file.by_key[key]
                    self._await(caller, span)
                    if isinstance(caller.item, tree.Function) and not caller.item.is_async:
                        yield caller

    def _await(self, caller: tree.Placed, name: Span) -> None:
        """`.await` behind the call whose callee is the name."""
        path = self.mistake.path(name.shifted(caller.start))
        callee = path.nodes[-1] if path is not None else None
        call = path.around(callee) if path is not None and callee is not None else None
        if path is None or not isinstance(call, tree.Call) or call.callee is not callee:
            self.is_followed = False
        elif not isinstance(path.around(call), tree.Await):
            end = path.span(call).end
            self.edits.append(Edit(Span(end, end), ".await"))
