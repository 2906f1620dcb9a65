"""``textDocument/documentHighlight``: the life of the lease that the place under the cursor holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from leaselens.ide.highlights import highlights
from leaselens.model.analysis import LifeEvent
from leaselens_server.documents import Snapshot

if TYPE_CHECKING:
    from leaselens_server.server import Server

PATIENCE = 0.05
"""Seconds that are waited for fresh facts before an answer is made of older ones."""

_KINDS = {
    LifeEvent.ISSUED: types.DocumentHighlightKind.Write,
    LifeEvent.ENDED: types.DocumentHighlightKind.Write,
    LifeEvent.USED: types.DocumentHighlightKind.Read,
    LifeEvent.EXPIRED: types.DocumentHighlightKind.Read,
}


def register(server: Server) -> None:
    server.asked(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, answer)


async def answer(
    server: Server, document: Snapshot, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight] | None:
    view = await server.view(document, params.position, PATIENCE)
    if view is None:
        return None
    stations = highlights(view.analysis, view.offset(params.position))
    found = ((view.range(station.span), station.event) for station in stations)
    return [types.DocumentHighlight(where, _KINDS[event]) for where, event in found if where is not None]
