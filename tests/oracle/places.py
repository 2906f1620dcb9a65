"""Places, and the operations on them (reference §D.4, §D.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import evaluate
from oracle.context import Target, compile_error, into, is_place
from oracle.objects import ClassObject, FunctionObject, Place, Slot, Where

from leaselens.dada import tree
from leaselens.dada.dialects import Access
from leaselens.dada.names import Damaged, Intrinsic, Local

if TYPE_CHECKING:
    from oracle.context import Run


def resolve(run: Run, expression: tree.Expr) -> Place:
    """The place that an expression names; what is none is put into a scope temporary first."""
    run.passed.add((run.key, expression.span))
    match expression:
        case tree.Parens(inner=inner) if is_place(inner):
            return resolve(run, inner)
        case tree.Name():
            return Place(variable(run, expression), run.at(expression))
        case tree.Dot(owner=owner, field=name):
            place = resolve(run, owner)
            return Place(place.root, place.at, [*place.steps, (name.text, run.at(expression))])
    slot = run.scope_temporary()
    evaluate.evaluate(run, expression, into(slot))
    return Place(slot, run.at(expression))


def variable(run: Run, name: tree.Name) -> Slot:
    """The slot of a variable; a class or function is in a fresh slot of its own."""
    match run.body.uses.get((run.key, name.span)):
        case None | Damaged():
            raise compile_error(run.at(name))
        case Local() as local:
            return run.machine.frames[-1].locals[local.index]
        case tree.Class() as found:
            return Slot(name.text, run.machine.fresh(ClassObject(found)))
        case tree.Function() as found:
            return Slot(name.text, run.machine.fresh(FunctionObject(found)))
        case Intrinsic.PRINT:
            return Slot(name.text, run.machine.fresh(FunctionObject(None)))


def use_place(run: Run, expression: tree.Expr, access: Access, at: Where, target: Target) -> None:
    place = resolve(run, expression)
    run.machine.now = at
    operations = {
        Access.GIVE: run.machine.give,
        Access.SHARE: run.machine.share,
        Access.LEASE: run.machine.lease,
        Access.SHLEASE: run.machine.share,
    }
    run.store(operations[access](place), target)


def use_keyword(run: Run, use: tree.Use, at: Where, target: Target) -> None:
    if is_place(use.operand) and not (use.access is Access.SHARE and run.dialect.shares_what_was_given):
        if use.access is Access.SHARE:
            place = resolve(run, use.operand)
            run.machine.now = at
            run.store(run.machine.share_keyword(place), target)
        else:
            use_place(run, use.operand, use.access, at, target)
    elif use.access is Access.GIVE:
        evaluate.evaluate(run, use.operand, target)
    elif use.access is Access.SHARE:  # V2 gives a place to the temporary first
        with run.temporary() as slot:
            evaluate.evaluate(run, use.operand, into(slot))
            run.machine.now = at
            run.store(run.machine.into_shared(Place(slot, run.at(use.operand))), target)
    else:
        use_place(run, use.operand, use.access, at, target)


def waiting(run: Run, value: tree.Expr, target: Target) -> None:
    """Evaluate what is used when others are there; V2 only reserves a bare place (§D.9)."""
    if is_place(value) and run.dialect.reserves:
        place = resolve(run, value)
        run.machine.now = run.at(value)
        run.store(run.machine.reserve(place), target)
    else:
        evaluate.evaluate(run, value, target)


def part(run: Run, value: tree.Expr, target: Target) -> None:
    """Evaluate a part of a string, a bare place by an access of its own."""
    bare = run.dialect.printing
    if run.dialect.reserves:
        waiting(run, value, target)
    elif is_place(value) and bare is not run.dialect.bare_place:
        use_place(run, value, bare, run.at(value), target)
    else:
        evaluate.evaluate(run, value, target)
