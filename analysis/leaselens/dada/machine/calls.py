"""Calls, thunks and returns (reference §D.8)."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from leaselens.dada import ir, tree
from leaselens.dada.dialects import Access
from leaselens.dada.ir import Demand, Place, Site
from leaselens.dada.machine import collect
from leaselens.dada.machine.data import FORGOTTEN, UNIT, ClassValue, FunctionValue, Known, PrintValue, Unknown
from leaselens.dada.machine.faults import Fault, Finding, fault
from leaselens.dada.machine.operations import give, into_shared, take, take_under, word_of
from leaselens.dada.machine.persistent import slots
from leaselens.dada.machine.printing import printed_value
from leaselens.dada.machine.reservations import confirmed
from leaselens.dada.machine.slots import store
from leaselens.dada.machine.state import (
    MYSTERY,
    SILENT,
    Cause,
    Ending,
    Frame,
    Instance,
    Opaque,
    Permission,
    Thunk,
    Value,
    World,
    data_value,
)
from leaselens.dada.machine.typing import Promised, check_arguments, check_return, remembered
from leaselens.dada.machine.walk import Rules, kind_word, walk


class Effect(NamedTuple):
    """What an operation came to: the new world, and what it printed."""

    world: World
    output: str | None = None


def temporary(slot: int, site: Site) -> Place:
    """A hidden slot as a place, reported at ``site``."""
    return Place(slot, (), (site,))


def spent(slot: int, site: Site) -> Place:
    """A hidden slot that is given for good."""
    return Place(slot, (), (site,), is_spent=True)


# ---------------------------------------------------------------- calling


def call(world: World, op: ir.Call, rules: Rules) -> World:
    """Step a call: labels, arity, arguments given, types, then what the callee does. Raises R-11, R-12, R-13, R-16."""
    callee = world.slot(op.callee)
    assert callee is not None
    if callee.permission == SILENT or isinstance(callee.content, Unknown) or _is_opaque(world, callee):
        return call_unknown(world, op, rules)
    if isinstance(callee.content, PrintValue):
        return _call_print(world, op, rules)
    if isinstance(callee.content, ClassValue):
        return _construct(world, op, callee.content.key, rules)
    if isinstance(callee.content, FunctionValue):
        return _call_function(world, op, callee.content.key, rules)
    raise fault("R-11", op.callee_site, kind=kind_word(world, callee, rules))


def _is_opaque(world: World, callee: Value) -> bool:
    return isinstance(world.object_of(callee), Opaque)


def _call_print(world: World, op: ir.Call, rules: Rules) -> World:
    _match_labels(op, "", ("message",))
    world, arguments = _give_arguments(world, op, "", (None,), rules)
    return _fresh(world, op, Thunk(("0",), arguments, op.site), rules)


def _construct(world: World, op: ir.Call, key: str, rules: Rules) -> World:
    owner = rules.program.classes[key]
    _match_labels(op, key, tuple(f.name.text for f in owner.fields))
    world, arguments = _give_arguments(world, op, key, owner.fields, rules)
    check_arguments(world, arguments, owner.fields, key, op.site, rules)
    names = tuple(f.name.text for f in owner.fields)
    return _fresh(world, op, Instance(names, arguments, op.site, owner=key), rules)


def _call_function(world: World, op: ir.Call, key: str, rules: Rules) -> World:
    function = rules.program.functions[key]
    names = tuple(p.name.text for p in function.parameters)
    _match_labels(op, key, names)
    world, arguments = _give_arguments(world, op, key, function.parameters, rules)
    promised = check_arguments(world, arguments, function.parameters, key, op.site, rules)
    promised = remembered(promised, function.arrow.type if function.arrow is not None else None)
    if function.is_async:
        return _fresh(world, op, Thunk(names, arguments, op.site, function=key), rules, promised)
    return enter(world, key, arguments, op.site, op.target, promised, rules)


def _match_labels(op: ir.Call, callee: str, names: tuple[str, ...]) -> None:
    """Raises R-13 and R-12, which tell of the ``callee``: an item's key, ``""`` for ``print``."""
    for label, name in zip(op.labels, names, strict=False):
        if label is not None and label.name != name:
            raise fault("R-13", label.site, callee=callee, expected=name, found=label.name)
    if len(op.arguments) != len(names):
        raise fault("R-12", op.site, callee=callee, expected=str(len(names)), found=str(len(op.arguments)))


