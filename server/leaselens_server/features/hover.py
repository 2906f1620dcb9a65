"""``textDocument/hover``: the permission of what is under the pointer, its story, the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.hover import hover
from leaselens_server.documents import Snapshot

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.05
"""Seconds that are waited for fresh facts before an answer is made of older ones."""


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_HOVER, answer)


async def answer(server: Server, document: Snapshot, params: types.HoverParams) -> types.Hover | None:
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    found = hover(view.analysis, view.offset(params.position), server.settings_of(document.uri).diagrams_style)
    if found is None:
        return None
    kind = types.MarkupKind.Markdown if server.client.markdown_hover else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, found.markdown), view.range(found.span))
