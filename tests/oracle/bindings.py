"""Declarations and assignments (reference §D.5, §D.9, §D.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import data, declared, evaluate, places
from oracle.context import Target, compile_error, content, into, unwrapped
from oracle.machine import Place
from oracle.objects import Slot, Value, Where

from leaselens.dada import tree
from leaselens.dada.dialects import Specifier
from leaselens.dada.names import Local

if TYPE_CHECKING:
    from oracle.context import Run


def declare(run: Run, let: tree.Let, target: Target) -> None:
    local = run.body.lets[run.key, let.span]
    slot = run.machine.frames[-1].locals[local.index]
    run.scopes[-1].append(slot)
    if let.value is not None:
        bind(run, let.value, local.binding, slot)
    evaluate.unit(run, target)


def bind(run: Run, value: tree.Expr, binding: tree.Binding, slot: Slot) -> None:
    """What a binding demands decides what is done with its initializer (§D.9)."""
    specifier = demanded(run, binding)
    if specifier is None:
        evaluate.evaluate(run, value, filling(run, slot))
    else:
        receive(run, specifier, value, places.resolve(run, value), filling(run, slot))


def receive(run: Run, specifier: Specifier, value: tree.Expr, place: Place, target: Target) -> None:
    at = run.machine.now = run.at(value)
    received = by_specifier(run, specifier, place)
    declared.check_specifier(specifier, received, at)
    run.store(received, target)


def demanded(run: Run, binding: tree.Binding) -> Specifier | None:
    return binding.specifier or run.dialect.default_specifier


def by_specifier(run: Run, specifier: Specifier, place: Place) -> Value:
    match specifier:
        case Specifier.MY | Specifier.ANY:
            return run.machine.give(place)
        case Specifier.OUR:
            return run.machine.into_shared(place)
        case Specifier.LEASED:
            return run.machine.lease(place)
        case Specifier.SHLEASED:
            return run.machine.share(place)


def filling(run: Run, slot: Slot) -> Target:
    def fill(value: Value) -> None:
        store_in(run, slot, value)

    return fill


def store_in(run: Run, slot: Slot, value: Value) -> None:
    """Store; D1's shared storage shares what arrives."""
    slot.value = value
    if slot.shared and not value.permission.joint:
        slot.value = run.machine.into_shared(Place(Slot("", value), run.machine.now))


def assign(run: Run, assign: tree.Assign, at: Where, target: Target) -> None:
    match unwrapped(assign.target):
        case tree.Name() as name:
            slot = assignable(run, name)
            evaluate.evaluate(run, assign.value, lambda value: overwrite(run, slot, value, run.at(assign.value)))
        case tree.Dot() as dot:
            place = places.resolve(run, dot)
            assign_field(run, assign, place)
        case other:
            raise compile_error(run.at(other))
    run.machine.now = at
    evaluate.unit(run, target)


def overwrite(run: Run, slot: Slot, value: Value, at: Where) -> None:
    """Assign to a variable."""
    run.machine.now = at
    run.machine.check_writable(slot.shared, slot.atomic)
    store_in(run, slot, value)


def assignable(run: Run, name: tree.Name) -> Slot:
    if not isinstance(run.body.uses.get((run.key, name.span)), Local):
        raise compile_error(run.at(name))
    return places.variable(run, name)


def assign_field(run: Run, assign: tree.Assign, place: Place) -> None:
    """The right side first, all of it; the operation that may fail is it, too (§D.5, §D.12)."""
    with run.temporary() as slot:
        evaluate.evaluate(run, assign.value, into(slot))
        assert slot.value is not None
        run.machine.now = run.at(assign.value)
        run.store(slot.value, lambda value: write_field(run, place, value))


def write_field(run: Run, place: Place, value: Value) -> None:
    run.machine.in_flight.append(value)
    run.machine.write_field(place, value)
    run.machine.in_flight.remove(value)


def op_assign(run: Run, assign: tree.OpAssign, at: Where, target: Target) -> None:
    """The target is given before the right side is evaluated; the result waits in a scope temporary."""
    goal = unwrapped(assign.target)
    if not isinstance(goal, tree.Name | tree.Dot):
        raise compile_error(run.at(goal))
    place = places.resolve(run, goal) if isinstance(goal, tree.Dot) else Place(assignable(run, goal), run.at(goal))
    result = run.scope_temporary()
    with run.temporary() as first, run.temporary() as second:
        run.machine.now = run.at(goal)
        run.store(run.machine.give(place), into(first))
        evaluate.evaluate(run, assign.value, into(second))
        run.machine.now = at
        computed = data.apply(assign.operator, content(first), content(second), at)
        run.store(run.machine.fresh(computed), into(result))
    run.machine.now = at
    given = run.machine.give(Place(result, at))
    if place.steps:
        run.store(given, lambda value: write_field(run, place, value))
    else:
        run.store(given, lambda value: overwrite(run, place.root, value, at))
    evaluate.unit(run, target)


def slot_for(binding: tree.Binding) -> Slot:
    """An empty slot for a variable, parameter or field."""
    return Slot(
        binding.name.text,
        atomic=binding.atomic or binding.storage is tree.Storage.ATOMIC,
        shared=binding.storage is tree.Storage.SHARED,
    )