def _give_arguments(
    world: World, op: ir.Call, callee: str, bindings: tuple[tree.Binding | None, ...], rules: Rules
) -> tuple[World, tuple[Value, ...]]:
    """Each argument is given into its parameter or field (§D.5), under its demand if it has one (§D.9)."""
    values: list[Value] = []
    for index, binding in enumerate(bindings):
        world, place = confirmed(world, temporary(op.arguments[index], op.argument_sites[index]))
        demand = demand_of(binding, callee, rules) if not op.demanded[index] else None
        world, value = _give_argument(world, place, binding, demand, rules)
        values.append(value)
    return world, tuple(values)


def _give_argument(
    world: World, place: Place, binding: tree.Binding | None, demand: Demand | None, rules: Rules
) -> tuple[World, Value]:
    if demand is not None:
        return take_under(world, place, demand, rules)
    world, way = walk(world, place, rules)
    if way.silent:
        return world, way.value
    if is_shared_storage(binding):
        return into_shared(world, way, place, rules)
    return give(world, way, place, rules)


def demand_of(binding: tree.Binding | None, item: str, rules: Rules) -> Demand | None:
    """What the specifier of a binding in ``item`` demands, written or by the dialect's default."""
    if binding is None:
        return None
    specifier = binding.specifier or rules.dialect.default_specifier
    if specifier is None:
        return None
    site = Site(item, binding.specifier_span) if binding.specifier_span is not None else None
    return Demand(specifier, site)


def is_shared_storage(binding: tree.Binding | None) -> bool:
    """Whether a binding shares what is stored into it (§G.2 iv)."""
    return binding is not None and binding.storage is tree.Storage.SHARED


def _fresh(world: World, op: ir.Call, thing: Instance | Thunk, rules: Rules, promised: Promised = ()) -> World:
    """target := a new object, owned alone; the machine goes on."""
    if promised and isinstance(thing, Thunk):
        thing = replace(thing, promised=promised)
    world, number = world.create(thing)
    world, permission = world.issue(Permission(issued=frozenset({world.where(op.site)})))
    return store(world, op.target, Value(number, permission), op.site, rules).advanced()


def call_unknown(world: World, op: ir.Call, rules: Rules) -> World:
    """Nothing is known of the callee: nothing is known of its result, nor of what became of what it was handed."""
    for slot in op.arguments:
        world = hand_over(world, world.slot(slot))
    return store(world, op.target, MYSTERY, op.site, rules).advanced()


def hand_over(world: World, value: Value | None) -> World:
    """Somebody unknown gets ``value``. Through what is joint nothing is ended or written. Otherwise leases that hang on
    it, or on what it leads to, may have ended: be silent about them; and data may have been written: forget it."""
    if value is None:
        return world
    record = world.permissions[value.permission]
    if record.joint or record.silent:
        return world
    world = _silenced_below(world, value.permission)
    thing = world.object_of(value)
    if thing is None:
        return world
    for inner in thing.values:
        world = hand_over(world, inner)
    assert isinstance(value.content, int)
    return _with_forgotten_data(world, value.content)


def _silenced_below(world: World, number: int) -> World:
    """Nothing is said any more about a permission and all that hangs on it."""
    permissions = world.permissions
    pending, seen = [number], set[int]()
    while pending:
        number = pending.pop()
        if number in seen or number not in permissions:
            continue
        seen.add(number)
        record = permissions[number]
        pending += [*record.tenants, *record.easements]
        permissions = permissions.with_item(number, record._replace(silent=True))
    return world._replace(permissions=permissions)


def _with_forgotten_data(world: World, number: int) -> World:
    for index, inner in enumerate(world.objects[number].values):
        if inner is not None and isinstance(inner.content, (Known, Unknown)):
            world = world.put_field(number, index, inner._replace(content=FORGOTTEN))
    return world


# ---------------------------------------------------------------- entering and leaving a body


