"""Entering a body and returning from it (reference §D.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import data, declared, evaluate
from oracle.bindings import slot_for
from oracle.context import OutOfBudget, Returned, into
from oracle.machine import Frame
from oracle.objects import Permission, Place, Plain, Slot, Value, Where

from leaselens.dada import tree
from leaselens.dada.names import MODULE
from leaselens.text import Span

if TYPE_CHECKING:
    from oracle.context import Run

DEPTH = 60
"""How many calls may be under way."""


def run_main(run: Run, entry: str) -> None:
    """Run module code or ``main``; a result that is not unit is printed."""
    result, at = module(run) if entry == MODULE else call_body(run, entry, [], {})
    if not (isinstance(result.object, Plain) and result.object.value is None):
        run.output.append((at, data.printed(result, run.words) + "\n"))


def module(run: Run) -> tuple[Value, Where]:
    body = run.names.bodies[MODULE]
    statements: list[tuple[str, tree.Expr]] = []
    for key in body.items:
        item = run.items[key]
        assert isinstance(item, tree.Code)
        statements += [(key, statement) for statement in item.statements]
    return run_body(run, MODULE, statements, [], {}, None)


def call_body(run: Run, key: str, arguments: list[Slot], named: dict[str, Permission]) -> tuple[Value, Where]:
    function = run.items[key]
    assert isinstance(function, tree.Function)
    statements = [(key, statement) for statement in function.body.statements]
    return run_body(run, key, statements, arguments, named, function)


def run_body(
    run: Run,
    key: str,
    statements: list[tuple[str, tree.Expr]],
    arguments: list[Slot],
    named: dict[str, Permission],
    function: tree.Function | None,
) -> tuple[Value, Where]:
    if len(run.machine.frames) >= DEPTH:
        raise OutOfBudget
    run.entered.add(key)
    body = run.names.bodies[key]
    slots = [slot_for(local.binding) for local in body.locals]
    for slot, argument in zip(slots, arguments, strict=False):
        slot.value, argument.value = argument.value, None
    outside = run.key, run.body, run.scopes, run.loops, run.in_atomic
    run.key, run.body, run.scopes, run.loops, run.in_atomic = key, body, [[]], [], 0
    run.machine.frames.append(Frame(body.name, slots, named=named))
    try:
        statements_to_return(run, statements, function)
        raise AssertionError("a body ends by returning")
    except Returned as returned:
        run.machine.frames.pop()
        run.key, run.body, run.scopes, run.loops, run.in_atomic = outside
        return returned.value, returned.at


def statements_to_return(run: Run, statements: list[tuple[str, tree.Expr]], function: tree.Function | None) -> None:
    gives_last = function is not None and (function.arrow is not None or run.dialect.last_is_value)
    root = function.root if function is not None else Span(0, 0)
    for number, (key, statement) in enumerate(statements):
        run.key = key
        if gives_last and number == len(statements) - 1:
            give_back(run, statement, function, root, operand=root)
        evaluate.discard(run, statement)
    leave_body(run, run.machine.fresh(Plain(None)), Where(run.key, root, is_return=True), None)


def give_back(run: Run, value: tree.Expr, function: tree.Function | None, span: Span, *, operand: Span) -> None:
    """Return the value of an expression. For a tail the operand, too, is the whole body root."""
    with run.temporary() as temporary:
        evaluate.evaluate(run, value, into(temporary))
        at = Where(run.key, span, is_return=True)
        run.machine.now = at
        given = run.machine.give(Place(temporary, Where(run.key, operand)))
        leave_body(run, given, at, function)


def leave_body(run: Run, value: Value, at: Where, function: tree.Function | None) -> None:
    """Check the result, drop everything, collect, and go (§D.8.5)."""
    machine, frame = run.machine, run.machine.frames[-1]
    machine.now = at
    run.passed.add((at.key, at.span))
    machine.in_flight.append(value)
    machine.collect()
    if function is not None and function.arrow is not None and run.dialect.types_check:
        declared.check_permission(function.arrow.type, value, frame.named, at)
        declared.check_class(function.arrow.type, value, run.classes, at)
    frame.named = {}
    for slot in [*frame.locals, *frame.temporaries]:
        slot.value = None
    machine.collect()
    machine.in_flight.remove(value)
    raise Returned(value, at)
