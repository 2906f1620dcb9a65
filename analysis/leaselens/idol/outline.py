"""The outline of an interface: operations, and in each its arguments, leases and reply."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.idol.chart import described
from leaselens.idol.generated import client_signature, type_of
from leaselens.idol.tree import Interface, Operation
from leaselens.model.analysis import Symbol, SymbolKind


def outline(interface: Interface | None) -> tuple[Symbol, ...]:
    """The interface as one symbol."""
    if interface is None or interface.name is None:
        return tuple(map(_operation, interface.operations)) if interface is not None else ()
    operations = tuple(map(_operation, interface.operations))
    return (Symbol(interface.name.text, SymbolKind.INTERFACE, interface.span, interface.name.span, "", operations),)


def _operation(operation: Operation) -> Symbol:
    signature = client_signature(operation).partition("(")[2]
    return Symbol(
        operation.name.text,
        SymbolKind.OPERATION,
        operation.span,
        operation.name.span,
        f"#{operation.number} ({signature}",
        tuple(_parts(operation)),
    )


def _parts(operation: Operation) -> Iterator[Symbol]:
    for argument in operation.arguments:
        detail = type_of(argument.value)
        yield Symbol(argument.name.text, SymbolKind.PARAMETER, argument.span, argument.name.span, detail)
    for lease in operation.leases:
        detail = described(lease).partition(": ")[2]
        yield Symbol(lease.name.text, SymbolKind.LEASE, lease.span, lease.name.span, f"lease {lease.index}: {detail}")
    if operation.reply is not None:
        span = operation.reply.span
        yield Symbol("reply", SymbolKind.FIELD, span, span, client_signature(operation).partition(" -> ")[2] or "()")