def enter(
    world: World,
    key: str,
    arguments: tuple[Value, ...],
    site: Site | None,
    target: int,
    promised: Promised,
    rules: Rules,
) -> World:
    """A new frame with the arguments in its first slots."""
    for _, value in promised:
        world = world if value.permission <= SILENT else world.amend(value.permission, promised=True)
    code = rules.program.codes[key]
    row = slots((*arguments, *(None,) * (code.slots - len(arguments))))
    return world._replace(frames=(*world.frames, Frame(key, 0, row, site, target, promised)))


def leave(world: World, op: ir.Return, rules: Rules) -> Effect:
    """Give the result to the caller, check its type, drop all locals, then see whether the result survived that.

    What the first body returns is printed, unless it is unit (§D.13).
    """
    place = spent(op.source, op.source_site)
    world, value = take(world, place, Access.GIVE, rules)
    frame = world.frame
    function = rules.program.functions.get(frame.code)
    if function is not None and function.arrow is not None and function.arrow.type is not None:
        check_return(world, value, function.arrow.type, frame.promised, function.key, op.site, rules)
    ending = Ending(Cause.RETURNED, "this function returns here", world.where(op.site))
    left = (*frame.slots, *(argument for _, argument in frame.promised))
    world = world.framed(frame._replace(slots=slots([None] * len(frame.slots)), promised=())).put(op.source, value)
    world = collect.lose(world, left, ending)
    caller = world._replace(frames=world.frames[:-1])
    if not caller.frames:
        text = None if value.content == UNIT else printed_value(world, value, rules) + "\n"
        return Effect(collect.lose(caller, (value,), ending), text)
    return Effect(_received(caller, value, frame, rules))


def _received(world: World, value: Value, left: Frame, rules: Rules) -> World:
    """R-2 at the call if what was returned ended with the return."""
    assert left.call is not None
    record = world.permissions.get(value.permission)
    if record is None or record.valid:
        return store(world, left.target, value, left.call, rules).advanced()
    world = store(world, left.target, MYSTERY, left.call, rules).advanced()
    raise Returned(Finding("R-2", left.call, lease=value.permission, record=record), world)


class Returned(Fault):
    """R-2 for a value that ended with the return: the callee is already left."""

    def __init__(self, finding: Finding, world: World) -> None:
        super().__init__(finding)
        self.world = world


# ---------------------------------------------------------------- awaiting

_ONLY = {
    "shared": "you only have a shared lease on the object",
    "leased": "you only have a lease on the object",
    "our": "you only have shared access to the object",
}


def await_thunk(world: World, op: ir.Await, rules: Rules) -> Effect:
    """Run a suspended call, or print. Raises R-14, R-15, and R-2 where the thunk is gone."""
    place = spent(op.source, op.operand_site)
    world, value = take(world, place, Access.GIVE, rules)
    if value.permission == SILENT or _is_unknown(world, value):
        return Effect(store(world, op.target, MYSTERY, op.site, rules).advanced())
    word = word_of(world.permissions[value.permission])
    if word in _ONLY:
        raise fault("R-15", op.operand_site, only=_ONLY[word])
    thing = world.object_of(value)
    if not isinstance(thing, Thunk):
        raise fault("R-14", op.operand_site, kind=kind_word(world, value, rules))
    old = world.slot(op.source)
    assert old is not None
    assert isinstance(value.content, int)
    world = world.put(op.source, None).without_object(value.content)
    world = collect.let_go(collect.let_go(world, value.permission), old.permission)
    if thing.function is None:
        return _print(world, op, thing, rules)
    arguments = tuple(argument or MYSTERY for argument in thing.values)
    return Effect(enter(world, thing.function, arguments, op.site, op.target, thing.promised, rules))


def _is_unknown(world: World, value: Value) -> bool:
    return isinstance(value.content, Unknown) or _is_opaque(world, value)


def _print(world: World, op: ir.Await, thunk: Thunk, rules: Rules) -> Effect:
    message = thunk.values[0]
    assert message is not None
    text = printed_value(world, message, rules) + "\n"
    world = store(world, op.target, data_value(UNIT), op.site, rules)
    ending = Ending(Cause.DROPPED, "what was printed is dropped here", world.where(op.site))
    return Effect(collect.lose(world, (message,), ending).advanced(), text)
