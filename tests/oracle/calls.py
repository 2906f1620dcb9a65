"""Calls, thunks and awaiting them (reference §D.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from oracle import bindings, bodies, data, declared, evaluate, places
from oracle.bindings import slot_for
from oracle.context import Target, compile_error, content, into, is_place, unwrapped
from oracle.machine import Place, usable
from oracle.objects import (
    ClassObject,
    Fault,
    FunctionObject,
    Instance,
    Object,
    Permission,
    Slot,
    Thunk,
    Value,
    Where,
    kind,
)

from leaselens.dada import tree
from leaselens.dada.dialects import Access
from leaselens.dada.names import Intrinsic

if TYPE_CHECKING:
    from oracle.context import Run

PRINT_PARAMETERS = ("message",)


def call_something(run: Run, call: tree.Call, at: Where, target: Target) -> None:
    with run.temporary() as callee:
        evaluate.evaluate(run, call.callee, into(callee))
        bindings = parameters_of(run, content(callee))
        evaluate_arguments(run, call, bindings, [], lambda places: invoke(run, call, callee, places, at, target))


def parameters_of(run: Run, callee: Object) -> tuple[tree.Binding, ...]:
    match callee:
        case ClassObject(declared=found):
            return found.fields
        case FunctionObject(declared=tree.Function(parameters=parameters)):
            return parameters
    return ()


def evaluate_arguments(
    run: Run,
    call: tree.Call,
    bindings: tuple[tree.Binding, ...],
    places: list[Place],
    then: Callable[[list[Place]], None],
) -> None:
    if len(places) == len(call.arguments):
        then(places)
        return
    value = call.arguments[len(places)].value
    binding = bindings[len(places)] if len(places) < len(bindings) else None
    # What a specifier is applied to lives as long as the argument: until the call has its result.
    with run.temporary() as whole, run.temporary() as slot:
        argument_for(run, value, binding, whole, slot, is_print=is_print(run, call))
        evaluate_arguments(run, call, bindings, [*places, Place(slot, run.at(value))], then)


def is_print(run: Run, call: tree.Call) -> bool:
    callee = unwrapped(call.callee)
    return isinstance(callee, tree.Name) and run.body.uses.get((run.key, callee.span)) is Intrinsic.PRINT


def argument_for(
    run: Run, value: tree.Expr, binding: tree.Binding | None, whole: Slot, slot: Slot, *, is_print: bool
) -> None:
    specifier = bindings.demanded(run, binding) if binding else None
    if specifier is None:
        places.argument(run, value, run.dialect.printing if is_print else run.dialect.bare_place, into(slot))
    elif is_place(value):
        bindings.receive(run, specifier, value, places.resolve(run, value), into(slot))
    else:
        evaluate.evaluate(run, value, into(whole))
        bindings.receive(run, specifier, value, Place(whole, run.at(value)), into(slot))


def invoke(run: Run, call: tree.Call, callee: Slot, places: list[Place], at: Where, target: Target) -> None:
    run.machine.now = at
    given = run.machine.give(Place(callee, run.at(call.callee)))
    match given.object:
        case ClassObject(declared=found):
            slots = given_parameters(run, call, found.fields, places, at)
            run.store(run.machine.fresh(Instance(found, slots), joint=False), target)
        case FunctionObject(declared=tree.Function() as function):
            invoke_function(run, call, function, places, at, target)
        case FunctionObject():
            check_labels(call, PRINT_PARAMETERS, run.key)
            (slot,) = given_into(run, places, [Slot("message")])
            run.store(run.machine.fresh(Thunk(None, [slot]), joint=False), target)
        case other:
            raise Fault("R-11", f"expected something callable, found {kind(other)}", run.at(call.callee))


def invoke_function(
    run: Run, call: tree.Call, function: tree.Function, places: list[Place], at: Where, target: Target
) -> None:
    slots = given_parameters(run, call, function.parameters, places, at)
    named = {slot.name: slot.value.permission for slot in slots if slot.value is not None}
    if function.is_async:
        run.store(run.machine.fresh(Thunk(function, slots, named), joint=False), target)
    else:
        enter(run, function, slots, named, at, target)


def enter(
    run: Run, function: tree.Function, slots: list[Slot], named: dict[str, Permission], at: Where, target: Target
) -> None:
    value, left = bodies.call_body(run, run.keys[id(function)], slots, named)
    returned(run, value, left, at, target)


def given_parameters(
    run: Run, call: tree.Call, bindings: tuple[tree.Binding, ...], places: list[Place], at: Where
) -> list[Slot]:
    """The arguments given into parameters or fields, labels, number and types checked."""
    check_labels(call, tuple(binding.name.text for binding in bindings), run.key)
    slots = given_into(run, places, [slot_for(binding) for binding in bindings])
    if run.dialect.types_check:
        check_types(run, bindings, slots, at)
    return slots


def given_into(run: Run, places: list[Place], slots: list[Slot]) -> list[Slot]:
    for place, slot in zip(places, slots, strict=True):
        bindings.store_in(run, slot, run.machine.give(place))
    return slots


def check_types(run: Run, bindings: tuple[tree.Binding, ...], slots: list[Slot], at: Where) -> None:
    values = [slot.value for slot in slots if slot.value is not None]
    named = {slot.name: slot.value.permission for slot in slots if slot.value is not None}
    for binding, value in zip(bindings, values, strict=True):
        declared.check_unnamed(binding.type, value, at)
    for binding, value in zip(bindings, values, strict=True):
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
    text = data.printed(thunk.arguments[0].value, with_permissions=run.dialect.prints_permissions)
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
