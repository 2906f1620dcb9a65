"""A world: one state of the machine (reference §D.1), as an immutable value.

Objects and permissions are records in dictionaries that are never changed in place; every function here returns a new
world. Plain data and constants are no objects: a value carries them itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NamedTuple

from leaselens.dada.ir import Place, Site
from leaselens.dada.machine.data import FORGOTTEN, ClassValue, Constant, Data, FunctionValue, PrintValue
from leaselens.dada.machine.persistent import Slots, Table, table

# ---------------------------------------------------------------- history


class Where(NamedTuple):
    """A moment as the reader knows it: the expression, and the calls under way, oldest first."""

    site: Site
    calls: tuple[Site, ...]


class Cause(StrEnum):
    """Why a permission ended."""

    REASSERTED = "reasserted"
    """Somebody above it used the object again."""
    OVERWRITTEN = "overwritten"
    DROPPED = "dropped"
    RETURNED = "returned"
    GIVEN = "given"


class Ending(NamedTuple):
    """What ended a permission, and where. ``deed`` says what was done there (``reading `p```)."""

    cause: Cause
    deed: str
    where: Where


# ---------------------------------------------------------------- permissions


class Permission(NamedTuple):
    """A permission's record (§D.1). Its identity is its key in ``World.permissions``.

    ``options``: what it may still turn out to be, where that was left open (parameters of functions that nothing
    calls); ``joint`` and ``leased`` mean nothing then. ``silent``: nothing is reported about it (it is not known, or
    it has been reported on). ``copied``: several slots may hold it; ``unheld``: none does, but leases hang on it;
    ``reserved``: a ``Reservation`` may have been made through it.
    ``promised``: a return type may still refer to it.
    ``given``: the value itself was given away, as opposed to a lease that ended. ``lessor`` is the permission that
    this one is a tenant of; ``through`` are those that have it as an easement. ``issued`` and ``endings`` are
    history, not identity: worlds that differ in them alone are one.
    """

    joint: bool = False
    leased: bool = False
    valid: bool = True
    tenants: tuple[int, ...] = ()
    easements: tuple[int, ...] = ()
    lessor: int | None = None
    through: tuple[int, ...] = ()
    options: tuple[tuple[bool, bool], ...] = ()
    silent: bool = False
    copied: bool = False
    unheld: bool = False
    reserved: bool = False
    promised: bool = False
    given: bool = False
    issued: frozenset[Where] = frozenset()
    endings: frozenset[Ending] = frozenset()


OUR_DATA: Final = 0
"""The permission of all plain data and constants: ``our``, never ended."""
SILENT: Final = 1
"""The permission of a value of which nothing is known: it allows everything and nothing is reported about it."""

# ---------------------------------------------------------------- objects and values


class Value(NamedTuple):
    """What a slot holds: an object (by number), plain data or a constant; and the permission to it."""

    content: int | Data | Constant
    permission: int


MYSTERY: Final = Value(FORGOTTEN, SILENT)
"""What a failed operation yields."""


@dataclass(frozen=True, slots=True)
class Object:
    """Something on the heap: named slots, each holding a value or nothing.

    ``shared_owner``: besides the slot that owns it, an ``our`` permission made from that slot may own it too.
    """

    names: tuple[str, ...]
    values: tuple[Value | None, ...]
    created: Site | None
    shared_owner: bool = False


@dataclass(frozen=True, slots=True)
class Instance(Object):
    """An instance of the class with item key ``owner``. ``partial``: fields that are not there are not known yet."""

    owner: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TupleObject(Object):
    pass


@dataclass(frozen=True, slots=True)
class Thunk(Object):
    """A suspended call of the function with item key ``function``; ``None`` for ``print``."""

    function: str | None = None
    promised: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Opaque(Object):
    """An object of unknown kind: fields appear when asked for. ``term`` names it where it is used as data."""

    term: tuple[object, ...] | None = None

    def term_of(self, field: str) -> tuple[object, ...] | None:
        """What names the data that a field had when it was first asked for."""
        return ("input", f"{self.term[1]}.{field}") if self.term is not None else None


@dataclass(frozen=True, slots=True)
class Reservation(Object):
    """Stands in a hidden slot for a place that is only reserved yet, through these permissions (§D.9)."""

    place: Place | None = None
    permissions: tuple[int, ...] = ()


# ---------------------------------------------------------------- frames and worlds


class Frame(NamedTuple):
    """A body under way. ``pc`` is the operation that comes next; ``call`` the expression that entered it; ``target``
    the caller's slot for the result; ``promised`` the arguments that the return type names
    (§D.11)."""

    code: str
    pc: int
    slots: Slots[Value | None]
    call: Site | None = None
    target: int = -1
    promised: tuple[tuple[str, Value], ...] = ()


Learned = tuple[tuple[tuple[object, ...], bool], ...]


class World(NamedTuple):
    """The machine's whole state. ``learned`` is what branches on inputs have taught (design, "World"); ``doubtful``: a
    branch on forgotten data lies behind, so no finding is made; ``chosen`` is what was assumed of permissions left
    open, as (name of the input, joint, leased)."""

    frames: tuple[Frame, ...] = ()
    objects: Table[Object] = table({})
    permissions: Table[Permission] = table({})
    fresh: int = 2
    learned: Learned = ()
    doubtful: bool = False
    chosen: tuple[tuple[str, bool, bool], ...] = ()

    # --- reading

    @property
    def frame(self) -> Frame:
        """The newest frame."""
        return self.frames[-1]

    def slot(self, number: int) -> Value | None:
        """What a slot of the newest frame holds."""
        return self.frames[-1].slots[number]

    def where(self, site: Site) -> Where:
        """``site`` as a moment of this world."""
        return Where(site, tuple(frame.call for frame in self.frames if frame.call is not None))

    def object_of(self, value: Value) -> Object | None:
        """The heap object of a value; ``None`` for plain data and constants."""
        return self.objects.get(value.content) if isinstance(value.content, int) else None

    def values(self) -> Iterator[Value]:
        """Every value that some slot holds: of frames, oldest first, then of objects."""
        for frame in self.frames:
            yield from (value for value in frame.slots if value is not None)
        for thing in self.objects.values():
            yield from (value for value in thing.values if value is not None)

    # --- writing

    def advanced(self) -> World:
        """The newest frame goes on to its next operation."""
        return self.jumped(self.frames[-1].pc + 1)

    def jumped(self, pc: int) -> World:
        frame = self.frames[-1]
        return self.framed(Frame(frame.code, pc, frame.slots, frame.call, frame.target, frame.promised))

    def framed(self, frame: Frame) -> World:
        """The newest frame replaced."""
        # Called for every step: the constructor is twice as quick as ``_replace``.
        frames = (*self.frames[:-1], frame)
        return World(frames, self.objects, self.permissions, self.fresh, self.learned, self.doubtful, self.chosen)

    def put(self, number: int, value: Value | None) -> World:
        """A slot of the newest frame set. What it held before is not looked at: see ``collect.lose``."""
        frame = self.frames[-1]
        slots = frame.slots.with_item(number, value)
        return self.framed(Frame(frame.code, frame.pc, slots, frame.call, frame.target, frame.promised))

    def put_field(self, number: int, index: int, value: Value | None) -> World:
        """Slot ``index`` of the object ``number`` set."""
        thing = self.objects[number]
        values = (*thing.values[:index], value, *thing.values[index + 1 :])
        return self._replace(objects=self.objects.with_item(number, replace(thing, values=values)))

    def issue(self, permission: Permission) -> tuple[World, int]:
        """A fresh permission, known to those it is leased from and through."""
        number = self.fresh
        permissions = self.permissions.with_item(number, permission)
        if permission.lessor is not None:
            lessor = permissions[permission.lessor]
            permissions = permissions.with_item(permission.lessor, lessor._replace(tenants=(*lessor.tenants, number)))
        for other in permission.through:
            record = permissions[other]
            permissions = permissions.with_item(other, record._replace(easements=(*record.easements, number)))
        return self._replace(permissions=permissions, fresh=number + 1), number

    def amend(self, number: int, **changes: Any) -> World:
        """A permission's record with some fields changed."""
        record = self.permissions[number]._replace(**changes)
        return self._replace(permissions=self.permissions.with_item(number, record))

    def without_object(self, number: int) -> World:
        """An object is no more."""
        return self._replace(objects=self.objects.without(number))

    def with_shared_owner(self, number: int) -> World:
        """An object has more than one owner from now on."""
        return self._replace(objects=self.objects.with_item(number, replace(self.objects[number], shared_owner=True)))

    def create(self, thing: Object) -> tuple[World, int]:
        """A fresh object."""
        number = self.fresh
        return self._replace(objects=self.objects.with_item(number, thing), fresh=number + 1), number


EMPTY: Final = World(
    permissions=table({OUR_DATA: Permission(joint=True), SILENT: Permission(silent=True)}),
)
"""No frame, no object."""


def data_value(data: Data) -> Value:
    """Plain data as a value."""
    return Value(data, OUR_DATA)


def constant_value(constant: ClassValue | FunctionValue | PrintValue) -> Value:
    """A class, function or ``print`` as a value (§D.2, last paragraph)."""
    return Value(constant, OUR_DATA)
