"""What each expression does (reference §D.5), straight from the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from oracle import bindings, calls, control, data, places
from oracle.context import OutOfBudget, Target, compile_error, content, into
from oracle.objects import Integer, Number, Object, Place, Plain, Slot, TupleObject, Value, Where
from oracle.states import snapshot

from leaselens.dada import tree

if TYPE_CHECKING:
    from oracle.context import Run


def evaluate(run: Run, expression: tree.Expr, target: Target) -> None:
    """The value of an expression goes into the target; noted before and after where somebody watches."""
    run.steps -= 1
    if run.steps < 0:
        raise OutOfBudget
    if run.watch is None or not run.watch(expression):
        dispatch(run, expression, target)
    else:
        watch(run, expression, target)
    run.passed.add((run.key, expression.span))


def watch(run: Run, expression: tree.Expr, target: Target) -> None:
    """Note the states before and after, at the end."""
    at = run.at(expression)
    before = snapshot(run.machine)

    def note() -> None:
        run.moments.append((at, before, snapshot(run.machine)))

    def watched(value: Value) -> None:
        target(value)
        run.when_stored.append(note)

    # What has scopes is over when they are (§E.3); all else when its result is stored, its temporaries still there.
    if isinstance(expression, tree.Block | tree.If | tree.While | tree.Loop | tree.Atomic):
        dispatch(run, expression, target)
        note()
    else:
        dispatch(run, expression, watched)


def dispatch(run: Run, expression: tree.Expr, target: Target) -> None:
    at = run.machine.now = run.at(expression)
    match expression:
        case tree.Parens(inner=inner):
            evaluate(run, inner, target)
        case tree.Integer() | tree.Float() | tree.Boolean():
            run.store(run.machine.fresh(literal(expression)), target)
        case tree.String():
            text(run, expression, target)
        case tree.Name() | tree.Dot():
            places.use_place(run, expression, run.dialect.bare_place, at, target)
        case tree.Use():
            places.use_keyword(run, expression, at, target)
        case tree.Await():
            calls.wait(run, expression, at, target)
        case tree.Call():
            calls.call_something(run, expression, at, target)
        case tree.Binary(left=left, operator=symbol, right=right):
            operator(run, left, symbol, right, at, target)
        case tree.Negation(operand=operand):
            with run.temporary() as slot:
                evaluate(run, operand, into(slot))
                run.machine.now = at
                run.store(run.machine.fresh(data.negate(content(slot), at)), target)
        case tree.Tuple(elements=elements):
            make_tuple(run, elements, at, target)
        case _:
            dispatch_structure(run, expression, at, target)


def dispatch_structure(run: Run, expression: tree.Expr, at: Where, target: Target) -> None:
    match expression:
        case tree.Let():
            bindings.declare(run, expression, target)
        case tree.Assign():
            bindings.assign(run, expression, at, target)
        case tree.OpAssign():
            bindings.op_assign(run, expression, at, target)
        case tree.Block(statements=statements):
            control.block(run, statements, target)
        case tree.If():
            control.branch(run, expression, target)
        case tree.While() | tree.Loop():
            control.loop(run, expression, target)
        case tree.Atomic(body=body):
            with run.scope(), run.atomic():
                evaluate(run, body, target)
        case tree.Break() | tree.Continue() | tree.Return():
            control.jump(run, expression, at)
        case _:
            raise compile_error(at)


def unit(run: Run, target: Target) -> None:
    run.store(run.machine.fresh(Plain(None)), target)


def discard(run: Run, statement: tree.Expr) -> None:
    with run.temporary() as slot:
        evaluate(run, statement, into(slot))


def text(run: Run, string: tree.String, target: Target) -> None:
    """Parts to temporaries, left to right; then each is shared and made text."""
    at = run.at(string)
    evaluate_parts(run, list(string.parts), [], at, target)


def evaluate_parts(
    run: Run, parts: list[tree.Text | tree.Expr], done: list[Place | str], at: Where, target: Target
) -> None:
    if not parts:
        run.machine.now = at
        text = "".join(part if isinstance(part, str) else printed_part(run, part) for part in done)
        run.store(run.machine.fresh(Plain(text)), target)
    elif isinstance(parts[0], tree.Text):
        evaluate_parts(run, parts[1:], [*done, parts[0].value], at, target)
    else:
        with run.temporary() as slot:
            places.part(run, parts[0], into(slot))
            evaluate_parts(run, parts[1:], [*done, Place(slot, run.at(parts[0]))], at, target)


def printed_part(run: Run, place: Place) -> str:
    shared = run.machine.share(place)
    return data.printed(shared, run.words)


def operator(run: Run, left: tree.Expr, symbol: str, right: tree.Expr, at: Where, target: Target) -> None:
    with run.temporary() as first, run.temporary() as second:
        evaluate(run, left, into(first))
        evaluate(run, right, into(second))
        run.machine.now = at
        result = data.apply(symbol, content(first), content(second), at)
        run.store(run.machine.fresh(result), target)


def make_tuple(run: Run, elements: tuple[tree.Expr, ...], at: Where, target: Target) -> None:
    if not elements:
        unit(run, target)
        return
    gather(run, list(elements), [], lambda elements: fill_tuple(run, elements, at, target))


def fill_tuple(run: Run, elements: list[Place], at: Where, target: Target) -> None:
    run.machine.now = at
    made = [Slot(str(index)) for index, _ in enumerate(elements)]
    for slot, place in zip(made, elements, strict=True):
        bindings.store_in(run, slot, run.machine.give(place))
    run.store(run.machine.fresh(TupleObject(made), joint=False), target)


def gather(run: Run, expressions: list[tree.Expr], done: list[Place], then: Callable[[list[Place]], None]) -> None:
    """Evaluate expressions to temporaries from left to right; what comes ``then`` sees them all."""
    if not expressions:
        then(done)
        return
    with run.temporary() as slot:
        places.waiting(run, expressions[0], into(slot))
        gather(run, expressions[1:], [*done, Place(slot, run.at(expressions[0]))], then)


def literal(expression: tree.Expr) -> Object:
    """The data of a number or truth value."""
    match expression:
        case tree.Integer(value=value, suffix=suffix):
            number = {"u": Number.UINT, "i": Number.SINT}.get(suffix, Number.INT)
            return Integer(number, value)
        case tree.Float(value=number):
            return Plain(number)
        case tree.Boolean(value=truth):
            return Plain(truth)
    raise AssertionError(expression)
