"""The state of the machine at one moment, as plain values that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle.data import printed
from oracle.objects import (
    ClassObject,
    FunctionObject,
    Instance,
    Integer,
    Object,
    Permission,
    Plain,
    Slot,
    Thunk,
    Value,
    kind,
)

if TYPE_CHECKING:
    from oracle.machine import Machine


@dataclass(frozen=True)
class Row:
    """A variable or field. ``permission`` and the rest are ``None`` or empty where it holds nothing usable.

    ``value`` is the printed form of plain data; ``target`` the number of an object, in the order of discovery.
    ``lessors`` are the places (``0:p.a``: frame and place) that hold the nearest held permission that it was leased
    from, by all the names that the slot has. ``held`` is what is there.
    """

    name: str
    state: str
    permission: str | None = None
    value: str | None = None
    target: int | None = None
    leased_out: bool = False
    lessors: frozenset[str] = frozenset()
    held: Value | None = None


@dataclass(frozen=True)
class Heap:
    """An object: its kind, its class or function, its fields."""

    kind: str
    name: str
    rows: tuple[Row, ...]
    thing: Object


@dataclass(frozen=True)
class Record:
    """What a permission was at one moment. ``hanging`` are the nearest held permissions below it."""

    valid: bool
    joint: bool
    leased: bool
    tenants: frozenset[Permission]
    easements: frozenset[Permission]
    hanging: frozenset[Permission]


Content = Mapping[str, Value | None]
"""What the slots of an object hold, by name."""


@dataclass(frozen=True)
class State:
    """Frames, oldest first, as names and rows; and the objects that rows lead to. ``records`` and ``contents`` tell of
    every permission and object that is held what it was, and what it held."""

    frames: tuple[tuple[str, tuple[Row, ...]], ...]
    objects: tuple[Heap, ...]
    records: Mapping[Permission, Record]
    contents: Mapping[Object, Content]


def snapshot(machine: Machine) -> State:
    """The state of now."""
    view = _View(machine)
    frames = tuple((frame.name, tuple(map(view.row, frame.locals))) for frame in machine.frames)
    heaps: list[Heap] = []
    while len(heaps) < len(view.objects):  # describing one object may discover more
        heaps.append(view.heap(view.objects[len(heaps)]))
    return State(frames, tuple(heaps), {one: view.record(one) for one in view.holders}, view.contents)


class _View:
    """Who holds which permission, and the numbers of objects."""

    def __init__(self, machine: Machine) -> None:
        self.objects: list[Object] = []
        self.holders: dict[Permission, set[str]] = {}
        self.contents: dict[Object, Content] = {}
        for index, frame in enumerate(machine.frames):
            for slot in frame.locals:
                self._note(slot, f"{index}:{slot.name}")
        for frame in machine.frames:
            for slot in frame.temporaries:
                self._note(slot, "")
        for value in machine.in_flight:
            self.holders.setdefault(value.permission, set())

    def _note(self, slot: Slot, place: str) -> None:
        value = slot.value
        if value is None:
            return
        self.holders.setdefault(value.permission, set()).update([place] if place else [])
        if value.permission.expired is not None:
            return
        self.contents[value.object] = {inner.name: inner.value for inner in value.object.slots()}
        for inner in value.object.slots():
            self._note(inner, place and f"{place}.{inner.name}")

    def row(self, slot: Slot) -> Row:
        value = slot.value
        if value is None:
            return Row(slot.name, "unset")
        if value.permission.expired is not None:
            return Row(slot.name, "expired", held=value)
        permission = value.permission
        target = self._number(value.object)
        return Row(
            slot.name,
            "valid",
            permission.word,
            None if target is not None else _text(slot),
            target,
            self._is_leased_out(permission),
            self._lessors(permission),
            value,
        )

    def _number(self, thing: Object) -> int | None:
        if isinstance(thing, Integer | Plain):
            return None
        if not any(is_one(known, thing) for known in self.objects):
            self.objects.append(thing)
        return next(index for index, known in enumerate(self.objects) if is_one(known, thing))

    def heap(self, thing: Object) -> Heap:
        rows = tuple(map(self.row, thing.slots()))
        match thing:
            case Instance(declared=declared):
                return Heap("instance", declared.name.text, rows, thing)
            case Thunk(function=function):
                return Heap("thunk", function.name.text if function else "print", rows, thing)
            case ClassObject(declared=declared):
                return Heap("class", declared.name.text, rows, thing)
            case FunctionObject(declared=function):
                return Heap("function", function.name.text if function else "print", rows, thing)
        return Heap("tuple", "", rows, thing)

    def record(self, permission: Permission) -> Record:
        tenants, easements = frozenset(permission.tenants), frozenset(permission.easements)
        hanging = frozenset(self._nearest(tenants | easements))
        return Record(permission.expired is None, permission.joint, permission.leased, tenants, easements, hanging)

    def _nearest(self, permissions: Iterable[Permission]) -> Iterator[Permission]:
        """Those that are held; of another one the nearest that hang on it."""
        for one in permissions:
            if one.expired is None:
                yield from [one] if one in self.holders else self._nearest(one.tenants)

    def _is_leased_out(self, permission: Permission) -> bool:
        """Whether some tenant, transitively, is held (``design.md``)."""
        return any(
            tenant.expired is None and (tenant in self.holders or self._is_leased_out(tenant))
            for tenant in permission.tenants
        )

    def _lessors(self, permission: Permission) -> frozenset[str]:
        """The nearest held ancestor's places."""
        held = (self.holders.get(lessor) for lessor in self._ancestors(permission))
        return frozenset(next((places for places in held if places), ()))

    def _ancestors(self, permission: Permission) -> Iterator[Permission]:
        known = {one: one for one in self.holders}
        waiting = list(known)
        while waiting:  # an unheld permission between two held ones is known to its lessor only
            for tenant in waiting.pop().tenants:
                if tenant not in known:
                    known[tenant] = tenant
                    waiting.append(tenant)
        while (lessor := next((one for one in known if permission in one.tenants), None)) is not None:
            yield lessor
            permission = lessor


def is_one(thing: Object, other: Object) -> bool:
    """Whether two objects are one to the reader; each use of a class or function makes an object of its own."""
    match thing, other:
        case Integer(value=value), Integer():
            return (kind(thing), value) == (kind(other), other.value)
        case Plain(value=plain), Plain():
            return (kind(thing), plain) == (kind(other), other.value)
        case ClassObject(declared=declared), ClassObject():
            return other.declared is declared
        case FunctionObject(declared=function), FunctionObject():
            return other.declared is function
    return thing is other


def _text(slot: Slot) -> str:
    return printed(slot.value)
