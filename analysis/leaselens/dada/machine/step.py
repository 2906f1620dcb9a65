"""One step of the machine: which rule an operation calls (reference §D.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from leaselens.dada import ir
from leaselens.dada.dialects import Access
from leaselens.dada.ir import Demand, Place, Site
from leaselens.dada.machine import collect, data
from leaselens.dada.machine.access import read, write_place
from leaselens.dada.machine.calls import (
    Effect,
    await_thunk,
    call,
    demand_of,
    hand_over,
    is_shared_storage,
    leave,
    temporary,
)
from leaselens.dada.machine.data import FORGOTTEN, ClassValue, FunctionValue, Kind, Known, Unknown
from leaselens.dada.machine.faults import Fault, Finding, Undecided, fault
from leaselens.dada.machine.operations import (
    into_shared,
    reading,
    reserve_place,
    shlease,
    take,
    take_under,
    writing,
)
from leaselens.dada.machine.printing import is_text_known, printed_value
from leaselens.dada.machine.reservations import Reserved, confirmed
from leaselens.dada.machine.slots import clear, store
from leaselens.dada.machine.state import (
    MYSTERY,
    SILENT,
    Cause,
    Ending,
    Instance,
    Opaque,
    Permission,
    TupleObject,
    Value,
    World,
    data_value,
)
from leaselens.dada.machine.walk import FieldSlot, Rules, field_binding, kind_word, walk, walk_to_owner


class Fork(Exception):
    """A branch on data that is not known: the world must fork."""

    def __init__(self, term: tuple[object, ...] | None, holds: World, fails: World) -> None:
        super().__init__(term)
        self.term = term
        self.holds = holds
        self.fails = fails


def step(world: World, op: ir.Operation, rules: Rules) -> Effect:
    """The effect of ``op`` on ``world``. Raises ``Fault``, ``Undecided`` or ``Fork``."""
    try:
        return _RULES[type(op)](world, op, rules)
    except Reserved as fault:  # whatever ends what is reserved, the operation as a whole is told of (§D.12, "op span")
        raise Fault(replace(fault.finding, site=op.site)) from None


# ---------------------------------------------------------------- values into slots


def _load(world: World, op: ir.Load, rules: Rules) -> Effect:
    return _into(world, data_value(op.data), op, rules, op.target)


def _take(world: World, op: ir.Take, rules: Rules) -> Effect:
    demand = _demand(world, op, rules)
    if demand is not None:
        return _into(*take_under(world, op.place, demand, rules), op, rules, op.target)
    return _into(*take(world, op.place, op.access, rules), op, rules, op.target)


def _reserve(world: World, op: ir.Reserve, rules: Rules) -> Effect:
    return _into(*reserve_place(world, op.place, rules), op, rules, op.target)


def _demand(world: World, op: ir.Take | ir.Convert, rules: Rules) -> Demand | None:
    """The demand that decides the operation: written at the binding, at the field, or at the callee's parameter."""
    if isinstance(op.demand, ir.DemandOfField):
        return _demand_of_field(world, op.demand.place, rules)
    if not isinstance(op.demand, ir.DemandOfParameter):
        return op.demand
    callee = world.slot(op.demand.callee)
    if callee is None or not isinstance(callee.content, (ClassValue, FunctionValue)):
        return None
    key = callee.content.key
    program = rules.program
    owner = program.classes[key].fields if isinstance(callee.content, ClassValue) else program.functions[key].parameters
    return demand_of(owner[op.demand.index], key, rules) if op.demand.index < len(owner) else None


def _demand_of_field(world: World, place: Place, rules: Rules) -> Demand | None:
    """Found without any access. Raises what walking to the field's owner raises."""
    world, _, slot = walk_to_owner(*confirmed(world, place), rules)
    thing = None if slot is None else world.objects[slot.object]
    if not isinstance(thing, Instance):
        return None
    return demand_of(field_binding(thing, place.fields[-1], rules), thing.owner, rules)


def _convert(world: World, op: ir.Convert, rules: Rules) -> Effect:
    place, demand = temporary(op.source, op.site), _demand(world, op, rules)
    taken = take(world, place, Access.GIVE, rules) if demand is None else take_under(world, place, demand, rules)
    return _into(*taken, op, rules, op.target)


