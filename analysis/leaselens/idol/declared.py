"""What an interface declares under a name, for definition, references, rename and highlighting."""

from __future__ import annotations

from collections.abc import Iterator

from leaselens.idol.ron import Text
from leaselens.idol.tree import Interface
from leaselens.model.analysis import SymbolKind
from leaselens.model.names import Name, Occurrence, Use
from leaselens.model.semantic import Modifier, Passage, SemanticToken, TokenType
from leaselens.text import Span

_TYPES = {
    SymbolKind.INTERFACE: TokenType.CLASS,
    SymbolKind.OPERATION: TokenType.FUNCTION,
    SymbolKind.PARAMETER: TokenType.PARAMETER,
    SymbolKind.LEASE: TokenType.PARAMETER,
}


def declarations(interface: Interface) -> Iterator[Name]:
    """The interface, its operations, their arguments and leases. Each name stands where it is declared, and nowhere
    else in the file."""
    if interface.name is not None:
        yield _name(interface.name, SymbolKind.INTERFACE, interface.span, "")
    for operation in interface.operations:
        yield _name(operation.name, SymbolKind.OPERATION, operation.span, "")
        for argument in operation.arguments:
            yield _name(argument.name, SymbolKind.PARAMETER, argument.span, operation.name.text)
        for lease in operation.leases:
            yield _name(lease.name, SymbolKind.LEASE, lease.span, operation.name.text)


def _name(name: Text, kind: SymbolKind, whole: Span, container: str) -> Name:
    return Name(name.text, kind, name.inner, whole, container, (Occurrence(name.inner, Use.DECLARED),))


def passage(interface: Interface) -> Passage:
    """The names with what they are; a lease's has the permission that it grants: to read is shared, to write leased."""
    tokens = []
    access = {lease.name.inner: lease.may_write for operation in interface.operations for lease in operation.leases}
    for name in declarations(interface):
        modifiers = {Modifier.DECLARATION}
        if name.declaration in access:
            modifiers.add(Modifier.LEASED if access[name.declaration] else Modifier.SHARED)
        tokens.append(SemanticToken(name.declaration, _TYPES[name.kind], frozenset(modifiers)))
    return Passage(tuple(sorted(tokens)), (interface,))
