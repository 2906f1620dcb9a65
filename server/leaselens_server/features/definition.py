"""``textDocument/definition`` and ``textDocument/declaration``: what is declared is defined there, so both are one.

``textDocument/typeDefinition`` is answered in the same shape, see ``type_definition``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.definition import Definition, definition
from leaselens.model.analysis import Analysis
from leaselens_server.documents import Snapshot
from leaselens_server.positions import View

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.2
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

Answer = list[types.Location] | list[types.LocationLink] | None


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_DEFINITION, partial(answer, "definition", definition))
    server.asked(types.TEXT_DOCUMENT_DECLARATION, partial(answer, "declaration", definition))


async def answer(
    method: str,
    find: Callable[[Analysis, int], Definition],
    server: Server,
    document: Snapshot,
    params: types.TextDocumentPositionParams,
) -> Answer:
    """Where a word leads. ``method`` is what the client's capabilities call this request, ``find`` the question."""
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    offset = view.offset(params.position)
    found = await server.computed(document, lambda _: find(view.analysis, offset))
    return _links(found, view) if method in server.client.links else _locations(found, view)


def _links(found: Definition, view: View) -> list[types.LocationLink]:
    origin = view.range(found.word) if found.word is not None else None
    ranges = ((view.range(name.whole), view.range(name.declaration)) for name in found.targets)
    return [types.LocationLink(view.text.uri, whole, word, origin) for whole, word in ranges if whole and word]


def _locations(found: Definition, view: View) -> list[types.Location]:
    ranges = (view.range(name.declaration) for name in found.targets)
    return [types.Location(view.text.uri, where) for where in ranges if where is not None]