def _into_shared(world: World, op: ir.IntoShared, rules: Rules) -> Effect:
    place = temporary(op.source, op.site)
    world, way = walk(world, place, rules)
    if way.silent:
        return _into(world, MYSTERY, op, rules, op.target)
    return _into(*into_shared(world, way, place, rules), op, rules, op.target)


def _make_tuple(world: World, op: ir.MakeTuple, rules: Rules) -> Effect:
    values = []
    for source, site in zip(op.sources, op.sites, strict=True):
        world, value = take(*confirmed(world, temporary(source, site)), Access.GIVE, rules)
        values.append(value)
    names = tuple(str(i) for i in range(len(values)))
    world, number = world.create(TupleObject(names, tuple(values), op.site))
    world, permission = world.issue(Permission(issued=frozenset({world.where(op.site)})))
    return _into(world, Value(number, permission), op, rules, op.target)


def _concatenate(world: World, op: ir.Concatenate, rules: Rules) -> Effect:
    texts: list[str | None] = []
    for source, site in zip(op.sources, op.sites, strict=True):
        world, place = confirmed(world, temporary(source, site))
        world, way = walk(world, place, rules)
        if way.silent:
            texts.append(None)
            continue
        world, value = shlease(world, way, place, rules)
        texts.append(printed_value(world, value, rules) if is_text_known(world, value) else None)
        world = collect.lose(world, (value,), Ending(Cause.DROPPED, "", world.where(op.site)))
    known = None not in texts
    text = Known(Kind.STRING, "".join(t for t in texts if t is not None)) if known else Unknown()
    return _into(world, data_value(text), op, rules, op.target)


def _into(world: World, value: Value, op: ir.Operation, rules: Rules, target: int) -> Effect:
    return Effect(store(world, target, value, op.site, rules).advanced())


# ---------------------------------------------------------------- data

_DATA_FAULTS: dict[type[Exception], str] = {
    data.Overflow: "R-20",
    data.DivisionByZero: "R-21",
    data.SignedDivisionOverflow: "R-22",
}


def _compute(world: World, op: ir.Compute, rules: Rules) -> Effect:
    right = _operand(world, op.right)
    try:
        result = data.negate(right) if op.left is None else data.compute(op.operator, _operand(world, op.left), right)
    except data.Unsupported:
        raise _unsupported(world, op, rules) from None
    except tuple(_DATA_FAULTS) as failure:
        raise fault(_DATA_FAULTS[type(failure)], op.site) from None
    return _into(world, data_value(result), op, rules, op.target)


def _operand(world: World, slot: int) -> data.Operand:
    """An operand's data, looked at without any access (§D.13 ⚠)."""
    value = world.slot(slot)
    if value is None:
        return data.FORGOTTEN
    if isinstance(value.content, (Known, Unknown)):
        return value.content
    thing = world.object_of(value)
    return Unknown(thing.term) if isinstance(thing, Opaque) else None


def _unsupported(world: World, op: ir.Compute, rules: Rules) -> Fault:
    kinds = [
        kind_word(world, value, rules)
        for slot in (op.left, op.right)
        if slot is not None and (value := world.slot(slot)) is not None
    ]
    return fault("R-19", op.site, operator=op.operator, kinds=" and ".join(kinds))


# ---------------------------------------------------------------- assignment


def _store(world: World, op: ir.Store, rules: Rules) -> Effect:
    """§D.3 "write place", then the value moves in as it is."""
    value = world.slot(op.source)
    assert value is not None
    if not op.place.fields:
        return _store_variable(world, op, value, rules)
    world, place = confirmed(world, op.place)
    world, owner, slot = walk_to_owner(world, place, rules)
    if not owner.silent and (owner.joint or _shares_what_it_holds(world, slot, rules)):
        raise _unwritable(world, op.site, place, "R-10" if owner.atomic else "R-9", owner.last)
    world = write_place(world, owner, writing(world, place, op.site))
    if slot is None:
        return Effect(world.advanced())
    old = world.objects[slot.object].values[slot.position]
    world = world.put_field(slot.object, slot.position, value).put(op.source, None)
    deed = f"`{place.text}.{place.fields[-1]}` is overwritten here"
    return Effect(collect.lose(world, (old,), Ending(Cause.OVERWRITTEN, deed, world.where(op.site))).advanced())


