"""Calls, thunks and awaiting them (reference §D.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle import bindings, bodies, data, declared, evaluate, places
from oracle.bindings import slot_for
from oracle.context import Target, compile_error, content, into, is_place
from oracle.machine import usable
from oracle.objects import (
    ClassObject,
    Fault,
    FunctionObject,
    Instance,
    Object,
    Permission,
    Place,
    Slot,
    Thunk,
    Value,
    Where,
    kind,
)

from leaselens.dada import tree
from leaselens.dada.dialects import Access, Specifier

if TYPE_CHECKING:
    from oracle.context import Run

PRINT_PARAMETERS = ("message",)


@dataclass(frozen=True)
class Given:
    """An argument that waits in a temporary; ``specifier`` is what the parameter will demand of it (§D.9)."""

    place: Place
    specifier: Specifier | None


def call_something(run: Run, call: tree.Call, at: Where, target: Target) -> None:
    with run.temporary() as callee:
        places.waiting(run, call.callee, into(callee))
        evaluate_arguments(
            run,
            call,
            parameters_of(content(callee)),
            [],
            lambda arguments: invoke(run, call, callee, arguments, at, target),
        )


def parameters_of(callee: Object) -> tuple[tree.Binding, ...]:
    match callee:
        case ClassObject(declared=found):
            return found.fields
        case FunctionObject(declared=tree.Function(parameters=parameters)):
            return parameters
    return ()


def evaluate_arguments(
    run: Run,
    call: tree.Call,
    parameters: tuple[tree.Binding, ...],
    done: list[Given],
    then: Callable[[list[Given]], None],
) -> None:
    """To temporaries, from left to right; what comes ``then`` sees them all."""
    if len(done) == len(call.arguments):
        then(done)
        return
    value = call.arguments[len(done)].value
    specifier = bindings.demanded(run, parameters[len(done)]) if len(done) < len(parameters) else None
    with run.temporary() as slot:
        place = Place(slot, run.at(value))
        if specifier is not None and is_place(value) and not run.dialect.reserves:
            # A place is operated on at once, with the operation that the parameter demands.
            bindings.receive(run, specifier, value, places.resolve(run, value), into(slot))
            specifier = None
        else:
            places.waiting(run, value, into(slot))
        evaluate_arguments(run, call, parameters, [*done, Given(place, specifier)], then)


def invoke(run: Run, call: tree.Call, callee: Slot, arguments: list[Given], at: Where, target: Target) -> None:
    run.machine.now = at
    given = run.machine.give(Place(callee, run.at(call.callee)))
    match given.object:
        case ClassObject(declared=found):
            slots = given_parameters(run, call, found.fields, arguments, at)
            run.store(run.machine.fresh(Instance(found, slots), joint=False), target)
        case FunctionObject(declared=tree.Function() as function):
            invoke_function(run, call, function, arguments, at, target)
        case FunctionObject():
            check_labels(call, PRINT_PARAMETERS, run.key)
            (slot,) = given_into(run, arguments, [Slot("0")])
            run.store(run.machine.fresh(Thunk(None, [slot]), joint=False), target)
        case other:
            raise Fault("R-11", f"expected something callable, found {kind(other)}", run.at(call.callee))


def invoke_function(
    run: Run, call: tree.Call, function: tree.Function, arguments: list[Given], at: Where, target: Target
) -> None:
    slots = given_parameters(run, call, function.parameters, arguments, at)
    named = remembered(function, slots)
    if function.is_async:
        run.store(run.machine.fresh(Thunk(function, slots, named), joint=False), target)
    else:
        enter(run, function, slots, named, at, target)


def remembered(function: tree.Function, slots: list[Slot]) -> dict[str, Permission]:
    """The permissions of the arguments that the return type names."""
    permission = function.arrow.type.permission if function.arrow and function.arrow.type else None
    named = {path.names[0].text for path in (permission.paths or ())} if permission else set()
    return {slot.name: slot.value.permission for slot in slots if slot.value is not None and slot.name in named}


def enter(
    run: Run, function: tree.Function, slots: list[Slot], named: dict[str, Permission], at: Where, target: Target
) -> None:
    value, left = bodies.call_body(run, run.keys[id(function)], slots, named)
    returned(run, value, left, at, target)


def given_parameters(
    run: Run, call: tree.Call, parameters: tuple[tree.Binding, ...], arguments: list[Given], at: Where
) -> list[Slot]:
    """The arguments given into parameters or fields, labels, number and types checked."""
    check_labels(call, tuple(binding.name.text for binding in parameters), run.key)
    slots = given_into(run, arguments, [slot_for(binding) for binding in parameters])
    if run.dialect.types_check:
        check_types(run, parameters, slots, at)
    return slots


def given_into(run: Run, arguments: list[Given], slots: list[Slot]) -> list[Slot]:
    for argument, slot in zip(arguments, slots, strict=True):
        value = bindings.received(run, argument.specifier, argument.place, argument.place.at)
        bindings.store_in(run, slot, value)
    return slots


def check_types(run: Run, parameters: tuple[tree.Binding, ...], slots: list[Slot], at: Where) -> None:
    values = [slot.value for slot in slots if slot.value is not None]
    named = {slot.name: slot.value.permission for slot in slots if slot.value is not None}
    for binding, value in zip(parameters, values, strict=True):
        declared.check_unnamed(binding.type, value, at)
    for binding, value in zip(parameters, values, strict=True):
        declared.check_permission(binding.type, value, named, at)
        declared.check_class(binding.type, value, run.classes, at)


def wait(run: Run, expression: tree.Await, at: Where, target: Target) -> None:
    if may_not_await(run):
        raise compile_error(at)
    operand = expression.operand
    with run.temporary() as slot:
        if is_place(operand):
            places.use_place(run, operand, Access.GIVE, run.at(operand), into(slot))
        else:
            evaluate.evaluate(run, operand, into(slot))
        resume(run, slot, run.at(operand), at if is_place(operand) else run.at(operand), at, target)


def may_not_await(run: Run) -> bool:
    item = run.items[run.key]
    return run.in_atomic > 0 or (isinstance(item, tree.Function) and not item.is_async)


def resume(run: Run, slot: Slot, operand: Where, span: Where, at: Where, target: Target) -> None:
    machine = run.machine
    machine.now = at
    value = usable(slot, operand)
    check_full_ownership(value.permission, span)
    if not isinstance(value.object, Thunk):
        raise Fault("R-14", f"expected a thunk, found {kind(value.object)}", span)
    thunk = value.object
    machine.give(Place(slot, operand))
    if thunk.function is not None:
        enter(run, thunk.function, thunk.arguments, thunk.named, at, target)
        return
    text = data.printed(thunk.arguments[0].value, run.words)
    run.output.append((at, text + "\n"))
    evaluate.unit(run, target)


def returned(run: Run, value: Value, left: Where, at: Where, target: Target) -> None:
    """The caller receives a value, if it outlived the callee."""
    if value.permission.expired is not None:
        raise Fault("R-2", "your lease to this object was cancelled", at, second=left)
    run.machine.now = at
    run.store(value, target)


def check_labels(call: tree.Call, names: tuple[str, ...], key: str) -> None:
    """R-13 first, then R-12."""
    for argument, name in zip(call.arguments, names, strict=False):
        if argument.label is not None and argument.label.text != name:
            message = f"expected to find an argument named `{name}`, but found the name `{argument.label.text}`"
            raise Fault("R-13", message, Where(key, argument.label.span))
    if len(call.arguments) != len(names):
        message = f"expected to find {len(names)} arguments, but found {len(call.arguments)}"
        raise Fault("R-12", message, Where(key, call.span))


def check_full_ownership(permission: Permission, at: Where) -> None:
    """R-15: only ``my`` thunks are awaited."""
    labels = {
        "shared": "you only have a shared lease on the object",
        "leased": "you only have a lease on the object",
        "our": "you only have shared access to the object",
    }
    if permission.word in labels:
        message = "awaiting something requires full ownership"
        raise Fault("R-15", message, at, label=labels[permission.word])
