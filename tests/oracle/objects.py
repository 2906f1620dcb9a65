"""What the oracle's machine is made of: permissions, slots that hold values, objects (reference §D.1). All mutable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from leaselens.dada import tree
from leaselens.text import Span


@dataclass(frozen=True)
class Where:
    """An operation: the key of its item, its span in the item, and whether it was the return from a function."""

    key: str
    span: Span
    is_return: bool = False


class Permission:
    """A permission with its identity. ``expired`` is the operation that revoked it, or ``None`` while it is valid."""

    def __init__(self, *, joint: bool, leased: bool) -> None:
        self.joint = joint
        self.leased = leased
        self.expired: Where | None = None
        self.tenants: list[Permission] = []
        self.easements: list[Permission] = []
        self.reservations: list[Reservation] = []

    @property
    def word(self) -> str:
        """The machine's word for the kind, ``my our leased shared``."""
        if self.leased:
            return "shared" if self.joint else "leased"
        return "our" if self.joint else "my"


@dataclass
class Value:
    """An object and the permission to it."""

    object: Object
    permission: Permission


@dataclass(eq=False)
class Slot:
    """Holds one value: a variable, a temporary, a field. ``value`` is ``None`` while it was never set, or is cleared.

    ``shared`` is D1's storage mode: what is stored becomes shared, and the slot is reached jointly (§G.2 iv).
    """

    name: str
    value: Value | None = None
    atomic: bool = False
    shared: bool = False


class Object:
    """Anything that a value points to."""

    def slots(self) -> Iterator[Slot]:
        """The slots inside, in order."""
        yield from ()


class Number(Enum):
    """The three kinds of integers."""

    INT = "an integer"
    UINT = "an unsigned integer"
    SINT = "a signed integer"


@dataclass(eq=False)
class Integer(Object):
    number: Number
    value: int


@dataclass(eq=False)
class Plain(Object):
    """A boolean, a float, a string, or unit (``None``)."""

    value: bool | float | str | None


@dataclass(eq=False)
class ClassObject(Object):
    declared: tree.Class


@dataclass(eq=False)
class FunctionObject(Object):
    """A function; ``None``: the intrinsic ``print``."""

    declared: tree.Function | None


@dataclass(eq=False)
class Instance(Object):
    declared: tree.Class
    fields: list[Slot]

    def slots(self) -> Iterator[Slot]:
        yield from self.fields


@dataclass(eq=False)
class TupleObject(Object):
    elements: list[Slot]

    def slots(self) -> Iterator[Slot]:
        yield from self.elements


@dataclass(eq=False)
class Thunk(Object):
    """A suspended call; ``function`` is ``None`` for ``print``. ``named`` as in ``Frame``."""

    function: tree.Function | None
    arguments: list[Slot]
    named: dict[str, Permission] = field(default_factory=dict)

    def slots(self) -> Iterator[Slot]:
        yield from self.arguments


@dataclass(eq=False)
class Place:
    """A slot and fields after it; every step with the operation that the reader would point at, if it fails."""

    root: Slot
    at: Where
    steps: list[tuple[str, Where]] = field(default_factory=list)


@dataclass(eq=False)
class Reservation(Object):
    """V2: stands in a temporary for a place that will be used when everything else is there (§D.9)."""

    place: Place


def kind(thing: Object) -> str:
    """The kind word of §D.12."""
    match thing:
        case Integer():
            return thing.number.value
        case Plain(value=bool()):
            return "a boolean"
        case Plain(value=float()):
            return "a float"
        case Plain(value=str()):
            return "a string"
        case Plain():
            return "nothing"
        case ClassObject():
            return "a class"
        case FunctionObject():
            return "a function"
        case Instance():
            return f"an instance of `{thing.declared.name.text}`"
        case TupleObject():
            return "a tuple"
        case Thunk(function=tree.Function(name=name)):
            return f"a suspended call to `{name.text}`"
        case _:
            return "a thunk"


class Fault(Exception):
    """A run-time error of §D.12: its number (``"R-2"``), its message, where it is, and where the second label points.

    ``label`` is the primary label where the reference names one.
    """

    def __init__(
        self, number: str, message: str, at: Where, second: Where | None = None, label: str | None = None
    ) -> None:
        super().__init__(f"{number}: {message}")
        self.number = number
        self.message = message
        self.at = at
        self.second = second
        self.label = label

    @property
    def code(self) -> str:
        """What a diagnostic of it is called."""
        return f"DADA-{self.number.replace('-', '')}"