def _shares_what_it_holds(world: World, slot: FieldSlot | None, rules: Rules) -> bool:
    """Whether a field shares what is stored into it (§G.2 iv)."""
    if slot is None:
        return False
    thing = world.objects[slot.object]
    return is_shared_storage(field_binding(thing, thing.names[slot.position], rules))


def _store_variable(world: World, op: ir.Store, value: Value, rules: Rules) -> Effect:
    assert isinstance(op.place.base, int)
    binding = rules.program.codes[world.frame.code].bindings[op.place.base]
    if is_shared_storage(binding):
        old = world.slot(op.place.base)
        raise _unwritable(world, op.site, op.place, "R-9", old.permission if old is not None else SILENT)
    return Effect(store(world.put(op.source, None), op.place.base, value, op.site, rules).advanced())


def _unwritable(world: World, site: Site, place: Place, rule: str, lease: int) -> Fault:
    owner = ".".join((place.text, *place.fields[:-1]))
    return Fault(Finding(rule, site, place=owner, lease=lease, record=world.permissions.get(lease)))


# ---------------------------------------------------------------- control


def _clear(world: World, op: ir.Clear, rules: Rules) -> Effect:
    return Effect(clear(world, op.slots, op.site, op.scope_ends, rules).advanced())


def _jump(world: World, op: ir.Jump, rules: Rules) -> Effect:
    return Effect(world.jumped(op.to))


def _branch(world: World, op: ir.Branch, rules: Rules) -> Effect:
    """The condition is read; it must be a boolean (R-8). What is not known forks, unless it was learned before."""
    world, way = walk(world, temporary(op.condition, op.site), rules)
    world = read(world, way, reading(world, Place(op.condition, (), (op.site,))), rules) if not way.silent else world
    content = way.value.content
    thing = world.object_of(way.value)
    if isinstance(thing, Opaque):
        content = Unknown(thing.term)
    if isinstance(content, Known) and content.kind is Kind.BOOLEAN:
        return Effect(world.advanced() if content.value else world.jumped(op.otherwise))
    if isinstance(content, Unknown):
        raise Fork(content.term, world.advanced(), world.jumped(op.otherwise))
    raise fault("R-8", op.site, kind=kind_word(world, way.value, rules))


def _enter_while(world: World, op: ir.EnterWhile, rules: Rules) -> Effect:
    unknown = any(_is_unknown(world, place, rules) for place in op.reads)
    return Effect(world.jumped(op.test) if unknown else world.advanced())


def _is_unknown(world: World, place: Place, rules: Rules) -> bool:
    """Whether what a place holds is unknown, looked at without any access."""
    try:
        world, way = walk(world, place, rules)
    except Undecided:
        return True
    except Fault:  # whatever is wrong with it will be found when it is used
        return False
    return way.silent or isinstance(way.value.content, Unknown) or isinstance(world.object_of(way.value), Opaque)


def _call(world: World, op: ir.Call, rules: Rules) -> Effect:
    return Effect(call(world, op, rules))


def _await(world: World, op: ir.Await, rules: Rules) -> Effect:
    return await_thunk(world, op, rules)


def _return(world: World, op: ir.Return, rules: Rules) -> Effect:
    return leave(world, op, rules)


def _hand_over(world: World, op: ir.HandOver, rules: Rules) -> Effect:
    for slot in op.slots:
        value = world.slot(slot)
        if value is not None and isinstance(value.content, (Known, Unknown)):
            world = world.put(slot, value._replace(content=FORGOTTEN))
        else:
            world = hand_over(world, value)
    return Effect(world.advanced())


def _fail(world: World, op: ir.Fail, rules: Rules) -> Effect:
    raise fault("R-1", op.site)


_RULES: dict[type[ir.Operation], Callable[[World, Any, Rules], Effect]] = {
    ir.Load: _load,
    ir.Take: _take,
    ir.Reserve: _reserve,
    ir.Convert: _convert,
    ir.IntoShared: _into_shared,
    ir.Store: _store,
    ir.Compute: _compute,
    ir.MakeTuple: _make_tuple,
    ir.Concatenate: _concatenate,
    ir.Call: _call,
    ir.Await: _await,
    ir.Clear: _clear,
    ir.Branch: _branch,
    ir.Jump: _jump,
    ir.EnterWhile: _enter_while,
    ir.Return: _return,
    ir.HandOver: _hand_over,
    ir.Fail: _fail,
}
