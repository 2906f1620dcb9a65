"""Declarations and assignments (reference §D.5, §D.9, §D.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oracle import data, declared, evaluate, places
from oracle.context import Target, compile_error, content, into, is_place, unwrapped
from oracle.objects import Instance, Object, Place, Slot, Value, Where

from leaselens.dada import tree
from leaselens.dada.dialects import Access, Specifier
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
    if specifier is None and slot.shared:  # what will be shared waits, like what a specifier will be applied to
        waiting = run.scope_temporary()
        evaluate.evaluate(run, value, into(waiting))
        run.machine.now = run.at(value)
        run.store(run.machine.into_shared(Place(waiting, run.at(value))), into(slot))
    else:
        bind_by(run, specifier, value, filling(run, slot))


def bind_by(run: Run, specifier: Specifier | None, value: tree.Expr, target: Target) -> None:
    if specifier is None:
        evaluate.evaluate(run, value, target)
    else:
        receive(run, specifier, value, places.resolve(run, value), target)


def receive(run: Run, specifier: Specifier, value: tree.Expr, place: Place, target: Target) -> None:
    at = run.machine.now = run.at(value)
    run.store(received(run, specifier, place, at), target)


def received(run: Run, specifier: Specifier | None, place: Place, at: Where) -> Value:
    """What a specifier makes of a place; nothing demanded gives."""
    if specifier is None:
        return run.machine.give(place)
    value = by_specifier(run, specifier, place)
    declared.check_specifier(specifier, value, at)
    return value


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
        case tree.Name() as name if run.dialect.assignments_demand:
            slot, specifier = assignable(run, name), demanded(run, local(run, name).binding)
            bind_by(run, specifier, assign.value, lambda value: overwrite(run, slot, value, run.at(assign.value)))
        case tree.Dot() as dot if run.dialect.assignments_demand:
            assign_field_on_demand(run, dot, assign.value)
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
    local(run, name)
    return places.variable(run, name)


def local(run: Run, name: tree.Name) -> Local:
    found = run.body.uses.get((run.key, name.span))
    if not isinstance(found, Local):
        raise compile_error(run.at(name))
    return found


def assign_field_on_demand(run: Run, target: tree.Dot, value: tree.Expr) -> None:
    """V2: the owner is reserved; when the right side is there, the field's specifier decides what is done with it."""
    owner = run.scope_temporary()
    places.waiting(run, target.owner, into(owner))
    source = places.resolve(run, value)
    place = Place(owner, run.at(target.owner), [(target.field.text, run.at(target))])
    store_on_demand(run, place, source, run.at(value))


def store_on_demand(run: Run, place: Place, source: Place, at: Where) -> None:
    """V2: to the field, first; then what its specifier demands of the source; then the field is written."""
    run.machine.now = at
    walk, slot = run.machine.walk_to_owner(place)
    value = received(run, field_specifier(run, walk.object, slot), source, at)
    run.store(value, lambda value: run.machine.write_slot(walk, slot, value))


def field_specifier(run: Run, owner: Object, slot: Slot) -> Specifier | None:
    """What a field of an instance demands; an element of a tuple demands nothing."""
    fields = owner.declared.fields if isinstance(owner, Instance) else ()
    return next((demanded(run, field) for field in fields if field.name.text == slot.name), None)


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
    place = changed_place(run, goal)
    result = run.scope_temporary()
    with run.temporary() as first, run.temporary() as second:
        run.machine.now = run.at(goal)
        run.store(run.machine.give(place), into(first))
        evaluate.evaluate(run, assign.value, into(second))
        run.machine.now = at
        computed = data.apply(assign.operator, content(first), content(second), at)
        run.store(run.machine.fresh(computed), into(result))
    run.machine.now = at
    if run.dialect.assignments_demand:
        store_result_on_demand(run, goal, place, Place(result, at), at)
        evaluate.unit(run, target)
        return
    given = run.machine.give(Place(result, at))
    if place.steps:
        run.store(given, lambda value: write_field(run, place, value))
    else:
        run.store(given, lambda value: overwrite(run, place.root, value, at))
    evaluate.unit(run, target)


def changed_place(run: Run, goal: tree.Name | tree.Dot) -> Place:
    """The target of an op-assign; V2 leases the owner of a field first, and works through the lease."""
    if isinstance(goal, tree.Name):
        return Place(assignable(run, goal), run.at(goal))
    if not run.dialect.leases_owner_of_changed:
        return places.resolve(run, goal)
    lease = run.scope_temporary()
    if is_place(goal.owner):
        places.use_place(run, goal.owner, Access.LEASE, run.at(goal.owner), into(lease))
    else:
        evaluate.evaluate(run, goal.owner, into(lease))
    return Place(lease, run.at(goal.owner), [(goal.field.text, run.at(goal))])


def store_result_on_demand(run: Run, goal: tree.Name | tree.Dot, place: Place, result: Place, at: Where) -> None:
    if isinstance(goal, tree.Dot):
        store_on_demand(run, place, result, at)
    else:
        value = received(run, demanded(run, local(run, goal).binding), result, at)
        run.store(value, lambda value: overwrite(run, place.root, value, at))


def slot_for(binding: tree.Binding) -> Slot:
    """An empty slot for a variable, parameter or field."""
    return Slot(
        binding.name.text,
        atomic=binding.atomic or binding.storage is tree.Storage.ATOMIC,
        shared=binding.storage is tree.Storage.SHARED,
    )
