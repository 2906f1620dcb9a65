"""Walking a place (reference §D.2): from a variable along fields, stepping every permission on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from leaselens.dada import tree
from leaselens.dada.dialects import Dialect
from leaselens.dada.ir import Place, Program, Site
from leaselens.dada.machine.data import ClassValue, FunctionValue, Known, PrintValue, Unknown
from leaselens.dada.machine.faults import Fault, Finding, Undecided, fault
from leaselens.dada.machine.opened import ask
from leaselens.dada.machine.state import (
    MYSTERY,
    SILENT,
    Instance,
    Object,
    Opaque,
    Permission,
    Thunk,
    TupleObject,
    Value,
    World,
    constant_value,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the machine goes by: the program, and the dialect's switches."""

    program: Program
    dialect: Dialect


class FieldSlot(NamedTuple):
    """Where a field lives."""

    object: int
    position: int


@dataclass(frozen=True, slots=True)
class Walk:
    """Having walked to an object: the permissions stepped (``traversed``, last one last), what they add up to, and the
    value found. ``silent``: from here on nothing is known of permissions, and at most where the value comes from; what
    was traversed up to here is asserted all the same."""

    traversed: tuple[int, ...]
    joint: bool
    leased: bool
    atomic: bool
    value: Value
    silent: bool = False

    @property
    def last(self) -> int:
        return self.traversed[-1]

    def silenced(self, value: Value = MYSTERY) -> Walk:
        """The same way, ending in something of whose permission nothing is known; data is only known by its origin."""
        return replace(self, value=value if isinstance(value.content, Unknown) else MYSTERY, silent=True)


def walk(world: World, place: Place, rules: Rules) -> tuple[World, Walk]:
    """Walk to the object of ``place``, stepping its last permission too. Raises R-2, R-3, R-5, R-6, R-7."""
    state = _start(world, place, rules)
    for index, field in enumerate(place.fields):
        if state.silent:
            return world, state.silenced()
        world, slot, atomic = find_field(world, state.value, field, place.sites[index + 1], rules)
        if slot is None:
            return world, state.silenced()
        value = world.objects[slot.object].values[slot.position]
        state = _step(world, replace(state, atomic=state.atomic or atomic), value, place, index + 1)
    return world, state


def walk_to_owner(world: World, place: Place, rules: Rules) -> tuple[World, Walk, FieldSlot | None]:
    """Walk to the object whose last field is to be written; the field's own permission is not stepped (§D.2)."""
    owner_place = Place(place.base, place.fields[:-1], place.sites[:-1], place.text)
    world, owner = walk(world, owner_place, rules)
    if owner.silent:
        return world, owner, None
    world, slot, atomic = find_field(world, owner.value, place.fields[-1], place.site, rules)
    return world, replace(owner, atomic=owner.atomic or atomic), slot


def _start(world: World, place: Place, rules: Rules) -> Walk:
    if isinstance(place.base, int):
        value = world.slot(place.base)
        binding = _binding(world, place.base, rules)
        atomic = binding is not None and binding.atomic
    else:
        value = constant_value(place.base)
        atomic = False
    return _step(world, Walk((), False, False, atomic, MYSTERY), value, place, 0)


def _binding(world: World, slot: int, rules: Rules) -> tree.Binding | None:
    bindings = rules.program.codes[world.frame.code].bindings
    return bindings[slot] if slot < len(bindings) else None


def _step(world: World, before: Walk, value: Value | None, place: Place, index: int) -> Walk:
    """Step the permission of ``value``, the sub-place after ``index`` fields."""
    site = place.sites[index]
    if value is None:
        raise Fault(Finding("R-3", site, place=subplace(place, index)))
    record = world.permissions[value.permission]
    if record.silent:
        return before.silenced(Value(value.content, SILENT))
    if record.options:
        raise Undecided(value.permission, of_data=place.is_data and index == len(place.fields))
    if before.traversed:
        ask(world, before.last)
    if not record.valid:
        raise expired(value.permission, record, site, subplace(place, index))
    joint, leased = (True, record.leased) if record.joint else (before.joint, before.leased or record.leased)
    return Walk((*before.traversed, value.permission), joint, leased, before.atomic, value)


def expired(number: int, record: Permission, site: Site, place: str) -> Fault:
    """R-2: a permission is used that has ended."""
    return Fault(Finding("R-2", site, place=place, lease=number, record=record))


def subplace(place: Place, fields: int) -> str:
    """The text of a place up to ``fields`` fields; ``""`` for temporaries."""
    return ".".join((place.text, *place.fields[:fields])) if place.text else ""


# ---------------------------------------------------------------- fields


def find_field(world: World, owner: Value, name: str, site: Site, rules: Rules) -> tuple[World, FieldSlot | None, bool]:
    """The slot of field ``name``, and whether it is declared atomic; ``None`` where nothing can be known of it."""
    thing = world.object_of(owner)
    if thing is None:
        if isinstance(owner.content, Unknown):
            return world, None, False
        raise fault("R-7", site, kind=kind_word(world, owner, rules))
    if isinstance(thing, Thunk):
        raise fault("R-7", site, kind=kind_word(world, owner, rules))
    assert isinstance(owner.content, int)
    if name in thing.names:
        return world, FieldSlot(owner.content, thing.names.index(name)), _is_atomic(thing, name, rules)
    if isinstance(thing, Opaque):
        return *_with_field(world, owner.content, thing, name), False
    raise _no_such_field(thing, name, site, rules)


def _with_field(world: World, number: int, thing: Opaque, name: str) -> tuple[World, FieldSlot]:
    """A field of something unknown appears: nothing is known of what it holds but where that comes from."""
    values = (*thing.values, Value(Unknown(thing.term_of(name)), SILENT))
    thing = replace(thing, names=(*thing.names, name), values=values)
    return world._replace(objects=world.objects.with_item(number, thing)), FieldSlot(number, len(values) - 1)


def _is_atomic(thing: Object, name: str, rules: Rules) -> bool:
    field = field_binding(thing, name, rules)
    return field is not None and field.atomic


def field_binding(thing: Object, name: str, rules: Rules) -> tree.Binding | None:
    """The declaration of a field of an instance."""
    if not isinstance(thing, Instance):
        return None
    return next((f for f in rules.program.classes[thing.owner].fields if f.name.text == name), None)


def _no_such_field(thing: Object, name: str, site: Site, rules: Rules) -> Fault:
    if isinstance(thing, Instance):
        owner = rules.program.classes[thing.owner]
        words = (("class", owner.name), ("field", name))
        return Fault(Finding("R-5", site, words, declared=owner.site))
    return fault("R-6", site, field=name)


# ---------------------------------------------------------------- kinds


def kind_word(world: World, value: Value, rules: Rules) -> str:
    """What a value is, as messages say it (§D.12, last lines)."""
    content = value.content
    if isinstance(content, Known):
        return content.kind.value
    if isinstance(content, ClassValue):
        return "a class"
    if isinstance(content, (FunctionValue, PrintValue)):
        return "a function"
    thing = world.object_of(value)
    if isinstance(thing, Instance):
        return f"an instance of `{rules.program.classes[thing.owner].name}`"
    if isinstance(thing, TupleObject):
        return "a tuple"
    if isinstance(thing, Thunk):
        return f"a suspended call to `{rules.program.functions[thing.function].name}`" if thing.function else "a thunk"
    return "something unknown"
