"""Which slots of a body may still be looked at (classic backward liveness), at the points where ways join.

What a world has learned of an input matters only while something that comes from the input is live.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from leaselens.dada import ir


def live_at(operations: Sequence[ir.Operation], points: Iterable[int]) -> Mapping[int, frozenset[int]]:
    """For each of the points the slots that an operation from there on may read."""
    live = [0] * (len(operations) + 1)  # one bit for each slot
    changed = True
    while changed:
        changed = False
        for number in range(len(operations) - 1, -1, -1):
            operation = operations[number]
            after = 0
            for successor in successors(operation, number):
                after |= live[successor]
            before = (after & ~_mask(_writes(operation))) | _mask(_reads(operation))
            if before != live[number]:
                live[number] = before
                changed = True
    return {point: frozenset(_bits(live[point])) for point in points}


def looping(operations: Sequence[ir.Operation]) -> frozenset[int]:
    """The operations that a loop may come back to."""
    backwards = ((op.to, pc) for pc, op in enumerate(operations) if isinstance(op, ir.Jump) and op.to <= pc)
    return frozenset(chain.from_iterable(range(head, last + 1) for head, last in backwards))


def successors(operation: ir.Operation, number: int) -> tuple[int, ...]:
    """The operations that may come next."""
    match operation:
        case ir.Jump():
            return (operation.to,)
        case ir.Branch():
            return number + 1, operation.otherwise
        case ir.EnterWhile():
            return number + 1, operation.test
        case ir.Return():
            return ()
        case _:
            return (number + 1,)


def _writes(operation: ir.Operation) -> tuple[int, ...]:
    if isinstance(operation, ir.Clear):
        return operation.slots
    target = getattr(operation, "target", None)
    return () if target is None else (target,)


def _reads(operation: ir.Operation) -> Iterable[int]:
    match operation:
        case ir.Take():
            demand = operation.demand
            callee = (demand.callee,) if isinstance(demand, ir.DemandOfParameter) else ()
            owner = _base(demand.place) if isinstance(demand, ir.DemandOfField) else ()
            return (*_base(operation.place), *callee, *owner)
        case ir.Reserve():
            return _base(operation.place)
        case ir.Store():
            return (*_base(operation.place), operation.source)
        case ir.Convert() | ir.IntoShared() | ir.Await() | ir.Return():
            return (operation.source,)
        case ir.Compute():
            return (operation.right,) if operation.left is None else (operation.left, operation.right)
        case ir.MakeTuple() | ir.Concatenate():
            return operation.sources
        case ir.HandOver():
            return operation.slots
        case ir.Call():
            return (operation.callee, *operation.arguments)
        case ir.Branch():
            return (operation.condition,)
        case ir.EnterWhile():
            return [slot for place in operation.reads for slot in _base(place)]
        case _:
            return ()


def _base(place: ir.Place) -> tuple[int, ...]:
    return (place.base,) if isinstance(place.base, int) else ()


def _mask(slots: Iterable[int]) -> int:
    mask = 0
    for slot in slots:
        mask |= 1 << slot
    return mask


def _bits(mask: int) -> Iterable[int]:
    slot = 0
    while mask:
        if mask & 1:
            yield slot
        mask >>= 1
        slot += 1
