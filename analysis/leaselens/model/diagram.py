"""Who holds what at one moment: the data behind every picture, in the words that all languages share.

The field names are those of the JSON contract (``docs/cli.md``), in snake case. All spans are offsets in characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaselens.text import Span


class Permission(StrEnum):
    """Unique or joint, owned or leased."""

    MY = "my"
    OUR = "our"
    LEASED = "leased"
    SHARED = "shared"


class State(StrEnum):
    """What became of the value of a row."""

    VALID = "valid"
    EXPIRED = "expired"
    GIVEN = "given"
    DROPPED = "dropped"
    UNSET = "unset"


class Kind(StrEnum):
    """What an object is."""

    INSTANCE = "instance"
    TUPLE = "tuple"
    THUNK = "thunk"
    CLASS = "class"
    FUNCTION = "function"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lessor:
    """Where the permission that a lease was taken from is held: the index of a frame (``None``: inside an object that
    no frame's row leads to), the index of the row in it, and the whole place as the reader would write it (``p.a``)."""

    frame: int | None
    row: int | None
    place: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What ended a lease (``reasserted``, ``overwritten``, ``dropped``, ``returned``, ``given``), and where."""

    cause: str
    span: Span
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A variable of a frame or a field of an object, with what it holds.

    ``value`` is the printed form of plain data, unquoted and not shortened (``?`` when unknown), ``None`` where the row
    leads to an object (``target``) or has no valid value. ``lease`` is the identity of the permission; ``lessors`` has
    the nearest lessor first. ``changed`` compares with the other moment (before against after) of the same visit.
    """

    name: str
    value: str | None = None
    permission: Permission | None = None
    word: str | None = None
    lease: int | None = None
    leased_out: bool = False
    lessors: tuple[Lessor, ...] = ()
    issued: Span | None = None
    ended: Ending | None = None
    target: int | None = None
    state: State = State.UNSET
    atomic: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One function under way: its name, the expression that called it, and its variables in declaration order.

    ``in_flight`` is the value that the expression under the cursor has just produced.
    """

    name: str
    rows: tuple[Row, ...]
    call: Span | None = None
    in_flight: Row | None = None


@dataclass(frozen=True, slots=True)
class HeapObject:
    """An object and its fields; ``id`` is what ``Row.target`` names. ``created`` is the expression that made it."""

    id: int
    kind: Kind
    name: str
    rows: tuple[Row, ...] = ()
    changed: bool = False
    created: Span | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a dialect draws: with ``leased(p)`` labels (``names_lessors``), and dashed lines for what is leased out."""

    names_lessors: bool = False
    dashes_leased_out: bool = True


@dataclass(frozen=True, slots=True)
class Diagram:
    """One moment: frames oldest first, and the objects that they reach, in the order of their discovery."""

    frames: tuple[Frame, ...]
    objects: tuple[HeapObject, ...]
    manner: Manner = Manner()
