"""An Idol interface, typed: what ``schema`` understood of the values of a file.

All spans are absolute in the file. A part that is missing or could not be understood is ``None``; that was reported.
``misspelt`` are fields that Idol ignores, by the name that was probably meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leaselens.idol.ron import Text
from leaselens.text import Span


class Encoding(StrEnum):
    """How the arguments and the reply travel. ``Zerocopy`` is the default."""

    ZEROCOPY = "Zerocopy"
    SSMARSHAL = "Ssmarshal"
    HUBPACK = "Hubpack"


class Failure(StrEnum):
    """How an operation may fail: with one of the variants of an enumeration, with a structure, or not at all."""

    C_LIKE = "CLike"
    COMPLEX = "Complex"
    SERVER_DEATH = "ServerDeath"


@dataclass(frozen=True, slots=True)
class Flag:
    """``idempotent: true``: the span of the whole field, of its value, and what it says."""

    span: Span
    value: Span
    is_set: bool


@dataclass(frozen=True, slots=True)
class Recv:
    """How a value is received: ``FromBytes``, ``FromPrimitive(type)`` or ``From(type, function)``."""

    span: Span
    kind: str
    type: Text | None = None
    function: Text | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A type, and how a value of it is received."""

    span: Span
    type: Text | None
    recv: Recv | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: it is copied into the message, in the order of declaration."""

    span: Span
    name: Text
    value: Typed | None


@dataclass(frozen=True, slots=True)
class Limit:
    """``max_len: Some(64)``: ``count`` is ``None`` where it is no number that Idol takes."""

    span: Span
    value: Span
    count: int | None


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease: the memory of the caller that the server may use until it replies. ``index`` is 0-based."""

    span: Span
    body: Span
    name: Text
    index: int
    type: Text | None
    read: Flag | None
    write: Flag | None
    max_len: Limit | None
    misspelt: Mapping[str, Span] = field(default_factory=dict)

    @property
    def may_read(self) -> bool:
        """Whether the server may read."""
        return self.read is not None and self.read.is_set

    @property
    def may_write(self) -> bool:
        """Whether the server may write."""
        return self.write is not None and self.write.is_set


@dataclass(frozen=True, slots=True)
class Error:
    """How an operation fails; ``type`` is ``None`` for ``ServerDeath``."""

    span: Span
    kind: Failure
    type: Text | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is replied. ``is_result``: ``Result(ok: …, err: …)``, otherwise ``Simple(…)``."""

    span: Span
    is_result: bool
    ok: Typed | None
    error: Error | None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation; ``number`` is its code, counted from 1 in the order of declaration. ``span`` has its name in it."""

    span: Span
    body: Span
    name: Text
    number: int
    arguments: tuple[Argument, ...]
    leases: tuple[Lease, ...]
    reply: Reply | None
    idempotent: Flag | None
    encoding: Encoding
    encoding_span: Span | None
    doc: str | None
    misspelt: Mapping[str, Span] = field(default_factory=dict)

    @property
    def is_idempotent(self) -> bool:
        """Whether a client repeats it by itself after the server has died."""
        return self.idempotent is not None and self.idempotent.is_set


@dataclass(frozen=True, slots=True)
class Interface:
    """A whole file."""

    span: Span
    name: Text | None
    operations: tuple[Operation, ...]
