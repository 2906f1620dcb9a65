"""The Rust that Idol generates from an interface: the names and signatures of reference §C.1."""

from __future__ import annotations

from leaselens.idol.rust_names import Shape, read_type
from leaselens.idol.tree import Failure, Interface, Lease, Operation, Reply, Typed

_UNKNOWN = "_"
"""Stands for a type that is missing."""


def server_trait(interface: Interface) -> str:
    """The trait that a server implements."""
    return f"InOrder{interface.name.text if interface.name else _UNKNOWN}Impl"


def client_signature(operation: Operation) -> str:
    """The method that a client calls."""
    leases = [f"{lease.name.text}: {passed(lease)}" for lease in operation.leases]
    return (
        f"fn {operation.name.text}({', '.join(['&self', *_arguments(operation), *leases])}){_answer(operation.reply)}"
    )


def server_signature(operation: Operation) -> str:
    """The method that a server writes."""
    leases = [f"{lease.name.text}: {received(lease)}" for lease in operation.leases]
    parameters = ", ".join(["&mut self", "msg: &RecvMessage", *_arguments(operation), *leases])
    return (
        f"fn {operation.name.text}({parameters}) -> Result<{_ok(operation.reply)}, RequestError<{_failure(operation)}>>"
    )


def passed(lease: Lease) -> str:
    """What a client passes for a lease."""
    return f"{'&mut ' if lease.may_write else '&'}{lease.type.text if lease.type else _UNKNOWN}"


def received(lease: Lease) -> str:
    """What a server gets for a lease."""
    leased = f"Leased<{access(lease)}, {lease.type.text if lease.type else _UNKNOWN}>"
    count = lease.max_len.count if lease.max_len is not None else None
    return leased if count is None else f"LenLimit<{leased}, {count}>"


def access(lease: Lease) -> str:
    """``R``, ``W`` or ``RW``."""
    return "R" * lease.may_read + "W" * lease.may_write or _UNKNOWN


def is_slice(lease: Lease) -> bool:
    """Whether a lease has a length that only the caller knows."""
    type = read_type(lease.type.text) if lease.type is not None else None
    return type is not None and type.shape is Shape.SLICE


def type_of(value: Typed | None) -> str:
    """A type as it is written."""
    return value.type.text if value is not None and value.type is not None else _UNKNOWN


def _arguments(operation: Operation) -> list[str]:
    return [f"{argument.name.text}: {type_of(argument.value)}" for argument in operation.arguments]


def _ok(reply: Reply | None) -> str:
    return type_of(reply.ok) if reply is not None else _UNKNOWN


def _answer(reply: Reply | None) -> str:
    if reply is None or not reply.is_result:
        return "" if _ok(reply) == "()" else f" -> {_ok(reply)}"
    return f" -> Result<{_ok(reply)}, {error(reply)}>"


def error(reply: Reply | None) -> str:
    """The type of the error as a client sees it."""
    found = reply.error if reply is not None else None
    if found is None:
        return _UNKNOWN
    if found.kind is Failure.SERVER_DEATH:
        return "ServerDeath"
    return found.type.text if found.type is not None else _UNKNOWN


def _failure(operation: Operation) -> str:
    reply = operation.reply
    has_own = reply is not None and reply.is_result and reply.error is not None and reply.error.type is not None
    return error(reply) if has_own else "Infallible"
