"""``textDocument/documentSymbol``: the outline, as a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.symbols import symbols
from leaselens.model.analysis import Symbol, SymbolKind
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.5
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

KINDS = {
    SymbolKind.CLASS: types.SymbolKind.Class,
    SymbolKind.FIELD: types.SymbolKind.Field,
    SymbolKind.FUNCTION: types.SymbolKind.Function,
    SymbolKind.PARAMETER: types.SymbolKind.Variable,
    SymbolKind.VARIABLE: types.SymbolKind.Variable,
    SymbolKind.MODULE: types.SymbolKind.Module,
    SymbolKind.INTERFACE: types.SymbolKind.Interface,
    SymbolKind.OPERATION: types.SymbolKind.Method,
    SymbolKind.LEASE: types.SymbolKind.Property,
}


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, answer)


async def answer(
    server: Server, document: Snapshot, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol | types.SymbolInformation] | None:
    view = await server.view(document, None, PATIENCE)
    if view is None:
        return None
    outline = symbols(view.analysis)
    return list(_nested(outline, view) if server.client.nested_symbols else _listed(outline, view, None))


def _nested(outline: Iterable[Symbol], view: View) -> Iterator[types.DocumentSymbol]:
    """The tree; what lies on lines that were touched since is left out."""
    for symbol in outline:
        whole, name = view.range(symbol.span), view.range(symbol.selection)
        if whole is None or name is None:
            continue
        children = list(_nested(symbol.children, view))
        # An empty name is an error to some clients, and a half-typed declaration may have none.
        yield types.DocumentSymbol(
            symbol.name or "?", KINDS[symbol.kind], whole, name, symbol.detail or None, None, None, children
        )


def _listed(outline: Iterable[Symbol], view: View, container: str | None) -> Iterator[types.SymbolInformation]:
    """The same for clients that know no trees."""
    for symbol in outline:
        if (name := view.range(symbol.selection)) is not None:
            location = types.Location(view.text.uri, name)
            yield types.SymbolInformation(location, symbol.name or "?", KINDS[symbol.kind], container_name=container)
        yield from _listed(symbol.children, view, symbol.name)
