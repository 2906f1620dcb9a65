"""Blocks, branches, loops, and leaving them (reference §D.5, §D.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import bodies, evaluate
from oracle.context import Leave, Target, compile_error, into
from oracle.objects import Fault, Place, Plain, Slot, Where, kind

from leaselens.dada import tree
from leaselens.text import Span

if TYPE_CHECKING:
    from oracle.context import Run


def block(run: Run, statements: tuple[tree.Expr, ...], target: Target) -> None:
    if not statements:
        evaluate.unit(run, target)
        return
    for statement in statements[:-1]:
        evaluate.discard(run, statement)
    evaluate.evaluate(run, statements[-1], target)


def branch(run: Run, expression: tree.If, target: Target) -> None:
    with run.temporary() as slot:
        evaluate.evaluate(run, expression.condition, into(slot))
        holds = test(run, slot, expression.condition)
    chosen = expression.then if holds else expression.otherwise
    if chosen is None:
        evaluate.unit(run, target)
    else:
        with run.scope():
            evaluate.evaluate(run, chosen, target)


def test(run: Run, slot: Slot, condition: tree.Expr) -> bool:
    at = run.machine.now = run.at(condition)
    walk = run.machine.walk(Place(slot, at))
    run.machine.read(walk)
    if isinstance(walk.object, Plain) and isinstance(walk.object.value, bool):
        return walk.object.value
    raise Fault("R-8", f"expected a boolean, found {kind(walk.object)}", at)


def loop(run: Run, loop: tree.While | tree.Loop, target: Target) -> None:
    """``while`` runs its body before its first test, and ``continue`` skips the test (§D.5)."""
    run.loops.append(target)
    while again(run, loop):
        pass
    run.loops.pop()
    if isinstance(loop, tree.While):
        evaluate.unit(run, target)


def again(run: Run, loop: tree.While | tree.Loop) -> bool:
    try:
        with run.temporary() as slot, run.scope():
            evaluate.evaluate(run, loop.body, into(slot))
        if isinstance(loop, tree.While):
            with run.temporary() as slot:
                evaluate.evaluate(run, loop.condition, into(slot))
                return test(run, slot, loop.condition)
    except Leave as leave:
        return leave.again
    return True


def jump(run: Run, jump: tree.Expr, at: Where) -> None:
    match jump:
        case tree.Return(value=value):
            return_statement(run, value, jump.span)
        case tree.Break() | tree.Continue() if not run.loops:
            raise compile_error(at)
        case tree.Break(value=None):
            evaluate.unit(run, run.loops[-1])
            raise Leave(again=False)
        case tree.Break(value=tree.Expr() as value):
            evaluate.evaluate(run, value, run.loops[-1])
            raise Leave(again=False)
        case _:
            raise Leave(again=True)


def return_statement(run: Run, value: tree.Expr | None, span: Span) -> None:
    item = run.items[run.key]
    function = item if isinstance(item, tree.Function) else None
    returns = function is not None and function.arrow is not None
    if value is None and returns:
        raise compile_error(Where(run.key, span))
    if value is not None:  # where no `->` allows it too: C-40 leaves no hole
        bodies.give_back(run, value, function, span, operand=value.span)
    bodies.leave_body(run, run.machine.fresh(Plain(None)), Where(run.key, span, is_return=True), None)
